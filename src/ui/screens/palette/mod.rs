//! Every command by name, found as one types.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::config::theme::Theme;
use crate::ui::widgets::line_edit::LineEdit;
use crate::ui::{Outcome, Overlay};

#[derive(Debug, Clone, Default)]
pub struct State {
    pub line: LineEdit,
    pub selected: usize,
}

/// Lets the person find a command.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    state.palette = State::default();
    state.overlay = Some(Overlay::Palette);
    Outcome::REDRAW
}

/// Types, moves, and runs what is selected.
pub fn key(_state: &mut crate::ui::State, _key: KeyEvent) -> Option<Outcome> {
    None
}

pub fn paste(state: &mut crate::ui::State, text: &str) -> Outcome {
    state.palette.line.insert(text);
    Outcome::REDRAW
}

/// Draws it.
pub fn view(_state: &crate::ui::State, _theme: &Theme, _area: Rect, _frame: &mut Frame<'_>) {}
