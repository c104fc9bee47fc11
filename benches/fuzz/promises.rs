//! What holds for whatever is read, however wrong it was; asked by the fuzz driver and by the tests.

use std::fmt::Write;

use squelch::domain::Entry;
use squelch::fetch::opml::{self, Subscription};
use squelch::fetch::{self, Parsed};
use squelch::read::{self, Document};
use unicode_normalization::char::is_combining_mark;
use url::Url;

/// Where every document is said to come from.
pub(crate) fn base() -> Url {
    Url::parse("https://harbour.example/feed.xml").expect("the address is well formed")
}

/// Returns the promise that a parsed feed breaks.
pub(crate) fn of_feed(parsed: &Parsed) -> Option<String> {
    if let Some(found) = forbidden_in(parsed) {
        return Some(found);
    }
    // Titles are cut at 4,096 bytes as they are written, and writing them again makes them longer.
    let is_long = |text: &String| escaped(text, 3).len() > 4_000;
    let has_long = |entry: &Entry| {
        is_long(&entry.title) || entry.author.iter().chain(&entry.tags).any(is_long)
    };
    if parsed.title.iter().any(is_long) || parsed.entries.iter().any(has_long) {
        return None;
    }
    let once = normalised(parsed);
    let again = match fetch::parse(once.as_bytes(), None, &base()) {
        Ok(again) => again,
        Err(error) => return Some(format!("the canonical form is refused: {error}")),
    };
    // Escaped or parted by marks nobody sees, text may look encoded twice only once it is read.
    if again
        .warnings
        .iter()
        .any(|warning| warning.starts_with("texts encoded twice"))
    {
        return None;
    }
    let repairs = again
        .warnings
        .iter()
        .find(|warning| !warning.starts_with("dates that could not be read"));
    if let Some(warning) = repairs {
        return Some(format!("the canonical form needs repair: {warning}"));
    }
    let twice = normalised(&again);
    if once != twice {
        return Some(format!(
            "the canonical form is not stable: {}",
            difference(&once, &twice)
        ));
    }
    let pairs = parsed.entries.iter().zip(&again.entries);
    pairs
        .filter(|(first, second)| first.text != second.text)
        .map(|(first, second)| {
            format!(
                "the text is not stable: {}",
                difference(&first.text, &second.text)
            )
        })
        .next()
}

/// Returns the promise that the bodies of a feed break when they are laid out `width` columns wide.
pub(crate) fn of_bodies(parsed: &Parsed, width: u16) -> Option<String> {
    // Layout takes longer than reading, and the first bodies of a document are like the others.
    parsed.entries.iter().take(4).find_map(|entry| {
        [&entry.content, &entry.summary]
            .into_iter()
            .flatten()
            .find_map(|html| of_body(html, width))
    })
}

/// Returns the promise that is broken where a page, or a text, is read from these bytes and its article laid out.
pub(crate) fn of_page(bytes: &[u8], width: u16) -> Option<String> {
    let page = read::Page::read(bytes, None, Some(&base()));
    let lines = [Some(&page.title), page.language.as_ref()];
    let blocks = [Some(&page.text), page.summary.as_ref()];
    lines
        .into_iter()
        .flatten()
        .find_map(|text| forbidden(text, true))
        .or_else(|| {
            blocks
                .into_iter()
                .flatten()
                .find_map(|text| forbidden(text, false))
        })
        .map(|found| format!("forbidden in a page: {found}"))
        .or_else(|| of_body(&page.html, width))
}

/// Returns the promise that an article breaks on the screen or as text.
fn of_body(html: &str, width: u16) -> Option<String> {
    let document = Document::from_html(html, Some(&base()));
    let rendered = document.render(width);
    for line in &rendered.lines {
        let text = line.text();
        if let Some(found) = forbidden(&text, true) {
            return Some(format!("forbidden on the screen: {found}"));
        }
        if line.width() > usize::from(width) {
            return Some(format!("wider than {width}: {text}"));
        }
    }
    let texts = [read::to_markdown(&document), read::to_plain(html, width)];
    texts
        .iter()
        .find_map(|text| forbidden(text, false))
        .map(|found| format!("forbidden in plain text: {found}"))
}

