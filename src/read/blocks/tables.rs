//! Tables of data, told from those that only place things on a page.

use dom_query::NodeRef;

use super::Builder;
use crate::read::document::{Block, Table, TableRow};
use crate::read::inline::Inline;

impl Builder<'_> {
    #[inline(never)]
    pub(super) fn table(&mut self, node: &NodeRef) {
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
