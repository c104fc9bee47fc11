//! Lists of subscriptions as OPML: read as any program wrote it, written sorted and stable.
//!
//! What a writer said of a feed or a folder and nothing here understands is kept and written again.

mod read;
mod write;

use std::collections::BTreeMap;

use url::Url;

use crate::domain::Query;

pub use read::{read, read_any};
pub use write::write;

/// Whether a name may stand before `=` in any document; letters beyond ASCII may, and nobody uses them.
fn is_attribute_name(name: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    match name.split_once(':') {
        Some((prefix, local)) => part(prefix) && part(local),
        None => part(name),
    }
}

/// One subscription of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    pub url: Url,
    pub title: Option<String>,
    pub site: Option<Url>,
    /// With `/` between levels, empty for none.
    pub folder: String,
    /// What else its writer said of it, for others who understand it.
    pub extras: Extras,
}

/// Attributes as they were written, names and values, that nothing here understands.
pub type Extras = Vec<(String, String)>;

impl Subscription {
    /// Returns one of which nothing but its address is known.
    pub const fn new(url: Url) -> Self {
        Self {
            url,
            title: None,
            site: None,
            folder: String::new(),
            extras: Extras::new(),
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
    /// What was said of folders, by their path.
    pub folders: BTreeMap<String, Extras>,
    /// What the prefixes of attributes stand for.
    pub namespaces: BTreeMap<String, String>,
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
        let cases: [(&[u8], &str); 9] = [
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
            (
                b"{\"items\": [\n{\"content\": \"<p>a</p>\"},",
                "not OPML: it is JSON that breaks off in line 2",
            ),
            (b"[\"<p>\"]\n[2]", "not OPML: it is JSON"),
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
            title: Some(title.to_owned()),
            site: Some(Url::parse("https://site.example/?a=1&b=2").unwrap()),
            folder: folder.to_owned(),
            ..Subscription::new(Url::parse(url).unwrap())
        };
        let list = |subscriptions: &[Subscription]| List {
            subscriptions: subscriptions.to_vec(),
            ..List::default()
        };
        let sorted = vec![
            feed("Tech", "https://e.example/", "deep <&\"'> one"),
            feed("Tech/Rust", "https://d.example/", "x"),
            feed("", "https://c.example/", "alpha"),
            feed("", "https://a.example/", "Beta"),
        ];
        let mut shuffled = sorted.clone();
        shuffled.reverse();
        let text = write("Mine & yours", &list(&shuffled));
        assert_eq!(text, write("Mine & yours", &list(&sorted)));
        let mut read_back = read(text.as_bytes()).unwrap().subscriptions;
        read_back.sort_by_key(|s| s.url.to_string());
        shuffled.sort_by_key(|s| s.url.to_string());
        assert_eq!(read_back, shuffled);
    }

    /// Read, written, read and written again.
    fn written_twice(bytes: &[u8]) -> (String, String) {
        let once = write("Mine", &read(bytes).unwrap());
        let twice = write("Mine", &read(once.as_bytes()).unwrap());
        (once, twice)
    }

    #[test]
    fn what_other_writers_say_goes_through() {
        let (once, twice) = written_twice(
            br#"<opml version="2.0" xmlns:frss="https://freshrss.org/opml"><head/><body>
            <outline text="Tech" isOpen="true" frss:priority='1'>
            <outline type="atom" text="A" xmlUrl="https://a.example/" category="/x,/y" description="d &amp; &quot;e&quot;"
             frss:cssFullContent="div &gt; p" liferea:x="2" unread=5 created=""/></outline></body></opml>"#,
        );
        for said in [
            "xmlns:frss=\"https://freshrss.org/opml\" xmlns:liferea=\"liferea\"",
            "<outline text=\"Tech\" title=\"Tech\" frss:priority=\"1\" isOpen=\"true\">",
            "<outline type=\"atom\" text=\"A\" title=\"A\" xmlUrl=\"https://a.example/\" category=\"/x,/y\" created=\"\" \
             description=\"d &amp; &quot;e&quot;\" frss:cssFullContent=\"div &gt; p\" liferea:x=\"2\" unread=\"5\"/>",
        ] {
            assert!(once.contains(said), "{said}\nnot in\n{once}");
        }
        assert_eq!(once, twice);
    }

    #[test]
    fn lists_of_any_writer_are_read() {
        let wide = |text: &str, is_big: bool| -> Vec<u8> {
            let bytes = |unit: u16| {
                if is_big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            };
            text.encode_utf16().flat_map(bytes).collect()
        };
        let body = "<outline text=\"Caf\u{e9}\" xmlUrl=\"https://e.example/\"/>";
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("no head, no body", format!("<opml>{body}</opml>").into()),
            ("nothing around", body.into()),
            ("wide without a mark", wide(&format!("<opml>{body}</opml>"), false)),
            ("wide, the other way", wide(&format!("<opml>{body}</opml>"), true)),
            ("an old DOCTYPE", format!("<!DOCTYPE opml [<!ENTITY x \"y\">]><opml><body>{body}</body></opml>").into()),
            ("unknown references", format!("<opml><body><outline text=\"&nosuch; &nbsp;\"/>{body}</body></opml>").into()),
            ("comments and data", format!("<opml><!-- <outline xmlUrl='https://no.example/'/> --><body><![CDATA[x]]>{body}</body></opml>").into()),
            ("never closed", format!("<opml><body>{body}").into()),
            ("ends that were not begun", format!("</outline></body><opml>{body}</x></opml>").into()),
            ("other case", format!("<OPML><BODY>{}</BODY></OPML>", body.replace("outline", "OUTLINE").replace("xmlUrl", "XMLURL")).into()),
            ("a prefix", format!("<o:opml xmlns:o=\"x\"><o:body>{}</o:body></o:opml>", body.replace("outline", "o:outline")).into()),
            ("broken in the middle", format!("<opml><body><![oops {body}</body></opml>").into()),
            ("as Latin-1 without saying so", format!("<opml>{body}</opml>").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()),
        ];
        for (name, bytes) in cases {
            let list = read(&bytes).unwrap();
            assert_eq!(
                brief(&list),
                [("", "https://e.example/", Some("Caf\u{e9}"))],
                "{name}"
            );
        }
    }

