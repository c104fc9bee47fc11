//! Words that begin with some letters, alone or at the end of a phrase.
//!
//! Both are worked out whole for a segment and kept as a set of bits: a prefix stands for up to thousands of words, and
//! walking that many lists side by side costs more than reading them one after the other. Their score is that of one
//! word which stands wherever any of them stands.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, TERMINATED, Term};

/// A prefix stands for at most this many words of a segment, the first in the order of the alphabet. A dictionary of a
/// million articles has some 2,000 words for three common letters.
const MOST_WORDS: usize = 8_192;
/// The same inside of a phrase, where each word's places are compared.
const MOST_WORDS_OF_PHRASE: usize = 1_024;
/// Occurrences of the prefix compared for a phrase in the whole index: some 20 ms. A phrase being typed after one of the
/// commonest words has half a million in a million articles (`"of th`); then those of the latest are looked at. A phrase
/// written out is always looked for everywhere.
const MOST_COMPARED: u64 = 40_000;

/// The words before the prefix with their offsets, and the prefix with its.
#[derive(Debug, Clone)]
pub(super) struct PrefixQuery {
    pub(super) field: Field,
    pub(super) before: Vec<(usize, String)>,
    pub(super) prefix: String,
    pub(super) offset: usize,
    pub(super) boost: Score,
    /// Articles in the whole index.
    pub(super) articles: u64,
}

impl Query for PrefixQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PrefixQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.field)?;
        let docs = if self.before.is_empty() {
            self.words(&index, reader.max_doc())?
        } else {
            self.phrases(&index, reader.max_doc())?
        };
        let found = docs.len();
        if found == 0 {
            return Ok(Box::new(EmptyScorer));
        }
        let score = rarity(found, reader.max_doc()) * boost * self.boost;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), score)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words that begin so", self.boost))
    }
}

/// BM25's weight of a word that stands in `found` of `all` documents.
#[expect(clippy::cast_precision_loss, reason = "a score needs no more")]
fn rarity(found: usize, all: u32) -> Score {
    let found = found as Score;
    ((all as Score - found + 0.5) / (found + 0.5)).ln_1p()
}

impl PrefixQuery {
    fn expansions(
        &self,
        index: &InvertedIndexReader,
        most: usize,
    ) -> tantivy::Result<Vec<TermInfo>> {
        let prefix = self.prefix.as_bytes();
        let mut words = index.terms().range().ge(prefix).into_stream()?;
        let mut found = Vec::new();
        while found.len() < most && words.advance() && words.key().starts_with(prefix) {
            found.push(words.value().clone());
        }
        Ok(found)
    }

    fn words(&self, index: &InvertedIndexReader, documents: u32) -> tantivy::Result<BitSet> {
        let mut docs = BitSet::with_max_value(documents);
        for word in self.expansions(index, MOST_WORDS)? {
            let mut block =
                index.read_block_postings_from_terminfo(&word, IndexRecordOption::Basic)?;
            while !block.docs().is_empty() {
                for doc in block.docs() {
                    docs.insert(*doc);
                }
                block.advance();
            }
        }
        Ok(docs)
    }

