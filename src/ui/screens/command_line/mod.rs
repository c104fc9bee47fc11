//! The `:` line and the `=` line at the bottom of the screen.

use crate::ui::widgets::line_edit::LineEdit;

#[derive(Debug, Clone, Default)]
pub struct State {
    pub line: LineEdit,
    /// Which completion of the typed text is shown, once `Tab` was pressed.
    pub completion: Option<usize>,
    /// Newest last.
    pub history: Vec<String>,
}
