//! Blocks laid out as lines of a width.

use unicode_width::UnicodeWidthStr;

use super::document::{Block, Definition, Document, Figure, FigureKind, List, Numbering};
use super::inline::Inline;
use super::rendered::{Line, Rendered, Role, Span, Style};
use super::table;
use super::wrap::{cut, link_number, wrap};

/// Columns text needs to be readable; where indenting would leave less, it is not indented.
const NARROWEST: usize = 8;

/// Begins the further lines of a line of code that did not fit.
const CONTINUED: &str = "↪ ";

/// Returns the lines of `document`; see [`Document::render`].
pub(super) fn render(document: &Document, width: u16) -> Rendered {
    let lines = blocks(&document.blocks, &Place::top(usize::from(width)));
    Rendered {
        width,
        lines,
        links: document.links.clone(),
    }
}

/// Where blocks stand.
#[derive(Clone, Copy)]
struct Place {
    width: usize,
    role: Role,
    /// Lists around this place: chooses the bullet.
    list_depth: usize,
}

impl Place {
    fn top(width: usize) -> Self {
        Self {
            width,
            role: Role::Body,
            list_depth: 0,
        }
    }

    /// Returns the place within something whose prefix takes `columns`, and whether there is room for the prefix.
    fn indented(self, columns: usize) -> (Self, bool) {
        if self.width < columns + NARROWEST {
            return (self, false);
        }
        let width = self.width - columns;
        (Self { width, ..self }, true)
    }
}

fn blocks(blocks: &[Block], place: &Place) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let own = block_lines(block, *place);
        if own.is_empty() {
            continue;
        }
        if let Some(before) = before {
            let gap = gap(before, block);
            lines.resize(lines.len() + gap, Line::default());
        }
        lines.extend(own);
        before = Some(block);
    }
    lines
}

/// Returns how many empty lines part two blocks: a section stands clear of what is above it.
fn gap(before: &Block, after: &Block) -> usize {
    match (before, after) {
        (Block::Heading { .. }, Block::Heading { .. }) => 1,
        (_, Block::Heading { level: 1 | 2, .. }) => 2,
        (Block::Heading { level: 4..=6, .. }, _) => 0,
        _ => 1,
    }
}

fn block_lines(block: &Block, place: Place) -> Vec<Line> {
    match block {
        Block::Heading { level, text } => wrap(text, place.width, Role::Heading(*level)),
        Block::Paragraph(text) => wrap(text, place.width, place.role),
        Block::Caption(text) => wrap(text, place.width, Role::Caption),
        Block::List(list) => list_lines(list, place),
        Block::Quote(inner) => quote_lines(inner, place),
        Block::Code { text, .. } => code_lines(text, place),
        Block::Table(table) => table::lines(table, place.width, place.role),
        Block::Figure(figure) => figure_lines(figure, place),
        Block::Rule => vec![rule(place.width)],
        Block::Definitions(definitions) => definition_lines(definitions, place),
        Block::Details {
            summary,
            blocks: inner,
        } => details_lines(summary, inner, place),
    }
}

/// Puts `first` before the first line and `rest` before the others.
fn prefixed(lines: Vec<Line>, first: &str, rest: &str) -> Vec<Line> {
    let with = |line: Line, prefix: &str| {
        if line.spans.is_empty() && prefix.trim().is_empty() {
            return line;
        }
        let mut spans = Vec::with_capacity(line.spans.len() + 1);
        spans.push(Span::furniture(prefix));
        spans.extend(line.spans);
        Line { spans }
    };
    lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| with(line, if index == 0 { first } else { rest }))
        .collect()
}

fn rule(width: usize) -> Line {
    // Shorter than the text, so that it parts sections without fencing them in.
    let length = width.min(24);
    let left = (width - length) / 2;
    Line {
        spans: vec![Span::furniture(format!(
            "{}{}",
            " ".repeat(left),
            "─".repeat(length)
        ))],
    }
}

fn quote_lines(inner: &[Block], place: Place) -> Vec<Line> {
    let (mut inner_place, has_room) = place.indented(2);
    inner_place.role = Role::Quote;
    let lines = blocks(inner, &inner_place);
    if has_room {
        prefixed(lines, "│ ", "│ ")
    } else {
        lines
    }
}

fn code_lines(text: &str, place: Place) -> Vec<Line> {
    let style = Style {
        role: Role::Code,
        ..Style::default()
    };
    let indent = if place.width >= 40 { 2 } else { 0 };
    let lines = cut(text, place.width - indent, style, CONTINUED);
    if indent > 0 {
        prefixed(lines, "  ", "  ")
    } else {
        lines
    }
}

fn figure_lines(figure: &Figure, place: Place) -> Vec<Line> {
    let kind = match figure.kind {
        FigureKind::Image => "image",
        FigureKind::Video => "video",
        FigureKind::Audio => "audio",
        FigureKind::Embed => "embedded",
    };
    let caption = figure.caption.clone().unwrap_or_default();
    // Many pages give the caption again as the description.
    let is_repeated =
        !figure.description.is_empty() && caption.text().contains(&figure.description);
    let label = if figure.description.is_empty() || is_repeated {
        format!("[{kind}]")
    } else {
        format!("[{kind}: {}]", figure.description)
    };
    let mut text = Inline::default();
    let style = Style {
        is_link: figure.link.is_some(),
        ..Style::default()
    };
    text.push(&label, style, figure.link);
    if !caption.is_empty() {
        text.push(" ", Style::default(), None);
        for run in &caption.runs {
            text.push(&run.text, run.style, run.link);
        }
    }
    wrap(&text, place.width, Role::Caption)
}

