//! The verb of a clause with its helpers, and how far what it says reaches.

use super::super::speech::Mark;
use super::{Clause, Reader, Verb, Words, lists};
use crate::text::english::Tag;

impl Reader<'_> {
    /// Returns the clause of a subject whose verb begins at `verb_at`.
    pub(in super::super) fn predicate(
        &self,
        marks: &[Mark<'_>],
        subject: Words,
        verb_at: usize,
    ) -> Option<Clause> {
        let is_plural = Self::is_plural(marks, &subject, verb_at);
        let mut at = verb_at;
        let mut is_negated = false;
        let skip = |at: &mut usize, is_negated: &mut bool| {
            while let Some(mark) = marks.get(*at) {
                if matches!(&*mark.lower, "not" | "never") {
                    *is_negated = true;
                } else if !(mark.tag == Tag::Adverb && mark.is_word) {
                    break;
                }
                *at += 1;
            }
        };
        if lists::is_hedge(&marks.get(at)?.lower) {
            return None;
        }
        skip(&mut at, &mut is_negated);
        let first = marks.get(at)?;
        is_negated |= first.is_negative();
        let auxiliary = first.stem().to_owned();
        let forms = |at: usize| marks.get(at).map(|mark| self.lexicon.forms(&mark.lower));
        let (verb, base) = if lists::is_be(&auxiliary) {
            at += 1;
            skip(&mut at, &mut is_negated);
            self.after_be(marks, &mut at, auxiliary, &mut is_negated)?
        } else if lists::is_have(&auxiliary) && self.is_perfect(marks, at + 1) {
            at += 1;
            skip(&mut at, &mut is_negated);
            if marks.get(at)?.is("been") {
                at += 1;
                skip(&mut at, &mut is_negated);
                let forms = forms(at)?;
                let base = forms.ing.or(forms.participle)?;
                (Verb::Perfect(format!("{auxiliary} been")), base)
            } else {
                (Verb::Perfect(auxiliary), forms(at)?.participle?)
            }
        } else if lists::is_modal(&auxiliary) {
            at += 1;
            skip(&mut at, &mut is_negated);
            (Verb::Modal(auxiliary), forms(at)?.base?)
        } else if matches!(&*auxiliary, "did" | "does" | "do")
            && forms(at + 1).is_some()
            && is_negated
        {
            at += 1;
            skip(&mut at, &mut is_negated);
            let verb = if auxiliary == "did" {
                Verb::Past
            } else {
                Verb::Present
            };
            (verb, forms(at)?.base?)
        } else {
            let own = forms(at)?;
            match first.tag {
                Tag::Third => (Verb::Present, own.third?),
                Tag::Plain => (Verb::Present, own.base?),
                _ => (Verb::Past, own.past?),
            }
        };
        let (complement, end) = match self.complement(marks, at + 1) {
            Some(found) => found,
            // “The researchers say they …”.
            None if lists::is_saying(base) => (Words::new(), at + 1),
            None => return None,
        };
        // A participle that only describes the subject: “the goods shipped from Oslo were …”.
        let (complement, end) = if Self::has_second_verb(marks, at + 1, end) {
            // “said (that) profit fell”: what was said is a clause of its own.
            if !lists::is_saying(base) {
                return None;
            }
            (Words::new(), at + 1)
        } else {
            (complement, end)
        };
        Some(Clause {
            subject,
            stands_for: None,
            is_plural,
            verb,
            base,
            at,
            is_negated,
            complement,
            end,
        })
    }

    /// `is closing`, `was closed`, `is reluctant`.
    pub(super) fn after_be(
        &self,
        marks: &[Mark<'_>],
        at: &mut usize,
        be: String,
        is_negated: &mut bool,
    ) -> Option<(Verb, &'static str)> {
        let mark = marks.get(*at)?;
        *is_negated |= mark.is_negative();
        let forms = self.lexicon.forms(&mark.lower);
        if mark.is("going") && marks.get(*at + 1).is_some_and(|next| next.is("to")) {
            return None;
        }
        if mark.is("being") {
            *at += 1;
            let base = self.lexicon.forms(&marks.get(*at)?.lower).participle?;
            return Some((Verb::Passive(format!("{be} being")), base));
        }
        match mark.tag {
            Tag::Ing => Some((Verb::Progressive(be), forms.ing?)),
            Tag::Participle | Tag::Past => Some((Verb::Passive(be), forms.participle?)),
            Tag::Comparative if marks.iter().skip(*at).take(8).any(|mark| mark.is("than")) => {
                Some((Verb::State(be), "be"))
            }
            _ if lists::is_state(&mark.lower) => Some((Verb::State(be), "be")),
            _ => None,
        }
    }

    /// `has closed`, not `has a plan`.
    pub(super) fn is_perfect(&self, marks: &[Mark<'_>], from: usize) -> bool {
        marks
            .iter()
            .skip(from)
            .find(|mark| mark.tag != Tag::Adverb)
            .is_some_and(|mark| {
                mark.is("been")
                    || matches!(mark.tag, Tag::Participle | Tag::Past)
                        && self.lexicon.forms(&mark.lower).participle.is_some()
            })
    }

    pub(super) fn has_second_verb(marks: &[Mark<'_>], from: usize, end: usize) -> bool {
        let mut is_open = true;
        for mark in marks.get(from..end).unwrap_or_default() {
            if mark.text == ","
                || lists::is_subordinator(&mark.lower)
                || matches!(
                    mark.tag,
                    Tag::Coordinator | Tag::WhPronoun | Tag::WhDeterminer | Tag::WhAdverb
                )
                || mark.is("that")
                || matches!(mark.tag, Tag::OpenQuote | Tag::CloseQuote)
            {
                is_open = false;
            }
            if is_open && mark.is_finite() {
                return true;
            }
        }
        // Right behind the clause: “The man accused of the theft, Smith, was …”.
        marks
            .get(end)
            .is_some_and(|mark| mark.is_finite() && mark.is_word)
    }
}
