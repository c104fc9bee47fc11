//! Where a password or token is, never what it is.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value for a server: kept elsewhere, or written out.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    /// What this command of the shell prints: `cmd:pass show news`.
    Command(String),
    /// The value of this environment variable: `env:NEWS_PASSWORD`.
    Variable(String),
    /// What stands in this file: `file:~/.news-password`.
    File(String),
    /// The value itself.
    Plain(String),
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let after = |prefix| text.strip_prefix(prefix).map(str::to_owned);
        Ok(after("cmd:")
            .map(Self::Command)
            .or_else(|| after("env:").map(Self::Variable))
            .or_else(|| after("file:").map(Self::File))
            .unwrap_or_else(|| Self::Plain(text.to_owned())))
    }
}

/// Where it is; a plain value stays hidden.
impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(command) => write!(f, "cmd:{command}"),
            Self::Variable(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "file:{path}"),
            Self::Plain(_) => f.write_str("(hidden)"),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Ok(secret) = String::deserialize(from)?.parse();
        Ok(secret)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_value_never_shows() {
        let Ok(plain) = "hunter2".parse::<Secret>();
        assert!(matches!(&plain, Secret::Plain(value) if value == "hunter2"));
        assert_eq!(format!("{plain} {plain:?}"), "(hidden) `(hidden)`");
        let Ok(command) = "cmd:pass show news".parse::<Secret>();
        assert_eq!(command, Secret::Command("pass show news".to_owned()));
        assert_eq!(command.to_string(), "cmd:pass show news");
    }
}