fn list_lines(list: &List, place: Place) -> Vec<Line> {
    let markers: Vec<String> = match list.numbering {
        None => vec![bullet(place.list_depth).to_owned(); list.items.len()],
        Some(numbering) => list
            .numbers
            .iter()
            .map(|number| marker(numbering, *number))
            .collect(),
    };
    let widest = markers
        .iter()
        .map(|marker| marker.width())
        .max()
        .unwrap_or(0);
    let (mut inner, has_room) = place.indented(widest + 1);
    inner.list_depth += 1;
    let is_loose = list.items.iter().any(|item| !is_tight(item));
    let mut lines: Vec<Line> = Vec::new();
    for (item, marker) in list.items.iter().zip(&markers) {
        let own = blocks_of_item(item, &inner);
        if own.is_empty() {
            continue;
        }
        if is_loose && !lines.is_empty() {
            lines.push(Line::default());
        }
        if has_room {
            let padding = " ".repeat(widest - marker.width());
            let first = format!("{padding}{marker} ");
            lines.extend(prefixed(own, &first, &" ".repeat(widest + 1)));
        } else {
            lines.extend(own);
        }
    }
    lines
}

/// An item of one paragraph, with lists under it at most, needs no empty lines around it.
fn is_tight(item: &[Block]) -> bool {
    item.iter().enumerate().all(|(index, block)| match block {
        Block::Paragraph(text) => {
            index == 0 && text.runs.iter().map(|run| run.text.len()).sum::<usize>() < 400
        }
        Block::List(list) => list.items.iter().all(|item| is_tight(item)),
        _ => index == 0,
    })
}

fn blocks_of_item(item: &[Block], place: &Place) -> Vec<Line> {
    if !is_tight(item) {
        return blocks(item, place);
    }
    item.iter()
        .flat_map(|block| block_lines(block, *place))
        .collect()
}

fn bullet(depth: usize) -> &'static str {
    match depth % 4 {
        0 => "•",
        1 => "◦",
        2 => "▪",
        _ => "‣",
    }
}

/// Returns the mark of an ordered item; numbers that letters or Roman numerals cannot write are decimal.
pub(super) fn marker(numbering: Numbering, number: i64) -> String {
    let written = match numbering {
        Numbering::Decimal => None,
        Numbering::LowerAlpha => letters(number),
        Numbering::UpperAlpha => letters(number).map(|text| text.to_ascii_uppercase()),
        Numbering::LowerRoman => roman(number),
        Numbering::UpperRoman => roman(number).map(|text| text.to_ascii_uppercase()),
    };
    format!("{}.", written.unwrap_or_else(|| number.to_string()))
}

fn letters(number: i64) -> Option<String> {
    let mut rest = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut text = Vec::new();
    while rest > 0 {
        rest -= 1;
        text.push(char::from(b'a' + u8::try_from(rest % 26).ok()?));
        rest /= 26;
    }
    Some(text.into_iter().rev().collect())
}

fn roman(number: i64) -> Option<String> {
    const NUMERALS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            text.push_str(numeral);
            rest -= value;
        }
    }
    Some(text)
}

fn definition_lines(definitions: &[Definition], place: Place) -> Vec<Line> {
    let (inner, has_room) = place.indented(4);
    let mut lines = Vec::new();
    let mut is_after_meaning = false;
    for definition in definitions {
        match definition {
            Definition::Term(term) => {
                if is_after_meaning {
                    lines.push(Line::default());
                }
                lines.extend(wrap(&strong(term), place.width, place.role));
                is_after_meaning = false;
            }
            Definition::Meaning(meaning) => {
                let own = blocks(meaning, &inner);
                lines.extend(if has_room {
                    prefixed(own, "    ", "    ")
                } else {
                    own
                });
                is_after_meaning = true;
            }
        }
    }
    lines
}

fn details_lines(summary: &Inline, inner: &[Block], place: Place) -> Vec<Line> {
    let (inner_place, has_room) = place.indented(2);
    let summary = if summary.is_empty() {
        Inline::plain("Details")
    } else {
        strong(summary)
    };
    let head = wrap(&summary, inner_place.width, place.role);
    let body = blocks(inner, &inner_place);
    if !has_room {
        return head.into_iter().chain(body).collect();
    }
    let mut lines = prefixed(head, "▾ ", "  ");
    lines.extend(prefixed(body, "  ", "  "));
    lines
}

/// Returns the text with every run strong.
pub(super) fn strong(text: &Inline) -> Inline {
    let mut text = text.clone();
    for run in &mut text.runs {
        run.style.is_strong = true;
    }
    text
}

/// Returns the width a link's number takes after its text.
pub(super) fn number_width(link: usize) -> usize {
    link_number(link).text.width()
}
