//! The keys, from the command table, the message log, and what a command printed: text to scroll, over the screen.

mod lines;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use crate::config::Theme;
use crate::ui::widgets::line_edit::{Edited, LineEdit};
use crate::ui::widgets::rich::Row;
use crate::ui::widgets::{popup, scroll};
use crate::ui::{Motion, Outcome, Overlay, layout};

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The first line drawn.
    offset: usize,
    /// Only lines with all of these words are shown.
    filter: LineEdit,
    /// Letters go into the filter.
    is_typing: bool,
    /// The command that a story was given to last.
    pub piped_to: String,
    /// What it printed.
    output: String,
}

/// Shows the keys.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    open(state, Overlay::Help)
}

/// Shows what was said in the footer so far.
pub fn show_messages(state: &mut crate::ui::State) -> Outcome {
    open(state, Overlay::Messages)
}

/// Shows what a command printed.
pub fn show_output(state: &mut crate::ui::State, command: &str, output: String) -> Outcome {
    let outcome = open(state, Overlay::Output);
    command.clone_into(&mut state.help.piped_to);
    state.help.output = output;
    outcome
}

fn open(state: &mut crate::ui::State, overlay: Overlay) -> Outcome {
    state.help = State {
        piped_to: std::mem::take(&mut state.help.piped_to),
        ..State::default()
    };
    state.overlay = Some(overlay);
    Outcome::REDRAW
}

/// Where help stands in `area`.
fn place(area: Rect) -> Rect {
    popup::centred(area, 104, area.height)
}

fn rows(state: &crate::ui::State, popup: Rect) -> Vec<Row> {
    let width = popup::inside(popup).width;
    match state.overlay {
        Some(Overlay::Messages) => lines::messages(state, width),
        Some(Overlay::Output) => lines::text(&state.help.output, width),
        _ => lines::keys(state, width, state.help.filter.text()),
    }
}

/// Scrolls either.
pub fn motion(state: &mut crate::ui::State, motion: Motion) -> Outcome {
    let popup = place(layout(state.area(), state).body);
    let height = usize::from(popup::inside(popup).height);
    let most = rows(state, popup).len().saturating_sub(height);
    let offset = motion.apply(state.help.offset.min(most), most + 1, height);
    let redraw = offset != state.help.offset;
    state.help.offset = offset;
    Outcome {
        redraw,
        effects: Vec::new(),
    }
}

/// Takes `/` and then what is looked for; `Enter` keeps what was found, `Esc` shows everything again.
pub fn key(state: &mut crate::ui::State, key: KeyEvent) -> Option<Outcome> {
    if state.overlay != Some(Overlay::Help) {
        return None;
    }
    let help = &mut state.help;
    if !help.is_typing {
        let is_slash = key.code == KeyCode::Char('/')
            && !key
                .modifiers
                .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        if is_slash {
            help.is_typing = true;
            return Some(Outcome::REDRAW);
        }
        if key.code == KeyCode::Esc && !help.filter.is_empty() {
            help.filter = LineEdit::default();
            help.offset = 0;
            return Some(Outcome::REDRAW);
        }
        return None;
    }
    match key.code {
        KeyCode::Enter => help.is_typing = false,
        KeyCode::Esc => {
            help.is_typing = false;
            help.offset = 0;
            help.filter = LineEdit::default();
        }
        _ => match help.filter.key(key) {
            Edited::Text => help.offset = 0,
            Edited::Cursor => {}
            Edited::No => return None,
        },
    }
    Some(Outcome::REDRAW)
}

/// Draws the keys.
pub fn view(state: &crate::ui::State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let help = &state.help;
    let (title, hint) = if help.is_typing || !help.filter.is_empty() {
        (
            format!("Keys · /{}", help.filter.text()),
            "Enter keeps · Esc shows all",
        )
    } else {
        ("Keys".to_owned(), "/ find · Esc closes")
    };
    draw(state, theme, area, frame, &title, hint);
}

/// Draws what was said so far.
pub fn view_messages(state: &crate::ui::State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    draw(state, theme, area, frame, "Messages", "Esc closes");
}

/// Draws what a command printed.
pub fn view_output(state: &crate::ui::State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let title = format!("What {} printed", state.help.piped_to);
    draw(state, theme, area, frame, &title, "Esc closes");
}

fn draw(
    state: &crate::ui::State,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame<'_>,
    title: &str,
    hint: &str,
) {
    let popup = place(area.intersection(frame.area()));
    popup::view(frame, theme, popup, title, hint);
    let inside = popup::inside(popup).intersection(frame.area());
    let rows = rows(state, popup);
    let offset = state
        .help
        .offset
        .min(rows.len().saturating_sub(usize::from(inside.height)));
    for (row, y) in rows.iter().skip(offset).zip(inside.top()..inside.bottom()) {
        let line = Rect {
            y,
            height: 1,
            ..inside
        };
        row.line(theme, None).render(line, frame.buffer_mut());
    }
    let bar = Rect {
        x: popup.right().saturating_sub(1),
        width: popup.width.min(1),
        ..inside
    };
    scroll::view(frame.buffer_mut(), theme, bar, offset, rows.len());
}
