//! From lines to rows.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::value::RawValue;

use super::{ArticleRecord, BodyRecord, ContentRecord, FeedRecord, OUTLINES, Record, TakenIn};
use crate::domain::Timestamp;
use crate::store::apply::Slots;
use crate::store::body::{Content, put};
use crate::store::dictionary;
use crate::store::error::Result;
use crate::store::id::seconds_of;
use crate::store::rules::{self, Rules};

/// Takes records in, in their order and within the caller's transaction. What is there already stays as it is; marks of
/// the archive are added to it.
pub(in crate::store) fn take_in(connection: &Connection, records: Vec<Record>) -> Result<TakenIn> {
    let mut taken = TakenIn::default();
    let mut slots = Slots::default();
    let mut rules = Rules::load(connection)?;
    let mut written = Vec::new();
    for record in records {
        match record {
            Record::SquelchArchive { .. } => {}
            Record::Feed(feed) => {
                let is_new = take_feed(connection, &feed)?;
                taken.feeds += u64::from(is_new);
                taken.feeds_already += u64::from(!is_new);
            }
            Record::Search {
                name,
                query,
                position,
            } => {
                let new = connection
                    .prepare_cached("INSERT OR IGNORE INTO saved_search (name, query, position) VALUES (?1, ?2, ?3)")?
                    .execute(params![name, query, position])?;
                taken.searches += new as u64;
            }
            Record::Rule { query, created_at } => {
                let is_known = connection
                    .prepare_cached("SELECT 1 FROM rule WHERE query = ?1")?
                    .exists([&query])?;
                if !is_known {
                    let number = rules::next_number(connection)?;
                    rules::add(connection, None, (number, &query, created_at), &[])?;
                    rules = Rules::load(connection)?;
                }
            }
            Record::Outline { of, said } => {
                connection
                    .prepare_cached("INSERT OR IGNORE INTO memory (key, value) VALUES (?1, ?2)")?
                    .execute([format!("{OUTLINES}{of}"), said])?;
            }
            Record::Article(article) => {
                if take_article(connection, *article, &mut slots, &mut written)? {
                    taken.articles += 1;
                } else {
                    taken.already += 1;
                }
            }
            Record::Tombstone {
                feed,
                guid_hash,
                at,
            } => {
                connection
                    .prepare_cached(
                        "INSERT OR IGNORE INTO tombstone (feed_id, guid_hash, at) \
                         SELECT id, ?2, ?3 FROM feed WHERE url = ?1",
                    )?
                    .execute(params![feed, guid_hash, at])?;
            }
        }
    }
    rules.try_on(connection, &written)?;
    rules::settle(connection, &written)?;
    Ok(taken)
}

/// Returns whether the feed is new.
fn take_feed(connection: &Connection, feed: &FeedRecord) -> Result<bool> {
    let is_new = connection
        .prepare_cached(
            "INSERT OR IGNORE INTO feed (url, title, own_title, folder, site, language, icon, is_builtin, added_at, \
             removed_at, etag, last_modified, fetched_at, succeeded_at, next_at, interval, tries, failing_since, why, \
             paused) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?
        .execute(params![
            feed.url,
            feed.title,
            feed.own_title,
            feed.folder,
            feed.site,
            feed.language,
            feed.icon,
            feed.is_builtin,
            feed.added_at,
            feed.removed_at,
            feed.etag,
            feed.last_modified,
            feed.fetched_at,
            feed.succeeded_at,
            feed.next_at,
            feed.interval,
            feed.tries,
            feed.failing_since,
            feed.why,
            feed.paused
        ])?
        > 0;
    for address in &feed.addresses {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO feed_address (feed_id, url, seen_at, kind, times) \
                 SELECT id, ?2, ?3, ?4, ?5 FROM feed WHERE url = ?1",
            )?
            .execute(params![
                feed.url,
                address.url,
                address.seen_at,
                address.kind,
                address.times
            ])?;
    }
    Ok(is_new)
}