    #[test]
    fn lists_of_lists_are_told_and_not_opened() {
        let list = read(
            b"<opml><outline type=\"include\" text=\"More\" url=\"https://x.example/more.opml\"/>
            <outline text=\"A\" xmlUrl=\"https://a.example/\"/></opml>",
        )
        .unwrap();
        assert_eq!(list.subscriptions.len(), 1);
        assert_eq!(
            list.warnings,
            [
                "left out `https://x.example/more.opml`: it leads to another list or page and is no feed"
            ]
        );
    }

    proptest! {
        /// A list is the same after it was written and read again, whatever is in it.
        #[test]
        fn what_is_written_stays_as_it_is(
            feeds in prop::collection::vec(
                (
                    "https?://[a-z]{1,5}\\.example(/[a-z0-9&'?=%é ]{0,6}){0,2}",
                    prop::option::of("\\PC{0,12}"),
                    "[a-zé/ &<\"']{0,10}",
                    prop::collection::vec(("(type|category|[a-zA-Z]{1,6}|[a-z]{1,3}:[a-z]{1,4}|\\PC{0,3})", "\\PC{0,8}"), 0..4),
                ),
                0..8,
            ),
            folder in prop::collection::vec(("[a-z]{1,3}", "\\PC{0,5}"), 0..3),
        ) {
            let subscriptions: Vec<Subscription> = feeds
                .into_iter()
                .filter_map(|(url, title, folder, extras)| {
                    Some(Subscription { title, folder, extras, ..Subscription::new(Url::parse(&url).ok()?) })
                })
                .collect();
            let folders = subscriptions.iter().map(|feed| (feed.folder.clone(), folder.clone())).collect();
            let list = List { subscriptions, folders, ..List::default() };
            // What is no attribute or prints nothing goes at the first reading; from then on all is kept.
            let once = write("Mine", &list);
            let read_once = read(once.as_bytes()).unwrap();
            prop_assert_eq!(read_once.subscriptions.len(), list.subscriptions.len(), "{}", once);
            let twice = write("Mine", &read_once);
            let read_twice = read(twice.as_bytes()).unwrap();
            prop_assert_eq!(&read_twice.warnings, &Vec::<String>::new());
            prop_assert_eq!(&twice, &write("Mine", &read_twice));
        }

        /// Whatever can be read at all is stable once it is written.
        #[test]
        fn what_was_read_is_stable(
            text in "(<outline |</outline>|<body>|xmlUrl=|text=|title=|category=|x:y=|type=|\"https://a.example/[a-z]\"|'b'|\"c/d\"|/>|>| |&amp;|&|a|é|<!--|-->){0,30}",
        ) {
            if let Ok(list) = read(text.as_bytes()) {
                let once = write("Mine", &list);
                let again = read(once.as_bytes()).unwrap();
                prop_assert_eq!(&again.warnings, &Vec::<String>::new());
                prop_assert_eq!(&once, &write("Mine", &again));
            }
        }

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
