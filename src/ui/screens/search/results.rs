//! Moving in the results.

use ratatui::layout::Position;

use crate::domain::ArticleId;
use crate::ui::Outcome;
use crate::ui::layout::{self, Panes, layout};
use crate::ui::motion::{Motion, follow};
use crate::ui::mouse::row_at;
use crate::ui::screens::headlines;
use crate::ui::state::State;
use crate::ui::update::stories::{self, Step};

/// Lines of a hit: title, source with age, snippet.
pub const HIT: u16 = 3;
/// Lines above the hits: the search line and what came of it.
pub(super) const HEAD: u16 = 3;

/// Returns where hits are drawn.
pub fn hits_area(list: ratatui::layout::Rect) -> ratatui::layout::Rect {
    let inner = layout::inside(list);
    let head = HEAD.min(inner.height);
    ratatui::layout::Rect {
        y: inner.y + head,
        height: inner.height - head,
        ..inner
    }
}

/// Returns how many hits are in sight.
pub fn page_height(state: &State) -> usize {
    layout(state.area(), state)
        .list
        .map_or(1, |area| usize::from(hits_area(area).height / HIT))
        .max(1)
}

pub fn motion(state: &mut State, motion: Motion) -> Outcome {
    let length = state.search.result.hits.len();
    let to = motion.apply(state.search.selected, length, page_height(state));
    if to == state.search.selected {
        return Outcome::NOTHING;
    }
    select(state, to)
}

fn select(state: &mut State, index: usize) -> Outcome {
    state.search.selected = index;
    state.headlines.insight = 0;
    settle(state)
}

/// Puts the selected hit in sight and asks for its brief.
pub fn settle(state: &mut State) -> Outcome {
    let page = page_height(state);
    let screen = &mut state.search;
    screen.offset = follow(
        screen.offset,
        screen.selected,
        screen.result.hits.len(),
        page,
    );
    match state.search.selected().map(|row| row.id) {
        Some(id) => Outcome::REDRAW
            .and(stories::want_preview(state, id))
            .and(super::more(state)),
        None => Outcome::REDRAW,
    }
}

/// Goes to another hit; returns which.
pub fn step(state: &mut State, step: Step) -> (Outcome, Option<ArticleId>) {
    let hits = &state.search.result.hits;
    let found = headlines::neighbour(hits, Some(state.search.selected), step, |hit| &hit.headline);
    let Some(index) = found else {
        state.say(headlines::nothing(step));
        return (Outcome::REDRAW, None);
    };
    let outcome = select(state, index);
    (outcome, state.search.selected().map(|row| row.id))
}

/// A click selects a hit, or gives the keys to the line; a double click opens.
pub fn click(state: &mut State, panes: &Panes, at: Position, is_double: bool) -> Outcome {
    let Some(area) = panes.list.filter(|area| area.contains(at)) else {
        return Outcome::NOTHING;
    };
    let Some(row) = row_at(hits_area(area), HIT, at).map(|row| row + state.search.offset) else {
        state.search.is_typing = true;
        return Outcome::REDRAW;
    };
    state.search.is_typing = false;
    if row >= state.search.result.hits.len() {
        return Outcome::REDRAW;
    }
    let selected = select(state, row);
    if is_double {
        selected.and(stories::open_selected(state))
    } else {
        selected
    }
}
