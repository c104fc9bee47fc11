//! From a clause to questions. A frame opens only where the verb and what stands around it give reason to ask it.

mod acts;
mod kinds;
mod reasons;

use super::clause::{Clause, Reader, Verb, Words, render, render_subject};
use super::lists;
use super::speech::Mark;
use crate::text::english::Tag;

/// A question before it is weighed.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) text: String,
    pub(super) kind: &'static str,
    /// How much a reader wants to know it, apart from what it is about.
    pub(super) worth: f32,
    /// The words of the sentence it names, for `about`.
    pub(super) words: Words,
    /// A person is named where the sentence has a pronoun.
    pub(super) stands_in: bool,
}

/// Returns the questions a clause opens, best first; they are about one thing, so one of them is asked at most.
pub(super) fn of_clause(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Vec<Draft> {
    // “told officials that …”: what was told is missing.
    let is_cut_short =
        clause.complement.len() <= 2 && marks.get(clause.end).is_some_and(|mark| mark.is("that"));
    if is_cut_short {
        return Vec::new();
    }
    let Some(subject) = render_subject(reader.names, marks, clause) else {
        return Vec::new();
    };
    let Some(complement) = (if clause.complement.is_empty() {
        Some(String::new())
    } else {
        render(reader.names, marks, &clause.complement)
    }) else {
        return Vec::new();
    };
    let words: Words = clause
        .subject
        .iter()
        .chain(&clause.complement)
        .copied()
        .collect();
    let parts = Parts {
        reader,
        marks,
        clause,
        subject: &subject,
        complement: &complement,
        head: head(marks, &clause.subject),
        first: clause
            .complement
            .first()
            .and_then(|word| marks.get(*word))
            .map_or("", |mark| &*mark.lower),
    };
    let stands_in = clause.stands_for.is_some();
    parts
        .acts()
        .into_iter()
        .chain(parts.reason())
        .map(|(text, kind, worth)| Draft {
            text,
            kind,
            worth,
            words: words.clone(),
            stands_in,
        })
        .collect()
}

fn head(marks: &[Mark<'_>], subject: &Words) -> String {
    subject
        .iter()
        .filter_map(|word| marks.get(*word))
        .take_while(|mark| !lists::is_preposition(&mark.lower))
        .last()
        .map(|mark| mark.lower.clone())
        .unwrap_or_default()
}

struct Parts<'a> {
    reader: &'a Reader<'a>,
    marks: &'a [Mark<'a>],
    clause: &'a Clause,
    subject: &'a str,
    complement: &'a str,
    head: String,
    first: &'a str,
}

/// A question, its kind and its worth.
type Asked = (String, &'static str, f32);

impl Parts<'_> {
    fn base(&self) -> &'static str {
        self.clause.base
    }

    /// `to cut its budget`, without `to`.
    fn act_to(&self) -> Option<String> {
        if self.first != "to" {
            return None;
        }
        let verb = self
            .clause
            .complement
            .get(1)
            .and_then(|word| self.marks.get(*word))?;
        let is_told = verb.tag == Tag::Base && !lists::is_empty_act(&verb.lower) && !verb.is("be");
        (is_told && self.clause.complement.len() > 2)
            .then(|| {
                render(
                    self.reader.names,
                    self.marks,
                    self.clause.complement.get(1..)?,
                )
            })
            .flatten()
    }

    /// The complement begins as a thing does, not with a verb or a preposition.
    fn is_noun_phrase(&self) -> bool {
        self.clause
            .complement
            .first()
            .and_then(|word| self.marks.get(*word))
            .is_some_and(|mark| {
                mark.is_nominal()
                    || matches!(
                        mark.tag,
                        Tag::Determiner
                            | Tag::Adjective
                            | Tag::OwnPronoun
                            | Tag::Number
                            | Tag::Comparative
                            | Tag::Superlative
                    )
            })
    }

    fn complement_words(&self) -> impl Iterator<Item = &Mark<'_>> {
        self.clause
            .complement
            .iter()
            .filter_map(|word| self.marks.get(*word))
    }

    fn is(&self) -> &'static str {
        if self.clause.is_plural { "are" } else { "is" }
    }

    fn does(&self) -> &'static str {
        match self.clause.verb {
            Verb::Past => "did",
            _ if self.clause.is_plural => "do",
            _ => "does",
        }
    }

    fn verb_word(&self) -> &str {
        self.marks
            .get(self.clause.at)
            .map_or("", |mark| &*mark.lower)
    }

    /// A figure, not a year.
    fn has_number(&self) -> bool {
        self.complement_words()
            .any(|mark| mark.is_number() && !is_year(mark.text))
    }

    fn complement_has(&self, word: &str) -> bool {
        self.complement_words().any(|mark| mark.is(word))
    }
}

/// Returns whether a word is a year a story can be about.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}
