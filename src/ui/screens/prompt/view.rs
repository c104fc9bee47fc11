//! Drawing the form.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::Purpose;
use crate::config::theme::{Theme, Tone};
use crate::ui::state::State;
use crate::ui::view::SPINNER;
use crate::ui::widgets::line_edit;
use crate::ui::widgets::pane::{self, Titles};
use crate::ui::widgets::text::{width, wrap};

/// Draws the form in the upper third of `body`, where the eye is.
pub fn view(state: &State, theme: &Theme, body: Rect, frame: &mut Frame<'_>) {
    let form = &state.prompt;
    let columns = body.width.saturating_sub(4).min(76);
    let hint = if form.is_waiting {
        let spinner = SPINNER
            .get(state.frame % SPINNER.len())
            .copied()
            .unwrap_or_default();
        let what = match form.purpose {
            Purpose::Settings { .. } => "writing the settings file",
            _ => "looking at this address",
        };
        vec![format!("{spinner} {what}")]
    } else {
        let mut lines = Vec::new();
        if !form.muting.said.is_empty() {
            lines = wrap(&form.muting.said, columns.saturating_sub(4));
        }
        lines.extend(wrap(form.hint, columns.saturating_sub(4)));
        lines
    };
    let lines = u16::try_from(form.lines.len() + hint.len()).unwrap_or(u16::MAX);
    let height = (lines + 3).min(body.height);
    if columns < 12 || height < 3 {
        return;
    }
    let area = Rect {
        x: body.x + (body.width - columns) / 2,
        y: body.y + (body.height - height) / 3,
        width: columns,
        height,
    };
    pane::clear(frame, area, theme);
    let titles = Titles {
        left: &form.title,
        right: "",
    };
    let inner = pane::draw(frame, area, titles, true, theme);
    let label_width = form
        .lines
        .iter()
        .map(|(label, _)| width(label))
        .max()
        .unwrap_or(0);
    let mut y = inner.y;
    for (index, (label, line)) in form.lines.iter().enumerate() {
        if y >= inner.bottom() {
            return;
        }
        let place = Rect::new(inner.x + 1, y, inner.width.saturating_sub(2), 1);
        let prompt = format!("{label:<width$}  ", width = usize::from(label_width));
        line_edit::draw(
            frame,
            place,
            &prompt,
            line,
            None,
            index == form.focus && !form.is_waiting,
            theme,
        );
        y += 1;
    }
    if !form.lines.is_empty() {
        y += 1;
    }
    for line in hint {
        if y >= inner.bottom() {
            return;
        }
        frame.buffer_mut().set_stringn(
            inner.x + 1,
            y,
            line,
            usize::from(inner.width.saturating_sub(2)),
            theme.style(Tone::Muted),
        );
        y += 1;
    }
}
