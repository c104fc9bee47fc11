//! The first page of a store, written anew: it names the tables and where each begins, and without it nothing is read.
//!
//! Where the tables of a store begin follows from the migrations that made it, as `SQLite` gives pages out in order; an
//! empty store made the same way says where. Each place is then looked at, so that nothing is taken for a table that does
//! not hold the like. The lost page is put back when all that can be read was read.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use super::pages::{Kind, Page, Pages};
use super::rows::{self, Table};
use crate::store::connection;
use crate::store::error::{Result, StoreError};

/// Bytes of a page, as squelch made stores at one time or another.
const SIZES: [usize; 2] = [8_192, 4_096];
/// Pages looked at on the way from the beginning of a table to its first rows.
const MOST_STEPS: u32 = 200;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// A first page in the place of the lost one.
#[derive(Debug)]
pub(super) struct FirstPage {
    store: PathBuf,
    lost: Vec<u8>,
}

/// A store as an empty one of the same making has it.
struct Layout {
    version: u32,
    /// Tables and the pages they begin at.
    tables: Vec<(Table, u32)>,
    /// How many tables look right, less those that look wrong.
    score: i64,
}

impl FirstPage {
    /// Puts a first page in the place of one that cannot be read; `None` when the file is no store of squelch.
    pub(super) fn put_anew(store: &Path) -> Result<Option<Self>> {
        let Some((layout, size)) = find(store)? else {
            return Ok(None);
        };
        let Some(page) = write(store, &layout, size)? else {
            return Ok(None);
        };
        let result = (|| {
            let mut file = File::options().read(true).write(true).open(store)?;
            let mut lost = vec![0; size];
            file.read_exact(&mut lost)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&page)?;
            file.sync_data()?;
            Ok(lost)
        })();
        match result {
            Ok(lost) => Ok(Some(Self {
                store: store.to_owned(),
                lost,
            })),
            Err(source) => Err(StoreError::Folder {
                path: store.to_owned(),
                source,
            }),
        }
    }

    /// Leaves the damaged store as it was.
    pub(super) fn take_back(put: Option<Self>) {
        let Some(Self { store, lost }) = put else {
            return;
        };
        let result = File::options()
            .write(true)
            .open(&store)
            .and_then(|mut file| file.write_all(&lost));
        if let Err(error) = result {
            tracing::warn!(%error, "the first page of the damaged store stays the one written anew");
        }
    }
}

/// Whether all tables can be told from the first page as it is.
pub(super) fn is_whole(damaged: &Connection) -> bool {
    let Ok(version) = connection::version(damaged) else {
        return false;
    };
    if !(1..=connection::schema_version()).contains(&version) {
        return false;
    }
    empty(version, 0).is_ok_and(|empty| {
        rows::tables(&empty).is_ok_and(|tables| {
            tables.iter().all(|table| {
                damaged
                    .prepare(&format!("SELECT 1 FROM {}", table.name))
                    .is_ok()
            })
        })
    })
}

/// Returns the layout that fits best, with the size of a page.
fn find(store: &Path) -> Result<Option<(Layout, usize)>> {
    let mut best: Option<(Layout, usize)> = None;
    for size in SIZES {
        let Ok(mut pages) = Pages::open(store, size) else {
            return Ok(None);
        };
        for version in (1..=connection::schema_version()).rev() {
            for is_compacted in [false, true] {
                let Some(layout) = layout(&mut pages, version, size, is_compacted)? else {
                    continue;
                };
                if best
                    .as_ref()
                    .is_none_or(|(best, _)| layout.score > best.score)
                {
                    best = Some((layout, size));
                }
            }
        }
    }
    Ok(best)
}

/// Makes an empty store of a schema in memory.
fn empty(version: u32, size: usize) -> Result<Connection> {
    let mut empty = Connection::open_in_memory()?;
    if size > 0 {
        empty.pragma_update(None, "page_size", size)?;
    }
    connection::bring_to(&mut empty, Path::new(":memory:"), version)?;
    Ok(empty)
}

/// Returns how a store of this making lies in the file; `None` when it does not.
fn layout(
    pages: &mut Pages,
    version: u32,
    size: usize,
    is_compacted: bool,
) -> Result<Option<Layout>> {
    let empty = empty(version, size)?;
    if is_compacted {
        empty.execute_batch("VACUUM")?;
    }
    let mut begins = empty.prepare("SELECT rootpage FROM sqlite_master WHERE name = ?1")?;
    let mut layout = Layout {
        version,
        tables: Vec::new(),
        score: 0,
    };
    let (mut elsewhere, mut has_articles) = (Vec::new(), false);
    for table in rows::tables(&empty)? {
        let root = begins.query_row([&table.name], |row| row.get(0))?;
        match looks(pages, root, &table) {
            Some(true) => {
                layout.score += 1;
                has_articles |= table.name == "article";
                layout.tables.push((table, root));
            }
            // What leads to its rows is lost, not they; or it is no page of this kind, as for those below.
            None if pages.tree_page(root).is_none() => elsewhere.push((table, Some(root))),
            // Without rows there is nothing to be wrong about.
            None => layout.tables.push((table, root)),
            Some(false) => {
                layout.score -= 1;
                elsewhere.push((table, None));
            }
        }
    }
    if !has_articles {
        return Ok(None);
    }
    // Of a store that was brought over with articles in it, the tables that came with that lie elsewhere.
    for (table, expected) in elsewhere {
        let least = if expected.is_some() { 2 } else { 1 };
        let found = largest(pages, &table, least);
        layout.score += i64::from(found.is_some());
        if let Some(root) = found.or(expected) {
            layout.tables.push((table, root));
        }
    }
    Ok(Some(layout))
}