/// Returns the promise that is broken where a list of subscriptions is read from these bytes.
pub(crate) fn of_list(bytes: &[u8]) -> Option<String> {
    let list = opml::read(bytes).ok()?;
    for subscription in &list.subscriptions {
        let texts = [Some(&subscription.folder), subscription.title.as_ref()];
        if let Some(found) = texts
            .into_iter()
            .flatten()
            .find_map(|text| forbidden(text, true))
        {
            return Some(format!("forbidden in a list: {found}"));
        }
    }
    if let Some(found) = list
        .warnings
        .iter()
        .find_map(|warning| forbidden(warning, true))
    {
        return Some(format!("forbidden in a warning: {found}"));
    }
    let once = opml::write("Mine", &list);
    let again = match opml::read(once.as_bytes()) {
        Ok(again) => again,
        Err(error) => return Some(format!("the export is refused: {error}")),
    };
    if let Some(warning) = again.warnings.first() {
        return Some(format!("the export needs repair: {warning}"));
    }
    let sorted = |subscriptions: &[Subscription]| {
        let mut keys: Vec<_> = subscriptions
            .iter()
            .map(|subscription| {
                (
                    subscription.url.to_string(),
                    subscription.folder.clone(),
                    subscription.title.clone(),
                )
            })
            .collect();
        keys.sort();
        keys
    };
    let (first, second) = (sorted(&list.subscriptions), sorted(&again.subscriptions));
    if first != second {
        return Some(format!(
            "the list is not stable: {}",
            difference(&format!("{first:?}"), &format!("{second:?}"))
        ));
    }
    let twice = opml::write("Mine", &again);
    (once != twice).then(|| format!("the export is not stable: {}", difference(&once, &twice)))
}

/// Writes a list of subscriptions to the sites of these feeds, two levels deep.
pub(crate) fn list_of(feeds: &[Vec<u8>]) -> String {
    let subscriptions: Vec<Subscription> = feeds
        .iter()
        .filter_map(|bytes| fetch::parse(bytes, None, &base()).ok())
        .filter_map(|feed| {
            Some(Subscription {
                url: feed.link.clone()?,
                title: feed.title,
                site: feed.link,
                folder: format!(
                    "{}/{}",
                    feed.kind,
                    feed.language.unwrap_or_default().replace('/', " ")
                ),
                extras: Vec::new(),
            })
        })
        .filter(|subscription| matches!(subscription.url.scheme(), "http" | "https"))
        .take(200)
        .collect();
    let list = opml::List {
        subscriptions,
        ..opml::List::default()
    };
    opml::write("Mine", &list)
}

/// Writes what was read as Atom 1.0 with Media RSS, the form that needs no repair.
pub(crate) fn normalised(parsed: &Parsed) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\"",
    );
    attribute("xml:lang", parsed.language.as_deref(), &mut out);
    out.push_str(">\n");
    title(parsed.title.as_deref(), &mut out);
    link("alternate", parsed.link.as_ref(), &mut out);
    link("hub", parsed.hub.as_ref(), &mut out);
    element("icon", parsed.icon.as_ref().map(Url::as_str), 1, &mut out);
    for entry in &parsed.entries {
        write_entry(entry, &mut out);
    }
    out.push_str("</feed>\n");
    out
}

fn write_entry(entry: &Entry, out: &mut String) {
    out.push_str("<entry");
    attribute("xml:lang", entry.language.as_deref(), out);
    out.push_str(">\n");
    if let Some(guid) = &entry.guid {
        let _ = writeln!(out, "<id isPermaLink=\"false\">{}</id>", escaped(guid, 1));
    }
    title(Some(&entry.title), out);
    let published = entry.published.map(squelch::domain::Timestamp::rfc3339);
    element("published", entry.published_text.as_deref(), 3, out);
    if entry.published_text.is_none() {
        element("published", published.as_deref(), 1, out);
    }
    element(
        "updated",
        entry
            .updated
            .map(squelch::domain::Timestamp::rfc3339)
            .as_deref(),
        1,
        out,
    );
    if let Some(author) = &entry.author {
        let _ = writeln!(out, "<author><name>{}</name></author>", escaped(author, 3));
    }
    link("alternate", entry.link.as_ref(), out);
    link("replies", entry.comments.as_ref(), out);
    for thumbnail in &entry.thumbnails {
        let _ = writeln!(
            out,
            "<media:thumbnail url=\"{}\"/>",
            escaped(thumbnail.as_str(), 1)
        );
    }
    for enclosure in &entry.enclosures {
        out.push_str("<link rel=\"enclosure\"");
        attribute("href", Some(enclosure.url.as_str()), out);
        let mime_type = enclosure
            .mime_type
            .as_ref()
            .map(|mime_type| mime_type.to_ascii_lowercase());
        attribute("type", mime_type.as_deref(), out);
        attribute(
            "length",
            enclosure.length.map(|length| length.to_string()).as_deref(),
            out,
        );
        out.push_str("/>\n");
    }
    for tag in &entry.tags {
        let _ = writeln!(out, "<category term=\"{}\"/>", escaped(tag, 3));
    }
    for (name, html) in [("content", &entry.content), ("summary", &entry.summary)] {
        if let Some(html) = html {
            let _ = writeln!(out, "<{name} type=\"html\">{}</{name}>", escaped(html, 1));
        }
    }
    out.push_str("</entry>\n");
}

