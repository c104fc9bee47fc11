//! An article's body as blocks: what [`super::render`] lays out and [`super::markdown`] writes.

use url::Url;

use super::blocks::Builder;
use super::guard::guard;
use super::inline::Inline;
use super::links::Link;
use super::prose;
use super::rendered::Rendered;

/// An article's body as blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    pub blocks: Vec<Block>,
    /// Targets of links, http and https only, without tracking parameters, in order of appearance, each once.
    pub links: Vec<Link>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading {
        /// 1 to 6.
        level: u8,
        text: Inline,
    },
    Paragraph(Inline),
    /// Words under something that is no figure, a table for example.
    Caption(Inline),
    List(List),
    Quote(Vec<Block>),
    Code {
        text: String,
        /// As the page names it: `rust`, `sh`.
        language: Option<String>,
    },
    Table(Table),
    Figure(Figure),
    Rule,
    Definitions(Vec<Definition>),
    Details {
        summary: Inline,
        blocks: Vec<Block>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// `None` for bullets.
    pub numbering: Option<Numbering>,
    /// The number of each item, when numbered.
    pub numbers: Vec<i64>,
    pub items: Vec<Vec<Block>>,
}

/// How an ordered list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Definition {
    Term(Inline),
    Meaning(Vec<Block>),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    pub caption: Option<Inline>,
    pub rows: Vec<TableRow>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    pub is_header: bool,
    pub cells: Vec<Inline>,
}

/// A picture, film, sound or embedded page, which a terminal shows as words and a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub kind: FigureKind,
    /// What the page says is to be seen, printable, possibly empty.
    pub description: String,
    pub caption: Option<Inline>,
    /// The file itself.
    pub source: Option<Url>,
    /// Index into [`Document::links`]: where the page leads from here, else the file.
    pub link: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    Image,
    Video,
    Audio,
    Embed,
}

impl Document {
    /// Returns the blocks of an HTML fragment or page; `base` resolves relative links.
    ///
    /// Never fails and never takes long: depth, size and element counts are bounded; what is over becomes plain text.
    /// A body without any markup is read as prose, its newlines making paragraphs.
    pub fn from_html(html: &str, base: Option<&Url>) -> Self {
        let guarded = guard(html);
        if guarded.elements == 0 {
            return prose::read(&guarded.html);
        }
        let tree = dom_query::Document::fragment(guarded.html);
        let mut builder = Builder::new(base);
        builder.walk(&tree.html_root());
        builder.finish()
    }

    /// Returns the pictures of the article, in order, each once: the first is its lead image.
    pub fn images(&self) -> Vec<&Figure> {
        fn collect<'a>(blocks: &'a [Block], found: &mut Vec<&'a Figure>) {
            for block in blocks {
                match block {
                    Block::Figure(figure)
                        if figure.kind == FigureKind::Image
                            && figure.source.is_some()
                            && found.iter().all(|other| other.source != figure.source) =>
                    {
                        found.push(figure);
                    }
                    Block::Quote(blocks) | Block::Details { blocks, .. } => collect(blocks, found),
                    Block::List(list) => list.items.iter().for_each(|item| collect(item, found)),
                    Block::Definitions(definitions) => {
                        for definition in definitions {
                            if let Definition::Meaning(blocks) = definition {
                                collect(blocks, found);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        collect(&self.blocks, &mut found);
        found
    }

    /// Wraps to `width` columns (at least 1); no line is wider, wide characters counted as two.
    pub fn render(&self, width: u16) -> Rendered {
        super::render::render(self, width.max(1))
    }
}
