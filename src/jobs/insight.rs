//! Brief and questions of a cached story: made once, kept in the store, made again when text or engine change.

use xxhash_rust::xxh3::xxh3_64;

use super::Desk;
use crate::domain::{Article, ArticleId};
use crate::insight::{self, Insight, Story};
use crate::store::{self, StoredInsight};
use crate::text::plain;

/// Returns the insight of a cached story, from the store when it is still true; `None` for an unknown id.
///
/// With `afresh` it is made again in any case.
pub async fn of_article(
    desk: &Desk,
    id: ArticleId,
    afresh: bool,
) -> store::Result<Option<Insight>> {
    let Some(article) = desk.store.article(id).await? else {
        return Ok(None);
    };
    let text_hash = hash(&article);
    if !afresh
        && let Some(stored) = desk.store.insight(id).await?
        && stored.engine == insight::ENGINE
        && stored.text_hash == text_hash
        && let Ok(insight) = serde_json::from_str(&stored.json)
    {
        return Ok(Some(insight));
    }
    let insight = tokio::task::spawn_blocking(move || make(&article))
        .await
        .unwrap_or_default();
    if let Ok(json) = serde_json::to_string(&insight) {
        let stored = StoredInsight {
            engine: insight::ENGINE.to_owned(),
            text_hash,
            json,
        };
        desk.store.put_insight(id, stored).await?;
    }
    Ok(Some(insight))
}

/// Makes the insight of an article at hand.
pub fn make(article: &Article) -> Insight {
    let summary = article.summary.as_deref().map(plain::from_html);
    insight::make(Story {
        title: &article.headline.title,
        text: &article.text,
        summary: summary.as_deref(),
        language: article.language.as_deref(),
    })
}

fn hash(article: &Article) -> i64 {
    let title = xxh3_64(article.headline.title.as_bytes());
    let text = xxh3_64(article.text.as_bytes());
    (title.rotate_left(1) ^ text).cast_signed()
}
