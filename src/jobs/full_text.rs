//! The full text of a story, taken from its page where a feed gives only the beginning.

use futures::StreamExt;
use futures::stream;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Desk, clock, personal};
use crate::domain::{Article, ArticleId, FeedId, Timestamp};
use crate::fetch::{FetchResult, Fetcher};
use crate::read::Page;
use crate::store::StoreError;

/// Pages taken at once after a refresh; the fetcher bounds how many of one host.
const AT_ONCE: usize = 8;
/// Stories of one feed whose pages one refresh asks for.
const MOST: usize = 20;

#[derive(Debug, thiserror::Error)]
pub enum FullTextError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("this story is no longer cached")]
    Gone,
    #[error("this story has no link to take its text from")]
    NoLink,
    #[error("working offline; start without `--offline` to take the full text")]
    Offline,
    #[error("the full text cannot be taken from {url}: {why}")]
    Fetch { url: Url, why: String },
    #[error("{0} has no more text than the feed gave")]
    NoMore(Url),
}

/// Takes the text of a story from its page and keeps it beside the feed's.
///
/// # Errors
/// When the page cannot be fetched, or has less text than the feed gave: behind a wall, or drawn by a script.
pub async fn take(desk: &Desk, id: ArticleId) -> Result<(), FullTextError> {
    if desk.is_offline {
        return Err(FullTextError::Offline);
    }
    let article = desk.store.article_of_feed(id).await?;
    let article = article.ok_or(FullTextError::Gone)?;
    let link = article.link.clone().ok_or(FullTextError::NoLink)?;
    let feeds = desk.store.overview(clock::today()).await?.feeds;
    let feed = feeds
        .into_iter()
        .find(|feed| feed.id == article.headline.feed)
        .ok_or(FullTextError::Gone)?;
    let page = fetch(&desk.fetcher, link.clone(), &feed.url).await?;
    if length(&page.text) <= length(&article.text) {
        return Err(FullTextError::NoMore(link));
    }
    let Page { html, text, .. } = page;
    let is_kept = desk
        .store
        .put_full_text(id, html, text, clock::now())
        .await?;
    if is_kept {
        Ok(())
    } else {
        Err(FullTextError::Gone)
    }
}

/// Says whether the config file asks for the full text of this story and it can be taken.
pub(super) async fn is_wanted(desk: &Desk, article: &Article) -> Result<bool, StoreError> {
    let is_possible = !desk.is_offline && article.full_text_at.is_none() && article.link.is_some();
    if !is_possible || !desk.config.feeds.iter().any(|settings| settings.full_text) {
        return Ok(false);
    }
    let feeds = desk.store.overview(clock::today()).await?.feeds;
    Ok(feeds
        .iter()
        .find(|feed| feed.id == article.headline.feed)
        .is_some_and(|feed| personal::wants_full_text(desk, &feed.url)))
}

/// Takes the full text of stories of these feeds that were first seen since a moment and are unread. Returns how many
/// were taken; pages that cannot be had are noted in the log, and the feed's text stays.
pub(super) async fn take_new(
    desk: &Desk,
    feeds: impl IntoIterator<Item = FeedId>,
    since: Timestamp,
    cancel: &CancellationToken,
) -> Result<usize, StoreError> {
    let mut wanted = Vec::new();
    for feed in feeds {
        wanted.extend(desk.store.without_full_text(feed, since, MOST).await?);
    }
    let takes = stream::iter(wanted)
        .map(|id| take(desk, id))
        .buffer_unordered(AT_ONCE)
        .take_until(cancel.cancelled());
    let mut takes = std::pin::pin!(takes);
    let mut taken = 0;
    while let Some(result) = takes.next().await {
        match result {
            Ok(()) => taken += 1,
            Err(FullTextError::Store(error)) => return Err(error),
            Err(error) => tracing::info!("{error}"),
        }
    }
    Ok(taken)
}

async fn fetch(fetcher: &Fetcher, link: Url, feed: &Url) -> Result<Page, FullTextError> {
    let fail = |why: String| FullTextError::Fetch {
        url: link.clone(),
        why,
    };
    let reply = fetcher.fetch_linked(link.clone(), feed, clock::now()).await;
    let (bytes, content_type) = match reply.result {
        FetchResult::Body {
            bytes,
            content_type,
            ..
        } => (bytes, content_type),
        FetchResult::Failed(failure) => return Err(fail(failure.to_string())),
        FetchResult::Waiting { until } => {
            return Err(fail(format!(
                "its host asked to be left alone until {}",
                until.clock(&clock::zone())
            )));
        }
        FetchResult::NotModified => return Err(fail("the server sent no page".to_owned())),
    };
    let address = link.clone();
    tokio::task::spawn_blocking(move || Page::read(&bytes, content_type.as_deref(), Some(&address)))
        .await
        .map_err(|error| fail(error.to_string()))
}

fn length(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
