//! Lists of subscriptions as OPML: read as any program wrote it, written sorted and stable.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::discover::addresses;
use super::newsboat;
use crate::domain::Query;
use crate::text::{entities, printable};

/// Deeper folders are joined to the last level; nobody nests like this by hand.
const DEEPEST: usize = 16;
/// More subscriptions than this are not a person's.
const MOST: usize = 100_000;

/// One subscription of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    pub url: Url,
    pub title: Option<String>,
    pub site: Option<Url>,
    /// With `/` between levels, empty for none.
    pub folder: String,
}

impl Subscription {
    /// Returns one of which nothing but its address is known.
    pub const fn new(url: Url) -> Self {
        Self {
            url,
            title: None,
            site: None,
            folder: String::new(),
        }
    }
}

/// A feed that is kept and never fetched, because it is none that can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disabled {
    /// Of a scheme that nothing here opens.
    pub url: Url,
    pub title: Option<String>,
    pub folder: String,
    /// In plain words.
    pub why: String,
}

/// A search kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    pub name: String,
    pub query: Query,
}

/// What a list holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    pub subscriptions: Vec<Subscription>,
    pub disabled: Vec<Disabled>,
    pub searches: Vec<SavedSearch>,
    /// What was taken over in another form, in plain words.
    pub notes: Vec<String>,
    /// What was left out and why, in plain words.
    pub warnings: Vec<String>,
}

/// Why a document is not OPML: `not OPML: it is a feed; subscribe to it with …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not OPML: {what}")]
pub struct NotOpml {
    pub what: String,
}

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
    let mut reader = Reader::from_str(text);
    let settings = reader.config_mut();
    settings.check_end_names = false;
    settings.allow_unmatched_ends = true;
    settings.allow_dangling_amp = true;
    let mut list = List::default();
    let mut root = None;
    // One entry for each open outline: a folder's name, or nothing for a feed that holds others.
    let mut open: Vec<Option<String>> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = local_name(&tag);
                root.get_or_insert_with(|| name.clone());
                if name == "outline" {
                    let level = outline(&tag, &open, &mut list);
                    open.push(level);
                }
            }
            Ok(Event::Empty(tag)) => {
                let name = local_name(&tag);
                root.get_or_insert_with(|| name.clone());
                if name == "outline" {
                    outline(&tag, &open, &mut list);
                }
            }
            Ok(Event::End(tag)) => {
                if tag.local_name().as_ref().eq_ignore_ascii_case("outline") {
                    open.pop();
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                list.warnings.push(format!(
                    "the file is broken at byte {}, what came before was read: {}",
                    reader.error_position(),
                    printable::line(&error.to_string())
                ));
                break;
            }
        }
        if list.subscriptions.len() >= MOST {
            list.warnings
                .push(format!("only the first {MOST} subscriptions were read"));
            break;
        }
    }
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

/// Writes a list as OPML 2.0: folders and titles in the order of the alphabet, so that two exports can be compared.
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut root = Folder::default();
    for subscription in subscriptions {
        let mut folder = &mut root;
        for name in subscription
            .folder
            .split('/')
            .filter(|name| !name.is_empty())
        {
            folder = folder.folders.entry(name.to_owned()).or_default();
        }
        folder.feeds.push(subscription);
    }
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    let _ = writeln!(
        out,
        "  <head>\n    <title>{}</title>\n  </head>\n  <body>",
        escape(title)
    );
    root.write(&mut out, 2);
    out.push_str("  </body>\n</opml>\n");
    out
}

#[derive(Default)]
struct Folder<'a> {
    folders: BTreeMap<String, Folder<'a>>,
    feeds: Vec<&'a Subscription>,
}

impl Folder<'_> {
    fn write(&mut self, out: &mut String, depth: usize) {
        let indent = "  ".repeat(depth);
        for (name, folder) in &mut self.folders {
            let name = escape(name.as_str());
            let _ = writeln!(out, "{indent}<outline text=\"{name}\" title=\"{name}\">");
            folder.write(out, depth + 1);
            let _ = writeln!(out, "{indent}</outline>");
        }
        self.feeds
            .sort_by_cached_key(|feed| (title(feed).to_lowercase(), feed.url.to_string()));
        for feed in &self.feeds {
            let name = escape(title(feed));
            let _ = write!(
                out,
                "{indent}<outline type=\"rss\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{}\"",
                escape(feed.url.as_str())
            );
            if let Some(site) = &feed.site {
                let _ = write!(out, " htmlUrl=\"{}\"", escape(site.as_str()));
            }
            out.push_str("/>\n");
        }
    }
}

