//! Every feed and how it is doing, failing ones first.

use crate::config::theme::Theme;
use crate::domain::FeedId;
use crate::ui::{Motion, Outcome, Screen};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

#[derive(Debug, Clone, Default)]
pub struct State {
    pub selected: usize,
    pub offset: usize,
}

/// Shows the feeds and why they fail.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    state.health = State::default();
    state.push_screen(Screen::Health);
    Outcome::REDRAW
}

/// Returns the feed under the cursor.
pub fn selected(_state: &crate::ui::State) -> Option<FeedId> {
    None
}

/// Goes to another feed.
pub fn motion(_state: &mut crate::ui::State, _motion: Motion) -> Outcome {
    Outcome::NOTHING
}

/// Goes to the headlines of the selected feed.
pub fn enter(_state: &mut crate::ui::State) -> Outcome {
    Outcome::NOTHING
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
