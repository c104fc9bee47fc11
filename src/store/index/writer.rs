//! The one writer of the index: from the outbox to segments.

use std::sync::Arc;
use std::thread::available_parallelism;

use rusqlite::Connection;
use tantivy::directory::error::LockError;
use tantivy::index::Index;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyError};

use super::fields::Document;
use super::filling::{self, Filled, Filling};
use super::present::Present;
use super::queued::{Queued, Room};
use super::{Result, SearchIndex, State};

/// Memory for articles not yet written out, for each thread. Half of it holds the words themselves: with tantivy's least
/// (15 MB) a segment had 3,000 articles, and writing dictionaries and merging them took more time than the articles.
const HEAP: usize = 24_000_000;
/// Articles handed over at once, so that the thread that indexes is not woken for each; fewer of large ones, as those not
/// handed over take room from the next.
const HANDFUL: usize = 16;
const HANDFUL_BYTES: usize = 64 << 10;
/// Articles taken from the outbox at once.
const BATCH: usize = 512;
/// Articles after which what was taken is written out, so that they are found within seconds while more come.
const COMMIT: usize = 16_384;
/// The same where many wait, for each writing out lets the threads run dry.
const BULK_COMMIT: usize = 65_536;
/// With more than this waiting three threads share the work: less time, and three times the memory and segments. What a
/// refresh brings is carried over while it comes.
const LONG_BACKLOG: i64 = 65_536;
/// At most, when the index is made again and everything goes into it.
const MOST_THREADS: usize = 4;
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

    /// Returns up to `most` articles with a lower id than `below`, from the highest on.
    fn before(
        &self,
        connection: &Connection,
        below: i64,
        most: usize,
    ) -> rusqlite::Result<Vec<i64>>;

    /// Takes the rows up to this number off the list and notes how far an index is filled, in one transaction. Returns
    /// false when that index is not wanted any more.
    fn done(
        &self,
        connection: &mut Connection,
        last: i64,
        filled: Option<Filled>,
    ) -> rusqlite::Result<bool>;
}

/// Says how long to go on.
pub(in crate::store) trait Pace {
    /// Asked when nothing waits any more and before it is written out, with how often it was asked since the last time:
    /// it may wait for what is about to come, and returns whether to look again.
    fn awaits_more(&mut self, asked: usize) -> bool;

    /// Whether to go on filling an index with articles nobody waits for. What is left is done another time.
    fn goes_on(&mut self) -> bool;
}

/// Carries changes into the index; lives on the indexer's thread.
#[derive(Default)]
pub(in crate::store) struct Indexer {
    /// Open while there is work, as an open writer keeps other processes out.
    open: Option<Open>,
    /// Of a generation that is being filled beside the one that is searched.
    beside: Option<Open>,
}

struct Open {
    state: Arc<State>,
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
    /// Carries everything that waits into the index, and fills one that is to be filled. A crash at any point only repeats
    /// work.
    pub(in crate::store) fn drain(
        &mut self,
        connection: &mut Connection,
        index: &SearchIndex,
        outbox: &impl Outbox,
        pace: &mut dyn Pace,
    ) -> Result<Drained> {
        let mut carried = 0;
        loop {
            let searched = index.state(connection)?;
            let filling = filling::present(connection)?;
            let mut round = Round {
                threads: threads_for(outbox.backlog(connection)?, filling.is_some()),
                // Two names of one generation where nothing was searched before.
                beside: filling
                    .as_ref()
                    .filter(|filling| filling.generation != searched.generation)
                    .map(|filling| index.beside(&filling.generation))
                    .transpose()?,
                searched,
                filling,
                taken: 0,
                last: 0,
                is_whole: false,
            };
            if !self.take(connection, outbox, &mut round, pace)? {
                // Neither is held while waiting for the other, as two processes might for ever.
                (self.open, self.beside) = (None, None);
                return Ok(Drained::Busy);
            }
            if round.taken == 0 && !round.is_whole {
                return Ok(Drained::All(carried));
            }
            for open in [&mut self.open, &mut self.beside].into_iter().flatten() {
                open.commit()?;
            }
            // Only now: a row leaves the outbox when the index has it for good.
            let filled = round.filled();
            let is_wanted = outbox.done(connection, round.last, filled)?;
            if is_wanted
                && round.is_whole
                && let Some(state) = &round.beside
            {
                index.take_over(connection, state)?;
                self.open = self.beside.take();
            }
            carried += u64::try_from(round.taken).unwrap_or(u64::MAX);
            if round.filling.is_some() && !pace.goes_on() {
                return Ok(Drained::All(carried));
            }
        }
    }

