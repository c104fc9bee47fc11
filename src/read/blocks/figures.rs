//! Pictures, films, sounds and what is written under them.

use dom_query::NodeRef;

use super::Builder;
use crate::read::document::{Block, Figure};
use crate::read::media;

impl Builder<'_> {
    #[inline(never)]
    pub(super) fn figure(&mut self, node: &NodeRef) {
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
    pub(super) fn caption(&mut self, node: &NodeRef) {
        let text = self.inner_text(node);
        if !text.is_empty() {
            self.blocks.push(Block::Caption(text));
        }
    }

    #[inline(never)]
    pub(super) fn image(&mut self, node: &NodeRef) {
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
    pub(super) fn media(&mut self, node: &NodeRef, name: &str) {
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
    pub(super) fn push_figure(&mut self, figure: Figure) {
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
}
