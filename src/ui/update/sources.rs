//! Sources: refreshing, subscribing, renaming, removing, and finding the ones that fail.

use std::sync::Arc;

use super::stories;
use crate::config::Config;
use crate::domain::query::{self, Query, QueryError};
use crate::domain::{Feed, FeedId, Health};
use crate::jobs::refresh::{Progress, RefreshSummary};
use crate::store::Change;
use crate::ui::msg::Answer;
use crate::ui::screens::{headlines, health, prompt, search};
use crate::ui::state::{Overlay, Pane, Refresh, Screen, State};
use crate::ui::{Effect, Outcome, Shelf};

/// Returns the source at hand: selected on the health screen or in the sources pane, else the open story's.
fn selected(state: &State) -> Option<FeedId> {
    match state.screen() {
        Screen::Health => health::selected(state),
        Screen::Headlines if state.headlines.pane == Pane::Sources => {
            match &state.headlines.shelf {
                Shelf::Feed(id) => Some(*id),
                _ => None,
            }
        }
        _ => state.selected().map(|row| row.feed),
    }
}

/// Runs `action` on the source at hand, or says that there is none.
pub(super) fn with_selected(
    state: &mut State,
    action: impl FnOnce(&mut State, FeedId) -> Outcome,
) -> Outcome {
    if let Some(feed) = selected(state) {
        return action(state, feed);
    }
    state.say("select a source first");
    Outcome::REDRAW
}

/// Removes the source at hand: a saved search at once, a feed after a question.
pub(super) fn remove(state: &mut State) -> Outcome {
    let shelf = state.headlines.shelf.clone();
    match shelf {
        Shelf::Saved(name)
            if state.screen() == Screen::Headlines && state.headlines.pane == Pane::Sources =>
        {
            Outcome::from(Effect::ForgetSearch(name)).and(headlines::open_shelf(state, Shelf::All))
        }
        _ => with_selected(state, prompt::remove),
    }
}

/// Keeps the search, or the filter of the list, among the sources; it is called as it reads unless a name is given.
///
/// A wrong search is not kept, and of one that was not finished what was found by it.
pub(super) fn save_search(state: &mut State, name: Option<String>) -> Outcome {
    let text = match state.screen() {
        Screen::Search => state.search.line.text().trim().to_owned(),
        _ => state.headlines.filter.trim().to_owned(),
    };
    let query = match finished(state, &text) {
        Ok(query) => query,
        Err(error) => {
            state.complain(format!("this search is not kept: {error}"));
            return Outcome::REDRAW;
        }
    };
    if query.is_empty() {
        let search = stories::key_of(state, crate::config::Command::Search);
        let filter = stories::key_of(state, crate::config::Command::Filter);
        state.say(format!(
            "nothing to save: {search} searches everything, {filter} filters this list"
        ));
        return Outcome::REDRAW;
    }
    let name = name
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or(text);
    Outcome::REDRAW.with(Effect::SaveSearch { name, query })
}

/// Returns the text of a search as it reads when nobody types on; empty for one that asks for nothing.
fn finished(state: &State, text: &str) -> Result<String, QueryError> {
    if query::parse(text, &state.query_context(false)).is_ok() {
        return Ok(text.to_owned());
    }
    let meant = query::parse(text, &state.query_context(true))?;
    Ok(match meant {
        Query::All => String::new(),
        meant => meant.to_string(),
    })
}

pub(super) fn rename(state: &mut State, title: Option<String>) -> Outcome {
    with_selected(state, |state, feed| match title {
        Some(_) => Outcome::from(Effect::ChangeFeed {
            feed,
            title,
            folder: None,
        }),
        None => prompt::rename(state, feed),
    })
}

pub(super) fn move_to_folder(state: &mut State, folder: Option<String>) -> Outcome {
    with_selected(state, |state, feed| match folder {
        Some(_) => Outcome::from(Effect::ChangeFeed {
            feed,
            title: None,
            folder,
        }),
        None => prompt::folder(state, feed),
    })
}

/// Runs `action` on the source at hand where it is one that is fetched.
fn with_fetched(state: &mut State, action: impl FnOnce(&mut State, Feed) -> Outcome) -> Outcome {
    with_selected(state, |state, feed| match state.library.feed(feed) {
        Some(feed) if !feed.is_builtin => {
            let feed = feed.clone();
            action(state, feed)
        }
        _ => {
            state.say("the built-in articles are not fetched");
            Outcome::REDRAW
        }
    })
}

