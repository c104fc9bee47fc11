//! Who or what a clause is about, and where its verb begins.

use super::clause::{Reader, Words};
use super::lists;
use super::speech::Mark;

/// Words a subject has at most.
const LONGEST_SUBJECT: usize = 12;

impl Reader<'_> {
    pub(super) fn is_plural(marks: &[Mark<'_>], subject: &Words) -> bool {
        let mut head: Option<&Mark<'_>> = None;
        let mut has_and = false;
        let mut is_in_phrase = false;
        for number in subject {
            let Some(mark) = marks.get(*number) else {
                continue;
            };
            if lists::is_preposition(&mark.lower) {
                is_in_phrase = true;
            }
            if mark.is("and") && !is_in_phrase {
                has_and = true;
            }
            if !is_in_phrase && mark.is_word {
                head = Some(mark);
            }
        }
        let Some(head) = head else { return false };
        let is_named = head.starts_upper() && subject.len() <= 3;
        has_and || (!is_named && lists::is_plural(&head.lower))
    }

    /// Returns the subject and the place of what follows it: the first word of the verb.
    pub(super) fn subject(&self, marks: &[Mark<'_>], start: usize) -> Option<(Words, usize)> {
        let first = marks.get(start)?;
        if !first.is_word
            || lists::is_pronoun(&first.lower)
            || lists::is_speaking(&first.lower)
            || lists::is_possessive(&first.lower)
            || lists::is_subordinator(&first.lower)
            || lists::is_preposition(&first.lower)
            || lists::is_vague_quantity(&first.lower)
        {
            return None;
        }
        if self.lexicon.forms(&first.lower).ing.is_some()
            || (first.lower.ends_with("ly") && !first.starts_upper())
        {
            return None;
        }
        let mut subject = Words::new();
        let mut at = start;
        while let Some(mark) = marks.get(at) {
            if at > start && self.is_verb_at(marks, at, subject.len()) {
                break;
            }
            if !mark.is_word {
                if mark.text == "," && !subject.is_empty() {
                    // “Peter Otradovec, vice president at the carrier, said”.
                    let close = marks
                        .iter()
                        .skip(at + 1)
                        .take(22)
                        .position(|mark| mark.text == ",")?
                        + at
                        + 1;
                    at = close + 1;
                    let is_verb = self.is_verb_at(marks, at, subject.len());
                    return (is_verb && Self::is_subject(marks, &subject)).then_some((subject, at));
                }
                if matches!(mark.text, "“" | "\"" | "”" | "'" | "’") {
                    return None;
                }
                return None;
            }
            if lists::is_subordinator(&mark.lower)
                || matches!(&*mark.lower, "but" | "or" | "that" | "not" | "to" | "'s")
                || lists::is_speaking(&mark.lower)
            {
                return None;
            }
            if lists::is_pronoun(&mark.lower) && !lists::is_determiner(&mark.lower) {
                return None;
            }
            // “the cars Tesla sold”: a clause of its own stands inside of the subject.
            // “Turner thinks police …”: a verb that was not recognised as the one of the clause.
            let forms = self.lexicon.forms(&mark.lower);
            let is_verb_missed = at > start
                && !mark.starts_upper()
                && forms.third.is_some()
                && forms.base.is_none()
                && marks.get(at - 1).is_some_and(Mark::starts_upper);
            if is_verb_missed {
                return None;
            }
            let is_clause_inside = at > start
                && mark.starts_upper()
                && marks.get(at - 1).is_some_and(|before| {
                    !before.starts_upper() && lists::is_plural(&before.lower)
                });
            if lists::is_possessive(&mark.lower) || is_clause_inside {
                return None;
            }
            if matches!(
                &*mark.lower,
                "late" | "early" | "morning" | "afternoon" | "evening" | "out"
            ) {
                return None;
            }
            if !(lists::is_weekday(&mark.lower)
                || lists::is_dropped_adverb(&mark.lower) && subject.len() > 1)
            {
                subject.push(at);
            }
            if subject.len() > LONGEST_SUBJECT {
                return None;
            }
            at += 1;
        }
        // “on Monday” left a bare preposition; “also”, “immediately” belong to the verb.
        while subject
            .last()
            .and_then(|last| marks.get(*last))
            .is_some_and(|mark| {
                let is_adverb = !mark.starts_upper()
                    && (lists::is_dropped_adverb(&mark.lower)
                        || (mark.lower.ends_with("ly")
                            && !matches!(
                                &*mark.lower,
                                "family" | "supply" | "assembly" | "monopoly" | "ally" | "rally"
                            )));
                lists::is_preposition(&mark.lower) || is_adverb
            })
        {
            subject.pop();
        }
        let is_end = at >= marks.len();
        (!is_end && Self::is_subject(marks, &subject)).then_some((subject, at))
    }

    fn is_subject(marks: &[Mark<'_>], subject: &Words) -> bool {
        let is_number = |word: &usize| marks.get(*word).is_some_and(Mark::is_number);
        !subject.is_empty() && !subject.iter().all(is_number)
    }

    /// Returns whether a verb in a finite form begins at `at`.
    pub(super) fn is_verb_at(&self, marks: &[Mark<'_>], at: usize, subject_length: usize) -> bool {
        let (Some(mark), Some(before)) = (
            marks.get(at),
            at.checked_sub(1).and_then(|before| marks.get(before)),
        ) else {
            return false;
        };
        if subject_length == 0 || mark.starts_upper() {
            return false;
        }
        if lists::is_be(&mark.lower)
            || lists::is_have(&mark.lower)
            || lists::is_modal(&mark.lower)
            || matches!(&*mark.lower, "did" | "does" | "do")
        {
            return true;
        }
        let after_noun = (before.is_word
            && !lists::is_determiner(&before.lower)
            && !lists::is_preposition(&before.lower)
            && !lists::is_possessive(&before.lower)
            && !before.text.ends_with("'s")
            && !before.text.ends_with("’s")
            && !matches!(&*before.lower, "and" | "or"))
            || before.text == ",";
        if !after_noun {
            return false;
        }
        let next = marks.get(at + 1);
        let forms = self.lexicon.forms(&mark.lower);
        if forms.past.is_some() {
            let is_invariable = forms.base.is_some() && forms.past == forms.base;
            let is_only_past = forms.participle.is_none();
            if is_invariable {
                return before.starts_upper()
                    && next.is_some_and(|next| {
                        lists::is_determiner(&next.lower)
                            || lists::is_possessive(&next.lower)
                            || next.is_number()
                    });
            }
            if is_only_past && forms.base.is_none() {
                return true;
            }
            // “the man accused of”, “goods made by”: described, not told.
            let describes = next.is_some_and(|next| {
                matches!(&*next.lower, "by" | "of") && !lists::takes_of_itself(&mark.lower)
            });
            return !describes;
        }
        if forms.third.is_some() && forms.base.is_none() {
            let goes_on = next.is_some_and(|next| {
                lists::is_determiner(&next.lower)
                    || lists::is_possessive(&next.lower)
                    || next.is("to")
                    || next.is("that")
                    || next.is_number()
                    || (next.starts_upper() && next.is_word)
            });
            return goes_on
                && (before.starts_upper() || !lists::is_plural(&before.lower))
                && (before.starts_upper()
                    || before.text == ","
                    || forms.third.is_some_and(lists::is_stated_in_present));
        }
        if forms.base.is_some() {
            let is_stated = lists::is_stated_by_several(&mark.lower);
            return is_stated && lists::is_plural(&before.lower);
        }
        false
    }
}
