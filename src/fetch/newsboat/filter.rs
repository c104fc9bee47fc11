//! newsboat's filter language, as far as the query language can say the same.
//!
//! `and` and `or` bind alike there, from left to right: `a or b and c` is `(a or b) and c`, as newsboat 2.21 has it.

use super::pattern::{self, Literal};
use crate::domain::query::{Has, Is, Query, TextField};

const DAY: i64 = 86_400;
/// Parentheses inside one another; far beyond what a person writes.
const DEEPEST: usize = 64;

/// What a query feed says of tags, which only the whole list knows.
pub(super) trait Tags {
    /// Returns what finds the feeds with this tag; `None` when there are none.
    fn tagged(&self, tag: &str) -> Option<Query>;
    /// Returns the tags there are.
    fn names(&self) -> Vec<&str>;
}

/// Returns what a filter expression looks for.
///
/// # Errors
/// What in it cannot be said or read, in words.
pub(super) fn translate(text: &str, tags: &impl Tags) -> Result<Query, String> {
    let mut reader = Reader { rest: text, tags };
    let query = reader.expression(0)?;
    reader.skip_space();
    if reader.rest.is_empty() {
        Ok(query)
    } else {
        Err(format!("nothing is expected at `{}`", reader.rest))
    }
}

struct Reader<'a, T> {
    rest: &'a str,
    tags: &'a T,
}

