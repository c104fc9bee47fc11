//! The brief: up to four sentences of the story that stand alone and tell it together.
//!
//! A feature-weighted extractor. Graph methods were measured and lose to the first three sentences of a news story;
//! place, closeness to the whole, and closeness to title and summary win, once sentences that cannot stand alone are out.

use std::borrow::Cow;

use super::document::{Document, Sentence};
use super::selection::cosine;
use crate::insight::Bullet;

mod candidates;
mod genre;
mod standing;
mod trim;
mod weights;

use candidates::{Candidate, candidates};
use genre::Genre;

const MOST_BULLETS: usize = 4;
/// Words of all bullets, where fewer do not make three.
const MOST_WORDS: usize = 100;
/// Bullets a story should have; with fewer usable sentences there is no brief.
const WANTED: usize = 3;
/// How the bullets are put together.
struct Together {
    /// Words of all bullets.
    most_words: usize,
    /// Words up to which a fourth bullet is added.
    fourth: usize,
    /// What it costs to say again what another bullet says.
    repeating: f32,
    /// As near as this is the same.
    same: f32,
    /// Words of the shorter one that are in the other, in tenths, from which on both say the same.
    shared: usize,
}

/// News: three sentences of 60 to 80 words measured best against human briefs.
const NEWS: Together = Together {
    most_words: 84,
    fourth: 50,
    repeating: 0.9,
    same: 0.6,
    shared: 5,
};

/// Long paragraphs, each with a matter of its own: a bullet from each of four. Other languages than English too:
/// longer briefs measured better against Turkish and Urdu ones.
const ESSAY: Together = Together {
    most_words: 92,
    fourth: 100,
    ..NEWS
};

/// Words of a paragraph from which on it is an essay's.
const ESSAY_PARAGRAPH: usize = 50;

impl Together {
    fn of(document: &Document<'_>) -> Self {
        let words: usize = document
            .sentences
            .iter()
            .map(|sentence| sentence.words)
            .sum();
        let is_essay =
            document.paragraphs >= MOST_BULLETS && words >= ESSAY_PARAGRAPH * document.paragraphs;
        let kind = if is_essay || !document.is_english() {
            ESSAY
        } else {
            NEWS
        };
        Self {
            // A fourth bullet never makes the brief half of the story.
            fourth: kind.fourth.min(words / 2),
            ..kind
        }
    }
}

/// Why there is no brief.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum Missing {
    #[error("too short for a brief")]
    TooShort,
    #[error("a conversation has no brief: each sentence is one speaker's")]
    Conversation,
    #[error("no sentence of this text stands alone, so there is no brief")]
    NothingStands,
}

/// Returns the bullets in the order of the story.
pub(super) fn choose(document: &Document<'_>) -> Result<Vec<Bullet>, Missing> {
    let is_usable = |sentence: &&Sentence| !sentence.is_boilerplate && sentence.words > 3;
    if document.sentences.iter().filter(is_usable).count() < WANTED {
        return Err(Missing::TooShort);
    }
    let genre = Genre::of(document);
    if genre == Genre::Conversation {
        return Err(Missing::Conversation);
    }
    let mut all = candidates(document);
    let weights = if document.is_english() {
        &weights::WEIGHTS
    } else {
        &weights::OTHER_WEIGHTS
    };
    weights::score(document, &mut all, weights);
    genre.weigh(&mut all);
    let together = Together::of(document);
    let mut chosen = pick(document, &all, &together);
    if chosen.len() < WANTED {
        let wider = pick(
            document,
            &all,
            &Together {
                most_words: MOST_WORDS,
                same: 0.75,
                shared: 6,
                ..together
            },
        );
        if wider.len() > chosen.len() {
            chosen = wider;
        }
    }
    if chosen.is_empty() {
        return Err(Missing::NothingStands);
    }
    chosen.sort_by_key(|candidate| candidate.place);
    Ok(chosen
        .into_iter()
        .map(|candidate| Bullet {
            is_shortened: matches!(candidate.text, Cow::Owned(_)),
            text: candidate.text.clone().into_owned(),
            start: candidate.range.start,
            end: candidate.range.end,
        })
        .collect())
}

fn pick<'a, 'b>(
    document: &Document<'_>,
    candidates: &'b [Candidate<'a>],
    together: &Together,
) -> Vec<&'b Candidate<'a>> {
    let mut chosen: Vec<&Candidate<'_>> = Vec::new();
    let mut nearest = vec![0.0f32; candidates.len()];
    let mut total = 0;
    // A text of one paragraph cannot spread over several.
    let is_spread = document.paragraphs >= 4;
    while chosen.len() < MOST_BULLETS {
        let still_wanted = WANTED.saturating_sub(chosen.len() + 1);
        let limit = if chosen.len() < WANTED {
            together.most_words - candidates::FITTING.start() * still_wanted
        } else {
            together.fourth
        };
        let best = candidates
            .iter()
            .zip(&nearest)
            .filter(|(candidate, nearest)| {
                total + candidate.words <= limit
                    && **nearest < together.same
                    && chosen.iter().all(|other| {
                        let is_apart = candidate.range.end <= other.range.start
                            || other.range.end <= candidate.range.start;
                        is_apart
                            && !says_the_same(candidate, other, together.shared)
                            && !(is_spread && other.paragraph == candidate.paragraph)
                    })
            })
            .map(|(candidate, nearest)| (candidate, candidate.score - together.repeating * nearest))
            .max_by(|one, other| {
                one.1
                    .total_cmp(&other.1)
                    .then(other.0.place.cmp(&one.0.place))
            });
        let Some((best, _)) = best else { break };
        total += best.words;
        for (candidate, nearest) in candidates.iter().zip(&mut nearest) {
            *nearest = nearest.max(cosine(&candidate.vector, &best.vector));
        }
        chosen.push(best);
    }
    chosen
}

/// Most of the words of the shorter one are in the other.
fn says_the_same(one: &Candidate<'_>, other: &Candidate<'_>, tenths: usize) -> bool {
    let shared = one.keys.intersection(&other.keys).count();
    shared * 10 >= one.keys.len().min(other.keys.len()) * tenths
}
