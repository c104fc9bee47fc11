//! A lenient reader of XML and what passes for it.
//!
//! Nothing is an error here. Tags that do not match are balanced, ends that are missing are put in, a less-than sign
//! that opens nothing is text. Everything is bounded: depth, attributes, nodes.

use std::cell::OnceCell;

use memchr::{memchr, memchr2, memmem, memrchr};

use super::super::names::{is_barrier, is_field, is_item, is_leaf, is_plain_leaf, is_void};
use super::super::repairs::{Repairs, count_bare_ampersands};
use super::super::tags::{
    Start, doctype_length, find_end_tag, read_attributes, read_start, starts_name,
};
use super::{Id, Kind, NONE, Node, ROOT, Tree};
use crate::text::entities;

/// Deeper elements are dropped, their text is kept.
const MAX_DEPTH: usize = 256;
const MAX_ATTRIBUTES: usize = 64;
/// A body of 16 MiB of `<a>` would make more than a gigabyte of nodes; real documents have one node in 20 bytes.
const MAX_NODES: usize = 2_000_000;
/// Declarations whose inner part, which may reach far, is looked for.
const MAX_DOCTYPES: u32 = 16;

pub(super) fn read(source: &str) -> Tree<'_> {
    let tree = Tree {
        nodes: Vec::with_capacity(source.len() / 24 + 1),
        attributes: Vec::new(),
        namespaces: Vec::new(),
        repairs: Repairs::default(),
        items: 0,
    };
    let mut reader = Reader {
        source,
        at: 0,
        last_end: memrchr(b'>', source.as_bytes()).unwrap_or(0),
        last_cdata_end: OnceCell::new(),
        last_comment_end: OnceCell::new(),
        next_cdata_end: 0,
        doctypes: 0,
        stack: Vec::new(),
        skipped: 0,
        tree,
    };
    reader.run();
    reader.tree
}

/// An element that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    id: Id,
    /// Known once, since each end tag may ask all that is open.
    is_barrier: bool,
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    /// Where the last closing bracket of each kind is: beyond it nothing closes, so nothing is looked for.
    last_end: usize,
    last_cdata_end: OnceCell<usize>,
    last_comment_end: OnceCell<usize>,
    /// Where the next end of a CDATA section is, as found when one was last looked for.
    next_cdata_end: usize,
    doctypes: u32,
    stack: Vec<Open>,
    /// Open elements beyond the greatest depth.
    skipped: u32,
    tree: Tree<'a>,
}

impl<'a> Reader<'a> {
    fn run(&mut self) {
        self.push_node(Kind::Element { name: "" }, (0, 0));
        self.open(ROOT, false);
        let bytes = self.source.as_bytes();
        let mut text_from = 0;
        while let Some(found) = memchr(b'<', &bytes[self.at..]) {
            if self.tree.nodes.len() >= MAX_NODES {
                self.tree.repairs.is_too_large = true;
                return;
            }
            let open = self.at + found;
            self.at = open;
            let rest = self.slice(open, bytes.len());
            let next = bytes.get(open + 1).copied().unwrap_or(0);
            let consumed = match next {
                b'!' | b'?' => {
                    self.push_text(text_from, open);
                    self.declaration(rest);
                    true
                }
                b'/' => {
                    let is_tag = open < self.last_end
                        && bytes.get(open + 2).is_some_and(|byte| starts_name(*byte));
                    if is_tag {
                        self.push_text(text_from, open);
                        self.end_tag(rest);
                    }
                    is_tag
                }
                byte if starts_name(byte) && open < self.last_end => match read_start(rest) {
                    Some(start) => {
                        self.push_text(text_from, open);
                        self.at += start.length;
                        self.start_tag(&start);
                        true
                    }
                    None => false,
                },
                _ => false,
            };
            if consumed {
                text_from = self.at;
            } else {
                self.tree.repairs.less_than += 1;
                self.at = open + 1;
            }
        }
        // A tag that was being written when the document was cut off is no text.
        let tail = self.slice(text_from, bytes.len());
        let end = if self.stack.len() > 1 {
            tail.rfind('<')
                .filter(|at| {
                    tail.as_bytes()
                        .get(at + 1)
                        .is_none_or(|byte| starts_name(*byte) || matches!(byte, b'/' | b'!' | b'?'))
                })
                .map_or(bytes.len(), |at| text_from + at)
        } else {
            bytes.len()
        };
        self.push_text(text_from, end);
        if self.stack.len() > 1 {
            self.tree.repairs.is_truncated = true;
        }
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.source.get(from..to).unwrap_or_default()
    }

