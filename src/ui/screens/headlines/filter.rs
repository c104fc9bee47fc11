//! What of a shelf is listed, and in which order.

use crate::config::Command;
use crate::domain::query::{self, Is, Query};
use crate::store::Sort;
use crate::ui::screens::command_line;
use crate::ui::state::{Pane, State};
use crate::ui::update::stories::key_of;
use crate::ui::{Outcome, Shelf};

/// Returns the query of the list: shelf, filter line, unread only.
///
/// # Errors
/// In words, when the filter or a saved search does not parse.
pub fn query(state: &State) -> Result<Query, String> {
    let screen = &state.headlines;
    let context = state.query_context(false);
    let shelf = state
        .library
        .query(&screen.shelf, &context)
        .map_err(|error| format!("this saved search does not parse: {error}"))?;
    let filter = query::parse(&screen.filter, &context).map_err(|error| error.to_string())?;
    let unread = if screen.is_unread_only {
        Query::Is(Is::Unread)
    } else {
        Query::All
    };
    Ok(Query::and([shelf, filter, unread]))
}

/// Narrows the list, or asks by what.
pub fn ask_filter(state: &mut State, text: Option<String>) -> Outcome {
    match text {
        Some(text) => {
            if let Err(error) = query::parse(&text, &state.query_context(false)) {
                state.complain(error.to_string());
                return Outcome::REDRAW;
            }
            set_filter(state, text)
        }
        None => command_line::show_filter(state),
    }
}

/// Narrows the list by a query that parses; nothing moves when it is the one there already.
pub fn set_filter(state: &mut State, text: String) -> Outcome {
    if state.headlines.filter == text {
        return Outcome::REDRAW;
    }
    state.headlines.filter = text;
    keep_story(state);
    super::list::renew(state)
}

/// The list changes, the story at hand is wanted again when it is still in it.
fn keep_story(state: &mut State) {
    if let Some(id) = state.headlines.selected {
        state.headlines.wanted = Some(id);
    }
}

pub fn toggle_unread_only(state: &mut State) -> Outcome {
    state.headlines.is_unread_only = !state.headlines.is_unread_only;
    let key = key_of(state, Command::UnreadOnly);
    state.say(if state.headlines.is_unread_only {
        format!("unread only; {key} shows all")
    } else {
        "all stories".to_owned()
    });
    keep_story(state);
    super::list::renew(state).and(crate::ui::update::remember(state))
}

/// Sorts as named, else the other way round.
pub fn sort(state: &mut State, order: Option<&str>) -> Outcome {
    let sort = match order {
        Some("newest") => Sort::Newest,
        Some("oldest") => Sort::Oldest,
        Some(other) => {
            state.complain(format!("sort is `newest` or `oldest`, not `{other}`"));
            return Outcome::REDRAW;
        }
        None if state.headlines.sort == Sort::Newest => Sort::Oldest,
        None => Sort::Newest,
    };
    state.headlines.sort = sort;
    state.say(match sort {
        Sort::Newest => "newest first",
        Sort::Oldest => "oldest first",
    });
    super::list::renew(state).and(crate::ui::update::remember(state))
}

/// Goes to a source, folder or view by its name or the beginning of it.
pub fn go_to(state: &mut State, name: &str) -> Outcome {
    let wanted = name.to_lowercase();
    let shelves: Vec<(String, Shelf)> = state
        .library
        .shelves()
        .into_iter()
        .map(|shelf| (state.library.title(&shelf).to_lowercase(), shelf))
        .collect();
    let tests: [fn(&str, &str) -> bool; 3] = [
        |title, wanted| title == wanted,
        |title, wanted| title.starts_with(wanted),
        |title, wanted| title.contains(wanted),
    ];
    let found = tests.iter().find_map(|test| {
        shelves
            .iter()
            .find(|(title, _)| test(title, &wanted))
            .map(|(_, shelf)| shelf.clone())
    });
    let Some(shelf) = found else {
        state.complain(format!("no source, folder or view is called `{name}`"));
        return Outcome::REDRAW;
    };
    while state.pop_screen() {}
    state.headlines.pane = Pane::List;
    super::open_shelf(state, shelf)
}
