//! Everything the screen shows, joined of one struct for each screen. Only `update` edits it.

use jiff::tz::TimeZone;

use super::library::Library;
use super::load::{Ticket, Tickets};
use super::mouse;
use super::msg::Preview;
use super::previews::Previews;
use super::screens::{
    article, ask, choose, command_line, headlines, health, help, links, palette, prompt, search,
    similar, versions,
};
use crate::config::{Keymap, Stroke};
use crate::domain::query::ParseContext;
use crate::domain::{ArticleId, Headline, Timestamp};
use crate::jobs::refresh::Progress;

/// What fills the screen. Screens stack: back returns to the one below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Headlines,
    Search,
    Similar,
    Article,
    Ask,
    Versions,
    Health,
}

/// What lies over the screen and takes the keys first. One at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    Help,
    /// What was said in the footer so far.
    Messages,
    /// What a command made of a story.
    Output,
    Palette,
    /// Hint letters over the links of the article.
    Links,
    /// A list to choose from: feeds of a page, starter packs.
    Choose,
    /// One or two lines to fill in: add, rename, remove.
    Prompt,
    /// The `:` line and the `=` line, at the bottom.
    CommandLine,
}

/// A pane of the headlines screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    Sources,
    #[default]
    List,
    /// The right column: brief above questions.
    Insights,
}

/// What the person chose in the settings, as far as the screen asks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent settings")]
pub struct Options {
    /// False removes every trace of brief, questions and answers.
    pub has_insight: bool,
    /// Columns of an article's text.
    pub measure: u16,
    pub has_mouse: bool,
    /// Write OSC 8 links.
    pub has_links: bool,
    /// Open a story marks it read.
    pub marks_read_on_open: bool,
    /// The theme goes with the background the terminal says it has.
    pub follows_background: bool,
    /// Feeds are fetched by themselves when they are due.
    pub fetches_when_due: bool,
    /// The store's upkeep is done when nobody has pressed a key for a while.
    pub keeps_up_when_idle: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            has_insight: true,
            measure: 84,
            has_mouse: true,
            has_links: true,
            marks_read_on_open: true,
            follows_background: false,
            fetches_when_due: false,
            keeps_up_when_idle: false,
        }
    }
}

/// One line for the person, in the footer until the next key, and in the message log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    pub is_error: bool,
    pub at: Timestamp,
}

/// A refresh that runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refresh {
    pub progress: Progress,
    pub is_cancelled: bool,
    /// Nobody asked for it: nothing is said unless it brought something.
    pub is_quiet: bool,
    /// How many of the new articles the lists show, and since when.
    pub shown: (usize, Timestamp),
}

/// Everything the screen shows.
#[derive(Debug, Clone)]
pub struct State {
    pub columns: u16,
    pub rows: u16,
    pub now: Timestamp,
    /// When the person last did something.
    pub touched_at: Timestamp,
    pub zone: TimeZone,
    pub options: Options,
    pub keymap: Keymap,
    pub is_offline: bool,

    /// Never empty; the last one is shown.
    screens: Vec<Screen>,
    pub overlay: Option<Overlay>,
    /// The keys of an unfinished sequence, such as the first `g` of `g g`.
    pub pending_keys: Vec<Stroke>,
    pub mouse: mouse::State,

    pub library: Library,
    pub headlines: headlines::State,
    pub search: search::State,
    pub similar: similar::State,
    pub article: article::State,
    pub ask: ask::State,
    pub versions: versions::State,
    pub health: health::State,
    pub help: help::State,
    pub palette: palette::State,
    pub links: links::State,
    pub choose: choose::State,
    pub prompt: prompt::State,
    pub command_line: command_line::State,

    /// Text, brief and questions of the selected story.
    pub previews: Previews,
    pub refresh: Option<Refresh>,
    pub notice: Option<Notice>,
    /// Newest last, bounded.
    pub log: Vec<Notice>,
    /// Counts the frames of a spinner.
    pub frame: usize,
    tickets: Tickets,
}

/// How many notices the log keeps.
const LOG: usize = 200;

