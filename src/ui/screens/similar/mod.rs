//! "More like this": the cached stories most like one, as a list of results that leads back to where one came from.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::config::{Theme, Tone};
use crate::domain::{ArticleId, Headline};
use crate::store::{Hit, SearchResult};
use crate::ui::layout::Panes;
use crate::ui::motion::follow;
use crate::ui::mouse::row_at;
use crate::ui::msg::Answer;
use crate::ui::screens::headlines::view::insights;
use crate::ui::screens::search::{HIT, hits_area, page_height, view as search_view};
use crate::ui::screens::{article, headlines};
use crate::ui::update::stories::{self, Step};
use crate::ui::widgets::pane::{self, Titles, message};
use crate::ui::widgets::text::{clip, width};
use crate::ui::{Effect, Load, Motion, Outcome, Screen, State as Whole, Ticket};

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The story that others are to be like, and its title.
    of: Option<(ArticleId, String)>,
    found: Load<Option<SearchResult>>,
    milliseconds: f64,
    selected: usize,
    offset: usize,
}

impl State {
    fn hits(&self) -> &[Hit] {
        match self.found.ready() {
            Some(Some(result)) => &result.hits,
            _ => &[],
        }
    }

    pub fn selected(&self) -> Option<&Headline> {
        self.hits().get(self.selected).map(|hit| &hit.headline)
    }

    /// Returns the row of a story among those found, to change its flags.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut Headline> {
        self.found
            .ready_mut()
            .and_then(Option::as_mut)
            .into_iter()
            .flat_map(|result| result.hits.iter_mut().map(|hit| &mut hit.headline))
    }

    /// Returns the story below the selected one.
    pub fn below(&self) -> Option<ArticleId> {
        self.hits()
            .get(self.selected + 1)
            .map(|hit| hit.headline.id)
    }
}

/// Looks for stories like the one at hand.
pub fn show(state: &mut Whole) -> Outcome {
    let Some(row) = state.selected().cloned() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    let left = if state.screen() == Screen::Article {
        article::leave(state)
    } else {
        Outcome::NOTHING
    };
    let ticket = state.ticket();
    state.similar = State {
        of: Some((row.id, row.title)),
        found: Load::Waiting(ticket),
        ..State::default()
    };
    state.overlay = None;
    state.push_screen(Screen::Similar);
    Outcome::from(Effect::FindSimilar { ticket, id: row.id }).and(left)
}

/// Takes the answer in, when it is the one still wanted.
pub fn found(
    state: &mut Whole,
    ticket: Ticket,
    found: Answer<Option<SearchResult>>,
    milliseconds: f64,
) -> Outcome {
    if !state.similar.found.settle(ticket, found) {
        return Outcome::NOTHING;
    }
    state.similar.milliseconds = milliseconds;
    settle(state)
}

pub fn motion(state: &mut Whole, motion: Motion) -> Outcome {
    let length = state.similar.hits().len();
    let to = motion.apply(state.similar.selected, length, page_height(state));
    if to == state.similar.selected {
        return Outcome::NOTHING;
    }
    select(state, to)
}

fn select(state: &mut Whole, index: usize) -> Outcome {
    state.similar.selected = index;
    state.headlines.insight = 0;
    settle(state)
}

/// Puts the selected story in sight and asks for its brief.
pub fn settle(state: &mut Whole) -> Outcome {
    let page = page_height(state);
    let screen = &mut state.similar;
    let length = screen.hits().len();
    screen.offset = follow(screen.offset, screen.selected, length, page);
    match state.similar.selected().map(|row| row.id) {
        Some(id) => Outcome::REDRAW.and(stories::want_preview(state, id)),
        None => Outcome::REDRAW,
    }
}

/// Goes to another story of the list; returns which.
pub fn step(state: &mut Whole, step: Step) -> (Outcome, Option<ArticleId>) {
    let selected = Some(state.similar.selected);
    let found = headlines::neighbour(state.similar.hits(), selected, step, |hit| &hit.headline);
    let Some(index) = found else {
        state.say(headlines::nothing(step));
        return (Outcome::REDRAW, None);
    };
    let outcome = select(state, index);
    (outcome, state.similar.selected().map(|row| row.id))
}

/// A click selects a story; a double click opens it.
pub fn click(state: &mut Whole, panes: &Panes, at: Position, is_double: bool) -> Outcome {
    let row = panes
        .list
        .and_then(|area| row_at(hits_area(area), HIT, at))
        .map(|row| row + state.similar.offset)
        .filter(|row| *row < state.similar.hits().len());
    let Some(row) = row else {
        return Outcome::NOTHING;
    };
    let selected = select(state, row);
    if is_double {
        selected.and(stories::open_selected(state))
    } else {
        selected
    }
}

pub fn view(state: &Whole, theme: &Theme, panes: &Panes, frame: &mut Frame<'_>) {
    if let Some(area) = panes.list {
        list(state, theme, area, frame);
    }
    if let Some(area) = panes.insights {
        insights(state, theme, area, false, frame);
    }
}

fn list(state: &Whole, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let screen = &state.similar;
    let titles = Titles {
        left: "More like this",
        right: "",
    };
    let inner = pane::draw(frame, area, titles, true, theme);
    if inner.height == 0 || inner.width < 4 {
        return;
    }
    let title = screen.of.as_ref().map_or("", |(_, title)| title.as_str());
    let (said, tone) = match &screen.found {
        Load::Failed(why) => (why.clone(), Tone::Error),
        Load::Ready(_) if screen.hits().is_empty() => (String::new(), Tone::Muted),
        Load::Ready(_) => {
            let count = match screen.hits().len() {
                1 => "1 story".to_owned(),
                count => format!("{count} stories"),
            };
            let time = screen.milliseconds.max(1.0);
            (
                format!("{count} · most alike first · {time:.0} ms"),
                Tone::Muted,
            )
        }
        Load::Idle | Load::Waiting(_) => ("looking …".to_owned(), Tone::Muted),
    };
    for (number, (text, tone)) in [(title, Tone::Title), (said.as_str(), tone)]
        .into_iter()
        .enumerate()
    {
        let y = inner.y + u16::try_from(number).unwrap_or(0);
        let room = inner.width.saturating_sub(2);
        if y >= inner.bottom() {
            break;
        }
        let text = clip(text, room);
        frame.buffer_mut().set_stringn(
            inner.x + 1,
            y,
            &text,
            usize::from(width(&text)),
            theme.style(tone),
        );
    }
    let area_of_hits = hits_area(area);
    if screen.hits().is_empty() {
        if screen.found.ready().is_some() {
            message(
                frame,
                area_of_hits,
                "Nothing like it",
                "no other story that is cached shares enough of its words",
                theme,
            );
        }
        return;
    }
    let rows = search_view::Rows {
        hits: screen.hits(),
        selected: screen.selected,
        offset: screen.offset,
        is_focused: true,
    };
    search_view::hits(state, theme, &rows, area, frame);
}
