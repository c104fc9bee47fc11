//! The main clause of a sentence: who, did what, to what. Where anything is in doubt there is no clause.

use super::lexicon::Lexicon;
use super::lists;
use super::speech::{Mark, Names, bare};

/// Marks of a sentence by number, in order; what is left out is not among them.
pub(super) type Words = Vec<usize>;

/// How the verb of a clause stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verb {
    /// `closed`, asked with *did*.
    Past,
    /// `closes`, `close`, asked with *does*, *do*.
    Present,
    /// `has closed`; the auxiliary as written.
    Perfect(String),
    /// `is closing`; the form of *be* as written.
    Progressive(String),
    /// `was closed`; the form of *be* as written.
    Passive(String),
    /// `is reluctant`; the form of *be* as written.
    State(String),
    /// `will close`.
    Modal(String),
}

/// A clause that can be asked about.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    pub(super) subject: Words,
    /// Who a pronoun stands for, where the subject is one.
    pub(super) stands_for: Option<String>,
    pub(super) is_plural: bool,
    pub(super) verb: Verb,
    pub(super) base: &'static str,
    /// Index of the verb itself.
    pub(super) at: usize,
    pub(super) is_negated: bool,
    pub(super) complement: Words,
    /// Index after the last mark of the clause.
    pub(super) end: usize,
}

/// Reads the clauses of sentences with the names of their story.
pub(super) struct Reader<'a> {
    pub(super) names: &'a Names,
    pub(super) lexicon: &'static Lexicon,
}

