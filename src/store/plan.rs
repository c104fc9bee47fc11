//! A query taken apart: what SQL answers, what the index answers.
//!
//! Names of feeds and folders become numbers here, times become ids, so that what is left asks for words, for feeds, for
//! stretches of ids and for sets that SQL knows. Without words all of it is one SQL condition ([`Condition::sql`]); with
//! words the index answers and takes the sets from SQL. Both must mean what [`Query::matches`] means.

use rusqlite::types::Value;

use super::id::first_id_at;
use crate::domain::Timestamp;
use crate::domain::query::{Has, Is, Query, TextField, feed_is_named, is_in_folder, is_same_name};
use crate::text::words::Pattern;

/// A feed as a query sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedFacts {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) folder: String,
}

/// What an SQL statement goes through to find what a condition means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Tables in the order they are gone through; one of them, or all together, is `a` with `id` and `feed_id`.
    pub(super) from: &'static str,
    /// The id to order by.
    pub(super) key: &'static str,
    pub(super) filter: String,
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

    /// Returns how SQL finds what the condition means, pushing its values to `values`.
    ///
    /// `SQLite` would go through all articles and ask of each whether it is unread; here what is unread is gone through.
    pub(super) fn statement(&self, values: &mut Vec<Value>) -> Statement {
        let parts = match self {
            Self::All(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let lead = Set::LEADS
            .iter()
            .find(|set| parts.iter().any(|part| is_set(part, set)));
        let rest = || {
            let is_left = |part: &&Self| !lead.is_some_and(|set| is_set(part, set));
            all(parts.iter().filter(is_left).cloned())
        };
        let Some(lead) = lead else {
            return Statement {
                from: "article a",
                key: "a.id",
                filter: self.sql(values),
            };
        };
        let condition = rest();
        let (from, key, only) = match lead {
            Set::Unread if !condition.has_language() => ("unread a", "a.id", ""),
            Set::Unread => ("unread u CROSS JOIN article a ON a.id = u.id", "u.id", ""),
            // By an index of the few: rows with texts in them are not gone through.
            Set::WithFullText if condition.asks_ids_alone() => {
                ("full_text a INDEXED BY full_text_by_id", "a.id", "")
            }
            Set::WithFullText => (
                "full_text m INDEXED BY full_text_by_id CROSS JOIN article a ON a.id = m.id",
                "m.id",
                "",
            ),
            Set::WithAudio if condition.asks_ids_alone() => (
                "body a INDEXED BY body_with_audio",
                "a.id",
                "a.has_audio = 1 AND ",
            ),
            Set::WithAudio => (
                "body m INDEXED BY body_with_audio CROSS JOIN article a ON a.id = m.id",
                "m.id",
                "m.has_audio = 1 AND ",
            ),
            Set::WithImage if condition.asks_ids_alone() => (
                "body a INDEXED BY body_with_image",
                "a.id",
                "a.has_image = 1 AND ",
            ),
            Set::WithImage => (
                "body m INDEXED BY body_with_image CROSS JOIN article a ON a.id = m.id",
                "m.id",
                "m.has_image = 1 AND ",
            ),
            _ => ("bookmark m CROSS JOIN article a ON a.id = m.id", "m.id", ""),
        };
        Statement {
            from,
            key,
            filter: format!("{only}{}", condition.sql(values)),
        }
    }

    /// Returns whether an article's id is all that is looked at, so that its row need not be read.
    fn asks_ids_alone(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::asks_ids_alone),
            Self::Not(part) => part.asks_ids_alone(),
            Self::Language(_) | Self::Feeds(_) => false,
            _ => true,
        }
    }

    fn has_language(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_language),
            Self::Not(part) => part.has_language(),
            Self::Language(_) => true,
            _ => false,
        }
    }

    /// Returns the condition as SQL on the table `article` under the name `a`, pushing its values to `values`.
    ///
    /// Words cannot be asked so and match nothing; callers look at [`Condition::has_words`] first.
    pub(super) fn sql(&self, values: &mut Vec<Value>) -> String {
        match self {
            Self::Everything => "1".to_owned(),
            Self::Nothing | Self::Words { .. } => "0".to_owned(),
            Self::All(parts) => join(parts, " AND ", values),
            Self::Any(parts) => join(parts, " OR ", values),
            Self::Not(part) => format!("NOT {}", part.sql(values)),
            Self::Feeds(feeds) => match feeds.as_slice() {
                [feed] => bound("a.feed_id = ?", Value::Integer(*feed), values),
                feeds => bound(
                    "a.feed_id IN (SELECT value FROM json_each(?))",
                    Value::Text(json_list(feeds)),
                    values,
                ),
            },
            Self::Ids(ids) => bound(
                "a.id IN (SELECT value FROM json_each(?))",
                Value::Text(json_list(ids)),
                values,
            ),
            Self::From(id) => bound("a.id >= ?", Value::Integer(*id), values),
            Self::Below(id) => bound("a.id < ?", Value::Integer(*id), values),
            // An article of unknown language is not of this one, nor of any other.
            Self::Language(code) => bound("a.language IS ?", Value::Text(code.clone()), values),
            // Looked up for each article that is asked about: SQLite would gather all of them first.
            Self::Set(Set::WithImage) => {
                "EXISTS (SELECT 1 FROM body b INDEXED BY body_with_image WHERE b.has_image = 1 AND b.id = a.id)"
                    .to_owned()
            }
            Self::Set(Set::WithAudio) => {
                "EXISTS (SELECT 1 FROM body b INDEXED BY body_with_audio WHERE b.has_audio = 1 AND b.id = a.id)"
                    .to_owned()
            }
            Self::Set(set) => {
                let ids = set.sql(values);
                format!("a.id IN ({ids})")
            }
        }
    }
}

