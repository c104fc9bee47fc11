//! A story laid out for a width: what stands above the body, the body, what stands below it.
//!
//! `compose` puts the rows together; here a row is looked up and a place on the page kept over another width.

mod compose;

use std::ops::Range;

use jiff::tz::TimeZone;
use url::Url;

use crate::insight::Insight;
use crate::jobs::open::Opened;
use crate::read::{self, Rendered};
use crate::store::Position;
use crate::ui::widgets::rich::{self, LinkSpan, Row};

/// A laid out story. Rows are counted through: head, body, tail.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub width: u16,
    /// True once brief and questions are part of the page.
    pub has_insight: bool,
    head: Vec<Row>,
    body: Rendered,
    tail: Vec<Row>,
    /// Characters of the body above each of its lines, white space not counted, so that the measure does not matter.
    above: Vec<usize>,
    characters: usize,
    /// Targets of the body's links, then of those below it.
    links: Vec<Url>,
    /// Where `Tab` stops, from top to bottom.
    stops: Vec<(usize, Stop)>,
}

/// Something to choose on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A sentence of the brief.
    Bullet(usize),
    Link(usize),
    Question(usize),
}

/// A place on the page that stays the same when the width or the brief changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Head(usize),
    /// So many characters of the body are above, and so many empty rows are between here and the next of them.
    Body {
        characters: usize,
        empty: usize,
    },
    /// So many rows below the body's end.
    Tail(usize),
}

impl Default for Anchor {
    fn default() -> Self {
        Self::Head(0)
    }
}

/// One row, wherever it comes from.
#[derive(Debug, Clone, Copy)]
pub enum PageRow<'a> {
    Own(&'a Row),
    Body(&'a read::Line),
}

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    pub opened: &'a Opened,
    /// `None` while it is being made, and when insight is off.
    pub insight: Option<&'a Insight>,
    pub zone: &'a TimeZone,
    /// That the feed changed it, and the key that shows how.
    pub changed: Option<&'a str>,
}

impl Page {
    /// Lays a story out.
    pub fn new(parts: Parts<'_>, width: u16) -> Self {
        let width = width.max(1);
        let body = parts.opened.document.render(width);
        let mut above = Vec::with_capacity(body.lines.len());
        let mut characters = 0;
        for line in &body.lines {
            above.push(characters);
            characters += visible_characters(line);
        }
        let mut page = Self {
            width,
            has_insight: parts.insight.is_some(),
            links: body.links.iter().map(|link| link.url.clone()).collect(),
            above,
            characters,
            body,
            ..Self::default()
        };
        page.head(parts);
        page.body_stops();
        page.tail(parts);
        page
    }

    pub fn length(&self) -> usize {
        self.head.len() + self.body.lines.len() + self.tail.len()
    }

    pub fn row(&self, at: usize) -> Option<PageRow<'_>> {
        if let Some(row) = self.head.get(at) {
            return Some(PageRow::Own(row));
        }
        let at = at - self.head.len();
        match self.body.lines.get(at) {
            Some(line) => Some(PageRow::Body(line)),
            None => self.tail.get(at - self.body.lines.len()).map(PageRow::Own),
        }
    }

    pub fn stops(&self) -> &[(usize, Stop)] {
        &self.stops
    }

    pub fn link(&self, number: usize) -> Option<&Url> {
        self.links.get(number)
    }

    /// Returns where links are on a row.
    pub fn links_on(&self, row: usize) -> Vec<LinkSpan> {
        match self.row(row) {
            Some(PageRow::Own(row)) => row.links(),
            Some(PageRow::Body(line)) => rich::body_links(line),
            None => Vec::new(),
        }
    }

    /// Returns title, brief and body as one text with a line for each row, and the byte each row begins at.
    pub fn reading_text(&self) -> (String, Vec<usize>) {
        let mut text = String::new();
        let mut starts = Vec::with_capacity(self.head.len() + self.body.lines.len());
        for row in &self.head {
            starts.push(text.len());
            text.extend(row.runs.iter().map(|run| run.text.as_str()));
            text.push('\n');
        }
        for line in &self.body.lines {
            starts.push(text.len());
            text.extend(line.spans.iter().map(|span| span.text.as_str()));
            text.push('\n');
        }
        (text, starts)
    }

    /// Returns whether what is chosen begins on this row.
    pub fn is_chosen(&self, row: usize, chosen: Option<usize>) -> bool {
        chosen
            .and_then(|chosen| self.stops.get(chosen))
            .is_some_and(|(at, _)| *at == row)
    }

    /// Returns the rows a sentence of the text stands on.
    pub fn find(&self, sentence: &str) -> Option<Range<usize>> {
        let found = self.body.find(sentence)?;
        let first = self.head.len();
        Some(found.start + first..found.end + first)
    }

    /// Returns what stays the same about a row.
    pub fn anchor(&self, row: usize) -> Anchor {
        let Some(line) = row.checked_sub(self.head.len()) else {
            return Anchor::Head(row);
        };
        match self.above.get(line) {
            Some(characters) => {
                let characters = *characters;
                let next = self.line_of(characters);
                Anchor::Body {
                    characters,
                    empty: next.saturating_sub(line),
                }
            }
            None => Anchor::Tail(line - self.above.len()),
        }
    }

    /// Returns the row of an anchor.
    pub fn row_of(&self, anchor: Anchor) -> usize {
        let first = self.head.len();
        match anchor {
            Anchor::Head(row) => row.min(first),
            Anchor::Body { characters, empty } => {
                let line = self.line_of(characters);
                let is_empty = |line: &usize| self.above.get(*line) == self.above.get(line + 1);
                let before = (0..line).rev().take_while(is_empty).take(empty).count();
                first + line - before
            }
            Anchor::Tail(rows) => first + self.above.len() + rows,
        }
    }

    /// Returns the last line of the body that does not begin behind so many characters.
    fn line_of(&self, characters: usize) -> usize {
        self.above
            .partition_point(|above| *above <= characters)
            .saturating_sub(1)
    }

    /// Returns a row as a share of the body, to be kept in the store.
    pub fn position(&self, row: usize) -> Position {
        let above = match self.anchor(row) {
            Anchor::Head(_) => 0,
            Anchor::Body { characters, .. } => characters,
            Anchor::Tail(_) => self.characters,
        };
        let share = (above * SHARES).div_ceil(self.characters.max(1));
        Position {
            share: u32::try_from(share).unwrap_or(u32::MAX),
        }
    }

    /// Returns the anchor of a share of the body; the very beginning is the top of the page.
    pub fn anchor_of(&self, position: Position) -> Anchor {
        let share = usize::try_from(position.share).unwrap_or(SHARES);
        match share {
            0 => Anchor::Head(0),
            SHARES.. => Anchor::Tail(0),
            // `position` rounds up, so rounding down finds the same line again, unless lines are shorter than a share.
            _ => Anchor::Body {
                characters: share * self.characters / SHARES,
                empty: 0,
            },
        }
    }
}

/// Steps of a stored position.
const SHARES: usize = 10_000;

fn visible_characters(line: &read::Line) -> usize {
    line.spans
        .iter()
        .flat_map(|span| span.text.chars())
        .filter(|character| !character.is_whitespace())
        .count()
}

/// Returns an address as people read it: without scheme and `www.`.
pub fn shown_address(url: &Url) -> String {
    let text = url.as_str();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("www.").unwrap_or(text);
    text.strip_suffix('/').unwrap_or(text).to_owned()
}
