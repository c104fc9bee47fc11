//! From text to a [`Query`], by recursive descent.
//!
//! While a person types, whatever is unfinished at the very end of the text is tolerated: an open quote or
//! parenthesis counts as closed, a field without its value or a dangling `OR`, `AND` or `NOT` is left out, and the last word may go on.
//! Here is how parts are put together; `terms.rs` reads the parts, `values.rs` what stands after a colon.

mod operators;
mod terms;
mod values;

use std::ops::Range;

use jiff::tz::TimeZone;

use super::fields::Field;
use super::{Query, QueryError, TextField};
use crate::domain::Timestamp;
pub(super) use operators::is_operator;
use operators::{AND, NOT, OR, nothing_after, nothing_before};
use values::{is_short, short_word, unknown_field};

/// Parentheses and negations inside one another; far beyond what a person writes, far below what the stack holds.
const DEEPEST: usize = 64;

/// A word being typed with fewer letters than this starts too many words to search every text for it.
const SHORTEST_PREFIX: usize = 3;

/// What a query's meaning depends on besides its text.
#[derive(Debug, Clone)]
pub struct ParseContext {
    pub now: Timestamp,
    /// Where `today` and days begin.
    pub zone: TimeZone,
    /// The text is still being typed: see the module's words on tolerance.
    pub is_typing: bool,
}

/// Reads a query.
///
/// # Errors
/// [`QueryError`] with the place and a plain sentence, for every text that has no meaning.
pub fn parse(text: &str, context: &ParseContext) -> Result<Query, QueryError> {
    let mut parser = Parser {
        text,
        context,
        at: 0,
        depth: 0,
        has_words: false,
        skipped: None,
    };
    let query = parser.alternatives()?;
    if let Some(c) = parser.peek() {
        // `alternatives` stops at a closing parenthesis and nowhere else.
        let span = parser.at..parser.at + c.len_utf8();
        return Err(QueryError::new(span, "this `)` closes nothing")
            .with_hint("take it out, or put `(` before"));
    }
    match parser.skipped {
        Some(span) if query == Query::All && !context.is_typing => Err(QueryError::new(
            span,
            "there is no letter or digit here to look for",
        )),
        _ => Ok(query),
    }
}

/// Returns the text of a query whose last word was typed to its end.
///
/// While it is typed a word of one or two letters is only a beginning; `government uk` means two words once nobody types
/// on. Longer words go on being beginnings, so that what was found by them stays.
pub fn typed_out(text: &str, context: &ParseContext) -> String {
    let last = text
        .rsplit(|c: char| c.is_whitespace() || c == ':' || ends_word(c))
        .next()
        .unwrap_or_default();
    let whole = format!("{text} ");
    if has_letters(last) && is_short(last) && parse(&whole, context).is_ok() {
        whole
    } else {
        text.to_owned()
    }
}

/// Returns the name before the colon where a word looks like `name:value`; times, drives and addresses do not.
fn field_name(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let is_name = name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_name && !value.starts_with("//")).then_some(name)
}

/// Whether a bare word followed by a space is read as a field.
pub(super) fn is_field(word: &str) -> bool {
    field_name(word).is_some_and(|name| word.len() > name.len() + 1 || Field::named(name).is_some())
}

/// Whether a bare word ends before this character (white space apart).
pub(super) const fn ends_word(c: char) -> bool {
    matches!(c, '(' | ')') || is_quote(c)
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// Whether there is anything in it that could be found.
fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

struct Parser<'a> {
    text: &'a str,
    context: &'a ParseContext,
    at: usize,
    depth: usize,
    /// Whether a word to look for was read already.
    has_words: bool,
    /// The first word without letters, which is passed over.
    skipped: Option<Range<usize>>,
}

