//! What a server's headers ask of us: how long to wait, how long an answer is good, and what its clock says.

use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, RETRY_AFTER};

use super::schedule::{LONGEST_PAUSE, SHORTEST_PAUSE};
use crate::domain::Timestamp;

/// Returns a header as text; values that are not ASCII are read as UTF-8 with replacements.
pub(super) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// Returns the moment `Retry-After` (seconds or a date, RFC 9110 §10.2.3) names, between one minute and seven days
/// from now.
pub(super) fn retry_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let value = text(headers, &RETRY_AFTER)?;
    let seconds = match value.parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => date(&value)?
            .seconds()
            .saturating_sub(server_time(headers, now).seconds()),
    };
    Some(now.plus(seconds.clamp(SHORTEST_PAUSE, LONGEST_PAUSE)))
}

/// Returns until when the answer is good by `Cache-Control: max-age` (less `Age`), else `Expires`.
///
/// `no-cache` and `no-store` say nothing about how often a feed may be asked, so they give `None`.
pub(super) fn fresh_until(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let control = text(headers, &CACHE_CONTROL)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let directives = || control.split(',').map(str::trim);
    if directives().any(|directive| directive == "no-cache" || directive == "no-store") {
        return None;
    }
    let max_age = directives().find_map(|directive| {
        let seconds = directive
            .strip_prefix("max-age")?
            .trim_start()
            .strip_prefix('=')?;
        seconds.trim().trim_matches('"').parse::<i64>().ok()
    });
    let seconds = match max_age {
        Some(max_age) => {
            let age = text(headers, &AGE)
                .and_then(|age| age.parse::<i64>().ok())
                .unwrap_or(0);
            max_age.saturating_sub(age.max(0))
        }
        None => date(&text(headers, &EXPIRES)?)?
            .seconds()
            .saturating_sub(server_time(headers, now).seconds()),
    };
    (seconds > 0).then(|| now.plus(seconds))
}

/// Returns the server's idea of now, against which the dates it sends must be read; our own when it gives none.
fn server_time(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    text(headers, &DATE)
        .and_then(|value| date(&value))
        .unwrap_or(now)
}

fn date(value: &str) -> Option<Timestamp> {
    static PARSER: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    let instant = PARSER.parse_timestamp(value).ok()?;
    Some(Timestamp::from_seconds(instant.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_345_200);

    type Pairs = &'static [(&'static str, &'static str)];

    fn headers(pairs: Pairs) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date_of_the_servers_clock() {
        let cases: [(Pairs, Option<i64>); 7] = [
            (&[("retry-after", "120")], Some(120)),
            (&[("retry-after", "0")], Some(SHORTEST_PAUSE)),
            (&[("retry-after", "999999999999")], Some(LONGEST_PAUSE)),
            (
                &[
                    ("retry-after", "Wed, 21 Oct 2015 08:28:00 GMT"),
                    ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
                ],
                Some(3_600),
            ),
            (
                &[("retry-after", "Wed, 21 Oct 2015 08:28:00 GMT")],
                Some(SHORTEST_PAUSE),
            ),
            (&[("retry-after", "soon")], None),
            (&[], None),
        ];
        for (pairs, expected) in cases {
            let expected = expected.map(|seconds| NOW.plus(seconds));
            assert_eq!(retry_at(&headers(pairs), NOW), expected, "{pairs:?}");
        }
    }

    #[test]
    fn freshness_comes_from_max_age_before_expires() {
        let cases: [(Pairs, Option<i64>); 8] = [
            (&[("cache-control", "public, max-age=1800")], Some(1_800)),
            (
                &[("cache-control", "max-age=1800"), ("age", "600")],
                Some(1_200),
            ),
            (&[("cache-control", "max-age=600"), ("age", "900")], None),
            (&[("cache-control", "no-cache, max-age=1800")], None),
            (
                &[
                    ("expires", "Wed, 21 Oct 2015 08:28:00 GMT"),
                    ("date", "Wed, 21 Oct 2015 07:28:00 GMT"),
                ],
                Some(3_600),
            ),
            (&[("expires", "0")], None),
            (&[("cache-control", "max-age=x")], None),
            (&[], None),
        ];
        for (pairs, expected) in cases {
            let expected = expected.map(|seconds| NOW.plus(seconds));
            assert_eq!(fresh_until(&headers(pairs), NOW), expected, "{pairs:?}");
        }
    }
}
