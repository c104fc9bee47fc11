//! Which clauses of a sentence may be left out.

use std::ops::Range;

use crate::text::english::{Tag, Token};

mod appositions;
mod circumstances;
mod openings;
mod words;

use words::{CLAUSES, TIMES, is_idle, without_speech};

/// A sentence with its grammar.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token<'a>],
    pub(super) tags: &'a [Tag],
}

impl Sentence<'_> {
    pub(super) fn is(&self, place: usize, words: &[&str]) -> bool {
        self.tokens.get(place).is_some_and(|token| {
            words
                .iter()
                .any(|word| word.eq_ignore_ascii_case(token.text))
        })
    }

    pub(super) fn tag(&self, place: usize) -> Tag {
        self.tags.get(place).copied().unwrap_or(Tag::Stop)
    }

    pub(super) fn start(&self, place: usize) -> usize {
        self.tokens
            .get(place)
            .map_or(self.text.len(), |token| token.start)
    }

    pub(super) fn end(&self, place: usize) -> usize {
        self.tokens
            .get(place)
            .map_or(self.text.len(), |token| token.range().end)
    }

    /// What may be left out, as bytes, what is missed least first.
    pub(super) fn spans(&self) -> Vec<Range<usize>> {
        let mut found = self.joints();
        found.extend(self.remarks());
        found.extend(self.other_names());
        found.extend(self.asides());
        found.extend(self.asides_without_verb());
        found.extend(self.opening());
        found.extend(self.office_of_speaker());
        found.extend(self.office_of_source());
        found.extend(self.endings());
        found.extend(self.purposes());
        found.extend(self.wider_place());
        found.extend(self.days());
        found.retain(|span| self.is_spare(span));
        found
    }

    /// The first of two main clauses, where the second one may stand without it.
    pub(super) fn heads(&self) -> Vec<Range<usize>> {
        let mut found = self.first_clauses();
        found.retain(|span| self.is_spare(span));
        found
    }

    fn is_spare(&self, span: &Range<usize>) -> bool {
        self.text
            .get(span.clone())
            .is_some_and(|clause| is_idle(without_speech(clause)))
            && self.ends_well_before(span.start)
            && !self.is_quoted(span.start)
            && !self.is_quoted(span.end)
    }

    /// Nothing hangs in the air where a clause is taken away: “on the day when.”
    fn ends_well_before(&self, at: usize) -> bool {
        let Some(last) = self
            .tokens
            .iter()
            .rposition(|token| token.range().end <= at)
        else {
            return true;
        };
        !matches!(
            self.tag(last),
            Tag::Preposition
                | Tag::Coordinator
                | Tag::Determiner
                | Tag::To
                | Tag::Modal
                | Tag::WhAdverb
                | Tag::WhDeterminer
                | Tag::WhPronoun
                | Tag::WhOwn
                | Tag::OwnPronoun
                | Tag::Adjective
                | Tag::Comma
                | Tag::Colon
        ) || self.tag(last) == Tag::Adjective && self.is(last + 1, &[","])
    }

    /// Inside of somebody's words, which are left as they are.
    fn is_quoted(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let count = |mark: char| before.matches(mark).count();
        !count('"').is_multiple_of(2) || count('“') > count('”')
    }

    /// `, which …,` and `, the head of …,` before the verb.
    fn asides(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let commas: Vec<usize> = (0..self.tokens.len())
            .filter(|place| self.is(*place, &[","]))
            .collect();
        for pair in commas.windows(2) {
            let [open, close] = pair else { continue };
            let first = open + 1;
            let is_clause = self.is(first, &["which", "who", "whose", "where"]);
            let has_verb = (first..*close).any(|place| is_finite(self.tag(place)));
            // “Paris, Rome, and Berlin”, “red, green, blue”: a list has no verb behind it.
            let is_verb = |place: usize| {
                matches!(self.tag(place), Tag::Past | Tag::Third | Tag::Modal)
                    || self.is(place, &["have", "are", "were", "do"])
            };
            let follows_verb =
                is_verb(close + 1) || self.tag(close + 1) == Tag::Adverb && is_verb(close + 2);
            let is_apposition = !has_verb
                && follows_verb
                && matches!(
                    self.tag(first),
                    Tag::Determiner | Tag::Noun | Tag::Adjective | Tag::Nouns
                )
                && close - first > 1;
            // “Singh, a clerk, who sells covers, said”: the comma that closes the other one stays.
            let is_second = (open.saturating_sub(10)..*open).any(|place| {
                // The comma behind “On Monday” closes nothing.
                let is_opening = matches!(self.tag(0), Tag::Preposition | Tag::Adverb)
                    && !(0..place).any(|before| self.is(before, &[","]));
                self.is(place, &[","])
                    && !is_opening
                    && !self.is(place + 1, &["while", "and", "but", "as"])
                    && !(place..*open).any(|place| is_finite(self.tag(place)))
            });
            if (is_apposition || is_clause && follows_verb) && !is_second {
                found.push(self.start(*open)..self.end(*close));
            } else if is_apposition
                || is_clause
                    && (follows_verb
                        || self.has_clause(*close)
                            && matches!(
                                self.tag(close + 1),
                                Tag::Determiner | Tag::Name | Tag::Names | Tag::Preposition
                            ))
            {
                // The comma parts more than the clause.
                found.push(self.start(*open)..self.start(*close));
            }
        }
        found
    }

    /// The clauses at the end, the last one first; who said it, when that comes last, stays.
    fn endings(&self) -> Vec<Range<usize>> {
        let stop = self
            .tokens
            .iter()
            .rposition(|token| matches!(token.text, "." | "!"))
            .unwrap_or(self.tokens.len());
        let speaker = self.speaker(stop);
        let end = self.start(speaker.unwrap_or(stop));
        let has_pair = |upto: usize| {
            (upto.saturating_sub(12)..upto)
                .any(|place| self.is(place, &["both", "between", "either"]))
        };
        (1..speaker.unwrap_or(stop))
            .rev()
            .filter(|place| {
                let first = place + 1;
                // A second dash closes what the first one opened.
                let is_dash = |place: &usize| self.is(*place, &["–", "—", "--"]);
                let is_paired = |place: &usize| {
                    !(0..*place).filter(is_dash).count().is_multiple_of(2)
                        || (place + 1..self.tokens.len()).any(|later| is_dash(&later))
                };
                if is_dash(place) && is_paired(place) {
                    return false;
                }
                if self.is(*place, &[",", "–", "—", "--", ";"]) {
                    let last = speaker.unwrap_or(stop);
                    let has_verb = (first..last).any(|place| is_finite(self.tag(place)));
                    let is_listed = (first..last).any(|place| self.is(place, &[",", "and", "or"]));
                    let is_apposition = !has_verb
                        && (self.is(first, &["a", "an"])
                            || !is_listed
                                && (self.is(first, &["the", "one", "part"])
                                    || self.tag(first) == Tag::Preposition));
                    // “, parts of which …”, “, some of whom …”.
                    let is_part =
                        self.is(first + 1, &["of"]) && self.is(first + 2, &["which", "whom"]);
                    return is_apposition
                        || self.is_told_apart(first, last)
                        || is_part
                        || self.is(first, CLAUSES)
                        || self.tag(first) == Tag::Ing
                        || !self.is(*place, &[","])
                        || self.is(first, &["and", "but"])
                            && (is_finite(self.tag(first + 1)) || self.has_clause(first));
                }
                if self.is_second_verb(*place) && !has_pair(*place) {
                    return true;
                }
                // Without a comma only behind a noun: “shortly after”, “as soon as”, “hours before” belong together.
                let is_behind_noun = matches!(
                    self.tag(place - 1),
                    Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names | Tag::Number
                ) && !self.is(place - 1, TIMES);
                if !is_behind_noun {
                    return false;
                }
                if self.is(*place, &["amid", "following"]) || self.opens_circumstance(*place) {
                    return true;
                }
                // “its Great Wall which …”: of a name nothing is told apart.
                if self.is(*place, &["which", "who"]) {
                    return matches!(self.tag(place - 1), Tag::Name | Tag::Names);
                }
                if self.is(*place, &["even"]) && self.is(first, &["as", "while", "though"]) {
                    return (first + 2..stop).any(|place| is_finite(self.tag(place)));
                }
                if self.is(
                    *place,
                    &["while", "after", "when", "before", "because", "as", "since"],
                ) {
                    let is_act = self.tag(first) == Tag::Ing
                        && self.is(*place, &["while", "after", "when", "before"]);
                    return is_act
                        || matches!(
                            self.tag(first),
                            Tag::Determiner
                                | Tag::Name
                                | Tag::Names
                                | Tag::Nouns
                                | Tag::Pronoun
                                | Tag::OwnPronoun
                                | Tag::Adjective
                        ) && self.has_clause(*place)
                            && !(place.saturating_sub(5)..*place)
                                .any(|before| self.is(before, &["as", "so", "such", "same"]));
                }
                // “to seek and to find”, “closing the gates and flooding the town”.
                self.is(*place, &["and"])
                    && (self.tag(first) == Tag::Ing && self.has_ing_before(*place)
                        || self.is(first, &["to"])
                            && self.tag(first + 1) == Tag::Base
                            && (1..*place).any(|before| self.infinitive(before))
                        || self.tag(first) == Tag::Base
                            && (place.saturating_sub(12)..*place)
                                .any(|before| self.infinitive(before)))
                    && !self.lists_verbs(*place)
                    && !has_pair(*place)
            })
            .map(|place| self.start(place)..end)
            .filter(|span| span.start < span.end)
            .collect()
    }

    /// `a grove where nobody walks`: a thing with its own clause.
    fn is_told_apart(&self, first: usize, last: usize) -> bool {
        self.is(first, &["a", "an"])
            && (first..last)
                .find(|place| is_finite(self.tag(*place)))
                .is_some_and(|verb| {
                    (first + 2..verb)
                        .any(|place| self.is(place, &["who", "which", "that", "where", "whose"]))
                        && !(first..verb).any(|place| self.is(place, &[","]))
                })
    }

    /// A second verb of the same subject: “… stormed a theatre and opened fire”.
    fn is_second_verb(&self, place: usize) -> bool {
        let first = place + 1;
        self.is(place, &["and"])
            && matches!(
                self.tag(place - 1),
                Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names | Tag::Number | Tag::Participle
            )
            && matches!(self.tag(first), Tag::Past | Tag::Third)
            && (1..place).any(|before| self.tag(before) == self.tag(first))
            && !self.lists_verbs(place)
    }

    /// “came, saw and won”.
    fn lists_verbs(&self, place: usize) -> bool {
        (1..place).any(|before| self.is(before, &[","]) && is_finite(self.tag(before + 1)))
    }

    fn infinitive(&self, place: usize) -> bool {
        self.tag(place) == Tag::To && self.tag(place + 1) == Tag::Base
    }

    /// `eliminating …` behind a comma or a preposition, which another one may follow.
    fn has_ing_before(&self, place: usize) -> bool {
        let is_listed = (1..place)
            .filter(|before| self.tag(*before) == Tag::Ing && self.is(before - 1, &[","]))
            .count()
            > 1;
        !is_listed
            && (1..place).any(|before| {
                self.tag(before) == Tag::Ing
                    && (self.is(before - 1, &[","]) || self.tag(before - 1) == Tag::Preposition)
            })
    }

    /// `, released by a broadcaster,`, `, in the north of the country,` between subject and verb.
    fn asides_without_verb(&self) -> Vec<Range<usize>> {
        let commas: Vec<usize> = (1..self.tokens.len())
            .filter(|place| self.is(*place, &[","]))
            .collect();
        let told = |pair: &[usize]| {
            let [open, close] = *pair else { return None };
            let first = open + 1;
            let opens = matches!(self.tag(first), Tag::Participle | Tag::Past | Tag::Ing)
                && (self.tag(first + 1) == Tag::Preposition || self.tag(first) == Tag::Ing)
                || self.tag(first) == Tag::Preposition;
            let has_verb = (first + 1..close).any(|place| is_finite(self.tag(place)));
            let follows_verb = matches!(self.tag(close + 1), Tag::Past | Tag::Third | Tag::Modal)
                || self.is(close + 1, &["have", "are", "were", "do"]);
            let is_first = commas.first() == Some(&open);
            // What stands before is a subject: no verb yet.
            let is_behind_subject = is_first
                && !(0..open).any(|place| is_finite(self.tag(place)))
                && !matches!(self.tag(0), Tag::Preposition | Tag::Ing | Tag::Adverb);
            (opens && !has_verb && follows_verb && is_behind_subject && close - first > 1)
                .then(|| self.start(open)..self.end(close))
        };
        commas.windows(2).filter_map(told).collect()
    }

    /// A finite verb soon behind.
    fn has_clause(&self, place: usize) -> bool {
        (place + 2..place + 9)
            .take_while(|place| !self.is(*place, &[",", ";"]))
            .any(|place| is_finite(self.tag(place)))
    }

    /// Where `, police said` begins, when a sentence ends with it.
    fn speaker(&self, stop: usize) -> Option<usize> {
        let comma = (stop.saturating_sub(12)..stop)
            .rev()
            .find(|place| self.is(*place, &[","]))?;
        let says = (comma + 1..stop).any(|place| {
            self.is(
                place,
                &[
                    "said",
                    "says",
                    "told",
                    "reported",
                    "reports",
                    "according",
                    "announced",
                    "added",
                ],
            ) && !(place == comma + 1 && self.is(place, &["told", "announced"]))
        });
        says.then_some(comma)
    }
}

pub(super) const fn is_finite(tag: Tag) -> bool {
    matches!(tag, Tag::Past | Tag::Third | Tag::Plain | Tag::Modal)
}
