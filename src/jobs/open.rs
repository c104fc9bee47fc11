//! Opening a story: its row, its body as blocks, and where the reader was.

use super::Desk;
use crate::domain::{Article, ArticleId};
use crate::read::Document;
use crate::store::{self, Position};

/// A story ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub article: Article,
    pub document: Document,
    pub position: Option<Position>,
}

/// Loads a story; `None` when the store has no such article.
pub async fn open(desk: &Desk, id: ArticleId) -> store::Result<Option<Opened>> {
    let Some(article) = desk.store.article(id).await? else {
        return Ok(None);
    };
    let position = desk.store.position(id).await?;
    // Building the tree of a long page takes milliseconds: not on a thread that also answers keys.
    let html = article.html.clone();
    let base = article.link.clone();
    let document = tokio::task::spawn_blocking(move || Document::from_html(&html, base.as_ref()))
        .await
        .unwrap_or_default();
    Ok(Some(Opened {
        article,
        document,
        position,
    }))
}
