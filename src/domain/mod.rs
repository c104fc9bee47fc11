//! The values squelch speaks in: ids, points in time, feeds, entries, articles, queries.
//!
//! Nothing here reads a file, a socket or a clock: `now` is always passed in. Start with [`Article`].

mod article;
mod feed;
mod id;
pub mod query;
mod scope;
mod secret;
mod time;

pub use article::{Article, Enclosure, Entry, Flag, Headline, KeptEntry, Version};
pub use feed::{Counts, Feed, Health, short_address};
pub use id::{ArticleId, FeedId};
pub use query::Query;
pub use scope::{NotAScope, Scope};
pub use secret::Secret;
pub use time::Timestamp;
