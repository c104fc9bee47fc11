//! Sources, headlines, and brief above questions of the selected story.
//!
//! Start with [`State`]; `list` moves through rows and loads more of them, `panes` moves between panes, `rows` says
//! what the sources pane lists.

pub mod brief;
mod filter;
mod list;
mod panes;
pub mod rows;
pub mod view;

use std::collections::BTreeSet;

pub use filter::{ask_filter, go_to, query, set_filter, sort, toggle_unread_only};
pub use list::{PAGE, neighbour, nothing, open_shelf, page, reload, settle, step};
pub use panes::{
    back, click, enter, focus, go_home, motion_in, next_pane, toggle_insights, toggle_whole,
};

use crate::domain::{ArticleId, Headline};
use crate::store::Sort;
use crate::ui::{Pane, Shelf, Ticket};

/// What is to become of rows when they arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// They are another list.
    Fresh,
    /// They are the same list again: the reader must not be moved.
    InPlace,
    /// The same, of rows that are known from the end of the list on.
    InPlaceFromEnd,
    /// They go on where the rows at hand end.
    More,
    /// The same, and the cursor goes to the first unread of them.
    ToUnread,
    /// They are the end of the list and replace the rows at hand; the cursor goes to the last.
    End,
    /// They end where the rows at hand begin.
    Before,
    /// The same, and the cursor goes to the last unread of them.
    ToUnreadBefore,
}

impl Fill {
    /// The rows are asked for, and come, from the last to the first.
    const fn is_backward(self) -> bool {
        matches!(
            self,
            Self::InPlaceFromEnd | Self::End | Self::Before | Self::ToUnreadBefore
        )
    }
}

#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches")]
pub struct State {
    pub pane: Pane,
    /// The current pane has the whole screen.
    pub is_whole: bool,
    /// The sources pane was called in at a width that has no place for it.
    pub has_sources_in: bool,
    /// The selected story need not stay in the list when that is asked for again: it was muted, or is no more.
    pub lets_go: bool,
    pub is_insights_hidden: bool,

    pub shelf: Shelf,
    pub sources_offset: usize,
    pub folded: BTreeSet<String>,

    pub rows: Vec<Headline>,
    pub has_more: bool,
    /// The list has rows before the first one at hand, because the reader went to its end at once.
    pub has_before: bool,
    pub waiting: Option<(Ticket, Fill)>,
    /// Why the list could not be loaded.
    pub failure: Option<String>,
    /// False until the first list arrived.
    pub is_loaded: bool,
    pub selected: Option<ArticleId>,
    /// A story to select once the list is there.
    pub wanted: Option<ArticleId>,
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
    pub fn row(&self, id: ArticleId) -> Option<&Headline> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Returns the number of the selected row.
    pub fn index(&self) -> Option<usize> {
        let id = self.selected?;
        self.rows.iter().position(|row| row.id == id)
    }

    /// Returns the story below the selected one.
    pub fn below(&self) -> Option<ArticleId> {
        self.rows.get(self.index()? + 1).map(|row| row.id)
    }
}
