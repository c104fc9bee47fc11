//! The query language: one parser and one meaning for search line, list filter, rules and command line.
//!
//! [`parse`] turns text into a [`Query`]; [`Query::matches`] is the plain, slow truth of what it means,
//! which the store's SQL and index must agree with.

use super::{ArticleId, FeedId, Timestamp};

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Query {
    /// Everything; what the empty text means.
    All,
    And(Vec<Query>),
    Or(Vec<Query>),
    Not(Box<Query>),
    /// Words in title, text, author or feed title (or in one of them).
    Text {
        field: TextField,
        words: Words,
    },
    /// The feed's title or address contains this, case and accents ignored.
    FeedName(String),
    /// Exactly this feed; not written by people, used by the screen.
    Feed(FeedId),
    /// Exactly these articles; not written by people, used by the screen and `squelch show ID…`.
    Ids(Vec<ArticleId>),
    /// This folder or one below it.
    Folder(String),
    Tag(String),
    Language(String),
    Has(Has),
    Is(Is),
    /// Sorted at or after this moment.
    After(Timestamp),
    /// Sorted before this moment.
    Before(Timestamp),
    /// Sorted within this many seconds before now.
    Newer(i64),
    /// Sorted more than this many seconds before now.
    Older(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    Any,
    Title,
    Author,
}

/// One word, a prefix, or a phrase of several words in this order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// As typed, one or more.
    pub words: Vec<String>,
    /// The last word may go on: `econom*`, or the word being typed.
    pub is_prefix: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Has {
    Image,
    Audio,
    FullText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Is {
    Unread,
    Read,
    Bookmarked,
}
