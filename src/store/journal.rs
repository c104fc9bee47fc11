//! What a person did, so that it can be taken back, also after a restart.

mod sources;

pub(super) use sources::{rename, unsubscribe};

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::error::{Result, StoreError};
use super::handle::Store;
use super::index::SearchIndex;
use super::rules;
use super::{Change, tagging};
use crate::domain::query::{Is, Query};
use crate::domain::{Flag, Timestamp};

/// Deeds kept; older ones can no longer be taken back.
const KEPT: i64 = 200;
const LEVEL: i32 = 3;
/// Ten million ids and more; a damaged row must not take the memory.
const LIMIT: usize = 256 * 1024 * 1024;

/// One thing a person did, with what is needed to take it back and to do it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Deed {
    Flag {
        flag: FlagName,
        on: bool,
        /// Only the articles it changed.
        ids: Vec<i64>,
        /// When they were bookmarked, one for each or one for all.
        #[serde(default)]
        times: Vec<i64>,
    },
    RemoveFeed {
        feed: i64,
        /// Articles that were unread.
        unread: Vec<i64>,
    },
    Tag {
        tag: String,
        on: bool,
        /// Only the articles it changed.
        ids: Vec<i64>,
    },
    Mute {
        on: bool,
        number: i64,
        query: String,
        at: i64,
        /// What it matches whose text was let go.
        #[serde(default)]
        without_text: Vec<i64>,
    },
    ChangeFeed {
        feed: i64,
        before: Naming,
        after: Naming,
    },
    MoveFeed {
        feed: i64,
        before: String,
        after: String,
    },
    PauseFeed {
        feed: i64,
        /// Why it was not fetched, `None` where it was.
        before: Option<String>,
        after: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum FlagName {
    Unread,
    Bookmarked,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Naming {
    pub(super) own_title: Option<String>,
    pub(super) folder: String,
}

impl From<Flag> for FlagName {
    fn from(flag: Flag) -> Self {
        match flag {
            Flag::Unread => Self::Unread,
            Flag::Bookmarked => Self::Bookmarked,
        }
    }
}

impl Store {
    /// Takes the latest change back; `None` when there is nothing to undo.
    pub async fn undo(&self) -> Result<Option<Change>> {
        let index = Arc::clone(&self.inner.index);
        self.transaction(move |connection| undo(connection, &index))
            .await
    }

    /// Makes the change that was taken back last again; `None` when there is none.
    pub async fn redo(&self) -> Result<Option<Change>> {
        let index = Arc::clone(&self.inner.index);
        self.transaction(move |connection| redo(connection, &index))
            .await
    }
}

/// Does something new: writes it down and forgets what was undone before.
pub(super) fn perform(
    connection: &Connection,
    deed: &Deed,
    label: String,
    count: u64,
) -> Result<Change> {
    apply(connection, None, deed, true)?;
    write_down(connection, deed, label, count)
}

/// Does something that takes the index.
pub(super) fn make(connection: &Connection, index: &SearchIndex, deed: &Deed) -> Result<()> {
    apply(connection, Some(index), deed, true)
}

/// Writes down what was done.
pub(super) fn write_down(
    connection: &Connection,
    deed: &Deed,
    label: String,
    count: u64,
) -> Result<Change> {
    connection.execute("DELETE FROM journal WHERE is_undone", [])?;
    let json = serde_json::to_vec(deed).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let data = zstd::bulk::compress(&json, LEVEL)
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    connection
        .prepare_cached("INSERT INTO journal (label, count, data) VALUES (?1, ?2, ?3)")?
        .execute(params![label, count, data])?;
    connection
        .prepare_cached("DELETE FROM journal WHERE id <= (SELECT max(id) FROM journal) - ?1")?
        .execute([KEPT])?;
    Ok(Change { label, count })
}

/// Takes the latest deed back, `None` when there is none.
pub(super) fn undo(connection: &Connection, index: &SearchIndex) -> Result<Option<Change>> {
    step(
        connection,
        index,
        "SELECT id, label, count, data FROM journal WHERE NOT is_undone ORDER BY id DESC LIMIT 1",
        false,
    )
}

/// Does the deed that was taken back last again, `None` when there is none.
pub(super) fn redo(connection: &Connection, index: &SearchIndex) -> Result<Option<Change>> {
    step(
        connection,
        index,
        "SELECT id, label, count, data FROM journal WHERE is_undone ORDER BY id LIMIT 1",
        true,
    )
}

fn step(
    connection: &Connection,
    index: &SearchIndex,
    select: &str,
    forward: bool,
) -> Result<Option<Change>> {
    let row: Option<(i64, String, u64, Vec<u8>)> = connection
        .prepare_cached(select)?
        .query_row([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((id, label, count, data)) = row else {
        return Ok(None);
    };
    let damaged = || StoreError::Damaged("the undo journal cannot be read".to_owned());
    let json = zstd::bulk::Decompressor::upper_bound(&data)
        .filter(|size| *size <= LIMIT)
        .and_then(|size| zstd::bulk::decompress(&data, size).ok())
        .ok_or_else(damaged)?;
    let deed: Deed = serde_json::from_slice(&json).map_err(|_| damaged())?;
    apply(connection, Some(index), &deed, forward)?;
    connection
        .prepare_cached("UPDATE journal SET is_undone = ?2 WHERE id = ?1")?
        .execute(params![id, !forward])?;
    Ok(Some(Change { label, count }))
}

fn apply(
    connection: &Connection,
    index: Option<&SearchIndex>,
    deed: &Deed,
    forward: bool,
) -> Result<()> {
    match deed {
        Deed::Flag {
            flag,
            on,
            ids,
            times,
        } => set_flag(connection, *flag, *on == forward, ids, times),
        Deed::Tag { tag, on, ids } => tagging::set(connection, tag, *on == forward, ids),
        Deed::RemoveFeed { feed, unread } => sources::remove(connection, *feed, unread, forward),
        Deed::ChangeFeed {
            feed,
            before,
            after,
        } => sources::name(connection, *feed, if forward { after } else { before }),
        Deed::MoveFeed {
            feed,
            before,
            after,
        } => {
            let (from, to) = if forward {
                (before, after)
            } else {
                (after, before)
            };
            sources::address(connection, *feed, from, to)
        }
        Deed::PauseFeed {
            feed,
            before,
            after,
        } => {
            let why = if forward { after } else { before };
            sources::pause(connection, *feed, why.as_deref())
        }
        Deed::Mute {
            on,
            number,
            query,
            at,
            without_text,
        } => {
            if *on == forward {
                rules::add(connection, index, (*number, query, *at), without_text)
            } else {
                rules::remove(connection, *number)
            }
        }
    }
}

/// Returns what [`Deed::Flag`] has to know about times: when bookmarks that go were made, or that new ones are made now.
pub(super) fn times(
    connection: &Connection,
    flag: Flag,
    on: bool,
    ids: &[i64],
    now: Timestamp,
) -> Result<Vec<i64>> {
    match (flag, on) {
        (Flag::Unread, _) => Ok(Vec::new()),
        (Flag::Bookmarked, true) => Ok(vec![now.seconds()]),
        (Flag::Bookmarked, false) => {
            let mut statement =
                connection.prepare_cached("SELECT at FROM bookmark WHERE id = ?1")?;
            let times = ids
                .iter()
                .map(|id| statement.query_row([id], |row| row.get(0)));
            Ok(times.collect::<rusqlite::Result<_>>()?)
        }
    }
}

/// Sets or clears a flag of these articles; bookmarks are made at these times (see [`Deed::Flag`]).
fn set_flag(
    connection: &Connection,
    flag: FlagName,
    on: bool,
    ids: &[i64],
    times: &[i64],
) -> Result<()> {
    let sql = match (flag, on) {
        (FlagName::Unread, true) => {
            "INSERT OR IGNORE INTO unread (feed_id, id) SELECT feed_id, id FROM article WHERE id = ?1"
        }
        // By id alone the row would be looked for through the index and deleted from both; measured as fast.
        (FlagName::Unread, false) => "DELETE FROM unread WHERE id = ?1",
        (FlagName::Bookmarked, true) => {
            // Deeds written down by the first version know no time.
            "INSERT OR IGNORE INTO bookmark (id, at) SELECT id, coalesce(?2, first_seen) FROM article WHERE id = ?1"
        }
        (FlagName::Bookmarked, false) => "DELETE FROM bookmark WHERE id = ?1",
    };
    let mut statement = connection.prepare_cached(sql)?;
    for (number, id) in ids.iter().enumerate() {
        if flag == FlagName::Bookmarked && on {
            statement.execute(params![id, times.get(number).or(times.last())])?;
        } else {
            statement.execute([id])?;
        }
    }
    if flag == FlagName::Bookmarked {
        rules::settle(connection, ids)?;
    }
    Ok(())
}

/// Returns what to call a change of a flag.
pub(super) fn flag_label(flag: Flag, on: bool, count: u64) -> String {
    let articles = if count == 1 { "article" } else { "articles" };
    match (flag, on) {
        (Flag::Unread, false) => format!("marked {count} {articles} read"),
        (Flag::Unread, true) => format!("marked {count} {articles} unread"),
        (Flag::Bookmarked, true) => format!("bookmarked {count} {articles}"),
        (Flag::Bookmarked, false) => format!(
            "removed {count} {}",
            if count == 1 { "bookmark" } else { "bookmarks" }
        ),
    }
}

/// Returns what is bookmarked.
pub(super) const fn bookmarked() -> Query {
    Query::Is(Is::Bookmarked)
}

/// Returns the articles whose flag setting it to `on` can change.
pub(super) fn changeable(flag: Flag, on: bool) -> Query {
    let is_on = Query::Is(match flag {
        Flag::Unread => Is::Unread,
        Flag::Bookmarked => Is::Bookmarked,
    });
    if on {
        Query::Not(Box::new(is_on))
    } else {
        is_on
    }
}

/// Of these articles, returns those a change of the flag would change.
pub(super) fn would_change(
    connection: &Connection,
    flag: Flag,
    on: bool,
    ids: Vec<i64>,
) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(match flag {
        Flag::Unread => {
            "SELECT EXISTS (SELECT 1 FROM unread WHERE id = ?1) FROM article WHERE id = ?1"
        }
        Flag::Bookmarked => {
            "SELECT EXISTS (SELECT 1 FROM bookmark WHERE id = ?1) FROM article WHERE id = ?1"
        }
    })?;
    let mut changed = Vec::new();
    for id in ids {
        let is_on: Option<bool> = statement.query_row([id], |row| row.get(0)).optional()?;
        if is_on == Some(!on) {
            changed.push(id);
        }
    }
    Ok(changed)
}
