//! The query language: one parser and one meaning for search line, list filter, rules and command line.
//!
//! [`parse`] turns text into a [`Query`], `Display` turns it back, [`complete`] helps to type it.
//! [`Query::matches`] is the plain, slow truth of what a query means, which the store's SQL and index must agree with.
//!
//! | Written | Means |
//! | --- | --- |
//! | `port strike` | both words, in any form (`strikes`), in title, text, author or the feed's title |
//! | `"port strike"` | these words as written, one after the other |
//! | `econom*` | words that start so |
//! | `title:` `author:` | only there |
//! | `feed:` | feed whose title or address contains the value |
//! | `folder:` `tag:` `lang:` | folder or one below it, tag, language code |
//! | `has:image` `has:audio` `has:fulltext` | what comes with the story |
//! | `is:unread` `is:read` `is:bookmarked` | flags |
//! | `is:muted` | what mute rules hide; everything else is about what they leave in sight |
//! | `after:2026-11-01` `before:2026` `after:yesterday` | the first moment of that day, month or year |
//! | `newer:7d` `older:2w` | age in `s` `min` `h` `d` `w` `m` (30 days) `y` (365 days) |
//! | `id:12,15` `feed:#3` | exactly these articles, exactly this feed |
//! | `-word` `a OR b` `(a b)` | not, or, grouping; words side by side must all match, and bind closer than `OR`; `a AND b` is `a b`, `NOT a` is `-a` |

mod complete;
mod dates;
mod display;
mod error;
mod evaluate;
mod fields;
mod parse;
mod respell;
mod rule;

pub use complete::{Completion, Names, complete};
pub use dates::parse_age;
pub use error::QueryError;
pub use evaluate::{Candidate, feed_is_named, is_in_folder, is_same_name};
pub use parse::{ParseContext, parse, typed_out};
pub use respell::{Spelling, respell, respelled, spelled};
pub use rule::{UnfitForRule, check_rule};

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
    /// Written in quotes: only this form of the words, not `strikes` for `strike`.
    pub is_exact: bool,
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
    /// Hidden by a mute rule. Where a query does not ask for it, nothing muted is meant.
    Muted,
}

impl Query {
    /// Returns what matches all of `parts`, flattened: no `All` and no `And` inside an `And`.
    pub fn and(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::All => {}
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.remove(0),
            _ => Self::And(flat),
        }
    }

    /// Returns what matches any of `parts`, flattened: no `Or` inside an `Or`. Nothing matches when there are no parts.
    pub fn or(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Not(Box::new(Self::All)),
            1 => flat.remove(0),
            _ => Self::Or(flat),
        }
    }

    /// Returns what `part` does not match.
    #[expect(
        clippy::should_implement_trait,
        reason = "builds a query beside `and` and `or`"
    )]
    pub fn not(part: Self) -> Self {
        match part {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Returns whether the query says anything about what is muted, so that what is muted is looked at too.
    pub fn asks_for_muted(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::asks_for_muted),
            Self::Not(part) => part.asks_for_muted(),
            Self::Is(is) => *is == Is::Muted,
            _ => false,
        }
    }

    /// Returns whether words are looked for anywhere in it, so that a relevance exists.
    pub fn has_text(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::has_text),
            Self::Not(part) => part.has_text(),
            Self::Text { .. } => true,
            _ => false,
        }
    }
}
