//! When to ask a feed again. Pure: the caller passes the time and a number that spreads feeds out.

use crate::domain::Timestamp;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// No feed is asked more often than this, whatever it posts or its server says. Seconds.
pub const SHORTEST_INTERVAL: i64 = 15 * MINUTE;
/// No healthy feed is left alone for longer than this. Seconds.
pub const LONGEST_INTERVAL: i64 = DAY;
/// Bounds of what `Retry-After` may ask for: a day's typing error must not silence a host for a year. Seconds.
pub const SHORTEST_PAUSE: i64 = MINUTE;
pub const LONGEST_PAUSE: i64 = 7 * DAY;
/// How long a host is left alone that said 429 and not for how long. Seconds.
pub const UNSAID_PAUSE: i64 = HOUR;
/// The first wait of a failing feed; it doubles from there. Seconds.
const FIRST_BACK_OFF: i64 = HOUR;
/// What is known of a feed that gives no dates. Seconds.
const USUAL_INTERVAL: i64 = HOUR;
/// How many of the newest dates tell the posting rate.
const DATES: usize = 12;

/// What feed and server say about when to come again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hints {
    /// By `Cache-Control` or `Expires`.
    pub fresh_until: Option<Timestamp>,
    /// Minutes.
    pub ttl: Option<u32>,
    /// Hours of the day, UTC, in which the feed asks not to be fetched.
    pub skip_hours: Vec<u8>,
}

/// Returns how long to wait between two fetches of a feed that posted at these times, in seconds.
///
/// Half of the median distance of its newest posts, so that a story is seen at most half a usual gap late; a feed
/// that has fallen silent is asked less and less (a tenth of its silence). Within 15 minutes and 24 hours.
pub fn interval(posted: impl IntoIterator<Item = Timestamp>, now: Timestamp) -> i64 {
    let mut seconds: Vec<i64> = posted
        .into_iter()
        .map(Timestamp::seconds)
        .filter(|at| *at <= now.seconds())
        .collect();
    seconds.sort_unstable_by(|a, b| b.cmp(a));
    seconds.truncate(DATES);
    let Some(newest) = seconds.first() else {
        return USUAL_INTERVAL;
    };
    let silence = now.seconds().saturating_sub(*newest);
    let mut gaps: Vec<i64> = seconds
        .windows(2)
        .map(|pair| pair[0].saturating_sub(pair[1]))
        .collect();
    gaps.sort_unstable();
    let usual = gaps
        .get(gaps.len() / 2)
        .map_or(USUAL_INTERVAL, |gap| gap / 2);
    usual
        .max(silence / 10)
        .clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL)
}

/// Returns the interval after an answer that nothing changed: a little longer than before, since a feed that brings
/// nothing new is growing quiet. Seconds, within 15 minutes and 24 hours.
pub fn quieter(interval: Option<i64>) -> i64 {
    let interval = interval.unwrap_or(USUAL_INTERVAL);
    interval
        .saturating_add(interval / 16)
        .clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL)
}

/// Returns when to ask a healthy feed again: its own interval, later where server or feed ask for it, spread by up to
/// a tenth so that feeds added together do not stay together for ever. Within 15 minutes and 24 hours, except that
/// hours to skip are skipped.
///
/// `spread` is any number, best a random one.
pub fn next_fetch(interval: i64, hints: &Hints, spread: u64, now: Timestamp) -> Timestamp {
    let ttl = hints.ttl.map_or(0, |minutes| i64::from(minutes) * MINUTE);
    let fresh = hints
        .fresh_until
        .map_or(0, |until| until.seconds().saturating_sub(now.seconds()));
    let wished = interval
        .max(ttl)
        .max(fresh)
        .clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL);
    let later = now.plus((wished + share(wished / 10, spread)).min(LONGEST_INTERVAL));
    skip(later, &hints.skip_hours)
}

/// Returns when to try a failing feed again: 1 hour after the first failure, doubling to at most 24, with up to a
/// fifth of jitter; what the server asked for wins.
///
/// `tries` counts the failures in a row, this one included.
pub fn next_try(tries: u32, retry_at: Option<Timestamp>, spread: u64, now: Timestamp) -> Timestamp {
    if let Some(at) = retry_at {
        return at;
    }
    let wait = (FIRST_BACK_OFF << tries.saturating_sub(1).min(5)).min(LONGEST_INTERVAL);
    now.plus((wait + share(wait / 5, spread)).min(LONGEST_INTERVAL))
}

/// Returns a part of `whole` chosen by `spread`.
fn share(whole: i64, spread: u64) -> i64 {
    let whole = u64::try_from(whole).unwrap_or(0);
    i64::try_from(spread % (whole + 1)).unwrap_or(0)
}

