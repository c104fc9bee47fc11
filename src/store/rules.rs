//! Mute rules over rows: what they match is in `muted`, and what is hidden follows from it.
//!
//! An article is hidden by the first rule that matches it, unless it is bookmarked or tagged; those of a removed feed are
//! hidden by none (0). Rules are tried on an article when either comes or changes, by the plain evaluator, or for a new
//! rule by the index. A text that was let go is not tried again: the article stays as the rules left it. What follows
//! for lists is in `hidden.rs`.

mod hidden;

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::body::Content;
use super::dictionary::{self, Packer};
use super::error::Result;
use super::feeds::feed_name;
use super::id::seconds_of;
use super::index::{self, Freshness, Order, SearchIndex};
use super::plan::{Facts, FeedFacts, compile};
use super::row::on_all_cores;
use super::search::{Memory, facts, find};
use crate::domain::query::{Candidate, ParseContext, Query, parse};
use crate::domain::{ArticleId, FeedId, Timestamp};
pub(super) use hidden::{count_wrong, mend, settle, settle_feed};

/// Rules have no moment: nothing in them turns with time.
const NEVER: Timestamp = Timestamp::from_seconds(0);
/// Stories in memory at once while many are tried.
const PIECE: usize = 512;
/// Letters from which on a prefix stands for no more words than the index goes through.
const TELLING_PREFIX: usize = 3;

/// Rules ready to be tried, by their numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Rules(Vec<(i64, Query)>);

/// What a rule is tried on.
struct Story {
    id: i64,
    title: String,
    language: Option<String>,
    author: String,
    has_image: bool,
    has_audio: bool,
    packed: Option<(Vec<u8>, Arc<Packer>)>,
    feed: FeedFacts,
}

impl Rules {
    /// Reads the rules of a store. One that another program wrote and nobody can read hides nothing.
    pub(super) fn load(connection: &Connection) -> Result<Self> {
        let rows: Vec<(i64, String)> = connection
            .prepare_cached("SELECT id, query FROM rule ORDER BY id")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let rules = rows.into_iter().filter_map(|(number, text)| {
            let query = read(&text);
            if query.is_none() {
                tracing::warn!(rule = %text, "a mute rule cannot be read");
            }
            query.map(|query| (number, query))
        });
        Ok(Self(rules.collect()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether a feed's new names change what any rule says of its articles.
    pub(super) fn mind(&self, before: &FeedFacts, after: &FeedFacts) -> bool {
        let as_known = |feed: &FeedFacts| Facts {
            feeds: vec![feed.clone()],
            tags: Vec::new(),
        };
        let (before, after) = (as_known(before), as_known(after));
        self.0
            .iter()
            .any(|(_, query)| compile(query, &before, NEVER) != compile(query, &after, NEVER))
    }

    /// Tries the rules on articles that came or changed, and hides or shows them.
    pub(super) fn try_on(&self, connection: &Connection, ids: &[i64]) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let mut changed = Vec::new();
        for piece in ids.chunks(PIECE) {
            for (id, matching) in
                on_all_cores(stories(connection, piece)?, |story| self.tried(&story))
            {
                if put(connection, id, &matching)? {
                    changed.push(id);
                }
            }
        }
        settle(connection, &changed)
    }

    fn tried(&self, story: &Story) -> (i64, BTreeSet<i64>) {
        // A text that cannot be read any more is none.
        let content = story
            .packed
            .as_ref()
            .and_then(|(packed, packer)| Content::unpack_with(packed, packer).ok());
        let text = content.unwrap_or_default().text;
        let candidate = Candidate {
            id: ArticleId::new(story.id),
            feed: FeedId::new(story.feed.id),
            title: &story.title,
            text: &text,
            author: &story.author,
            feed_title: &story.feed.title,
            feed_url: &story.feed.url,
            folder: &story.feed.folder,
            language: story.language.as_deref(),
            sorted_at: Timestamp::from_seconds(seconds_of(story.id)),
            has_image: story.has_image,
            has_audio: story.has_audio,
            // No rule asks for these.
            tags: &[],
            has_full_text: false,
            is_unread: false,
            is_bookmarked: false,
            is_muted: false,
        };
        let matching = self
            .0
            .iter()
            .filter(|(_, query)| query.matches(&candidate, NEVER));
        (story.id, matching.map(|(number, _)| *number).collect())
    }
}

/// Reads the text of a rule, as [`Query`] writes it.
pub(super) fn read(text: &str) -> Option<Query> {
    let context = ParseContext {
        now: NEVER,
        zone: jiff::tz::TimeZone::UTC,
        is_typing: false,
    };
    parse(text, &context).ok()
}

/// Reads what rules are tried on; articles whose text was let go are left out.
fn stories(connection: &Connection, ids: &[i64]) -> Result<Vec<Story>> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT a.title, a.language, coalesce(b.author, ''), coalesce(b.has_image, 0), coalesce(b.has_audio, 0), \
         coalesce(t.content, p.content), f.id, ",
        feed_name!("f."),
        ", f.url, f.folder FROM article a JOIN feed f ON f.id = a.feed_id LEFT JOIN body b ON b.id = a.id \
         LEFT JOIN packed p ON p.number = b.packed LEFT JOIN full_text t ON t.id = a.id \
         WHERE a.id = ?1 AND NOT a.is_trimmed"
    ))?;
    let mut stories = Vec::with_capacity(ids.len());
    for id in ids {
        let story = statement.query_row([id], |row| {
            let packed: Option<Vec<u8>> = row.get(5)?;
            Ok(Story {
                id: *id,
                title: row.get(0)?,
                language: row.get(1)?,
                author: row.get(2)?,
                has_image: row.get(3)?,
                has_audio: row.get(4)?,
                packed: packed.and_then(|packed| {
                    let packer = dictionary::of(connection, &packed).ok()?;
                    Some((packed, packer))
                }),
                feed: FeedFacts {
                    id: row.get(6)?,
                    title: row.get(7)?,
                    url: row.get(8)?,
                    folder: row.get(9)?,
                },
            })
        });
        stories.extend(story.optional()?);
    }
    Ok(stories)
}

