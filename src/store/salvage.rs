//! What can be read of a damaged store goes into a new one, and the damaged one is kept.
//!
//! Damage that shows while the store is in use is noted beside it ([`suspect`]); the next start looks at the whole file,
//! and when it is damaged, takes its place with what could be saved ([`heal`]). Rows are read as `SQLite` hands them out
//! ([`rows`]), and of a table it cannot read whole as they lie in the pages ([`page_rows`]). A first page that cannot be read
//! is written anew for that ([`first_page`]).

mod first_page;
mod mend;
mod page_rows;
mod pages;
pub(super) mod rows;

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use first_page::FirstPage;

use super::connection::{self, is_busy, is_damage};
use super::dictionary;
use super::error::{Result, StoreError};

/// How long a process that has the store open is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// What was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Saved {
    feeds: u64,
    articles: u64,
    /// Articles there were, as far as that can be told.
    articles_before: Option<u64>,
    /// Articles saved without their text.
    without_text: u64,
    bookmarks: u64,
    /// Bookmarks of articles that are lost.
    lost_bookmarks: u64,
}

impl Saved {
    fn in_words(self, kept: &Path) -> String {
        let Self {
            feeds,
            articles,
            articles_before,
            without_text,
            bookmarks,
            lost_bookmarks,
        } = self;
        let of = articles_before
            .filter(|before| *before > articles)
            .map(|before| format!(" of {before}"))
            .unwrap_or_default();
        let mut words = format!(
            "the store was damaged; {articles}{of} articles, {feeds} feeds and {bookmarks} bookmarks were saved into a new one"
        );
        if without_text > 0 {
            let _ = write!(words, ", {without_text} articles without their text");
        }
        if lost_bookmarks > 0 {
            let _ = write!(words, ", {lost_bookmarks} bookmarked articles are lost");
        }
        let _ = write!(words, "; the damaged one is kept as {}", kept.display());
        words
    }
}

/// Notes that a store may be damaged, so that the next start looks at all of it.
pub(super) fn suspect(store: &Path) {
    // Where not even this can be written, the next one who meets the damage tries again.
    let _ = File::options().create(true).append(true).open(note(store));
}

pub(super) fn is_suspect(store: &Path) -> bool {
    note(store).exists()
}

fn note(store: &Path) -> PathBuf {
    connection::with_suffix(store, "-suspect")
}

/// Where a new store stands until the damaged one is out of the way.
fn ready(store: &Path) -> PathBuf {
    store.with_extension("salvaged.db")
}

/// Puts in place what a process that was killed had ready when the store's own name was free.
pub(super) fn finish(store: &Path) {
    if store.exists() {
        return;
    }
    let incoming = connection::last_name(store, "incoming");
    for waiting in [Some(ready(store)), incoming].into_iter().flatten() {
        if waiting.exists() && std::fs::rename(&waiting, store).is_ok() {
            return;
        }
    }
}

/// Looks at a store that is suspected; a damaged one is kept under another name, and a new one with what could be saved
/// of it takes its place. Does nothing while another process has it open.
pub(super) fn heal(store: &Path, notices: &mut Vec<String>) -> Result<()> {
    let Ok(lock) = File::options().create(true).append(true).open(note(store)) else {
        return Ok(());
    };
    // Of several who start at once, one does it and the others wait.
    if lock.lock().is_err() || !is_suspect(store) {
        return Ok(());
    }
    let mut opened = alone(store);
    if opened.as_ref().is_ok_and(is_sound) {
        forget(store);
        return Ok(());
    }
    let mut first_page = None;
    let is_readable = match &opened {
        Ok(damaged) => first_page::is_whole(damaged),
        Err(error) => !is_damage(error),
    };
    if !is_readable {
        let before = opened;
        first_page = FirstPage::put_anew(store)?;
        opened = match first_page {
            Some(_) => {
                drop(before);
                alone(store)
            }
            None => before,
        };
    }
    let damaged = match opened {
        Ok(damaged) => damaged,
        Err(error) if is_busy(&error) => {
            FirstPage::take_back(first_page);
            notices.push(
                "the store may be damaged, and another squelch has it open; close that, and the next start saves what can \
                 be read"
                    .to_owned(),
            );
            return Ok(());
        }
        Err(error) => {
            FirstPage::take_back(first_page);
            if !is_damage(&error) {
                return Err(connection::open_error(store, error));
            }
            connection::set_aside(store, notices)?;
            forget(store);
            return Ok(());
        }
    };
    let saved = save(&damaged, store);
    // SQLite writes what waits in the log into the file it belongs to, and lets go of it.
    drop(damaged);
    FirstPage::take_back(first_page);
    match saved {
        Ok(saved) => {
            let kept = connection::rename_aside(store, "damaged")?;
            rename(&ready(store), store)?;
            notices.push(saved.in_words(&kept));
        }
        Err(StoreError::Full) => return Err(StoreError::Full),
        // Not even its tables can be told.
        Err(error) => {
            tracing::warn!(%error, "nothing could be saved of a damaged store");
            connection::set_aside(store, notices)?;
        }
    }
    forget(store);
    Ok(())
}

fn forget(store: &Path) {
    let _ = std::fs::remove_file(note(store));
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    std::fs::rename(from, to).map_err(|source| StoreError::Folder {
        path: from.to_owned(),
        source,
    })
}

/// Opens a store nobody else has open, and keeps others out.
fn alone(store: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(store)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    // A file shorter than it says is refused otherwise, with all that is in it; nothing is written here.
    connection.pragma_update(None, "writable_schema", true)?;
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?;
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    Ok(connection)
}

/// `SQLite` looks after its pages; what is in the rows it takes as it is.
fn is_sound(connection: &Connection) -> bool {
    connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        .is_ok_and(|said| said == "ok")
        && rows::count_wrong(connection).is_ok_and(|wrong| wrong == 0)
}

/// Writes what can be read into a new store, whole and on disk before it gets its name.
fn save(damaged: &Connection, store: &Path) -> Result<Saved> {
    let partial = store.with_extension("salvaged.partial");
    for old in [&partial, &ready(store)] {
        let _ = std::fs::remove_file(old);
    }
    let result = (|| {
        let mut fresh = Connection::open(&partial)?;
        // A crash makes this file worthless anyway: it is begun again.
        fresh.execute_batch(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;",
        )?;
        let version = connection::version(damaged)?.clamp(1, connection::schema_version());
        connection::bring_to(&mut fresh, store, version)?;
        let transaction = fresh.transaction()?;
        let saved_rows = rows::copy_all(damaged, &transaction, store)?;
        transaction.commit()?;
        connection::bring_to(&mut fresh, store, connection::schema_version())?;
        let transaction = fresh.transaction()?;
        dictionary::salvage(damaged, &transaction)?;
        let saved = mend::mend(damaged, &transaction)?;
        transaction.commit()?;
        if saved_rows == 0 {
            return Err(StoreError::Damaged("no row can be read".to_owned()));
        }
        Ok(saved)
    })();
    let result = result.and_then(|saved| {
        File::open(&partial)
            .and_then(|file| file.sync_all())
            .map_err(|source| StoreError::Folder {
                path: partial.clone(),
                source,
            })?;
        rename(&partial, &ready(store))?;
        Ok(saved)
    });
    if result.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    result
}
