//! The start tags of a page, one after the other, in one pass without a tree.
//!
//! Discovery and what a page says of itself need only a few tags and their attributes. Building a tree for that would let a page choose how deep it
//! is and how long that takes; this reads each byte once, whatever the page does.

use std::borrow::Cow;

use memchr::memrchr;

use super::entities::decode;
use super::tag;

/// How much of the text after a tag is looked at.
const TEXT: usize = 200;
/// Elements whose content is not markup.
const RAW: &[&str] = &["script", "style", "textarea", "xmp", "noembed", "noframes"];

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartTag<'a> {
    /// As written, in any case.
    pub name: &'a str,
    /// As written.
    attributes: &'a str,
    /// What comes after the tag.
    after: &'a str,
}

impl<'a> StartTag<'a> {
    /// Says whether this is the element `name`, in any case.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns an attribute, decoded and trimmed; names are compared without case.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let (_, value) = tag::attributes(self.attributes)
            .find(|(written, _)| written.eq_ignore_ascii_case(name))?;
        Some(decode(value.trim()))
    }

    /// Returns what stands between this tag and the first end tag of its name, markup included; `None` where it never
    /// ends, which takes a look at the whole page.
    pub fn inside(&self) -> Option<&'a str> {
        let (length, _) = self.after.match_indices("</").find(|(at, _)| {
            self.after
                .get(at + 2..)
                .and_then(|rest| rest.get(..self.name.len()))
                .is_some_and(|name| self.is(name))
        })?;
        self.after.get(..length)
    }

    /// Returns the text between this tag and the next, decoded and trimmed, without markup.
    pub fn text(&self) -> Cow<'a, str> {
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
pub fn tags(html: &str) -> impl Iterator<Item = StartTag<'_>> {
    let mut rest = html;
    // Beyond the last bracket nothing is a tag.
    let mut left = memrchr(b'>', html.as_bytes()).unwrap_or(0);
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('<').filter(|start| *start < left)?;
            let from = rest.get(start..)?;
            let read = tag::Tag::read(from).filter(|tag| !tag.is_end);
            let mut length = read.map_or(1, |tag| tag.length);
            if let Some(comment) = from.strip_prefix("<!--") {
                length = comment.find("-->")? + 7;
            } else if let Some(raw) = read.filter(|tag| RAW.iter().any(|raw| tag.is(raw))) {
                length += tag::raw_end(from.get(length..)?, raw.name);
            }
            rest = from.get(length..)?;
            left = left.saturating_sub(start + length);
            if let Some(tag) = read {
                return Some(StartTag {
                    name: tag.name,
                    attributes: tag.attributes,
                    after: from.get(tag.length..)?,
                });
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_are_found_however_they_are_written() {
        let html = "<!-- <link href=a> --><LINK REL='alternate' Href=/feed/ title=\"A &amp; B &#8211; C &raquo; R&D\"/>\
                    <script>if (a<b) { '<link href=b>' }</script><a href=\"/x?a=1&b=2&amp;c=3\"> RSS <b>2</b></a><link";
        let found: Vec<StartTag<'_>> = tags(html).collect();
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
        assert_eq!(found[2].inside(), Some(" RSS <b>2</b>"));
        assert_eq!(found[0].inside(), None);
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
