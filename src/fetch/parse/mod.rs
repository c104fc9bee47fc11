//! Reads feeds of every kind, broken ones too.
//!
//! The way of a document: [`decode`] finds its encoding, [`tree`] makes a whole tree of whatever markup there is,
//! [`dialect`] finds the feed in it and [`fields`] its stories ([`json`] does both for JSON Feed), [`canonical`]
//! writes them in one plain dialect for feed-rs to read. Each step says what it had to repair.

mod bases;
mod canonical;
mod dates;
mod decode;
mod dialect;
mod draft;
mod fields;
mod json;
mod json_mend;
mod kept;
mod media;
mod names;
mod repairs;
mod stranger;
mod tags;
mod tree;
mod twice;
mod values;

use std::cell::{Cell, RefCell};

use memchr::memmem;
use url::Url;

use crate::domain::Entry;
use dialect::Dialect;
use draft::DraftFeed;
use fields::FieldReader;
pub(super) use kept::{Kept, KeptFile, entries_of};
use repairs::Refusals;
use tree::Tree;

/// Entries beyond this are not read: no feed a person reads has as many.
pub const MAX_ENTRIES: usize = 10_000;

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

/// Why a document is not a feed: `not a feed: an HTML page titled “Login”`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a feed: {what}")]
pub struct NotAFeed {
    /// What it is instead: `an HTML page titled “Login”`, `an empty document`.
    pub what: String,
}

/// Reads a feed of any kind. A bad feed is half a feed with warnings rather than an error.
///
/// `base` is the address it came from; relative links are resolved against it. Time and memory grow with the size of
/// the document and no faster; whoever calls bounds the size.
///
/// # Errors
/// [`NotAFeed`] says what the document is when no feed can be found in it.
pub fn parse(bytes: &[u8], content_type: Option<&str>, base: &Url) -> Result<Parsed, NotAFeed> {
    let mut warnings = Vec::new();
    if let Some(what) = stranger::of_bytes(bytes) {
        return Err(NotAFeed { what });
    }
    let unpacked = decode::unpack(bytes, &mut warnings);
    let decoded = decode::decode(&unpacked, content_type, &mut warnings);
    let text = decoded.text.trim_start_matches(|char: char| {
        char.is_whitespace() || char == '\u{FEFF}' || char == '\0'
    });
    if text.is_empty() {
        return Err(NotAFeed {
            what: "an empty document".to_owned(),
        });
    }
    let controls = repairs::count_controls(text);
    if controls > 0 {
        warnings.push(format!("control characters taken out: {controls}"));
    }
    let mut feed = if text.starts_with(['{', '[']) {
        json::read(text, base, MAX_ENTRIES, &mut warnings).map_err(|what| NotAFeed { what })?
    } else {
        match read_markup(text, base, &mut warnings) {
            Ok(feed) => feed,
            // What stands before a JSON Feed makes markup of it, as it seems.
            Err(not_markup) => json::find(text)
                .and_then(|start| text.get(start..))
                .and_then(|json| json::read(json, base, MAX_ENTRIES, &mut warnings).ok())
                .inspect(|_| warnings.push("text before the feed was skipped".to_owned()))
                .ok_or(not_markup)?,
        }
    };
    if feed.items > MAX_ENTRIES {
        warnings.push(format!(
            "only the first {MAX_ENTRIES} of {} entries were read",
            feed.items
        ));
    } else if feed.entries.len() < feed.items {
        warnings.push(format!(
            "items that could not be read: {}",
            feed.items - feed.entries.len()
        ));
    }
    let unread: Vec<&str> = feed
        .entries
        .iter()
        .filter_map(|draft| draft.published_text.as_deref())
        .collect();
    if let Some(text) = unread.first() {
        warnings.push(format!(
            "dates that could not be read: {}, such as “{text}”",
            unread.len()
        ));
    }
    let entries = canonical::read_entries(&mut feed, &mut warnings);
    Ok(Parsed {
        title: feed.title,
        link: feed.link,
        kind: feed.kind,
        encoding: decoded.encoding,
        language: feed.language,
        icon: feed.icon,
        ttl: feed.ttl,
        skip_hours: feed.skip_hours,
        hub: feed.hub,
        entries,
        warnings,
    })
}

fn read_markup(text: &str, base: &Url, warnings: &mut Vec<String>) -> Result<DraftFeed, NotAFeed> {
    let tree = Tree::read(text);
    let Some(dialect) = Dialect::find(&tree) else {
        return Err(NotAFeed {
            what: stranger::of_markup(text, &tree, base),
        });
    };
    let mut reader = FieldReader {
        tree: &tree,
        dialect: &dialect,
        base,
        has_bases: memmem::find(text.as_bytes(), b"xml:base").is_some(),
        known_base: RefCell::new(None),
        unescaped_bodies: 0,
        encoded_twice: Cell::new(0),
        refusals: Refusals::default(),
    };
    let mut feed = reader.feed();
    let items = dialect.items(&tree);
    feed.items = items.len();
    feed.entries = items
        .into_iter()
        .take(MAX_ENTRIES)
        .map(|item| reader.item(item))
        .collect();
    let counted = [
        (reader.unescaped_bodies, "bodies escaped twice"),
        (reader.encoded_twice.get(), "texts encoded twice"),
    ];
    for (count, what) in counted.into_iter().filter(|(count, _)| *count > 0) {
        warnings.push(format!("{what}: {count}"));
    }
    if !text.starts_with('<') {
        warnings.push("text before the feed was skipped".to_owned());
    }
    if tree
        .parent(dialect.root)
        .is_some_and(|parent| parent != tree::ROOT)
    {
        warnings.push("the feed was wrapped in another document".to_owned());
    }
    reader.refusals.report(warnings);
    if tree.items > feed.items {
        warnings.push(format!(
            "items in places where no items belong, not read: {}",
            tree.items - feed.items
        ));
    }
    tree.repairs.report(warnings);
    Ok(feed)
}
