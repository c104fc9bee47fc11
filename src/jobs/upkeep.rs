//! Upkeep by itself: when it is due, and the work, of which nobody who waits for something may notice.

use std::time::Duration;

use super::{Desk, clock};
use crate::config::Config;
use crate::domain::Timestamp;
use crate::store::{Retention, StoreError, Upkeep};

/// Seconds without a key after which nobody is taken to be waiting.
pub const IDLE: i64 = 600;
/// Seconds between two times: days are what texts are kept by.
const EVERY: i64 = 86_400;
/// Where the store's drawer has the moment of the last time, of all processes.
const LAST: &str = "upkeep.at";

/// Returns how long texts are kept by the settings.
pub fn retention(config: &Config) -> Retention {
    let limit = |setting: u32| Some(setting).filter(|limit| *limit > 0);
    Retention {
        days: limit(config.store.keep_days),
        per_feed: limit(config.store.keep_articles),
    }
}

/// Returns after a rest, when upkeep is due. One timer, and nothing runs while it waits.
///
/// # Errors
/// When the store cannot be read.
pub async fn wait(desk: &Desk, rest: Duration) -> Result<(), StoreError> {
    tokio::time::sleep(rest).await;
    loop {
        let last = last(desk).await?;
        let Some(left) = left(last, clock::now()) else {
            return Ok(());
        };
        tokio::time::sleep(left).await;
    }
}

/// Lets old texts go, helps the store plan its queries, and compares the index with the store.
///
/// The file is not written anew, as whoever comes back would wait for it: what stands empty is filled by what comes.
/// `None` when another process did it meanwhile.
///
/// # Errors
/// When the store cannot be read or written. The next time is a day later all the same.
pub async fn run(desk: &Desk) -> Result<Option<Upkeep>, StoreError> {
    let now = clock::now();
    if left(last(desk).await?, now).is_some() {
        return Ok(None);
    }
    // Noted first, so that neither another process nor one that was stopped in the middle begins again at once.
    desk.store
        .put_memory(LAST.to_owned(), now.seconds().to_string())
        .await?;
    let done = desk
        .store
        .maintain_quietly(retention(&desk.config), now)
        .await?;
    tracing::info!(?done, "upkeep");
    Ok(Some(done))
}

async fn last(desk: &Desk) -> Result<Option<Timestamp>, StoreError> {
    let noted = desk.store.memory(LAST.to_owned()).await?;
    Ok(noted
        .and_then(|seconds| seconds.parse().ok())
        .map(Timestamp::from_seconds))
}

/// Returns how long there is to wait, `None` when it is time. A last time in the future is a clock that was wrong.
fn left(last: Option<Timestamp>, now: Timestamp) -> Option<Duration> {
    let since = now.seconds().saturating_sub(last?.seconds());
    if !(0..EVERY).contains(&since) {
        return None;
    }
    u64::try_from(EVERY - since).ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_due_once_a_day_and_after_a_clock_that_was_wrong() {
        let now = Timestamp::from_seconds(1_000_000);
        assert_eq!(left(None, now), None);
        assert_eq!(left(Some(now), now), Some(Duration::from_hours(24)));
        assert_eq!(
            left(Some(now.plus(-86_399)), now),
            Some(Duration::from_secs(1))
        );
        assert_eq!(left(Some(now.plus(-86_400)), now), None);
        assert_eq!(left(Some(now.plus(5)), now), None);
    }
}
