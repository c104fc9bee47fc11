//! What had to be put right in a document, counted, and said in plain words.

use std::cell::{Cell, OnceCell};

use memchr::memchr;
use url::Url;

use super::values;
use crate::text::entities;

/// What was put right while the markup was read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repairs {
    pub(super) unclosed: u32,
    pub(super) stray_ends: u32,
    pub(super) less_than: u32,
    pub(super) ampersands: u32,
    pub(super) open_cdata: u32,
    pub(super) too_deep: u32,
    pub(super) attributes: u32,
    pub(super) is_truncated: bool,
    pub(super) is_too_large: bool,
}

impl Repairs {
    /// Adds a sentence for each kind of repair.
    pub(super) fn report(self, warnings: &mut Vec<String>) {
        let counted = [
            (self.unclosed, "tags never closed"),
            (self.stray_ends, "end tags that closed nothing"),
            (self.less_than, "less-than signs in text"),
            (self.ampersands, "bare ampersands"),
            (self.open_cdata, "CDATA sections never closed, or twice"),
            (self.too_deep, "elements nested too deep and flattened"),
            (self.attributes, "tags with too many attributes"),
        ];
        for (count, what) in counted.into_iter().filter(|(count, _)| *count > 0) {
            warnings.push(format!("{what}: {count}"));
        }
        if self.is_truncated {
            warnings.push("the document is cut off".to_owned());
        }
        if self.is_too_large {
            warnings.push("the document has too many elements; the rest was not read".to_owned());
        }
    }
}

/// Returns how many ampersands of raw text begin no reference, or one whose semicolon is missing.
pub(super) fn count_bare_ampersands(text: &str) -> u32 {
    let mut count = 0;
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        rest = rest.get(at..).unwrap_or_default();
        let length = entities::read(rest).map_or(1, |(_, length)| length);
        count += u32::from(rest.as_bytes().get(length - 1) != Some(&b';'));
        rest = rest.get(length..).unwrap_or_default();
    }
    count
}

/// Returns how many characters of a document steer a terminal or turn the direction of text; written as references too.
pub(super) fn count_controls(text: &str) -> usize {
    let bytes = text.as_bytes();
    // Those of one byte are counted for all bytes without a branch, which takes a sixteenth of the time.
    let mut written = bytes
        .chunks(192)
        .map(|chunk| {
            let count = chunk.iter().fold(0_u8, |count, byte| {
                let is_break = matches!(*byte, b'\t' | b'\n' | b'\r');
                count + u8::from((*byte < b' ' && !is_break) || *byte == 0x7F)
            });
            usize::from(count)
        })
        .sum::<usize>();
    // The others begin with 0xC2 (U+0080 to U+009F) or 0xE2 (U+2000 to U+2FFF).
    for at in memchr::memchr2_iter(0xC2, 0xE2, bytes) {
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        let is_wanted = match bytes[at] {
            0xC2 => second < 0xA0,
            _ => matches!(second, 0x80 | 0x81),
        };
        if is_wanted {
            let char = text.get(at..).and_then(|rest| rest.chars().next());
            written += usize::from(char.is_some_and(is_control));
        }
    }
    let mut referenced = 0;
    let mut rest = text;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"&#") {
        rest = rest.get(at..).unwrap_or_default();
        let read = entities::read(rest);
        if let Some((entities::Meaning::Char(char), _)) = read {
            referenced += usize::from(is_control(char));
        }
        rest = rest
            .get(read.map_or(2, |(_, length)| length)..)
            .unwrap_or_default();
    }
    written + referenced
}

fn is_control(char: char) -> bool {
    matches!(
        char,
        '\0'..='\u{8}'
            | '\u{B}'
            | '\u{C}'
            | '\u{E}'..='\u{1F}'
            | '\u{7F}'..='\u{84}'
            | '\u{86}'..='\u{9F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// Addresses that no reader should open: `javascript:`, `data:`, `file:`.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    count: Cell<usize>,
    first: OnceCell<String>,
}

impl Refusals {
    /// Returns the address that `text` names, or counts it as refused.
    pub(super) fn address(&self, text: &str, base: &Url) -> Option<Url> {
        let url = values::resolve(text, base)?;
        if values::is_opened(&url) {
            return Some(url);
        }
        // These name a thing and are where no link was meant.
        if !matches!(url.scheme(), "urn" | "tag" | "uuid" | "doi") {
            self.count.set(self.count.get() + 1);
            self.first.get_or_init(|| url.scheme().to_owned());
        }
        None
    }

    pub(super) fn report(&self, warnings: &mut Vec<String>) {
        if let Some(scheme) = self.first.get() {
            warnings.push(format!(
                "links of a kind that is not opened: {}, such as “{}:”",
                self.count.get(),
                scheme.chars().take(24).collect::<String>()
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_ampersands_are_counted() {
        let cases = [
            ("AT&amp;T &#38; caf&eacute;", 0),
            ("AT&T", 1),
            ("?a=1&b=2&amp;c=3&d", 2),
            ("R&amp D & &unknown; &", 4),
            ("&é;", 1),
        ];
        for (text, expected) in cases {
            assert_eq!(count_bare_ampersands(text), expected, "{text}");
        }
    }

    #[test]
    fn controls_are_counted_however_they_are_written() {
        let cases = [
            ("plain\r\n\ttext, café", 0),
            ("\u{1b}[31m\u{7}", 2),
            ("caf\u{e9} \u{9b}2J", 1),
            ("a\u{85}b\u{2028}c", 0),
            ("abc\u{202e}fdp", 1),
            ("&#27;[31m &#x1B; &#; &#65; &#9;", 2),
            ("&#146;", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(count_controls(text), expected, "{text:?}");
        }
    }
}
