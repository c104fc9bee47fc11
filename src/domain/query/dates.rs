//! Days, months, years and ages as people write them.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::Timestamp;

/// Units of an age in seconds, the longest names first where one begins another.
const UNITS: &[(&str, i64)] = &[
    ("min", 60),
    ("s", 1),
    ("h", 3_600),
    ("d", 86_400),
    ("w", 7 * 86_400),
    ("m", 30 * 86_400),
    ("y", 365 * 86_400),
];

/// Returns the seconds of an age such as `12h`, `7d`, `2w`, `3m` (months of 30 days), `1y`, `90min`, `30s`.
pub fn parse_age(text: &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let seconds = UNITS
        .iter()
        .find(|(name, _)| unit.eq_ignore_ascii_case(name))?
        .1;
    number.parse::<i64>().ok()?.checked_mul(seconds)
}

/// Writes seconds in the largest unit that holds them exactly.
pub(super) fn write_age(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (name, size) = UNITS
        .iter()
        .filter(|(_, size)| seconds % size == 0 && seconds >= *size)
        .max_by_key(|(_, size)| *size)
        .copied()
        .unwrap_or(("s", 1));
    format!("{}{name}", seconds / size)
}

/// Returns the first moment of what was written: a day, a month, a year, `today`, `yesterday`, or an RFC 3339 moment.
pub(super) fn parse_date(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    match text.to_ascii_lowercase().as_str() {
        "today" => return Some(now.start_of_day(zone)),
        "yesterday" => return Some(now.start_of_day(zone).plus(-1).start_of_day(zone)),
        _ => {}
    }
    if text.contains([':', 'T', 't']) {
        let moment: jiff::Timestamp = text.parse().ok()?;
        return Some(Timestamp::from_seconds(moment.as_second()));
    }
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4..=4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 1..=2))?;
    let day = parts.next().map_or(Some(1), |part| number(part, 1..=2))?;
    if parts.next().is_some() {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let start = date.to_zoned(zone.clone()).ok()?;
    Some(Timestamp::from_seconds(start.timestamp().as_second()))
}

fn number(digits: &str, length: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let is_number =
        length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// Returns whether more keys could make a date of this.
pub(super) fn may_become_date(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    "today".starts_with(&lower)
        || "yesterday".starts_with(&lower)
        || text.bytes().all(|byte| {
            byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'T' | b't' | b'+' | b'Z')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_in_every_unit_and_written_back_in_the_largest() {
        let cases = [
            ("30s", 30),
            ("90min", 5_400),
            ("12h", 43_200),
            ("7d", 604_800),
            ("2W", 1_209_600),
            ("1m", 2_592_000),
            ("1y", 31_536_000),
        ];
        for (text, seconds) in cases {
            assert_eq!(parse_age(text), Some(seconds), "{text}");
            assert_eq!(parse_age(&write_age(seconds)), Some(seconds), "{text}");
        }
        for text in [
            "",
            "7",
            "d",
            "-7d",
            "7 d",
            "7x",
            "99999999999999999999d",
            "9223372036854775807y",
            "é",
        ] {
            assert_eq!(parse_age(text), None, "{text}");
        }
    }

    #[test]
    fn dates_begin_where_the_zone_says() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now = Timestamp::from_seconds(1_795_348_800); // 2026-11-22T12:00:00Z
        let cases = [
            ("2026-11-01", "2026-10-31T23:00:00Z"),
            ("2026-7", "2026-06-30T22:00:00Z"),
            ("2026", "2025-12-31T23:00:00Z"),
            ("today", "2026-11-21T23:00:00Z"),
            ("Yesterday", "2026-11-20T23:00:00Z"),
            ("2026-11-01T08:30:00Z", "2026-11-01T08:30:00Z"),
        ];
        for (text, expected) in cases {
            let date = parse_date(text, now, &zone).map(Timestamp::rfc3339);
            assert_eq!(date.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "26",
            "2026-13",
            "2026-02-30",
            "2026-1-1-1",
            "soon",
            "2026-",
            "٢٠٢٦",
        ] {
            assert_eq!(parse_date(text, now, &zone), None, "{text}");
        }
    }
}
