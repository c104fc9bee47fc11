//! Refreshing: fetch, read and store, all three at once.
//!
//! Each feed is one task: it waits for its turn at its host, fetches, and is read on a thread for blocking work. One
//! writer takes what is ready and stores it in batches. A fetched document is read when there is room for it among those
//! not yet stored, and keeps its place in the fetcher until then, so a slow disk slows the network down instead of
//! filling the memory.

mod queue;
mod reading;

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use self::queue::HostQueue;
use self::reading::{read, unreadable};
use super::{Desk, clock, full_text, personal};
use crate::domain::{FeedId, Timestamp};
use crate::fetch::{FetchRequest, FetchResult, Fetcher};
use crate::store::{FetchOutcome, FetchTarget, Fetched, StoreError};

/// How many feeds one transaction takes at most.
const BATCH: usize = 64;
/// How long the writer waits for a batch to fill, so that the first stories are on the screen soon.
const GATHER: Duration = Duration::from_millis(50);
/// Documents read and waiting for the writer.
const QUEUE: usize = 64;
/// KiB of documents, as they were sent, that are read and not yet stored; in memory they take some three times as much.
/// One of any size gets through alone.
const ROOM: usize = 2 * 1024;

/// What to refresh.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RefreshRequest {
    /// These feeds; `None` for all.
    pub only: Option<Vec<FeedId>>,
    /// Also those that are not due.
    pub force: bool,
    /// Only so many of those that are due, the longest due first.
    pub most: Option<usize>,
    /// Take the full text of unread stories of every feed asked for, not only of those whose settings say so.
    pub full_text: bool,
}

/// How far a refresh is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
    /// New articles so far.
    pub new: usize,
    pub failing: usize,
    /// Title of the feed that was done last.
    pub current: String,
}

/// What a refresh brought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RefreshSummary {
    /// Feeds asked, failing ones included.
    pub fetched: usize,
    pub new: usize,
    pub updated: usize,
    /// Stories whose full text was taken from their pages.
    pub full_texts: usize,
    pub failing: Vec<FailingFeed>,
    /// Feeds left out because their host asked to be left alone.
    pub waiting: usize,
    /// It was ended early; what had come is stored.
    pub cancelled: bool,
}

/// A feed that could not be fetched, and why in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailingFeed {
    pub feed: FeedId,
    pub title: String,
    pub why: String,
}

#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("working offline; start without `--offline` to refresh")]
    Offline,
}

/// Fetches what is due and stores what came; `progress` is called after each batch.
///
/// # Errors
/// When the store cannot be read or written, or when the desk is offline. Feeds that fail are part of the summary.
pub async fn run(
    desk: &Desk,
    request: RefreshRequest,
    progress: impl Fn(Progress) + Send + Sync,
    cancel: CancellationToken,
) -> Result<RefreshSummary, RefreshError> {
    if desk.is_offline {
        return Err(RefreshError::Offline);
    }
    let is_urgent = request.force && request.only.is_some();
    // Held until this function is left, however that is.
    let _fetching = desk.store.fetching().await?;
    let now = clock::now();
    let targets = match request.most {
        Some(most) => desk.store.due_targets(most, now).await?,
        None => desk.store.targets(request.only, request.force, now).await?,
    };
    let (sender, receiver) = mpsc::channel(QUEUE);
    let readers = Arc::new(Semaphore::new(
        std::thread::available_parallelism().map_or(2, |cores| usize::from(cores).div_ceil(2)),
    ));
    let room = Arc::new(Semaphore::new(ROOM));
    let mut wordy: HashSet<FeedId> = targets
        .iter()
        .filter(|target| request.full_text || personal::wants_full_text(desk, &target.url))
        .map(|target| target.feed)
        .collect();
    let mut open: HashSet<FeedId> = targets.iter().map(|target| target.feed).collect();
    let mut fresh = HashSet::new();
    let written = {
        let mut writing = pin!(write(
            desk, receiver, &mut open, &mut fresh, progress, &cancel
        ));
        let one = |target: &FetchTarget| One {
            fetcher: desk.fetcher.clone(),
            readers: Arc::clone(&readers),
            room: Arc::clone(&room),
            is_urgent,
            interval: personal::interval(desk, &target.url),
        };
        tokio::select! {
            written = &mut writing => written,
            () = fetch_all(&desk.fetcher, targets, sender, one) => writing.await,
        }
    };
    // Nobody else may fetch what this refresh asked for; what it leaves undone is given back.
    if !open.is_empty() {
        let released = desk.store.release(open.into_iter().collect()).await;
        if written.is_ok() {
            released?;
        }
    }
    let mut summary = written?;
    if !summary.cancelled && !wordy.is_empty() {
        // By itself it looks only at what came now: a page that had no text is not asked for again and again.
        let since = if request.full_text {
            Timestamp::from_seconds(0)
        } else {
            wordy.retain(|feed| fresh.contains(feed));
            now
        };
        summary.full_texts = full_text::take_new(desk, wordy, since, &cancel).await?;
        summary.cancelled = cancel.is_cancelled();
    }
    Ok(summary)
}

