//! The piece of a text that shows best why it was found.

use std::ops::Range;

use crate::text::language::Language;
use crate::text::words::{Pattern, marks, merge};

/// Characters of a snippet.
const LENGTH: usize = 160;
/// Characters shown before the first match, so that it stands in its sentence.
const BEFORE: usize = 40;
/// Bytes of a text that are looked through; matches so far down are told by the headline alone.
const LOOKED_THROUGH: usize = 64 * 1024;

/// A piece of text on one line, with the byte ranges of what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Snippet {
    pub(super) text: String,
    pub(super) marks: Vec<Range<usize>>,
}

/// Returns about 160 characters round the place where the most different patterns stand close together; the beginning
/// of the text where none is found.
pub(super) fn snippet(text: &str, patterns: &[&Pattern], language: Option<Language>) -> Snippet {
    let text = text
        .get(..text.floor_char_boundary(LOOKED_THROUGH))
        .unwrap_or(text);
    let found = marks(text, patterns, language);
    let (start, found) = match best_cluster(&found) {
        None => (0, Vec::new()),
        Some(first) => (begin(text, first), merge(found)),
    };
    cut(text, start, &found)
}

/// Returns the byte ranges of everything found in a line, in order, without overlap.
pub(super) fn line_marks(
    line: &str,
    patterns: &[&Pattern],
    language: Option<Language>,
) -> Vec<Range<usize>> {
    merge(marks(line, patterns, language))
}

/// Returns where the best stretch of matches begins: most different patterns, then most matches, then the first.
fn best_cluster(found: &[(usize, Range<usize>)]) -> Option<usize> {
    let reach = LENGTH - BEFORE;
    let mut best: Option<((u32, usize), usize)> = None;
    for (number, (_, first)) in found.iter().enumerate() {
        let near = found
            .iter()
            .skip(number)
            .take_while(|(_, range)| range.end.saturating_sub(first.start) <= reach);
        let mut kinds: u64 = 0;
        let mut count = 0;
        for (pattern, _) in near {
            kinds |= 1 << (pattern % 64);
            count += 1;
        }
        let worth = (kinds.count_ones(), count);
        if best.is_none_or(|(other, _)| worth > other) {
            best = Some((worth, first.start));
        }
    }
    best.map(|(_, start)| start)
}

/// Returns where to begin so that `first` is shown after a few words: the start of its sentence or line if near, else of
/// a word.
fn begin(text: &str, first: usize) -> usize {
    let before = text.get(..first).unwrap_or_default();
    let mut word = first;
    let mut previous: Option<char> = None;
    for (steps, (place, c)) in before.char_indices().rev().enumerate() {
        let follows_space = previous.is_some_and(char::is_whitespace);
        if c == '\n'
            || (matches!(c, '.' | '!' | '?') && follows_space)
            || matches!(c, '。' | '！' | '？')
        {
            return place + c.len_utf8();
        }
        if steps >= BEFORE {
            return word;
        }
        if c.is_whitespace() {
            word = place + c.len_utf8();
        } else if !c.is_ascii_alphanumeric() && !c.is_alphanumeric() && steps > BEFORE / 2 {
            word = place;
        } else if steps > BEFORE / 2 && word == first {
            // No space in sight: a script without them, where every character may begin.
            word = place;
        }
        previous = Some(c);
    }
    0
}

