//! Search as one types, over everything cached.
//!
//! The line has the keys first; `Enter`, `Tab` or an arrow gives them to the results, `/` gives them back. A query that
//! does not parse is underlined and explained while the last good result stays.

mod results;
pub mod view;

use std::collections::HashSet;

use crossterm::event::{KeyCode, KeyEvent};

pub use results::{HIT, click, hits_area, motion, page_height, settle, step};

use crate::domain::query::{self, Query, QueryError, Spelling};
use crate::domain::{ArticleId, Headline};
use crate::store::{Hit, SearchRequest, SearchResult, SearchSort};
use crate::ui::msg::Answer;
use crate::ui::screens::{article, command_line};
use crate::ui::state::{Screen, State as Whole};
use crate::ui::update::stories;
use crate::ui::widgets::line_edit::{Edited, LineEdit};
use crate::ui::widgets::typing::{Completions, History};
use crate::ui::{Effect, Motion, Outcome, Ticket};

/// Hits asked for when those that were there come to their end. The first answer has those in sight and [`NEAR`] more, as
/// texts to take snippets from are most of what a search costs.
const MORE: usize = 60;
/// More hits are asked for when the cursor is this close to the last one.
const NEAR: usize = 10;

#[derive(Debug, Clone, Default)]
pub struct State {
    pub line: LineEdit,
    completions: Completions,
    /// Searches whose hits were looked at.
    pub history: History,
    pub sort: SearchSort,
    /// The line has the keys; else the results have them.
    pub is_typing: bool,
    /// The line was given up for the results: a short last word is a whole one.
    is_typed_out: bool,
    /// What is wrong with the line.
    pub error: Option<QueryError>,
    /// The last good result, kept while a newer search runs or the query is wrong.
    pub result: SearchResult,
    /// The text `result` belongs to.
    pub searched: String,
    /// The request on its way, its text, and whether it goes on where `result` ends.
    waiting: Option<(Ticket, String, bool)>,
    pub milliseconds: f64,
    pub failure: Option<String>,
    /// What was more likely meant by a search that found nothing.
    pub meant: Option<String>,
    pub selected: usize,
    pub offset: usize,
}

impl State {
    pub fn selected(&self) -> Option<&Headline> {
        self.hit().map(|hit| &hit.headline)
    }

    pub fn hit(&self) -> Option<&Hit> {
        self.result.hits.get(self.selected)
    }

    /// Returns the story below the selected one.
    pub fn below(&self) -> Option<ArticleId> {
        self.result
            .hits
            .get(self.selected + 1)
            .map(|hit| hit.headline.id)
    }
}

/// Opens the search, with the query given or the one typed last.
pub fn show(state: &mut Whole, text: Option<String>) -> Outcome {
    let left = if state.screen() == Screen::Article {
        article::leave(state)
    } else {
        Outcome::NOTHING
    };
    state.overlay = None;
    state.push_screen(Screen::Search);
    state.search.is_typing = text.is_none();
    state.search.is_typed_out = text.is_some();
    if let Some(text) = text {
        state.search.line.set(text);
    }
    left.and(search(state))
}

pub fn leave(state: &mut Whole) -> Outcome {
    state.search.is_typing = false;
    Outcome::REDRAW
}

/// Types, moves in the results, or leaves.
pub fn key(state: &mut Whole, key: KeyEvent) -> Option<Outcome> {
    match state.search.line.key(key) {
        Edited::Text => {
            state.search.completions.clear();
            state.search.history.rest();
            state.search.is_typed_out = false;
            return Some(search(state));
        }
        Edited::Cursor => return Some(Outcome::REDRAW),
        Edited::No => {}
    }
    match key.code {
        KeyCode::Enter => Some(accept(state).unwrap_or_else(|| toggle_typing(state))),
        KeyCode::Tab => Some(complete(state, true)),
        KeyCode::BackTab => Some(complete(state, false)),
        KeyCode::Up => Some(recall(state, true)),
        KeyCode::Down => Some(recall(state, false)),
        KeyCode::PageDown => Some(motion(state, Motion::Pages(1))),
        KeyCode::PageUp => Some(motion(state, Motion::Pages(-1))),
        KeyCode::Esc if !state.search.result.hits.is_empty() => {
            state.search.is_typing = false;
            Some(Outcome::REDRAW.and(type_out(state)))
        }
        _ => None,
    }
}

