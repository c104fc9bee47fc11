//! Copies of the store while it is in use, and looking at how it is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::connection;
use super::error::{Result, StoreError};
use super::index;
use super::types::IndexProgress;

/// Pages copied between two breaths in which others may write.
const PAGES: std::ffi::c_int = 4_096;
/// Where another process writes, before the next try.
const BREATH: Duration = Duration::from_millis(1);

/// Copies the store to a new file; never writes over one, and leaves no half copy behind.
pub(super) fn copy(connection: &Connection, to: &Path) -> Result<()> {
    copy_telling(connection, to, |_, _| true)
}

/// The same, telling how many pages are left of how many; stops when the answer is no.
pub(super) fn copy_telling(
    connection: &Connection,
    to: &Path,
    tell: impl Fn(u64, u64) -> bool,
) -> Result<()> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    let failed = |why: String| StoreError::Backup {
        path: to.to_owned(),
        why,
    };
    let partial = to.with_extension("partial");
    let result = (|| {
        let mut target = Connection::open(&partial)?;
        let backup = Backup::new(connection, &mut target)?;
        loop {
            match backup.step(PAGES)? {
                StepResult::Done => return Ok(true),
                StepResult::More => {}
                // Somebody writes; there is another moment.
                _ => std::thread::sleep(BREATH),
            }
            let progress = backup.progress();
            let pages = |count: std::ffi::c_int| u64::try_from(count).unwrap_or_default();
            if !tell(pages(progress.remaining), pages(progress.pagecount)) {
                return Ok(false);
            }
        }
    })();
    let result = result
        .map_err(|error: rusqlite::Error| failed(error.to_string()))
        .and_then(|is_whole| {
            if is_whole {
                Ok(())
            } else {
                Err(StoreError::Stopped)
            }
        })
        .and_then(|()| std::fs::rename(&partial, to).map_err(|error| failed(error.to_string())));
    if result.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    result
}

/// Puts a backup in the place of the store at `store`, which nobody may have open. The present store is renamed, never
/// deleted; returns its new name.
///
/// # Errors
/// [`StoreError::Busy`] while somebody has the store open, [`StoreError::NoBackup`] when `from` is no sound store. Then
/// nothing was changed.
pub fn restore(store: &Path, from: &Path) -> Result<Option<PathBuf>> {
    let refused = |why: String| StoreError::NoBackup {
        path: from.to_owned(),
        why,
    };
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| refused(error.to_string()))?;
    let sound: String = source
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| refused(error.to_string()))?;
    let (found, known) = (connection::version(&source)?, connection::schema_version());
    if sound != "ok" {
        return Err(refused(sound));
    }
    if found == 0 || source.prepare("SELECT id FROM article").is_err() {
        return Err(refused("it is not a store of squelch".to_owned()));
    }
    if found > known {
        return Err(StoreError::TooNew {
            path: from.to_owned(),
            found,
            known,
        });
    }
    if let Some(folder) = store.parent() {
        std::fs::create_dir_all(folder).map_err(|source| StoreError::Folder {
            path: folder.to_owned(),
            source,
        })?;
    }
    if store.exists() {
        // What a restore left that was killed; the store it was to replace is there.
        while let Some(left) = connection::last_name(store, "incoming") {
            for suffix in ["-wal", "-shm", ""] {
                let _ = std::fs::remove_file(connection::with_suffix(&left, suffix));
            }
            if left.exists() {
                break;
            }
        }
    }
    // The copy stands beside the store before anything there is touched.
    let incoming = connection::free_name(store, "incoming");
    copy(&source, &incoming)?;
    let result = (|| {
        let copied = Connection::open(&incoming)?;
        // An index of the present store may bear the same name and know other articles: it is made again.
        index::forget_all(&copied)?;
        copied.execute("UPDATE feed SET leased_until = NULL", [])?;
        drop(copied);
        let aside = if store.exists() {
            Some(connection::set_aside_unused(store, "before-restore")?)
        } else {
            None
        };
        std::fs::rename(&incoming, store).map_err(|source| StoreError::Folder {
            path: store.to_owned(),
            source,
        })?;
        Ok(aside)
    })();
    if result.is_err() {
        let _ = std::fs::remove_file(&incoming);
    }
    result
}

/// What SQL knows of the store's state.
#[derive(Debug)]
pub(super) struct Health {
    pub(super) schema_version: u32,
    pub(super) integrity: String,
    pub(super) feeds: u64,
    pub(super) articles: u64,
    pub(super) unread: u64,
    pub(super) bookmarks: u64,
    pub(super) waiting: u64,
    pub(super) bytes: u64,
}

/// Returns how many articles are still to go into an index that is being made.
fn unfilled(connection: &Connection) -> Result<u64> {
    let Some(below) = index::unfilled(connection)? else {
        return Ok(0);
    };
    let sql = "SELECT count(*) FROM article WHERE id < ?1";
    Ok(connection.query_row(sql, [below], |row| row.get(0))?)
}

/// Returns which index is searched, and how far one that is being made is.
pub(super) fn index_progress(connection: &Connection) -> Result<IndexProgress> {
    let down_to = index::filled_down_to(connection)?;
    let count = |sql: &str| connection.query_row(sql, [down_to], |row| row.get(0));
    Ok(IndexProgress {
        searched: index::searched(connection)?.unwrap_or_default(),
        is_making: down_to.is_some(),
        indexed: count("SELECT count(*) FROM article WHERE id >= ?1")?,
        waiting: count("SELECT count(*) FROM article WHERE id < ?1")?,
    })
}

pub(super) fn examine(connection: &Connection) -> Result<Health> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0));
    let integrity: Vec<String> = connection
        .prepare("PRAGMA quick_check(5)")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Health {
        schema_version: connection::version(connection)?,
        integrity: integrity.join("; "),
        feeds: count("SELECT count(*) FROM feed WHERE removed_at IS NULL")?,
        articles: count("SELECT count(*) FROM article")?,
        unread: count("SELECT count(*) FROM unread")?,
        bookmarks: count("SELECT count(*) FROM bookmark")?,
        waiting: count("SELECT count(*) FROM outbox")? + unfilled(connection)?,
        bytes: count("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")?,
    })
}
