//! A file of `SQLite`'s read page by page, past its own ways through the trees, where these are broken.
//!
//! Source: "Database File Format" of `SQLite`'s own documentation, chapters 1.5 to 2.3.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use rusqlite::types::Value;

/// The first page begins with the header of the file.
const HEADER: usize = 100;
/// Bytes of a record nobody would write: what says so is no record.
const MOST_BYTES: u64 = 1 << 28;
/// Pages of the list of free pages, which a damaged one may make a circle.
const MOST_TRUNKS: u32 = 1 << 20;

/// What a page of a tree holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Rows of a table with row ids.
    Rows,
    /// Ways to such pages.
    WaysToRows,
    /// Entries of an index, or rows of a table without row ids.
    Entries,
    /// Such entries, and ways between them.
    WaysToEntries,
}

/// An open file.
#[derive(Debug)]
pub(super) struct Pages {
    file: File,
    size: usize,
    count: u32,
}

/// A page of a tree.
#[derive(Debug)]
pub(super) struct Page {
    bytes: Vec<u8>,
    pub(super) kind: Kind,
    /// Where the page's own header begins.
    start: usize,
    cells: usize,
}

/// A row as it lies in a page.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    pub(super) row_id: Option<i64>,
    local: &'a [u8],
    length: usize,
    overflow: Option<u32>,
}

impl Pages {
    /// Opens a file of pages of this size.
    pub(super) fn open(path: &Path, size: usize) -> std::io::Result<Self> {
        let file = File::open(path)?;
        let pages = file.metadata()?.len() / (size.max(1) as u64);
        Ok(Self {
            file,
            size,
            count: u32::try_from(pages).unwrap_or(u32::MAX),
        })
    }

    pub(super) const fn count(&self) -> u32 {
        self.count
    }

    /// Returns the page of this number, from 1 on, as it is.
    pub(super) fn bytes(&mut self, number: u32) -> Option<Vec<u8>> {
        let before = number.checked_sub(1)?;
        if number > self.count {
            return None;
        }
        let mut bytes = vec![0; self.size];
        let at = u64::from(before) * self.size as u64;
        self.file.seek(SeekFrom::Start(at)).ok()?;
        self.file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Returns the page of this number when it is one of a tree.
    pub(super) fn tree_page(&mut self, number: u32) -> Option<Page> {
        let bytes = self.bytes(number)?;
        let start = if number == 1 { HEADER } else { 0 };
        let kind = match bytes.get(start)? {
            13 => Kind::Rows,
            5 => Kind::WaysToRows,
            10 => Kind::Entries,
            2 => Kind::WaysToEntries,
            _ => return None,
        };
        let cells = usize::from(short(&bytes, start + 3)?);
        let page = Page {
            bytes,
            kind,
            start,
            cells,
        };
        (page.pointers() + cells * 2 <= page.bytes.len()).then_some(page)
    }

    /// Returns the values of a row; `None` when it is none.
    pub(super) fn record(&mut self, cell: &Cell<'_>) -> Option<Vec<Value>> {
        let mut payload = cell.local.to_vec();
        let mut next = cell.overflow;
        while payload.len() < cell.length {
            let bytes = self.bytes(next?)?;
            let rest = cell.length - payload.len();
            payload.extend(bytes.get(4..)?.iter().take(rest));
            next = long(&bytes, 0);
        }
        values(&payload)
    }

    /// Returns the pages that are free, as far as they can be told.
    pub(super) fn free(&mut self) -> Vec<u32> {
        let mut free = Vec::new();
        let mut next = self.bytes(1).and_then(|header| long(&header, 32));
        for _ in 0..MOST_TRUNKS.min(self.count) {
            let Some((number, bytes)) = next.and_then(|number| Some((number, self.bytes(number)?)))
            else {
                break;
            };
            free.push(number);
            let leaves = long(&bytes, 4).unwrap_or_default() as usize;
            free.extend(
                (0..leaves.min(bytes.len() / 4)).filter_map(|leaf| long(&bytes, 8 + leaf * 4)),
            );
            next = long(&bytes, 0);
        }
        free
    }
}

impl Page {
    const fn has_ways(&self) -> bool {
        matches!(self.kind, Kind::WaysToRows | Kind::WaysToEntries)
    }

    /// Where the list of cells begins.
    const fn pointers(&self) -> usize {
        self.start + if self.has_ways() { 12 } else { 8 }
    }

    fn cell_starts(&self) -> impl Iterator<Item = usize> {
        (0..self.cells)
            .filter_map(|cell| short(&self.bytes, self.pointers() + cell * 2))
            .map(usize::from)
    }

    /// Returns the pages this one leads to.
    pub(super) fn ways(&self) -> Vec<u32> {
        if !self.has_ways() {
            return Vec::new();
        }
        self.cell_starts()
            .filter_map(|at| long(&self.bytes, at))
            .chain(long(&self.bytes, self.start + 8))
            .collect()
    }

    /// Returns the rows of this page, as far as they can be rows; none of one that only leads to rows.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        self.cell_starts().filter_map(|at| self.cell(at))
    }

