//! Earlier states of articles, kept by `apply.rs` when a feed changes what it gave.

use rusqlite::Connection;

use super::body::Content;
use super::error::Result;
use super::handle::Store;
use crate::domain::{ArticleId, Timestamp, Version};

impl Store {
    /// Returns the earlier states of an article that its feed changed, the latest first: at most five.
    pub async fn versions(&self, id: ArticleId) -> Result<Vec<Version>> {
        self.inner
            .workers
            .read(move |seat| versions(&seat.connection, id))
            .await
    }

    /// Returns how many earlier states of an article are kept.
    pub async fn version_count(&self, id: ArticleId) -> Result<usize> {
        self.inner
            .workers
            .read(move |seat| version_count(&seat.connection, id))
            .await
    }
}

/// Returns the earlier states of an article, the latest first.
fn versions(connection: &Connection, id: ArticleId) -> Result<Vec<Version>> {
    let rows: Vec<(String, Vec<u8>, i64)> = connection
        .prepare_cached(
            "SELECT title, content, seen_at FROM version WHERE id = ?1 ORDER BY seen_at DESC",
        )?
        .query_map([id.get()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    rows.into_iter()
        .map(|(title, content, seen_at)| {
            Ok(Version {
                title,
                text: Content::unpack(connection, &content)?.text,
                replaced_at: Timestamp::from_seconds(seen_at),
            })
        })
        .collect()
}

/// Returns how many earlier states of an article are kept.
fn version_count(connection: &Connection, id: ArticleId) -> Result<usize> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM version WHERE id = ?1")?
        .query_row([id.get()], |row| row.get(0))?)
}
