//! HTML to plain text, fast: for search, briefs and questions (the screen uses `read`).
//!
//! One pass over the text without a tree, so that depth costs nothing and 20,000 bodies take a blink.

mod elements;

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem, memrchr};

use super::hidden::is_hidden;
use super::tag::Tag;
use super::{entities, printable};
use elements::{Break, any_of, break_of, drops_content, is_known, is_void, local};

/// More than this of a body is not looked at, in bytes.
const MAX_INPUT: usize = 4 << 20;

/// Returns the visible text of an HTML fragment: paragraphs parted by one empty line, list items, table rows and
/// `<br>` on lines of their own, cells parted by a tab, `<pre>` as it is, entities decoded, scripts, styles and hidden
/// elements dropped, printable. Text without any tag keeps its line breaks.
pub fn from_html(html: &str) -> String {
    let html = html
        .get(..html.floor_char_boundary(MAX_INPUT))
        .unwrap_or(html);
    if !has_tag(html) {
        return from_plain(html);
    }
    let mut writer = Writer::new(html.len());
    let bytes = html.as_bytes();
    let last = memrchr(b'>', bytes).unwrap_or(0);
    let mut at = 0;
    while at < bytes.len() {
        let next = memchr2(b'<', b'&', &bytes[at..]).map_or(bytes.len(), |found| at + found);
        writer.push(html.get(at..next).unwrap_or_default());
        let Some(rest) = html.get(next..).filter(|rest| !rest.is_empty()) else {
            break;
        };
        at = next;
        if rest.starts_with('&') {
            if let Some((meaning, length)) = entities::read(rest) {
                writer.push_meaning(meaning);
                at += length;
            } else {
                writer.push("&");
                at += 1;
            }
        } else if let Some(skipped) = skip_unseen(rest, at < last) {
            at += skipped;
        } else if let Some(tag) = (at < last).then(|| Tag::read(rest)).flatten() {
            at += tag.length;
            let name = local(tag.name);
            let is_unseen = !tag.is_end
                && (drops_content(name, tag.attributes) || is_hidden(name, tag.attributes))
                && !is_void(name);
            if is_unseen {
                at += skip_element(html.get(at..).unwrap_or_default(), name);
            }
            writer.tag(name, tag.is_end || is_unseen);
        } else {
            writer.push("<");
            at += 1;
        }
    }
    writer.finish()
}

/// Text that was never HTML: lines stay, more than one empty line is one.
fn from_plain(text: &str) -> String {
    let decoded = entities::decode(text);
    let clean = printable::block(&decoded);
    let mut out = String::with_capacity(clean.len());
    let mut empty = 0;
    for line in clean.lines() {
        let line = printable::line(line);
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(&line);
    }
    out
}

/// Says whether the text has anything a browser would take for a tag or comment.
pub fn has_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without a `>` to come there is no tag to come: looking again at each `<` would take quadratic time.
    let last = memrchr(b'>', bytes).unwrap_or(0);
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return true;
        }
        let tag = (at < last).then(|| Tag::read(rest)).flatten();
        if tag.is_some_and(|tag| is_known(local(tag.name))) {
            return true;
        }
        at += tag.map_or(1, |tag| tag.length);
    }
    false
}

/// Returns the length of a comment, CDATA mark, declaration or processing instruction at the start of `text`.
fn skip_unseen(text: &str, may_close: bool) -> Option<usize> {
    if text.starts_with("<!--") {
        let end = memmem::find(text.as_bytes().get(4..)?, b"-->");
        return Some(end.map_or(text.len(), |end| end + 7));
    }
    if text.starts_with("<![CDATA[") {
        return Some("<![CDATA[".len());
    }
    if may_close && (text.starts_with("<!") || text.starts_with("<?")) {
        return memchr(b'>', text.as_bytes()).map(|end| end + 1);
    }
    None
}

/// Returns how much of `text` belongs to the open element `name`, its end tag included. Elements of the same name nest.
fn skip_element(text: &str, name: &str) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 1_usize;
    let mut at = 0;
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        // The name first: in `a<b && c</script>` nothing but the end tag is one.
        let inside = rest.get(1..).unwrap_or_default();
        let is_same = inside
            .strip_prefix('/')
            .unwrap_or(inside)
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name));
        match is_same
            .then(|| Tag::read(rest))
            .flatten()
            .filter(|tag| tag.is(name))
        {
            Some(tag) if tag.is_end => {
                depth -= 1;
                if depth == 0 {
                    return at + tag.length;
                }
                at += tag.length;
            }
            Some(tag) => {
                depth += usize::from(!tag.attributes.ends_with('/'));
                at += tag.length;
            }
            None => at += 1,
        }
    }
    text.len()
}

/// Collects text and folds white space; breaks are due until the next word comes.
struct Writer {
    out: String,
    due: Break,
    breaks_in_a_row: u8,
    preformatted: u32,
    cell_open: bool,
}

