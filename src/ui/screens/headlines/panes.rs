//! Moving between and within the panes.

use ratatui::layout::Position;

use super::rows::{self, SourceRow};
use super::{list, open_shelf};
use crate::ui::layout::{self, Panes, Room, layout};
use crate::ui::motion::{Motion, follow};
use crate::ui::mouse::row_at;
use crate::ui::screens::ask;
use crate::ui::state::{Pane, State};
use crate::ui::update::{remember, stories};
use crate::ui::{Outcome, Shelf};

/// Moves in a pane, the one with the cursor or the one under the wheel.
pub fn motion_in(state: &mut State, pane: Pane, motion: Motion) -> Outcome {
    match pane {
        Pane::Sources => sources_motion(state, motion),
        Pane::List => list::motion(state, motion),
        Pane::Insights => {
            let length = insight_length(state);
            let to = motion.apply(state.headlines.insight, length, 4);
            if to == state.headlines.insight {
                return Outcome::NOTHING;
            }
            state.headlines.insight = to;
            Outcome::REDRAW
        }
    }
}

/// Returns how many bullets and questions the right column has to select.
pub(super) fn insight_length(state: &State) -> usize {
    state
        .selected_id()
        .and_then(|id| state.preview_of(id))
        .and_then(|preview| preview.insight.as_ref())
        .map_or(0, |insight| insight.brief.len() + insight.questions.len())
}

fn sources_motion(state: &mut State, motion: Motion) -> Outcome {
    let rows = rows::rows(&state.library, &state.headlines.folded);
    let at = rows::position(&rows, &state.library, &state.headlines.shelf).unwrap_or(0);
    let page = sources_height(state);
    let mut to = motion.apply(at, rows.len(), page);
    // The gap is no place to stay: go on in the direction one came from.
    if rows.get(to) == Some(&SourceRow::Gap) {
        to = if to >= at { to + 1 } else { to - 1 };
    }
    if to == at {
        return Outcome::NOTHING;
    }
    select_source(state, &rows, to)
}

fn select_source(state: &mut State, rows: &[SourceRow], index: usize) -> Outcome {
    let Some(shelf) = rows.get(index).and_then(SourceRow::shelf) else {
        return Outcome::NOTHING;
    };
    let page = sources_height(state);
    state.headlines.sources_offset =
        follow(state.headlines.sources_offset, index, rows.len(), page);
    if state.headlines.shelf == shelf {
        return Outcome::REDRAW;
    }
    open_shelf(state, shelf)
}

fn sources_height(state: &State) -> usize {
    layout(state.area(), state)
        .sources
        .map_or(10, |area| usize::from(layout::inside(area).height))
        .max(1)
}

/// Goes in: from sources to headlines, from a headline to the story, from a bullet to its place in the text.
pub fn enter(state: &mut State) -> Outcome {
    match state.headlines.pane {
        Pane::Sources => {
            if let Some(outcome) = unfold(state) {
                return outcome;
            }
            focus(state, Pane::List)
        }
        Pane::List => stories::open_selected(state),
        Pane::Insights => enter_insight(state),
    }
}

/// Opens the selected bullet in the text, or asks the selected question.
fn enter_insight(state: &mut State) -> Outcome {
    let Some(id) = state.selected_id() else {
        return Outcome::NOTHING;
    };
    let chosen = state.preview_of(id).and_then(|preview| {
        let insight = preview.insight.as_ref()?;
        let at = state.headlines.insight;
        if let Some(bullet) = insight.brief.get(at) {
            // The sentence as the text has it: a bullet may be shortened.
            let sentence = preview
                .article
                .text
                .get(bullet.start..bullet.end)
                .unwrap_or(&bullet.text);
            return Some((sentence.to_owned(), true));
        }
        insight
            .questions
            .get(at - insight.brief.len())
            .map(|question| (question.text.clone(), false))
    });
    match chosen {
        Some((sentence, true)) => stories::open(state, id, Some(sentence)),
        Some((question, false)) => ask::show(state, question, Some(id)),
        None => stories::open_selected(state),
    }
}

fn unfold(state: &mut State) -> Option<Outcome> {
    let Shelf::Folder(path) = &state.headlines.shelf else {
        return None;
    };
    let was_folded = state.headlines.folded.remove(&path.clone());
    was_folded.then(|| Outcome::REDRAW.and(remember(state)))
}

/// Goes out: from the right column to the list, from the list to the sources, from a feed to its folder.
pub fn back(state: &mut State) -> Outcome {
    match state.headlines.pane {
        Pane::Insights => focus(state, Pane::List),
        Pane::List if state.headlines.is_whole => toggle_whole(state),
        Pane::List => focus(state, Pane::Sources),
        Pane::Sources => fold(state),
    }
}

fn fold(state: &mut State) -> Outcome {
    let folder = match &state.headlines.shelf {
        Shelf::Folder(path) if state.headlines.folded.contains(path) => parent(path),
        Shelf::Folder(path) => Some(path.clone()),
        Shelf::Feed(id) => state
            .library
            .feed(*id)
            .map(|feed| feed.folder.clone())
            .filter(|folder| !folder.is_empty()),
        Shelf::All | Shelf::Today | Shelf::Bookmarks | Shelf::Noise | Shelf::Saved(_) => None,
    };
    let Some(folder) = folder else {
        return Outcome::NOTHING;
    };
    state.headlines.folded.insert(folder.clone());
    let shown = if state.headlines.shelf == Shelf::Folder(folder.clone()) {
        Outcome::REDRAW
    } else {
        open_shelf(state, Shelf::Folder(folder))
    };
    shown.and(remember(state))
}

