//! Lists of subscriptions, in and out; `kept` takes in what else other readers kept.

mod kept;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{Desk, clock};
use crate::domain::Timestamp;
use crate::fetch::newsboat::cache::CacheError;
use crate::fetch::opml::{self, Disabled, Extras, List, NotOpml, SavedSearch, Subscription};
use crate::fetch::starred;
use crate::store::{self, FeedRecord, Record, StoreError, TakenIn};
pub use kept::cache;

/// Keys under which is remembered what other writers said and nothing here understands; an archive holds all that
/// begin with [`store::OUTLINES`].
const FEED: &str = "opml:feed:";
const FOLDER: &str = "opml:folder:";
const NAMESPACE: &str = "opml:namespace:";

/// What an import did, of whatever kind it was. Nothing is fetched by it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Imported {
    /// Feeds that are new.
    pub added: usize,
    /// Feeds that were there before; they stay as they are.
    pub already: usize,
    /// Articles that are new.
    pub articles: u64,
    /// Articles that were there before; what was marked elsewhere is marked on them too.
    pub articles_already: u64,
    /// Saved searches that are new.
    pub searches: usize,
    /// What was taken over in another form, in plain words.
    pub notes: Vec<String>,
    /// What was left out and why, in plain words.
    pub left_out: Vec<String>,
    /// A file could not be read to its end; what came before was taken in.
    pub is_broken_off: bool,
}

impl Imported {
    /// Adds what another import did.
    pub fn join(&mut self, other: Self) {
        self.added += other.added;
        self.already += other.already;
        self.articles += other.articles;
        self.articles_already += other.articles_already;
        self.searches += other.searches;
        self.notes.extend(other.notes);
        self.left_out.extend(other.left_out);
        self.is_broken_off |= other.is_broken_off;
    }

    /// Returns it in a sentence: `3 feeds added, 1 already there; 40 articles added, 2 already there`.
    pub fn in_words(&self) -> String {
        let counted = |count: u64, one: &str, many: &str| {
            format!("{count} {}", if count == 1 { one } else { many })
        };
        let mut words = format!(
            "{} added, {} already there",
            counted(self.added as u64, "feed", "feeds"),
            self.already
        );
        if self.articles + self.articles_already > 0 {
            let _ = write!(
                words,
                "; {} added, {} already there",
                counted(self.articles, "article", "articles"),
                self.articles_already
            );
        }
        if self.searches > 0 {
            let _ = write!(
                words,
                "; {} added",
                counted(self.searches as u64, "saved search", "saved searches")
            );
        }
        if !self.left_out.is_empty() {
            let _ = write!(words, "; {} left out", self.left_out.len());
        }
        words
    }
}

