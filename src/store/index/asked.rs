//! Articles that share the telling words of a question.

use std::collections::HashSet;

use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::Result;
use super::fields::Fields;
use super::matching::{Compiler, TITLE_BOOST};
use super::tokens::stem_term;
use crate::store::plan::Condition;
use crate::text::language::Language;
use crate::text::words::Pattern;

/// Places in the index that are gone through at most, the commonest words of a question being left out for it: some
/// milliseconds, however large the index is.
const PLACES: u64 = 150_000;

/// A word of a question: where it stands in the index, and in how many articles.
struct Word {
    terms: Vec<(Term, f32)>,
    places: u64,
}

/// Makes the query for articles that have the rarest of the words, in any form; `None` when no article has any.
///
/// What a word adds to the score falls with how common it is, what it costs rises with it.
pub(super) fn query(
    searcher: &Searcher,
    fields: Fields,
    languages: &[Language],
    asked: &[Pattern],
    language: Option<Language>,
) -> Result<Option<Box<dyn Query>>> {
    let mut words = Vec::with_capacity(asked.len());
    for pattern in asked {
        let word = Word::of(searcher, fields, languages, pattern, language)?;
        words.extend(Some(word).filter(|word| word.places > 0));
    }
    words.sort_by_key(|word| word.places);
    let mut left = PLACES;
    let mut choices: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for word in words {
        match left.checked_sub(word.places) {
            Some(rest) => left = rest,
            None if choices.is_empty() => left = 0,
            None => break,
        }
        for (term, boost) in word.terms {
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            choices.push((
                Occur::Should,
                Box::new(BoostQuery::new(Box::new(query), boost)),
            ));
        }
    }
    Ok((!choices.is_empty()).then(|| Box::new(BooleanQuery::new(choices)) as Box<dyn Query>))
}

/// Leaves of what a query finds what a condition means.
pub(super) fn among(
    query: Box<dyn Query>,
    condition: &Condition,
    mut filter: Compiler<'_, '_>,
) -> Result<Box<dyn Query>> {
    if *condition == Condition::Everything {
        return Ok(query);
    }
    let filter = filter.compile(condition)?;
    Ok(Box::new(BooleanQuery::new(vec![
        (Occur::Must, query),
        (Occur::Must, Box::new(ConstScoreQuery::new(filter, 0.0))),
    ])))
}

impl Word {
    fn of(
        searcher: &Searcher,
        fields: Fields,
        languages: &[Language],
        pattern: &Pattern,
        language: Option<Language>,
    ) -> Result<Self> {
        let mut word = Self {
            terms: Vec::new(),
            places: 0,
        };
        let Some(part) = pattern.parts().first() else {
            return Ok(word);
        };
        // A word that is its own stem stands in the index as a word only.
        let mut forms = HashSet::from([part.folded.clone()]);
        let mut stems = HashSet::new();
        for known in languages {
            let Some(stem) = pattern.stem(*known) else {
                continue;
            };
            stems.insert(stem_term(&stem, *known));
            if language.is_none_or(|language| language == *known) {
                forms.insert(stem);
            }
        }
        let places: [(Field, &HashSet<String>, f32); 4] = [
            (fields.all, &forms, 1.0),
            (fields.stems, &stems, 1.0),
            (fields.title, &forms, TITLE_BOOST),
            (fields.title, &stems, TITLE_BOOST),
        ];
        for (field, texts, boost) in places {
            for text in texts {
                let term = Term::from_field_text(field, text);
                let places = searcher.doc_freq(&term)?;
                if places > 0 {
                    word.places += places;
                    word.terms.push((term, boost));
                }
            }
        }
        Ok(word)
    }
}