pub fn paste(state: &mut Whole, text: &str) -> Outcome {
    state.search.line.insert(text);
    state.search.is_typed_out = false;
    search(state)
}

/// Gives the keys to the results, or back to the line.
pub fn toggle_typing(state: &mut Whole) -> Outcome {
    state.search.is_typing = !state.search.is_typing;
    if state.search.is_typing {
        return Outcome::REDRAW;
    }
    keep(state).and(type_out(state))
}

/// Searches again when the last word means more now that nobody types on.
fn type_out(state: &mut Whole) -> Outcome {
    let text = state.search.line.text().to_owned();
    let context = state.query_context(true);
    if state.search.is_typed_out || query::typed_out(&text, &context) == text {
        return Outcome::NOTHING;
    }
    state.search.is_typed_out = true;
    // It is another list, so it starts at its top.
    state.search.searched.clear();
    search(state)
}

/// Reads what the line says, or said when it was searched for.
pub fn read(state: &Whole, text: &str) -> Result<Query, QueryError> {
    let context = state.query_context(true);
    if state.search.is_typed_out {
        query::parse(&query::typed_out(text, &context), &context)
    } else {
        query::parse(text, &context)
    }
}

/// Opens the selected story; where nothing was found, searches for what was more likely meant.
pub fn enter(state: &mut Whole) -> Outcome {
    accept(state).unwrap_or_else(|| stories::open_selected(state))
}

/// Returns what is offered in place of the search that found nothing.
pub fn offered(state: &State) -> Option<&str> {
    let is_shown = state.error.is_none() && state.searched == state.line.text();
    state.meant.as_deref().filter(|_| is_shown)
}

fn accept(state: &mut Whole) -> Option<Outcome> {
    let meant = offered(&state.search)?.to_owned();
    state.search.meant = None;
    state.search.line.set(meant);
    state.search.completions.clear();
    Some(search(state))
}

/// Keeps the search for `↑`, in this session and the next ones.
pub fn keep(state: &mut Whole) -> Outcome {
    let screen = &mut state.search;
    if screen.result.hits.is_empty() || screen.history.lines().last() == Some(&screen.searched) {
        return Outcome::REDRAW;
    }
    let text = screen.searched.clone();
    screen.history.keep(&text);
    Outcome::REDRAW.and(crate::ui::update::remember(state))
}

/// Completes the word before the cursor; where nothing fits, the results get the keys.
fn complete(state: &mut Whole, is_forward: bool) -> Outcome {
    let (before, after) = state.search.line.split();
    let (before, after) = (before.to_owned(), after.to_owned());
    let mut turning = std::mem::take(&mut state.search.completions);
    let found = turning.turn(is_forward, || {
        let mut lines = command_line::complete::of_query(state, &before);
        for line in &mut lines {
            line.push_str(&after);
        }
        lines
    });
    state.search.completions = turning;
    match found {
        Some(text) => {
            state.search.line.set(text);
            state.search.is_typed_out = false;
            search(state)
        }
        None => toggle_typing(state),
    }
}

/// Shows an older or a newer search; below the newest are the results.
fn recall(state: &mut Whole, is_older: bool) -> Outcome {
    let screen = &mut state.search;
    let text = if is_older {
        let shown = screen.line.text().to_owned();
        screen.history.older(&shown)
    } else {
        screen.history.newer()
    };
    match text {
        Some(text) => {
            screen.line.set(text);
            screen.is_typed_out = false;
            screen.completions.clear();
            search(state)
        }
        None if is_older => Outcome::NOTHING,
        None => toggle_typing(state),
    }
}

/// Lists the best or the newest hits first.
pub fn sort(state: &mut Whole, order: Option<&str>) -> Outcome {
    let sort = match (order, state.search.sort) {
        (Some("newest"), _) | (None, SearchSort::Relevance) => SearchSort::Newest,
        (Some("relevance"), _) | (None, SearchSort::Newest) => SearchSort::Relevance,
        (Some(other), _) => {
            state.complain(format!(
                "a search is sorted by `relevance` or `newest`, not `{other}`"
            ));
            return Outcome::REDRAW;
        }
    };
    state.search.sort = sort;
    // Another order is another list: it starts at its top.
    state.search.searched.clear();
    search(state)
}

