//! Who or what a clause is about, and where its verb begins.

use super::clause::{Reader, Words};
use super::lists;
use super::speech::Mark;
use crate::text::english::Tag;

/// Words a subject has at most.
const LONGEST_SUBJECT: usize = 12;
/// Words between the commas of an insertion behind the subject.
const LONGEST_INSERTION: usize = 24;

/// The first word of a sentence is a singular noun by itself, and no name.
fn first_is_bare(reader: &Reader<'_>, marks: &[Mark<'_>]) -> bool {
    marks.first().is_some_and(|mark| mark.tag == Tag::Noun) && reader.names.is_small(marks, 0)
}

impl Reader<'_> {
    /// Returns whether a subject is of several: by what its verb agrees with, else by its head.
    pub(super) fn is_plural(marks: &[Mark<'_>], subject: &Words, verb_at: usize) -> bool {
        let verb = marks.get(verb_at);
        if let Some(verb) = verb {
            if matches!(verb.stem(), "is" | "was" | "has" | "does") || verb.tag == Tag::Third {
                return false;
            }
            if matches!(verb.stem(), "are" | "were" | "have" | "do") || verb.tag == Tag::Plain {
                return true;
            }
        }
        let mut head: Option<&Mark<'_>> = None;
        for mark in subject.iter().filter_map(|number| marks.get(*number)) {
            if matches!(mark.tag, Tag::Preposition | Tag::To) {
                break;
            }
            if mark.tag == Tag::Coordinator && mark.is("and") {
                return true;
            }
            if mark.is_word {
                head = Some(mark);
            }
        }
        head.is_some_and(|head| {
            head.tag == Tag::Nouns || !head.starts_upper() && lists::is_plural(&head.lower)
        })
    }

    /// Returns the subject and the place of what follows it: the first word of the verb.
    pub(super) fn subject(&self, marks: &[Mark<'_>], start: usize) -> Option<(Words, usize)> {
        let mut words = Words::new();
        let mut at = self.noun_phrase(marks, start, &mut words)?;
        // What describes it: “of the city”, “accused of theft”.
        loop {
            let mark = marks.get(at)?;
            let next = marks.get(at + 1)?;
            if matches!(mark.tag, Tag::Preposition | Tag::To)
                && lists::is_preposition(&mark.lower)
                && !lists::is_weekday(&next.lower)
            {
                words.push(at);
                at = self.noun_phrase(marks, at + 1, &mut words)?;
            } else if mark.tag == Tag::Participle
                && matches!(next.tag, Tag::Preposition | Tag::To)
                && Self::has_finite_verb(marks, at + 2)
            {
                words.extend([at, at + 1]);
                at = self.noun_phrase(marks, at + 2, &mut words)?;
            } else {
                break;
            }
            if words.len() > LONGEST_SUBJECT {
                return None;
            }
        }
        // “Peter Otradovec, vice president at the carrier, said”.
        if marks.get(at)?.text == "," {
            let inserted = marks.get(at + 1..)?;
            let close = inserted
                .iter()
                .take(LONGEST_INSERTION)
                .position(|mark| mark.text == ",")?;
            at += close + 2;
        }
        // “on Monday”, “also”, “reportedly” belong to the verb.
        while marks.get(at).is_some_and(|mark| {
            lists::is_weekday(&mark.lower)
                || mark.is("on")
                    && marks
                        .get(at + 1)
                        .is_some_and(|next| lists::is_weekday(&next.lower))
        }) {
            at += 1;
        }
        // “fire”, “trouble”: a bare singular is most often half of something else.
        let is_bare = matches!(&*words, [only] if marks.get(*only).is_some_and(|mark| mark.tag == Tag::Noun && !mark.starts_upper()))
            || start == 0 && matches!(&*words, [0]) && first_is_bare(self, marks);
        if is_bare {
            return None;
        }
        let is_number = |word: &usize| marks.get(*word).is_some_and(Mark::is_number);
        (words.len() <= LONGEST_SUBJECT
            && !words.iter().all(is_number)
            && self.is_verb_at(marks, at))
        .then_some((words, at))
    }

    /// Reads a noun phrase without what follows its head; returns where it ends.
    pub(super) fn noun_phrase(
        &self,
        marks: &[Mark<'_>],
        start: usize,
        words: &mut Words,
    ) -> Option<usize> {
        let first = marks.get(start)?;
        if lists::is_speaking(&first.lower) || lists::is_vague_quantity(&first.lower) {
            return None;
        }
        let begin = words.len();
        let mut at = start;
        let mut has_head = false;
        while let Some(mark) = marks.get(at) {
            let next = marks.get(at + 1);
            let is_part = match mark.tag {
                _ if mark.is_contracted => false,
                // A second phrase begins: “told the court the man”.
                Tag::Determiner | Tag::Predeterminer | Tag::OwnPronoun => {
                    at == start
                        || marks
                            .get(at - 1)
                            .is_some_and(|mark| mark.tag == Tag::Coordinator)
                }
                Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names => {
                    has_head = true;
                    true
                }
                Tag::Possession
                | Tag::Number
                | Tag::Adjective
                | Tag::Comparative
                | Tag::Superlative
                | Tag::Dollar => true,
                // “the newly built barrier”, “leading experts”: what describes a noun stands right before it.
                Tag::Participle | Tag::Ing | Tag::Adverb | Tag::AdverbMore | Tag::AdverbMost => {
                    !has_head
                        && (at > start || mark.tag != Tag::Adverb)
                        && next.is_some_and(|next| {
                            next.is_nominal()
                                || matches!(
                                    next.tag,
                                    Tag::Adjective | Tag::Participle | Tag::Number | Tag::Ing
                                )
                        })
                }
                Tag::Coordinator => {
                    has_head
                        && mark.is("and")
                        && next.is_some_and(|next| {
                            next.is_nominal()
                                || matches!(
                                    next.tag,
                                    Tag::Adjective | Tag::Determiner | Tag::Number
                                )
                        })
                        && self.goes_on_as_list(marks, at + 1)
                }
                _ => mark.text == "&" || (mark.text == "-" || mark.text == "/") && mark.is_glued,
            };
            if !is_part {
                break;
            }
            words.push(at);
            at += 1;
        }
        let last = words.last().filter(|_| words.len() > begin)?;
        let ends_well = marks.get(*last).is_some_and(|mark| {
            (mark.is_nominal() || mark.tag == Tag::Number && begin > 0) && !mark.is_owner
        });
        (has_head && ends_well).then_some(at)
    }

    /// “the union and the port”, not “the union and the port rejected”: no verb of its own before the end.
    fn goes_on_as_list(&self, marks: &[Mark<'_>], from: usize) -> bool {
        let mut words = Words::new();
        let Some(first) = marks.get(from) else {
            return false;
        };
        // In a subject the verb comes after the whole list; one cannot tell, and both ways it is asked of all of them.
        first.is_nominal() || self.noun_phrase(marks, from, &mut words).is_some()
    }

    fn has_finite_verb(marks: &[Mark<'_>], from: usize) -> bool {
        marks
            .iter()
            .skip(from)
            .take(14)
            .take_while(|mark| mark.is_word)
            .any(Mark::is_finite)
    }

    /// Returns whether a verb in a finite form begins at `at`, adverbs before it included.
    pub(super) fn is_verb_at(&self, marks: &[Mark<'_>], at: usize) -> bool {
        let mut at = at;
        while marks
            .get(at)
            .is_some_and(|mark| mark.tag == Tag::Adverb && mark.is_word)
        {
            at += 1;
        }
        let Some(mark) = marks.get(at) else {
            return false;
        };
        if lists::is_be(mark.stem())
            || lists::is_have(mark.stem())
            || lists::is_modal(mark.stem())
            || matches!(mark.stem(), "did" | "does" | "do")
        {
            return true;
        }
        let forms = self.lexicon.forms(&mark.lower);
        match mark.tag {
            Tag::Past => forms.past.is_some(),
            Tag::Third => forms.third.is_some(),
            Tag::Plain => forms.base.is_some(),
            _ => false,
        }
    }
}
