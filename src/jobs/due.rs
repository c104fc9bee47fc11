//! Fetching by itself: the next moment a feed is due, and how many are taken at once.

use std::time::Duration;

use super::{Desk, clock};
use crate::domain::Timestamp;
use crate::store::StoreError;

/// Feeds fetched in one go when nobody asked: after a week away a thousand are due, and they come in turns.
pub const MOST: usize = 32;
/// The rest between two such turns.
pub const REST: Duration = Duration::from_secs(10);
/// The longest sleep. A timer stands still while the machine is suspended, so that the clock is looked at again.
const LONGEST_SLEEP: Duration = Duration::from_mins(15);

/// Returns after a rest, when a feed is due: at once where one is already.
///
/// One timer, and nothing runs while it waits. Never returns while there is nothing to fetch.
///
/// # Errors
/// When the store cannot be read.
pub async fn wait(desk: &Desk, rest: Duration) -> Result<(), StoreError> {
    tokio::time::sleep(rest).await;
    loop {
        let now = clock::now();
        let sleep = match desk.store.next_due(now).await? {
            Some(due) if due <= now => return Ok(()),
            Some(due) => until(due, now),
            None => LONGEST_SLEEP,
        };
        tokio::time::sleep(sleep).await;
    }
}

fn until(due: Timestamp, now: Timestamp) -> Duration {
    let seconds = due.seconds().saturating_sub(now.seconds());
    Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).min(LONGEST_SLEEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sleep_is_as_long_as_the_wait_and_bounded() {
        let now = Timestamp::from_seconds(1_000);
        assert_eq!(until(now.plus(90), now), Duration::from_secs(90));
        assert_eq!(until(now.plus(-5), now), Duration::ZERO);
        assert_eq!(until(now.plus(86_400), now), LONGEST_SLEEP);
    }
}
