//! One writer thread and a few readers, each with a connection of its own.
//!
//! Callers send a closure and await its answer; the drawing thread never touches `SQLite`.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::connection;
use super::error::{Result, StoreError};
use super::index::SearchIndex;
use super::lists::Finder;

/// Lists, an open article and a long search at the same time.
const READERS: usize = 3;

/// What a thread owns.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) connection: Connection,
    pub(super) finder: Finder,
}

type Job = Box<dyn FnOnce(&mut Seat) + Send>;

/// The threads; they end when the last handle is dropped, or with [`Workers::stop`].
#[derive(Debug)]
pub(super) struct Workers {
    writer: Mutex<Option<Sender<Job>>>,
    readers: Mutex<Option<Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Workers {
    /// Starts the threads; `writer` is the connection that was opened and migrated.
    pub(super) fn start(path: &Path, writer: Connection, index: &Arc<SearchIndex>) -> Result<Self> {
        let seat = |connection| Seat {
            connection,
            finder: Finder::new(Arc::clone(index)),
        };
        let (write, write_jobs) = mpsc::channel();
        let (read, read_jobs) = mpsc::channel();
        let read_jobs = Arc::new(Mutex::new(read_jobs));
        let mut threads = vec![spawn("store-writer", seat(writer), Jobs::Own(write_jobs))?];
        for number in 0..READERS {
            let connection = connection::open_reader(path)?;
            let jobs = Jobs::Shared(Arc::clone(&read_jobs));
            threads.push(spawn(
                &format!("store-reader-{number}"),
                seat(connection),
                jobs,
            )?);
        }
        Ok(Self {
            writer: Mutex::new(Some(write)),
            readers: Mutex::new(Some(read)),
            threads: Mutex::new(threads),
        })
    }

    /// Runs `job` on a reader.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Seat) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        answer(ask(&self.readers, job)?.await)
    }

    /// Runs `job` on the writer, after all that was sent before.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        answer(ask(&self.writer, |seat| job(&mut seat.connection))?.await)
    }

    /// The same for threads of the store itself, which may wait.
    pub(super) fn write_and_wait<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        answer(ask(&self.writer, |seat| job(&mut seat.connection))?.blocking_recv())
    }

    /// Lets the threads finish what was sent and waits for them.
    pub(super) fn stop(&self) {
        lock(&self.writer).take();
        lock(&self.readers).take();
        for thread in lock(&self.threads).drain(..) {
            // A thread that panicked has said so already; there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ask<T: Send + 'static>(
    sender: &Mutex<Option<Sender<Job>>>,
    job: impl FnOnce(&mut Seat) -> Result<T> + Send + 'static,
) -> Result<oneshot::Receiver<Result<T>>> {
    let (answer, answered) = oneshot::channel();
    let job: Job = Box::new(move |seat| {
        // The caller may have lost interest; the work is done all the same.
        let _ = answer.send(job(seat));
    });
    lock(sender)
        .as_ref()
        .ok_or(StoreError::Closed)?
        .send(job)
        .map_err(|_| StoreError::Closed)?;
    Ok(answered)
}

fn answer<T>(answered: std::result::Result<Result<T>, oneshot::error::RecvError>) -> Result<T> {
    answered.map_err(|_| StoreError::Closed)?
}

enum Jobs {
    Own(Receiver<Job>),
    Shared(Arc<Mutex<Receiver<Job>>>),
}

impl Jobs {
    fn next(&self) -> Option<Job> {
        match self {
            Self::Own(jobs) => jobs.recv().ok(),
            Self::Shared(jobs) => lock(jobs).recv().ok(),
        }
    }
}

fn spawn(name: &str, mut seat: Seat, jobs: Jobs) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            while let Some(job) = jobs.next() {
                // A fault in one job must not take the store away from all that come after; its open transaction is
                // rolled back as it unwinds.
                let run = std::panic::AssertUnwindSafe(|| job(&mut seat));
                if std::panic::catch_unwind(run).is_err() {
                    tracing::error!("a job of the store panicked");
                }
            }
        })
        .map_err(|source| StoreError::Folder {
            path: std::path::PathBuf::from(name),
            source,
        })
}
