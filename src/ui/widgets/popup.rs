//! What opens over a screen: a frame in the middle, with a title, a footer and cleared ground.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::wrap;
use crate::config::{Theme, Tone};

/// Returns a rectangle of at most `width` × `height` in the middle of `area`, a little above the centre.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 3,
        width,
        height,
    }
}

/// Returns what lies within the frame of `popup`, with a column of air on either side where there is room.
pub fn inside(popup: Rect) -> Rect {
    let air = if popup.width >= 12 { 2 } else { 1 };
    Rect {
        x: popup.x + air.min(popup.width),
        y: popup.y + 1.min(popup.height),
        width: popup.width.saturating_sub(2 * air),
        height: popup.height.saturating_sub(2),
    }
}

/// Clears the ground and draws the frame; `hint` stands in the lower border.
pub fn view(frame: &mut Frame<'_>, theme: &Theme, popup: Rect, title: &str, hint: &str) {
    let ground = theme.style(Tone::Base).patch(theme.style(Tone::Popup));
    let room = usize::from(popup.width.saturating_sub(4));
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(Tone::BorderFocused))
        .style(ground)
        .title(Line::from(Span::styled(
            format!(" {} ", wrap::fit(title, room)),
            theme.style(Tone::PaneTitleFocused),
        )));
    let block = if hint.is_empty() {
        block
    } else {
        block.title_bottom(
            Line::from(Span::styled(
                format!(" {} ", wrap::fit(hint, room)),
                theme.style(Tone::Muted),
            ))
            .right_aligned(),
        )
    };
    let popup = popup.intersection(frame.area());
    Clear.render(popup, frame.buffer_mut());
    block.render(popup, frame.buffer_mut());
}
