//! Brief above questions of the selected story.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::config::{Theme, Tone};
use crate::ui::screens::headlines::brief::{self, Row};
use crate::ui::state::State;
use crate::ui::widgets::pane::{self, Titles, highlight, message};
use crate::ui::widgets::text::width;

/// Draws brief above questions of the selected story.
pub fn insights(state: &State, theme: &Theme, area: Rect, is_focused: bool, frame: &mut Frame<'_>) {
    let insight = state
        .selected_id()
        .and_then(|id| state.preview_of(id))
        .and_then(|preview| preview.insight.as_ref());
    // Whose words these are is said in the border, where no lack of room scrolls it away.
    let wordings = match insight {
        Some(insight) if !insight.brief.is_empty() => ["quoted from the article", "quoted"],
        Some(_) => ["how the article begins", "its beginning"],
        None => ["", ""],
    };
    let wordings = wordings.map(|right| Titles {
        left: "Brief",
        right,
    });
    pane::draw(
        frame,
        area,
        Titles::fitting(&wordings, area.width),
        is_focused,
        theme,
    );
    let column = brief::column(state, area);
    if state.selected_id().is_none() && state.headlines.is_loaded {
        message(
            frame,
            column.brief_area,
            "No story selected",
            "brief and questions of a story stand here",
            theme,
        );
        return;
    }
    let selected = is_focused.then_some(state.headlines.insight);
    part(&column.brief, column.brief_area, selected, theme, frame);
    if let Some(y) = column.divider {
        let by = insight.map_or_else(String::new, |insight| {
            format!("by {}", brief::maker(&insight.engine))
        });
        let wordings = ["Insight questions", "Questions"].map(|left| Titles { left, right: &by });
        pane::divide(
            frame,
            area,
            y,
            Titles::fitting(&wordings, area.width),
            is_focused,
            theme,
        );
        part(
            &column.questions,
            column.questions_area,
            selected,
            theme,
            frame,
        );
    }
}

fn part(rows: &[Row], area: Rect, selected: Option<usize>, theme: &Theme, frame: &mut Frame<'_>) {
    for (row, y) in rows.iter().zip(area.top()..area.bottom()) {
        let line = Rect::new(area.x, y, area.width, 1);
        let style = |tone: Option<Tone>| tone.map_or_else(Style::new, |tone| theme.style(tone));
        let room = area.width.saturating_sub(2);
        let x = area.x + 1;
        let buffer = frame.buffer_mut();
        let indent = width(&row.mark);
        buffer.set_stringn(x, y, &row.mark, usize::from(room), style(row.mark_tone));
        let room = room.saturating_sub(indent);
        buffer.set_stringn(x + indent, y, &row.text, usize::from(room), style(row.tone));
        if row.item.is_some() && row.item == selected {
            highlight(frame, line, true, theme);
        }
    }
}
