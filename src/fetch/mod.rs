//! From an address to entries: HTTP as feeds need it, repair and parsing, discovery, schedule, OPML.
//!
//! Start with [`parse`] for documents and [`Fetcher`] for the network.

mod candidates;
mod discover;
mod failure;
mod headers;
mod http;
pub mod newsboat;
pub mod opml;
mod parse;
mod personal;
mod reply;
pub mod schedule;
pub mod shell;
mod sites;
pub mod starred;
mod wall;

pub use candidates::candidates;
pub use discover::discover;
pub use failure::{Failure, failure_of_page};
pub use http::{FetchRequest, FetchSettings, Fetcher};
pub use parse::{MAX_ENTRIES, NotAFeed, Parsed, parse};
pub use personal::{NoSecret, Personal};
pub use reply::{FetchReply, FetchResult, Place};

use url::Url;

/// A feed found at an address.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Candidate {
    pub url: Url,
    pub title: Option<String>,
    /// Number of entries, once fetched.
    pub entries: Option<usize>,
}
