//! A query with some of its words written otherwise: what "did you mean" offers.

use super::{ParseContext, Query, Words, parse};

/// A word as written, and what was more likely meant.
pub type Spelling = (String, String);

/// Returns the words a story must or may have, as typed, those of phrases too; those it must not have and the values of
/// filters are not among them. With each, whether it may go on.
pub fn spelled(query: &Query) -> Vec<(&str, bool)> {
    let mut words = Vec::new();
    gather(query, &mut words);
    words
}

fn gather<'a>(query: &'a Query, found: &mut Vec<(&'a str, bool)>) {
    match query {
        Query::And(parts) | Query::Or(parts) => {
            for part in parts {
                gather(part, found);
            }
        }
        Query::Text { words, .. } => {
            let last = words.words.len().saturating_sub(1);
            for (place, word) in words.words.iter().enumerate() {
                found.push((word, words.is_prefix && place == last));
            }
        }
        _ => {}
    }
}

/// Returns the text of a query with other spellings; as it was typed otherwise where that can be, else as [`Query`]
/// writes itself. `None` when nothing in it is to be written otherwise.
pub fn respell(text: &str, spellings: &[Spelling], context: &ParseContext) -> Option<String> {
    let query = parse(text, context).ok()?;
    let meant = respelled(&query, spellings);
    if meant == query {
        return None;
    }
    let mut typed = text.to_owned();
    for (from, to) in spellings {
        typed = replace_word(&typed, from, to);
    }
    match parse(&typed, context) {
        Ok(query) if query == meant => Some(typed),
        _ => Some(meant.to_string()),
    }
}

/// Returns the query with other spellings.
pub fn respelled(query: &Query, spellings: &[Spelling]) -> Query {
    let all = |parts: &[Query]| {
        parts
            .iter()
            .map(|part| respelled(part, spellings))
            .collect::<Vec<_>>()
    };
    match query {
        Query::And(parts) => Query::And(all(parts)),
        Query::Or(parts) => Query::Or(all(parts)),
        Query::Text { field, words } => {
            let meant = |word: &String| {
                let other = spellings.iter().find(|(from, _)| from == word);
                other.map_or_else(|| word.clone(), |(_, to)| to.clone())
            };
            Query::Text {
                field: *field,
                words: Words {
                    words: words.words.iter().map(meant).collect(),
                    ..words.clone()
                },
            }
        }
        other => other.clone(),
    }
}

/// Writes `to` where `from` stands as a word of its own that no field's name stands before, other than those of text.
fn replace_word(text: &str, from: &str, to: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from).filter(|_| !from.is_empty()) {
        let (before, after) = rest.split_at(at);
        let after = after.get(from.len()..).unwrap_or_default();
        written.push_str(before);
        let is_word =
            !written.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        let is_value = written.ends_with(':')
            && !["title:", "author:"]
                .iter()
                .any(|name| written.ends_with(name));
        written.push_str(if is_word && !is_value { to } else { from });
        rest = after;
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;

    fn context() -> ParseContext {
        ParseContext {
            now: Timestamp::from_seconds(1_795_356_300),
            zone: jiff::tz::TimeZone::UTC,
            is_typing: false,
        }
    }

    #[test]
    fn only_words_that_are_looked_for_are_written_otherwise() {
        let spellings = [("strkie".to_owned(), "strike".to_owned())];
        let cases = [
            ("strkie", Some("strike")),
            ("port strkie is:unread", Some("port strike is:unread")),
            (
                "(strkie OR port) newer:7d",
                Some("(strike OR port) newer:7d"),
            ),
            ("title:strkie", Some("title:strike")),
            ("strkies strkie", Some("strkies strike")),
            ("feed:strkie strkie", Some("feed:strkie strike")),
            ("strkie*", Some("strike*")),
            ("\"the strkie\"", Some("\"the strike\"")),
            ("title:\"strkie of*\"", Some("title:\"strike of*\"")),
            // What must not be there and filters stay as they are.
            ("port -strkie", None),
            ("-\"port strkie\"", None),
            ("feed:strkie", None),
            ("tag:strkie", None),
            ("port", None),
            ("(", None),
        ];
        for (text, expected) in cases {
            let respelled = respell(text, &spellings, &context());
            assert_eq!(respelled.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn where_the_typed_text_cannot_be_kept_the_query_writes_itself() {
        let spellings = [("strkie".to_owned(), "strike".to_owned())];
        let respelled = respell("strkie -strkie", &spellings, &context()).unwrap();
        assert_eq!(respelled, "strike -strkie");
    }

    #[test]
    fn the_words_are_those_typed() {
        let query = parse(
            "prot (strkie OR title:ship*) -bank \"two words\" feed:x",
            &context(),
        );
        let expected = [
            ("prot", false),
            ("strkie", false),
            ("ship", true),
            ("two", false),
            ("words", false),
        ];
        assert_eq!(spelled(&query.unwrap()), expected);
    }
}
