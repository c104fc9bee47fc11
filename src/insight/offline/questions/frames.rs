//! From a clause to questions. A frame opens only where the verb and what stands around it give reason to ask it.

use super::clause::{Clause, Reader, Verb, Words, render, render_subject};
use super::lexicon::ing_of;
use super::lists;
use super::speech::Mark;

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
    let mut drafts = Vec::new();
    if let Some((text, kind, worth)) = parts.omission() {
        drafts.push(Draft {
            text,
            kind,
            worth,
            words: words.clone(),
            stands_in,
        });
    }
    if let Some((text, kind, worth)) = parts.special() {
        drafts.push(Draft {
            text,
            kind,
            worth,
            words: words.clone(),
            stands_in,
        });
    }
    if let Some((text, kind, worth)) = parts.plain() {
        drafts.push(Draft {
            text,
            kind,
            worth,
            words,
            stands_in,
        });
    }
    drafts
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

type Asked = Option<(String, &'static str, f32)>;

impl Parts<'_> {
    fn base(&self) -> &'static str {
        self.clause.base
    }

    /// The frame that belongs to this verb.
    fn special(&self) -> Asked {
        if self.clause.is_negated {
            return None;
        }
        let (subject, complement, base) = (self.subject, self.complement, self.base());
        let is_done = matches!(self.clause.verb, Verb::Past | Verb::Perfect(_));
        let is_simple = matches!(self.clause.verb, Verb::Past);
        if let Some(asked) = self.intent() {
            return Some(asked);
        }
        if complement.is_empty() {
            return None;
        }
        match &self.clause.verb {
            Verb::Passive(be)
                if lists::is_accusation(base) && matches!(self.first, "of" | "with" | "for") =>
            {
                let participle = self.verb_word();
                let _ = be;
                Some((
                    format!("What evidence led to {subject} being {participle} {complement}?"),
                    "evidence",
                    0.9,
                ))
            }
            Verb::Modal(modal) if modal == "will" && is_arranged(base) => Some((
                format!("How will {subject} {base} {complement}?"),
                "next",
                0.55,
            )),
            Verb::Modal(modal)
                if matches!(modal.as_str(), "could" | "may" | "might")
                    && !matches!(base, "have" | "get" | "go" | "see" | "say") =>
            {
                let be = if self.clause.is_plural { "are" } else { "is" };
                Some((
                    format!("How likely {be} {subject} to {base} {complement}?"),
                    "risk",
                    0.7,
                ))
            }
            Verb::Past if lists::is_change(base) && self.has_number() => Some((
                format!("What made {subject} {base} {complement}?"),
                "numbers",
                1.0,
            )),
            Verb::Past if lists::is_accusation(base) && self.complement_has("of") => Some((
                format!(
                    "What evidence did {subject} have for {} {complement}?",
                    ing_of(base)
                ),
                "evidence",
                0.8,
            )),
            Verb::Past
                if lists::is_authority(&self.head)
                    && lists::is_decision(base)
                    && !matches!(self.first, "that" | "to" | "in" | "on" | "for") =>
            {
                Some((
                    format!(
                        "What grounds did {subject} have for {} {complement}?",
                        ing_of(base)
                    ),
                    "rules",
                    0.9,
                ))
            }
            Verb::Past
                if lists::is_exchange(base)
                    && !matches!(self.first, "away" | "down" | "off" | "up" | "out") =>
            {
                Some((
                    format!(
                        "What did {subject} hope to gain by {} {complement}?",
                        ing_of(base)
                    ),
                    "actors",
                    0.85,
                ))
            }
            Verb::Past if lists::is_achievement(base) && !lists::is_no_achievement(self.first) => {
                Some((
                    format!("How did {subject} {base} {complement}?"),
                    "mechanism",
                    0.8,
                ))
            }
            _ if is_done && lists::is_effect(base) && is_simple => Some((
                format!("How did {subject} {base} {complement}?"),
                "impact",
                0.8,
            )),
            _ => None,
        }
    }

    /// What must be done may be left undone.
    fn omission(&self) -> Asked {
        let is_duty = matches!(&self.clause.verb, Verb::Modal(modal) if matches!(modal.as_str(), "must" | "should"));
        if !is_duty
            || self.clause.is_negated
            || self.complement.is_empty()
            || matches!(self.base(), "have" | "know" | "think" | "see")
        {
            return None;
        }
        let does = if self.clause.is_plural { "do" } else { "does" };
        let text = format!(
            "What happens if {} {does} not {} {}?",
            self.subject,
            self.base(),
            self.complement
        );
        Some((text, "risk", 0.9))
    }

    /// `plans to close 40 shops`, `is trying to …`, `agreed to …`.
    fn intent(&self) -> Asked {
        let base = self.base();
        if !lists::is_intent(base) || self.first != "to" {
            return None;
        }
        let second = self
            .clause
            .complement
            .get(1)
            .and_then(|word| self.marks.get(*word))?;
        let act = self.reader.lexicon.forms(&second.lower).base?;
        let rest = render(
            self.reader.names,
            self.marks,
            self.clause.complement.get(2..)?,
        )?;
        if lists::is_empty_act(act) {
            return None;
        }
        let subject = self.subject;
        let looks_ahead = lists::looks_ahead(base)
            && matches!(
                self.clause.verb,
                Verb::Present | Verb::Progressive(_) | Verb::Perfect(_)
            );
        let is_due = self
            .marks
            .iter()
            .any(|mark| is_year(mark.text) || lists::is_month(&mark.lower) || mark.is("next"));
        if looks_ahead && is_due {
            return Some((
                format!("What could stop {subject} from {} {rest}?", ing_of(act)),
                "risk",
                0.85,
            ));
        }
        if looks_ahead {
            return Some((
                format!("How {} {subject} {base} to {act} {rest}?", self.does()),
                "mechanism",
                0.8,
            ));
        }
        None
    }

    /// Why, in the tense of the clause.
    fn plain(&self) -> Asked {
        let base = self.base();
        let (subject, complement) = (self.subject, self.complement);
        if lists::is_reporting(base) && !matches!(self.clause.verb, Verb::Passive(_)) {
            return None;
        }
        let stays = lists::is_unasked(base);
        if stays && !matches!(self.clause.verb, Verb::Passive(_)) && !self.clause.is_negated {
            return None;
        }
        if self.first == "that" || self.is_bare_purpose() {
            return None;
        }
        // “a study conducted at …”, “a plan, placed …”: a participle that was taken for the verb.
        let is_participle = matches!(self.clause.verb, Verb::Past)
            && !self.clause.is_negated
            && (complement.is_empty() && !lists::stands_without_object(base)
                || lists::takes_an_object(base)
                    && matches!(self.first, "at" | "by" | "in" | "from" | "during"));
        if is_participle {
            return None;
        }
        let not = if self.clause.is_negated { "not " } else { "" };
        let kind = self.kind();
        let worth = self.worth();
        let verb = self.verb_word();
        let asked = match &self.clause.verb {
            Verb::Past => format!("Why did {subject} {not}{base} {complement}"),
            Verb::Present => format!("Why {} {subject} {not}{base} {complement}", self.does()),
            Verb::Perfect(auxiliary) => {
                let (first, rest) = auxiliary
                    .split_once(' ')
                    .map_or((auxiliary.as_str(), ""), |(first, _)| (first, "been "));
                format!("Why {first} {subject} {not}{rest}{verb} {complement}")
            }
            Verb::Progressive(be) | Verb::Passive(be) | Verb::State(be) => {
                format!("Why {be} {subject} {not}{verb} {complement}")
            }
            Verb::Modal(modal) if modal == "will" || modal == "would" || modal == "must" => {
                format!("Why {modal} {subject} {not}{base} {complement}")
            }
            Verb::Modal(_) => return None,
        };
        if matches!(self.clause.verb, Verb::Passive(_)) && lists::is_unasked_passive(base) {
            return None;
        }
        Some((format!("{}?", asked.trim_end()), kind, worth))
    }

    /// “expects to report”: cut off before what is reported.
    fn is_bare_purpose(&self) -> bool {
        let last = self
            .clause
            .complement
            .last()
            .and_then(|word| self.marks.get(*word));
        let before = self
            .clause
            .complement
            .len()
            .checked_sub(2)
            .and_then(|place| self.clause.complement.get(place))
            .and_then(|word| self.marks.get(*word));
        before.is_some_and(|mark| mark.is("to"))
            && last.is_some_and(|mark| {
                (self.clause.complement.len() <= 2
                    || self.reader.lexicon.forms(&mark.lower).base.is_some())
                    && !lists::stands_without_object(&mark.lower)
            })
    }

    fn kind(&self) -> &'static str {
        let base = self.base();
        let lower = self.complement.to_lowercase();
        let mentions = |words: &[&str]| {
            lower
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| words.contains(&word))
        };
        if matches!(&self.clause.verb, Verb::Perfect(auxiliary) if auxiliary.starts_with("had")) {
            "background"
        } else if matches!(self.clause.verb, Verb::Past)
            && self
                .complement_words()
                .any(|mark| is_year(mark.text) || mark.is("similar"))
        {
            "history"
        } else if self.is_placed() {
            "geography"
        } else if lists::is_stance(base) || lists::is_claim(base) {
            "reaction"
        } else if mentions(&[
            "law",
            "laws",
            "rule",
            "rules",
            "court",
            "ban",
            "bill",
            "legislation",
            "regulations",
            "sanctions",
            "lawsuit",
            "appeal",
            "treaty",
            "license",
            "tax",
            "tariffs",
        ]) || lists::is_authority(&self.head) && lists::is_decision(base)
        {
            "rules"
        } else if matches!(self.clause.verb, Verb::Modal(_) | Verb::Progressive(_)) {
            "next"
        } else if lists::is_change(base) || (self.has_number() && lists::is_amount_change(base)) {
            "numbers"
        } else if mentions(&["risk", "threat", "danger", "warning", "crisis", "fears"])
            || matches!(base, "threaten" | "endanger" | "risk")
        {
            "risk"
        } else if lists::is_choice(base) {
            "actors"
        } else {
            "cause"
        }
    }

    /// Something is done in a named place, and the verb says that the place was chosen.
    fn is_placed(&self) -> bool {
        let is_choice = lists::is_done_at_a_place(self.base());
        let words: Vec<&Mark<'_>> = self.complement_words().collect();
        let in_place = words.windows(2).any(|pair| {
            matches!(pair, [before, name] if matches!(&*before.lower, "in" | "at" | "near" | "to" | "outside") && name.starts_upper())
        });
        is_choice && in_place
    }

    fn complement_words(&self) -> impl Iterator<Item = &Mark<'_>> {
        self.clause
            .complement
            .iter()
            .filter_map(|word| self.marks.get(*word))
    }

    fn worth(&self) -> f32 {
        let base = self.base();
        let mut worth: f32 = 0.7;
        if lists::is_stance(base) || lists::is_decision(base) || lists::is_intent(base) {
            worth += 0.2;
        }
        if self.clause.is_negated {
            worth += 0.15;
        }
        if self.complement_has("despite") || self.complement_has("without") {
            worth += 0.2;
        }
        if matches!(self.clause.verb, Verb::Passive(_)) {
            worth -= 0.1;
        }
        if self.complement.is_empty() {
            worth -= 0.3;
        }
        worth
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

    fn has_number(&self) -> bool {
        self.complement_words().any(Mark::is_number)
    }

    fn complement_has(&self, word: &str) -> bool {
        self.complement_words().any(|mark| mark.is(word))
    }
}

/// Verbs whose doing takes arranging, so that one asks how.
fn is_arranged(base: &str) -> bool {
    lists::is_achievement(base) || lists::is_effect(base) || lists::is_arranged_act(base)
}

/// Returns whether a word is a year a story can be about.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}
