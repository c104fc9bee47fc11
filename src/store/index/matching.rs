//! From a [`Condition`] to a tantivy query.

use std::collections::HashMap;
use std::ops::Bound;
use std::sync::Arc;

use tantivy::Term;
use tantivy::index::SegmentReader;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::excluded::Excluded;
use super::fields::Fields;
use super::prefix::PrefixQuery;
use super::tokens::stem_term;
use super::{IdSet, Result};
use crate::domain::query::TextField;
use crate::store::plan::{Condition, Set};
use crate::text::language::Language;
use crate::text::words::{Part, Pattern};

/// A word of the title counts this many times one of the text, as readers judge by headlines.
pub(super) const TITLE_BOOST: f32 = 2.5;
/// What it adds when the feed's title has the word: every article of the feed has that in common.
const FEED_SCORE: f32 = 0.5;

/// Where the sets of ids come from that a condition asks for.
pub(in crate::store) type Sets<'a> = dyn FnMut(&Set) -> Result<Arc<IdSet>> + 'a;

/// Makes queries for one state of the index.
pub(super) struct Compiler<'a, 'b> {
    pub(super) fields: Fields,
    /// The languages with stems that occur in the index.
    pub(super) languages: &'a [Language],
    /// Whether scores will be asked for; without them less need be looked at.
    pub(super) is_scored: bool,
    /// Articles in the index.
    pub(super) articles: u64,
    pub(super) sets: &'a mut Sets<'b>,
}

