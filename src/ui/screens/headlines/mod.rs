//! Sources, headlines, and brief above questions of the selected story.

use std::collections::BTreeSet;

use crate::domain::{ArticleId, Headline};
use crate::store::Sort;
use crate::ui::{Pane, Shelf, Ticket};

#[derive(Debug, Clone, Default)]
pub struct State {
    pub pane: Pane,
    /// The current pane has the whole screen.
    pub is_whole: bool,
    /// The sources pane was called in at a width that has no place for it.
    pub has_sources_in: bool,
    pub is_insights_hidden: bool,

    pub shelf: Shelf,
    pub sources_offset: usize,
    pub folded: BTreeSet<String>,

    pub rows: Vec<Headline>,
    pub has_more: bool,
    pub waiting: Option<Ticket>,
    pub selected: Option<ArticleId>,
    pub offset: usize,
    pub is_unread_only: bool,
    pub sort: Sort,
    /// The text of the `=` line; empty for none.
    pub filter: String,

    /// Which bullet or question is selected in the right column, counted through.
    pub insight: usize,
    pub sources_width: Option<u16>,
    pub insights_width: Option<u16>,
}

impl State {
    pub fn selected(&self) -> Option<&Headline> {
        let id = self.selected?;
        self.rows.iter().find(|row| row.id == id)
    }
}
