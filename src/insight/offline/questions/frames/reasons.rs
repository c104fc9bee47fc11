//! Why, in the tense of the clause, and of which kind such a question is.

use super::{Asked, Mark, Parts, Tag, Verb, lists};

impl Parts<'_> {
    /// Why, in the tense of the clause.
    pub(super) fn reason(&self) -> Option<Asked> {
        let base = self.base();
        let (subject, complement) = (self.subject, self.complement);
        if lists::is_reporting(base) && !matches!(self.clause.verb, Verb::Passive(_)) {
            return None;
        }
        let stays = lists::is_unasked(base);
        if stays && !matches!(self.clause.verb, Verb::Passive(_)) && !self.clause.is_negated {
            return None;
        }
        let is_passive = matches!(self.clause.verb, Verb::Passive(_));
        if complement.is_empty() && !is_passive && !lists::stands_without_object(base)
            || self.first == "that"
            || self.is_bare_purpose()
        {
            return None;
        }
        // What a body does, play by play, and what is only put in words.
        if lists::is_bodily(base) && !self.clause.is_negated && !is_passive
            || self.complement_has("statement")
        {
            return None;
        }
        // “are built by Swiftwing” says who, and always so; “a story keeps its place” is how things are.
        let is_standing = matches!(&self.clause.verb, Verb::Passive(be) if self.first == "by" && matches!(be.as_str(), "is" | "are"))
            || matches!(self.clause.verb, Verb::Present)
                && !self.clause.is_negated
                && (self.subject.starts_with("a ") || self.subject.starts_with("an "));
        if is_standing || self.subject.chars().count() < 2 {
            return None;
        }
        // The answer stands in the question, or right behind it.
        if self.complement_has("because")
            || self.complement_has("due")
            || self.complement_has("thanks")
            || self.complement_has("century")
            || self.complement_has("centuries")
            || self.complement_has("suspicion")
            || self.complement_has("charges")
            || self.is_answered_by_for()
            || self.is_told_in_time()
            || self.is_how_things_are()
        {
            return None;
        }
        // “was propelled by the success of …” says what did it; “are treating the fire as …” is cut.
        let is_cut = self.marks.get(self.clause.end).is_some_and(|mark| {
            mark.is("as") && lists::is_held_as(base)
                || complement.is_empty()
                    && is_passive
                    && matches!(mark.tag, Tag::Preposition | Tag::To)
        });
        if is_cut || is_passive && self.names_a_cause() || self.is_explained() {
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
        let worth = if self.calls_for_a_reason() {
            self.worth()
        } else {
            self.worth() - 0.6
        };
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
                let (be, being) = be
                    .split_once(' ')
                    .map_or((be.as_str(), ""), |(be, _)| (be, "being "));
                format!("Why {be} {subject} {not}{being}{verb} {complement}")
            }
            Verb::Modal(_) if complement.is_empty() => return None,
            // “said it would restore service”: to ask why it would is to doubt it.
            Verb::Modal(modal)
                if modal == "will"
                    || modal == "would" && self.clause.is_negated
                    || modal == "must" && !self.clause.is_negated =>
            {
                format!("Why {modal} {subject} {not}{base} {complement}")
            }
            Verb::Modal(_) => return None,
        };
        if matches!(self.clause.verb, Verb::Passive(_)) && lists::is_unasked_passive(base) {
            return None;
        }
        Some((format!("{}?", asked.trim_end()), kind, worth))
    }

    /// Somebody chose it, it went wrong, or it is not as one would expect; what is done day by day has no reason worth asking.
    fn calls_for_a_reason(&self) -> bool {
        let base = self.base();
        self.clause.is_negated
            || matches!(self.clause.verb, Verb::State(_))
            || [
                "despite", "without", "too", "only", "still", "longer", "instead",
            ]
            .iter()
            .any(|word| self.complement_has(word))
            || (lists::is_change(base) || lists::is_amount_change(base)) && self.has_number()
            || lists::has_a_reason(base)
            || lists::is_stance(base)
            || lists::is_accusation(base)
            || lists::is_decision(base)
            || lists::is_choice(base) && self.first == "to"
            || lists::is_intent(base) && self.first == "to"
            || lists::changes_things(base)
                && !matches!(
                    base,
                    "sign"
                        | "open"
                        | "join"
                        | "extend"
                        | "unveil"
                        | "launch"
                        | "release"
                        | "introduce"
                )
            || matches!(self.clause.verb, Verb::Progressive(_) | Verb::Perfect(_))
                && !matches!(self.clause.verb, Verb::Passive(_))
                && (lists::is_change(base)
                    || lists::is_effect(base)
                    || lists::is_amount_change(base))
    }

    /// The sentence goes on with the reason, or with what it was done for.
    fn is_explained(&self) -> bool {
        let base = self.base();
        let is_asked_of = matches!(
            base,
            "ask"
                | "urge"
                | "force"
                | "order"
                | "allow"
                | "want"
                | "expect"
                | "tell"
                | "press"
                | "enable"
                | "require"
                | "invite"
                | "encourage"
                | "persuade"
                | "ban"
                | "forbid"
                | "refuse"
                | "decline"
                | "decide"
                | "agree"
        );
        let purpose = self.clause.complement.windows(2).skip(1).any(|pair| {
            matches!(pair, [to, verb] if self.marks.get(*to).is_some_and(|mark| mark.is("to"))
                    && self.marks.get(*verb).is_some_and(|mark| mark.tag == Tag::Base && !mark.starts_upper()))
        });
        let follows = self
            .marks
            .iter()
            .skip(self.clause.end)
            .take(12)
            .any(|mark| {
                matches!(
                    &*mark.lower,
                    "following"
                        | "because"
                        | "amid"
                        | "citing"
                        | "blaming"
                        | "hoping"
                        | "fearing"
                        | "since"
                        | "due"
                )
            });
        let is_after = self.marks.get(self.clause.end).is_some_and(|mark| {
            matches!(
                &*mark.lower,
                "after" | "over" | "so" | "for" | "when" | "as" | "until"
            )
        }) || ["after", "following", "over", "amid"]
            .iter()
            .any(|word| self.complement_has(word));
        follows || is_after || purpose && !is_asked_of && self.first != "to"
    }

    /// “by the storm”, not “by Nordcell” or “by the court”.
    fn names_a_cause(&self) -> bool {
        let mut words = self.complement_words().skip_while(|mark| !mark.is("by"));
        if words.next().is_none() {
            return false;
        }
        !words.take(4).any(|mark| {
            mark.starts_upper()
                || lists::is_person_noun(&mark.lower)
                || lists::is_authority(&mark.lower)
                || lists::is_common_start(&mark.lower)
        })
    }

    /// “praised the nation for its response”, “was condemned for a murder”: what for is the reason.
    fn is_answered_by_for(&self) -> bool {
        let follows = self.marks.get(self.clause.end).is_some_and(|mark| {
            matches!(&*mark.lower, "for" | "because" | "so" | "citing" | "due")
        });
        follows && lists::is_done_for(self.base())
            || lists::is_done_for(self.base()) && self.complement_has("for")
            || self
                .marks
                .get(self.clause.end)
                .is_some_and(|mark| matches!(&*mark.lower, "because" | "citing" | "due"))
    }

    /// “began after the premier ordered …”: what is told is when.
    fn is_told_in_time(&self) -> bool {
        matches!(self.first, "after" | "before" | "when" | "while" | "until")
            || self.first == "as" && !matches!(self.clause.verb, Verb::Passive(_))
    }

    /// “the referee signals the start”, “the site offers booking”: so it is always.
    fn is_how_things_are(&self) -> bool {
        let is_named = self
            .clause
            .subject
            .iter()
            .filter_map(|word| self.marks.get(*word))
            .any(Mark::starts_upper);
        let is_one = self.subject.starts_with("the ") && !self.clause.is_plural;
        matches!(self.clause.verb, Verb::Present)
            && !self.clause.is_negated
            && self.clause.stands_for.is_none()
            && (is_one && !is_named && !lists::is_authority(&self.head)
                || lists::is_standing(self.base()))
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
}
