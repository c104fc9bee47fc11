//! The plain dump: html2text alone, for pipes and scripts that want text and no blocks.

use html2text::config;
use html2text::render::TextDecorator;
use unicode_width::UnicodeWidthStr;

use super::guard::guard;
use super::prose;
use super::rendered::{Line, Style};
use super::wrap::cut;
use crate::text::printable;

/// Columns below which html2text gives up on tables and lists; narrower text is cut afterwards.
const NARROWEST: usize = 24;

/// Returns an HTML fragment as plain text of `width` columns (at least 1), without addresses and decoration.
pub fn to_plain(html: &str, width: u16) -> String {
    let width = usize::from(width.max(1));
    let guarded = guard(html);
    if guarded.elements == 0 {
        let rendered = prose::read(&guarded.html).render(u16::try_from(width).unwrap_or(u16::MAX));
        return joined(rendered.lines.iter().map(Line::text));
    }
    let dump = config::with_decorator(Bare)
        .link_footnotes(false)
        .unicode_strikeout(false)
        .allow_width_overflow()
        .string_from_read(
            without_variation_selectors(&guarded.html).as_bytes(),
            width.max(NARROWEST),
        )
        .unwrap_or(guarded.html);
    let clean = printable::block(&dump);
    let lines = clean.lines().flat_map(|line| {
        let line = line.trim_end().replace('\t', " ");
        if line.width() <= width {
            return vec![line];
        }
        cut(&line, width, Style::default(), "")
            .iter()
            .map(Line::text)
            .collect()
    });
    joined(lines)
}

/// Returns `html` with tabs as spaces and without variation selectors, written plainly or by number.
///
/// html2text adds up the widths of characters where it measures strings elsewhere; a selector that widens the character
/// before it makes the two disagree, and a line that is full by one count panics by the other.
fn without_variation_selectors(html: &str) -> String {
    let is_selector = |number: u32| (0xfe00..=0xfe0f).contains(&number);
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("&#") {
        let (before, reference) = rest.split_at(at);
        clean.push_str(before);
        let body = reference.get(2..).unwrap_or_default();
        let (digits, radix) = match body.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16),
            None => (body, 10),
        };
        let end = digits
            .find(|character: char| !character.is_digit(radix))
            .unwrap_or(digits.len());
        let (number, after) = digits.split_at(end);
        if u32::from_str_radix(number, radix).is_ok_and(is_selector) {
            rest = after.strip_prefix(';').unwrap_or(after);
        } else {
            clean.push_str("&#");
            rest = body;
        }
    }
    clean.push_str(rest);
    clean.retain(|character| !is_selector(u32::from(character)));
    clean.replace('\t', "    ")
}

/// Marks nothing but what words alone would not show: quotes and lists.
#[derive(Debug, Clone, Copy)]
struct Bare;

impl TextDecorator for Bare {
    type Annotation = ();

    fn decorate_link_start(&mut self, _: &str) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        String::new()
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _: &str, description: &str) -> (String, ()) {
        (format!("[image: {description}]"), ())
    }

    fn header_prefix(&self, _: usize) -> String {
        String::new()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        // html2text measures the mark in bytes and panics on one that is wider in bytes than in columns.
        "* ".to_owned()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        *self
    }

    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_superscript_end(&self) -> String {
        String::new()
    }
}

/// Joins lines, several empty ones in a row being one.
fn joined(lines: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    let mut is_gap = false;
    for line in lines {
        if line.is_empty() {
            is_gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut is_gap) {
            text.push('\n');
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_widen_their_neighbour_do_not_break_the_dump() {
        let html = "<ul><li>a a a aa a aaa❤\u{fe0f}aaaaaaaa&#xfe0f; &#65039 b &#65; a</ul>";
        let clean = without_variation_selectors(html);
        assert_eq!(clean, "<ul><li>a a a aa a aaa❤aaaaaaaa  b &#65; a</ul>");
        for width in 1..30 {
            assert!(
                to_plain(html, width)
                    .lines()
                    .all(|line| line.width() <= usize::from(width))
            );
        }
    }
}
