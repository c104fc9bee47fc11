//! Asking, and going through the citations.

use ratatui::layout::{Position, Rect};

use super::State;
use super::passages::Passages;
use crate::domain::ArticleId;
use crate::jobs::ask::{AskRequest, CitedAnswer};
use crate::ui::msg::Answer;
use crate::ui::screens::article;
use crate::ui::{Effect, Load, Motion, Outcome, Screen, Ticket, layout};

/// Asks `question`, of the story `article` first and then of everything cached.
pub fn show(state: &mut crate::ui::State, question: String, article: Option<ArticleId>) -> Outcome {
    let ticket = state.ticket();
    state.ask = State {
        question: question.clone(),
        article,
        answer: Load::Waiting(ticket),
        ..State::default()
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

/// Returns the area of the text.
fn text_area(state: &crate::ui::State) -> Rect {
    article::geometry(layout(state.area(), state).body, state.options.measure).text
}

/// Goes to another citation; pages and ends scroll as they do in a text.
pub fn motion(state: &mut crate::ui::State, motion: Motion) -> Outcome {
    let area = text_area(state);
    let height = usize::from(area.height);
    let page = Passages::new(state, area.width);
    let ask = &mut state.ask;
    let before = (ask.selected, ask.offset);
    let most = page.rows.len().saturating_sub(height);
    match motion {
        Motion::Lines(_) | Motion::First | Motion::Last => {
            ask.selected = motion.apply(ask.selected, page.citations.len(), 1);
        }
        Motion::HalfPages(_) | Motion::Pages(_) => {
            ask.offset = motion.apply(ask.offset, most + 1, height);
            // What is chosen stays in sight.
            let in_sight = |rows: &std::ops::Range<usize>| {
                rows.start >= ask.offset && rows.start < ask.offset + height
            };
            if !page.citations.get(ask.selected).is_some_and(in_sight)
                && let Some(first) = page.citations.iter().position(in_sight)
            {
                ask.selected = first;
            }
            return redraw_if(before != (ask.selected, ask.offset));
        }
    }
    if let Some(rows) = page.citations.get(ask.selected) {
        // The question stays in sight above the first passage; of one taller than the screen the top is shown.
        let top = if ask.selected == 0 {
            0
        } else {
            rows.start.saturating_sub(1)
        };
        if rows.end > ask.offset + height {
            ask.offset = rows.end.saturating_sub(height);
        }
        ask.offset = ask.offset.min(top).min(most);
    }
    redraw_if(before != (ask.selected, ask.offset))
}

fn redraw_if(redraw: bool) -> Outcome {
    Outcome {
        redraw,
        effects: Vec::new(),
    }
}

/// Opens the selected citation at its sentence.
pub fn enter(state: &mut crate::ui::State) -> Outcome {
    let Some(citation) = state.ask.selected() else {
        return Outcome::NOTHING;
    };
    let sentence = citation
        .passage
        .get(citation.mark.clone())
        .map(str::to_owned);
    let id = citation.article;
    article::show(state, id, sentence)
}

/// Chooses the citation clicked on; a double click opens it.
pub fn click(
    state: &mut crate::ui::State,
    area: Rect,
    position: Position,
    is_double: bool,
) -> Outcome {
    let area = article::geometry(area, state.options.measure).text;
    if !area.contains(position) {
        return Outcome::NOTHING;
    }
    let row = state.ask.offset + usize::from(position.y - area.y);
    let page = Passages::new(state, area.width);
    let Some(chosen) = page.citations.iter().position(|rows| rows.contains(&row)) else {
        return Outcome::NOTHING;
    };
    state.ask.selected = chosen;
    if is_double {
        return enter(state);
    }
    Outcome::REDRAW
}