fn title(feed: &Subscription) -> &str {
    feed.title.as_deref().unwrap_or_else(|| feed.url.as_str())
}

/// Takes in one outline and returns the folder it opens, if it is one.
fn outline(tag: &BytesStart<'_>, open: &[Option<String>], list: &mut List) -> Option<String> {
    let attributes = attributes(tag);
    let get = |name: &str| {
        attributes
            .iter()
            .find(|(written, _)| written.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    };
    let name = get("title").or_else(|| get("text"));
    let Some(address) = get("xmlUrl") else {
        // Some writers have only `url` and say what it is by the type.
        let is_feed = get("type").is_some_and(|kind| {
            matches!(kind.to_ascii_lowercase().as_str(), "rss" | "atom" | "feed")
        });
        if !is_feed || get("url").is_none() {
            return get("text").or(name).map(str::to_owned);
        }
        subscribe(get("url").unwrap_or_default(), name, &get, open, list);
        return None;
    };
    subscribe(address, name, &get, open, list);
    None
}

fn subscribe<'a>(
    address: &str,
    name: Option<&str>,
    get: &impl Fn(&str) -> Option<&'a str>,
    open: &[Option<String>],
    list: &mut List,
) {
    let Some(url) = addresses(address)
        .ok()
        .and_then(|urls| urls.into_iter().next())
    else {
        let what = printable::line(address);
        list.warnings.push(format!(
            "left out `{what}`: only http and https addresses can be fetched"
        ));
        return;
    };
    // A name with a slash in it is two levels, as it will be when it is written.
    let mut levels: Vec<&str> = open
        .iter()
        .flatten()
        .flat_map(|name| name.split('/'))
        .map(str::trim)
        .filter(|level| !level.is_empty())
        .take(DEEPEST)
        .collect();
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
    list.subscriptions.push(Subscription {
        title: name.filter(|name| *name != address).map(str::to_owned),
        site: get("htmlUrl")
            .and_then(|site| Url::parse(site).ok())
            .filter(|site| matches!(site.scheme(), "http" | "https")),
        folder: levels.join("/"),
        url,
    });
}

/// Returns names and values, decoded, on one line and printable. What cannot be read is left out.
fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    tag.html_attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let name = attribute.key.local_name().as_ref().to_owned();
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

/// Decodes by byte order mark, else as UTF-8 where that fits, else as the document or, last, its age suggests.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
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
    let encoding = label
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .filter(|encoding| *encoding != UTF_8)
        .unwrap_or(WINDOWS_1252);
    encoding.decode(bytes).0.into_owned()
}

