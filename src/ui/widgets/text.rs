//! Text in the columns of a buffer (`u16`): what [`super::wrap`] measures and breaks, and the ends of a text.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns how many columns `text` takes.
pub fn width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// Returns `text`, or its beginning with `…` when it is wider than `columns`. Never wider than `columns`.
pub fn clip(text: &str, columns: u16) -> Cow<'_, str> {
    super::wrap::fit(text, usize::from(columns))
}

/// Returns as much of the beginning of `text` as `columns` hold, in whole graphemes.
pub fn start(text: &str, columns: u16) -> &str {
    let mut taken = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += grapheme.width();
        if taken > usize::from(columns) {
            break;
        }
        end = at + grapheme.len();
    }
    text.get(..end).unwrap_or_default()
}

/// Returns as much of the end of `text` as `columns` hold, in whole graphemes.
pub fn end(text: &str, columns: u16) -> &str {
    let mut taken = 0;
    let mut from = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        taken += grapheme.width();
        if taken > usize::from(columns) {
            break;
        }
        from = at;
    }
    text.get(from..).unwrap_or_default()
}

/// Breaks `text` into lines of at most `columns`, as [`super::wrap::wrap`] does.
pub fn wrap(text: &str, columns: u16) -> Vec<String> {
    super::wrap::wrap(text, usize::from(columns))
        .into_iter()
        .map(|line| text.get(line).unwrap_or_default().to_owned())
        .collect()
}

/// Returns a number with its thousands apart: `12,345`.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(12_345), "12,345");
        assert_eq!(number(1_234_567), "1,234,567");
    }

    proptest! {
        #[test]
        fn clipped_text_fits(text in "\\PC{0,40}", columns in 0_u16..30) {
            prop_assert!(width(&clip(&text, columns)) <= columns);
            prop_assert!(width(start(&text, columns)) <= columns);
            prop_assert!(width(end(&text, columns)) <= columns);
        }
    }
}