/// Shows how the source at hand is fetched, to be changed.
pub(super) fn settings(state: &mut State) -> Outcome {
    with_fetched(state, |_, feed| {
        Outcome::from(Effect::LoadFeedSettings {
            title: feed.title,
            url: feed.url,
        })
    })
}

/// Gives the source at hand another address, or asks for one.
pub(super) fn change_address(state: &mut State, address: Option<String>) -> Outcome {
    with_fetched(state, |state, feed| match address {
        Some(address) => Outcome::from(Effect::ChangeAddress {
            feed: feed.id,
            address,
        }),
        None => prompt::address(state, &feed),
    })
}

/// Has the source at hand not fetched any more; or again, where it is paused.
pub(super) fn pause(state: &mut State) -> Outcome {
    with_fetched(state, |_, feed| {
        Outcome::from(Effect::PauseFeed {
            feed: feed.id,
            on: !matches!(feed.health, Health::Paused { .. }),
        })
    })
}

/// Closes the form and works by what was written; or says what is wrong and leaves the form open to mend it.
pub(super) fn configured(state: &mut State, answer: Answer<Arc<Config>>) -> Outcome {
    state.prompt.is_waiting = false;
    match answer {
        Ok(config) => {
            if state.overlay == Some(Overlay::Prompt) {
                state.overlay = None;
            }
            state.say("written to the settings file; the next fetch goes by it");
            Outcome::REDRAW.with(Effect::UseConfig(config))
        }
        Err(why) => super::complain(state, why),
    }
}

/// Fetches the source at hand, or all of them.
pub(super) fn refresh(state: &mut State, is_all: bool) -> Outcome {
    if state.is_offline {
        state.say("offline: started with `--offline`, nothing is fetched");
        return Outcome::REDRAW;
    }
    if state.refresh.is_some() {
        state.say("a refresh is running; `Esc` stops it");
        return Outcome::REDRAW;
    }
    let only = match state.screen() {
        _ if is_all => None,
        Screen::Headlines => state.library.feeds_of(&state.headlines.shelf),
        _ => selected(state).map(|feed| vec![feed]),
    };
    let is_fetched = |id: &FeedId| state.library.feed(*id).is_none_or(|feed| !feed.is_builtin);
    if state.library.is_fresh() || only.as_ref().is_some_and(|ids| !ids.iter().any(is_fetched)) {
        let add = stories::key_of(state, crate::config::Command::Add);
        state.say(format!(
            "the welcome articles are built in; {add} adds a source to fetch"
        ));
        return Outcome::REDRAW;
    }
    state.refresh = Some(Refresh::default());
    Outcome::from(Effect::Refresh { only, force: true })
}

/// Waits for the next feed that is due, where that is wanted.
pub(super) fn await_due(state: &State) -> Outcome {
    if state.is_offline || !state.options.fetches_when_due {
        return Outcome::NOTHING;
    }
    Outcome::NOTHING.with(Effect::AwaitDue)
}

/// Fetches what is due without a word. While a refresh runs it does that already, and its end looks again.
pub(super) fn due(state: &mut State) -> Outcome {
    if state.refresh.is_some() || state.is_offline {
        return Outcome::NOTHING;
    }
    state.refresh = Some(Refresh {
        is_quiet: true,
        ..Refresh::default()
    });
    Outcome::NOTHING.with(Effect::RefreshDue)
}

/// Notes how far a refresh is, and shows what came once a second.
pub(super) fn progressed(state: &mut State, progress: Progress) -> Outcome {
    let now = state.now;
    let Some(refresh) = &mut state.refresh else {
        // The refresh has ended; what is still on its way from it says nothing new.
        return Outcome::NOTHING;
    };
    let (shown, at) = refresh.shown;
    let is_due = progress.new > shown && now >= at.plus(1);
    refresh.progress = progress;
    if !is_due {
        return Outcome::REDRAW;
    }
    refresh.shown = (refresh.progress.new, now);
    Outcome::REDRAW
        .with(Effect::LoadOverview)
        .and(headlines::reload(state))
}

