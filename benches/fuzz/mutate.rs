//! Documents made wrong on purpose: single bytes, whole tags, pieces of other documents, lies about the encoding.
//!
//! The same seed makes the same document, so that whatever is found can be made again.

use std::fmt::Write;

use fastrand::Rng;

/// What a document may be given: each has broken some reader of feeds.
const TOKENS: [&str; 64] = [
    "<",
    ">",
    "&",
    "\"",
    "'",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?",
    "?>",
    "</",
    "/>",
    "<!DOCTYPE",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<channel>",
    "</channel>",
    "</rss>",
    "<feed>",
    "</feed>",
    "<title>",
    "</title>",
    "<title/>",
    "<description>",
    "</description>",
    "<link>",
    "</link>",
    "<guid>",
    "<content type=\"xhtml\"><div>",
    "<content type=\"application/octet-stream\" mode=\"base64\">",
    "<summary>",
    "<media:group>",
    "<media:content url=\"x.jpg\">",
    "<media:thumbnail url=\"//y/z.png\"/>",
    "<itunes:duration>٣:٢</itunes:duration>",
    "<itunes:duration>99999999999999999999:9</itunes:duration>",
    "<author>（全角） a@b.c</author>",
    "<pubDate>99999999-99-99T99:99:99Z</pubDate>",
    "<pubDate>Thu, 01 Jan 0000 24:60:60 +9999</pubDate>",
    "<script>",
    "</script>",
    "<style>",
    "<pre>",
    "<table><tr><td>",
    " xml:base=\"javascript:x\"",
    " xml:base=\"http://[::1\"",
    " xmlns=\"http://purl.org/atom/ns#\"",
    " type=\"html\"",
    " url=\"http://x/?a&b\"",
    " style=\"display:none\"",
    "&#27;[31m",
    "&#x9b;2J",
    "&#x202e;",
    "&#0;",
    "&#xD800;",
    "&#99999999999;",
    "&nbsp;",
    "&amp;amp;lt;b&amp;amp;gt;",
    "&lt;b&gt;x&lt;/b&gt;",
    "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
    "Ã¼",
];

/// Characters that a terminal must not see, and some that only look like it.
const CHARACTERS: [char; 24] = [
    '\u{1b}',
    '\u{7}',
    '\0',
    '\u{7f}',
    '\u{85}',
    '\u{9b}',
    '\u{ad}',
    '\u{200b}',
    '\u{200d}',
    '\u{200e}',
    '\u{202e}',
    '\u{2028}',
    '\u{2066}',
    '\u{2069}',
    '\u{301}',
    '\u{feff}',
    '\u{fffe}',
    '\u{e0041}',
    '\u{1f469}',
    '\u{1f3fd}',
    '\u{3164}',
    '\u{a0}',
    '\u{c3}',
    '\r',
];

const LABELS: [&str; 12] = [
    "utf-8",
    "utf-16",
    "UTF-16LE",
    "utf-32",
    "windows-1251",
    "iso-8859-1",
    "shift_jis",
    "gb18030",
    "iso-2022-jp",
    "utf-7",
    "x-user-defined",
    "nonsense",
];

/// Documents larger than this are not made larger, in bytes.
const LARGE: usize = 1 << 20;

/// Returns documents of a great many of one thing, each by its name: what is not read in one pass shows itself.
pub(crate) fn floods() -> Vec<(&'static str, Vec<u8>)> {
    let files = (0..20_000).map(|at| format!("<enclosure url=\"http://a.example/{at}\"/>"));
    let bases = format!(
        "{}{}",
        "<div xml:base=\"a/\">".repeat(200),
        "<item><link>b</link><comments>c</comments></item>".repeat(2_000)
    );
    let floods = [
        ("declarations", "<!a[>".repeat(200_000)),
        (
            "sections",
            "<title><![CDATA[</title>".repeat(40_000) + "]]>",
        ),
        ("end tags", "<div>".repeat(250) + &"</p>".repeat(250_000)),
        ("files", files.collect()),
        ("bases", bases),
        (
            "bytes of no encoding",
            "\u{e9}\u{f1}\u{fc} ".repeat(100_000),
        ),
    ];
    floods
        .into_iter()
        .map(|(name, inside)| {
            let document =
                format!("<rss version=\"2.0\"><channel><item>{inside}</item></channel></rss>");
            // One byte for each character: what is beyond ASCII here is in no encoding that is named.
            (name, document.chars().map(|char| char as u8).collect())
        })
        .collect()
}

