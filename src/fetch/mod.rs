//! From an address to entries: HTTP as feeds need it, repair and parsing, discovery, schedule, OPML.
//!
//! Start with [`parse`] for documents and [`Fetcher`] for the network.

use url::Url;

use crate::domain::{Entry, Timestamp};

/// What a feed document says.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Parsed {
    pub title: Option<String>,
    /// The site's page.
    pub link: Option<Url>,
    /// `rss-2.0`, `rss-1.0`, `atom`, `json-feed`, …
    pub kind: String,
    /// What the bytes were decoded from: `utf-8`, `windows-1251`, …
    pub encoding: String,
    pub language: Option<String>,
    pub icon: Option<Url>,
    /// Minutes (`ttl`).
    pub ttl: Option<u32>,
    /// Hours of the day (UTC) in which the feed asks not to be fetched.
    pub skip_hours: Vec<u8>,
    pub hub: Option<Url>,
    pub entries: Vec<Entry>,
    /// What was repaired or lost, in plain words.
    pub warnings: Vec<String>,
}

/// Why a document is not a feed: `not a feed: this is the page “Login”`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a feed: {what}")]
pub struct NotAFeed {
    /// What it is instead: `an HTML page titled “Login”`, `an empty document`.
    pub what: String,
}

/// Reads a feed of any kind. A bad feed is half a feed with warnings rather than an error.
pub fn parse(_bytes: &[u8], _content_type: Option<&str>, _base: &Url) -> Result<Parsed, NotAFeed> {
    todo!()
}

/// How to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchSettings {
    pub user_agent: String,
    /// Whole fetch, redirects and body included, in seconds.
    pub total_timeout: u64,
    pub connect_timeout: u64,
    pub read_timeout: u64,
    /// Bytes after decompression.
    pub max_body: usize,
    pub max_redirects: usize,
    /// Feeds fetched at once, in all and per host.
    pub concurrency: usize,
    pub per_host: usize,
}

/// One conditional GET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchRequest {
    pub url: Url,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What came of a fetch.
#[derive(Debug, Clone)]
pub struct FetchReply {
    pub result: FetchResult,
    /// Where a chain of only permanent redirects led.
    pub moved_to: Option<Url>,
    /// 429/503: when the server wants to be asked again.
    pub retry_at: Option<Timestamp>,
    /// Earliest sensible next fetch by Cache-Control or Expires.
    pub fresh_until: Option<Timestamp>,
}

#[derive(Debug, Clone)]
pub enum FetchResult {
    NotModified,
    Body {
        bytes: Vec<u8>,
        content_type: Option<String>,
        final_url: Url,
        etag: Option<String>,
        last_modified: Option<String>,
    },
    Failed(Failure),
}

/// Why a fetch failed. `Display` is the sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Other(String),
}

/// Fetches, with connections shared and hosts treated gently; clones share the same limits.
#[derive(Debug, Clone)]
pub struct Fetcher {}

impl Fetcher {
    pub fn new(_settings: &FetchSettings) -> Result<Self, Failure> {
        todo!()
    }

    /// Never fails: failures are values in the reply. Waits for its turn at the host.
    pub async fn fetch(&self, _request: FetchRequest, _now: Timestamp) -> FetchReply {
        todo!()
    }
}

/// A feed found at an address.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Candidate {
    pub url: Url,
    pub title: Option<String>,
    /// Number of entries, once fetched.
    pub entries: Option<usize>,
}

/// Finds the feeds of a page: the main one first, comment feeds last. Pure; probing is [`discover`]'s.
pub fn candidates(_html: &str, _base: &Url) -> Vec<Candidate> {
    todo!()
}

/// Finds the feed(s) behind any address a person may paste (a scheme may be missing).
///
/// # Errors
/// [`Failure`] in words when the address cannot be fetched or offers no feed.
pub async fn discover(
    _fetcher: &Fetcher,
    _address: &str,
    _now: Timestamp,
) -> Result<Vec<Candidate>, Failure> {
    todo!()
}
