//! The story at hand: opening it, going on to the next, its preview, its questions, its link.

use crate::config::Command;
use crate::domain::{ArticleId, Flag};
use crate::jobs::pipe::Piped;
use crate::ui::load::Ticket;
use crate::ui::msg::{Answer, Preview};
use crate::ui::screens::{article, ask, headlines, help, prompt, search, similar, versions};
use crate::ui::state::{Screen, State};
use crate::ui::{Effect, Outcome};

/// How to go on in the list a story came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Next,
    Previous,
    NextUnread,
    PreviousUnread,
}

impl Step {
    pub const fn is_forward(self) -> bool {
        matches!(self, Self::Next | Self::NextUnread)
    }

    pub const fn is_unread(self) -> bool {
        matches!(self, Self::NextUnread | Self::PreviousUnread)
    }
}

/// Opens a story, at a sentence of its text when `target` is given.
pub fn open(state: &mut State, id: ArticleId, target: Option<String>) -> Outcome {
    let left = if state.article.id.is_some_and(|open| open != id) {
        article::leave(state)
    } else {
        Outcome::NOTHING
    };
    left.and(article::show(state, id, target))
}

/// Opens the story at hand.
pub fn open_selected(state: &mut State) -> Outcome {
    match state.selected_id() {
        Some(id) if state.screen() == Screen::Article && state.article.id == Some(id) => {
            Outcome::NOTHING
        }
        Some(id) => open(state, id, None),
        None => {
            state.say("there is no story here to open");
            Outcome::REDRAW
        }
    }
}

/// Marks the opened story read and asks for its brief and questions.
pub(super) fn read(state: &mut State) -> Outcome {
    let Some(opened) = state.article.opened() else {
        return Outcome::NOTHING;
    };
    let row = opened.article.headline.clone();
    let preview = want_preview(state, row.id);
    if row.is_unread && state.options.marks_read_on_open {
        return preview.and(super::flags::set(state, row.id, Flag::Unread, false));
    }
    preview
}

/// Goes to another story of the list; from an opened one, opens it.
pub(super) fn step(state: &mut State, step: Step) -> Outcome {
    let is_reading = state.screen() == Screen::Article;
    let (moved, found) = match state.list_screen() {
        Screen::Search => search::step(state, step),
        Screen::Similar => similar::step(state, step),
        _ => headlines::step(state, step),
    };
    match found {
        Some(id) if is_reading => moved.and(open(state, id, None)),
        Some(_) => {
            if state.screen() == Screen::Headlines {
                state.headlines.pane = crate::ui::Pane::List;
            }
            moved
        }
        None => moved,
    }
}

/// Goes to the next (or previous) unread story; in one that a search found, to its next match.
pub(super) fn next_unread(state: &mut State, is_forward: bool) -> Outcome {
    if state.screen() == Screen::Versions {
        return versions::next_change(state, is_forward);
    }
    if let Some(outcome) = article::next_match(state, is_forward) {
        return outcome;
    }
    step(
        state,
        if is_forward {
            Step::NextUnread
        } else {
            Step::PreviousUnread
        },
    )
}

/// A page down in a story, then the next unread one; in a list, the story at hand when unread, else the next unread.
pub(super) fn read_on(state: &mut State) -> Outcome {
    match state.screen() {
        Screen::Article => {
            if let Some(outcome) = article::read_on(state) {
                return outcome;
            }
            step(state, Step::NextUnread)
        }
        Screen::Headlines | Screen::Search | Screen::Similar => {
            if state.selected().is_some_and(|row| row.is_unread) {
                return open_selected(state);
            }
            let before = state.selected_id();
            let moved = step(state, Step::NextUnread);
            if state.selected_id() == before {
                return moved;
            }
            moved.and(open_selected(state))
        }
        Screen::Ask | Screen::Versions | Screen::Health => {
            super::motion(state, crate::ui::Motion::Pages(1))
        }
    }
}

/// Asks for brief and questions of a story, unless they are there or on their way.
pub fn want_preview(state: &mut State, id: ArticleId) -> Outcome {
    if state.previews.get(id).is_some()
        || state.previews.is_waiting_for(id)
        || state.previews.failure(id).is_some()
    {
        return Outcome::NOTHING;
    }
    ask_for_preview(state, id)
}

