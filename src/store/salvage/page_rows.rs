//! Rows as they lie in the pages, each for itself: where a page that led to others is lost, these still hold theirs, and
//! of one half overwritten the other half is left.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Statement, params_from_iter};

use super::pages::{Cell, Kind, Page, Pages};
use super::rows::Table;
use crate::store::error::Result;

/// Copies rows of these tables from their own pages, and from pages that belong to nothing; returns how many.
pub(super) fn copy(
    damaged: &Connection,
    fresh: &Connection,
    file: &Path,
    torn: &[Table],
) -> Result<u64> {
    // What waits in the log is in no page of the file yet.
    let _ = damaged.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    let size = damaged.pragma_query_value(None, "page_size", |row| row.get::<_, usize>(0))?;
    let Ok(mut pages) = Pages::open(file, size) else {
        return Ok(0);
    };
    let roots: HashMap<String, u32> = damaged
        .prepare("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .filter_map(rusqlite::Result::ok)
        .collect();
    let trees = Trees::of(&mut pages);
    let mut copied = 0;
    for table in torn {
        let mut insert = table.insert(fresh)?;
        for number in trees.from(roots.get(&table.name).copied()) {
            if let Some(page) = pages.tree_page(number) {
                copied += table.copy_page(&page, &mut pages, &mut insert)?;
            }
        }
    }
    for number in trees.orphans(roots.into_values(), &mut pages) {
        let Some(page) = pages.tree_page(number) else {
            continue;
        };
        // Of two tables that look the same it cannot be told which one these rows are of.
        let mut of = torn.iter().filter(|table| table.is_of(&page, &mut pages));
        if let (Some(table), None) = (of.next(), of.next()) {
            copied += table.copy_page(&page, &mut pages, &mut table.insert(fresh)?)?;
        }
    }
    Ok(copied)
}

/// Which page leads to which.
struct Trees {
    ways: HashMap<u32, Vec<u32>>,
    with_rows: Vec<u32>,
}

impl Trees {
    fn of(pages: &mut Pages) -> Self {
        let mut trees = Self {
            ways: HashMap::new(),
            with_rows: Vec::new(),
        };
        for number in 1..=pages.count() {
            let Some(page) = pages.tree_page(number) else {
                continue;
            };
            if page.kind != Kind::WaysToRows {
                trees.with_rows.push(number);
            }
            let on = page.ways();
            if !on.is_empty() {
                trees.ways.insert(number, on);
            }
        }
        trees
    }

    /// Returns the pages these lead to, and they themselves.
    fn from(&self, roots: impl IntoIterator<Item = u32>) -> BTreeSet<u32> {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<u32> = roots.into_iter().collect();
        while let Some(number) = waiting.pop() {
            if reached.insert(number) {
                waiting.extend(self.ways.get(&number).into_iter().flatten());
            }
        }
        reached
    }

    /// Returns the pages with rows on them that neither a tree nor the list of free pages leads to.
    fn orphans(&self, roots: impl Iterator<Item = u32>, pages: &mut Pages) -> Vec<u32> {
        let mut reached = self.from(roots.chain([1]));
        reached.extend(pages.free());
        let is_orphan = |number: &&u32| !reached.contains(number);
        self.with_rows.iter().filter(is_orphan).copied().collect()
    }
}

impl Table {
    fn copy_page(&self, page: &Page, pages: &mut Pages, insert: &mut Statement<'_>) -> Result<u64> {
        let mut copied = 0;
        if self.is_kind(page) {
            for cell in page.cells() {
                if let Some(values) = self.values_of(&cell, pages) {
                    copied += insert.execute(params_from_iter(values))? as u64;
                }
            }
        }
        Ok(copied)
    }

    fn is_kind(&self, page: &Page) -> bool {
        if self.has_rowid {
            page.kind == Kind::Rows
        } else {
            matches!(page.kind, Kind::Entries | Kind::WaysToEntries)
        }
    }

    /// Whether the rows of a page look like this table's.
    pub(super) fn is_of(&self, page: &Page, pages: &mut Pages) -> bool {
        if !self.is_kind(page) {
            return false;
        }
        // A page half overwritten still has rows of its own.
        let (mut right, mut wrong) = (0, 0);
        for cell in page.cells() {
            match pages.record(&cell) {
                Some(record) if self.fits(&record) => right += 1,
                Some(_) => wrong += 1,
                None => {}
            }
        }
        right > wrong
    }

    /// Whether a record has the columns of this table, in the order they are stored in.
    fn fits(&self, record: &[Value]) -> bool {
        let stored = self.stored();
        record.len() == stored.len()
            && record.iter().zip(stored).all(|(value, index)| {
                let Some(column) = self.columns.get(index) else {
                    return false;
                };
                let is_row_id = self.has_rowid && column.key > 0 && column.kind == "INTEGER";
                match value {
                    Value::Null => is_row_id || !(column.is_required || column.key > 0),
                    // Half of the page was zeroed, perhaps.
                    Value::Text(text) if text.ends_with("\0\0") => false,
                    value => !is_row_id && column.is_kind_of(ValueRef::from(value)),
                }
            })
    }

    /// Returns the places of the columns in the order they are stored in: without row ids the key comes first.
    fn stored(&self) -> Vec<usize> {
        let mut stored: Vec<usize> = (0..self.columns.len()).collect();
        if !self.has_rowid {
            stored.sort_by_key(|index| {
                match self.columns.get(*index).map_or(0, |column| column.key) {
                    0 => i64::MAX,
                    key => key,
                }
            });
        }
        stored
    }

    /// Returns the values of a row in the order of the columns; `None` when it is none of this table.
    fn values_of(&self, cell: &Cell<'_>, pages: &mut Pages) -> Option<Vec<Value>> {
        let record = pages.record(cell).filter(|record| self.fits(record))?;
        let mut placed: Vec<(usize, Value)> = self.stored().into_iter().zip(record).collect();
        placed.sort_by_key(|(index, _)| *index);
        let is_right = |(index, value): &(usize, Value)| {
            let column = self.columns.get(*index);
            column.is_some_and(|column| column.may_be(ValueRef::from(value)))
        };
        placed.iter().all(is_right).then_some(())?;
        Some(
            placed
                .into_iter()
                .map(|(index, value)| {
                    let is_key = self.columns.get(index).is_some_and(|column| column.key > 0);
                    match (value, cell.row_id) {
                        (Value::Null, Some(id)) if is_key => Value::Integer(id),
                        (value, _) => value,
                    }
                })
                .collect(),
        )
    }
}
