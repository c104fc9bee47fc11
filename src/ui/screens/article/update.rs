//! Moving in a story, and what can be chosen in it.

use ratatui::layout::{Position, Rect};

use super::view::geometry;
use super::{Anchor, Found, Page, State, Stop, found, page};
use crate::config::Command;
use crate::domain::ArticleId;
use crate::jobs::open::Opened;
use crate::ui::msg::Answer;
use crate::ui::screens::ask;
use crate::ui::update::stories;
use crate::ui::{Effect, Load, Motion, Outcome, Screen, Ticket, layout};

/// Said while a page is fetched for its text.
pub const TAKING: &str = "taking the full text from the story's page …";

/// Opens a story, at a sentence of its text when `target` is given, else where the reader was last time.
///
/// From an answer it opens above the answer, and the story below keeps its place until it is gone back to.
pub fn show(state: &mut crate::ui::State, id: ArticleId, target: Option<String>) -> Outcome {
    let ticket = state.ticket();
    let open_below = state
        .screens()
        .iter()
        .filter(|screen| **screen == Screen::Article)
        .count();
    let found = Found::of_search(state);
    let mut below = std::mem::take(&mut state.article.below);
    match state.screen() {
        Screen::Ask | Screen::Similar => {
            if below.len() < open_below {
                below.push(std::mem::take(&mut state.article));
            }
            state.stack_screen(Screen::Article);
        }
        Screen::Article => {}
        _ => {
            below.clear();
            state.push_screen(Screen::Article);
        }
    }
    state.article = State {
        id: Some(id),
        load: Load::Waiting(ticket),
        target,
        found,
        below,
        ..State::default()
    };
    Outcome::from(Effect::Open {
        ticket,
        id,
        is_feeds: false,
    })
}

/// Shows the other text of the opened story: the feed's, or the full one.
///
/// What is drawn stays until the other text is there.
pub fn show_text(state: &mut crate::ui::State, is_feeds: bool) -> Outcome {
    let Some(id) = state.article.id else {
        return Outcome::NOTHING;
    };
    let ticket = state.ticket();
    state.article.again = Some(ticket);
    state.article.is_feeds = is_feeds;
    Outcome::from(Effect::Open {
        ticket,
        id,
        is_feeds,
    })
}

/// Takes the story in, when it is the one still wanted.
pub fn opened(
    state: &mut crate::ui::State,
    ticket: Ticket,
    opened: Answer<Option<Opened>>,
) -> Outcome {
    let article = &mut state.article;
    if article.again == Some(ticket) {
        article.again = None;
        match opened {
            Ok(opened) => article.load = Load::Ready(opened),
            Err(why) => {
                state.complain(why);
                return Outcome::REDRAW;
            }
        }
        article.page = None;
        article.anchor = Anchor::default();
        return lay_out(state);
    }
    if !article.load.settle(ticket, opened) {
        return Outcome::NOTHING;
    }
    let wanted = state
        .article
        .opened()
        .filter(|opened| opened.wants_full_text)
        .map(|opened| Effect::TakeFullText(opened.article.headline.id));
    let outcome = lay_out(state);
    match wanted {
        Some(effect) => {
            state.say(TAKING);
            outcome.with(effect)
        }
        None => outcome,
    }
}

