//! One sequence of strokes that means a command, read from its notation.

use crossterm::event::{KeyCode, KeyModifiers};

use super::KeymapError;
use crate::config::Command;
use crate::config::stroke::{Stroke, strokes};

/// Returns how to print a notation for people: `g g`, `Ctrl-d`, `1–9`.
pub fn label(notation: &str) -> String {
    if notation == DIGITS {
        return "1–9".to_owned();
    }
    strokes(notation).map_or_else(
        |_| notation.to_owned(),
        |strokes| {
            strokes
                .iter()
                .map(|stroke| stroke.label())
                .collect::<Vec<_>>()
                .join(" ")
        },
    )
}

/// Notation for nine bindings at once.
const DIGITS: &str = "1-9";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binding {
    pub(super) strokes: Vec<Stroke>,
    pub(super) command: Command,
    pub(super) argument: Option<String>,
}

impl Binding {
    /// Whether one of two bindings could keep the other from being typed.
    pub(super) fn collides(&self, other: &Self) -> bool {
        self.command
            .spec()
            .scope
            .overlaps(other.command.spec().scope)
            && (self.strokes.starts_with(&other.strokes)
                || other.strokes.starts_with(&self.strokes))
    }
}

pub(super) fn bind(command: Command, keys: &str) -> Result<Vec<Binding>, KeymapError> {
    if keys == DIGITS {
        return Ok(('1'..='9')
            .map(|digit| Binding {
                strokes: vec![Stroke::normal(KeyCode::Char(digit), KeyModifiers::NONE)],
                command,
                argument: Some(digit.to_string()),
            })
            .collect());
    }
    Ok(vec![Binding {
        strokes: strokes_of(command, keys)?,
        command,
        argument: None,
    }])
}

pub(super) fn strokes_of(command: Command, keys: &str) -> Result<Vec<Stroke>, KeymapError> {
    strokes(keys).map_err(|source| KeymapError::Key { command, source })
}

pub(super) fn notation(strokes: &[Stroke]) -> String {
    strokes
        .iter()
        .map(Stroke::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn labels(strokes: &[Stroke]) -> String {
    strokes
        .iter()
        .map(|stroke| stroke.label())
        .collect::<Vec<_>>()
        .join(" ")
}
