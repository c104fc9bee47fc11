//! Opening a story: its row, its body as blocks, and where the reader was.

use super::{Desk, full_text};
use crate::domain::{Article, ArticleId};
use crate::read::Document;
use crate::store::{self, Position};

/// A story ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub article: Article,
    pub document: Document,
    pub position: Option<Position>,
    /// The config file asks for the full text, and it was not taken yet.
    pub wants_full_text: bool,
    /// How many earlier states of it are kept.
    pub versions: usize,
}

/// Loads a story, with the feed's text where `is_feeds` asks for it; `None` when the store has no such article.
pub async fn open(desk: &Desk, id: ArticleId, is_feeds: bool) -> store::Result<Option<Opened>> {
    let article = if is_feeds {
        desk.store.article_of_feed(id).await?
    } else {
        desk.store.article(id).await?
    };
    let Some(article) = article else {
        return Ok(None);
    };
    let wants_full_text = !is_feeds && full_text::is_wanted(desk, &article).await?;
    let position = desk.store.position(id).await?;
    let versions = desk.store.version_count(id).await?;
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
        wants_full_text,
        versions,
    }))
}
