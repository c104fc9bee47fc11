//! Phrasing content: marks and words from the tree in, [`Inline`] text out. html2text collapses the white space, decodes,
//! and says which words carry which mark.

use html2text::config;
use html2text::render::{RichAnnotation, TaggedLine};

use super::inline::Inline;
use super::links::LinkTable;
use super::rendered::Style;
use crate::text::printable;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Emphasis,
    Strikethrough,
    Code,
    Superscript,
    Subscript,
    /// A candidate of the [`LinkTable`].
    Link(usize),
}

impl Mark {
    fn open(self, html: &mut String) {
        match self {
            Self::Strong => html.push_str("<b>"),
            Self::Emphasis => html.push_str("<i>"),
            Self::Strikethrough => html.push_str("<s>"),
            Self::Code => html.push_str("<code>"),
            Self::Superscript | Self::Subscript => {}
            Self::Link(candidate) => {
                html.push_str("<a href=\"");
                html.push_str(&candidate.to_string());
                html.push_str("\">");
            }
        }
    }

    fn close(self, html: &mut String) {
        html.push_str(match self {
            Self::Strong => "</b>",
            Self::Emphasis => "</i>",
            Self::Strikethrough => "</s>",
            Self::Code => "</code>",
            Self::Superscript | Self::Subscript => "",
            Self::Link(_) => "</a>",
        });
    }
}

/// Nesting of marks that still says something; more would only cost time.
const MOST_MARKS: usize = 24;
/// Marks that html2text is given at once: it takes two kilobytes for each, and a paragraph may have 50,000 links.
const MOST_AT_ONCE: usize = 2_000;

/// The first part of a paragraph with very many marks.
#[derive(Debug)]
struct Piece {
    html: String,
    /// A space parts it from the next.
    is_spaced: bool,
}

/// Gathers the inline text between two blocks as a small, balanced fragment.
///
/// Marks are written only before text, so a link around several blocks is opened again in each.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    html: String,
    marks: Vec<Mark>,
    /// How many of `marks` are open in `html`.
    written: usize,
    /// Marks beyond [`MOST_MARKS`], which are counted and not kept.
    beyond: usize,
    has_content: bool,
    pieces: Vec<Piece>,
    /// Marks opened since the last piece.
    opened: usize,
}

impl Buffer {
    pub(super) fn open(&mut self, mark: Mark) {
        if self.marks.len() < MOST_MARKS {
            self.marks.push(mark);
        } else {
            self.beyond += 1;
        }
    }

    pub(super) fn close(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if self.written == self.marks.len() {
            if let Some(mark) = self.marks.last() {
                mark.close(&mut self.html);
            }
            self.written = self.written.saturating_sub(1);
        }
        self.marks.pop();
    }

    /// Returns the innermost link that is open.
    pub(super) fn link(&self) -> Option<usize> {
        self.marks.iter().rev().find_map(|mark| match mark {
            Mark::Link(candidate) => Some(*candidate),
            _ => None,
        })
    }

    pub(super) fn text(&mut self, text: &str) {
        let is_blank = text.chars().all(char::is_whitespace);
        if is_blank && !self.has_content {
            return;
        }
        if self.html.is_empty()
            && let Some(last) = self.pieces.last_mut()
        {
            last.is_spaced |= text.starts_with(char::is_whitespace);
        }
        let clean = printable::block(text);
        let scripted = match self.script() {
            Some(mark) if !is_blank => Some(script_text(&clean, mark)),
            _ => None,
        };
        let clean = scripted.as_deref().unwrap_or(&clean);
        if !is_blank {
            self.has_content = true;
            self.write_marks();
        }
        for character in clean.chars() {
            match character {
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '&' => self.html.push_str("&amp;"),
                // Hyphenation is the layout's affair.
                '\u{ad}' => {}
                _ => self.html.push(character),
            }
        }
        if self.opened > MOST_AT_ONCE {
            let is_spaced = self.html.ends_with(char::is_whitespace);
            let html = self.closed();
            self.pieces.push(Piece { html, is_spaced });
        }
    }

    pub(super) fn line_break(&mut self) {
        if self.has_content {
            self.html.push_str("<br>");
        }
    }

    fn script(&self) -> Option<Mark> {
        self.marks
            .iter()
            .rev()
            .copied()
            .find(|mark| matches!(mark, Mark::Superscript | Mark::Subscript))
    }

    fn write_marks(&mut self) {
        for mark in self.marks.iter().skip(self.written) {
            mark.open(&mut self.html);
        }
        self.opened += self.marks.len() - self.written;
        self.written = self.marks.len();
    }

    /// Returns what was written, with its open marks closed; they are opened again before the next text.
    fn closed(&mut self) -> String {
        let mut html = std::mem::take(&mut self.html);
        for mark in self.marks.iter().take(self.written).rev() {
            mark.close(&mut html);
        }
        self.written = 0;
        self.opened = 0;
        html
    }

    /// Ends the text gathered so far and returns its paragraphs; open marks go on in what follows.
    pub(super) fn take(&mut self, links: &mut LinkTable) -> Vec<Inline> {
        let html = self.closed();
        let pieces = std::mem::take(&mut self.pieces);
        if !std::mem::take(&mut self.has_content) {
            return Vec::new();
        }
        let mut paragraphs: Vec<Inline> = Vec::new();
        let mut is_spaced = false;
        for piece in pieces {
            go_on(&mut paragraphs, read(&piece.html, links), is_spaced);
            is_spaced = piece.is_spaced;
        }
        go_on(&mut paragraphs, read(&html, links), is_spaced);
        paragraphs
    }
}

