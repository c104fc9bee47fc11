//! Every feed and how it is doing, failing ones first, with what is known of the selected one below.

mod view;

pub use view::view;

use std::collections::BTreeMap;

use ratatui::layout::{Position, Rect};

use crate::domain::{Feed, FeedId, Health};
use crate::jobs::posted;
use crate::ui::msg::Answer;
use crate::ui::state::Screen;
use crate::ui::{Effect, Motion, Outcome, Shelf, layout, motion};

#[derive(Debug, Clone, Default)]
pub struct State {
    selected: Option<FeedId>,
    offset: usize,
    /// How many stories each source has of the last weeks, once counted.
    posted: Option<BTreeMap<FeedId, u64>>,
}

impl State {
    /// Returns how much a source posts, in words; `None` until it is counted.
    fn pace(&self, feed: &Feed) -> Option<String> {
        match (self.posted.as_ref()?.get(&feed.id), feed.last_success_at) {
            (Some(count), _) => Some(posted::in_words(*count)),
            (None, Some(_)) => Some(posted::in_words(0)),
            // Never read: nothing is known of it.
            (None, None) => None,
        }
    }
}

/// Returns all feeds that are fetched: failing, paused, never fetched, then the fine ones.
fn rows(state: &crate::ui::State) -> Vec<&Feed> {
    let mut feeds: Vec<&Feed> = state
        .library
        .feeds
        .iter()
        .filter(|feed| !feed.is_builtin)
        .collect();
    feeds.sort_by_cached_key(|feed| {
        let rank = match &feed.health {
            Health::Failing { tries, .. } => (0, u32::MAX - tries),
            Health::Paused { .. } => (1, 0),
            Health::New => (2, 0),
            Health::Fine => (3, 0),
        };
        (rank, feed.title.to_lowercase())
    });
    feeds
}

/// Shows the feeds and why they fail.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    state.health = State::default();
    state.push_screen(Screen::Health);
    Outcome::from(Effect::CountPosted)
}

/// Takes over how much the sources post.
pub fn posted(state: &mut crate::ui::State, answer: Answer<BTreeMap<FeedId, u64>>) -> Outcome {
    match answer {
        Ok(posted) => state.health.posted = Some(posted),
        Err(why) => state.complain(why),
    }
    Outcome::REDRAW
}

/// Returns the row of the selected feed; the first where it is gone.
fn index(state: &crate::ui::State, rows: &[&Feed]) -> usize {
    state
        .health
        .selected
        .and_then(|id| rows.iter().position(|feed| feed.id == id))
        .unwrap_or(0)
}

/// Returns the feed under the cursor.
pub fn selected(state: &crate::ui::State) -> Option<FeedId> {
    let rows = rows(state);
    rows.get(index(state, &rows)).map(|feed| feed.id)
}

/// Goes to another feed.
pub fn motion(state: &mut crate::ui::State, motion: Motion) -> Outcome {
    let page = usize::from(view::list(layout(state.area(), state).body).height);
    let rows = rows(state);
    let at = index(state, &rows);
    let to = motion.apply(at, rows.len(), page);
    let id = rows.get(to).map(|feed| feed.id);
    let length = rows.len();
    let redraw = to != at;
    state.health.selected = id;
    state.health.offset = motion::follow(state.health.offset, to, length, page);
    Outcome {
        redraw,
        effects: Vec::new(),
    }
}

/// Goes to the headlines of the selected feed.
pub fn enter(state: &mut crate::ui::State) -> Outcome {
    let Some(feed) = selected(state) else {
        return Outcome::NOTHING;
    };
    state.pop_screen();
    crate::ui::screens::headlines::open_shelf(state, Shelf::Feed(feed))
}

/// Selects the feed that is clicked on; a double click goes to its headlines.
pub fn click(state: &mut crate::ui::State, area: Rect, at: Position, is_double: bool) -> Outcome {
    let list = view::list(area);
    if !list.contains(at) {
        return Outcome::NOTHING;
    }
    let row = state.health.offset + usize::from(at.y - list.y);
    let Some(id) = rows(state).get(row).map(|feed| feed.id) else {
        return Outcome::NOTHING;
    };
    state.health.selected = Some(id);
    if is_double {
        return enter(state);
    }
    Outcome::REDRAW
}
