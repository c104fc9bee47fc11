//! Hint letters over the links of the article: the letters open a link, with Shift they copy its address.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;
use url::Url;

use crate::config::{Theme, Tone};
use crate::ui::screens::article;
use crate::ui::{Effect, Outcome, Overlay, layout};

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The letters typed so far, in lower case.
    typed: String,
    /// Whether one of them was typed with Shift.
    is_copy: bool,
}

/// Letters under the fingers first.
const LETTERS: &[u8] = b"asdfghjklqwertuiopzxcvbnm";

/// A link in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hint {
    letters: String,
    url: Url,
    x: u16,
    y: u16,
}

/// Returns `count` different words of letters, all of the same length, so that none begins another.
fn labels(count: usize) -> Vec<String> {
    let mut length = 1;
    let mut reach = LETTERS.len();
    while reach < count {
        length += 1;
        reach *= LETTERS.len();
    }
    (0..count)
        .map(|number| {
            // The letter that changes from link to link comes first, so that neighbours look different.
            let mut rest = number;
            (0..length)
                .map(|_| {
                    let letter = LETTERS.get(rest % LETTERS.len()).copied().unwrap_or(b'a');
                    rest /= LETTERS.len();
                    char::from(letter)
                })
                .collect()
        })
        .collect()
}

/// Returns the links in sight, top to bottom. A link that goes on over several lines has one hint.
fn hints(state: &crate::ui::State, area: Rect) -> Vec<Hint> {
    let Some(page) = state.article.page() else {
        return Vec::new();
    };
    let text = article::geometry(area, state.options.measure).text;
    let mut found: Vec<(usize, u16, u16)> = Vec::new();
    for (row, y) in (state.article.offset()..).zip(text.top()..text.bottom()) {
        for span in page.links_on(row) {
            if found.iter().all(|(link, _, _)| *link != span.link) && span.column < text.width {
                found.push((span.link, text.x + span.column, y));
            }
        }
    }
    labels(found.len())
        .into_iter()
        .zip(found)
        .filter_map(|(letters, (link, x, y))| {
            Some(Hint {
                letters,
                url: page.link(link)?.clone(),
                x,
                y,
            })
        })
        .collect()
}

/// Puts letters at the links in sight.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    state.links = State::default();
    let area = layout(state.area(), state).body;
    if hints(state, area).is_empty() {
        state.say("there is no link in sight");
    } else {
        state.overlay = Some(Overlay::Links);
    }
    Outcome::REDRAW
}

/// Takes letters until they name a link, and opens it.
pub fn key(state: &mut crate::ui::State, key: KeyEvent) -> Option<Outcome> {
    let letter = match key.code {
        KeyCode::Char(letter)
            if !key
                .modifiers
                .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
        {
            letter
        }
        KeyCode::Backspace => {
            state.links.typed.pop();
            return Some(Outcome::REDRAW);
        }
        _ => {
            state.overlay = None;
            return Some(Outcome::REDRAW);
        }
    };
    let area = layout(state.area(), state).body;
    let hints = hints(state, area);
    state.links.is_copy |= letter.is_uppercase();
    state.links.typed.extend(letter.to_lowercase());
    let typed = &state.links.typed;
    if let Some(hint) = hints.iter().find(|hint| hint.letters == *typed) {
        let url = hint.url.clone();
        state.overlay = None;
        let address = article::shown_address(&url);
        return Some(if state.links.is_copy {
            state.say(format!("copied {address}"));
            Outcome::from(Effect::Copy(url.into()))
        } else {
            state.say(format!("opening {address}"));
            Outcome::from(Effect::Browse(url))
        });
    }
    if !hints.iter().any(|hint| hint.letters.starts_with(typed)) {
        state.overlay = None;
        state.say("no link has these letters");
    }
    Some(Outcome::REDRAW)
}

/// Draws the letters over the article.
pub fn view(state: &crate::ui::State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    for hint in hints(state, area) {
        let Some(rest) = hint.letters.strip_prefix(state.links.typed.as_str()) else {
            continue;
        };
        let span = Span::styled(rest, theme.style(Tone::Hint));
        // In the gap before the link, where there is one, so that its first letter stays readable.
        let buffer = frame.buffer_mut();
        let has_gap = hint
            .x
            .checked_sub(1)
            .and_then(|x| buffer.cell((x, hint.y)))
            .is_some_and(|cell| cell.symbol() == " ");
        let x = if has_gap { hint.x - 1 } else { hint.x };
        let room = buffer.area.right().saturating_sub(x);
        buffer.set_span(x, hint.y, &span, room);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_label_begins_another() {
        for count in [0, 1, 25, 26, 400, 700] {
            let labels = labels(count);
            let different: BTreeSet<_> = labels.iter().collect();
            assert_eq!(different.len(), count);
            let lengths: BTreeSet<_> = labels.iter().map(String::len).collect();
            assert!(lengths.len() <= 1, "{lengths:?}");
        }
    }
}
