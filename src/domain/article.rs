//! One story: as a feed gives it ([`Entry`]), as a list shows it ([`Headline`]), whole ([`Article`]).

use serde::Serialize;
use url::Url;

use super::{ArticleId, FeedId, Timestamp};

/// What a feed says of one story, already decoded, repaired and printable, not yet stored.
///
/// `content` and `summary` are HTML as the feed gave it (relative links resolved, control characters gone);
/// everything else is plain text.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Entry {
    pub guid: Option<String>,
    pub title: String,
    pub link: Option<Url>,
    /// Falls back to `updated` where the feed says no more.
    #[serde(serialize_with = "as_rfc3339")]
    pub published: Option<Timestamp>,
    /// The date as the feed wrote it, kept when it could not be read.
    pub published_text: Option<String>,
    #[serde(serialize_with = "as_rfc3339")]
    pub updated: Option<Timestamp>,
    pub author: Option<String>,
    pub content: Option<String>,
    pub summary: Option<String>,
    /// `content`, else `summary`, as plain text: paragraphs parted by one empty line.
    pub text: String,
    pub tags: Vec<String>,
    pub enclosures: Vec<Enclosure>,
    pub thumbnails: Vec<Url>,
    pub comments: Option<Url>,
    pub language: Option<String>,
}

/// An entry as another reader kept it, with what a person did to it there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeptEntry {
    pub entry: Entry,
    /// When that reader saw it first, where it says so.
    pub seen_at: Option<Timestamp>,
    pub is_unread: bool,
    /// When it was kept for good, where it was.
    pub bookmarked_at: Option<Timestamp>,
    /// The person does not want to see it again.
    pub is_deleted: bool,
    /// What the person calls it.
    pub tags: Vec<String>,
}

/// Entries are shown to other programs (`squelch parse --json`), for which seconds would be a riddle.
#[expect(clippy::ref_option, reason = "the signature serde asks for")]
fn as_rfc3339<S: serde::Serializer>(
    moment: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    moment.map(Timestamp::rfc3339).serialize(serializer)
}

/// A file that belongs to an entry: a podcast episode, a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Enclosure {
    pub url: Url,
    #[serde(rename = "type")]
    pub mime_type: Option<String>,
    /// Bytes, as the feed claims.
    pub length: Option<u64>,
    /// Seconds.
    pub duration: Option<u64>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headline {
    pub id: ArticleId,
    pub feed: FeedId,
    /// Printable, never empty: stories without a title are called by the start of their text.
    pub title: String,
    /// The feed's title.
    pub source: String,
    /// When the story is sorted: min(published or first seen, first seen).
    pub sorted_at: Timestamp,
    pub is_unread: bool,
    pub is_bookmarked: bool,
}

/// A whole story from the cache.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Article {
    #[serde(flatten)]
    pub headline: Headline,
    pub link: Option<Url>,
    pub author: Option<String>,
    pub published: Option<Timestamp>,
    /// The date as the feed wrote it, when it could not be read.
    pub published_text: Option<String>,
    pub updated: Option<Timestamp>,
    pub first_seen_at: Timestamp,
    /// HTML of the body, to be rendered by `read`: the feed's content, else its summary. Empty when trimmed.
    pub html: String,
    /// The feed's own short description (HTML) where it also has content.
    pub summary: Option<String>,
    /// The body as plain text; byte ranges of brief and questions point into this.
    pub text: String,
    pub language: Option<String>,
    pub tags: Vec<String>,
    pub enclosures: Vec<Enclosure>,
    pub thumbnails: Vec<Url>,
    pub comments: Option<Url>,
    /// Bodies may be trimmed by age; headline and flags stay.
    pub is_trimmed: bool,
    /// When the full text was taken from the page: `html` and `text` are that. `None` where they are the feed's.
    pub full_text_at: Option<Timestamp>,
}

/// An earlier state of a story whose feed changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub title: String,
    /// As plain text, like [`Article::text`].
    pub text: String,
    /// When the change was seen that put another state in its place.
    pub replaced_at: Timestamp,
}

/// What a person can set on an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    Unread,
    Bookmarked,
}
