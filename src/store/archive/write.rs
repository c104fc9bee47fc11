//! From rows to lines.

use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::value::RawValue;

use super::{
    ARCHIVE_VERSION, AddressRecord, ArticleRecord, BodyRecord, ContentRecord, FeedRecord,
    FullTextRecord, InsightRecord, OUTLINES, Record, VersionRecord,
};
use crate::store::body::Content;
use crate::store::drawer;
use crate::store::error::{Result, StoreError};

/// Hands every record to `each` in an order that can be taken in, until it returns false. The connection should be in a
/// transaction, so that all of it is of one moment.
pub(in crate::store) fn write_out(
    connection: &Connection,
    each: &mut dyn FnMut(&Record) -> bool,
) -> Result<()> {
    if !each(&Record::SquelchArchive {
        version: ARCHIVE_VERSION,
    }) {
        return Ok(());
    }
    let goes_on = walk(connection, "SELECT * FROM feed ORDER BY id", each, |row| {
        let id: i64 = row.get("id")?;
        Ok(Record::Feed(Box::new(feed(connection, id, row)?)))
    })? && walk(
        connection,
        "SELECT name, query, position FROM saved_search ORDER BY position, name",
        each,
        |row| {
            Ok(Record::Search {
                name: row.get(0)?,
                query: row.get(1)?,
                position: row.get(2)?,
            })
        },
    )? && walk(
        connection,
        "SELECT query, created_at FROM rule ORDER BY id",
        each,
        |row| {
            Ok(Record::Rule {
                query: row.get(0)?,
                created_at: row.get(1)?,
            })
        },
    )? && outlines(connection, each)?
        && walk(
            connection,
            "SELECT a.*, f.url FROM article a JOIN feed f ON f.id = a.feed_id ORDER BY a.id",
            each,
            |row| Ok(Record::Article(Box::new(article(connection, row)?))),
        )?;
    if goes_on {
        walk(
            connection,
            "SELECT f.url, t.guid_hash, t.at FROM tombstone t JOIN feed f ON f.id = t.feed_id ORDER BY 1, 2",
            each,
            |row| {
                Ok(Record::Tombstone {
                    feed: row.get(0)?,
                    guid_hash: row.get(1)?,
                    at: row.get(2)?,
                })
            },
        )?;
    }
    Ok(())
}

/// Hands over what OPML lists said besides; returns whether `each` wants more.
fn outlines(connection: &Connection, each: &mut dyn FnMut(&Record) -> bool) -> Result<bool> {
    let all = drawer::memories(connection, OUTLINES)?;
    Ok(all
        .into_iter()
        .all(|(of, said)| each(&Record::Outline { of, said })))
}

