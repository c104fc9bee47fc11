//! What a feed changed in a story, word by word, one change at a time.
//!
//! `page` lays a change out; this file loads, steps and scrolls.

mod page;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use self::page::Page;
use crate::config::{Command, Theme};
use crate::domain::ArticleId;
use crate::jobs::versions::{History, Revision};
use crate::ui::msg::Answer;
use crate::ui::screens::article;
use crate::ui::update::stories;
use crate::ui::widgets::scroll;
use crate::ui::{Effect, Load, Motion, Outcome, Screen, Ticket, layout};

#[derive(Debug, Clone, Default)]
pub struct State {
    wanted: Option<ArticleId>,
    history: Load<Option<History>>,
    /// Which change is shown, from the latest.
    at: usize,
    /// The first row in sight.
    offset: usize,
}

impl State {
    /// Returns the story the changes are of.
    pub fn id(&self) -> Option<ArticleId> {
        self.history().map(|history| history.article.headline.id)
    }

    fn history(&self) -> Option<&History> {
        self.history.ready()?.as_ref()
    }

    fn revision(&self) -> Option<(&History, &Revision)> {
        let history = self.history()?;
        Some((history, history.revisions.get(self.at)?))
    }
}

/// Asks what changed in the story at hand; where that is shown already, shows the change before.
pub fn show(state: &mut crate::ui::State) -> Outcome {
    if state.screen() == Screen::Versions {
        return step(state, true);
    }
    let Some(id) = state.selected_id() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    let ticket = state.ticket();
    state.versions = State {
        wanted: Some(id),
        history: Load::Waiting(ticket),
        ..State::default()
    };
    Outcome::from(Effect::LoadVersions { ticket, id })
}

/// Shows the latest change, unless there is none or the reader went on meanwhile.
pub fn loaded(
    state: &mut crate::ui::State,
    ticket: Ticket,
    history: Answer<Option<History>>,
) -> Outcome {
    if !state.versions.history.settle(ticket, history) {
        return Outcome::NOTHING;
    }
    if let Load::Failed(why) = &state.versions.history {
        let why = why.clone();
        state.complain(why);
        return Outcome::REDRAW;
    }
    if state.selected_id() != state.versions.wanted {
        return Outcome::NOTHING;
    }
    if state.versions.revision().is_none() {
        state.say("this story has not changed since it came");
        return Outcome::REDRAW;
    }
    let left = if state.screen() == Screen::Article {
        article::leave(state)
    } else {
        Outcome::NOTHING
    };
    state.overlay = None;
    state.push_screen(Screen::Versions);
    Outcome::REDRAW.and(left)
}

/// Shows the change before, or the one after; at the end it begins anew.
pub fn step(state: &mut crate::ui::State, is_older: bool) -> Outcome {
    let versions = &mut state.versions;
    let count = versions
        .history()
        .map_or(0, |history| history.revisions.len());
    if count < 2 {
        state.say("this is the only change");
        return Outcome::REDRAW;
    }
    let by = if is_older { 1 } else { count - 1 };
    versions.at = (versions.at + by) % count;
    versions.offset = 0;
    Outcome::REDRAW
}

/// Opens the story.
pub fn enter(state: &mut crate::ui::State) -> Outcome {
    stories::open_selected(state)
}

/// Scrolls.
pub fn motion(state: &mut crate::ui::State, motion: Motion) -> Outcome {
    let (page, height) = laid_out(state);
    let most = page.rows.len().saturating_sub(height);
    let offset = motion.apply(state.versions.offset.min(most), most + 1, height);
    go_to(state, offset)
}

/// Goes to the next place that changed, or the one before.
pub fn next_change(state: &mut crate::ui::State, is_forward: bool) -> Outcome {
    let (page, height) = laid_out(state);
    let most = page.rows.len().saturating_sub(height);
    let here = state.versions.offset.min(most);
    // A place stands a row below the top, so that what is before it can be read too.
    let mut tops = page
        .changes
        .iter()
        .map(|row| row.saturating_sub(1).min(most));
    let found = if is_forward {
        tops.find(|top| *top > here)
    } else {
        tops.rfind(|top| *top < here)
    };
    if let Some(offset) = found {
        return go_to(state, offset);
    }
    let key = stories::key_of(state, Command::NextPane);
    state.say(if is_forward {
        format!("no change further down; {key} shows the change before this one")
    } else {
        "no change further up".to_owned()
    });
    Outcome::REDRAW
}

fn go_to(state: &mut crate::ui::State, offset: usize) -> Outcome {
    let redraw = offset != state.versions.offset;
    state.versions.offset = offset;
    Outcome {
        redraw,
        effects: Vec::new(),
    }
}

/// Returns the change laid out, and how many rows of it are in sight.
fn laid_out(state: &crate::ui::State) -> (Page, usize) {
    let area = article::geometry(layout(state.area(), state).body, state.options.measure).text;
    (Page::new(state, area.width), usize::from(area.height))
}

pub fn view(state: &crate::ui::State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let area = area.intersection(frame.area());
    let places = article::geometry(area, state.options.measure);
    let page = Page::new(state, places.text.width);
    let height = usize::from(places.text.height);
    let offset = state
        .versions
        .offset
        .min(page.rows.len().saturating_sub(height));
    let lines = places.text.top()..places.text.bottom();
    for (row, y) in page.rows.iter().skip(offset).zip(lines) {
        let line = Rect {
            y,
            height: 1,
            ..places.text
        };
        row.line(theme, None).render(line, frame.buffer_mut());
    }
    scroll::view(
        frame.buffer_mut(),
        theme,
        places.scroll,
        offset,
        page.rows.len(),
    );
}
