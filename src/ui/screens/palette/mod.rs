//! Every command, theme and source by name, found as one types.

mod matching;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::config::command::{Argument, COMMANDS, Group, Subject};
use crate::config::{Command, Invocation, Theme, Tone, theme};
use crate::ui::widgets::line_edit::{self, Edited, LineEdit};
use crate::ui::widgets::{popup, wrap};
use crate::ui::{Outcome, Overlay, keys, layout, motion, run};

#[derive(Debug, Clone, Default)]
pub struct State {
    pub line: LineEdit,
    /// Row of the list below the line.
    selected: usize,
    offset: usize,
}

/// Something that can be done.
#[derive(Debug, Clone)]
struct Entry {
    label: String,
    /// Keys, or what kind of thing it is.
    aside: String,
    invocation: Invocation,
}

/// More matches than this are not looked through by anyone.
const MOST: usize = 200;

/// Returns what fits the line, best first; with an empty line the commands that work here.
fn entries(state: &crate::ui::State) -> Vec<Entry> {
    let query = state.palette.line.text();
    let mut found: Vec<(u32, Entry)> = Vec::new();
    let mut offer = |text: &str, entry: Entry| {
        if let Some(score) = matching::score(query, text) {
            found.push((score, entry));
        }
    };
    let place = keys::place(state);
    for spec in COMMANDS {
        let is_here = spec.scope.covers(place)
            && !matches!(spec.argument, Argument::Required(_))
            && !matches!(
                spec.command,
                Command::Palette | Command::Down | Command::Up | Command::Cancel
            );
        if is_here && state.keymap.has(spec.command) {
            offer(
                &format!("{} {}", spec.name, spec.summary),
                Entry {
                    label: spec.summary.to_owned(),
                    aside: state.keymap.first_key(spec.command).unwrap_or_default(),
                    invocation: spec.command.into(),
                },
            );
        }
    }
    if !query.trim().is_empty() {
        for name in theme::names() {
            offer(
                &format!("theme {name}"),
                Entry {
                    label: format!("Colours: {name}"),
                    aside: Subject::Theme.placeholder().to_lowercase(),
                    invocation: Invocation {
                        command: Command::Theme,
                        argument: Some(name.to_owned()),
                    },
                },
            );
        }
        for folder in state.library.folders().into_keys() {
            offer(folder, go_to(folder, "folder"));
        }
        for feed in &state.library.feeds {
            offer(&feed.title, go_to(&feed.title, "source"));
        }
    }
    if query.trim().is_empty() {
        // Those who look here do not look for the arrow keys.
        found.sort_by_key(|(_, entry)| {
            let group = entry.invocation.command.spec().group;
            matches!(group, Group::Move | Group::Panes)
        });
    } else {
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    }
    found.truncate(MOST);
    found.into_iter().map(|(_, entry)| entry).collect()
}

fn go_to(name: &str, kind: &str) -> Entry {
    Entry {
        label: name.to_owned(),
        aside: kind.to_owned(),
        invocation: Invocation {
            command: Command::OpenFeed,
            argument: Some(name.to_owned()),
        },
    }
}

/// Lets the person find a command.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    state.palette = State::default();
    state.overlay = Some(Overlay::Palette);
    Outcome::REDRAW
}

/// Types, moves, and runs what is selected.
pub fn key(state: &mut crate::ui::State, key: KeyEvent) -> Option<Outcome> {
    let is_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let page = rows(layout(state.area(), state).body);
    match key.code {
        KeyCode::Esc => {
            state.overlay = None;
            return Some(Outcome::REDRAW);
        }
        KeyCode::Enter => return Some(choose(state)),
        KeyCode::Down | KeyCode::Tab => step(state, 1),
        KeyCode::Up | KeyCode::BackTab => step(state, -1),
        KeyCode::Char('n' | 'j') if is_ctrl => step(state, 1),
        KeyCode::Char('p' | 'k') if is_ctrl => step(state, -1),
        KeyCode::PageDown => step(state, i32::from(page)),
        KeyCode::PageUp => step(state, -i32::from(page)),
        _ => match state.palette.line.key(key) {
            Edited::Text => (state.palette.selected, state.palette.offset) = (0, 0),
            Edited::Cursor => {}
            Edited::No => return None,
        },
    }
    Some(Outcome::REDRAW)
}

