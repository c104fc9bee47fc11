//! The words between parts of a query: `OR`, `AND`, `NOT`.

use std::ops::Range;

use super::values::short_word;
use super::{Parsed, Parser, ends_word, has_letters};
use crate::domain::query::{Query, QueryError};

/// Words in capitals that join or turn round what stands beside them; in quotes they are words like others.
const OPERATORS: [&str; 3] = [OR, AND, NOT];
pub(super) const OR: &str = "OR";
/// Means what standing side by side means.
pub(super) const AND: &str = "AND";
/// Means what a minus means.
pub(super) const NOT: &str = "NOT";

/// Whether a bare word joins others instead of being looked for.
pub(in crate::domain::query) fn is_operator(word: &str) -> bool {
    OPERATORS.contains(&word)
}

pub(super) fn nothing_before(place: Range<usize>, operator: &str) -> QueryError {
    QueryError::new(place, format!("nothing stands before this `{operator}`")).with_hint(format!(
        "put a word on each side, or \"{operator}\" in quotes to look for the word"
    ))
}

pub(super) fn nothing_after(place: Range<usize>, operator: &str) -> QueryError {
    QueryError::new(place, format!("nothing stands after this `{operator}`"))
}

impl Parser<'_> {
    /// Takes one of [`OPERATORS`] when it stands alone; returns where it stood.
    pub(super) fn take(&mut self, operator: &str) -> Option<Range<usize>> {
        self.skip_space();
        let after = self.rest().strip_prefix(operator)?;
        let stands_alone = after
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || ends_word(c));
        stands_alone.then(|| {
            let start = self.at;
            self.at += operator.len();
            start..self.at
        })
    }

    /// Whether the operator here is all that was typed: the beginning of a word such as ORACLE or NOTE.
    pub(super) fn may_be_word(&self, operator: &Range<usize>) -> bool {
        self.is_typing_here()
            && self.at == operator.end
            && !has_letters(self.text.get(..operator.start).unwrap_or_default())
    }

    /// Reads what `NOT` stands before; `None` while nothing does yet.
    pub(super) fn negation(&mut self, not: Range<usize>) -> Parsed<Option<Query>> {
        if self.may_be_word(&not) {
            return Ok(Some(short_word("not", false)));
        }
        self.skip_space();
        let here = self.at;
        let ends = self.peek().is_none_or(|c| c == ')')
            || self.take(OR).or_else(|| self.take(AND)).is_some();
        self.at = here;
        if ends {
            return if self.is_typing_here() {
                Ok(None)
            } else {
                Err(nothing_after(not, NOT))
            };
        }
        self.enter(not.start)?;
        let part = self.part(true)?;
        self.depth -= 1;
        Ok(part.map(Query::not))
    }
}
