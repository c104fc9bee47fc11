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
            guarded.html.replace('\t', "    ").as_bytes(),
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
