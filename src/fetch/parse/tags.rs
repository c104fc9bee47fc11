//! Where tags, their attributes and document types end, in markup that nobody checked.

use memchr::{memchr, memmem};

pub(super) fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

pub(super) struct Start<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: &'a str,
    pub(super) is_empty: bool,
    pub(super) length: usize,
}

/// Reads the start tag at the start of `text`; `None` when it is none (`a <b and c`).
pub(super) fn read_start(text: &str) -> Option<Start<'_>> {
    let bytes = text.as_bytes();
    let name_length = bytes[1..].iter().position(|byte| {
        matches!(byte, b'>' | b'/' | b'<' | b'=' | b'"' | b'\'') || byte.is_ascii_whitespace()
    })?;
    let name = text.get(1..=name_length)?;
    let mut at = 1 + name_length;
    let attributes_from = at;
    let mut last = 0_u8;
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'>' => break,
            b'<' => return None,
            b'"' | b'\'' if last == b'=' => at = quote_end(bytes, at)?,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
    let inside = text.get(attributes_from..at)?;
    let is_empty = inside.ends_with('/');
    Some(Start {
        name,
        attributes: inside.strip_suffix('/').unwrap_or(inside),
        is_empty,
        length: at + 1,
    })
}

/// Returns where the quote opened at `at` closes, or the byte before the next `>` when it never does.
pub(super) fn quote_end(bytes: &[u8], at: usize) -> Option<usize> {
    // Pictures written into addresses are long; a quote left open must not swallow the document.
    const LONGEST: usize = 256 << 10;
    let window = bytes.get(at + 1..bytes.len().min(at + 1 + LONGEST))?;
    let end = memchr(bytes[at], window);
    // Only as far as the quote reaches: looking further for each of 60,000 attributes would take quadratic time.
    let bracket = memchr(
        b'>',
        end.and_then(|end| window.get(..end)).unwrap_or(window),
    );
    match (end, bracket) {
        (Some(end), Some(bracket))
            if bracket < end && memchr(b'<', &window[bracket..end]).is_some() =>
        {
            // `title="a > b"` is fine, `href="http://x></link><title>…"` is not.
            let looks_closed = window
                .get(end + 1)
                .is_some_and(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace());
            let has_end_tag = memmem::find(&window[bracket..end], b"</").is_some();
            Some(
                at + 1
                    + if looks_closed && !has_end_tag {
                        end
                    } else {
                        bracket.checked_sub(1)?
                    },
            )
        }
        (Some(end), _) => Some(at + 1 + end),
        (None, Some(bracket)) => Some((at + bracket).max(at)),
        (None, None) => None,
    }
}

/// Calls `each` with name and raw value until it says no.
pub(super) fn read_attributes<'a>(text: &'a str, mut each: impl FnMut(&'a str, &'a str) -> bool) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() || matches!(bytes[at], b'/' | b'"' | b'\'' | b'=') {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at] != b'=' && !bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let name = text.get(start..at).unwrap_or_default();
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        let mut value = "";
        if bytes.get(at) == Some(&b'=') {
            at += 1;
            while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let end =
                        memchr(*quote, &bytes[at + 1..]).map_or(bytes.len(), |end| at + 1 + end);
                    value = text.get(at + 1..end).unwrap_or_default();
                    at = end + 1;
                }
                Some(_) => {
                    let start = at;
                    while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
                        at += 1;
                    }
                    value = text.get(start..at).unwrap_or_default();
                }
                None => {}
            }
        }
        if !name.is_empty() && !each(name, value) {
            return;
        }
    }
}

/// Returns where `</name` starts, case ignored.
pub(super) fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, b"</").find(|at| {
        bytes
            .get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// Returns the length of `<!DOCTYPE …>` with its inner part in square brackets.
pub(super) fn doctype_length(bytes: &[u8]) -> usize {
    let end = memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
    let Some(bracket) = memchr(b'[', &bytes[..end]) else {
        return end;
    };
    let Some(close) = memchr(b']', &bytes[bracket..]) else {
        return end;
    };
    memchr(b'>', &bytes[bracket + close..]).map_or(end, |after| bracket + close + after + 1)
}
