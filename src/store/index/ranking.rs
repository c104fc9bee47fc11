//! Going through what matches: counting all of it, keeping the best.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering as Memory};

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Query};
use tantivy::{Score, Searcher, TERMINATED};

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
    let mut best = Best {
        order,
        limit,
        heap: BinaryHeap::with_capacity(limit.min(1_024) + 1),
    };
    let mut total = 0;
    for reader in searcher.segment_readers() {
        freshness.check()?;
        let ids = reader.fast_fields().i64("id")?.first_or_default_col(0);
        let alive = reader.alive_bitset();
        let mut scorer = weight.scorer(reader, 1.0)?;
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
    }
    Ok(Ranked {
        ids: best.into_ids(),
        total,
    })
}

struct Best {
    order: Order,
    limit: usize,
    heap: BinaryHeap<Entry>,
}

impl Best {
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
