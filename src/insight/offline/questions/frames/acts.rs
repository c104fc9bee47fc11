//! Frames that belong to certain verbs: how something was achieved, what an accusation rests on, what comes of a decision.

use super::{Asked, Parts, Verb, is_year, lists, render};
use crate::text::english::{ing_of, third_of};

impl Parts<'_> {
    /// Returns what is asked of the act of the clause beside its reason.
    pub(super) fn acts(&self) -> Vec<Asked> {
        let mut found: Vec<Asked> = self.omission().into_iter().collect();
        found.extend(self.outlook());
        if self.clause.is_negated {
            return found;
        }
        if let Some(asked) = self.intent() {
            found.push(asked);
        } else if !self.complement.is_empty() {
            found.extend(
                self.of_passive()
                    .or_else(|| self.of_modal())
                    .or_else(|| self.of_deed()),
            );
        }
        found
    }

    fn of_passive(&self) -> Option<Asked> {
        if !matches!(self.clause.verb, Verb::Passive(_)) {
            return None;
        }
        let (subject, complement, base) = (self.subject, self.complement, self.base());
        if let Some(what) = self.act_to() {
            if lists::is_foreseen(base) {
                return Some((
                    format!("How certain is it that {subject} will {what}?"),
                    "next",
                    0.75,
                ));
            }
            if base == "force" {
                return Some((format!("What forced {subject} to {what}?"), "cause", 0.95));
            }
            if lists::is_made_for(base) {
                let does = if self.clause.is_plural { "do" } else { "does" };
                return Some((format!("How {does} {subject} {what}?"), "mechanism", 0.8));
            }
        }
        let participle = self.verb_word();
        if lists::is_accusation(base) && matches!(self.first, "of" | "with" | "for") {
            return Some((
                format!("What evidence led to {subject} being {participle} {complement}?"),
                "evidence",
                0.9,
            ));
        }
        let is_unsolved = lists::is_secret_harm(base)
            && !self.complement_has("by")
            && !self.complement_has("with");
        is_unsolved.then(|| {
            (
                format!("Who could have {participle} {subject} {complement}?"),
                "actors",
                0.75,
            )
        })
    }

    fn of_modal(&self) -> Option<Asked> {
        let Verb::Modal(modal) = &self.clause.verb else {
            return None;
        };
        let (subject, complement, base) = (self.subject, self.complement, self.base());
        match modal.as_str() {
            "will" if is_arranged(base) => Some((
                format!("How will {subject} {base} {complement}?"),
                "next",
                0.55,
            )),
            "could" | "may" | "might" if !matches!(base, "have" | "get" | "go" | "see" | "say") => {
                let be = self.is();
                Some((
                    format!("How likely {be} {subject} to {base} {complement}?"),
                    "risk",
                    0.7,
                ))
            }
            _ => None,
        }
    }

    fn of_deed(&self) -> Option<Asked> {
        let (subject, complement, base) = (self.subject, self.complement, self.base());
        let is_thing = self.is_noun_phrase();
        match &self.clause.verb {
            Verb::Present | Verb::Progressive(_) if base == "face" && is_thing => Some((
                format!("How {} {subject} dealing with {complement}?", self.is()),
                "risk",
                0.6,
            )),
            // How somebody once used a ladder is no question.
            Verb::Present | Verb::Past
                if lists::is_used(base)
                    && is_thing
                    && !(base == "use" && matches!(self.clause.verb, Verb::Past)) =>
            {
                Some((
                    format!("How {} {subject} {base} {complement}?", self.does()),
                    "mechanism",
                    0.75,
                ))
            }
            Verb::Past => self.of_past(is_thing),
            Verb::Perfect(_) => self.of_feat(is_thing),
            _ => None,
        }
    }

    fn of_past(&self, is_thing: bool) -> Option<Asked> {
        let (subject, complement, base) = (self.subject, self.complement, self.base());
        let doing = ing_of(base);
        if base == "become" && is_thing {
            return Some((
                format!("How did {subject} become {complement}?"),
                "history",
                0.7,
            ));
        }
        if lists::is_change(base) && self.has_number() {
            return Some((
                format!("What made {subject} {base} {complement}?"),
                "numbers",
                1.0,
            ));
        }
        if lists::is_accusation(base) && self.complement_has("of") && self.first != "of" {
            return Some((
                format!("What evidence did {subject} have for {doing} {complement}?"),
                "evidence",
                0.8,
            ));
        }
        let is_ruling = lists::is_authority(&self.head)
            && lists::is_decision(base)
            && !matches!(self.first, "that" | "to" | "in" | "on" | "for");
        if is_ruling {
            return Some((
                format!("What grounds did {subject} have for {doing} {complement}?"),
                "rules",
                0.9,
            ));
        }
        if lists::is_exchange(base) && !matches!(self.first, "away" | "down" | "off" | "up" | "out")
        {
            return Some((
                format!("What did {subject} hope to gain by {doing} {complement}?"),
                "actors",
                0.85,
            ));
        }
        if let Some(feat) = self.of_feat(is_thing) {
            return Some(feat);
        }
        lists::is_effect(base).then(|| {
            (
                format!("How did {subject} {base} {complement}?"),
                "impact",
                0.8,
            )
        })
    }

    /// What took some doing, or was done to gain something.
    fn of_feat(&self, is_thing: bool) -> Option<Asked> {
        let (subject, complement, base) = (self.subject, self.complement, self.base());
        if lists::is_meeting(base) && is_thing {
            return Some((
                format!(
                    "What did {subject} hope to achieve by {} {complement}?",
                    ing_of(base)
                ),
                "actors",
                0.75,
            ));
        }
        let is_arrival = base == "reach" && ends_at_a_place(complement);
        // “identified the suspect as …”: what it was identified as is missing.
        let is_cut = self
            .marks
            .get(self.clause.end)
            .is_some_and(|mark| mark.is("as"));
        let is_feat = lists::is_achievement(base)
            && !is_cut
            && !lists::is_no_achievement(self.first)
            && !is_arrival
            && !self.first.starts_with(|c: char| c.is_ascii_digit());
        is_feat.then(|| {
            (
                format!("How did {subject} {base} {complement}?"),
                "mechanism",
                0.8,
            )
        })
    }

    /// What must be done may be left undone.
    fn omission(&self) -> Option<Asked> {
        let is_duty = matches!(&self.clause.verb, Verb::Modal(modal) if matches!(modal.as_str(), "must" | "should"));
        if !is_duty
            || self.clause.is_negated
            || !self.is_noun_phrase()
            || matches!(
                self.base(),
                "have" | "know" | "think" | "see" | "play" | "get" | "do"
            )
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

    /// What comes of it, and for whom: asked of a story once, of what changes most.
    fn outlook(&self) -> Vec<Asked> {
        let (subject, complement, base) = (self.subject, self.complement, self.base());
        let mut found = Vec::new();
        let is_thing =
            self.is_noun_phrase() || complement.is_empty() && lists::stands_without_object(base);
        let leans = self.complement_words().any(|mark| {
            is_year(mark.text)
                || lists::is_month(&mark.lower)
                || matches!(
                    &*mark.lower,
                    "statement" | "this" | "that" | "these" | "those"
                )
        });
        if !is_thing || leans || complement.split(' ').count() > 8 {
            return found;
        }
        let is_done = matches!(self.clause.verb, Verb::Past | Verb::Perfect(_));
        if is_done
            && !self.clause.is_negated
            && lists::changes_things(base)
            && !matches!(
                base,
                "join" | "sign" | "open" | "unveil" | "launch" | "end" | "raise"
            )
        {
            let has = if self.clause.is_plural { "have" } else { "has" };
            // As the story spells it, `cancelled` or `canceled`.
            let written = self.verb_word();
            let participle = if self.reader.lexicon.forms(written).participle == Some(base) {
                written
            } else {
                self.reader.lexicon.participle(base)
            };
            let text = format!("What changes now that {subject} {has} {participle} {complement}");
            found.push((format!("{}?", text.trim_end()), "impact", 0.6));
        }
        if let Verb::Modal(modal) = &self.clause.verb
            && matches!(modal.as_str(), "will" | "would" | "could" | "may" | "might")
            && !self.clause.is_negated
            && lists::changes_things(base)
        {
            let verb = if self.clause.is_plural {
                base.to_owned()
            } else {
                third_of(base)
            };
            let text = format!("Who stands to lose if {subject} {verb} {complement}");
            found.push((format!("{}?", text.trim_end()), "impact", 0.75));
        }
        if self.clause.is_negated
            && !matches!(
                self.clause.verb,
                Verb::Passive(_) | Verb::State(_) | Verb::Progressive(_)
            )
            && (lists::changes_things(base) || lists::is_decision(base) || lists::is_exchange(base))
        {
            let text = format!("What would make {subject} {base} {complement}");
            found.push((format!("{}?", text.trim_end()), "next", 0.75));
        }
        found
    }

    /// `plans to close 40 shops`, `is trying to …`, `agreed to …`.
    fn intent(&self) -> Option<Asked> {
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
        if lists::is_empty_act(act) || lists::is_bodily(act) {
            return None;
        }
        let subject = self.subject;
        let is_open = !matches!(
            self.clause.verb,
            Verb::Modal(_) | Verb::State(_) | Verb::Passive(_)
        );
        if !is_open || self.complement.split(' ').count() > 10 {
            return None;
        }
        let doing = ing_of(act);
        let does = if self.clause.is_plural { "do" } else { "does" };
        let is_past = matches!(&self.clause.verb, Verb::Past)
            || matches!(&self.clause.verb, Verb::Progressive(be) if matches!(be.as_str(), "was" | "were"))
            || matches!(&self.clause.verb, Verb::Perfect(have) if have.starts_with("had"));
        let is_due = self
            .marks
            .iter()
            .any(|mark| is_year(mark.text) || lists::is_month(&mark.lower) || mark.is("next"));
        if lists::looks_ahead(base) && is_due && !is_past {
            return Some((
                format!("What could stop {subject} from {doing} {rest}?"),
                "risk",
                0.85,
            ));
        }
        Some(match base {
            "plan" | "intend" | "prepare" | "propose" if !is_past => (
                format!("How {does} {subject} {base} to {act} {rest}?"),
                "mechanism",
                0.8,
            ),
            "hope" | "aim" | "seek" | "want" if !is_past => (
                format!("What would {subject} need to {act} {rest}?"),
                "mechanism",
                0.8,
            ),
            "struggle" | "try" | "fight" | "attempt" => (
                format!(
                    "What {} {doing} {rest} so hard for {subject}?",
                    if is_past { "made" } else { "makes" }
                ),
                "risk",
                0.75,
            ),
            "vow" | "promise" | "pledge" => (
                format!(
                    "How realistic is {subject}{} promise to {act} {rest}?",
                    if subject.ends_with('s') {
                        "’"
                    } else {
                        "’s"
                    }
                ),
                "next",
                0.75,
            ),
            _ => return None,
        })
    }
}

/// Verbs whose doing takes arranging, so that one asks how.
fn is_arranged(base: &str) -> bool {
    lists::is_achievement(base) || lists::is_effect(base) || lists::is_arranged_act(base)
}

/// Getting somewhere is an achievement on few roads.
fn ends_at_a_place(complement: &str) -> bool {
    [
        "spot", "scene", "site", "hospital", "home", "area", "shore", "building", "station",
        "house", "airport", "place",
    ]
    .iter()
    .any(|place| complement.ends_with(place) || complement.contains(&format!("the {place}")))
}