type Parsed<T> = Result<T, QueryError>;

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    const fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    const fn is_typing_here(&self) -> bool {
        self.context.is_typing && self.is_at_end()
    }

    fn alternatives(&mut self) -> Parsed<Query> {
        let start = self.at;
        let mut parts = Vec::new();
        let mut last_or: Option<Range<usize>> = None;
        loop {
            let before = self.at;
            let part = self.sequence()?;
            let is_empty = part.is_none();
            if let Some(part) = part {
                parts.push(part);
            } else if let Some(or) = last_or.take()
                && (!self.is_typing_here() || parts.is_empty())
            {
                return Err(nothing_after(or, OR));
            }
            let Some(or) = self.take(OR) else { break };
            if is_empty && self.nothing_between(before, or.start) {
                if self.may_be_word(&or) && parts.is_empty() && start == 0 {
                    return Ok(short_word("or", false));
                }
                return Err(nothing_before(or, OR));
            }
            last_or = Some(or);
        }
        Ok(if parts.is_empty() {
            Query::All
        } else {
            Query::or(parts)
        })
    }

    fn nothing_between(&self, start: usize, end: usize) -> bool {
        self.text
            .get(start..end)
            .is_none_or(|between| !has_letters(between))
    }

    /// Reads parts side by side; `None` when there are none.
    fn sequence(&mut self) -> Parsed<Option<Query>> {
        let mut parts = Vec::new();
        let mut last_and: Option<Range<usize>> = None;
        loop {
            self.skip_space();
            match self.peek() {
                None | Some(')') => break,
                Some(_) => {}
            }
            let here = self.at;
            if self.take(OR).is_some() {
                self.at = here;
                break;
            }
            if let Some(and) = self.take(AND) {
                if parts.is_empty() {
                    if self.may_be_word(&and) {
                        return Ok(Some(short_word("and", false)));
                    }
                    return Err(nothing_before(and, AND));
                }
                if let Some(earlier) = last_and.replace(and) {
                    return Err(nothing_after(earlier, AND));
                }
                continue;
            }
            if let Some(part) = self.part(false)? {
                parts.push(part);
                last_and = None;
            }
        }
        if let Some(and) = last_and
            && !self.is_typing_here()
        {
            return Err(nothing_after(and, AND));
        }
        Ok(match parts.len() {
            0 => None,
            _ => Some(Query::and(parts)),
        })
    }

    /// Reads one part; `None` for what is passed over.
    fn part(&mut self, is_negated: bool) -> Parsed<Option<Query>> {
        let start = self.at;
        if let Some(not) = self.take(NOT) {
            return self.negation(not);
        }
        match self.peek() {
            Some('-') if self.negates() => {
                self.at += 1;
                self.enter(start)?;
                let part = self.part(true)?;
                self.depth -= 1;
                Ok(part.map(Query::not))
            }
            Some('(') => {
                self.at += 1;
                self.enter(start)?;
                let inner = self.alternatives()?;
                self.depth -= 1;
                if self.peek() == Some(')') {
                    self.at += 1;
                } else if !self.is_typing_here() {
                    return Err(
                        QueryError::new(start..start + 1, "this `(` is never closed")
                            .with_hint("put `)` where the group ends"),
                    );
                }
                Ok(Some(inner))
            }
            Some(c) if is_quote(c) => {
                let value = self.quoted()?;
                self.phrase(&value, TextField::Any)
            }
            _ => self.bare(is_negated),
        }
    }

    fn enter(&mut self, start: usize) -> Parsed<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(QueryError::new(
                start..start + 1,
                format!("more than {DEEPEST} groups and negations inside one another"),
            ));
        }
        Ok(())
    }

    /// Whether the minus here stands directly before something to negate.
    fn negates(&self) -> bool {
        let mut after = self.rest().chars().skip_while(|c| *c == '-');
        after.next().is_some_and(|c| !c.is_whitespace() && c != ')')
    }

    /// Reads a word, or a field with its value.
    fn bare(&mut self, is_negated: bool) -> Parsed<Option<Query>> {
        let start = self.at;
        let word = self.take_word();
        if let Some(name) = field_name(word) {
            let value_at = start + name.len() + 1;
            let opens_quote = self.at == value_at && self.peek().is_some_and(is_quote);
            if let Some(field) = Field::named(name) {
                self.at = value_at;
                return self.field(field, start, is_negated);
            }
            if self.at > value_at || opens_quote {
                return Err(unknown_field(name, start));
            }
        }
        self.words(word, start, TextField::Any, is_negated)
    }

    fn take_word(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest
            .find(|c: char| c.is_whitespace() || ends_word(c))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