fn ask_for_preview(state: &mut State, id: ArticleId) -> Outcome {
    let ticket = state.ticket();
    state.previews.expect(ticket, id);
    Outcome::NOTHING.with(Effect::Preview { ticket, id })
}

/// Takes brief and questions in, then fetches those of the row below, which is most likely looked at next.
pub(super) fn previewed(
    state: &mut State,
    ticket: Ticket,
    preview: Answer<Option<Preview>>,
) -> Outcome {
    if !state.previews.settle(ticket, preview) {
        return Outcome::NOTHING;
    }
    // The opened story wears the flags the store has for it, also after an undo.
    if let Some(id) = state.article.id
        && let Some(fresh) = state
            .previews
            .get(id)
            .map(|preview| preview.article.headline.clone())
        && let Some(opened) = state.article.opened_mut()
        && opened.article.headline.id == id
    {
        opened.article.headline = fresh;
    }
    if let Some(id) = state.selected_id()
        && state.previews.get(id).is_none()
    {
        return Outcome::REDRAW.and(want_preview(state, id));
    }
    let next = match state.list_screen() {
        Screen::Search => state.search.below(),
        Screen::Similar => state.similar.below(),
        _ => state.headlines.below(),
    };
    // An opened story shows its brief too.
    let outcome = Outcome::REDRAW.and(article::lay_out(state));
    match next {
        Some(id) => outcome.and(want_preview(state, id)),
        None => outcome,
    }
}

/// Looks at texts again that the store may have changed.
pub(super) fn renew_previews(state: &mut State) -> Outcome {
    let selected = state.selected_id();
    state.previews.forget_except(selected);
    match selected {
        Some(id) => ask_for_preview(state, id),
        _ => Outcome::NOTHING,
    }
}

/// Asks a question of the story at hand by its number, from 1.
pub(super) fn ask(state: &mut State, number: Option<&str>) -> Outcome {
    if !state.options.has_insight {
        state.say("questions are off; `engine` under [insight] brings them back");
        return Outcome::REDRAW;
    }
    let Some(id) = state.selected_id() else {
        state.say("select a story first; its questions have numbers");
        return Outcome::REDRAW;
    };
    let number = number.and_then(|number| number.parse::<usize>().ok());
    let questions = state
        .preview_of(id)
        .and_then(|preview| preview.insight.as_ref())
        .map(|insight| insight.questions.as_slice())
        .unwrap_or_default();
    let question = number
        .and_then(|number| number.checked_sub(1))
        .and_then(|index| questions.get(index));
    let Some(question) = question else {
        let said = match (questions.len(), number) {
            (_, None) => "a question has a number, for example `question 1`".to_owned(),
            (0, _) => "this story has no questions; `@` asks one of your own".to_owned(),
            (count, _) => format!("this story has {count} questions"),
        };
        state.say(said);
        return Outcome::REDRAW;
    };
    let text = question.text.clone();
    ask::show(state, text, Some(id))
}

/// Asks a question of one's own, of the story at hand and of everything cached.
pub(super) fn ask_own(state: &mut State, question: Option<String>) -> Outcome {
    if !state.options.has_insight {
        state.say("questions are off; `engine` under [insight] brings them back");
        return Outcome::REDRAW;
    }
    match question {
        Some(question) => {
            let id = state.selected_id();
            ask::show(state, question, id)
        }
        None => prompt::ask(state),
    }
}

/// Takes the full text of the story at hand from its page; in an opened story that has it, changes between it and the
/// feed's.
pub(super) fn full_text(state: &mut State) -> Outcome {
    let Some(id) = state.selected_id() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    let is_open = state.screen() == Screen::Article;
    let shown = if is_open {
        state.article.opened().map(|opened| &opened.article)
    } else {
        state.preview_of(id).map(|preview| &preview.article)
    };
    let is_full = shown.is_some_and(|article| article.full_text_at.is_some());
    match (is_open, is_full) {
        (true, true) => {
            state.say("the text that the feed gave");
            article::show_text(state, true)
        }
        (true, false) if state.article.is_feeds() => {
            state.say("the full text, from the story's page");
            article::show_text(state, false)
        }
        (false, true) => {
            state.say("the full text was taken; Enter opens it");
            Outcome::REDRAW
        }
        (_, false) => {
            state.say(article::TAKING);
            Outcome::REDRAW.with(Effect::TakeFullText(id))
        }
    }
}

