//! What panes have in common: the frame with a title in its border, the row under the cursor, and what is said where
//! there is nothing to show.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

use super::text::{clip, width, wrap};
use crate::config::theme::{Theme, Tone};

/// What is written into the border.
#[derive(Debug, Clone, Copy, Default)]
pub struct Titles<'a> {
    pub left: &'a str,
    /// Said quietly at the right end; left out when there is no room.
    pub right: &'a str,
}

impl Titles<'_> {
    /// Returns the first of `wordings` that fits whole into a border of `columns`, else the last.
    pub fn fitting(wordings: &[Self], columns: u16) -> Self {
        wordings
            .iter()
            .find(|titles| titles.fits(columns))
            .or(wordings.last())
            .copied()
            .unwrap_or_default()
    }

    /// Corners, a space either side of each title, and a piece of border between them.
    fn fits(&self, columns: u16) -> bool {
        let right = if self.right.is_empty() {
            0
        } else {
            width(self.right) + 3
        };
        width(self.left) + 4 + right <= columns
    }
}

/// Draws a frame and returns what lies within.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    titles: Titles<'_>,
    is_focused: bool,
    theme: &Theme,
) -> Rect {
    let (border, title) = if is_focused {
        (Tone::BorderFocused, Tone::PaneTitleFocused)
    } else {
        (Tone::Border, Tone::PaneTitle)
    };
    let mut block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(border));
    let left = clip(titles.left, area.width.saturating_sub(4));
    if !left.is_empty() {
        block = block.title_top(Line::from(Span::styled(
            format!(" {left} "),
            theme.style(title),
        )));
    }
    if !titles.right.is_empty() && titles.fits(area.width) {
        block = block.title_top(
            Line::from(Span::styled(
                format!(" {} ", titles.right),
                theme.style(Tone::Muted),
            ))
            .right_aligned(),
        );
    }
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// Clears an area for something that opens over the rest.
pub fn clear(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    frame.render_widget(Clear, area);
    frame.buffer_mut().set_style(area, theme.style(Tone::Popup));
}

/// Draws a line across a frame that parts it in two, with the titles of the lower part.
pub fn divide(
    frame: &mut Frame<'_>,
    area: Rect,
    y: u16,
    titles: Titles<'_>,
    is_focused: bool,
    theme: &Theme,
) {
    let (border, title) = if is_focused {
        (Tone::BorderFocused, Tone::PaneTitleFocused)
    } else {
        (Tone::Border, Tone::PaneTitle)
    };
    if area.width < 8 {
        return;
    }
    let line = format!("├{}┤", "─".repeat(usize::from(area.width) - 2));
    let whole = usize::from(area.width);
    let buffer = frame.buffer_mut();
    buffer.set_stringn(area.x, y, line, whole, theme.style(border));
    let left = format!(" {} ", clip(titles.left, area.width - 4));
    buffer.set_stringn(area.x + 1, y, left, whole, theme.style(title));
    if !titles.right.is_empty() && titles.fits(area.width) {
        let right = format!(" {} ", titles.right);
        let x = area.right() - 1 - width(&right);
        buffer.set_stringn(x, y, right, whole, theme.style(Tone::Muted));
    }
}

/// Draws a thumb on the right border of `area` when `length` rows do not all fit into `page`.
pub fn scroll_mark(
    frame: &mut Frame<'_>,
    area: Rect,
    offset: usize,
    page: usize,
    length: usize,
    style: Style,
) {
    let track = usize::from(area.height.saturating_sub(2));
    if length <= page || track < 3 || area.width == 0 {
        return;
    }
    let thumb = (track * page / length).clamp(1, track);
    let hidden = length - page;
    let top = (track - thumb) * offset.min(hidden) / hidden.max(1);
    let x = area.right() - 1;
    for line in top..top + thumb {
        let y = area.y + 1 + u16::try_from(line).unwrap_or(0);
        if let Some(cell) = frame.buffer_mut().cell_mut((x, y)) {
            cell.set_symbol("┃").set_style(style);
        }
    }
}

/// Marks the row under the cursor: a bar at the left and a style laid over, so that it shows without colours too.
pub fn highlight(frame: &mut Frame<'_>, line: Rect, is_focused: bool, theme: &Theme) {
    let tone = if is_focused {
        Tone::Selection
    } else {
        Tone::SelectionIdle
    };
    let style = theme.style(tone);
    let base = theme.style(Tone::Base);
    let ground = base.bg.unwrap_or_default();
    let buffer = frame.buffer_mut();
    for position in line.positions() {
        // What has a ground of its own, a word that was searched for, keeps it.
        if let Some(cell) = buffer.cell_mut(position).filter(|cell| cell.bg == ground) {
            // Reversed, each colour of a mark or an age would become a ground of its own.
            if style.add_modifier.contains(Modifier::REVERSED) {
                cell.set_fg(base.fg.unwrap_or_default());
            }
            cell.set_style(style);
        }
    }
    for y in line.top()..line.bottom() {
        if let Some(cell) = buffer.cell_mut((line.x, y)) {
            cell.set_symbol("▌");
            cell.set_style(
                theme
                    .style(if is_focused {
                        Tone::Accent
                    } else {
                        Tone::Muted
                    })
                    .remove_modifier(Modifier::REVERSED),
            );
        }
    }
}

/// Draws a sentence and a hint in the middle of an area.
pub fn message(frame: &mut Frame<'_>, area: Rect, title: &str, hint: &str, theme: &Theme) {
    let columns = area.width.saturating_sub(4).min(60);
    if columns < 4 || area.height == 0 {
        return;
    }
    let title = wrap(title, columns);
    let hint = wrap(hint, columns);
    let total = u16::try_from(title.len() + hint.len() + 1).unwrap_or(u16::MAX);
    let top = area.y + area.height.saturating_sub(total) / 2;
    let rows = title
        .iter()
        .map(|line| (line.as_str(), Tone::Title))
        .chain([("", Tone::Text)])
        .chain(hint.iter().map(|line| (line.as_str(), Tone::Muted)));
    for ((line, tone), y) in rows.zip(top..area.bottom()) {
        let x = area.x + area.width.saturating_sub(width(line)) / 2;
        frame
            .buffer_mut()
            .set_stringn(x, y, line, usize::from(columns), theme.style(tone));
    }
}
