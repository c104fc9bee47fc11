//! Queries answered: pages of lists, counts, searches with snippets.

use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::Connection;

use super::error::{Result, StoreError};
use super::index::{Freshness, IndexError, Order, SearchIndex, Weighed};
use super::plan::Condition;
use super::search::{Memory, find, is_for_index};
use super::snippet::{line_marks, snippet};
use super::{Hit, Page, PageRequest, SearchRequest, SearchResult, SearchSort, Sort};
use super::{articles, counting};
use crate::domain::query::{Query, Spelling, TextField};
use crate::domain::{Article, ArticleId, Timestamp};
use crate::text::language::{self, Language};
use crate::text::words::{self, Pattern};

/// Words of a question that are searched for; the rest of a long one says little.
const QUESTION_WORDS: usize = 16;

/// What answering needs beside a connection; each reader has its own.
#[derive(Debug)]
pub(super) struct Finder {
    index: Arc<SearchIndex>,
    memory: Memory,
}

impl From<IndexError> for StoreError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Sql(error) => error.into(),
            IndexError::Superseded => Self::Superseded,
            other => Self::Index(other.to_string()),
        }
    }
}

impl Finder {
    pub(super) fn new(index: Arc<SearchIndex>) -> Self {
        Self {
            index,
            memory: Memory::default(),
        }
    }

    pub(super) fn page(&mut self, connection: &Connection, request: &PageRequest) -> Result<Page> {
        let reading = connection.unchecked_transaction()?;
        let condition = self
            .memory
            .condition(connection, &request.query, request.now)?;
        let after = request.after.map(ArticleId::get);
        let order = match request.sort {
            Sort::Newest => Order::Newest { after },
            Sort::Oldest => Order::Oldest { after },
        };
        // One more than asked for tells whether there is more.
        let limit = request.limit.saturating_add(1);
        let mut ids = self.ids(connection, &condition, order, limit)?;
        let has_more = ids.len() > request.limit;
        ids.truncate(request.limit);
        let rows = articles::headlines(connection, &ids)?;
        reading.finish()?;
        Ok(Page { rows, has_more })
    }

    /// Returns all articles a query means, newest first.
    pub(super) fn matching(
        &mut self,
        connection: &Connection,
        query: &Query,
        now: Timestamp,
    ) -> Result<Vec<i64>> {
        self.matching_first(connection, query, now, usize::MAX >> 1)
    }

    /// Returns the newest articles a query means.
    pub(super) fn matching_first(
        &mut self,
        connection: &Connection,
        query: &Query,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let condition = self.memory.condition(connection, query, now)?;
        self.ids(connection, &condition, Order::Newest { after: None }, limit)
    }

    fn ids(
        &mut self,
        connection: &Connection,
        condition: &Condition,
        order: Order,
        limit: usize,
    ) -> Result<Vec<i64>> {
        if is_for_index(connection, &self.index, condition)? {
            let limit = limit.min(count_articles(connection)?);
            let fresh = Freshness::default();
            Ok(find(
                connection,
                &self.index,
                &mut self.memory,
                condition,
                order,
                limit,
                &fresh,
            )?
            .ids)
        } else {
            Ok(super::search::list(connection, condition, order, limit)
                .map_err(StoreError::from)?)
        }
    }

    pub(super) fn count(
        &mut self,
        connection: &Connection,
        query: &Query,
        now: Timestamp,
    ) -> Result<u64> {
        let condition = self.memory.condition(connection, query, now)?;
        if is_for_index(connection, &self.index, &condition)? {
            let order = Order::Newest { after: None };
            let fresh = Freshness::default();
            Ok(find(
                connection,
                &self.index,
                &mut self.memory,
                &condition,
                order,
                1,
                &fresh,
            )?
            .total)
        } else {
            Ok(counting::count(connection, &condition)?)
        }
    }

