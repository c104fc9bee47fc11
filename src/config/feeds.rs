//! What a person sets for one feed, or for all that comes from one host.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::ConfigError;
use crate::domain::{Scope, Secret};

/// Headers that belong to HTTP itself.
const RESERVED: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
];

/// One `[[feeds]]` of the config file; what is not set is as for every feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSettings {
    /// A feed's address, or a host for everything from there.
    pub address: Scope,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Secret>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cookies: BTreeMap<String, Secret>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Never HTTP/2.
    #[serde(default)]
    pub http1_only: bool,
    /// Take the text of new stories from their pages.
    #[serde(default)]
    pub full_text: bool,
    /// An address, or "none" for no proxy whatever the environment says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
}

impl FeedSettings {
    /// Refuses values that cannot be sent, without ever quoting a secret.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let fail = |what: String| {
            Err(ConfigError::Text(format!(
                "[[feeds]] of {}: {what}",
                self.address
            )))
        };
        if let Some(minutes) = self
            .interval
            .filter(|minutes| !(15..=1_440).contains(minutes))
        {
            return fail(format!(
                "`interval` is {minutes}; it must be from 15 to 1440 minutes"
            ));
        }
        if self.title.is_some() && matches!(self.address, Scope::Host(_)) {
            return fail("`title` is of one feed; give its address instead of a host".to_owned());
        }
        let is_sendable =
            |text: &str| !text.is_empty() && text.chars().all(|c| (' '..='~').contains(&c));
        if self
            .user_agent
            .as_deref()
            .is_some_and(|agent| !is_sendable(agent))
        {
            return fail("`user_agent` must be plain ASCII text, and not empty".to_owned());
        }
        for name in self.headers.keys() {
            if !is_token(name) || RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
                return fail(format!("`{name}` cannot be set as a header"));
            }
        }
        if let Some(name) = self.cookies.keys().find(|name| !is_token(name)) {
            return fail(format!("`{name}` cannot be the name of a cookie"));
        }
        for (name, value) in self.headers.iter().chain(&self.cookies) {
            if matches!(value, Secret::Plain(value) if !is_sendable(value)) {
                return fail(format!("the value of `{name}` must be plain ASCII text"));
            }
        }
        match &self.password {
            Some(Secret::Plain(_)) => {
                return fail(
                    "`password` must say where it is, not what it is: `cmd:…`, `env:…` or `file:…`"
                        .to_owned(),
                );
            }
            Some(_) if self.user.is_none() => {
                return fail("`password` needs a `user`".to_owned());
            }
            _ => {}
        }
        if let Some(proxy) = self.proxy.as_deref().filter(|proxy| *proxy != "none") {
            let is_known = Url::parse(proxy).is_ok_and(|url| {
                matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") && url.has_host()
            });
            if !is_known {
                return fail(
                    "`proxy` must be an http, https, socks5 or socks5h address, or \"none\""
                        .to_owned(),
                );
            }
        }
        Ok(())
    }
}

/// Returns whether `name` may name a header or a cookie (`token` of RFC 9110).
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn everything_that_can_be_set_for_a_feed_is_read() {
        let config = Config::parse(
            "[[feeds]]\naddress = \"https://a.example/feed\"\ntitle = \"A\"\nfolder = \"Work\"\ninterval = 60\n\
             user_agent = \"x/1\"\nheaders = { X-Key = \"env:KEY\" }\ncookies = { session = \"cmd:pass a\" }\n\
             user = \"me\"\npassword = \"file:~/.secret\"\nhttp1_only = true\nproxy = \"socks5h://localhost:9050\"\n\
             [[feeds]]\naddress = \"b.example\"\nproxy = \"none\"\n",
        )
        .unwrap();
        assert_eq!(config.feeds.len(), 2);
        let shown = toml::to_string(&config).unwrap();
        assert!(
            shown.contains("file:~/.secret") && shown.contains("cmd:pass a"),
            "{shown}"
        );
    }

    #[test]
    fn what_cannot_be_sent_is_refused_and_no_secret_is_quoted() {
        for (line, expected) in [
            (
                "password = \"hunter2\"",
                "`password` must say where it is, not what it is: `cmd:…`, `env:…` or `file:…`",
            ),
            ("password = \"env:X\"", "`password` needs a `user`"),
            (
                "interval = 5",
                "`interval` is 5; it must be from 15 to 1440 minutes",
            ),
            (
                "headers = { \"a b\" = \"x\" }",
                "`a b` cannot be set as a header",
            ),
            (
                "headers = { Host = \"x\" }",
                "`Host` cannot be set as a header",
            ),
            (
                "title = \"A\"",
                "`title` is of one feed; give its address instead of a host",
            ),
            (
                "headers = { X-Key = \"hunter2\\n\" }",
                "the value of `X-Key` must be plain ASCII text",
            ),
            (
                "cookies = { \"a=\" = \"x\" }",
                "`a=` cannot be the name of a cookie",
            ),
            (
                "proxy = \"localhost\"",
                "`proxy` must be an http, https, socks5 or socks5h address, or \"none\"",
            ),
            (
                "user_agent = \"\"",
                "`user_agent` must be plain ASCII text, and not empty",
            ),
        ] {
            let text = format!("[[feeds]]\naddress = \"a.example\"\n{line}\n");
            assert_eq!(
                Config::parse(&text).unwrap_err().to_string(),
                format!("[[feeds]] of a.example: {expected}")
            );
        }
        for (text, expected) in [
            (
                "[[feeds]]\naddress = \"a b\"",
                "`a b` is neither an http or https address nor a host name at line 2",
            ),
            (
                "[[feeds]]\naddress = \"a.example\"\npasword = \"env:X\"",
                "unknown key `pasword` at line 3; did you mean `password`?",
            ),
        ] {
            assert_eq!(Config::parse(text).unwrap_err().to_string(), expected);
        }
    }
}
