//! The word most likely meant by one that no article has.

use std::collections::HashMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::Result;
use crate::text::words::tokens;

/// A slip in a shorter word leaves too little to tell what was meant.
const SHORTEST: usize = 4;
/// From so many letters on there may be two slips.
const LONG: usize = 7;

/// Returns the nearest word that articles have, the most frequent of equally near ones; `None` where articles have the
/// word, where it is too short, and where nothing is near.
pub(super) fn nearest(
    searcher: &Searcher,
    field: Field,
    (word, is_prefix): (&str, bool),
) -> Result<Option<String>> {
    let mut parts = tokens(word, None);
    let (Some(token), None) = (parts.next(), parts.next()) else {
        return Ok(None);
    };
    let written = token.folded.into_owned();
    let letters = written.chars().count();
    let term = Term::from_field_text(field, &written);
    if letters < SHORTEST || searcher.doc_freq(&term)? > 0 {
        return Ok(None);
    }
    if is_prefix && begins_any(searcher, field, &written)? {
        return Ok(None);
    }
    let most: u8 = if letters < LONG { 1 } else { 2 };
    // Two letters in the wrong order are one slip.
    let mut found: HashMap<String, u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let automaton = FuzzyTermQuery::new(term.clone(), most, true).automaton()?;
        let mut terms = index.terms().search(automaton).into_stream()?;
        while terms.advance() {
            // Stems and numbers are nothing a person meant to write.
            if let Ok(candidate) = std::str::from_utf8(terms.key())
                && candidate.chars().all(char::is_alphabetic)
            {
                *found.entry(candidate.to_owned()).or_default() +=
                    u64::from(terms.value().doc_freq);
            }
        }
    }
    let best = found.into_iter().min_by_key(|(candidate, articles)| {
        let distance = strsim::osa_distance(&written, candidate);
        // People seldom miss the first letter.
        let is_begun_alike = candidate.chars().next() == written.chars().next();
        (
            distance,
            !is_begun_alike,
            std::cmp::Reverse(*articles),
            candidate.clone(),
        )
    });
    Ok(best.map(|(candidate, _)| candidate))
}

/// Returns whether articles have a word that begins so.
fn begins_any(searcher: &Searcher, field: Field, start: &str) -> Result<bool> {
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut terms = index.terms().range().ge(start).into_stream()?;
        if terms.advance() && terms.key().starts_with(start.as_bytes()) {
            return Ok(true);
        }
    }
    Ok(false)
}
