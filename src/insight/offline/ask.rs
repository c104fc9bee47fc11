//! Answers: passages ranked by BM25, their best sentence marked, and a plain word when nothing answers.

use std::ops::Range;

use super::terms::{self, Key, Weights, weight};
use crate::insight::{Answer, Passage, Source};
use crate::text::language::{self, Language};
use crate::text::sentences;
use crate::text::words::{is_stop_word, tokens};

/// Robertson's parameters, as measured on short passages: little saturation, little care for length.
const K1: f32 = 0.9;
const B: f32 = 0.4;
/// Of one source, for texts without end.
const LONGEST_SOURCE: usize = 256 * 1024;
/// Passages longer than this are parted at a sentence.
const LONGEST_PASSAGE: usize = 2400;
/// The same for sentences.
const SENTENCE_K1: f32 = 0.3;
const SENTENCE_B: f32 = 0.6;
/// Passages that answer hold this share of the question's weight. Of questions put to a text that answers them two thirds
/// and more reach it, of questions put to a text about something else one in a hundred.
const ENOUGH: f32 = 0.35;
/// The same where words are not parted by spaces: pairs of characters that are no word weigh as much as words.
const ENOUGH_UNSPACED: f32 = 0.2;

struct Part {
    source: usize,
    paragraph: Range<usize>,
    sentences: Vec<Piece>,
    counts: Weights,
    length: f32,
}

struct Piece {
    range: Range<usize>,
    counts: Weights,
    length: f32,
    /// Its words in order.
    order: Vec<Key>,
}

/// Ranks passages of `sources` (the article itself first) for a question.
pub fn ask(question: &str, sources: &[Source<'_>], limit: usize) -> Answer {
    let hint = sources.first().and_then(|source| source.language);
    let asked = language::detect(question, hint);
    let wanted = question_terms(question, asked);
    if wanted.is_empty() || limit == 0 {
        return Answer::default();
    }
    let parts: Vec<Part> = sources
        .iter()
        .enumerate()
        .flat_map(|(number, source)| read(number, source, asked))
        .collect();
    let statistics = Statistics::of(&parts, &wanted);
    let mut ranked: Vec<(f32, &Part)> = parts
        .iter()
        .map(|part| (statistics.of_passage(&wanted, part), part))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let best = ranked.first().map_or(1.0, |(score, _)| *score);
    let mut passages: Vec<Passage> = ranked
        .iter()
        .take(limit.saturating_mul(3).max(12))
        .flat_map(|(score, part)| statistics.sentences(&wanted, part, *score / best))
        .collect();
    passages.sort_by(|one, other| other.score.total_cmp(&one.score));
    spread(&mut passages, limit);
    let covered = ranked
        .iter()
        .take(3)
        .map(|(_, part)| statistics.coverage(&wanted, &part.counts))
        .fold(0.0, f32::max);
    let enough = if asked.is_some_and(Language::is_unspaced) {
        ENOUGH_UNSPACED
    } else {
        ENOUGH
    };
    Answer {
        is_answered: !passages.is_empty() && covered >= enough,
        passages,
    }
}

/// Not more than three sentences of one paragraph, as long as there is something else.
fn spread(passages: &mut Vec<Passage>, limit: usize) {
    let mut kept: Vec<Passage> = Vec::new();
    for passage in passages.drain(..) {
        if kept.len() >= limit {
            break;
        }
        let same = kept
            .iter()
            .filter(|other| other.source == passage.source && other.paragraph == passage.paragraph)
            .count();
        if same < 3 {
            kept.push(passage);
        }
    }
    *passages = kept;
}

fn question_terms(question: &str, language: Option<Language>) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    let all: Vec<(Key, bool)> = tokens(question, language)
        .map(|token| {
            let is_stop = is_stop_word(&token.folded, language) || ASKING.contains(&&*token.folded);
            (
                terms::key(token.stem.as_deref().unwrap_or(&token.folded)),
                is_stop,
            )
        })
        .collect();
    let has_content = all.iter().any(|(_, is_stop)| !is_stop);
    for (key, is_stop) in all {
        let is_idle = is_stop && has_content;
        if !(keys.contains(&key) || is_idle) {
            keys.push(key);
        }
    }
    keys
}

/// Words that ask, and are not on every list of stop words.
const ASKING: &[&str] = &[
    "what", "who", "whom", "whose", "which", "when", "where", "why", "how", "many", "much", "did",
    "does", "do", "name",
];

fn counts(text: &str, language: Option<Language>) -> (Weights, f32) {
    let mut counts = Weights::default();
    let mut length = 0.0;
    for token in tokens(text, language) {
        *counts
            .entry(terms::key(token.stem.as_deref().unwrap_or(&token.folded)))
            .or_default() += 1.0;
        length += 1.0;
    }
    (counts, length)
}

fn read(number: usize, source: &Source<'_>, language: Option<Language>) -> Vec<Part> {
    let end = source.text.floor_char_boundary(LONGEST_SOURCE);
    let text = source.text.get(..end).unwrap_or_default();
    // Stems of the question's language are the ones that can match.
    let (title, _) = counts(source.title, language);
    let mut parts = Vec::new();
    for paragraph in sentences::paragraphs(text) {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut start = paragraph.start;
        for range in sentences::in_paragraph(text, paragraph) {
            if range.end - start > LONGEST_PASSAGE && !pieces.is_empty() {
                parts.push(part(number, std::mem::take(&mut pieces), &title));
                start = range.start;
            }
            pieces.push(piece(text, range, language));
        }
        if !pieces.is_empty() {
            parts.push(part(number, pieces, &title));
        }
    }
    parts
}

