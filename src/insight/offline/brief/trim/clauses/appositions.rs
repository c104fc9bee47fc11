//! What is told besides: remarks, other names, offices, words that only join.

use std::ops::Range;

use super::{Sentence, is_finite};
use crate::text::english::Tag;

impl Sentence<'_> {
    /// `(his third)`, ` – by far the largest – `.
    pub(super) fn remarks(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for open in 0..self.tokens.len() {
            let closing: &[&str] = match self.tokens.get(open).map(|token| token.text) {
                Some("(") => &[")"],
                Some("–" | "—" | "--" | "-") if open > 0 => &["–", "—", "--", "-"],
                _ => continue,
            };
            let close = (open + 2..self.tokens.len()).find(|place| self.is(*place, closing));
            if let Some(close) = close
                && !self.has_mark_between(open, close)
                // “Among the senators -- many of them loud -- Smith …” needs a comma that is not there.
                && (self.is(close, &[")"])
                    || !matches!(self.tag(close + 1), Tag::Name | Tag::Names | Tag::Determiner | Tag::Pronoun))
            {
                found.push(self.start(open)..self.end(close));
            }
        }
        found
    }

    fn has_mark_between(&self, open: usize, close: usize) -> bool {
        (open + 1..close).any(|place| {
            matches!(
                self.tag(place),
                Tag::OpenQuote | Tag::CloseQuote | Tag::OpenBracket
            )
        })
    }

    /// `, also known as the Old Gate,`.
    pub(super) fn other_names(&self) -> Vec<Range<usize>> {
        let opens = |place: usize| {
            let first = place
                + 1
                + usize::from(self.is(place + 1, &["also", "better", "formerly", "previously"]));
            self.is(place, &[","])
                && (self.is(first, &["known", "called", "named", "nicknamed", "dubbed"])
                    || first > place + 1
                        && self.tag(first) == Tag::Name
                        && self.is(place + 1, &["formerly"]))
        };
        (1..self.tokens.len())
            .filter(|place| opens(*place))
            .filter_map(|open| {
                let close =
                    (open + 2..self.tokens.len()).find(|place| self.is(*place, &[",", "."]))?;
                let has_verb = (open..close).any(|place| is_finite(self.tag(place)));
                let end = if self.is(close, &[","]) {
                    self.end(close)
                } else {
                    self.start(close)
                };
                (!has_verb && close < open + 12).then(|| self.start(open)..end)
            })
            .collect()
    }

    /// `according to Jane Roe, the head of the bureau, …`: what she is goes, that it is hers stays.
    pub(super) fn office_of_source(&self) -> Option<Range<usize>> {
        let to = (0..self.tokens.len())
            .find(|place| self.is(*place, &["according"]) && self.is(place + 1, &["to"]))?
            + 1;
        let comma = (to + 2..to + 6).find(|place| self.is(*place, &[","]))?;
        let is_named =
            (to + 1..comma).all(|place| matches!(self.tag(place), Tag::Name | Tag::Names));
        let opens = matches!(
            self.tag(comma + 1),
            Tag::Determiner | Tag::Noun | Tag::Adjective
        );
        let close = (comma + 2..self.tokens.len()).find(|place| self.is(*place, &[",", "."]))?;
        let has_verb = (comma..close).any(|place| is_finite(self.tag(place)));
        (is_named && opens && !has_verb).then(|| self.start(comma)..self.start(close))
    }

    /// `, however,`, `also`: what only joins the sentence to the one before.
    pub(super) fn joints(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for place in 1..self.tokens.len() {
            let is_between = self.is(place - 1, &[","]) && self.is(place + 1, &[","]);
            if is_between
                && self.is(
                    place,
                    &[
                        "however",
                        "meanwhile",
                        "too",
                        "though",
                        "nevertheless",
                        "moreover",
                        "therefore",
                        "also",
                    ],
                )
            {
                found.push(self.start(place - 1)..self.end(place + 1));
            } else if self.is(place, &["also"])
                && !self.is(place - 1, &["but", "not", ","])
                && (is_finite(self.tag(place - 1)) || is_finite(self.tag(place + 1)))
            {
                found.push(self.start(place)..self.end(place));
            }
        }
        found
    }
}
