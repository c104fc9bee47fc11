//! The sources: views, folders and feeds, with what is unread in them.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::config::{Theme, Tone};
use crate::ui::Shelf;
use crate::ui::screens::headlines::rows::{self, SourceRow};
use crate::ui::state::{Pane, State};
use crate::ui::widgets::pane::{self, Titles, highlight};
use crate::ui::widgets::text::{clip, number, width};

pub(super) fn sources(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let is_focused = state.headlines.pane == Pane::Sources;
    let titles = Titles {
        left: "Sources",
        right: "",
    };
    let inner = pane::draw(frame, area, titles, is_focused, theme);
    let rows = rows::rows(&state.library, &state.headlines.folded);
    let selected = rows::position(&rows, &state.library, &state.headlines.shelf);
    // Counted once for the frame: thousands of feeds make this worth it.
    let folders = state.library.folders();
    let page = usize::from(inner.height);
    let offset = state
        .headlines
        .sources_offset
        .min(rows.len().saturating_sub(page));
    for (index, row) in rows.iter().enumerate().skip(offset).take(page) {
        let y = inner.y + u16::try_from(index - offset).unwrap_or(0);
        let line = Rect::new(inner.x, y, inner.width, 1);
        source_row(state, theme, row, &folders, line, frame);
        if selected == Some(index) {
            highlight(frame, line, is_focused, theme);
        }
    }
    pane::scroll_mark(
        frame,
        area,
        offset,
        page,
        rows.len(),
        theme.style(Tone::Muted),
    );
}

fn source_row(
    state: &State,
    theme: &Theme,
    row: &SourceRow,
    folders: &BTreeMap<&str, u64>,
    line: Rect,
    frame: &mut Frame<'_>,
) {
    let (indent, mark, name, count, is_failing) = match row {
        SourceRow::Gap => return,
        SourceRow::View(shelf) => (
            0,
            match shelf {
                Shelf::Bookmarks => "★",
                Shelf::Saved(_) => "⌕",
                _ => " ",
            },
            state.library.title(shelf),
            state.library.count(shelf).unwrap_or(0),
            false,
        ),
        SourceRow::Folder {
            path,
            depth,
            is_folded,
        } => (
            *depth,
            if *is_folded { "▸" } else { "▾" },
            path.rsplit('/').next().unwrap_or(path).to_owned(),
            folders.get(path.as_str()).copied().unwrap_or(0),
            *is_folded && state.library.has_failing(path),
        ),
        SourceRow::Feed { id, depth } => {
            let Some(feed) = state.library.feed(*id) else {
                return;
            };
            (
                *depth,
                " ",
                feed.title.clone(),
                feed.unread,
                feed.health.is_failing(),
            )
        }
    };
    let is_folder = matches!(row, SourceRow::Folder { .. });
    let count = if count == 0 {
        String::new()
    } else {
        number(count)
    };
    let style = if is_folder {
        theme.style(Tone::PaneTitle)
    } else if count.is_empty() {
        theme.style(Tone::Read)
    } else {
        theme.style(Tone::Text)
    };
    let indent = (2 * indent).min(line.width / 3);
    let count_width = width(&count);
    let buffer = frame.buffer_mut();
    let mark_x = line.x + 1 + indent;
    let name_x = mark_x + 2;
    let right = line.right().saturating_sub(1);
    let count_x = right.saturating_sub(count_width);
    let failing_width = if is_failing { 2 } else { 0 };
    let room = count_x
        .saturating_sub(1 + failing_width)
        .saturating_sub(name_x);
    if name_x >= line.right() {
        return;
    }
    buffer.set_stringn(mark_x, line.y, mark, 1, theme.style(Tone::Muted));
    buffer.set_stringn(name_x, line.y, clip(&name, room), usize::from(room), style);
    if is_failing && count_x >= name_x + 2 {
        buffer.set_stringn(count_x - 2, line.y, "!", 1, theme.style(Tone::Warning));
    }
    buffer.set_stringn(
        count_x,
        line.y,
        &count,
        usize::from(count_width),
        theme.style(Tone::Count),
    );
}
