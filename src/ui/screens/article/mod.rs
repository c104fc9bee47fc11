//! A story to read.

use crate::domain::ArticleId;
use crate::jobs::open::Opened;
use crate::ui::{Effect, Load, Outcome, Screen};

#[derive(Debug, Clone, Default)]
pub struct State {
    pub load: Load<Option<Opened>>,
    /// A sentence to go to once the story is there: a bullet of the brief, a citation.
    pub target: Option<String>,
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
}

/// Opens a story, at a sentence of its text when `target` is given, else where the reader was last time.
pub fn show(state: &mut crate::ui::State, id: ArticleId, target: Option<String>) -> Outcome {
    let ticket = state.ticket();
    state.article.load = Load::Waiting(ticket);
    state.article.target = target;
    state.push_screen(Screen::Article);
    Outcome::from(Effect::Open { ticket, id })
}
