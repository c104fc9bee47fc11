//! The guard in front of every HTML crate: one linear pass that writes a fragment again, balanced and bounded.
//!
//! Deep nesting, endless attributes and misnested formatting cost parsers seconds, gigabytes or the stack. Here tags
//! beyond the bounds are left out and their text stays; scripts, styles, forms and hidden elements go with all they
//! contain. Entities are left to the parser. The bounds come from measurements of the Rust HTML crates in 2026.

use std::borrow::Cow;
use std::fmt::Write;

use super::elements::{Kind, SECTION_NAMES, Treatment, attributes_kept, treatment};
use crate::text::entities;
use crate::text::hidden::is_hidden;
use crate::text::tag::{Tag, attributes, raw_end};

/// Bytes of a body that are read with their markup; what is beyond is read as text.
const MOST_BYTES: usize = 4 * 1024 * 1024;
const MOST_DEPTH: usize = 256;
const MOST_ELEMENTS: usize = 100_000;
/// Columns or rows a table cell may claim.
const MOST_SPAN: usize = 50;
/// Number an item of a list may bear.
const GREATEST_NUMBER: i64 = 999_999_999;

pub(super) struct Guarded {
    pub(super) html: String,
    /// Elements that were kept: none means that the body was plain text.
    pub(super) elements: usize,
}

/// Returns a body written again within the bounds.
pub(super) fn guard(html: &str) -> Guarded {
    write(html, Kind::Body)
}

/// Returns a page written again within the bounds, with its sections and their names, without its head.
pub(super) fn guard_page(html: &str) -> Guarded {
    write(html, Kind::Page)
}

fn write(html: &str, kind: Kind) -> Guarded {
    let mut writer = Writer {
        kind,
        source: html,
        output: String::with_capacity(html.len().min(MOST_BYTES) + 16),
        open: Vec::new(),
        beyond: 0,
        silent_from: None,
        elements: 0,
    };
    writer.run();
    Guarded {
        html: writer.output,
        elements: writer.elements,
    }
}

struct Open<'a> {
    name: Cow<'a, str>,
    treatment: Treatment,
    is_written: bool,
}

struct Writer<'a> {
    kind: Kind,
    source: &'a str,
    output: String,
    open: Vec<Open<'a>>,
    /// Elements opened beyond the greatest depth, not in `open`.
    beyond: usize,
    /// Length `open` had when a hidden element began; nothing is written until it is that short again.
    silent_from: Option<usize>,
    elements: usize,
}