/// Whether a tree begins here whose rows are this table's; `None` when there are no rows to tell by.
fn looks(pages: &mut Pages, root: u32, table: &Table) -> Option<bool> {
    let page = pages.tree_page(root)?;
    let (rows, ways) = if table.has_rowid {
        (Kind::Rows, Kind::WaysToRows)
    } else {
        (Kind::Entries, Kind::WaysToEntries)
    };
    if page.kind != rows && page.kind != ways {
        return Some(false);
    }
    let mut waiting = vec![page];
    for _ in 0..MOST_STEPS {
        let page = waiting.pop()?;
        if page.kind == rows {
            if page.cells().next().is_some() {
                return Some(table.is_of(&page, pages));
            }
        } else {
            waiting.extend(nearest(pages, &page));
        }
    }
    None
}

/// Returns the first few pages this one leads to, the first last.
fn nearest(pages: &mut Pages, page: &Page) -> Vec<Page> {
    let mut nearest: Vec<Page> = page
        .ways()
        .into_iter()
        .take(4)
        .filter_map(|number| pages.tree_page(number))
        .collect();
    nearest.reverse();
    nearest
}

/// Returns the page that leads to most pages of rows like this table's, to no fewer than these with itself, and that none
/// leads to.
fn largest(pages: &mut Pages, table: &Table, least: usize) -> Option<u32> {
    let mut ways = std::collections::HashMap::new();
    let mut led_to = std::collections::HashSet::new();
    for number in 2..=pages.count() {
        if let Some(page) = pages.tree_page(number) {
            let on = page.ways();
            led_to.extend(on.iter().copied());
            ways.insert(number, on);
        }
    }
    let mut roots: Vec<(usize, u32)> = ways
        .keys()
        .filter(|number| !led_to.contains(number))
        .map(|number| (reach(&ways, *number), *number))
        .collect();
    roots.sort_unstable_by(|a, b| b.cmp(a));
    roots
        .into_iter()
        .filter(|(reach, _)| *reach >= least)
        .map(|(_, number)| number)
        .find(|number| looks(pages, *number, table) == Some(true))
}

fn reach(ways: &std::collections::HashMap<u32, Vec<u32>>, root: u32) -> usize {
    let mut reached = std::collections::HashSet::new();
    let mut waiting = vec![root];
    while let Some(number) = waiting.pop() {
        if reached.insert(number) {
            waiting.extend(ways.get(&number).into_iter().flatten());
        }
    }
    reached.len()
}

/// Returns the bytes of a first page that names these tables.
fn write(store: &Path, layout: &Layout, size: usize) -> Result<Option<Vec<u8>>> {
    let partial = store.with_extension("first-page.partial");
    let remove = || {
        let _ = std::fs::remove_file(&partial);
    };
    remove();
    let result = (|| -> Result<_> {
        let fresh = Connection::open(&partial)?;
        fresh.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA writable_schema = ON;",
        )?;
        fresh.pragma_update(None, "page_size", size)?;
        fresh.pragma_update(None, "user_version", layout.version)?;
        for (table, root) in &layout.tables {
            fresh
                .prepare_cached("INSERT INTO sqlite_master VALUES ('table', ?1, ?1, ?2, ?3)")?
                .execute(params![table.name, root, table.in_sql()])?;
        }
        drop(fresh);
        Ok(std::fs::read(&partial).ok())
    })();
    remove();
    let Some(mut page) = result? else {
        return Ok(None);
    };
    let pages = std::fs::metadata(store).map_or(0, |file| file.len() / size as u64);
    let pages = u32::try_from(pages).unwrap_or(u32::MAX).to_be_bytes();
    if page.len() != size || !page.starts_with(MAGIC) {
        return Ok(None);
    }
    // Reading and writing through a log, and as many pages as there are.
    for (place, bytes) in [(18, &[2, 2][..]), (28, &pages)] {
        if let Some(target) = page.get_mut(place..place + bytes.len()) {
            target.copy_from_slice(bytes);
        }
    }
    Ok(Some(page))
}

impl Table {
    /// Returns a statement as short as one that makes a table of the same columns can be; a page has no more room.
    fn in_sql(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| {
                let key = if self.has_rowid && column.key > 0 {
                    " PRIMARY KEY"
                } else {
                    ""
                };
                format!("{} {}{key}", column.name, column.kind)
            })
            .collect();
        let keys: Vec<&str> = self.keys().iter().map(|key| key.name.as_str()).collect();
        if self.has_rowid {
            return format!("CREATE TABLE {}({})", self.name, columns.join(","));
        }
        format!(
            "CREATE TABLE {}({},PRIMARY KEY({}))WITHOUT ROWID",
            self.name,
            columns.join(","),
            keys.join(",")
        )
    }
}
