//! The main clause of a sentence: who, did what, to what. Where anything is in doubt there is no clause.

use super::lexicon::{self, Lexicon};
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

/// Words a subject has at most.
const LONGEST_SUBJECT: usize = 12;
/// Words a complement keeps at most.
const LONGEST_COMPLEMENT: usize = 11;

/// Reads the clauses of sentences with the names of their story.
pub(super) struct Reader<'a> {
    pub(super) names: &'a Names,
    pub(super) lexicon: &'static Lexicon,
}

impl Reader<'_> {
    /// Returns the main clause of a sentence.
    pub(super) fn main_clause(&self, marks: &[Mark<'_>]) -> Option<Clause> {
        let start = self.after_opening(marks)?;
        self.clause_from(marks, start)
    }

    /// Returns the further clauses of a sentence: what the subject did besides, and what a speaker reports as fact.
    pub(super) fn further_clauses(&self, marks: &[Mark<'_>], main: &Clause) -> Vec<Clause> {
        let mut found = Vec::new();
        // “… said (that) profit fell”: facts that a speaker is the source of.
        if matches!(
            main.base,
            "say"
                | "announce"
                | "report"
                | "confirm"
                | "reveal"
                | "show"
                | "add"
                | "note"
                | "explain"
        ) && matches!(main.verb, Verb::Past | Verb::Present | Verb::Perfect(_))
            && !main.is_negated
        {
            let mut from = main.at + 1;
            while marks.get(from).is_some_and(|mark| {
                mark.is("that") || lexicon::is_weekday(&mark.lower) || mark.is("on")
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
            "it" => !main.is_plural,
            "he" | "she" => !main.is_plural,
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
    fn after_opening(&self, marks: &[Mark<'_>]) -> Option<usize> {
        let first = marks.first()?;
        if !first.is_word {
            return None;
        }
        let opens = lexicon::is_preposition(&first.lower)
            || matches!(
                &*first.lower,
                "however"
                    | "meanwhile"
                    | "still"
                    | "earlier"
                    | "last"
                    | "later"
                    | "today"
                    | "but"
                    | "and"
                    | "yet"
                    | "also"
                    | "now"
                    | "overall"
                    | "separately"
            )
            || matches!(
                &*first.lower,
                "when"
                    | "while"
                    | "although"
                    | "though"
                    | "since"
                    | "as"
                    | "because"
                    | "after"
                    | "before"
            )
            || lexicon::is_weekday(&first.lower);
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
        let is_plural = self.is_plural(marks, &subject);
        let mut at = verb_at;
        let mut is_negated = false;
        let skip = |at: &mut usize, is_negated: &mut bool| {
            while let Some(mark) = marks.get(*at) {
                if matches!(&*mark.lower, "not" | "never") {
                    *is_negated = true;
                } else if !(lexicon::is_dropped_adverb(&mark.lower)
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
        if lexicon::is_hedge(&first.lower) {
            return None;
        }
        skip(&mut at, &mut is_negated);
        let auxiliary = marks.get(at)?.lower.clone();
        let (verb, base) = if lexicon::is_be(&auxiliary) {
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
            } else if lexicon::is_state(&marks.get(at)?.lower) {
                (Verb::State(auxiliary), "be")
            } else {
                return None;
            }
        } else if lexicon::is_have(&auxiliary) {
            at += 1;
            skip(&mut at, &mut is_negated);
            let mut word = marks.get(at)?;
            if word.is("been") {
                at += 1;
                skip(&mut at, &mut is_negated);
                word = marks.get(at)?;
                let forms = self.lexicon.forms(&word.lower);
                if let Some(base) = forms.ing {
                    (Verb::Perfect(format!("{auxiliary} been")), base)
                } else {
                    (
                        Verb::Perfect(format!("{auxiliary} been")),
                        forms.participle?,
                    )
                }
            } else {
                (
                    Verb::Perfect(auxiliary),
                    self.lexicon.forms(&word.lower).participle?,
                )
            }
        } else if lexicon::is_modal(&auxiliary) {
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
        let mut is_open = true;
        for place in from..end {
            let Some(mark) = marks.get(place) else { break };
            if mark.text == ","
                || lexicon::is_subordinator(&mark.lower)
                || matches!(&*mark.lower, "that" | "and" | "or" | "but")
            {
                is_open = false;
            }
            if is_open
                && (lexicon::is_be(&mark.lower)
                    || lexicon::is_have(&mark.lower)
                    || lexicon::is_modal(&mark.lower))
            {
                return true;
            }
        }
        // Right behind the clause: “The man accused of the theft, Smith, was …”.
        marks
            .get(end)
            .is_some_and(|mark| lexicon::is_be(&mark.lower) || lexicon::is_modal(&mark.lower))
    }

    fn is_plural(&self, marks: &[Mark<'_>], subject: &Words) -> bool {
        let mut head: Option<&Mark<'_>> = None;
        let mut has_and = false;
        let mut is_in_phrase = false;
        for number in subject {
            let Some(mark) = marks.get(*number) else {
                continue;
            };
            if lexicon::is_preposition(&mark.lower) {
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
        has_and || (!is_named && lexicon::is_plural(&head.lower))
    }

    /// Returns the subject and the place of what follows it: the first word of the verb.
    fn subject(&self, marks: &[Mark<'_>], start: usize) -> Option<(Words, usize)> {
        let first = marks.get(start)?;
        if !first.is_word
            || lexicon::is_pronoun(&first.lower)
            || lexicon::is_speaking(&first.lower)
            || lexicon::is_possessive(&first.lower)
            || lexicon::is_subordinator(&first.lower)
            || lexicon::is_preposition(&first.lower)
            || matches!(
                &*first.lower,
                "both"
                    | "no"
                    | "not"
                    | "another"
                    | "neither"
                    | "all"
                    | "each"
                    | "few"
                    | "such"
                    | "any"
                    | "every"
            )
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
                    return (is_verb && Self::is_subject(&subject)).then_some((subject, at));
                }
                if matches!(mark.text, "“" | "\"" | "”" | "'" | "’") {
                    return None;
                }
                return None;
            }
            if lexicon::is_subordinator(&mark.lower)
                || matches!(&*mark.lower, "but" | "or" | "that" | "not" | "to" | "'s")
                || lexicon::is_speaking(&mark.lower)
            {
                return None;
            }
            if lexicon::is_pronoun(&mark.lower) && !lexicon::is_determiner(&mark.lower) {
                return None;
            }
            // “the cars Tesla sold”: a clause of its own stands inside of the subject.
            let is_clause_inside = at > start
                && mark.starts_upper()
                && marks.get(at - 1).is_some_and(|before| {
                    !before.starts_upper() && lexicon::is_plural(&before.lower)
                });
            if lexicon::is_possessive(&mark.lower) || is_clause_inside {
                return None;
            }
            if matches!(
                &*mark.lower,
                "late" | "early" | "morning" | "afternoon" | "evening" | "out"
            ) {
                return None;
            }
            if !(lexicon::is_weekday(&mark.lower)
                || lexicon::is_dropped_adverb(&mark.lower) && subject.len() > 1)
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
                    && (lexicon::is_dropped_adverb(&mark.lower)
                        || (mark.lower.ends_with("ly")
                            && !matches!(
                                &*mark.lower,
                                "family" | "supply" | "assembly" | "monopoly" | "ally" | "rally"
                            )));
                lexicon::is_preposition(&mark.lower) || is_adverb
            })
        {
            subject.pop();
        }
        let is_end = at >= marks.len();
        (!is_end && Self::is_subject(&subject)).then_some((subject, at))
    }

    fn is_subject(subject: &Words) -> bool {
        !subject.is_empty()
    }

    /// Returns whether a verb in a finite form begins at `at`.
    fn is_verb_at(&self, marks: &[Mark<'_>], at: usize, subject_length: usize) -> bool {
        let (Some(mark), Some(before)) = (
            marks.get(at),
            at.checked_sub(1).and_then(|before| marks.get(before)),
        ) else {
            return false;
        };
        if subject_length == 0 || mark.starts_upper() {
            return false;
        }
        if lexicon::is_be(&mark.lower)
            || lexicon::is_have(&mark.lower)
            || lexicon::is_modal(&mark.lower)
            || matches!(&*mark.lower, "did" | "does" | "do")
        {
            return true;
        }
        let after_noun = (before.is_word
            && !lexicon::is_determiner(&before.lower)
            && !lexicon::is_preposition(&before.lower)
            && !lexicon::is_possessive(&before.lower)
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
                        lexicon::is_determiner(&next.lower)
                            || lexicon::is_possessive(&next.lower)
                            || next.is_number()
                    });
            }
            if is_only_past && forms.base.is_none() {
                return true;
            }
            // “the man accused of”, “goods made by”: described, not told.
            let describes = next.is_some_and(|next| {
                matches!(&*next.lower, "by" | "of")
                    && !matches!(
                        &*mark.lower,
                        "died"
                            | "complained"
                            | "consisted"
                            | "thought"
                            | "heard"
                            | "approved"
                            | "disposed"
                            | "warned"
                    )
            });
            return !describes;
        }
        if forms.third.is_some() && forms.base.is_none() {
            let goes_on = next.is_some_and(|next| {
                lexicon::is_determiner(&next.lower)
                    || lexicon::is_possessive(&next.lower)
                    || next.is("to")
                    || next.is("that")
                    || next.is_number()
                    || (next.starts_upper() && next.is_word)
            });
            return goes_on
                && !lexicon::is_plural(&before.lower)
                && (before.starts_upper()
                    || before.text == ","
                    || forms.third.is_some_and(|base| {
                        matches!(
                            base,
                            "say" | "want" | "seek" | "believe" | "argue" | "allow" | "claim"
                        )
                    }));
        }
        if forms.base.is_some() {
            let is_stated = matches!(
                &*mark.lower,
                "say"
                    | "want"
                    | "believe"
                    | "argue"
                    | "fear"
                    | "hope"
                    | "expect"
                    | "seek"
                    | "insist"
                    | "worry"
                    | "face"
                    | "warn"
                    | "oppose"
                    | "suspect"
                    | "prefer"
                    | "refuse"
                    | "plan"
                    | "claim"
                    | "support"
                    | "need"
            );
            return is_stated && lexicon::is_plural(&before.lower);
        }
        false
    }

    /// Returns what follows the verb up to the end of the clause; `None` where it holds what must not be asked about.
    pub(super) fn complement(&self, marks: &[Mark<'_>], from: usize) -> Option<(Words, usize)> {
        let mut words = Words::new();
        let mut at = from;
        let mut open_quote = None;
        while let Some(mark) = marks.get(at) {
            if !mark.is_word {
                match mark.text {
                    "\"" | "“" | "”" => {
                        if open_quote.is_some() {
                            open_quote = None;
                        } else {
                            open_quote = Some(words.len());
                        }
                        words.push(at);
                        at += 1;
                        continue;
                    }
                    "," if self.is_list_comma(marks, at) => {
                        words.push(at);
                        at += 1;
                        continue;
                    }
                    "'" | "’" | "-" | "/" => {
                        words.push(at);
                        at += 1;
                        continue;
                    }
                    "(" => {
                        let close = marks
                            .iter()
                            .skip(at)
                            .take(14)
                            .position(|mark| mark.text == ")")?
                            + at;
                        if marks
                            .get(close + 1)
                            .is_some_and(|next| next.is_glued && (next.is_word || next.text == "-"))
                        {
                            return None;
                        }
                        at = close + 1;
                        continue;
                    }
                    _ => break,
                }
            }
            let lower = &*mark.lower;
            if lower == "both" {
                break;
            }
            if open_quote.is_none() {
                if lexicon::is_subordinator(lower)
                    && !(lower == "like"
                        || lower == "than"
                        || (lower == "as" && words.len() <= 6 && self.is_as_phrase(marks, at)))
                {
                    break;
                }
                if matches!(lower, "but" | "that") {
                    break;
                }
                if matches!(lower, "and" | "or") && self.begins_clause(marks, at + 1) {
                    break;
                }
            }
            if lexicon::is_speaking(lower)
                || (lexicon::is_pronoun(lower)
                    && !lexicon::is_determiner(lower)
                    && open_quote.is_none())
            {
                return self.cut_before(marks, words, at);
            }
            words.push(at);
            at += 1;
        }
        // A quotation that does not end here would be cut.
        if open_quote.is_some() {
            return None;
        }
        self.tidy(marks, &mut words);
        Some((words, at))
    }

    /// A pronoun: what stands before it may do, if a phrase ends there.
    fn cut_before(
        &self,
        marks: &[Mark<'_>],
        mut words: Words,
        at: usize,
    ) -> Option<(Words, usize)> {
        let last = words.iter().rposition(|word| {
            marks.get(*word).is_some_and(|mark| {
                lexicon::is_preposition(&mark.lower) && !mark.is("of") && !mark.is("to")
            })
        })?;
        words.truncate(last);
        self.tidy(marks, &mut words);
        (words.len() >= 2).then_some((words, at))
    }

    fn is_as_phrase(&self, marks: &[Mark<'_>], at: usize) -> bool {
        marks.get(at + 1).is_some_and(|next| {
            lexicon::is_determiner(&next.lower) && !matches!(&*next.lower, "the" | "both")
        })
    }

    fn is_list_comma(&self, marks: &[Mark<'_>], at: usize) -> bool {
        // “names, photos and addresses”: one word, then “and” or another comma.
        let is_and = |place: usize| {
            marks
                .get(place)
                .is_some_and(|mark| mark.is("and") || mark.is("or"))
        };
        let is_plain = |place: usize| {
            marks.get(place).is_some_and(|mark| {
                mark.is_word
                    && !self.lexicon.is_verb(&mark.lower)
                    && !lexicon::is_pronoun(&mark.lower)
            })
        };
        let before_is_name = at
            .checked_sub(1)
            .and_then(|before| marks.get(before))
            .is_some_and(Mark::starts_upper);
        (is_plain(at + 1) && is_and(at + 2) && is_plain(at + 3) && !before_is_name)
            || (before_is_name
                && is_plain(at + 1)
                && is_and(at + 2)
                && marks.get(at + 1).is_some_and(Mark::starts_upper))
    }

    /// After “and”: a verb or a new subject.
    fn begins_clause(&self, marks: &[Mark<'_>], at: usize) -> bool {
        let Some(mark) = marks.get(at) else {
            return true;
        };
        if lexicon::is_pronoun(&mark.lower)
            || lexicon::is_be(&mark.lower)
            || lexicon::is_have(&mark.lower)
            || lexicon::is_modal(&mark.lower)
            || lexicon::is_dropped_adverb(&mark.lower)
            || matches!(
                &*mark.lower,
                "did" | "does" | "do" | "not" | "that" | "to" | "will"
            )
            || lexicon::is_subordinator(&mark.lower)
        {
            return true;
        }
        let forms = if mark.starts_upper() {
            lexicon::Forms::default()
        } else {
            self.lexicon.forms(&mark.lower)
        };
        if forms.past.is_some()
            || forms.ing.is_some()
            || forms.third.is_some()
            || forms.base.is_some()
            || forms.participle.is_some()
            || (mark.lower.ends_with("ly") && mark.lower.len() > 4)
        {
            return true;
        }
        // “… and the union rejected”: a verb before the next comma.
        marks
            .iter()
            .enumerate()
            .skip(at + 1)
            .take(8)
            .take_while(|(_, mark)| mark.is_word)
            .any(|(place, mark)| {
                lexicon::is_be(&mark.lower)
                    || lexicon::is_have(&mark.lower)
                    || lexicon::is_modal(&mark.lower)
                    || self.is_verb_at(marks, place, 1)
            })
    }

    /// Drops days and loose ends, and keeps to a length that reads well.
    fn tidy(&self, marks: &[Mark<'_>], words: &mut Words) {
        self.drop_days(marks, words);
        while words.len() > LONGEST_COMPLEMENT {
            let Some(cut) = words.iter().rposition(|word| {
                marks.get(*word).is_some_and(|mark| {
                    lexicon::is_preposition(&mark.lower)
                        && !mark.is("of")
                        && !mark.is("to")
                        && !mark.is("from")
                })
            }) else {
                break;
            };
            if cut < 3 || self.is_inside_quote(marks, words, cut) {
                break;
            }
            words.truncate(cut);
        }
        self.drop_loose_end(marks, words);
    }

    fn is_inside_quote(&self, marks: &[Mark<'_>], words: &Words, cut: usize) -> bool {
        let quotes = words
            .iter()
            .take(cut)
            .filter(|word| {
                marks
                    .get(**word)
                    .is_some_and(|mark| matches!(mark.text, "\"" | "“" | "”"))
            })
            .count();
        quotes % 2 == 1
    }

    fn drop_days(&self, marks: &[Mark<'_>], words: &mut Words) {
        let lower = |word: usize| marks.get(word).map_or("", |mark| &*mark.lower);
        let mut kept = Words::new();
        let mut place = 0;
        while let Some(word) = words.get(place).copied() {
            let next = words.get(place + 1).map_or("", |word| lower(*word));
            if lower(word) == "on" && lexicon::is_weekday(next) {
                place += 2;
                if words.get(place).is_some_and(|word| {
                    matches!(lower(*word), "morning" | "afternoon" | "evening" | "night")
                }) {
                    place += 1;
                }
                continue;
            }
            if lexicon::is_weekday(lower(word)) && !matches!(next, "night" | "morning") {
                place += 1;
                continue;
            }
            if kept.is_empty() && lexicon::is_dropped_adverb(lower(word)) {
                place += 1;
                continue;
            }
            kept.push(word);
            place += 1;
        }
        *words = kept;
    }

    fn drop_loose_end(&self, marks: &[Mark<'_>], words: &mut Words) {
        loop {
            let lower = |back: usize| {
                words
                    .len()
                    .checked_sub(back)
                    .and_then(|place| words.get(place))
                    .and_then(|word| marks.get(*word))
                    .map_or("", |mark| &*mark.lower)
            };
            let (last, before) = (lower(1), lower(2));
            if before == "and" && last.bytes().all(|b| b.is_ascii_digit()) {
                words.truncate(words.len() - 2);
                continue;
            }
            let is_span = matches!(
                last,
                "week"
                    | "month"
                    | "year"
                    | "night"
                    | "morning"
                    | "afternoon"
                    | "evening"
                    | "weekend"
                    | "summer"
                    | "spring"
                    | "fall"
                    | "winter"
                    | "time"
            ) && matches!(
                before,
                "last"
                    | "this"
                    | "next"
                    | "earlier"
                    | "late"
                    | "early"
                    | "sunday"
                    | "monday"
                    | "tuesday"
                    | "wednesday"
                    | "thursday"
                    | "friday"
                    | "saturday"
            );
            if is_span {
                words.truncate(words.len() - 2);
            } else if lexicon::is_preposition(last)
                || lexicon::is_time(last)
                || lexicon::is_determiner(last)
                || lexicon::is_possessive(last)
                || matches!(
                    last,
                    "and"
                        | "or"
                        | ","
                        | "but"
                        | "-"
                        | "'"
                        | "’"
                        | "that"
                        | "not"
                        | "as"
                        | "like"
                        | "than"
                        | "in"
                        | "only"
                        | "even"
                        | "associated"
                        | "based"
                        | "related"
                        | "located"
                        | "led"
                        | "is"
                        | "are"
                        | "was"
                        | "were"
                        | "has"
                        | "have"
                        | "had"
                        | "will"
                        | "would"
                        | "during"
                        | "both"
                )
            {
                words.pop();
            } else {
                break;
            }
            if words.is_empty() {
                break;
            }
        }
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
        if number > 0 && !(mark.is_glued && follows) && !(mark.text == ",") {
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
