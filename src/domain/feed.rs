//! A subscription and how it is doing.

use serde::Serialize;
use url::Url;

use super::{FeedId, Timestamp};

/// A subscription as the screen and the command line see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Feed {
    pub id: FeedId,
    pub url: Url,
    /// What to call it: the person's own title, else the feed's, else its address without scheme. Printable, never empty.
    pub title: String,
    /// True when the person renamed it, so that a fetch must not.
    pub is_renamed: bool,
    /// Folder path with `/` between levels, empty for none: `Tech` or `Tech/Rust`.
    pub folder: String,
    /// The home page of the source.
    pub site: Option<Url>,
    pub language: Option<String>,
    pub unread: u64,
    pub total: u64,
    pub health: Health,
    pub last_success_at: Option<Timestamp>,
    pub next_fetch_at: Option<Timestamp>,
    pub added_at: Timestamp,
    /// The built-in feed, which is never fetched.
    pub is_builtin: bool,
}

/// Returns an address as a source without a title is called: no scheme, no name and password, no `/` at the end.
///
/// Two feeds of one host are told apart by it.
pub fn short_address(url: &Url) -> String {
    let text = url.as_str();
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let is_web = rest.len() < text.len();
    let place = match rest.split_once('@') {
        Some((person, place)) if is_web && !person.contains('/') => place,
        _ => rest,
    };
    place.trim_end_matches('/').to_owned()
}

/// How fetching a feed goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Health {
    /// Never fetched yet.
    New,
    Fine,
    Failing {
        since: Timestamp,
        tries: u32,
        /// In plain words: `429: asked to wait until 14:20`.
        why: String,
    },
    /// Not fetched any more until the person says so: the server answered 410, or the person paused it.
    Paused {
        why: String,
        /// The person said so, and nothing is wrong.
        by_person: bool,
    },
}

impl Health {
    /// Returns whether something is to be done about it.
    pub const fn is_failing(&self) -> bool {
        matches!(
            self,
            Self::Failing { .. }
                | Self::Paused {
                    by_person: false,
                    ..
                }
        )
    }
}

/// Unread counts of the smart views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    pub unread: u64,
    pub today_unread: u64,
    pub bookmarks: u64,
    /// Hidden by mute rules; in none of the other counts.
    pub muted: u64,
    pub total: u64,
}
