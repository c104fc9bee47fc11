//! Hint letters over the links of the article.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::config::theme::Theme;
use crate::ui::{Outcome, Overlay};

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The letters typed so far.
    pub typed: String,
}

/// Puts letters at the links in sight.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    state.links = State::default();
    state.overlay = Some(Overlay::Links);
    Outcome::REDRAW
}

/// Takes letters until they name a link, and opens it.
pub fn key(_state: &mut crate::ui::State, _key: KeyEvent) -> Option<Outcome> {
    None
}

/// Draws it.
pub fn view(_state: &crate::ui::State, _theme: &Theme, _area: Rect, _frame: &mut Frame<'_>) {}
