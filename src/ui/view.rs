//! Drawing: header, body by screen, what lies over it, footer. Changes nothing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::keys;
use super::layout::{Panes, Room, SMALLEST, layout};
use super::screens::command_line::{self, Purpose};
use super::screens::{
    article, ask, choose, headlines, health, help, links, palette, prompt, search, similar,
    versions,
};
use super::state::{Overlay, Screen, State};
use super::widgets::line_edit;
use super::widgets::text::{clip, number, width};
use crate::config::theme::{Theme, Tone};
use crate::config::{Command, Lookup};

/// Frames of what turns while something is waited for.
pub const SPINNER: [&str; 8] = ["⣾", "⣽", "⣻", "⢿", "⡿", "⣟", "⣯", "⣷"];

/// Draws the whole screen.
pub fn view(state: &State, theme: &Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    frame.buffer_mut().set_style(area, theme.style(Tone::Base));
    let panes = layout(area, state);
    if panes.room == Room::TooSmall {
        return too_small(theme, area, frame);
    }
    header(state, theme, panes.header, frame);
    match state.screen() {
        Screen::Headlines => headlines::view::view(state, theme, &panes, frame),
        Screen::Search => search::view::view(state, theme, &panes, frame),
        Screen::Similar => similar::view(state, theme, &panes, frame),
        Screen::Article => article::view(state, theme, panes.body, frame),
        Screen::Ask => ask::view(state, theme, panes.body, frame),
        Screen::Versions => versions::view(state, theme, panes.body, frame),
        Screen::Health => health::view(state, theme, panes.body, frame),
    }
    match state.overlay {
        Some(Overlay::Help) => help::view(state, theme, panes.body, frame),
        Some(Overlay::Output) => help::view_output(state, theme, panes.body, frame),
        Some(Overlay::Messages) => help::view_messages(state, theme, panes.body, frame),
        Some(Overlay::Palette) => palette::view(state, theme, panes.body, frame),
        Some(Overlay::Links) => links::view(state, theme, panes.body, frame),
        Some(Overlay::Choose) => choose::view(state, theme, panes.body, frame),
        Some(Overlay::Prompt) => prompt::view::view(state, theme, panes.body, frame),
        Some(Overlay::CommandLine) | None => {}
    }
    footer(state, theme, &panes, frame);
}

/// Asks for more room, in as many words as fit.
fn too_small(theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let sentence = format!("squelch needs {}×{}", SMALLEST.0, SMALLEST.1);
    let texts = [sentence.as_str(), "too small", "…"];
    let text = texts
        .into_iter()
        .find(|text| width(text) <= area.width)
        .unwrap_or_default();
    let y = area.y + area.height / 2;
    let x = area.x + area.width.saturating_sub(width(text)) / 2;
    if area.contains((x, y).into()) {
        frame.buffer_mut().set_stringn(
            x,
            y,
            text,
            usize::from(area.width),
            theme.style(Tone::Text),
        );
    }
}

fn header(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let bar = theme.style(Tone::Bar);
    frame.buffer_mut().set_style(area, bar);
    let right = header_right(state, theme);
    let right_width = u16::try_from(right.width()).unwrap_or(u16::MAX);
    // The right half is worth more where both do not fit: it says what is going on.
    let room = area.width.saturating_sub(right_width.saturating_add(1));
    let name = " squelch   ";
    let title = state.library.title(&state.headlines.shelf);
    let title = clip(&title, room.saturating_sub(width(name))).into_owned();
    let mut left = vec![
        Span::styled(name, bar.patch(theme.style(Tone::Brand))),
        Span::styled(title.as_str(), bar.patch(theme.style(Tone::Text))),
    ];
    if state.library.is_loaded {
        let counts = &state.library.counts;
        let said = if counts.unread == 0 {
            "  all read".to_owned()
        } else {
            format!("  {} unread", number(counts.unread))
        };
        if width(name) + width(&title) + width(&said) <= room {
            left.push(Span::styled(said, bar.patch(theme.style(Tone::Muted))));
        }
    }
    let buffer = frame.buffer_mut();
    buffer.set_line(area.x, area.y, &Line::from(left), room);
    if right_width < area.width {
        buffer.set_line(area.right() - right_width, area.y, &right, right_width);
    }
}

fn header_right(state: &State, theme: &Theme) -> Line<'static> {
    let bar = theme.style(Tone::Bar);
    let mut parts = Vec::new();
    let mut part = |text: String, tone: Tone| {
        parts.push(Span::styled(text, bar.patch(theme.style(tone))));
        parts.push(Span::styled("  ", bar));
    };
    if let Some(refresh) = &state.refresh {
        let progress = &refresh.progress;
        let new = if progress.new > 0 {
            format!(" · {} new", number(progress.new as u64))
        } else {
            String::new()
        };
        let text = if refresh.is_cancelled {
            "⟳ stopping".to_owned()
        } else {
            format!("⟳ {}/{}{new}", progress.done, progress.total)
        };
        part(text, Tone::Accent);
    }
    if state.is_offline {
        part("offline".to_owned(), Tone::Warning);
    }
    let failing = state.library.failing();
    if failing > 0 {
        part(format!("{failing} failing"), Tone::Warning);
    }
    if let Some(key) = state.keymap.first_key(Command::Help) {
        part(format!("{key} keys"), Tone::Muted);
    }
    parts.pop();
    parts.push(Span::styled(" ", bar));
    Line::from(parts)
}