impl From<TakenIn> for Imported {
    fn from(taken: TakenIn) -> Self {
        Self {
            added: usize::try_from(taken.feeds).unwrap_or(usize::MAX),
            already: usize::try_from(taken.feeds_already).unwrap_or(usize::MAX),
            articles: taken.articles,
            articles_already: taken.already,
            searches: usize::try_from(taken.searches).unwrap_or(usize::MAX),
            ..Self::default()
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    NotOpml(#[from] NotOpml),
    #[error(transparent)]
    Cache(#[from] CacheError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes in a document that another reader wrote, whatever it is: OPML, newsboat's `urls`, `starred.json`.
///
/// # Errors
/// When it is none of them, in words, or when the store cannot be written; what was added until then stays.
pub async fn document(desk: &Desk, bytes: &[u8]) -> Result<Imported, ImportError> {
    if let Some(starred) = std::str::from_utf8(bytes).ok().and_then(starred::read) {
        return Ok(kept::starred(desk, starred).await?);
    }
    Ok(subscribe_all(desk, opml::read_any(bytes)?).await?)
}

/// Subscribes to every feed of a list, and keeps what else is in it.
///
/// # Errors
/// When the store cannot be written; what was added until then stays.
pub async fn subscribe_all(desk: &Desk, list: List) -> store::Result<Imported> {
    let mut imported = Imported {
        notes: list.notes,
        left_out: list.warnings,
        ..Imported::default()
    };
    let mut outlines = outlines(&list.folders, FOLDER);
    outlines.extend(
        list.namespaces
            .iter()
            .map(|(prefix, address)| (format!("{NAMESPACE}{prefix}"), address.clone())),
    );
    for subscription in list.subscriptions {
        let Subscription {
            url,
            title,
            folder,
            extras,
            site,
        } = subscription;
        outlines.extend(outline(&format!("{FEED}{url}"), &extras));
        let (feed, is_new) = desk
            .store
            .add_feed(url, title, folder, clock::now())
            .await?;
        if is_new {
            if site.is_some() {
                desk.store.introduce_feed(feed, None, site).await?;
            }
            imported.added += 1;
        } else {
            imported.already += 1;
        }
    }
    if !outlines.is_empty() {
        desk.store.put_memories(outlines).await?;
    }
    let now = clock::now();
    let resting = list.disabled.into_iter().map(|feed| resting(feed, now));
    let searches = new_searches(desk, list.searches, &mut imported.notes).await?;
    let taken = desk
        .store
        .take_in(resting.chain(searches).collect())
        .await?;
    imported.join(taken.into());
    Ok(imported)
}

fn outline(key: &str, extras: &Extras) -> Option<(String, String)> {
    let is_there = !extras.is_empty();
    is_there.then(|| Some((key.to_owned(), serde_json::to_string(extras).ok()?)))?
}

fn outlines(of: &BTreeMap<String, Extras>, start: &str) -> Vec<(String, String)> {
    of.iter()
        .filter_map(|(name, extras)| outline(&format!("{start}{name}"), extras))
        .collect()
}

/// Returns what other writers said, by what they said it of.
async fn remembered(desk: &Desk, start: &str) -> store::Result<BTreeMap<String, Extras>> {
    Ok(desk
        .store
        .memories(start.to_owned())
        .await?
        .into_iter()
        .filter_map(|(name, json)| Some((name, serde_json::from_str(&json).ok()?)))
        .collect())
}

fn resting(feed: Disabled, now: Timestamp) -> Record {
    Record::Feed(Box::new(FeedRecord {
        url: feed.url.to_string(),
        own_title: feed.title,
        folder: feed.folder,
        added_at: now.seconds(),
        paused: Some(feed.why),
        ..FeedRecord::default()
    }))
}

/// Returns the searches that have no namesake yet; one that looks for something else stays, and a note says so.
async fn new_searches(
    desk: &Desk,
    searches: Vec<SavedSearch>,
    notes: &mut Vec<String>,
) -> store::Result<Vec<Record>> {
    if searches.is_empty() {
        return Ok(Vec::new());
    }
    let known = desk.store.overview(clock::today()).await?.saved_searches;
    let mut position = i64::try_from(known.len()).unwrap_or(i64::MAX);
    let mut records = Vec::new();
    for SavedSearch { name, query } in searches {
        let query = query.to_string();
        match known.iter().find(|(known, _)| *known == name) {
            Some((_, same)) if *same == query => {}
            Some((_, other)) => notes.push(format!(
                "there is a saved search `{name}` already, for `{other}`; it stays"
            )),
            None => {
                records.push(Record::Search {
                    name,
                    query,
                    position,
                });
                position += 1;
            }
        }
    }
    Ok(records)
}

/// Returns all subscriptions as OPML, sorted, without the built-in one and those that nobody else could open; and how
/// many those are.
///
/// # Errors
/// When the store cannot be read.
pub async fn export_opml(desk: &Desk, now: Timestamp) -> store::Result<(String, usize)> {
    let feeds = desk.store.overview(now).await?.feeds;
    let (shared, kept): (Vec<_>, Vec<_>) = feeds
        .into_iter()
        .filter(|feed| !feed.is_builtin)
        .partition(|feed| matches!(feed.url.scheme(), "http" | "https"));
    let mut extras = remembered(desk, FEED).await?;
    let subscriptions = shared
        .into_iter()
        .map(|feed| Subscription {
            extras: extras.remove(feed.url.as_str()).unwrap_or_default(),
            title: Some(feed.title),
            site: feed.site,
            folder: feed.folder,
            url: feed.url,
        })
        .collect();
    let list = List {
        subscriptions,
        folders: remembered(desk, FOLDER).await?,
        namespaces: desk
            .store
            .memories(NAMESPACE.to_owned())
            .await?
            .into_iter()
            .collect(),
        ..List::default()
    };
    Ok((opml::write("squelch subscriptions", &list), kept.len()))
}
