//! Points in time, in whole seconds.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Seconds since 1970-01-01T00:00:00Z; negative before.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(i64);

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Timestamp {
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns this moment `seconds` later (earlier when negative); stays at the ends of the range.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Returns the time as RFC 3339 in UTC, `2026-11-22T12:04:00Z`.
    ///
    /// Times outside of years -9999 to 9999 come out as the nearest one inside.
    pub fn rfc3339(self) -> String {
        self.instant().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Returns how long ago this was, in two to four columns: `now`, `5m`, `2h`, `3d`, `6w`, `2y`.
    ///
    /// Times after `now` read as `now`.
    pub fn age(self, now: Self) -> String {
        let seconds = now.0.saturating_sub(self.0);
        match seconds {
            ..MINUTE => "now".to_owned(),
            MINUTE..HOUR => format!("{}m", seconds / MINUTE),
            HOUR..DAY => format!("{}h", seconds / HOUR),
            _ if seconds < 14 * DAY => format!("{}d", seconds / DAY),
            _ if seconds < 365 * DAY => format!("{}w", seconds / (7 * DAY)),
            _ => format!("{}y", seconds / (365 * DAY)),
        }
    }

    /// Returns day and time in `zone` for a reader, `22 Nov 2026, 12:04`.
    pub fn readable(self, zone: &TimeZone) -> String {
        self.instant()
            .to_zoned(zone.clone())
            .strftime("%-d %b %Y, %H:%M")
            .to_string()
    }

    /// Returns the day in `zone` in an order that sorts, `2026-11-22`.
    pub fn day(self, zone: &TimeZone) -> String {
        self.instant()
            .to_zoned(zone.clone())
            .strftime("%Y-%m-%d")
            .to_string()
    }

    /// Returns the hour and minute in `zone`, `14:05`.
    pub fn clock(self, zone: &TimeZone) -> String {
        self.instant()
            .to_zoned(zone.clone())
            .strftime("%H:%M")
            .to_string()
    }

    /// Returns the first second of this moment's day in `zone`.
    #[must_use]
    pub fn start_of_day(self, zone: &TimeZone) -> Self {
        self.instant()
            .to_zoned(zone.clone())
            .start_of_day()
            .map_or(self, |start| Self(start.timestamp().as_second()))
    }

    fn instant(self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_reads_in_the_largest_fitting_unit() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let cases = [
            (-5, "now"),
            (0, "now"),
            (59, "now"),
            (60, "1m"),
            (3_599, "59m"),
            (3_600, "1h"),
            (86_399, "23h"),
            (86_400, "1d"),
            (13 * 86_400, "13d"),
            (14 * 86_400, "2w"),
            (364 * 86_400, "52w"),
            (365 * 86_400, "1y"),
        ];
        for (ago, expected) in cases {
            assert_eq!(now.plus(-ago).age(now), expected, "{ago} seconds ago");
        }
    }

    #[test]
    fn extreme_times_are_printed_without_a_panic() {
        assert_eq!(Timestamp::from_seconds(0).rfc3339(), "1970-01-01T00:00:00Z");
        assert!(!Timestamp::from_seconds(i64::MAX).rfc3339().is_empty());
        assert!(
            !Timestamp::from_seconds(i64::MIN)
                .readable(&TimeZone::UTC)
                .is_empty()
        );
    }
}
