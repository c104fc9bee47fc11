//! From a key press to a command: what lies on top first, then the keymap.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::screens::{choose, command_line, help, links, palette, prompt, search};
use super::state::{Overlay, Pane, Screen, State};
use super::{Outcome, update};
use crate::config::{Command, Invocation, Lookup, Place, Stroke};

/// Returns what keys act on now.
pub fn place(state: &State) -> Place {
    match state.overlay {
        Some(Overlay::Help | Overlay::Messages | Overlay::Output) => return Place::Text,
        Some(Overlay::Choose) => return Place::Choice,
        Some(Overlay::Links) => return Place::Article,
        Some(Overlay::Palette | Overlay::Prompt | Overlay::CommandLine) | None => {}
    }
    match state.screen() {
        Screen::Headlines => match state.headlines.pane {
            Pane::Sources => Place::Sources,
            Pane::List => Place::Headlines,
            Pane::Insights => Place::Insights,
        },
        Screen::Search | Screen::Similar => Place::Headlines,
        Screen::Article => Place::Article,
        Screen::Ask => Place::Answer,
        Screen::Versions => Place::Versions,
        Screen::Health => Place::Health,
    }
}

/// Does what a key press means.
pub fn press(state: &mut State, key: KeyEvent) -> Outcome {
    if key.kind == KeyEventKind::Release {
        return Outcome::NOTHING;
    }
    let said = state.notice.take().is_some();
    let mut outcome = meaning(state, key);
    outcome.redraw |= said;
    outcome
}

fn meaning(state: &mut State, key: KeyEvent) -> Outcome {
    // Whatever takes the keys, there is always one that leaves.
    if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
        state.pending_keys.clear();
        return update::run(state, Command::Quit.into());
    }
    if let Some(outcome) = offer(state, key) {
        state.pending_keys.clear();
        return outcome;
    }
    let Some(stroke) = Stroke::from_event(key) else {
        return Outcome::NOTHING;
    };
    if key.code == KeyCode::Esc && !state.pending_keys.is_empty() {
        state.pending_keys.clear();
        return Outcome::REDRAW;
    }
    state.pending_keys.push(stroke);
    match state.keymap.lookup(place(state), &state.pending_keys) {
        Lookup::Command(invocation) => {
            state.pending_keys.clear();
            update::run(state, invocation)
        }
        Lookup::Pending(_) => Outcome::REDRAW,
        Lookup::Nothing(why) => {
            state.pending_keys.clear();
            state.say(why);
            Outcome::REDRAW
        }
    }
}

/// Offers the key to what has a line to type in, or letters of its own.
fn offer(state: &mut State, key: KeyEvent) -> Option<Outcome> {
    match state.overlay {
        Some(Overlay::Palette) => palette::key(state, key),
        Some(Overlay::Links) => links::key(state, key),
        Some(Overlay::Choose) => choose::key(state, key),
        Some(Overlay::Prompt) => prompt::key(state, key),
        Some(Overlay::CommandLine) => command_line::key(state, key),
        Some(Overlay::Help | Overlay::Messages | Overlay::Output) => help::key(state, key),
        None if state.screen() == Screen::Search && state.search.is_typing => {
            search::key(state, key)
        }
        None => None,
    }
}

/// Puts pasted text where text is typed.
pub fn paste(state: &mut State, text: &str) -> Outcome {
    match state.overlay {
        Some(Overlay::Palette) => palette::paste(state, text),
        Some(Overlay::Prompt) => prompt::paste(state, text),
        Some(Overlay::CommandLine) => command_line::paste(state, text),
        None if state.screen() == Screen::Search && state.search.is_typing => {
            search::paste(state, text)
        }
        // An address pasted anywhere else is most likely meant to be read from now on.
        None if looks_like_address(text) => update::run(
            state,
            Invocation {
                command: Command::Add,
                argument: Some(text.trim().to_owned()),
            },
        ),
        // No line to type in is there.
        _ => Outcome::NOTHING,
    }
}

fn looks_like_address(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace)
        && (text.starts_with("https://") || text.starts_with("http://"))
}
