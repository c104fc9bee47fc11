//! What passages and sentences are worth for a question.

use super::reading::{Count, Part, Piece};
use super::sought::Sought;
use super::weight;
use crate::insight::Passage;

/// Robertson's parameters, as measured on short passages: little saturation, little care for length.
const K1: f32 = 0.9;
const B: f32 = 0.4;
/// The same for sentences, where a word that comes twice says little more and length says more.
const SENTENCE_K1: f32 = 0.3;
const SENTENCE_B: f32 = 0.6;
/// What a word with the same beginning is worth beside the word itself: `invention` for `invented`.
const KIN: f32 = 0.35;

/// How telling a word is, itself and by its beginning.
#[derive(Debug, Clone, Copy)]
struct Rarity {
    exact: f32,
    kin: f32,
}

pub(super) struct Statistics {
    /// Among passages.
    coarse: Vec<Rarity>,
    /// Among sentences.
    fine: Vec<Rarity>,
    /// Mean length of passages and of sentences, in words.
    passage: f32,
    sentence: f32,
}

/// Returns how telling each of `words` is among texts with such counts.
fn rarities<'a>(words: usize, texts: impl Iterator<Item = &'a [Count]>) -> (usize, Vec<Rarity>) {
    let mut total = 0;
    let mut holding = vec![(0, 0); words];
    for counts in texts {
        total += 1;
        for (held, count) in holding.iter_mut().zip(counts) {
            held.0 += usize::from(count.exact > 0.0);
            held.1 += usize::from(count.kin > 0.0);
        }
    }
    let rarity = |(exact, kin)| Rarity {
        exact: rarity(total, exact),
        kin: rarity(total, kin),
    };
    (total, holding.into_iter().map(rarity).collect())
}

/// Returns how telling a word is among `count` texts, `holding` of which have it.
fn rarity(count: usize, holding: usize) -> f32 {
    let (count, holding) = (weight(count), weight(holding));
    (1.0 + (count - holding + 0.5) / (holding + 0.5)).ln()
}

/// Robertson's sum over the words that are wanted.
fn bm25(counts: &[Count], rarity: &[Rarity], k1: f32, norm: f32) -> f32 {
    let worth = |count: f32, rarity: f32| rarity * count * (k1 + 1.0) / (count + norm);
    counts
        .iter()
        .zip(rarity)
        .map(|(count, rarity)| {
            if count.exact > 0.0 {
                worth(count.exact, rarity.exact)
            } else {
                KIN * worth(count.kin, rarity.kin)
            }
        })
        .sum()
}

impl Statistics {
    pub(super) fn of(parts: &[Part], words: usize) -> Self {
        let pieces = || parts.iter().flat_map(|part| &part.sentences);
        let (passages, coarse) = rarities(words, parts.iter().map(|part| &*part.counts));
        let (sentences, fine) = rarities(words, pieces().map(|piece| &*piece.counts));
        let length: f32 = parts.iter().map(|part| part.length).sum();
        Self {
            coarse,
            fine,
            passage: length / weight(passages).max(1.0),
            sentence: length / weight(sentences).max(1.0),
        }
    }

    /// Returns what the counts of a passage are worth, by BM25.
    pub(super) fn of_passage(&self, part: &Part) -> f32 {
        let norm = K1 * (1.0 - B + B * part.length / self.passage.max(1.0));
        bm25(&part.counts, &self.coarse, K1, norm)
    }

    fn of_sentence(&self, piece: &Piece) -> f32 {
        let norm =
            SENTENCE_K1 * (1.0 - SENTENCE_B + SENTENCE_B * piece.length / self.sentence.max(1.0));
        bm25(&piece.counts, &self.fine, SENTENCE_K1, norm)
    }

    /// Returns the share of the question's weight that a passage holds.
    pub(super) fn coverage(&self, part: &Part) -> f32 {
        let all: f32 = self.coarse.iter().map(|rarity| rarity.exact).sum();
        let held: f32 = self
            .coarse
            .iter()
            .zip(&part.counts)
            .filter(|(_, count)| count.exact > 0.0)
            .map(|(rarity, _)| rarity.exact)
            .sum();
        if all > 0.0 { held / all } else { 0.0 }
    }

    /// Returns the sentences of a passage that is worth such a share of the best one.
    pub(super) fn sentences(&self, sought: Sought, part: &Part, share: f32) -> Vec<Passage> {
        let own: Vec<f32> = part
            .sentences
            .iter()
            .map(|piece| self.of_sentence(piece))
            .collect();
        let highest: f32 = self
            .fine
            .iter()
            .map(|rarity| rarity.exact)
            .sum::<f32>()
            .max(f32::EPSILON);
        part.sentences
            .iter()
            .enumerate()
            .map(|(place, piece)| {
                let at = |place: Option<usize>| {
                    place
                        .and_then(|place| own.get(place))
                        .copied()
                        .unwrap_or_default()
                        / highest
                };
                let neighbours = at(place.checked_sub(1)) + at(Some(place + 1));
                Passage {
                    source: part.source,
                    paragraph: part.paragraph.clone(),
                    sentence: piece.range.clone(),
                    score: side_by_side(piece)
                        + sought.gain(piece)
                        + at(Some(place))
                        + 0.25 * neighbours / 2.0
                        + 0.35 * share,
                }
            })
            .collect()
    }
}

/// How much of the question stands side by side in a sentence, as in “Super Bowl”.
fn side_by_side(piece: &Piece) -> f32 {
    let words = piece.counts.len();
    let near = |one: usize| {
        let places = |number: usize| {
            let of = piece.places.iter().filter(move |(_, own)| *own == number);
            of.map(|(place, _)| *place)
        };
        places(one).any(|from| places(one + 1).any(|to| to > from && to <= from + 3))
    };
    let pairs = (1..words).filter(|second| near(second - 1)).count();
    0.1 * weight(pairs) / weight(words.saturating_sub(1)).max(1.0)
}