    fn phrases(&self, index: &InvertedIndexReader, documents: u32) -> tantivy::Result<BitSet> {
        let mut docs = BitSet::with_max_value(documents);
        let mut before: Vec<(u32, SegmentPostings)> = Vec::with_capacity(self.before.len());
        for (offset, word) in &self.before {
            let term = Term::from_field_text(self.field, word);
            match index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => before.push((self.distance(*offset), postings)),
                None => return Ok(docs),
            }
        }
        // The rarest word is asked first.
        before.sort_by_key(|(_, postings)| postings.doc_freq());
        let words = self.expansions(index, MOST_WORDS_OF_PHRASE)?;
        let rarest = before
            .first()
            .map_or(0, |(_, rarest)| u64::from(rarest.doc_freq()));
        let start = self.start(&words, rarest, documents);
        for (_, word) in &mut before {
            seek(word, start);
        }
        // The words of the prefix are gone through together, document by document: each list is read once, while asking
        // every list about every document of the words before took a quarter of a second after a word like "of".
        let mut last: Vec<SegmentPostings> = words
            .iter()
            .map(|word| {
                index.read_postings_from_terminfo(word, IndexRecordOption::WithFreqsAndPositions)
            })
            .collect::<Result<_, _>>()?;
        for word in &mut last {
            seek(word, start);
        }
        let mut next: BinaryHeap<Reverse<(DocId, usize)>> = last
            .iter()
            .enumerate()
            .map(|(number, word)| Reverse((word.doc(), number)))
            .collect();
        let mut places = Vec::new();
        let mut others = Vec::new();
        // The document whose places were worked out last, and whether there are any.
        let mut known = (TERMINATED, false);
        while let Some(mut top) = next.peek_mut() {
            let Reverse((doc, number)) = *top;
            if doc == TERMINATED {
                break;
            }
            let Some(word) = last.get_mut(number) else {
                break;
            };
            if known.0 != doc {
                known = (
                    doc,
                    stand_together(&mut before, doc, &mut places, &mut others),
                );
            }
            if known.1 && !docs.contains(doc) {
                word.positions_with_offset(0, &mut others);
                if others
                    .iter()
                    .any(|place| places.binary_search(place).is_ok())
                {
                    docs.insert(doc);
                }
            }
            // Nothing can be found before the first document in which the rarest word stands.
            let target = before
                .first()
                .map_or(TERMINATED, |(_, rarest)| rarest.doc());
            let doc = if target > doc && target != TERMINATED {
                word.seek(target)
            } else if target == TERMINATED {
                TERMINATED
            } else {
                word.advance()
            };
            *top = Reverse((doc, number));
        }
        Ok(docs)
    }

    /// Returns the document of a segment from which on the phrase is looked for: the first, unless that were too many.
    fn start(&self, words: &[TermInfo], rarest: u64, documents: u32) -> DocId {
        let occurrences: u64 = words.iter().map(|word| u64::from(word.doc_freq)).sum();
        // In each document of the rarest word before it, every word of the prefix is asked for once at most.
        let compared = occurrences.min(rarest.saturating_mul(words.len() as u64));
        let documents = u64::from(documents);
        let most = MOST_COMPARED * documents / self.articles.max(documents).max(1);
        if compared <= most {
            return 0;
        }
        let looked_at = documents * most / compared;
        DocId::try_from(documents - looked_at).unwrap_or(0)
    }

    /// How many places the prefix stands after the word of this offset.
    fn distance(&self, offset: usize) -> u32 {
        u32::try_from(self.offset.saturating_sub(offset)).unwrap_or(u32::MAX)
    }
}

/// Goes to the first document of a word at or after `doc`, never back.
fn seek(word: &mut SegmentPostings, doc: DocId) {
    if word.doc() < doc {
        word.seek(doc);
    }
}

/// Fills `places` with where the prefix would have to stand in `doc`; returns false when nowhere.
fn stand_together(
    before: &mut [(u32, SegmentPostings)],
    doc: DocId,
    places: &mut Vec<u32>,
    others: &mut Vec<u32>,
) -> bool {
    for (number, (distance, word)) in before.iter_mut().enumerate() {
        seek(word, doc);
        if word.doc() != doc {
            return false;
        }
        word.positions_with_offset(*distance, others);
        if number == 0 {
            std::mem::swap(places, others);
        } else {
            places.retain(|place| others.binary_search(place).is_ok());
        }
        if places.is_empty() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_too_common_is_looked_for_in_the_latest_part_of_each_segment() {
        let query = PrefixQuery {
            field: Field::from_field_id(0),
            before: vec![(0, "of".to_owned())],
            prefix: "th".to_owned(),
            offset: 1,
            boost: 1.0,
            articles: 1_000_000,
        };
        let words = |doc_freq: u32| {
            vec![TermInfo {
                doc_freq,
                ..TermInfo::default()
            }]
        };
        // A segment with a tenth of the articles gets a tenth of what may be compared.
        assert_eq!(query.start(&words(4_000), 90_000, 100_000), 0);
        assert_eq!(query.start(&words(40_000), 90_000, 100_000), 90_000);
        assert_eq!(query.start(&words(40_000), 100, 100_000), 0);
        // A segment may have more documents than are left in the index.
        assert_eq!(query.start(&words(50_000), 50_000, 2_000_000), 400_000);
    }
}
