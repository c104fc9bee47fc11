//! One writer thread and a few readers, each with a connection of its own.
//!
//! Callers send a closure and await its answer; the drawing thread never touches `SQLite`.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::checkpoint::Log;
use super::connection;
use super::error::{Result, StoreError};
use super::index::SearchIndex;
use super::lists::Finder;
use super::salvage;

/// Lists, an open article and a long search at the same time.
const READERS: usize = 3;

/// What a thread owns.
#[derive(Debug)]
pub(super) struct Seat {
    pub(super) connection: Connection,
    pub(super) finder: Finder,
}

type Job = Box<dyn FnOnce(&mut Seat) + Send>;

/// Who waits for a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Urgency {
    /// A person, who is answered before anything else that waits.
    Person,
    /// Nobody who would notice: a refresh, the indexer.
    Background,
}

/// The threads; they end when the last handle is dropped, or with [`Workers::stop`].
#[derive(Debug)]
pub(super) struct Workers {
    path: PathBuf,
    writer: Mutex<Option<Sender<(Urgency, Job)>>>,
    readers: Mutex<Option<Sender<(Urgency, Job)>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Workers {
    /// Starts the threads; `writer` is the connection that was opened and migrated.
    pub(super) fn start(
        path: &Path,
        mut writer: Connection,
        index: &Arc<SearchIndex>,
    ) -> Result<Self> {
        let (log, carrier) = Log::watch(path, &mut writer)?;
        let haste = Haste::of(&mut writer)?;
        let seat = |connection| Seat {
            connection,
            finder: Finder::new(Arc::clone(index)),
        };
        let (write, write_jobs) = mpsc::channel();
        let (read, read_jobs) = mpsc::channel();
        let read_jobs = Arc::new(Mutex::new(read_jobs));
        let mut threads = vec![spawn(
            "store-writer",
            seat(writer),
            Jobs::own(write_jobs),
            Some((log, haste)),
        )?];
        threads.push(carrier);
        for number in 0..READERS {
            let connection = connection::open_reader(path)?;
            let jobs = Jobs::Shared(Arc::clone(&read_jobs));
            threads.push(spawn(
                &format!("store-reader-{number}"),
                seat(connection),
                jobs,
                None,
            )?);
        }
        Ok(Self {
            path: path.to_owned(),
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
        self.answer(ask(&self.readers, Urgency::Person, job)?.await)
    }

    /// Runs `job` on the writer for a person: after what persons sent before, ahead of what waits in the background.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.answer(
            ask(&self.writer, Urgency::Person, |seat| {
                job(&mut seat.connection)
            })?
            .await,
        )
    }

    /// Runs `job` on the writer when no person waits for it. Long work is sent in pieces, so that it can be overtaken.
    pub(super) async fn write_in_background<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.answer(
            ask(&self.writer, Urgency::Background, |seat| {
                job(&mut seat.connection)
            })?
            .await,
        )
    }

    /// The same for threads of the store itself, which may wait.
    pub(super) fn write_and_wait<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.answer(
            ask(&self.writer, Urgency::Background, |seat| {
                job(&mut seat.connection)
            })?
            .blocking_recv(),
        )
    }

    /// Damage that shows is noted for the next start.
    fn answer<T>(
        &self,
        answered: std::result::Result<Result<T>, oneshot::error::RecvError>,
    ) -> Result<T> {
        let result = answered.map_err(|_| StoreError::Closed)?;
        if matches!(result, Err(StoreError::Damaged(_))) {
            salvage::suspect(&self.path);
        }
        result
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
    sender: &Mutex<Option<Sender<(Urgency, Job)>>>,
    urgency: Urgency,
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
        .send((urgency, job))
        .map_err(|_| StoreError::Closed)?;
    Ok(answered)
}

enum Jobs {
    Own {
        sent: Receiver<(Urgency, Job)>,
        /// Background jobs that were overtaken, oldest first.
        overtaken: VecDeque<Job>,
    },
    Shared(Arc<Mutex<Receiver<(Urgency, Job)>>>),
}

