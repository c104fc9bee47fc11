//! Reading: any case, nested folders, no head, wrong encodings, broken ends.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::{Extras, List, NotOpml, Subscription, is_attribute_name};
use crate::domain::short_address;
use crate::fetch::discover::addresses;
use crate::fetch::newsboat;
use crate::text::{entities, printable};

/// Deeper folders are joined to the last level; nobody nests like this by hand.
const DEEPEST: usize = 16;
/// More subscriptions than this are not a person's.
const MOST: usize = 100_000;
/// Places at which reading is taken up again; a list broken more often is broken everywhere.
const MENDED: usize = 1_000;
/// More about a feed than this is kept by nobody.
const MOST_EXTRAS: usize = 64;
/// Attributes that are understood here.
const KNOWN: &[&str] = &["text", "title", "xmlurl", "htmlurl"];

/// Reads OPML of any writer: any case, nested folders, missing head, wrong encoding, broken end.
///
/// Addresses that would run a command or read a file are left out with a warning.
///
/// # Errors
/// [`NotOpml`], saying what it is, when there is no `opml` or `outline` element.
pub fn read(bytes: &[u8]) -> Result<List, NotOpml> {
    read_text(&decode(bytes))
}

/// Reads a list of subscriptions of any kind: OPML, else newsboat's `urls`.
///
/// # Errors
/// [`NotOpml`], saying what it is, when it is neither.
pub fn read_any(bytes: &[u8]) -> Result<List, NotOpml> {
    let text = decode(bytes);
    read_text(&text).or_else(|error| newsboat::read(&text).ok_or(error))
}

fn read_text(text: &str) -> Result<List, NotOpml> {
    let mut reading = Reading::default();
    let mut rest = text;
    for broken in 0..=MENDED {
        let Some((at, why)) = reading.read(rest) else {
            break;
        };
        if broken == 0 {
            let byte = text.len() - rest.len() + at;
            reading.list.warnings.push(format!(
                "the file is broken at byte {byte}, and what could be read of it was: {why}"
            ));
        }
        // Where the next outline begins, the file may be whole again.
        let after = rest
            .get(rest.ceil_char_boundary(at.max(1))..)
            .unwrap_or_default();
        match next_outline(after) {
            Some(next) => rest = after.get(next..).unwrap_or_default(),
            None => break,
        }
    }
    let Reading { list, root, .. } = reading;
    let is_opml = matches!(root.as_deref(), Some("opml" | "outline" | "body"))
        || !list.subscriptions.is_empty();
    if is_opml {
        Ok(list)
    } else {
        Err(NotOpml {
            what: what_else(text, root.as_deref()),
        })
    }
}

/// Returns where an outline begins, in any case.
fn next_outline(text: &str) -> Option<usize> {
    text.match_indices('<').map(|(at, _)| at).find(|at| {
        text.get(at + 1..at + 8)
            .is_some_and(|name| name.eq_ignore_ascii_case("outline"))
    })
}

#[derive(Default)]
struct Reading {
    list: List,
    /// The name of the first element.
    root: Option<String>,
    /// One entry for each open outline: a folder's name, or nothing for a feed that holds others.
    open: Vec<Option<String>>,
}

