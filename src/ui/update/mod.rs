//! The one place that edits the state: [`update`] takes messages, [`run`] takes commands.
//!
//! Ordinary synchronous functions without a clock: feed them messages, look at state and effects.

mod flags;
mod session;
mod sources;
pub mod stories;
mod upkeep;

use super::motion::Motion;
use super::msg::Msg;
use super::screens::{
    article, ask, choose, command_line, headlines, health, help, links, palette, prompt, search,
    similar, versions,
};
use super::state::{Overlay, Pane, Screen, State};
use super::{Effect, Outcome, keys, mouse};
use crate::config::{Command, Invocation, theme};
use crate::domain::Flag;

pub(super) use session::remember;

/// Takes one message.
#[expect(clippy::too_many_lines, reason = "a line for each message")]
pub fn update(state: &mut State, msg: Msg) -> Outcome {
    if matches!(msg, Msg::Key(_) | Msg::Paste(_) | Msg::Mouse { .. }) {
        state.touched_at = state.now;
    }
    match msg {
        Msg::Key(key) => keys::press(state, key),
        Msg::Paste(text) => keys::paste(state, &text),
        Msg::Mouse {
            event,
            milliseconds,
        } => mouse::handle(state, event, milliseconds),
        Msg::Resize { columns, rows } => {
            (state.columns, state.rows) = (columns, rows);
            headlines::settle(state)
                .and(search::settle(state))
                .and(similar::settle(state))
                .and(article::lay_out(state))
        }
        Msg::Background(background) if state.options.follows_background => {
            let name = theme::name_for("auto", background).to_owned();
            Outcome::NOTHING.with(Effect::ChangeTheme(name))
        }
        Msg::Background(_) => Outcome::NOTHING,
        Msg::Time(now) => {
            // Ages on the screen follow with the next thing that changes; a clock alone draws nothing.
            state.now = now;
            Outcome::NOTHING
        }
        Msg::Tick => {
            state.frame = state.frame.wrapping_add(1);
            Outcome {
                redraw: state.is_spinning(),
                effects: Vec::new(),
            }
        }
        Msg::Started {
            session,
            overview,
            notices,
        } => session::started(state, session.as_deref(), overview, &notices),
        Msg::Overview(Ok(overview)) => {
            state.library.replace(overview);
            Outcome::REDRAW
        }
        Msg::Page { ticket, page } => headlines::page(state, ticket, page),
        Msg::Searched {
            ticket,
            result,
            milliseconds,
            spellings,
        } => search::searched(state, ticket, result, (milliseconds, &spellings)),
        Msg::Previewed { ticket, preview } => stories::previewed(state, ticket, preview),
        Msg::Opened { ticket, opened } => {
            article::opened(state, ticket, opened).and(stories::read(state))
        }
        Msg::FeedSettings {
            title,
            scope,
            values,
        } => prompt::settings(state, &title, scope, values),
        Msg::Configured(answer) => sources::configured(state, answer),
        Msg::FullText { id, taken } => stories::full_text_taken(state, id, taken),
        Msg::Similar {
            ticket,
            found,
            milliseconds,
        } => similar::found(state, ticket, found, milliseconds),
        Msg::Versions { ticket, history } => versions::loaded(state, ticket, history),
        Msg::Answered { ticket, answer } => ask::answered(state, ticket, answer),
        Msg::Marked {
            selection,
            flag,
            on,
            change,
        } => flags::marked(state, selection, flag, on, change),
        Msg::Undone { change, is_redo } => flags::undone(state, change, is_redo),
        Msg::RefreshProgress(progress) => sources::progressed(state, progress),
        Msg::RefreshEnded(ended) => sources::refreshed(state, ended),
        Msg::FeedsDue => sources::due(state),
        Msg::UpkeepDue => upkeep::due(state),
        Msg::UpkeepEnded(answer) => upkeep::ended(state, &answer),
        Msg::Imported(answer) => sources::imported(state, answer),
        Msg::Subscribed(answer) => sources::subscribed(state, answer),
        Msg::Candidates {
            candidates,
            title,
            folder,
        } => {
            state.prompt.is_waiting = false;
            choose::candidates(state, candidates, title, folder)
        }
        Msg::MuteCounted { query, counted } => prompt::counted(state, &query, counted),
        Msg::Muted(answer) => flags::muted(state, answer),
        Msg::FeedChanged(answer) => sources::changed(state, answer),
        Msg::Piped(answer) => stories::piped(state, answer),
        Msg::Posted(answer) => health::posted(state, answer),
        Msg::Done(Ok(said)) => {
            state.say(said);
            Outcome::from(Effect::LoadOverview)
        }
        Msg::Overview(Err(why)) | Msg::Done(Err(why)) => complain(state, why),
        Msg::StoreChanged => Outcome::REDRAW
            .with(Effect::LoadOverview)
            .and(headlines::reload(state)),
        Msg::Terminate => session::quit(state),
    }
}

