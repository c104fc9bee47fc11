//! How much a candidate is worth: features of place, content and form, with weights fitted to what people wrote.

use super::candidates::Candidate;
use crate::insight::offline::document::{Document, Sentence};
use crate::insight::offline::selection::{Vector, cosine, vector};
use crate::insight::offline::terms::{Keys, weight};

/// Features of a candidate, in the order of [`WEIGHTS`].
pub(super) const FEATURES: usize = 16;

/// Fitted by coordinate search on ROUGE against human summaries, checked on articles left out.
#[rustfmt::skip]
pub(super) const WEIGHTS: [f32; FEATURES] = [
    1.8,  // how early
    -0.3,  // the very first
    0.8,  // near to the whole
    2.3,  // how much of the title it says
    -0.3,  // how much of it the title says
    0.4,  // how much of the summary it says
    0.5,  // words that come again and again
    -0.7,  // length
    0.0,  // a figure
    0.0,  // a quotation
    0.0,  // names
    0.0,  // how late
    -0.1,  // shortened
    -0.6,  // two sentences
    0.4,  // opens a paragraph
    0.4,  // near to the first sentence
];

/// For other languages than English, whose texts here are less often told as an agency tells news: what is near to the
/// whole counts more than what is early.
#[rustfmt::skip]
pub(super) const OTHER_WEIGHTS: [f32; FEATURES] = [
    0.6, 0.0, 1.8, 1.0, 0.0, 0.4, 0.5, 0.0, 0.2, 0.0, 0.0, 0.3, 0.0, -0.1, 0.2, 1.2,
];

/// Scores every candidate.
pub(super) fn score(document: &Document<'_>, candidates: &mut [Candidate<'_>], weights: &[f32]) {
    let story = Story::of(document);
    for candidate in candidates {
        candidate.score = story
            .features(document, candidate)
            .iter()
            .zip(weights)
            .map(|(feature, weight)| feature * weight)
            .sum();
    }
}

/// What the features compare with.
pub(super) struct Story {
    /// The whole story as one vector.
    centre: Vector,
    first: Vector,
    keywords: Keys,
    sentences: usize,
}

impl Story {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let told: Vec<&Sentence> = document
            .sentences
            .iter()
            .filter(|sentence| !sentence.is_boilerplate)
            .collect();
        let mut ranked: Vec<(u64, f32)> = document
            .spread
            .iter()
            .filter(|(_, spread)| **spread > 1.0)
            .map(|(key, spread)| (*key, *spread))
            .collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        Self {
            centre: vector(document, &told),
            first: vector(document, told.get(..1).unwrap_or_default()),
            keywords: ranked.into_iter().take(10).map(|(key, _)| key).collect(),
            sentences: told.len(),
        }
    }

    pub(super) fn features(
        &self,
        document: &Document<'_>,
        candidate: &Candidate<'_>,
    ) -> [f32; FEATURES] {
        let shared = |with: &Keys| weight(candidate.keys.intersection(with).count());
        let share = |of: usize, shared: f32| if of == 0 { 0.0 } else { shared / weight(of) };
        let is = |held: bool| if held { 1.0 } else { 0.0 };
        let text = &candidate.text;
        let names = text
            .split_whitespace()
            .skip(1)
            .filter(|word| word.starts_with(char::is_uppercase))
            .count();
        [
            1.0 / (1.0 + 0.5 * weight(candidate.place)),
            is(candidate.place == 0),
            cosine(&candidate.vector, &self.centre),
            share(document.title.len(), shared(&document.title)),
            share(candidate.keys.len(), shared(&document.title)),
            share(document.summary.len(), shared(&document.summary)),
            shared(&self.keywords) / 10.0,
            weight(candidate.words) / 32.0,
            is(text.contains(|c: char| c.is_numeric())),
            is(text.contains(['"', '“', '«', '„'])),
            share(candidate.words, weight(names)),
            share(self.sentences, weight(candidate.place)),
            is(matches!(candidate.text, std::borrow::Cow::Owned(_))),
            is(candidate.is_pair),
            is(candidate.opens_paragraph && document.paragraphs >= 4),
            cosine(&candidate.vector, &self.first),
        ]
    }
}
