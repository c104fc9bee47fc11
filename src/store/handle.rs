//! [`Store`]: what the rest of the program calls.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::TransactionBehavior;

use super::error::{Result, StoreError};
use super::index::{Freshness, SearchIndex};
use super::indexer::IndexerThread;
use super::watch::Watch;
use super::worker::Workers;
use super::{
    Change, Examination, IndexProgress, Overview, Page, PageRequest, Position, SearchRequest,
    SearchResult, Selection, StoredInsight, Tell, articles, backup, connection, drawer, feeds,
    journal, salvage,
};
use crate::domain::query::Query;
use crate::domain::{Article, ArticleId, Flag, Timestamp};

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
    pub(super) settings: Settings,
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
