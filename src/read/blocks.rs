//! From the DOM to blocks: one walk, inline text gathered between the blocks.
//!
//! The tree comes from a guarded fragment, so its depth is bounded and the walk may recurse.

use dom_query::NodeRef;
use url::Url;

use super::document::{
    Block, Definition, Document, Figure, FigureKind, List, Numbering, Table, TableRow,
};
use super::inline::{Buffer, Inline, Mark};
use super::links::{self, LinkTable};
use super::media;
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
    fn figure(&mut self, node: &NodeRef) {
        let mut blocks = self.inner(node);
        let caption = match blocks
            .iter()
            .rposition(|block| matches!(block, Block::Caption(_)))
        {
            Some(index) => match blocks.remove(index) {
                Block::Caption(text) => Some(text),
                _ => None,
            },
            None => None,
        };
        let last = blocks.iter_mut().rev().find_map(|block| match block {
            Block::Figure(figure) if figure.caption.is_none() => Some(figure),
            _ => None,
        });
        match (last, caption) {
            (Some(figure), caption) => figure.caption = caption,
            (None, Some(caption)) => blocks.push(Block::Caption(caption)),
            (None, None) => {}
        }
        for block in blocks {
            match block {
                Block::Figure(figure) => self.push_figure(figure),
                other => self.blocks.push(other),
            }
        }
    }

    #[inline(never)]
    fn caption(&mut self, node: &NodeRef) {
        let text = self.inner_text(node);
        if !text.is_empty() {
            self.blocks.push(Block::Caption(text));
        }
    }

    #[inline(never)]
    fn image(&mut self, node: &NodeRef) {
        match media::image(node, self.base) {
            media::Image::Nothing => {}
            media::Image::Inline(text) => self.buffer.text(&text),
            media::Image::Figure(figure) => {
                let around = self.buffer.link();
                self.flush();
                let figure = self.linked(figure, around);
                self.push_figure(figure);
            }
        }
    }

    #[inline(never)]
    fn media(&mut self, node: &NodeRef, name: &str) {
        self.flush();
        if let Some(figure) = media::embedded(node, name, self.base) {
            let figure = self.linked(figure, None);
            self.push_figure(figure);
        } else {
            self.walk(node);
            self.flush();
        }
    }

    fn linked(&mut self, mut figure: Figure, around: Option<usize>) -> Figure {
        let candidate = around.or_else(|| {
            let source = figure.source.clone()?;
            Some(self.links.candidate(source))
        });
        figure.link =
            candidate.and_then(|candidate| self.links.used(candidate, &figure.description));
        figure
    }

    /// Keeps a figure unless it repeats the one just before it, as pages with deferred pictures do.
    fn push_figure(&mut self, figure: Figure) {
        if let Some(Block::Figure(last)) = self.blocks.last_mut()
            && last.source.is_some()
            && last.source == figure.source
        {
            if last.caption.is_none() {
                last.caption = figure.caption;
            }
            return;
        }
        self.blocks.push(Block::Figure(figure));
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

    #[inline(never)]
    fn table(&mut self, node: &NodeRef) {
        if is_for_layout(node) || self.is_too_nested() {
            return self.walk(node);
        }
        let mut table = Table::default();
        let mut pending: Vec<NodeRef> = node.children_it(true).collect();
        let mut is_in_head = false;
        while let Some(part) = pending.pop() {
            if part.has_name("caption") {
                let caption = self.inner_text(&part);
                table.caption = (!caption.is_empty()).then_some(caption);
            } else if part.has_name("tr") {
                self.row(&part, is_in_head, &mut table);
            } else if part.is_element() {
                is_in_head = part.has_name("thead");
                pending.extend(part.children_it(true));
            }
        }
        let columns = table
            .rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0);
        for row in &mut table.rows {
            row.cells.resize(columns, Inline::default());
        }
        drop_empty_columns(&mut table);
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    fn row(&mut self, node: &NodeRef, is_in_head: bool, table: &mut Table) {
        let mut row = TableRow {
            is_header: true,
            cells: Vec::new(),
        };
        for cell in node.children_it(false).filter(NodeRef::is_element) {
            row.is_header &= cell.has_name("th");
            row.cells.push(self.inner_text(&cell));
            let span: usize = cell
                .attr("colspan")
                .and_then(|span| span.parse().ok())
                .unwrap_or(1);
            for _ in 1..span {
                row.cells.push(Inline::default());
            }
        }
        row.is_header |= is_in_head;
        // Only the first rows can be the head; a `th` row further down is a title between rows.
        row.is_header &= table.rows.iter().all(|row| row.is_header);
        if row.cells.iter().any(|cell| !cell.is_empty()) {
            table.rows.push(row);
        }
    }
}

