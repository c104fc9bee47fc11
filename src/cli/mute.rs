//! `mute`: rules that hide what a person does not want to see.

use super::articles::{HeadlineJson, query_of, row};
use super::exit::{Done, Failed, Result};
use super::output::Output;
use super::session::Session;
use crate::domain::query::check_rule;
use crate::jobs::clock;
use crate::store::StoreError;

/// Headlines that `--dry-run` shows.
const SHOWN: usize = 5;

/// Makes a rule, or with `is_trial` says what it would hide.
pub(super) async fn mute(
    session: &Session,
    output: &mut Output,
    query: &[String],
    is_trial: bool,
) -> Result {
    let query = query_of(&query.join(" "))?;
    check_rule(&query).map_err(|error| Failed::usage(error.to_string()))?;
    let store = &session.desk.store;
    // What was just fetched may be on its way into the index, which the preview asks.
    store.settle().await;
    if is_trial {
        let preview = store.mute_preview(query, SHOWN, clock::now()).await?;
        if output.is_json {
            let shown: Vec<HeadlineJson<'_>> =
                preview.shown.iter().map(HeadlineJson::from).collect();
            output.json(&serde_json::json!({
                "would_hide": preview.hidden,
                "of": preview.of,
                "newest": shown,
            }))?;
        } else {
            for headline in &preview.shown {
                output.line(&row(headline))?;
            }
            output.notice(&format!(
                "would hide {} of {} articles; nothing was changed",
                preview.hidden, preview.of
            ));
        }
        return Ok(Done::All);
    }
    let text = query.to_string();
    let change = store.mute(query, clock::now()).await?;
    if change.is_none() {
        output.notice(&format!("there is already a rule `{text}`"));
    }
    if change.is_some() || output.is_json {
        output.changed(change)?;
    }
    Ok(Done::All)
}

/// Prints the rules.
pub(super) async fn list(session: &Session, output: &mut Output) -> Result {
    let rules = session.desk.store.mute_rules().await?;
    for rule in &rules {
        if output.is_json {
            output.json(&serde_json::json!({
                "number": rule.number,
                "query": rule.query,
                "created": rule.created_at.rfc3339(),
                "hides": rule.hidden,
                "matches": rule.matched,
            }))?;
        } else {
            output.line(&format!(
                "{:>3}  hides {:>6}  {}",
                rule.number, rule.hidden, rule.query
            ))?;
        }
    }
    Ok(if rules.is_empty() {
        output.notice("there are no mute rules; `squelch mute QUERY` makes one");
        Done::Partly
    } else {
        Done::All
    })
}

/// Removes a rule.
pub(super) async fn remove(session: &Session, output: &mut Output, number: i64) -> Result {
    match session.desk.store.unmute(number).await {
        Ok(change) => {
            output.changed(Some(change))?;
            Ok(Done::All)
        }
        Err(error @ StoreError::NoRule(_)) => Err(Failed::work(error.to_string())),
        Err(error) => Err(error.into()),
    }
}
