//! A list to choose from: the feeds of a page, the starter packs.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::config::{Theme, Tone};
use crate::fetch::Candidate;
use crate::jobs::starters::STARTERS;
use crate::ui::screens::article::shown_address;
use crate::ui::widgets::{popup, scroll, wrap};
use crate::ui::{Effect, Motion, Outcome, Overlay, layout, motion as moving};

/// What a choice is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Purpose {
    /// Feeds of a page; any number may be chosen.
    Candidates {
        candidates: Vec<Candidate>,
        title: Option<String>,
        folder: String,
    },
    /// One starter pack, by its number.
    #[default]
    Starter,
}

impl Purpose {
    fn length(&self) -> usize {
        match self {
            Self::Candidates { candidates, .. } => candidates.len(),
            Self::Starter => STARTERS.len(),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub purpose: Purpose,
    selected: usize,
    /// The first choice in sight.
    offset: usize,
    /// Which choices are marked; as long as the list where several may be chosen.
    marked: Vec<bool>,
}

/// Rows a choice takes: its name, and what there is to know about it.
const ROWS: u16 = 2;

/// Lets the person choose among the feeds of a page.
pub fn candidates(
    state: &mut crate::ui::State,
    candidates: Vec<Candidate>,
    title: Option<String>,
    folder: String,
) -> Outcome {
    let purpose = Purpose::Candidates {
        candidates,
        title,
        folder,
    };
    show(state, purpose)
}

/// Lets the person choose.
pub fn show(state: &mut crate::ui::State, purpose: Purpose) -> Outcome {
    let marked = match &purpose {
        Purpose::Candidates { candidates, .. } => vec![false; candidates.len()],
        Purpose::Starter => Vec::new(),
    };
    state.choose = State {
        purpose,
        marked,
        ..State::default()
    };
    state.overlay = Some(Overlay::Choose);
    Outcome::REDRAW
}

/// Where the list stands in `area`.
fn place(area: Rect, purpose: &Purpose) -> Rect {
    let rows = u16::try_from(purpose.length()).unwrap_or(u16::MAX);
    popup::centred(area, 84, rows.saturating_mul(ROWS).saturating_add(2))
}

/// Returns how many choices are in sight.
fn page(area: Rect, purpose: &Purpose) -> usize {
    usize::from(popup::inside(place(area, purpose)).height / ROWS).max(1)
}

/// Goes to another row.
pub fn motion(state: &mut crate::ui::State, motion: Motion) -> Outcome {
    let page = page(layout(state.area(), state).body, &state.choose.purpose);
    let choose = &mut state.choose;
    let length = choose.purpose.length();
    let to = motion.apply(choose.selected, length, page);
    let redraw = to != choose.selected;
    choose.selected = to;
    choose.offset = moving::follow(choose.offset, to, length, page);
    Outcome {
        redraw,
        effects: Vec::new(),
    }
}

/// Takes what is marked, or what is selected where nothing is.
pub fn enter(state: &mut crate::ui::State) -> Outcome {
    let choose = std::mem::take(&mut state.choose);
    state.overlay = None;
    match choose.purpose {
        Purpose::Starter => {
            let Some(starter) = STARTERS.get(choose.selected) else {
                return Outcome::REDRAW;
            };
            state.say(format!("adding the sources of {} …", starter.title));
            Outcome::from(Effect::AddStarter(choose.selected))
        }
        Purpose::Candidates {
            candidates,
            title,
            folder,
        } => {
            let is_any_marked = choose.marked.contains(&true);
            let chosen: Vec<Candidate> = candidates
                .into_iter()
                .enumerate()
                .filter(|(index, _)| {
                    if is_any_marked {
                        choose.marked.get(*index) == Some(&true)
                    } else {
                        *index == choose.selected
                    }
                })
                .map(|(_, candidate)| candidate)
                .collect();
            // A title of one's own fits one feed only.
            let title = title.filter(|_| chosen.len() == 1);
            Outcome::from(Effect::SubscribeAll {
                candidates: chosen,
                title,
                folder,
            })
        }
    }
}

/// Marks rows where several may be chosen.
pub fn key(state: &mut crate::ui::State, key: KeyEvent) -> Option<Outcome> {
    if key.code != KeyCode::Char(' ') {
        return None;
    }
    let at = state.choose.selected;
    let marked = state.choose.marked.get_mut(at)?;
    *marked = !*marked;
    Some(Outcome::REDRAW.and(motion(state, Motion::Lines(1))))
}

/// Selects what is clicked on; a double click takes it, a click beside the list closes it.
pub fn click(state: &mut crate::ui::State, area: Rect, at: Position, is_double: bool) -> Outcome {
    let popup = place(area, &state.choose.purpose);
    if !popup.contains(at) {
        state.overlay = None;
        return Outcome::REDRAW;
    }
    let Some(row) = at.y.checked_sub(popup::inside(popup).y) else {
        return Outcome::NOTHING;
    };
    let index = state.choose.offset + usize::from(row / ROWS);
    if index >= state.choose.purpose.length() {
        return Outcome::NOTHING;
    }
    state.choose.selected = index;
    if is_double {
        return enter(state);
    }
    Outcome::REDRAW
}

/// Draws the list.
pub fn view(state: &crate::ui::State, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let choose = &state.choose;
    let popup = place(area.intersection(frame.area()), &choose.purpose);
    let (title, hint) = match choose.purpose {
        Purpose::Candidates { .. } => (
            "Several feeds are offered here",
            "Space marks · Enter subscribes · Esc leaves",
        ),
        Purpose::Starter => (
            "Starter packs",
            "Enter adds all sources of the pack · Esc leaves",
        ),
    };
    popup::view(frame, theme, popup, title, hint);
    let inside = popup::inside(popup).intersection(frame.area());
    let width = usize::from(inside.width);
    for index in choose.offset..choose.purpose.length() {
        let row = u16::try_from(index - choose.offset).unwrap_or(u16::MAX);
        let y = inside.y.saturating_add(row.saturating_mul(ROWS));
        let place = Rect {
            y,
            height: ROWS,
            ..inside
        }
        .intersection(inside);
        if place.height == 0 {
            break;
        }
        if index == choose.selected {
            frame
                .buffer_mut()
                .set_style(place, theme.style(Tone::Selection));
        }
        for (line, y) in choice(choose, index, width, theme)
            .into_iter()
            .zip(place.top()..place.bottom())
        {
            let row = Rect {
                y,
                height: 1,
                ..place
            };
            line.render(row, frame.buffer_mut());
        }
    }
    let bar = Rect {
        x: popup.right().saturating_sub(1),
        width: popup.width.min(1),
        ..inside
    };
    let rows = choose.purpose.length() * usize::from(ROWS);
    scroll::view(
        frame.buffer_mut(),
        theme,
        bar,
        choose.offset * usize::from(ROWS),
        rows,
    );
}

/// Returns the two lines of a choice.
fn choice(choose: &State, index: usize, width: usize, theme: &Theme) -> [Line<'static>; 2] {
    let pointer = if index == choose.selected {
        "▌ "
    } else {
        "  "
    };
    let mark = match choose.marked.get(index) {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let (name, about) = match &choose.purpose {
        Purpose::Starter => STARTERS
            .get(index)
            .map_or_else(Default::default, |starter| {
                let list = starter.list();
                let sources: Vec<String> = list
                    .subscriptions
                    .into_iter()
                    .filter_map(|source| source.title)
                    .collect();
                let name = format!("{} — {}", starter.title, starter.about);
                (name, format!("{}: {}", sources.len(), sources.join(", ")))
            }),
        Purpose::Candidates { candidates, .. } => {
            candidates
                .get(index)
                .map_or_else(Default::default, |candidate| {
                    let address = shown_address(&candidate.url);
                    let about = match candidate.entries {
                        Some(1) => format!("{address} · 1 story"),
                        Some(count) => format!("{address} · {count} stories"),
                        None => address.clone(),
                    };
                    (candidate.title.clone().unwrap_or(address), about)
                })
        }
    };
    let room = width.saturating_sub(2 + mark.len());
    let indent = " ".repeat(2 + mark.len());
    [
        Line::from_iter([
            Span::styled(pointer, theme.style(Tone::Accent)),
            Span::styled(mark, theme.style(Tone::Key)),
            Span::styled(
                wrap::fit(&name, room).into_owned(),
                theme.style(Tone::Unread),
            ),
        ]),
        Line::from_iter([
            Span::raw(indent),
            Span::styled(
                wrap::fit(&about, room).into_owned(),
                theme.style(Tone::Muted),
            ),
        ]),
    ]
}
