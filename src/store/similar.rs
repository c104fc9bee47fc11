//! "More like this": stories that share the telling words of another one, copies of it last.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::error::Result;
use super::handle::Store;
use super::index::Weighed;
use super::lists::{Finder, article_language, language_and_author};
use super::snippet::{line_marks, snippet};
use super::{Hit, SearchResult, articles};
use crate::domain::query::{Query, Spelling};
use crate::domain::{ArticleId, Timestamp};
use crate::text::language::Language;
use crate::text::words::{self, Pattern};

/// Words of the text that are looked at: what a story is about it says early.
const LOOKED_AT: usize = 1_500;
/// A word of the title counts as so many of the text.
const TITLE: f32 = 3.0;
/// Stories asked for beyond those wanted, as copies may be among them.
const SPARE: usize = 20;
/// Words that stand together in both, of those in either, that make a copy: agency reports are cut and get another
/// ending.
const COPY: f64 = 0.4;
/// Of the words looked for, one in so many must be shared, and two in any case.
const SHARED: usize = 6;
/// Words in a row that are compared.
const ROW: usize = 4;

impl Store {
    /// Returns the stories most like another one, best first, without it; copies of it and of one another come last.
    ///
    /// `None` when there is no such article.
    pub async fn similar(&self, id: ArticleId, limit: usize) -> Result<Option<SearchResult>> {
        self.inner
            .workers
            .read(move |seat| seat.finder.similar(&seat.connection, id, limit))
            .await
    }

    /// Returns, for those of the words that no article has, the nearest that articles have. With each,
    /// whether it may go on.
    pub async fn spellings(&self, words: Vec<(String, bool)>) -> Result<Vec<Spelling>> {
        self.inner
            .workers
            .read(move |seat| seat.finder.spellings(&seat.connection, words))
            .await
    }
}

impl Finder {
    fn similar(
        &mut self,
        connection: &Connection,
        id: ArticleId,
        limit: usize,
    ) -> Result<Option<SearchResult>> {
        let Some(headline) = articles::headlines(connection, &[id.get()])?.pop() else {
            return Ok(None);
        };
        let language = article_language(connection, id.get())?;
        let text = articles::content(connection, id.get())?
            .unwrap_or_default()
            .text;
        let words = weighed(&headline.title, &text, language);
        let others = Query::not(Query::Ids(vec![id]));
        let (ids, telling) = self.like(
            connection,
            &words,
            &others,
            Timestamp::from_seconds(0),
            limit + SPARE,
        )?;

        // Counted here and not by the index, which takes several times as long over it.
        let needed = (telling.len() / SHARED).max(2);
        let telling: HashSet<&str> = telling.iter().map(|word| word.word.as_str()).collect();
        let origin = Shape::of(&headline.title, &text);
        let mut shapes = vec![origin];
        let patterns: Vec<Pattern> = telling
            .iter()
            .map(|word| Pattern::new(&[(*word).to_owned()], false, true))
            .collect();
        let patterns: Vec<&Pattern> = patterns.iter().collect();
        let (mut hits, mut copies) = (Vec::new(), Vec::new());
        for headline in articles::headlines(connection, &ids)? {
            if hits.len() == limit {
                break;
            }
            let id = headline.id.get();
            let (language, author) = language_and_author(connection, id)?;
            let text = articles::content(connection, id)?.unwrap_or_default().text;
            if shared(&telling, &headline.title, &text) < needed {
                continue;
            }
            let shape = Shape::of(&headline.title, &text);
            let is_copy = shapes.iter().any(|known| known.is_copy(&shape));
            let shown = snippet(&text, &patterns, language);
            let hit = Hit {
                title_marks: line_marks(&headline.title, &patterns, language),
                headline,
                author,
                snippet: shown.text,
                snippet_marks: shown.marks,
            };
            if is_copy {
                copies.push(hit);
            } else {
                shapes.push(shape);
                hits.push(hit);
            }
        }
        hits.extend(copies);
        hits.truncate(limit);
        Ok(Some(SearchResult {
            total: hits.len() as u64,
            hits,
        }))
    }
}

/// Returns the words of a story that may tell what it is about.
fn weighed(title: &str, text: &str, language: Option<Language>) -> Vec<Weighed> {
    let mut times: HashMap<String, f32> = HashMap::new();
    let parts = [(title, TITLE, usize::MAX), (text, 1.0, LOOKED_AT)];
    for (part, weight, most) in parts {
        for token in words::tokens(part, language).take(most) {
            let word = token.folded.into_owned();
            let is_short = word.chars().nth(1).is_none();
            if token.is_tail || is_short || words::is_stop_word(&word, language) {
                continue;
            }
            *times.entry(word).or_default() += weight;
        }
    }
    times
        .into_iter()
        .map(|(word, times)| Weighed { word, times })
        .collect()
}

/// Returns how many of these words a story has.
fn shared(telling: &HashSet<&str>, title: &str, text: &str) -> usize {
    let mut found: HashSet<&str> = HashSet::new();
    for token in words::tokens(title, None).chain(words::tokens(text, None)) {
        found.extend(telling.get(token.folded.as_ref()));
    }
    found.len()
}

/// What of a story is compared to tell copies.
struct Shape {
    title: String,
    rows: HashSet<u64>,
}

impl Shape {
    fn of(title: &str, text: &str) -> Self {
        let hashes: Vec<u64> = words::tokens(text, None)
            .take(LOOKED_AT)
            .map(|token| xxhash_rust::xxh3::xxh3_64(token.folded.as_bytes()))
            .collect();
        Self {
            title: words::fold(title),
            rows: hashes
                .windows(ROW)
                .map(|row| {
                    row.iter().fold(0, |hash: u64, word| {
                        hash.rotate_left(17).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ word
                    })
                })
                .collect(),
        }
    }

    fn is_copy(&self, other: &Self) -> bool {
        // The same heading stands over every issue of a column, so that it says little where there is a text.
        let is_bare = self.rows.is_empty() || other.rows.is_empty();
        if self.title == other.title && is_bare {
            return true;
        }
        let needed = if self.title == other.title {
            COPY / 4.0
        } else {
            COPY
        };
        let shared = self.rows.intersection(&other.rows).count();
        let either = self.rows.len() + other.rows.len() - shared;
        #[expect(clippy::cast_precision_loss, reason = "a share of a few thousand")]
        let share = shared as f64 / either.max(1) as f64;
        share >= needed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_from_stories_on_the_same_subject() {
        let report = "Dockers at the port of Velmora will return to work on Monday after their union and the Harbour \
            Authority signed a three-year pay deal, ending a strike that closed the largest terminal for eleven days.";
        let shape = |title: &str, text: &str| Shape::of(title, text);
        let origin = shape("Port strike ends", report);
        let cut = format!("{report} Our reporter contributed.");
        assert!(origin.is_copy(&shape("Dockers go back", &cut)));
        assert!(origin.is_copy(&shape("PORT STRIKE ENDS", "Nothing else.")));
        let other = "The Harbour Authority of Velmora signed a pay deal with pilots, whose strike closed the port in May.";
        assert!(!origin.is_copy(&shape("Pilots sign", other)));
        assert!(!origin.is_copy(&shape("Empty", "")));
        assert!(!shape("One", "").is_copy(&shape("Two", "")));
    }
}
