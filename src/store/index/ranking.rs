//! Going through what matches: counting all of it, keeping the best.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU64, Ordering as Memory};
use std::sync::{Arc, OnceLock};
use std::thread::available_parallelism;

use tantivy::columnar::ColumnValues;
use tantivy::index::SegmentReader;
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{Executor, Score, Searcher, TERMINATED};

use super::{IndexError, Result};
use crate::store::id::seconds_of;

/// Tells an old search that a newer one was asked, so that it ends.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Freshness {
    newest: Arc<AtomicU64>,
    ticket: Option<u64>,
}

impl Freshness {
    /// Returns the mark of a new search; those made before it from the same value are stale from now on.
    pub(in crate::store) fn renew(&self) -> Self {
        Self {
            newest: Arc::clone(&self.newest),
            ticket: Some(self.newest.fetch_add(1, Memory::Relaxed) + 1),
        }
    }

    /// # Errors
    /// [`IndexError::Superseded`] when a newer search was asked.
    pub(in crate::store) fn check(&self) -> Result<()> {
        match self.ticket {
            Some(ticket) if ticket != self.newest.load(Memory::Relaxed) => {
                Err(IndexError::Superseded)
            }
            _ => Ok(()),
        }
    }
}

/// In which order matches are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Order {
    /// Best first; newer stories weigh a little more. The number is now, in seconds.
    Relevance {
        now: Option<i64>,
    },
    /// Newest first, after this id where given.
    Newest {
        after: Option<i64>,
    },
    Oldest {
        after: Option<i64>,
    },
}

/// The best of what matches, in order, and how many match.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::store) struct Ranked {
    pub(in crate::store) ids: Vec<i64>,
    pub(in crate::store) total: u64,
}

/// Documents gone through between two looks at whether a newer search was asked: some 20 µs.
const STRIDE: u64 = 1_024;
/// Articles in an index that several threads go through; with fewer waking them takes longer than the search.
const SHARED_FROM: u64 = 50_000;
/// More threads find no more to share: the largest segments hold a fifth of the articles each.
const MOST_THREADS: usize = 4;

/// How much more than an ancient story one of this minute weighs, and after how long half of that is gone: enough to
/// order equal matches by age, too little to put a passing mention of today above last month's story on the subject.
const FRESH_BONUS: f32 = 0.6;
const FRESH_FOR: f32 = 7.0 * 86_400.0;

/// A match in the heap, ordered so that the worst is on top.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    score: Score,
    id: i64,
}

impl Eq for Entry {}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then_with(|| other.id.cmp(&self.id))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Counts all matches and keeps the first `limit` in the wanted order.
///
/// Segments are gone through side by side where the index is large: a phrase of two words that stand in nearly every
/// article takes a tenth of a second on one processor.
pub(super) fn rank(
    searcher: &Searcher,
    query: &dyn Query,
    order: Order,
    limit: usize,
    freshness: &Freshness,
) -> Result<Ranked> {
    let scoring = match order {
        Order::Relevance { .. } => EnableScoring::enabled_from_searcher(searcher),
        Order::Newest { .. } | Order::Oldest { .. } => {
            EnableScoring::disabled_from_searcher(searcher)
        }
    };
    let weight = query.weight(scoring)?;
    let mut segments: Vec<&SegmentReader> = searcher.segment_readers().iter().collect();
    // What takes longest is begun first.
    segments.sort_unstable_by_key(|segment| Reverse(segment.max_doc()));
    let gone_through = threads(searcher.num_docs())?.map(
        |segment| Ok(go_through(segment, &*weight, order, limit, freshness)),
        segments.into_iter(),
    )?;
    let mut all: Option<(Best, u64)> = None;
    for part in gone_through {
        let (best, found) = part?;
        match &mut all {
            None => all = Some((best, found)),
            Some((all, total)) => {
                *total += found;
                for entry in best.heap {
                    all.offer(entry);
                }
            }
        }
    }
    let (best, total) = all.unwrap_or_else(|| (Best::new(order, limit), 0));
    Ok(Ranked {
        ids: best.into_ids(),
        total,
    })
}

