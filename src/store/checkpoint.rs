//! Carries the write-ahead log over into the store's file, beside those who write.
//!
//! `SQLite` by itself does it within the commit that makes the log long, and that may be a person's: such a one took
//! 30 ms where others take 0.1. So a thread of its own does it, and whoever writes in the background lends a hand where
//! that thread falls behind. [`Log`] is the writer's side.

use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{self, SyncSender, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::connection;
use super::error::{Result, StoreError};

/// Pages of the log from which it is carried over, as many as with `SQLite` itself.
const LONG: i32 = 1_000;
/// Pages from which the background waits for it: the log begins anew only when all of it is carried over, which never
/// comes to pass while somebody writes on and on.
const TOO_LONG: i32 = 4_000;

/// The log as the writer sees it.
#[derive(Debug)]
pub(super) struct Log {
    /// Since the last look; zero where nothing was written.
    pages: Arc<AtomicI32>,
    carrier: SyncSender<()>,
    /// Held while somebody here carries it over: a second one would be turned away.
    turn: Arc<Mutex<()>>,
}

impl Log {
    /// Watches what a connection writes, and starts the thread that carries it over. The thread ends with the log.
    pub(super) fn watch(path: &Path, writer: &mut Connection) -> Result<(Self, JoinHandle<()>)> {
        let pages = Arc::new(AtomicI32::new(0));
        let written = Arc::clone(&pages);
        // This takes the place of SQLite's own way of doing it.
        writer.wal_hook(Some(move |_: &mut _, pages| {
            written.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        let own = connection::open_beside(path)?;
        let turn = Arc::new(Mutex::new(()));
        let carriers = Arc::clone(&turn);
        let (carrier, called) = mpsc::sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || {
                while called.recv().is_ok() {
                    carry_over(&own, &carriers);
                }
            })
            .map_err(|source| StoreError::Folder {
                path: path.to_owned(),
                source,
            })?;
        let log = Self {
            pages,
            carrier,
            turn,
        };
        Ok((log, thread))
    }

    /// Looks at the log after a job; `is_background` says that nobody is kept waiting by what this takes. Returns
    /// whether the job wrote something.
    pub(super) fn look(&self, writer: &Connection, is_background: bool) -> bool {
        let pages = self.pages.swap(0, Ordering::Relaxed);
        if pages >= TOO_LONG && is_background {
            carry_over(writer, &self.turn);
        } else if pages >= LONG {
            // Full: it is called already. Gone: the next commit asks for it again.
            if let Err(TrySendError::Disconnected(())) = self.carrier.try_send(()) {
                tracing::warn!("nobody carries the store's log over");
            }
        }
        pages > 0
    }
}

/// As far as nobody reads from what lies before, and without waiting for another process that does the same.
fn carry_over(connection: &Connection, turn: &Mutex<()>) {
    let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
    let carried = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    if let Err(error) = carried {
        // A full disk, say: the log goes on, and the next commit asks again.
        tracing::debug!(%error, "the store's log could not be carried over");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: i64 = 500;

    fn write(connection: &Connection) {
        connection
            .execute(
                "INSERT INTO version (id, seen_at, title, content) VALUES \
                 ((SELECT count(*) FROM version), 0, '', zeroblob(?1 * 8192))",
                [PAGES],
            )
            .unwrap();
    }

    fn store(folder: &Path) -> (std::path::PathBuf, Connection) {
        let path = folder.join("squelch.db");
        let tell: super::super::Tell = Arc::new(|_| true);
        let writer = connection::open(&path, &mut Vec::new(), &tell).unwrap();
        (path, writer)
    }

    fn bytes(path: &Path) -> i64 {
        i64::try_from(std::fs::metadata(path).unwrap().len()).unwrap()
    }

    #[test]
    fn a_person_never_carries_the_log_over_and_the_thread_does() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut writer) = store(folder.path());
        let (log, thread) = Log::watch(&path, &mut writer).unwrap();
        for _ in 0..4 {
            write(&writer);
            assert!(log.pages.load(Ordering::Relaxed) > 0);
        }
        assert!(bytes(&path) < PAGES * 8192, "no commit did it");
        assert!(log.look(&writer, false));
        assert!(!log.look(&writer, false), "nothing was written since");
        drop(log);
        thread.join().unwrap();
        assert!(bytes(&path) > 4 * PAGES * 8192);
    }

    #[test]
    fn a_log_stays_bounded_while_somebody_writes_on_and_on() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut writer) = store(folder.path());
        let (log, thread) = Log::watch(&path, &mut writer).unwrap();
        for _ in 0..30 {
            write(&writer);
            log.look(&writer, true);
        }
        let longest = i64::from(TOO_LONG) + 2 * PAGES;
        assert!(bytes(&connection::with_suffix(&path, "-wal")) < longest * 8300);
        assert!(bytes(&path) > 20 * PAGES * 8192);
        drop(log);
        thread.join().unwrap();
    }
}
