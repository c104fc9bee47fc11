//! A story laid out for a width: what stands above the body, the body, what stands below it.

use std::ops::Range;

use jiff::tz::TimeZone;
use url::Url;

use crate::config::Tone;
use crate::domain::Article;
use crate::insight::Insight;
use crate::jobs::open::Opened;
use crate::read::{self, Rendered};
use crate::store::Position;
use crate::ui::screens::headlines::brief::maker;
use crate::ui::widgets::rich::{LinkSpan, Row, Run};
use crate::ui::widgets::{rich, story, wrap};

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

    fn head(&mut self, parts: Parts<'_>) {
        let article = &parts.opened.article;
        self.text(&article.headline.title, Tone::Title, Place::Head);
        self.text(
            &story::byline(article, parts.zone),
            Tone::Muted,
            Place::Head,
        );
        if let Some(changed) = parts.changed {
            self.text(changed, Tone::Muted, Place::Head);
        }
        self.head.push(Row::default());
        if let Some(insight) = parts.insight {
            self.brief(insight);
        }
        if let Some(note) = missing_body(article) {
            self.text(note, Tone::Muted, Place::Head);
        }
    }

    fn brief(&mut self, insight: &Insight) {
        if insight.brief.is_empty() {
            if let Some(note) = &insight.note {
                self.text(&format!("Brief: {note}"), Tone::Muted, Place::Head);
                self.head.push(Row::default());
            }
            return;
        }
        let width = usize::from(self.width);
        // Without room for a frame the sentences stand alone.
        let is_framed = width >= 24;
        let inner = if is_framed { width - 4 } else { width };
        if is_framed {
            self.head
                .push(rule('╭', " Brief ", Tone::PaneTitle, '╮', width, false));
        }
        for (index, bullet) in insight.brief.iter().enumerate() {
            let mut text = bullet.text.clone();
            if bullet.is_shortened && !text.ends_with('…') {
                text.push('…');
            }
            self.stops.push((self.head.len(), Stop::Bullet(index)));
            for (number, line) in wrap::wrap(&text, inner.saturating_sub(2))
                .into_iter()
                .enumerate()
            {
                let line = text.get(line).unwrap_or_default();
                let mark = if number == 0 { "• " } else { "  " };
                let mut runs = vec![Run::new(mark, Tone::Bullet), Run::new(line, Tone::Text)];
                if is_framed {
                    let air = inner.saturating_sub(2 + wrap::columns(line));
                    runs.insert(0, Run::new("│ ", Tone::Border));
                    runs.push(Run::new(format!("{} │", " ".repeat(air)), Tone::Border));
                }
                self.head.push(Row { runs });
            }
        }
        let made_by = format!(" quoted from the article by {} ", maker(&insight.engine));
        if is_framed {
            self.head
                .push(rule('╰', &made_by, Tone::Muted, '╯', width, true));
        } else {
            self.text(made_by.trim(), Tone::Muted, Place::Head);
        }
        self.head.push(Row::default());
    }

    fn body_stops(&mut self) {
        let first = self.head.len();
        let mut known = vec![false; self.links.len()];
        for (index, line) in self.body.lines.iter().enumerate() {
            for LinkSpan { link, .. } in rich::body_links(line) {
                // A link that goes on over a line is one stop.
                if let Some(is_known) = known.get_mut(link)
                    && !std::mem::replace(is_known, true)
                {
                    self.stops.push((first + index, Stop::Link(link)));
                }
            }
        }
    }

    fn tail(&mut self, parts: Parts<'_>) {
        let article = &parts.opened.article;
        if let Some(insight) = parts.insight
            && !insight.questions.is_empty()
        {
            self.heading("Insight questions");
            for (index, question) in insight.questions.iter().enumerate() {
                self.stop_in_tail(Stop::Question(index));
                let number = format!("{:>2} ", index + 1);
                self.item(&number, Tone::Number, &question.text, Tone::Question, None);
            }
        }
        let mut links: Vec<(String, Url)> = Vec::new();
        if let Some(link) = &article.link {
            links.push(("This story".to_owned(), link.clone()));
        }
        if let Some(comments) = &article.comments {
            links.push(("Comments".to_owned(), comments.clone()));
        }
        for enclosure in &article.enclosures {
            let kind = enclosure.mime_type.as_deref().unwrap_or("file");
            let length = enclosure.duration.map_or_else(String::new, |seconds| {
                format!(", {}:{:02}", seconds / 60, seconds % 60)
            });
            links.push((format!("Attached {kind}{length}"), enclosure.url.clone()));
        }
        if links.is_empty() && self.body.links.is_empty() {
            return;
        }
        self.heading("Links");
        let in_body: Vec<(String, usize)> = self
            .body
            .links
            .iter()
            .enumerate()
            .map(|(number, link)| (link.text.clone(), number))
            .collect();
        for (text, url) in links {
            self.links.push(url);
            let number = self.links.len() - 1;
            self.stop_in_tail(Stop::Link(number));
            self.link_row("   ", &text, number);
        }
        for (text, number) in in_body {
            self.link_row(&format!("{:>2} ", number + 1), &text, number);
        }
    }

    fn link_row(&mut self, mark: &str, text: &str, number: usize) {
        let Some(url) = self.links.get(number) else {
            return;
        };
        let address = shown_address(url);
        let text = if text.trim().is_empty() {
            address
        } else {
            format!("{} — {address}", text.trim())
        };
        let room = usize::from(self.width).saturating_sub(wrap::columns(mark));
        let text = wrap::fit(&text, room).into_owned();
        self.tail.push(Row {
            runs: vec![
                Run::new(mark, Tone::Number),
                Run {
                    text,
                    tone: Tone::Link,
                    link: Some(number),
                },
            ],
        });
    }

    fn heading(&mut self, text: &str) {
        self.tail.push(Row::default());
        self.text(text, Tone::Heading2, Place::Tail);
    }

    fn stop_in_tail(&mut self, stop: Stop) {
        let row = self.head.len() + self.body.lines.len() + self.tail.len();
        self.stops.push((row, stop));
    }

    /// Adds a wrapped text behind a mark, the later lines under the first.
    fn item(&mut self, mark: &str, mark_tone: Tone, text: &str, tone: Tone, link: Option<usize>) {
        let indent = wrap::columns(mark);
        let room = usize::from(self.width).saturating_sub(indent).max(1);
        for (number, line) in wrap::wrap(text, room).into_iter().enumerate() {
            let mark = if number == 0 {
                mark.to_owned()
            } else {
                " ".repeat(indent)
            };
            self.tail.push(Row {
                runs: vec![
                    Run::new(mark, mark_tone),
                    Run {
                        text: text.get(line).unwrap_or_default().to_owned(),
                        tone,
                        link,
                    },
                ],
            });
        }
    }

    fn text(&mut self, text: &str, tone: Tone, place: Place) {
        let rows = wrap::wrap(text, usize::from(self.width))
            .into_iter()
            .map(|line| Row::of(text.get(line).unwrap_or_default(), tone));
        match place {
            Place::Head => self.head.extend(rows),
            Place::Tail => self.tail.extend(rows),
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Head,
    Tail,
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

fn missing_body(article: &Article) -> Option<&'static str> {
    if article.is_trimmed {
        Some(
            "The text of this old story was let go to save space. `o` opens its page in the browser.",
        )
    } else if article.html.trim().is_empty() && article.text.trim().is_empty() {
        Some("The feed gives only the headline of this story. `o` opens its page in the browser.")
    } else {
        None
    }
}

/// Returns an address as people read it: without scheme and `www.`.
pub fn shown_address(url: &Url) -> String {
    let text = url.as_str();
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("www.").unwrap_or(text);
    text.strip_suffix('/').unwrap_or(text).to_owned()
}

/// A horizontal border with a label near its left, or near its right, end.
fn rule(left: char, label: &str, tone: Tone, right: char, width: usize, is_right: bool) -> Row {
    let label = wrap::fit(label, width.saturating_sub(4)).into_owned();
    let rest = width.saturating_sub(3 + wrap::columns(&label));
    let (before, after) = if is_right { (rest, 1) } else { (1, rest) };
    Row {
        runs: vec![
            Run::new(format!("{left}{}", "─".repeat(before)), Tone::Border),
            Run::new(label, tone),
            Run::new(format!("{}{right}", "─".repeat(after)), Tone::Border),
        ],
    }
}
