//! Typing into the lines, and what is sent off when they are filled in.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Purpose, mute, tag_named};
use crate::config::edit::FEED_FIELDS;
use crate::domain::Feed;
use crate::ui::screens::ask as asking;
use crate::ui::state::State;
use crate::ui::update::stories;
use crate::ui::widgets::line_edit::Edited;
use crate::ui::{Effect, Outcome};

/// Types, goes from line to line, sends or leaves; every key is the form's own.
pub fn key(state: &mut State, key: KeyEvent) -> Option<Outcome> {
    let count = state.prompt.lines.len();
    let outcome = match key.code {
        KeyCode::Esc => leave(state),
        KeyCode::Enter => submit(state),
        KeyCode::Char('y' | 'Y') if count == 0 => submit(state),
        KeyCode::Char('n' | 'N' | 'q') if count == 0 => leave(state),
        KeyCode::Tab | KeyCode::BackTab | KeyCode::Down | KeyCode::Up
            if state.prompt.purpose == Purpose::Mute =>
        {
            mute::turn(state, key.code)
        }
        KeyCode::Tab | KeyCode::Down if count > 0 => focus(state, 1),
        KeyCode::BackTab | KeyCode::Up if count > 0 => focus(state, count - 1),
        _ => {
            let focus = state.prompt.focus;
            match state
                .prompt
                .lines
                .get_mut(focus)
                .map(|(_, line)| line.key(key))
            {
                Some(Edited::Text) if state.prompt.purpose == Purpose::Mute => mute::count(state),
                Some(Edited::Text | Edited::Cursor) => Outcome::REDRAW,
                Some(Edited::No) | None => Outcome::NOTHING,
            }
        }
    };
    Some(outcome)
}

pub fn paste(state: &mut State, text: &str) -> Outcome {
    let focus = state.prompt.focus;
    if let Some((_, line)) = state.prompt.lines.get_mut(focus) {
        line.insert(text.trim());
    }
    if state.prompt.purpose == Purpose::Mute {
        return mute::count(state);
    }
    Outcome::REDRAW
}

fn focus(state: &mut State, step: usize) -> Outcome {
    state.prompt.focus = (state.prompt.focus + step) % state.prompt.lines.len().max(1);
    Outcome::REDRAW
}

fn leave(state: &mut State) -> Outcome {
    state.prompt.is_waiting = false;
    state.overlay = None;
    Outcome::REDRAW
}

fn submit(state: &mut State) -> Outcome {
    if state.prompt.is_waiting {
        return Outcome::NOTHING;
    }
    let first = state.prompt.text(0);
    let second = state.prompt.text(1);
    match state.prompt.purpose.clone() {
        Purpose::Settings { scope, before } => {
            let changes: Vec<(&'static str, String)> = FEED_FIELDS
                .iter()
                .zip(before)
                .enumerate()
                .map(|(line, (field, before))| (field.key, before, state.prompt.text(line)))
                .filter(|(_, before, now)| before != now)
                .map(|(key, _, now)| (key, now))
                .collect();
            if changes.is_empty() {
                return leave(state);
            }
            state.prompt.is_waiting = true;
            Outcome::REDRAW.with(Effect::SaveFeedSettings { scope, changes })
        }
        Purpose::Add | Purpose::Import | Purpose::Ask | Purpose::Mute | Purpose::Pipe
            if first.is_empty() =>
        {
            leave(state)
        }
        Purpose::Add => {
            state.prompt.is_waiting = true;
            Outcome::from(Effect::Subscribe {
                address: first,
                title: None,
                folder: second,
            })
        }
        Purpose::Address(feed) => {
            let is_same = |feed: &Feed| feed.url.as_str() == first;
            if first.is_empty() || state.library.feed(feed).is_none_or(is_same) {
                return leave(state);
            }
            state.prompt.is_waiting = true;
            Outcome::from(Effect::ChangeAddress {
                feed,
                address: first,
            })
        }
        Purpose::Rename(feed) => {
            state.overlay = None;
            let old = state.library.feed(feed);
            let title = old.is_none_or(|feed| feed.title != first).then_some(first);
            let folder = old
                .is_none_or(|feed| feed.folder != second)
                .then_some(second);
            if title.is_none() && folder.is_none() {
                return Outcome::REDRAW;
            }
            Outcome::from(Effect::ChangeFeed {
                feed,
                title,
                folder,
            })
        }
        Purpose::Folder(feed) => {
            state.overlay = None;
            Outcome::from(Effect::ChangeFeed {
                feed,
                title: None,
                folder: Some(first),
            })
        }
        Purpose::Remove(feed) => {
            state.overlay = None;
            Outcome::from(Effect::RemoveFeed(feed))
        }
        Purpose::Import => {
            state.overlay = None;
            state.say("reading the file");
            Outcome::from(Effect::Import { path: first })
        }
        Purpose::Tag(id) => {
            state.overlay = None;
            tag_named(id, &first)
        }
        Purpose::Mute => mute::make(state, &first),
        Purpose::Pipe => {
            state.overlay = None;
            stories::pipe_to(state, first)
        }
        Purpose::Ask => {
            state.overlay = None;
            let id = state.selected_id();
            asking::show(state, first, id)
        }
    }
}
