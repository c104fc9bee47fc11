//! The parts a query is made of: words, phrases in quotes, fields with their values.

use std::ops::Range;

use super::operators::is_operator;
use super::values::{age, choice, feed, ids, is_short, language, short_word};
use super::{Parsed, Parser, has_letters, is_quote};
use crate::domain::Timestamp;
use crate::domain::query::dates::{may_become_date, parse_date};
use crate::domain::query::fields::Field;
use crate::domain::query::{Has, Is, Query, QueryError, TextField, Words};

/// A value after a field's colon.
pub(super) struct Value {
    pub(super) text: String,
    pub(super) span: Range<usize>,
    pub(super) is_quoted: bool,
    /// It ends where the text ends and more may come.
    pub(super) is_unfinished: bool,
}

impl Parser<'_> {
    /// Makes a query of a word without quotes.
    pub(super) fn words(
        &mut self,
        word: &str,
        start: usize,
        field: TextField,
        is_negated: bool,
    ) -> Parsed<Option<Query>> {
        let stem = word.trim_end_matches('*');
        if !has_letters(stem) {
            if field != TextField::Any && !self.is_typing_here() {
                return Err(QueryError::new(
                    start..self.at,
                    "there is no letter or digit here to look for",
                ));
            }
            self.skipped.get_or_insert(start..self.at);
            return Ok(None);
        }
        let had_words = std::mem::replace(&mut self.has_words, true);
        let text = |is_prefix| Query::Text {
            field,
            words: Words {
                words: vec![stem.to_owned()],
                is_prefix,
                // `-OR` and its like can only be printed in quotes.
                is_exact: is_operator(stem) && field == TextField::Any,
            },
        };
        if stem.len() < word.len() {
            return Ok(Some(text(true)));
        }
        if !self.is_typing_here() {
            return Ok(Some(text(false)));
        }
        if is_short(stem) && field == TextField::Any {
            return Ok((!had_words && !is_negated).then(|| short_word(stem, false)));
        }
        Ok(Some(if is_negated {
            text(false)
        } else {
            Query::or([text(false), text(true)])
        }))
    }

    /// Makes a query of words in quotes.
    pub(super) fn phrase(&mut self, value: &Value, field: TextField) -> Parsed<Option<Query>> {
        let is_starred = value.text.ends_with('*');
        let mut words: Vec<String> = value
            .text
            .split_whitespace()
            .map(|word| word.trim_end_matches('*'))
            .filter(|word| has_letters(word))
            .map(str::to_owned)
            .collect();
        if words.is_empty() {
            if value.is_unfinished {
                return Ok(None);
            }
            return Err(QueryError::new(
                value.span.clone(),
                "there is no letter or digit in these quotes to look for",
            ));
        }
        let had_words = std::mem::replace(&mut self.has_words, true);
        let mut goes_on = value.is_unfinished && !value.text.ends_with(char::is_whitespace);
        if goes_on && words.len() > 1 && words.last().is_some_and(|word| is_short(word)) {
            words.pop();
            goes_on = false;
        }
        if goes_on && field == TextField::Any && words.iter().all(|word| is_short(word)) {
            return Ok((!had_words).then(|| short_word(&words.join(" "), true)));
        }
        Ok(Some(Query::Text {
            field,
            words: Words {
                words,
                is_prefix: is_starred || goes_on,
                is_exact: true,
            },
        }))
    }

    /// Reads what stands in quotes; `\"` and `\\` stand for the quote and the backslash.
    pub(super) fn quoted(&mut self) -> Parsed<Value> {
        let start = self.at;
        let mut characters = self.rest().char_indices();
        let open = characters.next().map_or('"', |(_, c)| c);
        let mut text = String::new();
        while let Some((place, c)) = characters.next() {
            let closes = if open == '"' {
                c == '"'
            } else {
                matches!(c, '"' | '“' | '”')
            };
            if closes {
                self.at = start + place + c.len_utf8();
                return Ok(Value {
                    text,
                    span: start..self.at,
                    is_quoted: true,
                    is_unfinished: false,
                });
            }
            let after = characters.as_str().chars().next();
            if c == '\\' && matches!(after, Some('"' | '\\')) {
                characters.next();
                text.extend(after);
            } else {
                text.push(c);
            }
        }
        self.at = self.text.len();
        if !self.context.is_typing {
            return Err(QueryError::new(
                start..start + open.len_utf8(),
                "this quote is never closed",
            )
            .with_hint("put `\"` after the last word of the phrase"));
        }
        Ok(Value {
            text,
            span: start..self.at,
            is_quoted: true,
            is_unfinished: true,
        })
    }

    fn value(&mut self) -> Parsed<Value> {
        if self.peek().is_some_and(is_quote) {
            return self.quoted();
        }
        let start = self.at;
        let text = self.take_word().to_owned();
        Ok(Value {
            text,
            span: start..self.at,
            is_quoted: false,
            is_unfinished: self.is_typing_here(),
        })
    }

    pub(super) fn field(
        &mut self,
        field: Field,
        start: usize,
        is_negated: bool,
    ) -> Parsed<Option<Query>> {
        let value = self.value()?;
        let without = |c: char| c.is_whitespace() || (field == Field::Folder && c == '/');
        let is_empty = value.text.trim_matches(without).is_empty();
        if is_empty && value.is_unfinished {
            return Ok(None);
        }
        if is_empty && !value.is_quoted && self.peek() == Some('(') {
            let name = field.name();
            return Err(QueryError::new(
                start..self.at + 1,
                format!("`{name}:` takes one word or a phrase, not a group"),
            )
            .with_hint(format!(
                "write `{name}:` before each, as in `({name}:a OR {name}:b)`"
            )));
        }
        if is_empty && !(field == Field::Id && value.is_quoted) {
            return Err(QueryError::new(
                start..self.at,
                format!("`{}:` has no value", field.name()),
            )
            .with_hint("write the value right after the colon"));
        }
        match field {
            Field::Title | Field::Author => {
                let within = if field == Field::Title {
                    TextField::Title
                } else {
                    TextField::Author
                };
                if value.is_quoted {
                    self.phrase(&value, within)
                } else {
                    self.words(&value.text, value.span.start, within, is_negated)
                }
            }
            Field::Feed => feed(&value).map(Some),
            Field::Folder => Ok(Some(Query::Folder(
                value.text.trim().trim_matches('/').trim().to_owned(),
            ))),
            Field::Tag => Ok(Some(Query::Tag(value.text.trim().to_owned()))),
            Field::Lang => language(&value),
            Field::Has => choice(
                field,
                &value,
                [Has::Image, Has::Audio, Has::FullText].map(|has| (has.name(), Query::Has(has))),
            ),
            Field::Is => choice(
                field,
                &value,
                [Is::Unread, Is::Read, Is::Bookmarked, Is::Muted]
                    .map(|is| (is.name(), Query::Is(is))),
            ),
            Field::After => self.date(field, &value, Query::After),
            Field::Before => self.date(field, &value, Query::Before),
            Field::Newer => age(field, &value, Query::Newer),
            Field::Older => age(field, &value, Query::Older),
            Field::Id => ids(&value).map(Some),
        }
    }

    fn date(
        &self,
        field: Field,
        value: &Value,
        query: impl Fn(Timestamp) -> Query,
    ) -> Parsed<Option<Query>> {
        let text = value.text.trim();
        match parse_date(text, self.context.now, &self.context.zone) {
            Some(date) => Ok(Some(query(date))),
            None if value.is_unfinished && may_become_date(text) => Ok(None),
            None => Err(
                QueryError::new(value.span.clone(), format!("`{text}` is not a day")).with_hint(format!(
                    "write `{name}:2026-11-01`, `{name}:2026-11`, `{name}:2026`, `{name}:today` or `{name}:yesterday`",
                    name = field.name(),
                )),
            ),
        }
    }
}
