//! Everything out: `export json`, `export markdown`.

use tokio::sync::mpsc;

use super::exit::{Done, Result};
use super::output::Output;
use super::session::Session;
use crate::domain::ArticleId;
use crate::domain::query::Query;
use crate::jobs::{clock, markdown};
use crate::store::{PageRequest, Sort};

/// Records under way between the store's thread and the one that prints.
const UNDER_WAY: usize = 64;
/// Articles looked up at once.
const PAGE: usize = 200;

pub(super) async fn json(session: &Session, output: &mut Output) -> Result {
    let (sender, mut written) = mpsc::channel::<serde_json::Result<String>>(UNDER_WAY);
    let writing = session.desk.store.write_out(move |record| {
        let line = serde_json::to_string(record);
        sender.blocking_send(line).is_ok()
    });
    let printing = async {
        while let Some(line) = written.recv().await {
            output.raw(line?.as_bytes())?;
            output.raw(b"\n")?;
        }
        std::io::Result::Ok(())
    };
    let (written, printed) = tokio::join!(writing, printing);
    printed?;
    written?;
    Ok(Done::All)
}

pub(super) async fn markdown(session: &Session, output: &mut Output) -> Result {
    let store = &session.desk.store;
    let mut after: Option<ArticleId> = None;
    loop {
        let request = PageRequest {
            query: Query::All,
            sort: Sort::Newest,
            after,
            limit: PAGE,
            now: clock::now(),
        };
        let page = store.page(request).await?;
        for row in &page.rows {
            if let Some(article) = store.article(row.id).await? {
                output.line(&markdown::page(&session.desk, &article).await?)?;
            }
        }
        after = page.rows.last().map(|row| row.id);
        if !page.has_more {
            return Ok(Done::All);
        }
    }
}
