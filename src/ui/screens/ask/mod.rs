//! A question and the passages that bear on it.

use crate::domain::ArticleId;
use crate::jobs::ask::{AskRequest, CitedAnswer};
use crate::ui::{Effect, Load, Outcome, Screen};

#[derive(Debug, Clone, Default)]
pub struct State {
    pub question: String,
    pub article: Option<ArticleId>,
    pub answer: Load<CitedAnswer>,
}

impl State {
    pub const fn is_waiting(&self) -> bool {
        self.answer.is_waiting()
    }
}

/// Asks `question`, of the story `article` first and then of everything cached.
pub fn show(state: &mut crate::ui::State, question: String, article: Option<ArticleId>) -> Outcome {
    let ticket = state.ticket();
    state.ask = State {
        question: question.clone(),
        article,
        answer: Load::Waiting(ticket),
    };
    state.push_screen(Screen::Ask);
    Outcome::from(Effect::Ask {
        ticket,
        request: AskRequest {
            question,
            article,
            newer_than: None,
        },
    })
}
