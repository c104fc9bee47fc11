//! The thread that carries changes from the outbox into the search index.
//!
//! It sleeps until it is told that something waits; nobody who writes waits for it.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use tokio::sync::oneshot;

use super::body::Content;
use super::error::{Result, StoreError};
use super::index::{
    Document, Drained, Filled, IndexError, Indexer, Outbox, Pace, SearchIndex, Waiting,
};
use super::worker::Workers;
use crate::text::language::Language;

/// How long the writer of the index is kept after the last change: a refresh brings many batches in a row, and opening
/// it anew for each costs more than they do.
const LINGER: Duration = Duration::from_millis(1_500);
/// Changes are gathered until none came for this long: writing out the index costs much the same for few articles as for
/// many.
const QUIET: Duration = Duration::from_millis(250);
/// Calls gathered at most, so that what a long refresh brings is found within seconds.
const GATHERED: usize = 32;
/// Pages kept in memory, in KiB when negative.
const CACHE: i64 = -2_000;
/// How long to wait for another process that is indexing.
const PATIENCE: Duration = Duration::from_millis(400);
/// After this many tries the other process is left to it.
const TRIES: u32 = 10;

/// For how long an index is filled on when the store is closed: a small one is whole by then, also where commands are
/// all that is ever run. The next process goes on with a large one.
const FAREWELL: Duration = Duration::from_millis(800);

/// What the thread is told.
#[derive(Debug)]
enum Call {
    Wake,
    /// Answered when nothing waits any more, or nothing can be done about it.
    Settle(oneshot::Sender<()>),
}

/// A handle to the thread.
#[derive(Debug)]
pub(super) struct IndexerThread {
    calls: Mutex<Option<Sender<Call>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl IndexerThread {
    /// Starts the thread with a connection of its own; it looks for waiting rows at once.
    pub(super) fn start(
        connection: Connection,
        workers: Arc<Workers>,
        index: Arc<SearchIndex>,
        path: &Path,
    ) -> Result<Self> {
        // It reads every article once.
        connection.pragma_update(None, "cache_size", CACHE)?;
        let (calls, called) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("store-indexer".to_owned())
            .spawn(move || run(connection, workers, &index, &called))
            .map_err(|source| StoreError::Folder {
                path: path.to_owned(),
                source,
            })?;
        let started = Self {
            calls: Mutex::new(Some(calls)),
            thread: Mutex::new(Some(thread)),
        };
        started.wake();
        Ok(started)
    }

    /// Says that something waits.
    pub(super) fn wake(&self) {
        self.call(Call::Wake);
    }

    /// Returns what is answered once everything written so far is searchable, or left to another process.
    pub(super) fn settle(&self) -> oneshot::Receiver<()> {
        let (settled, answer) = oneshot::channel();
        self.call(Call::Settle(settled));
        answer
    }

    fn call(&self, call: Call) {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(calls) = calls.as_ref() {
            let _ = calls.send(call);
        }
    }

    /// Lets the thread carry over what waits, and waits for it.
    pub(super) fn stop(&self) {
        self.calls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            let _ = thread.join();
        }
    }
}

fn run(
    mut connection: Connection,
    workers: Arc<Workers>,
    index: &SearchIndex,
    called: &Receiver<Call>,
) {
    let mut indexer = Indexer::default();
    let outbox = Rows { workers };
    loop {
        let next = if indexer.is_open() {
            called.recv_timeout(LINGER)
        } else {
            called.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let mut settled = Vec::new();
        match next {
            Ok(Call::Wake) => {}
            Ok(Call::Settle(answer)) => settled.push(answer),
            Err(RecvTimeoutError::Timeout) => {
                rest(&mut indexer);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => {
                carry(
                    &mut connection,
                    index,
                    &mut indexer,
                    &outbox,
                    called,
                    &mut settled,
                );
                rest(&mut indexer);
                return;
            }
        }
        carry(
            &mut connection,
            index,
            &mut indexer,
            &outbox,
            called,
            &mut settled,
        );
        for answer in settled {
            let _ = answer.send(());
        }
    }
}

/// What was called meanwhile says how long to go on.
struct Calls<'a> {
    called: &'a Receiver<Call>,
    settled: &'a mut Vec<oneshot::Sender<()>>,
    /// When the store was found to be closing.
    closing: Option<Instant>,
}

impl Pace for Calls<'_> {
    /// Waits until it is quiet, somebody waits for an answer, or enough has come.
    fn awaits_more(&mut self, gathered: usize) -> bool {
        let next = if self.settled.is_empty() && gathered < GATHERED {
            self.called.recv_timeout(QUIET).ok()
        } else {
            self.called.try_recv().ok()
        };
        if let Some(Call::Settle(answer)) = next {
            self.settled.push(answer);
            return true;
        }
        next.is_some() && gathered < GATHERED
    }

    /// Until the store is to be closed, and then for a moment more. What woke the thread is in the outbox, which is looked
    /// at all the time.
    #[expect(
        clippy::disallowed_methods,
        reason = "who closes the store waits by the clock, whatever there is to do"
    )]
    fn goes_on(&mut self) -> bool {
        loop {
            match self.called.try_recv() {
                Ok(Call::Wake) => {}
                Ok(Call::Settle(answer)) => self.settled.push(answer),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => {
                    let closing = *self.closing.get_or_insert_with(Instant::now);
                    return closing.elapsed() < FAREWELL;
                }
            }
        }
    }
}