/// Returns whether the article is new. One whose feed the archive did not name is left out.
fn take_article(
    connection: &Connection,
    article: ArticleRecord,
    slots: &mut Slots,
    written: &mut Vec<i64>,
) -> Result<bool> {
    let feed: Option<i64> = connection
        .prepare_cached("SELECT id FROM feed WHERE url = ?1")?
        .query_row([&article.feed], |row| row.get(0))
        .optional()?;
    let Some(feed) = feed else {
        return Ok(false);
    };
    let known: Option<i64> = connection
        .prepare_cached(
            "SELECT id FROM article WHERE feed_id = ?1 AND guid_hash = ?2 \
             UNION ALL SELECT id FROM alias WHERE feed_id = ?1 AND guid_hash = ?2 LIMIT 1",
        )?
        .query_row([feed, article.guid_hash], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        // Read stays read, wherever it was read.
        if !article.unread {
            connection
                .prepare_cached("DELETE FROM unread WHERE id = ?1")?
                .execute([id])?;
        }
        mark(connection, id, &article)?;
        written.push(id);
        return Ok(false);
    }
    let is_taken = connection
        .prepare_cached("SELECT 1 FROM article WHERE id = ?1")?
        .exists([article.id])?;
    let id = if is_taken {
        slots.next(connection, Timestamp::from_seconds(seconds_of(article.id)))?
    } else {
        article.id
    };
    connection
        .prepare_cached(
            "INSERT INTO article (id, feed_id, guid_hash, link_hash, content_hash, published, first_seen, is_trimmed, \
             language, title) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            id,
            feed,
            article.guid_hash,
            article.link_hash,
            article.content_hash,
            article.published,
            article.first_seen,
            article.is_trimmed,
            article.language,
            article.title
        ])?;
    if article.unread {
        connection
            .prepare_cached("INSERT OR IGNORE INTO unread (feed_id, id) VALUES (?1, ?2)")?
            .execute([feed, id])?;
    }
    written.push(id);
    mark(connection, id, &article)?;
    take_rest(connection, feed, id, article)?;
    connection
        .prepare_cached("UPDATE feed SET total = total + 1 WHERE id = ?1")?
        .execute([feed])?;
    connection
        .prepare_cached("INSERT INTO outbox (id) VALUES (?1)")?
        .execute([id])?;
    Ok(true)
}

/// What a person set.
fn mark(connection: &Connection, id: i64, article: &ArticleRecord) -> Result<()> {
    if let Some(at) = article.bookmarked_at {
        connection
            .prepare_cached("INSERT OR IGNORE INTO bookmark (id, at) VALUES (?1, ?2)")?
            .execute([id, at])?;
    }
    for tag in &article.tags {
        connection
            .prepare_cached("INSERT OR IGNORE INTO tag (tag, id) VALUES (?1, ?2)")?
            .execute(params![tag, id])?;
    }
    Ok(())
}

fn take_rest(connection: &Connection, feed: i64, id: i64, article: ArticleRecord) -> Result<()> {
    // A text that was let go cannot be tried again.
    for query in article.muted_by.iter().filter(|_| article.is_trimmed) {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO muted (rule, id) SELECT id, ?1 FROM rule WHERE query = ?2",
            )?
            .execute(params![id, query])?;
    }
    for name in &article.categories {
        connection
            .prepare_cached("INSERT OR IGNORE INTO category (id, name) VALUES (?1, ?2)")?
            .execute(params![id, name])?;
    }
    for guid_hash in &article.aliases {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO alias (feed_id, guid_hash, id) VALUES (?1, ?2, ?3)",
            )?
            .execute([feed, *guid_hash, id])?;
    }
    if let Some(body) = article.body {
        take_body(connection, id, body)?;
    }
    if let Some(full) = article.full_text {
        connection
            .prepare_cached("INSERT INTO full_text (id, fetched_at, content) VALUES (?1, ?2, ?3)")?
            .execute(params![
                id,
                full.fetched_at,
                packed(connection, full.content)?
            ])?;
    }
    for version in article.versions {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO version (id, seen_at, title, content) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                id,
                version.seen_at,
                version.title,
                packed(connection, version.content)?
            ])?;
    }
    if let Some(insight) = article.insight {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO insight (id, engine, text_hash, json) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                id,
                insight.engine,
                insight.text_hash,
                insight.json
            ])?;
    }
    if let Some(share) = article.position {
        connection
            .prepare_cached("INSERT OR IGNORE INTO reading_position (id, share) VALUES (?1, ?2)")?
            .execute(params![id, share])?;
    }
    Ok(())
}

fn take_body(connection: &Connection, id: i64, body: BodyRecord) -> Result<()> {
    let json = |value: &Option<Box<RawValue>>| value.as_ref().map(|value| value.get().to_owned());
    let number = put(connection, id, &packed(connection, body.content)?)?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO body (id, link, author, published_text, updated, comments, enclosures, thumbnails, \
             has_image, has_audio, packed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            id,
            body.link,
            body.author,
            body.published_text,
            body.updated,
            body.comments,
            json(&body.enclosures),
            json(&body.thumbnails),
            body.has_image,
            body.has_audio,
            number
        ])?;
    Ok(())
}

fn packed(connection: &Connection, content: ContentRecord) -> Result<Vec<u8>> {
    let ContentRecord {
        text,
        html,
        summary,
    } = content;
    Content {
        text,
        html,
        summary,
    }
    .pack(&*dictionary::newest(connection)?)
}
