//! From drafts to entries by way of canonical Atom, which feed-rs reads.
//!
//! feed-rs 3.0.0 panics on full-width brackets in authors and on odd durations, overflows the stack on nested media
//! groups, fails whole documents for one bad type, and loses what is not in the namespace it expects. None of this
//! can be said in the one plain dialect written here. Should it fail all the same, entries are read one by one, so
//! that only the bad one is lost.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model;
use feed_rs::parser::{Builder, Parser};
use url::Url;

use super::draft::{Draft, DraftFeed};
use super::tree::escape;
use crate::domain::{Enclosure, Entry, Timestamp};
use crate::text::plain;

const HEAD: &str =
    r#"<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">"#;
const TAIL: &str = "</feed>";

/// What goes round feed-rs: bodies, which are clean already and of which nearly all of a document is made, and what
/// Atom as feed-rs reads it has no place for.
struct Aside {
    content: Option<String>,
    summary: Option<String>,
    published_text: Option<String>,
    language: Option<String>,
    durations: Vec<Option<u64>>,
}

/// Returns the entries of a feed, in order. Says in `warnings` what was lost.
pub(super) fn read_entries(feed: &mut DraftFeed, warnings: &mut Vec<String>) -> Vec<Entry> {
    let drafts = std::mem::take(&mut feed.entries);
    let mut document = String::with_capacity(drafts.len() * 1_024 + 256);
    document.push_str(HEAD);
    let mut ranges = Vec::with_capacity(drafts.len());
    let mut asides = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let start = document.len();
        write_entry(&draft, feed.author.as_deref(), &mut document);
        ranges.push(start..document.len());
        asides.push(Aside {
            content: draft.content,
            summary: draft.summary,
            published_text: draft.published_text,
            language: draft.language.or_else(|| feed.language.clone()),
            durations: draft
                .enclosures
                .iter()
                .map(|enclosure| enclosure.duration)
                .collect(),
        });
    }
    document.push_str(TAIL);
    if let Some(entries) = read_document(&document).filter(|entries| entries.len() == asides.len())
    {
        return entries
            .into_iter()
            .zip(asides)
            .map(|(entry, aside)| convert(entry, aside))
            .collect();
    }
    let mut entries = Vec::with_capacity(asides.len());
    let mut lost = 0_usize;
    for (range, aside) in ranges.into_iter().zip(asides) {
        let single = format!("{HEAD}{}{TAIL}", document.get(range).unwrap_or_default());
        match read_document(&single).and_then(|entries| entries.into_iter().next()) {
            Some(entry) => entries.push(convert(entry, aside)),
            None => lost += 1,
        }
    }
    if lost > 0 {
        warnings.push(format!(
            "entries that could not be read and are lost: {lost}"
        ));
    }
    entries
}

fn read_document(document: &str) -> Option<Vec<model::Entry>> {
    catch_unwind(AssertUnwindSafe(|| parser().parse(document.as_bytes())))
        .ok()?
        .ok()
        .map(|feed| feed.entries)
}

/// A parser that has seen an error must not be used again, so each document has its own.
fn parser() -> Parser {
    Builder::new()
        .sanitize_content(false)
        .id_generator(|_, _, _| String::new())
        .build()
}

fn write_entry(draft: &Draft, feed_author: Option<&str>, out: &mut String) {
    out.push_str("<entry>");
    element("id", draft.guid.as_deref(), out);
    element("title", draft.title.as_deref(), out);
    moment("published", draft.published.or(draft.updated), out);
    moment("updated", draft.updated, out);
    if let Some(author) = draft.author.as_deref().or(feed_author) {
        out.push_str("<author>");
        element("name", Some(author), out);
        out.push_str("</author>");
    }
    link("alternate", draft.link.as_ref(), None, out);
    link("replies", draft.comments.as_ref(), None, out);
    for thumbnail in &draft.thumbnails {
        link("preview", Some(thumbnail), None, out);
    }
    for enclosure in &draft.enclosures {
        link("enclosure", Some(&enclosure.url), Some(enclosure), out);
    }
    for tag in &draft.tags {
        out.push_str("<category term=\"");
        escape(tag, out);
        out.push_str("\"/>");
    }
    out.push_str("</entry>");
}

fn element(name: &str, text: Option<&str>, out: &mut String) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        out.extend(["<", name, ">"]);
        escape(text, out);
        out.extend(["</", name, ">"]);
    }
}

fn moment(name: &str, moment: Option<Timestamp>, out: &mut String) {
    element(name, moment.map(Timestamp::rfc3339).as_deref(), out);
}

fn link(rel: &str, url: Option<&Url>, file: Option<&Enclosure>, out: &mut String) {
    let Some(url) = url else {
        return;
    };
    out.extend(["<link rel=\"", rel, "\" href=\""]);
    escape(url.as_str(), out);
    out.push('"');
    if let Some(mime_type) = file.and_then(|file| file.mime_type.as_deref()) {
        out.push_str(" type=\"");
        escape(mime_type, out);
        out.push('"');
    }
    if let Some(length) = file.and_then(|file| file.length) {
        let _ = write!(out, " length=\"{length}\"");
    }
    out.push_str("/>");
}

fn convert(entry: model::Entry, aside: Aside) -> Entry {
    let mut converted = Entry {
        guid: (!entry.id.is_empty()).then_some(entry.id),
        title: entry.title.map(|title| title.content).unwrap_or_default(),
        published: entry
            .published
            .map(|moment| Timestamp::from_seconds(moment.timestamp())),
        updated: entry
            .updated
            .map(|moment| Timestamp::from_seconds(moment.timestamp())),
        published_text: aside.published_text,
        author: entry.authors.into_iter().find_map(|author| author.name),
        content: aside.content,
        summary: aside.summary,
        tags: entry
            .categories
            .into_iter()
            .map(|category| category.term)
            .collect(),
        language: aside.language,
        ..Entry::default()
    };
    let mut durations = aside.durations.into_iter();
    for link in entry.links {
        let Ok(url) = Url::parse(&link.href) else {
            continue;
        };
        match link.rel.as_deref() {
            Some("alternate") => converted.link = Some(url),
            Some("replies") => converted.comments = Some(url),
            Some("preview") => converted.thumbnails.push(url),
            Some("enclosure") => converted.enclosures.push(Enclosure {
                url,
                mime_type: link.media_type,
                length: link.length,
                duration: durations.next().flatten(),
            }),
            _ => {}
        }
    }
    converted.text = converted
        .content
        .as_deref()
        .or(converted.summary.as_deref())
        .map(plain::from_html)
        .unwrap_or_default();
    converted
}
