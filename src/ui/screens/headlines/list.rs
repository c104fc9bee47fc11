//! The rows: loading, paging, keeping the reader's place, going to the next unread.

use super::Fill;
use crate::domain::{ArticleId, Headline};
use crate::store::{Page, PageRequest, Sort};
use crate::ui::layout::{self, layout};
use crate::ui::load::Ticket;
use crate::ui::motion::{Motion, follow};
use crate::ui::msg::Answer;
use crate::ui::state::State;
use crate::ui::update::stories::{self, Step};
use crate::ui::{Effect, Outcome, Shelf};

/// Rows loaded at once: several screenfuls, a few milliseconds.
pub const PAGE: usize = 300;
/// Rows loaded at once on the way to an unread story far away.
const LEAP: usize = 5_000;
/// More rows are asked for when the cursor is this close to the last one, or to the first of a list known from its end.
const NEAR: usize = 80;

/// Lists something else.
pub fn open_shelf(state: &mut State, shelf: Shelf) -> Outcome {
    let screen = &mut state.headlines;
    if screen.shelf != shelf {
        screen.filter.clear();
    }
    screen.shelf = shelf;
    renew(state)
}

/// Loads the list from its top, as another list.
pub(super) fn renew(state: &mut State) -> Outcome {
    // The old rows are drawn until the new ones come, a few milliseconds later: an empty list in between would flicker.
    // Nothing of them can be opened any more.
    state.headlines.selected = None;
    state.headlines.insight = 0;
    load(state, Fill::Fresh, None, PAGE)
}

/// Loads the same list again, keeping cursor and scroll.
pub fn reload(state: &mut State) -> Outcome {
    if let Some((_, Fill::Fresh)) = state.headlines.waiting {
        return load(state, Fill::Fresh, None, PAGE);
    }
    let rows = state.headlines.rows.len().max(PAGE);
    let fill = if state.headlines.has_before {
        Fill::InPlaceFromEnd
    } else {
        Fill::InPlace
    };
    load(state, fill, None, rows)
}

/// Asks for rows that go on where those at hand end, or that end where they begin.
fn more(state: &mut State, fill: Fill, limit: usize) -> Outcome {
    let rows = &state.headlines.rows;
    let edge = if fill.is_backward() {
        rows.first()
    } else {
        rows.last()
    };
    let edge = edge.map(|row| row.id);
    load(state, fill, edge, limit)
}

fn load(state: &mut State, fill: Fill, after: Option<ArticleId>, limit: usize) -> Outcome {
    let query = match super::query(state) {
        Ok(query) => query,
        Err(why) => {
            state.complain(why);
            return Outcome::REDRAW;
        }
    };
    let ticket = state.ticket();
    state.headlines.waiting = Some((ticket, fill));
    let sort = match (state.headlines.sort, fill.is_backward()) {
        (sort, false) => sort,
        (Sort::Newest, true) => Sort::Oldest,
        (Sort::Oldest, true) => Sort::Newest,
    };
    Outcome::REDRAW.with(Effect::LoadPage {
        ticket,
        request: PageRequest {
            query,
            sort,
            after,
            limit,
            now: state.now,
        },
    })
}

