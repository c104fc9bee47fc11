//! A list to choose from: the feeds of a page, the starter packs.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::config::theme::Theme;
use crate::fetch::Candidate;
use crate::ui::{Motion, Outcome, Overlay};

/// What a choice is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Purpose {
    /// Feeds of a page; any number may be chosen.
    Candidates {
        candidates: Vec<Candidate>,
        title: Option<String>,
        folder: String,
    },
    /// One starter pack, by its number.
    #[default]
    Starter,
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub purpose: Purpose,
}

/// Lets the person choose.
pub fn show(state: &mut crate::ui::State, purpose: Purpose) -> Outcome {
    state.choose = State { purpose };
    state.overlay = Some(Overlay::Choose);
    Outcome::REDRAW
}

/// Goes to another row.
pub fn motion(_state: &mut crate::ui::State, _motion: Motion) -> Outcome {
    Outcome::NOTHING
}

/// Takes what is chosen.
pub fn enter(_state: &mut crate::ui::State) -> Outcome {
    Outcome::NOTHING
}

/// Marks rows where several may be chosen.
pub fn key(_state: &mut crate::ui::State, _key: KeyEvent) -> Option<Outcome> {
    None
}

/// Does what a click means; `area` is where the screen was drawn.
pub fn click(
    _state: &mut crate::ui::State,
    _area: Rect,
    _at: Position,
    _is_double: bool,
) -> Outcome {
    Outcome::NOTHING
}

/// Draws it.
pub fn view(_state: &crate::ui::State, _theme: &Theme, _area: Rect, _frame: &mut Frame<'_>) {}
