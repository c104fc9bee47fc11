//! Copying rows: as `SQLite` hands them out, and where it cannot, as they lie in the pages.

use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Row, Statement, params_from_iter};

use super::page_rows;
use crate::store::body::Content;
use crate::store::dictionary;
use crate::store::error::{Result, StoreError};
use crate::store::index;

/// Tables whose rows are made anew: what waits for the index is everything, and pauses of hosts pass.
const MADE_ANEW: &[&str] = &["outbox", "host_pause"];
/// A table as the new store has it.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    pub(super) has_rowid: bool,
}

pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: String,
    /// Place in the primary key, from 1 on; 0 for the rest.
    pub(super) key: i64,
    pub(super) is_required: bool,
}

/// Copies every row that can be read; returns how many.
pub(super) fn copy_all(damaged: &Connection, fresh: &Connection, file: &Path) -> Result<u64> {
    // Texts are told from torn ones by unpacking them.
    dictionary::meet(damaged, file);
    let mut copied = 0;
    let mut torn = Vec::new();
    for table in tables(fresh)? {
        let (rows, is_whole) = table.copy(damaged, fresh)?;
        copied += rows;
        if !is_whole {
            torn.push(table);
        }
    }
    if !torn.is_empty() {
        copied += page_rows::copy(damaged, fresh, file, &torn)?;
    }
    index::forget_all(fresh)?;
    Ok(copied)
}

/// Returns how many rows are not what squelch wrote; reads all of the store.
///
/// # Errors
/// When a page cannot be read.
pub(in crate::store) fn count_wrong(connection: &Connection) -> Result<u64> {
    dictionary::meet(connection, Path::new(connection.path().unwrap_or_default()));
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
pub(super) fn tables(connection: &Connection) -> Result<Vec<Table>> {
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
                is_required: row.get(3)?,
                key: row.get(5)?,
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

    /// Returns the columns of the primary key, in its order.
    pub(super) fn keys(&self) -> Vec<&Column> {
        let mut keys: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| column.key > 0)
            .collect();
        keys.sort_by_key(|column| column.key);
        keys
    }

    /// Returns a statement that puts a row in, unless one with its key is there.
    pub(super) fn insert<'a>(&self, fresh: &'a Connection) -> Result<Statement<'a>> {
        let places = vec!["?"; self.columns.len()].join(", ");
        Ok(fresh.prepare(&format!(
            "INSERT OR IGNORE INTO {} ({}) VALUES ({places})",
            self.name,
            self.list()
        ))?)
    }

    /// Returns how many rows were copied, and whether these are all.
    fn copy(&self, damaged: &Connection, fresh: &Connection) -> Result<(u64, bool)> {
        let mut insert = self.insert(fresh)?;
        let mut copied = 0;
        let sql = format!("SELECT {} FROM {}", self.list(), self.name);
        if self.copy_until_damage(damaged, &mut insert, &sql, &mut copied)? {
            return Ok((copied, true));
        }
        // An index with every column in it has the rows once more.
        for sql in self.by_indexes(damaged) {
            self.copy_until_damage(damaged, &mut insert, &sql, &mut copied)?;
        }
        Ok((copied, false))
    }

    /// Returns statements that read the table through its indexes, from both ends.
    fn by_indexes(&self, damaged: &Connection) -> Vec<String> {
        let names = |sql: String, column: usize| -> Vec<String> {
            damaged
                .prepare(&sql)
                .and_then(|mut statement| {
                    statement
                        .query_map([], |row| row.get(column))?
                        .collect::<rusqlite::Result<_>>()
                })
                .unwrap_or_default()
        };
        let indexes = names(format!("PRAGMA index_list({})", self.name), 1);
        let mut statements = Vec::new();
        for index in indexes {
            let columns = names(format!("PRAGMA index_info({index})"), 2);
            for order in ["", " DESC"] {
                let by: Vec<String> = columns
                    .iter()
                    .map(|column| format!("{column}{order}"))
                    .collect();
                statements.push(format!(
                    "SELECT {} FROM {} INDEXED BY {index} ORDER BY {}",
                    self.list(),
                    self.name,
                    by.join(", ")
                ));
            }
        }
        statements
    }

    /// Returns whether every row was read, and every one was right.
    fn copy_until_damage(
        &self,
        damaged: &Connection,
        insert: &mut Statement<'_>,
        sql: &str,
        copied: &mut u64,
    ) -> Result<bool> {
        let Ok(mut select) = damaged.prepare(sql) else {
            return Ok(false);
        };
        let Ok(mut rows) = select.query([]) else {
            return Ok(false);
        };
        let mut is_right = true;
        loop {
            match rows.next() {
                Ok(Some(row)) => match self.values(row) {
                    Some(values) if !values.iter().any(is_gone) => {
                        *copied += insert
                            .execute(params_from_iter(values))
                            .map_err(StoreError::from)? as u64;
                    }
                    _ => is_right = false,
                },
                Ok(None) => return Ok(is_right),
                Err(_) => return Ok(false),
            }
        }
    }

    /// Returns the values of a row; `None` when they cannot be what squelch wrote, as where pages were mixed up.
    fn values<'a>(&self, row: &'a Row<'_>) -> Option<Vec<ToSqlOutput<'a>>> {
        let mut values = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let value = row.get_ref(index).ok()?;
            if !column.may_be(value) {
                return None;
            }
            values.push(ToSqlOutput::Borrowed(value));
        }
        Some(values)
    }
}

impl Column {
    /// Whether squelch may have written this value here.
    pub(super) fn may_be(&self, value: ValueRef<'_>) -> bool {
        self.is_kind_of(value)
            && match value {
                ValueRef::Blob(bytes) => self.name != "content" || Content::is_packed(bytes),
                _ => true,
            }
    }

    /// Whether it is of the right kind, whatever it says: what texts were packed with may not be at hand yet.
    pub(super) fn is_kind_of(&self, value: ValueRef<'_>) -> bool {
        match value {
            ValueRef::Null => true,
            ValueRef::Integer(_) => self.kind == "INTEGER",
            ValueRef::Text(text) => self.kind == "TEXT" && std::str::from_utf8(text).is_ok(),
            ValueRef::Blob(_) => self.kind == "BLOB",
            ValueRef::Real(_) => false,
        }
    }
}

/// Whether this is a text of the right length that holds nothing, as where half of a page was zeroed.
fn is_gone(value: &ToSqlOutput<'_>) -> bool {
    matches!(value, ToSqlOutput::Borrowed(ValueRef::Text(text)) if text.ends_with(b"\0\0"))
}