fn what_else(text: &str, root: Option<&str>) -> String {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    match root {
        Some("rss" | "feed" | "rdf" | "channel") => {
            "it is a feed; subscribe to it with `squelch add` and its address".to_owned()
        }
        Some("html" | "head" | "body" | "div") => "it is an HTML page".to_owned(),
        Some(name) => format!("it is XML that starts with `<{}>`", printable::line(name)),
        None if start.is_empty() => "it is empty".to_owned(),
        None if start.starts_with(['{', '[']) => "it is JSON".to_owned(),
        None if start.to_ascii_lowercase().starts_with("<!doctype html") => {
            "it is an HTML page".to_owned()
        }
        None if start.contains('\0') => "it is a binary file".to_owned(),
        None => "it is plain text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brief(list: &List) -> Vec<(&str, &str, Option<&str>)> {
        list.subscriptions
            .iter()
            .map(|s| (s.folder.as_str(), s.url.as_str(), s.title.as_deref()))
            .collect()
    }

    #[test]
    fn folders_nest_and_names_come_in_any_case() {
        let list = read(
            br#"<?xml version="1.0"?><OPML version="1.0"><body>
            <outline text="Tech"><outline title="Rust" TEXT="Rust &amp; more">
              <outline TYPE="rss" XMLURL="https://a.example/feed?x=1&y=2" Title="A &quot;blog&quot;" htmlUrl="https://a.example/"/>
            </outline><outline xmlurl='b.example/atom.xml' text="B"></outline></outline>
            <outline text="C" xmlUrl="feed://c.example/rss"/>
            <outline type="rss" url="https://d.example/feed" category="/World/North,/Other"/>
            </body></OPML>"#,
        )
        .unwrap();
        assert_eq!(
            brief(&list),
            [
                (
                    "Tech/Rust & more",
                    "https://a.example/feed?x=1&y=2",
                    Some("A \"blog\"")
                ),
                ("Tech", "https://b.example/atom.xml", Some("B")),
                ("", "http://c.example/rss", Some("C")),
                ("World/North", "https://d.example/feed", None),
            ]
        );
        assert_eq!(list.warnings, Vec::<String>::new());
    }

    #[test]
    fn commands_and_files_are_refused_with_a_warning() {
        let list = read(
            br#"<opml><body><outline xmlUrl="|rm -rf ~"/><outline xmlUrl="exec:/bin/sh"/><outline xmlUrl="file:///etc/passwd"/>
            <outline xmlUrl="filter:x:http://e.example"/><outline xmlUrl="https://ok.example/"/></body></opml>"#,
        )
        .unwrap();
        assert_eq!(brief(&list), [("", "https://ok.example/", None)]);
        assert_eq!(list.warnings.len(), 4);
        assert!(
            list.warnings[1].starts_with("left out `exec:/bin/sh`"),
            "{:?}",
            list.warnings
        );
    }

    #[test]
    fn old_encodings_marks_and_broken_ends_are_read() {
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><opml><body><outline text=\"Caf\xe9\" xmlUrl=\"https://e.example/\"/>";
        assert_eq!(
            brief(&read(latin).unwrap()),
            [("", "https://e.example/", Some("Café"))]
        );
        let marked = "\u{feff}<opml><body><outline text='é' xmlUrl='https://e.example/'/><outline text=\"broken";
        let list = read(marked.as_bytes()).unwrap();
        assert_eq!(brief(&list), [("", "https://e.example/", Some("é"))]);
        assert_eq!(list.warnings.len(), 1);
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(
                "<opml><outline xmlUrl='https://e.example/'/></opml>"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes),
            )
            .collect();
        assert_eq!(
            brief(&read(&wide).unwrap()),
            [("", "https://e.example/", None)]
        );
    }

    #[test]
    fn what_is_not_opml_is_called_by_its_name() {
        let cases: [(&[u8], &str); 7] = [
            (b"", "not OPML: it is empty"),
            (
                b"<rss><channel/></rss>",
                "not OPML: it is a feed; subscribe to it with `squelch add` and its address",
            ),
            (
                b"<!doctype html><html><body>x</body></html>",
                "not OPML: it is an HTML page",
            ),
            (b"{\"a\": 1}", "not OPML: it is JSON"),
            (b"https://example.org/feed", "not OPML: it is plain text"),
            (b"<svg/>", "not OPML: it is XML that starts with `<svg>`"),
            (b"PK\x03\x04\0\0", "not OPML: it is a binary file"),
        ];
        for (bytes, sentence) in cases {
            assert_eq!(read(bytes).unwrap_err().to_string(), sentence);
        }
    }

    #[test]
    fn what_is_written_is_sorted_and_reads_back() {
        let feed = |folder: &str, url: &str, title: &str| Subscription {
            url: Url::parse(url).unwrap(),
            title: Some(title.to_owned()),
            site: Some(Url::parse("https://site.example/?a=1&b=2").unwrap()),
            folder: folder.to_owned(),
        };
        let sorted = vec![
            feed("Tech", "https://e.example/", "deep <&\"'> one"),
            feed("Tech/Rust", "https://d.example/", "x"),
            feed("", "https://c.example/", "alpha"),
            feed("", "https://a.example/", "Beta"),
        ];
        let mut shuffled = sorted.clone();
        shuffled.reverse();
        let text = write("Mine & yours", &shuffled);
        assert_eq!(text, write("Mine & yours", &sorted));
        let mut read_back = read(text.as_bytes()).unwrap().subscriptions;
        read_back.sort_by_key(|s| s.url.to_string());
        shuffled.sort_by_key(|s| s.url.to_string());
        assert_eq!(read_back, shuffled);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }

        #[test]
        fn any_markup_is_read_without_a_panic(text in "(<outline |</outline>|xmlUrl=|'|\"|>|/>|&|a|<!--|<!\\[CDATA\\[|é){0,40}") {
            let _ = read(text.as_bytes());
        }
    }
}