impl Jobs {
    const fn own(sent: Receiver<(Urgency, Job)>) -> Self {
        Self::Own {
            sent,
            overtaken: VecDeque::new(),
        }
    }

    /// Waits for a job; `None` when all are done and no more can come.
    fn next(&mut self) -> Option<(Urgency, Job)> {
        let (sent, overtaken) = match self {
            Self::Own { sent, overtaken } => (sent, overtaken),
            Self::Shared(jobs) => return lock(jobs).recv().ok(),
        };
        for (urgency, job) in sent.try_iter() {
            match urgency {
                Urgency::Person => return Some((urgency, job)),
                Urgency::Background => overtaken.push_back(job),
            }
        }
        overtaken
            .pop_front()
            .map(|job| (Urgency::Background, job))
            .or_else(|| sent.recv().ok())
    }
}

/// How the writer waits for another process that is writing. Nobody is told when that one is done, so it is asked for
/// again and again; whoever asks more often is more likely to be next.
#[derive(Debug)]
struct Haste(Arc<AtomicBool>);

impl Haste {
    /// Between two tries for a person, and how long the background leaves the store to others after each of its jobs.
    const PERSON: Duration = Duration::from_micros(400);
    const BACKGROUND: Duration = Duration::from_millis(3);

    fn of(writer: &mut Connection) -> Result<Self> {
        let is_person = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&is_person);
        writer.busy_handler(Some(move |tries: i32| {
            let pause = if asked.load(Ordering::Relaxed) {
                Self::PERSON
            } else {
                Self::BACKGROUND
            };
            std::thread::sleep(pause);
            pause * u32::try_from(tries).unwrap_or_default() < connection::PATIENCE
        }))?;
        Ok(Self(is_person))
    }
}

/// `writing` is the writer's alone.
fn spawn(
    name: &str,
    mut seat: Seat,
    mut jobs: Jobs,
    writing: Option<(Log, Haste)>,
) -> Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            while let Some((urgency, job)) = jobs.next() {
                if let Some((_, haste)) = &writing {
                    haste.0.store(urgency == Urgency::Person, Ordering::Relaxed);
                }
                // A fault in one job must not take the store away from all that come after; its open transaction is
                // rolled back as it unwinds.
                let run = std::panic::AssertUnwindSafe(|| job(&mut seat));
                if std::panic::catch_unwind(run).is_err() {
                    tracing::error!("a job of the store panicked");
                }
                if let Some((log, _)) = &writing {
                    let is_background = urgency == Urgency::Background;
                    if log.look(&seat.connection, is_background) && is_background {
                        // A moment in which another process finds the store free.
                        std::thread::sleep(Haste::PERSON);
                    }
                }
            }
        })
        .map_err(|source| StoreError::Folder {
            path: std::path::PathBuf::from(name),
            source,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_overtakes_the_background_and_each_keeps_its_own_order() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, sent) = mpsc::channel();
        let order = Arc::new(Mutex::new(Vec::new()));
        for (urgency, name) in [
            (Urgency::Background, "feeds 1"),
            (Urgency::Background, "feeds 2"),
            (Urgency::Person, "mark 1"),
            (Urgency::Background, "feeds 3"),
            (Urgency::Person, "mark 2"),
        ] {
            let order = Arc::clone(&order);
            let job: Job = Box::new(move |_| lock(&order).push(name));
            sender.send((urgency, job)).unwrap();
        }
        drop(sender);
        let mut seat = Seat {
            connection: Connection::open_in_memory().unwrap(),
            finder: Finder::new(Arc::new(SearchIndex::new(folder.path().join("index")))),
        };
        let mut jobs = Jobs::own(sent);
        while let Some((_, job)) = jobs.next() {
            job(&mut seat);
        }
        assert_eq!(
            *lock(&order),
            ["mark 1", "mark 2", "feeds 1", "feeds 2", "feeds 3"]
        );
    }
}
