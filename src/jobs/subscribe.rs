//! Subscribing: from whatever address a person has to a feed with its articles.

use serde::Serialize;
use url::Url;

use super::refresh::{self, RefreshError, RefreshRequest};
use super::{Desk, clock};
use crate::domain::{FeedId, Timestamp, short_address};
use crate::fetch::{self, Candidate, Failure};
use crate::store::{Change, StoreError};
use tokio_util::sync::CancellationToken;

/// What came of an address.
#[derive(Debug, Clone, PartialEq)]
pub enum Subscribed {
    Added(Added),
    /// Several feeds were found: the person chooses, and [`add_candidate`] goes on.
    Choose(Vec<Candidate>),
}

/// A subscription, new or known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Added {
    pub feed: FeedId,
    pub url: Url,
    pub title: String,
    pub new_articles: usize,
    /// It was there before.
    pub is_known: bool,
    /// Why its articles could not be fetched just now, in plain words.
    pub failure: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum SubscribeError {
    #[error(transparent)]
    Find(#[from] Failure),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{address} offers {}; give the address of one", several(.found))]
    Several {
        address: String,
        found: Vec<Candidate>,
    },
}

fn several(found: &[Candidate]) -> String {
    let named: Vec<&str> = found
        .iter()
        .take(3)
        .map(|candidate| candidate.url.as_str())
        .collect();
    let more = if found.len() > named.len() {
        " and more"
    } else {
        ""
    };
    format!("{} feeds: {}{more}", found.len(), named.join(", "))
}

/// Subscribes to the feed behind an address and fetches it at once, so that there is something to read.
///
/// # Errors
/// When no feed can be found there, in words, or when the store cannot be written.
pub async fn add(
    desk: &Desk,
    address: &str,
    folder: String,
    title: Option<String>,
    now: Timestamp,
) -> Result<Subscribed, SubscribeError> {
    if desk.is_offline {
        return Err(Failure::Offline.into());
    }
    let mut found = fetch::discover(&desk.fetcher, address, now).await?;
    if found.len() > 1 {
        return Ok(Subscribed::Choose(found));
    }
    match found.pop() {
        Some(candidate) => add_candidate(desk, candidate, folder, title)
            .await
            .map(Subscribed::Added),
        None => Err(Failure::NotAnAddress(address.to_owned()).into()),
    }
}

/// Subscribes to a feed that was found, and fetches it at once.
///
/// # Errors
/// When the store cannot be written.
pub async fn add_candidate(
    desk: &Desk,
    candidate: Candidate,
    folder: String,
    title: Option<String>,
) -> Result<Added, SubscribeError> {
    let Candidate {
        url,
        title: own_title,
        ..
    } = candidate;
    let (feed, is_new) = desk
        .store
        .add_feed(url.clone(), title.clone(), folder, clock::now())
        .await?;
    let title = title.or(own_title).unwrap_or_else(|| short_address(&url));
    let mut added = Added {
        feed,
        url,
        title,
        new_articles: 0,
        is_known: !is_new,
        failure: None,
    };
    (added.new_articles, added.failure) = fetch_now(desk, feed).await?;
    Ok(added)
}

/// Gives a feed the address of the one feed that is found behind what the person typed, and fetches it at once.
/// Returns what was done, how many articles are new, and why it could not be fetched.
///
/// # Errors
/// When no feed or several are found there, when another source has the address, or when the store cannot be written.
pub async fn change_address(
    desk: &Desk,
    feed: FeedId,
    address: &str,
    now: Timestamp,
) -> Result<(Change, usize, Option<String>), SubscribeError> {
    if desk.is_offline {
        return Err(Failure::Offline.into());
    }
    let mut found = fetch::discover(&desk.fetcher, address, now).await?;
    if found.len() > 1 {
        let address = address.to_owned();
        return Err(SubscribeError::Several { address, found });
    }
    let Some(candidate) = found.pop() else {
        return Err(Failure::NotAnAddress(address.to_owned()).into());
    };
    let change = desk.store.change_address(feed, candidate.url).await?;
    let (new, failure) = fetch_now(desk, feed).await?;
    Ok((change, new, failure))
}

/// Fetches one feed; returns how many articles are new, and why it could not be fetched.
async fn fetch_now(desk: &Desk, feed: FeedId) -> Result<(usize, Option<String>), StoreError> {
    let request = RefreshRequest {
        only: Some(vec![feed]),
        force: true,
        ..RefreshRequest::default()
    };
    match refresh::run(desk, request, |_| (), CancellationToken::new()).await {
        Ok(summary) => {
            let failing = summary.failing.into_iter().next();
            Ok((summary.new, failing.map(|failing| failing.why)))
        }
        Err(RefreshError::Store(error)) => Err(error),
        Err(error @ RefreshError::Offline) => Ok((0, Some(error.to_string()))),
    }
}
