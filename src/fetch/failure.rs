//! Why a feed could not be fetched. `Display` is the sentence a person reads on the health screen.

use jiff::tz::TimeZone;
use url::Url;

use super::{NoSecret, NotAFeed, wall};
use crate::domain::Timestamp;
use crate::net;

/// Why a fetch failed. `Display` is the sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Net(#[from] net::Error),
    #[error("401: the site asks for a user name and password")]
    Unauthorized,
    #[error("403: the site blocks readers{}", wall.map(|wall| format!(" ({wall})")).unwrap_or_default())]
    Forbidden { wall: Option<&'static str> },
    #[error("404: no such feed any more at this address")]
    NotFound,
    #[error("410: the feed is gone for good")]
    Gone,
    #[error("429: asked to {}", wait(*until, *at))]
    TooManyRequests {
        until: Option<Timestamp>,
        at: Timestamp,
    },
    #[error("503: the site is not available, asked to {}", wait(*until, *at))]
    Unavailable {
        until: Option<Timestamp>,
        at: Timestamp,
    },
    #[error("{status}: {}", server_trouble(*status))]
    Server { status: u16 },
    #[error("{status}: the site refused the request")]
    Client { status: u16 },
    #[error("{status}: not an answer a feed gives")]
    Unexpected { status: u16 },
    #[error(transparent)]
    NotAFeed(#[from] NotAFeed),
    #[error("no feed found at {address}: it is {what}, which names none")]
    NoFeed { address: Url, what: String },
    #[error("not an address: `{0}`")]
    NotAnAddress(String),
    #[error(transparent)]
    NoSecret(#[from] NoSecret),
    #[error("working offline")]
    Offline,
}

impl Failure {
    /// Returns whether the trouble is with this computer's network, so that no feed is to blame.
    pub const fn is_local(&self) -> bool {
        match self {
            Self::Net(error) => error.is_local(),
            other => matches!(other, Self::Offline),
        }
    }
}

/// Returns what to say of an answer that is no feed: the wall that took its place, else what it is.
pub fn failure_of_page(error: NotAFeed, body: &[u8]) -> Failure {
    match wall::of_page(body) {
        Some(wall) => Failure::Forbidden { wall: Some(wall) },
        None => Failure::NotAFeed(error),
    }
}

fn wait(until: Option<Timestamp>, at: Timestamp) -> String {
    wait_in(until, at, &TimeZone::system())
}

fn wait_in(until: Option<Timestamp>, at: Timestamp, zone: &TimeZone) -> String {
    match until {
        None => "wait a while".to_owned(),
        Some(until) if until.start_of_day(zone) == at.start_of_day(zone) => {
            format!("wait until {}", until.clock(zone))
        }
        Some(until) => format!("wait until {}", until.readable(zone)),
    }
}

fn server_trouble(status: u16) -> &'static str {
    match status {
        502 | 504 | 520..=524 => "the site's own server does not answer",
        525 | 526 => "the site's own server has a broken certificate",
        530 => "the site's own server cannot be found",
        _ => "the site has an internal error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_wait_for_names_the_day_only_when_it_is_another() {
        let at = Timestamp::from_seconds(1_795_345_200);
        let day = at.start_of_day(&TimeZone::UTC);
        let noon = day.plus(12 * 3_600);
        let say = |until| wait_in(until, noon, &TimeZone::UTC);
        assert_eq!(say(Some(noon.plus(8_400))), "wait until 14:20");
        assert_eq!(say(None), "wait a while");
        assert_eq!(
            say(Some(noon.plus(86_400))),
            format!("wait until {}", noon.plus(86_400).readable(&TimeZone::UTC))
        );
    }

    #[test]
    fn every_failure_is_a_plain_sentence() {
        let cases = [
            (
                Failure::Unauthorized,
                "401: the site asks for a user name and password",
            ),
            (
                Failure::Forbidden { wall: None },
                "403: the site blocks readers",
            ),
            (
                Failure::Forbidden {
                    wall: Some("Cloudflare"),
                },
                "403: the site blocks readers (Cloudflare)",
            ),
            (
                Failure::Server { status: 500 },
                "500: the site has an internal error",
            ),
            (
                Failure::Server { status: 502 },
                "502: the site's own server does not answer",
            ),
            (
                Failure::Net(net::Error::TooLarge { limit: 16 << 20 }),
                "too large: over 16 MiB",
            ),
            (
                Failure::Net(net::Error::Timeout {
                    phase: net::Phase::Whole,
                    seconds: 30,
                }),
                "timeout: no complete answer within 30 s",
            ),
            (
                Failure::Net(net::Error::UnknownHost {
                    host: "x.example".to_owned(),
                    is_network_down: false,
                }),
                "unknown host \"x.example\"",
            ),
        ];
        for (failure, sentence) in cases {
            assert_eq!(failure.to_string(), sentence);
        }
    }
}
