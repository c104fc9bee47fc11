//! What a document is that is no feed, in the words a person needs to do something about it.

use url::Url;

use super::names::local;
use super::tree::{Id, ROOT, Tree};
use super::values;

/// Returns what the bytes are when they are no text at all.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<String> {
    let kinds: [(&[u8], &str); 10] = [
        (b"%PDF-", "a PDF file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"RIFF", "a media file"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"ID3", "an MP3 recording"),
        (b"OggS", "an Ogg recording"),
        (b"\x28\xB5\x2F\xFD", "a zstd archive"),
        (b"\x7FELF", "a program"),
    ];
    kinds
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, what)| (*what).to_owned())
}

/// Returns what a document with markup in it, or none, is.
pub(super) fn of_markup(text: &str, tree: &Tree<'_>, base: &Url) -> String {
    let Some(root) = tree.elements(ROOT).next() else {
        return "plain text".to_owned();
    };
    let name = local(tree.name(root)).to_ascii_lowercase();
    let start: String = text
        .chars()
        .take(512)
        .collect::<String>()
        .to_ascii_lowercase();
    let is_page = [
        "html", "head", "body", "meta", "title", "div", "p", "script",
    ]
    .contains(&name.as_str())
        || start.contains("<!doctype html")
        || start.contains("<html");
    if is_page {
        return of_page(tree, base);
    }
    match name.as_str() {
        "opml" => "an OPML list of feeds; import it instead".to_owned(),
        "urlset" | "sitemapindex" => "a sitemap".to_owned(),
        "svg" => "an SVG picture".to_owned(),
        _ => values::title(&name, true).map_or_else(
            || "an XML document".to_owned(),
            |name| format!("an XML document of another kind (<{name}>)"),
        ),
    }
}

fn of_page(tree: &Tree<'_>, base: &Url) -> String {
    let mut title = None;
    let mut feed = None;
    let mut next = tree.following(ROOT);
    while let Some(id) = next {
        let name = tree.name(id);
        if title.is_none() && name.eq_ignore_ascii_case("title") {
            title = values::title(&tree.text(id), false);
        }
        if feed.is_none() && name.eq_ignore_ascii_case("link") {
            feed = declared_feed(tree, id, base);
        }
        next = tree.following(id);
    }
    let mut what = title.map_or_else(
        || "an HTML page".to_owned(),
        |title| format!("an HTML page titled “{title}”"),
    );
    if let Some(feed) = feed {
        what.push_str(", which offers the feed ");
        what.push_str(feed.as_str());
    }
    what
}

fn declared_feed(tree: &Tree<'_>, id: Id, base: &Url) -> Option<Url> {
    let has = |name: &str, wanted: &[&str]| {
        tree.attribute(id, name).is_some_and(|value| {
            wanted
                .iter()
                .any(|part| value.to_ascii_lowercase().contains(part))
        })
    };
    (has("rel", &["alternate"]) && has("type", &["rss", "atom", "feed+json"]))
        .then(|| tree.attribute(id, "href"))
        .flatten()
        .and_then(|href| values::address(&href, base))
}
