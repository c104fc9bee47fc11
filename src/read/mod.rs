//! From HTML to lines of a width: blocks from the DOM, html2text for inline text and the plain dump.
//!
//! Start with [`Document::from_html`] and [`Document::render`]. On the way a body passes `guard`, which bounds its
//! size, depth and attributes before any parser sees it; `blocks` reads the tree; `wrap` and `render` lay it out.
//! Nothing here loads an image or follows a link.

mod blocks;
mod document;
mod elements;
mod guard;
mod inline;
mod links;
mod markdown;
mod media;
mod page;
mod phrasing;
mod plain;
mod prose;
mod render;
mod rendered;
mod table;
mod wrap;

pub use document::{
    Block, Definition, Document, Figure, FigureKind, List, Numbering, Table, TableRow,
};
pub use inline::{Inline, Run};
pub use links::Link;
pub use markdown::{escape_markdown, to_markdown};
pub use page::Page;
pub use plain::to_plain;
pub use rendered::{Line, Rendered, Role, Span, Style};