    pub(super) fn search(
        &mut self,
        connection: &Connection,
        request: &SearchRequest,
        freshness: &Freshness,
    ) -> Result<SearchResult> {
        // One look at the store for all its rows: each by itself would lock the file and let it go.
        let reading = connection.unchecked_transaction()?;
        let condition = self
            .memory
            .condition(connection, &request.query, request.now)?;
        let order = match request.sort {
            SearchSort::Relevance => Order::Relevance {
                now: Some(request.now.seconds()),
            },
            SearchSort::Newest => Order::Newest { after: None },
        };
        let ranked = find(
            connection,
            &self.index,
            &mut self.memory,
            &condition,
            order,
            request.skip.saturating_add(request.limit),
            freshness,
        )?;
        let wanted = ranked.ids.get(request.skip..).unwrap_or_default();
        let patterns = condition.patterns();
        let in_text: Vec<_> = patterns
            .iter()
            .filter(|(field, _)| *field == TextField::Any)
            .map(|(_, pattern)| *pattern)
            .collect();
        let in_title: Vec<_> = patterns
            .iter()
            .filter(|(field, _)| *field != TextField::Author)
            .map(|(_, pattern)| *pattern)
            .collect();
        let mut hits = Vec::with_capacity(wanted.len());
        for headline in articles::headlines(connection, wanted)? {
            freshness.check()?;
            let id = headline.id.get();
            let (language, author) = language_and_author(connection, id)?;
            let text = articles::content(connection, id)?.unwrap_or_default().text;
            let shown = snippet(&text, &in_text, language);
            hits.push(Hit {
                title_marks: line_marks(&headline.title, &in_title, language),
                headline,
                author,
                snippet: shown.text,
                snippet_marks: shown.marks,
            });
        }
        reading.finish()?;
        Ok(SearchResult {
            hits,
            total: ranked.total,
        })
    }

    /// Returns the words that articles have in place of those that none has.
    pub(super) fn spellings(
        &mut self,
        connection: &Connection,
        words: Vec<(String, bool)>,
    ) -> Result<Vec<Spelling>> {
        let names = self.memory.names(connection)?;
        let mut found = Vec::new();
        for (word, is_prefix) in words {
            let meant = self
                .index
                .spelling(connection, &names, (&word, is_prefix))?;
            found.extend(meant.map(|meant| (word, meant)));
        }
        Ok(found)
    }

    /// Returns the articles a query means that share most with weighed words, best first, and the words that told.
    pub(super) fn like(
        &mut self,
        connection: &Connection,
        words: &[Weighed],
        query: &Query,
        now: Timestamp,
        limit: usize,
    ) -> Result<(Vec<i64>, Vec<Weighed>)> {
        let condition = self.memory.condition(connection, query, now)?;
        let memory = &mut self.memory;
        Ok(self
            .index
            .like(connection, words, &condition, limit, &mut |set| {
                Ok(memory.set(connection, set)?)
            })?)
    }

    /// Returns the articles that share the most telling words with a question, best first.
    pub(super) fn relevant(
        &mut self,
        connection: &Connection,
        question: &str,
        newer_than: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Article>> {
        let language = language::detect(question, None);
        let mut known = HashSet::new();
        let mut asked = Vec::new();
        for token in words::tokens(question, language) {
            let word = question.get(token.range).unwrap_or_default();
            if !token.is_tail
                && !words::is_stop_word(&token.folded, language)
                && known.insert(token.folded)
            {
                asked.push(Pattern::new(&[word.to_owned()], false, false));
            }
        }
        asked.truncate(QUESTION_WORDS);
        // One look at the store for all articles: each by itself would lock the file and let it go.
        let reading = connection.unchecked_transaction()?;
        let query = newer_than.map_or(Query::All, Query::After);
        let now = Timestamp::from_seconds(0);
        let condition = self.memory.condition(connection, &query, now)?;
        let memory = &mut self.memory;
        let ids = self.index.asked(
            connection,
            (&asked, language),
            &condition,
            limit,
            &mut |set| Ok(memory.set(connection, set)?),
        )?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(articles::article(connection, ArticleId::new(id), false)?);
        }
        reading.finish()?;
        Ok(found)
    }
}

fn count_articles(connection: &Connection) -> Result<usize> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM article")?
        .query_row([], |row| row.get(0))?)
}

pub(super) fn language_and_author(
    connection: &Connection,
    id: i64,
) -> Result<(Option<Language>, Option<String>)> {
    let (code, author): (Option<String>, Option<String>) = connection
        .prepare_cached(
            "SELECT a.language, b.author FROM article a LEFT JOIN body b ON b.id = a.id WHERE a.id = ?1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((code.as_deref().and_then(Language::from_code), author))
}

pub(super) fn article_language(connection: &Connection, id: i64) -> Result<Option<Language>> {
    let code: Option<String> = connection
        .prepare_cached("SELECT language FROM article WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    Ok(code.as_deref().and_then(Language::from_code))
}
