//! Articles on disk: `SQLite` is the truth, a tantivy index is derived from it.
//!
//! [`Store`] is a cheap handle; one writer thread, a few readers, the indexer and the one that carries the log over
//! (`checkpoint.rs`) own the connections, so callers `await` and the drawing thread never waits. `migrations/` is the schema, `prepare.rs` and `apply.rs` turn fetches into rows, `lists.rs`
//! answers queries, `journal.rs` takes back what a person did.

mod apply;
mod archive;
mod articles;
mod backup;
mod body;
mod care;
mod check;
mod checkpoint;
mod connection;
mod counting;
mod dictionary;
mod drawer;
mod error;
mod feeds;
mod fetching;
mod handle;
mod id;
mod identity;
mod index;
mod indexer;
mod journal;
mod kept;
mod lists;
mod migrating;
mod muting;
mod outcome;
mod plan;
mod prepare;
mod repack;
mod row;
mod rules;
mod salvage;
mod search;
mod similar;
mod snippet;
mod sources;
mod tagging;
mod types;
mod upkeep;
mod versions;
mod watch;
mod worker;

pub use archive::{
    ARCHIVE_VERSION, AddressRecord, ArticleRecord, BodyRecord, ContentRecord, FeedRecord,
    FullTextRecord, InsightRecord, OUTLINES, Record, TakenIn, VersionRecord,
};
pub use backup::restore;
pub use check::Findings;
pub use error::{Result, StoreError};
pub use fetching::Fetching;
pub use handle::{Settings, Store};
pub use kept::KeptTakenIn;
pub use migrating::{Migrating, Tell};
pub use types::{
    Applied, Change, Examination, FetchOutcome, FetchTarget, Fetched, Hit, IndexProgress,
    MutePreview, MuteRule, Overview, Page, PageRequest, Position, SearchRequest, SearchResult,
    SearchSort, Selection, Sort, StoredInsight,
};
pub use upkeep::{Retention, Upkeep};
