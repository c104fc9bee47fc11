//! What happened since a moment: articles put together to stories, each with its brief.

use std::collections::BTreeSet;

use serde::Serialize;
use url::Url;

use super::Desk;
use crate::config::file::Engine;
use crate::domain::query::Query;
use crate::domain::{Article, ArticleId, Timestamp};
use crate::insight::{self, Piece};
use crate::store::{self, PageRequest, Sort};

/// Articles looked at; the newest of them, where more came.
const MOST: usize = 3_000;
/// Articles asked for at once.
const PAGE: usize = 500;
/// Bytes of a text after which more of it says nothing more for a brief.
const ENOUGH: usize = 4_000;

/// The stories of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    pub since: Timestamp,
    /// Articles that were looked at.
    pub articles: usize,
    /// Stories they are.
    pub count: usize,
    /// Those that most sources tell first, of these the newest; no more than were asked for.
    pub stories: Vec<DigestStory>,
}

/// A story: the JSON of `squelch digest`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DigestStory {
    /// The article the brief is of.
    pub id: ArticleId,
    pub title: String,
    pub source: String,
    #[serde(serialize_with = "as_rfc3339")]
    pub date: Timestamp,
    pub link: Option<Url>,
    /// Sentences of that article; none where its text is too short, or briefs are switched off.
    pub brief: Vec<String>,
    /// What chose them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// How many sources tell it.
    pub sources: usize,
    /// The other articles of the story, newest first.
    pub others: Vec<DigestArticle>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DigestArticle {
    pub id: ArticleId,
    pub title: String,
    pub source: String,
    #[serde(serialize_with = "as_rfc3339")]
    pub date: Timestamp,
    pub link: Option<Url>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn as_rfc3339<S: serde::Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    moment.rfc3339().serialize(serializer)
}

/// Returns the stories of the last `age` seconds, at most so many.
///
/// # Errors
/// When the store cannot be read.
pub async fn digest(desk: &Desk, age: i64, limit: usize, now: Timestamp) -> store::Result<Digest> {
    let articles = articles(desk, age, now).await?;
    let (articles, groups) = tokio::task::spawn_blocking(move || {
        let pieces: Vec<Piece<'_>> = articles
            .iter()
            .map(|article| Piece {
                title: &article.headline.title,
                text: &article.text,
                language: article.language.as_deref(),
            })
            .collect();
        let groups = insight::group(&pieces);
        (articles, groups)
    })
    .await
    .unwrap_or_default();
    let mut stories: Vec<Vec<&Article>> = groups
        .iter()
        .map(|group| {
            group
                .iter()
                .filter_map(|index| articles.get(*index))
                .collect()
        })
        .collect();
    stories.sort_by_cached_key(|story| std::cmp::Reverse((sources(story), newest(story))));
    let count = stories.len();
    stories.truncate(limit);
    let mut told = Vec::with_capacity(stories.len());
    for story in stories {
        told.extend(tell(desk, &story).await?);
    }
    Ok(Digest {
        since: now.plus(-age),
        articles: articles.len(),
        count,
        stories: told,
    })
}

/// Returns the articles of a time with their texts, the oldest first: what a story is called follows from who came first.
async fn articles(desk: &Desk, age: i64, now: Timestamp) -> store::Result<Vec<Article>> {
    let mut ids = Vec::new();
    loop {
        let request = PageRequest {
            query: Query::Newer(age),
            sort: Sort::Newest,
            after: ids.last().copied(),
            limit: PAGE.min(MOST - ids.len()),
            now,
        };
        let page = desk.store.page(request).await?;
        ids.extend(page.rows.iter().map(|headline| headline.id));
        if !page.has_more || ids.len() >= MOST {
            break;
        }
    }
    let mut articles = Vec::with_capacity(ids.len());
    for id in ids.into_iter().rev() {
        articles.extend(desk.store.article(id).await?);
    }
    Ok(articles)
}

fn sources(story: &[&Article]) -> usize {
    let feeds: BTreeSet<_> = story.iter().map(|article| article.headline.feed).collect();
    feeds.len()
}

fn newest(story: &[&Article]) -> Option<Timestamp> {
    story.iter().map(|article| article.headline.sorted_at).max()
}

/// Tells a story by the article that says most; `None` of no articles.
async fn tell(desk: &Desk, story: &[&Article]) -> store::Result<Option<DigestStory>> {
    let says_most =
        |article: &&&Article| (article.text.len().min(ENOUGH), article.headline.sorted_at);
    let Some(first) = story.iter().max_by_key(says_most) else {
        return Ok(None);
    };
    let id = first.headline.id;
    let insight = match desk.config.insight.engine {
        Engine::Off => None,
        Engine::Offline => super::insight::of_article(desk, id, false).await?,
    };
    let insight = insight.filter(|insight| !insight.brief.is_empty());
    Ok(Some(DigestStory {
        id,
        title: first.headline.title.clone(),
        source: first.headline.source.clone(),
        date: first.headline.sorted_at,
        link: first.link.clone(),
        engine: insight.as_ref().map(|insight| insight.engine.clone()),
        brief: insight
            .map(|insight| {
                insight
                    .brief
                    .into_iter()
                    .map(|bullet| bullet.text)
                    .collect()
            })
            .unwrap_or_default(),
        sources: sources(story),
        others: story
            .iter()
            .rev()
            .filter(|article| article.headline.id != id)
            .map(|article| DigestArticle {
                id: article.headline.id,
                title: article.headline.title.clone(),
                source: article.headline.source.clone(),
                date: article.headline.sorted_at,
                link: article.link.clone(),
            })
            .collect(),
    }))
}
