//! The word most likely meant by one that no article has.

use std::collections::{HashMap, HashSet};

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::Result;
use crate::text::words::tokens;

/// A slip in a shorter word leaves too little to tell what was meant.
const SHORTEST: usize = 4;
/// From so many letters on there may be two slips.
const LONG: usize = 7;

/// Returns a word as it was most likely meant, with what stands between its parts as written (`e-mial`); `None` where
/// articles have all of it, and where nothing is near.
///
/// `names` are words that are no article's own and are found all the same: those of the feeds' titles.
pub(super) fn nearest(
    searcher: &Searcher,
    field: Field,
    names: &HashSet<String>,
    (word, is_prefix): (&str, bool),
) -> Result<Option<String>> {
    let mut written = String::with_capacity(word.len());
    let mut at = 0;
    let mut is_other = false;
    let mut parts = tokens(word, None).peekable();
    while let Some(part) = parts.next() {
        let goes_on = is_prefix && parts.peek().is_none();
        if let Some(meant) = meant(searcher, field, names, (&part.folded, goes_on))? {
            written.push_str(word.get(at..part.range.start).unwrap_or_default());
            written.push_str(&meant);
            at = part.range.end;
            is_other = true;
        }
    }
    written.push_str(word.get(at..).unwrap_or_default());
    Ok(is_other.then_some(written))
}

/// Returns the nearest word there is, the most frequent of equally near ones; `None` where articles have the word, where
/// it is too short, and where nothing is near.
fn meant(
    searcher: &Searcher,
    field: Field,
    names: &HashSet<String>,
    (written, is_prefix): (&str, bool),
) -> Result<Option<String>> {
    let letters = written.chars().count();
    let term = Term::from_field_text(field, written);
    if letters < SHORTEST || searcher.doc_freq(&term)? > 0 || names.contains(written) {
        return Ok(None);
    }
    let is_begun = |name: &String| name.starts_with(written);
    if is_prefix && (names.iter().any(is_begun) || begins_any(searcher, field, written)?) {
        return Ok(None);
    }
    let most: u8 = if letters < LONG { 1 } else { 2 };
    let mut found: HashMap<String, u64> = names
        .iter()
        .filter(|name| strsim::osa_distance(written, name) <= usize::from(most))
        .map(|name| (name.clone(), 1))
        .collect();
    // Two letters in the wrong order are one slip.
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
        let distance = strsim::osa_distance(written, candidate);
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
