//! From [key strokes](super::stroke) to commands: presets, overrides, sequences.
//!
//! `1-9` stands for nine bindings whose digit becomes the command's argument. `binding` reads one notation; here those of a preset
//! and of the config file become a [`Keymap`]; `lookup` says what strokes mean in a place.

mod binding;
mod lookup;

pub use binding::label;
pub use lookup::Lookup;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::binding::{Binding, bind, notation, strokes_of};
use super::command::{COMMANDS, Command, Invocation, LineError, Place, Spec};
use super::stroke::KeyError;

/// The keys to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    #[default]
    Vim,
    Newsboat,
    Arrows,
}

impl Preset {
    pub const ALL: [Self; 3] = [Self::Vim, Self::Newsboat, Self::Arrows];

    /// Returns the default keys of a command.
    pub const fn keys(self, spec: &Spec) -> &'static [&'static str] {
        match self {
            Self::Vim => spec.vim,
            Self::Newsboat => spec.newsboat,
            Self::Arrows => spec.arrows,
        }
    }
}

/// Keys of commands as the config file writes them; an empty list takes a command's keys away. A command may stand there
/// with what it is to be done with, as on the command line: `tag later`.
pub type Overrides = BTreeMap<String, Vec<String>>;

/// Why the keys of the config file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    #[error("[keys]: {0}")]
    Command(#[from] super::command::UnknownCommand),
    #[error("[keys]: {0}")]
    Line(#[from] super::command::LineError),
    #[error("[keys] {command}: {source}")]
    Key { command: Command, source: KeyError },
    #[error("[keys]: `{keys}` cannot be both `{first}` and `{second}` in {}", place.name())]
    Clash {
        keys: String,
        first: Command,
        second: Command,
        place: Place,
    },
    #[error(
        "[keys]: `{short}` ({first}) hides `{long}` ({second}) in {}, because it begins with it",
        place.name()
    )]
    Hidden {
        short: String,
        first: Command,
        long: String,
        second: Command,
        place: Place,
    },
}

/// Which strokes mean which command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
    /// By command, in notation, the most common first.
    notations: BTreeMap<Command, Vec<String>>,
    /// Commands with what they are to be done with, and their keys in notation.
    lines: Vec<(Invocation, Vec<String>)>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::defaults(Preset::Vim)
    }
}

impl Keymap {
    /// Returns the keys of a preset.
    pub fn defaults(preset: Preset) -> Self {
        Self::collect(preset, &BTreeMap::new(), Vec::new()).unwrap_or(Self {
            bindings: Vec::new(),
            notations: BTreeMap::new(),
            lines: Vec::new(),
        })
    }

    /// Returns a preset with the config file's changes.
    ///
    /// A key given to a command in the config file is taken from commands that had it by default in the same places,
    /// so that one line is enough to move a key.
    ///
    /// # Errors
    /// [`KeymapError`] for an unknown command, an unreadable key, or two commands of the config file on one key.
    pub fn new(preset: Preset, overrides: &Overrides) -> Result<Self, KeymapError> {
        let mut chosen = BTreeMap::new();
        let mut lines = Vec::new();
        for (line, keys) in overrides {
            let name = line.split_whitespace().next().unwrap_or_default();
            // Whole: what a beginning stands for may change with the commands there are.
            let command = name.parse::<Command>()?;
            match line.parse::<Invocation>() {
                Ok(invocation) if invocation.argument.is_some() => {
                    lines.push((invocation, keys.clone()));
                }
                Ok(_) | Err(LineError::Missing { .. }) => {
                    chosen.insert(command, keys.clone());
                }
                Err(error) => return Err(error.into()),
            }
        }
        let keymap = Self::collect(preset, &chosen, lines)?;
        keymap.check()?;
        Ok(keymap)
    }

    /// Returns these keys without the commands a person switched off: they have no keys and are listed nowhere.
    #[must_use]
    pub fn without(mut self, is_off: impl Fn(&Spec) -> bool) -> Self {
        self.bindings
            .retain(|binding| !is_off(binding.command.spec()));
        self.notations.retain(|command, _| !is_off(command.spec()));
        self.lines
            .retain(|(invocation, _)| !is_off(invocation.command.spec()));
        self
    }

    /// Returns whether a command is switched on.
    pub fn has(&self, command: Command) -> bool {
        self.notations.contains_key(&command)
    }

