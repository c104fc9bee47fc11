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
/// Answers must hold this share of the question's weight.
const ENOUGH: f32 = 0.5;

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
        .map(|part| {
            (
                statistics.score(&wanted, &part.counts, part.length, statistics.passage),
                part,
            )
        })
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
    Answer {
        is_answered: !passages.is_empty() && covered >= ENOUGH,
        passages,
    }
}

/// Not more than two sentences of one paragraph, as long as there is something else.
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
        if same < 2 {
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
            let (counts, length) = counts(text.get(range.clone()).unwrap_or_default(), language);
            pieces.push(Piece {
                range,
                counts,
                length,
            });
        }
        if !pieces.is_empty() {
            parts.push(part(number, pieces, &title));
        }
    }
    parts
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

struct Statistics {
    rarity: Weights,
    /// Mean length of passages and of sentences, in words.
    passage: f32,
    sentence: f32,
}

impl Statistics {
    fn of(parts: &[Part], wanted: &[Key]) -> Self {
        let count = weight(parts.len());
        let rarity = wanted
            .iter()
            .map(|key| {
                let holding = weight(
                    parts
                        .iter()
                        .filter(|part| part.counts.contains_key(key))
                        .count(),
                );
                (*key, (1.0 + (count - holding + 0.5) / (holding + 0.5)).ln())
            })
            .collect();
        let pieces: usize = parts.iter().map(|part| part.sentences.len()).sum();
        let words: f32 = parts.iter().map(|part| part.length).sum();
        Self {
            rarity,
            passage: words / count.max(1.0),
            sentence: words / weight(pieces).max(1.0),
        }
    }

    fn score(&self, wanted: &[Key], counts: &Weights, length: f32, mean: f32) -> f32 {
        let norm = K1 * (1.0 - B + B * length / mean.max(1.0));
        wanted
            .iter()
            .filter_map(|key| {
                let count = counts.get(key)?;
                Some(self.rarity.get(key)? * count * (K1 + 1.0) / (count + norm))
            })
            .sum()
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

    fn sentences(&self, wanted: &[Key], part: &Part, share: f32) -> Vec<Passage> {
        let own: Vec<f32> = part
            .sentences
            .iter()
            .map(|piece| self.score(wanted, &piece.counts, piece.length, self.sentence))
            .collect();
        let highest: f32 = wanted
            .iter()
            .filter_map(|key| self.rarity.get(key))
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
                    score: (at(Some(place)) + 0.25 * neighbours / 2.0) / highest + 0.35 * share,
                }
            })
            .collect()
    }
}
