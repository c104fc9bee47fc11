//! newsboat's `cache.db`: every article it ever had, with what was read, flagged and deleted.
//!
//! The file is another program's: it is opened read-only and as if nothing could change it, so that not even a lock is
//! left. One that is being written, or was left in the middle of it, is read from a copy. Columns have come with the
//! versions of newsboat, so what there is is asked for, and what there is not is left empty.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, Row};
use tempfile::TempDir;
use url::Url;

use crate::domain::{KeptEntry, Timestamp};
use crate::fetch::parse::{Kept, KeptFile, entries_of};
use crate::text::printable;

/// What an `SQLite` file begins with.
pub const MAGIC: &[u8] = b"SQLite format 3\0";
/// Articles handed over together.
const AT_ONCE: usize = 200;

/// Why a file is no cache of newsboat's: `not a cache of newsboat: …`.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    #[error("not a cache of newsboat: {0}")]
    NotACache(String),
    #[error("the cache cannot be read: {0}")]
    Sql(#[from] rusqlite::Error),
    #[error("the cache cannot be copied to be read: {0}")]
    Copy(#[from] std::io::Error),
}

/// An open cache.
#[derive(Debug)]
pub struct Cache {
    connection: Connection,
    columns: HashSet<String>,
    /// Removed when the cache is closed.
    _copy: Option<TempDir>,
}

/// A feed of the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedFeed {
    /// As newsboat's list of subscriptions has it.
    pub address: String,
    pub title: Option<String>,
    pub site: Option<Url>,
    pub articles: u64,
}

impl Cache {
    /// Opens a cache without writing to it or beside it.
    ///
    /// # Errors
    /// When it is none, or cannot be read.
    pub fn open(path: &Path) -> Result<Self, CacheError> {
        let (path, copy) = if has_company(path) {
            let (folder, path) = copied(path)?;
            (path, Some(folder))
        } else {
            (path.to_owned(), None)
        };
        let connection = if copy.is_some() {
            Connection::open(&path)?
        } else {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_URI;
            let mut address = Url::from_file_path(std::path::absolute(&path)?)
                .map_err(|()| CacheError::NotACache("its path has no address".to_owned()))?;
            address.set_query(Some("mode=ro&immutable=1"));
            Connection::open_with_flags(address.as_str(), flags)?
        };
        connection.pragma_update(None, "query_only", true)?;
        let columns = columns_of(&connection, "rss_item")?;
        for needed in ["guid", "feedurl"] {
            if !columns.contains(needed) {
                let is_own = !columns_of(&connection, "saved_search")?.is_empty();
                return Err(CacheError::NotACache(if is_own {
                    "it is a store of squelch; `squelch restore` puts it back".to_owned()
                } else {
                    "it is a database of another program".to_owned()
                }));
            }
        }
        Ok(Self {
            connection,
            columns,
            _copy: copy,
        })
    }

    /// Returns the feeds that articles are there of.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn feeds(&self) -> Result<Vec<CachedFeed>, CacheError> {
        let about = columns_of(&self.connection, "rss_feed")?;
        let column = |name: &str| {
            if about.contains("rssurl") && about.contains(name) {
                format!("(SELECT {name} FROM rss_feed WHERE rssurl = feedurl)")
            } else {
                "NULL".to_owned()
            }
        };
        let sql = format!(
            "SELECT feedurl, {}, {}, count(*) FROM rss_item GROUP BY feedurl",
            column("title"),
            column("url")
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut feeds = Vec::new();
        while let Some(row) = rows.next()? {
            feeds.push(CachedFeed {
                address: text(row, 0)?.unwrap_or_default(),
                title: text(row, 1)?
                    .map(|title| printable::line(&title).trim().to_owned())
                    .filter(|title| !title.is_empty()),
                site: text(row, 2)?
                    .and_then(|site| Url::parse(&site).ok())
                    .filter(|site| matches!(site.scheme(), "http" | "https")),
                articles: row.get(3)?,
            });
        }
        Ok(feeds)
    }

