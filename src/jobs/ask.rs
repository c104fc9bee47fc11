//! Answering a question from the story itself and from everything cached.

use std::ops::Range;

use serde::Serialize;

use super::Desk;
use crate::domain::{Article, ArticleId, Timestamp};
use crate::insight::{self, Passage, Source};
use crate::store;

/// How many cached articles are looked through beside the story itself.
const SOURCES: usize = 24;
/// How many passages are shown.
const PASSAGES: usize = 6;
/// How many sentences are looked at for them: several may stand in one paragraph.
const SENTENCES: usize = 3 * PASSAGES;
/// A further sentence of a paragraph is marked, and one of the story at hand goes before those of others, when it is
/// worth this share of the best one.
const NEAR_BEST: f32 = 0.6;
/// What is worth less than this share of the best one only shares a word with the question.
const FAR_FROM_BEST: f32 = 0.4;

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
    /// All sentences of it that bear on the question, the best among them, in their order: three at most.
    pub marks: Vec<Range<usize>>,
    /// The best sentence as a byte range of the article's text.
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
    let AskRequest {
        question, article, ..
    } = request;
    let answer = tokio::task::spawn_blocking(move || cite(question, article, &articles)).await;
    Ok(answer.unwrap_or_else(|_| CitedAnswer {
        question: String::new(),
        is_answered: false,
        citations: Vec::new(),
        engine: insight::ENGINE.to_owned(),
    }))
}

fn cite(question: String, asked_of: Option<ArticleId>, articles: &[Article]) -> CitedAnswer {
    let sources: Vec<Source<'_>> = articles
        .iter()
        .map(|article| Source {
            title: &article.headline.title,
            text: &article.text,
            language: article.language.as_deref(),
        })
        .collect();
    let mut answer = insight::ask(&question, &sources, SENTENCES);
    if answer.is_answered {
        let best = answer.passages.first().map_or(0.0, |passage| passage.score);
        answer
            .passages
            .retain(|passage| passage.score >= FAR_FROM_BEST * best);
    }
    let citations = paragraphs(&answer.passages, |passage| {
        let article = articles.get(passage.source)?;
        asked_of.map(|id| article.headline.id == id)
    })
    .into_iter()
    .filter_map(|paragraph| cited(&paragraph, articles))
    .zip(1..)
    .map(|(citation, number)| Citation { number, ..citation })
    .collect();
    CitedAnswer {
        question,
        is_answered: answer.is_answered,
        citations,
        engine: insight::ENGINE.to_owned(),
    }
}

/// Puts sentences of one paragraph together, the best of each first. Those of the story at hand go before others, as
/// long as they bear on the question about as well as the best.
fn paragraphs(
    sentences: &[Passage],
    is_at_hand: impl Fn(&Passage) -> Option<bool>,
) -> Vec<Vec<&Passage>> {
    let best = sentences.first().map_or(0.0, |passage| passage.score);
    let mut paragraphs: Vec<Vec<&Passage>> = Vec::new();
    for sentence in sentences {
        let is_beside = |other: &&Passage| {
            other.source == sentence.source && other.paragraph == sentence.paragraph
        };
        let known = paragraphs
            .iter()
            .position(|paragraph| paragraph.first().is_some_and(is_beside));
        if let Some(paragraph) = known.and_then(|known| paragraphs.get_mut(known)) {
            if sentence.score >= NEAR_BEST * best && paragraph.len() < 3 {
                paragraph.push(sentence);
            }
        } else if paragraphs.len() < PASSAGES {
            paragraphs.push(vec![sentence]);
        }
    }
    let comes_later = |paragraph: &Vec<&Passage>| {
        !paragraph
            .first()
            .is_some_and(|first| first.score >= NEAR_BEST * best && is_at_hand(first) == Some(true))
    };
    paragraphs.sort_by_key(comes_later);
    paragraphs
}

/// Returns a paragraph with its sentences as it is cited, without its number.
fn cited(sentences: &[&Passage], articles: &[Article]) -> Option<Citation> {
    let best = sentences.first()?;
    let article = articles.get(best.source)?;
    let within = |sentence: &Range<usize>| {
        let start = sentence.start.checked_sub(best.paragraph.start)?;
        Some(start..sentence.end.checked_sub(best.paragraph.start)?)
    };
    let mut marks: Vec<Range<usize>> = sentences
        .iter()
        .filter_map(|passage| within(&passage.sentence))
        .collect();
    marks.sort_by_key(|mark| mark.start);
    Some(Citation {
        number: 0,
        article: article.headline.id,
        title: article.headline.title.clone(),
        source: article.headline.source.clone(),
        published: article.headline.sorted_at,
        passage: article.text.get(best.paragraph.clone())?.to_owned(),
        mark: within(&best.sentence)?,
        marks,
        start: best.sentence.start,
        end: best.sentence.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(source: usize, paragraph: usize, sentence: usize, score: f32) -> Passage {
        let start = paragraph * 100;
        Passage {
            source,
            paragraph: start..start + 90,
            sentence: start + sentence * 30..start + sentence * 30 + 29,
            score,
        }
    }

    fn places(paragraphs: &[Vec<&Passage>]) -> Vec<(usize, usize, usize)> {
        paragraphs
            .iter()
            .map(|sentences| {
                let first = sentences.first().unwrap();
                (first.source, first.paragraph.start / 100, sentences.len())
            })
            .collect()
    }

    #[test]
    fn a_paragraph_is_cited_once_with_its_good_sentences() {
        let found = [
            passage(0, 1, 0, 1.0),
            passage(1, 4, 0, 0.9),
            passage(0, 1, 2, 0.7),
            passage(1, 4, 1, 0.5),
            passage(0, 2, 0, 0.3),
        ];
        let none = |_: &Passage| None;
        assert_eq!(
            places(&paragraphs(&found, none)),
            [(0, 1, 2), (1, 4, 1), (0, 2, 1)]
        );
        assert!(paragraphs(&[], none).is_empty());
    }

    #[test]
    fn the_story_at_hand_comes_first_where_it_bears_on_the_question() {
        let found = [
            passage(1, 4, 0, 1.0),
            passage(0, 1, 0, 0.8),
            passage(2, 4, 1, 0.7),
            passage(0, 2, 0, 0.3),
        ];
        let at_hand = |passage: &Passage| Some(passage.source == 0);
        assert_eq!(
            places(&paragraphs(&found, at_hand)),
            [(0, 1, 1), (1, 4, 1), (2, 4, 1), (0, 2, 1)]
        );
    }
}
