//! Everything that should agree, compared: the file with itself, rows with rows, the index and the counts with the articles.

use rusqlite::Connection;
use serde::Serialize;

use super::error::Result;
use super::index::{self, IdSet};
use super::rules;
use super::salvage::rows;

/// Tables whose rows belong to an article, and the name for a person.
pub(super) const OF_ARTICLES: &[(&str, &str)] = &[
    ("body", "texts"),
    ("full_text", "full texts"),
    ("unread", "unread marks"),
    ("bookmark", "bookmarks"),
    ("alias", "other names"),
    ("version", "earlier versions"),
    ("category", "subjects"),
    ("tag", "tags"),
    ("hidden", "hidden marks"),
    ("muted", "articles of mute rules"),
    ("insight", "briefs"),
    ("reading_position", "reading positions"),
];

/// What a deep look found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Findings {
    /// `ok`, or what `SQLite` said of the file.
    pub integrity: String,
    /// Rows that belong to an article or a feed there is not: `3 bookmarks`.
    pub orphans: Vec<String>,
    /// Articles without a row of text.
    pub without_body: u64,
    /// Feeds whose count of articles was wrong.
    pub wrong_totals: u64,
    /// Unread marks under another feed than their article's, or for no article.
    pub wrong_unread: u64,
    /// Articles hidden that no rule mutes, or in sight that one does.
    pub wrong_hidden: u64,
    /// Articles the index did not have.
    pub missing_from_index: u64,
    /// Articles of the index the store does not have.
    pub extra_in_index: u64,
}

impl Findings {
    /// Returns whether something is wrong that cannot be made anew from the rest.
    pub fn has_damage(&self) -> bool {
        self.integrity != "ok" || !self.orphans.is_empty() || self.without_body > 0
    }

    /// Returns whether something derived was wrong, and is mended now.
    pub fn has_repairs(&self) -> bool {
        self.wrong_totals
            + self.wrong_unread
            + self.wrong_hidden
            + self.missing_from_index
            + self.extra_in_index
            > 0
    }
}

/// Looks over the file and its rows; reads all of it.
pub(super) fn look(connection: &Connection) -> Result<Findings> {
    let said: Vec<String> = connection
        .prepare("PRAGMA integrity_check(20)")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let mut orphans = Vec::new();
    for (table, name) in OF_ARTICLES {
        // Unread marks are derived enough to be mended; they are counted below.
        if *table != "unread" {
            let lost = count(&format!(
                "SELECT count(*) FROM {table} WHERE id NOT IN (SELECT id FROM article)"
            ))?;
            if lost > 0 {
                orphans.push(format!("{lost} {name}"));
            }
        }
    }
    let unowned =
        count("SELECT count(*) FROM packed WHERE number NOT IN (SELECT packed FROM body)")?;
    if unowned > 0 {
        orphans.push(format!("{unowned} texts without a story"));
    }
    let homeless =
        count("SELECT count(*) FROM article WHERE feed_id NOT IN (SELECT id FROM feed)")?;
    if homeless > 0 {
        orphans.push(format!("{homeless} articles"));
    }
    let mut integrity = said.join("; ");
    let wrong = rows::count_wrong(connection)?;
    if wrong > 0 && integrity == "ok" {
        integrity = format!("{wrong} rows are not what was written");
    }
    Ok(Findings {
        integrity,
        orphans,
        without_body: count(
            "SELECT count(*) FROM article WHERE id NOT IN \
             (SELECT body.id FROM body JOIN packed ON packed.number = body.packed)",
        )?,
        wrong_totals: count(&format!(
            "SELECT count(*) FROM feed WHERE total <> {TRUE_TOTAL}"
        ))?,
        wrong_unread: count(&format!("SELECT count(*) FROM unread WHERE {WRONG_UNREAD}"))?,
        wrong_hidden: rules::count_wrong(connection)?,
        ..Findings::default()
    })
}

const TRUE_TOTAL: &str = "(SELECT count(*) FROM article WHERE article.feed_id = feed.id)";
const WRONG_UNREAD: &str =
    "NOT EXISTS (SELECT 1 FROM article a WHERE a.id = unread.id AND a.feed_id = unread.feed_id)";

/// Compares the index with the store. What waits to be indexed is neither missing nor extra.
pub(super) fn compare_index(
    connection: &Connection,
    indexed: &IdSet,
) -> Result<(Vec<i64>, Vec<i64>)> {
    let ids = |sql: &str| -> Result<IdSet> {
        Ok(connection
            .prepare(sql)?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    };
    let stored = ids("SELECT id FROM article")?;
    let waiting = ids("SELECT id FROM outbox")?;
    // Of an index that is still being made, the older ones are on their way.
    let unfilled = index::unfilled(connection)?.unwrap_or(i64::MIN);
    let without = |from: &IdSet, of: &IdSet| {
        from.iter()
            .filter(|id| **id >= unfilled && !of.contains(id) && !waiting.contains(id))
            .copied()
            .collect()
    };
    Ok((without(&stored, indexed), without(indexed, &stored)))
}

/// Makes right what follows from other rows; what the index lacks or has too much is put where the indexer looks.
pub(super) fn repair(connection: &Connection, to_index: &[i64]) -> Result<()> {
    connection.execute(
        &format!("UPDATE feed SET total = {TRUE_TOTAL} WHERE total <> {TRUE_TOTAL}"),
        [],
    )?;
    connection.execute(
        &format!(
            "UPDATE unread SET feed_id = (SELECT feed_id FROM article a WHERE a.id = unread.id) \
             WHERE {WRONG_UNREAD} AND id IN (SELECT id FROM article)"
        ),
        [],
    )?;
    connection.execute(&format!("DELETE FROM unread WHERE {WRONG_UNREAD}"), [])?;
    rules::mend(connection)?;
    index_again(connection, to_index)
}

/// Puts these where the indexer looks.
pub(super) fn index_again(connection: &Connection, ids: &[i64]) -> Result<()> {
    let mut statement = connection.prepare_cached("INSERT INTO outbox (id) VALUES (?1)")?;
    for id in ids {
        statement.execute([id])?;
    }
    Ok(())
}

/// Whether the index has as many articles as the store. While some wait that cannot be told, and they are not missing.
pub(super) fn is_index_complete(connection: &Connection, indexed: u64) -> Result<bool> {
    let is_waiting = index::unfilled(connection)?.is_some()
        || connection
            .prepare_cached("SELECT 1 FROM outbox LIMIT 1")?
            .exists([])?;
    let stored: u64 = connection.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
    Ok(is_waiting || stored == indexed)
}
