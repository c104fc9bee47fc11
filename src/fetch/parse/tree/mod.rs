//! A document as a tree that is always whole, whatever it was made of by [`reader`].
//!
//! Text stays undecoded slices of the source until somebody asks for it.

mod reader;

use std::borrow::Cow;

use super::names::{is_void, local};
use super::repairs::Repairs;
use crate::text::entities;

pub(super) type Id = u32;
const NONE: Id = u32::MAX;

#[derive(Debug)]
pub(super) enum Kind<'a> {
    Element {
        name: &'a str,
    },
    Text(&'a str),
    /// CDATA: text without references.
    Literal(&'a str),
}

#[derive(Debug)]
struct Node<'a> {
    kind: Kind<'a>,
    attributes: (u32, u32),
    parent: Id,
    first_child: Id,
    last_child: Id,
    next: Id,
}

#[derive(Debug)]
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<(&'a str, &'a str)>,
    /// Prefix and address of each namespace; the first declaration of a prefix counts.
    pub(super) namespaces: Vec<(&'a str, Cow<'a, str>)>,
    pub(super) repairs: Repairs,
    /// How many items were opened, wherever they ended up.
    pub(super) items: usize,
}

pub(super) const ROOT: Id = 0;

impl<'a> Tree<'a> {
    /// Reads markup of any kind; nothing is an error.
    pub(super) fn read(source: &'a str) -> Self {
        reader::read(source)
    }

    pub(super) fn kind(&self, id: Id) -> &Kind<'a> {
        &self.nodes[id as usize].kind
    }

    /// Returns the name with its prefix; empty for text.
    pub(super) fn name(&self, id: Id) -> &'a str {
        match self.nodes[id as usize].kind {
            Kind::Element { name } => name,
            Kind::Text(_) | Kind::Literal(_) => "",
        }
    }

    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut next = self.nodes[id as usize].first_child;
        std::iter::from_fn(move || {
            let id = next;
            (id != NONE).then(|| {
                next = self.nodes[id as usize].next;
                id
            })
        })
    }

    /// Returns children that are elements.
    pub(super) fn elements(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.children(id)
            .filter(|child| matches!(self.kind(*child), Kind::Element { .. }))
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        let parent = self.nodes[id as usize].parent;
        (parent != NONE).then_some(parent)
    }

    /// Returns the node that follows in the order of the document, children first.
    pub(super) fn following(&self, id: Id) -> Option<Id> {
        let first = self.nodes[id as usize].first_child;
        if first != NONE {
            return Some(first);
        }
        self.following_outside(id)
    }

    /// Returns the node that follows in the order of the document after all that is inside `id`.
    pub(super) fn following_outside(&self, id: Id) -> Option<Id> {
        let mut id = id;
        loop {
            let node = &self.nodes[id as usize];
            if node.next != NONE {
                return Some(node.next);
            }
            id = self.parent(id)?;
        }
    }

    /// Returns names with prefix and raw values.
    pub(super) fn attributes(&self, id: Id) -> &[(&'a str, &'a str)] {
        let (from, to) = self.nodes[id as usize].attributes;
        self.attributes
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    /// Returns the decoded value of the attribute whose name without prefix is `name`, case ignored.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<Cow<'a, str>> {
        self.attributes(id)
            .iter()
            .find(|(key, _)| local(key).eq_ignore_ascii_case(name))
            .map(|(_, value)| entities::decode(value))
    }

    /// Returns all text inside, references decoded once.
    pub(super) fn text(&self, id: Id) -> Cow<'a, str> {
        let node = &self.nodes[id as usize];
        // Nearly always there is one piece.
        if node.first_child != NONE && node.first_child == node.last_child {
            match self.nodes[node.first_child as usize].kind {
                Kind::Text(raw) => return entities::decode(raw),
                Kind::Literal(raw) => return Cow::Borrowed(raw),
                Kind::Element { .. } => {}
            }
        }
        let mut out = String::new();
        self.push_text(id, &mut out);
        Cow::Owned(out)
    }

    fn push_text(&self, id: Id, out: &mut String) {
        for child in self.children(id) {
            match self.kind(child) {
                Kind::Text(raw) => out.push_str(&entities::decode(raw)),
                Kind::Literal(raw) => out.push_str(raw),
                Kind::Element { .. } => self.push_text(child, out),
            }
        }
    }

    pub(super) fn has_elements(&self, id: Id) -> bool {
        self.elements(id).next().is_some()
    }

    /// Returns what is inside as HTML: elements written without prefix, text escaped.
    ///
    /// Where `is_mixed`, text that was itself escaped HTML or CDATA is left as HTML: feeds that forget to escape
    /// a body often do so only in places.
    pub(super) fn html(&self, id: Id, is_mixed: bool) -> String {
        let mut out = String::new();
        self.push_html(id, is_mixed, &mut out);
        out
    }

    fn push_html(&self, id: Id, is_mixed: bool, out: &mut String) {
        for child in self.children(id) {
            match self.kind(child) {
                Kind::Text(raw) => {
                    let text = entities::decode(raw);
                    if is_mixed && text.contains('<') && crate::text::plain::has_tag(&text) {
                        out.push_str(&text);
                    } else {
                        escape(&text, out);
                    }
                }
                Kind::Literal(raw) if is_mixed => out.push_str(raw),
                Kind::Literal(raw) => escape(raw, out),
                Kind::Element { name } => {
                    let name = local(name);
                    out.push('<');
                    out.push_str(name);
                    for (key, value) in self.attributes(child) {
                        if key.starts_with("xmlns") {
                            continue;
                        }
                        out.push(' ');
                        out.push_str(local(key));
                        out.push_str("=\"");
                        escape(&entities::decode(value), out);
                        out.push('"');
                    }
                    out.push('>');
                    self.push_html(child, is_mixed, out);
                    if !is_void(name) {
                        out.push_str("</");
                        out.push_str(name);
                        out.push('>');
                    }
                }
            }
        }
    }
}

/// Appends `text` with the characters that mean something in HTML and XML escaped.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}
