//! What stands behind the colon of a field, and words too short to be more than a beginning.

use super::super::dates::parse_age;
use super::super::fields::{FIELDS, Field, nearest, nearest_name};
use super::terms::Value;
use super::{Parsed, SHORTEST_PREFIX};
use crate::domain::query::{Query, QueryError, TextField, Words};
use crate::domain::{ArticleId, FeedId};
use crate::text::language::Language;

/// A first word of one or two letters: looked for at the start of words in titles alone.
pub(super) fn short_word(word: &str, is_exact: bool) -> Query {
    Query::Text {
        field: TextField::Title,
        words: Words {
            words: vec![word.to_owned()],
            is_prefix: true,
            is_exact,
        },
    }
}

/// Scripts that write words in one or two characters are never too short.
pub(super) fn is_short(word: &str) -> bool {
    const FIRST_IDEOGRAPHIC: char = '\u{2E80}';
    word.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST_PREFIX
        && word.chars().all(|c| c < FIRST_IDEOGRAPHIC)
}

pub(super) fn unknown_field(name: &str, start: usize) -> QueryError {
    let hint = nearest_name(name).map_or_else(
        || {
            let names: Vec<&str> = FIELDS.iter().map(|spec| spec.name).collect();
            format!(
                "put it in quotes to look for the words; the fields are {}",
                names.join(", ")
            )
        },
        |nearest| format!("did you mean `{nearest}:`? To look for the words, put them in quotes"),
    );
    QueryError::new(
        start..start + name.len(),
        format!("there is no field `{name}`"),
    )
    .with_hint(hint)
}

pub(super) fn feed(value: &Value) -> Parsed<Query> {
    let text = value.text.trim();
    match text.strip_prefix('#') {
        Some(number) if !value.is_quoted => {
            number.parse::<FeedId>().map(Query::Feed).map_err(|_| {
                QueryError::new(
                    value.span.clone(),
                    format!("`{text}` is not a feed's number"),
                )
            })
        }
        _ => Ok(Query::FeedName(text.to_owned())),
    }
}

pub(super) fn ids(value: &Value) -> Parsed<Query> {
    value
        .text
        .split(',')
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .map(|id| {
            id.parse::<ArticleId>().map_err(|_| {
                QueryError::new(
                    value.span.clone(),
                    format!("`{id}` is not an article's number"),
                )
                .with_hint("write numbers parted by commas, `id:12,15`")
            })
        })
        .collect::<Parsed<Vec<_>>>()
        .map(Query::Ids)
}

pub(super) fn language(value: &Value) -> Parsed<Option<Query>> {
    let text = value.text.trim();
    let code = text.split(['-', '_']).next().unwrap_or_default();
    let is_code =
        matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_code {
        // Two forms of Norwegian are one language to what tells languages apart.
        let known = Language::from_code(code).map(|language| language.code().to_owned());
        let code = known.unwrap_or_else(|| code.to_ascii_lowercase());
        return Ok(Some(Query::Language(code)));
    }
    if value.is_unfinished && code.len() < 2 {
        return Ok(None);
    }
    Err(QueryError::new(
        value.span.clone(),
        format!("`{text}` is not a language code"),
    )
    .with_hint("write two letters such as `lang:en`, `lang:de` or `lang:ja`"))
}

pub(super) fn age(
    field: Field,
    value: &Value,
    query: impl Fn(i64) -> Query,
) -> Parsed<Option<Query>> {
    let text = value.text.trim();
    if let Some(seconds) = parse_age(text) {
        return Ok(Some(query(seconds)));
    }
    if value.is_unfinished && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    Err(
        QueryError::new(value.span.clone(), format!("`{text}` is not an age")).with_hint(format!(
            "write a number and h, d, w, m or y, such as `{}:7d`",
            field.name()
        )),
    )
}

/// Reads one of a few words.
pub(super) fn choice<const N: usize>(
    field: Field,
    value: &Value,
    choices: [(&'static str, Query); N],
) -> Parsed<Option<Query>> {
    let text = value.text.trim().to_lowercase();
    let names = choices.each_ref().map(|(name, _)| *name);
    if let Some((_, query)) = choices.into_iter().find(|(name, _)| *name == text) {
        return Ok(Some(query));
    }
    if value.is_unfinished && names.iter().any(|name| name.starts_with(&text)) {
        return Ok(None);
    }
    let error = QueryError::new(
        value.span.clone(),
        format!(
            "`{}:` knows {}, not `{}`",
            field.name(),
            names.map(|name| format!("`{name}`")).join(", "),
            value.text.trim(),
        ),
    );
    Err(match nearest(&text, names.into_iter()) {
        Some(name) => error.with_hint(format!("did you mean `{}:{name}`?", field.name())),
        None => error,
    })
}