impl<T: Tags> Reader<'_, T> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes this sign, if it is next.
    fn take(&mut self, sign: &str) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes letters, digits and underscores.
    fn name(&mut self) -> &str {
        self.skip_space();
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        name
    }

    fn expression(&mut self, depth: usize) -> Result<Query, String> {
        if depth > DEEPEST {
            return Err("it is nested too deep".to_owned());
        }
        let mut left = self.part(depth)?;
        loop {
            let before = self.rest;
            let word = self.name().to_ascii_lowercase();
            match word.as_str() {
                "and" => left = Query::and([left, self.part(depth)?]),
                "or" => left = Query::or([left, self.part(depth)?]),
                _ => {
                    self.rest = before;
                    return Ok(left);
                }
            }
        }
    }

    fn part(&mut self, depth: usize) -> Result<Query, String> {
        if self.take("(") {
            let inner = self.expression(depth + 1)?;
            return if self.take(")") {
                Ok(inner)
            } else {
                Err("a `(` is never closed".to_owned())
            };
        }
        let before = self.rest;
        let name = self.name().to_owned();
        if name.eq_ignore_ascii_case("not") {
            return self.part_after_not(depth);
        }
        if name.is_empty() {
            if self.take("!") {
                return self.part_after_not(depth);
            }
            return Err(format!("an attribute is expected at `{before}`"));
        }
        let operator = self.operator()?;
        let value = self.value()?;
        self.compare(&name.to_ascii_lowercase(), operator, &value)
    }

    fn part_after_not(&mut self, depth: usize) -> Result<Query, String> {
        if depth > DEEPEST {
            return Err("it is nested too deep".to_owned());
        }
        self.part(depth + 1).map(Query::not)
    }

    fn operator(&mut self) -> Result<Operator, String> {
        // The longer of two that start alike comes first.
        for (sign, operator) in [
            ("==", Operator::Equal),
            ("=~", Operator::Matches),
            ("=", Operator::Equal),
            ("!=", Operator::Differs),
            ("!~", Operator::Misses),
            ("!#", Operator::Lacks),
            ("#", Operator::Has),
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            ("<", Operator::Less),
            (">", Operator::More),
            ("between", Operator::Between),
        ] {
            if self.take(sign) {
                return Ok(operator);
            }
        }
        Err(format!("an operator is expected at `{}`", self.rest))
    }

    /// A text in quotes with backslashes, a number, or two numbers with a colon between.
    fn value(&mut self) -> Result<String, String> {
        if !self.take("\"") {
            let end = self
                .rest
                .find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '-'))
                .unwrap_or(self.rest.len());
            let (value, rest) = self.rest.split_at(end);
            if value.is_empty() {
                return Err(format!("a value is expected at `{}`", self.rest));
            }
            self.rest = rest;
            return Ok(value.to_owned());
        }
        let mut value = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return Ok(value);
                }
                '\\' => match characters.next() {
                    Some((_, quoted @ ('"' | '\\'))) => value.push(quoted),
                    // What stands before any other sign belongs to a pattern.
                    Some((_, other)) => value.extend(['\\', other]),
                    None => {}
                },
                other => value.push(other),
            }
        }
        Err("a quote is never closed".to_owned())
    }

    fn compare(&self, name: &str, operator: Operator, value: &str) -> Result<Query, String> {
        use Operator::{Differs, Equal, Has as Contains, Lacks, Matches, Misses};
        let query = match (name, operator.affirmed()) {
            ("unread", Equal) => match value {
                "yes" => Query::Is(Is::Unread),
                "no" => Query::Is(Is::Read),
                _ => return Err(format!("`unread` is \"yes\" or \"no\", not \"{value}\"")),
            },
            ("title", Equal | Matches) => texts(TextField::Title, operator, value)?,
            ("author", Equal | Matches) => texts(TextField::Author, operator, value)?,
            ("content", Matches) => texts(TextField::Any, operator, value)?,
            ("feedtitle" | "rssurl", Equal) if !value.trim().is_empty() => {
                Query::FeedName(value.trim().to_owned())
            }
            ("feedtitle" | "rssurl", Matches) => {
                let literals = pattern::literals(value)?;
                if !literals.iter().all(Literal::is_anywhere) {
                    return Err(format!("the pattern `{value}` wants a place"));
                }
                // An empty text is everywhere.
                if literals
                    .iter()
                    .any(|literal| literal.text.trim().is_empty())
                {
                    return Ok(Query::All);
                }
                Query::or(
                    literals
                        .into_iter()
                        .map(|literal| Query::FeedName(literal.text.trim().to_owned())),
                )
            }
            ("tags", Equal | Contains) => self
                .tags
                .tagged(value.trim())
                .ok_or_else(|| format!("no feed has the tag `{value}`"))?,
            ("tags", Matches) => {
                let literals = pattern::literals(value)?;
                let names = self.tags.names().into_iter().filter(|name| {
                    let name = name.to_lowercase();
                    literals
                        .iter()
                        .any(|literal| name.contains(&literal.text.to_lowercase()))
                });
                let tagged: Vec<Query> = names.filter_map(|name| self.tags.tagged(name)).collect();
                if tagged.is_empty() {
                    return Err(format!("no feed has a tag like `{value}`"));
                }
                Query::or(tagged)
            }
            ("flags", Equal | Contains | Matches) => {
                let flags: Vec<Query> = value
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .map(|flag| super::flag_tag(flag).map(Query::Tag))
                    .collect::<Option<_>>()
                    .filter(|flags: &Vec<Query>| !flags.is_empty())
                    .ok_or_else(|| format!("`{value}` is no flag"))?;
                Query::and(flags)
            }
            ("age", _) => age(operator, value)?,
            ("enclosure_type", Matches) if value.to_ascii_lowercase().contains("audio") => {
                Query::Has(Has::Audio)
            }
            _ => {
                let known = [
                    "link",
                    "date",
                    "guid",
                    "enclosure_url",
                    "enclosure_type",
                    "articleindex",
                    "description",
                    "feedlink",
                    "feeddate",
                    "unread_count",
                    "total_count",
                    "feedindex",
                    "latest_article_age",
                    "title",
                    "author",
                    "content",
                    "unread",
                    "tags",
                    "flags",
                    "feedtitle",
                    "rssurl",
                ];
                return Err(if known.contains(&name) {
                    format!("`{name}` cannot be asked for like this")
                } else {
                    format!("there is no attribute `{name}`")
                });
            }
        };
        // Ages have turned round already.
        let is_denied = matches!(operator, Differs | Misses | Lacks) && name != "age";
        Ok(if is_denied { Query::not(query) } else { query })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    Differs,
    Matches,
    Misses,
    Has,
    Lacks,
    Less,
    More,
    AtMost,
    AtLeast,
    Between,
}

