//! What no list shows: it follows from rules, feeds and marks, and can be made anew from them at any time.

use rusqlite::Connection;

use crate::store::error::Result;

/// What is hidden, and by which rule: by the first that matches, or by none (0) where its feed was removed.
const TRULY_HIDDEN: &str = "SELECT a.id, CASE WHEN f.removed_at IS NULL THEN (SELECT min(rule) FROM muted WHERE id = a.id) ELSE 0 END AS by \
     FROM article a JOIN feed f ON f.id = a.feed_id WHERE NOT EXISTS (SELECT 1 FROM bookmark WHERE id = a.id) \
     AND (f.removed_at IS NOT NULL OR (EXISTS (SELECT 1 FROM muted WHERE id = a.id) \
     AND NOT EXISTS (SELECT 1 FROM tag WHERE id = a.id)))";

/// Hides and shows articles as their feeds, marks and rules say now.
pub(in crate::store) fn settle(connection: &Connection, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let list = serde_json::json!(ids).to_string();
    connection
        .prepare_cached("DELETE FROM hidden WHERE id IN (SELECT value FROM json_each(?1))")?
        .execute([&list])?;
    connection
        .prepare_cached(&format!(
            "INSERT INTO hidden (id, by) {TRULY_HIDDEN} AND a.id IN (SELECT value FROM json_each(?1))"
        ))?
        .execute([&list])?;
    Ok(())
}

/// The same for all articles of a feed.
pub(in crate::store) fn settle_feed(connection: &Connection, feed: i64) -> Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM hidden WHERE id IN (SELECT id FROM article WHERE feed_id = ?1)",
        )?
        .execute([feed])?;
    connection
        .prepare_cached(&format!(
            "INSERT INTO hidden (id, by) {TRULY_HIDDEN} AND a.feed_id = ?1"
        ))?
        .execute([feed])?;
    Ok(())
}

/// Returns how many articles are hidden that should not be, or the other way round, or by another rule.
pub(in crate::store) fn count_wrong(connection: &Connection) -> Result<u64> {
    Ok(connection.query_row(
        &format!(
            "SELECT (SELECT count(*) FROM (SELECT id, by FROM hidden EXCEPT {TRULY_HIDDEN})) \
             + (SELECT count(*) FROM ({TRULY_HIDDEN} EXCEPT SELECT id, by FROM hidden))"
        ),
        [],
        |row| row.get(0),
    )?)
}

/// Makes what is hidden anew.
pub(in crate::store) fn mend(connection: &Connection) -> Result<()> {
    connection.execute(
        "DELETE FROM muted WHERE rule NOT IN (SELECT id FROM rule)",
        [],
    )?;
    connection.execute("DELETE FROM hidden", [])?;
    connection.execute(&format!("INSERT INTO hidden (id, by) {TRULY_HIDDEN}"), [])?;
    Ok(())
}
