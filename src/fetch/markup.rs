//! The start tags of a page, one after the other, in one pass without a tree.
//!
//! Discovery needs only a few tags and their attributes. Building a tree for that would let a page choose how deep it
//! is and how long that takes; this reads each byte once, whatever the page does.

use std::borrow::Cow;

use crate::text::entities::decode;

/// More attributes than any honest tag has; the rest is skipped.
const MAX_ATTRIBUTES: usize = 64;
/// How much of the text after a tag is looked at.
const TEXT: usize = 200;
/// Elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "textarea", "xmp", "noembed", "noframes"];

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// As written, in any case.
    pub(super) name: &'a str,
    /// Names as written, values without quotes, entities not yet decoded.
    attributes: Vec<(&'a str, &'a str)>,
    /// What comes after the tag.
    after: &'a str,
}

impl<'a> Tag<'a> {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns an attribute, decoded and trimmed; names are compared without case.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let (_, value) = self
            .attributes
            .iter()
            .find(|(written, _)| written.eq_ignore_ascii_case(name))?;
        Some(decode(value.trim()))
    }

    /// Returns the text between this tag and the next, decoded and trimmed, without markup.
    pub(super) fn text(&self) -> Cow<'a, str> {
        let end = self.after.find('<').unwrap_or(self.after.len());
        let text = self.after.get(..end).unwrap_or_default();
        let cut = text
            .char_indices()
            .nth(TEXT)
            .map_or(text.len(), |(at, _)| at);
        decode(text.get(..cut).unwrap_or_default().trim())
    }
}

/// Returns the start tags of a page in their order.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('<')?;
            rest = rest.get(start + 1..)?;
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.find("-->").and_then(|end| comment.get(end + 3..))?;
                continue;
            }
            if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
                continue;
            }
            let (tag, after) = start_tag(rest)?;
            rest = after;
            if RAW.iter().any(|raw| tag.is(raw)) {
                rest = skip_raw(rest, tag.name).unwrap_or_default();
            }
            return Some(tag);
        }
    })
}

/// Reads the inside of a start tag; `None` where the page ends in it.
fn start_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
    let (name, mut rest) = text.split_at_checked(end)?;
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            let tag = Tag {
                name,
                attributes,
                after,
            };
            return Some((tag, after));
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='))
            .map(|(at, _)| at)?;
        let (name, after) = rest.split_at_checked(end)?;
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => attribute_value(value.trim_start())?,
            None => ("", after),
        };
        rest = after;
        if attributes.len() < MAX_ATTRIBUTES {
            attributes.push((name, value));
        }
    }
}

fn attribute_value(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote);
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
    text.split_at_checked(end)
}

/// Returns what comes after the end tag of an element whose content is not markup; `None` where there is none.
fn skip_raw<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    loop {
        let at = rest.find("</")?;
        rest = rest.get(at + 2..)?;
        if rest
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
        {
            return Some(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_are_found_however_they_are_written() {
        let html = "<!-- <link href=a> --><LINK REL='alternate' Href=/feed/ title=\"A &amp; B &#8211; C &raquo; R&D\"/>\
                    <script>if (a<b) { '<link href=b>' }</script><a href=\"/x?a=1&b=2&amp;c=3\"> RSS <b>2</b></a><link";
        let found: Vec<Tag<'_>> = tags(html).collect();
        let names: Vec<&str> = found.iter().map(|tag| tag.name).collect();
        assert_eq!(names, ["LINK", "script", "a", "b"]);
        assert_eq!(found[0].attribute("href").as_deref(), Some("/feed/"));
        assert_eq!(found[0].attribute("rel").as_deref(), Some("alternate"));
        assert_eq!(
            found[0].attribute("title").as_deref(),
            Some("A & B – C » R&D")
        );
        assert_eq!(found[0].attribute("type"), None);
        assert_eq!(
            found[2].attribute("href").as_deref(),
            Some("/x?a=1&b=2&c=3")
        );
        assert_eq!(found[2].text(), "RSS");
    }

    #[test]
    fn a_page_of_attributes_or_depth_costs_one_pass() {
        let many = format!("<a {}>", "a=1 ".repeat(300_000));
        assert_eq!(tags(&many).count(), 1);
        let deep = "<font>".repeat(300_000);
        assert_eq!(tags(&deep).count(), 300_000);
        let unclosed = "<script></scrip".repeat(100_000);
        assert_eq!(tags(&unclosed).count(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[<>a-z/=\"'&;# !é-]{0,200}|\\PC{0,200}") {
            for tag in tags(&text) {
                let _ = (tag.attribute("href"), tag.text());
            }
        }
    }
}
