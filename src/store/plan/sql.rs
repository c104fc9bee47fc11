//! A condition as SQL: where a statement begins to look, and what it asks of each row.

use rusqlite::types::Value;

use super::{Condition, Set, all};

/// What an SQL statement goes through to find what a condition means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Statement {
    /// Tables in the order they are gone through; one of them, or all together, is `a` with `id` and `feed_id`.
    pub(in crate::store) from: &'static str,
    /// The id to order by.
    pub(in crate::store) key: &'static str,
    pub(in crate::store) filter: String,
}

impl Condition {
    /// Returns how SQL finds what the condition means, pushing its values to `values`.
    ///
    /// `SQLite` would go through all articles and ask of each whether it is unread; here what is unread is gone through.
    pub(in crate::store) fn statement(&self, values: &mut Vec<Value>) -> Statement {
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

    /// Returns the condition as SQL on the table `article` under the name `a`, pushing its values to `values`.
    ///
    /// Words cannot be asked so and match nothing; callers look at [`Condition::has_words`] first.
    pub(in crate::store) fn sql(&self, values: &mut Vec<Value>) -> String {
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
    pub(in crate::store) fn sql(&self, values: &mut Vec<Value>) -> String {
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