    fn cell(&self, at: usize) -> Option<Cell<'_>> {
        let at = match self.kind {
            Kind::WaysToRows => return None,
            Kind::WaysToEntries => at + 4,
            Kind::Rows | Kind::Entries => at,
        };
        let (length, taken) = varint(self.bytes.get(at..)?)?;
        let mut at = at + taken;
        let mut row_id = None;
        if self.kind == Kind::Rows {
            let (id, taken) = varint(self.bytes.get(at..)?)?;
            row_id = Some(id.cast_signed());
            at += taken;
        }
        if length > MOST_BYTES {
            return None;
        }
        let length = usize::try_from(length).ok()?;
        let usable = self.bytes.len();
        let most = match self.kind {
            Kind::Rows => usable - 35,
            _ => (usable - 12) * 64 / 255 - 23,
        };
        let least = (usable - 12) * 32 / 255 - 23;
        let local = if length <= most {
            length
        } else {
            let fitting = least + (length - least) % (usable - 4);
            if fitting <= most { fitting } else { least }
        };
        Some(Cell {
            row_id,
            local: self.bytes.get(at..at + local)?,
            length,
            overflow: (local < length)
                .then(|| long(&self.bytes, at + local))
                .flatten(),
        })
    }
}

fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, mut at) = varint(payload)?;
    let header = usize::try_from(header).ok()?;
    let mut content = header;
    let mut values = Vec::new();
    while at < header {
        let (kind, taken) = varint(payload.get(at..header)?)?;
        at += taken;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => (kind - 12) / 2,
        };
        let end = content.checked_add(usize::try_from(length).ok()?)?;
        let bytes = payload.get(content..end)?;
        content = end;
        values.push(match kind {
            0 => Value::Null,
            8 | 9 => Value::Integer(i64::from(kind == 9)),
            7 => Value::Real(f64::from_be_bytes(bytes.try_into().ok()?)),
            1..=6 => Value::Integer(integer(bytes)),
            _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
        });
    }
    (content == payload.len()).then_some(values)
}

/// Reads a signed number of up to eight bytes, the highest first.
fn integer(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|first| *first >= 0x80) {
        -1
    } else {
        0
    };
    bytes
        .iter()
        .fold(sign, |number, byte| (number << 8) | i64::from(*byte))
}

/// Reads a number of `SQLite`'s own kind, of one to nine bytes; returns it and how many they were.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for (index, byte) in bytes.iter().take(9).enumerate() {
        if index == 8 {
            return Some(((number << 8) | u64::from(*byte), 9));
        }
        number = (number << 7) | u64::from(byte & 0x7F);
        if *byte < 0x80 {
            return Some((number, index + 1));
        }
    }
    None
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Reads a page's number; `None` where there is none.
fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let number = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
    (number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    /// Every row of every page that holds rows of one table.
    fn all(path: &Path, kinds: [Kind; 2], columns: usize) -> Vec<(Option<i64>, Vec<Value>)> {
        let mut pages = Pages::open(path, 4096).unwrap();
        let free = pages.free();
        let mut rows = Vec::new();
        for number in 2..=pages.count() {
            let Some(page) = pages.tree_page(number).filter(|_| !free.contains(&number)) else {
                continue;
            };
            if kinds.contains(&page.kind) {
                for cell in page.cells() {
                    let record = pages.record(&cell).unwrap();
                    assert_eq!(record.len(), columns);
                    rows.push((cell.row_id, record));
                }
            }
        }
        rows
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            (-300_i64..300).prop_map(Value::Integer),
            any::<i32>().prop_map(|number| Value::Integer(number.into())),
            "[a-zé港]{0,40}".prop_map(Value::Text),
            (0_usize..20_000).prop_map(|length| Value::Text("word ".repeat(length))),
            prop::collection::vec(any::<u8>(), 0..9_000).prop_map(Value::Blob),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn rows_are_read_as_sqlite_wrote_them(rows in prop::collection::vec((any::<i64>(), value(), value()), 0..60)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.db");
            let connection = Connection::open(&path).unwrap();
            connection.execute_batch("PRAGMA page_size = 4096; CREATE TABLE a (id INTEGER PRIMARY KEY, b, c);").unwrap();
            for (id, b, c) in &rows {
                connection.execute("INSERT OR REPLACE INTO a VALUES (?1, ?2, ?3)", (id, b, c)).unwrap();
            }
            let expected: Vec<(Option<i64>, Vec<Value>)> = connection
                .prepare("SELECT id, b, c FROM a ORDER BY id").unwrap()
                .query_map([], |row| Ok((row.get(0)?, vec![Value::Null, row.get(1)?, row.get(2)?]))).unwrap()
                .map(Result::unwrap).collect();
            let mut found = all(&path, [Kind::Rows, Kind::Rows], 3);
            found.sort_by_key(|row| row.0);
            prop_assert_eq!(&found, &expected);

            connection.execute_batch(
                "DROP TABLE a; VACUUM; CREATE TABLE d (b, c, id INTEGER, PRIMARY KEY (id)) WITHOUT ROWID;").unwrap();
            for (id, b, c) in &rows {
                connection.execute("INSERT OR REPLACE INTO d VALUES (?2, ?3, ?1)", (id, b, c)).unwrap();
            }
            // The key comes first.
            let mut found: Vec<Vec<Value>> =
                all(&path, [Kind::Entries, Kind::WaysToEntries], 3).into_iter().map(|row| row.1).collect();
            found.sort_by_key(|row| match row[0] { Value::Integer(id) => id, _ => 0 });
            let expected: Vec<Vec<Value>> = expected
                .into_iter()
                .map(|(id, row)| vec![Value::Integer(id.unwrap()), row[1].clone(), row[2].clone()]).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(start in 0..4_usize, junk in prop::collection::vec(any::<u8>(), 1024)) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.db");
            let mut junk = junk;
            junk[0] = [13, 5, 10, 2][start];
            let file: Vec<u8> = [vec![0; 512], junk].concat();
            std::fs::write(&path, file).unwrap();
            let mut pages = Pages::open(&path, 512).unwrap();
            pages.free();
            for number in 0..5 {
                if let Some(page) = pages.tree_page(number) {
                    page.ways();
                    for cell in page.cells() {
                        let _ = pages.record(&cell);
                    }
                }
            }
        }
    }
}