/// Takes rows in, unless something newer was asked for since.
pub fn page(state: &mut State, ticket: Ticket, page: Answer<Page>) -> Outcome {
    let Some((_, fill)) = state
        .headlines
        .waiting
        .take_if(|(waiting, _)| *waiting == ticket)
    else {
        return Outcome::NOTHING;
    };
    let mut page = match page {
        Ok(page) => page,
        Err(why) => {
            if fill == Fill::Fresh {
                state.headlines.rows.clear();
                state.headlines.failure = Some(why.clone());
                state.headlines.is_loaded = true;
            }
            state.complain(why);
            return Outcome::REDRAW;
        }
    };
    if fill.is_backward() {
        page.rows.reverse();
    }
    let height = page_height(state);
    let screen = &mut state.headlines;
    screen.failure = None;
    screen.is_loaded = true;
    let old_length = screen.rows.len();
    let is_unread = |row: &&Headline| row.is_unread;
    // The unread story that is looked for, where it is among the new rows.
    let mut unread = None;
    match fill {
        Fill::Fresh => {
            screen.rows = page.rows;
            (screen.has_before, screen.has_more) = (false, page.has_more);
            screen.offset = 0;
            screen.insight = 0;
            screen.selected = screen
                .wanted
                .take()
                .filter(|id| screen.rows.iter().any(|row| row.id == *id))
                .or_else(|| screen.rows.first().map(|row| row.id));
        }
        Fill::InPlace => {
            (screen.has_before, screen.has_more) = (false, page.has_more);
            replace_in_place(screen, page.rows);
        }
        Fill::InPlaceFromEnd => {
            (screen.has_before, screen.has_more) = (page.has_more, false);
            replace_in_place(screen, page.rows);
        }
        Fill::End => {
            (screen.has_before, screen.has_more) = (page.has_more, false);
            screen.rows = page.rows;
            screen.insight = 0;
            screen.selected = screen.rows.last().map(|row| row.id);
        }
        Fill::More | Fill::ToUnread => {
            screen.rows.extend(page.rows);
            screen.has_more = page.has_more;
            let new = screen.rows.iter().skip(old_length);
            unread = new.clone().find(is_unread).map(|row| row.id);
        }
        Fill::Before | Fill::ToUnreadBefore => {
            screen.has_before = page.has_more;
            screen.offset += page.rows.len();
            unread = page.rows.iter().rfind(is_unread).map(|row| row.id);
            screen.rows.splice(..0, page.rows);
        }
    }
    match (fill, unread) {
        (Fill::ToUnread | Fill::ToUnreadBefore, Some(id)) => screen.selected = Some(id),
        // Piece by piece, so that keys are answered in between.
        (Fill::ToUnread, None) if screen.has_more => return more(state, fill, LEAP),
        (Fill::ToUnreadBefore, None) if screen.has_before => return more(state, fill, LEAP),
        (Fill::ToUnread, None) => state.say(nothing(Step::NextUnread)),
        (Fill::ToUnreadBefore, None) => state.say(nothing(Step::PreviousUnread)),
        _ => {}
    }
    let screen = &mut state.headlines;
    if !matches!(fill, Fill::InPlace | Fill::InPlaceFromEnd) {
        let index = screen.index().unwrap_or(0);
        screen.offset = follow(screen.offset, index, screen.rows.len(), height);
    }
    Outcome::REDRAW.and(after_selection(state))
}

/// Replaces rows so that the selected one stays under the cursor and on its line, even when it no longer belongs to
/// the list (read, in a list of unread ones).
fn replace_in_place(screen: &mut super::State, rows: Vec<Headline>) {
    let line = screen
        .index()
        .map(|index| index.saturating_sub(screen.offset));
    let kept = screen.selected.and_then(|id| screen.row(id).cloned());
    screen.rows = rows;
    if let Some(kept) = kept
        && !screen.rows.iter().any(|row| row.id == kept.id)
    {
        let at = screen
            .rows
            .partition_point(|row| comes_before(row, &kept, screen.sort));
        if screen.lets_go {
            let next = screen.rows.get(at).or(screen.rows.last());
            screen.selected = next.map(|row| row.id);
        } else {
            screen.rows.insert(at, kept);
        }
    }
    screen.lets_go = false;
    match (screen.index(), line) {
        (Some(index), Some(line)) => screen.offset = index.saturating_sub(line),
        _ => screen.selected = screen.rows.first().map(|row| row.id),
    }
}

fn comes_before(row: &Headline, other: &Headline, sort: Sort) -> bool {
    let (row, other) = ((row.sorted_at, row.id), (other.sorted_at, other.id));
    match sort {
        Sort::Newest => row > other,
        Sort::Oldest => row < other,
    }
}

/// How many rows the list shows at once.
pub(super) fn page_height(state: &State) -> usize {
    let panes = layout(state.area(), state);
    // A list that is not shown still moves by a sensible page.
    panes.list.map_or(10, |area| {
        usize::from(layout::inside(area).height / layout::row_height(area)).max(1)
    })
}

