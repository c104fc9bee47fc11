//! What changes the list of sources or how they are fetched, and the sentences that answer.

use std::path::PathBuf;
use std::sync::Arc;

use super::jobs::words;
use crate::config::{Config, edit, paths};
use crate::domain::{FeedId, Scope};
use crate::fetch::Candidate;
use crate::fetch::newsboat::cache;
use crate::jobs::starters::STARTERS;
use crate::jobs::subscribe::{Added, Subscribed};
use crate::jobs::{Desk, clock, import, subscribe};
use crate::ui::msg::{Answer, Msg};

pub(super) async fn add(desk: Desk, address: String, title: Option<String>, folder: String) -> Msg {
    let found = subscribe::add(&desk, &address, folder.clone(), title.clone(), clock::now());
    match found.await {
        Ok(Subscribed::Added(added)) => Msg::Subscribed(Ok(said_of(&[added]))),
        Ok(Subscribed::Choose(candidates)) => Msg::Candidates {
            candidates,
            title,
            folder,
        },
        Err(error) => Msg::Subscribed(Err(error.to_string())),
    }
}

pub(super) async fn add_all(
    desk: Desk,
    candidates: Vec<Candidate>,
    title: Option<String>,
    folder: String,
) -> Msg {
    let mut added = Vec::new();
    for candidate in candidates {
        let one = subscribe::add_candidate(&desk, candidate, folder.clone(), title.clone());
        match one.await {
            Ok(one) => added.push(one),
            Err(error) => return Msg::Subscribed(Err(error.to_string())),
        }
    }
    Msg::Subscribed(Ok(said_of(&added)))
}

fn said_of(added: &[Added]) -> String {
    match added {
        [one] if one.is_known => format!("{} was among your sources already", one.title),
        [one] => match &one.failure {
            Some(why) => format!("added {}, but {why}", one.title),
            None => format!("added {} · {} stories", one.title, one.new_articles),
        },
        several => {
            let stories: usize = several.iter().map(|one| one.new_articles).sum();
            format!("added {} sources · {stories} stories", several.len())
        }
    }
}

pub(super) async fn change_address(desk: Desk, feed: FeedId, address: String) -> Msg {
    let changed = subscribe::change_address(&desk, feed, &address, clock::now()).await;
    Msg::Subscribed(words(changed).map(|(change, new, failure)| match failure {
        Some(why) => format!("{}, but {why}", change.label),
        None => format!("{} · {new} new", change.label),
    }))
}

pub(super) async fn save_settings(
    file: PathBuf,
    scope: Scope,
    changes: Vec<(&'static str, String)>,
) -> Msg {
    let saved = tokio::task::spawn_blocking(move || {
        let old = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(format!("cannot read {}: {error}", file.display())),
        };
        let text = words(edit::set_feed(&old, &scope, &changes))?;
        edit::write(&file, &text)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        words(Config::parse(&text)).map(Arc::new)
    });
    Msg::Configured(saved.await.unwrap_or_else(|error| Err(error.to_string())))
}

pub(super) async fn import_file(desk: &Desk, path: &str) -> Answer<String> {
    let file = paths::expand(path);
    let bytes = tokio::fs::read(&file)
        .await
        .map_err(|error| format!("cannot read `{path}`: {error}"))?;
    let imported = if bytes.starts_with(cache::MAGIC) {
        import::cache(desk, &file).await
    } else {
        import::document(desk, &bytes).await
    };
    words(imported).map(|imported| imported.in_words())
}

pub(super) async fn add_starter(desk: &Desk, number: usize) -> Answer<String> {
    let starter = STARTERS
        .get(number)
        .ok_or_else(|| "there is no such starter pack".to_owned())?;
    words(import::subscribe_all(desk, starter.list()).await)
        .map(|imported| format!("{}: {}", starter.title, imported.in_words()))
}

pub(super) async fn export_file(desk: &Desk, path: &str) -> Answer<String> {
    let (text, _) = words(import::export_opml(desk, clock::now()).await)?;
    tokio::fs::write(paths::expand(path), text)
        .await
        .map_err(|error| format!("cannot write `{path}`: {error}"))?;
    Ok(format!("subscriptions written to {path}"))
}
