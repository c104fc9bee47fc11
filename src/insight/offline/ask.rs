//! Answers: passages ranked by BM25, their best sentence marked, and a plain word when nothing answers.

use std::ops::Range;

use super::terms::{self, Key, Weights, weight};
use crate::insight::{Answer, Passage, Source};
use crate::text::language::{self, Language};
use crate::text::sentences;
use crate::text::words::{is_stop_word, tokens};

mod sought;

use sought::Sought;

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
/// Passages that answer hold this share of the question's weight, where there are few passages. Of questions put to an
/// article that answers them eight to nine in ten reach it, of questions put to an article about something else one in a
/// hundred.
const ENOUGH: f32 = 0.275;
/// Among many passages one holds more of any question by chance: so much more is needed each time there are `e` times as
/// many as `FEW`.
const ENOUGH_MORE: f32 = 0.055;
const FEW: usize = 5;
/// No question has to be held whole to be answered.
const ENOUGH_AT_MOST: f32 = 0.5;
/// The share of it that is enough where words are not parted by spaces: pairs of characters that are no word weigh as
/// much as words.
const UNSPACED: f32 = 0.53;
/// What a word with the same beginning is worth beside the word itself: `invention` for `invented`.
const KIN: f32 = 0.35;
/// Letters of such a beginning, and of a word that has one.
const BEGINNING: usize = 5;
/// What a sentence gains that holds the kind of thing that is asked for.
const OF_KIND: f32 = 0.12;

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
    numbers: Vec<Key>,
    /// Words with a capital, behind the first.
    names: Vec<Key>,
}

/// A word of the question.
#[derive(Clone, Copy)]
struct Wanted {
    key: Key,
    /// Its beginning, of a longer word.
    beginning: Option<Key>,
}