/// Appends paragraphs of which the first is the rest of the last one.
fn go_on(paragraphs: &mut Vec<Inline>, more: Vec<Inline>, is_spaced: bool) {
    let mut more = more.into_iter();
    if let Some(last) = paragraphs.last_mut()
        && let Some(rest) = more.next()
    {
        if is_spaced {
            last.push(" ", Style::default(), None);
        }
        for run in rest.runs {
            last.push(&run.text, run.style, run.link);
        }
    }
    paragraphs.extend(more);
}

/// Writes a footnote's mark or an exponent in raised digits; words that cannot be raised are set after `^`.
fn script_text(text: &str, mark: Mark) -> String {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ";
    const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ";
    const PLAIN: &str = "0123456789+-=()ni";
    let alphabet = if mark == Mark::Superscript {
        RAISED
    } else {
        LOWERED
    };
    let mapped: Option<String> = text
        .trim()
        .chars()
        .map(|character| {
            let index = PLAIN.chars().position(|plain| plain == character)?;
            alphabet.chars().nth(index)
        })
        .collect();
    match mapped {
        Some(mapped) => mapped,
        None if mark == Mark::Superscript && !is_ordinal(text) => format!("^{}", text.trim()),
        None => text.to_owned(),
    }
}

/// "2nd" and "Mᵐᵉ" read well without being raised, and so does a note's own `[3]`.
fn is_ordinal(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('[')
        || !text.chars().any(char::is_alphanumeric)
        || matches!(
            text.to_lowercase().as_str(),
            "st" | "nd"
                | "rd"
                | "th"
                | "er"
                | "re"
                | "e"
                | "ème"
                | "me"
                | "mme"
                | "o"
                | "a"
                | "tm"
                | "sm"
        )
}

/// Reads a fragment of inline markup into paragraphs, parted where the author left an empty line by two breaks.
fn read(html: &str, links: &mut LinkTable) -> Vec<Inline> {
    // Wide enough that html2text never wraps: that is done later, for each width.
    let width = html.len().saturating_mul(2).saturating_add(16);
    let rendered = config::rich()
        // The style says it already, and combining strokes would make the words unfindable.
        .unicode_strikeout(false)
        .allow_width_overflow()
        .lines_from_read(html.as_bytes(), width)
        .unwrap_or_default();
    let mut paragraphs = Vec::new();
    let mut current: Option<Inline> = None;
    for tagged in rendered {
        let line = read_line(&tagged, links);
        if line.is_empty() {
            paragraphs.extend(current.take());
            continue;
        }
        match &mut current {
            Some(inline) => inline.append_line(line),
            None => current = Some(line),
        }
    }
    paragraphs.extend(current);
    paragraphs
}

fn read_line(tagged: &TaggedLine<Vec<RichAnnotation>>, table: &mut LinkTable) -> Inline {
    let mut inline = Inline::default();
    for piece in tagged.tagged_strings() {
        let mut style = Style::default();
        let mut link = None;
        for annotation in &piece.tag {
            match annotation {
                RichAnnotation::Strong => style.is_strong = true,
                RichAnnotation::Emphasis => style.is_emphasis = true,
                RichAnnotation::Strikeout => style.is_strikethrough = true,
                RichAnnotation::Code => style.is_code = true,
                RichAnnotation::Link(candidate) => {
                    link = candidate
                        .parse()
                        .ok()
                        .and_then(|candidate| table.used(candidate, &piece.s));
                }
                _ => {}
            }
        }
        style.is_link = link.is_some();
        inline.push(&piece.s, style, link);
    }
    inline.with_spaces_outside_links()
}

#[cfg(test)]
mod tests {
    use crate::read::Document;

    #[test]
    fn the_number_of_a_link_stands_at_its_word() {
        let cases = [
            ("by <a href=\"http://a.example/\">x </a>to", "by x[1] to"),
            (
                "by <a href=\"http://a.example/\"><b>x </b>y </a>to",
                "by x y[1] to",
            ),
            (
                "by <a href=\"http://a.example/\">x </a><b>to</b>",
                "by x[1] to",
            ),
            ("by <a href=\"http://a.example/\">x</a> to", "by x[1] to"),
            ("by <a href=\"http://a.example/\">x&nbsp;</a>", "by x[1]"),
        ];
        for (html, expected) in cases {
            let rendered = Document::from_html(html, None).render(60);
            let line: String = rendered.lines[0]
                .spans
                .iter()
                .map(|span| span.text.as_str())
                .collect();
            assert_eq!(line.trim_end(), expected, "{html}");
        }
    }

    #[test]
    fn a_paragraph_of_very_many_links_is_one_paragraph() {
        let link = |at: usize| format!("<a href=\"http://a.example/{at}\">w{at}</a>");
        for space in [" ", ""] {
            let html: String = (0..5_000).map(|at| link(at) + space).collect();
            let document = Document::from_html(&format!("<p>{html}</p><p>x</p>"), None);
            assert_eq!((document.blocks.len(), document.links.len()), (2, 5_000));
            let words: Vec<String> = (0..5_000).map(|at| format!("w{at}")).collect();
            let expected = words.join(space);
            let crate::read::Block::Paragraph(inline) = &document.blocks[0] else {
                panic!("no paragraph");
            };
            assert_eq!(inline.text().trim_end(), expected);
        }
    }
}