impl<'a> Writer<'a> {
    fn run(&mut self) {
        let source = self.source;
        let last_end = source.rfind('>').unwrap_or(0);
        let mut at = 0;
        while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(offset) = rest.find('<') else {
                self.text(rest);
                break;
            };
            self.text(rest.get(..offset).unwrap_or_default());
            at += offset;
            if let Some(after) = self.declaration(at) {
                at = after;
            } else if at < last_end
                && let Some(tag) = source.get(at..).and_then(Tag::read)
            {
                at += tag.length;
                if tag.is_end {
                    self.end(&lowercase(tag.name));
                } else {
                    at = self.start(tag, at);
                }
            } else {
                self.text("&lt;");
                at += 1;
            }
        }
        self.close_down_to(0);
    }

    fn text(&mut self, text: &str) {
        if self.silent_from.is_none() {
            self.output.push_str(text);
        }
    }

    /// Steps over a comment, a doctype or an instruction at `at`; returns the byte after it.
    fn declaration(&mut self, at: usize) -> Option<usize> {
        let rest = self.source.get(at..)?;
        let (skip, mark) = if rest.starts_with("<!--") {
            (4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            (9, "]]>")
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            (2, ">")
        } else {
            return None;
        };
        let inner = rest.get(skip..)?;
        // `<!-->` is a whole comment.
        if skip == 4 && inner.starts_with('>') {
            return Some(at + 5);
        }
        let (inner, after) = match inner.find(mark) {
            Some(end) => (inner.get(..end)?, at + skip + end + mark.len()),
            None => (inner, self.source.len()),
        };
        if skip == 9 {
            self.text(&inner.replace('&', "&amp;").replace('<', "&lt;"));
        }
        Some(after)
    }

    /// Handles a start tag that ends at `end`; returns where to read on.
    fn start(&mut self, tag: Tag<'a>, end: usize) -> usize {
        let name = lowercase(tag.name);
        let attributes = tag.attributes;
        let after_raw = || end + raw_end(self.source.get(end..).unwrap_or_default(), &name);
        let (written_name, treatment) = match treatment(&name, self.kind) {
            (written, treatment) if written == name => (name.clone(), treatment),
            (written, treatment) => (Cow::Owned(written.to_owned()), treatment),
        };
        match treatment {
            Treatment::Ignored => return end,
            Treatment::DroppedRaw => return after_raw(),
            _ => {}
        }
        let is_hidden = treatment == Treatment::Dropped || is_hidden(&name, attributes);
        if treatment == Treatment::Void {
            if !is_hidden {
                self.write_start(&written_name, attributes);
            }
            return end;
        }
        if treatment == Treatment::Frame {
            if !is_hidden && self.write_start(&written_name, attributes) {
                self.output.push_str("</iframe>");
            }
            return after_raw();
        }
        self.close_implied(&written_name, treatment);
        if self.open.len() >= MOST_DEPTH {
            self.beyond += 1;
            return end;
        }
        if is_hidden && self.silent_from.is_none() {
            self.silent_from = Some(self.open.len());
        }
        let is_written = treatment != Treatment::Unwrapped
            && !is_hidden
            && self.fits_here(&written_name)
            && self.write_start(&written_name, attributes);
        self.open.push(Open {
            name: written_name,
            treatment,
            is_written,
        });
        end
    }

    /// Writes a start tag unless the bounds are reached; returns whether it did.
    fn write_start(&mut self, name: &str, inside: &str) -> bool {
        if self.silent_from.is_some() {
            return false;
        }
        if self.elements >= MOST_ELEMENTS || self.output.len() >= MOST_BYTES {
            self.output.push(' ');
            return false;
        }
        self.elements += 1;
        self.output.push('<');
        self.output.push_str(name);
        let kept = attributes_kept(name);
        let names: &[&str] = if self.kind == Kind::Page {
            SECTION_NAMES
        } else {
            &[]
        };
        for (written, value) in attributes(inside) {
            let known = kept
                .iter()
                .chain(names)
                .find(|known| written.eq_ignore_ascii_case(known));
            let Some((attribute, value)) =
                known.and_then(|known| Some((known, bounded(known, value, self.kind)?)))
            else {
                continue;
            };
            self.output.push(' ');
            self.output.push_str(attribute);
            self.output.push_str("=\"");
            self.output.push_str(&value.replace('"', "&quot;"));
            self.output.push('"');
        }
        self.output.push('>');
        true
    }

    /// Says whether an element may stand where it does: within a table's frame only its parts, no link within a link.
    fn fits_here(&self, name: &str) -> bool {
        if name == "a" {
            return self.open.iter().all(|open| open.name != "a");
        }
        if is_table_part(name) {
            return true;
        }
        let parent = self.open.iter().rev().find(|open| open.is_written);
        parent.is_none_or(|open| {
            !matches!(
                open.name.as_ref(),
                "table" | "thead" | "tbody" | "tfoot" | "tr"
            )
        })
    }

    /// Ends the elements that HTML lets authors leave open.
    fn close_implied(&mut self, name: &str, treatment: Treatment) {
        let (ended, barriers): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
            "td" | "th" => (&["td", "th", "caption"], &["tr", "table"]),
            "tr" => (&["tr", "caption"], &["table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot", "caption"], &["table"]),
            "a" => (&["a"], &[]),
            _ => (&[], &[]),
        };
        let mut found = None;
        for (index, open) in self.open.iter().enumerate().rev() {
            if ended.contains(&open.name.as_ref()) {
                found = Some(index);
                break;
            }
            // A link ends only what is inline around it.
            if barriers.contains(&open.name.as_ref())
                || (name == "a" && open.treatment == Treatment::Block)
            {
                break;
            }
        }
        if found.is_none() && treatment == Treatment::Block {
            found = self
                .open
                .iter()
                .rposition(|open| open.treatment == Treatment::Block)
                .filter(|index| {
                    self.open
                        .get(*index)
                        .is_some_and(|open| ends_before(&open.name, name))
                });
        }
        if let Some(index) = found {
            self.close_down_to(index);
        }
    }

    fn end(&mut self, name: &str) {
        let (name, treatment) = treatment(name, self.kind);
        if matches!(treatment, Treatment::Void | Treatment::Ignored) {
            // `</br>` breaks the line in every browser.
            if name == "br" {
                self.write_start("br", "");
            }
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let is_part = is_table_part(name) || name == "table";
        for (index, open) in self.open.iter().enumerate().rev() {
            if open.name == name {
                self.close_down_to(index);
                return;
            }
            let is_barrier = match open.name.as_ref() {
                "table" => true,
                "td" | "th" | "caption" => !is_part,
                "ul" | "ol" => name == "li",
                _ => false,
            };
            if is_barrier {
                return;
            }
        }
    }

    fn close_down_to(&mut self, length: usize) {
        while self.open.len() > length {
            if let Some(open) = self.open.pop()
                && open.is_written
            {
                self.output.push_str("</");
                self.output.push_str(&open.name);
                self.output.push('>');
            }
        }
        if self.silent_from.is_some_and(|from| length <= from) {
            self.silent_from = None;
        }
    }
}

