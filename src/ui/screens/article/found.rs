//! The words of a search in the story it found: where they stand, and going from one to the next.

use unicode_width::UnicodeWidthStr;

use super::{Page, State};
use crate::config::Command;
use crate::domain::query::{Query, TextField};
use crate::text::language::Language;
use crate::text::words::{self, Pattern};
use crate::ui::screens::search;
use crate::ui::{Outcome, Screen};

/// What was searched for, and where it stands on the page.
#[derive(Debug, Clone, Default)]
pub struct Found {
    patterns: Vec<Pattern>,
    places: Vec<Place>,
    /// The place that was gone to.
    at: Option<usize>,
}

/// A piece of a row. A match that goes on over a line is several of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub row: usize,
    pub column: u16,
    pub width: u16,
    /// Number of the match, from 0.
    number: usize,
}

impl Found {
    /// Takes what to look for from the search the story is opened from; nothing where it is opened otherwise.
    pub(super) fn of_search(state: &crate::ui::State) -> Self {
        let is_from_search = state.list_screen() == Screen::Search && state.screen() != Screen::Ask;
        let query = is_from_search
            .then(|| search::read(state, &state.search.searched).ok())
            .flatten();
        Self {
            patterns: query.as_ref().map(patterns).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Finds the places anew on a page of another width.
    pub(super) fn look_through(&mut self, page: &Page, language: Option<&str>) {
        self.places.clear();
        if self.patterns.is_empty() {
            return;
        }
        let (text, starts) = page.reading_text();
        let patterns: Vec<&Pattern> = self.patterns.iter().collect();
        let language = language.and_then(Language::from_code);
        let found = words::merge(words::marks(&text, &patterns, language));
        for (number, range) in found.into_iter().enumerate() {
            let first = starts.partition_point(|start| *start <= range.start);
            for row in first.saturating_sub(1)..starts.len() {
                let start = starts.get(row).copied().unwrap_or(text.len());
                if start >= range.end {
                    break;
                }
                // Without the line break behind it.
                let end = starts.get(row + 1).map_or(text.len(), |next| next - 1);
                let from = range.start.max(start);
                let to = range.end.min(end);
                let before = text.get(start..from).unwrap_or_default();
                let matched = text.get(from..to).unwrap_or_default();
                if !matched.is_empty() {
                    self.places.push(Place {
                        row,
                        column: u16::try_from(before.width()).unwrap_or(u16::MAX),
                        width: u16::try_from(matched.width()).unwrap_or(u16::MAX),
                        number,
                    });
                }
            }
        }
    }

    /// Returns the places on a row, each with whether it was gone to.
    pub(super) fn on(&self, row: usize) -> impl Iterator<Item = (Place, bool)> {
        let first = self.places.partition_point(|place| place.row < row);
        self.places
            .iter()
            .skip(first)
            .take_while(move |place| place.row == row)
            .map(|place| (*place, self.at == Some(place.number)))
    }

    pub(super) fn count(&self) -> usize {
        self.places.last().map_or(0, |place| place.number + 1)
    }

    fn row_of(&self, number: usize) -> Option<usize> {
        let first = self.places.partition_point(|place| place.number < number);
        self.places.get(first).map(|place| place.row)
    }

    /// Returns the match to go to from a page that shows the rows from `top` to below `bottom`, and whether the way
    /// leads over the end.
    fn next(&self, is_forward: bool, top: usize, bottom: usize) -> Option<(usize, bool)> {
        let last = self.count().checked_sub(1)?;
        let in_sight = self.at.filter(|at| {
            self.row_of(*at)
                .is_some_and(|row| (top..bottom).contains(&row))
        });
        let next = match (in_sight, is_forward) {
            (Some(at), true) => (at < last).then_some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            (None, true) => self
                .places
                .iter()
                .find(|place| place.row >= top)
                .map(|place| place.number),
            (None, false) => self
                .places
                .iter()
                .rfind(|place| place.row < bottom)
                .map(|place| place.number),
        };
        let round = if is_forward { 0 } else { last };
        Some((next.unwrap_or(round), next.is_none()))
    }
}

/// Returns what of a query can be seen in a story: words it has to have, or may have.
fn patterns(query: &Query) -> Vec<Pattern> {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().flat_map(patterns).collect(),
        Query::Text {
            field: TextField::Any | TextField::Title,
            words,
        } => vec![Pattern::new(&words.words, words.is_prefix, words.is_exact)],
        _ => Vec::new(),
    }
}

/// Says how many matches a story has that was just opened.
pub(super) fn announce(state: &mut crate::ui::State) {
    let said = match state.article.found.count() {
        0 => return,
        1 => "1 match".to_owned(),
        count => format!("{count} matches"),
    };
    let keys: Vec<String> = [
        (Command::NextUnread, "next"),
        (Command::PreviousUnread, "previous"),
    ]
    .into_iter()
    .filter_map(|(command, word)| Some(format!("`{}` {word}", state.keymap.first_key(command)?)))
    .collect();
    state.say(format!("{said} · {}", keys.join(", ")));
}

/// Goes to the next match of the search in an opened story; `None` where there is no match to go to.
pub fn next_match(state: &mut crate::ui::State, is_forward: bool) -> Option<Outcome> {
    if state.screen() != Screen::Article {
        return None;
    }
    let (_, height) = super::update::bounds(state);
    let State { found, offset, .. } = &mut state.article;
    let (next, is_round) = found.next(is_forward, *offset, *offset + height)?;
    found.at = Some(next);
    let row = found.row_of(next)?;
    let (top, count) = (*offset, found.count());
    let end = match (is_round, is_forward) {
        (false, _) => "",
        (true, true) => ", from the beginning again",
        (true, false) => ", from the end again",
    };
    state.say(format!("match {} of {count}{end}", next + 1));
    if (top..top + height).contains(&row) {
        return Some(Outcome::REDRAW);
    }
    let offset = row.saturating_sub(height / 3);
    Some(Outcome::REDRAW.and(super::update::go(state, offset)))
}