/// Returns who goes through an index of so many articles: the caller, or threads that all searches share.
fn threads(articles: u64) -> tantivy::Result<&'static Executor> {
    static ALONE: Executor = Executor::SingleThread;
    static SHARED: OnceLock<Executor> = OnceLock::new();
    if articles < SHARED_FROM {
        return Ok(&ALONE);
    }
    if let Some(shared) = SHARED.get() {
        return Ok(shared);
    }
    let processors = available_parallelism().map_or(1, usize::from);
    // One is left to the screen.
    let shared = match processors.saturating_sub(1).min(MOST_THREADS) {
        0 | 1 => Executor::single_thread(),
        several => Executor::multi_thread(several, "search-")?,
    };
    Ok(SHARED.get_or_init(|| shared))
}

/// Counts the matches of a segment and keeps the first of them.
fn go_through(
    segment: &SegmentReader,
    weight: &dyn Weight,
    order: Order,
    limit: usize,
    freshness: &Freshness,
) -> Result<(Best, u64)> {
    freshness.check()?;
    let ids = segment.fast_fields().i64("id")?.first_or_default_col(0);
    let alive = segment.alive_bitset();
    let mut best = Best::new(order, limit);
    let mut total = 0;
    let mut scorer = weight.scorer(segment, 1.0)?;
    let mut visited: u64 = 0;
    let mut doc = scorer.doc();
    while doc != TERMINATED {
        visited += 1;
        if visited.is_multiple_of(STRIDE) {
            freshness.check()?;
        }
        if alive.is_none_or(|alive| alive.is_alive(doc)) {
            total += 1;
            match order {
                Order::Relevance { now } => best.offer_scored(scorer.score(), doc, &*ids, now),
                Order::Newest { after } => {
                    let id = ids.get_val(doc);
                    if after.is_none_or(|after| id < after) {
                        best.offer(Entry { score: 0.0, id });
                    }
                }
                Order::Oldest { after } => {
                    let id = ids.get_val(doc);
                    if after.is_none_or(|after| id > after) {
                        best.offer(Entry {
                            score: 0.0,
                            id: -id,
                        });
                    }
                }
            }
        }
        doc = scorer.advance();
    }
    Ok((best, total))
}

struct Best {
    order: Order,
    limit: usize,
    heap: BinaryHeap<Entry>,
}

impl Best {
    fn new(order: Order, limit: usize) -> Self {
        Self {
            order,
            limit,
            heap: BinaryHeap::with_capacity(limit.min(1_024) + 1),
        }
    }

    #[inline]
    fn offer_scored(
        &mut self,
        score: Score,
        doc: u32,
        ids: &dyn ColumnValues<i64>,
        now: Option<i64>,
    ) {
        // The id is looked up only where the match could enter at all.
        if self.heap.len() >= self.limit
            && self
                .heap
                .peek()
                .is_none_or(|worst| score * (1.0 + FRESH_BONUS) < worst.score)
        {
            return;
        }
        let id = ids.get_val(doc);
        let fresh = now.map_or(1.0, |now| {
            #[expect(
                clippy::cast_precision_loss,
                reason = "an age in seconds, to be weighed"
            )]
            let age = now.saturating_sub(seconds_of(id)).max(0) as f32;
            1.0 + FRESH_BONUS / (1.0 + age / FRESH_FOR)
        });
        self.offer(Entry {
            score: score * fresh,
            id,
        });
    }

    #[inline]
    fn offer(&mut self, entry: Entry) {
        if self.heap.len() < self.limit {
            self.heap.push(entry);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && entry < *worst
        {
            // "Less" is better here: the order is turned round.
            *worst = entry;
        }
    }

    fn into_ids(self) -> Vec<i64> {
        let sign = if matches!(self.order, Order::Oldest { .. }) {
            -1
        } else {
            1
        };
        self.heap
            .into_sorted_vec()
            .into_iter()
            .map(|entry| sign * entry.id)
            .collect()
    }
}
