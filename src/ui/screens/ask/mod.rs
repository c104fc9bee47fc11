//! A question and the passages that bear on it.

use crate::config::theme::Theme;
use crate::domain::ArticleId;
use crate::jobs::ask::{AskRequest, CitedAnswer};
use crate::ui::msg::Answer;
use crate::ui::{Effect, Load, Motion, Outcome, Screen, Ticket};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

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

    /// Returns the story of the selected citation.
    pub const fn selected_id(&self) -> Option<ArticleId> {
        None
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

/// Takes the answer in, when it is the one still wanted.
pub fn answered(
    state: &mut crate::ui::State,
    ticket: Ticket,
    answer: Answer<CitedAnswer>,
) -> Outcome {
    if state.ask.answer.settle(ticket, answer) {
        Outcome::REDRAW
    } else {
        Outcome::NOTHING
    }
}

/// Goes to another citation.
pub fn motion(_state: &mut crate::ui::State, _motion: Motion) -> Outcome {
    Outcome::NOTHING
}

/// Opens the selected citation at its sentence.
pub fn enter(_state: &mut crate::ui::State) -> Outcome {
    Outcome::NOTHING
}

/// Does what a click means; `area` is where the screen was drawn.
pub fn click(
    _state: &mut crate::ui::State,
    _area: Rect,
    _at: Position,
    _is_double: bool,
) -> Outcome {
    Outcome::NOTHING
}

/// Draws it.
pub fn view(_state: &crate::ui::State, _theme: &Theme, _area: Rect, _frame: &mut Frame<'_>) {}
