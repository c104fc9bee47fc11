//! The brief: up to four sentences of the story that stand alone and tell it together.
//!
//! A feature-weighted extractor. Graph methods were measured and lose to the first three sentences of a news story;
//! place, closeness to the whole, and closeness to title and summary win, once sentences that cannot stand alone are out.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::RangeInclusive;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::document::{Document, Sentence, words};
use super::selection::{cosine, vector};
use super::terms::{Key, Weights, weight};
use crate::insight::Bullet;

mod standing;
mod trim;

use standing::stands_alone;

const MOST_BULLETS: usize = 4;
/// Words of one bullet; a first look keeps to these, a second one takes what is near them.
const FITTING: RangeInclusive<usize> = 12..=40;
const NEAR: RangeInclusive<usize> = 8..=45;
/// Bullets a story should have; with fewer, the second look is taken.
const WANTED: usize = 3;
/// Words before a fourth bullet; a brief of 60 to 80 words measured best against human ones.
const BUDGET: usize = 56;
const MOST_WORDS: usize = 90;

/// Why there is no brief.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum Missing {
    #[error("too short for a brief")]
    TooShort,
    #[error("no sentence of this text stands alone, so there is no brief")]
    NothingStands,
}

struct Candidate<'a> {
    sentence: &'a Sentence,
    text: Cow<'a, str>,
    words: usize,
    place: usize,
    vector: Weights,
    score: f32,
}

/// Returns the bullets in the order of the story.
pub(super) fn choose(document: &Document<'_>) -> Result<Vec<Bullet>, Missing> {
    let is_usable = |sentence: &&Sentence| !sentence.is_boilerplate && sentence.words > 3;
    if document.sentences.iter().filter(is_usable).count() < WANTED {
        return Err(Missing::TooShort);
    }
    let mut chosen = pick(document, candidates(document, &FITTING));
    if chosen.len() < WANTED {
        chosen = pick(document, candidates(document, &NEAR));
    }
    if chosen.is_empty() {
        return Err(Missing::NothingStands);
    }
    chosen.sort_by_key(|candidate| candidate.place);
    Ok(chosen
        .into_iter()
        .map(|candidate| Bullet {
            is_shortened: matches!(candidate.text, Cow::Owned(_)),
            text: candidate.text.into_owned(),
            start: candidate.sentence.range.start,
            end: candidate.sentence.range.end,
        })
        .collect())
}

fn candidates<'a>(
    document: &'a Document<'_>,
    lengths: &RangeInclusive<usize>,
) -> Vec<Candidate<'a>> {
    let centre = centre(document);
    let keywords = keywords(document);
    let mut found = Vec::new();
    let told = document
        .sentences
        .iter()
        .filter(|sentence| !sentence.is_boilerplate);
    for (place, sentence) in told.enumerate() {
        if sentence.terms.len() < 3 {
            continue;
        }
        let Some(text) = fitted(document, sentence, lengths) else {
            continue;
        };
        if !stands_alone(document, &text) {
            continue;
        }
        let vector = vector(document, sentence);
        let words = words(&text);
        let score =
            score(document, sentence, place, &vector, &centre, &keywords) - length_cost(words);
        found.push(Candidate {
            sentence,
            text,
            words,
            place,
            vector,
            score,
        });
    }
    found
}

/// Returns the sentence, shortened where it has to be, in a length a bullet may have.
fn fitted<'a>(
    document: &'a Document<'_>,
    sentence: &Sentence,
    lengths: &RangeInclusive<usize>,
) -> Option<Cow<'a, str>> {
    let mut text = Cow::Borrowed(document.quote(sentence));
    if document.is_english() {
        if let Some(short) = trim::without_joint(&text) {
            text = Cow::Owned(short.text);
        }
        if words(&text) > *lengths.end()
            && let Some(short) = trim::to_length(&text, *lengths.end())
        {
            text = Cow::Owned(short.text);
        }
    }
    lengths.contains(&words(&text)).then_some(text)
}

const fn length_cost(words: usize) -> f32 {
    match words {
        12..=30 => 0.0,
        9..=11 | 31..=40 => 0.2,
        _ => 0.6,
    }
}

fn score(
    document: &Document<'_>,
    sentence: &Sentence,
    place: usize,
    vector: &Weights,
    centre: &Weights,
    keywords: &HashSet<Key, Xxh3DefaultBuilder>,
) -> f32 {
    let keys: HashSet<Key, Xxh3DefaultBuilder> =
        sentence.terms.iter().map(|term| term.key).collect();
    let overlap = |with: &HashSet<Key, Xxh3DefaultBuilder>| {
        if with.is_empty() {
            return 0.0;
        }
        weight(keys.intersection(with).count()) / weight(with.len())
    };
    1.5 / (1.0 + 0.5 * weight(place))
        + 0.3 * cosine(vector, centre)
        + 2.2 * overlap(&document.title)
        + 0.4 * overlap(&document.summary)
        + 0.3 * weight(keys.intersection(keywords).count()) / 10.0
}

/// The whole story as one vector; what stands early counts more.
fn centre(document: &Document<'_>) -> Weights {
    let mut centre = Weights::default();
    for sentence in document
        .sentences
        .iter()
        .filter(|sentence| !sentence.is_boilerplate)
    {
        for term in &sentence.terms {
            *centre.entry(term.key).or_default() += document.rarity(term.key);
        }
    }
    centre
}

fn keywords(document: &Document<'_>) -> HashSet<Key, Xxh3DefaultBuilder> {
    let mut ranked: Vec<(&Key, &f32)> = document
        .spread
        .iter()
        .filter(|(_, spread)| **spread > 1.0)
        .collect();
    ranked.sort_by(|one, other| other.1.total_cmp(one.1).then(one.0.cmp(other.0)));
    ranked.into_iter().take(10).map(|(key, _)| *key).collect()
}

fn pick<'a>(document: &Document<'_>, mut candidates: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    let mut chosen: Vec<Candidate<'a>> = Vec::new();
    let mut total = 0;
    // A text of one paragraph cannot spread over several.
    let is_spread = document.paragraphs >= 4;
    while chosen.len() < MOST_BULLETS {
        let limit = if chosen.len() < 3 {
            MOST_WORDS - 12 * (2 - chosen.len().min(2))
        } else {
            BUDGET
        };
        let best = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| total + candidate.words <= limit)
            .filter(|(_, candidate)| {
                !is_spread
                    || chosen
                        .iter()
                        .all(|other| other.sentence.paragraph != candidate.sentence.paragraph)
            })
            .map(|(number, candidate)| {
                let nearest = chosen
                    .iter()
                    .map(|other| cosine(&candidate.vector, &other.vector))
                    .fold(0.0, f32::max);
                (number, candidate.score - 0.8 * nearest, nearest)
            })
            .filter(|(_, _, nearest)| *nearest < 0.6)
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        let Some((number, _, _)) = best else { break };
        let candidate = candidates.remove(number);
        total += candidate.words;
        chosen.push(candidate);
    }
    chosen
}
