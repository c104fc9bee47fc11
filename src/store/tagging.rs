//! What a person calls articles: tags, set and taken off like flags, and like these to be undone.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::Result;
use super::handle::Store;
use super::journal::{self, Deed};
use super::{Change, Selection, rules};
use crate::domain::ArticleId;
use crate::domain::query::is_same_name;

impl Store {
    /// Tags articles, or takes the tag off. Undoable; `None` when nothing changed.
    ///
    /// A tag that differs from one there is by case or accents only is that one.
    pub async fn tag(&self, what: Selection, tag: String, on: bool) -> Result<Option<Change>> {
        let ids = match what {
            Selection::Ids(ids) => ids.into_iter().map(ArticleId::get).collect(),
            Selection::Matching { query, now } => {
                self.inner
                    .workers
                    .read(move |seat| seat.finder.matching(&seat.connection, &query, now))
                    .await?
            }
        };
        self.transaction(move |connection| {
            let tag = known(connection, &tag)?.unwrap_or(tag);
            let ids = would_change(connection, &tag, on, ids)?;
            if ids.is_empty() {
                return Ok(None);
            }
            let count = ids.len() as u64;
            let articles = match count {
                1 => "1 article".to_owned(),
                count => format!("{count} articles"),
            };
            let label = if on {
                format!("tagged {articles} `{tag}`")
            } else {
                format!("took the tag `{tag}` off {articles}")
            };
            journal::perform(connection, &Deed::Tag { tag, on, ids }, label, count).map(Some)
        })
        .await
    }
}

/// Returns all tags there are, in alphabetical order.
pub(super) fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT DISTINCT tag FROM tag ORDER BY tag COLLATE NOCASE")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Returns the tag as it is written already.
fn known(connection: &Connection, tag: &str) -> Result<Option<String>> {
    let names = names(connection)?;
    Ok(names.into_iter().find(|known| is_same_name(tag, known)))
}

fn would_change(connection: &Connection, tag: &str, on: bool, ids: Vec<i64>) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM tag WHERE tag = ?2 AND id = ?1) FROM article WHERE id = ?1",
    )?;
    let mut changed = Vec::new();
    for id in ids {
        let is_on: Option<bool> = statement
            .query_row(params![id, tag], |row| row.get(0))
            .optional()?;
        if is_on == Some(!on) {
            changed.push(id);
        }
    }
    Ok(changed)
}

/// Writes or removes the tag of these articles; tagged ones are never muted.
pub(super) fn set(connection: &Connection, tag: &str, on: bool, ids: &[i64]) -> Result<()> {
    let mut statement = connection.prepare_cached(if on {
        "INSERT OR IGNORE INTO tag (tag, id) SELECT ?1, id FROM article WHERE id = ?2"
    } else {
        "DELETE FROM tag WHERE tag = ?1 AND id = ?2"
    })?;
    for id in ids {
        statement.execute(params![tag, id])?;
    }
    rules::settle(connection, ids)
}
