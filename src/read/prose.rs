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
    let Some((_, full)) = lines.split_last().filter(|(_, full)| !full.is_empty()) else {
        return false;
    };
    let is_measured = lines.len() >= 3
        && full
            .iter()
            .all(|line| HAND_WRAPPED.contains(&line.chars().count()));
    is_measured || lines.windows(2).all(|pair| runs_on(pair[0], pair[1]))
}

/// Says whether a sentence goes on from one line to the next: markup is often written so, at any width.
fn runs_on(line: &str, next: &str) -> bool {
    const LEAST: usize = 40;
    line.chars().count() >= LEAST
        && line.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ',' | '-' | '’'))
        && next.starts_with(|first: char| first.is_lowercase() || first.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> usize {
        read(text).blocks.len()
    }

    #[test]
    fn lines_of_a_sentence_are_one_paragraph_and_lines_of_a_list_are_not() {
        let wrapped = "In the harbour, a large part of the damage comes from storms that have\n     \
                       already been foreseen, but only by those who read the tables, which is how\n    \
                       much the council can save in a year.";
        assert_eq!(paragraphs(wrapped), 1);
        let long = "Isaac talks with the historian who published the text and the audio of a\n    taped call, \
                    from 1971, in which the president described the delegates in terms that he would not\n use.";
        assert_eq!(paragraphs(long), 1);
        let lines = "The ferry is late again, and nobody at the harbour can say why that is so.\n\
                     The bridge is open again, and everybody in the town can say when it closed.";
        assert_eq!(paragraphs(lines), 2);
        assert_eq!(paragraphs("two eggs\nflour\nmilk"), 3);
    }
}
