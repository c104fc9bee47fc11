//! Articles that another reader kept, taken in with what a person did to them there.
//!
//! What is here already stays as it is; read, bookmarked and tagged are added to it, so that taking the same in twice
//! changes nothing.

use std::collections::HashSet;

use rusqlite::{Connection, TransactionBehavior, params};
use serde::Serialize;

use super::apply::{Slots, insert};
use super::dictionary;
use super::error::Result;
use super::identity::{self, Keys, canonical, hash, sort_time};
use super::prepare::{find, find_renamed, is_buried};
use super::row::{Row, on_all_cores};
use super::rules::{self, Rules};
use crate::domain::{Entry, FeedId, KeptEntry, Timestamp};

/// Articles written in one transaction, so that a person's change need not wait for all of them.
pub(super) const STRETCH: usize = 150;

/// What taking articles in did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct KeptTakenIn {
    pub articles: u64,
    /// Articles that were there before.
    pub already: u64,
    /// Articles deleted there: they do not come back here. Those that were here before are read.
    pub deleted: u64,
}

/// An article ready to be written.
pub(super) struct PreparedKept {
    keys: Keys,
    /// What the rows of the store are looked up by, beside the keys.
    like: Entry,
    row: Row,
    marks: KeptEntry,
}

/// Works out everything that needs no lock.
pub(super) fn prepare(
    connection: &Connection,
    articles: Vec<KeptEntry>,
) -> Result<Vec<PreparedKept>> {
    let packer = dictionary::newest(connection)?;
    let (entries, marks): (Vec<Entry>, Vec<KeptEntry>) = articles
        .into_iter()
        .map(|mut kept| (std::mem::take(&mut kept.entry), kept))
        .unzip();
    let keys = identity::keys(&entries);
    let rows = on_all_cores(entries, |entry| {
        let like = Entry {
            guid: entry.guid.clone(),
            title: entry.title.clone(),
            link: entry.link.clone(),
            published: entry.published,
            ..Entry::default()
        };
        Row::of(entry, &packer).map(|row| (like, row))
    });
    rows.into_iter()
        .zip(keys)
        .zip(marks)
        .map(|((row, keys), marks)| {
            let (like, row) = row?;
            Ok(PreparedKept {
                keys,
                like,
                row,
                marks,
            })
        })
        .collect()
}

/// Writes articles of a feed in one transaction.
pub(super) fn commit(
    connection: &mut Connection,
    feed: FeedId,
    articles: Vec<PreparedKept>,
    now: Timestamp,
) -> Result<KeptTakenIn> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut slots = Slots::default();
    let mut taken = KeptTakenIn::default();
    // Two articles there are two here, whatever they share.
    let mut met = HashSet::new();
    let mut written = Vec::new();
    for article in articles {
        let id = take(
            &transaction,
            feed,
            &article,
            &mut slots,
            &met,
            now,
            &mut taken,
        )?;
        met.extend(id);
        written.extend(id);
    }
    Rules::load(&transaction)?.try_on(&transaction, &written)?;
    rules::settle(&transaction, &written)?;
    transaction
        .prepare_cached("UPDATE feed SET total = total + ?2 WHERE id = ?1")?
        .execute(params![feed.get(), taken.articles])?;
    transaction.commit()?;
    Ok(taken)
}

fn take(
    connection: &Connection,
    feed: FeedId,
    article: &PreparedKept,
    slots: &mut Slots,
    met: &HashSet<i64>,
    now: Timestamp,
    taken: &mut KeptTakenIn,
) -> Result<Option<i64>> {
    let PreparedKept {
        keys,
        like,
        row,
        marks,
    } = article;
    let seen_at = marks.seen_at.map_or(now, |seen| seen.min(now));
    let sorted_at = sort_time(like.published, seen_at);
    let own = find(connection, feed.get(), keys.guid_hash)?.map(|known| known.id);
    let known = match own {
        Some(id) => Some(id),
        None if is_buried(connection, feed.get(), keys.guid_hash)? => {
            taken.already += 1;
            return Ok(None);
        }
        None => find_renamed(connection, feed.get(), like, keys, sorted_at)?
            .map(|known| known.id)
            .filter(|id| !met.contains(id)),
    };
    if let Some(id) = known {
        taken.already += 1;
        if own.is_none() {
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO alias (feed_id, guid_hash, id) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![feed.get(), keys.guid_hash, id])?;
        }
        if !marks.is_unread || marks.is_deleted {
            connection
                .prepare_cached("DELETE FROM unread WHERE id = ?1")?
                .execute([id])?;
        }
        mark(connection, id, marks, now)?;
        return Ok(Some(id));
    }
    if marks.is_deleted {
        taken.deleted += 1;
        bury(connection, feed, keys, like, seen_at)?;
        return Ok(None);
    }
    let id = slots.next(connection, sorted_at)?;
    if !insert(connection, feed, id, keys, row, seen_at)? {
        return Ok(None);
    }
    taken.articles += 1;
    if marks.is_unread {
        connection
            .prepare_cached("INSERT OR IGNORE INTO unread (feed_id, id) VALUES (?1, ?2)")?
            .execute(params![feed.get(), id])?;
    }
    mark(connection, id, marks, now)?;
    Ok(Some(id))
}

/// Calls a feed what it was called, as long as it has not said so itself.
pub(super) fn introduce(
    connection: &Connection,
    feed: FeedId,
    title: Option<&str>,
    site: Option<&str>,
) -> Result<()> {
    let rules = Rules::load(connection)?;
    rules::renaming(connection, &rules, feed.get(), || {
        connection
            .prepare_cached(
                "UPDATE feed SET title = CASE title WHEN '' THEN coalesce(?2, '') ELSE title END, \
                 site = coalesce(site, ?3) WHERE id = ?1",
            )?
            .execute(params![feed.get(), title, site])?;
        Ok(())
    })
}

/// Adds what a person set.
fn mark(connection: &Connection, id: i64, marks: &KeptEntry, now: Timestamp) -> Result<()> {
    if let Some(at) = marks.bookmarked_at {
        let at = if at.seconds() > 0 { at.min(now) } else { now };
        connection
            .prepare_cached("INSERT OR IGNORE INTO bookmark (id, at) VALUES (?1, ?2)")?
            .execute(params![id, at.seconds()])?;
    }
    for tag in &marks.tags {
        connection
            .prepare_cached("INSERT OR IGNORE INTO tag (tag, id) VALUES (?1, ?2)")?
            .execute(params![tag, id])?;
    }
    Ok(())
}

/// Keeps an article from coming, by whichever of its keys the feed will bring it.
fn bury(
    connection: &Connection,
    feed: FeedId,
    keys: &Keys,
    like: &Entry,
    at: Timestamp,
) -> Result<()> {
    let by_link = like
        .link
        .as_ref()
        .filter(|_| keys.link_hash.is_some())
        .map(|link| hash(&format!("link\n{}", canonical(link))));
    for key in [Some(keys.guid_hash), by_link].into_iter().flatten() {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO tombstone (feed_id, guid_hash, at) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![feed.get(), key, at.seconds()])?;
    }
    Ok(())
}
