//! Lines to fill in: add, rename, move, remove and import sources, say how they are fetched, ask a question of one's own.

mod keys;
mod mute;
pub mod view;

pub use keys::{key, paste};
pub use mute::{Muting, counted, make, mute};

use crate::config::edit::FEED_FIELDS;
use crate::domain::{ArticleId, Feed, FeedId, Headline, Scope};
use crate::ui::state::{Overlay, State as Whole};
use crate::ui::widgets::line_edit::LineEdit;
use crate::ui::{Effect, Outcome, Shelf};

/// What the lines are for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Purpose {
    #[default]
    Add,
    Rename(FeedId),
    Address(FeedId),
    Folder(FeedId),
    Remove(FeedId),
    Import,
    Ask,
    Tag(ArticleId),
    Pipe,
    Mute,
    /// How an address or a host is fetched, with the values that were there.
    Settings {
        scope: Scope,
        before: Vec<String>,
    },
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub purpose: Purpose,
    pub title: String,
    /// Labels and what is typed behind them.
    pub lines: Vec<(&'static str, LineEdit)>,
    pub focus: usize,
    pub hint: &'static str,
    /// What was sent is being looked at.
    pub is_waiting: bool,
    pub muting: Muting,
}

impl State {
    fn text(&self, line: usize) -> String {
        self.lines
            .get(line)
            .map(|(_, line)| line.text().trim().to_owned())
            .unwrap_or_default()
    }
}

fn open(
    state: &mut Whole,
    purpose: Purpose,
    title: String,
    lines: Vec<(&'static str, LineEdit)>,
    hint: &'static str,
) -> Outcome {
    state.prompt = State {
        purpose,
        title,
        lines,
        focus: 0,
        hint,
        is_waiting: false,
        muting: Muting::default(),
    };
    state.overlay = Some(Overlay::Prompt);
    Outcome::REDRAW
}

/// Returns the folder of what is selected: the likely place for a new source.
fn folder_at_hand(state: &Whole) -> String {
    match &state.headlines.shelf {
        Shelf::Folder(path) => path.clone(),
        Shelf::Feed(id) => state
            .library
            .feed(*id)
            .map(|feed| feed.folder.clone())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

pub fn add(state: &mut Whole, address: Option<String>) -> Outcome {
    let folder = folder_at_hand(state);
    open(
        state,
        Purpose::Add,
        "Add a source".to_owned(),
        vec![
            ("Address", LineEdit::new(address.unwrap_or_default())),
            ("Folder", LineEdit::new(folder)),
        ],
        "the address of a feed, or of a site whose feed is found · Tab next line · Enter adds",
    )
}

pub fn rename(state: &mut Whole, feed: FeedId) -> Outcome {
    let Some((title, folder)) = state
        .library
        .feed(feed)
        .map(|feed| (feed.title.clone(), feed.folder.clone()))
    else {
        return Outcome::NOTHING;
    };
    open(
        state,
        Purpose::Rename(feed),
        "Rename this source".to_owned(),
        vec![
            ("Title", LineEdit::new(title)),
            ("Folder", LineEdit::new(folder)),
        ],
        "an empty title goes back to the feed's own · Tab next line · Enter saves",
    )
}

pub fn address(state: &mut Whole, feed: &Feed) -> Outcome {
    open(
        state,
        Purpose::Address(feed.id),
        format!("Where {} is now", feed.title),
        vec![("Address", LineEdit::new(feed.url.to_string()))],
        "the new address of the feed, or of its site · its stories, title and folder stay · Enter looks there",
    )
}

pub fn folder(state: &mut Whole, feed: FeedId) -> Outcome {
    let Some(folder) = state.library.feed(feed).map(|feed| feed.folder.clone()) else {
        return Outcome::NOTHING;
    };
    open(
        state,
        Purpose::Folder(feed),
        "Put this source into a folder".to_owned(),
        vec![("Folder", LineEdit::new(folder))],
        "`Tech/Rust` is a folder in a folder; empty for none · Enter saves",
    )
}

pub fn remove(state: &mut Whole, feed: FeedId) -> Outcome {
    let Some(title) = state.library.feed(feed).map(|feed| feed.title.clone()) else {
        return Outcome::NOTHING;
    };
    open(
        state,
        Purpose::Remove(feed),
        format!("Remove {title}?"),
        Vec::new(),
        "Enter or y removes it, Esc keeps it · bookmarked stories stay · undo brings it back",
    )
}

pub fn import(state: &mut Whole, path: Option<String>) -> Outcome {
    if let Some(path) = path {
        return Outcome::from(Effect::Import { path });
    }
    open(
        state,
        Purpose::Import,
        "Import sources".to_owned(),
        vec![("OPML file", LineEdit::default())],
        "`~` is your home folder · Enter imports",
    )
}

pub fn tag(state: &mut Whole, row: &Headline) -> Outcome {
    open(
        state,
        Purpose::Tag(row.id),
        format!("Tag “{}”", row.title),
        vec![("Tag", LineEdit::default())],
        "`-work` takes the tag `work` off; `tag:work` finds what has it · Enter tags",
    )
}

pub fn pipe(state: &mut Whole, row: &Headline) -> Outcome {
    let before = state.help.piped_to.clone();
    open(
        state,
        Purpose::Pipe,
        format!("Give “{}” to a command", row.title),
        vec![("Command", LineEdit::new(before))],
        "the shell runs it with the story as Markdown on its input, and what it prints is shown · Enter runs it",
    )
}

/// Gives a story a tag, or takes off one written with `-` before it.
pub fn tag_named(id: ArticleId, name: &str) -> Outcome {
    let name = name.trim();
    let (tag, on) = match name.strip_prefix('-') {
        Some(tag) => (tag.trim(), false),
        None => (name, true),
    };
    if tag.is_empty() {
        return Outcome::REDRAW;
    }
    Outcome::from(Effect::Tag {
        id,
        tag: tag.to_owned(),
        on,
    })
}

pub fn ask(state: &mut Whole) -> Outcome {
    let title = match state.selected() {
        Some(row) => format!("Ask about “{}” and everything cached", row.title),
        None => "Ask everything cached".to_owned(),
    };
    open(
        state,
        Purpose::Ask,
        title,
        vec![("Question", LineEdit::default())],
        "the answer quotes passages and says where they stand · Enter asks",
    )
}

/// Shows how a source is fetched, to be changed.
pub fn settings(state: &mut Whole, title: &str, scope: Scope, values: Vec<String>) -> Outcome {
    let title = match &scope {
        Scope::Address(_) => format!("How {title} is fetched"),
        Scope::Host(host) => format!("How everything from {host} is fetched"),
    };
    let lines = FEED_FIELDS
        .iter()
        .zip(&values)
        .map(|(field, value)| (field.label, LineEdit::new(value.clone())))
        .collect();
    open(
        state,
        Purpose::Settings {
            scope,
            before: values,
        },
        title,
        lines,
        "empty is as for every source · headers and cookies as name = value; … · a password as cmd:…, env:… or file:… · \
         Tab next line · Enter saves",
    )
}
