//! Everything that can happen to the screen: keys, mouse, time, and answers to [`super::Effect`]s.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};

use super::load::Ticket;
use crate::config::Config;
use crate::config::file::Background;
use crate::domain::query::Query;
use crate::domain::query::Spelling;
use crate::domain::{Article, ArticleId, FeedId, Flag, Scope, Timestamp};
use crate::fetch::Candidate;
use crate::insight::Insight;
use crate::jobs::ask::CitedAnswer;
use crate::jobs::open::Opened;
use crate::jobs::pipe::Piped;
use crate::jobs::refresh::{Progress, RefreshSummary};
use crate::jobs::versions::History;
use crate::store::{Change, Overview, Page, SearchResult, Selection};

/// A value, or one sentence for the person.
pub type Answer<T> = Result<T, String>;

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    Key(KeyEvent),
    /// Text pasted in one go (bracketed paste).
    Paste(String),
    Mouse {
        event: MouseEvent,
        /// Since the start of the program, to tell a double click.
        milliseconds: u64,
    },
    Resize {
        columns: u16,
        rows: u16,
    },
    /// The terminal said whether its background is dark or light.
    Background(Background),
    /// What time it is; sent ahead of other messages when the second changed, never for its own sake.
    Time(Timestamp),
    /// The next frame of a spinner; sent only while [`super::State::is_spinning`].
    Tick,
    Started {
        /// As [`super::Effect::Remember`] wrote it.
        session: Option<String>,
        overview: Answer<Overview>,
        /// Sentences about what opening the store did.
        notices: Vec<String>,
    },
    Overview(Answer<Overview>),
    Page {
        ticket: Ticket,
        page: Answer<Page>,
    },
    Searched {
        ticket: Ticket,
        result: Answer<SearchResult>,
        milliseconds: f64,
        /// Other spellings of words that nothing was found for.
        spellings: Vec<Spelling>,
    },
    Previewed {
        ticket: Ticket,
        preview: Answer<Option<Preview>>,
    },
    Opened {
        ticket: Ticket,
        opened: Answer<Option<Opened>>,
    },
    /// What is set for a source: of which address or host, and the values of [`crate::config::edit::FEED_FIELDS`].
    FeedSettings {
        title: String,
        scope: Scope,
        values: Vec<String>,
    },
    /// The config file was changed, or why it could not be.
    Configured(Answer<Arc<Config>>),
    /// The text of a story was taken from its page, or why it could not be.
    FullText {
        id: ArticleId,
        taken: Answer<()>,
    },
    /// Stories like another one; `None` when the store has that no more.
    Similar {
        ticket: Ticket,
        found: Answer<Option<SearchResult>>,
        milliseconds: f64,
    },
    /// What changed in a story.
    Versions {
        ticket: Ticket,
        history: Answer<Option<History>>,
    },
    Answered {
        ticket: Ticket,
        answer: Answer<CitedAnswer>,
    },
    Marked {
        selection: Selection,
        flag: Flag,
        on: bool,
        change: Answer<Option<Change>>,
    },
    /// The answer to undo and redo; `None` when there was nothing to take back or to do again.
    Undone {
        change: Answer<Option<Change>>,
        is_redo: bool,
    },
    RefreshProgress(Progress),
    RefreshEnded(Answer<RefreshSummary>),
    /// A feed is due that nobody asked for.
    FeedsDue,
    /// Upkeep is due.
    UpkeepDue,
    /// Upkeep is done or failed; the number is of articles whose texts went by the settings.
    UpkeepEnded(Answer<u64>),
    /// Feeds were added; the sentence says which.
    Subscribed(Answer<String>),
    /// Feeds were added that were not fetched yet; the sentence says how many.
    Imported(Answer<String>),
    /// An address offers several feeds: the person chooses.
    Candidates {
        candidates: Vec<Candidate>,
        title: Option<String>,
        folder: String,
    },
    /// How many stories a mute rule would hide, of how many in sight.
    MuteCounted {
        query: Query,
        counted: Answer<(u64, u64)>,
    },
    /// A mute rule was made or taken away.
    Muted(Answer<Change>),
    FeedChanged(Answer<Change>),
    /// What a command made of a story.
    Piped(Answer<Piped>),
    /// How many stories each source has of the last [`crate::jobs::posted::WEEKS`], where it has any.
    Posted(Answer<BTreeMap<FeedId, u64>>),
    /// Something else was done or failed; the sentence says what.
    Done(Answer<String>),
    /// Another process changed the store.
    StoreChanged,
    /// The system asks the program to end (SIGTERM, SIGHUP).
    Terminate,
}

/// The selected story as the right column shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub article: Article,
    /// `None` when insight is off.
    pub insight: Option<Insight>,
}

impl Preview {
    pub const fn id(&self) -> ArticleId {
        self.article.headline.id
    }
}
