//! The tags of HTML as they are written, read one at a time in place: for all who read HTML without a tree.

use memchr::{memchr, memchr2, memmem};

/// More attributes than any honest tag has; the rest is skipped.
const MAX_ATTRIBUTES: usize = 64;

/// A start or end tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// As written: in any case, with its prefix.
    pub name: &'a str,
    /// What stands between the name and `>`.
    pub attributes: &'a str,
    pub is_end: bool,
    /// In bytes, from `<` to `>`.
    pub length: usize,
}

impl<'a> Tag<'a> {
    /// Reads the tag at the start of `text`; `None` when it is only a less-than sign, or when it never ends. The latter
    /// takes a look at the whole text, so whoever reads tag after tag stops at the last `>`.
    pub fn read(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_end = bytes.get(1) == Some(&b'/');
        let start = 1 + usize::from(is_end);
        if !bytes.get(start)?.is_ascii_alphabetic() {
            return None;
        }
        let name_length = bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_'))
            .count();
        let after = start + name_length;
        if !matches!(
            bytes.get(after)?,
            b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c'
        ) {
            return None;
        }
        let end = end_of(bytes, after)?;
        Some(Self {
            name: text.get(start..after)?,
            attributes: text.get(after..end)?,
            is_end,
            length: end + 1,
        })
    }

    /// Says whether this is the element `name`, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Returns names and values, as written, from the inside of a tag. Quotes are taken off, entities are left.
pub fn attributes(inside: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|char: char| char.is_ascii_whitespace() || char == '/');
        // An equals sign at the start belongs to the name.
        let first = rest.chars().next()?.len_utf8();
        let length = rest
            .get(first..)?
            .find(|char: char| char.is_ascii_whitespace() || matches!(char, '/' | '='))
            .map_or(rest.len(), |at| first + at);
        let (name, after) = rest.split_at_checked(length)?;
        let Some(value) = after.trim_ascii_start().strip_prefix('=') else {
            rest = after;
            return Some((name, ""));
        };
        let (value, after) = value_of(value.trim_ascii_start());
        rest = after;
        Some((name, value))
    })
    .take(MAX_ATTRIBUTES)
}

fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text
        .find(|char: char| char.is_ascii_whitespace())
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Returns where to read on after an element whose content is not markup, of which `text` is what follows its start
/// tag; the length of the text when it never ends.
pub fn raw_end(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    for found in memmem::find_iter(bytes, b"</") {
        let start = found + 2;
        let is_it = bytes
            .get(start..start + name.len())
            .is_some_and(|written| written.eq_ignore_ascii_case(name.as_bytes()));
        if is_it {
            return memchr(b'>', &bytes[start..]).map_or(text.len(), |end| start + end + 1);
        }
    }
    text.len()
}

/// Returns where the `>` of a tag is; quotes may hold others. A quote that never closes does not count.
fn end_of(bytes: &[u8], from: usize) -> Option<usize> {
    // Longer tags exist (pictures written into the address), but not by much.
    const LONGEST: usize = 1 << 20;
    let plain_end = from + memchr(b'>', bytes.get(from..)?)?;
    let mut at = from;
    while let Some(found) = memchr2(b'"', b'\'', &bytes[at..plain_end]) {
        let quote = bytes[at + found];
        // A quote opens only after `=`; others are somebody's apostrophe.
        let opens = bytes[from..at + found]
            .iter()
            .rev()
            .find(|byte| !byte.is_ascii_whitespace())
            == Some(&b'=');
        at += found + 1;
        if !opens {
            continue;
        }
        let limit = bytes.len().min(at + LONGEST);
        let Some(close) = memchr(quote, &bytes[at..limit]) else {
            return Some(plain_end);
        };
        at += close + 1;
        if at > plain_end {
            // The first `>` was inside the quotes: look again from here.
            return end_after_quotes(bytes, at);
        }
    }
    Some(plain_end)
}

fn end_after_quotes(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut last = 0;
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'>' => return Some(at),
            b'"' | b'\'' if last == b'=' => match memchr(byte, &bytes[at + 1..]) {
                Some(close) => at += close + 1,
                None => return memchr(b'>', &bytes[at..]).map(|found| at + found),
            },
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tags_are_read_however_they_are_written() {
        let cases = [
            ("<p>", "p"),
            ("<BR/>x", "BR"),
            (
                "<a href=/x/ title=\"a > b\" DISABLED>",
                "a href=/x/ title=a > b DISABLED=",
            ),
            ("<a b = 'c'/>", "a b=c"),
            ("<o:p lang=de>", "o:p lang=de"),
            ("<p title=\"open>", "p title=open"),
            ("<p don't='x'>", "p don't=x"),
            ("< p>", ""),
            ("<3>", ""),
            ("<p", ""),
        ];
        for (text, expected) in cases {
            let tag = Tag::read(text);
            let parts = tag.into_iter().flat_map(|tag| {
                let attributes =
                    attributes(tag.attributes).map(|(name, value)| format!("{name}={value}"));
                std::iter::once(tag.name.to_owned()).chain(attributes)
            });
            assert_eq!(parts.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }

    #[test]
    fn raw_content_ends_with_its_own_tag() {
        assert_eq!(raw_end("a </b> c</SCRIPT >d", "script"), 18);
        assert_eq!(raw_end("a </b>", "script"), 6);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "<[/a-z]?[<>a-z/=\"'&;# !é-]{0,80}") {
            if let Some(tag) = Tag::read(&text) {
                prop_assert!(text.get(..tag.length).is_some_and(|tag| tag.ends_with('>')));
                prop_assert!(attributes(tag.attributes).all(|(name, _)| !name.is_empty()));
            }
        }
    }
}