impl Writer {
    fn new(capacity: usize) -> Self {
        Self {
            out: String::with_capacity(capacity),
            due: Break::None,
            breaks_in_a_row: 0,
            preformatted: 0,
            cell_open: false,
        }
    }

    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.preformatted > 0 {
            if self.due != Break::None && text.trim().is_empty() {
                return;
            }
            self.settle();
            self.out.push_str(text);
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].is_ascii_whitespace() {
                self.want(Break::Space);
                at += 1;
                continue;
            }
            let end = words_end(bytes, at);
            self.settle();
            self.out.push_str(text.get(at..end).unwrap_or_default());
            at = end;
        }
    }

    fn push_meaning(&mut self, meaning: entities::Meaning) {
        match meaning {
            entities::Meaning::Text("\u{A0}") | entities::Meaning::Char('\u{A0}') => {
                self.want(Break::Space);
            }
            entities::Meaning::Char(char) => {
                let mut buffer = [0; 4];
                self.push(char.encode_utf8(&mut buffer));
            }
            entities::Meaning::Text(text) => self.push(text),
        }
    }

    fn want(&mut self, wanted: Break) {
        self.due = self.due.max(wanted);
    }

    fn tag(&mut self, name: &str, is_closing: bool) {
        if any_of(name, &["pre", "xmp", "listing", "textarea"]) {
            self.preformatted = if is_closing {
                self.preformatted.saturating_sub(1)
            } else {
                self.preformatted + 1
            };
        }
        match break_of(name) {
            Break::None => {}
            Break::Line if name.eq_ignore_ascii_case("br") => {
                self.breaks_in_a_row = self.breaks_in_a_row.saturating_add(1);
                // Two in a row are how many sites write a paragraph.
                self.want(if self.breaks_in_a_row > 1 {
                    Break::Paragraph
                } else {
                    Break::Line
                });
            }
            Break::Cell if self.preformatted == 0 => {
                if !is_closing && self.cell_open {
                    self.want(Break::Cell);
                }
                self.cell_open = is_closing || self.cell_open;
            }
            wanted => {
                if name.eq_ignore_ascii_case("tr") {
                    self.cell_open = false;
                }
                self.want(wanted);
            }
        }
    }

    /// Writes the break that is due.
    fn settle(&mut self) {
        if self.due != Break::None {
            if !self.out.is_empty() {
                while self.out.ends_with([' ', '\n']) && self.due > Break::Space {
                    self.out.pop();
                }
                self.out.push_str(match self.due {
                    Break::None | Break::Space => " ",
                    Break::Cell => "\t",
                    Break::Line => "\n",
                    Break::Paragraph => "\n\n",
                });
            }
            self.due = Break::None;
        }
        self.breaks_in_a_row = 0;
    }

    fn finish(self) -> String {
        match printable::block(&self.out) {
            Cow::Borrowed(clean) => clean.trim().to_owned(),
            // A paragraph of nothing but what cannot be printed leaves its empty lines behind.
            Cow::Owned(mut clean) => {
                while clean.contains("\n\n\n") {
                    clean = clean.replace("\n\n\n", "\n\n");
                }
                clean.trim().to_owned()
            }
        }
    }
}

/// Returns where the words end that begin at `from` and are parted by one space each: they are copied in one go.
fn words_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        at = bytes[at..]
            .iter()
            .position(u8::is_ascii_whitespace)
            .map_or(bytes.len(), |length| at + length);
        let is_followed = bytes
            .get(at + 1)
            .is_some_and(|byte| !byte.is_ascii_whitespace());
        if bytes.get(at) != Some(&b' ') || !is_followed {
            return at;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_paragraphs_and_lines() {
        let cases = [
            ("<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."),
            ("<div><div>One</div></div>\n <div>Two</div>", "One\n\nTwo"),
            ("a <b>b</b>c<br>d<br/>\n<br>e", "a bc\nd\n\ne"),
            (
                "<ul><li>one</li><li>two</li></ul>after",
                "one\ntwo\n\nafter",
            ),
            (
                "<table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
                "a\tb\nc\td",
            ),
            (
                "<p>x</p><pre>  a\n    b</pre><p>y</p>",
                "x\n\n  a\n    b\n\ny",
            ),
            (
                "<p>a<script>if (a<b) x</script>b</p><style>p{}</style>",
                "ab",
            ),
            ("<p>a</p><p hidden>secret</p><p>b</p>", "a\n\nb"),
            (
                "a<span style=\"display: none\">x<span>y</span>z</span>b",
                "ab",
            ),
            (
                "a<span style='font-size:0px'>x</span><span style='font-size:0.9em'>y</span>",
                "ay",
            ),
            ("<a title=\"a > b\" href='#'>link</a>", "link"),
            ("<p>3 < 5 and 5 > 3 <stuff></p>", "3 < 5 and 5 > 3"),
            (
                "first line\nsecond line\n\n\nnext",
                "first line\nsecond line\n\nnext",
            ),
            (
                "#include <stdio.h>\nfoo &lt;b&gt;",
                "#include <stdio.h>\nfoo <b>",
            ),
            ("<!-- no --><p>yes</p><!-- un", "yes"),
            ("<p>a&nbsp;&nbsp;b\u{200b}c &#27;[31m</p>", "a bc [31m"),
            ("<p aria-hidden=\"false\" class=hidden-xs>seen</p>", "seen"),
            ("<p>one</p>&#1</p><p>two</p>", "one\n\ntwo"),
            ("", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(from_html(html), expected, "{html}");
        }
    }

    proptest! {
        #[test]
        fn any_text_becomes_printable_text(html in "(<(p|br|pre|b|li|td|script|!--|/p|/pre|span style='display:none')[ >]|[ -~]|\\PC|&#?[a-z0-9]{1,4};?|\n){0,40}") {
            let text = from_html(&html);
            prop_assert_eq!(printable::block(&text), text.as_str());
            prop_assert!(!text.contains("\n\n\n") || html.contains("<pre"));
            prop_assert_eq!(text.trim(), text.as_str());
        }
    }
}