pub(super) fn complain(state: &mut State, why: String) -> Outcome {
    state.prompt.is_waiting = false;
    state.complain(why);
    Outcome::REDRAW
}

/// Does what a person asked for.
pub fn run(state: &mut State, invocation: Invocation) -> Outcome {
    let argument = invocation.argument;
    match invocation.command {
        Command::Down => motion(state, Motion::Lines(1)),
        Command::Up => motion(state, Motion::Lines(-1)),
        Command::First => motion(state, Motion::First),
        Command::Last => motion(state, Motion::Last),
        Command::HalfPageDown => motion(state, Motion::HalfPages(1)),
        Command::HalfPageUp => motion(state, Motion::HalfPages(-1)),
        Command::PageDown => motion(state, Motion::Pages(1)),
        Command::PageUp => motion(state, Motion::Pages(-1)),
        Command::ReadOn => stories::read_on(state),
        Command::NextUnread => stories::next_unread(state, true),
        Command::PreviousUnread => stories::next_unread(state, false),
        Command::NextArticle => stories::step(state, stories::Step::Next),
        Command::PreviousArticle => stories::step(state, stories::Step::Previous),

        Command::Open => enter(state),
        Command::Back => back(state),
        Command::Close => close(state),
        Command::Cancel => cancel(state),
        Command::NextPane => next_pane(state, true),
        Command::PreviousPane => next_pane(state, false),
        Command::FocusSources => focus(state, Pane::Sources),
        Command::FocusHeadlines => focus(state, Pane::List),
        Command::FocusArticle => stories::open_selected(state),
        Command::FocusInsights => focus(state, Pane::Insights),
        Command::WholePane => headlines::toggle_whole(state),

        Command::Browse => sources::browse(state),
        Command::Links => links::show(state),
        Command::Versions => versions::show(state),
        Command::CopyLink => stories::copy(state, false),
        Command::CopyTitleAndLink => stories::copy(state, true),
        Command::Save => stories::save(state, argument),
        Command::Pipe => stories::pipe(state, argument),

        Command::Bookmark => flags::toggle(state, Flag::Bookmarked),
        Command::ToggleRead => flags::toggle(state, Flag::Unread),
        Command::Tag => flags::tag(state, argument),
        Command::Mute => flags::mute(state, argument),
        Command::MarkListRead => flags::mark_list_read(state),
        Command::MarkAllRead => flags::mark_all_read(state),
        Command::Undo => Outcome::from(Effect::Undo),
        Command::Redo => Outcome::from(Effect::Redo),

        Command::Question => stories::ask(state, argument.as_deref()),
        Command::OwnQuestion => stories::ask_own(state, argument),
        Command::InsightsPane => headlines::toggle_insights(state),
        Command::FullText => stories::full_text(state),
        Command::MakeInsights => stories::remake(state),

        Command::Search => search::show(state, argument),
        Command::Similar => similar::show(state),
        Command::Filter => headlines::ask_filter(state, argument),
        Command::UnreadOnly => headlines::toggle_unread_only(state),
        Command::Sort if state.screen() == Screen::Search => {
            search::sort(state, argument.as_deref())
        }
        Command::Sort => headlines::sort(state, argument.as_deref()),
        Command::SaveSearch => sources::save_search(state, argument),
        Command::Export => Outcome::NOTHING.with(Effect::Export {
            path: argument.unwrap_or_default(),
        }),
        Command::OpenFeed => headlines::go_to(state, argument.as_deref().unwrap_or_default()),

        Command::Refresh => sources::refresh(state, false),
        Command::RefreshAll => sources::refresh(state, true),
        Command::Add => prompt::add(state, argument),
        Command::Remove => sources::remove(state),
        Command::Rename => sources::rename(state, argument),
        Command::MoveToFolder => sources::move_to_folder(state, argument),
        Command::ChangeAddress => sources::change_address(state, argument),
        Command::Pause => sources::pause(state),
        Command::FeedSettings => sources::settings(state),
        Command::Import => prompt::import(state, argument),
        Command::Starters => choose::show(state, choose::Purpose::Starter),
        Command::NextFailing => sources::next_failing(state),
        Command::Health => health::show(state),

        Command::CommandLine => command_line::show(state),
        Command::Palette => palette::show(state),
        Command::Help => help::show(state),
        Command::Messages => help::show_messages(state),
        Command::Theme => {
            state.options.follows_background = false;
            Outcome::from(Effect::ChangeTheme(argument.unwrap_or_default()))
        }
        Command::Quit => session::quit(state),
    }
}