    /// Hands the articles of a feed to `each`, oldest first and some hundred at a time, until it returns false.
    ///
    /// # Errors
    /// When the file is damaged; what came before was handed over.
    pub fn articles(
        &self,
        address: &str,
        mut each: impl FnMut(Vec<KeptEntry>) -> bool,
    ) -> Result<(), CacheError> {
        let column = |name: &str| {
            if self.columns.contains(&name.to_ascii_lowercase()) {
                name.to_owned()
            } else {
                format!("NULL AS {name}")
            }
        };
        let names = [
            "guid",
            "title",
            "author",
            "url",
            "pubDate",
            "content",
            "unread",
            "enclosure_url",
            "enclosure_type",
            "flags",
            "deleted",
            "base",
            "content_mime_type",
        ];
        let sql = format!(
            "SELECT {} FROM rss_item WHERE feedurl = ?1 ORDER BY rowid",
            names.map(column).join(", ")
        );
        // Relative links of a feed made by a program lead nowhere.
        let base = Url::parse(address)
            .ok()
            .filter(|base| !base.cannot_be_a_base())
            .or_else(|| Url::parse("http://localhost/").ok());
        let Some(base) = base else {
            return Ok(());
        };
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([address])?;
        let mut waiting = Vec::with_capacity(AT_ONCE);
        loop {
            let row = rows.next()?;
            let is_over = row.is_none();
            if let Some(row) = row {
                waiting.push(article(row)?);
            }
            if (is_over || waiting.len() >= AT_ONCE) && !waiting.is_empty() {
                let (marks, kept): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
                let entries = entries_of(kept, &base);
                let batch = entries
                    .into_iter()
                    .zip(marks)
                    .filter_map(|(entry, marks)| {
                        Some(KeptEntry {
                            entry: entry?,
                            ..marks
                        })
                    })
                    .collect();
                if !each(batch) {
                    return Ok(());
                }
            }
            if is_over {
                return Ok(());
            }
        }
    }
}

/// Whether something stands beside it that belongs to it: a journal of changes under way, or a log of them.
fn has_company(path: &Path) -> bool {
    ["-journal", "-wal"]
        .iter()
        .any(|suffix| std::fs::metadata(beside(path, suffix)).is_ok_and(|file| file.len() > 0))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Copies the file and what belongs to it.
fn copied(path: &Path) -> std::io::Result<(TempDir, PathBuf)> {
    let folder = tempfile::Builder::new().prefix("squelch").tempdir()?;
    let copy = folder.path().join("cache.db");
    std::fs::copy(path, &copy)?;
    for suffix in ["-journal", "-wal"] {
        let from = beside(path, suffix);
        if from.exists() {
            std::fs::copy(from, beside(&copy, suffix))?;
        }
    }
    Ok((folder, copy))
}

/// Returns the names of a table's columns in lower case, none when there is no such table.
fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<HashSet<String>> {
    let mut statement = connection.prepare(&format!("PRAGMA table_info({table})"))?;
    let mut rows = statement.query([])?;
    let mut names = HashSet::new();
    while let Some(row) = rows.next()? {
        names.insert(row.get::<_, String>(1)?.to_ascii_lowercase());
    }
    Ok(names)
}

/// What the person did to an article, and what it says.
fn article(row: &Row<'_>) -> rusqlite::Result<(KeptEntry, Kept)> {
    let published = number(row, 4)?
        .filter(|seconds| *seconds > 0)
        .map(Timestamp::from_seconds);
    let flags = text(row, 9)?.unwrap_or_default();
    let tags: Vec<String> = flags.chars().filter_map(super::flag_tag).collect();
    let link = text(row, 3)?;
    // Where a feed gives no guid, newsboat puts the link or the title there, perhaps with the date behind.
    let guid = text(row, 0)?.filter(|guid| {
        let is_made = link.as_deref().is_some_and(|link| {
            !link.is_empty() && guid.len() > link.len() && guid.starts_with(link)
        });
        let looks_like_a_date = is_made
            && link
                .as_deref()
                .and_then(|link| guid.get(link.len()..))
                .is_some_and(|rest| rest.contains(':') && rest.contains(char::is_numeric));
        !looks_like_a_date
    });
    let file = text(row, 7)?.filter(|address| !address.is_empty());
    let marks = KeptEntry {
        seen_at: published,
        is_unread: number(row, 6)?.is_some_and(|unread| unread != 0),
        bookmarked_at: (!tags.is_empty()).then(|| published.unwrap_or(Timestamp::from_seconds(0))),
        is_deleted: number(row, 10)?.is_some_and(|deleted| deleted != 0),
        tags,
        ..KeptEntry::default()
    };
    let kept = Kept {
        guid,
        title: text(row, 1)?,
        author: text(row, 2)?,
        link,
        published,
        content: text(row, 5)?,
        is_text: text(row, 12)?.is_some_and(|kind| kind.eq_ignore_ascii_case("text/plain")),
        files: match file {
            Some(address) => vec![KeptFile {
                address,
                mime_type: text(row, 8)?,
                length: None,
            }],
            None => Vec::new(),
        },
        base: text(row, 11)?.filter(|base| !base.is_empty()),
        ..Kept::default()
    };
    Ok((marks, kept))
}

/// A text, whatever the column holds.
fn text(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(index)? {
        ValueRef::Null => None,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
    })
}

/// A whole number, whatever the column holds.
fn number(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<i64>> {
    Ok(match row.get::<_, Value>(index) {
        Ok(Value::Integer(number)) => Some(number),
        Ok(Value::Text(text)) => text.trim().parse().ok(),
        Ok(_) | Err(rusqlite::Error::FromSqlConversionFailure(..)) => None,
        Err(error) => return Err(error),
    })
}
