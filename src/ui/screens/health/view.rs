//! Draws the feeds and what is known of the selected one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::config::{Command, Theme, Tone};
use crate::domain::{Feed, Health};
use crate::ui::State;
use crate::ui::screens::article::shown_address;
use crate::ui::update::stories::key_of;
use crate::ui::widgets::{scroll, wrap};

/// Rows of what is known of the selected feed, with a rule above.
const DETAILS: u16 = 8;
/// Columns from which on a row says how much its feed posts.
const PACE_FROM: usize = 70;

/// Returns where the list of feeds is: below a heading, above the details where there is room for them.
pub(super) fn list(area: Rect) -> Rect {
    let details = if area.height >= 14 { DETAILS } else { 0 };
    let heading = area.height.min(2);
    Rect {
        x: area.x + area.width.min(1),
        y: area.y + heading,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(heading + details),
    }
}

pub fn view(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let area = area.intersection(frame.area());
    let list = list(area).intersection(area);
    let rows = super::rows(state);
    heading(state, &rows, theme, area, frame);
    let selected = super::index(state, &rows);
    let offset = state.health.offset;
    let visible = rows.iter().enumerate().skip(offset);
    for ((index, feed), y) in visible.zip(list.top()..list.bottom()) {
        let line = Rect {
            y,
            height: 1,
            ..list
        };
        if index == selected {
            frame
                .buffer_mut()
                .set_style(line, theme.style(Tone::Selection));
        }
        row(state, theme, feed, index == selected, line, frame);
    }
    let bar = Rect {
        x: area.right().saturating_sub(1),
        width: area.width.min(1),
        ..list
    };
    scroll::view(frame.buffer_mut(), theme, bar, offset, rows.len());
    let below = Rect {
        y: list.bottom(),
        height: area.bottom().saturating_sub(list.bottom()),
        ..list
    };
    if let Some(feed) = rows.get(selected) {
        details(state, theme, feed, below, frame);
    }
}

fn heading(state: &State, rows: &[&Feed], theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let failing = rows.iter().filter(|feed| feed.health.is_failing()).count();
    let fine = rows
        .iter()
        .filter(|feed| feed.health == Health::Fine)
        .count();
    let paused = rows
        .iter()
        .filter(|feed| {
            matches!(
                feed.health,
                Health::Paused {
                    by_person: true,
                    ..
                }
            )
        })
        .count();
    let paused = match paused {
        0 => String::new(),
        count => format!(", {count} paused"),
    };
    let (text, tone) = match (rows.len(), failing) {
        (0, _) => (
            format!(
                " There are no sources yet: {} adds one, {} shows starter packs.",
                key_of(state, Command::Add),
                key_of(state, Command::Starters)
            ),
            Tone::Muted,
        ),
        (_, 0) => (
            format!(" No source is failing; {fine} answered when last asked{paused}."),
            Tone::Success,
        ),
        (_, failing) => (
            format!(" {failing} failing, {fine} fine{paused}"),
            Tone::Title,
        ),
    };
    let line = Rect {
        height: area.height.min(1),
        ..area
    };
    let text = wrap::fit(&text, usize::from(line.width)).into_owned();
    Line::styled(text, theme.style(tone)).render(line, frame.buffer_mut());
}

/// Mark, title, and in plain words how it is doing.
fn row(
    state: &State,
    theme: &Theme,
    feed: &Feed,
    is_selected: bool,
    line: Rect,
    frame: &mut Frame<'_>,
) {
    let (mark, tone) = match &feed.health {
        Health::Failing { .. } => ("! ", Tone::Error),
        Health::Paused { .. } => ("‖ ", Tone::Warning),
        Health::New => ("· ", Tone::Muted),
        Health::Fine => ("✓ ", Tone::Success),
    };
    let said = match &feed.health {
        Health::Failing { why, .. } | Health::Paused { why, .. } => why.clone(),
        Health::New => "not fetched yet".to_owned(),
        Health::Fine => feed.last_success_at.map_or_else(String::new, |at| {
            format!("fetched {}", ago(&at.age(state.now)))
        }),
    };
    let width = usize::from(line.width);
    let title_width = (width / 3).clamp(width.min(12), 36).min(width);
    let title = wrap::fit(&feed.title, title_width.saturating_sub(1)).into_owned();
    let air = " ".repeat(title_width.saturating_sub(wrap::columns(&title)));
    let pace = state
        .health
        .pace(feed)
        .filter(|_| width >= PACE_FROM)
        .unwrap_or_default();
    let room = width
        .saturating_sub(4 + title_width)
        .saturating_sub(if pace.is_empty() {
            0
        } else {
            wrap::columns(&pace) + 2
        });
    let said = wrap::fit(&said, room).into_owned();
    let gap = " ".repeat(room.saturating_sub(wrap::columns(&said)) + 2);
    let pointer = if is_selected { "▌ " } else { "  " };
    Line::from_iter([
        Span::styled(pointer, theme.style(Tone::Accent)),
        Span::styled(mark, theme.style(tone)),
        Span::styled(format!("{title}{air}"), theme.style(Tone::Text)),
        Span::styled(
            said,
            theme.style(if feed.health.is_failing() {
                tone
            } else {
                Tone::Muted
            }),
        ),
        Span::styled(gap + &pace, theme.style(Tone::Muted)),
    ])
    .render(line, frame.buffer_mut());
}

