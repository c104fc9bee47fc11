//! Answering a question from the story itself and from everything cached.

use std::ops::Range;

use serde::Serialize;

use super::Desk;
use crate::domain::{Article, ArticleId, Timestamp};
use crate::insight::{self, Source};
use crate::store;

/// How many cached articles are looked through beside the story itself.
const SOURCES: usize = 24;
/// How many passages are shown.
const PASSAGES: usize = 6;

/// What to ask, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskRequest {
    pub question: String,
    /// The story at hand, whose passages come first when they bear on the question.
    pub article: Option<ArticleId>,
    pub newer_than: Option<Timestamp>,
}

/// Cited passages. Nothing in them is generated: each is a paragraph of a cached article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedAnswer {
    pub question: String,
    /// False when nothing cached answers and `citations` are only the nearest passages.
    pub is_answered: bool,
    pub citations: Vec<Citation>,
    pub engine: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citation {
    /// From 1, as shown.
    pub number: usize,
    pub article: ArticleId,
    pub title: String,
    pub source: String,
    pub published: Timestamp,
    /// The paragraph.
    pub passage: String,
    /// The sentence that answers best, as a byte range of `passage`.
    pub mark: Range<usize>,
    /// The same sentence as a byte range of the article's text.
    pub start: usize,
    pub end: usize,
}

/// Finds the passages that bear on a question, best first.
pub async fn ask(desk: &Desk, request: AskRequest) -> store::Result<CitedAnswer> {
    let mut articles = Vec::new();
    if let Some(id) = request.article {
        articles.extend(desk.store.article(id).await?);
    }
    let found = desk
        .store
        .relevant(request.question.clone(), request.newer_than, SOURCES)
        .await?;
    articles.extend(
        found
            .into_iter()
            .filter(|article| Some(article.headline.id) != request.article),
    );
    let question = request.question;
    let answer = tokio::task::spawn_blocking(move || cite(question, &articles)).await;
    Ok(answer.unwrap_or_else(|_| CitedAnswer {
        question: String::new(),
        is_answered: false,
        citations: Vec::new(),
        engine: insight::ENGINE.to_owned(),
    }))
}

fn cite(question: String, articles: &[Article]) -> CitedAnswer {
    let sources: Vec<Source<'_>> = articles
        .iter()
        .map(|article| Source {
            title: &article.headline.title,
            text: &article.text,
            language: article.language.as_deref(),
        })
        .collect();
    let answer = insight::ask(&question, &sources, PASSAGES);
    let citations = answer
        .passages
        .into_iter()
        .filter_map(|passage| {
            let article = articles.get(passage.source)?;
            let text = article.text.get(passage.paragraph.clone())?;
            let mark = passage
                .sentence
                .start
                .checked_sub(passage.paragraph.start)?
                ..passage.sentence.end.checked_sub(passage.paragraph.start)?;
            Some((article, text.to_owned(), mark, passage.sentence))
        })
        .enumerate()
        .map(|(index, (article, passage, mark, sentence))| Citation {
            number: index + 1,
            article: article.headline.id,
            title: article.headline.title.clone(),
            source: article.headline.source.clone(),
            published: article.headline.sorted_at,
            passage,
            mark,
            start: sentence.start,
            end: sentence.end,
        })
        .collect();
    CitedAnswer {
        question,
        is_answered: answer.is_answered,
        citations,
        engine: insight::ENGINE.to_owned(),
    }
}
