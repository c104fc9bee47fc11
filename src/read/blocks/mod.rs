//! From the DOM to blocks: one walk, inline text gathered between the blocks.
//!
//! The tree comes from a guarded fragment, so its depth is bounded and the walk may recurse.

mod figures;
mod flat;
mod tables;

use dom_query::NodeRef;
use flat::flatten;
use url::Url;

use super::document::{Block, Definition, Document, List, Numbering};
use super::inline::Inline;
use super::links::{self, LinkTable};
use super::phrasing::{Buffer, Mark};
use crate::text::printable;

pub(super) struct Builder<'b> {
    pub(super) base: Option<&'b Url>,
    buffer: Buffer,
    blocks: Vec<Block>,
    links: LinkTable,
    /// Lists, quotes and the like around the present place.
    nesting: usize,
}

/// Nesting of lists and quotes that a line can show; deeper ones are laid flat.
const MOST_NESTING: usize = 24;

impl<'b> Builder<'b> {
    pub(super) fn new(base: Option<&'b Url>) -> Self {
        Self {
            base,
            buffer: Buffer::default(),
            blocks: Vec::new(),
            links: LinkTable::default(),
            nesting: 0,
        }
    }

    pub(super) fn finish(mut self) -> Document {
        self.flush();
        Document {
            blocks: self.blocks,
            links: self.links.links,
        }
    }

