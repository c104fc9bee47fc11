//! From what a server answered to what the store keeps of it.

use crate::domain::Timestamp;
use crate::fetch::schedule::{self, Hints};
use crate::fetch::{self, Failure, FetchReply, FetchResult};
use crate::jobs::clock;
use crate::store::{FetchOutcome, FetchTarget, Fetched};

/// Makes of a reply what the store keeps: the document is parsed and the next fetch planned, by the interval the person
/// set or else by how often the feed posts.
pub(super) fn read(
    target: &FetchTarget,
    reply: FetchReply,
    own_interval: Option<i64>,
    now: Timestamp,
) -> Fetched {
    let spread = fastrand::u64(..);
    let mut hints = Hints {
        fresh_until: reply.fresh_until,
        ..Hints::default()
    };
    let host_pause = reply.host_pause;
    let tries = target.tries.saturating_add(1);
    let mut interval = None;
    let (outcome, next_at) = match reply.result {
        FetchResult::NotModified => {
            let quieter = own_interval.unwrap_or_else(|| schedule::quieter(target.interval));
            interval = Some(quieter);
            let next_at = schedule::next_fetch(quieter, &hints, spread, now);
            (FetchOutcome::NotModified, next_at)
        }
        FetchResult::Waiting { until } => (FetchOutcome::NotModified, until),
        FetchResult::Body {
            bytes,
            content_type,
            final_url,
            etag,
            last_modified,
        } => match fetch::parse(&bytes, content_type.as_deref(), &final_url) {
            Ok(parsed) => {
                hints.ttl = parsed.ttl;
                hints.skip_hours = parsed.skip_hours;
                let posted = parsed.entries.iter().filter_map(|entry| entry.published);
                let usual = own_interval.unwrap_or_else(|| schedule::interval(posted, now));
                interval = Some(usual);
                let outcome = FetchOutcome::Document {
                    etag,
                    last_modified,
                    title: parsed.title,
                    site: parsed.link,
                    language: parsed.language,
                    icon: parsed.icon,
                    entries: parsed.entries,
                };
                (outcome, schedule::next_fetch(usual, &hints, spread, now))
            }
            Err(error) => {
                let failure = fetch::failure_of_page(error, &bytes);
                let next_at = schedule::next_try(tries, None, spread, now);
                (failed(&failure), next_at)
            }
        },
        FetchResult::Failed(failure) => {
            // With the network down no feed is to blame: it is tried again as soon as any.
            let next_at = if failure.is_local() {
                schedule::next_fetch(schedule::SHORTEST_INTERVAL, &hints, spread, now)
            } else {
                schedule::next_try(tries, reply.retry_at, spread, now)
            };
            (failed(&failure), next_at)
        }
    };
    // Only a document that could be read proves that the feed lives at its new address.
    let is_read = !matches!(
        outcome,
        FetchOutcome::Failed { .. } | FetchOutcome::Gone { .. }
    );
    Fetched {
        feed: target.feed,
        at: now,
        next_at,
        interval,
        outcome,
        moved_to: reply.moved_to.filter(|_| is_read),
        host_pause,
    }
}

/// The last net: reading a document ended in a panic, which must cost no other feed anything.
pub(super) fn unreadable(target: &FetchTarget) -> Fetched {
    let now = clock::now();
    let tries = target.tries.saturating_add(1);
    Fetched {
        feed: target.feed,
        at: now,
        next_at: schedule::next_try(tries, None, fastrand::u64(..), now),
        interval: None,
        outcome: FetchOutcome::Failed {
            why: "reading the feed failed inside squelch; please report its address".to_owned(),
        },
        moved_to: None,
        host_pause: None,
    }
}

fn failed(failure: &Failure) -> FetchOutcome {
    let why = failure.to_string();
    match failure {
        Failure::Gone => FetchOutcome::Gone { why },
        _ => FetchOutcome::Failed { why },
    }
}