/// Returns one of the documents with up to twelve things done to it.
pub(crate) fn document(documents: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
    let mut bytes = random.choice(documents).cloned().unwrap_or_default();
    for _ in 0..=random.usize(..4) * random.usize(..5) {
        let other = random.choice(documents).map_or(&[][..], Vec::as_slice);
        change(&mut bytes, other, random);
    }
    match random.u8(..64) {
        0 => lie(&mut bytes, random),
        1 => bytes = wide(&bytes, random.bool()),
        2 => {
            bytes = String::from_utf8_lossy(&bytes)
                .chars()
                .map(|char| char as u8)
                .collect();
        }
        3 => bytes.splice(..0, *b"\xEF\xBB\xBF").for_each(drop),
        _ => {}
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], random: &mut Rng) {
    let at = random.usize(..=bytes.len());
    match random.u8(..20) {
        0 => flip(bytes, random),
        1 => bytes.truncate(at),
        2 => bytes.drain(..at / 8).for_each(drop),
        3 => drop_range(bytes, at, random),
        4 => insert(bytes, at, &piece(other, random)),
        5 => {
            let copy = piece(bytes, random);
            insert(bytes, at, &copy);
        }
        6..=8 => {
            let token = TOKENS[random.usize(..TOKENS.len())];
            insert(bytes, at, token.as_bytes());
        }
        9 => {
            let mut text = [0; 4];
            let char = CHARACTERS[random.usize(..CHARACTERS.len())];
            let times = 1 << random.u32(..9);
            insert(
                bytes,
                at,
                &char.encode_utf8(&mut text).as_bytes().repeat(times),
            );
        }
        10 => flood(bytes, at, random),
        11 => lie(bytes, random),
        12 => bomb(bytes, at, random),
        _ => retag(bytes, other, random),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    if bytes.len() + piece.len() <= LARGE {
        bytes.splice(at..at, piece.iter().copied()).for_each(drop);
    }
}

fn flip(bytes: &mut [u8], random: &mut Rng) {
    for _ in 0..random.usize(1..8) {
        let length = bytes.len();
        if let Some(byte) = bytes.get_mut(random.usize(..length.max(1))) {
            *byte = if random.bool() {
                random.u8(..)
            } else {
                *byte ^ (1 << random.u8(..8))
            };
        }
    }
}

fn drop_range(bytes: &mut Vec<u8>, at: usize, random: &mut Rng) {
    let end = bytes.len().min(at + random.usize(..200));
    bytes.drain(at..end).for_each(drop);
}

/// Returns a piece of a document, from one tag to another more often than not.
fn piece(bytes: &[u8], random: &mut Rng) -> Vec<u8> {
    let from = random.usize(..=bytes.len());
    let to = bytes.len().min(from + random.usize(..2_000));
    let from = match bytes[from..].iter().position(|byte| *byte == b'<') {
        Some(found) if random.u8(..4) > 0 && from + found < to => from + found,
        _ => from,
    };
    bytes[from..to].to_vec()
}

/// The same opening, attribute or reference over and over.
fn flood(bytes: &mut Vec<u8>, at: usize, random: &mut Rng) {
    let token = TOKENS[random.usize(..TOKENS.len())];
    let times = 1 << random.u32(4..13);
    insert(bytes, at, token.repeat(times).as_bytes());
}

/// Changes what the declaration says the encoding is.
fn lie(bytes: &mut Vec<u8>, random: &mut Rng) {
    let label = LABELS[random.usize(..LABELS.len())];
    let declaration = format!("<?xml version=\"1.0\" encoding=\"{label}\"?>");
    let end = if bytes.starts_with(b"<?xml") {
        bytes
            .iter()
            .position(|byte| *byte == b'>')
            .map_or(0, |end| end + 1)
    } else {
        0
    };
    bytes.splice(..end, declaration.into_bytes()).for_each(drop);
}

fn wide(bytes: &[u8], is_big: bool) -> Vec<u8> {
    String::from_utf8_lossy(bytes)
        .encode_utf16()
        .flat_map(|unit| {
            if is_big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

/// A document type whose entities multiply, and a use of it.
fn bomb(bytes: &mut Vec<u8>, at: usize, random: &mut Rng) {
    let levels = random.u8(2..12);
    let mut text =
        String::from("<!DOCTYPE r [<!ENTITY e0 \"x\"><!ENTITY f SYSTEM \"file:///etc/passwd\">");
    for level in 1..levels {
        let inside = format!("&e{};", level - 1).repeat(10);
        let _ = write!(text, "<!ENTITY e{level} \"{inside}\">");
    }
    text.push_str("]>");
    insert(bytes, at, format!("&e{};&f;", levels - 1).as_bytes());
    insert(bytes, 0, text.as_bytes());
}

/// Takes out, doubles, moves, swaps, breaks or brings in whole tags.
fn retag(bytes: &mut Vec<u8>, other: &[u8], random: &mut Rng) {
    let own = tags(bytes);
    if own.is_empty() {
        return;
    }
    let (from, to) = own[random.usize(..own.len())];
    let tag = bytes[from..to].to_vec();
    match random.u8(..8) {
        0 => bytes.drain(from..to).for_each(drop),
        1 => insert(bytes, to, &tag),
        2 => {
            let (place, _) = own[random.usize(..own.len())];
            insert(bytes, place, &tag);
        }
        3 => {
            let foreign = tags(other);
            if !foreign.is_empty() {
                let (start, end) = foreign[random.usize(..foreign.len())];
                bytes
                    .splice(from..to, other[start..end].iter().copied())
                    .for_each(drop);
            }
        }
        4 => {
            // The whole element, its end and what follows, out of another document.
            let foreign = tags(other);
            if !foreign.is_empty() {
                let first = random.usize(..foreign.len());
                let last = foreign.len().min(first + random.usize(1..40)) - 1;
                let piece = other[foreign[first].0..foreign[last].1].to_vec();
                insert(bytes, from, &piece);
            }
        }
        5 => attribute(bytes, to, random),
        6 => {
            // An end for a start and a start for an end.
            if tag.starts_with(b"</") {
                bytes.drain(from + 1..from + 2).for_each(drop);
            } else {
                insert(bytes, from + 1, b"/");
            }
        }
        _ => {
            let letter = from + 1 + random.usize(..(to - from).max(2) - 1);
            if let Some(byte) = bytes.get_mut(letter) {
                *byte = byte.to_ascii_uppercase() ^ (random.u8(..2) << 5);
            }
        }
    }
}

/// Gives a tag attributes it has already, and many of them.
fn attribute(bytes: &mut Vec<u8>, to: usize, random: &mut Rng) {
    let times = if random.u8(..8) == 0 {
        500
    } else {
        random.usize(1..4)
    };
    let names = [
        "href",
        "url",
        "type",
        "xml:lang",
        "xmlns:media",
        "term",
        "length",
        "rel",
        "x",
    ];
    let values = [
        "a",
        "\u{1b}[2J",
        "http://h/",
        "image/png",
        "-1",
        "99999999999999999999",
        "enclosure",
        "",
    ];
    let mut text = String::new();
    for _ in 0..times {
        let name = names[random.usize(..names.len())];
        let value = values[random.usize(..values.len())];
        let quote = ["\"", "'", ""][random.usize(..3)];
        let _ = write!(text, " {name}={quote}{value}{quote}");
    }
    insert(bytes, to.saturating_sub(1), text.as_bytes());
}

/// Returns where the tags of a document are.
fn tags(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = bytes[at..].iter().position(|byte| *byte == b'<') {
        let from = at + open;
        let Some(close) = bytes[from..].iter().position(|byte| *byte == b'>') else {
            break;
        };
        at = from + close + 1;
        found.push((from, at));
        if found.len() > 20_000 {
            break;
        }
    }
    found
}