impl Reader<'_> {
    /// Returns the main clause of a sentence.
    pub(super) fn main_clause(&self, marks: &[Mark<'_>]) -> Option<Clause> {
        let start = Self::after_opening(marks)?;
        self.clause_from(marks, start)
    }

    /// Returns the further clauses of a sentence: what the subject did besides, and what a speaker reports as fact.
    pub(super) fn further_clauses(&self, marks: &[Mark<'_>], main: &Clause) -> Vec<Clause> {
        let mut found = Vec::new();
        // “… said (that) profit fell”: facts that a speaker is the source of.
        if lists::is_factual_report(main.base)
            && matches!(main.verb, Verb::Past | Verb::Present | Verb::Perfect(_))
            && !main.is_negated
        {
            let mut from = main.at + 1;
            while marks.get(from).is_some_and(|mark| {
                mark.is("that") || lists::is_weekday(&mark.lower) || mark.is("on")
            }) {
                from += 1;
            }
            if let Some(mut inner) = self.reported(marks, from, main) {
                inner.at = inner.at.max(from);
                found.push(inner);
            }
        }
        // “The union rejected the offer and called a vote.”
        let joint = main.end;
        if marks.get(joint).is_some_and(|mark| mark.is("and")) {
            let at = joint + 1;
            let base = marks
                .get(at)
                .and_then(|mark| self.lexicon.forms(&mark.lower).past);
            if let Some(base) = base
                && matches!(main.verb, Verb::Past)
                && let Some((complement, end)) = self.complement(marks, at + 1)
                && !self.has_second_verb(marks, at + 1, end)
            {
                found.push(Clause {
                    verb: Verb::Past,
                    base,
                    at,
                    is_negated: false,
                    complement,
                    end,
                    ..main.clone()
                });
            }
        }
        found
    }

    fn reported(&self, marks: &[Mark<'_>], from: usize, main: &Clause) -> Option<Clause> {
        let first = marks.get(from)?;
        let stands_for_speaker = match &*first.lower {
            "it" | "he" | "she" => !main.is_plural,
            "they" => main.is_plural,
            _ => return self.clause_from(marks, from),
        };
        if !stands_for_speaker {
            return None;
        }
        let clause = self.predicate(marks, main.subject.clone(), from + 1)?;
        Some(Clause {
            stands_for: main.stands_for.clone(),
            is_plural: main.is_plural,
            ..clause
        })
    }

    /// Skips `On Monday,` and the like: an opening phrase without a verb of its own.
    fn after_opening(marks: &[Mark<'_>]) -> Option<usize> {
        let first = marks.first()?;
        if !first.is_word {
            return None;
        }
        let opens = lists::is_preposition(&first.lower)
            || lists::is_opening_adverb(&first.lower)
            || lists::is_opening_conjunction(&first.lower)
            || lists::is_weekday(&first.lower);
        if !opens {
            return Some(0);
        }
        if matches!(&*first.lower, "but" | "and" | "yet") {
            return Some(1);
        }
        let comma = marks.iter().take(22).position(|mark| mark.text == ",")?;
        // A list of places or a date has a comma of its own: only what a subject can begin with may follow.
        Some(comma + 1)
    }

    /// Returns the clause whose subject begins at `start`.
    pub(super) fn clause_from(&self, marks: &[Mark<'_>], start: usize) -> Option<Clause> {
        let (subject, verb_at) = self.subject(marks, start)?;
        self.predicate(marks, subject, verb_at)
    }

    /// Returns the clause of a subject whose verb begins at `verb_at`.
    pub(super) fn predicate(
        &self,
        marks: &[Mark<'_>],
        subject: Words,
        verb_at: usize,
    ) -> Option<Clause> {
        let is_plural = Self::is_plural(marks, &subject);
        let mut at = verb_at;
        let mut is_negated = false;
        let skip = |at: &mut usize, is_negated: &mut bool| {
            while let Some(mark) = marks.get(*at) {
                if matches!(&*mark.lower, "not" | "never") {
                    *is_negated = true;
                } else if !(lists::is_dropped_adverb(&mark.lower)
                    || (mark.lower.ends_with("ly")
                        && mark.lower.len() > 4
                        && !self.lexicon.is_verb(&mark.lower)))
                {
                    break;
                }
                *at += 1;
            }
        };
        let first = marks.get(at)?;
        if lists::is_hedge(&first.lower) {
            return None;
        }
        skip(&mut at, &mut is_negated);
        let auxiliary = marks.get(at)?.lower.clone();
        let (verb, base) = if lists::is_be(&auxiliary) {
            at += 1;
            skip(&mut at, &mut is_negated);
            let forms = self.lexicon.forms(&marks.get(at)?.lower);
            if let Some(base) = forms.ing {
                if marks.get(at)?.is("going") && marks.get(at + 1).is_some_and(|next| next.is("to"))
                {
                    return None;
                }
                (Verb::Progressive(auxiliary), base)
            } else if let Some(base) = forms.participle {
                (Verb::Passive(auxiliary), base)
            } else if lists::is_state(&marks.get(at)?.lower) {
                (Verb::State(auxiliary), "be")
            } else {
                return None;
            }
        } else if lists::is_have(&auxiliary) {
            at += 1;
            skip(&mut at, &mut is_negated);
            let has_been = marks.get(at)?.is("been");
            if has_been {
                at += 1;
                skip(&mut at, &mut is_negated);
            }
            let forms = self.lexicon.forms(&marks.get(at)?.lower);
            if has_been {
                let base = forms.ing.or(forms.participle)?;
                (Verb::Perfect(format!("{auxiliary} been")), base)
            } else {
                (Verb::Perfect(auxiliary), forms.participle?)
            }
        } else if lists::is_modal(&auxiliary) {
            at += 1;
            skip(&mut at, &mut is_negated);
            (
                Verb::Modal(auxiliary),
                self.lexicon.forms(&marks.get(at)?.lower).base?,
            )
        } else if matches!(&*auxiliary, "did" | "does" | "do") {
            at += 1;
            skip(&mut at, &mut is_negated);
            let base = self.lexicon.forms(&marks.get(at)?.lower).base?;
            (
                if auxiliary == "did" {
                    Verb::Past
                } else {
                    Verb::Present
                },
                base,
            )
        } else {
            let forms = self.lexicon.forms(&auxiliary);
            if let Some(base) = forms.past {
                (Verb::Past, base)
            } else {
                (Verb::Present, forms.third.or(forms.base)?)
            }
        };
        let (complement, end) = self.complement(marks, at + 1)?;
        // A participle that only describes the subject: “the goods shipped from Oslo were …”.
        if matches!(verb, Verb::Past) && self.has_second_verb(marks, at + 1, end) {
            return None;
        }
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

    fn has_second_verb(&self, marks: &[Mark<'_>], from: usize, end: usize) -> bool {
        let is_told_next = marks.get(from).is_some_and(|next| {
            let forms = self.lexicon.forms(&next.lower);
            forms.past.is_some() && forms.base.is_none()
        });
        if is_told_next {
            return true;
        }
        let mut is_open = true;
        for place in from..end {
            let Some(mark) = marks.get(place) else { break };
            if mark.text == ","
                || lists::is_subordinator(&mark.lower)
                || matches!(&*mark.lower, "that" | "and" | "or" | "but")
            {
                is_open = false;
            }
            if is_open
                && (lists::is_be(&mark.lower)
                    || lists::is_have(&mark.lower)
                    || lists::is_modal(&mark.lower))
            {
                return true;
            }
        }
        // Right behind the clause: “The man accused of the theft, Smith, was …”.
        marks
            .get(end)
            .is_some_and(|mark| lists::is_be(&mark.lower) || lists::is_modal(&mark.lower))
    }
}

/// Returns whether any of the words is a name.
pub(super) fn names_something(names: &Names, marks: &[Mark<'_>], words: &[usize]) -> bool {
    words.iter().any(|word| names.is_name(marks, *word))
}

/// Returns the subject of a clause as it is read.
pub(super) fn render_subject(names: &Names, marks: &[Mark<'_>], clause: &Clause) -> Option<String> {
    clause
        .stands_for
        .clone()
        .or_else(|| render(names, marks, &clause.subject))
}

/// Returns the words as they are read: spaces where the text has them, the first word small unless it is a name.
pub(super) fn render(names: &Names, marks: &[Mark<'_>], words: &[usize]) -> Option<String> {
    let mut text = String::new();
    let mut previous: Option<usize> = None;
    for (number, word) in words.iter().enumerate() {
        let mark = marks.get(*word)?;
        let follows = previous.is_some_and(|before| before + 1 == *word);
        if number > 0 && !(mark.is_glued && follows) && mark.text != "," {
            text.push(' ');
        }
        if *word == 0 && names.is_small(marks, 0)? {
            text.push_str(&mark.text.to_lowercase());
        } else {
            text.push_str(mark.text);
        }
        previous = Some(*word);
    }
    // A person is called by the full name.
    if let [only] = words
        && let Some(full) = marks.get(*only).and_then(|mark| names.full_name(mark.text))
    {
        let is_possessive = bare(&text).len() < text.len();
        return Some(if is_possessive {
            format!("{full}’s")
        } else {
            full.to_owned()
        });
    }
    (!text.is_empty()).then_some(text)
}
