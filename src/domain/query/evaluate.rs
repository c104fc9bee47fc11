//! What a query means, article by article: slow, plain, and right by definition.

use super::{Has, Is, Query, TextField, Words};
use crate::domain::{ArticleId, FeedId, Timestamp};
use crate::text::language::Language;
use crate::text::words::{Pattern, fold};

/// Everything of an article a query can ask about, borrowed.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, one for each question of the language"
)]
pub struct Candidate<'a> {
    pub id: ArticleId,
    pub feed: FeedId,
    pub title: &'a str,
    pub text: &'a str,
    pub author: &'a str,
    pub feed_title: &'a str,
    pub feed_url: &'a str,
    /// Levels parted by `/`, empty for none.
    pub folder: &'a str,
    pub tags: &'a [String],
    /// A language code, with or without region.
    pub language: Option<&'a str>,
    pub sorted_at: Timestamp,
    pub has_image: bool,
    pub has_audio: bool,
    pub has_full_text: bool,
    pub is_unread: bool,
    pub is_bookmarked: bool,
    pub is_muted: bool,
}

impl Query {
    /// Returns whether the query means this article.
    pub fn matches(&self, candidate: &Candidate<'_>, now: Timestamp) -> bool {
        match self {
            Self::All => true,
            Self::And(parts) => parts.iter().all(|part| part.matches(candidate, now)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(candidate, now)),
            Self::Not(part) => !part.matches(candidate, now),
            Self::Text { field, words } => has_words(candidate, *field, words),
            Self::FeedName(name) => feed_is_named(name, candidate.feed_title, candidate.feed_url),
            Self::Feed(feed) => candidate.feed == *feed,
            Self::Ids(ids) => ids.contains(&candidate.id),
            Self::Folder(folder) => is_in_folder(folder, candidate.folder),
            Self::Tag(tag) => candidate.tags.iter().any(|other| is_same_name(tag, other)),
            Self::Language(code) => candidate
                .language
                .and_then(|language| language.split(['-', '_']).next())
                .is_some_and(|language| language.eq_ignore_ascii_case(code)),
            Self::Has(Has::Image) => candidate.has_image,
            Self::Has(Has::Audio) => candidate.has_audio,
            Self::Has(Has::FullText) => candidate.has_full_text,
            Self::Is(Is::Unread) => candidate.is_unread,
            Self::Is(Is::Read) => !candidate.is_unread,
            Self::Is(Is::Bookmarked) => candidate.is_bookmarked,
            Self::Is(Is::Muted) => candidate.is_muted,
            Self::After(moment) => candidate.sorted_at >= *moment,
            Self::Before(moment) => candidate.sorted_at < *moment,
            Self::Newer(seconds) => candidate.sorted_at >= now.plus(seconds.saturating_neg()),
            Self::Older(seconds) => candidate.sorted_at < now.plus(seconds.saturating_neg()),
        }
    }
}

impl Words {
    /// Returns what to look for in tokens.
    pub fn pattern(&self) -> Pattern {
        Pattern::new(&self.words, self.is_prefix, self.is_exact)
    }
}

/// Returns whether a feed's title or address contains the name, case and accents ignored.
pub fn feed_is_named(name: &str, title: &str, url: &str) -> bool {
    let name = fold(name);
    fold(title).contains(&name) || fold(url).contains(&name)
}

/// Returns whether `folder` (levels parted by `/`) is the wanted one or below it.
pub fn is_in_folder(wanted: &str, folder: &str) -> bool {
    let wanted = fold(wanted);
    let folder = fold(folder);
    folder
        .strip_prefix(&wanted)
        .is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

/// Returns whether two tags are the same, case and accents ignored.
pub fn is_same_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

fn has_words(candidate: &Candidate<'_>, field: TextField, words: &Words) -> bool {
    let pattern = words.pattern();
    let language = candidate.language.and_then(Language::from_code);
    match field {
        TextField::Title => pattern.matches(candidate.title, language),
        TextField::Author => pattern.matches(candidate.author, None),
        TextField::Any => {
            pattern.matches(candidate.title, language)
                || pattern.matches(candidate.text, language)
                || pattern.matches(candidate.author, language)
                || pattern.matches(candidate.feed_title, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::query::{ParseContext, parse};

    const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800); // 2026-11-22T12:00:00Z

    fn matches(text: &str) -> bool {
        let context = ParseContext {
            now: NOW,
            zone: TimeZone::UTC,
            is_typing: false,
        };
        let tags = ["Work".to_owned()];
        let candidate = Candidate {
            id: ArticleId::new(12),
            feed: FeedId::new(3),
            title: "Port strikes end",
            text: "Dockers return on Monday. The Größe of the backlog is unknown.",
            author: "Åsa Lindqvist",
            feed_title: "Harbour Wire",
            feed_url: "https://wire.example/feed.xml",
            folder: "World/Trade",
            tags: &tags,
            language: Some("en-GB"),
            sorted_at: NOW.plus(-3 * 86_400),
            has_image: true,
            has_audio: false,
            has_full_text: false,
            is_unread: true,
            is_bookmarked: false,
            is_muted: false,
        };
        parse(text, &context).unwrap().matches(&candidate, NOW)
    }

    #[test]
    fn each_part_of_the_language_means_what_it_says() {
        let yes = [
            "",
            "port strike",
            "strike docker",
            "title:strikes",
            "grosse",
            "groß*",
            "\"port strikes\"",
            "author:asa",
            "lindqvist",
            "harbour",
            "feed:wire.example",
            "feed:\"HARBOUR w\"",
            "feed:#3",
            "folder:world",
            "folder:World/trade",
            "tag:work",
            "lang:en",
            "has:image",
            "is:unread",
            "-is:read",
            "newer:4d",
            "older:2d",
            "after:2026-11-19",
            "before:2026-11-20",
            "id:1,12",
            "nothing OR port",
            "-(nothing port)",
            "()",
        ];
        for text in yes {
            assert!(matches(text), "{text}");
        }
        let no = [
            "nothing",
            "\"port strike\"",
            "title:docker",
            "author:port",
            "feed:ledger",
            "feed:#4",
            "folder:wor",
            "folder:World/Tra",
            "tag:wor",
            "lang:de",
            "has:audio",
            "has:fulltext",
            "is:read",
            "is:bookmarked",
            "is:muted",
            "newer:2d",
            "older:4d",
            "after:2026-11-20",
            "before:2026-11-19",
            "id:1",
            "id:\"\"",
            "-port",
            "-()",
        ];
        for text in no {
            assert!(!matches(text), "{text}");
        }
    }
}
