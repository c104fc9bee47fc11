//! Rows of lists and whole articles.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::body::Content;
use super::dictionary;
use super::error::Result;
use super::feeds::feed_name;
use super::handle::Store;
use super::id::seconds_of;
use super::rules::Rules;
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

/// Returns a whole article: with the full text where it was taken from the page, unless `is_feeds` asks for the feed's.
pub(super) fn article(
    connection: &Connection,
    id: ArticleId,
    is_feeds: bool,
) -> Result<Option<Article>> {
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
                full_text_at: None,
            })
        })?;
    let content = match full_text(connection, id.get())?.filter(|_| !is_feeds) {
        Some((content, at)) => {
            article.full_text_at = Some(at);
            article.summary = feeds_content(connection, id.get())?
                .map(|feeds| feeds.summary)
                .filter(|summary| !summary.is_empty());
            article.text = content.text;
            article.html = content.html;
            None
        }
        None => feeds_content(connection, id.get())?,
    };
    if let Some(content) = content {
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

impl Store {
    /// Keeps the full text of an article beside the feed's; search, brief and questions go by it from now on.
    ///
    /// Returns false when there is no such article any more, or its texts were let go by age.
    pub async fn put_full_text(
        &self,
        id: ArticleId,
        html: String,
        text: String,
        at: Timestamp,
    ) -> Result<bool> {
        let content = Content {
            text,
            html,
            summary: String::new(),
        };
        let packed = self
            .inner
            .workers
            .read(move |seat| content.pack(&*dictionary::newest(&seat.connection)?))
            .await?;
        let is_kept = self
            .transaction(move |connection| put_full_text(connection, id, &packed, at))
            .await?;
        self.inner.indexer.wake();
        Ok(is_kept)
    }

    /// Returns the newest unread articles of a feed, seen since a moment, whose full text was not taken yet.
    pub async fn without_full_text(
        &self,
        feed: FeedId,
        since: Timestamp,
        most: usize,
    ) -> Result<Vec<ArticleId>> {
        self.inner
            .workers
            .read(move |seat| without_full_text(&seat.connection, feed, since, most))
            .await
    }
}

/// Returns what is read of an article: the full text where it was taken, else the feed's; `None` for one without text.
pub(super) fn content(connection: &Connection, id: i64) -> Result<Option<Content>> {
    match full_text(connection, id)? {
        Some((content, _)) => Ok(Some(content)),
        None => feeds_content(connection, id),
    }
}

/// Returns the full text that was taken from the article's page, and when.
pub(super) fn full_text(connection: &Connection, id: i64) -> Result<Option<(Content, Timestamp)>> {
    let row: Option<(Vec<u8>, i64)> = connection
        .prepare_cached("SELECT content, fetched_at FROM full_text WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(packed, at)| {
        Ok((
            Content::unpack(connection, &packed)?,
            Timestamp::from_seconds(at),
        ))
    })
    .transpose()
}

/// Keeps the full text of an article beside the feed's, and has it indexed. Returns false when there is no such article
/// any more, or its texts were let go.
pub(super) fn put_full_text(
    connection: &Connection,
    id: ArticleId,
    packed: &[u8],
    at: Timestamp,
) -> Result<bool> {
    let kept = connection
        .prepare_cached(
            "INSERT OR REPLACE INTO full_text (id, fetched_at, content) \
             SELECT id, ?2, ?3 FROM article WHERE id = ?1 AND NOT is_trimmed",
        )?
        .execute(params![id.get(), at.seconds(), packed])?;
    if kept > 0 {
        connection
            .prepare_cached("INSERT INTO outbox (id) VALUES (?1)")?
            .execute([id.get()])?;
        Rules::load(connection)?.try_on(connection, &[id.get()])?;
    }
    Ok(kept > 0)
}

/// Returns the newest unread articles of a feed, seen since a moment, whose full text was not taken, with their links.
pub(super) fn without_full_text(
    connection: &Connection,
    feed: FeedId,
    since: Timestamp,
    most: usize,
) -> Result<Vec<ArticleId>> {
    Ok(connection
        .prepare_cached(
            "SELECT a.id FROM article a JOIN body b ON b.id = a.id JOIN unread u ON u.id = a.id \
             WHERE a.feed_id = ?1 AND a.first_seen >= ?2 AND b.link IS NOT NULL AND NOT a.is_trimmed \
             AND a.id NOT IN (SELECT id FROM full_text) ORDER BY a.id DESC LIMIT ?3",
        )?
        .query_map(
            params![
                feed.get(),
                since.seconds(),
                i64::try_from(most).unwrap_or(i64::MAX)
            ],
            |row| row.get(0).map(ArticleId::new),
        )?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns what the feed gave of an article, `None` for one that never had any text.
fn feeds_content(connection: &Connection, id: i64) -> Result<Option<Content>> {
    let packed: Option<Vec<u8>> = connection
        .prepare_cached(
            "SELECT content FROM body JOIN packed ON packed.number = body.packed WHERE body.id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    packed
        .map(|packed| Content::unpack(connection, &packed))
        .transpose()
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

/// Returns how many unread articles each feed has, hidden ones left out.
pub(super) fn unread_counts(connection: &Connection) -> Result<HashMap<i64, u64>> {
    let counts = |sql| -> Result<HashMap<i64, u64>> {
        Ok(connection
            .prepare_cached(sql)?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?)
    };
    let mut unread = counts("SELECT feed_id, count(*) FROM unread GROUP BY feed_id")?;
    let hidden = counts(
        "SELECT u.feed_id, count(*) FROM hidden h JOIN unread u ON u.id = h.id GROUP BY u.feed_id",
    )?;
    for (feed, hidden) in hidden {
        if let Some(unread) = unread.get_mut(&feed) {
            *unread = unread.saturating_sub(hidden);
        }
    }
    Ok(unread)
}

/// Returns how many articles of each feed mute rules hide.
pub(super) fn muted_counts(connection: &Connection) -> Result<HashMap<i64, u64>> {
    Ok(connection
        .prepare_cached(
            "SELECT a.feed_id, count(*) FROM hidden h JOIN article a ON a.id = h.id WHERE h.by > 0 GROUP BY a.feed_id",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns how many unread articles are sorted at or after a moment.
pub(super) fn unread_since(connection: &Connection, first: i64) -> Result<u64> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM unread WHERE id >= ?1) \
             - (SELECT count(*) FROM hidden h JOIN unread u ON u.id = h.id WHERE h.id >= ?1)",
        )?
        .query_row(params![first], |row| row.get(0))?)
}