/// Returns whether `each` wants more.
fn walk(
    connection: &Connection,
    sql: &str,
    each: &mut dyn FnMut(&Record) -> bool,
    record: impl Fn(&Row<'_>) -> Result<Record>,
) -> Result<bool> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if !each(&record(row)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn all<T>(
    connection: &Connection,
    sql: &str,
    id: i64,
    value: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    Ok(connection
        .prepare_cached(sql)?
        .query_map([id], value)?
        .collect::<rusqlite::Result<_>>()?)
}

fn one<T>(
    connection: &Connection,
    sql: &str,
    id: i64,
    value: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>> {
    Ok(connection
        .prepare_cached(sql)?
        .query_row([id], value)
        .optional()?)
}

fn feed(connection: &Connection, id: i64, row: &Row<'_>) -> Result<FeedRecord> {
    Ok(FeedRecord {
        url: row.get("url")?,
        title: row.get("title")?,
        own_title: row.get("own_title")?,
        folder: row.get("folder")?,
        site: row.get("site")?,
        language: row.get("language")?,
        icon: row.get("icon")?,
        is_builtin: row.get("is_builtin")?,
        added_at: row.get("added_at")?,
        removed_at: row.get("removed_at")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        fetched_at: row.get("fetched_at")?,
        succeeded_at: row.get("succeeded_at")?,
        next_at: row.get("next_at")?,
        interval: row.get("interval")?,
        tries: row.get("tries")?,
        failing_since: row.get("failing_since")?,
        why: row.get("why")?,
        paused: row.get("paused")?,
        addresses: all(
            connection,
            "SELECT url, seen_at, kind, times FROM feed_address WHERE feed_id = ?1 ORDER BY url, kind",
            id,
            |row| {
                Ok(AddressRecord {
                    url: row.get(0)?,
                    seen_at: row.get(1)?,
                    kind: row.get(2)?,
                    times: row.get(3)?,
                })
            },
        )?,
    })
}

fn article(connection: &Connection, row: &Row<'_>) -> Result<ArticleRecord> {
    let id: i64 = row.get("id")?;
    let text = |row: &Row<'_>| row.get::<_, String>(0);
    let number = |row: &Row<'_>| row.get::<_, i64>(0);
    Ok(ArticleRecord {
        id,
        feed: row.get("url")?,
        title: row.get("title")?,
        published: row.get("published")?,
        first_seen: row.get("first_seen")?,
        language: row.get("language")?,
        is_trimmed: row.get("is_trimmed")?,
        guid_hash: row.get("guid_hash")?,
        link_hash: row.get("link_hash")?,
        content_hash: row.get("content_hash")?,
        unread: one(connection, "SELECT 1 FROM unread WHERE id = ?1", id, number)?.is_some(),
        bookmarked_at: one(
            connection,
            "SELECT at FROM bookmark WHERE id = ?1",
            id,
            number,
        )?,
        tags: all(
            connection,
            "SELECT tag FROM tag WHERE id = ?1 ORDER BY tag",
            id,
            text,
        )?,
        hidden_by: one(
            connection,
            "SELECT coalesce((SELECT query FROM rule WHERE rule.id = hidden.by), '') FROM hidden WHERE id = ?1",
            id,
            text,
        )?,
        muted_by: all(
            connection,
            "SELECT rule.query FROM muted JOIN rule ON rule.id = muted.rule WHERE muted.id = ?1 ORDER BY rule.id",
            id,
            text,
        )?,
        categories: all(
            connection,
            "SELECT name FROM category WHERE id = ?1 ORDER BY name",
            id,
            text,
        )?,
        aliases: all(
            connection,
            "SELECT alias.guid_hash FROM alias JOIN article a ON a.feed_id = alias.feed_id AND a.id = alias.id \
             WHERE a.id = ?1 ORDER BY 1",
            id,
            number,
        )?,
        body: body(connection, id)?,
        full_text: contents(
            connection,
            "SELECT content, fetched_at FROM full_text WHERE id = ?1",
            id,
            |row| row.get(1),
        )?
        .pop()
        .map(|(fetched_at, content)| FullTextRecord {
            fetched_at,
            content,
        }),
        versions: contents(
            connection,
            "SELECT content, seen_at, title FROM version WHERE id = ?1 ORDER BY seen_at",
            id,
            |row| Ok((row.get(1)?, row.get(2)?)),
        )?
        .into_iter()
        .map(|((seen_at, title), content)| VersionRecord {
            seen_at,
            title,
            content,
        })
        .collect(),
        insight: one(
            connection,
            "SELECT engine, text_hash, json FROM insight WHERE id = ?1",
            id,
            |row| {
                Ok(InsightRecord {
                    engine: row.get(0)?,
                    text_hash: row.get(1)?,
                    json: row.get(2)?,
                })
            },
        )?,
        position: one(
            connection,
            "SELECT share FROM reading_position WHERE id = ?1",
            id,
            |row| row.get(0),
        )?,
    })
}

/// Rows with a packed text in their first column, and what `value` makes of the rest.
fn contents<T>(
    connection: &Connection,
    sql: &str,
    id: i64,
    mut value: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<(T, ContentRecord)>> {
    all(connection, sql, id, |row| {
        Ok((value(row)?, row.get::<_, Vec<u8>>(0)?))
    })?
    .into_iter()
    .map(|(value, packed)| Ok((value, unpacked(connection, &packed)?)))
    .collect()
}

fn body(connection: &Connection, id: i64) -> Result<Option<BodyRecord>> {
    type Columns = (BodyRecord, Option<String>, Option<String>);
    let sql = "SELECT content, link, author, published_text, updated, comments, has_image, has_audio, enclosures, \
               thumbnails FROM body JOIN packed ON packed.number = body.packed WHERE body.id = ?1";
    let found = contents(connection, sql, id, |row| -> rusqlite::Result<Columns> {
        let body = BodyRecord {
            link: row.get(1)?,
            author: row.get(2)?,
            published_text: row.get(3)?,
            updated: row.get(4)?,
            comments: row.get(5)?,
            has_image: row.get(6)?,
            has_audio: row.get(7)?,
            enclosures: None,
            thumbnails: None,
            content: ContentRecord {
                text: String::new(),
                html: String::new(),
                summary: String::new(),
            },
        };
        Ok((body, row.get(8)?, row.get(9)?))
    })?
    .pop();
    let Some(((body, enclosures, thumbnails), content)) = found else {
        return Ok(None);
    };
    let json = |text: Option<String>| {
        text.map(RawValue::from_string)
            .transpose()
            .map_err(|error| StoreError::Damaged(error.to_string()))
    };
    Ok(Some(BodyRecord {
        enclosures: json(enclosures)?,
        thumbnails: json(thumbnails)?,
        content,
        ..body
    }))
}

fn unpacked(connection: &Connection, packed: &[u8]) -> Result<ContentRecord> {
    let Content {
        text,
        html,
        summary,
    } = Content::unpack(connection, packed)?;
    Ok(ContentRecord {
        text,
        html,
        summary,
    })
}
