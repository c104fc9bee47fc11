//! Start and end: what the last session left, what the next shall find.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{sources, upkeep};
use crate::domain::{ArticleId, FeedId};
use crate::store::{Overview, Sort};
use crate::ui::msg::Answer;
use crate::ui::screens::{article, headlines};
use crate::ui::state::{Screen, State};
use crate::ui::{Effect, Outcome, Shelf};

/// What is kept between sessions, as JSON. Fields may come and go: unknown ones are ignored, missing ones default.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Session {
    shelf: Option<StoredShelf>,
    selected: Option<ArticleId>,
    folded: BTreeSet<String>,
    sources_width: Option<u16>,
    insights_width: Option<u16>,
    is_insights_hidden: bool,
    is_unread_only: bool,
    is_oldest_first: bool,
    /// What was searched for, oldest first.
    searches: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredShelf {
    All,
    Today,
    Bookmarks,
    Noise,
    Saved(String),
    Folder(String),
    Feed(FeedId),
}

impl From<&Shelf> for StoredShelf {
    fn from(shelf: &Shelf) -> Self {
        match shelf {
            Shelf::All => Self::All,
            Shelf::Today => Self::Today,
            Shelf::Bookmarks => Self::Bookmarks,
            Shelf::Noise => Self::Noise,
            Shelf::Saved(name) => Self::Saved(name.clone()),
            Shelf::Folder(path) => Self::Folder(path.clone()),
            Shelf::Feed(id) => Self::Feed(*id),
        }
    }
}

impl From<StoredShelf> for Shelf {
    fn from(shelf: StoredShelf) -> Self {
        match shelf {
            StoredShelf::All => Self::All,
            StoredShelf::Today => Self::Today,
            StoredShelf::Bookmarks => Self::Bookmarks,
            StoredShelf::Noise => Self::Noise,
            StoredShelf::Saved(name) => Self::Saved(name),
            StoredShelf::Folder(path) => Self::Folder(path),
            StoredShelf::Feed(id) => Self::Feed(id),
        }
    }
}

/// Takes over the last session, then asks for the list it was in.
pub(super) fn started(
    state: &mut State,
    session: Option<&str>,
    overview: Answer<Overview>,
    notices: &[String],
) -> Outcome {
    match overview {
        Ok(overview) => state.library.replace(overview),
        Err(why) => state.complain(why),
    }
    for notice in notices {
        state.say(notice.clone());
    }
    // A session this version cannot read is worth nothing and loses nothing.
    let session: Session = session
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or_default();
    state.search.history.restore(session.searches);
    let screen = &mut state.headlines;
    screen.folded = session.folded;
    screen.sources_width = session.sources_width;
    screen.insights_width = session.insights_width;
    screen.is_insights_hidden = session.is_insights_hidden || !state.options.has_insight;
    screen.is_unread_only = session.is_unread_only;
    screen.sort = if session.is_oldest_first {
        Sort::Oldest
    } else {
        Sort::Newest
    };
    let shelf = session
        .shelf
        .map(Shelf::from)
        .filter(|shelf| state.library.has(shelf))
        .unwrap_or_default();
    state.headlines.wanted = session.selected;
    Outcome::REDRAW
        .and(headlines::open_shelf(state, shelf))
        .and(sources::await_due(state))
        .and(upkeep::wait(state))
}

/// Writes down what the next session shall find.
pub(in crate::ui) fn remember(state: &State) -> Outcome {
    let screen = &state.headlines;
    let session = Session {
        shelf: Some(StoredShelf::from(&screen.shelf)),
        selected: screen.selected,
        folded: screen.folded.clone(),
        sources_width: screen.sources_width,
        insights_width: screen.insights_width,
        is_insights_hidden: screen.is_insights_hidden,
        is_unread_only: screen.is_unread_only,
        is_oldest_first: screen.sort == Sort::Oldest,
        searches: state.search.history.lines().clone(),
    };
    serde_json::to_string(&session).map_or(Outcome::NOTHING, |json| {
        Outcome::NOTHING.with(Effect::Remember(json))
    })
}

pub(super) fn quit(state: &mut State) -> Outcome {
    let left = if state.screens().contains(&Screen::Article) {
        article::leave(state)
    } else {
        Outcome::NOTHING
    };
    left.and(remember(state)).with(Effect::Quit)
}
