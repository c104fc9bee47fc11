//! What is asked about stories, and the messages that answer.

use std::path::Path;

use super::jobs::words;
use crate::domain::ArticleId;
use crate::jobs::ask::AskRequest;
use crate::jobs::{Desk, ask, clock, full_text, markdown, open, spelling, versions};
use crate::store::SearchRequest;
use crate::ui::Ticket;
use crate::ui::msg::Msg;

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
