//! Brief, insight questions, cited answers and which articles are one story. Offline and pure: text in, values out.

mod offline;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use offline::{Piece, ask, group, make};

/// The engine's name and version; a stored insight of another engine is stale.
pub const ENGINE: &str = "squelch-offline/9";

/// What an engine reads.
#[derive(Debug, Clone, Copy, Default)]
pub struct Story<'a> {
    pub title: &'a str,
    /// Plain text, paragraphs parted by an empty line; ranges in the answer point into it.
    pub text: &'a str,
    /// The feed's own description, as plain text, when it is not the body itself.
    pub summary: Option<&'a str>,
    /// As the feed says, `de` or `de-AT`.
    pub language: Option<&'a str>,
}

/// Brief and questions of one story: the JSON of `squelch insight`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Insight {
    pub title: String,
    pub brief: Vec<Bullet>,
    pub questions: Vec<Question>,
    /// Name and version of what made it.
    pub engine: String,
    /// ISO 639-1 where known, else empty.
    pub language: String,
    /// Why brief or questions are missing, for the screen: `too short for a brief`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A sentence of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bullet {
    pub text: String,
    /// Byte range in the story's text.
    pub start: usize,
    pub end: usize,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_shortened: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub text: String,
    /// `cause`, `background`, `mechanism`, …
    pub kind: String,
    /// The things of the story it names.
    pub about: Vec<About>,
    /// The evidence in the text that opened it.
    pub because: Option<Range<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// A text that may hold an answer.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub language: Option<&'a str>,
}

/// A passage that bears on a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Index into the sources given.
    pub source: usize,
    /// The paragraph, as a byte range of the source's text.
    pub paragraph: Range<usize>,
    /// The sentence in it that answers best.
    pub sentence: Range<usize>,
    /// Comparable within one answer.
    pub score: f32,
}

/// What [`ask`] found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Best first.
    pub passages: Vec<Passage>,
    /// False when the passages are only the nearest, not an answer.
    pub is_answered: bool,
}
