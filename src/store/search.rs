//! Answering queries: by SQL where no words are asked for, by the index otherwise.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, params_from_iter};

use super::index::{Freshness, IdSet, IndexError, Order, Ranked, SearchIndex};
use super::plan::{Condition, Set};

type Result<T> = std::result::Result<T, IndexError>;

/// What a reader's thread remembers between searches.
///
/// Sets of ids (all unread articles, say) take milliseconds to read and are asked for with every key of a search, so
/// they are kept until anything in the store changes.
#[derive(Debug, Default)]
pub(super) struct Memory {
    state: Option<(i64, i64)>,
    sets: HashMap<Set, Arc<IdSet>>,
}

impl Memory {
    /// Forgets what may have changed since.
    fn refresh(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        // The first number counts commits of other connections, the second changes by this one.
        let others = connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        let own = connection
            .prepare_cached("SELECT total_changes()")?
            .query_row([], |row| row.get(0))?;
        if self.state != Some((others, own)) {
            self.state = Some((others, own));
            self.sets.clear();
        }
        Ok(())
    }

    fn set(&mut self, connection: &Connection, set: &Set) -> rusqlite::Result<Arc<IdSet>> {
        if let Some(ids) = self.sets.get(set) {
            return Ok(Arc::clone(ids));
        }
        let mut values = Vec::new();
        let sql = set.sql(&mut values);
        let ids: IdSet = connection
            .prepare_cached(&sql)?
            .query_map(params_from_iter(values), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let ids = Arc::new(ids);
        self.sets.insert(set.clone(), Arc::clone(&ids));
        Ok(ids)
    }
}

/// Returns the first `limit` articles of a condition in the wanted order, and how many it means.
///
/// Without words there is no relevance, and the newest come first.
pub(super) fn find(
    connection: &Connection,
    index: &SearchIndex,
    memory: &mut Memory,
    condition: &Condition,
    order: Order,
    limit: usize,
    freshness: &Freshness,
) -> Result<Ranked> {
    freshness.check()?;
    if condition.has_words() {
        memory.refresh(connection)?;
        index.rank(connection, condition, order, limit, freshness, &mut |set| {
            freshness.check()?;
            Ok(memory.set(connection, set)?)
        })
    } else {
        Ok(Ranked {
            ids: list(connection, condition, order, limit)?,
            total: count(connection, condition)?,
        })
    }
}

pub(super) fn list(
    connection: &Connection,
    condition: &Condition,
    order: Order,
    limit: usize,
) -> rusqlite::Result<Vec<i64>> {
    let (bound, direction) = match order {
        Order::Relevance { .. } | Order::Newest { after: None } => (None, "DESC"),
        Order::Newest { after: Some(id) } => (Some(Condition::Below(id)), "DESC"),
        Order::Oldest { after } => (after.map(|id| Condition::From(id.saturating_add(1))), "ASC"),
    };
    let condition = match bound {
        Some(bound) => condition.clone().and(bound),
        None => condition.clone(),
    };
    let mut values = Vec::new();
    let filter = condition.sql(&mut values);
    values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
    connection
        .prepare_cached(&format!(
            "SELECT a.id FROM article a WHERE {filter} ORDER BY a.id {direction} LIMIT ?"
        ))?
        .query_map(params_from_iter(values), |row| row.get(0))?
        .collect()
}

pub(super) fn count(connection: &Connection, condition: &Condition) -> rusqlite::Result<u64> {
    let mut values = Vec::new();
    let filter = condition.sql(&mut values);
    let count: i64 = connection
        .prepare_cached(&format!("SELECT count(*) FROM article a WHERE {filter}"))?
        .query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

#[cfg(test)]
mod tests;