/// Writes which rules match an article; returns whether that changed.
fn put(connection: &Connection, id: i64, matching: &BTreeSet<i64>) -> Result<bool> {
    let known: BTreeSet<i64> = connection
        .prepare_cached("SELECT rule FROM muted WHERE id = ?1")?
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for rule in matching.difference(&known) {
        connection
            .prepare_cached("INSERT INTO muted (rule, id) VALUES (?1, ?2)")?
            .execute([*rule, id])?;
    }
    for rule in known.difference(matching) {
        connection
            .prepare_cached("DELETE FROM muted WHERE rule = ?1 AND id = ?2")?
            .execute([*rule, id])?;
    }
    Ok(known != *matching)
}

/// Returns what a feed is called in queries.
pub(super) fn names(connection: &Connection, feed: i64) -> Result<Option<FeedFacts>> {
    Ok(connection
        .prepare_cached(concat!(
            "SELECT id, ",
            feed_name!(""),
            ", url, folder FROM feed WHERE id = ?1"
        ))?
        .query_row([feed], |row| {
            Ok(FeedFacts {
                id: row.get(0)?,
                title: row.get(1)?,
                url: row.get(2)?,
                folder: row.get(3)?,
            })
        })
        .optional()?)
}

/// Makes a change of a feed's names, and tries the rules again that the change means something to.
pub(super) fn renaming<T>(
    connection: &Connection,
    rules: &Rules,
    feed: i64,
    change: impl FnOnce() -> Result<T>,
) -> Result<T> {
    if rules.is_empty() {
        return change();
    }
    let before = names(connection, feed)?;
    let changed = change()?;
    if let (Some(before), Some(after)) = (before, names(connection, feed)?)
        && before != after
        && rules.mind(&before, &after)
    {
        rules.try_on(connection, &of_feed(connection, feed)?)?;
    }
    Ok(changed)
}

