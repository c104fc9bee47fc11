//! Muting: rules made, listed and taken away by a person. `rules.rs` has what they do to rows.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};

use super::error::{Result, StoreError};
use super::handle::Store;
use super::journal::{self, Deed};
use super::{Change, MutePreview, MuteRule, articles, rules, tagging};
use crate::domain::query::{Query, check_rule};
use crate::domain::{ArticleId, Timestamp};

impl Store {
    /// Hides every article a query means, now and whenever one comes, but what is bookmarked or tagged. Undoable; `None`
    /// when there is such a rule.
    ///
    /// # Errors
    /// [`StoreError::UnfitRule`] for a query whose meaning changes by itself.
    pub async fn mute(&self, query: Query, now: Timestamp) -> Result<Option<Change>> {
        check_rule(&query).map_err(StoreError::UnfitRule)?;
        let index = Arc::clone(&self.inner.index);
        self.transaction(move |connection| {
            let query = query.to_string();
            let is_known = connection
                .prepare_cached("SELECT 1 FROM rule WHERE query = ?1")?
                .exists([&query])?;
            if is_known {
                return Ok(None);
            }
            let number = rules::next_number(connection)?;
            let deed = Deed::Mute {
                on: true,
                number,
                query: query.clone(),
                at: now.seconds(),
                without_text: Vec::new(),
            };
            let hidden = count_hidden(connection)?;
            journal::make(connection, &index, &deed)?;
            let count = count_hidden(connection)?.saturating_sub(hidden);
            let label = format!("muted `{query}`: {} hidden", articles_of(count));
            journal::write_down(connection, &deed, label, count).map(Some)
        })
        .await
    }

    /// Takes a mute rule away and brings back what only it hid. Undoable.
    pub async fn unmute(&self, number: i64) -> Result<Change> {
        let index = Arc::clone(&self.inner.index);
        self.transaction(move |connection| {
            let (query, at): (String, i64) = connection
                .prepare_cached("SELECT query, created_at FROM rule WHERE id = ?1")?
                .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?
                .ok_or(StoreError::NoRule(number))?;
            let deed = Deed::Mute {
                on: false,
                number,
                query: query.clone(),
                at,
                without_text: rules::without_text(connection, number)?,
            };
            let hidden = count_hidden(connection)?;
            journal::make(connection, &index, &deed)?;
            let count = hidden.saturating_sub(count_hidden(connection)?);
            let label = format!("removed the rule `{query}`: {} back", articles_of(count));
            journal::write_down(connection, &deed, label, count)
        })
        .await
    }

    /// Returns the mute rules, the oldest first, each with how many articles it hides.
    pub async fn mute_rules(&self) -> Result<Vec<MuteRule>> {
        self.inner
            .workers
            .read(|seat| {
                Ok(seat
                    .connection
                    .prepare_cached(
                        "SELECT id, query, created_at, (SELECT count(*) FROM hidden WHERE by = rule.id), \
                         (SELECT count(*) FROM muted WHERE rule = rule.id) FROM rule ORDER BY id",
                    )?
                    .query_map([], |row| {
                        Ok(MuteRule {
                            number: row.get(0)?,
                            query: row.get(1)?,
                            created_at: Timestamp::from_seconds(row.get(2)?),
                            hidden: row.get(3)?,
                            matched: row.get(4)?,
                        })
                    })?
                    .collect::<rusqlite::Result<_>>()?)
            })
            .await
    }

    /// Returns the number of the rule that hides each of these articles; those in sight are left out.
    pub async fn muted_by(&self, ids: Vec<ArticleId>) -> Result<Vec<(ArticleId, i64)>> {
        self.inner
            .workers
            .read(move |seat| {
                let mut statement = seat
                    .connection
                    .prepare_cached("SELECT by FROM hidden WHERE id = ?1 AND by > 0")?;
                let mut found = Vec::new();
                for id in ids {
                    let rule = statement
                        .query_row([id.get()], |row| row.get(0))
                        .optional()?;
                    found.extend(rule.map(|rule| (id, rule)));
                }
                Ok(found)
            })
            .await
    }

    /// Returns what a rule would hide, without making it.
    pub async fn mute_preview(
        &self,
        query: Query,
        shown: usize,
        now: Timestamp,
    ) -> Result<MutePreview> {
        check_rule(&query).map_err(StoreError::UnfitRule)?;
        self.inner
            .workers
            .read(move |seat| {
                // What is in sight, as the numbers at the edge of the screen count it.
                let of = seat.finder.count(&seat.connection, &Query::All, now)?;
                let tags = tagging::names(&seat.connection)?;
                let spared = Query::not(Query::or(
                    std::iter::once(journal::bookmarked()).chain(tags.into_iter().map(Query::Tag)),
                ));
                let query = Query::and([query, spared]);
                let hidden = seat.finder.count(&seat.connection, &query, now)?;
                let mut ids = seat
                    .finder
                    .matching_first(&seat.connection, &query, now, shown)?;
                ids.truncate(shown);
                Ok(MutePreview {
                    hidden,
                    of,
                    shown: articles::headlines(&seat.connection, &ids)?,
                })
            })
            .await
    }
}

fn count_hidden(connection: &Connection) -> Result<u64> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM hidden WHERE by > 0")?
        .query_row([], |row| row.get(0))?)
}

fn articles_of(count: u64) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}
