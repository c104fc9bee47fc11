//! Care for the store: `maintain`, `restore`.

use std::path::Path;

use std::time::Duration;

use super::args::Global;
use super::exit::{Done, Failed, Result};
use super::output::Output;
use super::session::{self, Session};
use crate::jobs::{clock, upkeep};
use crate::store::{Retention, restore as put_back};

/// Between two looks at how far the index is.
const LOOK: Duration = Duration::from_millis(500);
/// A line of progress is said when it is this much more, in per cent.
const STEP: u64 = 10;

pub(super) async fn maintain(session: &Session, output: &mut Output, is_trial: bool) -> Result {
    let retention = upkeep::retention(&session.config);
    let store = &session.desk.store;
    let done = store.maintain(retention, is_trial, clock::now()).await?;
    if output.is_json {
        output.json(&done)?;
        return Ok(Done::All);
    }
    let articles = if done.trimmed == 1 {
        "article"
    } else {
        "articles"
    };
    let size = mebibytes(done.trimmed_bytes);
    output.line(&if retention == Retention::default() {
        "no text goes: the settings keep all (keep_days, keep_articles)".to_owned()
    } else if is_trial {
        format!("the texts of {} {articles} would go, {size}", done.trimmed)
    } else {
        format!("the texts of {} {articles} went, {size}", done.trimmed)
    })?;
    if done.repacked > 0 {
        output.line(&format!(
            "{} older texts were packed anew and take {} less",
            done.repacked,
            mebibytes(done.repacked_bytes)
        ))?;
    }
    if !is_trial {
        let how = if done.is_compacted {
            ", written anew without what was empty"
        } else {
            ""
        };
        output.line(&format!(
            "the store takes {}, {} before{how}",
            mebibytes(done.bytes_after),
            mebibytes(done.bytes_before)
        ))?;
    }
    Ok(Done::All)
}

/// Makes the search index again and tells how far it is; what there is answers meanwhile.
pub(super) async fn rebuild_index(session: &Session, output: &Output) -> Result<()> {
    let store = &session.desk.store;
    let start = store.index_progress().await?;
    store.rebuild_index().await?;
    let (mut told, mut before) = (0, start.clone());
    loop {
        // Answered when it is whole, given up, or in the hands of another process.
        let is_settled = tokio::time::timeout(LOOK, store.settle()).await.is_ok();
        let now = store.index_progress().await?;
        if !now.is_making && (start.is_making || now.searched != start.searched) {
            output.notice("the search index was made again");
            return Ok(());
        }
        if !now.is_making || (is_settled && now == before) {
            return Err(Failed::work(
                "the search index could not be made again now, and the present one stays; the log says why",
            ));
        }
        let percent = now.indexed * 100 / (now.indexed + now.waiting).max(1);
        if percent >= told + STEP {
            told = percent - percent % STEP;
            output.notice(&format!("making the search index again: {told} %"));
        }
        before = now;
    }
}

pub(super) fn restore(global: &Global, output: &mut Output, file: &Path) -> Result {
    let paths = session::paths(global)?;
    let aside = put_back(&paths.store(), file).map_err(Failed::from)?;
    output.notice(&match aside {
        Some(aside) => format!(
            "{} is the store now; the one before is kept as {}",
            file.display(),
            aside.display()
        ),
        None => format!("{} is the store now", file.display()),
    });
    Ok(Done::All)
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
