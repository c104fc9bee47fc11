//! Draws an answer.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::passages::Passages;
use crate::config::{Theme, Tone};
use crate::ui::State;
use crate::ui::screens::article;
use crate::ui::widgets::scroll;

pub fn view(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let area = area.intersection(frame.area());
    let places = article::geometry(area, state.options.measure);
    let page = Passages::new(state, places.text.width);
    let ask = &state.ask;
    let offset = ask.offset.min(
        page.rows
            .len()
            .saturating_sub(usize::from(places.text.height)),
    );
    let chosen = page.citations.get(ask.selected);
    let lines = places.text.top()..places.text.bottom();
    for ((at, row), y) in page.rows.iter().enumerate().skip(offset).zip(lines) {
        let line = Rect {
            y,
            height: 1,
            ..places.text
        };
        row.line(theme, None).render(line, frame.buffer_mut());
        if chosen.is_some_and(|rows| rows.contains(&at))
            && let Some(x) = places.text.x.checked_sub(2)
            && let Some(cell) = frame.buffer_mut().cell_mut((x, y))
        {
            cell.set_symbol("▌").set_style(theme.style(Tone::Accent));
        }
    }
    scroll::view(
        frame.buffer_mut(),
        theme,
        places.scroll,
        offset,
        page.rows.len(),
    );
}
