//! What is asked about stories, and the messages that answer.

use std::path::Path;

use tokio::sync::mpsc::Sender;
use tokio::sync::watch;

use super::jobs::words;
use crate::config::file::Engine;
use crate::domain::ArticleId;
use crate::jobs::ask::AskRequest;
use crate::jobs::{Desk, ask, clock, full_text, insight, markdown, open, spelling, versions};
use crate::store::SearchRequest;
use crate::ui::Ticket;
use crate::ui::msg::{Answer, Msg, Preview};

/// Stories shown that are like another one.
const SIMILAR: usize = 50;

pub(super) async fn opened(desk: Desk, ticket: Ticket, id: ArticleId, is_feeds: bool) -> Msg {
    Msg::Opened {
        ticket,
        opened: words(open::open(&desk, id, is_feeds).await),
    }
}

pub(super) async fn similar(desk: Desk, ticket: Ticket, id: ArticleId) -> Msg {
    let watch = clock::Stopwatch::start();
    let found = words(desk.store.similar(id, SIMILAR).await);
    Msg::Similar {
        ticket,
        found,
        milliseconds: watch.milliseconds(),
    }
}

pub(super) async fn changes(desk: Desk, ticket: Ticket, id: ArticleId) -> Msg {
    let history = words(versions::of_article(&desk, id).await);
    Msg::Versions { ticket, history }
}

pub(super) async fn full_text_taken(desk: Desk, id: ArticleId) -> Msg {
    let taken = words(full_text::take(&desk, id).await);
    Msg::FullText { id, taken }
}

pub(super) async fn answered(desk: Desk, ticket: Ticket, request: AskRequest) -> Msg {
    Msg::Answered {
        ticket,
        answer: words(ask::ask(&desk, request).await),
    }
}

pub(super) async fn search(desk: Desk, ticket: Ticket, request: SearchRequest) -> Msg {
    let watch = clock::Stopwatch::start();
    let mut result = words(desk.store.search(request.clone()).await);
    if result.as_ref().is_ok_and(|found| found.hits.is_empty()) {
        // "Nothing" is not said while something just written, the welcome articles of a first start, is on its way
        // into the index.
        desk.store.settle().await;
        result = words(desk.store.search(request.clone()).await);
    }
    let milliseconds = watch.milliseconds();
    let is_nothing = result.as_ref().is_ok_and(|found| found.total == 0);
    let spellings = if is_nothing {
        // Nothing was found either way; a failure here would only hide that.
        spelling::of_query(&desk, &request.query, request.now)
            .await
            .unwrap_or_default()
    } else {
        Vec::new()
    };
    Msg::Searched {
        ticket,
        result,
        milliseconds,
        spellings,
    }
}

pub(super) async fn saved(desk: &Desk, id: ArticleId, path: Option<&str>) -> Msg {
    let saved = words(markdown::save(desk, id, path).await);
    Msg::Done(saved.map(|path| said_of(&path)))
}

/// Says where a story was saved, its name first: of a long line the end is cut off.
fn said_of(path: &Path) -> String {
    let (Some(name), Some(folder)) = (path.file_name(), path.parent()) else {
        return format!("saved as {}", path.display());
    };
    format!("saved as {} in {}", name.display(), folder.display())
}

pub(super) async fn previewed(desk: Desk, ticket: Ticket, id: ArticleId, afresh: bool) -> Msg {
    Msg::Previewed {
        ticket,
        preview: preview(&desk, id, afresh).await,
    }
}

/// Makes previews one after the other. What was asked for while one was made is skipped but for the newest.
pub(super) async fn make_previews(
    desk: Desk,
    mut wanted: watch::Receiver<Option<(Ticket, ArticleId)>>,
    sender: Sender<Msg>,
) {
    while wanted.changed().await.is_ok() {
        let Some((ticket, id)) = *wanted.borrow_and_update() else {
            continue;
        };
        let answer = previewed(desk.clone(), ticket, id, false).await;
        if sender.send(answer).await.is_err() {
            return;
        }
    }
}

async fn preview(desk: &Desk, id: ArticleId, afresh: bool) -> Answer<Option<Preview>> {
    let Some(article) = words(desk.store.article(id).await)? else {
        return Ok(None);
    };
    let insight = if desk.config.insight.engine == Engine::Off {
        None
    } else {
        words(insight::of_article(desk, id, afresh).await)?
    };
    Ok(Some(Preview { article, insight }))
}
