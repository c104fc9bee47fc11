//! What a person set for one feed or one host: who to say one is, what to show, which way to go.

use std::fmt;
use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use tokio::sync::OnceCell;
use url::Url;

use super::shell;
use crate::domain::{Scope, Secret};
use crate::net::Route;

/// How long a command may take to print its secret: a person may have to unlock a key first.
const PATIENCE: Duration = Duration::from_mins(1);

/// Settings of one feed or host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    pub scope: Scope,
    pub user_agent: Option<String>,
    pub headers: Vec<(String, Secret)>,
    pub cookies: Vec<(String, Secret)>,
    /// For basic authentication.
    pub user: Option<String>,
    pub password: Option<Secret>,
    pub route: Route,
}

/// Why a secret could not be had; never quotes what was found instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot get the {name} from `{place}`: {why}")]
pub struct NoSecret {
    name: String,
    place: String,
    why: String,
}

/// All settings, each with its headers once they are made.
#[derive(Default)]
pub(super) struct Persons {
    rows: Vec<(Personal, OnceCell<HeaderMap>)>,
}

/// Without the headers: they hold secrets.
impl fmt::Debug for Persons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.rows.iter().map(|(personal, _)| personal))
            .finish()
    }
}

/// What goes into one request.
#[derive(Default)]
pub(super) struct Manner {
    pub(super) user_agent: Option<HeaderValue>,
    pub(super) private: HeaderMap,
    pub(super) route: Route,
}

impl Persons {
    pub(super) fn new(rows: Vec<Personal>) -> Self {
        Self {
            rows: rows
                .into_iter()
                .map(|personal| (personal, OnceCell::new()))
                .collect(),
        }
    }

    /// Returns how to ask `url`. Secrets are looked up at the first request and kept in memory.
    pub(super) async fn manner(&self, url: &Url) -> Result<Manner, NoSecret> {
        let Some((personal, headers)) =
            Scope::nearest(&self.rows, |(personal, _)| &personal.scope, url)
        else {
            return Ok(Manner::default());
        };
        let private = headers.get_or_try_init(|| personal.private()).await?;
        Ok(Manner {
            user_agent: personal
                .user_agent
                .as_deref()
                .and_then(|agent| HeaderValue::from_str(agent).ok()),
            private: private.clone(),
            route: personal.route.clone(),
        })
    }
}

impl Personal {
    async fn private(&self) -> Result<HeaderMap, NoSecret> {
        let mut headers = HeaderMap::new();
        for (name, secret) in &self.headers {
            let value = header(secret, name, &reveal(secret, name).await?)?;
            if let Ok(name) = HeaderName::try_from(name) {
                headers.insert(name, value);
            }
        }
        let mut cookies = Vec::with_capacity(self.cookies.len());
        for (name, secret) in &self.cookies {
            let value = reveal(secret, name).await?;
            header(secret, name, &value)?;
            cookies.push(format!("{name}={value}"));
        }
        if let Ok(mut value) = HeaderValue::from_str(&cookies.join("; "))
            && !cookies.is_empty()
        {
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        if let Some(user) = &self.user {
            let password = match &self.password {
                Some(secret) => reveal(secret, "password").await?,
                None => String::new(),
            };
            let pair = BASE64_STANDARD.encode(format!("{user}:{password}"));
            if let Ok(mut value) = HeaderValue::try_from(format!("Basic {pair}")) {
                value.set_sensitive(true);
                headers.insert(AUTHORIZATION, value);
            }
        }
        Ok(headers)
    }
}

fn header(secret: &Secret, name: &str, value: &str) -> Result<HeaderValue, NoSecret> {
    let mut header = HeaderValue::from_str(value).map_err(|_| {
        refused(
            secret,
            name,
            "it holds characters that cannot be sent".to_owned(),
        )
    })?;
    header.set_sensitive(true);
    Ok(header)
}

fn refused(secret: &Secret, name: &str, why: String) -> NoSecret {
    NoSecret {
        name: name.to_owned(),
        place: secret.to_string(),
        why,
    }
}

/// Gets a secret from its place, without the line's end; an empty one is none.
async fn reveal(secret: &Secret, name: &str) -> Result<String, NoSecret> {
    let fail = |why: String| refused(secret, name, why);
    let text = match secret {
        Secret::Plain(value) => value.clone(),
        Secret::Variable(variable) => {
            std::env::var(variable).map_err(|_| fail("it is not set".to_owned()))?
        }
        Secret::File(path) => {
            let path = path.strip_prefix("~/").map_or_else(
                || path.into(),
                |rest| std::env::home_dir().unwrap_or_default().join(rest),
            );
            tokio::fs::read_to_string(path)
                .await
                .map_err(|error| fail(error.to_string()))?
        }
        Secret::Command(command) => printed(command).await.map_err(fail)?,
    };
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Err(fail("it is empty".to_owned()));
    }
    Ok(text.to_owned())
}

/// Runs a command of the person's own config in the shell and returns what it printed.
async fn printed(command: &str) -> Result<String, String> {
    let running = shell::command(command).stdout(Stdio::piped()).output();
    let output = tokio::time::timeout(PATIENCE, running)
        .await
        .map_err(|_| format!("it took longer than {} s", PATIENCE.as_secs()))?
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(shell::failure(output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| "it printed no text".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn from(text: &str) -> Result<String, String> {
        let Ok(secret) = text.parse::<Secret>();
        reveal(&secret, "password")
            .await
            .map_err(|error| error.to_string())
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn secrets_come_from_where_they_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "from a file\n").unwrap();
        let file = format!("file:{}", file.display());
        assert_eq!(from(&file).await.as_deref(), Ok("from a file"));
        assert_eq!(
            from("cmd:printf 'one %s\\n' two").await.as_deref(),
            Ok("one two")
        );
        assert_eq!(from("in the open").await.as_deref(), Ok("in the open"));
        assert!(from("env:PATH").await.is_ok());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_secret_that_is_not_there_is_named_by_its_place() {
        for (text, sentence) in [
            (
                "env:SQUELCH_NO_SUCH_VARIABLE",
                "cannot get the password from `env:SQUELCH_NO_SUCH_VARIABLE`: it is not set",
            ),
            (
                "cmd:echo hunter2; exit 3",
                "cannot get the password from `cmd:echo hunter2; exit 3`: it ended with code 3",
            ),
            (
                "cmd:true",
                "cannot get the password from `cmd:true`: it is empty",
            ),
        ] {
            assert_eq!(from(text).await, Err(sentence.to_owned()));
        }
        assert!(
            from("file:/no/such/file")
                .await
                .unwrap_err()
                .starts_with("cannot get the password from `file:/no/such/file`: ")
        );
    }
}
