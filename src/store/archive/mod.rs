//! Everything in the store as lines of JSON, out and in again without loss.
//!
//! The first line says what it is, then come feeds, saved searches, rules, what OPML lists said besides, articles with all that belongs to them, and
//! tombstones. Times are seconds since 1970. Left out is what belongs to this machine and moment: the undo journal, pauses
//! of hosts, and what the screen remembers.

mod read;
mod write;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub(super) use read::take_in;
pub(super) use write::write_out;

/// The form of the lines; grows when older programs would misread it.
pub const ARCHIVE_VERSION: u32 = 1;

/// How keys of [`Record::Outline`] begin in the drawer; nothing else there belongs to an archive.
pub const OUTLINES: &str = "opml:";

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// The first line.
    SquelchArchive {
        version: u32,
    },
    Feed(Box<FeedRecord>),
    Search {
        name: String,
        query: String,
        position: i64,
    },
    Rule {
        query: String,
        created_at: i64,
    },
    /// What the writer of an OPML list said of a feed or a folder that squelch has no word for.
    Outline {
        of: String,
        said: String,
    },
    Article(Box<ArticleRecord>),
    Tombstone {
        feed: String,
        guid_hash: i64,
        at: i64,
    },
}

/// A feed with its own row and its former addresses.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct FeedRecord {
    pub url: String,
    pub title: String,
    pub own_title: Option<String>,
    pub folder: String,
    pub site: Option<String>,
    pub language: Option<String>,
    pub icon: Option<String>,
    pub is_builtin: bool,
    pub added_at: i64,
    pub removed_at: Option<i64>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub fetched_at: Option<i64>,
    pub succeeded_at: Option<i64>,
    pub next_at: Option<i64>,
    pub interval: Option<i64>,
    pub tries: i64,
    pub failing_since: Option<i64>,
    pub why: Option<String>,
    pub paused: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<AddressRecord>,
}

/// Where a feed was, or was said to be.
#[derive(Debug, Serialize, Deserialize)]
pub struct AddressRecord {
    pub url: String,
    pub seen_at: i64,
    pub kind: String,
    pub times: i64,
}

/// An article with all that belongs to it.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArticleRecord {
    pub id: i64,
    /// The feed's address.
    pub feed: String,
    pub title: String,
    pub published: Option<i64>,
    pub first_seen: i64,
    pub language: Option<String>,
    pub is_trimmed: bool,
    pub guid_hash: i64,
    pub link_hash: Option<i64>,
    pub content_hash: i64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub unread: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bookmarked_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The query of the rule that hides it; empty where its feed was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden_by: Option<String>,
    /// The queries of all rules that match it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub muted_by: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Hashes of other guids it was seen under.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_text: Option<FullTextRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<VersionRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insight: Option<InsightRecord>,
    /// Share of the article above the reader's top line, in 1/10,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
}

/// What the feed sent of an article.
#[derive(Debug, Serialize, Deserialize)]
pub struct BodyRecord {
    pub link: Option<String>,
    pub author: Option<String>,
    pub published_text: Option<String>,
    pub updated: Option<i64>,
    pub comments: Option<String>,
    pub enclosures: Option<Box<RawValue>>,
    pub thumbnails: Option<Box<RawValue>>,
    pub has_image: bool,
    pub has_audio: bool,
    #[serde(flatten)]
    pub content: ContentRecord,
}

/// A text in its three forms.
#[derive(Debug, Serialize, Deserialize)]
pub struct ContentRecord {
    pub text: String,
    pub html: String,
    pub summary: String,
}

/// The text taken from the article's page.
#[derive(Debug, Serialize, Deserialize)]
pub struct FullTextRecord {
    pub fetched_at: i64,
    #[serde(flatten)]
    pub content: ContentRecord,
}

/// An earlier state of an article.
#[derive(Debug, Serialize, Deserialize)]
pub struct VersionRecord {
    pub seen_at: i64,
    pub title: String,
    #[serde(flatten)]
    pub content: ContentRecord,
}

/// A stored brief with questions.
#[derive(Debug, Serialize, Deserialize)]
pub struct InsightRecord {
    pub engine: String,
    pub text_hash: i64,
    pub json: String,
}

/// What taking an archive in did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TakenIn {
    pub feeds: u64,
    /// Feeds that were there before; they stay as they are.
    pub feeds_already: u64,
    pub searches: u64,
    pub articles: u64,
    /// Articles that were there before: they stay, and get the archive's bookmarks, tags and read marks.
    pub already: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn is_false(value: &bool) -> bool {
    !value
}