impl Reading {
    /// Reads to the end, or to where the text is broken: the place, and why.
    fn read(&mut self, text: &str) -> Option<(usize, String)> {
        let mut reader = Reader::from_str(text);
        let settings = reader.config_mut();
        settings.check_end_names = false;
        settings.allow_unmatched_ends = true;
        settings.allow_dangling_amp = true;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => {
                    if self.begin(&tag) {
                        let level = self.outline(&tag);
                        self.open.push(level);
                    }
                }
                Ok(Event::Empty(tag)) => {
                    if self.begin(&tag) {
                        self.outline(&tag);
                    }
                }
                Ok(Event::End(tag)) => {
                    if tag.local_name().as_ref().eq_ignore_ascii_case("outline") {
                        self.open.pop();
                    }
                }
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => {
                    let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    let why = printable::line(&error.to_string()).into_owned();
                    return Some((at.min(text.len()), why));
                }
            }
            if self.list.subscriptions.len() >= MOST {
                self.list
                    .warnings
                    .push(format!("only the first {MOST} subscriptions were read"));
                return None;
            }
        }
    }

    /// Returns whether the tag is an outline.
    fn begin(&mut self, tag: &BytesStart<'_>) -> bool {
        let name = local_name(tag);
        let is_outline = name == "outline";
        if self.root.is_none() {
            for (name, value) in attributes(tag) {
                if let Some(prefix) = name.strip_prefix("xmlns:")
                    && is_attribute_name(prefix)
                    && !prefix.contains(':')
                {
                    self.list.namespaces.insert(prefix.to_owned(), value);
                }
            }
            self.root = Some(name);
        }
        is_outline
    }

    /// Takes in one outline and returns the folder it opens, if it is one.
    fn outline(&mut self, tag: &BytesStart<'_>) -> Option<String> {
        let attributes = attributes(tag);
        let get = |name: &str| {
            attributes
                .iter()
                .find(|(written, _)| local(written).eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
                .filter(|value| !value.is_empty())
        };
        let name = get("title").or_else(|| get("text"));
        // Some writers have only `url` and say what it is by the type.
        let kind = get("type").unwrap_or_default().to_ascii_lowercase();
        let is_feed = matches!(kind.as_str(), "rss" | "atom" | "feed");
        let address = get("xmlUrl").or_else(|| get("url").filter(|_| is_feed));
        if let Some(address) = address {
            self.subscribe(address, name, &attributes);
            return None;
        }
        if matches!(kind.as_str(), "include" | "link")
            && let Some(address) = get("url")
        {
            self.list.warnings.push(format!(
                "left out `{}`: it leads to another list or page and is no feed",
                printable::line(address)
            ));
            return None;
        }
        let folder = get("text").or(name).map(str::to_owned);
        if let Some(folder) = &folder {
            let extras = extras(&attributes, false);
            if !extras.is_empty() {
                let path = self.levels(Some(folder)).join("/");
                if !path.is_empty() {
                    self.list.folders.entry(path).or_insert(extras);
                }
            }
        }
        folder
    }

    /// Returns the folders that are open, and one more. A name with a slash in it is two levels, as it will be when it
    /// is written.
    fn levels<'a>(&'a self, more: Option<&'a String>) -> Vec<&'a str> {
        self.open
            .iter()
            .flatten()
            .chain(more)
            .flat_map(|name| name.split('/'))
            .map(str::trim)
            .filter(|level| !level.is_empty())
            .take(DEEPEST)
            .collect()
    }

    fn subscribe(&mut self, address: &str, name: Option<&str>, attributes: &[(String, String)]) {
        let Some(url) = addresses(address)
            .ok()
            .and_then(|urls| urls.into_iter().next())
        else {
            let what = printable::line(address);
            self.list.warnings.push(format!(
                "left out `{what}`: only http and https addresses can be fetched"
            ));
            return;
        };
        let get = |name: &str| {
            attributes
                .iter()
                .find(|(written, _)| local(written).eq_ignore_ascii_case(name))
                .map(|(_, value)| value.as_str())
        };
        let mut levels = self.levels(None);
        if levels.is_empty() {
            // Flat lists name the folder in `category`, several parted by commas.
            let category = get("category")
                .unwrap_or_default()
                .split(',')
                .next()
                .unwrap_or_default();
            levels.extend(
                category
                    .split('/')
                    .map(str::trim)
                    .filter(|level| !level.is_empty())
                    .take(DEEPEST),
            );
        }
        // A feed that has no title is called by its address; that is no title of a person's own.
        let is_own = |name: &&str| *name != address && *name != short_address(&url);
        let subscription = Subscription {
            title: name.filter(is_own).map(str::to_owned),
            site: get("htmlUrl")
                .and_then(|site| Url::parse(site).ok())
                .filter(|site| matches!(site.scheme(), "http" | "https")),
            folder: levels.join("/"),
            extras: extras(attributes, true),
            url,
        };
        self.list.subscriptions.push(subscription);
    }
}

/// Returns what is not understood here and may be by others.
fn extras(attributes: &[(String, String)], is_feed: bool) -> Extras {
    let mut extras = Extras::new();
    for (name, value) in attributes {
        let lower = name.to_ascii_lowercase();
        let is_known = KNOWN.contains(&lower.as_str())
            || lower.starts_with("xmlns")
            || (is_feed
                && (lower == "url" || (lower == "type" && value.eq_ignore_ascii_case("rss"))));
        let is_there = extras
            .iter()
            .any(|(known, _): &(String, String)| known.eq_ignore_ascii_case(name));
        if !is_known && !is_there && is_attribute_name(name) && extras.len() < MOST_EXTRAS {
            // Known under one name, however it is written.
            let name = if lower == "type" { lower } else { name.clone() };
            extras.push((name, value.clone()));
        }
    }
    extras.sort();
    extras
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns names and values, decoded, on one line and printable. What cannot be read is left out.
fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    tag.html_attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let name = attribute.key.as_ref().to_owned();
            let value = printable::line(&entities::decode(&attribute.value))
                .trim()
                .to_owned();
            (name, value)
        })
        .collect()
}

fn local_name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_ascii_lowercase()
}

/// Decodes by byte order mark, else as the zeros between ASCII letters suggest, else as UTF-8 where that fits, else as
/// the document or, last, its age suggests.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match bytes {
        [b'<', 0, ..] => return UTF_16LE.decode(bytes).0.into_owned(),
        [0, b'<', ..] => return UTF_16BE.decode(bytes).0.into_owned(),
        _ => {}
    }
    let start = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
    let label = start.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        rest.get(1..)?
            .split_once(quote)
            .map(|(label, _)| label.to_owned())
    });
    let declared = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // The one encoding of the web that is written in ASCII only.
        return if declared == Some(ISO_2022_JP) {
            ISO_2022_JP.decode(bytes).0.into_owned()
        } else {
            text.to_owned()
        };
    }
    declared
        .filter(|encoding| *encoding != UTF_8)
        .unwrap_or(WINDOWS_1252)
        .decode(bytes)
        .0
        .into_owned()
}

fn what_else(text: &str, root: Option<&str>) -> String {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if start.starts_with(['{', '[']) {
        return match serde_json::from_str::<serde::de::IgnoredAny>(start) {
            Err(error) if error.is_eof() => {
                format!("it is JSON that breaks off in line {}", error.line())
            }
            _ => "it is JSON".to_owned(),
        };
    }
    match root {
        Some("rss" | "feed" | "rdf" | "channel") => {
            "it is a feed; subscribe to it with `squelch add` and its address".to_owned()
        }
        Some("html" | "head" | "body" | "div") => "it is an HTML page".to_owned(),
        Some(name) => format!("it is XML that starts with `<{}>`", printable::line(name)),
        None if start.is_empty() => "it is empty".to_owned(),
        None if start.to_ascii_lowercase().starts_with("<!doctype html") => {
            "it is an HTML page".to_owned()
        }
        None if start.contains('\0') => "it is a binary file".to_owned(),
        None => "it is plain text".to_owned(),
    }
}
