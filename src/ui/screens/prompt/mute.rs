//! The line for a mute rule, filled in with what the story at hand suggests.

use crossterm::event::KeyCode;

use super::{Purpose, open};
use crate::domain::Headline;
use crate::domain::query::{self, Query, TextField, Words, check_rule};
use crate::text::words;
use crate::ui::state::State as Whole;
use crate::ui::widgets::line_edit::LineEdit;
use crate::ui::{Effect, Outcome};

/// Words of a headline that a suggested rule has at most; more than these come but once.
const TITLE_WORDS: usize = 4;
/// What stands between the name of a series and the rest of a headline.
const BREAKS: [&str; 5] = [": ", " | ", " – ", " — ", " - "];

/// Rules in the making.
#[derive(Debug, Clone, Default)]
pub struct Muting {
    /// Rules the story suggests, by turns.
    suggestions: Vec<String>,
    turn: usize,
    /// What the rule would hide, or what is wrong with it.
    pub said: String,
}

/// Opens the line; Tab turns through what the story suggests.
pub fn mute(state: &mut Whole, row: &Headline) -> Outcome {
    let author = state
        .article
        .opened()
        .filter(|opened| opened.article.headline.id == row.id)
        .and_then(|opened| opened.article.author.clone());
    let suggestions = suggestions(row, author.as_deref());
    let first = suggestions.first().cloned().unwrap_or_default();
    let shown = open(
        state,
        Purpose::Mute,
        "Mute what matches".to_owned(),
        vec![("Rule", LineEdit::new(first))],
        "Tab another suggestion · Enter mutes · Esc leaves · bookmarked and tagged stories stay in sight",
    );
    state.prompt.muting.suggestions = suggestions;
    shown.and(count(state))
}

fn suggestions(row: &Headline, author: Option<&str>) -> Vec<String> {
    let feed = Query::FeedName(row.source.clone());
    let phrase = |field, text: &str| {
        let words: Vec<String> = words::word_spans(text)
            .filter_map(|span| text.get(span))
            .take(TITLE_WORDS)
            .map(str::to_owned)
            .collect();
        (!words.is_empty()).then_some(Query::Text {
            field,
            words: Words {
                is_exact: true,
                words,
                is_prefix: false,
            },
        })
    };
    let series = BREAKS
        .iter()
        .filter_map(|between| row.title.split_once(between))
        .map(|(series, _)| series)
        .min_by_key(|series| series.len());
    let title = phrase(TextField::Title, series.unwrap_or(&row.title));
    let author = author.and_then(|author| phrase(TextField::Author, author));
    let mut suggestions = Vec::new();
    suggestions.extend(title.clone().map(|title| Query::and([feed.clone(), title])));
    suggestions.extend(title);
    suggestions.extend(author);
    suggestions.push(feed);
    suggestions.iter().map(ToString::to_string).collect()
}

/// Turns to another suggestion.
pub(super) fn turn(state: &mut Whole, code: KeyCode) -> Outcome {
    let muting = &mut state.prompt.muting;
    let count_of = muting.suggestions.len().max(1);
    let step = if matches!(code, KeyCode::BackTab | KeyCode::Up) {
        count_of - 1
    } else {
        1
    };
    muting.turn = (muting.turn + step) % count_of;
    let text = muting.suggestions.get(muting.turn).cloned();
    if let (Some(text), Some((_, line))) = (text, state.prompt.lines.first_mut()) {
        line.set(text);
    }
    count(state)
}

/// Asks how much the rule would hide, or says what is wrong with it.
pub(super) fn count(state: &mut Whole) -> Outcome {
    match read(state, &state.prompt.text(0)) {
        Ok(query) => Outcome::REDRAW.with(Effect::CountMuted(query)),
        Err(why) => {
            state.prompt.muting.said = why;
            Outcome::REDRAW
        }
    }
}

fn read(state: &Whole, text: &str) -> Result<Query, String> {
    let query =
        query::parse(text, &state.query_context(false)).map_err(|error| error.to_string())?;
    check_rule(&query).map_err(|error| error.to_string())?;
    Ok(query)
}

/// Shows what a rule would hide, where it is still the one that is written.
pub fn counted(state: &mut Whole, query: &Query, counted: Result<(u64, u64), String>) -> Outcome {
    let is_open = state.prompt.purpose == Purpose::Mute;
    if !is_open || read(state, &state.prompt.text(0)).as_ref() != Ok(query) {
        return Outcome::NOTHING;
    }
    state.prompt.muting.said = match counted {
        Ok((hidden, of)) => format!("would hide {hidden} of {of} cached"),
        Err(why) => why,
    };
    Outcome::REDRAW
}

/// Makes the rule.
pub fn make(state: &mut Whole, text: &str) -> Outcome {
    match read(state, text) {
        Ok(query) => {
            state.overlay = None;
            Outcome::REDRAW.with(Effect::Mute(query))
        }
        Err(why) => {
            if state.prompt.purpose == Purpose::Mute {
                state.prompt.muting.said.clone_from(&why);
            }
            state.complain(why);
            Outcome::REDRAW
        }
    }
}
