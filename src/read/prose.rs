//! Bodies without any markup: newlines make the paragraphs.

use super::document::{Block, Document};
use super::inline::Inline;
use crate::text::printable;

/// Columns at which mail programs and editors break lines by hand.
const HAND_WRAPPED: std::ops::RangeInclusive<usize> = 50..=82;

/// Returns the paragraphs of plain text whose entities may still be encoded.
///
/// Empty lines part paragraphs; without any, each line is one. Lines wrapped by hand are joined.
pub(super) fn read(text: &str) -> Document {
    let decoded = dom_query::Document::fragment(text).text();
    let clean = printable::block(&decoded);
    let lines: Vec<&str> = clean.lines().map(str::trim).collect();
    let has_empty_lines = lines
        .iter()
        .enumerate()
        .any(|(index, line)| line.is_empty() && index > 0 && index + 1 < lines.len());
    let mut groups: Vec<Vec<&str>> = vec![Vec::new()];
    for line in lines {
        if line.is_empty() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            group.push(line);
        }
    }
    let mut blocks = Vec::new();
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        if is_hand_wrapped(&group) {
            blocks.push(paragraph(&group.join(" ")));
        } else if has_empty_lines {
            blocks.push(paragraph(&group.join("\n")));
        } else {
            blocks.extend(group.into_iter().map(paragraph));
        }
    }
    Document {
        blocks,
        links: Vec::new(),
    }
}

fn paragraph(text: &str) -> Block {
    let squeezed: Vec<String> = text
        .split('\n')
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    Block::Paragraph(Inline::plain(squeezed.join("\n")))
}

fn is_hand_wrapped(lines: &[&str]) -> bool {
    let (Some((_, full)), true) = (lines.split_last(), lines.len() >= 3) else {
        return false;
    };
    full.iter()
        .all(|line| HAND_WRAPPED.contains(&line.chars().count()))
}