fn piece(text: &str, range: Range<usize>, language: Option<Language>) -> Piece {
    let sentence = text.get(range.clone()).unwrap_or_default();
    let mut piece = Piece {
        range,
        counts: Weights::default(),
        length: 0.0,
        order: Vec::new(),
    };
    for token in tokens(sentence, language) {
        let key = terms::key(token.stem.as_deref().unwrap_or(&token.folded));
        *piece.counts.entry(key).or_default() += 1.0;
        piece.length += 1.0;
        piece.order.push(key);
    }
    piece
}

fn part(source: usize, sentences: Vec<Piece>, title: &Weights) -> Part {
    let mut counts = Weights::default();
    let mut length = 0.0;
    for piece in &sentences {
        length += piece.length;
        for (key, count) in &piece.counts {
            *counts.entry(*key).or_default() += count;
        }
    }
    for key in title.keys() {
        *counts.entry(*key).or_default() += 0.3;
    }
    let start = sentences.first().map_or(0, |piece| piece.range.start);
    let end = sentences.last().map_or(0, |piece| piece.range.end);
    Part {
        source,
        paragraph: start..end,
        sentences,
        counts,
        length,
    }
}

/// Robertson's sum over the words that are wanted.
fn bm25(wanted: &[Key], counts: &Weights, rarity: &Weights, k1: f32, norm: f32) -> f32 {
    wanted
        .iter()
        .filter_map(|key| {
            let count = counts.get(key)?;
            Some(rarity.get(key)? * count * (k1 + 1.0) / (count + norm))
        })
        .sum()
}

/// Returns how telling each word is among `count` texts, `holding` of which have it.
fn rarity(count: usize, holding: usize) -> f32 {
    let (count, holding) = (weight(count), weight(holding));
    (1.0 + (count - holding + 0.5) / (holding + 0.5)).ln()
}

struct Statistics {
    /// Among passages.
    rarity: Weights,
    /// Among sentences.
    fine: Weights,
    /// Mean length of passages and of sentences, in words.
    passage: f32,
    sentence: f32,
}

impl Statistics {
    fn of(parts: &[Part], wanted: &[Key]) -> Self {
        let by_passage = |key: &Key| {
            let holding = parts.iter().filter(|part| part.counts.contains_key(key));
            (*key, rarity(parts.len(), holding.count()))
        };
        let sentences = || parts.iter().flat_map(|part| &part.sentences);
        let total = sentences().count();
        let by_sentence = |key: &Key| {
            let holding = sentences().filter(|piece| piece.counts.contains_key(key));
            (*key, rarity(total, holding.count()))
        };
        let words: f32 = parts.iter().map(|part| part.length).sum();
        Self {
            rarity: wanted.iter().map(by_passage).collect(),
            fine: wanted.iter().map(by_sentence).collect(),
            passage: words / weight(parts.len()).max(1.0),
            sentence: words / weight(total).max(1.0),
        }
    }

    /// Returns what the counts of a passage are worth, by BM25.
    fn of_passage(&self, wanted: &[Key], part: &Part) -> f32 {
        let norm = K1 * (1.0 - B + B * part.length / self.passage.max(1.0));
        bm25(wanted, &part.counts, &self.rarity, K1, norm)
    }

    /// The same for a sentence, where a word that comes twice says little more and length says more.
    fn of_sentence(&self, wanted: &[Key], piece: &Piece) -> f32 {
        let norm =
            SENTENCE_K1 * (1.0 - SENTENCE_B + SENTENCE_B * piece.length / self.sentence.max(1.0));
        bm25(wanted, &piece.counts, &self.fine, SENTENCE_K1, norm)
    }

    /// Returns the share of the question's weight that `counts` holds.
    fn coverage(&self, wanted: &[Key], counts: &Weights) -> f32 {
        let weigh = |key: &&Key| self.rarity.get(*key).copied().unwrap_or_default();
        let all: f32 = wanted.iter().map(|key| weigh(&key)).sum();
        let held: f32 = wanted
            .iter()
            .filter(|key| counts.contains_key(key))
            .map(|key| weigh(&key))
            .sum();
        if all > 0.0 { held / all } else { 0.0 }
    }

    /// How much of the question stands side by side in a sentence, as in “Super Bowl”.
    fn side_by_side(wanted: &[Key], piece: &Piece) -> f32 {
        let near = |one: &Key, other: &Key| {
            piece.order.iter().enumerate().any(|(place, key)| {
                key == one
                    && piece
                        .order
                        .iter()
                        .skip(place + 1)
                        .take(3)
                        .any(|next| next == other)
            })
        };
        let pairs = wanted
            .windows(2)
            .filter(|pair| matches!(pair, [one, other] if near(one, other)))
            .count();
        let share = weight(pairs) / weight(wanted.len().saturating_sub(1)).max(1.0);
        0.1 * share
    }

    fn sentences(&self, wanted: &[Key], part: &Part, share: f32) -> Vec<Passage> {
        let own: Vec<f32> = part
            .sentences
            .iter()
            .map(|piece| self.of_sentence(wanted, piece))
            .collect();
        let highest: f32 = wanted
            .iter()
            .filter_map(|key| self.fine.get(key))
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
                };
                let neighbours = at(place.checked_sub(1)) + at(Some(place + 1));
                Passage {
                    source: part.source,
                    paragraph: part.paragraph.clone(),
                    sentence: piece.range.clone(),
                    score: Self::side_by_side(wanted, piece)
                        + (at(Some(place)) + 0.25 * neighbours / 2.0) / highest
                        + 0.35 * share,
                }
            })
            .collect()
    }
}
