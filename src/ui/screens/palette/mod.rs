//! Every command by name, found as one types.

use crate::ui::widgets::line_edit::LineEdit;

#[derive(Debug, Clone, Default)]
pub struct State {
    pub line: LineEdit,
    pub selected: usize,
}