fn parent(path: &str) -> Option<String> {
    path.rsplit_once('/').map(|(parent, _)| parent.to_owned())
}

/// Gives the keys to a pane, bringing it into sight.
pub fn focus(state: &mut State, pane: Pane) -> Outcome {
    if pane == Pane::Insights {
        if !state.options.has_insight {
            state.say("brief and questions are off; `engine` under [insight] brings them back");
            return Outcome::REDRAW;
        }
        state.headlines.is_insights_hidden = false;
    }
    // Called in where there is no room of its own, and gone again when the keys leave it.
    state.headlines.has_sources_in = pane == Pane::Sources;
    state.headlines.pane = pane;
    list::settle(state)
}

/// Goes to the list, the pane a session starts in; false when it is there already.
pub fn go_home(state: &mut State) -> bool {
    let screen = &mut state.headlines;
    if screen.pane == Pane::List && !screen.is_whole {
        return false;
    }
    screen.pane = Pane::List;
    screen.is_whole = false;
    screen.has_sources_in = false;
    true
}

pub fn next_pane(state: &mut State, is_forward: bool) -> Outcome {
    let mut order = vec![Pane::Sources, Pane::List];
    if state.options.has_insight && !state.headlines.is_insights_hidden {
        order.push(Pane::Insights);
    }
    let at = order
        .iter()
        .position(|pane| *pane == state.headlines.pane)
        .unwrap_or(0);
    let step = if is_forward { 1 } else { order.len() - 1 };
    order
        .get((at + step) % order.len())
        .copied()
        .map_or(Outcome::NOTHING, |pane| focus(state, pane))
}

pub fn toggle_whole(state: &mut State) -> Outcome {
    state.headlines.is_whole = !state.headlines.is_whole;
    list::settle(state)
}

/// Shows or hides the right column; where panes come one at a time, goes to it.
pub fn toggle_insights(state: &mut State) -> Outcome {
    if !state.options.has_insight {
        state.say("brief and questions are off; `engine` under [insight] brings them back");
        return Outcome::REDRAW;
    }
    let panes = layout(state.area(), state);
    if panes.room == Room::Narrow || state.headlines.is_whole {
        let pane = if state.headlines.pane == Pane::Insights {
            Pane::List
        } else {
            Pane::Insights
        };
        return focus(state, pane);
    }
    if state.headlines.has_sources_in && panes.insights.is_none() {
        return focus(state, Pane::Insights);
    }
    state.headlines.is_insights_hidden = !state.headlines.is_insights_hidden;
    if state.headlines.is_insights_hidden && state.headlines.pane == Pane::Insights {
        state.headlines.pane = Pane::List;
    }
    list::settle(state).and(remember(state))
}

/// A click selects what is under it; a double click opens it.
pub fn click(state: &mut State, panes: &Panes, at: Position, is_double: bool) -> Outcome {
    if let Some(area) = panes.sources.filter(|area| area.contains(at)) {
        return click_source(state, area, at);
    }
    if let Some(area) = panes.list.filter(|area| area.contains(at)) {
        state.headlines.pane = Pane::List;
        let row = row_at(layout::inside(area), layout::row_height(area), at)
            .map(|row| row + state.headlines.offset)
            .filter(|row| *row < state.headlines.rows.len());
        let Some(row) = row else {
            return Outcome::REDRAW;
        };
        list::select_index(state, row);
        let selected = Outcome::REDRAW.and(list::after_selection(state));
        return if is_double {
            selected.and(stories::open_selected(state))
        } else {
            selected
        };
    }
    if let Some(area) = panes.insights.filter(|area| area.contains(at)) {
        state.headlines.pane = Pane::Insights;
        if let Some(index) = super::brief::item_at(state, area, at) {
            state.headlines.insight = index;
            if is_double {
                return enter_insight(state);
            }
        }
        return Outcome::REDRAW;
    }
    Outcome::NOTHING
}

fn click_source(state: &mut State, area: ratatui::layout::Rect, at: Position) -> Outcome {
    state.headlines.pane = Pane::Sources;
    let rows = rows::rows(&state.library, &state.headlines.folded);
    let inner = layout::inside(area);
    let Some(index) = row_at(inner, 1, at).map(|row| row + state.headlines.sources_offset) else {
        return Outcome::REDRAW;
    };
    let outcome = Outcome::REDRAW.and(select_source(state, &rows, index));
    // The triangle before a folder's name folds.
    if let Some(SourceRow::Folder {
        path,
        depth,
        is_folded,
    }) = rows.get(index)
        && at.x.saturating_sub(inner.x) <= 2 * depth + 2
    {
        if *is_folded {
            state.headlines.folded.remove(path);
        } else {
            state.headlines.folded.insert(path.clone());
        }
        return outcome.and(remember(state));
    }
    outcome
}