/// Moves in whatever has the keys.
pub(super) fn motion(state: &mut State, motion: Motion) -> Outcome {
    match state.overlay {
        Some(Overlay::Help | Overlay::Messages | Overlay::Output) => {
            return help::motion(state, motion);
        }
        Some(Overlay::Choose) => return choose::motion(state, motion),
        Some(Overlay::Links) | None => {}
        Some(Overlay::Palette | Overlay::Prompt | Overlay::CommandLine) => {
            return Outcome::NOTHING;
        }
    }
    match state.screen() {
        Screen::Headlines => headlines::motion_in(state, state.headlines.pane, motion),
        Screen::Search => search::motion(state, motion),
        Screen::Article => article::motion(state, motion),
        Screen::Ask => ask::motion(state, motion),
        Screen::Similar => similar::motion(state, motion),
        Screen::Versions => versions::motion(state, motion),
        Screen::Health => health::motion(state, motion),
    }
}

fn enter(state: &mut State) -> Outcome {
    match state.overlay {
        Some(Overlay::Help | Overlay::Messages | Overlay::Output) => return cancel(state),
        Some(Overlay::Choose) => return choose::enter(state),
        Some(Overlay::Palette | Overlay::Prompt | Overlay::CommandLine | Overlay::Links) | None => {
        }
    }
    match state.screen() {
        Screen::Headlines => headlines::enter(state),
        Screen::Search => search::enter(state),
        Screen::Similar => stories::open_selected(state),
        Screen::Article => article::enter(state),
        Screen::Ask => ask::enter(state),
        Screen::Versions => versions::enter(state),
        Screen::Health => health::enter(state),
    }
}

/// Closes an overlay, or the screen on top; `None` when there is only the bottom screen.
fn close_top(state: &mut State) -> Option<Outcome> {
    if state.overlay.take().is_some() {
        return Some(Outcome::REDRAW);
    }
    let left = match state.screen() {
        Screen::Headlines => return None,
        Screen::Article => article::leave(state),
        Screen::Search => search::leave(state),
        Screen::Similar | Screen::Ask | Screen::Versions | Screen::Health => Outcome::NOTHING,
    };
    state.pop_screen();
    // What is below may be an article again, or a list whose story was not drawn for a while.
    let shown = match state.screen() {
        Screen::Headlines => headlines::settle(state),
        Screen::Search => search::settle(state),
        Screen::Similar => similar::settle(state),
        Screen::Article => article::resume(state),
        Screen::Ask | Screen::Versions | Screen::Health => Outcome::NOTHING,
    };
    Some(Outcome::REDRAW.and(left).and(shown))
}

fn back(state: &mut State) -> Outcome {
    if let Some(outcome) = close_top(state) {
        return outcome;
    }
    headlines::back(state)
}

fn close(state: &mut State) -> Outcome {
    if let Some(outcome) = close_top(state) {
        return outcome;
    }
    if headlines::go_home(state) {
        return headlines::settle(state);
    }
    session::quit(state)
}

fn cancel(state: &mut State) -> Outcome {
    if let Some(outcome) = close_top(state) {
        return outcome;
    }
    if let Some(refresh) = &mut state.refresh
        && !refresh.is_cancelled
    {
        refresh.is_cancelled = true;
        return Outcome::from(Effect::CancelRefresh);
    }
    if !state.headlines.filter.is_empty() {
        return headlines::set_filter(state, String::new());
    }
    headlines::back(state)
}

fn next_pane(state: &mut State, is_forward: bool) -> Outcome {
    match state.screen() {
        Screen::Headlines => headlines::next_pane(state, is_forward),
        Screen::Article => article::next_link(state, is_forward),
        Screen::Search => search::toggle_typing(state),
        Screen::Versions => versions::step(state, is_forward),
        Screen::Similar | Screen::Ask | Screen::Health => Outcome::NOTHING,
    }
}

/// Goes to a pane of the headlines screen, from wherever.
fn focus(state: &mut State, pane: Pane) -> Outcome {
    let mut outcome = Outcome::REDRAW;
    while let Some(closed) = close_top(state) {
        outcome = outcome.and(closed);
    }
    outcome.and(headlines::focus(state, pane))
}
