//! Blocks within a line, as in a cell of a table: their text stays, pictures and the like are lifted out.

use crate::read::document::{Block, Definition, FigureKind};
use crate::read::inline::Inline;

/// Pictures lifted out of cells before they are named in the cell itself, as in a table of flags.
const MOST_FIGURES: usize = 400;

/// Appends the text of a block to `text` line by line; pictures and the like go to `rest`.
pub(super) fn flatten(block: Block, text: &mut Inline, rest: &mut Vec<Block>) {
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
