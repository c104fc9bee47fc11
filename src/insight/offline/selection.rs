//! Choosing several sentences that together say much and repeat little.

use super::document::{Document, Sentence};
use super::terms::Weights;

/// Weighted terms.
pub(super) struct Vector {
    pub(super) weights: Weights,
    /// The sum of the squares of the weights; of a whole story it is asked for with every sentence.
    square: f32,
}

/// Returns the weighted terms of sentences.
pub(super) fn vector(document: &Document<'_>, sentences: &[&Sentence]) -> Vector {
    let mut weights = Weights::default();
    for term in sentences.iter().flat_map(|sentence| &sentence.terms) {
        *weights.entry(term.key).or_default() += document.rarity(term.key);
    }
    Vector {
        square: weights.values().map(|weight| weight * weight).sum(),
        weights,
    }
}

/// Returns the cosine of two vectors of weights.
pub(super) fn cosine(one: &Vector, other: &Vector) -> f32 {
    let dot: f32 = one
        .weights
        .iter()
        .filter_map(|(key, weight)| other.weights.get(key).map(|second| weight * second))
        .sum();
    let norms = (one.square * other.square).sqrt();
    if norms > 0.0 { dot / norms } else { 0.0 }
}
