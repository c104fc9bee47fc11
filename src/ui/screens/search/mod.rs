//! Search as one types, over everything cached.

use crate::domain::Headline;
use crate::store::{Hit, SearchResult};
use crate::ui::widgets::line_edit::LineEdit;
use crate::ui::{Load, Ticket};

#[derive(Debug, Clone, Default)]
pub struct State {
    pub line: LineEdit,
    /// The line has the keys; else the results have them.
    pub is_typing: bool,
    /// The last good result, kept while a newer search runs or the query is wrong.
    pub result: SearchResult,
    pub waiting: Option<Ticket>,
    pub milliseconds: f64,
    pub selected: usize,
    pub offset: usize,
    pub status: Load<()>,
}

impl State {
    pub fn selected(&self) -> Option<&Headline> {
        self.hit().map(|hit| &hit.headline)
    }

    pub fn hit(&self) -> Option<&Hit> {
        self.result.hits.get(self.selected)
    }
}
