//! Articles that share the telling words of another one.

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::Result;
use super::fields::Fields;

/// Words that are looked for. More of them find the same, and take longer.
const WORDS: usize = 24;
/// Places in the index that are gone through at most, common words being left out for it: some milliseconds.
const PLACES: u64 = 60_000;
/// A word that more than one article in so many has tells nothing; in a small store every word is common.
const COMMON: u64 = 10;
const SMALL: u64 = 20;
/// A word of an article and how often it stands there.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Weighed {
    pub(in crate::store) word: String,
    pub(in crate::store) times: f32,
}

/// Returns the words that tell most about an article: often in it, seldom elsewhere.
pub(super) fn telling(
    searcher: &Searcher,
    fields: Fields,
    words: &[Weighed],
) -> Result<Vec<Weighed>> {
    let articles = searcher.num_docs();
    let mut found = Vec::with_capacity(words.len());
    for Weighed { word, times } in words {
        let places = searcher.doc_freq(&Term::from_field_text(fields.all, word))?;
        if places < 2 || places > (articles / COMMON).max(SMALL) {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "a weight")]
        let rarity = (1.0 + articles as f32 / places as f32).ln();
        let weight = (1.0 + times.ln()) * rarity;
        found.push((
            Weighed {
                word: word.clone(),
                times: weight,
            },
            places,
        ));
    }
    found.sort_by(|(one, _), (other, _)| {
        other
            .times
            .total_cmp(&one.times)
            .then_with(|| one.word.cmp(&other.word))
    });
    let mut left = PLACES;
    let mut telling = Vec::with_capacity(WORDS);
    for (word, places) in found {
        if telling.len() == WORDS {
            break;
        }
        if let Some(rest) = left.checked_sub(places) {
            left = rest;
            telling.push(word);
        }
    }
    Ok(telling)
}

/// Makes the query for articles that share such words, among those of `filter`.
pub(super) fn query(fields: Fields, telling: &[Weighed], filter: Box<dyn Query>) -> Box<dyn Query> {
    let mean = telling
        .iter()
        .map(|word| word.times)
        .sum::<f32>()
        .max(f32::MIN_POSITIVE);
    let words = telling.iter().map(|Weighed { word, times }| {
        let term = Term::from_field_text(fields.all, word);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        let boosted: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(query), times / mean));
        (Occur::Should, boosted)
    });
    let like = BooleanQuery::new(words.collect());
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, Box::new(like)),
        (Occur::Must, Box::new(ConstScoreQuery::new(filter, 0.0))),
    ]))
}
