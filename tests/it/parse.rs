//! Feeds of every kind and with every defect met so far, one per file, and what comes of them.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use squelch::domain::Entry;
use squelch::fetch::{self, Parsed};
use squelch::text::printable;
use url::Url;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/feeds")
}

fn documents() -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|file| {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            (name, fs::read(file.path()).unwrap())
        })
        .collect();
    found.sort();
    found
}

fn base() -> Url {
    Url::parse("https://harbour.example/feed.xml").unwrap()
}

fn parse(bytes: &[u8]) -> Result<Parsed, fetch::NotAFeed> {
    fetch::parse(bytes, None, &base())
}

/// Every text a reader may see.
fn texts(entry: &Entry) -> Vec<&str> {
    let mut texts = vec![entry.title.as_str(), entry.text.as_str()];
    texts.extend(
        [
            &entry.guid,
            &entry.author,
            &entry.content,
            &entry.summary,
            &entry.published_text,
            &entry.language,
        ]
        .into_iter()
        .flatten()
        .map(String::as_str),
    );
    texts.extend(entry.tags.iter().map(String::as_str));
    texts.extend(
        entry
            .link
            .iter()
            .chain(&entry.comments)
            .chain(&entry.thumbnails)
            .map(Url::as_str),
    );
    for enclosure in &entry.enclosures {
        texts.push(enclosure.url.as_str());
        texts.extend(enclosure.mime_type.as_deref());
    }
    texts
}

fn find_forbidden(parsed: &Parsed) -> Option<String> {
    let about = [&parsed.title, &parsed.language]
        .into_iter()
        .flatten()
        .chain(&parsed.warnings)
        .chain([&parsed.kind, &parsed.encoding])
        .map(String::as_str);
    let line_breaks = parsed
        .entries
        .iter()
        .find(|entry| entry.title.contains(['\n', '\t']));
    if let Some(entry) = line_breaks {
        return Some(entry.title.clone());
    }
    about
        .chain(parsed.entries.iter().flat_map(texts))
        .find(|text| printable::block(text) != **text)
        .map(str::to_owned)
}

#[test]
fn each_defect_is_read_as_its_author_meant() {
    for (name, bytes) in documents() {
        let seen = match parse(&bytes) {
            Ok(parsed) => serde_json::to_string_pretty(&parsed).unwrap(),
            Err(error) => error.to_string(),
        };
        insta::assert_snapshot!(format!("parse_{name}"), seen);
    }
}

#[test]
fn a_content_type_names_the_encoding_where_the_bytes_allow_it() {
    let bytes =
        b"<rss version='2.0'><channel><item><title>\xCC\xEE\xF1\xF2</title></item></channel></rss>";
    let parsed = fetch::parse(bytes, Some("text/xml; charset=windows-1251"), &base()).unwrap();
    assert_eq!(parsed.entries[0].title, "Мост");
    assert_eq!(parsed.encoding, "windows-1251");
}

#[test]
fn deep_nesting_does_not_overflow_a_small_stack() {
    let cases = [
        ("media:group", "<item>", "</item>"),
        ("itunes:category", "", "<item/>"),
        ("div", "<item><description>", "</description></item>"),
        ("item", "", ""),
    ];
    let reader = std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(move || {
            for (name, before, after) in cases {
                let open = format!("<{name}>").repeat(30_000);
                let close = format!("</{name}>").repeat(30_000);
                for inside in [format!("{open}x{close}"), open.clone()] {
                    let feed = format!(
                        "<rss version='2.0'><channel>{before}{inside}{after}</channel></rss>"
                    );
                    parse(feed.as_bytes()).unwrap();
                }
            }
            let arrays = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
            assert!(parse(arrays.as_bytes()).is_err());
        });
    reader.unwrap().join().unwrap();
}

#[test]
fn entries_beyond_the_cap_are_named_in_a_warning() {
    let items = "<item><title>x</title></item>".repeat(fetch::MAX_ENTRIES + 5);
    let parsed =
        parse(format!("<rss version='2.0'><channel>{items}</channel></rss>").as_bytes()).unwrap();
    assert_eq!(parsed.entries.len(), fetch::MAX_ENTRIES);
    assert!(
        parsed
            .warnings
            .iter()
            .any(|warning| warning.contains("10005")),
        "{:?}",
        parsed.warnings
    );
}