/// Says what a refresh brought and shows it, without moving the reader.
pub(super) fn refreshed(state: &mut State, ended: Answer<RefreshSummary>) -> Outcome {
    let is_quiet = state.refresh.take().is_some_and(|refresh| refresh.is_quiet);
    let next = await_due(state);
    match ended {
        Ok(summary) if is_quiet && !summary.cancelled => {
            if summary.new > 0 {
                state.say(format!("{} new", summary.new));
            } else if summary.updated == 0 && summary.failing.is_empty() {
                // Nothing that is shown has changed.
                return Outcome::REDRAW.and(next);
            }
        }
        Ok(summary) => {
            let start = if summary.cancelled {
                format!("stopped after {}", counted(summary.fetched, "source"))
            } else {
                format!("refreshed {}", counted(summary.fetched, "source"))
            };
            let waiting = match summary.waiting {
                0 => String::new(),
                count => format!(" · {count} asked to be left alone for now"),
            };
            let failing = match summary.failing.as_slice() {
                [] => String::new(),
                [only] => format!(" · {}: {}", only.title, only.why),
                several => format!(
                    " · {} failing, {} shows why",
                    several.len(),
                    stories::key_of(state, crate::config::Command::Health)
                ),
            };
            state.say(format!("{start} · {} new{failing}{waiting}", summary.new));
        }
        Err(why) => state.complain(why),
    }
    Outcome::REDRAW
        .with(Effect::LoadOverview)
        .and(headlines::reload(state))
        .and(search::reload(state))
        .and(stories::renew_previews(state))
        .and(next)
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 {
        format!("1 {thing}")
    } else {
        format!("{count} {thing}s")
    }
}

/// Closes the form, says what was added, and fetches it.
pub(super) fn subscribed(state: &mut State, answer: Answer<String>) -> Outcome {
    state.prompt.is_waiting = false;
    match answer {
        Ok(said) => {
            if state.overlay == Some(crate::ui::Overlay::Prompt) {
                state.overlay = None;
            }
            state.say(said);
            Outcome::REDRAW
                .with(Effect::LoadOverview)
                .and(headlines::reload(state))
        }
        Err(why) => super::complain(state, why),
    }
}

/// Says what was added and fetches what is due, which the new sources are.
pub(super) fn imported(state: &mut State, answer: Answer<String>) -> Outcome {
    let is_fetched = answer.is_ok() && !state.is_offline && state.refresh.is_none();
    let added = subscribed(state, answer);
    if !is_fetched {
        return added;
    }
    state.refresh = Some(Refresh::default());
    added.with(Effect::Refresh {
        only: None,
        force: false,
    })
}

pub(super) fn changed(state: &mut State, answer: Answer<Change>) -> Outcome {
    match answer {
        Ok(change) => {
            let undo = stories::key_of(state, crate::config::Command::Undo);
            state.say(format!("{} · {undo} takes it back", change.label));
            Outcome::REDRAW
                .with(Effect::LoadOverview)
                .and(headlines::reload(state))
        }
        Err(why) => super::complain(state, why),
    }
}

/// Goes to the next source that fails, below the one at hand, then from the top.
pub(super) fn next_failing(state: &mut State) -> Outcome {
    let current = match &state.headlines.shelf {
        Shelf::Feed(id) => Some(*id),
        _ => None,
    };
    let feeds = &state.library.feeds;
    let after = current
        .and_then(|id| feeds.iter().position(|feed| feed.id == id))
        .map_or(0, |at| at + 1);
    let failing = feeds
        .iter()
        .cycle()
        .skip(after)
        .take(feeds.len())
        .find(|feed| feed.health.is_failing())
        .map(|feed| feed.id);
    let Some(id) = failing else {
        state.say("no source fails");
        return Outcome::REDRAW;
    };
    let outcome = headlines::open_shelf(state, Shelf::Feed(id));
    if let Some(Health::Failing { why, .. } | Health::Paused { why, .. }) =
        state.library.feed(id).map(|feed| feed.health.clone())
    {
        state.complain(why);
    }
    outcome
}

/// Opens the story at hand, or the site of the source at hand, in the browser.
pub(super) fn browse(state: &mut State) -> Outcome {
    let is_source = matches!(state.screen(), Screen::Health)
        || (state.screen() == Screen::Headlines && state.headlines.pane == Pane::Sources);
    let url = if is_source {
        selected(state)
            .and_then(|id| state.library.feed(id))
            .map(|feed| feed.site.clone().unwrap_or_else(|| feed.url.clone()))
    } else {
        stories::link(state).map(|(_, link)| link)
    };
    let Some(url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) else {
        state.say("there is no link to open");
        return Outcome::REDRAW;
    };
    state.say(format!("opening {url}"));
    Outcome::from(Effect::Browse(url))
}
