//! Upkeep when nobody is there: due, put off while somebody is, done.

use crate::jobs::upkeep::IDLE;
use crate::ui::msg::Answer;
use crate::ui::state::State;
use crate::ui::{Effect, Outcome};

use super::headlines;

/// Waits for the next time, where that is wanted.
pub(super) fn wait(state: &State) -> Outcome {
    if state.options.keeps_up_when_idle {
        Outcome::NOTHING.with(Effect::AwaitUpkeep)
    } else {
        Outcome::NOTHING
    }
}

/// Begins, unless somebody was here a moment ago or a refresh runs: then it is asked again in a while.
pub(super) fn due(state: &State) -> Outcome {
    let is_idle = state.now >= state.touched_at.plus(IDLE);
    if is_idle && state.refresh.is_none() {
        Outcome::NOTHING.with(Effect::KeepUp)
    } else {
        wait(state)
    }
}

/// Says what went, if anything did. A failure is in the log, and nothing for a person to do: there is a next time.
pub(super) fn ended(state: &mut State, ended: &Answer<u64>) -> Outcome {
    let next = wait(state);
    match *ended {
        Ok(gone) if gone > 0 => {
            let texts = if gone == 1 { "text" } else { "texts" };
            state.say(format!("{gone} old {texts} let go, by the settings"));
            Outcome::REDRAW.and(headlines::reload(state)).and(next)
        }
        Ok(_) | Err(_) => next,
    }
}
