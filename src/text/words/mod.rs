//! Words as search and insight see them: folded, Chinese, Japanese and Korean in pairs of characters, with stems.
//!
//! Index, query, snippets and the plain evaluator all see text through [`tokens`], so they cannot disagree.
//! A word is a run of letters, digits and marks; `U.S.`, `wi-fi` and `don't` are several words side by side, which a
//! query finds as a phrase. Scripts written without spaces are cut into overlapping pairs of characters; the last
//! character of such a run stands alone besides, so that every character begins a token and one can be searched.
//! Thai and its neighbours are treated the same. Compounds and Russian cases beyond the stemmer are not taken apart.

mod fold;
mod pattern;
mod stem;
mod stop;

use std::borrow::Cow;
use std::ops::Range;

use compact_str::CompactString;

pub use fold::fold;
pub use pattern::{Finder, Part, Pattern, marks, merge};
pub use stem::stem;
pub use stop::{StopWords, is_stop_word};

use super::language::Language;

/// Longer words (addresses, encoded data) are cut to this many characters where they are compared.
const LONGEST: usize = 48;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// Without case and accents.
    pub folded: Cow<'a, str>,
    /// The folded stem, where the language is known and the stem differs from `folded`.
    pub stem: Option<CompactString>,
    /// Bytes of the text it was made from.
    pub range: Range<usize>,
    /// Place in the text, counted in words (in characters where words are not parted by spaces).
    pub position: usize,
    /// The last character of a longer run, which stands inside of the pair before it too.
    pub is_tail: bool,
}

/// Returns the words of `text` in order.
pub fn tokens(text: &str, language: Option<Language>) -> Tokens<'_> {
    Tokens {
        text,
        language,
        at: 0,
        position: 0,
        run: 0..0,
        is_run_long: false,
    }
}

/// Returns where the words of `text` stand; a run of a script without spaces counts as one word.
pub fn word_spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (span, _) = next_span(text, at)?;
        at = span.end;
        Some(span)
    })
}

/// The iterator of [`tokens`].
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    language: Option<Language>,
    at: usize,
    position: usize,
    /// What is left of a run of characters without spaces.
    run: Range<usize>,
    is_run_long: bool,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(token) = self.next_of_run() {
                return Some(token);
            }
            let (span, is_run) = next_span(self.text, self.at)?;
            self.at = span.end;
            if is_run {
                self.run = span;
                self.is_run_long = false;
                continue;
            }
            let word = self.text.get(span.clone()).unwrap_or_default();
            let folded = cut(fold::fold_word(word));
            if folded.is_empty() {
                continue;
            }
            let stem = self
                .language
                .and_then(|language| stem::cached(word, &folded, language));
            return Some(self.token(folded, stem, span, false));
        }
    }
}

impl<'a> Tokens<'a> {
    fn token(
        &mut self,
        folded: Cow<'a, str>,
        stem: Option<CompactString>,
        range: Range<usize>,
        is_tail: bool,
    ) -> Token<'a> {
        let position = self.position;
        self.position += 1;
        Token {
            folded,
            stem,
            range,
            position,
            is_tail,
        }
    }

    fn next_of_run(&mut self) -> Option<Token<'a>> {
        while !self.run.is_empty() {
            let rest = self.text.get(self.run.clone())?;
            let mut lengths = rest.chars().map(char::len_utf8);
            let first = lengths.next()?;
            let second = lengths.next();
            let start = self.run.start;
            self.run.start += first;
            let range = start..start + first + second.unwrap_or(0);
            let folded = fold::fold_word(self.text.get(range.clone())?);
            let is_tail = second.is_none() && self.is_run_long;
            self.is_run_long = true;
            if !folded.is_empty() {
                return Some(self.token(folded, None, range, is_tail));
            }
        }
        None
    }
}

fn cut(folded: Cow<'_, str>) -> Cow<'_, str> {
    if folded.len() <= LONGEST {
        return folded;
    }
    match folded.char_indices().nth(LONGEST) {
        None => folded,
        Some((end, _)) => match folded {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or(text)),
            Cow::Owned(mut text) => {
                text.truncate(end);
                Cow::Owned(text)
            }
        },
    }
}

/// Returns the next word at or after `from` and whether its script is written without spaces.
fn next_span(text: &str, from: usize) -> Option<(Range<usize>, bool)> {
    let mut characters = text.get(from..)?.char_indices();
    let (start, first) = characters.find(|(_, c)| is_letter(*c))?;
    let start = from + start;
    let is_run = is_unspaced(first);
    let mut end = start + first.len_utf8();
    for (place, c) in characters {
        let goes_on = if c.is_ascii() {
            !is_run && c.is_ascii_alphanumeric()
        } else if is_inside(c) {
            true
        } else {
            is_letter(c) && is_unspaced(c) == is_run
        };
        if !goes_on {
            break;
        }
        end = from + place + c.len_utf8();
    }
    Some((start..with_sign(text, start, end), is_run))
}

/// `C#`, `F#` and `C++` are names of their own.
fn with_sign(text: &str, start: usize, end: usize) -> usize {
    if end - start > 2 {
        return end;
    }
    let bytes = text.as_bytes();
    let signs = match bytes.get(end) {
        Some(b'#') => 1,
        Some(b'+') if bytes.get(end + 1) == Some(&b'+') => 2,
        _ => return end,
    };
    let is_word = bytes
        .get(start..end)
        .is_some_and(|word| word.iter().all(u8::is_ascii_alphabetic));
    let goes_on = text
        .get(end + signs..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '#' | '+'));
    if is_word && !goes_on {
        end + signs
    } else {
        end
    }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric()
    }
}

/// Marks and invisible characters that stand inside of words and never begin one.
fn is_inside(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}')
        || unicode_normalization::char::is_combining_mark(c)
}

/// Scripts that do not part words by spaces, and Hangul, whose words carry endings.
pub(super) const fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF // Thai, Lao
        | 0x1000..=0x109F // Myanmar
        | 0x1100..=0x11FF // Hangul Jamo
        | 0x1780..=0x17FF // Khmer
        | 0x2E80..=0x2FDF
        | 0x3005..=0x3007
        | 0x3031..=0x318F // Kana, Bopomofo, Jamo
        | 0x31A0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFFDC // half-width Kana and Jamo
        | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests;