/// Returns an age as part of a sentence: `3h ago`, `just now`.
fn ago(age: &str) -> String {
    if age == "now" {
        "just now".to_owned()
    } else {
        format!("{age} ago")
    }
}

fn details(state: &State, theme: &Theme, feed: &Feed, area: Rect, frame: &mut Frame<'_>) {
    if area.height < 2 {
        return;
    }
    let mut lines = vec![Line::styled(
        "─".repeat(usize::from(area.width)),
        theme.style(Tone::Border),
    )];
    let muted = theme.style(Tone::Muted);
    let width = usize::from(area.width);
    lines.push(Line::from_iter([
        Span::styled(
            wrap::fit(&feed.title, width).into_owned(),
            theme.style(Tone::Title),
        ),
        Span::styled(format!("  {}", shown_address(&feed.url)), muted),
    ]));
    match &feed.health {
        Health::Failing { since, tries, why } => {
            lines.extend(wrapped(why, width, 2, theme.style(Tone::Error)));
            let since = since.readable(&state.zone);
            let failed = match tries {
                1 => format!("failed once, {since}"),
                tries => format!("failed {tries} times since {since}"),
            };
            lines.push(Line::styled(failed, muted));
        }
        Health::Paused { why, .. } => {
            lines.extend(wrapped(why, width, 2, theme.style(Tone::Warning)));
        }
        Health::New | Health::Fine => {}
    }
    let mut times = Vec::new();
    match feed.last_success_at {
        Some(at) => times.push(format!("last fetched {}", at.readable(&state.zone))),
        None => times.push("never fetched".to_owned()),
    }
    if let Some(next) = feed.next_fetch_at
        && !matches!(feed.health, Health::Paused { .. })
    {
        times.push(if next <= state.now {
            "next try with the next refresh".to_owned()
        } else {
            format!("next try {}", next.readable(&state.zone))
        });
    }
    lines.push(Line::styled(times.join(" · "), muted));
    let word = if feed.total == 1 { "story" } else { "stories" };
    let mut stories = vec![format!("{} {word}, {} unread", feed.total, feed.unread)];
    stories.extend(state.health.pace(feed));
    lines.push(Line::styled(stories.join(" · "), muted));
    lines.push(actions(state, feed, theme, width));
    for (line, y) in lines.into_iter().zip(area.top()..area.bottom()) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        line.render(row, frame.buffer_mut());
    }
}

fn wrapped(
    text: &str,
    width: usize,
    most: usize,
    style: ratatui::style::Style,
) -> Vec<Line<'static>> {
    wrap::wrap(text, width)
        .into_iter()
        .take(most)
        .map(|line| Line::styled(text.get(line).unwrap_or_default().to_owned(), style))
        .collect()
}

/// What can be done about it, with its keys; as much as there is room for.
fn actions(state: &State, feed: &Feed, theme: &Theme, width: usize) -> Line<'static> {
    let pause = match feed.health {
        Health::Paused { .. } => "fetch again",
        _ => "pause",
    };
    let mut spans = Vec::new();
    let mut used = 0;
    for (command, word) in [
        (Command::Refresh, "try now"),
        (Command::Browse, "its page"),
        (Command::ChangeAddress, "address"),
        (Command::Pause, pause),
        (Command::Remove, "remove"),
        (Command::FeedSettings, "settings"),
        (Command::Rename, "rename"),
        (Command::Open, "headlines"),
    ] {
        let Some(key) = state.keymap.first_key(command) else {
            continue;
        };
        let word = format!(" {word}   ");
        used += wrap::columns(&key) + wrap::columns(&word);
        if used > width + 3 {
            break;
        }
        spans.push(Span::styled(key, theme.style(Tone::Key)));
        spans.push(Span::styled(word, theme.style(Tone::Muted)));
    }
    Line::from(spans)
}
