//! What a fetch brought becomes rows.
//!
//! The second step, after `prepare.rs`: [`commit`] writes in one short transaction, each feed whole or not at all.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::Applied;
use super::body;
use super::error::Result;
use super::id::{SLOTS, first_id_at};
use super::identity::Keys;
use super::outcome::{self, record};
use super::prepare::{Change, Prepared};
use super::row::Row;
use super::rules::{self, Rules};
use crate::domain::{FeedId, Timestamp};

/// Earlier states kept of an article.
const VERSIONS: i64 = 5;
/// After this long a transaction ends, and writing out what it changed takes about as long again: a person's change, here
/// or in another process, waits for it to end.
const STRETCH: Duration = Duration::from_millis(4);

/// Writes of a prepared batch, in one transaction, as many feeds as there is time for, and takes them out of it; at least
/// one, however long that is. Feeds that were removed meanwhile are passed over.
#[expect(
    clippy::disallowed_methods,
    reason = "others wait by the clock, whatever is written"
)]
pub(super) fn commit(
    connection: &mut Connection,
    batch: &mut VecDeque<Prepared>,
    first_fetch_unread: usize,
) -> Result<Vec<Applied>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let rules = Rules::load(&transaction)?;
    let mut slots = Slots::default();
    let mut applied = Vec::with_capacity(batch.len());
    // From here on others are kept out.
    let begun = Instant::now();
    while let Some(prepared) = batch.pop_front() {
        applied.extend(commit_alone(
            &transaction,
            prepared,
            first_fetch_unread,
            &mut slots,
            &rules,
        )?);
        if begun.elapsed() >= STRETCH {
            break;
        }
    }
    transaction.commit()?;
    Ok(applied)
}

/// Writes a feed whole or not at all: what is wrong with one is written to its own row and undoes no other.
fn commit_alone(
    connection: &Connection,
    prepared: Prepared,
    first_fetch_unread: usize,
    slots: &mut Slots,
    rules: &Rules,
) -> Result<Option<Applied>> {
    let (feed, at, next_at) = (
        prepared.fetched.feed,
        prepared.fetched.at,
        prepared.fetched.next_at,
    );
    connection.prepare_cached("SAVEPOINT feed")?.execute([])?;
    let written = commit_one(connection, prepared, first_fetch_unread, slots, rules);
    let result = match written {
        Ok(applied) => Ok(applied),
        Err(error) if error.is_of_the_whole_store() => return Err(error),
        Err(error) => {
            tracing::warn!(%feed, %error, "a feed could not be stored");
            connection.prepare_cached("ROLLBACK TO feed")?.execute([])?;
            // Ids that were taken back are free again.
            *slots = Slots::default();
            let why = format!("what it sent could not be stored: {error}");
            outcome::failed(
                connection,
                feed.get(),
                at.seconds(),
                next_at.seconds(),
                &why,
            )?;
            Ok(Some(Applied {
                feed,
                new: 0,
                updated: 0,
            }))
        }
    };
    connection.prepare_cached("RELEASE feed")?.execute([])?;
    result
}

fn commit_one(
    connection: &Connection,
    prepared: Prepared,
    first_fetch_unread: usize,
    slots: &mut Slots,
    rules: &Rules,
) -> Result<Option<Applied>> {
    let Prepared {
        fetched,
        changes,
        shares_article,
    } = prepared;
    let feed = fetched.feed;
    let is_first = connection
        .prepare_cached(
            "SELECT succeeded_at IS NULL FROM feed WHERE id = ?1 AND removed_at IS NULL",
        )?
        .query_row([feed.get()], |row| row.get::<_, bool>(0))
        .optional()?;
    let Some(is_first) = is_first else {
        return Ok(None);
    };
    rules::renaming(connection, rules, feed.get(), || {
        record(connection, &fetched, shares_article)
    })?;
    let unread = starts_unread(&changes, is_first.then_some(first_fetch_unread));
    let mut applied = Applied {
        feed,
        new: 0,
        updated: 0,
    };
    let mut written = Vec::new();
    for (index, change) in changes.into_iter().enumerate() {
        match change {
            Change::New {
                keys,
                sorted_at,
                row,
            } => {
                let id = slots.next(connection, sorted_at)?;
                if insert(connection, feed, id, &keys, &row, fetched.at)? {
                    applied.new += 1;
                    written.push(id);
                    if unread.contains(&index) {
                        connection
                            .prepare_cached(
                                "INSERT OR IGNORE INTO unread (feed_id, id) VALUES (?1, ?2)",
                            )?
                            .execute(params![feed.get(), id])?;
                    }
                }
            }
            Change::Updated { id, keys, row } => {
                update(connection, id, &keys, &row, fetched.at)?;
                applied.updated += 1;
                written.push(id);
            }
            Change::Alias { id, guid_hash } => {
                connection
                    .prepare_cached(
                        "INSERT OR IGNORE INTO alias (feed_id, guid_hash, id) VALUES (?1, ?2, ?3)",
                    )?
                    .execute(params![feed.get(), guid_hash, id])?;
            }
        }
    }
    rules.try_on(connection, &written)?;
    if applied.new > 0 {
        connection
            .prepare_cached("UPDATE feed SET total = total + ?2 WHERE id = ?1")?
            .execute(params![feed.get(), applied.new])?;
    }
    Ok(Some(applied))
}

