//! Rows of lists and whole articles.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::body::Content;
use super::error::Result;
use super::feeds::feed_name;
use super::id::seconds_of;
use crate::domain::{Article, ArticleId, Enclosure, FeedId, Headline, Timestamp};

/// The columns of a headline; the tables are `article a`, `feed f`, `unread u`, `bookmark m`.
const HEADLINE: &str = concat!(
    "SELECT a.id, a.feed_id, a.title, ",
    feed_name!("f."),
    ", u.id IS NOT NULL, m.id IS NOT NULL FROM article a JOIN feed f ON f.id = a.feed_id \
     LEFT JOIN unread u ON u.id = a.id LEFT JOIN bookmark m ON m.id = a.id"
);

fn headline(row: &Row<'_>) -> rusqlite::Result<Headline> {
    let id: i64 = row.get(0)?;
    Ok(Headline {
        id: ArticleId::new(id),
        feed: FeedId::new(row.get(1)?),
        title: row.get(2)?,
        source: row.get(3)?,
        sorted_at: Timestamp::from_seconds(seconds_of(id)),
        is_unread: row.get(4)?,
        is_bookmarked: row.get(5)?,
    })
}

/// Returns the rows of these articles, in the order asked for; ids without an article are left out.
pub(super) fn headlines(connection: &Connection, ids: &[i64]) -> Result<Vec<Headline>> {
    let mut statement = connection.prepare_cached(&format!("{HEADLINE} WHERE a.id = ?1"))?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id], headline).optional()?);
    }
    Ok(rows)
}

/// Returns a whole article.
pub(super) fn article(connection: &Connection, id: ArticleId) -> Result<Option<Article>> {
    let Some(headline) = headlines(connection, &[id.get()])?.pop() else {
        return Ok(None);
    };
    let mut article = connection
        .prepare_cached(
            "SELECT a.published, a.first_seen, a.language, a.is_trimmed, b.link, b.author, b.published_text, b.updated, \
             b.comments, b.enclosures, b.thumbnails FROM article a LEFT JOIN body b ON b.id = a.id WHERE a.id = ?1",
        )?
        .query_row([id.get()], |row| {
            Ok(Article {
                headline,
                published: row.get::<_, Option<i64>>(0)?.map(Timestamp::from_seconds),
                first_seen_at: Timestamp::from_seconds(row.get(1)?),
                language: row.get(2)?,
                is_trimmed: row.get(3)?,
                link: address(row.get(4)?),
                author: row.get(5)?,
                published_text: row.get(6)?,
                updated: row.get::<_, Option<i64>>(7)?.map(Timestamp::from_seconds),
                comments: address(row.get(8)?),
                enclosures: list::<Enclosure>(row.get(9)?),
                thumbnails: list(row.get(10)?),
                html: String::new(),
                summary: None,
                text: String::new(),
                tags: Vec::new(),
            })
        })?;
    if let Some(content) = content(connection, id.get())? {
        article.text = content.text;
        article.html = content.html;
        article.summary = Some(content.summary).filter(|summary| !summary.is_empty());
    }
    article.tags = names(
        connection,
        "SELECT name FROM category WHERE id = ?1 ORDER BY name",
        id,
    )?;
    Ok(Some(article))
}

/// Returns the stored content of an article, `None` for one that never had any.
pub(super) fn content(connection: &Connection, id: i64) -> Result<Option<Content>> {
    let packed: Option<Vec<u8>> = connection
        .prepare_cached("SELECT content FROM body WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    packed.map(|packed| Content::unpack(&packed)).transpose()
}

fn names(connection: &Connection, sql: &str, id: ArticleId) -> Result<Vec<String>> {
    Ok(connection
        .prepare_cached(sql)?
        .query_map([id.get()], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

fn address(text: Option<String>) -> Option<url::Url> {
    text.and_then(|text| url::Url::parse(&text).ok())
}

fn list<T: serde::de::DeserializeOwned>(json: Option<String>) -> Vec<T> {
    json.and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default()
}

/// Returns how many unread articles each feed has.
pub(super) fn unread_counts(connection: &Connection) -> Result<HashMap<i64, u64>> {
    Ok(connection
        .prepare_cached("SELECT feed_id, count(*) FROM unread GROUP BY feed_id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns how many unread articles are sorted at or after a moment.
pub(super) fn unread_since(connection: &Connection, first: i64) -> Result<u64> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM unread WHERE id >= ?1")?
        .query_row(params![first], |row| row.get(0))?)
}
