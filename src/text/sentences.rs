//! Sentences with their byte ranges.

use std::ops::Range;

/// Returns the byte ranges of the sentences of `text`, in order, without the white space around them.
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    vec![0..text.len()]
}
