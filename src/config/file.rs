//! The config file: every setting with its default, and errors that name line and nearest key.

use serde::{Deserialize, Serialize};

use super::keymap::{Keymap, KeymapError, Overrides, Preset};

/// What `squelch config init` writes: every setting at its default, explained.
pub const DEFAULT_FILE: &str = include_str!("../../assets/default.toml");

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub screen: Screen,
    pub fetch: Fetch,
    pub store: Store,
    pub insight: Insight,
    pub browser: Browser,
    #[serde(with = "one_or_many")]
    pub keys: Overrides,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Screen {
    /// `auto`, or the name of a theme.
    pub theme: String,
    pub background: Background,
    pub colours: Colours,
    /// Columns of an article's text.
    pub measure: u16,
    pub keys: Preset,
    pub mouse: bool,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            theme: "auto".to_owned(),
            background: Background::Auto,
            colours: Colours::Auto,
            measure: 84,
            keys: Preset::Vim,
            mouse: true,
        }
    }
}

/// What the terminal's background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Background {
    /// Ask the terminal.
    #[default]
    Auto,
    Dark,
    Light,
}

/// How many colours to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colours {
    /// What the environment says the terminal can show.
    #[default]
    Auto,
    /// 24 bit.
    True,
    #[serde(rename = "256")]
    Palette,
    #[serde(rename = "16")]
    Basic,
    None,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fetch {
    pub user_agent: String,
    /// Seconds.
    pub total_timeout: u64,
    /// Seconds.
    pub connect_timeout: u64,
    /// Seconds without a byte.
    pub read_timeout: u64,
    /// MiB after decompression.
    pub max_body: u32,
    pub max_redirects: usize,
    /// Feeds fetched at once.
    pub concurrency: usize,
    /// Feeds fetched at once from one host.
    pub per_host: usize,
}

impl Default for Fetch {
    fn default() -> Self {
        Self {
            user_agent: concat!("squelch/", env!("CARGO_PKG_VERSION"), " (news reader)").to_owned(),
            total_timeout: 30,
            connect_timeout: 10,
            read_timeout: 15,
            max_body: 16,
            max_redirects: 10,
            concurrency: 64,
            per_host: 4,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// How many of a new feed's stories start unread.
    pub first_fetch_unread: usize,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            first_fetch_unread: 20,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Insight {
    pub engine: Engine,
}

/// What makes briefs, questions and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    #[default]
    Offline,
    /// Nothing does, and the screen does not mention it.
    Off,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Browser {
    /// Program and arguments, the address is added at the end; empty for `$BROWSER`, else the system's own.
    pub command: Vec<String>,
}

/// Why a config file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

impl Config {
    /// Reads a config file's text.
    ///
    /// # Errors
    /// [`ConfigError`] names line and key.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError(error.to_string()))?;
        Ok(config)
    }

    /// Returns the keys in use.
    pub fn keymap(&self) -> Result<Keymap, KeymapError> {
        Keymap::new(self.screen.keys, &self.keys)
    }
}

/// A key may be written as a string or as a list of strings.
mod one_or_many {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Overrides;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Keys {
        One(String),
        Many(Vec<String>),
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Overrides, D::Error> {
        let rows = std::collections::BTreeMap::<String, Keys>::deserialize(from)?;
        Ok(rows
            .into_iter()
            .map(|(name, keys)| match keys {
                Keys::One(key) => (name, vec![key]),
                Keys::Many(keys) => (name, keys),
            })
            .collect())
    }

    pub(super) fn serialize<S: Serializer>(keys: &Overrides, into: S) -> Result<S::Ok, S::Error> {
        keys.serialize(into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_default_file_is_exactly_the_defaults() {
        assert_eq!(Config::parse(DEFAULT_FILE), Ok(Config::default()));
        assert_eq!(Config::parse(""), Ok(Config::default()));
    }
}
