//! Where things are: one pure function that both `update` (mouse, paging) and `view` call.

use ratatui::layout::Rect;

use super::state::{Pane, Screen, State};

/// From this many columns on there is room for sources, headlines and the right column.
pub const WIDE: u16 = 120;
/// Below this many columns one pane is shown at a time.
pub const NARROW: u16 = 80;
/// Below this many rows one pane is shown at a time.
pub const SHORT: u16 = 15;
/// Lists of at least this many rows, borders included, give a headline two lines.
const TALL: u16 = 18;
/// Smaller than this there is only a request for more room.
pub const SMALLEST: (u16, u16) = (24, 5);

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    TooSmall,
    /// One pane at a time.
    Narrow,
    /// Headlines and the right column; sources slide in.
    Medium,
    Wide,
}

/// The areas of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    pub room: Room,
    pub header: Rect,
    /// Between header and footer: the area of a full screen.
    pub body: Rect,
    pub footer: Rect,
    /// The panes of the headlines screen, borders included; `None` for those not shown.
    pub sources: Option<Rect>,
    pub list: Option<Rect>,
    pub insights: Option<Rect>,
}

impl Panes {
    /// Returns the area of a pane, when it is shown.
    pub const fn of(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Sources => self.sources,
            Pane::List => self.list,
            Pane::Insights => self.insights,
        }
    }
}

/// Returns what lies within the border of `area`.
pub fn inside(area: Rect) -> Rect {
    area.inner(ratatui::layout::Margin::new(1, 1))
}

/// Returns how many lines a headline takes in a list drawn in `area`, borders included: title and source each on a
/// line of their own where there is height to spare.
pub const fn row_height(area: Rect) -> u16 {
    if area.height >= TALL { 2 } else { 1 }
}

/// Says where everything is on a screen of this size.
pub fn layout(area: Rect, state: &State) -> Panes {
    let room = room(area);
    let header = Rect {
        height: area.height.min(1),
        ..area
    };
    let footer = Rect {
        y: area.bottom().saturating_sub(1),
        height: area.height.saturating_sub(1).min(1),
        ..area
    };
    let body = Rect {
        y: header.bottom(),
        height: area.height.saturating_sub(2),
        ..area
    };
    let mut panes = Panes {
        room,
        header,
        body,
        footer,
        sources: None,
        list: None,
        insights: None,
    };
    match state.screen() {
        Screen::Headlines => headlines(&mut panes, state),
        Screen::Search | Screen::Similar => search(&mut panes, state),
        Screen::Article | Screen::Ask | Screen::Versions | Screen::Health => {}
    }
    panes
}

fn room(area: Rect) -> Room {
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        Room::TooSmall
    } else if area.width < NARROW || area.height < SHORT {
        Room::Narrow
    } else if area.width < WIDE {
        Room::Medium
    } else {
        Room::Wide
    }
}

fn headlines(panes: &mut Panes, state: &State) {
    let screen = &state.headlines;
    let has_insights = !screen.is_insights_hidden;
    if screen.is_whole || panes.room == Room::Narrow {
        match screen.pane {
            Pane::Sources => panes.sources = Some(panes.body),
            Pane::List => panes.list = Some(panes.body),
            Pane::Insights => panes.insights = Some(panes.body),
        }
        return;
    }
    let mut rest = panes.body;
    let has_sources = panes.room == Room::Wide || screen.has_sources_in;
    if has_sources {
        let width = sources_width(rest.width, state);
        panes.sources = Some(take_left(&mut rest, width));
        // At medium width the sources take the place of the right column.
        if panes.room == Room::Medium {
            panes.list = Some(rest);
            return;
        }
    }
    if has_insights {
        let width = insights_width(panes.body.width, rest.width, state);
        panes.insights = Some(take_right(&mut rest, width));
    }
    panes.list = Some(rest);
}

fn search(panes: &mut Panes, state: &State) {
    let mut rest = panes.body;
    if panes.room != Room::Narrow && !state.headlines.is_insights_hidden {
        let width = insights_width(panes.body.width, rest.width, state);
        panes.insights = Some(take_right(&mut rest, width));
    }
    panes.list = Some(rest);
}

/// Columns of the sources pane: as dragged, else a seventh of the screen within what names need.
pub(super) fn sources_width(whole: u16, state: &State) -> u16 {
    let most = whole / 2;
    state
        .headlines
        .sources_width
        .unwrap_or_else(|| (whole / 6).clamp(24, 34))
        .clamp(12.min(most), most.max(12))
}

/// Columns of the right column: as dragged, else two fifths of what headlines leave, wide enough to read in.
pub(super) fn insights_width(whole: u16, rest: u16, state: &State) -> u16 {
    let most = rest.saturating_sub(24);
    state
        .headlines
        .insights_width
        .unwrap_or_else(|| (whole * 2 / 5).clamp(30, 72))
        .clamp(20.min(most), most.max(20))
}

fn take_left(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    let taken = Rect { width, ..*rest };
    rest.x += width;
    rest.width -= width;
    taken
}

fn take_right(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    rest.width -= width;
    Rect {
        x: rest.x + rest.width,
        width,
        ..*rest
    }
}