/// The bottom line: what is typed, else what was said, else how a key sequence may go on, else the keys.
fn footer(state: &State, theme: &Theme, panes: &Panes, frame: &mut Frame<'_>) {
    let area = panes.footer;
    let bar = theme.style(Tone::Bar);
    frame.buffer_mut().set_style(area, bar);
    if area.height == 0 {
        return;
    }
    if state.overlay == Some(Overlay::CommandLine) {
        return typed_line(state, theme, area, frame);
    }
    let line = if let Some(notice) = &state.notice {
        let tone = if notice.is_error {
            Tone::Error
        } else {
            Tone::Text
        };
        let mark = if notice.is_error { "✗ " } else { "" };
        let text = format!(" {mark}{}", notice.text);
        Line::from(Span::styled(
            clip(&text, area.width).into_owned(),
            bar.patch(theme.style(tone)),
        ))
    } else if state.overlay.is_none() && state.screen() == Screen::Search && state.search.is_typing
    {
        let keys = [
            ("Enter", "to the results"),
            ("Tab", "complete"),
            ("↑", "earlier searches"),
            ("Esc", "leave"),
            ("Ctrl-w", "delete a word"),
        ];
        hints(
            keys.into_iter()
                .map(|(key, word)| (key.to_owned(), word.to_owned())),
            theme,
            area.width,
        )
    } else if state.pending_keys.is_empty() {
        let usual = state
            .keymap
            .footer(keys::place(state))
            .into_iter()
            .map(|(key, command)| (key, word(state, command).to_owned()));
        hints(
            first_steps(state).into_iter().chain(usual),
            theme,
            area.width,
        )
    } else {
        pending(state, theme, area.width)
    };
    frame
        .buffer_mut()
        .set_line(area.x, area.y, &line, area.width);
}

/// What a key does here, where it is not what it does elsewhere.
fn word(state: &State, command: Command) -> &'static str {
    let to_next = match state.screen() {
        Screen::Versions => "next change",
        Screen::Article if state.article.has_matches() => "next match",
        _ => return command.spec().short,
    };
    match command {
        Command::NextUnread => to_next,
        _ => command.spec().short,
    }
}

/// Where sources come from, as long as there are none but the built-in one.
fn first_steps(state: &State) -> Vec<(String, String)> {
    let is_wanted = state.library.is_loaded
        && state.library.is_fresh()
        && state.overlay.is_none()
        && state.screen() == Screen::Headlines;
    if !is_wanted {
        return Vec::new();
    }
    [
        (Command::Add, "paste an address"),
        (Command::Starters, "starter packs"),
        (Command::Import, "import OPML"),
    ]
    .into_iter()
    .filter_map(|(command, word)| Some((state.keymap.first_key(command)?, word.to_owned())))
    .collect()
}

/// How the keys pressed so far may go on.
fn pending(state: &State, theme: &Theme, columns: u16) -> Line<'static> {
    let typed: Vec<String> = state
        .pending_keys
        .iter()
        .map(|stroke| stroke.label())
        .collect();
    let typed = typed.join(" ");
    match state.keymap.lookup(keys::place(state), &state.pending_keys) {
        Lookup::Pending(next) => hints(
            next.into_iter().map(|(stroke, command)| {
                (
                    format!("{typed} {}", stroke.label()),
                    command.spec().short.to_owned(),
                )
            }),
            theme,
            columns,
        ),
        Lookup::Command(_) | Lookup::Nothing(_) => Line::from(typed),
    }
}

/// Keys with what they do, as many as fit whole.
fn hints(
    rows: impl Iterator<Item = (String, String)>,
    theme: &Theme,
    columns: u16,
) -> Line<'static> {
    let bar = theme.style(Tone::Bar);
    let mut spans = vec![Span::styled(" ", bar)];
    let mut used = 1;
    for (key, word) in rows {
        let need = width(&key) + 1 + width(&word) + 3;
        if used + need > columns + 2 {
            break;
        }
        used += need;
        spans.push(Span::styled(key, bar.patch(theme.style(Tone::Key))));
        spans.push(Span::styled(
            format!(" {word}   "),
            bar.patch(theme.style(Tone::Muted)),
        ));
    }
    Line::from(spans)
}

fn typed_line(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let line = &state.command_line;
    let prompt = match line.purpose {
        Purpose::Command => " :",
        Purpose::Filter => " =",
    };
    let wrong = line.error.as_ref().map(|error| error.span.clone());
    // What is said about the line stands at its right, and gives way to it.
    let aside = aside(state);
    let need = width(prompt) + width(line.line.text()) + 4;
    let room = area.width.saturating_sub(need);
    let said = clip(&aside, room).into_owned();
    let said = if width(&said) >= 8 {
        said
    } else {
        String::new()
    };
    line_edit::draw(
        frame,
        Rect {
            width: area.width.saturating_sub(width(&said)),
            ..area
        },
        prompt,
        &line.line,
        wrong,
        true,
        theme,
    );
    let tone = if line.error.is_some() {
        Tone::Error
    } else {
        Tone::Muted
    };
    let x = area.right().saturating_sub(width(&said) + 1);
    frame.buffer_mut().set_stringn(
        x,
        area.y,
        &said,
        usize::from(width(&said)),
        theme.style(Tone::Bar).patch(theme.style(tone)),
    );
}

/// What is wrong, what the command does, or how the line may go on.
fn aside(state: &State) -> String {
    let line = &state.command_line;
    if let Some(error) = &line.error {
        return error.to_string();
    }
    if line.purpose == Purpose::Filter {
        return "Enter keeps · Esc drops · Tab completes".to_owned();
    }
    let name = line.line.text().split(' ').next().unwrap_or_default();
    if let Ok(command) = name.parse::<Command>() {
        let spec = command.spec();
        return match spec.argument.subject() {
            Some(subject) => format!("{} · {}", subject.placeholder(), spec.summary),
            None => spec.summary.to_owned(),
        };
    }
    let completions = command_line::complete::completions(state);
    completions
        .iter()
        .take(8)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("  ")
}
