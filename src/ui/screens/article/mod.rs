//! A story to read, at a readable measure.
//!
//! `page` lays it out for a width, `update` moves in it, `found` goes through the words of a search, `view` draws what is
//! in sight.

mod found;
mod page;
mod update;
mod view;

pub use found::{Found, next_match};
pub use page::{Anchor, Page, Stop, shown_address};
pub use update::{
    TAKING, click, enter, lay_out, leave, motion, next_link, opened, read_on, resume, show,
    show_text,
};
pub use view::{Geometry, geometry, view};

use std::ops::Range;

use crate::domain::ArticleId;
use crate::jobs::open::Opened;
use crate::ui::{Load, Ticket};

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The story shown or on its way.
    pub id: Option<ArticleId>,
    pub load: Load<Option<Opened>>,
    /// The same story asked for anew, with another text, while the one at hand stays drawn.
    again: Option<Ticket>,
    /// The feed's text is shown though the full text was taken.
    is_feeds: bool,
    /// A sentence to go to once the story is there: a bullet of the brief, a citation.
    pub target: Option<String>,
    /// The story laid out for the width it has now.
    page: Option<Page>,
    /// The first row in sight.
    offset: usize,
    /// The same place, whatever the width.
    anchor: Anchor,
    /// Rows of the sentence that was gone to.
    marked: Option<Range<usize>>,
    /// The words of the search that led here.
    found: Found,
    /// Index into the page's stops.
    chosen: Option<usize>,
    /// Stories open below an answer that this one was opened from, the lowest first.
    below: Vec<State>,
}

impl State {
    /// Returns the story, once it is there.
    pub fn opened(&self) -> Option<&Opened> {
        self.load.ready()?.as_ref()
    }

    /// The same, to change its flags.
    pub fn opened_mut(&mut self) -> Option<&mut Opened> {
        self.load.ready_mut()?.as_mut()
    }

    /// Whether words of the search that led here stand in the story.
    pub fn has_matches(&self) -> bool {
        self.found.count() > 0
    }

    /// Says whether the feed's text is shown though the full text was taken.
    pub const fn is_feeds(&self) -> bool {
        self.is_feeds
    }

    pub fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    /// Returns the first row in sight.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Returns what is chosen with `Tab`.
    pub fn chosen(&self) -> Option<Stop> {
        let (_, stop) = self.page.as_ref()?.stops().get(self.chosen?)?;
        Some(*stop)
    }
}
