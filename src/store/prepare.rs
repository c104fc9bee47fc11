//! The first step of storing what fetches brought: all that needs no lock.
//!
//! Entries are compared with what is known, on a reader; those that are new become rows, on all cores. Most entries of
//! most fetches are known and cost one look-up.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::dictionary::{self, Packer};
use super::error::Result;
use super::id::first_id_at;
use super::identity::{self, Keys, sort_time};
use super::row::{Row, on_all_cores};
use super::{FetchOutcome, Fetched};
use crate::domain::{Entry, Timestamp};

const DAY: i64 = 86_400;
/// Bytes of text after which a piece of a batch ends, so that not all of it is in memory twice: some 300 stories.
const PIECE: usize = 1 << 20;

/// A fetch with everything worked out that needs no lock.
#[derive(Debug)]
pub(super) struct Prepared<T = Row> {
    pub(super) fetched: Fetched,
    pub(super) changes: Vec<Change<T>>,
    /// An entry of the document was already known: it is the same feed.
    pub(super) shares_article: bool,
}

/// What one entry asks for; `T` is what is to be written of it.
#[derive(Debug)]
pub(super) enum Change<T = Row> {
    New {
        keys: Keys,
        sorted_at: Timestamp,
        row: Box<T>,
    },
    Updated {
        id: i64,
        keys: Keys,
        row: Box<T>,
    },
    Alias {
        id: i64,
        guid_hash: i64,
    },
}

/// A known article.
pub(super) struct Known {
    pub(super) id: i64,
    content_hash: i64,
    is_trimmed: bool,
}

/// Parts a batch into pieces of at least one feed and about [`PIECE`] bytes.
pub(super) fn pieces(batch: Vec<Fetched>) -> Vec<Vec<Fetched>> {
    let mut pieces: Vec<Vec<Fetched>> = Vec::new();
    let mut bytes = PIECE;
    for fetched in batch {
        if bytes >= PIECE {
            pieces.push(Vec::new());
            bytes = 0;
        }
        bytes += fetched.bytes();
        if let Some(last) = pieces.last_mut() {
            last.push(fetched);
        }
    }
    pieces
}

/// Compares fetches with what is known, and makes rows of what is not.
pub(super) fn prepare(connection: &Connection, batch: Vec<Fetched>) -> Result<Vec<Prepared>> {
    let mut feeds = Vec::with_capacity(batch.len());
    let mut changes = Vec::new();
    // One look at the store for all of them: each look by itself locks the file and lets it go.
    let reading = connection.unchecked_transaction()?;
    for fetched in batch {
        let mut feed = compare(connection, fetched)?;
        let count = feed.changes.len();
        changes.append(&mut feed.changes);
        feeds.push((feed, count));
    }
    let packer = dictionary::newest(connection)?;
    reading.finish()?;
    let mut changes = on_all_cores(changes, |change| change.with_row(&packer)).into_iter();
    feeds
        .into_iter()
        .map(|(feed, count)| {
            Ok(Prepared {
                fetched: feed.fetched,
                changes: changes.by_ref().take(count).collect::<Result<_>>()?,
                shares_article: feed.shares_article,
            })
        })
        .collect()
}

impl Change<Entry> {
    fn with_row(self, packer: &Packer) -> Result<Change> {
        Ok(match self {
            Self::New {
                keys,
                sorted_at,
                row,
            } => Change::New {
                keys,
                sorted_at,
                row: Box::new(Row::of(*row, packer)?),
            },
            Self::Updated { id, keys, row } => Change::Updated {
                id,
                keys,
                row: Box::new(Row::of(*row, packer)?),
            },
            Self::Alias { id, guid_hash } => Change::Alias { id, guid_hash },
        })
    }
}

fn compare(connection: &Connection, mut fetched: Fetched) -> Result<Prepared<Entry>> {
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
                    row: Box::new(entry),
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
                    row: Box::new(entry),
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

pub(super) fn find(connection: &Connection, feed: i64, guid_hash: i64) -> Result<Option<Known>> {
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

pub(super) fn is_buried(connection: &Connection, feed: i64, guid_hash: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM tombstone WHERE feed_id = ?1 AND guid_hash = ?2")?
        .exists(params![feed, guid_hash])?)
}

/// Finds the article this entry was under another guid: by canonical link, or by title and day.
pub(super) fn find_renamed(
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
