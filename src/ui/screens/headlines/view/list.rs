//! The headlines, and what to say where there are none.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::config::{Command, Theme, Tone};
use crate::domain::{FeedId, Headline, Health, Timestamp};
use crate::store::Sort;
use crate::ui::Shelf;
use crate::ui::layout::row_height;
use crate::ui::state::{Pane, State};
use crate::ui::update::stories::key_of;
use crate::ui::widgets::pane::{self, Titles, highlight, message};
use crate::ui::widgets::text::clip;

pub(super) fn list(state: &State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
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
    if screen.sort == Sort::Oldest {
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

fn feed_is_empty(state: &State, id: FeedId) -> (String, String) {
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
