//! Answering queries: by SQL where no words are asked for, by the index otherwise.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rusqlite::{Connection, params_from_iter};

use super::counting::count;
use super::feeds::feed_name;
use super::index::{Freshness, IdSet, IndexError, Order, Ranked, SearchIndex, unfilled};
use super::plan::{Condition, Facts, FeedFacts, Set, Statement, compile, has_names};
use super::tagging;
use crate::domain::Timestamp;
use crate::domain::query::Query;
use crate::text::language::Language;
use crate::text::words;

type Result<T> = std::result::Result<T, IndexError>;

/// What a reader's thread remembers between searches.
///
/// Names of feeds and sets of ids (all unread articles, say) take milliseconds to read and are asked for with every key
/// of a search, so they are kept until anything in the store changes.
#[derive(Debug, Default)]
pub(super) struct Memory {
    state: Option<(i64, i64)>,
    sets: HashMap<Set, Arc<IdSet>>,
    facts: Option<Facts>,
    has_hidden: Option<bool>,
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
            self.facts = None;
            self.has_hidden = None;
        }
        Ok(())
    }

    /// Returns a query as a condition over what lists show: hidden articles are in none of them, unless what is muted is
    /// asked for.
    pub(super) fn condition(
        &mut self,
        connection: &Connection,
        query: &Query,
        now: Timestamp,
    ) -> rusqlite::Result<Condition> {
        self.refresh(connection)?;
        let condition = if has_names(query) {
            let known = match self.facts.take() {
                Some(facts) => facts,
                None => facts(connection)?,
            };
            compile(query, self.facts.insert(known), now)
        } else {
            compile(query, &Facts::default(), now)
        };
        let has_hidden = match self.has_hidden {
            Some(has_hidden) => has_hidden,
            None => connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM hidden)")?
                .query_row([], |row| row.get(0))?,
        };
        self.has_hidden = Some(has_hidden);
        Ok(if has_hidden {
            let left_out = if query.asks_for_muted() {
                Set::Removed
            } else {
                Set::Hidden
            };
            condition.and(Condition::Not(Box::new(Condition::Set(left_out))))
        } else {
            condition
        })
    }

    /// Returns the words of the feeds' titles.
    pub(super) fn names(&mut self, connection: &Connection) -> rusqlite::Result<HashSet<String>> {
        self.refresh(connection)?;
        let known = match self.facts.take() {
            Some(facts) => facts,
            None => facts(connection)?,
        };
        let facts = self.facts.insert(known);
        Ok(facts
            .feeds
            .iter()
            .flat_map(|feed| words::tokens(&feed.title, None))
            .map(|token| token.folded.into_owned())
            .collect())
    }

    pub(super) fn set(
        &mut self,
        connection: &Connection,
        set: &Set,
    ) -> rusqlite::Result<Arc<IdSet>> {
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

/// Returns all names a query can mean.
pub(super) fn facts(connection: &Connection) -> rusqlite::Result<Facts> {
    let feeds = connection
        .prepare_cached(concat!(
            "SELECT id, ",
            feed_name!(""),
            ", url, folder FROM feed"
        ))?
        .query_map([], |row| {
            Ok(FeedFacts {
                id: row.get(0)?,
                title: row.get(1)?,
                url: row.get(2)?,
                folder: row.get(3)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Facts {
        feeds,
        tags: tagging::names(connection)?,
    })
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
    if is_for_index(connection, index, condition)? {
        memory.refresh(connection)?;
        let order = match order {
            Order::Relevance { .. } if !condition.has_words() => Order::Newest { after: None },
            order => order,
        };
        index.rank(connection, condition, order, limit, freshness, &mut |set| {
            freshness.check()?;
            Ok(memory.set(connection, set)?)
        })
    } else {
        let total = count(connection, condition)?;
        // To see that there is nothing was work enough.
        let ids = match total {
            0 => Vec::new(),
            _ => list(connection, condition, order, limit)?,
        };
        Ok(Ranked { ids, total })
    }
}

/// Whether the index answers: for words always, for a language while it has every article, as SQL would go through all
/// of them.
pub(super) fn is_for_index(
    connection: &Connection,
    index: &SearchIndex,
    condition: &Condition,
) -> Result<bool> {
    if condition.has_words() {
        return Ok(true);
    }
    // Of a code that no language here has the index knows nothing.
    let is_known =
        |code: &&str| Language::from_code(code).is_some_and(|known| known.code() == *code);
    let languages = condition.languages();
    if languages.is_empty() || !languages.iter().all(is_known) {
        return Ok(false);
    }
    let nothing_waits = connection
        .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM outbox)")?
        .query_row([], |row| row.get::<_, bool>(0))?;
    if !nothing_waits || unfilled(connection)?.is_some() {
        return Ok(false);
    }
    let stored: i64 = connection
        .prepare_cached("SELECT coalesce(sum(total), 0) FROM feed")?
        .query_row([], |row| row.get(0))?;
    // An index that cannot be opened has none of them.
    Ok(index
        .count(connection)
        .is_ok_and(|indexed| i64::try_from(indexed) == Ok(stored)))
}

/// Returns the first `limit` articles of a condition without words in the wanted order.
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
    let Statement { from, key, filter } = condition.statement(&mut values);
    values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
    connection
        .prepare_cached(&format!(
            "SELECT {key} FROM {from} WHERE {filter} ORDER BY {key} {direction} LIMIT ?"
        ))?
        .query_map(params_from_iter(values), |row| row.get(0))?
        .collect()
}

#[cfg(test)]
mod tests;