fn is_set(condition: &Condition, wanted: &Set) -> bool {
    matches!(condition, Condition::Set(set) if set == wanted)
}

impl Set {
    /// Sets that are gone through in place of all articles, the smallest first as far as that can be said.
    const LEADS: [Self; 5] = [
        Self::Unread,
        Self::Bookmarked,
        Self::WithFullText,
        Self::WithAudio,
        Self::WithImage,
    ];

    /// Returns a statement for the ids of the set, pushing its values to `values`.
    pub(super) fn sql(&self, values: &mut Vec<Value>) -> String {
        match self {
            Self::Hidden => "SELECT id FROM hidden".to_owned(),
            Self::Removed => "SELECT id FROM hidden WHERE by = 0".to_owned(),
            Self::Muted => "SELECT id FROM hidden WHERE by > 0".to_owned(),
            Self::Unread => "SELECT id FROM unread".to_owned(),
            Self::Bookmarked => "SELECT id FROM bookmark".to_owned(),
            Self::Tagged(tags) => {
                values.push(Value::Text(serde_json::json!(tags).to_string()));
                "SELECT id FROM tag WHERE tag IN (SELECT value FROM json_each(?))".to_owned()
            }
            Self::WithImage => {
                "SELECT id FROM body INDEXED BY body_with_image WHERE has_image = 1".to_owned()
            }
            Self::WithAudio => {
                "SELECT id FROM body INDEXED BY body_with_audio WHERE has_audio = 1".to_owned()
            }
            Self::WithFullText => "SELECT id FROM full_text INDEXED BY full_text_by_id".to_owned(),
        }
    }
}

fn join(parts: &[Condition], between: &str, values: &mut Vec<Value>) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.sql(values)).collect();
    format!("({})", parts.join(between))
}

fn bound(sql: &str, value: Value, values: &mut Vec<Value>) -> String {
    values.push(value);
    sql.to_owned()
}

fn json_list(numbers: &[i64]) -> String {
    serde_json::json!(numbers).to_string()
}
