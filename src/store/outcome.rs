//! How a fetch went, written to the feed's own row: validators, failures, pauses, and where it moved.

use rusqlite::{Connection, params};

use super::error::Result;
use super::feeds::BY_PERSON;
use super::{FetchOutcome, Fetched};

const DAY: i64 = 86_400;
/// A permanent redirect is believed after this many fetches agreed …
const AGREEING_FETCHES: i64 = 3;
/// … over at least this long.
const AGREEING_FOR: i64 = 2 * DAY;

/// Writes how the fetch went.
pub(super) fn record(
    connection: &Connection,
    fetched: &Fetched,
    shares_article: bool,
) -> Result<()> {
    let feed = fetched.feed.get();
    let (at, next_at) = (fetched.at.seconds(), fetched.next_at.seconds());
    if let Some((host, until)) = &fetched.host_pause {
        connection
            .prepare_cached(
                "INSERT INTO host_pause (host, until) VALUES (?1, ?2) \
                 ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)",
            )?
            .execute(params![host, until.seconds()])?;
    }
    match &fetched.outcome {
        FetchOutcome::NotModified => {
            succeeded(connection, feed, at, next_at, fetched.interval)?;
        }
        FetchOutcome::Document {
            etag,
            last_modified,
            title,
            site,
            language,
            icon,
            ..
        } => {
            succeeded(connection, feed, at, next_at, fetched.interval)?;
            connection
                .prepare_cached(
                    "UPDATE feed SET etag = ?2, last_modified = ?3, title = coalesce(?4, title), \
                     site = coalesce(?5, site), language = coalesce(?6, language), icon = coalesce(?7, icon) \
                     WHERE id = ?1",
                )?
                .execute(params![
                    feed,
                    etag,
                    last_modified,
                    title.as_deref().filter(|title| !title.trim().is_empty()),
                    site.as_ref().map(url::Url::as_str),
                    language,
                    icon.as_ref().map(url::Url::as_str)
                ])?;
            follow(connection, fetched, shares_article)?;
        }
        FetchOutcome::Failed { why } => failed(connection, feed, at, next_at, why)?,
        FetchOutcome::Gone { why } => {
            connection
                .prepare_cached(
                    "UPDATE feed SET fetched_at = ?2, tries = tries + 1, failing_since = coalesce(failing_since, ?2), \
                     why = ?3, paused = ?3, leased_until = NULL WHERE id = ?1",
                )?
                .execute(params![feed, at, why])?;
        }
    }
    Ok(())
}

/// Writes that a fetch failed, and why.
pub(super) fn failed(
    connection: &Connection,
    feed: i64,
    at: i64,
    next_at: i64,
    why: &str,
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE feed SET fetched_at = ?2, next_at = ?3, tries = tries + 1, \
             failing_since = coalesce(failing_since, ?2), why = ?4, leased_until = NULL WHERE id = ?1",
        )?
        .execute(params![feed, at, next_at, why])?;
    Ok(())
}

fn succeeded(
    connection: &Connection,
    feed: i64,
    at: i64,
    next_at: i64,
    interval: Option<i64>,
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE feed SET fetched_at = ?2, succeeded_at = ?2, next_at = ?3, interval = coalesce(?4, interval), \
             tries = 0, failing_since = NULL, why = NULL, leased_until = NULL, \
             paused = CASE WHEN paused = ?5 THEN paused END WHERE id = ?1",
        )?
        // What the person paused and asked for once is not fetched by itself again.
        .execute(params![feed, at, next_at, interval, BY_PERSON])?;
    Ok(())
}

/// Adopts a permanent redirect once several fetches over days agreed and the target is the same feed.
fn follow(connection: &Connection, fetched: &Fetched, shares_article: bool) -> Result<()> {
    let feed = fetched.feed.get();
    let Some(target) = fetched.moved_to.as_ref().filter(|_| shares_article) else {
        if fetched.moved_to.is_none() {
            connection
                .prepare_cached(
                    "DELETE FROM feed_address WHERE feed_id = ?1 AND kind = 'redirect'",
                )?
                .execute([feed])?;
        }
        return Ok(());
    };
    let at = fetched.at.seconds();
    connection
        .prepare_cached(
            "DELETE FROM feed_address WHERE feed_id = ?1 AND kind = 'redirect' AND url <> ?2",
        )?
        .execute(params![feed, target.as_str()])?;
    let (first, times): (i64, i64) = connection
        .prepare_cached(
            "INSERT INTO feed_address (feed_id, url, seen_at, kind) VALUES (?1, ?2, ?3, 'redirect') \
             ON CONFLICT (feed_id, url, kind) DO UPDATE SET times = times + 1 RETURNING seen_at, times",
        )?
        .query_row(params![feed, target.as_str(), at], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if times < AGREEING_FETCHES || at - first < AGREEING_FOR {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO feed_address (feed_id, url, seen_at, kind) \
             SELECT id, url, ?2, 'was' FROM feed WHERE id = ?1",
        )?
        .execute(params![feed, at])?;
    // The person may follow the target already; then this feed stays where it is.
    let adopted = connection
        .prepare_cached("UPDATE OR IGNORE feed SET url = ?2 WHERE id = ?1")?
        .execute(params![feed, target.as_str()])?;
    if adopted > 0 {
        connection
            .prepare_cached("DELETE FROM feed_address WHERE feed_id = ?1 AND kind = 'redirect'")?
            .execute([feed])?;
    }
    Ok(())
}
