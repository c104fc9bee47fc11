//! What [`Store`] offers for its sources: subscribing, asking which are due, and storing what a fetch brought.

use std::collections::VecDeque;

use url::Url;

use super::error::Result;
use super::fetching::Fetching;
use super::handle::Store;
use super::prepare::Prepared;
use super::{Applied, Change, FetchOutcome, FetchTarget, Fetched, apply, feeds, journal, prepare};
use crate::domain::{Entry, FeedId, Timestamp};

/// Address of the built-in feed; never fetched.
const BUILTIN: &str = "squelch:welcome";

impl Store {
    /// Adds a feed, or returns the one with this address. `(id, true)` when it is new.
    pub async fn add_feed(
        &self,
        url: Url,
        title: Option<String>,
        folder: String,
        now: Timestamp,
    ) -> Result<(FeedId, bool)> {
        let folder = folder.trim().trim_matches('/').to_owned();
        self.transaction(move |connection| {
            feeds::add(connection, &url, title.as_deref(), &folder, false, now)
        })
        .await
    }

    /// Adds the built-in feed with its articles, once in a store's life. Returns whether it was added.
    pub async fn add_builtin(
        &self,
        title: String,
        entries: impl FnOnce() -> Vec<Entry>,
        now: Timestamp,
    ) -> Result<bool> {
        let Ok(url) = Url::parse(BUILTIN) else {
            return Ok(false);
        };
        let added = self
            .transaction(move |connection| {
                let is_known = connection
                    .prepare("SELECT 1 FROM feed WHERE is_builtin")?
                    .exists([])?;
                if is_known {
                    return Ok(None);
                }
                Ok(Some(feeds::add(connection, &url, None, "", true, now)?.0))
            })
            .await?;
        let Some(feed) = added else {
            return Ok(false);
        };
        let outcome = FetchOutcome::Document {
            etag: None,
            last_modified: None,
            title: Some(title),
            site: None,
            language: Some("en".to_owned()),
            icon: None,
            entries: entries(),
        };
        self.apply(vec![Fetched {
            feed,
            at: now,
            next_at: now,
            interval: None,
            outcome,
            moved_to: None,
            host_pause: None,
        }])
        .await?;
        Ok(true)
    }

    /// Unsubscribes; bookmarked articles stay. Undoable.
    pub async fn remove_feed(&self, feed: FeedId) -> Result<Change> {
        self.transaction(move |connection| journal::unsubscribe(connection, feed))
            .await
    }

    /// `None` leaves as it is; an empty title goes back to the feed's own. Undoable.
    pub async fn change_feed(
        &self,
        feed: FeedId,
        title: Option<String>,
        folder: Option<String>,
    ) -> Result<Change> {
        self.transaction(move |connection| journal::rename(connection, feed, title, folder))
            .await
    }

    /// Returns the feeds to fetch now: those due, or with `force` all (of `only`, when given). Paused hosts are left
    /// out unless forced for a named feed, and so are feeds another process is fetching.
    pub async fn targets(
        &self,
        only: Option<Vec<FeedId>>,
        force: bool,
        now: Timestamp,
    ) -> Result<Vec<FetchTarget>> {
        self.transaction(move |connection| {
            feeds::targets(connection, only.as_deref(), force, usize::MAX, now)
        })
        .await
    }

    /// Returns at most `most` of the feeds that are due, and keeps others from fetching them.
    pub async fn due_targets(&self, most: usize, now: Timestamp) -> Result<Vec<FetchTarget>> {
        self.transaction(move |connection| feeds::targets(connection, None, false, most, now))
            .await
    }

    /// Returns when the next feed is due, in the past where one is already; `None` while there is none to fetch.
    pub async fn next_due(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        self.inner
            .workers
            .read(move |seat| feeds::next_due(&seat.connection, now))
            .await
    }

    /// Tells other processes, for as long as the answer lives, that feeds are being fetched here. Where nobody else is
    /// fetching, what a killed process had leased is free again at once.
    pub async fn fetching(&self) -> Result<Fetching> {
        let (fetching, is_alone) = Fetching::begin(&self.inner.path);
        if is_alone {
            self.transaction(feeds::forget_leases).await?;
        }
        Ok(fetching)
    }

    /// Gives back targets that will not be fetched after all.
    pub async fn release(&self, feeds: Vec<FeedId>) -> Result<()> {
        self.transaction(move |connection| feeds::release(connection, &feeds))
            .await
    }

    /// Stores what fetches brought: each feed whole or not at all, some milliseconds to a transaction, so that a
    /// person's change need not wait for the whole batch. While one piece is written the next is prepared.
    pub async fn apply(&self, batch: Vec<Fetched>) -> Result<Vec<Applied>> {
        let mut applied = Vec::with_capacity(batch.len());
        let mut result = Ok(());
        let mut prepared = Vec::new();
        for piece in prepare::pieces(batch).into_iter().map(Some).chain([None]) {
            let next = async {
                match piece {
                    Some(piece) => self.prepare(piece).await,
                    None => Ok(Vec::new()),
                }
            };
            let (written, next) = tokio::join!(self.write(prepared, &mut applied), next);
            match written.and(next) {
                Ok(next) => prepared = next,
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
        }
        // What was stored before a failure is to be found as well.
        if applied.iter().any(|feed| feed.new + feed.updated > 0) {
            self.inner.indexer.wake();
            self.learn().await;
        }
        result.map(|()| applied)
    }

    async fn prepare(&self, piece: Vec<Fetched>) -> Result<Vec<Prepared>> {
        self.inner
            .workers
            .read(move |seat| prepare::prepare(&seat.connection, piece))
            .await
    }

    async fn write(&self, prepared: Vec<Prepared>, applied: &mut Vec<Applied>) -> Result<()> {
        let unread = self.inner.settings.first_fetch_unread;
        let mut waiting = VecDeque::from(prepared);
        while !waiting.is_empty() {
            let (written, rest) = self
                .inner
                .workers
                .write_in_background(move |connection| {
                    let written = apply::commit(connection, &mut waiting, unread)?;
                    Ok((written, waiting))
                })
                .await?;
            applied.extend(written);
            waiting = rest;
        }
        Ok(())
    }
}
