//! Articles on disk: SQLite is the truth, a tantivy index is derived from it.
//!
//! [`Store`] is a cheap handle; one writer thread and a few readers own the connections, so callers `await` and the
//! drawing thread never waits.

mod id;
mod index;
mod plan;
mod search;
mod snippet;

use std::path::{Path, PathBuf};

use url::Url;

use crate::domain::query::Query;
use crate::domain::{Article, ArticleId, Counts, Entry, Feed, FeedId, Flag, Headline, Timestamp};

/// A handle to the cache; clones share the same threads.
#[derive(Debug, Clone)]
pub struct Store {}

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot open the store at {path}: {source}")]
    Open {
        path: PathBuf,
        source: std::io::Error,
    },
}

pub type Result<T> = std::result::Result<T, StoreError>;

/// What to show in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    pub query: Query,
    pub sort: Sort,
    /// Start after this row (keyset paging); `None` for the top.
    pub after: Option<ArticleId>,
    pub limit: usize,
    pub now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Sort {
    #[default]
    Newest,
    Oldest,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub rows: Vec<Headline>,
    /// False when these rows are the last.
    pub has_more: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    pub query: Query,
    pub sort: SearchSort,
    pub limit: usize,
    pub now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SearchSort {
    #[default]
    Relevance,
    Newest,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchResult {
    pub hits: Vec<Hit>,
    /// All matches, not only those in `hits`.
    pub total: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub headline: Headline,
    /// About 160 characters round the best match, printable, on one line.
    pub snippet: String,
    /// Byte ranges of matched words in `snippet`.
    pub snippet_marks: Vec<std::ops::Range<usize>>,
    /// Byte ranges of matched words in `headline.title`.
    pub title_marks: Vec<std::ops::Range<usize>>,
}

/// A feed that should be fetched now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchTarget {
    pub feed: FeedId,
    pub url: Url,
    pub title: String,
    /// Sent back verbatim.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// How often fetching failed in a row.
    pub tries: u32,
    /// [`Fetched::interval`] of the latest fetch that had one.
    pub interval: Option<i64>,
}

/// What a fetch of one feed brought; the store turns it into rows in one transaction.
#[derive(Debug, Clone)]
pub struct Fetched {
    pub feed: FeedId,
    pub at: Timestamp,
    /// The earliest moment to ask again.
    pub next_at: Timestamp,
    /// Seconds between fetches by the feed's own posting rate, to be kept for a fetch that brings no dates; `None`
    /// leaves what is stored.
    pub interval: Option<i64>,
    pub outcome: FetchOutcome,
    /// 301/308 all the way: where the feed says it lives now.
    pub moved_to: Option<Url>,
    /// 429 or 503: leave this whole host alone until then.
    pub host_pause: Option<(String, Timestamp)>,
}

#[derive(Debug, Clone)]
pub enum FetchOutcome {
    NotModified,
    /// The document was read.
    Document {
        etag: Option<String>,
        last_modified: Option<String>,
        title: Option<String>,
        site: Option<Url>,
        language: Option<String>,
        icon: Option<Url>,
        entries: Vec<Entry>,
    },
    /// In plain words, for the person.
    Failed {
        why: String,
    },
    /// 410.
    Gone {
        why: String,
    },
}

/// What [`Store::apply`] did for one feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    pub feed: FeedId,
    pub new: usize,
    pub updated: usize,
}

/// Everything the first screen needs, in one answer.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    pub feeds: Vec<Feed>,
    pub counts: Counts,
    /// Names and texts of saved searches, in their order.
    pub saved_searches: Vec<(String, String)>,
}

/// Which articles a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    Ids(Vec<ArticleId>),
    Matching { query: Query, now: Timestamp },
}

/// A change that was made and can be taken back by [`Store::undo`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// For the person: `marked 214 articles read`.
    pub label: String,
    pub count: u64,
}

/// A stored brief with questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInsight {
    /// Name and version of the engine.
    pub engine: String,
    /// Hash of the text it was made from; another hash means it is stale.
    pub text_hash: i64,
    /// As `insight::Insight` serialises.
    pub json: String,
}

/// Findings of [`Store::examine`], for `squelch doctor`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Examination {
    pub schema_version: u32,
    /// `ok`, or what SQLite said.
    pub integrity: String,
    pub feeds: u64,
    pub articles: u64,
    pub unread: u64,
    pub bookmarks: u64,
    pub indexed: u64,
    pub waiting_for_index: u64,
    pub store_bytes: u64,
    pub index_bytes: u64,
}

/// Where in an article the reader stopped: a block and line independent of the screen's width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Share of the article above the top line, in 1/10,000.
    pub share: u32,
}