/// A title is plain text, of which readers undo two rounds of escaping more than there should be.
fn title(text: Option<&str>, out: &mut String) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        let _ = writeln!(out, "<title type=\"html\">{}</title>", escaped(text, 3));
    }
}

fn element(name: &str, text: Option<&str>, rounds: u8, out: &mut String) {
    if let Some(text) = text {
        let _ = writeln!(out, "<{name}>{}</{name}>", escaped(text, rounds));
    }
}

fn attribute(name: &str, value: Option<&str>, out: &mut String) {
    if let Some(value) = value {
        let _ = write!(out, " {name}=\"{}\"", escaped(value, 1));
    }
}

fn link(rel: &str, url: Option<&Url>, out: &mut String) {
    if let Some(url) = url {
        let _ = writeln!(
            out,
            "<link rel=\"{rel}\" href=\"{}\"/>",
            escaped(url.as_str(), 1)
        );
    }
}

fn escaped(text: &str, rounds: u8) -> String {
    let once = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    if rounds > 1 {
        escaped(&once, rounds - 1)
    } else {
        once
    }
}

/// Returns what nobody should meet in the texts of a feed.
pub(crate) fn forbidden_in(parsed: &Parsed) -> Option<String> {
    let about = [&parsed.title, &parsed.language]
        .into_iter()
        .flatten()
        .chain(&parsed.warnings);
    if let Some(found) = about
        .chain([&parsed.kind, &parsed.encoding])
        .find_map(|text| forbidden(text, true))
    {
        return Some(format!("forbidden in what is said of the feed: {found}"));
    }
    parsed.entries.iter().find_map(|entry| {
        let line = |name: &str, text: Option<&str>| {
            forbidden(text?, true).map(|found| format!("forbidden in {name}: {found}"))
        };
        let block = |name: &str, text: Option<&str>| {
            forbidden(text?, false).map(|found| format!("forbidden in {name}: {found}"))
        };
        line("a title", Some(&entry.title))
            .or_else(|| line("a guid", entry.guid.as_deref()))
            .or_else(|| line("an author", entry.author.as_deref()))
            .or_else(|| line("a date", entry.published_text.as_deref()))
            .or_else(|| line("a language", entry.language.as_deref()))
            .or_else(|| line("a link", entry.link.as_ref().map(Url::as_str)))
            .or_else(|| line("a link", entry.comments.as_ref().map(Url::as_str)))
            .or_else(|| {
                entry
                    .thumbnails
                    .iter()
                    .find_map(|url| line("a link", Some(url.as_str())))
            })
            .or_else(|| {
                entry
                    .enclosures
                    .iter()
                    .find_map(|file| line("a type", file.mime_type.as_deref()))
            })
            .or_else(|| {
                entry
                    .enclosures
                    .iter()
                    .find_map(|file| line("a link", Some(file.url.as_str())))
            })
            .or_else(|| entry.tags.iter().find_map(|tag| line("a tag", Some(tag))))
            .or_else(|| block("a text", Some(&entry.text)))
            .or_else(|| block("a body", entry.content.as_deref()))
            .or_else(|| block("a summary", entry.summary.as_deref()))
    })
}

/// Returns the first character that nobody should meet. Written apart from the sanitiser, whose judge it is.
pub(crate) fn forbidden(text: &str, is_line: bool) -> Option<String> {
    let is_picture = |char: char| matches!(char, '\u{203C}'..='\u{3299}' | '\u{1F000}'..='\u{1FAFF}' | '\u{A9}' | '\u{AE}');
    let mut marks = 0;
    let mut base = None;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let is_allowed = match char {
            '\n' | '\t' => !is_line,
            '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{E0000}'..='\u{E007F}' => false,
            '\u{200D}' => {
                base.is_some_and(is_picture) && chars.peek().copied().is_some_and(is_picture)
            }
            _ => true,
        };
        marks = if is_combining_mark(char) {
            marks + 1
        } else {
            0
        };
        if !is_allowed || marks > 4 {
            return Some(format!(
                "{char:?} in {:?}",
                text.chars().take(200).collect::<String>()
            ));
        }
        if !is_combining_mark(char) && !matches!(char, '\u{200D}' | '\u{1F3FB}'..='\u{1F3FF}') {
            base = Some(char);
        }
    }
    None
}

/// Returns where two texts part, with what is around it.
fn difference(first: &str, second: &str) -> String {
    let same = first
        .bytes()
        .zip(second.bytes())
        .take_while(|(one, other)| one == other)
        .count();
    let around = |text: &str| {
        let from = text.floor_char_boundary(same.saturating_sub(40));
        let to = text.floor_char_boundary((same + 60).min(text.len()));
        text.get(from..to).unwrap_or_default().to_owned()
    };
    format!("{:?} became {:?}", around(first), around(second))
}
