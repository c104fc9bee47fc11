//! Subscriptions: adding, listing, what is due.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, Row, params};
use url::Url;

use super::articles;
use super::error::{Result, StoreError};
use super::id::first_id_at;
use super::rules::{self, Rules};
use super::{FetchTarget, Overview, Store, tagging};
use crate::domain::{Counts, Feed, FeedId, Health, Timestamp};

/// While one process fetches a feed another leaves it alone, for this many seconds at most.
const LEASE: i64 = 120;
/// Why a feed is not fetched that the person paused; what else stands there a server said.
pub(super) const BY_PERSON: &str = "paused by you";

/// What a feed is called, in SQL: the person's own title, else the feed's, else its address as
/// [`short_address`](crate::domain::short_address) gives it. Takes what stands before the names of the columns.
macro_rules! feed_name {
    ($table:literal) => {
        concat!(
            "coalesce(nullif(",
            $table,
            "own_title, ''), nullif(trim(",
            $table,
            "title), ''), \
             (SELECT rtrim(CASE WHEN rest <> url AND instr(rest, '@') BETWEEN 1 AND instr(rest || '/', '/') \
             THEN substr(rest, instr(rest, '@') + 1) ELSE rest END, '/') \
             FROM (SELECT url, substr(url, CASE instr(url, '://') WHEN 0 THEN 1 ELSE instr(url, '://') + 3 END) AS rest \
             FROM (SELECT ",
            $table,
            "url AS url))))"
        )
    };
}
pub(super) use feed_name;

impl Store {
    /// Returns how many articles each feed has from `since` on, by date, for feeds that have any.
    pub async fn posted_since(&self, since: Timestamp) -> Result<BTreeMap<FeedId, u64>> {
        self.inner
            .workers
            .read(move |seat| posted_since(&seat.connection, since))
            .await
    }
}

/// Returns feeds, counts and saved searches. `today` is the first second of the person's day.
pub(super) fn overview(connection: &Connection, today: Timestamp) -> Result<Overview> {
    let unread = articles::unread_counts(connection)?;
    let muted = articles::muted_counts(connection)?;
    let feeds: Vec<Feed> = connection
        .prepare_cached(concat!(
            "SELECT id, url, ",
            feed_name!(""),
            " AS name, coalesce(own_title, '') <> '', folder, site, language, is_builtin, added_at, succeeded_at, next_at, \
             tries, failing_since, why, paused, total FROM feed WHERE removed_at IS NULL \
             ORDER BY folder = '', folder COLLATE NOCASE, name COLLATE NOCASE",
        ))?
        .query_map([], feed)?
        // Rows whose address cannot be read are passed over rather than hiding all others.
        .filter_map(rusqlite::Result::transpose)
        .collect::<rusqlite::Result<_>>()?;
    let feeds: Vec<Feed> = feeds
        .into_iter()
        .map(|feed| Feed {
            unread: unread.get(&feed.id.get()).copied().unwrap_or(0),
            total: feed
                .total
                .saturating_sub(muted.get(&feed.id.get()).copied().unwrap_or(0)),
            ..feed
        })
        .collect();
    let counts = Counts {
        unread: unread.values().sum(),
        today_unread: articles::unread_since(connection, first_id_at(today))?,
        bookmarks: connection
            .prepare_cached("SELECT count(*) FROM bookmark")?
            .query_row([], |row| row.get(0))?,
        muted: muted.values().sum(),
        total: feeds.iter().map(|feed| feed.total).sum(),
    };
    let saved_searches = connection
        .prepare_cached("SELECT name, query FROM saved_search ORDER BY position, name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Overview {
        feeds,
        counts,
        saved_searches,
        tags: tagging::names(connection)?,
    })
}

