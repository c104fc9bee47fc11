//! Settings, the command table, keys, themes and paths.
//!
//! Start with [`command`]: one table says what the screen can do and on which keys. [`Config`] is the config file.

pub mod command;
pub mod edit;
mod feeds;
pub mod file;
pub mod keymap;
pub mod listing;
pub mod paths;
pub mod stroke;
pub mod theme;

pub use command::{COMMANDS, Command, Invocation, Place};
pub use feeds::FeedSettings;
pub use file::{Config, ConfigError};
pub use keymap::{Keymap, Lookup, Preset};
pub use paths::Paths;
pub use stroke::Stroke;
pub use theme::{Depth, Theme, Tone};

/// Returns the name most like a mistyped one, when it is likely enough to be meant.
pub(crate) fn nearest<'a>(
    typed: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(typed, name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}
