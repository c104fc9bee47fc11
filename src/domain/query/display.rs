//! A query as text that parses to the same query.

use std::fmt::{self, Display, Formatter, Write};

use super::dates::write_age;
use super::fields::Field;
use super::{Has, Is, Query, TextField, Words};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::And(parts) => write_parts(f, parts, " "),
            Self::Or(parts) => write_parts(f, parts, " OR "),
            Self::Not(part) => {
                f.write_char('-')?;
                write_part(f, part)
            }
            Self::Text { field, words } => {
                match field {
                    TextField::Any => {}
                    TextField::Title => write_name(f, Field::Title)?,
                    TextField::Author => write_name(f, Field::Author)?,
                }
                write_words(f, words, *field == TextField::Any)
            }
            Self::FeedName(name) => write_value(f, Field::Feed, name),
            Self::Feed(feed) => {
                write_name(f, Field::Feed)?;
                write!(f, "#{feed}")
            }
            Self::Ids(ids) if ids.is_empty() => write_value(f, Field::Id, ""),
            Self::Ids(ids) => {
                write_name(f, Field::Id)?;
                for (place, id) in ids.iter().enumerate() {
                    if place > 0 {
                        f.write_char(',')?;
                    }
                    write!(f, "{id}")?;
                }
                Ok(())
            }
            Self::Folder(folder) => write_value(f, Field::Folder, folder),
            Self::Tag(tag) => write_value(f, Field::Tag, tag),
            Self::Language(language) => write_value(f, Field::Lang, language),
            Self::Has(has) => write_value(f, Field::Has, has.name()),
            Self::Is(is) => write_value(f, Field::Is, is.name()),
            Self::After(moment) => write_value(f, Field::After, &moment.rfc3339()),
            Self::Before(moment) => write_value(f, Field::Before, &moment.rfc3339()),
            Self::Newer(seconds) => write_value(f, Field::Newer, &write_age(*seconds)),
            Self::Older(seconds) => write_value(f, Field::Older, &write_age(*seconds)),
        }
    }
}

impl Has {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Audio => "audio",
            Self::FullText => "fulltext",
        }
    }
}

impl Is {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Bookmarked => "bookmarked",
            Self::Muted => "muted",
        }
    }
}

fn write_parts(f: &mut Formatter<'_>, parts: &[Query], between: &str) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        write_part(f, part)?;
    }
    Ok(())
}

/// Everything that is not one word or field is wrapped, so that it stays one part.
fn write_part(f: &mut Formatter<'_>, part: &Query) -> fmt::Result {
    match part {
        Query::All | Query::And(_) | Query::Or(_) => write!(f, "({part})"),
        _ => write!(f, "{part}"),
    }
}

fn write_name(f: &mut Formatter<'_>, field: Field) -> fmt::Result {
    write!(f, "{}:", field.name())
}

fn write_value(f: &mut Formatter<'_>, field: Field, value: &str) -> fmt::Result {
    write_name(f, field)?;
    let is_plain = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_' | ':' | '+'));
    if is_plain {
        f.write_str(value)
    } else {
        f.write_char('"')?;
        write_escaped(f, value)?;
        f.write_char('"')
    }
}

fn write_words(f: &mut Formatter<'_>, words: &Words, is_bare: bool) -> fmt::Result {
    let quote = words.is_exact
        || words.words.len() != 1
        || words
            .words
            .first()
            .is_some_and(|word| !is_plain_word(word, is_bare));
    if quote {
        f.write_char('"')?;
    }
    for (place, word) in words.words.iter().enumerate() {
        if place > 0 {
            f.write_char(' ')?;
        }
        if quote {
            write_escaped(f, word)?;
        } else {
            f.write_str(word)?;
        }
    }
    if words.is_prefix {
        f.write_char('*')?;
    }
    if quote {
        f.write_char('"')?;
    }
    Ok(())
}

/// Whether the word, written without quotes, is read as this word.
fn is_plain_word(word: &str, is_bare: bool) -> bool {
    !word.is_empty()
        && !word.ends_with('*')
        && !word.contains(|c: char| c.is_whitespace() || super::parse::ends_word(c))
        && !(is_bare
            && (word.starts_with('-')
                || super::parse::is_operator(word)
                || super::parse::is_field(word)))
}

fn write_escaped(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    Ok(())
}
