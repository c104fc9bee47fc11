//! Text encoded twice: UTF-8 that was taken for windows-1252 and encoded once more, `Ã¼` for `ü`.

use std::borrow::Cow;

use memchr::memchr;

use crate::text::entities;

/// Returns the text decoded once more when all of it that is not ASCII is double.
///
/// One proper character shows that the text was encoded well and speaks of something else: an article that quotes
/// such a mishap must not be repaired.
pub(super) fn undo(text: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    // The lead bytes of UTF-8 come out as U+00C2 to U+00F4, which UTF-8 writes with 0xC3.
    if memchr(0xC3, text.as_bytes()).is_none() {
        return (text, false);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char.is_ascii() {
            out.push(char);
            continue;
        }
        let Some((decoded, length)) = read_double(char, chars.as_str()) else {
            return (text, false);
        };
        out.push(decoded);
        // The last of its bytes.
        chars.nth(length - 1);
    }
    (Cow::Owned(out), true)
}

/// Returns the character that `first` and the start of `rest` are the bytes of, and how many of `rest` belong to it.
fn read_double(first: char, rest: &str) -> Option<(char, usize)> {
    let lead = byte_of(first)?;
    let length = match lead {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        0xF0..=0xF4 => 3,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut following = rest.chars();
    for slot in bytes.iter_mut().skip(1).take(length) {
        *slot = byte_of(following.next()?)?;
    }
    let decoded = std::str::from_utf8(bytes.get(..=length)?).ok()?;
    decoded.chars().next().map(|char| (char, length))
}

/// Returns the byte that windows-1252 or latin-1 has for a character beyond ASCII.
fn byte_of(char: char) -> Option<u8> {
    match char {
        '\u{80}'..='\u{FF}' => u8::try_from(u32::from(char)).ok(),
        _ => entities::windows_1252_byte(char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_encoded_twice_is_decoded_twice() {
        let cases = [
            ("F\u{c3}\u{bc}nf, it\u{e2}\u{20ac}\u{2122}s", "Fünf, it’s"),
            ("Fünf, it’s", "Fünf, it’s"),
            ("Ã¼ is what ü looks like", "Ã¼ is what ü looks like"),
            ("\u{f0}\u{178}\u{2dc}\u{80}", "😀"),
            ("Ã", "Ã"),
        ];
        for (text, expected) in cases {
            assert_eq!(undo(Cow::Borrowed(text)).0, expected, "{text}");
        }
    }
}
