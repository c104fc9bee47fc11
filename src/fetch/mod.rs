//! From an address to entries: HTTP as feeds need it, repair and parsing, discovery, schedule, OPML.
//!
//! Start with [`parse`] for documents and [`Fetcher`] for the network.

mod candidates;
mod discover;
mod failure;
mod headers;
mod http;
mod markup;
pub mod opml;
pub mod schedule;
mod sites;
mod urls;
mod wall;

pub use candidates::candidates;
pub use discover::discover;
pub use failure::{Failure, failure_of_page};
pub use http::{FetchReply, FetchRequest, FetchResult, FetchSettings, Fetcher, Place};

use url::Url;

use crate::domain::Entry;

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

/// A feed found at an address.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Candidate {
    pub url: Url,
    pub title: Option<String>,
    /// Number of entries, once fetched.
    pub entries: Option<usize>,
}
