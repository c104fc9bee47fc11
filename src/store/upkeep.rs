//! Upkeep: texts that have grown old are let go, the files are kept in shape.
//!
//! Only texts go: headlines, dates, links, flags and what identifies an article outlive them, so that it neither comes
//! back as new nor is lost from a list. What a person bookmarked or tagged is never touched.

use rusqlite::{Connection, ErrorCode, params};
use serde::Serialize;

use super::body::Content;
use super::dictionary::Packer;
use super::error::Result;
use super::id::first_id_at;
use crate::domain::Timestamp;

const DAY: i64 = 86_400;
/// Articles trimmed in one transaction, so that a person's change need not wait for all of them.
pub(super) const STRETCH: usize = 200;
/// The file is written anew when this share of it (one in so many pages) stands empty; less is filled by what comes.
const EMPTY_SHARE: i64 = 4;
/// So does what became free within pages, which nothing that comes can fill: one byte in so many.
const FREED_SHARE: u64 = 12;

/// How long the texts of articles are kept; `None` is for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Days since an article's date.
    pub days: Option<u32>,
    /// Texts of a feed, the newest first.
    pub per_feed: Option<u32>,
}

/// What upkeep did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Upkeep {
    /// Articles whose text went.
    pub trimmed: u64,
    /// Bytes those texts took, compressed.
    pub trimmed_bytes: u64,
    /// Texts packed anew, into fewer bytes.
    pub repacked: u64,
    pub repacked_bytes: u64,
    /// Bytes of the store's file before and after.
    pub bytes_before: u64,
    pub bytes_after: u64,
    /// Whether the file was written anew without its empty pages.
    pub is_compacted: bool,
}

/// Returns the articles whose text is to go.
pub(super) fn due(
    connection: &Connection,
    retention: Retention,
    now: Timestamp,
) -> Result<Vec<i64>> {
    let mut due = Vec::new();
    if let Some(days) = retention.days {
        let oldest = first_id_at(now.plus(-i64::from(days) * DAY));
        find(connection, "a.id < ?1", params![oldest], &mut due)?;
    }
    if let Some(kept) = retention.per_feed {
        let feeds: Vec<i64> = connection
            .prepare_cached("SELECT id FROM feed")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for feed in feeds {
            let beyond = "a.feed_id = ?1 AND a.id < coalesce((SELECT id FROM article WHERE feed_id = ?1 \
                          ORDER BY id DESC LIMIT 1 OFFSET ?2), -9223372036854775808)";
            let last_kept = i64::from(kept.max(1)) - 1;
            find(connection, beyond, params![feed, last_kept], &mut due)?;
        }
    }
    due.sort_unstable();
    due.dedup();
    Ok(due)
}

fn find(
    connection: &Connection,
    which: &str,
    values: impl rusqlite::Params,
    due: &mut Vec<i64>,
) -> Result<()> {
    let sql = format!(
        "SELECT a.id FROM article a WHERE {which} AND NOT a.is_trimmed \
         AND a.id NOT IN (SELECT id FROM bookmark) AND a.id NOT IN (SELECT id FROM tag) \
         AND a.feed_id NOT IN (SELECT id FROM feed WHERE is_builtin)"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    while let Some(row) = rows.next()? {
        due.push(row.get(0)?);
    }
    Ok(())
}

/// Returns how many bytes the texts of these articles take.
pub(super) fn bytes(connection: &Connection, ids: &[i64]) -> Result<u64> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce((SELECT length(content) FROM packed WHERE number = (SELECT packed FROM body WHERE id = ?1)), 0) \
         + coalesce((SELECT length(content) FROM full_text WHERE id = ?1), 0) \
         + coalesce((SELECT sum(length(content)) FROM version WHERE id = ?1), 0)",
    )?;
    let mut bytes = 0;
    for id in ids {
        bytes += statement.query_row([id], |row| row.get::<_, u64>(0))?;
    }
    Ok(bytes)
}

/// Lets the texts of these articles go, unless they were bookmarked or tagged since. Returns how many went.
pub(super) fn trim(connection: &Connection, ids: &[i64]) -> Result<u64> {
    let empty = Content::default().pack(&Packer::plain())?;
    let mut trimmed = 0;
    for id in ids {
        let changed = connection
            .prepare_cached(
                "UPDATE article SET is_trimmed = 1 WHERE id = ?1 AND NOT is_trimmed \
                 AND id NOT IN (SELECT id FROM bookmark) AND id NOT IN (SELECT id FROM tag)",
            )?
            .execute([id])?;
        if changed == 0 {
            continue;
        }
        trimmed += 1;
        connection
            .prepare_cached(
                "UPDATE packed SET content = ?2 WHERE number = (SELECT packed FROM body WHERE id = ?1)",
            )?
            .execute(params![id, empty])?;
        for sql in [
            "DELETE FROM full_text WHERE id = ?1",
            "DELETE FROM version WHERE id = ?1",
            // Made from the text, and pointing into it.
            "DELETE FROM insight WHERE id = ?1",
            "INSERT INTO outbox (id) VALUES (?1)",
        ] {
            connection.prepare_cached(sql)?.execute([id])?;
        }
    }
    Ok(trimmed)
}

/// Has `SQLite` look at what has changed much, for the plans of its queries.
pub(super) fn optimise(connection: &Connection) -> Result<()> {
    Ok(connection.execute_batch("PRAGMA optimize")?)
}

/// Brings the file into shape, in whose pages so many bytes became free. Returns whether it was written anew.
pub(super) fn tidy(connection: &Connection, freed: u64) -> Result<bool> {
    optimise(connection)?;
    let pages =
        |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let is_loose = pages("freelist_count")? * EMPTY_SHARE > pages("page_count")?
        || freed * FREED_SHARE > size(connection)?;
    let is_compacted = is_loose && write_anew(connection)?;
    // What others are reading stays in the log; they or the next upkeep carry it over.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(is_compacted)
}

/// Writes the file anew. Returns false where there is no room for a second one.
fn write_anew(connection: &Connection) -> Result<bool> {
    // The new one is made in a temporary file: in memory, as other things are, it would take as much as the store.
    connection.execute_batch("PRAGMA temp_store = FILE")?;
    let written = connection.execute_batch("VACUUM");
    connection.execute_batch("PRAGMA temp_store = MEMORY")?;
    match written {
        Ok(()) => Ok(true),
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DiskFull | ErrorCode::CannotOpen)
            ) =>
        {
            tracing::warn!(%error, "the store is not written anew");
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// Returns the bytes of the store's file.
pub(super) fn size(connection: &Connection) -> Result<u64> {
    Ok(connection.query_row(
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        [],
        |row| row.get(0),
    )?)
}
