//! Lines of a width and the words for how their pieces look.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::links::Link;

/// Lines of a given width, ready to be coloured.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    pub width: u16,
    pub lines: Vec<Line>,
    /// Targets of links, in order of their numbers; http and https only.
    pub links: Vec<Link>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub text: String,
    pub style: Style,
    /// Index into [`Rendered::links`].
    pub link: Option<usize>,
}

/// What a piece of text is; the theme says how it looks. Flags combine (a link in a heading).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent marks of a run of text"
)]
pub struct Style {
    pub role: Role,
    pub is_strong: bool,
    pub is_emphasis: bool,
    pub is_strikethrough: bool,
    pub is_code: bool,
    pub is_link: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    #[default]
    Body,
    /// Level 1 to 6.
    Heading(u8),
    Quote,
    /// A block of code.
    Code,
    Caption,
    /// List bullets, quote bars, table borders, rules, numbers of links: put there by the layout, not by the author.
    Furniture,
}

impl Span {
    /// Returns a piece of the layout's own, such as a bullet.
    pub(super) fn furniture(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: Style {
                role: Role::Furniture,
                ..Style::default()
            },
            link: None,
        }
    }
}

impl Line {
    /// Returns the width in columns.
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| span.text.width()).sum()
    }

    /// Returns the line without its styles.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Appends a piece, joined to the last one if it looks the same.
    pub(super) fn push(&mut self, text: &str, style: Style, link: Option<usize>) {
        if text.is_empty() {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.link == link => last.text.push_str(text),
            _ => self.spans.push(Span {
                text: text.to_owned(),
                style,
                link,
            }),
        }
    }
}

/// The author's letters and digits with the line each stands on; everything a layout may add, drop or break is left out.
struct Letters {
    text: String,
    /// Byte offset in `text` at which each line begins, and the line.
    starts: Vec<(usize, usize)>,
}

impl Letters {
    fn of(lines: &[Line]) -> Self {
        let mut letters = Self {
            text: String::new(),
            starts: Vec::with_capacity(lines.len()),
        };
        for (index, line) in lines.iter().enumerate() {
            letters.starts.push((letters.text.len(), index));
            for span in &line.spans {
                if span.style.role != Role::Furniture {
                    letters
                        .text
                        .extend(span.text.chars().filter(|character| counts(*character)));
                }
            }
        }
        letters
    }

    fn line_at(&self, byte: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= byte);
        self.starts
            .get(after.saturating_sub(1))
            .map_or(0, |(_, line)| *line)
    }

    fn lines_of(&self, found: Range<usize>) -> Range<usize> {
        self.line_at(found.start)..self.line_at(found.end.saturating_sub(1)) + 1
    }
}

fn counts(character: char) -> bool {
    character.is_alphanumeric()
}

/// A sentence whose middle differs (a link's number, a formula) is still found by this many letters of its start and end.
const ANCHOR: usize = 24;

impl Rendered {
    /// Returns the lines `quote` (a sentence of the plain text) stands on.
    ///
    /// White space, punctuation, hyphenation, bullets and link numbers are ignored. `None` when it is not there.
    pub fn find(&self, quote: &str) -> Option<Range<usize>> {
        let wanted: String = quote
            .chars()
            .filter(|character| counts(*character))
            .collect();
        if wanted.is_empty() {
            return None;
        }
        let letters = Letters::of(&self.lines);
        if let Some(start) = letters.text.find(&wanted) {
            return Some(letters.lines_of(start..start + wanted.len()));
        }
        let characters: Vec<char> = wanted.chars().collect();
        if characters.len() <= ANCHOR {
            return None;
        }
        let head: String = characters.iter().take(ANCHOR).collect();
        let tail: String = characters.iter().skip(characters.len() - ANCHOR).collect();
        let furthest = wanted.len() * 2;
        if let Some(start) = letters.text.find(&head) {
            let end = letters
                .text
                .get(start..)
                .and_then(|rest| rest.find(&tail))
                .filter(|offset| *offset <= furthest)
                .map_or(start + head.len(), |offset| start + offset + tail.len());
            return Some(letters.lines_of(start..end));
        }
        letters
            .text
            .find(&tail)
            .map(|start| letters.lines_of(start..start + tail.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Document;

    #[test]
    fn a_sentence_is_found_across_line_ends_links_and_quote_bars() {
        let rendered = Document::from_html(
            "<p>One first line here.</p><blockquote>Dockers return on <a href='https://e.org/m'>Monday</a>, \
             after both sides gave way on pay.</blockquote><p>End.</p>",
            None,
        )
        .render(24);
        let found = rendered.find("Dockers return on Monday, after both sides gave way on pay.");
        let found = found.expect("the sentence stands there");
        let text: String = rendered.lines[found.clone()]
            .iter()
            .map(super::Line::text)
            .collect::<Vec<_>>()
            .join("\n");
        assert!(text.contains("Dockers") && text.contains("pay."), "{text}");
        assert!(!text.contains("first"), "{text}");
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let rendered = Document::from_html("<p>One.</p>", None).render(40);
        assert_eq!(rendered.find("Two."), None);
        assert_eq!(rendered.find(" … "), None);
    }
}
