//! What stands before the main clause: a phrase, a clause with *when*, a main clause of its own.

use std::ops::Range;

use super::words::{SPEAKING, TELLING};
use super::{Sentence, is_finite};
use crate::text::english::Tag;

/// A phrase before the main clause is looked for in this many tokens.
const LONGEST_OPENING: usize = 40;
/// The verb of a clause comes within this many.
const VERB_WITHIN: usize = 14;

impl Sentence<'_> {
    /// `On Monday, `, `Outside the works in Fremont, California, `, `When the gates broke, flooding the town, `.
    pub(super) fn opening(&self) -> Option<Range<usize>> {
        let opens = matches!(
            self.tag(0),
            Tag::Preposition | Tag::Adverb | Tag::Ing | Tag::Participle | Tag::To
        ) || self.is(
            0,
            &[
                "when", "as", "while", "after", "since", "earlier", "late", "last",
            ],
        );
        if !opens {
            return None;
        }
        let mut commas =
            (1..self.tokens.len().min(LONGEST_OPENING)).filter(|place| self.is(*place, &[","]));
        let first = commas.next()?;
        let (comma, is_first) = if self.begins_clause(first + 1) {
            (first, true)
        } else {
            (
                commas.find(|comma| {
                    self.begins_clause(comma + 1)
                        // “When he came, Ann, Ben and Cleo left”: a list, not the rest of the phrase.
                        && !(comma + 1..self.tokens.len())
                            .take_while(|place| !is_finite(self.tag(*place)))
                            .any(|place| self.tag(place) == Tag::Coordinator)
                })?,
                false,
            )
        };
        // “On Monday, he left, and Ann stayed”: a main clause has come before. “On Monday, Ann Roe and her chief, Ben Roe, said”:
        // the subject has begun.
        let has_told = !is_first
            && (!self.is_more_of_phrase(first + 1)
                && (first..comma).any(|place| self.tag(place) == Tag::Coordinator)
                || self.is(comma + 1, &["and", "but"])
                || (first + 1..comma).any(|place| is_finite(self.tag(place)))
                    && !self.is(0, &["when", "as", "while", "after", "since", "before"]));
        // “Over the years, researchers argue in a paper, comets …”: who says it stands between.
        let is_told_between = (comma + 2..comma + 9)
            .any(|place| is_finite(self.tag(place)) && self.is(place, TELLING))
            && (comma + 3..self.tokens.len()).any(|place| self.is(place, &[","]));
        (!has_told && !is_told_between).then(|| 0..self.start(comma + 1))
    }

    /// `, causing damage,`, `, in the north,`: goes on with what stands before the subject.
    fn is_more_of_phrase(&self, place: usize) -> bool {
        matches!(
            self.tag(place),
            Tag::Ing | Tag::Preposition | Tag::Participle
        )
    }

    /// A subject and, soon behind it, its verb.
    pub(super) fn begins_clause(&self, first: usize) -> bool {
        let is_about = self.tag(first) == Tag::Preposition
            && self.is(first, &["over", "about", "around"])
            && self.tag(first + 1) == Tag::Number;
        let is_subject = is_about
            || matches!(
                self.tag(first),
                Tag::Determiner
                    | Tag::Name
                    | Tag::Names
                    | Tag::Nouns
                    | Tag::Number
                    | Tag::Superlative
            );
        is_subject
            && (first + 1..first + VERB_WITHIN)
                .find(|place| is_finite(self.tag(*place)))
                .is_some_and(|verb| {
                    !(first..verb).any(|place| {
                        self.is(place, &[","])
                            || matches!(
                                self.tag(place),
                                Tag::WhDeterminer | Tag::WhPronoun | Tag::WhAdverb
                            )
                    })
                })
    }

    /// The first of two main clauses: `The gates were old, and `, `The gates were old; `. What somebody says may go on
    /// behind the comma, so nothing that tells goes.
    pub(super) fn first_clauses(&self) -> Vec<Range<usize>> {
        (3..self.tokens.len())
            .filter(|place| self.is(*place, &[",", ";"]))
            .filter_map(|place| {
                let joint = usize::from(self.is(place + 1, &["and", "but", "while"]));
                if joint == 0 && !self.is(place, &[";"]) {
                    return None;
                }
                let first = place + 1 + joint;
                let is_main = (1..place).any(|before| is_finite(self.tag(before)))
                    && !self.is(
                        0,
                        &[
                            "when", "as", "while", "after", "since", "before", "although", "though",
                        ],
                    );
                let tells = (0..place).any(|before| {
                    self.tokens.get(before).is_some_and(|token| {
                        SPEAKING.iter().any(|stem| token.text.starts_with(stem))
                    }) || self.is(before, &["that"])
                });
                // “The thought could not …”, “… were also there” lean on what would be gone.
                let is_free =
                    !matches!(self.tag(first), Tag::Determiner) || self.is(first, &["a", "an"]);
                let leans = (first..self.tokens.len()).any(|place| {
                    self.is(
                        place,
                        &[
                            "also", "too", "one", "so", "then", "instead", "do", "did", "does",
                        ],
                    )
                });
                (is_main && !tells && is_free && !leans && self.begins_clause(first))
                    .then(|| 0..self.start(first))
            })
            .collect()
    }
}
