//! Draws what is in sight of a story.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::page::PageRow;
use super::{Page, Stop};
use crate::config::{Theme, Tone};
use crate::ui::widgets::{rich, scroll, wrap};
use crate::ui::{Load, Overlay, State};

/// Where the parts of the screen are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// The line above the text; empty where every row counts.
    pub bar: Rect,
    pub text: Rect,
    pub scroll: Rect,
}

/// Puts the text into the middle of `area`, at most `measure` columns wide.
pub fn geometry(area: Rect, measure: u16) -> Geometry {
    let bar = Rect {
        height: u16::from(area.height >= 8),
        ..area
    };
    let below = Rect {
        y: bar.bottom(),
        height: area.height - bar.height,
        ..area
    };
    // Two columns on the left for marks, one on the right for the scroll bar, where that leaves enough to read.
    let margin = if area.width >= 30 { 3 } else { 1 };
    let width = measure.min(area.width.saturating_sub(2 * margin)).max(1);
    let text = Rect {
        x: below.x + below.width.saturating_sub(width) / 2,
        width,
        ..below
    };
    let scroll = Rect {
        x: area.right().saturating_sub(1),
        width: area.width.min(1),
        ..below
    };
    Geometry {
        bar,
        text: text.intersection(below),
        scroll,
    }
}

pub fn view(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let area = area.intersection(frame.area());
    let places = geometry(area, state.options.measure);
    let article = &state.article;
    let message = match &article.load {
        Load::Ready(Some(_)) => None,
        Load::Ready(None) => Some(("this story is no longer cached".to_owned(), Tone::Warning)),
        Load::Failed(why) => Some((format!("! {why}"), Tone::Error)),
        Load::Idle | Load::Waiting(_) => Some(("opening …".to_owned(), Tone::Muted)),
    };
    if let Some((message, tone)) = message {
        let line = Line::styled(message, theme.style(tone));
        line.render(places.text, frame.buffer_mut());
        return;
    }
    let Some(page) = &article.page else { return };
    bar(state, theme, page, places, frame);
    rows(state, theme, page, places.text, frame);
    scroll::view(
        frame.buffer_mut(),
        theme,
        places.scroll,
        article.offset,
        page.length(),
    );
}

/// The line above the text: marks and source, the title once it is out of sight, and how far the reader is.
fn bar(state: &State, theme: &Theme, page: &Page, places: Geometry, frame: &mut Frame<'_>) {
    let Some(opened) = state.article.opened() else {
        return;
    };
    let area = places.bar;
    if area.height == 0 {
        return;
    }
    let row = &opened.article.headline;
    let hidden = page
        .length()
        .saturating_sub(usize::from(places.text.height));
    let right = match (state.article.offset * 100).checked_div(hidden) {
        Some(share) if share > 0 => format!("{} % ", share.min(100)),
        _ => " ".to_owned(),
    };
    let room = usize::from(area.width).saturating_sub(wrap::columns(&right) + 3);
    let mut left = Vec::new();
    if row.is_bookmarked {
        left.push(Span::styled("★ ", theme.style(Tone::Bookmark)));
    }
    if row.is_unread {
        left.push(Span::styled("● ", theme.style(Tone::Count)));
    }
    // At the top the title stands right below.
    let text = if state.article.offset == 0 {
        String::new()
    } else {
        format!("{} · {}", row.title, row.source)
    };
    let room = room.saturating_sub(2 * left.len());
    left.push(Span::styled(
        wrap::fit(&text, room).into_owned(),
        theme.style(Tone::Muted),
    ));
    left.insert(0, Span::raw(" "));
    Line::from(left).render(area, frame.buffer_mut());
    // A style of the span: one of the line would be laid over the marks on the left.
    Line::from(Span::styled(right, theme.style(Tone::Muted)))
        .right_aligned()
        .render(area, frame.buffer_mut());
}

fn rows(state: &State, theme: &Theme, page: &Page, area: Rect, frame: &mut Frame<'_>) {
    let article = &state.article;
    let chosen_link = match article.chosen() {
        Some(Stop::Link(number)) => Some(number),
        _ => None,
    };
    for (at, y) in (article.offset..).zip(area.top()..area.bottom()) {
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        match page.row(at) {
            None => break,
            Some(PageRow::Own(row)) => row
                .line(theme, chosen_link)
                .render(line, frame.buffer_mut()),
            Some(PageRow::Body(body)) => {
                rich::body_line(body, theme, chosen_link).render(line, frame.buffer_mut());
            }
        }
        for (place, is_current) in article.found.on(at) {
            let room = line.width.saturating_sub(place.column);
            let cells = Rect {
                x: line.x.saturating_add(place.column),
                width: place.width.min(room),
                ..line
            };
            let tone = if is_current {
                Tone::MatchCurrent
            } else {
                Tone::Match
            };
            frame.buffer_mut().set_style(cells, theme.style(tone));
        }
        let is_marked = article
            .marked
            .as_ref()
            .is_some_and(|marked| marked.contains(&at));
        let is_stop = chosen_link.is_none() && page.is_chosen(at, article.chosen);
        if (is_marked || is_stop) && area.x >= 2 {
            let (mark, tone) = if is_stop {
                ("▶", Tone::Accent)
            } else {
                ("▌", Tone::Bookmark)
            };
            if let Some(cell) = frame.buffer_mut().cell_mut((area.x - 2, y)) {
                cell.set_symbol(mark).set_style(theme.style(tone));
            }
        }
        if state.options.has_links && state.overlay != Some(Overlay::Links) {
            hyperlinks(page, at, line, frame);
        }
    }
}

/// Tells the terminal where the links of a row lead.
fn hyperlinks(page: &Page, row: usize, line: Rect, frame: &mut Frame<'_>) {
    for span in page.links_on(row) {
        if let Some(url) = page.link(span.link)
            && span.column < line.width
        {
            let width = span.width.min(line.width - span.column);
            rich::hyperlink(
                frame.buffer_mut(),
                (line.x + span.column, line.y),
                width,
                url,
            );
        }
    }
}
