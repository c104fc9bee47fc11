//! HTTP as feeds need it: conditional, a few at a time, and what every answer means.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use reqwest::header::{
    ACCEPT, CONNECTION, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    USER_AGENT,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

use super::failure::Failure;
use super::personal::{Personal, Persons};
use super::reply::{FetchReply, FetchResult, Place};
use crate::domain::Timestamp;
use crate::net;

/// How to fetch. Times in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchSettings {
    pub user_agent: String,
    /// Whole fetch, redirects and body included, in seconds.
    pub total_timeout: u64,
    pub connect_timeout: u64,
    pub read_timeout: u64,
    /// Bytes after decompression.
    pub max_body: usize,
    pub max_redirects: usize,
    /// Feeds fetched at once, in all and per host.
    pub concurrency: usize,
    pub per_host: usize,
    /// What holds for single feeds and hosts instead.
    pub personal: Vec<Personal>,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            user_agent: concat!(
                "squelch/",
                env!("CARGO_PKG_VERSION"),
                " (terminal feed reader; +https://crates.io/crates/squelch)"
            )
            .to_owned(),
            total_timeout: 30,
            connect_timeout: 10,
            read_timeout: 20,
            max_body: 16 << 20,
            max_redirects: 10,
            concurrency: 64,
            per_host: 4,
            personal: Vec::new(),
        }
    }
}

/// One conditional GET.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchRequest {
    pub url: Url,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// Ask even where the host said to wait: a person asked for this very feed.
    pub is_urgent: bool,
}

impl FetchRequest {
    /// Asks for the whole document now, whether or not it changed.
    pub const fn whole(url: Url) -> Self {
        Self {
            url,
            etag: None,
            last_modified: None,
            is_urgent: true,
        }
    }
}

