//! What the screen wants done: work described as data, carried out by the runtime, answered by a [`super::Msg`].

use std::sync::Arc;

use url::Url;

use super::load::Ticket;
use crate::config::Config;
use crate::domain::query::Query;
use crate::domain::{ArticleId, FeedId, Flag, Scope};
use crate::fetch::Candidate;
use crate::jobs::ask::AskRequest;
use crate::store::{PageRequest, Position, SearchRequest, Selection};

/// What came of one message: whether the screen changed, and what is to be done.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use = "effects that are dropped never happen"]
pub struct Outcome {
    pub redraw: bool,
    pub effects: Vec<Effect>,
}

impl Outcome {
    /// Nothing changed, nothing to do.
    pub const NOTHING: Self = Self {
        redraw: false,
        effects: Vec::new(),
    };

    /// The screen changed.
    pub const REDRAW: Self = Self {
        redraw: true,
        effects: Vec::new(),
    };

    /// Returns this outcome with one more thing to do.
    pub fn with(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// Returns both outcomes as one, in this order.
    pub fn and(mut self, other: Self) -> Self {
        self.redraw |= other.redraw;
        self.effects.extend(other.effects);
        self
    }
}

impl From<Effect> for Outcome {
    /// The screen changed and there is one thing to do: by far the most frequent outcome.
    fn from(effect: Effect) -> Self {
        Self::REDRAW.with(effect)
    }
}

/// One piece of work. Every variant names the message that answers it.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// What the last session remembered, then feeds and counts: [`super::Msg::Started`].
    Start,
    /// Feeds, counts and saved searches: [`super::Msg::Overview`].
    LoadOverview,
    /// Rows of a list; a newer request replaces one not yet answered: [`super::Msg::Page`].
    LoadPage {
        ticket: Ticket,
        request: PageRequest,
    },
    /// A newer search replaces one not yet answered: [`super::Msg::Searched`].
    Search {
        ticket: Ticket,
        request: SearchRequest,
    },
    /// Text, brief and questions of the selected story. At most one runs; while it does only the newest waits, so that
    /// fast scrolling never queues more: [`super::Msg::Previewed`].
    Preview {
        ticket: Ticket,
        id: ArticleId,
    },
    /// Brief and questions made again: [`super::Msg::Previewed`].
    RemakeInsight {
        ticket: Ticket,
        id: ArticleId,
    },
    /// A story to read: [`super::Msg::Opened`].
    Open {
        ticket: Ticket,
        id: ArticleId,
        /// With the text that the feed gave, though the full text was taken.
        is_feeds: bool,
    },
    /// Asks what is set for a source: [`super::Msg::FeedSettings`].
    LoadFeedSettings {
        title: String,
        url: Url,
    },
    /// Writes settings of a source into the config file: [`super::Msg::Configured`].
    SaveFeedSettings {
        scope: Scope,
        changes: Vec<(&'static str, String)>,
    },
    /// Works by these settings from now on. Not answered unless it fails.
    UseConfig(Arc<Config>),
    /// Takes a story's text from its page: [`super::Msg::FullText`].
    TakeFullText(ArticleId),
    /// Looks for stories like this one: [`super::Msg::Similar`].
    FindSimilar {
        ticket: Ticket,
        id: ArticleId,
    },
    /// Compares the states of a story: [`super::Msg::Versions`].
    LoadVersions {
        ticket: Ticket,
        id: ArticleId,
    },
    /// [`super::Msg::Answered`].
    Ask {
        ticket: Ticket,
        request: AskRequest,
    },
    /// The state has it already; [`super::Msg::Marked`] confirms or takes it back.
    Mark {
        selection: Selection,
        flag: Flag,
        on: bool,
    },
    /// Gives a story a tag, or takes it off: [`super::Msg::Done`].
    Tag {
        id: ArticleId,
        tag: String,
        on: bool,
    },
    /// Counts what a mute rule would hide: [`super::Msg::MuteCounted`].
    CountMuted(Query),
    /// Makes a mute rule: [`super::Msg::Muted`].
    Mute(Query),
    /// Takes the rule away that hides this story: [`super::Msg::Muted`].
    Unmute(ArticleId),
    /// Writes a story as Markdown into a new file, without a path where the settings say: [`super::Msg::Done`].
    SaveArticle {
        id: ArticleId,
        path: Option<String>,
    },
    /// Gives a story as Markdown to a command: [`super::Msg::Piped`].
    Pipe {
        id: ArticleId,
        command: String,
    },
    /// [`super::Msg::Undone`].
    Undo,
    /// [`super::Msg::Undone`].
    Redo,
    /// Fetches what is due, or with `force` all of `only`: [`super::Msg::RefreshProgress`], then
    /// [`super::Msg::RefreshEnded`].
    Refresh {
        only: Option<Vec<FeedId>>,
        force: bool,
    },
    /// Fetches a few of the feeds that are due, since nobody asked: messages as of [`Effect::Refresh`].
    RefreshDue,
    /// Waits for the next feed that is due, in place of an earlier wait: [`super::Msg::FeedsDue`].
    AwaitDue,
    /// Waits a while, and then until upkeep is due, in place of an earlier wait: [`super::Msg::UpkeepDue`].
    AwaitUpkeep,
    /// Does upkeep in the background: [`super::Msg::UpkeepEnded`].
    KeepUp,
    CancelRefresh,
    /// Finds the feeds behind an address and subscribes when there is just one: [`super::Msg::Subscribed`] or
    /// [`super::Msg::Candidates`].
    Subscribe {
        address: String,
        title: Option<String>,
        folder: String,
    },
    /// Subscribes to feeds the person chose: [`super::Msg::Subscribed`].
    SubscribeAll {
        candidates: Vec<Candidate>,
        title: Option<String>,
        folder: String,
    },
    /// Gives a source the address of the feed behind what was typed: [`super::Msg::Subscribed`].
    ChangeAddress {
        feed: FeedId,
        address: String,
    },
    /// Counts what each source posted in the last weeks: [`super::Msg::Posted`].
    CountPosted,
    /// Subscribes to all feeds of a built-in starter pack: [`super::Msg::Imported`].
    AddStarter(usize),
    /// Reads an OPML file: [`super::Msg::Imported`].
    Import {
        path: String,
    },
    /// Writes all subscriptions as OPML: [`super::Msg::Done`].
    Export {
        path: String,
    },
    /// [`super::Msg::FeedChanged`].
    RemoveFeed(FeedId),
    /// Has a source not fetched any more, or again: [`super::Msg::FeedChanged`].
    PauseFeed {
        feed: FeedId,
        on: bool,
    },
    /// `None` leaves as it is: [`super::Msg::FeedChanged`].
    ChangeFeed {
        feed: FeedId,
        title: Option<String>,
        folder: Option<String>,
    },
    /// [`super::Msg::Done`].
    SaveSearch {
        name: String,
        query: String,
    },
    /// Removes a saved search: [`super::Msg::Done`].
    ForgetSearch(String),
    /// Where the reader is in a story. Not answered.
    SavePosition(ArticleId, Position),
    /// What the next session shall find again. Not answered.
    Remember(String),
    /// Opens an address in the browser; answered only when that fails.
    Browse(Url),
    /// Puts text on the clipboard of the terminal (OSC 52). Not answered.
    Copy(String),
    /// Draws in the colours of another theme: [`super::Msg::Done`].
    ChangeTheme(String),
    /// Ends the loop.
    Quit,
}