    /// Returns where `end` is for the last time, looked for when somebody first asks.
    fn last(&self, known: &OnceCell<usize>, end: &[u8]) -> usize {
        *known.get_or_init(|| memmem::rfind(self.source.as_bytes(), end).unwrap_or(0))
    }

    fn push_node(&mut self, kind: Kind<'a>, attributes: (u32, u32)) -> Id {
        let id = Id::try_from(self.tree.nodes.len()).unwrap_or(NONE - 1);
        let parent = self.stack.last().map_or(NONE, |open| open.id);
        self.tree.nodes.push(Node {
            kind,
            attributes,
            parent,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
        });
        if parent != NONE {
            let last = self.tree.nodes[parent as usize].last_child;
            if last == NONE {
                self.tree.nodes[parent as usize].first_child = id;
            } else {
                self.tree.nodes[last as usize].next = id;
            }
            self.tree.nodes[parent as usize].last_child = id;
        }
        id
    }

    fn push_text(&mut self, from: usize, to: usize) {
        let text = self.slice(from, to);
        if text.is_empty() || self.stack.len() == 1 {
            return;
        }
        let Some(text) = self.without_stray_section_end(text) else {
            return;
        };
        self.tree.repairs.ampersands += count_bare_ampersands(text);
        self.push_node(Kind::Text(text), (0, 0));
    }

