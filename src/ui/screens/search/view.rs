//! Drawing the search.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::results::{HIT, hits_area};
use crate::config::Command;
use crate::config::theme::{Theme, Tone};
use crate::store::{Hit, SearchSort};
use crate::ui::layout::Panes;
use crate::ui::screens::headlines::view::{headline, insights, title_room};
use crate::ui::state::State;
use crate::ui::widgets::line_edit;
use crate::ui::widgets::pane::{self, Titles};
use crate::ui::widgets::pane::{highlight, message};
use crate::ui::widgets::text::{clip, number, start, width};

pub fn view(state: &State, theme: &Theme, panes: &Panes, frame: &mut Frame<'_>) {
    if let Some(area) = panes.list {
        list(state, theme, area, frame);
    }
    if let Some(area) = panes.insights {
        insights(state, theme, area, false, frame);
    }
}

fn list(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let screen = &state.search;
    let titles = Titles {
        left: "Search",
        right: "",
    };
    let inner = pane::draw(frame, area, titles, true, theme);
    if inner.height == 0 || inner.width < 4 {
        return;
    }
    let line = Rect::new(inner.x + 1, inner.y, inner.width.saturating_sub(2), 1);
    line_edit::draw(
        frame,
        line,
        "/ ",
        &screen.line,
        screen.error.as_ref().map(|error| error.span.clone()),
        screen.is_typing && state.overlay.is_none(),
        theme,
    );
    if inner.height > 1 {
        let below = Rect {
            y: line.y + 1,
            ..line
        };
        let (said, tone) = status(state);
        frame.buffer_mut().set_stringn(
            below.x,
            below.y,
            clip(&said, below.width),
            usize::from(below.width),
            theme.style(tone),
        );
    }
    let hits = hits_area(area);
    if screen.result.hits.is_empty() {
        // A line like `title:` asks for nothing yet.
        if screen.line.is_empty() || screen.searched.is_empty() && screen.error.is_none() {
            message(
                frame,
                hits,
                "Search everything that is cached",
                "words, \"exact phrase\", title:strike, feed:ledger, is:unread, is:bookmarked, -cargo, a OR b, \
                 newer:7d, after:2026-11-01",
                theme,
            );
        } else if screen.error.is_none() && screen.searched == screen.line.text() {
            match super::offered(screen) {
                Some(meant) => message(
                    frame,
                    hits,
                    &format!("Did you mean `{meant}`?"),
                    "Enter searches for it",
                    theme,
                ),
                None => message(
                    frame,
                    hits,
                    "Nothing found",
                    "fewer words find more; `econom*` finds words that start so",
                    theme,
                ),
            }
        }
        return;
    }
    let rows = Rows {
        hits: &screen.result.hits,
        selected: screen.selected,
        offset: screen.offset,
        is_focused: !screen.is_typing,
    };
    self::hits(state, theme, &rows, area, frame);
}

/// What was found, as far as drawing it goes.
pub struct Rows<'a> {
    pub hits: &'a [Hit],
    pub selected: usize,
    pub offset: usize,
    /// The keys go to them.
    pub is_focused: bool,
}

/// Draws what was found into a pane, below the lines about it.
pub fn hits(state: &State, theme: &Theme, rows: &Rows<'_>, pane: Rect, frame: &mut Frame<'_>) {
    let area = hits_area(pane);
    let page = usize::from(area.height / HIT);
    let in_sight = rows.hits.iter().enumerate();
    for (index, hit) in in_sight.skip(rows.offset).take(page.max(1)) {
        let y = area.y + u16::try_from(index - rows.offset).unwrap_or(0) * HIT;
        let height = HIT.min(area.bottom().saturating_sub(y));
        if height == 0 {
            break;
        }
        let place = Rect::new(area.x, y, area.width, height);
        draw_hit(state, hit, theme, place, frame);
        if index == rows.selected {
            highlight(frame, place, rows.is_focused, theme);
        }
    }
    let bar = Rect {
        y: area.y.saturating_sub(1),
        height: area.height + 2,
        ..pane
    };
    pane::scroll_mark(
        frame,
        bar,
        rows.offset,
        page,
        rows.hits.len(),
        theme.style(Tone::BorderFocused),
    );
}

/// What came of the search: an explanation of a wrong query, a failure, or count and time.
fn status(state: &State) -> (String, Tone) {
    let screen = &state.search;
    if let Some(error) = &screen.error {
        let hint = error
            .hint
            .as_ref()
            .map(|hint| format!("; {hint}"))
            .unwrap_or_default();
        return (format!("{error}{hint}"), Tone::Error);
    }
    if let Some(why) = &screen.failure {
        return (why.clone(), Tone::Error);
    }
    if screen.searched.is_empty() {
        return (String::new(), Tone::Muted);
    }
    let total = screen.result.total;
    let count = match total {
        0 => "nothing".to_owned(),
        1 => "1 story".to_owned(),
        _ => format!("{} stories", number(total)),
    };
    let order = match screen.sort {
        SearchSort::Relevance => "best first",
        SearchSort::Newest => "newest first",
    };
    let key = state
        .keymap
        .first_key(Command::Sort)
        .filter(|_| !screen.is_typing && total > 1)
        .map(|key| format!(", {key} changes that"))
        .unwrap_or_default();
    (
        format!(
            "{count} · {order}{key} · {:.0} ms",
            screen.milliseconds.max(1.0)
        ),
        Tone::Muted,
    )
}