impl State {
    /// Returns the state before anything is known. `Effect::Start` then fills it.
    pub fn new(
        (columns, rows): (u16, u16),
        now: Timestamp,
        zone: TimeZone,
        options: Options,
        keymap: Keymap,
    ) -> Self {
        Self {
            columns,
            rows,
            now,
            touched_at: now,
            zone,
            options,
            keymap,
            is_offline: false,
            screens: vec![Screen::Headlines],
            overlay: None,
            pending_keys: Vec::new(),
            mouse: mouse::State::default(),
            library: Library::default(),
            headlines: headlines::State::default(),
            search: search::State::default(),
            similar: similar::State::default(),
            article: article::State::default(),
            ask: ask::State::default(),
            versions: versions::State::default(),
            health: health::State::default(),
            help: help::State::default(),
            palette: palette::State::default(),
            links: links::State::default(),
            choose: choose::State::default(),
            prompt: prompt::State::default(),
            command_line: command_line::State::default(),
            previews: Previews::default(),
            refresh: None,
            notice: None,
            log: Vec::new(),
            frame: 0,
            tickets: Tickets::default(),
        }
    }

    /// Returns the screen that is shown.
    pub fn screen(&self) -> Screen {
        self.screens.last().copied().unwrap_or(Screen::Headlines)
    }

    /// Returns the screens from the bottom to the one shown.
    pub fn screens(&self) -> &[Screen] {
        &self.screens
    }

    /// Puts a screen on top; one that is in the stack already is brought up, and what lay above it closed.
    pub fn push_screen(&mut self, screen: Screen) {
        if let Some(at) = self.screens.iter().position(|open| *open == screen) {
            self.screens.truncate(at + 1);
        } else {
            self.screens.push(screen);
        }
    }

    /// Puts a screen on top, also where it is in the stack already: a story cited by an answer about a story.
    pub fn stack_screen(&mut self, screen: Screen) {
        self.screens.push(screen);
    }

    /// Returns to the screen below; false when this is the bottom one.
    pub fn pop_screen(&mut self) -> bool {
        if self.screens.len() < 2 {
            return false;
        }
        self.screens.pop();
        true
    }

    /// Returns a ticket greater than all before.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets.issue()
    }

    /// Says something in the footer, until the next key.
    pub fn say(&mut self, text: impl Into<String>) {
        self.note(text.into(), false);
    }

    /// Says what went wrong in the footer, until the next key.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.note(text.into(), true);
    }

    fn note(&mut self, text: String, is_error: bool) {
        let notice = Notice {
            text,
            is_error,
            at: self.now,
        };
        if self.log.len() >= LOG {
            self.log.remove(0);
        }
        self.log.push(notice.clone());
        self.notice = Some(notice);
    }

    /// Returns the list the person came from: search results when they lie under the screen, else the headlines.
    pub fn list_screen(&self) -> Screen {
        self.screens
            .iter()
            .rev()
            .copied()
            .find(|screen| matches!(screen, Screen::Headlines | Screen::Search | Screen::Similar))
            .unwrap_or(Screen::Headlines)
    }

    /// Returns the story at hand: the one open, the one cited, else the one selected in the list.
    pub fn selected_id(&self) -> Option<ArticleId> {
        match self.screen() {
            Screen::Article => self.article.id,
            Screen::Ask => self.ask.selected_id().or(self.ask.article),
            Screen::Versions => self.versions.id(),
            Screen::Search => self.search.selected().map(|row| row.id),
            Screen::Similar => self.similar.selected().map(|row| row.id),
            Screen::Headlines => self.headlines.selected,
            Screen::Health => None,
        }
    }

    /// Returns the row of the story at hand, as far as it is known.
    pub fn selected(&self) -> Option<&Headline> {
        let id = self.selected_id()?;
        self.article
            .opened()
            .map(|opened| &opened.article.headline)
            .filter(|row| row.id == id)
            .or_else(|| self.search.selected().filter(|row| row.id == id))
            .or_else(|| self.similar.selected().filter(|row| row.id == id))
            .or_else(|| self.headlines.row(id))
            .or_else(|| {
                self.previews
                    .get(id)
                    .map(|preview| &preview.article.headline)
            })
    }

    /// Returns text, brief and questions of a story, when they are there.
    pub fn preview_of(&self, id: ArticleId) -> Option<&Preview> {
        self.previews.get(id)
    }

    /// Returns what the query parser must know. `is_typing`: the last word may go on.
    pub fn query_context(&self, is_typing: bool) -> ParseContext {
        ParseContext {
            now: self.now,
            zone: self.zone.clone(),
            is_typing,
        }
    }

    /// Returns the area of the whole screen.
    pub const fn area(&self) -> ratatui::layout::Rect {
        ratatui::layout::Rect::new(0, 0, self.columns, self.rows)
    }

    /// Returns whether something moves on the screen by itself, so that [`super::Msg::Tick`] is wanted.
    pub fn is_spinning(&self) -> bool {
        self.ask.is_waiting() || self.prompt.is_waiting
    }
}
