//! Which articles the index has already, as far as its one writer knows.

use std::ops::RangeInclusive;
use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::{Searcher, Term};

use super::fields::Fields;
use super::{IdSet, Result};

/// What stands in the index since its last commit, and what was added after.
pub(super) struct Present {
    segments: Vec<Segment>,
    added: IdSet,
}

struct Segment {
    /// From the lowest to the highest id: most articles that come are newer than all in most segments.
    ids: RangeInclusive<i64>,
    index: Arc<InvertedIndexReader>,
}

impl Present {
    /// Looks at the index as it was committed last.
    pub(super) fn of(searcher: &Searcher, fields: Fields) -> Result<Self> {
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let ids = reader.fast_fields().i64("id")?;
            segments.push(Segment {
                ids: ids.min_value()..=ids.max_value(),
                index: reader.inverted_index(fields.id)?,
            });
        }
        Ok(Self {
            segments,
            added: IdSet::default(),
        })
    }

    pub(super) fn add(&mut self, id: i64) {
        self.added.insert(id);
    }

    /// Returns whether the article is there, or was before it was deleted; `term` is its id's.
    pub(super) fn has(&self, id: i64, term: &Term) -> Result<bool> {
        if self.added.contains(&id) {
            return Ok(true);
        }
        for segment in &self.segments {
            if segment.ids.contains(&id) && segment.index.get_term_info(term)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
