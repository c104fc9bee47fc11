//! Where a command works: the places that keys act on, and sets of them.

use serde::Serialize;

/// What the keys act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The pane of folders and feeds.
    Sources,
    /// The list of stories, search results included.
    Headlines,
    /// The brief and the questions beside the list.
    Insights,
    /// An opened story.
    Article,
    /// The passages that answer a question.
    Answer,
    /// What changed in a story.
    Versions,
    /// The list of failing feeds.
    Health,
    /// A list to choose from: starter packs, discovered feeds.
    Choice,
    /// Help and the message log: text to scroll.
    Text,
}

impl Place {
    pub const ALL: [Self; 9] = [
        Self::Sources,
        Self::Headlines,
        Self::Insights,
        Self::Article,
        Self::Answer,
        Self::Versions,
        Self::Health,
        Self::Choice,
        Self::Text,
    ];

    /// Returns what to call the place in a sentence: `the headlines`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sources => "the sources",
            Self::Headlines => "the headlines",
            Self::Insights => "the insights pane",
            Self::Article => "an article",
            Self::Answer => "an answer",
            Self::Versions => "the versions of a story",
            Self::Health => "the health screen",
            Self::Choice => "a list to choose from",
            Self::Text => "help and messages",
        }
    }
}

/// Where a command works: a set of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    Everywhere,
    /// Sources, headlines, insights: the panes of the main screen.
    Panes,
    /// The panes, and everything opened over them that is about stories.
    Reading,
    /// The same, and the health screen.
    Screens,
    /// Wherever a story is selected or shown.
    Story,
    /// The same, and what changed in one.
    StoryAndVersions,
    /// Wherever one source is selected.
    Source,
    /// An opened story.
    Article,
}

impl Scope {
    /// Returns the places of this scope.
    pub const fn places(self) -> &'static [Place] {
        use Place::{Answer, Article, Headlines, Health, Insights, Sources, Versions};
        match self {
            Self::Everywhere => &Place::ALL,
            Self::Panes => &[Sources, Headlines, Insights],
            Self::Reading => &[Sources, Headlines, Insights, Article, Answer, Versions],
            Self::Screens => &[
                Sources, Headlines, Insights, Article, Answer, Versions, Health,
            ],
            Self::Story => &[Headlines, Insights, Article, Answer],
            Self::StoryAndVersions => &[Headlines, Insights, Article, Answer, Versions],
            Self::Source => &[Sources, Health],
            Self::Article => &[Article],
        }
    }

    pub fn covers(self, place: Place) -> bool {
        self.places().contains(&place)
    }

    /// Returns whether some place belongs to both.
    pub fn overlaps(self, other: Self) -> bool {
        self.places().iter().any(|place| other.covers(*place))
    }
}
