//! "Did you mean": what to offer when a search finds nothing.

use super::Desk;
use crate::domain::Timestamp;
use crate::domain::query::{self, Query, Spelling};
use crate::store;

/// Returns other spellings of a query's words, with which something is found; none where there are no such.
pub async fn of_query(desk: &Desk, query: &Query, now: Timestamp) -> store::Result<Vec<Spelling>> {
    let words: Vec<(String, bool)> = query::spelled(query)
        .into_iter()
        .map(|(word, is_prefix)| (word.to_owned(), is_prefix))
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let spellings = desk.store.spellings(words).await?;
    if spellings.is_empty() {
        return Ok(spellings);
    }
    let meant = query::respelled(query, &spellings);
    let found = desk.store.count(meant, now).await?;
    Ok(if found > 0 { spellings } else { Vec::new() })
}