impl Operator {
    const fn affirmed(self) -> Self {
        match self {
            Self::Differs => Self::Equal,
            Self::Misses => Self::Matches,
            Self::Lacks => Self::Has,
            other => other,
        }
    }
}

fn texts(field: TextField, operator: Operator, value: &str) -> Result<Query, String> {
    if operator.affirmed() == Operator::Equal {
        let words = Literal::whole(value)
            .words()
            .ok_or_else(|| format!("there is nothing to look for in `{value}`"))?;
        return Ok(Query::Text { field, words });
    }
    let literals = pattern::literals(value)?;
    if literals
        .iter()
        .any(|literal| literal.text.is_empty() && literal.is_anywhere())
    {
        return Ok(Query::All);
    }
    let mut parts = Vec::with_capacity(literals.len());
    for literal in literals {
        let words = literal
            .words()
            .ok_or_else(|| format!("the pattern `{value}` is more than a choice of words"))?;
        parts.push(Query::Text { field, words });
    }
    Ok(Query::or(parts))
}

/// Ages are whole days, rounded down.
fn age(operator: Operator, value: &str) -> Result<Query, String> {
    let days = |text: &str| {
        text.trim()
            .parse::<u32>()
            .ok()
            .filter(|days| *days < 100_000)
            .map(i64::from)
            .ok_or_else(|| format!("`{value}` is no number of days"))
    };
    // Ages from `from` on, and up to `to`.
    let between = |from: i64, to: Option<i64>| {
        let older = (from > 0).then(|| Query::Older(from * DAY));
        let newer = to.map(|to| Query::Newer((to + 1) * DAY));
        Query::and(older.into_iter().chain(newer))
    };
    Ok(match operator {
        Operator::Between => {
            let (from, to) = value
                .split_once(':')
                .ok_or_else(|| format!("`{value}` is no range such as 0:10"))?;
            let (from, to) = (days(from)?, days(to)?);
            between(from.min(to), Some(from.max(to)))
        }
        Operator::Equal => between(days(value)?, Some(days(value)?)),
        Operator::Differs => Query::not(between(days(value)?, Some(days(value)?))),
        Operator::Less => match days(value)? {
            0 => return Err("no article is younger than 0 days".to_owned()),
            days => between(0, Some(days - 1)),
        },
        Operator::AtMost => between(0, Some(days(value)?)),
        Operator::More => between(days(value)? + 1, None),
        Operator::AtLeast => between(days(value)?, None),
        _ => return Err("`age` is compared with a number of days".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Two;

    impl Tags for Two {
        fn tagged(&self, tag: &str) -> Option<Query> {
            self.names()
                .contains(&tag)
                .then(|| Query::Folder(tag.to_owned()))
        }

        fn names(&self) -> Vec<&str> {
            vec!["tech", "fun"]
        }
    }

    fn said(text: &str) -> Result<String, String> {
        translate(text, &Two).map(|query| query.to_string())
    }

    #[test]
    fn what_can_be_said_is_said() {
        for (text, expected) in [
            ("unread = \"yes\"", "is:unread"),
            ("unread != \"yes\"", "-is:unread"),
            ("unread == \"no\"", "is:read"),
            ("title =~ \"Linux\"", "title:Linux*"),
            ("title !~ \"port strike\"", "-title:\"port strike*\""),
            (
                "content =~ \"rust|zig\" and author =~ \"John\"",
                "(rust* OR zig*) author:John*",
            ),
            ("author = \"John Doe\"", "author:\"John Doe\""),
            ("age < 7", "newer:1w"),
            ("age <= 7", "newer:8d"),
            ("age > 7", "older:8d"),
            ("age >= \"7\"", "older:1w"),
            ("age between 0:10", "newer:11d"),
            ("age between 3:5", "older:3d newer:6d"),
            ("tags # \"tech\"", "folder:tech"),
            ("tags !# \"tech\"", "-folder:tech"),
            ("tags =~ \"e|u\"", "folder:tech OR folder:fun"),
            ("flags # \"a\"", "tag:flag-a"),
            ("feedtitle =~ \"Harbour\"", "feed:Harbour"),
            (
                "rssurl =~ \"^https://a.example/x\"",
                "feed:https://a.example/x",
            ),
            ("enclosure_type =~ \"audio/\"", "has:audio"),
            // From left to right.
            (
                "title =~ \"aaa\" or title =~ \"bbb\" and title =~ \"ccc\"",
                "(title:aaa* OR title:bbb*) title:ccc*",
            ),
            (
                "title =~ \"aaa\" or (title =~ \"bbb\" and title =~ \"ccc\")",
                "title:aaa* OR (title:bbb* title:ccc*)",
            ),
            ("not (unread=\"yes\"and age<1)", "-(is:unread newer:1d)"),
            ("title =~ \"\"", ""),
        ] {
            assert_eq!(said(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_said_is_told() {
        for (text, expected) in [
            ("link =~ \"github\"", "`link` cannot be asked for like this"),
            (
                "total_count > 5",
                "`total_count` cannot be asked for like this",
            ),
            ("titel =~ \"x\"", "there is no attribute `titel`"),
            (
                "title =~ \"a.*b\"",
                "the pattern `a.*b` is more than a choice of words",
            ),
            (
                "title =~ \"^A\"",
                "the pattern `^A` is more than a choice of words",
            ),
            ("age < \"many\"", "`many` is no number of days"),
            ("tags # \"none\"", "no feed has the tag `none`"),
            ("flags # \"\"", "`` is no flag"),
            ("unread = \"yes", "a quote is never closed"),
            ("(unread = \"yes\"", "a `(` is never closed"),
            ("unread = \"yes\" unread", "nothing is expected at `unread`"),
            ("unread", "an operator is expected at ``"),
            ("unread =", "a value is expected at ``"),
            ("", "an attribute is expected at ``"),
        ] {
            assert_eq!(said(text), Err(expected.to_owned()), "{text}");
        }
        let deep = "(".repeat(10_000);
        assert_eq!(said(&deep), Err("it is nested too deep".to_owned()));
        let deep = "! ".repeat(10_000);
        assert_eq!(said(&deep), Err("it is nested too deep".to_owned()));
    }

    proptest! {
        /// What is translated is a query that reads back as itself.
        #[test]
        fn a_translation_is_a_query(
            text in "(unread = \"yes\"|(title|content) =~ \"[a-zäß+ |?()]{0,12}\"|age (<|>|<=|>=|=|!=) [0-9]{1,3}|tags (#|=~) \"(tech|fun|[a-z |-]{0,8})\"|feedtitle (=|=~) \"[a-z |-]{0,8}\"|flags # \"[a-zA-Z]{0,2}\"| and | or |\\(|\\)|not ){1,9}",
        ) {
            use crate::domain::{Timestamp, query::{ParseContext, parse}};
            if let Ok(query) = translate(&text, &Two) {
                let context = ParseContext {
                    now: Timestamp::from_seconds(1_795_305_600),
                    zone: jiff::tz::TimeZone::UTC,
                    is_typing: false,
                };
                let written = query.to_string();
                let back = parse(&written, &context);
                prop_assert!(back.is_ok(), "{text} → {written}: {back:?}");
            }
        }
    }
}
