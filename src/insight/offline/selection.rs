//! Choosing several sentences that together say much and repeat little.

use super::document::{Document, Sentence};
use super::terms::Weights;

/// Returns the weighted terms of sentences.
pub(super) fn vector(document: &Document<'_>, sentences: &[&Sentence]) -> Weights {
    let mut vector = Weights::default();
    for term in sentences.iter().flat_map(|sentence| &sentence.terms) {
        *vector.entry(term.key).or_default() += document.rarity(term.key);
    }
    vector
}

/// Returns the cosine of two vectors of weights.
pub(super) fn cosine(one: &Weights, other: &Weights) -> f32 {
    let dot: f32 = one
        .iter()
        .filter_map(|(key, weight)| other.get(key).map(|second| weight * second))
        .sum();
    let norm = |vector: &Weights| vector.values().map(|weight| weight * weight).sum::<f32>();
    let norms = (norm(one) * norm(other)).sqrt();
    if norms > 0.0 { dot / norms } else { 0.0 }
}