fn step(state: &mut crate::ui::State, by: i32) {
    let length = entries(state).len();
    let page = usize::from(rows(layout(state.area(), state).body));
    let palette = &mut state.palette;
    palette.selected = crate::ui::Motion::Lines(by).apply(palette.selected, length, page);
    palette.offset = motion::follow(palette.offset, palette.selected, length, page);
}

fn choose(state: &mut crate::ui::State) -> Outcome {
    let Some(entry) = entries(state).into_iter().nth(state.palette.selected) else {
        return Outcome::NOTHING;
    };
    state.overlay = None;
    Outcome::REDRAW.and(run(state, entry.invocation))
}

pub fn paste(state: &mut crate::ui::State, text: &str) -> Outcome {
    state.palette.line.insert(text);
    (state.palette.selected, state.palette.offset) = (0, 0);
    Outcome::REDRAW
}

/// Where the palette stands in `area`.
fn place(area: Rect) -> Rect {
    popup::centred(area, 76, 20)
}

/// Returns how many entries are in sight.
fn rows(area: Rect) -> u16 {
    popup::inside(place(area)).height.saturating_sub(1)
}

/// Runs what is clicked on; a click beside the palette closes it.
pub fn click(state: &mut crate::ui::State, area: Rect, at: Position, _is_double: bool) -> Outcome {
    let popup = place(area);
    if !popup.contains(at) {
        state.overlay = None;
        return Outcome::REDRAW;
    }
    let list = popup::inside(popup);
    let Some(row) = at.y.checked_sub(list.y + 1) else {
        return Outcome::NOTHING;
    };
    state.palette.selected = state.palette.offset + usize::from(row);
    choose(state)
}

/// Draws the line and what fits it.
pub fn view(state: &crate::ui::State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let popup = place(area.intersection(frame.area()));
    popup::view(
        frame,
        theme,
        popup,
        "Commands and sources",
        "Enter runs · Esc closes",
    );
    let inside = popup::inside(popup).intersection(frame.area());
    if inside.height == 0 {
        return;
    }
    let line = Rect {
        height: 1,
        ..inside
    };
    line_edit::draw(frame, line, "> ", &state.palette.line, None, true, theme);
    let list = Rect {
        y: inside.y + 1,
        height: inside.height - 1,
        ..inside
    };
    let entries = entries(state);
    if entries.is_empty() {
        Line::styled("nothing is called like this", theme.style(Tone::Muted))
            .render(list, frame.buffer_mut());
    }
    let visible = entries.iter().enumerate().skip(state.palette.offset);
    for ((index, entry), y) in visible.zip(list.top()..list.bottom()) {
        let row = Rect {
            y,
            height: 1,
            ..list
        };
        let is_selected = index == state.palette.selected;
        let width = usize::from(row.width);
        let aside = wrap::fit(&entry.aside, width / 3);
        let room = width.saturating_sub(wrap::columns(&aside) + 3);
        let mark = if is_selected { "▌ " } else { "  " };
        if is_selected {
            frame
                .buffer_mut()
                .set_style(row, theme.style(Tone::Selection));
        }
        Line::from_iter([
            Span::styled(mark, theme.style(Tone::Accent)),
            Span::styled(wrap::fit(&entry.label, room), theme.style(Tone::Text)),
        ])
        .render(row, frame.buffer_mut());
        // A style of the span: one of the line would be laid over the whole row.
        Line::from(Span::styled(aside, theme.style(Tone::Key)))
            .right_aligned()
            .render(row, frame.buffer_mut());
    }
}
