//! What a person did with a source: named it, moved it to another address, paused it, let it go.

use rusqlite::{Connection, OptionalExtension, params};
use url::Url;

use super::{Deed, FlagName, Naming, perform, set_flag};
use crate::domain::FeedId;
use crate::store::error::{Result, StoreError};
use crate::store::feeds::{self, BY_PERSON, feed_name};
use crate::store::rules::{self, Rules};
use crate::store::{Change, Store};

impl Store {
    /// Gives a feed another address; its articles stay. Undoable.
    ///
    /// # Errors
    /// When another source has this address, or had it and was removed.
    pub async fn change_address(&self, feed: FeedId, to: Url) -> Result<Change> {
        self.transaction(move |connection| change_address(connection, feed, &to))
            .await
    }

    /// Pauses a feed, or has a paused one fetched again; `None` where it is so already. Undoable.
    pub async fn pause_feed(&self, feed: FeedId, on: bool) -> Result<Option<Change>> {
        self.transaction(move |connection| set_paused(connection, feed, on))
            .await
    }
}

/// Unsubscribes a feed as a new deed.
pub(in crate::store) fn unsubscribe(connection: &Connection, feed: FeedId) -> Result<Change> {
    feeds::require_feed(connection, feed)?;
    let unread = connection
        .prepare_cached("SELECT id FROM unread WHERE feed_id = ?1")?
        .query_map([feed.get()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let title = title(connection, feed)?;
    let deed = Deed::RemoveFeed {
        feed: feed.get(),
        unread,
    };
    perform(connection, &deed, format!("removed {title}"), 1)
}

/// Its articles are hidden, not dropped; bookmarked ones stay in sight.
pub(super) fn remove(
    connection: &Connection,
    feed: i64,
    unread: &[i64],
    forward: bool,
) -> Result<()> {
    if !forward {
        connection.execute("UPDATE feed SET removed_at = NULL WHERE id = ?1", [feed])?;
        feeds::show_again(connection, feed)?;
        return set_flag(connection, FlagName::Unread, true, unread, &[]);
    }
    connection.execute(
        "UPDATE feed SET removed_at = coalesce(fetched_at, added_at), leased_until = NULL WHERE id = ?1",
        [feed],
    )?;
    connection.execute("DELETE FROM unread WHERE feed_id = ?1", [feed])?;
    rules::settle_feed(connection, feed)
}

/// Renames or moves a feed as a new deed; `None` leaves as it is, an empty title goes back to the feed's own.
pub(in crate::store) fn rename(
    connection: &Connection,
    feed: FeedId,
    title_wanted: Option<String>,
    folder: Option<String>,
) -> Result<Change> {
    feeds::require_feed(connection, feed)?;
    let before = connection
        .prepare_cached("SELECT own_title, folder FROM feed WHERE id = ?1")?
        .query_row([feed.get()], |row| {
            Ok(Naming {
                own_title: row.get(0)?,
                folder: row.get(1)?,
            })
        })?;
    let old = title(connection, feed)?;
    let after = Naming {
        own_title: match title_wanted {
            None => before.own_title.clone(),
            Some(title) => Some(title.trim().to_owned()).filter(|title| !title.is_empty()),
        },
        folder: folder.map_or_else(
            || before.folder.clone(),
            |folder| folder.trim().trim_matches('/').to_owned(),
        ),
    };
    let label = if after.own_title == before.own_title {
        format!(
            "moved {old} to {}",
            if after.folder.is_empty() {
                "no folder"
            } else {
                &after.folder
            }
        )
    } else {
        format!("renamed {old}")
    };
    let deed = Deed::ChangeFeed {
        feed: feed.get(),
        before,
        after,
    };
    perform(connection, &deed, label, 1)
}

pub(super) fn name(connection: &Connection, feed: i64, naming: &Naming) -> Result<()> {
    let rules = Rules::load(connection)?;
    rules::renaming(connection, &rules, feed, || {
        connection
            .prepare_cached("UPDATE feed SET own_title = ?2, folder = ?3 WHERE id = ?1")?
            .execute(params![feed, naming.own_title, naming.folder])?;
        Ok(())
    })
}

/// Gives a feed another address as a new deed; its articles stay.
///
/// # Errors
/// When another source has this address, or had it and was removed.
fn change_address(connection: &Connection, feed: FeedId, to: &Url) -> Result<Change> {
    feeds::require_feed(connection, feed)?;
    let before: String = connection
        .prepare_cached("SELECT url FROM feed WHERE id = ?1")?
        .query_row([feed.get()], |row| row.get(0))?;
    let title = title(connection, feed)?;
    let deed = Deed::MoveFeed {
        feed: feed.get(),
        before,
        after: to.as_str().to_owned(),
    };
    perform(connection, &deed, format!("moved {title} to {to}"), 1)
}

/// What the old server said of its document is nothing to the new one, and the feed is due at once.
pub(super) fn address(connection: &Connection, feed: i64, from: &str, to: &str) -> Result<()> {
    let taken: Option<(i64, bool)> = connection
        .prepare_cached("SELECT id, removed_at IS NOT NULL FROM feed WHERE url = ?1 AND id <> ?2")?
        .query_row(params![to, feed], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((other, is_removed)) = taken {
        return Err(StoreError::AddressTaken {
            url: to.to_owned(),
            title: title(connection, FeedId::new(other))?,
            is_removed,
        });
    }
    let rules = Rules::load(connection)?;
    rules::renaming(connection, &rules, feed, || {
        connection
            .prepare_cached(
                "UPDATE feed SET url = ?2, etag = NULL, last_modified = NULL, tries = 0, failing_since = NULL, \
                 why = NULL, paused = NULL, next_at = NULL, leased_until = NULL WHERE id = ?1",
            )?
            .execute(params![feed, to])?;
        Ok(())
    })?;
    connection
        .prepare_cached("DELETE FROM feed_address WHERE feed_id = ?1 AND kind = 'redirect'")?
        .execute([feed])?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO feed_address (feed_id, url, seen_at, kind) \
             SELECT id, ?2, coalesce(fetched_at, added_at), 'was' FROM feed WHERE id = ?1",
        )?
        .execute(params![feed, from])?;
    Ok(())
}

/// Pauses a feed, or has a paused one fetched again, as a new deed; `None` where it is so already.
fn set_paused(connection: &Connection, feed: FeedId, on: bool) -> Result<Option<Change>> {
    feeds::require_feed(connection, feed)?;
    let before: Option<String> = connection
        .prepare_cached("SELECT paused FROM feed WHERE id = ?1")?
        .query_row([feed.get()], |row| row.get(0))?;
    if before.is_some() == on {
        return Ok(None);
    }
    let title = title(connection, feed)?;
    let label = if on {
        format!("paused {title}")
    } else {
        format!("{title} is fetched again")
    };
    let deed = Deed::PauseFeed {
        feed: feed.get(),
        before,
        after: on.then(|| BY_PERSON.to_owned()),
    };
    perform(connection, &deed, label, 1).map(Some)
}

/// What goes on is due at once.
pub(super) fn pause(connection: &Connection, feed: i64, why: Option<&str>) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE feed SET paused = ?2, next_at = CASE WHEN ?2 IS NULL THEN NULL ELSE next_at END WHERE id = ?1",
        )?
        .execute(params![feed, why])?;
    Ok(())
}

fn title(connection: &Connection, feed: FeedId) -> Result<String> {
    Ok(connection
        .prepare_cached(concat!(
            "SELECT ",
            feed_name!(""),
            " FROM feed WHERE id = ?1"
        ))?
        .query_row([feed.get()], |row| row.get(0))?)
}
