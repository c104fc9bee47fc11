//! The config file: every setting with its default, and errors that name line and nearest key.

use serde::{Deserialize, Serialize};

use super::command::Spec;
use super::feeds::FeedSettings;
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
    pub save: Save,
    #[serde(with = "one_or_many")]
    pub keys: Overrides,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub feeds: Vec<FeedSettings>,
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
    /// Links the terminal itself can follow (OSC 8).
    pub hyperlinks: bool,
    /// Opening a story marks it read.
    pub mark_read_on_open: bool,
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
            hyperlinks: true,
            mark_read_on_open: true,
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
    /// Feeds are fetched by themselves when they are due, while the screen is open.
    pub background: bool,
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
            background: true,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// How many of a new feed's stories start unread.
    pub first_fetch_unread: usize,
    /// Days after which upkeep lets the text of an article go; 0 keeps all.
    pub keep_days: u32,
    /// Texts upkeep leaves each feed; 0 keeps all.
    pub keep_articles: u32,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            first_fetch_unread: 20,
            keep_days: 0,
            keep_articles: 0,
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
    /// Program and arguments; `%s` stands for the address, which else comes last. Empty for `$BROWSER`, else the
    /// system's own choice.
    pub command: String,
}

/// Where the screen saves articles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Save {
    /// Empty for the system's folder for documents, else home.
    pub folder: String,
}

/// Why a config file cannot be used; names the line where one is to blame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}")]
    Text(String),
    #[error(transparent)]
    Keys(#[from] KeymapError),
}

impl Config {
    /// Reads a config file's text; the empty text gives the defaults.
    ///
    /// # Errors
    /// [`ConfigError`] names line and key, and the nearest right name of a wrong one.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self =
            toml::from_str(text).map_err(|error| ConfigError::Text(explain(&error, text)))?;
        config.check(text)?;
        Ok(config)
    }

    /// Returns the keys in use; without those of briefs and questions when these are off.
    pub fn keymap(&self) -> Result<Keymap, KeymapError> {
        let keymap = Keymap::new(self.screen.keys, &self.keys)?;
        Ok(match self.insight.engine {
            Engine::Offline => keymap,
            Engine::Off => keymap.without(Spec::is_about_insight),
        })
    }

    /// Refuses values that have the right type and still cannot work.
    fn check(&self, text: &str) -> Result<(), ConfigError> {
        let fetch = &self.fetch;
        let numbers = [
            ("measure", u64::from(self.screen.measure), 20..=200),
            ("total_timeout", fetch.total_timeout, 1..=3_600),
            ("connect_timeout", fetch.connect_timeout, 1..=3_600),
            ("read_timeout", fetch.read_timeout, 1..=3_600),
            ("max_body", u64::from(fetch.max_body), 1..=1_024),
            ("max_redirects", fetch.max_redirects as u64, 0..=50),
            ("concurrency", fetch.concurrency as u64, 1..=1_024),
            ("per_host", fetch.per_host as u64, 1..=64),
        ];
        for (key, value, range) in numbers {
            if !range.contains(&value) {
                return Err(ConfigError::Text(format!(
                    "`{key}`{} is {value}; it must be from {} to {}",
                    at_line(text, key),
                    range.start(),
                    range.end()
                )));
            }
        }
        if fetch.user_agent.is_empty()
            || !fetch.user_agent.chars().all(|c| (' '..='~').contains(&c))
        {
            return Err(ConfigError::Text(format!(
                "`user_agent`{} must be plain ASCII text, and not empty",
                at_line(text, "user_agent")
            )));
        }
        self.keymap()?;
        self.feeds.iter().try_for_each(FeedSettings::check)
    }
}

/// Returns ` at line 3` for the line that sets `key`.
fn at_line(text: &str, key: &str) -> String {
    text.lines()
        .position(|line| {
            line.split('=')
                .next()
                .is_some_and(|name| name.trim() == key)
        })
        .map_or_else(String::new, |index| format!(" at line {}", index + 1))
}

