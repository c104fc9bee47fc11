//! The first step of storing what fetches brought: all that needs no lock.
//!
//! Entries are compared with what is known and new bodies are compressed, on a reader. Most entries of most fetches are
//! known and cost one look-up.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::body::Content;
use super::error::Result;
use super::id::first_id_at;
use super::identity::{self, Keys, sort_time};
use super::{FetchOutcome, Fetched};
use crate::domain::{Entry, Timestamp};
use crate::text::language;

const DAY: i64 = 86_400;
/// Titles of articles that have none are this long.
const TITLE_CHARACTERS: usize = 80;

/// A fetch with everything worked out that needs no lock.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) fetched: Fetched,
    pub(super) changes: Vec<Change>,
    /// An entry of the document was already known: it is the same feed.
    pub(super) shares_article: bool,
}

/// What one entry asks for.
#[derive(Debug)]
pub(super) enum Change {
    New {
        keys: Keys,
        sorted_at: Timestamp,
        row: Box<Row>,
    },
    Updated {
        id: i64,
        keys: Keys,
        row: Box<Row>,
    },
    Alias {
        id: i64,
        guid_hash: i64,
    },
}

/// An entry as columns.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) title: String,
    pub(super) link: Option<String>,
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    pub(super) published: Option<i64>,
    pub(super) published_text: Option<String>,
    pub(super) updated: Option<i64>,
    pub(super) comments: Option<String>,
    pub(super) enclosures: Option<String>,
    pub(super) thumbnails: Option<String>,
    pub(super) has_image: bool,
    pub(super) has_audio: bool,
    pub(super) categories: Vec<String>,
    pub(super) content: Vec<u8>,
}

/// A known article.
struct Known {
    id: i64,
    content_hash: i64,
    is_trimmed: bool,
}

/// Compares fetches with what is known.
pub(super) fn prepare(connection: &Connection, batch: Vec<Fetched>) -> Result<Vec<Prepared>> {
    batch
        .into_iter()
        .map(|fetched| prepare_one(connection, fetched))
        .collect()
}

fn prepare_one(connection: &Connection, mut fetched: Fetched) -> Result<Prepared> {
    let mut changes = Vec::new();
    let mut shares_article = false;
    if let FetchOutcome::Document { entries, .. } = &mut fetched.outcome {
        let entries = std::mem::take(entries);
        let all_keys = identity::keys(&entries);
        let feed = fetched.feed.get();
        let mut listed = HashSet::new();
        let mut found = Vec::with_capacity(entries.len());
        for (entry, keys) in entries.into_iter().zip(all_keys) {
            // What a document repeats word for word is one entry.
            if listed.insert(keys.guid_hash) {
                let known = find(connection, feed, keys.guid_hash)?;
                found.push((entry, keys, known));
            }
        }
        // Two entries of one document are two articles, whatever they share.
        let mut taken: HashSet<i64> = found
            .iter()
            .filter_map(|(_, _, known)| known.as_ref().map(|known| known.id))
            .collect();
        // Feeds list the newest first; of equal dates the first shall get the higher id.
        for (entry, keys, own) in found.into_iter().rev() {
            let sorted_at = sort_time(entry.published, fetched.at);
            let is_alias = own.is_none();
            let known = match own {
                Some(known) => Some(known),
                None if is_buried(connection, feed, keys.guid_hash)? => continue,
                None => find_renamed(connection, feed, &entry, &keys, sorted_at)?
                    .filter(|known| taken.insert(known.id)),
            };
            let Some(known) = known else {
                changes.push(Change::New {
                    sorted_at,
                    row: Box::new(Row::of(entry)?),
                    keys,
                });
                continue;
            };
            shares_article = true;
            if is_alias {
                changes.push(Change::Alias {
                    id: known.id,
                    guid_hash: keys.guid_hash,
                });
            }
            if known.content_hash != keys.content_hash && !known.is_trimmed {
                changes.push(Change::Updated {
                    id: known.id,
                    row: Box::new(Row::of(entry)?),
                    keys,
                });
            }
        }
    }
    Ok(Prepared {
        fetched,
        changes,
        shares_article,
    })
}

