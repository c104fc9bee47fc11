//! How a typed line may go on.

use super::Purpose;
use crate::config::command::{COMMANDS, Subject};
use crate::config::{Command, theme};
use crate::domain::query::{self, Names};
use crate::ui::state::State;

/// Returns whole lines the text at hand could become, the likeliest first.
pub fn completions(state: &State) -> Vec<String> {
    let line = &state.command_line;
    let (before, _) = line.line.split();
    match line.purpose {
        Purpose::Filter => of_query(state, before),
        Purpose::Command => of_command(state, before),
    }
}

/// Returns the names a query may mention.
pub fn names(state: &State) -> Names {
    Names {
        feeds: state
            .library
            .feeds
            .iter()
            .map(|feed| feed.title.clone())
            .collect(),
        folders: state
            .library
            .folders()
            .into_keys()
            .map(str::to_owned)
            .collect(),
        tags: state.library.tags.clone(),
        authors: authors(state),
    }
}

/// Returns who wrote what was found last and what was looked at, each once: the search for `author:li` has found the
/// authors whose names go on so.
fn authors(state: &State) -> Vec<String> {
    let found = state
        .search
        .result
        .hits
        .iter()
        .filter_map(|hit| hit.author.as_deref());
    let seen = state
        .previews
        .iter()
        .filter_map(|preview| preview.article.author.as_deref());
    let mut authors: Vec<String> = Vec::new();
    for author in found.chain(seen) {
        if !authors.iter().any(|known| known == author) {
            authors.push(author.to_owned());
        }
    }
    authors
}

/// Returns the lines a query that ends at the cursor could become.
pub fn of_query(state: &State, text: &str) -> Vec<String> {
    query::complete(text, text.len(), &names(state))
        .into_iter()
        .map(|completion| {
            let mut whole = text.to_owned();
            if whole.get(completion.replace.clone()).is_some() {
                whole.replace_range(completion.replace, &completion.text);
            }
            whole
        })
        .collect()
}

fn of_command(state: &State, text: &str) -> Vec<String> {
    let Some((name, argument)) = text.split_once(' ') else {
        return COMMANDS
            .iter()
            .map(|spec| spec.name)
            .filter(|name| name.starts_with(text))
            .map(str::to_owned)
            .collect();
    };
    let Ok(command) = name.parse::<Command>() else {
        return Vec::new();
    };
    let Some(subject) = command.spec().argument.subject() else {
        return Vec::new();
    };
    let typed = argument.trim_start().to_lowercase();
    values(state, subject, argument)
        .into_iter()
        .filter(|value| subject == Subject::Query || value.to_lowercase().starts_with(&typed))
        .map(|value| format!("{name} {value}"))
        .collect()
}

fn values(state: &State, subject: Subject, argument: &str) -> Vec<String> {
    match subject {
        Subject::Feed => state
            .library
            .shelves()
            .iter()
            .map(|shelf| state.library.title(shelf))
            .collect(),
        Subject::Folder => names(state).folders,
        Subject::Query => of_query(state, argument),
        Subject::Sort => ["newest", "oldest", "relevance"]
            .map(str::to_owned)
            .to_vec(),
        Subject::Theme => theme::names().map(str::to_owned).collect(),
        Subject::Number => (1..=9).map(|number: u8| number.to_string()).collect(),
        Subject::Question => state
            .selected_id()
            .and_then(|id| state.preview_of(id))
            .and_then(|preview| preview.insight.as_ref())
            .map(|insight| {
                insight
                    .questions
                    .iter()
                    .map(|question| question.text.clone())
                    .collect()
            })
            .unwrap_or_default(),
        Subject::Tag => state.library.tags.clone(),
        Subject::Address | Subject::File | Subject::Shell | Subject::Title => Vec::new(),
    }
}