impl Store {
    /// Opens the store, creating or migrating it (a backup is made before each migration).
    ///
    /// A damaged store is set aside under another name, never deleted; [`Store::notices`] says where.
    pub fn open(_path: &Path) -> Result<Self> {
        todo!()
    }

    /// Returns sentences for the person about what opening did: a store set aside, a migration made.
    pub fn notices(&self) -> Vec<String> {
        todo!()
    }

    /// Runs `on_change` (on a store thread) whenever another process changed the store; idle costs nothing.
    pub fn on_foreign_change(&self, _on_change: impl Fn() + Send + Sync + 'static) {
        todo!()
    }

    pub async fn overview(&self, _now: Timestamp) -> Result<Overview> {
        todo!()
    }

    /// Adds a feed, or returns the one with this address. `(id, true)` when it is new.
    pub async fn add_feed(
        &self,
        _url: Url,
        _title: Option<String>,
        _folder: String,
    ) -> Result<(FeedId, bool)> {
        todo!()
    }

    /// Adds the built-in feed with its articles, once in a store's life.
    pub async fn add_builtin(
        &self,
        _title: String,
        _entries: Vec<Entry>,
        _now: Timestamp,
    ) -> Result<bool> {
        todo!()
    }

    /// Unsubscribes; bookmarked articles stay. Undoable.
    pub async fn remove_feed(&self, _feed: FeedId) -> Result<Change> {
        todo!()
    }

    /// `None` leaves as it is; an empty title goes back to the feed's own. Undoable.
    pub async fn change_feed(
        &self,
        _feed: FeedId,
        _title: Option<String>,
        _folder: Option<String>,
    ) -> Result<Change> {
        todo!()
    }

    /// Returns the feeds to fetch now: those due, or with `force` all (of `only`, when given). Paused hosts are left
    /// out unless forced for a named feed.
    pub async fn targets(
        &self,
        _only: Option<Vec<FeedId>>,
        _force: bool,
        _now: Timestamp,
    ) -> Result<Vec<FetchTarget>> {
        todo!()
    }

    /// Stores what fetches brought: one transaction for the batch, each feed whole or not at all.
    pub async fn apply(&self, _batch: Vec<Fetched>) -> Result<Vec<Applied>> {
        todo!()
    }

    pub async fn page(&self, _request: PageRequest) -> Result<Page> {
        todo!()
    }

    /// Returns how many articles match.
    pub async fn count(&self, _query: Query, _now: Timestamp) -> Result<u64> {
        todo!()
    }

    /// A newer search on the same handle ends an older one early.
    pub async fn search(&self, _request: SearchRequest) -> Result<SearchResult> {
        todo!()
    }

    pub async fn article(&self, _id: ArticleId) -> Result<Option<Article>> {
        todo!()
    }

    /// Returns the most relevant articles for a question, best first, for `ask`.
    pub async fn relevant(
        &self,
        _question: String,
        _newer_than: Option<Timestamp>,
        _limit: usize,
    ) -> Result<Vec<Article>> {
        todo!()
    }

    /// Sets or clears a flag. Undoable; `None` when nothing changed.
    pub async fn mark(&self, _what: Selection, _flag: Flag, _on: bool) -> Result<Option<Change>> {
        todo!()
    }

    /// Takes the latest change back; `None` when there is nothing to undo.
    pub async fn undo(&self) -> Result<Option<Change>> {
        todo!()
    }

    pub async fn redo(&self) -> Result<Option<Change>> {
        todo!()
    }

    pub async fn insight(&self, _id: ArticleId) -> Result<Option<StoredInsight>> {
        todo!()
    }

    pub async fn put_insight(&self, _id: ArticleId, _insight: StoredInsight) -> Result<()> {
        todo!()
    }

    pub async fn position(&self, _id: ArticleId) -> Result<Option<Position>> {
        todo!()
    }

    pub async fn put_position(&self, _id: ArticleId, _position: Position) -> Result<()> {
        todo!()
    }

    /// A small key-value drawer for the screen: pane widths, last selection, folded folders.
    pub async fn memory(&self, _key: String) -> Result<Option<String>> {
        todo!()
    }

    pub async fn put_memory(&self, _key: String, _value: String) -> Result<()> {
        todo!()
    }

    pub async fn save_search(&self, _name: String, _query: String) -> Result<()> {
        todo!()
    }

    /// Copies the whole store to a new file while it is in use.
    pub async fn backup(&self, _to: PathBuf) -> Result<()> {
        todo!()
    }

    pub async fn examine(&self) -> Result<Examination> {
        todo!()
    }

    /// Throws the index away and makes it again from the store.
    pub async fn rebuild_index(&self) -> Result<u64> {
        todo!()
    }

    /// Waits until all that was written is searchable, then stops the threads. Call before the process ends.
    pub async fn close(&self) {
        todo!()
    }
}
