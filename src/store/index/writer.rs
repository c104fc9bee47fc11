//! The one writer of the index: from the outbox to segments.

use std::thread::available_parallelism;

use rusqlite::Connection;
use tantivy::directory::error::LockError;
use tantivy::index::Index;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{IndexWriter, TantivyError};

use super::fields::{Document, Fields};
use super::present::Present;
use super::queued::{Queued, Room};
use super::{Result, SearchIndex};

/// Memory for articles not yet written out, for each thread. Half of it holds the words themselves: with tantivy's least
/// (15 MB) a segment had 3,000 articles, and writing dictionaries and merging them took more time than the articles.
const HEAP: usize = 24_000_000;
/// Articles taken from the outbox at once.
const BATCH: usize = 512;
/// Articles after which what was taken is written out, so that they are found within seconds while more come.
const COMMIT: usize = 16_384;
/// With more than this waiting, as when the index is made again, three threads share the work: less time, and three
/// times the memory and segments. What a refresh brings is carried over while it comes.
const LONG_BACKLOG: i64 = 65_536;
/// Segments are put together on this many threads. tantivy's four took the processors from those who wait.
const MERGERS: usize = 1;

/// Rows of the outbox.
#[derive(Debug, Default)]
pub(in crate::store) struct Waiting {
    /// Articles, each once, in the order of their ids.
    pub(in crate::store) ids: Vec<i64>,
    /// The number of the last row.
    pub(in crate::store) last: i64,
}

/// Where the articles to be indexed come from: the store's tables.
pub(in crate::store) trait Outbox {
    /// Returns up to `most` rows whose number is greater than `after`, in the order of their numbers.
    fn waiting(
        &self,
        connection: &Connection,
        after: i64,
        most: usize,
    ) -> rusqlite::Result<Waiting>;

    /// Returns about how many rows wait.
    fn backlog(&self, connection: &Connection) -> rusqlite::Result<i64>;

    /// Hands the articles with these ids to `index`; ids without an article are left out.
    fn read(
        &self,
        connection: &Connection,
        ids: &[i64],
        index: &mut dyn FnMut(&Document<'_>) -> Result<()>,
    ) -> Result<()>;

    /// Takes the rows up to this number off the list, in one transaction.
    fn done(&self, connection: &mut Connection, last: i64) -> rusqlite::Result<()>;
}

/// Carries changes into the index; lives on the indexer's thread.
#[derive(Default)]
pub(in crate::store) struct Indexer {
    /// Open while there is work, as an open writer keeps other processes out.
    open: Option<Open>,
}

struct Open {
    generation: String,
    fields: Fields,
    threads: usize,
    writer: IndexWriter<Queued>,
    present: Present,
    room: Room,
}

/// What became of the waiting rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Drained {
    /// All of them are searchable now; so many were carried over.
    All(u64),
    /// Another process holds the index's writer and will take them.
    Busy,
}

impl Indexer {
    /// Carries everything that waits into the index. A crash at any point only repeats work.
    ///
    /// `more` is asked when nothing waits any more and before it is written out, with how often it was asked since the
    /// last time: it may wait for what is about to come, and returns whether to look again.
    pub(in crate::store) fn drain(
        &mut self,
        connection: &mut Connection,
        index: &SearchIndex,
        outbox: &impl Outbox,
        more: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Drained> {
        let mut carried = 0;
        loop {
            // What was taken and not yet written out is still in the outbox.
            let mut taken = 0;
            let mut last = 0;
            let mut asked = 0;
            let threads = threads_for(outbox.backlog(connection)?);
            while taken < COMMIT {
                let rows = outbox.waiting(connection, last, BATCH)?;
                if rows.ids.is_empty() {
                    if taken == 0 || !more(asked) {
                        break;
                    }
                    asked += 1;
                    continue;
                }
                let Some(open) = self.open(connection, index, threads)? else {
                    return Ok(Drained::Busy);
                };
                // A deletion is asked of every part of the index and kept in memory until then, so only what may be
                // there is deleted.
                for id in &rows.ids {
                    let term = open.fields.id_term(*id);
                    if open.present.has(*id, &term)? {
                        open.writer.delete_term(term);
                    }
                }
                outbox.read(connection, &rows.ids, &mut |article| {
                    let mut queued = Queued::new(open.fields, article, &open.room);
                    if open.threads == 1 {
                        // Two threads share what one of tantivy's would do, with the memory of one.
                        queued.tell();
                    }
                    open.writer.add_document(queued)?;
                    open.present.add(article.id);
                    Ok(())
                })?;
                taken += rows.ids.len();
                last = rows.last;
            }
            if taken == 0 {
                return Ok(Drained::All(carried));
            }
            if let Some(open) = &mut self.open {
                open.writer.commit()?;
                open.present = Present::of(&index.state(connection)?.renewed()?, open.fields)?;
            }
            // Only now: a row leaves the outbox when the index has it for good.
            outbox.done(connection, last)?;
            carried += u64::try_from(taken).unwrap_or(u64::MAX);
        }
    }

    /// Lets go of the writer when nothing waits, so that other processes can have it; waits for merges under way.
    pub(in crate::store) fn rest(&mut self) -> Result<()> {
        if let Some(open) = self.open.take() {
            open.writer.wait_merging_threads()?;
        }
        Ok(())
    }

    pub(in crate::store) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Returns the writer of the present generation with at least so many threads, `None` while another process has it.
    fn open(
        &mut self,
        connection: &Connection,
        index: &SearchIndex,
        threads: usize,
    ) -> Result<Option<&mut Open>> {
        let state = index.state(connection)?;
        let is_fit = |open: &Open| open.generation == state.generation && open.threads >= threads;
        if !self.open.as_ref().is_some_and(is_fit) {
            match self.open.take() {
                // Everything it took is written out: it is asked for anew between two commits only.
                Some(open) if open.generation == state.generation => {
                    open.writer.wait_merging_threads()?;
                }
                // The writer of a former generation must not be waited for: its folder is gone.
                other => drop(other),
            }
            let writer = match writer(&state.index, threads) {
                Ok(writer) => writer,
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            // Nobody else changes the index from here on.
            let present = Present::of(&state.renewed()?, state.fields)?;
            self.open = Some(Open {
                generation: state.generation.clone(),
                fields: state.fields,
                threads,
                writer,
                present,
                room: Room::default(),
            });
        }
        Ok(self.open.as_mut())
    }
}

fn threads_for(backlog: i64) -> usize {
    let processors = available_parallelism().map_or(1, usize::from);
    let most = if backlog > LONG_BACKLOG { 3 } else { 1 };
    // One is left to those who wait.
    most.min(processors.saturating_sub(1)).max(1)
}

fn writer(index: &Index, threads: usize) -> tantivy::Result<IndexWriter<Queued>> {
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(HEAP)
        .num_worker_threads(threads)
        .num_merge_threads(MERGERS)
        .build();
    let writer = index.writer_with_options(options)?;
    writer.set_merge_policy(Box::new(LogMergePolicy::default()));
    Ok(writer)
}