/// Fetches feeds, as many at once as the fetcher does. Dropping it ends what is on its way.
async fn fetch_all(
    fetcher: &Fetcher,
    targets: Vec<FetchTarget>,
    sender: Sender<Done>,
    one: impl Fn(&FetchTarget) -> One,
) {
    // One more than the host takes waits at it, so that the fetcher knows whether its connection is still of use.
    let mut queue = HostQueue::new(targets, fetcher.per_host() + 1);
    let mut tasks = JoinSet::new();
    loop {
        // Those that wait at their host take no place of the fetcher's.
        while tasks.len() < 2 * fetcher.concurrency()
            && let Some((host, target)) = queue.next()
        {
            let refresh = one(&target).refresh(target, sender.clone());
            tasks.spawn(async move {
                refresh.await;
                host
            });
        }
        match tasks.join_next().await {
            Some(Ok(host)) => queue.back(&host),
            // Reading is the part that may panic, and its panics are caught; the feed stays due.
            Some(Err(error)) => tracing::error!(%error, "a fetch ended early"),
            None => return,
        }
    }
}

/// A feed that is done.
struct Done {
    title: String,
    /// `None` for a feed that was not asked.
    fetched: Option<Fetched>,
    /// Kept until it is stored.
    room: Option<OwnedSemaphorePermit>,
}

/// Stores what comes until nothing more can come or the person cancels. Takes the feeds from `open` that are done, and
/// notes those with new articles in `fresh`.
async fn write(
    desk: &Desk,
    mut receiver: Receiver<Done>,
    open: &mut HashSet<FeedId>,
    fresh: &mut HashSet<FeedId>,
    progress: impl Fn(Progress) + Send + Sync,
    cancel: &CancellationToken,
) -> Result<RefreshSummary, RefreshError> {
    let mut summary = RefreshSummary::default();
    let mut state = Progress {
        total: open.len(),
        ..Progress::default()
    };
    progress(state.clone());
    loop {
        let batch = tokio::select! {
            biased;
            () = cancel.cancelled() => None,
            batch = gather(&mut receiver) => Some(batch),
        };
        let Some(batch) = batch else {
            summary.cancelled = true;
            return Ok(summary);
        };
        if batch.is_empty() {
            return Ok(summary);
        }
        state.done += batch.len();
        if let Some(last) = batch.last() {
            state.current.clone_from(&last.title);
        }
        let mut rows = Vec::with_capacity(batch.len());
        let mut stored_rooms = Vec::with_capacity(batch.len());
        for done in batch {
            stored_rooms.push(done.room);
            let Some(fetched) = done.fetched else {
                summary.waiting += 1;
                continue;
            };
            if let FetchOutcome::Failed { why } | FetchOutcome::Gone { why } = &fetched.outcome {
                summary.failing.push(FailingFeed {
                    feed: fetched.feed,
                    title: done.title,
                    why: why.clone(),
                });
            }
            rows.push(fetched);
        }
        summary.fetched += rows.len();
        let stored: Vec<FeedId> = rows.iter().map(|row| row.feed).collect();
        for (applied, feed) in desk.store.apply(rows).await?.into_iter().zip(&stored) {
            if applied.new > 0 {
                fresh.insert(*feed);
            }
            summary.new += applied.new;
            summary.updated += applied.updated;
        }
        drop(stored_rooms);
        for feed in stored {
            open.remove(&feed);
        }
        state.new = summary.new;
        state.failing = summary.failing.len();
        progress(state.clone());
    }
}

/// Waits for the first feed that is done and takes what else is ready within a moment; empty when all are done.
async fn gather(receiver: &mut Receiver<Done>) -> Vec<Done> {
    let mut batch = Vec::with_capacity(BATCH);
    if receiver.recv_many(&mut batch, BATCH).await == 0 {
        return batch;
    }
    // A cancelled gather loses nothing that counts: what is not stored stays due.
    let _ = tokio::time::timeout(GATHER, async {
        while batch.len() < BATCH && room_of(&batch) < ROOM / 2 {
            let more = BATCH - batch.len();
            if receiver.recv_many(&mut batch, more).await == 0 {
                break;
            }
        }
    })
    .await;
    batch
}

/// Returns the KiB a batch holds of the room. With half of it there is no more to wait for: the next documents are read
/// in the other half.
fn room_of(batch: &[Done]) -> usize {
    let rooms = batch.iter().filter_map(|done| done.room.as_ref());
    rooms.map(OwnedSemaphorePermit::num_permits).sum()
}

/// Everything one feed's task needs.
struct One {
    fetcher: Fetcher,
    readers: Arc<Semaphore>,
    room: Arc<Semaphore>,
    is_urgent: bool,
    /// As the person set it, in seconds.
    interval: Option<i64>,
}

impl One {
    async fn refresh(self, target: FetchTarget, sender: Sender<Done>) {
        let title = target.title.clone();
        let request = FetchRequest {
            url: target.url.clone(),
            etag: target.etag.clone(),
            last_modified: target.last_modified.clone(),
            is_urgent: self.is_urgent,
        };
        let interval = self.interval;
        let mut reply = self.fetcher.fetch(request, clock::now()).await;
        let place = reply.place.take();
        let mut room = None;
        let fetched = match &reply.result {
            FetchResult::Waiting { .. } => None,
            FetchResult::Body { bytes, .. } => {
                let kibibytes = (bytes.len() >> 10).clamp(1, ROOM);
                let kibibytes = u32::try_from(kibibytes).unwrap_or(u32::MAX);
                room = self.room.acquire_many_owned(kibibytes).await.ok();
                // Never closed; without a permit it is only read a little earlier.
                let _permit = self.readers.acquire().await;
                let asked = target.clone();
                let reading = tokio::task::spawn_blocking(move || {
                    read(&target, reply, interval, clock::now())
                });
                Some(reading.await.unwrap_or_else(|_| unreadable(&asked)))
            }
            _ => Some(read(&target, reply, interval, clock::now())),
        };
        // Nobody listens any more after a cancel.
        let _ = sender
            .send(Done {
                title,
                fetched,
                room,
            })
            .await;
        drop(place);
    }
}