/// Of a first fetch only the newest start unread; later everything new does, however old its date.
fn starts_unread(changes: &[Change], limit: Option<usize>) -> BTreeSet<usize> {
    let mut new: Vec<(Timestamp, usize)> = changes
        .iter()
        .enumerate()
        .filter_map(|(index, change)| match change {
            Change::New { sorted_at, .. } => Some((*sorted_at, index)),
            Change::Updated { .. } | Change::Alias { .. } => None,
        })
        .collect();
    new.sort_unstable();
    new.into_iter()
        .rev()
        .take(limit.unwrap_or(usize::MAX))
        .map(|(_, index)| index)
        .collect()
}

pub(super) fn insert(
    connection: &Connection,
    feed: FeedId,
    id: i64,
    keys: &Keys,
    row: &Row,
    first_seen: Timestamp,
) -> Result<bool> {
    // Another process may have brought the same entry since it was looked up.
    let inserted = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO article \
             (id, feed_id, guid_hash, link_hash, content_hash, published, first_seen, title, language) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            id,
            feed.get(),
            keys.guid_hash,
            keys.link_hash,
            keys.content_hash,
            row.published,
            first_seen.seconds(),
            row.title,
            row.language
        ])?;
    if inserted == 0 {
        return Ok(false);
    }
    write_body(connection, id, row)?;
    Ok(true)
}

/// The article stays where and as it is; the earlier state is kept as a version.
fn update(connection: &Connection, id: i64, keys: &Keys, row: &Row, now: Timestamp) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO version (id, seen_at, title, content) \
             SELECT a.id, ?2, a.title, p.content FROM article a JOIN body b ON b.id = a.id \
             JOIN packed p ON p.number = b.packed WHERE a.id = ?1",
        )?
        .execute(params![id, now.seconds()])?;
    connection
        .prepare_cached(
            "DELETE FROM version WHERE id = ?1 AND seen_at NOT IN \
             (SELECT seen_at FROM version WHERE id = ?1 ORDER BY seen_at DESC LIMIT ?2)",
        )?
        .execute(params![id, VERSIONS])?;
    connection
        .prepare_cached("UPDATE article SET content_hash = ?2, link_hash = ?3, title = ?4, language = ?5 WHERE id = ?1")?
        .execute(params![id, keys.content_hash, keys.link_hash, row.title, row.language])?;
    write_body(connection, id, row)
}

fn write_body(connection: &Connection, id: i64, row: &Row) -> Result<()> {
    let number = body::put(connection, id, &row.content)?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO body (id, link, author, published_text, updated, comments, enclosures, thumbnails, \
             has_image, has_audio, packed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            id,
            row.link,
            row.author,
            row.published_text,
            row.updated,
            row.comments,
            row.enclosures,
            row.thumbnails,
            row.has_image,
            row.has_audio,
            number
        ])?;
    for name in &row.categories {
        connection
            .prepare_cached("INSERT OR IGNORE INTO category (id, name) VALUES (?1, ?2)")?
            .execute(params![id, name])?;
    }
    connection
        .prepare_cached("INSERT INTO outbox (id) VALUES (?1)")?
        .execute([id])?;
    Ok(())
}

/// Hands out free ids of a second; a full second goes on in the next.
#[derive(Debug, Default)]
pub(super) struct Slots {
    next: HashMap<i64, i64>,
}

impl Slots {
    pub(super) fn next(&mut self, connection: &Connection, at: Timestamp) -> Result<i64> {
        let mut base = first_id_at(at);
        loop {
            let free = match self.next.get(&base) {
                Some(free) => *free,
                None => connection
                    .prepare_cached("SELECT max(id) FROM article WHERE id >= ?1 AND id < ?2")?
                    .query_row([base, base + SLOTS], |row| row.get::<_, Option<i64>>(0))?
                    .map_or(base, |highest| highest + 1),
            };
            self.next.insert(base, free + 1);
            if free < base + SLOTS {
                return Ok(free);
            }
            base += SLOTS;
        }
    }
}