fn draw_hit(state: &State, hit: &Hit, theme: &Theme, place: Rect, frame: &mut Frame<'_>) {
    let two = Rect {
        height: place.height.min(2),
        ..place
    };
    headline(&hit.headline, state.now, theme, two, true, frame);
    let base = theme.style(if hit.headline.is_unread {
        Tone::Unread
    } else {
        Tone::Read
    });
    let text_x = place.x + 3;
    // As wide as the headline below it drew its title, which this one takes the place of.
    let room = title_room(&hit.headline, state.now, place);
    marked(
        frame,
        (text_x, place.y),
        room,
        &hit.headline.title,
        &hit.title_marks,
        base,
        theme,
    );
    if place.height >= 3 {
        let room = place.width.saturating_sub(4);
        let (snippet, marks) = in_sight(&hit.snippet, &hit.snippet_marks, room);
        marked(
            frame,
            (text_x, place.y + 2),
            room,
            &snippet,
            &marks,
            theme.style(Tone::Text),
            theme,
        );
    }
}

/// Returns a snippet from a later word on where the first match would stand at the end of `room` columns or beyond.
fn in_sight<'a>(
    text: &'a str,
    marks: &[Range<usize>],
    room: u16,
) -> (Cow<'a, str>, Vec<Range<usize>>) {
    let first = marks.first().and_then(|mark| {
        let before = text.get(..mark.start)?;
        let whole = text.get(..mark.end)?;
        (width(whole) > room / 3 * 2).then_some(before)
    });
    let cut = first.and_then(|before| {
        before
            .match_indices(' ')
            .map(|(space, _)| space + 1)
            .find(|word| width(before.get(*word..).unwrap_or_default()) <= room / 3)
    });
    let Some((cut, rest)) = cut.and_then(|cut| Some((cut, text.get(cut..)?))) else {
        return (Cow::Borrowed(text), marks.to_vec());
    };
    let shift = |at: usize| at - cut + '…'.len_utf8();
    let marks = marks
        .iter()
        .filter(|mark| mark.start >= cut)
        .map(|mark| shift(mark.start)..shift(mark.end))
        .collect();
    (Cow::Owned(format!("…{rest}")), marks)
}

/// Draws text with some ranges marked, clipped to `room` columns, over whatever stood there.
fn marked(
    frame: &mut Frame<'_>,
    (x, y): (u16, u16),
    room: u16,
    text: &str,
    marks: &[Range<usize>],
    base: Style,
    theme: &Theme,
) {
    let is_cut = width(text) > room;
    let shown = if is_cut {
        start(text, room.saturating_sub(1))
    } else {
        text
    };
    let mut spans = Vec::new();
    let mut at = 0;
    for mark in marks {
        let (from, to) = (mark.start.min(shown.len()), mark.end.min(shown.len()));
        if from < at || from >= to {
            continue;
        }
        // A range that is not on character boundaries is left unmarked rather than trusted.
        let (Some(plain), Some(word)) = (shown.get(at..from), shown.get(from..to)) else {
            continue;
        };
        spans.push(Span::styled(plain, base));
        spans.push(Span::styled(word, base.patch(theme.style(Tone::Match))));
        at = to;
    }
    spans.push(Span::styled(shown.get(at..).unwrap_or_default(), base));
    if is_cut {
        spans.push(Span::styled("…", base));
    }
    let columns = usize::from(room);
    let buffer = frame.buffer_mut();
    buffer.set_stringn(x, y, " ".repeat(columns), columns, base);
    buffer.set_line(x, y, &Line::from(spans), room);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_match_is_in_sight_however_narrow_the_pane() {
        let text = "…on a pay deal that ends an eleven-day strike, the port said after the strike";
        let at = |from: usize| {
            let start = from + text.get(from..).unwrap().find("strike").unwrap();
            start..start + 6
        };
        let marks = [at(0), at(50)];
        for room in [12, 20, 36, 50, 200] {
            let (shown, moved) = in_sight(text, &marks, room);
            assert_eq!(moved.len(), 2);
            for mark in &moved {
                assert_eq!(shown.get(mark.clone()), Some("strike"), "{room}: {shown}");
            }
            let end = moved.first().unwrap().end;
            assert!(width(shown.get(..end).unwrap()) < room, "{room}: {shown}");
        }
        let (shown, _) = in_sight(text, &marks, 200);
        assert_eq!(shown, text);
        assert_eq!(in_sight("漢字", &[], 1).0, "漢字");
    }
}
