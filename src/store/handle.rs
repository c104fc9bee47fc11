//! [`Store`]: what the rest of the program calls.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::TransactionBehavior;
use url::Url;

use super::error::{Result, StoreError};
use super::fetching::Fetching;
use super::index::{Freshness, SearchIndex};
use super::indexer::IndexerThread;
use super::prepare::Prepared;
use super::watch::Watch;
use super::worker::Workers;
use super::{
    Applied, Change, Examination, FetchOutcome, FetchTarget, Fetched, IndexProgress, Overview,
    Page, PageRequest, Position, SearchRequest, SearchResult, Selection, StoredInsight, Tell,
    apply, articles, backup, connection, drawer, feeds, journal, prepare, salvage,
};
use crate::domain::query::Query;
use crate::domain::{Article, ArticleId, Entry, FeedId, Flag, Timestamp};

/// Address of the built-in feed; never fetched.
const BUILTIN: &str = "squelch:welcome";
/// Bodies of a removed generation of the index are swept by the index itself; its folder stands beside the store.
const INDEX_FOLDER: &str = "index";

/// What a person can choose about the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many of a new feed's stories start unread.
    pub first_fetch_unread: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            first_fetch_unread: 20,
        }
    }
}

/// A handle to the cache; clones share the same threads.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) path: PathBuf,
    settings: Settings,
    notices: Vec<String>,
    pub(super) workers: Arc<Workers>,
    pub(super) indexer: IndexerThread,
    pub(super) index: Arc<SearchIndex>,
    freshness: Freshness,
    watch: Mutex<Option<Watch>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Inner {
    /// The indexer first: it writes through the workers.
    fn stop(&self) {
        self.watch
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.indexer.stop();
        self.workers.stop();
    }
}

impl Store {
    /// Opens the store, creating or migrating it (a backup is made before each migration).
    ///
    /// A damaged store is set aside under another name, never deleted; [`Store::notices`] says where.
    pub fn open(path: &Path, settings: Settings) -> Result<Self> {
        let tell: Tell = Arc::new(|_| true);
        Self::open_telling(path, settings, &tell)
    }

    /// The same, telling how far a migration is, which may take a minute for a large store.
    pub fn open_telling(path: &Path, settings: Settings, tell: &Tell) -> Result<Self> {
        let mut notices = Vec::new();
        let writer = connection::open(path, &mut notices, tell)?;
        let indexing = connection::open(path, &mut notices, tell)?;
        let folder = path.with_file_name(INDEX_FOLDER);
        let index = Arc::new(SearchIndex::new(folder));
        let workers = Arc::new(Workers::start(path, writer, &index)?);
        let indexer =
            IndexerThread::start(indexing, Arc::clone(&workers), Arc::clone(&index), path)?;
        Ok(Self {
            inner: Arc::new(Inner {
                path: path.to_owned(),
                settings,
                notices,
                workers,
                indexer,
                index,
                freshness: Freshness::default(),
                watch: Mutex::new(None),
            }),
        })
    }

    /// Returns sentences for the person about what opening did: a store set aside, a migration made.
    pub fn notices(&self) -> &[String] {
        &self.inner.notices
    }

    /// Runs `on_change` (on a store thread) whenever another process changed the store.
    ///
    /// Idle costs nothing where the system tells of files that change; elsewhere the store is looked at every few
    /// seconds.
    pub fn on_foreign_change(&self, on_change: impl Fn() + Send + 'static) {
        let workers = Arc::downgrade(&self.inner.workers);
        let version = move || {
            workers
                .upgrade()?
                .write_and_wait(|connection| {
                    Ok(connection
                        .prepare_cached("PRAGMA data_version")?
                        .query_row([], |row| row.get(0))?)
                })
                .ok()
        };
        let watch = Watch::start(&self.inner.path, version, on_change);
        *self
            .inner
            .watch
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = watch;
    }

    /// Returns feeds, counts and saved searches. `today` is the first second of the person's day.
    pub async fn overview(&self, today: Timestamp) -> Result<Overview> {
        let workers = &self.inner.workers;
        workers
            .read(move |seat| feeds::overview(&seat.connection, today))
            .await
    }

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

    /// Returns a stretch of a list.
    pub async fn page(&self, request: PageRequest) -> Result<Page> {
        let workers = &self.inner.workers;
        workers
            .read(move |seat| seat.finder.page(&seat.connection, &request))
            .await
    }

    /// Returns how many articles match.
    pub async fn count(&self, query: Query, now: Timestamp) -> Result<u64> {
        let workers = &self.inner.workers;
        workers
            .read(move |seat| seat.finder.count(&seat.connection, &query, now))
            .await
    }

    /// A newer search on the same handle ends an older one early, with [`StoreError::Superseded`].
    pub async fn search(&self, request: SearchRequest) -> Result<SearchResult> {
        let freshness = self.inner.freshness.renew();
        let found = self
            .inner
            .workers
            .read(move |seat| seat.finder.search(&seat.connection, &request, &freshness))
            .await;
        if matches!(found, Err(StoreError::Index(_))) {
            // The indexer looks at an index that failed, and makes it again.
            self.inner.indexer.wake();
        }
        found
    }