    /// Takes articles until it is time to write them out. Returns false when another process holds a writer.
    fn take(
        &mut self,
        connection: &mut Connection,
        outbox: &impl Outbox,
        round: &mut Round,
        pace: &mut dyn Pace,
    ) -> Result<bool> {
        let most = if round.threads == 1 {
            COMMIT
        } else {
            BULK_COMMIT
        };
        let mut asked = 0;
        while round.taken < most {
            let rows = outbox.waiting(connection, round.last, BATCH)?;
            if !rows.ids.is_empty() {
                // In this order wherever both are asked for.
                if let Some(state) = &round.beside {
                    let Some(beside) = opened(&mut self.beside, state, round.threads)? else {
                        return Ok(false);
                    };
                    beside.put(connection, outbox, &rows.ids)?;
                }
                let threads = if round.beside.is_some() {
                    1
                } else {
                    round.threads
                };
                let Some(open) = opened(&mut self.open, &round.searched, threads)? else {
                    return Ok(false);
                };
                open.put(connection, outbox, &rows.ids)?;
                round.taken += rows.ids.len();
                round.last = rows.last;
                continue;
            }
            if let Some(filling) = &mut round.filling {
                if !pace.goes_on() {
                    return Ok(true);
                }
                let ids = outbox.before(connection, filling.down_to, BATCH)?;
                let Some(lowest) = ids.last() else {
                    round.is_whole = true;
                    return Ok(true);
                };
                let (slot, state) = match &round.beside {
                    Some(state) => (&mut self.beside, state),
                    None => (&mut self.open, &round.searched),
                };
                let Some(open) = opened(slot, state, round.threads)? else {
                    return Ok(false);
                };
                open.put(connection, outbox, &ids)?;
                filling.down_to = *lowest;
                round.taken += ids.len();
                continue;
            }
            if round.taken == 0 || !pace.awaits_more(asked) {
                break;
            }
            asked += 1;
        }
        Ok(true)
    }

    /// Lets go of the writer when nothing waits, so that other processes can have it; waits for merges under way.
    pub(in crate::store) fn rest(&mut self) -> Result<()> {
        for open in [self.open.take(), self.beside.take()].into_iter().flatten() {
            open.writer.wait_merging_threads()?;
        }
        Ok(())
    }

    pub(in crate::store) const fn is_open(&self) -> bool {
        self.open.is_some() || self.beside.is_some()
    }
}

/// What is carried over between two times of writing out.
struct Round {
    threads: usize,
    searched: Arc<State>,
    /// The generation to be filled, where it is not the one that is searched.
    beside: Option<Arc<State>>,
    filling: Option<Filling>,
    taken: usize,
    /// Number of the last row of the outbox.
    last: i64,
    is_whole: bool,
}

impl Round {
    fn filled(&self) -> Option<Filled> {
        let filling = self.filling.clone()?;
        Some(if self.is_whole {
            Filled::Whole(filling.generation)
        } else {
            Filled::DownTo(filling)
        })
    }
}

impl Open {
    fn put(&mut self, connection: &Connection, outbox: &impl Outbox, ids: &[i64]) -> Result<()> {
        let fields = self.state.fields;
        // A deletion is asked of every part of the index and kept in memory until then, so only what may be there is
        // deleted.
        for id in ids {
            let term = fields.id_term(*id);
            if self.present.has(*id, &term)? {
                self.writer.delete_term(term);
            }
        }
        let mut handful = Vec::with_capacity(HANDFUL);
        let mut bytes = 0;
        outbox.read(connection, ids, &mut |article| {
            let mut queued = Queued::new(fields, article, &self.room);
            if self.threads == 1 {
                // Two threads share what one of tantivy's would do, with the memory of one.
                queued.tell();
            }
            bytes += queued.bytes();
            handful.push(UserOperation::Add(queued));
            if handful.len() == HANDFUL || bytes >= HANDFUL_BYTES {
                self.writer.run(handful.drain(..))?;
                bytes = 0;
            }
            self.present.add(article.id);
            Ok(())
        })?;
        self.writer.run(handful)?;
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        self.writer.commit()?;
        self.present = Present::of(&self.state.renewed()?, self.state.fields)?;
        Ok(())
    }
}

/// Returns the writer of a generation with at least so many threads, `None` while another process has it.
fn opened<'a>(
    slot: &'a mut Option<Open>,
    state: &Arc<State>,
    threads: usize,
) -> Result<Option<&'a mut Open>> {
    let is_fit = |open: &Open| open.state.generation == state.generation && open.threads >= threads;
    if !slot.as_ref().is_some_and(is_fit) {
        match slot.take() {
            // Everything it took is written out: it is asked for anew between two commits only.
            Some(open) if open.state.generation == state.generation => {
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
        *slot = Some(Open {
            // Nobody else changes the index from here on.
            present: Present::of(&state.renewed()?, state.fields)?,
            state: Arc::clone(state),
            threads,
            writer,
            room: Room::default(),
        });
    }
    Ok(slot.as_mut())
}

fn threads_for(backlog: i64, is_filling: bool) -> usize {
    let processors = available_parallelism().map_or(1, usize::from);
    if is_filling {
        // Nobody waits for it, and who does something else has the system share the processors.
        return processors.min(MOST_THREADS);
    }
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