fn rest(indexer: &mut Indexer) {
    if let Err(error) = indexer.rest() {
        tracing::warn!(%error, "closing the search index");
    }
}

fn carry(
    connection: &mut Connection,
    index: &SearchIndex,
    indexer: &mut Indexer,
    outbox: &Rows,
    called: &Receiver<Call>,
    settled: &mut Vec<oneshot::Sender<()>>,
) {
    let mut is_renewed = false;
    for _ in 0..TRIES {
        let mut pace = Calls {
            called,
            settled,
            closing: None,
        };
        match index
            .ensure(connection)
            .and_then(|_| indexer.drain(connection, index, outbox, &mut pace))
        {
            Ok(Drained::All(_)) => return,
            Ok(Drained::Busy) => {
                // The other process carries our rows too; look again in a while, or at once when asked to end.
                match called.recv_timeout(PATIENCE) {
                    Err(RecvTimeoutError::Disconnected) => return,
                    Ok(Call::Settle(answer)) => settled.push(answer),
                    Ok(Call::Wake) | Err(RecvTimeoutError::Timeout) => {}
                }
            }
            Err(error) if error.is_damage() && index.give_up(connection) => {
                tracing::warn!(%error, "the search index stays as it is: it cannot be made again beside");
                rest(indexer);
            }
            Err(error) if error.is_damage() && !is_renewed => {
                tracing::warn!(%error, "the search index is made again");
                is_renewed = true;
                rest(indexer);
                if let Err(error) = index.renew(connection) {
                    tracing::error!(%error, "the search index cannot be made again");
                    return;
                }
            }
            Err(error) => {
                tracing::error!(%error, "articles wait for the search index");
                return;
            }
        }
    }
}

/// The outbox as the index reads it.
#[derive(Debug)]
struct Rows {
    /// Rows are taken off by the store's one writer, so that whatever else changes the store is another process.
    workers: Arc<Workers>,
}

impl Outbox for Rows {
    fn waiting(
        &self,
        connection: &Connection,
        after: i64,
        most: usize,
    ) -> rusqlite::Result<Waiting> {
        let mut waiting = Waiting::default();
        let mut statement = connection
            .prepare_cached("SELECT seq, id FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
        let mut rows = statement.query([after, i64::try_from(most).unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            waiting.last = row.get(0)?;
            waiting.ids.push(row.get(1)?);
        }
        waiting.ids.sort_unstable();
        waiting.ids.dedup();
        Ok(waiting)
    }

    fn backlog(&self, connection: &Connection) -> rusqlite::Result<i64> {
        // Numbers are given without gaps, so that nothing need be counted. Each end is one look into the tree; both in
        // one statement would read all of it.
        connection
            .prepare_cached(
                "SELECT coalesce((SELECT max(seq) FROM outbox) - (SELECT min(seq) FROM outbox) + 1, 0)",
            )?
            .query_row([], |row| row.get(0))
    }

    fn read(
        &self,
        connection: &Connection,
        ids: &[i64],
        index: &mut dyn FnMut(&Document<'_>) -> std::result::Result<(), IndexError>,
    ) -> std::result::Result<(), IndexError> {
        let mut statement = connection.prepare_cached(
            "SELECT a.feed_id, a.title, a.language, b.author, coalesce(t.content, p.content) FROM article a \
             LEFT JOIN body b ON b.id = a.id LEFT JOIN packed p ON p.number = b.packed LEFT JOIN full_text t ON t.id = a.id WHERE a.id = ?1",
        )?;
        for id in ids {
            let row = statement
                .query_row([id], |row| {
                    Ok((
                        row.get::<_, i64>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, Option<String>>(2)?,
                        row.get::<_, Option<String>>(3)?,
                        row.get::<_, Option<Vec<u8>>>(4)?,
                    ))
                })
                .optional()?;
            let Some((feed, title, language, author, packed)) = row else {
                continue;
            };
            // A body that cannot be read any more is still found by its title.
            let text = packed
                .and_then(|packed| Content::unpack(connection, &packed).ok())
                .unwrap_or_default()
                .text;
            index(&Document {
                id: *id,
                feed,
                title: &title,
                text: &text,
                author: author.as_deref().unwrap_or_default(),
                language: language.as_deref().and_then(Language::from_code),
            })?;
        }
        Ok(())
    }

    fn before(
        &self,
        connection: &Connection,
        below: i64,
        most: usize,
    ) -> rusqlite::Result<Vec<i64>> {
        connection
            .prepare_cached("SELECT id FROM article WHERE id < ?1 ORDER BY id DESC LIMIT ?2")?
            .query_map((below, i64::try_from(most).unwrap_or(i64::MAX)), |row| {
                row.get(0)
            })?
            .collect()
    }

    fn done(
        &self,
        _connection: &mut Connection,
        last: i64,
        filled: Option<Filled>,
    ) -> rusqlite::Result<bool> {
        let taken = self.workers.write_and_wait(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction
                .prepare_cached("DELETE FROM outbox WHERE seq <= ?1")?
                .execute([last])?;
            let is_wanted = match filled {
                Some(filled) => filled.note(&transaction)?,
                None => true,
            };
            transaction.commit()?;
            Ok(is_wanted)
        });
        match taken {
            Ok(is_wanted) => Ok(is_wanted),
            Err(StoreError::Sql(error)) => Err(error),
            // The rows stay and are carried over again, which does no harm.
            Err(_) => Err(rusqlite::Error::ExecuteReturnedResults),
        }
    }
}
