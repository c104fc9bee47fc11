//! Reading round pages that cannot be read.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, Statement, ToSql, params_from_iter};

use crate::store::body::Content;
use crate::store::error::{Result, StoreError};
use crate::store::index;

/// Tables whose rows are made anew: what waits for the index is everything, and pauses of hosts pass.
const MADE_ANEW: &[&str] = &["outbox", "host_pause"];
/// Times a stretch without a readable end is cut in half before it is given up.
const HALVES: u32 = 14;
/// Stretches tried in a table; a file with more damage than this is no store any more.
const TRIES: u32 = 20_000;

/// A table as the new store has it.
struct Table {
    name: String,
    columns: Vec<Column>,
    has_rowid: bool,
}

struct Column {
    name: String,
    kind: String,
    is_key: bool,
}

/// Copies every row that can be read; returns how many.
pub(super) fn copy_all(damaged: &Connection, fresh: &Connection) -> Result<u64> {
    let mut copied = 0;
    for table in tables(fresh)? {
        copied += table.copy(damaged, fresh)?;
    }
    index::forget_all(fresh)?;
    Ok(copied)
}

/// Returns how many rows are not what squelch wrote; reads all of the store.
///
/// # Errors
/// When a page cannot be read.
pub(in crate::store) fn count_wrong(connection: &Connection) -> Result<u64> {
    let mut wrong = 0;
    for table in tables(connection)? {
        let sql = format!("SELECT {} FROM {}", table.list(), table.name);
        let mut select = connection.prepare(&sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            wrong += u64::from(table.values(row).is_none());
        }
    }
    Ok(wrong)
}

/// Returns the tables whose rows are to be saved.
fn tables(connection: &Connection) -> Result<Vec<Table>> {
    let names: Vec<(String, String)> = connection
        .prepare(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    names
        .into_iter()
        .filter(|(name, _)| !MADE_ANEW.contains(&name.as_str()))
        .map(|(name, sql)| {
            Ok(Table {
                columns: columns(connection, &name)?,
                has_rowid: !sql.to_ascii_uppercase().contains("WITHOUT ROWID"),
                name,
            })
        })
        .collect()
}

fn columns(connection: &Connection, table: &str) -> Result<Vec<Column>> {
    Ok(connection
        .prepare(&format!("PRAGMA table_info({table})"))?
        .query_map([], |row| {
            Ok(Column {
                name: row.get(1)?,
                kind: row.get(2)?,
                is_key: row.get::<_, i64>(5)? > 0,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

impl Table {
    fn list(&self) -> String {
        let names: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        names.join(", ")
    }

    fn copy(&self, damaged: &Connection, fresh: &Connection) -> Result<u64> {
        let places = vec!["?"; self.columns.len()].join(", ");
        let mut insert = fresh.prepare(&format!(
            "INSERT OR IGNORE INTO {} ({}) VALUES ({places})",
            self.name,
            self.list()
        ))?;
        let mut copied = 0;
        if self.has_rowid {
            let mut tries = TRIES;
            let whole = (i64::MIN, i64::MAX);
            self.copy_range(damaged, &mut insert, whole, 0, &mut tries, &mut copied)?;
        } else {
            for order in ["", " DESC"] {
                let keys: Vec<String> = self
                    .columns
                    .iter()
                    .filter(|column| column.is_key)
                    .map(|column| format!("{}{order}", column.name))
                    .collect();
                let sql = format!(
                    "SELECT {} FROM {} ORDER BY {}",
                    self.list(),
                    self.name,
                    keys.join(", ")
                );
                // Read whole from the one end, there is nothing more at the other.
                if self
                    .copy_until_damage(damaged, &mut insert, &sql, &[], 0, &mut copied)?
                    .is_whole
                {
                    break;
                }
            }
        }
        Ok(copied)
    }

    /// Copies the rows of a range of row ids: from both ends, then by halves of what lies between.
    fn copy_range(
        &self,
        damaged: &Connection,
        insert: &mut Statement<'_>,
        (low, high): (i64, i64),
        fruitless: u32,
        tries: &mut u32,
        copied: &mut u64,
    ) -> Result<()> {
        if low > high || *tries == 0 {
            return Ok(());
        }
        *tries -= 1;
        let sql = |order: &str| {
            format!(
                "SELECT {}, rowid FROM {} WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid{order}",
                self.list(),
                self.name
            )
        };
        let id_at = self.columns.len();
        let up = self.copy_until_damage(damaged, insert, &sql(""), &[low, high], id_at, copied)?;
        if up.is_whole {
            return Ok(());
        }
        // A damaged page may hold ids that do not belong there: the range never grows again.
        let low = up.last.map_or(low, |last| last.saturating_add(1).max(low));
        let down =
            self.copy_until_damage(damaged, insert, &sql(" DESC"), &[low, high], id_at, copied)?;
        if down.is_whole {
            return Ok(());
        }
        let high = down
            .last
            .map_or(high, |last| last.saturating_sub(1).min(high));
        let fruitless = if up.last.is_none() && down.last.is_none() {
            fruitless + 1
        } else {
            0
        };
        if low >= high || fruitless > HALVES {
            return Ok(());
        }
        // Below `high`, so that both halves are smaller; `i64::midpoint` goes towards zero.
        let middle = (low >> 1) + (high >> 1) + (low & high & 1);
        self.copy_range(damaged, insert, (low, middle), fruitless, tries, copied)?;
        self.copy_range(
            damaged,
            insert,
            (middle + 1, high),
            fruitless,
            tries,
            copied,
        )
    }

    fn copy_until_damage(
        &self,
        damaged: &Connection,
        insert: &mut Statement<'_>,
        sql: &str,
        range: &[i64],
        id_at: usize,
        copied: &mut u64,
    ) -> Result<Reached> {
        let mut reached = Reached {
            is_whole: false,
            last: None,
        };
        let Ok(mut select) = damaged.prepare(sql) else {
            return Ok(reached);
        };
        let Ok(mut rows) = select.query(params_from_iter(range)) else {
            return Ok(reached);
        };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    if !range.is_empty() {
                        reached.last = row.get(id_at).ok().or(reached.last);
                    }
                    if let Some(values) = self.values(row) {
                        *copied += insert
                            .execute(params_from_iter(values))
                            .map_err(StoreError::from)? as u64;
                    }
                }
                Ok(None) => {
                    reached.is_whole = true;
                    return Ok(reached);
                }
                Err(_) => return Ok(reached),
            }
        }
    }

    /// Returns the values of a row; `None` when they cannot be what squelch wrote, as where pages were mixed up.
    fn values<'a>(&self, row: &'a Row<'_>) -> Option<Vec<impl ToSql + use<'a>>> {
        let mut values = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let value = row.get_ref(index).ok()?;
            let is_right = match value {
                ValueRef::Null => true,
                ValueRef::Integer(_) => column.kind == "INTEGER",
                ValueRef::Text(text) => column.kind == "TEXT" && std::str::from_utf8(text).is_ok(),
                ValueRef::Blob(bytes) => {
                    column.kind == "BLOB"
                        && (column.name != "content" || Content::unpack(bytes).is_ok())
                }
                ValueRef::Real(_) => false,
            };
            if !is_right {
                return None;
            }
            values.push(ToSqlOutput::Borrowed(value));
        }
        Some(values)
    }
}

/// How far a reading came.
struct Reached {
    is_whole: bool,
    /// The row id read last.
    last: Option<i64>,
}
