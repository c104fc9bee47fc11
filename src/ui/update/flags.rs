//! Read, bookmarked: changed on the screen at once, written behind, taken back when writing fails.

use std::collections::BTreeMap;

use crate::domain::{ArticleId, Flag, Headline, Query};
use crate::store::{Change, Selection};
use crate::ui::msg::Answer;
use crate::ui::screens::{headlines, prompt};
use crate::ui::state::State;
use crate::ui::{Effect, Outcome, Screen, Shelf};

/// Sets or clears a flag of one story.
pub(super) fn set(state: &mut State, id: ArticleId, flag: Flag, on: bool) -> Outcome {
    show(state, id, flag, on);
    Outcome::from(Effect::Mark {
        selection: Selection::Ids(vec![id]),
        flag,
        on,
    })
}

/// Turns a flag of the story at hand.
pub(super) fn toggle(state: &mut State, flag: Flag) -> Outcome {
    let Some(row) = state.selected().cloned() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    let on = !has(&row, flag);
    set(state, row.id, flag, on)
}

/// Gives the story at hand a tag, or takes off one written with `-` before it; asks for its name where there is none.
pub(super) fn tag(state: &mut State, name: Option<String>) -> Outcome {
    let Some(row) = state.selected().cloned() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    match name {
        Some(name) => prompt::tag_named(row.id, &name),
        None => prompt::tag(state, &row),
    }
}

/// Asks for a mute rule, or makes the one that was written; on what is muted, takes the rule away that hides it.
pub(super) fn mute(state: &mut State, rule: Option<String>) -> Outcome {
    if let Some(rule) = rule {
        return prompt::make(state, &rule);
    }
    let Some(row) = state.selected().cloned() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    if state.screen() == Screen::Headlines && state.headlines.shelf == Shelf::Noise {
        return Outcome::from(Effect::Unmute(row.id));
    }
    prompt::mute(state, &row)
}

const fn has(row: &Headline, flag: Flag) -> bool {
    match flag {
        Flag::Unread => row.is_unread,
        Flag::Bookmarked => row.is_bookmarked,
    }
}

/// Shows a flag everywhere the story is in sight, and counts it.
fn show(state: &mut State, id: ArticleId, flag: Flag, on: bool) {
    let mut before = None;
    let rows = state
        .headlines
        .rows
        .iter_mut()
        .chain(
            state
                .search
                .result
                .hits
                .iter_mut()
                .map(|hit| &mut hit.headline),
        )
        .chain(state.similar.rows_mut())
        .chain(
            state
                .article
                .opened_mut()
                .map(|opened| &mut opened.article.headline),
        );
    for row in rows.filter(|row| row.id == id) {
        before.get_or_insert_with(|| row.clone());
        match flag {
            Flag::Unread => row.is_unread = on,
            Flag::Bookmarked => row.is_bookmarked = on,
        }
    }
    state.previews.set_flag(id, flag, on);
    let Some(before) = before.filter(|row| has(row, flag) != on) else {
        return;
    };
    let is_today = before.sorted_at >= state.now.start_of_day(&state.zone);
    let counts = &mut state.library.counts;
    match flag {
        Flag::Bookmarked => step(&mut counts.bookmarks, on),
        Flag::Unread => {
            step(&mut counts.unread, on);
            if is_today {
                step(&mut counts.today_unread, on);
            }
            if let Some(feed) = state
                .library
                .feeds
                .iter_mut()
                .find(|feed| feed.id == before.feed)
            {
                step(&mut feed.unread, on);
            }
        }
    }
}

const fn step(count: &mut u64, up: bool) {
    *count = if up {
        count.saturating_add(1)
    } else {
        count.saturating_sub(1)
    };
}

pub(super) fn mark_list_read(state: &mut State) -> Outcome {
    let query = match headlines::query(state) {
        Ok(query) => query,
        Err(why) => return super::complain(state, why),
    };
    mark_read(state, query, false)
}

pub(super) fn mark_all_read(state: &mut State) -> Outcome {
    mark_read(state, Query::All, true)
}

fn mark_read(state: &mut State, query: Query, is_everything: bool) -> Outcome {
    let mut seen: BTreeMap<_, u64> = BTreeMap::new();
    for row in state.headlines.rows.iter_mut().filter(|row| row.is_unread) {
        row.is_unread = false;
        *seen.entry(row.feed).or_default() += 1;
    }
    for feed in &mut state.library.feeds {
        let marked = if is_everything {
            feed.unread
        } else {
            seen.get(&feed.id).copied().unwrap_or(0)
        };
        feed.unread = feed.unread.saturating_sub(marked);
        state.library.counts.unread = state.library.counts.unread.saturating_sub(marked);
    }
    if is_everything {
        state.library.counts.unread = 0;
        state.library.counts.today_unread = 0;
    }
    Outcome::from(Effect::Mark {
        selection: Selection::Matching {
            query,
            now: state.now,
        },
        flag: Flag::Unread,
        on: false,
    })
}

/// Confirms what the screen shows already, or takes it back.
pub(super) fn marked(
    state: &mut State,
    selection: Selection,
    flag: Flag,
    on: bool,
    change: Answer<Option<Change>>,
) -> Outcome {
    match (change, selection) {
        // The screen counted one story itself.
        (Ok(_), Selection::Ids(ids)) if ids.len() == 1 => Outcome::NOTHING,
        (Ok(Some(change)), _) => {
            let undo = super::stories::key_of(state, crate::config::Command::Undo);
            state.say(format!("{} · {undo} takes it back", change.label));
            reload(state)
        }
        (Ok(None), _) => {
            state.say("nothing was unread here");
            reload(state)
        }
        (Err(why), Selection::Ids(ids)) => {
            for id in ids {
                show(state, id, flag, !on);
            }
            super::complain(state, why)
        }
        (Err(why), Selection::Matching { .. }) => super::complain(state, why).and(reload(state)),
    }
}

pub(super) fn undone(state: &mut State, change: Answer<Option<Change>>, is_redo: bool) -> Outcome {
    match change {
        Ok(Some(change)) => {
            state.say(if is_redo {
                format!("done again: {}", change.label)
            } else {
                format!("taken back: {}", change.label)
            });
            reload(state)
        }
        Ok(None) => {
            state.say(if is_redo {
                "nothing to do again"
            } else {
                "nothing to take back"
            });
            Outcome::REDRAW
        }
        Err(why) => super::complain(state, why),
    }
}

/// Says what a mute rule did, and shows the lists without or with what it hid.
pub(super) fn muted(state: &mut State, change: Answer<Change>) -> Outcome {
    match change {
        Ok(change) => {
            let undo = super::stories::key_of(state, crate::config::Command::Undo);
            state.say(format!("{} · {undo} takes it back", change.label));
            state.headlines.lets_go = true;
            reload(state)
        }
        Err(why) => super::complain(state, why),
    }
}

/// Asks the store for the truth of lists and counts.
fn reload(state: &mut State) -> Outcome {
    Outcome::REDRAW
        .with(Effect::LoadOverview)
        .and(headlines::reload(state))
        .and(crate::ui::screens::search::reload(state))
        .and(super::stories::renew_previews(state))
}