pub(super) fn motion(state: &mut State, motion: Motion) -> Outcome {
    let height = page_height(state);
    let length = state.headlines.rows.len();
    if length == 0 {
        return Outcome::NOTHING;
    }
    let is_leaping = matches!(state.headlines.waiting, Some((_, Fill::End)));
    match motion {
        Motion::Last if is_leaping => return Outcome::NOTHING,
        Motion::Last if state.headlines.has_more => return load(state, Fill::End, None, PAGE),
        Motion::First if state.headlines.has_before => return renew(state),
        _ => {}
    }
    if is_leaping {
        // Who moves on the way to the end no longer wants to be taken there.
        state.headlines.waiting = None;
    }
    let at = state.headlines.index().unwrap_or(0);
    let to = motion.apply(at, length, height);
    if to == at && state.headlines.selected.is_some() {
        return Outcome::NOTHING;
    }
    select_index(state, to);
    Outcome::REDRAW.and(after_selection(state))
}

/// Puts the cursor on a row and that row in sight.
pub(super) fn select_index(state: &mut State, index: usize) {
    let height = page_height(state);
    let screen = &mut state.headlines;
    let Some(row) = screen.rows.get(index) else {
        return;
    };
    if screen.selected != Some(row.id) {
        screen.insight = 0;
    }
    screen.selected = Some(row.id);
    screen.offset = follow(screen.offset, index, screen.rows.len(), height);
}

/// Asks for what the new selection needs: its brief, and more rows near the end.
pub(super) fn after_selection(state: &mut State) -> Outcome {
    let mut outcome = Outcome::NOTHING;
    if let Some(id) = state.headlines.selected {
        outcome = outcome.and(stories::want_preview(state, id));
    }
    let screen = &state.headlines;
    if let (Some(index), None) = (screen.index(), screen.waiting) {
        if index + NEAR >= screen.rows.len() && screen.has_more {
            outcome = outcome.and(more(state, Fill::More, PAGE));
        } else if index < NEAR && screen.has_before {
            outcome = outcome.and(more(state, Fill::Before, PAGE));
        }
    }
    outcome
}

/// Puts the selected row in sight after the screen changed its size or came back.
pub fn settle(state: &mut State) -> Outcome {
    let height = page_height(state);
    let screen = &mut state.headlines;
    if let Some(index) = screen.index() {
        screen.offset = follow(screen.offset, index, screen.rows.len(), height);
    }
    Outcome::REDRAW.and(after_selection(state))
}

/// Goes to another story of the list; returns which, when it is known already.
pub fn step(state: &mut State, step: Step) -> (Outcome, Option<ArticleId>) {
    let screen = &state.headlines;
    let found = neighbour(&screen.rows, screen.index(), step, |row| row);
    if let Some(index) = found {
        select_index(state, index);
        let id = state.headlines.selected;
        return (Outcome::REDRAW.and(after_selection(state)), id);
    }
    let beyond = match step {
        Step::Next => screen.has_more.then_some(Fill::More),
        Step::NextUnread => screen.has_more.then_some(Fill::ToUnread),
        Step::Previous => screen.has_before.then_some(Fill::Before),
        Step::PreviousUnread => screen.has_before.then_some(Fill::ToUnreadBefore),
    };
    if let Some(fill) = beyond {
        return (more(state, fill, PAGE), None);
    }
    state.say(nothing(step));
    (Outcome::REDRAW, None)
}

/// Returns the sentence for a step that leads nowhere.
pub fn nothing(step: Step) -> &'static str {
    match step {
        Step::Next => "this is the last story of the list",
        Step::Previous => "this is the first story of the list",
        Step::NextUnread => "nothing unread below",
        Step::PreviousUnread => "nothing unread above",
    }
}

/// Returns the number of the row a step leads to.
pub fn neighbour<T>(
    rows: &[T],
    index: Option<usize>,
    step: Step,
    headline: impl Fn(&T) -> &Headline,
) -> Option<usize> {
    let fits = |row: &T| !step.is_unread() || headline(row).is_unread;
    if step.is_forward() {
        let from = index.map_or(0, |index| index + 1);
        rows.iter()
            .skip(from)
            .position(fits)
            .map(|found| from + found)
    } else {
        rows.iter().take(index.unwrap_or(0)).rposition(fits)
    }
}