impl Compiler<'_, '_> {
    pub(super) fn compile(&mut self, condition: &Condition) -> Result<Box<dyn Query>> {
        Ok(match condition {
            Condition::Everything => unscored(Box::new(AllQuery)),
            Condition::Nothing => Box::new(EmptyQuery),
            Condition::All(parts) => self.all(parts)?,
            Condition::Any(parts) => {
                let mut choices = Vec::with_capacity(parts.len());
                for part in parts {
                    choices.push((Occur::Should, self.compile(part)?));
                }
                Box::new(BooleanQuery::new(choices))
            }
            Condition::Not(part) => {
                let without = Box::new(Excluded(self.compile(part)?.into()));
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, unscored(Box::new(AllQuery))),
                    (Occur::MustNot, without),
                ]))
            }
            Condition::Words {
                field,
                pattern,
                feeds,
            } => self.words(*field, pattern, feeds),
            Condition::Feeds(feeds) => unscored(self.feeds(feeds)),
            Condition::Ids(ids) => {
                let terms = ids.iter().map(|id| self.fields.id_term(*id));
                unscored(Box::new(TermSetQuery::new(terms)))
            }
            Condition::From(id) => self.range(Bound::Included(*id), Bound::Unbounded),
            Condition::Below(id) => self.range(Bound::Unbounded, Bound::Excluded(*id)),
            Condition::Language(code) => unscored(self.language(code)),
            Condition::Set(set) => unscored(among((self.sets)(set)?)),
        })
    }

    fn all(&mut self, parts: &[Condition]) -> Result<Box<dyn Query>> {
        let mut clauses = Vec::with_capacity(parts.len() + 1);
        for part in parts {
            clauses.push(match part {
                Condition::Not(inner) => (
                    Occur::MustNot,
                    Box::new(Excluded(self.compile(inner)?.into())) as Box<dyn Query>,
                ),
                part => (Occur::Must, self.compile(part)?),
            });
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn range(&self, from: Bound<i64>, to: Bound<i64>) -> Box<dyn Query> {
        let term = |bound: Bound<i64>| bound.map(|id| self.fields.id_term(id));
        unscored(Box::new(RangeQuery::new(term(from), term(to))))
    }

    fn feeds(&self, feeds: &[i64]) -> Box<dyn Query> {
        let terms = feeds
            .iter()
            .map(|feed| Term::from_field_i64(self.fields.feed, *feed));
        Box::new(TermSetQuery::new(terms))
    }

    fn language(&self, code: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.language, code);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    fn words(&self, field: TextField, pattern: &Pattern, feeds: &[i64]) -> Box<dyn Query> {
        let mut choices: Vec<Box<dyn Query>> = Vec::new();
        match field {
            TextField::Title => self.pattern(self.fields.title, pattern, 1.0, &mut choices),
            TextField::Author => self.pattern(self.fields.author, pattern, 1.0, &mut choices),
            TextField::Any => {
                self.pattern(self.fields.all, pattern, 1.0, &mut choices);
                if self.is_scored {
                    // Titles are part of all, so this finds nothing more and weighs what is found.
                    self.pattern(self.fields.title, pattern, TITLE_BOOST, &mut choices);
                }
                if !feeds.is_empty() {
                    choices.push(Box::new(ConstScoreQuery::new(
                        self.feeds(feeds),
                        FEED_SCORE,
                    )));
                }
            }
        }
        if choices.len() == 1 {
            choices.remove(0)
        } else {
            Box::new(BooleanQuery::union(choices))
        }
    }

    fn pattern(
        &self,
        field: Field,
        pattern: &Pattern,
        boost: f32,
        choices: &mut Vec<Box<dyn Query>>,
    ) {
        let Some((last, before)) = pattern.parts().split_last() else {
            return;
        };
        if last.is_prefix {
            choices.push(Box::new(PrefixQuery {
                field,
                before: before
                    .iter()
                    .map(|part| (part.offset, part.folded.clone()))
                    .collect(),
                prefix: last.folded.clone(),
                offset: last.offset,
                boost,
                articles: self.articles,
            }));
        } else if before.is_empty() {
            choices.push(boosted(self.term(field, &last.folded), boost));
            // Names have no other forms.
            if field != self.fields.author {
                self.stems(field, pattern, last, boost, choices);
            }
        } else {
            let terms = pattern
                .parts()
                .iter()
                .map(|part| (part.offset, Term::from_field_text(field, &part.folded)))
                .collect();
            choices.push(boosted(
                Box::new(PhraseQuery::new_with_offset(terms)),
                boost,
            ));
        }
    }

    /// Adds the other forms of a word: what has the same stem in the article's own language.
    fn stems(
        &self,
        field: Field,
        pattern: &Pattern,
        word: &Part,
        boost: f32,
        choices: &mut Vec<Box<dyn Query>>,
    ) {
        // A word that is its own stem has no stem beside it in the index, so the stem is looked for as a word too, in
        // articles of the languages whose stem it is: Dutch "new" is no form of English "news".
        let mut plain: HashMap<String, Vec<Language>> = HashMap::new();
        for language in self.languages {
            let Some(stem) = pattern.stem(*language) else {
                continue;
            };
            // The stems of titles stand in the field itself.
            let field_of_stems = if field == self.fields.all {
                self.fields.stems
            } else {
                field
            };
            choices.push(boosted(
                self.term(field_of_stems, &stem_term(&stem, *language)),
                boost,
            ));
            if stem != word.folded {
                plain.entry(stem).or_default().push(*language);
            }
        }
        for (stem, languages) in plain {
            // Languages are asked about where the stem stands; a set of them would gather nearly all articles first.
            let mut languages: Vec<Box<dyn Query>> = languages
                .iter()
                .map(|language| self.language(language.code()))
                .collect();
            let languages = match languages.pop() {
                Some(only) if languages.is_empty() => only,
                Some(last) => {
                    languages.push(last);
                    Box::new(BooleanQuery::union(languages))
                }
                None => continue,
            };
            choices.push(Box::new(BooleanQuery::new(vec![
                (Occur::Must, boosted(self.term(field, &stem), boost)),
                (Occur::Must, unscored(languages)),
            ])));
        }
    }

    fn term(&self, field: Field, text: &str) -> Box<dyn Query> {
        let option = if self.is_scored {
            IndexRecordOption::WithFreqs
        } else {
            IndexRecordOption::Basic
        };
        Box::new(TermQuery::new(Term::from_field_text(field, text), option))
    }
}

fn unscored(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    if (boost - 1.0).abs() < f32::EPSILON {
        query
    } else {
        Box::new(BoostQuery::new(query, boost))
    }
}

/// Articles whose id is in the set, asked one by one: words find few, so that going through the set would cost more.
fn among(ids: Arc<IdSet>) -> Box<dyn Query> {
    let predicate = FunctionPredicate::from(move |reader: &SegmentReader| {
        let column = reader.fast_fields().i64("id")?.first_or_default_col(0);
        let ids = Arc::clone(&ids);
        Ok(move |doc| ids.contains(&column.get_val(doc)))
    });
    Box::new(DocPredicateQuery::from(predicate))
}