fn of_feed(connection: &Connection, feed: i64) -> Result<Vec<i64>> {
    Ok(connection
        .prepare_cached("SELECT id FROM article WHERE feed_id = ?1")?
        .query_map([feed], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns the number of the next rule. None is given again, as an undo could bring its rule back.
pub(super) fn next_number(connection: &Connection) -> Result<i64> {
    let number: i64 = connection
        .prepare_cached(
            "SELECT 1 + max(coalesce((SELECT max(id) FROM rule), 0), \
             coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'last_rule'), 0))",
        )?
        .query_row([], |row| row.get(0))?;
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES ('last_rule', ?1) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute([number.to_string()])?;
    Ok(number)
}

/// Writes a rule with all it matches, and `kept` beside, and hides them.
pub(super) fn add(
    connection: &Connection,
    index: Option<&SearchIndex>,
    (number, query, at): (i64, &str, i64),
    kept: &[i64],
) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO rule (id, query, created_at) VALUES (?1, ?2, ?3)")?
        .execute(params![number, query, at])?;
    let Some(query) = read(query) else {
        return Ok(());
    };
    let (found, untold) = indexed(connection, index, &query)?;
    let mut statement = connection.prepare_cached(
        "INSERT OR IGNORE INTO muted (rule, id) SELECT ?1, id FROM article WHERE id = ?2",
    )?;
    for id in found.iter().chain(kept) {
        statement.execute([number, *id])?;
    }
    let rule = Rules(vec![(number, query)]);
    for piece in untold.chunks(PIECE) {
        for (id, matching) in on_all_cores(stories(connection, piece)?, |story| rule.tried(&story))
        {
            if matching.is_empty() {
                connection
                    .prepare_cached("DELETE FROM muted WHERE rule = ?1 AND id = ?2")?
                    .execute([number, id])?;
            } else {
                statement.execute([number, id])?;
            }
        }
    }
    settle(connection, &of_rule(connection, number)?)
}

/// Takes a rule away, and shows what only it hid.
pub(super) fn remove(connection: &Connection, number: i64) -> Result<()> {
    let ids = of_rule(connection, number)?;
    connection.execute("DELETE FROM muted WHERE rule = ?1", [number])?;
    connection.execute("DELETE FROM rule WHERE id = ?1", [number])?;
    settle(connection, &ids)
}

fn of_rule(connection: &Connection, number: i64) -> Result<Vec<i64>> {
    Ok(connection
        .prepare_cached("SELECT id FROM muted WHERE rule = ?1")?
        .query_map([number], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns what a rule matches whose text was let go, so that it could not be found again.
pub(super) fn without_text(connection: &Connection, number: i64) -> Result<Vec<i64>> {
    Ok(connection
        .prepare_cached(
            "SELECT m.id FROM muted m JOIN article a ON a.id = m.id WHERE m.rule = ?1 AND a.is_trimmed",
        )?
        .query_map([number], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns what the index or SQL finds for a query, and the articles that have to be tried one by one.
fn indexed(
    connection: &Connection,
    index: Option<&SearchIndex>,
    query: &Query,
) -> Result<(Vec<i64>, Vec<i64>)> {
    let condition = compile(query, &facts(connection)?, NEVER);
    if !condition.has_words() {
        let order = Order::Newest { after: None };
        let found = super::search::list(connection, &condition, order, usize::MAX >> 1)?;
        return Ok((found, Vec::new()));
    }
    let list = |sql: &str| -> Result<Vec<i64>> {
        Ok(connection
            .prepare_cached(sql)?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    };
    let waiting = list("SELECT DISTINCT id FROM outbox")?;
    let stored = list("SELECT id FROM article")?;
    // What waits may be in the index or not; one that is lost or being filled has not all the rest.
    let is_filled = index::unfilled(connection)?.is_none();
    let whole = index.filter(|index| {
        let indexed = index.count(connection).unwrap_or(0);
        is_filled && is_exact(query) && indexed + waiting.len() as u64 >= stored.len() as u64
    });
    if let Some(index) = whole {
        let limit = stored.len() + waiting.len();
        let fresh = Freshness::default();
        let order = Order::Newest { after: None };
        let mut memory = Memory::default();
        match find(
            connection,
            index,
            &mut memory,
            &condition,
            order,
            limit,
            &fresh,
        ) {
            Ok(ranked) => return Ok((ranked.ids, waiting)),
            Err(error) => tracing::warn!(%error, "a mute rule is tried without the index"),
        }
    }
    Ok((Vec::new(), stored))
}

/// Whether the index finds all that a query means: of a prefix in a phrase, or of one or two letters, it may leave some
/// out.
fn is_exact(query: &Query) -> bool {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().all(is_exact),
        Query::Not(part) => is_exact(part),
        Query::Text { words, .. } => {
            let pattern = words.pattern();
            pattern.parts().split_last().is_none_or(|(last, before)| {
                !last.is_prefix
                    || (before.is_empty() && last.folded.chars().count() >= TELLING_PREFIX)
            })
        }
        _ => true,
    }
}
