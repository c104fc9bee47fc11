//! Everything out: `export json`, `export markdown`.

use serde_json::json;
use tokio::sync::mpsc;

use super::exit::{Done, Result};
use super::output::Output;
use super::session::Session;
use crate::domain::query::Query;
use crate::domain::{Article, ArticleId};
use crate::insight::Insight;
use crate::jobs::{self, clock};
use crate::read::{self, Document};
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
                let insight = jobs::insight::of_article(&session.desk, row.id, false).await?;
                output.line(&page_of(&article, &insight.unwrap_or_default()))?;
            }
        }
        after = page.rows.last().map(|row| row.id);
        if !page.has_more {
            return Ok(Done::All);
        }
    }
}

/// An article as a Markdown document with front matter.
fn page_of(article: &Article, insight: &Insight) -> String {
    let mut page = String::from("---\n");
    let mut put = |name: &str, value: serde_json::Value| {
        // A JSON value is a YAML value too, whatever signs are in it.
        for part in [name, ": ", &value.to_string(), "\n"] {
            page.push_str(part);
        }
    };
    put("title", json!(article.headline.title));
    put("source", json!(article.headline.source));
    if let Some(author) = &article.author {
        put("author", json!(author));
    }
    if let Some(published) = article.published {
        put("published", json!(published.rfc3339()));
    }
    put("first_seen", json!(article.first_seen_at.rfc3339()));
    if let Some(link) = &article.link {
        put("link", json!(link.as_str()));
    }
    if !article.tags.is_empty() {
        put("tags", json!(article.tags));
    }
    put("unread", json!(article.headline.is_unread));
    put("bookmarked", json!(article.headline.is_bookmarked));
    let brief: Vec<&str> = insight
        .brief
        .iter()
        .map(|point| point.text.as_str())
        .collect();
    if !brief.is_empty() {
        put("brief", json!(brief));
    }
    let questions: Vec<&str> = insight
        .questions
        .iter()
        .map(|question| question.text.as_str())
        .collect();
    if !questions.is_empty() {
        put("questions", json!(questions));
    }
    page.push_str("---\n\n");
    let document = Document::from_html(&article.html, article.link.as_ref());
    page.push_str(&read::to_markdown(&document));
    page
}
