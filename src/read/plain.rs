//! The plain dump: html2text alone, for pipes and scripts that want text and no blocks.

use html2text::config;
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
    let dump = config::plain_no_decorate()
        .link_footnotes(false)
        .unicode_strikeout(false)
        .allow_width_overflow()
        .string_from_read(guarded.html.as_bytes(), width.max(NARROWEST))
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