/// Lays the story out anew where its width changed or its brief arrived, and keeps the place in the text.
///
/// To be called after anything that could change either; does nothing when neither has.
pub fn lay_out(state: &mut crate::ui::State) -> Outcome {
    if state.screen() != Screen::Article {
        return Outcome::NOTHING;
    }
    let area = geometry(layout(state.area(), state).body, state.options.measure);
    let Some(opened) = state.article.opened() else {
        return Outcome::REDRAW;
    };
    let insight = state
        .preview_of(opened.article.headline.id)
        .filter(|_| state.options.has_insight)
        .and_then(|preview| preview.insight.as_ref());
    let is_current =
        state.article.page.as_ref().is_some_and(|page| {
            page.width == area.text.width && page.has_insight == insight.is_some()
        });
    if is_current {
        clamp(state);
        return Outcome::REDRAW;
    }
    let times = match opened.versions {
        0 => None,
        1 => Some("once".to_owned()),
        count => Some(format!("{count} times")),
    };
    let changed = times.map(|times| {
        let key = stories::key_of(state, Command::Versions);
        format!("Its feed changed it {times}; {key} shows how")
    });
    let parts = page::Parts {
        opened,
        insight,
        zone: &state.zone,
        changed: changed.as_deref(),
    };
    let page = Page::new(parts, area.text.width);
    let position = opened.position;
    let language = opened.article.language.clone();
    let is_first = state.article.page.is_none();
    let article = &mut state.article;
    let target = article.target.clone();
    if is_first && let Some(position) = position {
        article.anchor = page.anchor_of(position);
    }
    article.offset = page.row_of(article.anchor);
    article.chosen = None;
    article.marked = target.as_deref().and_then(|sentence| page.find(sentence));
    if is_first && let Some(marked) = &article.marked {
        article.offset = marked
            .start
            .saturating_sub(usize::from(area.text.height) / 4);
        article.anchor = page.anchor(article.offset);
    }
    article.found.look_through(&page, language.as_deref());
    let is_lost = is_first && target.is_some() && article.marked.is_none();
    article.page = Some(page);
    if is_first {
        found::announce(state);
    }
    if is_lost {
        state.say("that sentence is not in the text shown");
    }
    clamp(state);
    Outcome::REDRAW
}

/// Returns the last row that may be the first in sight, and how many rows are in sight.
pub(super) fn bounds(state: &crate::ui::State) -> (usize, usize) {
    let area = geometry(layout(state.area(), state).body, state.options.measure);
    let height = usize::from(area.text.height);
    let length = state.article.page.as_ref().map_or(0, Page::length);
    (length.saturating_sub(height), height)
}

fn clamp(state: &mut crate::ui::State) {
    let (most, _) = bounds(state);
    state.article.offset = state.article.offset.min(most);
}

pub(super) fn go(state: &mut crate::ui::State, offset: usize) -> Outcome {
    let (most, _) = bounds(state);
    let article = &mut state.article;
    let offset = offset.min(most);
    let Some(page) = &article.page else {
        return Outcome::NOTHING;
    };
    if article.offset == offset {
        return Outcome::NOTHING;
    }
    article.offset = offset;
    article.anchor = page.anchor(offset);
    Outcome::REDRAW
}

/// Scrolls.
pub fn motion(state: &mut crate::ui::State, motion: Motion) -> Outcome {
    let (most, height) = bounds(state);
    let offset = motion.apply(state.article.offset, most + 1, height);
    go(state, offset)
}

/// Scrolls a page down; `None` when the end is in sight already.
pub fn read_on(state: &mut crate::ui::State) -> Option<Outcome> {
    let (most, _) = bounds(state);
    if state.article.page.is_some() && state.article.offset >= most {
        return None;
    }
    Some(motion(state, Motion::Pages(1)))
}

/// Chooses the next (or previous) bullet, link or question, starting with what is in sight.
pub fn next_link(state: &mut crate::ui::State, is_forward: bool) -> Outcome {
    let (_, height) = bounds(state);
    let article = &mut state.article;
    let Some(page) = &article.page else {
        return Outcome::NOTHING;
    };
    let stops = page.stops();
    if stops.is_empty() {
        state.say("there is no link, bullet or question here");
        return Outcome::REDRAW;
    }
    let last = stops.len() - 1;
    let (top, bottom) = (article.offset, article.offset + height);
    let in_sight = article.chosen.filter(|chosen| {
        stops
            .get(*chosen)
            .is_some_and(|(row, _)| (top..bottom).contains(row))
    });
    let next = match (in_sight, is_forward) {
        (Some(chosen), true) => {
            if chosen == last {
                0
            } else {
                chosen + 1
            }
        }
        (Some(chosen), false) => chosen.checked_sub(1).unwrap_or(last),
        (None, true) => stops.iter().position(|(row, _)| *row >= top).unwrap_or(0),
        (None, false) => stops
            .iter()
            .rposition(|(row, _)| *row < bottom)
            .unwrap_or(last),
    };
    article.chosen = Some(next);
    let row = stops.get(next).map_or(0, |(row, _)| *row);
    if row >= top && row + 1 < bottom {
        return Outcome::REDRAW;
    }
    Outcome::REDRAW.and(go(state, row.saturating_sub(height / 3)))
}

