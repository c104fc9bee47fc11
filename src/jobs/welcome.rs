//! The welcome feed: articles built into the program, so that the very first start has something to read.
//!
//! Each is an HTML fragment under `assets/welcome/` with a head of `name: value` lines that ends in `---`.

use crate::domain::{Entry, Timestamp};
use crate::text::plain;

/// The articles in the order in which they are listed.
const ARTICLES: &[(&str, &str)] = &[
    // Selected when squelch starts for the first time, so that brief and questions show at their best.
    (
        "port-strike",
        include_str!("../../assets/welcome/port-strike.html"),
    ),
    (
        "first-steps",
        include_str!("../../assets/welcome/first-steps.html"),
    ),
    (
        "briefs-and-questions",
        include_str!("../../assets/welcome/briefs-and-questions.html"),
    ),
    (
        "old-solver",
        include_str!("../../assets/welcome/old-solver.html"),
    ),
    (
        "searching",
        include_str!("../../assets/welcome/searching.html"),
    ),
    (
        "central-bank",
        include_str!("../../assets/welcome/central-bank.html"),
    ),
    (
        "flood-barrier",
        include_str!("../../assets/welcome/flood-barrier.html"),
    ),
    (
        "clinic-drones",
        include_str!("../../assets/welcome/clinic-drones.html"),
    ),
];

/// Seconds between two articles, so that every order by time is the order of the list.
const APART: i64 = 60;

/// Returns the welcome articles, the first one published at `now` and each further one a minute earlier.
///
/// Their guids do not change between versions, so that an article is never shown twice.
pub fn entries(now: Timestamp) -> Vec<Entry> {
    let mut published = now;
    let mut entries = Vec::with_capacity(ARTICLES.len());
    for (name, source) in ARTICLES {
        entries.push(entry(name, source, published));
        published = published.plus(-APART);
    }
    entries
}

fn entry(name: &str, source: &str, published: Timestamp) -> Entry {
    let (head, body) = source.split_once("\n---\n").unwrap_or(("", source));
    let field = |wanted: &str| {
        head.lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.trim().to_owned())
    };
    let tags = field("tags").unwrap_or_default();
    Entry {
        guid: Some(format!("squelch:welcome/{name}")),
        title: field("title").unwrap_or_default(),
        published: Some(published),
        author: field("author"),
        content: Some(body.to_owned()),
        text: plain::from_html(body),
        tags: tags.split(", ").map(str::to_owned).collect(),
        language: Some("en".to_owned()),
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Block, Document};

    fn now() -> Timestamp {
        Timestamp::from_seconds(1_795_000_000)
    }

    #[test]
    fn every_article_is_whole_and_of_a_good_length() {
        let entries = entries(now());
        assert!((6..=8).contains(&entries.len()));
        for entry in &entries {
            let words = entry.text.split_whitespace().count();
            assert!(
                (400..=900).contains(&words),
                "{} has {words} words",
                entry.title
            );
            assert!(
                !entry.title.is_empty() && entry.author.is_some(),
                "{:?}",
                entry.guid
            );
            let kind = ["guide", "sample"]
                .iter()
                .any(|tag| entry.tags.iter().any(|own| own == tag));
            assert!(kind, "{} says what it is", entry.title);
            assert!(entry.text.split("\n\n").count() >= 8, "{}", entry.title);
        }
    }

    #[test]
    fn articles_stand_in_their_order_whatever_the_clock_says() {
        let times: Vec<_> = entries(now()).iter().map(|entry| entry.published).collect();
        assert!(times.is_sorted_by(|earlier, later| earlier > later));
    }

    #[test]
    fn every_article_has_a_link_and_something_beside_paragraphs() {
        for entry in entries(now()) {
            let document = Document::from_html(entry.content.as_deref().unwrap_or_default(), None);
            assert!(!document.links.is_empty(), "{}", entry.title);
            assert!(
                document
                    .blocks
                    .iter()
                    .any(|block| matches!(block, Block::Heading { .. }))
            );
            let is_rich =
                |block: &Block| matches!(block, Block::List(_) | Block::Quote(_) | Block::Table(_));
            assert!(document.blocks.iter().any(is_rich), "{}", entry.title);
        }
    }
}