    fn collect(
        preset: Preset,
        chosen: &BTreeMap<Command, Vec<String>>,
        lines: Vec<(Invocation, Vec<String>)>,
    ) -> Result<Self, KeymapError> {
        let mut bindings = Vec::new();
        let mut notations: BTreeMap<Command, Vec<String>> = BTreeMap::new();
        for (command, keys) in chosen {
            for notation in keys {
                bindings.extend(bind(*command, notation)?);
            }
            notations.insert(*command, keys.clone());
        }
        for (invocation, keys) in &lines {
            for notation in keys {
                bindings.push(Binding {
                    strokes: strokes_of(invocation.command, notation)?,
                    command: invocation.command,
                    argument: invocation.argument.clone(),
                });
            }
        }
        let own = bindings.clone();
        for spec in COMMANDS {
            if chosen.contains_key(&spec.command) {
                continue;
            }
            let mut kept = Vec::new();
            for notation in preset.keys(spec) {
                let bound = bind(spec.command, notation)?;
                if !bound
                    .iter()
                    .any(|new| own.iter().any(|old| old.collides(new)))
                {
                    bindings.extend(bound);
                    kept.push((*notation).to_owned());
                }
            }
            notations.insert(spec.command, kept);
        }
        Ok(Self {
            bindings,
            notations,
            lines,
        })
    }

    /// Looks for two commands on one key, and for keys no one could ever finish typing.
    fn check(&self) -> Result<(), KeymapError> {
        for (index, one) in self.bindings.iter().enumerate() {
            for other in self.bindings.iter().skip(index + 1) {
                let is_same = one.command == other.command && one.argument == other.argument;
                if is_same || !one.collides(other) {
                    continue;
                }
                let place = *one
                    .command
                    .spec()
                    .scope
                    .places()
                    .iter()
                    .find(|place| other.command.spec().scope.covers(**place))
                    .unwrap_or(&Place::Headlines);
                let (short, long) = if one.strokes.len() <= other.strokes.len() {
                    (one, other)
                } else {
                    (other, one)
                };
                return Err(if short.strokes == long.strokes {
                    KeymapError::Clash {
                        keys: notation(&short.strokes),
                        first: short.command,
                        second: long.command,
                        place,
                    }
                } else {
                    KeymapError::Hidden {
                        short: notation(&short.strokes),
                        first: short.command,
                        long: notation(&long.strokes),
                        second: long.command,
                        place,
                    }
                });
            }
        }
        Ok(())
    }

    /// Returns the commands bound with what they are to be done with, and their keys as shown.
    pub fn lines(&self) -> impl Iterator<Item = (&Invocation, Vec<String>)> {
        self.lines.iter().map(|(invocation, keys)| {
            let labels = keys.iter().map(|key| label(key)).collect();
            (invocation, labels)
        })
    }

    /// Returns all keys of a command, in notation.
    pub fn keys(&self, command: Command) -> &[String] {
        self.notations.get(&command).map_or(&[], Vec::as_slice)
    }

    /// Returns the main key of a command as shown to people: `Space`, `g g`.
    pub fn first_key(&self, command: Command) -> Option<String> {
        self.keys(command).first().map(|notation| label(notation))
    }

    /// Returns all keys of a command as shown to people.
    pub fn labels(&self, command: Command) -> Vec<String> {
        self.keys(command)
            .iter()
            .map(|notation| label(notation))
            .collect()
    }