/// Says what is wrong with a TOML file: key, line, and the nearest right name.
///
/// The parser tells the wrong name and the right ones in its message only, between backticks.
pub(super) fn explain(error: &toml::de::Error, text: &str) -> String {
    let line = error
        .span()
        .and_then(|span| text.get(..span.start))
        .map(|before| before.matches('\n').count() + 1);
    let place = line.map_or_else(String::new, |line| format!(" at line {line}"));
    let message = error.message();
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") {
        let typed = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        let hint = super::nearest(typed, known.iter().copied()).map_or_else(
            || format!("known here: {}", known.join(", ")),
            |name| format!("did you mean `{name}`?"),
        );
        return format!("unknown key `{typed}`{place}; {hint}");
    }
    if message.starts_with("unknown variant") {
        let typed = quoted.next().unwrap_or_default();
        let known: Vec<String> = quoted.map(|name| format!("\"{name}\"")).collect();
        return format!(
            "{}\"{typed}\"{place} is not known; choose one of {}",
            key_of(text, line),
            known.join(", ")
        );
    }
    // "invalid type: string "x", expected u16" becomes "expected a whole number, found string "x"".
    if let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
        .and_then(|rest| rest.rsplit_once(", expected "))
    {
        let expected = match expected {
            "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number that is not negative",
            "a boolean" => "true or false",
            "a string" => "text in quotes",
            "a sequence" => "a list in brackets",
            other => other,
        };
        return format!(
            "{}expected {expected}{place}, found {found}",
            key_of(text, line)
        );
    }
    if message.contains("data did not match any variant") {
        return format!(
            "{}expected a key or a list of keys{place}",
            key_of(text, line)
        );
    }
    format!("{}{place}", message.lines().next().unwrap_or("not TOML"))
}

/// Returns `` `measure`:  `` for a line that sets a key.
fn key_of(text: &str, line: Option<usize>) -> String {
    line.and_then(|line| text.lines().nth(line - 1))
        .and_then(|line| line.split_once('='))
        .map_or_else(String::new, |(key, _)| format!("`{}`: ", key.trim()))
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
        let written: toml::Table = toml::from_str(DEFAULT_FILE).unwrap();
        assert_eq!(
            toml::Table::try_from(Config::default()).unwrap(),
            written,
            "a setting is missing in assets/default.toml"
        );
    }

    #[test]
    fn every_setting_is_read() {
        let config = Config::parse(
            "[screen]\ntheme = \"plain\"\nbackground = \"light\"\ncolours = \"256\"\nmeasure = 60\nkeys = \"arrows\"\n\
             mouse = false\n[insight]\nengine = \"off\"\n[browser]\ncommand = \"w3m\"\n[keys]\nrefresh = \"x\"\n",
        )
        .unwrap();
        assert_eq!(config.screen.colours, Colours::Palette);
        assert_eq!(config.screen.keys, Preset::Arrows);
        assert_eq!(config.insight.engine, Engine::Off);
        assert_eq!(config.keys.get("refresh"), Some(&vec!["x".to_owned()]));
    }

    #[test]
    fn a_wrong_setting_is_named_with_its_line() {
        for (text, expected) in [
            (
                "[screen]\n\nmesure = 3",
                "unknown key `mesure` at line 3; did you mean `measure`?",
            ),
            (
                "[scren]\nmeasure = 3",
                "unknown key `scren` at line 1; did you mean `screen`?",
            ),
            (
                "[insight]\ncolour = 3",
                "unknown key `colour` at line 2; known here: engine",
            ),
            (
                "[screen]\nmeasure = \"wide\"",
                "`measure`: expected a whole number that is not negative at line 2, found string \"wide\"",
            ),
            (
                "[screen]\nmeasure = -4",
                "`measure`: expected a whole number that is not negative at line 2, found integer `-4`",
            ),
            (
                "[screen]\nmouse = 1",
                "`mouse`: expected true or false at line 2, found integer `1`",
            ),
            (
                "[screen]\nkeys = \"emacs\"",
                "`keys`: \"emacs\" at line 2 is not known; choose one of \"vim\", \"newsboat\", \"arrows\"",
            ),
            (
                "[screen]\nmeasure = 5",
                "`measure` at line 2 is 5; it must be from 20 to 200",
            ),
            (
                "[fetch]\nper_host = 0",
                "`per_host` at line 2 is 0; it must be from 1 to 64",
            ),
            (
                "[fetch]\nuser_agent = \"caf\u{e9}\"",
                "`user_agent` at line 2 must be plain ASCII text, and not empty",
            ),
            (
                "[keys]\nrefresh = 3",
                "`refresh`: expected a key or a list of keys at line 2",
            ),
            (
                "[keys]\nrefesh = \"x\"",
                "[keys]: there is no command `refesh`; did you mean `refresh`?",
            ),
            (
                "[browser]\ncommand = [\"w3m\"]",
                "`command`: expected text in quotes at line 2, found sequence",
            ),
        ] {
            assert_eq!(
                Config::parse(text).unwrap_err().to_string(),
                expected,
                "{text}"
            );
        }
        let broken = Config::parse("[screen\nmouse = 1").unwrap_err().to_string();
        assert!(broken.contains("at line 1"), "{broken}");
    }
}