/// Ranks passages of `sources` (the article itself first) for a question.
pub fn ask(question: &str, sources: &[Source<'_>], limit: usize) -> Answer {
    let hint = sources.first().and_then(|source| source.language);
    let asked = language::detect(question, hint);
    let wanted = question_terms(question, asked);
    let sought = sought::of(question);
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
        .flat_map(|(score, part)| statistics.sentences(&wanted, sought, part, *score / best))
        .collect();
    passages.sort_by(|one, other| other.score.total_cmp(&one.score));
    spread(&mut passages, limit);
    let covered = ranked
        .iter()
        .take(3)
        .map(|(_, part)| statistics.coverage(&wanted, &part.counts))
        .fold(0.0, f32::max);
    Answer {
        is_answered: !passages.is_empty() && covered >= enough(parts.len(), asked),
        passages,
    }
}

/// Returns the share of a question's weight that one of so many passages has to hold.
fn enough(passages: usize, language: Option<Language>) -> f32 {
    let times = weight(passages.max(FEW)) / weight(FEW);
    let spaced = (ENOUGH + ENOUGH_MORE * times.ln()).min(ENOUGH_AT_MOST);
    if language.is_some_and(Language::is_unspaced) {
        UNSPACED * spaced
    } else {
        spaced
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

fn question_terms(question: &str, language: Option<Language>) -> Vec<Wanted> {
    let mut keys: Vec<Wanted> = Vec::new();
    let all: Vec<(Wanted, bool)> = tokens(question, language)
        .map(|token| {
            let is_stop = is_stop_word(&token.folded, language) || ASKING.contains(&&*token.folded);
            let wanted = Wanted {
                key: terms::key(token.stem.as_deref().unwrap_or(&token.folded)),
                beginning: beginning(&token.folded),
            };
            (wanted, is_stop)
        })
        .collect();
    let has_content = all.iter().any(|(_, is_stop)| !is_stop);
    for (wanted, is_stop) in all {
        let is_idle = is_stop && has_content;
        if !(keys.iter().any(|other| other.key == wanted.key) || is_idle) {
            keys.push(wanted);
        }
    }
    keys
}

/// Returns the number of the beginning of a word that is longer than its beginning; no word has the same number.
fn beginning(folded: &str) -> Option<Key> {
    let end = folded
        .char_indices()
        .nth(BEGINNING)
        .map(|(at, _)| at)
        .filter(|_| folded.chars().all(char::is_alphabetic))?;
    folded
        .get(..end)
        .map(|start| terms::key(&format!("{start}…")))
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
        numbers: Vec::new(),
        names: Vec::new(),
    };
    for token in tokens(sentence, language) {
        let key = terms::key(token.stem.as_deref().unwrap_or(&token.folded));
        let word = sentence.get(token.range.clone()).unwrap_or_default();
        if word.contains(char::is_numeric) || sought::is_number(&token.folded) {
            piece.numbers.push(key);
        } else if word.starts_with(char::is_uppercase) && !piece.order.is_empty() {
            piece.names.push(key);
        }
        if let Some(beginning) = beginning(&token.folded) {
            *piece.counts.entry(beginning).or_default() += 1.0;
        }
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
fn bm25(wanted: &[Wanted], counts: &Weights, rarity: &Weights, k1: f32, norm: f32) -> f32 {
    let worth = |key: &Key| {
        let count = counts.get(key)?;
        Some(rarity.get(key)? * count * (k1 + 1.0) / (count + norm))
    };
    wanted
        .iter()
        .filter_map(|word| {
            worth(&word.key).or_else(|| {
                word.beginning
                    .and_then(|key| worth(&key))
                    .map(|kin| KIN * kin)
            })
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
    fn of(parts: &[Part], wanted: &[Wanted]) -> Self {
        let by_passage = |key: Key| {
            let holding = parts.iter().filter(|part| part.counts.contains_key(&key));
            (key, rarity(parts.len(), holding.count()))
        };
        let sentences = || parts.iter().flat_map(|part| &part.sentences);
        let total = sentences().count();
        let by_sentence = |key: Key| {
            let holding = sentences().filter(|piece| piece.counts.contains_key(&key));
            (key, rarity(total, holding.count()))
        };
        let keys = || {
            wanted
                .iter()
                .flat_map(|word| std::iter::once(word.key).chain(word.beginning))
        };
        let words: f32 = parts.iter().map(|part| part.length).sum();
        Self {
            rarity: keys().map(by_passage).collect(),
            fine: keys().map(by_sentence).collect(),
            passage: words / weight(parts.len()).max(1.0),
            sentence: words / weight(total).max(1.0),
        }
    }

    /// Returns what the counts of a passage are worth, by BM25.
    fn of_passage(&self, wanted: &[Wanted], part: &Part) -> f32 {
        let norm = K1 * (1.0 - B + B * part.length / self.passage.max(1.0));
        bm25(wanted, &part.counts, &self.rarity, K1, norm)
    }

    /// The same for a sentence, where a word that comes twice says little more and length says more.
    fn of_sentence(&self, wanted: &[Wanted], piece: &Piece) -> f32 {
        let norm =
            SENTENCE_K1 * (1.0 - SENTENCE_B + SENTENCE_B * piece.length / self.sentence.max(1.0));
        bm25(wanted, &piece.counts, &self.fine, SENTENCE_K1, norm)
    }

    /// Returns the share of the question's weight that `counts` holds.
    fn coverage(&self, wanted: &[Wanted], counts: &Weights) -> f32 {
        let weigh = |word: &Wanted| self.rarity.get(&word.key).copied().unwrap_or_default();
        let all: f32 = wanted.iter().map(weigh).sum();
        let held: f32 = wanted
            .iter()
            .filter(|word| counts.contains_key(&word.key))
            .map(weigh)
            .sum();
        if all > 0.0 { held / all } else { 0.0 }
    }

    /// How much of the question stands side by side in a sentence, as in “Super Bowl”.
    fn side_by_side(wanted: &[Wanted], piece: &Piece) -> f32 {
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
            .filter(|pair| matches!(pair, [one, other] if near(&one.key, &other.key)))
            .count();
        let share = weight(pairs) / weight(wanted.len().saturating_sub(1)).max(1.0);
        0.1 * share
    }

    fn sentences(
        &self,
        wanted: &[Wanted],
        sought: Sought,
        part: &Part,
        share: f32,
    ) -> Vec<Passage> {
        let own: Vec<f32> = part
            .sentences
            .iter()
            .map(|piece| self.of_sentence(wanted, piece))
            .collect();
        let highest: f32 = wanted
            .iter()
            .filter_map(|word| self.fine.get(&word.key))
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
                        + sought.gain(wanted, piece)
                        + (at(Some(place)) + 0.25 * neighbours / 2.0) / highest
                        + 0.35 * share,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_many_passages_one_has_to_hold_more_of_the_question() {
        let english = Some(Language::ENGLISH);
        let chinese = Language::from_code("zh");
        assert!(enough(1, english) <= enough(5, english));
        assert!(enough(5, english) < enough(120, english));
        assert!(enough(1_000_000, english) <= ENOUGH_AT_MOST);
        assert!(enough(120, chinese) < enough(120, english));
    }

    #[test]
    fn a_question_is_answered_by_what_bears_on_it_and_not_by_what_shares_a_word() {
        let story = |text| Source {
            title: "",
            text,
            language: Some("en"),
        };
        let port = story(
            "The port of Hull reopened on Monday after a strike of eleven days.\n\nCrews had walked out over a plan \
             to cut night shifts, and the union says that the plan is dead.",
        );
        let museum = story(
            "The museum opened a new wing for its collection of clocks.\n\nVisitors may wind some of them by hand on \
             Monday.",
        );
        let question = "Why did crews walk out over night shifts?";
        assert!(ask(question, &[port, museum], 3).is_answered);
        assert!(!ask(question, &[museum], 3).is_answered);
    }
}
