//! What an element says: its text, a title, a person, a body.

use std::borrow::Cow;

use base64::Engine;

use super::FieldReader;
use crate::fetch::parse::dialect::Family;
use crate::fetch::parse::names::local;
use crate::fetch::parse::tree::{Id, escape};
use crate::fetch::parse::{twice, values};
use crate::text::{plain, printable};

impl FieldReader<'_, '_> {
    /// Returns the text inside, decoded as often as it was encoded.
    pub(in crate::fetch::parse) fn text(&self, id: Id) -> Cow<'_, str> {
        self.once(self.tree.text(id))
    }

    pub(in crate::fetch::parse) fn once<'s>(&self, text: Cow<'s, str>) -> Cow<'s, str> {
        let (mut text, was_double) = twice::undo(text);
        if was_double {
            self.encoded_twice.set(self.encoded_twice.get() + 1);
            // Each turn leaves half of the characters beyond ASCII at most.
            let mut is_double = true;
            while is_double {
                (text, is_double) = twice::undo(text);
            }
        }
        text
    }

    pub(in crate::fetch::parse) fn title(&self, id: Id) -> Option<String> {
        let tree = self.tree;
        if tree.has_elements(id) {
            return values::title(&self.once(Cow::Owned(tree.html(id, true))), false);
        }
        let kind = tree.attribute(id, "type").unwrap_or_default();
        let mode = tree.attribute(id, "mode").unwrap_or_default();
        if mode.eq_ignore_ascii_case("base64") {
            return decode_base64(&tree.text(id)).and_then(|text| values::title(&text, false));
        }
        let is_text = self.dialect.family == Family::Atom
            && !kind.contains("html")
            && !mode.eq_ignore_ascii_case("escaped");
        values::title(&self.text(id), is_text)
    }

    pub(in crate::fetch::parse) fn line(&self, id: Id) -> Option<String> {
        let text = self.text(id);
        let line = printable::line(&text);
        (!line.is_empty()).then(|| line.into_owned())
    }

    pub(in crate::fetch::parse) fn person(&self, id: Id) -> Option<String> {
        let tree = self.tree;
        let part = |wanted: &str| {
            tree.elements(id)
                .find(|child| local(tree.name(*child)).eq_ignore_ascii_case(wanted))
                .and_then(|child| values::person(&self.text(child)))
        };
        if tree.has_elements(id) {
            part("name")
                .or_else(|| part("email"))
                .or_else(|| part("Person"))
                .or_else(|| values::person(&self.text(id)))
        } else {
            values::person(&self.text(id))
        }
    }

    /// Returns a body as HTML, whatever way it is written in.
    pub(in crate::fetch::parse) fn body(&self, id: Id) -> Option<String> {
        let tree = self.tree;
        let kind = tree
            .attribute(id, "type")
            .map(|kind| kind.trim().to_ascii_lowercase());
        let kind = kind.as_deref().unwrap_or_default();
        let is_atom = self.dialect.family == Family::Atom;
        let html = if tree
            .attribute(id, "mode")
            .is_some_and(|mode| mode.eq_ignore_ascii_case("base64"))
        {
            decode_base64(&tree.text(id))?
        } else if tree.has_elements(id) {
            let html = self.once(Cow::Owned(
                tree.html(id, !(is_atom && kind.contains("xhtml"))),
            ));
            unwrap_div(html.trim()).to_owned()
        } else {
            let text = self.text(id);
            let is_plain = is_atom && (kind.is_empty() || kind == "text" || kind == "text/plain");
            if is_atom && kind.contains('/') && !is_readable_type(kind) {
                return None;
            }
            if is_plain && !plain::has_tag(&text) {
                let mut out = String::with_capacity(text.len());
                escape(&text, &mut out);
                out
            } else {
                text.into_owned()
            }
        };
        let clean = printable::block(&html);
        let clean = clean.trim();
        (!clean.is_empty()).then(|| clean.to_owned())
    }
}

fn is_readable_type(kind: &str) -> bool {
    kind.starts_with("text/") || kind.contains("html") || kind.contains("xml")
}

/// Takes off the `<div>` that Atom wants round XHTML.
fn unwrap_div(html: &str) -> &str {
    let Some(rest) = html
        .strip_prefix("<div")
        .and_then(|rest| rest.strip_suffix("</div>"))
    else {
        return html;
    };
    let Some((attributes, inside)) = rest.split_once('>') else {
        return html;
    };
    // Two divs side by side are not one.
    let is_one = memchr::memmem::find(inside.as_bytes(), b"<div").is_none()
        && memchr::memmem::find(inside.as_bytes(), b"</div").is_none();
    if is_one && attributes.trim().is_empty() {
        inside
    } else {
        html
    }
}

fn decode_base64(text: &str) -> Option<String> {
    let squeezed: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(squeezed)
        .ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
