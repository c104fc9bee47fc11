//! How many articles a condition means, where SQL answers.
//!
//! Going through a million articles takes a tenth of a second and more, with every key of a search. Most conditions can
//! be counted otherwise: all articles and those of a feed are counted already, and what is *not* unread, hidden or of a
//! feed is all but what is.

use rusqlite::{Connection, params_from_iter};

use super::plan::{Condition, Statement};

/// At most so many parts are counted by what they leave out; each doubles the number of counts.
const MOST_LEFT_OUT: usize = 3;

/// Returns how many articles a condition without words means.
pub(super) fn count(connection: &Connection, condition: &Condition) -> rusqlite::Result<u64> {
    let newer_half = newer_half(connection)?;
    let count = Counter {
        connection,
        newer_half,
    }
    .of(condition)?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Returns the id in the middle between the oldest and the newest article.
fn newer_half(connection: &Connection) -> rusqlite::Result<i64> {
    let end = |order: &str| {
        connection
            .prepare_cached(&format!(
                "SELECT coalesce((SELECT id FROM article ORDER BY id {order} LIMIT 1), 0)"
            ))?
            .query_row([], |row| row.get::<_, i64>(0))
    };
    let (oldest, newest) = (end("ASC")?, end("DESC")?);
    Ok(oldest.saturating_add(newest.saturating_sub(oldest) / 2))
}

struct Counter<'a> {
    connection: &'a Connection,
    newer_half: i64,
}

impl Counter<'_> {
    fn of(&self, condition: &Condition) -> rusqlite::Result<i64> {
        match condition {
            Condition::All(parts) => self.of_all(parts),
            Condition::Any(parts) if parts.iter().all(|part| self.is_few(part)) => {
                // Any of them: all articles but those that are none of them.
                let none: Vec<Condition> = parts.iter().map(Condition::negated).collect();
                Ok(self.of_all(&[])? - self.of_all(&none)?)
            }
            part => self.of_all(std::slice::from_ref(part)),
        }
    }

    fn of_all(&self, parts: &[Condition]) -> rusqlite::Result<i64> {
        let mut needed = Vec::with_capacity(parts.len());
        let mut left_out = Vec::new();
        for part in parts {
            match self.what_it_leaves_out(part) {
                Some(few) if left_out.len() < MOST_LEFT_OUT => left_out.push(few),
                _ => needed.push(part.clone()),
            }
        }
        self.without(needed, &left_out)
    }

    /// Counts what is all of `needed` and none of `left_out`.
    fn without(&self, needed: Vec<Condition>, left_out: &[Condition]) -> rusqlite::Result<i64> {
        let Some((first, others)) = left_out.split_first() else {
            return self.plainly(needed);
        };
        let mut both = needed.clone();
        match first {
            Condition::All(parts) => both.extend_from_slice(parts),
            part => both.push(part.clone()),
        }
        Ok(self.without(needed, others)? - self.without(both, others)?)
    }

    fn plainly(&self, parts: Vec<Condition>) -> rusqlite::Result<i64> {
        match parts.as_slice() {
            [] => self.number("SELECT coalesce(sum(total), 0) FROM feed"),
            [Condition::Feeds(feeds)] => self
                .connection
                .prepare_cached(
                    "SELECT coalesce(sum(total), 0) FROM feed WHERE id IN (SELECT value FROM json_each(?))",
                )?
                .query_row([serde_json::json!(feeds).to_string()], |row| row.get(0)),
            _ => {
                let mut values = Vec::new();
                let Statement { from, filter, .. } = Condition::All(parts).statement(&mut values);
                self.connection
                    .prepare_cached(&format!("SELECT count(*) FROM {from} WHERE {filter}"))?
                    .query_row(params_from_iter(values), |row| row.get(0))
            }
        }
    }

    fn number(&self, sql: &str) -> rusqlite::Result<i64> {
        self.connection
            .prepare_cached(sql)?
            .query_row([], |row| row.get(0))
    }

    /// Returns what a condition leaves out, where that is quicker to find than what it means.
    fn what_it_leaves_out(&self, condition: &Condition) -> Option<Condition> {
        let out = match condition {
            Condition::Not(out) => (**out).clone(),
            Condition::Below(id) => Condition::From(*id),
            _ => return None,
        };
        self.is_few(&out).then_some(out)
    }

    /// Whether what it means is found without going through all articles.
    fn is_few(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Nothing | Condition::Feeds(_) | Condition::Ids(_) | Condition::Set(_) => {
                true
            }
            Condition::From(id) => *id > self.newer_half,
            Condition::Below(id) => *id <= self.newer_half,
            Condition::All(parts) => parts.iter().any(|part| self.is_few(part)),
            Condition::Any(parts) => parts.iter().all(|part| self.is_few(part)),
            Condition::Not(part) => matches!(
                &**part,
                Condition::Feeds(_) | Condition::Ids(_) | Condition::Set(_)
            ),
            _ => false,
        }
    }
}
