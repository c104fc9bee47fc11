//! Drawing the panes.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::brief::{self, Row};
use super::rows::{self, SourceRow};
use crate::config::Command;
use crate::config::theme::{Theme, Tone};
use crate::domain::{Headline, Timestamp};
use crate::ui::Shelf;
use crate::ui::layout::{Panes, row_height};
use crate::ui::state::{Pane, State};
use crate::ui::update::stories::key_of;
use crate::ui::widgets::pane::{self, Titles};
use crate::ui::widgets::text::{clip, number, width, wrap};

/// Draws the panes that have an area.
pub fn view(state: &State, theme: &Theme, panes: &Panes, frame: &mut Frame<'_>) {
    if let Some(area) = panes.sources {
        sources(state, theme, area, frame);
    }
    if let Some(area) = panes.list {
        list(state, theme, area, frame);
    }
    if let Some(area) = panes.insights {
        let is_focused = state.headlines.pane == Pane::Insights;
        insights(state, theme, area, is_focused, frame);
    }
}

fn sources(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
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

fn list(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let screen = &state.headlines;
    let is_focused = screen.pane == Pane::List;
    let title = state.library.title(&screen.shelf);
    let right = list_note(state);
    let titles = Titles {
        left: &title,
        right: &right,
    };
    let inner = pane::draw(frame, area, titles, is_focused, theme);
    if screen.rows.is_empty() {
        if screen.is_loaded {
            empty(state, theme, inner, frame);
        }
        return;
    }
    let height = row_height(area);
    let page = usize::from(inner.height / height);
    let offset = screen.offset.min(screen.rows.len().saturating_sub(1));
    for (index, row) in screen.rows.iter().enumerate().skip(offset).take(page) {
        let y = inner.y + u16::try_from(index - offset).unwrap_or(0) * height;
        let line = Rect::new(inner.x, y, inner.width, height);
        let shows_source = !matches!(screen.shelf, Shelf::Feed(_));
        headline(row, state.now, theme, line, shows_source, frame);
        if screen.selected == Some(row.id) {
            highlight(frame, line, is_focused, theme);
        }
    }
    pane::scroll_mark(
        frame,
        area,
        offset,
        page,
        screen.rows.len(),
        theme.style(if is_focused {
            Tone::BorderFocused
        } else {
            Tone::Muted
        }),
    );
}

/// What narrows or orders the list, said in its border.
fn list_note(state: &State) -> String {
    let screen = &state.headlines;
    let mut notes = Vec::new();
    if !screen.filter.is_empty() {
        notes.push(format!("= {}", screen.filter));
    }
    if screen.is_unread_only {
        notes.push("unread only".to_owned());
    }
    if screen.sort == crate::store::Sort::Oldest {
        notes.push("oldest first".to_owned());
    }
    notes.join(" · ")
}

/// Returns the columns a title has on a line of its own: up to the age, and the star where there is one.
pub fn title_room(row: &Headline, now: Timestamp, line: Rect) -> u16 {
    let age = u16::try_from(row.sorted_at.age(now).len()).unwrap_or(4);
    let star = if row.is_bookmarked { 6 } else { age };
    line.width.saturating_sub(3 + 1 + 1 + star)
}

/// Draws one headline: title, bookmark and age; below, or behind it where there is one line, the source.
pub fn headline(
    row: &Headline,
    now: Timestamp,
    theme: &Theme,
    line: Rect,
    shows_source: bool,
    frame: &mut Frame<'_>,
) {
    let (mark, tone) = if row.is_unread {
        ("●", Tone::Unread)
    } else {
        (" ", Tone::Read)
    };
    let age = row.sorted_at.age(now);
    let own_room = title_room(row, now, line);
    let buffer = frame.buffer_mut();
    let text_x = line.x + 3;
    let right = line.right().saturating_sub(1);
    if text_x + 4 >= right {
        buffer.set_stringn(
            line.x + 1,
            line.y,
            clip(&row.title, line.width.saturating_sub(1)),
            usize::from(line.width.saturating_sub(1)),
            theme.style(tone),
        );
        return;
    }
    let age_x = right.saturating_sub(4);
    let star_x = age_x.saturating_sub(2);
    buffer.set_stringn(line.x + 1, line.y, mark, 1, theme.style(Tone::Count));
    buffer.set_stringn(
        age_x,
        line.y,
        format!("{age:>4}"),
        4,
        theme.style(Tone::Muted),
    );
    if row.is_bookmarked {
        buffer.set_stringn(star_x, line.y, "★", 1, theme.style(Tone::Bookmark));
    }
    let room = star_x.saturating_sub(1).saturating_sub(text_x);
    if line.height >= 2 {
        buffer.set_stringn(
            text_x,
            line.y,
            clip(&row.title, own_room),
            usize::from(own_room),
            theme.style(tone),
        );
        let below = right.saturating_sub(text_x);
        buffer.set_stringn(
            text_x,
            line.y + 1,
            clip(&row.source, below),
            usize::from(below),
            theme.style(Tone::Muted),
        );
        return;
    }
    // One line: the source in a column of its own where titles keep at least 30 columns.
    let source_width = if shows_source && room >= 50 {
        (room / 4).min(22)
    } else {
        0
    };
    let title_room = if source_width == 0 {
        room
    } else {
        room - source_width - 2
    };
    buffer.set_stringn(
        text_x,
        line.y,
        clip(&row.title, title_room),
        usize::from(title_room),
        theme.style(tone),
    );
    if source_width > 0 {
        buffer.set_stringn(
            text_x + title_room + 2,
            line.y,
            clip(&row.source, source_width),
            usize::from(source_width),
            theme.style(Tone::Muted),
        );
    }
}

/// Says why there is nothing, and what to do.
fn empty(state: &State, theme: &Theme, inner: Rect, frame: &mut Frame<'_>) {
    let screen = &state.headlines;
    let key = |command| key_of(state, command);
    let (title, hint) = if let Some(why) = &screen.failure {
        ("This list could not be loaded".to_owned(), why.clone())
    } else if !screen.filter.is_empty() {
        (
            "Nothing here matches the filter".to_owned(),
            format!("`Esc` clears it, {} changes it", key(Command::Filter)),
        )
    } else if screen.is_unread_only {
        (
            "Everything here is read".to_owned(),
            format!("{} shows all stories", key(Command::UnreadOnly)),
        )
    } else {
        match &screen.shelf {
            Shelf::Bookmarks => (
                "No bookmarks yet".to_owned(),
                format!(
                    "{} on a story keeps it here for ever",
                    key(Command::Bookmark)
                ),
            ),
            Shelf::Noise => (
                "Nothing is muted".to_owned(),
                "`squelch mute QUERY` makes a rule".to_owned(),
            ),
            Shelf::Today => (
                "Nothing new today".to_owned(),
                format!("{} fetches every source now", key(Command::RefreshAll)),
            ),
            Shelf::Feed(id) => feed_is_empty(state, *id),
            Shelf::All | Shelf::Saved(_) | Shelf::Folder(_) => (
                "Nothing here yet".to_owned(),
                format!(
                    "{} adds a source, {} fetches what there is",
                    key(Command::Add),
                    key(Command::RefreshAll)
                ),
            ),
        }
    };
    message(frame, inner, &title, &hint, theme);
}

fn feed_is_empty(state: &State, id: crate::domain::FeedId) -> (String, String) {
    use crate::domain::Health;
    let refresh = key_of(state, Command::Refresh);
    match state.library.feed(id).map(|feed| &feed.health) {
        Some(Health::Failing { why, tries, .. }) => (
            why.clone(),
            format!(
                "tried {}; {refresh} tries again",
                if *tries == 1 {
                    "once".to_owned()
                } else {
                    format!("{tries} times")
                }
            ),
        ),
        Some(Health::Paused {
            why,
            by_person: false,
        }) => (why.clone(), format!("{refresh} tries again")),
        Some(Health::Paused { why, .. }) => (
            why.clone(),
            format!("{} has it fetched again", key_of(state, Command::Pause)),
        ),
        Some(Health::New) => (
            "Not fetched yet".to_owned(),
            format!("{refresh} fetches this source"),
        ),
        Some(Health::Fine) | None => (
            "This source has no stories".to_owned(),
            format!("{refresh} fetches it again"),
        ),
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