fn find(connection: &Connection, feed: i64, guid_hash: i64) -> Result<Option<Known>> {
    let known = connection
        .prepare_cached(
            "SELECT id, content_hash, is_trimmed FROM article WHERE feed_id = ?1 AND guid_hash = ?2",
        )?
        .query_row(params![feed, guid_hash], known_row)
        .optional()?;
    if known.is_some() {
        return Ok(known);
    }
    Ok(connection
        .prepare_cached(
            "SELECT a.id, a.content_hash, a.is_trimmed FROM alias JOIN article a ON a.id = alias.id \
             WHERE alias.feed_id = ?1 AND alias.guid_hash = ?2",
        )?
        .query_row(params![feed, guid_hash], known_row)
        .optional()?)
}

fn known_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: row.get(0)?,
        content_hash: row.get(1)?,
        is_trimmed: row.get(2)?,
    })
}

fn is_buried(connection: &Connection, feed: i64, guid_hash: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM tombstone WHERE feed_id = ?1 AND guid_hash = ?2")?
        .exists(params![feed, guid_hash])?)
}

/// Finds the article this entry was under another guid: by canonical link, or by title and day.
fn find_renamed(
    connection: &Connection,
    feed: i64,
    entry: &Entry,
    keys: &Keys,
    sorted_at: Timestamp,
) -> Result<Option<Known>> {
    if let Some(link_hash) = keys.link_hash {
        let known = connection
            .prepare_cached(
                "SELECT id, content_hash, is_trimmed FROM article \
                 WHERE feed_id = ?1 AND link_hash = ?2 ORDER BY id DESC LIMIT 1",
            )?
            .query_row(params![feed, link_hash], known_row)
            .optional()?;
        if known.is_some() {
            return Ok(known);
        }
    }
    if entry.title.is_empty() || entry.published.is_none() {
        return Ok(None);
    }
    Ok(connection
        .prepare_cached(
            "SELECT id, content_hash, is_trimmed FROM article \
             WHERE feed_id = ?1 AND id BETWEEN ?2 AND ?3 AND title = ?4 ORDER BY id DESC LIMIT 1",
        )?
        .query_row(
            params![
                feed,
                first_id_at(sorted_at.plus(-DAY / 2)),
                first_id_at(sorted_at.plus(DAY / 2)),
                entry.title
            ],
            known_row,
        )
        .optional()?)
}

impl Row {
    fn of(entry: Entry) -> Result<Self> {
        let (html, summary) = match (entry.content, entry.summary) {
            (Some(content), summary) => (content, summary.unwrap_or_default()),
            (None, summary) => (summary.unwrap_or_default(), String::new()),
        };
        let has = |kind: &str| {
            let of_kind = |mime: &String| mime.to_ascii_lowercase().starts_with(kind);
            entry
                .enclosures
                .iter()
                .any(|file| file.mime_type.as_ref().is_some_and(of_kind))
        };
        let has_image = !entry.thumbnails.is_empty() || has("image/") || html.contains("<img");
        let has_audio = has("audio/");
        let content = Content {
            text: entry.text,
            html,
            summary,
        };
        Ok(Self {
            title: if entry.title.trim().is_empty() {
                title_of(&content.text)
            } else {
                entry.title
            },
            link: entry.link.map(String::from),
            author: entry.author,
            // A story in an unknown language is told by its own words, and only when they are sure.
            language: language::detect(&content.text, entry.language.as_deref())
                .map(|found| found.code().to_owned()),
            published: entry.published.map(Timestamp::seconds),
            published_text: entry.published_text,
            updated: entry.updated.map(Timestamp::seconds),
            comments: entry.comments.map(String::from),
            enclosures: json(&entry.enclosures),
            thumbnails: json(&entry.thumbnails),
            has_image,
            has_audio,
            categories: entry.tags,
            content: content.pack()?,
        })
    }
}

fn json<T: serde::Serialize>(values: &[T]) -> Option<String> {
    if values.is_empty() {
        return None;
    }
    serde_json::to_string(values).ok()
}

/// A story without a title is called by its first words.
fn title_of(text: &str) -> String {
    let mut title = String::new();
    for word in text.split_whitespace() {
        if title.chars().count() + word.chars().count() >= TITLE_CHARACTERS {
            title.push('…');
            return title;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    if title.is_empty() {
        title.push_str("(untitled)");
    }
    title
}
