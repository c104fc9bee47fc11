//! Two states of a text compared word by word.
//!
//! The comparison itself is the crate `similar`'s (Myers' algorithm, which finds the shortest list of changes); here
//! words are told apart, and changes that belong together are put together, so that a rewritten sentence does not
//! become a row of single words with spaces between them.

use std::time::Duration;

use serde::Serialize;
use similar::{Algorithm, ChangeTag, TextDiff};
use unicode_segmentation::UnicodeSegmentation;

/// Texts that have nothing in common take time by the product of their lengths; then a coarser answer does.
const PATIENCE: Duration = Duration::from_millis(200);

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    Kept,
    Removed,
    Added,
}

/// A piece of both texts, or of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub edit: Edit,
    pub text: String,
}

/// Returns what was kept, removed and added from `before` to `after`, in the order of the text.
///
/// The pieces kept and removed make up `before`, those kept and added `after`. Of a change in one place what was removed
/// comes first.
pub fn compare(before: &str, after: &str) -> Vec<Piece> {
    let old: Vec<&str> = before.split_word_bounds().collect();
    let new: Vec<&str> = after.split_word_bounds().collect();
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(PATIENCE)
        .diff_slices(&old, &new);
    let mut pieces = Vec::new();
    let mut change = Changed::default();
    for word in diff.iter_all_changes() {
        let text = word.value();
        match word.tag() {
            ChangeTag::Delete => change.remove(text),
            ChangeTag::Insert => change.add(text),
            ChangeTag::Equal if is_gap(text) && change.is_open() => change.gap.push_str(text),
            ChangeTag::Equal => {
                change.end(&mut pieces);
                push(&mut pieces, Edit::Kept, text);
            }
        }
    }
    change.end(&mut pieces);
    pieces
}

/// Returns how many words were added and how many removed.
pub fn count(pieces: &[Piece]) -> (usize, usize) {
    let words = |edit: Edit| {
        pieces
            .iter()
            .filter(|piece| piece.edit == edit)
            .map(|piece| piece.text.unicode_words().count())
            .sum()
    };
    (words(Edit::Added), words(Edit::Removed))
}

/// What stands between two words that changed together; the end of a paragraph parts changes.
/// Writes changes as `wdiff` does: `pay rises by [-9-]{+11+} %`.
pub fn written(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece.edit {
            Edit::Kept => piece.text.clone(),
            Edit::Removed => format!("[-{}-]", piece.text),
            Edit::Added => format!("{{+{}+}}", piece.text),
        })
        .collect()
}

fn is_gap(text: &str) -> bool {
    !text.contains('\n') && text.chars().all(char::is_whitespace)
}

fn push(pieces: &mut Vec<Piece>, edit: Edit, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.edit == edit => last.text.push_str(text),
        _ => pieces.push(Piece {
            edit,
            text: text.to_owned(),
        }),
    }
}

/// A change that may go on behind the next space.
#[derive(Debug, Default)]
struct Changed {
    removed: String,
    added: String,
    /// Spaces of both texts since; part of the change only where it goes on.
    gap: String,
}

impl Changed {
    const fn is_open(&self) -> bool {
        !self.removed.is_empty() || !self.added.is_empty()
    }

    fn remove(&mut self, text: &str) {
        self.close_gap();
        self.removed.push_str(text);
    }

    fn add(&mut self, text: &str) {
        self.close_gap();
        self.added.push_str(text);
    }

    fn close_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        self.removed.push_str(&gap);
        self.added.push_str(&gap);
    }

    fn end(&mut self, pieces: &mut Vec<Piece>) {
        push(pieces, Edit::Removed, &std::mem::take(&mut self.removed));
        push(pieces, Edit::Added, &std::mem::take(&mut self.added));
        push(pieces, Edit::Kept, &std::mem::take(&mut self.gap));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_that_changed_are_told_from_those_that_stayed() {
        let cases = [
            ("", "", ""),
            ("same text", "same text", "same text"),
            ("", "new", "{+new+}"),
            (
                "pay rises by 9 %",
                "base pay rises by 11 %",
                "{+base +}pay rises by [-9-]{+11+} %",
            ),
            (
                "raises base pay by 9 per cent",
                "raises base pay by 11 per cent",
                "raises base pay by [-9-]{+11+} per cent",
            ),
            (
                "The port is closed.",
                "The harbour stays closed.",
                "The [-port is-]{+harbour stays+} closed.",
            ),
            (
                "One.\n\nTwo.",
                "One.\n\nOne and a half.\n\nTwo.",
                "One.\n\n{+One and a half.\n\n+}Two.",
            ),
            ("東京の新聞", "大阪の新聞", "[-東京-]{+大阪+}の新聞"),
        ];
        for (before, after, expected) in cases {
            assert_eq!(
                written(&compare(before, after)),
                expected,
                "{before:?} {after:?}"
            );
        }
    }

    #[test]
    fn words_are_counted() {
        let pieces = compare("raises pay by 9 per cent", "raises base pay by 11 per cent");
        assert_eq!(count(&pieces), (2, 1));
    }

    proptest! {
        #[test]
        fn the_pieces_make_up_both_texts(before in "[ab ,.é漢\n]{0,40}", after in "[ab ,.é漢\n]{0,40}") {
            let pieces = compare(&before, &after);
            let without = |edit: Edit| -> String {
                pieces.iter().filter(|piece| piece.edit != edit).map(|piece| piece.text.as_str()).collect()
            };
            prop_assert_eq!(without(Edit::Added), before.clone());
            prop_assert_eq!(without(Edit::Removed), after.clone());
            prop_assert_eq!(before == after, pieces.iter().all(|piece| piece.edit == Edit::Kept));
        }
    }
}