    pub(super) fn walk(&mut self, node: &NodeRef) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child);
            } else if child.is_element() {
                self.element(&child);
            }
        }
    }

    #[inline(never)]
    fn text(&mut self, node: &NodeRef) {
        self.buffer.text(&node.text());
    }

    /// Ends the present paragraph.
    fn flush(&mut self) {
        let paragraphs = self.buffer.take(&mut self.links);
        self.blocks
            .extend(paragraphs.into_iter().map(Block::Paragraph));
    }

    fn marked(&mut self, node: &NodeRef, mark: Mark) {
        self.buffer.open(mark);
        self.walk(node);
        self.buffer.close();
    }

    fn element(&mut self, node: &NodeRef) {
        let Some(name) = node.node_name() else { return };
        match name.as_ref() {
            "b" | "strong" | "mark" => self.marked(node, Mark::Strong),
            "i" | "em" | "cite" | "dfn" | "var" => self.marked(node, Mark::Emphasis),
            "s" | "strike" | "del" => self.marked(node, Mark::Strikethrough),
            "code" | "kbd" | "samp" | "tt" => self.marked(node, Mark::Code),
            "sup" => self.marked(node, Mark::Superscript),
            "sub" => self.marked(node, Mark::Subscript),
            "a" => self.link(node),
            "q" => {
                self.buffer.text("“");
                self.walk(node);
                self.buffer.text("”");
            }
            "br" => self.buffer.line_break(),
            "img" => self.image(node),
            "iframe" | "embed" | "video" | "audio" | "object" => self.media(node, &name),
            other => self.block(node, other),
        }
    }

    fn block(&mut self, node: &NodeRef, name: &str) {
        self.flush();
        match name {
            "h1" => self.heading(node, 1),
            "h2" => self.heading(node, 2),
            "h3" => self.heading(node, 3),
            "h4" => self.heading(node, 4),
            "h5" => self.heading(node, 5),
            "h6" => self.heading(node, 6),
            "ul" | "ol" => self.list(node, name == "ol"),
            "blockquote" => self.quote(node),
            "pre" => self.code(node),
            "figure" => self.figure(node),
            "figcaption" | "caption" => self.caption(node),
            "table" => self.table(node),
            "hr" => self.blocks.push(Block::Rule),
            "dl" => self.definitions(node),
            "details" => self.details(node),
            _ => self.walk(node),
        }
        self.flush();
    }

    /// Returns the blocks of an element, apart from those around it.
    fn inner(&mut self, node: &NodeRef) -> Vec<Block> {
        self.flush();
        let outer = std::mem::take(&mut self.blocks);
        self.nesting += 1;
        self.walk(node);
        self.flush();
        self.nesting -= 1;
        std::mem::replace(&mut self.blocks, outer)
    }

    /// Returns the text of an element on its own, its paragraphs as lines; what is no text is left in the blocks.
    fn inner_text(&mut self, node: &NodeRef) -> Inline {
        let mut text = Inline::default();
        for block in self.inner(node) {
            flatten(block, &mut text, &mut self.blocks);
        }
        text
    }

    fn is_too_nested(&self) -> bool {
        self.nesting >= MOST_NESTING
    }

    #[inline(never)]
    fn link(&mut self, node: &NodeRef) {
        let target = node
            .attr("href")
            .and_then(|href| links::resolve(&href, self.base));
        match target {
            Some(url) => {
                let candidate = self.links.candidate(url);
                self.marked(node, Mark::Link(candidate));
            }
            None => self.walk(node),
        }
    }

    #[inline(never)]
    fn heading(&mut self, node: &NodeRef, level: u8) {
        let text = self.inner_text(node);
        if !text.is_empty() {
            self.blocks.push(Block::Heading { level, text });
        }
    }

    #[inline(never)]
    fn list(&mut self, node: &NodeRef, is_ordered: bool) {
        if self.is_too_nested() {
            return self.walk(node);
        }
        let numbering = is_ordered.then(|| match node.attr("type").as_deref() {
            Some("a") => Numbering::LowerAlpha,
            Some("A") => Numbering::UpperAlpha,
            Some("i") => Numbering::LowerRoman,
            Some("I") => Numbering::UpperRoman,
            _ => Numbering::Decimal,
        });
        let step = if node.has_attr("reversed") { -1 } else { 1 };
        let is_item = |child: &NodeRef| child.has_name("li");
        let start: Option<i64> = node
            .attr("start")
            .and_then(|start| start.trim().parse().ok());
        let mut next = start.unwrap_or_else(|| {
            if step > 0 {
                return 1;
            }
            let items = node.children_it(false).filter(is_item).count();
            i64::try_from(items).unwrap_or(i64::MAX)
        });
        let mut list = List {
            numbering,
            numbers: Vec::new(),
            items: Vec::new(),
        };
        for child in node.children_it(false) {
            // Stray text and lists directly within a list belong to the item before them.
            if !is_item(&child) {
                if child.is_element() {
                    let stray = self.stray(&child);
                    match list.items.last_mut() {
                        Some(item) => item.extend(stray),
                        None if stray.is_empty() => {}
                        None => {
                            list.numbers.push(next);
                            next = next.saturating_add(step);
                            list.items.push(stray);
                        }
                    }
                }
                continue;
            }
            if let Some(value) = child
                .attr("value")
                .and_then(|value| value.trim().parse().ok())
            {
                next = value;
            }
            let item = self.inner(&child);
            if !item.is_empty() {
                list.numbers.push(next);
                list.items.push(item);
                next = next.saturating_add(step);
            }
        }
        if !list.items.is_empty() {
            self.blocks.push(Block::List(list));
        }
    }

    /// Returns the blocks of an element itself, apart from those around it.
    fn stray(&mut self, node: &NodeRef) -> Vec<Block> {
        let outer = std::mem::take(&mut self.blocks);
        self.nesting += 1;
        self.element(node);
        self.flush();
        self.nesting -= 1;
        std::mem::replace(&mut self.blocks, outer)
    }

    #[inline(never)]
    fn quote(&mut self, node: &NodeRef) {
        if self.is_too_nested() {
            return self.walk(node);
        }
        let blocks = self.inner(node);
        if !blocks.is_empty() {
            self.blocks.push(Block::Quote(blocks));
        }
    }

    #[inline(never)]
    fn code(&mut self, node: &NodeRef) {
        let mut text = String::new();
        let mut language = language_of(node);
        for part in node.descendants_it() {
            if part.is_text() {
                text.push_str(&part.text());
            } else if part.has_name("br") {
                text.push('\n');
            } else if part.has_name("img") {
                text.push_str(&part.attr("alt").unwrap_or_default());
            } else if part.has_name("code") && language.is_none() {
                language = language_of(&part);
            }
        }
        let text = printable::block(&text).replace('\t', "    ");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let first = lines.iter().position(|line| !line.is_empty());
        let last = lines.iter().rposition(|line| !line.is_empty());
        if let (Some(first), Some(last)) = (first, last) {
            let text = lines.get(first..=last).unwrap_or_default().join("\n");
            self.blocks.push(Block::Code { text, language });
        }
    }

    #[inline(never)]
    fn definitions(&mut self, node: &NodeRef) {
        if self.is_too_nested() {
            return self.walk(node);
        }
        let mut definitions = Vec::new();
        let mut pending: Vec<NodeRef> = node.children_it(true).collect();
        while let Some(part) = pending.pop() {
            if part.has_name("dt") {
                let term = self.inner_text(&part);
                if !term.is_empty() {
                    definitions.push(Definition::Term(term));
                }
            } else if part.has_name("div") {
                pending.extend(part.children_it(true));
            } else if part.is_element() {
                let blocks = self.inner(&part);
                if !blocks.is_empty() {
                    definitions.push(Definition::Meaning(blocks));
                }
            }
        }
        if !definitions.is_empty() {
            self.blocks.push(Block::Definitions(definitions));
        }
    }

    #[inline(never)]
    fn details(&mut self, node: &NodeRef) {
        if self.is_too_nested() {
            return self.walk(node);
        }
        let mut summary = Inline::default();
        let outer = std::mem::take(&mut self.blocks);
        self.nesting += 1;
        for child in node.children_it(false) {
            if child.has_name("summary") && summary.is_empty() {
                summary = self.inner_text(&child);
            } else if child.is_text() {
                self.text(&child);
            } else if child.is_element() {
                self.element(&child);
            }
        }
        self.flush();
        self.nesting -= 1;
        let blocks = std::mem::replace(&mut self.blocks, outer);
        if !blocks.is_empty() || !summary.is_empty() {
            self.blocks.push(Block::Details { summary, blocks });
        }
    }
}

/// Returns the language a block of code is marked with by the usual class names.
fn language_of(node: &NodeRef) -> Option<String> {
    let class = node.attr("class")?;
    class
        .split_ascii_whitespace()
        .find_map(|class| {
            class
                .strip_prefix("language-")
                .or_else(|| class.strip_prefix("lang-"))
                .or_else(|| class.strip_prefix("highlight-source-"))
        })
        .map(|language| printable::line(language).into_owned())
        .filter(|language| !language.is_empty() && language.len() <= 24)
}
