//! Requests and answers of the store.

use url::Url;

use crate::domain::query::Query;
use crate::domain::{ArticleId, Counts, Entry, Feed, FeedId, Headline, Timestamp};

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
    /// Hits left out from the best on, because they are there already.
    pub skip: usize,
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
    /// All matches, not only those in `hits`; of a phrase that ends in a prefix after one of the commonest words, at
    /// least so many.
    pub total: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub headline: Headline,
    pub author: Option<String>,
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

impl Fetched {
    /// Returns about how much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let FetchOutcome::Document { entries, .. } = &self.outcome else {
            return size_of::<Self>();
        };
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let entry = |entry: &Entry| {
            size_of::<Entry>() + entry.text.len() + length(&entry.content) + length(&entry.summary)
        };
        entries.iter().map(entry).sum()
    }
}

#[expect(
    clippy::large_enum_variant,
    reason = "a batch holds few of them, and most are documents"
)]
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

/// What [`Store::apply`](super::Store::apply) did for one feed.
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
    /// What the person calls articles, in alphabetical order, each once.
    pub tags: Vec<String>,
}

/// Which articles a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    Ids(Vec<ArticleId>),
    Matching { query: Query, now: Timestamp },
}

/// A mute rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MuteRule {
    /// By which it is removed; never given to another rule.
    pub number: i64,
    /// In the query language.
    pub query: String,
    pub created_at: Timestamp,
    /// Articles it hides; one that several rules match counts for the oldest of them.
    pub hidden: u64,
    /// Articles it matches, with those that other rules hide and those in sight as they are bookmarked or tagged.
    pub matched: u64,
}

/// Which index is searched, and how far one that is being made is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexProgress {
    /// Name of the generation that is searched; another one once an index made beside it is whole.
    pub searched: String,
    pub is_making: bool,
    /// Articles the one being made has.
    pub indexed: u64,
    /// Articles still to go in.
    pub waiting: u64,
}

/// What a rule would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MutePreview {
    /// Articles in sight that it would hide.
    pub hidden: u64,
    /// Articles in sight.
    pub of: u64,
    /// The newest of those it would hide.
    pub shown: Vec<Headline>,
}

/// A change that was made and can be taken back by [`Store::undo`](super::Store::undo).
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

/// Findings of [`Store::examine`](super::Store::examine), for `squelch doctor`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Examination {
    pub schema_version: u32,
    /// `ok`, or what `SQLite` said.
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
