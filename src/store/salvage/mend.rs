//! Rows that were saved, made to agree with one another.

use rusqlite::{Connection, params};

use super::Saved;
use crate::store::body::{self, Content};
use crate::store::check::{self, OF_ARTICLES};
use crate::store::dictionary::Packer;
use crate::store::error::Result;

/// Feeds of which only a number is left are called by it.
const NAMELESS: &str = "salvaged:";
/// Why such a feed rests.
const WHY: &str = "its address was lost with the damaged store; add it again by its address";

/// Mends a store just salvaged and counts what is in it.
pub(super) fn mend(damaged: &Connection, fresh: &Connection) -> Result<Saved> {
    let count = |connection: &Connection, sql: &str| {
        connection.query_row(sql, [], |row| row.get::<_, u64>(0))
    };
    mend_feeds(damaged, fresh)?;
    let bookmarks_read = count(fresh, "SELECT count(*) FROM bookmark")?;
    for (table, _) in OF_ARTICLES {
        fresh.execute(
            &format!("DELETE FROM {table} WHERE id NOT IN (SELECT id FROM article)"),
            [],
        )?;
    }
    fresh.execute_batch(
        "DELETE FROM body WHERE packed NOT IN (SELECT number FROM packed);
         DELETE FROM packed WHERE number NOT IN (SELECT packed FROM body);",
    )?;
    let without_text: Vec<i64> = fresh
        .prepare("SELECT id FROM article WHERE id NOT IN (SELECT id FROM body)")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let empty = Content::default().pack(&Packer::plain())?;
    for id in &without_text {
        let number = body::put(fresh, *id, &empty)?;
        fresh
            .prepare_cached("INSERT INTO body (id, packed) VALUES (?1, ?2)")?
            .execute([*id, number])?;
        fresh
            .prepare_cached("UPDATE article SET is_trimmed = 1 WHERE id = ?1")?
            .execute([*id])?;
    }
    check::repair(fresh, &[])?;
    // What the feeds still have of lost articles comes again with the next fetch.
    fresh.execute(
        "UPDATE feed SET etag = NULL, last_modified = NULL, next_at = NULL, leased_until = NULL",
        [],
    )?;
    let bookmarks = count(fresh, "SELECT count(*) FROM bookmark")?;
    Ok(Saved {
        feeds: count(fresh, "SELECT count(*) FROM feed WHERE removed_at IS NULL")?,
        articles: count(fresh, "SELECT count(*) FROM article")?,
        articles_before: count(damaged, "SELECT coalesce(sum(total), 0) FROM feed").ok(),
        without_text: without_text.len() as u64,
        bookmarks,
        lost_bookmarks: bookmarks_read - bookmarks,
    })
}

/// Feeds whose row is lost are found in the index of addresses; articles of those that are nowhere keep a feed all the
/// same.
fn mend_feeds(damaged: &Connection, fresh: &Connection) -> Result<()> {
    let by_address = damaged
        .prepare("SELECT id, url FROM feed INDEXED BY sqlite_autoindex_feed_1 ORDER BY url")
        .and_then(|mut statement| {
            let mut rows = statement.query([])?;
            let mut found: Vec<(i64, String)> = Vec::new();
            while let Ok(Some(row)) = rows.next() {
                if let (Ok(id), Ok(url)) = (row.get(0), row.get(1)) {
                    found.push((id, url));
                }
            }
            Ok(found)
        })
        .unwrap_or_default();
    for (id, url) in by_address {
        fresh
            .prepare_cached("INSERT OR IGNORE INTO feed (id, url, added_at) VALUES (?1, ?2, 0)")?
            .execute(params![id, url])?;
    }
    fresh.execute(
        "INSERT OR IGNORE INTO feed (id, url, added_at, paused) \
         SELECT DISTINCT feed_id, ?1 || feed_id, 0, ?2 FROM article WHERE feed_id NOT IN (SELECT id FROM feed)",
        [NAMELESS, WHY],
    )?;
    Ok(())
}
