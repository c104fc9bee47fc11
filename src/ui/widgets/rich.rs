//! Runs of text that know their meaning and their link, made into styled lines when drawn.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;
use url::Url;

use crate::config::{Theme, Tone};
use crate::read;

/// A piece of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub tone: Tone,
    /// Number of a link of the page the row belongs to.
    pub link: Option<usize>,
}

impl Run {
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            text: text.into(),
            tone,
            link: None,
        }
    }
}

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    pub runs: Vec<Run>,
}

impl Row {
    pub fn of(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            runs: vec![Run::new(text, tone)],
        }
    }

    /// Returns the row for the terminal; `chosen` is the link to lay the selection over.
    pub fn line<'a>(&'a self, theme: &Theme, chosen: Option<usize>) -> Line<'a> {
        let spans = self.runs.iter().map(|run| {
            let style = over(theme, theme.style(run.tone), run.link, chosen);
            Span::styled(run.text.as_str(), style)
        });
        spans.collect()
    }

    /// Returns where links are on this row.
    pub fn links(&self) -> Vec<LinkSpan> {
        link_spans(self.runs.iter().map(|run| (run.text.as_str(), run.link)))
    }
}

/// A link, or a part of one, on one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkSpan {
    /// Number of the link on its page.
    pub link: usize,
    /// Columns from the start of the row.
    pub column: u16,
    pub width: u16,
}

/// Returns a line of an article's body for the terminal; `chosen` is the link to lay the selection over.
pub fn body_line<'a>(line: &'a read::Line, theme: &Theme, chosen: Option<usize>) -> Line<'a> {
    let spans = line.spans.iter().map(|span| {
        let style = over(theme, style_of(span.style, theme), span.link, chosen);
        Span::styled(span.text.as_str(), style)
    });
    spans.collect()
}

/// Returns where links are on a line of an article's body.
pub fn body_links(line: &read::Line) -> Vec<LinkSpan> {
    link_spans(
        line.spans
            .iter()
            .map(|span| (span.text.as_str(), span.link)),
    )
}

/// Neighbouring runs of one link are one span.
fn link_spans<'a>(runs: impl Iterator<Item = (&'a str, Option<usize>)>) -> Vec<LinkSpan> {
    let mut column = 0_u16;
    let mut spans: Vec<LinkSpan> = Vec::new();
    for (text, link) in runs {
        let width = u16::try_from(text.width()).unwrap_or(u16::MAX);
        if let Some(link) = link {
            match spans.last_mut() {
                Some(last) if last.link == link && last.column + last.width == column => {
                    last.width = last.width.saturating_add(width);
                }
                _ => spans.push(LinkSpan {
                    link,
                    column,
                    width,
                }),
            }
        }
        column = column.saturating_add(width);
    }
    spans
}

fn over(theme: &Theme, style: Style, link: Option<usize>, chosen: Option<usize>) -> Style {
    if link.is_some() && link == chosen {
        style.patch(theme.style(Tone::Selection))
    } else {
        style
    }
}

/// Returns how a piece of an article looks.
pub fn style_of(style: read::Style, theme: &Theme) -> Style {
    let tone = match style.role {
        read::Role::Body => Tone::Text,
        read::Role::Heading(1) => Tone::Heading1,
        read::Role::Heading(2) => Tone::Heading2,
        read::Role::Heading(_) => Tone::Heading3,
        read::Role::Quote => Tone::Quote,
        read::Role::Code => Tone::Code,
        read::Role::Caption => Tone::Caption,
        read::Role::Furniture => Tone::Furniture,
    };
    let mut looks = theme.style(tone);
    for (is_so, tone) in [
        (style.is_code, Tone::Code),
        (style.is_strong, Tone::Strong),
        (style.is_emphasis, Tone::Emphasis),
        (style.is_link, Tone::Link),
    ] {
        if is_so {
            looks = looks.patch(theme.style(tone));
        }
    }
    if style.is_strikethrough {
        looks = looks.add_modifier(Modifier::CROSSED_OUT);
    }
    looks
}

/// Makes `width` drawn cells from `(x, y)` on a link that the terminal itself can follow (OSC 8).
///
/// Each cell opens and closes the link on its own, so that whatever is drawn over a part of it leaves the rest whole.
/// Only http and https addresses are written; `Url` keeps them free of control characters.
pub fn hyperlink(buffer: &mut Buffer, (x, y): (u16, u16), width: u16, url: &Url) {
    if !matches!(url.scheme(), "http" | "https") {
        return;
    }
    let row = Rect::new(x, y, width, 1).intersection(buffer.area);
    let mut column = row.left();
    while column < row.right() {
        let Some(cell) = buffer.cell_mut((column, row.y)) else {
            return;
        };
        let taken = u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
        let symbol = format!("\u{1b}]8;;{url}\u{1b}\\{}\u{1b}]8;;\u{1b}\\", cell.symbol());
        cell.set_symbol(&symbol);
        if let Some(forced) = NonZeroU16::new(taken) {
            cell.set_diff_option(CellDiffOption::ForcedWidth(forced));
        }
        column += taken;
    }
}
