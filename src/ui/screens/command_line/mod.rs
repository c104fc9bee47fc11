//! The `:` line and the `=` line at the bottom of the screen.

pub mod complete;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::config::Invocation;
use crate::domain::query::{self, QueryError};
use crate::ui::screens::headlines;
use crate::ui::state::{Overlay, State as Whole};
use crate::ui::widgets::line_edit::{Edited, LineEdit};
use crate::ui::widgets::typing::{Completions, History};
use crate::ui::{Outcome, update};

/// What the line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    #[default]
    Command,
    Filter,
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub purpose: Purpose,
    pub line: LineEdit,
    /// What is wrong with the filter being typed.
    pub error: Option<QueryError>,
    completions: Completions,
    /// Commands typed so far.
    history: History,
    /// The filter to return to when the line is left by `Esc`.
    before: String,
}

/// Lets the person type a command.
pub fn show(state: &mut Whole) -> Outcome {
    open(state, Purpose::Command, String::new())
}

/// Lets the person type a filter for the list, which narrows as it is typed.
pub fn show_filter(state: &mut Whole) -> Outcome {
    let text = state.headlines.filter.clone();
    open(state, Purpose::Filter, text)
}

fn open(state: &mut Whole, purpose: Purpose, text: String) -> Outcome {
    let line = &mut state.command_line;
    line.purpose = purpose;
    line.before.clone_from(&text);
    line.line.set(text);
    line.error = None;
    line.completions.clear();
    line.history.rest();
    state.overlay = Some(Overlay::CommandLine);
    Outcome::REDRAW
}

/// Types, completes, runs or leaves; every key is the line's own.
pub fn key(state: &mut Whole, key: KeyEvent) -> Option<Outcome> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let outcome = match key.code {
        KeyCode::Enter => submit(state),
        KeyCode::Esc => leave(state),
        KeyCode::Char('[' | 'g') if control => leave(state),
        // As in vi: deleting before the beginning leaves the line.
        KeyCode::Backspace if state.command_line.line.is_empty() => leave(state),
        KeyCode::Tab => complete(state, true),
        KeyCode::BackTab => complete(state, false),
        KeyCode::Up => recall(state, true),
        KeyCode::Down => recall(state, false),
        KeyCode::Char('p') if control => recall(state, true),
        KeyCode::Char('n') if control => recall(state, false),
        _ => match state.command_line.line.key(key) {
            Edited::Text => edited(state),
            Edited::Cursor => Outcome::REDRAW,
            Edited::No => Outcome::NOTHING,
        },
    };
    Some(outcome)
}

pub fn paste(state: &mut Whole, text: &str) -> Outcome {
    state.command_line.line.insert(text);
    edited(state)
}

fn edited(state: &mut Whole) -> Outcome {
    state.command_line.completions.clear();
    if state.command_line.purpose == Purpose::Command {
        return Outcome::REDRAW;
    }
    let text = state.command_line.line.text().to_owned();
    match query::parse(&text, &state.query_context(true)) {
        Ok(_) => {
            state.command_line.error = None;
            headlines::set_filter(state, text)
        }
        Err(error) => {
            state.command_line.error = Some(error);
            Outcome::REDRAW
        }
    }
}

fn submit(state: &mut Whole) -> Outcome {
    let text = state.command_line.line.text().trim().to_owned();
    match state.command_line.purpose {
        Purpose::Filter => {
            if let Some(error) = &state.command_line.error {
                let said = error.to_string();
                state.complain(said);
                return Outcome::REDRAW;
            }
            state.overlay = None;
            Outcome::REDRAW
        }
        Purpose::Command => {
            state.overlay = None;
            if text.is_empty() {
                return Outcome::REDRAW;
            }
            state.command_line.history.keep(&text);
            match text.parse::<Invocation>() {
                Ok(invocation) => Outcome::REDRAW.and(update::run(state, invocation)),
                Err(error) => {
                    state.complain(error.to_string());
                    Outcome::REDRAW
                }
            }
        }
    }
}

fn leave(state: &mut Whole) -> Outcome {
    state.overlay = None;
    if state.command_line.purpose == Purpose::Filter {
        let before = state.command_line.before.clone();
        return Outcome::REDRAW.and(headlines::set_filter(state, before));
    }
    Outcome::REDRAW
}

fn recall(state: &mut Whole, is_older: bool) -> Outcome {
    let line = &mut state.command_line;
    if line.purpose == Purpose::Filter {
        return Outcome::NOTHING;
    }
    let text = if is_older {
        let shown = line.line.text().to_owned();
        line.history.older(&shown)
    } else {
        line.history.newer()
    };
    if let Some(text) = text {
        line.line.set(text);
        line.completions.clear();
    }
    Outcome::REDRAW
}

fn complete(state: &mut Whole, is_forward: bool) -> Outcome {
    let mut turning = std::mem::take(&mut state.command_line.completions);
    let found = turning.turn(is_forward, || complete::completions(state));
    let line = &mut state.command_line;
    line.completions = turning;
    let Some(text) = found else {
        return Outcome::NOTHING;
    };
    line.line.set(text);
    if line.purpose == Purpose::Filter {
        let text = line.line.text().to_owned();
        if query::parse(&text, &state.query_context(true)).is_ok() {
            state.command_line.error = None;
            return Outcome::REDRAW.and(headlines::set_filter(state, text));
        }
    }
    Outcome::REDRAW
}