/// Moves a time out of the hours to skip, to the start of the next hour that is allowed.
fn skip(at: Timestamp, hours: &[u8]) -> Timestamp {
    let mut at = at;
    for _ in 0..24 {
        let hour = at.seconds().div_euclid(HOUR).rem_euclid(24);
        if !hours.iter().any(|skipped| i64::from(*skipped) % 24 == hour) {
            return at;
        }
        at = Timestamp::from_seconds((at.seconds().div_euclid(HOUR) + 1) * HOUR);
    }
    // All 24 hours are to be skipped: nobody can mean that.
    at.plus(-24 * HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_305_600);

    fn ago(seconds: i64) -> Timestamp {
        NOW.plus(-seconds)
    }

    #[test]
    fn busy_feeds_are_asked_often_and_silent_ones_rarely() {
        let every = |gap: i64| (0..20).map(move |n| ago(n * gap));
        assert_eq!(interval(every(5 * MINUTE), NOW), SHORTEST_INTERVAL);
        assert_eq!(interval(every(2 * HOUR), NOW), HOUR);
        assert_eq!(interval(every(7 * DAY), NOW), LONGEST_INTERVAL);
        assert_eq!(interval([], NOW), HOUR);
        // It posted every hour, and stopped ten days ago.
        assert_eq!(
            interval((0..9).map(|n| ago(10 * DAY + n * HOUR)), NOW),
            LONGEST_INTERVAL
        );
        assert_eq!(
            interval([ago(-DAY)], NOW),
            HOUR,
            "dates to come say nothing"
        );
    }

    #[test]
    fn hints_of_the_server_win_within_bounds() {
        let plain =
            |interval, hints: &Hints| next_fetch(interval, hints, 0, NOW).seconds() - NOW.seconds();
        let fresh = |seconds| Hints {
            fresh_until: Some(NOW.plus(seconds)),
            ..Hints::default()
        };
        assert_eq!(plain(HOUR, &Hints::default()), HOUR);
        assert_eq!(plain(HOUR, &fresh(3 * HOUR)), 3 * HOUR);
        assert_eq!(
            plain(HOUR, &fresh(60)),
            HOUR,
            "being allowed to ask sooner is no reason to"
        );
        assert_eq!(plain(HOUR, &fresh(400 * DAY)), DAY);
        assert_eq!(
            plain(
                HOUR,
                &Hints {
                    ttl: Some(240),
                    ..Hints::default()
                }
            ),
            4 * HOUR
        );
    }

    #[test]
    fn hours_to_skip_are_skipped() {
        // NOW is at 00:00 UTC or some whole hour; an hour later must move to the first hour allowed.
        let hour = NOW.seconds().div_euclid(HOUR).rem_euclid(24);
        let next = u8::try_from((hour + 1) % 24).unwrap();
        let after = u8::try_from((hour + 2) % 24).unwrap();
        let hints = Hints {
            skip_hours: vec![next, after],
            ..Hints::default()
        };
        let at = next_fetch(HOUR, &hints, 0, NOW);
        assert_eq!(
            at.seconds().div_euclid(HOUR) - NOW.seconds().div_euclid(HOUR),
            3
        );
        let never = Hints {
            skip_hours: (0..24).collect(),
            ..Hints::default()
        };
        assert_eq!(next_fetch(HOUR, &never, 0, NOW), NOW.plus(HOUR));
    }

    #[test]
    fn failures_double_the_wait_up_to_a_day() {
        let wait = |tries| next_try(tries, None, 0, NOW).seconds() - NOW.seconds();
        let hours: Vec<i64> = (0..=9).map(|tries| wait(tries) / HOUR).collect();
        assert_eq!(hours, [1, 1, 2, 4, 8, 16, 24, 24, 24, 24]);
        assert_eq!(next_try(4, Some(NOW.plus(77)), 5, NOW), NOW.plus(77));
    }

    proptest! {
        #[test]
        fn healthy_feeds_always_come_back_within_the_bounds(
            posted in prop::collection::vec(any::<i64>(), 0..40),
            ttl in any::<Option<u32>>(),
            fresh in any::<Option<i64>>(),
            spread in any::<u64>(),
        ) {
            let interval = interval(posted.into_iter().map(Timestamp::from_seconds), NOW);
            let hints = Hints { ttl, fresh_until: fresh.map(Timestamp::from_seconds), skip_hours: Vec::new() };
            let wait = next_fetch(interval, &hints, spread, NOW).seconds() - NOW.seconds();
            prop_assert!((SHORTEST_INTERVAL..=LONGEST_INTERVAL).contains(&wait), "{wait}");
        }

        #[test]
        fn failing_feeds_are_never_dropped(tries in any::<u32>(), spread in any::<u64>()) {
            let wait = next_try(tries, None, spread, NOW).seconds() - NOW.seconds();
            prop_assert!((FIRST_BACK_OFF..=LONGEST_INTERVAL).contains(&wait), "{wait}");
        }
    }
}
