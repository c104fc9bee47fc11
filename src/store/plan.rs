//! A query taken apart: what SQL answers, what the index answers.
//!
//! Names of feeds and folders become numbers here, times become ids, so that what is left asks for words, for feeds, for
//! stretches of ids and for sets that SQL knows. Without words all of it is one SQL condition ([`Condition::sql`]); with
//! words the index answers and takes the sets from SQL. Both must mean what [`Query::matches`] means. [`sql`] writes the
//! statements.

mod sql;

use super::id::first_id_at;
use crate::domain::Timestamp;
use crate::domain::query::{Has, Is, Query, TextField, feed_is_named, is_in_folder, is_same_name};
use crate::text::words::Pattern;
pub(super) use sql::Statement;

/// A feed as a query sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedFacts {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) folder: String,
}

/// The few and small tables a query's names are looked up in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) feeds: Vec<FeedFacts>,
    pub(super) tags: Vec<String>,
}

/// What is left of a query when names are looked up.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    Everything,
    Nothing,
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Words {
        field: TextField,
        pattern: Pattern,
        /// Feeds whose title has the words.
        feeds: Vec<i64>,
    },
    Feeds(Vec<i64>),
    Ids(Vec<i64>),
    /// Ids from this one on.
    From(i64),
    /// Ids before this one.
    Below(i64),
    /// ISO 639-1.
    Language(String),
    Set(Set),
}

/// Articles only SQL knows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Set {
    /// Those no list shows.
    Hidden,
    /// Those of feeds that were unsubscribed.
    Removed,
    /// Those that mute rules hide.
    Muted,
    Unread,
    Bookmarked,
    Tagged(Vec<String>),
    WithImage,
    WithAudio,
    WithFullText,
}

/// Returns whether names of feeds, folders or tags must be known to understand the query.
pub(super) fn has_names(query: &Query) -> bool {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().any(has_names),
        Query::Not(part) => has_names(part),
        Query::Text { field, .. } => *field == TextField::Any,
        Query::FeedName(_) | Query::Folder(_) | Query::Tag(_) => true,
        _ => false,
    }
}

/// Returns the condition a query means at `now`.
pub(super) fn compile(query: &Query, facts: &Facts, now: Timestamp) -> Condition {
    match query {
        Query::All => Condition::Everything,
        Query::And(parts) => all(parts.iter().map(|part| compile(part, facts, now))),
        Query::Or(parts) => any(parts.iter().map(|part| compile(part, facts, now))),
        Query::Not(part) => not(compile(part, facts, now)),
        Query::Text { field, words } => {
            let pattern = words.pattern();
            if pattern.parts().is_empty() {
                return Condition::Nothing;
            }
            let feeds = match field {
                TextField::Any => feeds(facts, |feed| pattern.matches(&feed.title, None)),
                TextField::Title | TextField::Author => Vec::new(),
            };
            Condition::Words {
                field: *field,
                pattern,
                feeds,
            }
        }
        Query::FeedName(name) => {
            in_feeds(facts, |feed| feed_is_named(name, &feed.title, &feed.url))
        }
        Query::Feed(feed) => Condition::Feeds(vec![feed.get()]),
        Query::Ids(ids) if ids.is_empty() => Condition::Nothing,
        Query::Ids(ids) => Condition::Ids(ids.iter().map(|id| id.get()).collect()),
        Query::Folder(folder) => in_feeds(facts, |feed| is_in_folder(folder, &feed.folder)),
        Query::Tag(tag) => {
            let tags: Vec<String> = facts
                .tags
                .iter()
                .filter(|known| is_same_name(tag, known))
                .cloned()
                .collect();
            if tags.is_empty() {
                Condition::Nothing
            } else {
                Condition::Set(Set::Tagged(tags))
            }
        }
        Query::Language(code) => Condition::Language(code.to_ascii_lowercase()),
        Query::Has(Has::Image) => Condition::Set(Set::WithImage),
        Query::Has(Has::Audio) => Condition::Set(Set::WithAudio),
        Query::Has(Has::FullText) => Condition::Set(Set::WithFullText),
        Query::Is(Is::Unread) => Condition::Set(Set::Unread),
        Query::Is(Is::Read) => not(Condition::Set(Set::Unread)),
        Query::Is(Is::Bookmarked) => Condition::Set(Set::Bookmarked),
        Query::Is(Is::Muted) => Condition::Set(Set::Muted),
        Query::After(moment) => Condition::From(first_id_at(*moment)),
        Query::Before(moment) => Condition::Below(first_id_at(*moment)),
        Query::Newer(age) => Condition::From(first_id_at(now.plus(age.saturating_neg()))),
        Query::Older(age) => Condition::Below(first_id_at(now.plus(age.saturating_neg()))),
    }
}

fn feeds(facts: &Facts, is_meant: impl Fn(&FeedFacts) -> bool) -> Vec<i64> {
    facts
        .feeds
        .iter()
        .filter(|feed| is_meant(feed))
        .map(|feed| feed.id)
        .collect()
}

fn in_feeds(facts: &Facts, is_meant: impl Fn(&FeedFacts) -> bool) -> Condition {
    let meant = feeds(facts, is_meant);
    if meant.is_empty() {
        Condition::Nothing
    } else if meant.len() == facts.feeds.len() {
        Condition::Everything
    } else {
        Condition::Feeds(meant)
    }
}

fn all(parts: impl Iterator<Item = Condition>) -> Condition {
    let mut needed = Vec::new();
    for part in parts {
        match part {
            Condition::Everything => {}
            Condition::Nothing => return Condition::Nothing,
            Condition::All(inner) => needed.extend(inner),
            other => needed.push(other),
        }
    }
    match needed.len() {
        0 => Condition::Everything,
        1 => needed.remove(0),
        _ => Condition::All(needed),
    }
}

fn any(parts: impl Iterator<Item = Condition>) -> Condition {
    let mut choices = Vec::new();
    for part in parts {
        match part {
            Condition::Nothing => {}
            Condition::Everything => return Condition::Everything,
            Condition::Any(inner) => choices.extend(inner),
            other => choices.push(other),
        }
    }
    match choices.len() {
        0 => Condition::Nothing,
        1 => choices.remove(0),
        _ => Condition::Any(choices),
    }
}

fn not(part: Condition) -> Condition {
    match part {
        Condition::Everything => Condition::Nothing,
        Condition::Nothing => Condition::Everything,
        Condition::Not(inner) => *inner,
        other => Condition::Not(Box::new(other)),
    }
}

impl Condition {
    /// Returns whether words are looked for, which only the index can.
    pub(super) fn has_words(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_words),
            Self::Not(part) => part.has_words(),
            Self::Words { .. } => true,
            _ => false,
        }
    }

    /// Returns the patterns whose matches are shown: those not negated.
    pub(super) fn patterns(&self) -> Vec<(TextField, &Pattern)> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::patterns).collect(),
            Self::Words { field, pattern, .. } => vec![(*field, pattern)],
            _ => Vec::new(),
        }
    }

    /// Returns what this condition does not mean.
    pub(super) fn negated(&self) -> Self {
        not(self.clone())
    }

    /// Returns this condition and another.
    pub(super) fn and(self, other: Self) -> Self {
        all([self, other].into_iter())
    }

    /// Returns whether a language is asked for, which only rows of articles and the index know.
    pub(super) fn has_language(&self) -> bool {
        !self.languages().is_empty()
    }

    /// Returns the languages that are asked for.
    pub(super) fn languages(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::languages).collect(),
            Self::Not(part) => part.languages(),
            Self::Language(code) => vec![code],
            _ => Vec::new(),
        }
    }
}
