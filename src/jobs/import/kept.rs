//! Articles of other readers: newsboat's cache, starred articles.

use std::collections::HashMap;
use std::path::Path;

use tokio::sync::mpsc;

use super::{ImportError, Imported};
use crate::domain::{FeedId, KeptEntry, Timestamp, short_address};
use crate::fetch::newsboat::cache::{Cache, CacheError, CachedFeed};
use crate::fetch::starred::{Starred, StarredFeed};
use crate::jobs::{Desk, clock};
use crate::store;

/// Batches of articles under way between the thread that reads a cache and the store.
const UNDER_WAY: usize = 2;
/// Articles of a starred feed written at once.
const AT_ONCE: usize = 200;
/// Feeds called by name in a note.
const NAMED: usize = 5;

/// Takes in the articles of newsboat's cache whose feeds are subscribed to, with what was read, flagged and deleted.
/// The file is not changed.
///
/// # Errors
/// When it is no cache, or when the store cannot be written; what was taken in until then stays.
pub async fn cache(desk: &Desk, path: &Path) -> Result<Imported, ImportError> {
    let path = path.to_owned();
    let (cache, feeds) = on_a_thread(move || {
        let cache = Cache::open(&path)?;
        let feeds = cache.feeds()?;
        Ok((cache, feeds))
    })
    .await?;
    let mut imported = Imported::default();
    let known: HashMap<String, FeedId> = desk
        .store
        .overview(clock::today())
        .await?
        .feeds
        .into_iter()
        .map(|feed| (feed.url.to_string(), feed.id))
        .collect();
    let id_of = |feed: &CachedFeed| {
        let url = url::Url::parse(&feed.address).ok()?;
        known.get(url.as_str()).copied()
    };
    let unknown: Vec<&CachedFeed> = feeds.iter().filter(|feed| id_of(feed).is_none()).collect();
    imported.left_out.extend(words_for_unknown(&unknown));
    let mut wanted = Vec::new();
    for feed in &feeds {
        if let Some(id) = id_of(feed) {
            let (title, site) = (feed.title.clone(), feed.site.clone());
            desk.store.introduce_feed(id, title, site).await?;
            wanted.push((id, feed.address.clone()));
        }
    }
    let (sender, mut batches) = mpsc::channel::<(FeedId, Vec<KeptEntry>)>(UNDER_WAY);
    let reading = on_a_thread(move || {
        for (id, address) in wanted {
            cache.articles(&address, |batch| sender.blocking_send((id, batch)).is_ok())?;
        }
        Ok(())
    });
    let writing = async {
        let mut deleted = 0;
        while let Some((feed, batch)) = batches.recv().await {
            deleted += take_in(desk, feed, batch, &mut imported).await?;
        }
        store::Result::Ok(deleted)
    };
    let (read, deleted) = tokio::join!(reading, writing);
    let deleted = deleted?;
    if deleted > 0 {
        imported.notes.push(format!(
            "{deleted} articles deleted in newsboat will not come back here"
        ));
    }
    if let Err(error) = read {
        imported.is_broken_off = true;
        imported
            .left_out
            .push(format!("{error}; what came before was taken in"));
    }
    Ok(imported)
}

/// Runs what blocks on a thread for that.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CacheError> + Send + 'static,
) -> Result<T, CacheError> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(CacheError::Copy(std::io::Error::other(error))))
}

fn words_for_unknown(unknown: &[&CachedFeed]) -> Option<String> {
    let articles: u64 = unknown.iter().map(|feed| feed.articles).sum();
    let mut names: Vec<&str> = unknown
        .iter()
        .take(NAMED)
        .map(|feed| feed.address.as_str())
        .collect();
    if unknown.len() > NAMED {
        names.push("…");
    }
    (!unknown.is_empty()).then(|| {
        format!(
            "left out {articles} articles of {} feeds that are not subscribed to ({}); import newsboat's `urls` as well to \
             have them",
            unknown.len(),
            names.join(", ")
        )
    })
}

/// Takes in starred articles: their feeds are subscribed to where they are not yet.
pub(super) async fn starred(desk: &Desk, starred: Starred) -> store::Result<Imported> {
    let mut imported = Imported::default();
    if starred.lost > 0 {
        imported.left_out.push(format!(
            "left out {} items that do not say where they came from, or cannot be read",
            starred.lost
        ));
    }
    let now = clock::now();
    let feeds = desk.store.overview(clock::today()).await?.feeds;
    for feed in starred.feeds {
        let StarredFeed {
            address,
            title,
            site,
            articles,
        } = feed;
        // One that is not named by its address is the one of the same page, or is at that page to be found.
        let url = address.or_else(|| {
            let page = short_address(site.as_ref()?);
            let same = |site: &url::Url| short_address(site) == page;
            feeds
                .iter()
                .find(|feed| feed.site.as_ref().is_some_and(same))
                .map(|feed| feed.url.clone())
                .or_else(|| site.clone())
        });
        let Some(url) = url else {
            continue;
        };
        let (id, is_new) = desk.store.add_feed(url, None, String::new(), now).await?;
        imported.added += usize::from(is_new);
        imported.already += usize::from(!is_new);
        desk.store.introduce_feed(id, title, site).await?;
        let mut articles = articles;
        while !articles.is_empty() {
            let rest = articles.split_off(articles.len().min(AT_ONCE));
            let batch = std::mem::replace(&mut articles, rest);
            take_in(desk, id, batch, &mut imported).await?;
        }
    }
    Ok(imported)
}

/// Returns how many were deleted there.
async fn take_in(
    desk: &Desk,
    feed: FeedId,
    batch: Vec<KeptEntry>,
    imported: &mut Imported,
) -> store::Result<u64> {
    let now: Timestamp = clock::now();
    let taken = desk.store.take_in_kept(feed, batch, now).await?;
    imported.articles += taken.articles;
    imported.articles_already += taken.already;
    Ok(taken.deleted)
}