#[test]
fn entities_are_never_expanded_from_declarations() {
    let bomb = r#"<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
        <rss version="2.0"><channel><item><title>&b;&x;</title></item></channel></rss>"#;
    assert_eq!(parse(bomb.as_bytes()).unwrap().entries[0].title, "&b;&x;");
}

#[test]
fn every_repair_names_itself() {
    let rss = |inside: &str| {
        format!("<rss version=\"2.0\"><channel><title>t</title>{inside}</channel></rss>")
    };
    let item = |inside: &str| rss(&format!("<item><title>a</title>{inside}</item>"));
    let cases = [
        (item("<category>R&D</category>"), "bare ampersands: 1"),
        (
            item("<link>https://a.example/?b=1&c=2&amp;d=3</link>"),
            "bare ampersands: 1",
        ),
        (
            item("<enclosure url=\"https://a.example/1.mp3?a&b\"/>"),
            "bare ampersands: 1",
        ),
        (
            item("<category>\u{1b}[31mred\u{202e}</category>"),
            "control characters taken out: 2",
        ),
        (
            item("<category>&#27;[31m</category>"),
            "control characters taken out: 1",
        ),
        (
            item("<link>javascript:alert(1)</link><comments>data:text/html,x</comments>"),
            "links of a kind that is not opened: 2, such as “javascript:”",
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"file:///etc/passwd"}]}"#
                .to_owned(),
            "links of a kind that is not opened: 1, such as “file:”",
        ),
        (
            rss("<item><title>a</title><media:item xmlns:media=\"http://search.yahoo.com/mrss/\"/></item>"),
            "items in places where no items belong, not read: 1",
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[7,{"id":"1"}]}"#.to_owned(),
            "items that could not be read: 1",
        ),
        (item("<category>a"), "tags never closed: 1"),
        (item("</b>"), "end tags that closed nothing: 1"),
        (item("<category>1 < 2</category>"), "less-than signs in text: 1"),
        (
            item("<description><![CDATA[x</description>"),
            "CDATA sections never closed, or twice: 1",
        ),
        (
            "<rss version=\"2.0\"><channel><item><title>a".to_owned(),
            "the document is cut off",
        ),
    ];
    for (document, expected) in cases {
        let warnings = parse(document.as_bytes()).unwrap().warnings;
        assert!(
            warnings.iter().any(|warning| warning == expected),
            "{expected}: {warnings:?}\n{document}"
        );
    }
}

#[test]
fn a_feed_without_defects_has_no_warnings() {
    let feed = "<rss version=\"2.0\"><channel><title>t</title><item><title>R&amp;D &#233;</title>\
                <guid isPermaLink=\"false\">urn:x:1</guid><link>https://a.example/?a=1&amp;b=2</link></item></channel></rss>";
    assert_eq!(parse(feed.as_bytes()).unwrap().warnings, [""; 0]);
}

/// A fixture with some of its bytes changed, cut out or repeated.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let documents = documents();
    let splices = prop_oneof![
        Just(b"<".to_vec()),
        Just(b"]]>".to_vec()),
        Just(b"<![CDATA[".to_vec()),
        Just(b"</item>".to_vec()),
        Just(b"<item>".to_vec()),
        Just(b"&#27;".to_vec()),
        Just(b"\xE2\x80\xAE".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"<!--".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..8),
    ];
    (
        0..documents.len(),
        proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..40, splices), 1..8),
    )
        .prop_map(move |(which, changes)| {
            let mut bytes = documents[which].1.clone();
            for (at, cut, splice) in changes {
                let at = if bytes.is_empty() {
                    0
                } else {
                    at.index(bytes.len())
                };
                let end = bytes.len().min(at + cut);
                bytes.splice(at..end, splice);
            }
            bytes
        })
}

#[test]
fn the_type_of_an_enclosure_comes_out_clean() {
    let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>t</title><entry><id>1</id><title>a</title>\
                <link rel=\"enclosure\" href=\"https://a.example/1.mp3\" type=\"&#x1b;]0;audio/mpeg\"/></entry></feed>";
    let parsed = parse(feed.as_bytes()).unwrap();
    assert_eq!(find_forbidden(&parsed), None);
    assert_eq!(parsed.entries[0].enclosures.len(), 1);
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn broken_feeds_come_out_clean(bytes in mutated()) {
        if let Ok(parsed) = parse(&bytes) {
            prop_assert_eq!(find_forbidden(&parsed), None);
        }
    }
}
