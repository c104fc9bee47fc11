//! Whom a possessive pronoun means: named only where one alone can be meant, as a wrong name is worse than no question.

use super::clause::{Reader, Words, render};
use super::lists;
use super::speech::{Mark, bare};
use crate::text::english::Tag;

impl Reader<'_> {
    /// Returns the people named in the marks, each once, by full name where the story has it.
    pub(super) fn people(&self, marks: &[Mark<'_>]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut place = 0;
        while place < marks.len() {
            let run = self.names.run(marks, place);
            if let Some(last) = run
                .checked_sub(1)
                .and_then(|last| marks.get(place + last))
                .map(|mark| bare(mark.text))
                && self.names.is_person(last)
            {
                let name = self.names.full_name(last).unwrap_or(last).to_owned();
                if !found.contains(&name) {
                    found.push(name);
                }
            }
            place += run.max(1);
        }
        found
    }

    /// Returns whom or what the possessive pronoun at `at` means, where only one can be meant.
    pub(super) fn owner(&self, marks: &[Mark<'_>], at: usize) -> Option<String> {
        let pronoun = &*marks.get(at)?.lower;
        match pronoun {
            "his" | "her" => {
                let here = self.people(marks.get(..at)?);
                let known = match here.as_slice() {
                    [] => &self.people_before,
                    _ => &here,
                };
                // Somebody without a name may be meant: “the suspect and his lawyer”.
                let is_open = marks
                    .iter()
                    .take(at)
                    .any(|mark| lists::is_person_noun(&mark.lower) && mark.tag == Tag::Noun)
                    && here.is_empty();
                match known.as_slice() {
                    [only] if only.contains(' ') && !is_open => Some(only.clone()),
                    _ => None,
                }
            }
            "its" => {
                let mut words = Words::new();
                let end = self.noun_phrase(marks, 0, &mut words)?;
                let is_named = words.iter().all(|word| {
                    self.names.is_name(marks, *word)
                        || marks.get(*word).is_some_and(|mark| mark.is("the"))
                });
                let is_person = words
                    .last()
                    .and_then(|last| marks.get(*last))
                    .is_some_and(|mark| self.names.is_person(bare(mark.text)));
                let is_verb = self.is_verb_at(marks, end);
                // No other thing may stand between.
                let others = marks.get(end..at)?.iter().any(|mark| {
                    matches!(mark.tag, Tag::Name | Tag::Names)
                        || mark.is("that")
                        || mark.text == ","
                });
                (is_named && !is_person && is_verb && !others && words.len() <= 4)
                    .then(|| render(self.names, marks, &words))
                    .flatten()
            }
            _ => None,
        }
    }
}