/// What feeds, pages and their readers can be.
const ACCEPTED: HeaderValue = HeaderValue::from_static(
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8, \
     text/xml;q=0.8, text/html;q=0.7, */*;q=0.5",
);

/// Fetches, with connections shared and hosts treated gently; clones share the same limits.
#[derive(Debug, Clone)]
pub struct Fetcher {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    client: net::Client,
    all: Arc<Semaphore>,
    concurrency: usize,
    per_host: usize,
    queues: Mutex<HashMap<String, Arc<Semaphore>>>,
    pauses: Mutex<HashMap<String, Timestamp>>,
    persons: Persons,
}

/// A place at a host; dropping it lets the next one go.
struct Turn {
    queue: Arc<Semaphore>,
    _permit: OwnedSemaphorePermit,
}

impl Turn {
    /// Returns whether nobody else is at this host or waits for it.
    fn is_last(&self) -> bool {
        // Held by the map, by this turn and by its permit.
        Arc::strong_count(&self.queue) <= 3
    }
}

impl Fetcher {
    /// Returns a fetcher that has not touched the network yet.
    ///
    /// # Errors
    /// [`Failure::Net`] when the `User-Agent` cannot be sent.
    pub fn new(settings: &FetchSettings) -> Result<Self, Failure> {
        if HeaderValue::from_str(&settings.user_agent).is_err() {
            let why = format!(
                "`{}` cannot be a User-Agent",
                settings.user_agent.escape_debug()
            );
            return Err(net::Error::SetUp(why).into());
        }
        let client = net::Client::new(net::Limits {
            user_agent: settings.user_agent.clone(),
            connect: settings.connect_timeout,
            read: settings.read_timeout,
            total: settings.total_timeout,
            body: settings.max_body,
            redirects: settings.max_redirects,
        });
        let concurrency = settings.concurrency.clamp(1, Semaphore::MAX_PERMITS);
        Ok(Self {
            shared: Arc::new(Shared {
                client,
                all: Arc::new(Semaphore::new(concurrency)),
                concurrency,
                per_host: settings.per_host.clamp(1, concurrency),
                queues: Mutex::default(),
                pauses: Mutex::default(),
                persons: Persons::new(settings.personal.clone()),
            }),
        })
    }

    /// Returns how many fetches run at once, in all.
    pub fn concurrency(&self) -> usize {
        self.shared.concurrency
    }

    /// Returns how many of one host run at once.
    pub fn per_host(&self) -> usize {
        self.shared.per_host
    }

    /// Fetches an address the person chose: a subscription, or one just typed.
    ///
    /// Never fails: failures are values in the reply. Waits for its turn at the host.
    pub async fn fetch(&self, request: FetchRequest, now: Timestamp) -> FetchReply {
        self.fetch_from(request, true, now).await
    }

    /// Fetches the page that an entry of `feed` links to: inside this machine or network only from the feed's own host,
    /// which the person chose.
    pub async fn fetch_linked(&self, url: Url, feed: &Url, now: Timestamp) -> FetchReply {
        let is_chosen = url.host() == feed.host();
        let request = FetchRequest {
            is_urgent: false,
            ..FetchRequest::whole(url)
        };
        self.fetch_from(request, is_chosen, now).await
    }

    /// Fetches an address that came out of a page: never one inside this machine or network.
    pub(super) async fn fetch_found(&self, request: FetchRequest, now: Timestamp) -> FetchReply {
        self.fetch_from(request, false, now).await
    }

    async fn fetch_from(
        &self,
        request: FetchRequest,
        is_chosen: bool,
        now: Timestamp,
    ) -> FetchReply {
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let Some((turn, permit)) = self.turn(&host).await else {
            return FetchReply::failed(Failure::Offline);
        };
        if !request.is_urgent
            && let Some(until) = self.shared.pause(&host, now)
        {
            return FetchReply::from(FetchResult::Waiting { until });
        }
        let manner = match Box::pin(self.shared.persons.manner(&request.url)).await {
            Ok(manner) => manner,
            Err(error) => return FetchReply::failed(error.into()),
        };
        let mut headers = HeaderMap::with_capacity(4);
        if let Some(agent) = manner.user_agent {
            headers.insert(USER_AGENT, agent);
        }
        headers.insert(ACCEPT, ACCEPTED);
        // Verbatim, also where a server forgot the quotes: it compares what it wrote.
        set(&mut headers, IF_NONE_MATCH, request.etag.as_deref());
        set(
            &mut headers,
            IF_MODIFIED_SINCE,
            request.last_modified.as_deref(),
        );
        if !request.is_urgent && turn.is_last() {
            // Of thousands of hosts most have one feed: their idle connections would be kept for nobody.
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        let request = net::Request {
            url: request.url,
            headers,
            private: manner.private,
            route: manner.route,
            is_chosen,
        };
        // In a box, as it takes kilobytes and thousands of feeds wait for their turn.
        let reply = match Box::pin(self.shared.client.get(request)).await {
            Ok(answer) => FetchReply::of(answer, now),
            Err(error) => FetchReply::failed(error.into()),
        };
        if let Some((host, until)) = &reply.host_pause {
            lock(&self.shared.pauses).insert(host.clone(), *until);
        }
        FetchReply {
            place: Some(Place::new(permit)),
            ..reply
        }
    }

    /// Waits first for the host and then for a place in all, so that those who wait for a slow host take no place
    /// from others. `None` never happens while a fetcher lives: the queues are never closed.
    async fn turn(&self, host: &str) -> Option<(Turn, OwnedSemaphorePermit)> {
        let shared = &self.shared;
        let queue = {
            let mut queues = lock(&shared.queues);
            if queues.len() > 4 * shared.concurrency {
                queues.retain(|_, queue| Arc::strong_count(queue) > 1);
            }
            let queue = queues
                .entry(host.to_owned())
                .or_insert_with(|| Arc::new(Semaphore::new(shared.per_host)));
            Arc::clone(queue)
        };
        let permit = Arc::clone(&queue).acquire_owned().await.ok()?;
        let turn = Turn {
            queue,
            _permit: permit,
        };
        let place = Arc::clone(&shared.all).acquire_owned().await.ok()?;
        Some((turn, place))
    }
}

impl Shared {
    /// Returns until when a host asked to be left alone, if that is still to come.
    fn pause(&self, host: &str, now: Timestamp) -> Option<Timestamp> {
        lock(&self.pauses)
            .get(host)
            .copied()
            .filter(|until| *until > now)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<&str>) {
    if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
        headers.insert(name, value);
    }
}
