//! An entry as columns: what takes time and needs neither the store nor a lock, done on all cores.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::body::Content;
use super::dictionary::Packer;
use super::error::Result;
use crate::domain::{Entry, Timestamp};
use crate::text::language;

/// Titles of articles that have none are this long.
const TITLE_CHARACTERS: usize = 80;
/// Entries for which another thread is worth starting: a few milliseconds of work.
const SHARE: usize = 32;
/// More threads than this would only wait for the one that writes.
const MOST_THREADS: usize = 8;

/// An entry as columns.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) title: String,
    pub(super) link: Option<String>,
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    pub(super) published: Option<i64>,
    pub(super) published_text: Option<String>,
    pub(super) updated: Option<i64>,
    pub(super) comments: Option<String>,
    pub(super) enclosures: Option<String>,
    pub(super) thumbnails: Option<String>,
    pub(super) has_image: bool,
    pub(super) has_audio: bool,
    pub(super) categories: Vec<String>,
    pub(super) content: Vec<u8>,
}

/// Returns what `work` makes of each item, in their order.
pub(super) fn on_all_cores<A: Send, B: Send>(
    items: Vec<A>,
    work: impl Fn(A) -> B + Sync,
) -> Vec<B> {
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(items.len() / SHARE)
        .clamp(1, MOST_THREADS);
    // Each thread takes the next item when it is done with one, as some are a hundred times as long as others.
    let waiting = Mutex::new(items.into_iter().enumerate());
    let run = || {
        let mut made = Vec::new();
        loop {
            let next = waiting
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .next();
            let Some((number, item)) = next else {
                return made;
            };
            made.push((number, work(item)));
        }
    };
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut made = run();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(number, _)| *number);
    made.into_iter().map(|(_, made)| made).collect()
}

impl Row {
    pub(super) fn of(entry: Entry, packer: &Packer) -> Result<Self> {
        let (html, summary) = match (entry.content, entry.summary) {
            (Some(content), summary) => (content, summary.unwrap_or_default()),
            (None, summary) => (summary.unwrap_or_default(), String::new()),
        };
        let has = |kind: &str| {
            let of_kind = |mime: &String| mime.to_ascii_lowercase().starts_with(kind);
            entry
                .enclosures
                .iter()
                .any(|file| file.mime_type.as_ref().is_some_and(of_kind))
        };
        let has_image = !entry.thumbnails.is_empty() || has("image/") || html.contains("<img");
        let has_audio = has("audio/");
        let content = Content {
            text: entry.text,
            html,
            summary,
        };
        Ok(Self {
            title: if entry.title.trim().is_empty() {
                title_of(&content.text)
            } else {
                entry.title
            },
            link: entry.link.map(String::from),
            author: entry.author,
            // A story in an unknown language is told by its own words, and only when they are sure.
            language: language::detect(&content.text, entry.language.as_deref())
                .map(|found| found.code().to_owned()),
            published: entry.published.map(Timestamp::seconds),
            published_text: entry.published_text,
            updated: entry.updated.map(Timestamp::seconds),
            comments: entry.comments.map(String::from),
            enclosures: json(&entry.enclosures),
            thumbnails: json(&entry.thumbnails),
            has_image,
            has_audio,
            categories: entry.tags,
            content: content.pack(packer)?,
        })
    }
}

fn json<T: serde::Serialize>(values: &[T]) -> Option<String> {
    if values.is_empty() {
        return None;
    }
    serde_json::to_string(values).ok()
}

/// A story without a title is called by its first words.
fn title_of(text: &str) -> String {
    let mut title = String::new();
    for word in text.split_whitespace() {
        if title.chars().count() + word.chars().count() >= TITLE_CHARACTERS {
            title.push('…');
            return title;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    if title.is_empty() {
        title.push_str("(untitled)");
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_shared_among_threads_keeps_its_order() {
        for count in [0, 1, SHARE - 1, SHARE * 5] {
            let doubled = on_all_cores((0..count).collect(), |number| number * 2);
            assert_eq!(
                doubled,
                (0..count).map(|number| number * 2).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_story_without_a_title_is_called_by_its_first_words() {
        let title = |text: &str| {
            let entry = Entry {
                text: text.to_owned(),
                ..Entry::default()
            };
            Row::of(entry, &Packer::plain()).unwrap().title
        };
        let long = title(&"word ".repeat(40));
        assert!(
            long.starts_with("word word") && long.ends_with("word…"),
            "{long}"
        );
        assert_eq!(title("Short\n one"), "Short one");
        assert_eq!(title(""), "(untitled)");
    }
}
