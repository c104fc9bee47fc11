//! Changes to the store, carried out one after the other in the order a person made them.

use std::fmt::Display;

use tokio::sync::mpsc::{Sender, UnboundedReceiver};

use super::jobs::words;
use super::stories::saved;
use crate::jobs::{Desk, clock};
use crate::store::{Selection, Store};
use crate::ui::Effect;
use crate::ui::msg::Msg;

/// Where the last session is kept in the store's drawer.
pub(super) const SESSION: &str = "ui.session";

/// Carries out changes in order.
pub(super) async fn write(desk: Desk, mut queue: UnboundedReceiver<Effect>, sender: Sender<Msg>) {
    let store = &desk.store;
    while let Some(effect) = queue.recv().await {
        let answer = match effect {
            Effect::Mark {
                selection,
                flag,
                on,
            } => {
                let change = words(store.mark(selection.clone(), flag, on, clock::now()).await);
                Some(Msg::Marked {
                    selection,
                    flag,
                    on,
                    change,
                })
            }
            Effect::Undo => Some(Msg::Undone {
                change: words(store.undo().await),
                is_redo: false,
            }),
            Effect::Redo => Some(Msg::Undone {
                change: words(store.redo().await),
                is_redo: true,
            }),
            Effect::RemoveFeed(feed) => {
                Some(Msg::FeedChanged(words(store.remove_feed(feed).await)))
            }
            Effect::PauseFeed { feed, on } => match words(store.pause_feed(feed, on).await) {
                Ok(Some(change)) => Some(Msg::FeedChanged(Ok(change))),
                Ok(None) => None,
                Err(why) => Some(Msg::FeedChanged(Err(why))),
            },
            Effect::ChangeFeed {
                feed,
                title,
                folder,
            } => Some(Msg::FeedChanged(words(
                store.change_feed(feed, title, folder).await,
            ))),
            Effect::SaveSearch { name, query } => {
                let said = format!("saved as `{name}` among the sources");
                Some(Msg::Done(
                    words(store.save_search(name, query).await).map(|()| said),
                ))
            }
            Effect::SaveArticle { id, path } => Some(saved(&desk, id, path.as_deref()).await),
            Effect::Tag { id, tag, on } => {
                let change = words(store.tag(Selection::Ids(vec![id]), tag, on).await);
                let nothing = if on {
                    "it has that tag already"
                } else {
                    "it has no such tag"
                };
                let said = change
                    .map(|change| change.map_or_else(|| nothing.to_owned(), |change| change.label));
                Some(Msg::Done(said))
            }
            muting @ (Effect::CountMuted(_) | Effect::Mute(_) | Effect::Unmute(_)) => {
                perform_muting(store, muting).await
            }
            Effect::ForgetSearch(name) => {
                let said = format!("the saved search `{name}` is gone; its stories stay");
                Some(Msg::Done(
                    words(store.forget_search(name).await).map(|()| said),
                ))
            }
            Effect::SavePosition(id, position) => {
                unanswered("position", store.put_position(id, position).await);
                None
            }
            Effect::Remember(session) => {
                unanswered(
                    "session",
                    store.put_memory(SESSION.to_owned(), session).await,
                );
                None
            }
            // Everything else is not a write: see `perform`.
            _ => None,
        };
        if let Some(answer) = answer {
            // At the end of the program nobody listens any more, and the rest is written all the same.
            let _ = sender.send(answer).await;
        }
    }
}

/// Carries out what is asked about mute rules.
async fn perform_muting(store: &Store, effect: Effect) -> Option<Msg> {
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

/// Logs what nobody on the screen waits for.
fn unanswered<E: Display>(what: &str, result: Result<(), E>) {
    if let Err(error) = result {
        tracing::warn!("keeping the {what} failed: {error}");
    }
}
