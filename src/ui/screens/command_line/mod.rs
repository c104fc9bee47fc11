//! The `:` line and the `=` line at the bottom of the screen.

pub mod complete;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::config::Invocation;
use crate::domain::query::{self, QueryError};
use crate::ui::screens::headlines;
use crate::ui::state::{Overlay, State as Whole};
use crate::ui::widgets::line_edit::{Edited, LineEdit};
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
    /// The completions `Tab` goes through and the one shown, once it was pressed.
    pub completions: Vec<String>,
    pub completion: Option<usize>,
    /// Commands typed so far, newest last.
    history: Vec<String>,
    /// How far back in `history` the line is.
    back: usize,
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
    line.completion = None;
    line.back = 0;
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
    state.command_line.completion = None;
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
            let history = &mut state.command_line.history;
            history.retain(|entry| *entry != text);
            history.push(text.clone());
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
    line.back = if is_older {
        (line.back + 1).min(line.history.len())
    } else {
        line.back.saturating_sub(1)
    };
    let text = line
        .history
        .len()
        .checked_sub(line.back)
        .and_then(|at| line.history.get(at))
        .cloned()
        .unwrap_or_default();
    line.line.set(text);
    line.completion = None;
    Outcome::REDRAW
}

fn complete(state: &mut Whole, is_forward: bool) -> Outcome {
    if state.command_line.completion.is_none() {
        state.command_line.completions = complete::completions(state);
    }
    let line = &mut state.command_line;
    let count = line.completions.len();
    if count == 0 {
        return Outcome::NOTHING;
    }
    let next = match (line.completion, is_forward) {
        (None, true) => 0,
        (None, false) => count - 1,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    };
    if let Some(text) = line.completions.get(next) {
        line.line.set(text.clone());
    }
    line.completion = Some(next);
    if line.purpose == Purpose::Filter {
        let text = line.line.text().to_owned();
        if query::parse(&text, &state.query_context(true)).is_ok() {
            state.command_line.error = None;
            return Outcome::REDRAW.and(headlines::set_filter(state, text));
        }
    }
    Outcome::REDRAW
}
