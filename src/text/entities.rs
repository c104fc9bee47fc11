//! Character references of HTML: `&amp;`, `&eacute;`, `&#8217;`, `&#x1F600;`.

use std::borrow::Cow;

use memchr::memchr;
use quick_xml::escape::resolve_html5_entity;

/// The longest name of HTML 5 is `CounterClockwiseContourIntegral`, 31 letters.
const LONGEST_NAME: usize = 32;

/// What windows-1252 has at 0x80 to 0x9F: `&#146;` means the apostrophe to whoever wrote it (HTML standard, 13.2.5.80).
const WINDOWS_1252: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{2C6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8D}', '\u{17D}', '\u{8F}',
    '\u{90}', '\u{2018}', '\u{2019}', '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{2DC}', '\u{2122}', '\u{161}', '\u{203A}', '\u{153}', '\u{9D}', '\u{17E}', '\u{178}',
];

/// Names that HTML reads without their semicolon, as far as feeds use them so.
const BARE_NAMES: [&str; 6] = ["amp", "lt", "gt", "quot", "nbsp", "copy"];

/// What a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Text(&'static str),
    Char(char),
}

impl Meaning {
    /// Appends the characters to `out`.
    pub fn push_to(self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Char(char) => out.push(char),
        }
    }
}

/// Returns what the reference at the start of `text` (which starts with `&`) means and its length in bytes;
/// `None` when the ampersand is only an ampersand.
pub fn read(text: &str) -> Option<(Meaning, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        return read_number(number).map(|(char, length)| (Meaning::Char(char), length + 2));
    }
    let bytes = rest.as_bytes();
    let length = bytes
        .iter()
        .take(LONGEST_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    if length == 0 {
        return None;
    }
    let name = rest.get(..length)?;
    if bytes.get(length) == Some(&b';') {
        // The five of XML are nearly all there is; the big table comes after.
        let meaning = match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            "nbsp" => "\u{A0}",
            _ => resolve_html5_entity(name)?,
        };
        return Some((Meaning::Text(meaning), length + 2));
    }
    BARE_NAMES
        .contains(&name)
        .then(|| resolve_html5_entity(name))
        .flatten()
        .map(|meaning| (Meaning::Text(meaning), length + 1))
}

/// Returns the byte between 0x80 and 0x9F that windows-1252 has for a character.
pub fn windows_1252_byte(char: char) -> Option<u8> {
    WINDOWS_1252
        .iter()
        .position(|known| *known == char)
        .and_then(|at| u8::try_from(at + 0x80).ok())
}

/// Returns `text` with each reference replaced by what it means, once; unknown ones stay as they are.
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    let (clean, mut rest) = text.split_at(first);
    out.push_str(clean);
    loop {
        match read(rest) {
            Some((meaning, length)) => {
                meaning.push_to(&mut out);
                rest = rest.get(length..).unwrap_or_default();
            }
            None if rest.starts_with('&') => {
                out.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
            None => {}
        }
        let Some(next) = memchr(b'&', rest.as_bytes()) else {
            out.push_str(rest);
            return Cow::Owned(out);
        };
        let (clean, tail) = rest.split_at(next);
        out.push_str(clean);
        rest = tail;
    }
}

/// Reads `8217;` or `x2019;`; the semicolon may be missing.
fn read_number(text: &str) -> Option<(char, usize)> {
    let (digits, radix, before) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 1),
        None => (text, 10, 0),
    };
    let length = digits
        .bytes()
        .take_while(|byte| char::from(*byte).is_digit(radix))
        .count();
    if length == 0 {
        return None;
    }
    let number = digits
        .get(..length)
        .and_then(|digits| u32::from_str_radix(digits, radix).ok())
        .unwrap_or(u32::MAX);
    let char = match number {
        0x80..=0x9F => WINDOWS_1252[(number - 0x80) as usize],
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some((char, before + length + semicolon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_browsers_read_them() {
        let cases = [
            ("plain", "plain"),
            ("AT&T &amp; Co", "AT&T & Co"),
            ("caf&eacute; &mdash; d&#233;j&#xE0;", "café — déjà"),
            ("it&#146;s", "it’s"),
            ("&unknown; &; &#; &#x; &", "&unknown; &; &#; &#x; &"),
            ("&lt;b&gt", "<b>"),
            ("&#1114112;&#xD800;", "\u{FFFD}\u{FFFD}"),
            ("&#99999999999999999999;", "\u{FFFD}"),
            ("&amp;amp;", "&amp;"),
            ("&é;", "&é;"),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text), expected, "{text}");
        }
    }
}