/// Opens the chosen link or question, or goes to the sentence of the chosen bullet.
pub fn enter(state: &mut crate::ui::State) -> Outcome {
    if let Some(stop) = state.article.chosen() {
        return follow(state, stop);
    }
    let key = state.keymap.first_key(Command::NextPane);
    let key = key.unwrap_or_else(|| format!(":{}", Command::NextPane));
    state.say(format!(
        "`{key}` chooses a bullet, a link or a question to open"
    ));
    Outcome::REDRAW
}

fn follow(state: &mut crate::ui::State, stop: Stop) -> Outcome {
    let Some(id) = state.article.id else {
        return Outcome::NOTHING;
    };
    match stop {
        Stop::Link(number) => {
            let Some(url) = state
                .article
                .page
                .as_ref()
                .and_then(|page| page.link(number))
            else {
                return Outcome::NOTHING;
            };
            let url = url.clone();
            state.say(format!("opening {}", page::shown_address(&url)));
            Outcome::from(Effect::Browse(url))
        }
        Stop::Bullet(index) => {
            let sentence = state
                .preview_of(id)
                .and_then(|preview| preview.insight.as_ref())
                .and_then(|insight| insight.brief.get(index))
                .map(|bullet| bullet.text.clone());
            sentence.map_or(Outcome::NOTHING, |sentence| go_to(state, &sentence))
        }
        Stop::Question(index) => {
            let question = state
                .preview_of(id)
                .and_then(|preview| preview.insight.as_ref())
                .and_then(|insight| insight.questions.get(index))
                .map(|question| question.text.clone());
            question.map_or(Outcome::NOTHING, |question| {
                ask::show(state, question, Some(id))
            })
        }
    }
}

/// Goes to a sentence of the text and marks it.
fn go_to(state: &mut crate::ui::State, sentence: &str) -> Outcome {
    let (_, height) = bounds(state);
    let found = state
        .article
        .page
        .as_ref()
        .and_then(|page| page.find(sentence));
    let Some(found) = found else {
        state.say("that sentence is not in the text shown");
        return Outcome::REDRAW;
    };
    let offset = found.start.saturating_sub(height / 4);
    state.article.marked = Some(found);
    state.article.target = Some(sentence.to_owned());
    Outcome::REDRAW.and(go(state, offset))
}

/// Keeps the reader's position; called before another story or screen takes the place.
pub fn leave(state: &mut crate::ui::State) -> Outcome {
    let article = &state.article;
    match (&article.page, article.id) {
        (Some(page), Some(id)) => {
            Outcome::NOTHING.with(Effect::SavePosition(id, page.position(article.offset)))
        }
        _ => Outcome::NOTHING,
    }
}

/// Comes back to the story that lay below an answer.
pub fn resume(state: &mut crate::ui::State) -> Outcome {
    if let Some(below) = state.article.below.pop() {
        let rest = std::mem::take(&mut state.article.below);
        state.article = State {
            below: rest,
            ..below
        };
    }
    lay_out(state)
}

/// Chooses what is clicked on; a double click follows it.
pub fn click(
    state: &mut crate::ui::State,
    area: Rect,
    position: Position,
    is_double: bool,
) -> Outcome {
    let area = geometry(area, state.options.measure).text;
    if !area.contains(position) {
        return Outcome::NOTHING;
    }
    let row = state.article.offset + usize::from(position.y - area.y);
    let column = position.x - area.x;
    let Some(page) = &state.article.page else {
        return Outcome::NOTHING;
    };
    let link = page
        .links_on(row)
        .into_iter()
        .find(|span| (span.column..span.column + span.width).contains(&column))
        .map(|span| Stop::Link(span.link));
    let stop = page.stops().iter().rposition(|(at, stop)| match link {
        Some(link) => *stop == link,
        // A bullet or a question may go on over several rows.
        None => *at <= row && !matches!(stop, Stop::Link(_)) && row < at + 6,
    });
    let Some(chosen) = stop else {
        return Outcome::NOTHING;
    };
    state.article.chosen = Some(chosen);
    if is_double {
        return enter(state);
    }
    Outcome::REDRAW
}
