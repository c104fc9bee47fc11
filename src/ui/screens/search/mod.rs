//! Search as one types, over everything cached.
//!
//! The line has the keys first; `Enter`, `Tab` or an arrow gives them to the results, `/` gives them back. A query that
//! does not parse is underlined and explained while the last good result stays.

mod results;
pub mod view;

use crossterm::event::{KeyCode, KeyEvent};

pub use results::{click, motion, settle, step};

use crate::domain::query::{self, Query, QueryError};
use crate::domain::{ArticleId, Headline};
use crate::store::{Hit, SearchRequest, SearchResult, SearchSort};
use crate::ui::msg::Answer;
use crate::ui::screens::article;
use crate::ui::state::{Screen, State as Whole};
use crate::ui::widgets::line_edit::{Edited, LineEdit};
use crate::ui::{Effect, Motion, Outcome, Ticket};

/// Hits asked for at once; their snippets are most of what a search of common words costs.
const HITS: usize = 100;

#[derive(Debug, Clone, Default)]
pub struct State {
    pub line: LineEdit,
    /// The line has the keys; else the results have them.
    pub is_typing: bool,
    /// What is wrong with the line.
    pub error: Option<QueryError>,
    /// The last good result, kept while a newer search runs or the query is wrong.
    pub result: SearchResult,
    /// The text `result` belongs to.
    pub searched: String,
    /// The request on its way and its text.
    waiting: Option<(Ticket, String)>,
    pub milliseconds: f64,
    pub failure: Option<String>,
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
        Edited::Text => return Some(search(state)),
        Edited::Cursor => return Some(Outcome::REDRAW),
        Edited::No => {}
    }
    match key.code {
        KeyCode::Enter | KeyCode::Tab | KeyCode::BackTab => Some(toggle_typing(state)),
        KeyCode::Down => Some(motion(state, Motion::Lines(1))),
        KeyCode::Up => Some(motion(state, Motion::Lines(-1))),
        KeyCode::PageDown => Some(motion(state, Motion::Pages(1))),
        KeyCode::PageUp => Some(motion(state, Motion::Pages(-1))),
        KeyCode::Esc if !state.search.result.hits.is_empty() => {
            state.search.is_typing = false;
            Some(Outcome::REDRAW)
        }
        _ => None,
    }
}

pub fn paste(state: &mut Whole, text: &str) -> Outcome {
    state.search.line.insert(text);
    search(state)
}

/// Gives the keys to the results, or back to the line.
pub fn toggle_typing(state: &mut Whole) -> Outcome {
    state.search.is_typing = !state.search.is_typing;
    Outcome::REDRAW
}

/// Searches for what the line says, when it parses.
fn search(state: &mut Whole) -> Outcome {
    let text = state.search.line.text().to_owned();
    match query::parse(&text, &state.query_context(true)) {
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
            request(state, query, text)
        }
        Err(error) => {
            state.search.error = Some(error);
            Outcome::REDRAW
        }
    }
}

fn request(state: &mut Whole, query: Query, text: String) -> Outcome {
    let ticket = state.ticket();
    state.search.waiting = Some((ticket, text));
    Outcome::REDRAW.with(Effect::Search {
        ticket,
        request: SearchRequest {
            query,
            sort: SearchSort::Relevance,
            limit: HITS,
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
    milliseconds: f64,
) -> Outcome {
    let Some((_, text)) = state
        .search
        .waiting
        .take_if(|(waiting, _)| *waiting == ticket)
    else {
        return Outcome::NOTHING;
    };
    let screen = &mut state.search;
    match result {
        Ok(result) => {
            // The same search again must not move the reader; another one starts at its best hit.
            let kept = screen.selected().map(|row| row.id);
            let is_same = screen.searched == text;
            screen.result = result;
            screen.milliseconds = milliseconds;
            screen.failure = None;
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
