//! What stands around a story and not in it: days, wider places, purposes, the office of who speaks.

use std::ops::Range;

use super::Sentence;
use super::words::{ASKING, CIRCUMSTANCES, DAYS, MONTHS, PLANS, PURPOSES};
use crate::text::english::Tag;

impl Sentence<'_> {
    /// `…, said Jane Roe, the spokeswoman of the bureau.`: what she is goes, that she said it stays.
    pub(super) fn office_of_speaker(&self) -> Option<Range<usize>> {
        let stop = self
            .tokens
            .iter()
            .rposition(|token| matches!(token.text, "." | "!"))?;
        let verb = (1..stop).rev().find(|place| {
            self.is(*place, &["said", "says"]) && self.is(place - 1, &[",", "”", "\""])
        })?;
        let comma = (verb + 2..stop).find(|place| self.is(*place, &[","]))?;
        let is_named =
            (verb + 1..comma).all(|place| matches!(self.tag(place), Tag::Name | Tag::Names));
        (is_named
            && matches!(
                self.tag(comma + 1),
                Tag::Determiner | Tag::Noun | Tag::Adjective
            ))
        .then(|| self.start(comma)..self.start(stop))
    }

    /// `… to avoid a crash.` at the end: what something is done for, not what is planned, asked or allowed.
    pub(super) fn purposes(&self) -> Vec<Range<usize>> {
        let stop = self
            .tokens
            .iter()
            .rposition(|token| matches!(token.text, "." | "!"))
            .unwrap_or(self.tokens.len());
        if self.speaker(stop).is_some() {
            return Vec::new();
        }
        (6..stop)
            .rev()
            .filter(|place| {
                self.infinitive(*place)
                    && self.is(place + 1, PURPOSES)
                    && matches!(
                        self.tag(place - 1),
                        Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names | Tag::Number
                    )
                    && !self.is(place - 1, PLANS)
                    // “It is in their interest to …”: the subject is behind.
                    && !(0..*place).any(|before| self.is(before, &["it"]))
                    && !(place.saturating_sub(8)..*place).any(|before| self.is(before, ASKING))
            })
            .map(|place| self.start(place)..self.start(stop))
            .collect()
    }

    /// `… on Mont Blanc in the French Alps.`: the wider place behind the nearer one.
    pub(super) fn wider_place(&self) -> Option<Range<usize>> {
        const IN: &[&str] = &["in", "at", "on", "near", "outside"];
        let stop = self
            .tokens
            .iter()
            .rposition(|token| matches!(token.text, "." | "!"))?;
        let stop = self.speaker(stop).unwrap_or(stop);
        let last = (1..stop)
            .rev()
            .find(|place| self.tag(*place) == Tag::Preposition)?;
        let before = (1..last)
            .rev()
            .find(|place| self.tag(*place) == Tag::Preposition)?;
        let is_place = |from: usize, upto: usize| {
            self.is(from, IN)
                && upto - from <= 7
                && (from + 1..upto).all(|place| {
                    matches!(
                        self.tag(place),
                        Tag::Name
                            | Tag::Names
                            | Tag::Noun
                            | Tag::Adjective
                            | Tag::Determiner
                            | Tag::Possession
                    ) && !self.is(place, DAYS)
                        && !self.is(place, MONTHS)
                })
                && (from + 1..upto).any(|place| matches!(self.tag(place), Tag::Name | Tag::Names))
        };
        (is_place(before, last) && is_place(last, stop)).then(|| self.start(last)..self.start(stop))
    }

    /// `on Monday`, `today`, `last week`: the days of the report.
    pub(super) fn days(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut place = 1;
        while place < self.tokens.len() {
            let Some(behind) = self.day(place) else {
                place += 1;
                continue;
            };
            let follows = !matches!(
                self.tag(behind),
                Tag::Noun
                    | Tag::Nouns
                    | Tag::Name
                    | Tag::Names
                    | Tag::Possession
                    | Tag::To
                    | Tag::Number
            ) && !self.is(behind, &["and", "or", "through", "until", "-", "–"])
                && !(self.is(behind, &[","])
                    && (matches!(self.tag(behind + 1), Tag::Number)
                        || self.is(behind + 1, MONTHS)));
            let is_bound = matches!(self.tag(place - 1), Tag::Preposition | Tag::To)
                || self.is(
                    place - 1,
                    &[
                        "and", "or", "than", "a", "the", ",", "just", "only", "late", "early",
                    ],
                );
            // “information released on Monday.”: the bare participle would hang in the air.
            let is_held = matches!(self.tag(place - 1), Tag::Participle | Tag::Past)
                && matches!(
                    self.tag(place.saturating_sub(2)),
                    Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names
                )
                && (self.is(behind, &[",", "."]));
            if follows && !is_bound && !is_held {
                found.push(self.start(place)..self.end(behind - 1));
            }
            place = behind;
        }
        found
    }

    /// Where a day that begins at `place` ends.
    fn day(&self, place: usize) -> Option<usize> {
        let parts = &["morning", "afternoon", "evening", "night"];
        let mut at = place;
        if self.is(at, &["late", "early", "earlier"]) {
            at += 1;
        }
        if self.is(at, &["on"]) {
            at += 1;
        } else if self.is(at, &["in"])
            && self.is(at + 1, &["the"])
            && self.is(at + 2, &["early", "wee", "late", "small"])
            && self.is(at + 3, &["hours"])
            && self.is(at + 4, &["of"])
        {
            at += 5;
        }
        if at == place
            && self.is(at, &["at", "over"])
            && self.is(at + 1, &["the"])
            && self.is(at + 2, &["weekend"])
        {
            return Some(at + 3);
        }
        let behind = if self.is(at, DAYS) {
            at + 1 + usize::from(self.is(at + 1, parts))
        } else if at == place
            && self
                .tokens
                .get(at)
                .is_some_and(|token| matches!(token.text, "today" | "yesterday" | "tonight"))
        {
            at + 1
        } else if self.is(at, &["this", "last"])
            && self.is(
                at + 1,
                &[
                    "week",
                    "month",
                    "weekend",
                    "morning",
                    "afternoon",
                    "evening",
                    "night",
                ],
            )
        {
            at + 2
        } else {
            return None;
        };
        Some(behind)
    }

    /// `ahead of …`, `in the wake of …`: around the story, not in it.
    pub(super) fn opens_circumstance(&self, place: usize) -> bool {
        // “stone, coal as well as grain” is one list.
        let is_listed = self.is(place + 1, &["well"])
            && (place.saturating_sub(8)..place).any(|before| self.is(before, &[","]));
        // “co-host the games along with Lindau” is nothing one does alone.
        let is_shared = self.is(place, &["along", "together", "alongside"])
            && self
                .tokens
                .iter()
                .take(place)
                .any(|token| token.text.starts_with("co-"));
        !is_listed
            && !is_shared
            && CIRCUMSTANCES.iter().any(|words| {
                words
                    .iter()
                    .enumerate()
                    .all(|(behind, word)| self.is(place + behind, &[word]))
            })
    }
}
