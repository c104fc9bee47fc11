//! What came of a fetch, read from a server's answer: a document, nothing new, or why there is none.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderName, LAST_MODIFIED};
use tokio::sync::OwnedSemaphorePermit;
use url::Url;

use super::failure::Failure;
use super::schedule::UNSAID_PAUSE;
use super::{headers, wall};
use crate::domain::Timestamp;
use crate::net;

/// What came of a fetch.
#[derive(Debug)]
pub struct FetchReply {
    pub result: FetchResult,
    /// Where a chain of only permanent redirects led.
    pub moved_to: Option<Url>,
    /// 429/503: when the server wants to be asked again.
    pub retry_at: Option<Timestamp>,
    /// 429, or 503 with a time: the host that said so, behind redirects another than was asked, and until when all of it
    /// is to be left alone.
    pub host_pause: Option<(String, Timestamp)>,
    /// Earliest sensible next fetch by Cache-Control or Expires.
    pub fresh_until: Option<Timestamp>,
    /// Kept until the document is dealt with, so that there are never more documents in memory than fetches at once.
    pub place: Option<Place>,
}

/// One of the places of [`FetchSettings::concurrency`](super::FetchSettings::concurrency); dropping it lets the next fetch begin.
#[derive(Debug)]
pub struct Place {
    _permit: OwnedSemaphorePermit,
}

impl Place {
    pub(super) const fn new(permit: OwnedSemaphorePermit) -> Self {
        Self { _permit: permit }
    }
}

#[derive(Debug, Clone)]
pub enum FetchResult {
    NotModified,
    /// Not asked: its host said to wait until then.
    Waiting {
        until: Timestamp,
    },
    Body {
        bytes: Vec<u8>,
        content_type: Option<String>,
        final_url: Url,
        etag: Option<String>,
        last_modified: Option<String>,
    },
    Failed(Failure),
}

impl From<FetchResult> for FetchReply {
    fn from(result: FetchResult) -> Self {
        Self {
            result,
            moved_to: None,
            retry_at: None,
            host_pause: None,
            fresh_until: None,
            place: None,
        }
    }
}

impl FetchReply {
    pub(super) fn failed(failure: Failure) -> Self {
        FetchResult::Failed(failure).into()
    }

    pub(super) fn of(answer: net::Answer, now: Timestamp) -> Self {
        let net::Answer {
            status,
            headers,
            body,
            url,
            is_moved,
        } = answer;
        let is_good = status.is_success() || status == StatusCode::NOT_MODIFIED;
        let moved_to = (is_moved && is_good).then(|| url.clone());
        let waits = matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        );
        let retry_at = waits.then(|| headers::retry_at(&headers, now)).flatten();
        let host_pause = match status {
            StatusCode::TOO_MANY_REQUESTS => Some(retry_at.unwrap_or(now.plus(UNSAID_PAUSE))),
            _ => retry_at,
        };
        let host_pause =
            host_pause.and_then(|until| url.host_str().map(|host| (host.to_owned(), until)));
        let fresh_until = is_good
            .then(|| headers::fresh_until(&headers, now))
            .flatten();
        let result = match status.as_u16() {
            304 => FetchResult::NotModified,
            200 | 203 | 226 => FetchResult::Body {
                bytes: body,
                content_type: headers::text(&headers, &CONTENT_TYPE),
                final_url: url,
                etag: verbatim(&headers, &ETAG),
                last_modified: verbatim(&headers, &LAST_MODIFIED),
            },
            status => FetchResult::Failed(refusal(status, &headers, &body, retry_at, now)),
        };
        Self {
            result,
            moved_to,
            retry_at,
            host_pause,
            fresh_until,
            place: None,
        }
    }
}

fn refusal(
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> Failure {
    match status {
        401 => Failure::Unauthorized,
        403 | 405 | 406 | 451 => match wall::of_refusal(headers, body) {
            Some(wall) => Failure::Forbidden { wall: Some(wall) },
            None if status == 403 => Failure::Forbidden { wall: None },
            None => Failure::Client { status },
        },
        404 => Failure::NotFound,
        410 => Failure::Gone,
        429 => Failure::TooManyRequests {
            until: retry_at,
            at: now,
        },
        // Walls answer 503 (and 202) with a puzzle for browsers.
        202 | 503 if wall::of_page(body).is_some() => Failure::Forbidden {
            wall: wall::of_page(body),
        },
        503 if retry_at.is_some() => Failure::Unavailable {
            until: retry_at,
            at: now,
        },
        400..=499 => Failure::Client { status },
        500..=599 => Failure::Server { status },
        _ => Failure::Unexpected { status },
    }
}

fn verbatim(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn the_host_that_asks_for_quiet_gets_it_and_not_the_one_that_led_there() {
        let now = Timestamp::from_seconds(1_795_305_600);
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_static("600"));
        let reply = FetchReply::of(
            net::Answer {
                status: StatusCode::TOO_MANY_REQUESTS,
                headers,
                body: Vec::new(),
                url: Url::parse("https://feeds.host.example/wire.xml").unwrap(),
                is_moved: true,
            },
            now,
        );
        assert_eq!(
            reply.host_pause,
            Some(("feeds.host.example".to_owned(), now.plus(600)))
        );
        assert_eq!(reply.retry_at, Some(now.plus(600)));
    }
}
