//! What a person's own settings are for: one feed, or everything from one host.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Host, Url};

/// One address or one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// This address and no other.
    Address(Url),
    /// Every address of this host, in lower case; not those of hosts below it.
    Host(String),
}

/// A text that is neither an address nor a host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an http or https address nor a host name")]
pub struct NotAScope(String);

impl Scope {
    /// Returns whether settings of this scope are for `url`.
    pub fn covers(&self, url: &Url) -> bool {
        match self {
            Self::Address(address) => address == url,
            Self::Host(host) => url.host_str() == Some(host),
        }
    }

    /// Returns the one of these that is most exactly for `url`: an address comes before a host, the first one counts.
    pub fn nearest<'a, T>(rows: &'a [T], scope: impl Fn(&T) -> &Self, url: &Url) -> Option<&'a T> {
        let covering = || rows.iter().filter(|row| scope(row).covers(url));
        covering()
            .find(|row| matches!(scope(row), Self::Address(_)))
            .or_else(|| covering().next())
    }
}

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, NotAScope> {
        let wrong = || NotAScope(text.to_owned());
        if text.contains("://") {
            let url = Url::parse(text).map_err(|_| wrong())?;
            let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
            return is_web.then_some(Self::Address(url)).ok_or_else(wrong);
        }
        Host::parse(text)
            .map(|host| Self::Host(host.to_string()))
            .map_err(|_| wrong())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(url) => f.write_str(url.as_str()),
            Self::Host(host) => f.write_str(host),
        }
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_covers_itself_and_a_host_all_of_its_own() {
        let url = |text| Url::parse(text).unwrap();
        let scope = |text: &str| text.parse::<Scope>().unwrap();
        let feed = url("https://news.example/feed.xml");
        assert!(scope("https://NEWS.example/feed.xml").covers(&feed));
        assert!(!scope("https://news.example/").covers(&feed));
        assert!(scope("News.example").covers(&feed));
        assert!(!scope("example").covers(&feed) && !scope("ws.example").covers(&feed));
        assert!(scope("bücher.example").covers(&url("https://xn--bcher-kva.example/")));
        for wrong in ["", "ftp://x.example/", "a b", "https://", "x.example/feed"] {
            assert!(wrong.parse::<Scope>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_counts_before_its_host() {
        let scopes: Vec<Scope> = ["a.example", "https://a.example/feed", "b.example"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        let nearest = |text| {
            Scope::nearest(&scopes, |scope| scope, &Url::parse(text).unwrap())
                .map(ToString::to_string)
        };
        assert_eq!(
            nearest("https://a.example/feed").as_deref(),
            Some("https://a.example/feed")
        );
        assert_eq!(nearest("https://a.example/x").as_deref(), Some("a.example"));
        assert_eq!(nearest("https://c.example/x"), None);
    }
}
