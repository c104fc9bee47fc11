//! Key strokes: how they come from the terminal, how they are written in settings, how they are shown.
//!
//! Notation: strokes parted by spaces, each `modifier-modifier-key`: `j`, `G`, `g g`, `ctrl-d`, `shift-tab`, `space`,
//! `enter`, `f1`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key press, the same for the same intent whatever the terminal reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stroke {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Names of keys that are not one character, as written in the config file and as shown.
const NAMED: &[(&str, &str, KeyCode)] = &[
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Delete", KeyCode::Delete),
    ("insert", "Insert", KeyCode::Insert),
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
    ("minus", "-", KeyCode::Char('-')),
];

impl Stroke {
    /// Reads a terminal's event; `None` for keys no notation can name (media keys, modifiers alone).
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let stroke = Self::normal(event.code, event.modifiers & known);
        match stroke.code {
            KeyCode::Char(_) | KeyCode::F(_) => Some(stroke),
            code => NAMED
                .iter()
                .any(|(_, _, named)| *named == code)
                .then_some(stroke),
        }
    }

    /// Letters carry their case instead of Shift, except beside Ctrl, where terminals do not tell cases apart.
    pub(super) fn normal(code: KeyCode, modifiers: KeyModifiers) -> Self {
        match code {
            KeyCode::BackTab => Self {
                code: KeyCode::Tab,
                modifiers: modifiers | KeyModifiers::SHIFT,
            },
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => Self {
                code: KeyCode::Char(c.to_ascii_lowercase()),
                modifiers: modifiers - KeyModifiers::SHIFT,
            },
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) && c != ' ' => Self {
                code: KeyCode::Char(c.to_uppercase().next().unwrap_or(c)),
                modifiers: modifiers - KeyModifiers::SHIFT,
            },
            _ => Self { code, modifiers },
        }
    }

    /// Returns the character this stroke types into a line, if it is one.
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c)
                if !self
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
            {
                Some(c)
            }
            _ => None,
        }
    }

    pub fn code(self) -> KeyCode {
        self.code
    }

    pub fn is_ctrl(self) -> bool {
        self.modifiers.contains(KeyModifiers::CONTROL)
    }

    pub fn is_alt(self) -> bool {
        self.modifiers.contains(KeyModifiers::ALT)
    }

    fn write(self, f: &mut impl fmt::Write, is_for_people: bool) -> fmt::Result {
        for (modifier, written, shown) in [
            (KeyModifiers::CONTROL, "ctrl-", "Ctrl-"),
            (KeyModifiers::ALT, "alt-", "Alt-"),
            (KeyModifiers::SHIFT, "shift-", "Shift-"),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(if is_for_people { shown } else { written })?;
            }
        }
        if let Some((written, shown, _)) = NAMED.iter().find(|(_, _, code)| *code == self.code) {
            return f.write_str(if is_for_people { shown } else { written });
        }
        match self.code {
            KeyCode::Char(c) => f.write_char(c),
            KeyCode::F(number) => write!(f, "{}{number}", if is_for_people { 'F' } else { 'f' }),
            _ => Ok(()),
        }
    }

    /// Returns how to print the stroke for people: `Ctrl-d`, `↓`, `Space`.
    pub fn label(self) -> String {
        let mut label = String::new();
        // Writing into a `String` cannot fail.
        let _ = self.write(&mut label, true);
        label
    }
}

impl fmt::Display for Stroke {
    /// Writes the notation that [`Stroke::from_str`] reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false)
    }
}

/// Not a key in the notation of the config file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error(
        "`{0}` is not a key; keys are written like `j`, `g g`, `ctrl-d`, `shift-tab`, `space`, `f1`"
    )]
    NotAKey(String),
    #[error("there is no key in `{0}`")]
    Empty(String),
}

impl FromStr for Stroke {
    type Err = KeyError;

    fn from_str(notation: &str) -> Result<Self, Self::Err> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = notation;
        while let Some((modifier, after)) = rest.split_once('-') {
            if after.is_empty() {
                break;
            }
            modifiers |= match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                "shift" => KeyModifiers::SHIFT,
                _ => return Err(KeyError::NotAKey(notation.to_owned())),
            };
            rest = after;
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(only), None) if !only.is_control() && only != ' ' => KeyCode::Char(only),
            _ => named(&rest.to_ascii_lowercase())
                .ok_or_else(|| KeyError::NotAKey(notation.to_owned()))?,
        };
        Ok(Self::normal(code, modifiers))
    }
}

fn named(name: &str) -> Option<KeyCode> {
    if let Some((_, _, code)) = NAMED.iter().find(|(written, _, _)| *written == name) {
        return Some(*code);
    }
    let number: u8 = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

/// Reads a sequence of strokes.
pub fn strokes(notation: &str) -> Result<Vec<Stroke>, KeyError> {
    let strokes: Vec<Stroke> = notation
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    if strokes.is_empty() {
        return Err(KeyError::Empty(notation.to_owned()));
    }
    Ok(strokes)
}

impl Stroke {
    /// Whether two keys are easily mistaken: the same letter in the other case, or with Ctrl or Alt.
    pub(super) fn is_near(self, other: Self) -> bool {
        match (self.code, other.code) {
            (KeyCode::Char(one), KeyCode::Char(two)) => one.eq_ignore_ascii_case(&two),
            (one, two) => one == two,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notation_is_read_back_as_written() {
        for notation in [
            "j",
            "G",
            "ctrl-d",
            "shift-tab",
            "space",
            "enter",
            "f1",
            "f12",
            "alt-1",
            "@",
            "|",
            "ctrl-space",
            "minus",
            "é",
            "pagedown",
            "ctrl-alt-x",
        ] {
            assert_eq!(notation.parse::<Stroke>().unwrap().to_string(), notation);
        }
    }

    #[test]
    fn different_spellings_are_one_key() {
        for (one, other) in [
            ("shift-g", "G"),
            ("ctrl-D", "ctrl-d"),
            ("-", "minus"),
            ("Enter", "enter"),
        ] {
            assert_eq!(one.parse::<Stroke>(), other.parse::<Stroke>(), "{one}");
        }
        let back_tab = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Stroke::from_event(back_tab), "shift-tab".parse().ok());
        let shifted = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Stroke::from_event(shifted), "G".parse().ok());
    }

    #[test]
    fn wrong_notation_is_refused_with_examples() {
        for wrong in ["", "meta-x", "f0", "f99", "ctrl-", "entre", "hyper"] {
            assert!(strokes(wrong).is_err(), "{wrong}");
        }
    }
}
