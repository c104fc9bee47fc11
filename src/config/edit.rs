//! Changes to the config file from the screen: one feed's settings, with all that stands in the file left as it is.

use std::io::{self, Write};
use std::path::Path;

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};
use url::Url;

use super::{Config, ConfigError, FeedSettings};
use crate::domain::Scope;

/// What can be set for a feed from the screen, as the form shows it; title and folder have commands of their own.
pub const FEED_FIELDS: &[FeedField] = &[
    FeedField::new("interval", "Every … minutes", Kind::Number),
    FeedField::new("full_text", "Full text", Kind::YesNo),
    FeedField::new("user_agent", "User-Agent", Kind::Text),
    FeedField::new("headers", "Headers", Kind::Pairs),
    FeedField::new("cookies", "Cookies", Kind::Pairs),
    FeedField::new("user", "User", Kind::Text),
    FeedField::new("password", "Password", Kind::Text),
    FeedField::new("http1_only", "HTTP/1.1 only", Kind::YesNo),
    FeedField::new("proxy", "Proxy", Kind::Text),
];

/// One line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedField {
    /// The key in the config file.
    pub key: &'static str,
    pub label: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    YesNo,
    /// `name = value; name = value`
    Pairs,
}

impl FeedField {
    const fn new(key: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { key, label, kind }
    }

    /// Returns what was typed as the file's value; `None` for a setting that is to go.
    fn value(self, typed: &str) -> Result<Option<Item>, ConfigError> {
        let typed = typed.trim();
        let wrong = |what: &str| Err(ConfigError::Text(format!("`{}` {what}", self.key)));
        if typed.is_empty() {
            return Ok(None);
        }
        let value: Value = match self.kind {
            Kind::Text => typed.into(),
            Kind::Number => match typed.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => return wrong("is a number of minutes"),
            },
            Kind::YesNo => match typed.to_ascii_lowercase().as_str() {
                "yes" | "y" | "true" | "on" => true.into(),
                "no" | "n" | "false" | "off" => return Ok(None),
                _ => return wrong("is yes or no"),
            },
            Kind::Pairs => {
                let mut pairs = InlineTable::new();
                for pair in typed
                    .split(';')
                    .map(str::trim)
                    .filter(|pair| !pair.is_empty())
                {
                    let Some((name, value)) = pair.split_once('=') else {
                        return wrong("is written as name = value; name = value");
                    };
                    pairs.insert(name.trim(), value.trim().into());
                }
                pairs.into()
            }
        };
        Ok(Some(Item::Value(value)))
    }
}

impl FeedSettings {
    /// Returns the values of [`FEED_FIELDS`] as the form shows them; what is a secret itself is not shown.
    pub fn lines(&self) -> Vec<String> {
        fn yes(is_set: bool) -> String {
            if is_set { "yes" } else { "" }.to_owned()
        }
        let pairs = |map: &std::collections::BTreeMap<String, crate::domain::Secret>| {
            let pairs: Vec<String> = map
                .iter()
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            pairs.join("; ")
        };
        FEED_FIELDS
            .iter()
            .map(|field| match field.key {
                "interval" => self
                    .interval
                    .map(|minutes| minutes.to_string())
                    .unwrap_or_default(),
                "full_text" => yes(self.full_text),
                "user_agent" => self.user_agent.clone().unwrap_or_default(),
                "headers" => pairs(&self.headers),
                "cookies" => pairs(&self.cookies),
                "user" => self.user.clone().unwrap_or_default(),
                "password" => self
                    .password
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                "http1_only" => yes(self.http1_only),
                "proxy" => self.proxy.clone().unwrap_or_default(),
                _ => String::new(),
            })
            .collect()
    }
}

/// Returns which `[[feeds]]` is in force for a feed, and its values; a new one for the feed alone where there is none.
pub fn feed_in_force(config: &Config, feed: &Url) -> (Scope, Vec<String>) {
    match Scope::nearest(&config.feeds, |settings| &settings.address, feed) {
        Some(settings) => (settings.address.clone(), settings.lines()),
        None => (
            Scope::Address(feed.clone()),
            vec![String::new(); FEED_FIELDS.len()],
        ),
    }
}

