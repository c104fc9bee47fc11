//! Of which kind a question about a clause is, and how much a reader wants to know it.

use super::{Mark, Parts, Tag, Verb, is_year, lists};

impl Parts<'_> {
    pub(super) fn kind(&self) -> &'static str {
        let base = self.base();
        let lower = self.complement.to_lowercase();
        let mentions = |words: &[&str]| {
            lower
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| words.contains(&word))
        };
        if matches!(self.clause.verb, Verb::Passive(_)) && lists::is_suspected(base) {
            "evidence"
        } else if matches!(&self.clause.verb, Verb::Perfect(auxiliary) if auxiliary.starts_with("had"))
        {
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
        } else if self.has_number() && (lists::is_change(base) || lists::is_amount_change(base)) {
            "numbers"
        } else if mentions(&["risk", "threat", "danger", "warning", "crisis", "fears"])
            || matches!(base, "threaten" | "endanger" | "risk")
        {
            "risk"
        } else if self.is_about_money() {
            "numbers"
        } else if lists::is_choice(base) || self.is_acting() {
            "actors"
        } else {
            "cause"
        }
    }

    /// Something is done in a named place, and the verb says that the place was chosen.
    pub(super) fn is_placed(&self) -> bool {
        let is_choice = lists::is_done_at_a_place(self.base());
        let words: Vec<&Mark<'_>> = self.complement_words().collect();
        let in_place = words.windows(2).any(|pair| {
            matches!(pair, [before, name] if matches!(&*before.lower, "in" | "at" | "near" | "to" | "outside") && name.starts_upper())
        });
        is_choice && in_place
    }

    /// Somebody does it, so that the reason is a motive.
    pub(super) fn is_acting(&self) -> bool {
        let is_active = matches!(
            self.clause.verb,
            Verb::Past | Verb::Present | Verb::Perfect(_)
        );
        let is_somebody = self
            .clause
            .stands_for
            .as_ref()
            .is_some_and(|who| !who.starts_with("the "))
            || self
                .clause
                .subject
                .iter()
                .filter_map(|word| self.marks.get(*word))
                .take_while(|mark| mark.tag != Tag::Preposition)
                .any(|mark| {
                    lists::is_person_noun(&mark.lower)
                        || lists::is_authority(&mark.lower)
                        || lists::is_common_start(&mark.lower)
                        || self.reader.names.full_name(mark.text).is_some()
                });
        is_active && is_somebody
    }

    pub(super) fn is_about_money(&self) -> bool {
        self.complement_words().any(|mark| {
            mark.text.contains(['$', '£', '€', '%'])
                || matches!(
                    &*mark.lower,
                    "million" | "billion" | "percent" | "trillion" | "bn"
                )
        })
    }

    pub(super) fn worth(&self) -> f32 {
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
        if lists::is_routine(base) {
            worth -= 0.35;
        }
        // What always is so is less of a story than what somebody did.
        if matches!(self.clause.verb, Verb::Present) && !self.clause.is_negated && !self.is_acting()
        {
            worth -= 0.2;
        }
        worth
    }
}
