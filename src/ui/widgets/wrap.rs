//! Text in columns: measuring, shortening, breaking into lines.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns how many columns `text` takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Returns `text` within `most` columns; what is too long ends in `…`.
pub fn fit(text: &str, most: usize) -> Cow<'_, str> {
    if columns(text) <= most {
        return Cow::Borrowed(text);
    }
    let Some(room) = most.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let end = prefix(text, room);
    let kept = text.get(..end).unwrap_or_default().trim_end();
    Cow::Owned(format!("{kept}…"))
}

/// Returns the end of the longest start of `text` that fits into `most` columns.
fn prefix(text: &str, most: usize) -> usize {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += grapheme.width();
        if taken > most {
            return at;
        }
    }
    text.len()
}

/// Breaks `text` into lines of at most `most` columns (at least 1) and returns them as byte ranges.
///
/// Breaks at white space, which belongs to no line, after hyphens and slashes, and beside wide characters; a word
/// longer than a line is cut. A wide character in a single column is let stand out rather than lost. The empty text
/// is one empty line.
pub fn wrap(text: &str, most: usize) -> Vec<Range<usize>> {
    let most = most.max(1);
    let mut lines = Vec::new();
    let mut base = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, base, most, &mut lines);
        base += paragraph.len() + 1;
    }
    lines
}

fn wrap_paragraph(text: &str, base: usize, most: usize, lines: &mut Vec<Range<usize>>) {
    let before = lines.len();
    // Where the line begins, where it may end, and where the next would begin then.
    let mut start = 0;
    let mut break_at: Option<(usize, usize)> = None;
    let mut taken = 0;
    let mut since_break = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let width = grapheme.width();
        let is_space = grapheme.chars().all(char::is_whitespace);
        if is_space {
            if at == start {
                start = at + grapheme.len();
                taken = 0;
                continue;
            }
            let end = match break_at {
                // Several spaces in a row end the line before the first of them.
                Some((end, next)) if next == at => end,
                _ => at,
            };
            break_at = Some((end, at + grapheme.len()));
            taken += width;
            since_break = 0;
            continue;
        }
        if width > 1 && at > start && break_at.is_none_or(|(_, next)| next < at) {
            break_at = Some((at, at));
            since_break = 0;
        }
        if taken + width > most && at > start {
            let (end, next, rest) = match break_at {
                Some((end, next)) => (end, next, since_break),
                None => (at, at, 0),
            };
            lines.push(base + start..base + end);
            start = next;
            taken = rest;
            break_at = None;
        }
        taken += width;
        since_break += width;
        if width > 1 || matches!(grapheme, "-" | "/" | "–" | "—") {
            let next = at + grapheme.len();
            break_at = Some((next, next));
            since_break = 0;
        }
    }
    let end = start + text.get(start..).unwrap_or_default().trim_end().len();
    if end > start || lines.len() == before {
        lines.push(base + start.min(text.len())..base + end.min(text.len()));
    }
}

/// Returns the lines of `text` as pieces, each with whether it lies in one of `marks` (byte ranges, sorted).
pub fn wrap_marked<'a>(
    text: &'a str,
    marks: &[Range<usize>],
    most: usize,
) -> Vec<Vec<(&'a str, bool)>> {
    wrap(text, most)
        .into_iter()
        .map(|line| pieces(text, marks, line))
        .collect()
}

/// Returns the part `line` of a text as pieces, each with whether it lies in one of `marks`.
pub fn pieces<'a>(
    text: &'a str,
    marks: &[Range<usize>],
    line: Range<usize>,
) -> Vec<(&'a str, bool)> {
    let mut pieces = Vec::new();
    let mut at = line.start;
    let mut push = |range: Range<usize>, is_marked: bool| {
        if let Some(piece) = text.get(range).filter(|piece| !piece.is_empty()) {
            pieces.push((piece, is_marked));
        }
    };
    for mark in marks {
        let start = mark.start.clamp(at, line.end);
        let end = mark.end.clamp(start, line.end);
        if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        push(at..start, false);
        push(start..end, true);
        at = end;
    }
    push(at..line.end, false);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, most: usize) -> Vec<&str> {
        wrap(text, most)
            .into_iter()
            .map(|line| text.get(line).unwrap())
            .collect()
    }

    #[test]
    fn lines_break_between_words() {
        for (text, most, expected) in [
            ("", 5, vec![""]),
            ("one two three", 20, vec!["one two three"]),
            ("one two three", 7, vec!["one two", "three"]),
            ("one  two", 4, vec!["one", "two"]),
            ("a well-known fact", 8, vec!["a well-", "known", "fact"]),
            ("abcdefghij", 4, vec!["abcd", "efgh", "ij"]),
            ("漢字漢字 x", 4, vec!["漢字", "漢字", "x"]),
            ("see 漢字", 6, vec!["see 漢", "字"]),
            ("one\n\ntwo", 9, vec!["one", "", "two"]),
            (" lead", 9, vec!["lead"]),
        ] {
            assert_eq!(lines(text, most), expected, "{text:?} in {most}");
        }
    }

    #[test]
    fn what_is_too_long_ends_in_dots() {
        for (text, most, expected) in [
            ("signal", 6, "signal"),
            ("signals", 6, "signa…"),
            ("two words", 5, "two…"),
            ("漢字漢字", 5, "漢字…"),
            ("signal", 1, "…"),
            ("signal", 0, ""),
        ] {
            assert_eq!(fit(text, most), expected);
        }
    }

    #[test]
    fn marks_survive_the_wrapping() {
        let text = "the port strike ends";
        assert_eq!(
            wrap_marked(text, std::slice::from_ref(&(4..15)), 9),
            vec![
                vec![("the ", false), ("port", true)],
                vec![("strike", true)],
                vec![("ends", false)],
            ]
        );
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_no_line_too_wide(text in "[a-zé漢 \\-/\n👩‍👩‍👧]{0,80}", most in 2_usize..30) {
            let found = lines(&text, most);
            let joined: String = found.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).collect();
            let whole: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(joined, whole);
            for line in found {
                prop_assert!(columns(line) <= most, "{:?} is wider than {}", line, most);
            }
        }

        #[test]
        fn shortened_text_fits(text in "\\PC{0,40}", most in 0_usize..30) {
            prop_assert!(columns(&fit(&text, most)) <= most.max(columns("")));
        }

        #[test]
        fn pieces_make_up_the_line(text in "[a-zé漢 ]{0,40}", from in 0_usize..50, to in 0_usize..50, most in 1_usize..20) {
            for (line, range) in wrap_marked(&text, std::slice::from_ref(&(from..to.max(from))), most).iter().zip(wrap(&text, most)) {
                let joined: String = line.iter().map(|(piece, _)| *piece).collect();
                prop_assert_eq!(Some(joined.as_str()), text.get(range));
            }
        }
    }
}