/// Returns the text of a config file with fields of one `[[feeds]]` set, or removed where the value is empty.
///
/// Comments, order and all else stay as they are.
///
/// # Errors
/// [`ConfigError`] says which value cannot be; also when the file is wrong elsewhere.
pub fn set_feed(
    text: &str,
    scope: &Scope,
    changes: &[(&'static str, String)],
) -> Result<String, ConfigError> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| ConfigError::Text(error.message().to_owned()))?;
    let feeds = document
        .entry("feeds")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(feeds) = feeds.as_array_of_tables_mut() else {
        return Err(ConfigError::Text(
            "`feeds` is not written as [[feeds]]; write it so to change it from the screen"
                .to_owned(),
        ));
    };
    let is_it = |table: &Table| {
        table
            .get("address")
            .and_then(Item::as_str)
            .and_then(|address| address.parse::<Scope>().ok())
            .is_some_and(|address| address == *scope)
    };
    let found = feeds.iter().position(is_it);
    let index = found.unwrap_or(feeds.len());
    if found.is_none() {
        let mut table = Table::new();
        table.insert("address", scope.to_string().into());
        feeds.push(table);
    }
    if let Some(table) = feeds.get_mut(index) {
        for (key, typed) in changes {
            let Some(field) = FEED_FIELDS.iter().find(|field| field.key == *key) else {
                continue;
            };
            match field.value(typed)? {
                Some(value) => table.insert(key, value),
                None => table.remove(key),
            };
        }
        if table.len() == 1 && table.contains_key("address") {
            feeds.remove(index);
        }
    }
    let text = document.to_string();
    Config::parse(&text)?;
    Ok(text)
}

/// Writes a config file whole or not at all, where a link to it leads, readable by whom it was.
pub fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let target = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let new = target.with_extension("toml.new");
    let written = (|| {
        let mut out = std::fs::File::create(&new)?;
        if let Ok(old) = std::fs::metadata(&target) {
            out.set_permissions(old.permissions())?;
        }
        out.write_all(text.as_bytes())?;
        out.sync_all()?;
        std::fs::rename(&new, &target)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&new);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# mine\n[screen]\nmeasure = 70 # narrow\n\n[[feeds]]\naddress = \"news.example\"\n\
                        headers = { X-Key = \"open sesame\" }\n# keep\nuser_agent = \"x/1\"\n";

    fn feed() -> Url {
        Url::parse("https://news.example/feed").unwrap()
    }

    #[test]
    fn what_is_in_force_is_shown_without_secrets() {
        let config = Config::parse(FILE).unwrap();
        let (scope, lines) = feed_in_force(&config, &feed());
        assert_eq!(scope.to_string(), "news.example");
        assert!(lines.contains(&"x/1".to_owned()));
        assert!(lines.contains(&"X-Key = (hidden)".to_owned()), "{lines:?}");
        let other = Url::parse("https://other.example/feed").unwrap();
        let (scope, lines) = feed_in_force(&config, &other);
        assert_eq!(scope, Scope::Address(other));
        assert!(lines.iter().all(String::is_empty));
    }

    #[test]
    fn only_what_was_changed_changes() {
        let scope = "news.example".parse().unwrap();
        let text = set_feed(
            FILE,
            &scope,
            &[
                ("interval", "60".to_owned()),
                ("full_text", "yes".to_owned()),
                ("user_agent", String::new()),
            ],
        )
        .unwrap();
        for kept in ["# mine", "measure = 70 # narrow", "open sesame"] {
            assert!(text.contains(kept), "{text}");
        }
        let config = Config::parse(&text).unwrap();
        let settings = &config.feeds[0];
        assert_eq!(settings.interval, Some(60));
        assert!(settings.full_text && settings.user_agent.is_none());
        assert_eq!(settings.headers.len(), 1);
    }

    #[test]
    fn a_block_is_made_for_a_feed_without_one_and_goes_when_it_is_empty() {
        let scope = Scope::Address(feed());
        let one = |key, value: &str| [(key, value.to_owned())];
        let text = set_feed("", &scope, &one("cookies", "a = env:A; b = two")).unwrap();
        let config = Config::parse(&text).unwrap();
        assert_eq!(config.feeds[0].cookies.len(), 2);
        let text = set_feed(&text, &scope, &one("cookies", " ")).unwrap();
        assert!(Config::parse(&text).unwrap().feeds.is_empty());
    }

    #[test]
    fn what_cannot_be_is_refused_in_a_sentence() {
        let scope = Scope::Address(feed());
        for (key, value, why) in [
            ("interval", "soon", "number of minutes"),
            ("interval", "3", "15 to 1440"),
            ("http1_only", "perhaps", "yes or no"),
            ("headers", "X-Key", "name = value"),
            ("headers", "Host = a", "cannot be set"),
            ("password", "secret", "cmd:"),
            ("proxy", "ftp://x", "http, https"),
        ] {
            let error = set_feed(FILE, &scope, &[(key, value.to_owned())]).unwrap_err();
            assert!(error.to_string().contains(why), "{error}");
        }
        let error = set_feed("feeds = []", &scope, &[("user", "me".to_owned())]).unwrap_err();
        assert!(error.to_string().contains("[[feeds]]"));
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_file_stays_linked_and_as_private_as_it_was() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("dotfiles.toml");
        let link = folder.path().join("config.toml");
        std::fs::write(&real, "").unwrap();
        std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, "[screen]\n").unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&real).unwrap(), "[screen]\n");
        let mode = std::fs::metadata(&real).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
