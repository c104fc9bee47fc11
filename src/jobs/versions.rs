//! What a feed changed in a story: each of its states compared with the one that took its place.

use super::Desk;
use crate::domain::{Article, ArticleId, Timestamp};
use crate::store;
use crate::text::revision::{self, Piece};

/// One change of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// When it was seen.
    pub at: Timestamp,
    pub title: Vec<Piece>,
    pub text: Vec<Piece>,
    /// Words of title and text.
    pub added: usize,
    pub removed: usize,
}

/// What changed in a story.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// As the feed has it now.
    pub article: Article,
    /// The latest change first.
    pub revisions: Vec<Revision>,
}

/// Compares the states of a story as its feed gave them; `None` when the store has no such article.
pub async fn of_article(desk: &Desk, id: ArticleId) -> store::Result<Option<History>> {
    let Some(article) = desk.store.article_of_feed(id).await? else {
        return Ok(None);
    };
    let versions = desk.store.versions(id).await?;
    // Long texts take up to a second: not on a thread that also answers keys.
    let compared = tokio::task::spawn_blocking(move || {
        let mut revisions = Vec::with_capacity(versions.len());
        let mut after = (article.headline.title.clone(), article.text.clone());
        for version in versions {
            revisions.push(compare(
                (&version.title, &version.text),
                &after,
                version.replaced_at,
            ));
            after = (version.title, version.text);
        }
        History { article, revisions }
    });
    Ok(compared.await.ok())
}

fn compare(before: (&str, &str), after: &(String, String), at: Timestamp) -> Revision {
    let title = revision::compare(before.0, &after.0);
    let text = revision::compare(before.1, &after.1);
    let (of_title, of_text) = (revision::count(&title), revision::count(&text));
    Revision {
        at,
        title,
        text,
        added: of_title.0 + of_text.0,
        removed: of_title.1 + of_text.1,
    }
}
