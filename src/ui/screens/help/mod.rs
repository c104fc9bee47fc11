//! The keys, from the command table.

use crate::config::theme::Theme;
use crate::ui::{Motion, Outcome, Overlay};
use ratatui::Frame;
use ratatui::layout::Rect;

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The first line drawn.
    pub offset: usize,
}

/// Shows the keys.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    state.help = State::default();
    state.overlay = Some(Overlay::Help);
    Outcome::REDRAW
}

/// Shows what was said in the footer so far.
pub fn show_messages(state: &mut crate::ui::State) -> Outcome {
    state.help = State::default();
    state.overlay = Some(Overlay::Messages);
    Outcome::REDRAW
}

/// Scrolls either.
pub fn motion(_state: &mut crate::ui::State, _motion: Motion) -> Outcome {
    Outcome::NOTHING
}

/// Draws it.
pub fn view(_state: &crate::ui::State, _theme: &Theme, _area: Rect, _frame: &mut Frame<'_>) {}

/// Draws what was said so far.
pub fn view_messages(
    _state: &crate::ui::State,
    _theme: &Theme,
    _area: Rect,
    _frame: &mut Frame<'_>,
) {
}
