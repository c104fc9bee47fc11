//! Clicks, wheel and dragged borders. Everything is found by asking [`layout`] where it was drawn.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::keys;
use super::layout::{Panes, layout};
use super::screens::{choose, headlines, palette, search};
use super::state::{Overlay, Pane, Screen, State as Whole};
use super::{Motion, Outcome, update};
use crate::config::Command;

/// Rows the wheel moves at once.
const WHEEL: i32 = 3;
/// Two clicks on one spot within this many milliseconds are a double click.
const DOUBLE_CLICK: u64 = 400;

/// A border that is being dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    RightOfSources,
    LeftOfInsights,
}

#[derive(Debug, Clone, Default)]
pub struct State {
    last_click: Option<(Position, u64)>,
    pub dragged: Option<Border>,
}

/// Does what the mouse means. `milliseconds` since any fixed moment.
pub fn handle(state: &mut Whole, event: MouseEvent, milliseconds: u64) -> Outcome {
    let at = Position::new(event.column, event.row);
    let panes = layout(state.area(), state);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => {
            let is_double = state
                .mouse
                .last_click
                .is_some_and(|(last, when)| last == at && milliseconds - when <= DOUBLE_CLICK);
            state.mouse.last_click = (!is_double).then_some((at, milliseconds));
            let said = state.notice.take().is_some();
            let mut outcome = press(state, &panes, at, is_double);
            outcome.redraw |= said;
            outcome
        }
        MouseEventKind::Drag(MouseButton::Left) => drag(state, &panes, at),
        MouseEventKind::Up(MouseButton::Left) => {
            if state.mouse.dragged.take().is_some() {
                return update::remember(state);
            }
            Outcome::NOTHING
        }
        MouseEventKind::ScrollDown => wheel(state, &panes, at, WHEEL),
        MouseEventKind::ScrollUp => wheel(state, &panes, at, -WHEEL),
        _ => Outcome::NOTHING,
    }
}

fn press(state: &mut Whole, panes: &Panes, at: Position, is_double: bool) -> Outcome {
    match state.overlay {
        None => {}
        Some(Overlay::Choose) => return choose::click(state, panes.body, at, is_double),
        Some(Overlay::Palette) => return palette::click(state, panes.body, at, is_double),
        Some(_) if panes.body.contains(at) => return Outcome::NOTHING,
        Some(_) => return update::run(state, Command::Cancel.into()),
    }
    if panes.header.contains(at) {
        return update::run(state, Command::Help.into());
    }
    if let Some(border) = border_at(state, panes, at) {
        state.mouse.dragged = Some(border);
        return Outcome::NOTHING;
    }
    match state.screen() {
        Screen::Headlines => headlines::click(state, panes, at, is_double),
        Screen::Search => search::click(state, panes, at, is_double),
        Screen::Article => super::screens::article::click(state, panes.body, at, is_double),
        Screen::Ask => super::screens::ask::click(state, panes.body, at, is_double),
        Screen::Similar => super::screens::similar::click(state, panes, at, is_double),
        Screen::Versions => Outcome::NOTHING,
        Screen::Health => super::screens::health::click(state, panes.body, at, is_double),
    }
}

fn border_at(state: &Whole, panes: &Panes, at: Position) -> Option<Border> {
    if !panes.body.contains(at) || panes.list.is_none() {
        return None;
    }
    let touches = |edge: u16| at.x == edge || at.x + 1 == edge;
    if let Some(sources) = panes.sources
        && touches(sources.right())
    {
        return Some(Border::RightOfSources);
    }
    let insights = panes.insights?;
    // The list's scroll position is under the same columns; a click on a row is likelier than on a border.
    (touches(insights.x)
        && matches!(
            state.screen(),
            Screen::Headlines | Screen::Search | Screen::Similar
        ))
    .then_some(Border::LeftOfInsights)
}

fn drag(state: &mut Whole, panes: &Panes, at: Position) -> Outcome {
    let screen = &mut state.headlines;
    match state.mouse.dragged {
        None => return Outcome::NOTHING,
        Some(Border::RightOfSources) => {
            screen.sources_width = Some(at.x.saturating_sub(panes.body.x) + 1);
        }
        Some(Border::LeftOfInsights) => {
            screen.insights_width = Some(panes.body.right().saturating_sub(at.x));
        }
    }
    Outcome::REDRAW
}

fn wheel(state: &mut Whole, panes: &Panes, at: Position, rows: i32) -> Outcome {
    if state.overlay.is_none() && state.screen() == Screen::Headlines {
        let over = [Pane::Sources, Pane::List, Pane::Insights]
            .into_iter()
            .find(|pane| panes.of(*pane).is_some_and(|area| area.contains(at)));
        let Some(pane) = over else {
            return Outcome::NOTHING;
        };
        return headlines::motion_in(state, pane, Motion::Lines(rows));
    }
    // A text scrolls by lines, a list by one row: its rows are taller and each step loads a story.
    match keys::place(state) {
        crate::config::Place::Text
        | crate::config::Place::Article
        | crate::config::Place::Versions => update::motion(state, Motion::Lines(rows)),
        _ => update::motion(state, Motion::Lines(rows.signum())),
    }
}

/// Returns which of `rows` things of `height` lines each, drawn from the top of `area`, is at a position.
pub fn row_at(area: Rect, height: u16, at: Position) -> Option<usize> {
    area.contains(at)
        .then(|| usize::from((at.y - area.y) / height.max(1)))
}
