//! One or two lines to fill in: add, rename and remove a source, a question of one's own.

use crate::domain::FeedId;
use crate::ui::Ticket;
use crate::ui::widgets::line_edit::LineEdit;

/// What the lines are for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Purpose {
    #[default]
    Add,
    Rename(FeedId),
    Remove(FeedId),
    Ask,
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub purpose: Purpose,
    pub lines: Vec<(&'static str, LineEdit)>,
    pub focus: usize,
    /// Something asked for here is not answered yet: an address is being looked at.
    pub waiting: Option<Ticket>,
}

impl State {
    pub const fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }
}