/// Copies from `start` on one line, moving the marks along. It ends between words; a longer word is cut, but what was
/// found is shown whole unless it alone is longer than a snippet.
fn cut(text: &str, start: usize, found: &[Range<usize>]) -> Snippet {
    let mut snippet = Snippet::default();
    let rest = text.get(start..).unwrap_or_default();
    let skipped = rest.len() - rest.trim_start().len();
    let is_inside = !text.get(..start).unwrap_or_default().trim_end().is_empty();
    if is_inside {
        snippet.text.push('…');
    }
    let mut found = found
        .iter()
        .filter(|range| range.start >= start + skipped)
        .peekable();
    let mut open: Option<(usize, usize)> = None;
    let mut length = 0;
    let mut is_spaced = false;
    let mut is_cut = false;
    for (place, c) in rest
        .char_indices()
        .skip_while(|(place, _)| *place < skipped)
    {
        let place = start + place;
        if let Some((begun, end)) = open
            && place >= end
        {
            snippet.marks.push(begun..snippet.text.len());
            open = None;
        }
        if c.is_whitespace() {
            is_spaced = true;
            continue;
        }
        if c.is_control() {
            continue;
        }
        let most = if open.is_some() {
            2 * LENGTH
        } else {
            LENGTH + LENGTH / 8
        };
        if length >= LENGTH && (is_spaced || length >= most) {
            is_cut = true;
            break;
        }
        if is_spaced && length > 0 {
            snippet.text.push(' ');
            length += 1;
        }
        is_spaced = false;
        if open.is_none()
            && let Some(range) = found.next_if(|range| range.start <= place)
        {
            open = Some((snippet.text.len(), range.end));
        }
        snippet.text.push(c);
        length += 1;
    }
    if let Some((begun, _)) = open {
        snippet.marks.push(begun..snippet.text.len());
    }
    if is_cut {
        snippet.text.push_str(" …");
    }
    // A mark that ends after white space was closed after the space that follows it was noted, not written.
    snippet.marks.retain(|mark| mark.start < mark.end);
    snippet
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn show(text: &str, queries: &[&str]) -> String {
        let patterns: Vec<Pattern> = queries
            .iter()
            .map(|query| {
                let words: Vec<String> = query.split(' ').map(str::to_owned).collect();
                let is_exact = words.len() > 1;
                Pattern::new(&words, false, is_exact)
            })
            .collect();
        let patterns: Vec<&Pattern> = patterns.iter().collect();
        let snippet = snippet(text, &patterns, Language::from_code("en"));
        let mut shown = snippet.text;
        for mark in snippet.marks.iter().rev() {
            shown.insert(mark.end, ']');
            shown.insert(mark.start, '[');
        }
        shown
    }

    #[test]
    fn the_densest_place_is_shown_with_its_marks() {
        let filler = "Nothing of note happens here at all. ".repeat(10);
        let text = format!(
            "A port is mentioned. {filler}Then the port\n\nstrikes began, said the union. {filler}"
        );
        assert_eq!(
            show(&text, &["port", "strike"]),
            "…Then the [port] [strikes] began, said the union. Nothing of note happens here at all. \
             Nothing of note happens here at all. Nothing of note happens here at all. Nothing …"
        );
        assert_eq!(show("Short.", &["nothing"]), "Short.");
        assert_eq!(show("", &["nothing"]), "");
        assert_eq!(
            show("the port  strike\tends", &["port strike"]),
            "the [port strike] ends"
        );
    }

    #[test]
    fn scripts_without_spaces_are_cut_too() {
        let text = format!(
            "{}港湾労働者は月曜日に職場へ戻る。{}",
            "あ".repeat(300),
            "い".repeat(300)
        );
        let shown = show(&text, &["月曜日"]);
        assert!(shown.contains("[月曜日]"), "{shown}");
        assert!(shown.chars().count() < 200, "{shown}");
    }

    #[test]
    fn a_long_word_is_cut_but_no_match() {
        let text = format!(
            "{}port{}",
            "東".repeat(LENGTH + LENGTH / 8 - 2),
            "京".repeat(300)
        );
        let pattern = Pattern::new(&["port".to_owned()], false, false);
        let snippet = snippet(&text, &[&pattern], None);
        for mark in &snippet.marks {
            assert_eq!(snippet.text.get(mark.clone()), Some("port"));
        }
        assert!(snippet.text.chars().count() < 2 * LENGTH);
        let text = format!("{}port strike", "a".repeat(LENGTH + LENGTH / 8 - 2));
        let found = LENGTH + LENGTH / 8 - 2;
        let whole = cut(&text, 0, std::slice::from_ref(&(found..found + 4)));
        assert_eq!(whole.marks.first(), Some(&(found..found + 4)));
        assert!(whole.text.ends_with("port …"), "{}", whole.text);
    }

    proptest! {
        #[test]
        fn marks_stand_in_the_snippet_and_show_what_was_asked(text in "(port|strike|é|東京|[a-z]{1,9}| |\n|\\.|\u{7}){0,80}") {
            let pattern = Pattern::new(&["port".to_owned()], false, false);
            let snippet = snippet(&text, &[&pattern], None);
            prop_assert!(!snippet.text.contains(char::is_control));
            for mark in &snippet.marks {
                prop_assert_eq!(snippet.text.get(mark.clone()), Some("port"));
            }
            if pattern.matches(&text, None) {
                prop_assert!(!snippet.marks.is_empty(), "{:?}", snippet);
            }
        }
    }
}