/// Returns the value to write for an attribute: numbers that layout counts with are kept small, no number is left out.
fn bounded<'a>(attribute: &str, value: &'a str, kind: Kind) -> Option<Cow<'a, str>> {
    match attribute {
        "colspan" => {
            let span = value.trim().parse().unwrap_or(1_usize);
            Some(Cow::Owned(span.clamp(1, MOST_SPAN).to_string()))
        }
        "start" | "value" => {
            let number: i64 = value.trim().parse().ok()?;
            let most = GREATEST_NUMBER;
            (-most..=most)
                .contains(&number)
                .then(|| Cow::Owned(number.to_string()))
        }
        "src" | "data-src" | "data" if kind == Kind::Page => Some(Cow::Owned(plain_address(value))),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Returns an address as ASCII and with a scheme: Readability looks for the hosts of films some bytes into an address, and
/// slices it there.
fn plain_address(value: &str) -> String {
    let decoded = entities::decode(value);
    let address = decoded.trim();
    let mut plain = String::with_capacity(address.len() + 8);
    if address.starts_with("//") {
        plain.push_str("https:");
    }
    for byte in address.bytes() {
        match byte {
            b'&' => plain.push_str("&amp;"),
            b'!'..=b'~' => plain.push(char::from(byte)),
            _ => {
                let _ = write!(plain, "%{byte:02X}");
            }
        }
    }
    plain
}

/// Says whether `next` ends an element `open` around it: a paragraph ends before any block, a forgotten heading before
/// what no heading holds.
fn ends_before(open: &str, next: &str) -> bool {
    match open {
        "p" => true,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => !matches!(next, "div" | "details" | "summary"),
        _ => false,
    }
}

fn is_table_part(name: &str) -> bool {
    matches!(
        name,
        "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th"
    )
}

fn lowercase(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_come_out_balanced_and_within_bounds() {
        for (html, expected) in [
            ("plain a < b & c", "plain a &lt; b & c"),
            ("<p>one<p>two", "<p>one</p><p>two</p>"),
            ("<b><p>x</b></p>", "<b><p>x</p></b>"),
            (
                "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
                "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>",
            ),
            (
                "<table><tr><td>a<td>b<tr><td>c</table>",
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            ),
            ("<td></div>x</td>", "<td>x</td>"),
            ("<DIV CLASS=x onclick='a'>t</DIV>", "<div>t</div>"),
            ("<a href='x\"y'>t</a>", "<a href=\"x&quot;y\">t</a>"),
            (
                "<a href=1>a<a href=2>b</a>",
                "<a href=\"1\">a</a><a href=\"2\">b</a>",
            ),
            ("<script>if (a < b) '</p>'</script>x", "x"),
            ("<!-- <p>no</p> -->x<!-->y<!doctype html>z", "xyz"),
            ("<![CDATA[a<b]]>", "a&lt;b"),
            ("<span style='display: none'>a<b>b</b></span>c", "c"),
            ("<div hidden>a<div>b</div>c</div>d", "d"),
            ("<font color=red>x</font><o:p>y</o:p>", "xy"),
            ("<td colspan=1000000000>x", "<td colspan=\"50\">x</td>"),
            (
                "<iframe src=x>fallback <b></iframe>y",
                "<iframe src=\"x\"></iframe>y",
            ),
            ("x <unclosed", "x &lt;unclosed"),
            ("<p title=\"unclosed>text", "<p>text</p>"),
            ("<p><b>a<div>b</div>", "<p><b>a</b></p><div>b</div>"),
        ] {
            assert_eq!(guard(html).html, expected, "{html}");
        }
    }

    #[test]
    fn addresses_of_films_in_a_page_are_plain() {
        for (html, expected) in [
            (
                "<iframe src='https://www\u{202e}.youtube.com/a?b=c&amp;d=&#8238;'></iframe>",
                "<iframe src=\"https://www%E2%80%AE.youtube.com/a?b=c&amp;d=%E2%80%AE\"></iframe>",
            ),
            (
                "<iframe src=//v.qq.com/x title=é></iframe>",
                "<iframe src=\"https://v.qq.com/x\" title=\"é\"></iframe>",
            ),
        ] {
            assert_eq!(guard_page(html).html, expected, "{html}");
        }
    }

    #[test]
    fn what_is_too_deep_keeps_its_text() {
        let html = format!(
            "{}deep{}after",
            "<div>".repeat(10_000),
            "</div>".repeat(10_000)
        );
        let guarded = guard(&html);
        assert_eq!(guarded.html.matches("<div>").count(), MOST_DEPTH);
        assert!(guarded.html.contains("deep") && guarded.html.ends_with("after"));
    }

    #[test]
    fn what_is_too_much_keeps_its_text() {
        let guarded = guard(&"<p>w</p>".repeat(MOST_ELEMENTS + 10));
        assert_eq!(guarded.elements, MOST_ELEMENTS);
        assert_eq!(guarded.html.matches('w').count(), MOST_ELEMENTS + 10);
    }
}