/// Shows the full text where its story is still open, and makes brief and questions of it.
pub(super) fn full_text_taken(state: &mut State, id: ArticleId, taken: Answer<()>) -> Outcome {
    if let Err(why) = taken {
        return super::complain(state, why);
    }
    state.say("the full text, from the story's page");
    state.previews.forget(id);
    let is_open = state.screen() == Screen::Article && state.article.id == Some(id);
    let shown = if is_open {
        article::show_text(state, false)
    } else {
        Outcome::NOTHING
    };
    let preview = if state.selected_id() == Some(id) {
        ask_for_preview(state, id)
    } else {
        Outcome::NOTHING
    };
    Outcome::REDRAW.and(shown).and(preview)
}

pub(super) fn remake(state: &mut State) -> Outcome {
    let Some(id) = state.selected_id().filter(|_| state.options.has_insight) else {
        return Outcome::NOTHING;
    };
    let ticket = state.ticket();
    state.previews.expect(ticket, id);
    state.say("brief and questions are made again");
    Outcome::from(Effect::RemakeInsight { ticket, id })
}

/// Puts the story's link on the clipboard.
pub(super) fn copy(state: &mut State, with_title: bool) -> Outcome {
    let Some((title, link)) = link(state) else {
        state.say("this story has no link");
        return Outcome::REDRAW;
    };
    if with_title {
        state.say("title and link copied");
        return Outcome::from(Effect::Copy(format!("{title}\n{link}")));
    }
    state.say(format!("copied {link}"));
    Outcome::from(Effect::Copy(link.to_string()))
}

/// Saves the story at hand as Markdown.
pub(super) fn save(state: &mut State, path: Option<String>) -> Outcome {
    let Some(id) = state.selected_id() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    Outcome::from(Effect::SaveArticle { id, path })
}

/// Gives the story at hand to a command, or asks for one.
pub(super) fn pipe(state: &mut State, command: Option<String>) -> Outcome {
    let Some(row) = state.selected().cloned() else {
        state.say("select a story first");
        return Outcome::REDRAW;
    };
    if let Some(command) = command {
        return pipe_to(state, command);
    }
    prompt::pipe(state, &row)
}

/// Gives the story at hand to this command.
pub fn pipe_to(state: &mut State, command: String) -> Outcome {
    let Some(id) = state.selected_id() else {
        return Outcome::NOTHING;
    };
    state.say(format!("running `{command}`"));
    state.help.piped_to.clone_from(&command);
    Outcome::from(Effect::Pipe { id, command })
}

/// Shows what a command printed, or says that it had nothing to say.
pub(super) fn piped(state: &mut State, answer: Answer<Piped>) -> Outcome {
    match answer {
        Err(why) => state.complain(why),
        Ok(Piped {
            command,
            output,
            failure,
        }) => {
            match failure {
                Some(failure) => state.complain(format!("`{command}`: {failure}")),
                None => state.say(format!("`{command}` took the story")),
            }
            // Somebody who is typing elsewhere by now is not interrupted.
            if !output.is_empty() && state.overlay.is_none() {
                return help::show_output(state, &command, output);
            }
        }
    }
    Outcome::REDRAW
}

/// Returns title and link of the story at hand, once it is known.
pub(super) fn link(state: &State) -> Option<(String, url::Url)> {
    let id = state.selected_id()?;
    let article = state
        .article
        .opened()
        .map(|opened| &opened.article)
        .filter(|article| article.headline.id == id)
        .or_else(|| state.preview_of(id).map(|preview| &preview.article))?;
    Some((article.headline.title.clone(), article.link.clone()?))
}

/// Returns the key of a command for a sentence, in backticks.
pub fn key_of(state: &State, command: Command) -> String {
    state.keymap.first_key(command).map_or_else(
        || format!("`:{}`", command.name()),
        |key| format!("`{key}`"),
    )
}
