//! The sources as the screen knows them: feeds in folders, smart views, saved searches, counts.

use std::collections::BTreeMap;

use crate::domain::query::{self, Is, ParseContext, Query, QueryError};
use crate::domain::{Counts, Feed, FeedId};
use crate::store::Overview;

/// What a list of headlines is a list of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Shelf {
    #[default]
    All,
    Today,
    Bookmarks,
    /// What mute rules hide.
    Noise,
    /// A saved search, by its name.
    Saved(String),
    Folder(String),
    Feed(FeedId),
}

/// Feeds, counts and saved searches.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// False until the store has answered.
    pub is_loaded: bool,
    pub feeds: Vec<Feed>,
    pub counts: Counts,
    /// Names and texts.
    pub saved_searches: Vec<(String, String)>,
    /// What the person calls articles.
    pub tags: Vec<String>,
}

impl Library {
    /// Takes over what the store says; feeds are kept in the order they are shown.
    pub fn replace(&mut self, overview: Overview) {
        self.is_loaded = true;
        self.feeds = overview.feeds;
        self.feeds
            .sort_by_cached_key(|feed| (feed.folder.to_lowercase(), feed.title.to_lowercase()));
        self.counts = overview.counts;
        self.saved_searches = overview.saved_searches;
        self.tags = overview.tags;
    }

    pub fn feed(&self, id: FeedId) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.id == id)
    }

    /// Returns how many feeds fail or are paused.
    pub fn failing(&self) -> usize {
        self.feeds
            .iter()
            .filter(|feed| feed.health.is_failing())
            .count()
    }

    /// Returns whether a feed in this folder or below it fails.
    pub fn has_failing(&self, folder: &str) -> bool {
        self.feeds
            .iter()
            .any(|feed| feed.health.is_failing() && is_within(&feed.folder, folder))
    }

    /// Returns true when nothing but the built-in feed is there.
    pub fn is_fresh(&self) -> bool {
        self.feeds.iter().all(|feed| feed.is_builtin)
    }

    /// Returns the folders that exist, with the unread articles in each and below it, sorted by name.
    pub fn folders(&self) -> BTreeMap<&str, u64> {
        let mut folders = BTreeMap::new();
        for feed in &self.feeds {
            for folder in ancestors(&feed.folder) {
                *folders.entry(folder).or_insert(0) += feed.unread;
            }
        }
        folders
    }

    /// Returns the unread articles of a shelf; for bookmarks and noise, all of them; `None` where nobody counts.
    pub fn count(&self, shelf: &Shelf) -> Option<u64> {
        match shelf {
            Shelf::All => Some(self.counts.unread),
            Shelf::Today => Some(self.counts.today_unread),
            Shelf::Bookmarks => Some(self.counts.bookmarks),
            Shelf::Noise => Some(self.counts.muted),
            Shelf::Saved(_) => None,
            Shelf::Folder(name) => Some(self.folders().get(name.as_str()).copied().unwrap_or(0)),
            Shelf::Feed(id) => self.feed(*id).map(|feed| feed.unread),
        }
    }

    /// Returns what a shelf is called on the screen.
    pub fn title(&self, shelf: &Shelf) -> String {
        match shelf {
            Shelf::All => "All".to_owned(),
            Shelf::Today => "Today".to_owned(),
            Shelf::Bookmarks => "Bookmarks".to_owned(),
            Shelf::Noise => "Noise".to_owned(),
            Shelf::Saved(name) => name.clone(),
            Shelf::Folder(path) => path.replace('/', " / "),
            Shelf::Feed(id) => self
                .feed(*id)
                .map_or_else(|| "Source".to_owned(), |feed| feed.title.clone()),
        }
    }

    /// Returns what is there without anybody's making; noise only where there is some.
    pub fn views(&self) -> impl Iterator<Item = Shelf> {
        let noise = (self.counts.muted > 0).then_some(Shelf::Noise);
        [Shelf::All, Shelf::Today, Shelf::Bookmarks]
            .into_iter()
            .chain(noise)
    }

    /// Returns all shelves, in the order of the sources pane.
    pub fn shelves(&self) -> Vec<Shelf> {
        let saved = self
            .saved_searches
            .iter()
            .map(|(name, _)| Shelf::Saved(name.clone()));
        let folders = self
            .folders()
            .into_keys()
            .map(|path| Shelf::Folder(path.to_owned()));
        let feeds = self.feeds.iter().map(|feed| Shelf::Feed(feed.id));
        self.views()
            .chain(saved)
            .chain(folders)
            .chain(feeds)
            .collect()
    }

    /// Returns whether there is such a shelf (any more).
    pub fn has(&self, shelf: &Shelf) -> bool {
        self.shelves().contains(shelf)
    }

    /// Returns the feeds of a shelf, for refreshing it; all of them where a shelf is not about sources.
    pub fn feeds_of(&self, shelf: &Shelf) -> Option<Vec<FeedId>> {
        match shelf {
            Shelf::All | Shelf::Today | Shelf::Bookmarks | Shelf::Noise | Shelf::Saved(_) => None,
            Shelf::Folder(path) => Some(
                self.feeds
                    .iter()
                    .filter(|feed| is_within(&feed.folder, path))
                    .map(|feed| feed.id)
                    .collect(),
            ),
            Shelf::Feed(id) => Some(vec![*id]),
        }
    }

    /// Returns the query that lists a shelf.
    ///
    /// # Errors
    /// When a saved search no longer parses.
    pub fn query(&self, shelf: &Shelf, context: &ParseContext) -> Result<Query, QueryError> {
        Ok(match shelf {
            Shelf::All => Query::All,
            Shelf::Today => Query::After(context.now.start_of_day(&context.zone)),
            Shelf::Bookmarks => Query::Is(Is::Bookmarked),
            Shelf::Noise => Query::Is(Is::Muted),
            Shelf::Saved(name) => self
                .saved_searches
                .iter()
                .find(|(saved, _)| saved == name)
                .map_or(Ok(Query::All), |(_, text)| query::parse(text, context))?,
            Shelf::Folder(path) => Query::Folder(path.clone()),
            Shelf::Feed(id) => Query::Feed(*id),
        })
    }
}

/// Returns a folder and the folders it lies in, outermost first: `Tech`, `Tech/Rust`.
pub fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    folder
        .match_indices('/')
        .map(|(at, _)| at)
        .chain(std::iter::once(folder.len()))
        .filter_map(|end| folder.get(..end))
        .filter(|path| !path.is_empty())
}

/// Returns whether `folder` is `path` or lies below it.
pub fn is_within(folder: &str, path: &str) -> bool {
    folder
        .strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_a_source_while_there_is_some() {
        let mut library = Library::default();
        assert!(!library.has(&Shelf::Noise));
        library.counts.muted = 3;
        assert!(library.has(&Shelf::Noise));
        assert_eq!(library.count(&Shelf::Noise), Some(3));
        assert_eq!(library.title(&Shelf::Noise), "Noise");
        let context = ParseContext {
            now: crate::domain::Timestamp::from_seconds(0),
            zone: jiff::tz::TimeZone::UTC,
            is_typing: false,
        };
        let listed = library.query(&Shelf::Noise, &context).unwrap();
        assert_eq!(listed, Query::Is(Is::Muted));
    }
}