    /// Returns the commands to show at the bottom of the screen, each with its key, the most useful first.
    pub fn footer(&self, place: Place) -> Vec<(String, Command)> {
        let mut rows: Vec<&Spec> = COMMANDS
            .iter()
            .filter(|spec| spec.footer > 0 && spec.scope.covers(place))
            .collect();
        // Where most keys of a story do nothing, how to leave comes before what works everywhere.
        let weight = |spec: &Spec| match (place, spec.command) {
            (Place::Versions, Command::Close) => 72,
            _ => spec.footer,
        };
        rows.sort_by_key(|spec| std::cmp::Reverse(weight(spec)));
        rows.into_iter()
            .filter_map(|spec| Some((self.first_key(spec.command)?, spec.command)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::stroke::{Stroke, strokes};

    fn press(notation: &str) -> Vec<Stroke> {
        strokes(notation).unwrap()
    }

    #[test]
    fn default_keys_parse_and_none_shadows_another() {
        for preset in Preset::ALL {
            let keymap = Keymap::collect(preset, &BTreeMap::new(), Vec::new()).unwrap();
            assert_eq!(keymap.check(), Ok(()), "{preset:?}");
            assert_eq!(keymap, Keymap::defaults(preset));
        }
    }

    #[test]
    fn sequences_wait_for_their_end() {
        let keymap = Keymap::default();
        assert!(matches!(
            keymap.lookup(Place::Headlines, &press("g")),
            Lookup::Pending(next) if next.iter().any(|(_, command)| *command == Command::First)
        ));
        assert_eq!(
            keymap.lookup(Place::Headlines, &press("g g")),
            Lookup::Command(Command::First.into())
        );
        assert_eq!(
            keymap.lookup(Place::Article, &press("3")),
            Lookup::Command(Invocation {
                command: Command::Question,
                argument: Some("3".to_owned())
            })
        );
    }

    #[test]
    fn a_key_bound_to_nothing_names_one_nearby() {
        let keymap = Keymap::default();
        for (place, keys, expected) in [
            (
                Place::Headlines,
                "B",
                "`B` does nothing; `Ctrl-b` is page up",
            ),
            (
                Place::Headlines,
                "d",
                "`d` does nothing; `Ctrl-d` is half down",
            ),
            (
                Place::Sources,
                "f",
                "`f` (links) does nothing here; it works in an article",
            ),
            (Place::Sources, "%", "`%` does nothing; `?` shows the keys"),
            (
                Place::Sources,
                "c x",
                "`c x` does nothing; try `c s` save search, `c w` rename, `c f` folder, `c a` address, `c p` pause, `c e` settings",
            ),
        ] {
            assert_eq!(
                keymap.lookup(place, &press(keys)),
                Lookup::Nothing(expected.to_owned()),
                "{keys}"
            );
        }
    }

    fn overrides(rows: &[(&str, &[&str])]) -> Overrides {
        rows.iter()
            .map(|(name, keys)| {
                (
                    (*name).to_owned(),
                    keys.iter().map(|key| (*key).to_owned()).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn the_config_file_moves_keys() {
        let keymap = Keymap::new(
            Preset::Vim,
            &overrides(&[("refresh", &["b"]), ("quit", &[])]),
        )
        .unwrap();
        assert_eq!(
            keymap.lookup(Place::Headlines, &press("b")),
            Lookup::Command(Command::Refresh.into())
        );
        assert_eq!(keymap.keys(Command::Bookmark), ["s"]);
        assert!(matches!(
            keymap.lookup(Place::Headlines, &press("Q")),
            Lookup::Nothing(_)
        ));
    }

    #[test]
    fn wrong_keys_in_the_config_file_are_explained() {
        for (rows, expected) in [
            (
                vec![("bokmark", &["b"][..])],
                "[keys]: there is no command `bokmark`; did you mean `bookmark`?",
            ),
            (
                vec![("refresh", &["x"][..]), ("search", &["x"])],
                "[keys]: `x` cannot be both `search` and `refresh` in the sources",
            ),
            (
                vec![("refresh", &["x"][..]), ("search", &["x y"])],
                "[keys]: `x` (refresh) hides `x y` (search) in the sources, because it begins with it",
            ),
        ] {
            let error = Keymap::new(Preset::Vim, &overrides(&rows)).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn commands_that_are_switched_off_are_gone() {
        let keymap = Keymap::default().without(Spec::is_about_insight);
        assert!(!keymap.has(Command::OwnQuestion) && keymap.has(Command::Search));
        assert!(matches!(
            keymap.lookup(Place::Article, &press("1")),
            Lookup::Nothing(_)
        ));
        let footer = keymap.footer(Place::Article);
        assert!(
            !footer
                .iter()
                .any(|(_, command)| Spec::is_about_insight(command.spec())),
            "{footer:?}"
        );
    }

    #[test]
    fn how_to_leave_the_versions_is_in_sight_in_every_preset() {
        for preset in [Preset::Vim, Preset::Newsboat, Preset::Arrows] {
            let footer = Keymap::defaults(preset).footer(Place::Versions);
            let at = footer
                .iter()
                .position(|(_, command)| *command == Command::Close);
            assert!(at.is_some_and(|at| at < 5), "{preset:?}: {footer:?}");
        }
    }

    #[test]
    fn the_footer_starts_with_the_most_useful_keys() {
        let footer = Keymap::default().footer(Place::Headlines);
        assert_eq!(footer.first(), Some(&("Enter".to_owned(), Command::Open)));
        assert!(
            footer
                .iter()
                .all(|(key, command)| !key.is_empty() && !command.spec().short.is_empty())
        );
    }

    #[test]
    fn keys_are_bound_to_commands_with_what_they_are_done_with() {
        let overrides = |lines: &[(&str, &str)]| -> Overrides {
            lines
                .iter()
                .map(|(line, key)| ((*line).to_owned(), vec![(*key).to_owned()]))
                .collect()
        };
        let keymap = Keymap::new(
            Preset::Vim,
            &overrides(&[
                ("tag later", "T"),
                ("search  is:bookmarked newer:1w ", "g b"),
                ("search feed:ledger", "B"),
            ]),
        )
        .unwrap();
        let meant = |keys: &str| keymap.lookup(Place::Headlines, &press(keys));
        for (keys, line) in [
            ("T", "tag later"),
            ("g b", "search is:bookmarked newer:1w"),
            ("B", "search feed:ledger"),
            // The command's own keys stay.
            ("t", "tag"),
            ("/", "search"),
        ] {
            assert_eq!(
                meant(keys),
                Lookup::Command(line.parse().unwrap()),
                "{keys}"
            );
        }
        let listed = crate::config::listing::text(&keymap);
        assert!(listed.contains("tag later"), "{listed}");

        for (lines, said) in [
            (
                &[("tag later", "T"), ("tag now", "T")][..],
                "`T` cannot be both",
            ),
            (&[("help me", "T")], "`help` takes nothing after its name"),
            (&[("tga later", "T")], "tga"),
            (&[("tag later", "no such key")], "tag"),
        ] {
            let error = Keymap::new(Preset::Vim, &overrides(lines)).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
        }
    }
}