fn drop_empty_columns(table: &mut Table) {
    let columns = table.rows.first().map_or(0, |row| row.cells.len());
    let used: Vec<bool> = (0..columns)
        .map(|column| {
            table
                .rows
                .iter()
                .any(|row| row.cells.get(column).is_some_and(|cell| !cell.is_empty()))
        })
        .collect();
    if used.iter().all(|is_used| *is_used) {
        return;
    }
    for row in &mut table.rows {
        let mut column = used.iter();
        row.cells.retain(|_| column.next().copied().unwrap_or(true));
    }
}

/// Says whether a table only places things on a page: marked so, of one column, or holding tables or headings.
fn is_for_layout(node: &NodeRef) -> bool {
    if matches!(node.attr("role").as_deref(), Some("presentation" | "none")) {
        return true;
    }
    let mut widest = 0;
    for part in node.descendants_it() {
        let Some(name) = part.node_name() else {
            continue;
        };
        match name.as_ref() {
            "tr" => {
                let cells = part
                    .children_it(false)
                    .filter(|cell| cell.has_name("td") || cell.has_name("th"))
                    .count();
                widest = widest.max(cells);
            }
            "table" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "pre" | "iframe" | "video" => {
                return true;
            }
            _ => {}
        }
    }
    widest < 2
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

/// Appends the text of a block to `text` line by line; pictures and the like go to `rest`.
fn flatten(block: Block, text: &mut Inline, rest: &mut Vec<Block>) {
    match block {
        Block::Paragraph(inline) | Block::Caption(inline) | Block::Heading { text: inline, .. } => {
            text.append_line(inline);
        }
        Block::Code { text: code, .. } => text.append_line(Inline::plain(code)),
        Block::List(list) => {
            for item in list.items {
                for (index, block) in item.into_iter().enumerate() {
                    if index == 0
                        && let Block::Paragraph(inline) = block
                    {
                        let mut line = Inline::plain("• ");
                        for run in inline.runs {
                            line.push(&run.text, run.style, run.link);
                        }
                        text.append_line(line);
                    } else {
                        flatten(block, text, rest);
                    }
                }
            }
        }
        Block::Quote(blocks) => flatten_all(blocks, text, rest),
        Block::Details { summary, blocks } => {
            text.append_line(summary);
            flatten_all(blocks, text, rest);
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                match definition {
                    Definition::Term(term) => text.append_line(term),
                    Definition::Meaning(blocks) => flatten_all(blocks, text, rest),
                }
            }
        }
        Block::Figure(figure) if figure.kind == FigureKind::Image && rest.len() > MOST_FIGURES => {
            text.append_line(Inline::plain(figure.description));
        }
        Block::Figure(_) | Block::Table(_) => rest.push(block),
        Block::Rule => {}
    }
}

fn flatten_all(blocks: Vec<Block>, text: &mut Inline, rest: &mut Vec<Block>) {
    for block in blocks {
        flatten(block, text, rest);
    }
}

/// Pictures lifted out of cells before they are named in the cell itself, as in a table of flags.
const MOST_FIGURES: usize = 400;