fn feed(row: &Row<'_>) -> rusqlite::Result<Option<Feed>> {
    let Ok(url) = Url::parse(&row.get::<_, String>(1)?) else {
        return Ok(None);
    };
    let time = |index| {
        row.get::<_, Option<i64>>(index)
            .map(|time| time.map(Timestamp::from_seconds))
    };
    let (tries, why, paused): (u32, Option<String>, Option<String>) =
        (row.get(11)?, row.get(13)?, row.get(14)?);
    let health = match (paused, time(12)?, time(9)?) {
        (Some(why), _, _) => Health::Paused {
            by_person: why == BY_PERSON,
            why,
        },
        (None, Some(since), _) => Health::Failing {
            since,
            tries,
            why: why.unwrap_or_default(),
        },
        (None, None, None) => Health::New,
        (None, None, Some(_)) => Health::Fine,
    };
    Ok(Some(Feed {
        id: FeedId::new(row.get(0)?),
        title: row.get(2)?,
        is_renamed: row.get(3)?,
        url,
        folder: row.get(4)?,
        site: row
            .get::<_, Option<String>>(5)?
            .and_then(|site| Url::parse(&site).ok()),
        language: row.get(6)?,
        unread: 0,
        total: row.get(15)?,
        health,
        last_success_at: time(9)?,
        next_fetch_at: time(10)?,
        added_at: Timestamp::from_seconds(row.get(8)?),
        is_builtin: row.get(7)?,
    }))
}