/// Asks for more hits when the cursor comes near the last one.
fn more(state: &mut Whole) -> Outcome {
    let screen = &state.search;
    let shown = screen.result.hits.len();
    let is_near = screen.selected + NEAR >= shown;
    let has_more = u64::try_from(shown).is_ok_and(|shown| shown < screen.result.total);
    if !is_near || !has_more || screen.waiting.is_some() {
        return Outcome::NOTHING;
    }
    let text = screen.searched.clone();
    match read(state, &text) {
        Ok(query) => request(state, query, text, shown),
        Err(_) => Outcome::NOTHING,
    }
}

/// Searches for what the line says, when it parses.
fn search(state: &mut Whole) -> Outcome {
    let text = state.search.line.text().to_owned();
    match read(state, &text) {
        Ok(Query::All) => {
            let screen = &mut state.search;
            screen.error = None;
            screen.waiting = None;
            screen.failure = None;
            screen.result = SearchResult::default();
            screen.searched.clear();
            screen.selected = 0;
            screen.offset = 0;
            Outcome::REDRAW
        }
        Ok(query) => {
            state.search.error = None;
            request(state, query, text, 0)
        }
        Err(error) => {
            state.search.error = Some(error);
            Outcome::REDRAW
        }
    }
}

fn request(state: &mut Whole, query: Query, text: String, skip: usize) -> Outcome {
    let ticket = state.ticket();
    let in_sight = page_height(state) + NEAR;
    let limit = if skip > 0 {
        MORE
    } else if state.search.searched == text {
        // The same search again brings as many hits as there were.
        state.search.result.hits.len().max(in_sight)
    } else {
        in_sight
    };
    state.search.waiting = Some((ticket, text, skip > 0));
    Outcome::REDRAW.with(Effect::Search {
        ticket,
        request: SearchRequest {
            query,
            sort: state.search.sort,
            skip,
            limit,
            now: state.now,
        },
    })
}

/// Searches again for what is shown, because the store changed.
pub fn reload(state: &mut Whole) -> Outcome {
    if !state.screens().contains(&Screen::Search) || state.search.searched.is_empty() {
        return Outcome::NOTHING;
    }
    search(state)
}

/// Takes a result in, unless something newer was typed since.
pub fn searched(
    state: &mut Whole,
    ticket: Ticket,
    result: Answer<SearchResult>,
    (milliseconds, spellings): (f64, &[Spelling]),
) -> Outcome {
    let context = state.query_context(true);
    let Some((_, text, goes_on)) = state
        .search
        .waiting
        .take_if(|(waiting, ..)| *waiting == ticket)
    else {
        return Outcome::NOTHING;
    };
    let screen = &mut state.search;
    match result {
        Ok(result) if goes_on => {
            let known: HashSet<ArticleId> = screen
                .result
                .hits
                .iter()
                .map(|hit| hit.headline.id)
                .collect();
            // What came in between may have moved a hit down that is shown already.
            let mut new = result.hits;
            new.retain(|hit| !known.contains(&hit.headline.id));
            // Nothing further: what the total still promises was taken away in between.
            screen.result.total = if new.is_empty() {
                u64::try_from(known.len()).unwrap_or(result.total)
            } else {
                result.total
            };
            screen.result.hits.extend(new);
        }
        Ok(result) => {
            // The same search again must not move the reader; another one starts at its best hit.
            let kept = screen.selected().map(|row| row.id);
            let is_same = screen.searched == text;
            screen.result = result;
            screen.milliseconds = milliseconds;
            screen.failure = None;
            screen.meant = query::respell(&text, spellings, &context);
            screen.searched = text;
            let found = kept.filter(|_| is_same).and_then(|id| {
                screen
                    .result
                    .hits
                    .iter()
                    .position(|hit| hit.headline.id == id)
            });
            screen.selected = found.unwrap_or(0);
            if found.is_none() {
                screen.offset = 0;
            }
            state.headlines.insight = 0;
        }
        Err(why) => screen.failure = Some(why),
    }
    settle(state)
}
