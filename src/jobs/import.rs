//! Lists of subscriptions, in and out.

use serde::Serialize;

use super::{Desk, clock};
use crate::domain::Timestamp;
use crate::fetch::opml::{self, List, NotOpml, Subscription};
use crate::store::{self, StoreError};

/// What an import did. Nothing is fetched by it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Imported {
    pub added: usize,
    /// Subscriptions that were there before; they stay as they are.
    pub already: usize,
    /// What was left out and why, in plain words.
    pub warnings: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    NotOpml(#[from] NotOpml),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Subscribes to every feed of an OPML document, or of newsboat's `urls`.
///
/// # Errors
/// When it is neither, in words, or when the store cannot be written; what was added until then stays.
pub async fn opml(desk: &Desk, bytes: &[u8]) -> Result<Imported, ImportError> {
    Ok(subscribe_all(desk, opml::read_any(bytes)?).await?)
}

/// Subscribes to every feed of a list.
///
/// # Errors
/// When the store cannot be written; what was added until then stays.
pub async fn subscribe_all(desk: &Desk, list: List) -> store::Result<Imported> {
    let mut imported = Imported {
        warnings: list.warnings,
        ..Imported::default()
    };
    for subscription in list.subscriptions {
        let Subscription {
            url, title, folder, ..
        } = subscription;
        let (_, is_new) = desk
            .store
            .add_feed(url, title, folder, clock::now())
            .await?;
        if is_new {
            imported.added += 1;
        } else {
            imported.already += 1;
        }
    }
    Ok(imported)
}

/// Returns all subscriptions as OPML, sorted, without the built-in one.
///
/// # Errors
/// When the store cannot be read.
pub async fn export_opml(desk: &Desk, now: Timestamp) -> store::Result<String> {
    let feeds = desk.store.overview(now).await?.feeds;
    let subscriptions: Vec<Subscription> = feeds
        .into_iter()
        .filter(|feed| !feed.is_builtin)
        .map(|feed| Subscription {
            url: feed.url,
            title: Some(feed.title),
            site: feed.site,
            folder: feed.folder,
        })
        .collect();
    Ok(opml::write("squelch subscriptions", &subscriptions))
}
