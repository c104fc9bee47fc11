//! `show --versions`: what a feed changed in an article.

use serde::Serialize;

use super::exit::{Done, Result};
use super::output::Output;
use super::session::Session;
use crate::domain::ArticleId;
use crate::jobs::clock;
use crate::jobs::versions::{self, Revision};
use crate::text::revision::{self, Piece};

/// A change as `--json` prints it: what was kept and removed makes up the state before, what was kept and added the one
/// after.
#[derive(Debug, Serialize)]
struct RevisionJson<'a> {
    /// When the change was seen.
    date: String,
    /// Words.
    added: usize,
    removed: usize,
    title: &'a [Piece],
    text: &'a [Piece],
}

impl<'a> From<&'a Revision> for RevisionJson<'a> {
    fn from(revision: &'a Revision) -> Self {
        Self {
            date: revision.at.rfc3339(),
            added: revision.added,
            removed: revision.removed,
            title: &revision.title,
            text: &revision.text,
        }
    }
}

pub(super) async fn show(session: &Session, output: &mut Output, id: ArticleId) -> Result {
    let history = versions::of_article(&session.desk, id).await?;
    let revisions = history.map(|history| history.revisions).unwrap_or_default();
    if revisions.is_empty() {
        output.notice("this article has not changed since it came");
        return Ok(Done::Partly);
    }
    let zone = clock::zone();
    for (number, revision) in revisions.iter().enumerate() {
        if output.is_json {
            output.json(&RevisionJson::from(revision))?;
            continue;
        }
        if number > 0 {
            output.line("")?;
        }
        output.line(&format!(
            "{} · words added: {}, removed: {}",
            revision.at.readable(&zone),
            revision.added,
            revision.removed
        ))?;
        output.line(&revision::written(&revision.title))?;
        output.line("")?;
        output.line(&revision::written(&revision.text))?;
    }
    Ok(Done::All)
}
