//! Small things kept by key: insights, reading positions, what the screen remembers, saved searches.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::Result;
use super::{Position, StoredInsight};
use crate::domain::ArticleId;

pub(super) fn insight(connection: &Connection, id: ArticleId) -> Result<Option<StoredInsight>> {
    Ok(connection
        .prepare_cached("SELECT engine, text_hash, json FROM insight WHERE id = ?1")?
        .query_row([id.get()], |row| {
            Ok(StoredInsight {
                engine: row.get(0)?,
                text_hash: row.get(1)?,
                json: row.get(2)?,
            })
        })
        .optional()?)
}

pub(super) fn put_insight(
    connection: &Connection,
    id: ArticleId,
    insight: &StoredInsight,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO insight (id, engine, text_hash, json) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            id.get(),
            insight.engine,
            insight.text_hash,
            insight.json
        ])?;
    Ok(())
}

pub(super) fn position(connection: &Connection, id: ArticleId) -> Result<Option<Position>> {
    Ok(connection
        .prepare_cached("SELECT share FROM reading_position WHERE id = ?1")?
        .query_row([id.get()], |row| Ok(Position { share: row.get(0)? }))
        .optional()?)
}

pub(super) fn put_position(
    connection: &Connection,
    id: ArticleId,
    position: Position,
) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO reading_position (id, share) VALUES (?1, ?2)")?
        .execute(params![id.get(), position.share])?;
    Ok(())
}

pub(super) fn memory(connection: &Connection, key: &str) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached("SELECT value FROM memory WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

/// Returns what is remembered under keys that start so, without that start.
pub(super) fn memories(connection: &Connection, start: &str) -> Result<Vec<(String, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT substr(key, length(?1) + 1), value FROM memory \
             WHERE key >= ?1 AND substr(key, 1, length(?1)) = ?1 ORDER BY key",
        )?
        .query_map([start], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?)
}

pub(super) fn put_memory(connection: &Connection, key: &str, value: &str) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO memory (key, value) VALUES (?1, ?2)")?
        .execute([key, value])?;
    Ok(())
}

/// Removes a saved search; the stories it found stay.
pub(super) fn forget_search(connection: &Connection, name: &str) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM saved_search WHERE name = ?1")?
        .execute([name])?;
    Ok(())
}

/// A search saved under a known name takes its place.
pub(super) fn save_search(connection: &Connection, name: &str, query: &str) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO saved_search (name, query, position) \
             VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM saved_search)) \
             ON CONFLICT (name) DO UPDATE SET query = excluded.query",
        )?
        .execute([name, query])?;
    Ok(())
}
