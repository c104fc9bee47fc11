//! What a fetch brought becomes rows.
//!
//! Two steps: [`prepare`] compares with what is known and compresses new bodies on a reader, [`commit`] writes the rest
//! in one short transaction, each feed whole or not at all. Most entries of most fetches are known and cost one look-up.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::body::Content;
use super::error::{Result, StoreError};
use super::id::{SLOTS, first_id_at};
use super::identity::{self, Keys, sort_time};
use super::{Applied, FetchOutcome, Fetched};
use crate::domain::{Entry, FeedId, Timestamp};
use crate::text::language;

const DAY: i64 = 86_400;
/// Earlier states kept of an article.
const VERSIONS: i64 = 5;
/// A permanent redirect is believed after this many fetches agreed …
const AGREEING_FETCHES: i64 = 3;
/// … over at least this long.
const AGREEING_FOR: i64 = 2 * DAY;
/// Titles of articles that have none are this long.
const TITLE_CHARACTERS: usize = 80;

/// A fetch with everything worked out that needs no lock.
#[derive(Debug)]
pub(super) struct Prepared {
    fetched: Fetched,
    changes: Vec<Change>,
    /// An entry of the document was already known: it is the same feed.
    shares_article: bool,
}

#[derive(Debug)]
enum Change {
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
struct Row {
    title: String,
    link: Option<String>,
    author: Option<String>,
    language: Option<String>,
    published: Option<i64>,
    published_text: Option<String>,
    updated: Option<i64>,
    comments: Option<String>,
    enclosures: Option<String>,
    thumbnails: Option<String>,
    has_image: bool,
    has_audio: bool,
    categories: Vec<String>,
    content: Vec<u8>,
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

/// Writes a prepared batch in one transaction. Feeds that were removed meanwhile are passed over.
pub(super) fn commit(
    connection: &mut Connection,
    batch: Vec<Prepared>,
    first_fetch_unread: usize,
) -> Result<Vec<Applied>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut slots = Slots::default();
    let mut applied = Vec::with_capacity(batch.len());
    for prepared in batch {
        if let Some(done) = commit_one(&transaction, prepared, first_fetch_unread, &mut slots)? {
            applied.push(done);
        }
    }
    transaction.commit()?;
    Ok(applied)
}

fn commit_one(
    connection: &Connection,
    prepared: Prepared,
    first_fetch_unread: usize,
    slots: &mut Slots,
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
    record(connection, &fetched, shares_article)?;
    let unread = starts_unread(&changes, is_first.then_some(first_fetch_unread));
    let mut applied = Applied {
        feed,
        new: 0,
        updated: 0,
    };
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

fn insert(
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
             SELECT a.id, ?2, a.title, b.content FROM article a JOIN body b ON b.id = a.id WHERE a.id = ?1",
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
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO body (id, link, author, published_text, updated, comments, enclosures, thumbnails, \
             has_image, has_audio, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
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
            row.content
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

/// Writes how the fetch went.
fn record(connection: &Connection, fetched: &Fetched, shares_article: bool) -> Result<()> {
    let feed = fetched.feed.get();
    let (at, next_at) = (fetched.at.seconds(), fetched.next_at.seconds());
    if let Some((host, until)) = &fetched.host_pause {
        connection
            .prepare_cached(
                "INSERT INTO host_pause (host, until) VALUES (?1, ?2) \
                 ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)",
            )?
            .execute(params![host, until.seconds()])?;
    }
    match &fetched.outcome {
        FetchOutcome::NotModified => {
            succeeded(connection, feed, at, next_at, fetched.interval)?;
        }
        FetchOutcome::Document {
            etag,
            last_modified,
            title,
            site,
            language,
            icon,
            ..
        } => {
            succeeded(connection, feed, at, next_at, fetched.interval)?;
            connection
                .prepare_cached(
                    "UPDATE feed SET etag = ?2, last_modified = ?3, title = coalesce(?4, title), \
                     site = coalesce(?5, site), language = coalesce(?6, language), icon = coalesce(?7, icon) \
                     WHERE id = ?1",
                )?
                .execute(params![
                    feed,
                    etag,
                    last_modified,
                    title.as_deref().filter(|title| !title.trim().is_empty()),
                    site.as_ref().map(url::Url::as_str),
                    language,
                    icon.as_ref().map(url::Url::as_str)
                ])?;
            follow(connection, fetched, shares_article)?;
        }
        FetchOutcome::Failed { why } => {
            connection
                .prepare_cached(
                    "UPDATE feed SET fetched_at = ?2, next_at = ?3, tries = tries + 1, \
                     failing_since = coalesce(failing_since, ?2), why = ?4, leased_until = NULL WHERE id = ?1",
                )?
                .execute(params![feed, at, next_at, why])?;
        }
        FetchOutcome::Gone { why } => {
            connection
                .prepare_cached(
                    "UPDATE feed SET fetched_at = ?2, tries = tries + 1, failing_since = coalesce(failing_since, ?2), \
                     why = ?3, paused = ?3, leased_until = NULL WHERE id = ?1",
                )?
                .execute(params![feed, at, why])?;
        }
    }
    Ok(())
}

fn succeeded(
    connection: &Connection,
    feed: i64,
    at: i64,
    next_at: i64,
    interval: Option<i64>,
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE feed SET fetched_at = ?2, succeeded_at = ?2, next_at = ?3, interval = coalesce(?4, interval), \
             tries = 0, failing_since = NULL, why = NULL, paused = NULL, leased_until = NULL WHERE id = ?1",
        )?
        .execute(params![feed, at, next_at, interval])?;
    Ok(())
}

/// Adopts a permanent redirect once several fetches over days agreed and the target is the same feed.
fn follow(connection: &Connection, fetched: &Fetched, shares_article: bool) -> Result<()> {
    let feed = fetched.feed.get();
    let Some(target) = fetched.moved_to.as_ref().filter(|_| shares_article) else {
        if fetched.moved_to.is_none() {
            connection
                .prepare_cached(
                    "DELETE FROM feed_address WHERE feed_id = ?1 AND kind = 'redirect'",
                )?
                .execute([feed])?;
        }
        return Ok(());
    };
    let at = fetched.at.seconds();
    connection
        .prepare_cached(
            "DELETE FROM feed_address WHERE feed_id = ?1 AND kind = 'redirect' AND url <> ?2",
        )?
        .execute(params![feed, target.as_str()])?;
    let (first, times): (i64, i64) = connection
        .prepare_cached(
            "INSERT INTO feed_address (feed_id, url, seen_at, kind) VALUES (?1, ?2, ?3, 'redirect') \
             ON CONFLICT (feed_id, url, kind) DO UPDATE SET times = times + 1 RETURNING seen_at, times",
        )?
        .query_row(params![feed, target.as_str(), at], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if times < AGREEING_FETCHES || at - first < AGREEING_FOR {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO feed_address (feed_id, url, seen_at, kind) \
             SELECT id, url, ?2, 'was' FROM feed WHERE id = ?1",
        )?
        .execute(params![feed, at])?;
    // The person may follow the target already; then this feed stays where it is.
    let adopted = connection
        .prepare_cached("UPDATE OR IGNORE feed SET url = ?2 WHERE id = ?1")?
        .execute(params![feed, target.as_str()])?;
    if adopted > 0 {
        connection
            .prepare_cached("DELETE FROM feed_address WHERE feed_id = ?1 AND kind = 'redirect'")?
            .execute([feed])?;
    }
    Ok(())
}

/// Looks a feed up, or says that it is gone.
pub(super) fn require_feed(connection: &Connection, feed: FeedId) -> Result<()> {
    let exists = connection
        .prepare_cached("SELECT 1 FROM feed WHERE id = ?1 AND removed_at IS NULL")?
        .exists([feed.get()])?;
    if exists {
        Ok(())
    } else {
        Err(StoreError::NoFeed)
    }
}