    /// Returns an article with the full text where it was taken from the page, else with the feed's text.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        self.inner
            .workers
            .read(move |seat| articles::article(&seat.connection, id, false))
            .await
    }

    /// Returns an article with the text that its feed gave, also where the full text was taken.
    pub async fn article_of_feed(&self, id: ArticleId) -> Result<Option<Article>> {
        self.inner
            .workers
            .read(move |seat| articles::article(&seat.connection, id, true))
            .await
    }

    /// Returns the most relevant articles for a question, best first, for `ask`.
    pub async fn relevant(
        &self,
        question: String,
        newer_than: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Article>> {
        self.inner
            .workers
            .read(move |seat| {
                seat.finder
                    .relevant(&seat.connection, &question, newer_than, limit)
            })
            .await
    }

    /// Sets or clears a flag. Undoable; `None` when nothing changed.
    pub async fn mark(
        &self,
        what: Selection,
        flag: Flag,
        on: bool,
        now: Timestamp,
    ) -> Result<Option<Change>> {
        let workers = &self.inner.workers;
        let ids = match what {
            Selection::Ids(ids) => ids.into_iter().map(ArticleId::get).collect(),
            Selection::Matching { query, now } => {
                // Only what would change is looked for: of a long list most is read already.
                let query = Query::And(vec![query, journal::changeable(flag, on)]);
                workers
                    .read(move |seat| seat.finder.matching(&seat.connection, &query, now))
                    .await?
            }
        };
        self.transaction(move |connection| {
            let ids = journal::would_change(connection, flag, on, ids)?;
            if ids.is_empty() {
                return Ok(None);
            }
            let count = ids.len() as u64;
            let times = journal::times(connection, flag, on, &ids, now)?;
            let deed = journal::Deed::Flag {
                flag: flag.into(),
                on,
                ids,
                times,
            };
            let label = journal::flag_label(flag, on, count);
            journal::perform(connection, &deed, label, count).map(Some)
        })
        .await
    }

    pub async fn insight(&self, id: ArticleId) -> Result<Option<StoredInsight>> {
        self.inner
            .workers
            .read(move |seat| drawer::insight(&seat.connection, id))
            .await
    }

    pub async fn put_insight(&self, id: ArticleId, insight: StoredInsight) -> Result<()> {
        self.transaction(move |connection| drawer::put_insight(connection, id, &insight))
            .await
    }

    pub async fn position(&self, id: ArticleId) -> Result<Option<Position>> {
        self.inner
            .workers
            .read(move |seat| drawer::position(&seat.connection, id))
            .await
    }

    pub async fn put_position(&self, id: ArticleId, position: Position) -> Result<()> {
        self.transaction(move |connection| drawer::put_position(connection, id, position))
            .await
    }

    /// A small key-value drawer for the screen: pane widths, last selection, folded folders.
    pub async fn memory(&self, key: String) -> Result<Option<String>> {
        self.inner
            .workers
            .read(move |seat| drawer::memory(&seat.connection, &key))
            .await
    }

    pub async fn put_memory(&self, key: String, value: String) -> Result<()> {
        self.transaction(move |connection| drawer::put_memory(connection, &key, &value))
            .await
    }

    /// A search saved under a known name takes its place.
    pub async fn save_search(&self, name: String, query: String) -> Result<()> {
        self.transaction(move |connection| drawer::save_search(connection, &name, &query))
            .await
    }

    /// Removes a saved search.
    pub async fn forget_search(&self, name: String) -> Result<()> {
        self.transaction(move |connection| drawer::forget_search(connection, &name))
            .await
    }

    /// Copies the whole store to a new file while it is in use; refuses to write over one.
    pub async fn backup(&self, to: PathBuf) -> Result<()> {
        self.inner
            .workers
            .read(move |seat| backup::copy(&seat.connection, &to))
            .await
    }

    /// Looks the store over; reads all of it.
    pub async fn examine(&self) -> Result<Examination> {
        let index = Arc::clone(&self.inner.index);
        let path = self.inner.path.clone();
        self.inner
            .workers
            .read(move |seat| {
                let health = backup::examine(&seat.connection)?;
                if health.integrity != "ok" {
                    salvage::suspect(&path);
                }
                Ok(Examination {
                    schema_version: health.schema_version,
                    integrity: health.integrity,
                    feeds: health.feeds,
                    articles: health.articles,
                    unread: health.unread,
                    bookmarks: health.bookmarks,
                    // An index that cannot be opened yet holds nothing.
                    indexed: index.count(&seat.connection).unwrap_or(0),
                    waiting_for_index: health.waiting,
                    store_bytes: health.bytes,
                    index_bytes: index.bytes(),
                })
            })
            .await
    }

    /// Waits until everything written so far is searchable, or left to another process that is indexing.
    pub async fn settle(&self) {
        let _ = self.inner.indexer.settle().await;
    }

    /// Makes the index again from the store, in the background; what there is answers until the new one is whole.
    pub async fn rebuild_index(&self) -> Result<()> {
        let index = Arc::clone(&self.inner.index);
        self.inner
            .workers
            .write(move |connection| Ok(index.rebuild(connection)?))
            .await?;
        self.inner.indexer.wake();
        Ok(())
    }

    /// Returns which index is searched, and how far one that is being made is.
    pub async fn index_progress(&self) -> Result<IndexProgress> {
        self.inner
            .workers
            .read(|seat| backup::index_progress(&seat.connection))
            .await
    }

    /// Waits until all that was written is searchable, then stops the threads. Call before the process ends.
    pub async fn close(&self) {
        let inner = Arc::clone(&self.inner);
        // Joining threads blocks: not on a thread that runs other tasks.
        let _ = tokio::task::spawn_blocking(move || inner.stop()).await;
    }

    pub(super) async fn transaction<T: Send + 'static>(
        &self,
        job: impl FnOnce(&rusqlite::Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.inner
            .workers
            .write(move |connection| {
                let transaction =
                    connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let value = job(&transaction)?;
                transaction.commit().map_err(StoreError::from)?;
                Ok(value)
            })
            .await
    }
}
