//! Mute rules, made and taken away in the store.

use super::jobs::words;
use crate::jobs::clock;
use crate::store::Store;
use crate::ui::{Effect, Msg};

/// Carries out what is asked about mute rules.
pub(super) async fn perform(store: &Store, effect: Effect) -> Option<Msg> {
    match effect {
        Effect::CountMuted(query) => {
            let counted = words(store.mute_preview(query.clone(), 0, clock::now()).await)
                .map(|preview| (preview.hidden, preview.of));
            Some(Msg::MuteCounted { query, counted })
        }
        Effect::Mute(query) => Some(match words(store.mute(query, clock::now()).await) {
            Ok(Some(change)) => Msg::Muted(Ok(change)),
            Ok(None) => Msg::Done(Ok("there is such a mute rule already".to_owned())),
            Err(why) => Msg::Done(Err(why)),
        }),
        Effect::Unmute(id) => Some(match words(store.muted_by(vec![id]).await) {
            Ok(rules) => match rules.first() {
                Some((_, number)) => Msg::Muted(words(store.unmute(*number).await)),
                None => Msg::Done(Ok("no mute rule hides this story".to_owned())),
            },
            Err(why) => Msg::Done(Err(why)),
        }),
        _ => None,
    }
}
