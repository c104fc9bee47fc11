//! A question and the passages that bear on it, each with a numbered citation that opens its story.

mod passages;
mod update;
mod view;

pub use update::{answered, click, enter, motion, show};
pub use view::view;

use crate::domain::ArticleId;
use crate::jobs::ask::{Citation, CitedAnswer};
use crate::ui::Load;

#[derive(Debug, Clone, Default)]
pub struct State {
    pub question: String,
    pub article: Option<ArticleId>,
    pub answer: Load<CitedAnswer>,
    /// Index of the chosen citation.
    selected: usize,
    /// The first row in sight.
    offset: usize,
}

impl State {
    pub const fn is_waiting(&self) -> bool {
        self.answer.is_waiting()
    }

    /// Returns the story of the selected citation.
    pub fn selected_id(&self) -> Option<ArticleId> {
        self.selected().map(|citation| citation.article)
    }

    fn selected(&self) -> Option<&Citation> {
        self.answer.ready()?.citations.get(self.selected)
    }
}
