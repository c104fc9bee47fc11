//! Drawing the panes, a file each. The rows of the list and the insights beside it are drawn alike by a search.

mod insights;
mod list;
mod sources;

use ratatui::Frame;

use crate::config::Theme;
use crate::ui::layout::Panes;
use crate::ui::state::{Pane, State};

pub use insights::insights;
pub use list::{headline, title_room};

/// Draws the panes that have an area.
pub fn view(state: &State, theme: &Theme, panes: &Panes, frame: &mut Frame<'_>) {
    if let Some(area) = panes.sources {
        sources::sources(state, theme, area, frame);
    }
    if let Some(area) = panes.list {
        list::list(state, theme, area, frame);
    }
    if let Some(area) = panes.insights {
        let is_focused = state.headlines.pane == Pane::Insights;
        insights(state, theme, area, is_focused, frame);
    }
}