/// Adds a feed, brings a removed one back, or finds the one with this address.
pub(super) fn add(
    connection: &Connection,
    url: &Url,
    title: Option<&str>,
    folder: &str,
    is_builtin: bool,
    now: Timestamp,
) -> Result<(FeedId, bool)> {
    let known: Option<(i64, bool)> = connection
        .prepare_cached("SELECT id, removed_at IS NOT NULL FROM feed WHERE url = ?1")?
        .query_row([url.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match known {
        Some((id, false)) => Ok((FeedId::new(id), false)),
        Some((id, true)) => {
            let rules = Rules::load(connection)?;
            rules::renaming(connection, &rules, id, || {
                connection
                    .prepare_cached(
                        "UPDATE feed SET removed_at = NULL, own_title = ?2, folder = ?3, next_at = NULL, paused = NULL, \
                         failing_since = NULL, why = NULL, tries = 0, leased_until = NULL WHERE id = ?1",
                    )?
                    .execute(params![id, title, folder])?;
                Ok(())
            })?;
            show_again(connection, id)?;
            Ok((FeedId::new(id), true))
        }
        None => {
            connection
                .prepare_cached(
                    "INSERT INTO feed (url, own_title, folder, is_builtin, added_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![url.as_str(), title, folder, is_builtin, now.seconds()])?;
            Ok((FeedId::new(connection.last_insert_rowid()), true))
        }
    }
}

/// Brings back the articles that were hidden because their feed was unsubscribed; those that rules mute stay hidden.
pub(super) fn show_again(connection: &Connection, feed: i64) -> Result<()> {
    rules::settle_feed(connection, feed)
}

/// Returns the feeds to fetch now and leases them.
///
/// `force` takes also what is not due; paused hosts and feeds are left out unless `only` names the feed. At most `most`,
/// the longest due first.
pub(super) fn targets(
    connection: &Connection,
    only: Option<&[FeedId]>,
    force: bool,
    most: usize,
    now: Timestamp,
) -> Result<Vec<FetchTarget>> {
    let at = now.seconds();
    let all: Vec<(FetchTarget, Option<i64>, bool, bool)> = connection
        .prepare_cached(concat!(
            "SELECT id, url, ",
            feed_name!(""),
            ", etag, last_modified, tries, \
             interval, next_at, paused IS NOT NULL, coalesce(leased_until, 0) > ?1 \
             FROM feed WHERE removed_at IS NULL AND is_builtin = 0 ORDER BY next_at, id",
        ))?
        .query_map([at], |row| {
            let url: String = row.get(1)?;
            // Feeds that another program made are kept, and nothing here opens their addresses.
            let Some(url) = Url::parse(&url)
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https"))
            else {
                return Ok(None);
            };
            Ok(Some((
                FetchTarget {
                    feed: FeedId::new(row.get(0)?),
                    url,
                    title: row.get(2)?,
                    etag: row.get(3)?,
                    last_modified: row.get(4)?,
                    tries: row.get(5)?,
                    interval: row.get(6)?,
                },
                row.get(7)?,
                row.get(8)?,
                row.get(9)?,
            )))
        })?
        .filter_map(rusqlite::Result::transpose)
        .collect::<rusqlite::Result<_>>()?;
    let paused = paused_hosts(connection, at)?;
    let mut targets = Vec::new();
    for (target, next_at, is_paused, is_leased) in all {
        let is_named = only.is_some_and(|only| only.contains(&target.feed));
        if only.is_some() && !is_named {
            continue;
        }
        let is_due = next_at.is_none_or(|next| next <= at);
        let is_host_paused = target
            .url
            .host_str()
            .is_some_and(|host| paused.contains(host));
        let is_asked_for = force && is_named;
        if is_leased || !(force || is_due) || ((is_paused || is_host_paused) && !is_asked_for) {
            continue;
        }
        if targets.len() >= most {
            break;
        }
        connection
            .prepare_cached("UPDATE feed SET leased_until = ?2 WHERE id = ?1")?
            .execute(params![target.feed.get(), at + LEASE])?;
        targets.push(target);
    }
    Ok(targets)
}

/// Returns how many articles each feed has from `since` on, for feeds that have any.
fn posted_since(connection: &Connection, since: Timestamp) -> Result<BTreeMap<FeedId, u64>> {
    Ok(connection
        .prepare_cached("SELECT feed_id, count(*) FROM article WHERE id >= ?1 GROUP BY feed_id")?
        .query_map([first_id_at(since)], |row| {
            Ok((FeedId::new(row.get(0)?), row.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns when the next feed may be fetched without being asked for; `None` while there is none to fetch.
pub(super) fn next_due(connection: &Connection, now: Timestamp) -> Result<Option<Timestamp>> {
    let pauses: HashMap<String, i64> = connection
        .prepare_cached("SELECT host, until FROM host_pause WHERE until > ?1")?
        .query_map([now.seconds()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut feeds = connection.prepare_cached(
        "SELECT url, max(coalesce(next_at, 0), coalesce(leased_until, 0)) FROM feed \
         WHERE removed_at IS NULL AND is_builtin = 0 AND paused IS NULL",
    )?;
    let mut rows = feeds.query([])?;
    let mut next: Option<i64> = None;
    while let Some(row) = rows.next()? {
        let (url, due): (String, i64) = (row.get(0)?, row.get(1)?);
        let host = Url::parse(&url).ok();
        let pause = host
            .as_ref()
            .and_then(Url::host_str)
            .and_then(|host| pauses.get(host));
        let due = pause.map_or(due, |until| due.max(*until));
        next = Some(next.map_or(due, |known| known.min(due)));
    }
    Ok(next.map(Timestamp::from_seconds))
}

/// Takes back every lease: whoever held one is gone.
pub(super) fn forget_leases(connection: &Connection) -> Result<()> {
    connection
        .prepare_cached("UPDATE feed SET leased_until = NULL WHERE leased_until IS NOT NULL")?
        .execute([])?;
    Ok(())
}

fn paused_hosts(connection: &Connection, at: i64) -> Result<std::collections::HashSet<String>> {
    connection
        .prepare_cached("DELETE FROM host_pause WHERE until <= ?1")?
        .execute([at])?;
    Ok(connection
        .prepare_cached("SELECT host FROM host_pause")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Gives leases back that no result came for.
pub(super) fn release(connection: &Connection, feeds: &[FeedId]) -> Result<()> {
    for feed in feeds {
        connection
            .prepare_cached("UPDATE feed SET leased_until = NULL WHERE id = ?1")?
            .execute([feed.get()])?;
    }
    Ok(())
}

/// Looks a feed up, or says that it is gone.
pub(super) fn require_feed(connection: &Connection, feed: FeedId) -> Result<()> {
    let exists = connection
        .prepare_cached("SELECT 1 FROM feed WHERE id = ?1 AND removed_at IS NULL")?
        .exists([feed.get()])?;
    if exists {
        Ok(())
    } else {
        Err(StoreError::NoFeed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::short_address;

    #[test]
    fn a_feed_without_a_title_is_called_the_same_in_sql_and_in_code() {
        let connection = Connection::open_in_memory().unwrap();
        for (address, name) in [
            ("https://a.example/feed/", "a.example/feed"),
            ("http://me:secret@b.example/feed", "b.example/feed"),
            ("http://me:secret@b.example", "b.example"),
            ("https://c.example/@person.rss", "c.example/@person.rss"),
            (
                "exec:~/my script.sh me@b.example",
                "exec:~/my script.sh me@b.example",
            ),
            ("squelch:welcome", "squelch:welcome"),
        ] {
            assert_eq!(short_address(&Url::parse(address).unwrap()), name);
            let in_sql: String = connection
                .query_row(
                    concat!(
                        "SELECT ",
                        feed_name!("f."),
                        " FROM (SELECT ?1 AS url, '' AS title, NULL AS own_title) f"
                    ),
                    [address],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(in_sql, name);
        }
    }
}