    /// Returns text without the end of a CDATA section that was written twice, or without its start: XML allows none
    /// in text. `None` when nothing is left.
    fn without_stray_section_end(&mut self, text: &'a str) -> Option<&'a str> {
        const END: &str = "]]>";
        let follows_section = self
            .tree
            .nodes
            .last()
            .is_some_and(|node| matches!(node.kind, Kind::Literal(_)));
        let kept = if follows_section {
            text.strip_prefix(END).unwrap_or(text)
        } else {
            text
        };
        let kept = kept.strip_suffix(END).unwrap_or(kept);
        self.tree.repairs.open_cdata += u32::from(kept.len() < text.len());
        (!kept.is_empty()).then_some(kept)
    }

    /// Reads what starts with `<!` or `<?`.
    fn declaration(&mut self, rest: &'a str) {
        let bytes = rest.as_bytes();
        let length = if rest
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("<![CDATA["))
        {
            self.cdata(rest)
        } else if rest.starts_with("<!--") {
            if self.at < self.last(&self.last_comment_end, b"-->") {
                memmem::find(bytes.get(4..).unwrap_or_default(), b"-->").map_or(4, |end| end + 7)
            } else {
                // Never closed: the comment ends with its own line rather than with the document.
                memchr2(b'\n', b'>', bytes).map_or(bytes.len(), |end| end + 1)
            }
        } else if rest.starts_with("<?") || self.at >= self.last_end {
            memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1)
        } else if self.doctypes < MAX_DOCTYPES {
            self.doctypes += 1;
            doctype_length(bytes)
        } else {
            memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1)
        };
        self.at += length;
    }

    fn cdata(&mut self, rest: &'a str) -> usize {
        const OPEN: usize = "<![CDATA[".len();
        let body = rest.get(OPEN..).unwrap_or_default();
        let end = if self.at < self.last(&self.last_cdata_end, b"]]>") {
            // What was found for an earlier section holds until it is passed.
            if self.next_cdata_end < self.at + OPEN {
                self.next_cdata_end = memmem::find(body.as_bytes(), b"]]>")
                    .map_or(self.source.len(), |end| self.at + OPEN + end);
            }
            Some(self.next_cdata_end - self.at - OPEN).filter(|end| *end < body.len())
        } else {
            None
        };
        let parent = self.stack.last().map_or("", |open| self.tree.name(open.id));
        let (text, length) = match end {
            // An end that belongs to a later section: this one ends with its element.
            Some(end) if memmem::find(&body.as_bytes()[..end], b"<![CDATA[").is_some() => {
                let end_tag = find_end_tag(body.get(..end).unwrap_or_default(), parent);
                self.tree.repairs.open_cdata += u32::from(end_tag.is_some());
                end_tag.map_or((body.get(..end), OPEN + end + 3), |at| {
                    (body.get(..at), OPEN + at)
                })
            }
            Some(end) => (body.get(..end), OPEN + end + 3),
            None => {
                self.tree.repairs.open_cdata += 1;
                let end = find_end_tag(body, parent).unwrap_or(body.len());
                (body.get(..end), OPEN + end)
            }
        };
        if let Some(text) = text.filter(|text| !text.is_empty())
            && self.stack.len() > 1
        {
            self.push_node(Kind::Literal(text), (0, 0));
        }
        length
    }

    fn start_tag(&mut self, start: &Start<'a>) {
        let name = start.name;
        if is_item(name) {
            self.tree.items += 1;
            self.close_open_item(name);
        } else if is_field(name)
            && let Some(top) = self.stack.last().map(|open| self.tree.name(open.id))
            && is_leaf(top)
        {
            self.tree.repairs.unclosed += 1;
            self.stack.pop();
        }
        if self.stack.len() >= MAX_DEPTH {
            self.tree.repairs.too_deep += 1;
            self.skipped += u32::from(!start.is_empty && !is_void(name));
            return;
        }
        let from = u32::try_from(self.tree.attributes.len()).unwrap_or(0);
        let mut count = 0_usize;
        read_attributes(start.attributes, |key, value| {
            count += 1;
            if count > MAX_ATTRIBUTES {
                return false;
            }
            if let Some(prefix) = key.strip_prefix("xmlns:")
                && self.tree.namespaces.len() < 256
                && !self
                    .tree
                    .namespaces
                    .iter()
                    .any(|(known, _)| *known == prefix)
            {
                self.tree.namespaces.push((prefix, entities::decode(value)));
            }
            self.tree.repairs.ampersands += count_bare_ampersands(value);
            self.tree.attributes.push((key, value));
            true
        });
        self.tree.repairs.attributes += u32::from(count > MAX_ATTRIBUTES);
        let to = u32::try_from(self.tree.attributes.len()).unwrap_or(from);
        let id = self.push_node(Kind::Element { name }, (from, to));
        if start.is_empty || is_void(name) {
            return;
        }
        let is_barrier = is_barrier(name);
        if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
            let body = self.slice(self.at, self.source.len());
            if let Some(end) = find_end_tag(body, name) {
                // Kept as it is: nothing in it is markup.
                self.open(id, is_barrier);
                self.push_text(self.at, self.at + end);
                self.stack.pop();
                self.at += end;
                self.open(id, is_barrier);
                return;
            }
        }
        self.open(id, is_barrier);
    }

    fn open(&mut self, id: Id, is_barrier: bool) {
        self.stack.push(Open { id, is_barrier });
    }

    /// An item inside an item is the next item, whose predecessor was never closed.
    fn close_open_item(&mut self, name: &str) {
        let open = self
            .stack
            .iter()
            .position(|open| self.tree.name(open.id).eq_ignore_ascii_case(name));
        if let Some(open) = open {
            self.tree.repairs.unclosed += 1;
            self.skipped = 0;
            self.stack.truncate(open);
        }
    }

    fn end_tag(&mut self, rest: &'a str) {
        let bytes = rest.as_bytes();
        let inside = bytes.get(2..).unwrap_or_default();
        let name_length = inside
            .iter()
            .position(|byte| matches!(byte, b'>' | b'<' | b'/') || byte.is_ascii_whitespace())
            .unwrap_or(inside.len());
        let name = rest.get(2..2 + name_length).unwrap_or_default();
        let after = 2 + name_length;
        // `</title <link>`: the bracket that closes it is missing.
        self.at += match memchr2(b'>', b'<', bytes.get(after..).unwrap_or_default()) {
            Some(end) if bytes[after + end] == b'>' => after + end + 1,
            Some(end) => after + end,
            None => bytes.len(),
        };
        if is_void(name) {
            return;
        }
        let closes_barrier = is_barrier(name);
        if self.skipped > 0 {
            if !closes_barrier {
                self.skipped -= 1;
                return;
            }
            self.skipped = 0;
        }
        for open in (1..self.stack.len()).rev() {
            let Open { id, is_barrier } = self.stack[open];
            if self.tree.name(id).eq_ignore_ascii_case(name) {
                self.tree.repairs.unclosed +=
                    u32::try_from(self.stack.len() - open - 1).unwrap_or(0);
                self.stack.truncate(open);
                return;
            }
            if is_barrier && !closes_barrier {
                break;
            }
        }
        self.tree.repairs.stray_ends += 1;
        let top = self.stack.last().map_or("", |open| self.tree.name(open.id));
        if is_plain_leaf(top) || is_leaf(top) && is_field(name) {
            // `<pubDate>…</date>`: it can only mean the field it stands in.
            self.stack.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(source: &str) -> String {
        Tree::read(source).html(ROOT, false)
    }

    #[test]
    fn broken_markup_becomes_a_whole_tree() {
        let cases = [
            ("<a><b>x</b></a>", "<a><b>x</b></a>"),
            ("<a><b>x</a>", "<a><b>x</b></a>"),
            ("<a>x</b></a>", "<a>x</a>"),
            ("<a>3 < 5 <b></a>", "<a>3 &lt; 5 <b></b></a>"),
            ("<a>x <y and z</a>", "<a>x &lt;y and z</a>"),
            ("<a><![CDATA[<x>&]]></a>", "<a>&lt;x&gt;&amp;</a>"),
            ("<a><![CDATA[open</a>", "<a>open</a>"),
            ("<a><br>x<img src=y></a>", "<a><br>x<img src=\"y\"></a>"),
            (
                "<rss><item><title>a<item><title>b",
                "<rss><item><title>a</title></item><item><title>b</title></item></rss>",
            ),
            (
                "<item><title>a<link>b</link></item>",
                "<item><title>a</title><link>b</link></item>",
            ),
            (
                "<item><pubDate>1</date><guid>2</id><title>3</link><link>4</link></item>",
                "<item><pubDate>1</pubDate><guid>2</guid><title>3</title><link>4</link></item>",
            ),
            (
                "<item><title>a</b> c</title></item>",
                "<item><title>a c</title></item>",
            ),
            (
                "<entry><title>a<updated>1<id>b</id></entry>",
                "<entry><title>a</title><updated>1</updated><id>b</id></entry>",
            ),
            (
                "<item><title><![CDATA[a]]>]]></title><link>b]]></link></item>",
                "<item><title>a</title><link>b</link></item>",
            ),
            ("<item><title>a</title><li", "<item><title>a</title></item>"),
            ("<a x='1' y=2 z>t</a>", "<a x=\"1\" y=\"2\" z=\"\">t</a>"),
            (
                "<a href=\"http://x><b>t</b></a>",
                "<a href=\"http://x\"><b>t</b></a>",
            ),
            (
                "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
                "<a>&amp;b;</a>",
            ),
            ("<!-- x --><a>y</a><!-- z", "<a>y</a>"),
        ];
        for (source, expected) in cases {
            assert_eq!(shape(source), expected, "{source}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let source = format!(
            "<rss>{}x{}<item>y</item></rss>",
            "<g>".repeat(5_000),
            "</g>".repeat(5_000)
        );
        let tree = Tree::read(&source);
        assert!(tree.repairs.too_deep > 0);
        assert!(tree.html(ROOT, false).ends_with("<item>y</item></rss>"));
    }
}
