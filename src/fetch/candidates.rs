//! The feeds a page names: declared in its head, else anchors that look like feeds.

use url::Url;

use super::Candidate;
use crate::text::printable;
use crate::text::tags::{StartTag, tags};

/// More than this many feeds nobody reads through.
const MOST: usize = 64;
/// Larger pages are read up to here; declarations are at the top.
const LONGEST_PAGE: usize = 4 << 20;

/// Words for comments, in the languages blogs are written in. Titles and addresses are compared in lower case.
const COMMENTS: &[&str] = &[
    "comment",
    "kommentar",
    "comentario",
    "comentário",
    "commento",
    "commenti",
    "kommentti",
    "komentar",
    "komentář",
    "reacties",
    "yorum",
    "комментар",
    "коментар",
    "hozzászólás",
    "σχόλι",
    "コメント",
    "评论",
    "評論",
    "댓글",
    "تعليق",
];

/// Finds the feeds of a page: the main one first, comment feeds last. Pure; probing is [`super::discover`]'s.
pub fn candidates(html: &str, base: &Url) -> Vec<Candidate> {
    let found = Found::of(html, base);
    let mut feeds = ranked(found.declared);
    if feeds.iter().all(is_of_comments) {
        for anchor in ranked(found.anchors) {
            push(&mut feeds, anchor);
        }
    }
    feeds
}

/// Returns whether a feed brings the comments of a site or of one story rather than its stories.
fn is_of_comments(candidate: &Candidate) -> bool {
    let title = candidate
        .title
        .as_deref()
        .unwrap_or_default()
        .to_lowercase();
    let path = candidate.url.path().to_ascii_lowercase();
    path.contains("/comments/") || COMMENTS.iter().any(|word| title.contains(word))
}

#[derive(Default)]
struct Found {
    declared: Vec<Candidate>,
    anchors: Vec<Candidate>,
}

impl Found {
    fn of(html: &str, page: &Url) -> Self {
        let mut end = html.len().min(LONGEST_PAGE);
        while !html.is_char_boundary(end) {
            end -= 1;
        }
        let mut found = Self::default();
        let mut base = page.clone();
        let mut has_base = false;
        for tag in tags(html.get(..end).unwrap_or_default()) {
            if tag.is("base") && !has_base {
                if let Some(url) = tag.attribute("href").and_then(|href| page.join(&href).ok()) {
                    base = url;
                    has_base = true;
                }
            } else if tag.is("link") && found.declared.len() < MOST {
                found.declared.extend(declared(&tag, &base));
            } else if tag.is("a") && found.anchors.len() < MOST {
                found.anchors.extend(anchor(&tag, &base, page));
            }
        }
        found
    }
}

/// Puts feeds of comments last, keeps the page's order otherwise, and each address once.
fn ranked(found: Vec<Candidate>) -> Vec<Candidate> {
    let (comments, main): (Vec<_>, Vec<_>) = found.into_iter().partition(is_of_comments);
    let mut ranked = Vec::with_capacity(main.len());
    for candidate in main.into_iter().chain(comments) {
        push(&mut ranked, candidate);
    }
    ranked
}

fn push(list: &mut Vec<Candidate>, candidate: Candidate) {
    if !list.iter().any(|known| same(&known.url, &candidate.url)) {
        list.push(candidate);
    }
}

/// Returns whether two addresses differ only in scheme, `www.` or the slash at the end.
pub(super) fn same(a: &Url, b: &Url) -> bool {
    let name = |url: &Url| {
        url.host_str()
            .map(|host| host.trim_start_matches("www.").to_owned())
    };
    name(a) == name(b)
        && a.port() == b.port()
        && a.path().trim_end_matches('/') == b.path().trim_end_matches('/')
        && a.query() == b.query()
}

/// Reads `<link rel="alternate" type="application/rss+xml" href="…">`.
fn declared(tag: &StartTag<'_>, base: &Url) -> Option<Candidate> {
    let rel = tag.attribute("rel")?.to_ascii_lowercase();
    let mut words = rel.split_ascii_whitespace();
    if !words.any(|word| matches!(word, "alternate" | "feed" | "service.feed")) {
        return None;
    }
    if rel
        .split_ascii_whitespace()
        .any(|word| word == "stylesheet")
    {
        return None;
    }
    let url = address(&tag.attribute("href")?, base)?;
    if is_service(&url) {
        return None;
    }
    let kind = kind(tag);
    let is_feed = match Kind::of(&kind) {
        Kind::Feed => true,
        // These types say too little: the address has to look like a feed too.
        Kind::Vague => looks_like_feed(&url),
        Kind::Other => false,
    };
    is_feed.then(|| candidate(url, tag.attribute("title").as_deref()))
}

/// Reads an anchor that leads to a feed by its type or address.
fn anchor(tag: &StartTag<'_>, base: &Url, page: &Url) -> Option<Candidate> {
    let url = address(&tag.attribute("href")?, base)?;
    let url = behind_subscribe_button(&url).unwrap_or(url);
    if is_service(&url) || same(&url, page) {
        return None;
    }
    let is_typed = Kind::of(&kind(tag)) == Kind::Feed;
    if !is_typed && !looks_like_feed(&url) {
        return None;
    }
    let title = tag.attribute("title").unwrap_or_else(|| tag.text());
    // "RSS" says nothing that a list of feeds does not say already.
    let title = Some(title).filter(|title| title.chars().count() > 4);
    Some(candidate(url, title.as_deref()))
}

fn candidate(url: Url, title: Option<&str>) -> Candidate {
    let title = title
        .map(|title| printable::line(title).into_owned())
        .filter(|title| !title.is_empty());
    Candidate {
        url,
        title,
        entries: None,
    }
}

/// Returns the type without parameters, in lower case.
fn kind(tag: &StartTag<'_>) -> String {
    let kind = tag
        .attribute("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    kind.split(';').next().unwrap_or_default().trim().to_owned()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Feed,
    Vague,
    Other,
}

impl Kind {
    fn of(kind: &str) -> Self {
        match kind {
            "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/x.atom+xml"
            | "application/x-atom+xml"
            | "application/x-rss+xml"
            | "application/rss"
            | "application/atom"
            | "text/rss+xml"
            | "text/atom+xml"
            | "text/rss" => Self::Feed,
            "" | "application/xml" | "text/xml" | "application/rdf+xml" | "application/json" => {
                Self::Vague
            }
            _ => Self::Other,
        }
    }
}

/// Makes an address of a `href`: resolved, `feed:` undone, only http and https.
fn address(href: &str, base: &Url) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let mut url = match plain_scheme(href) {
        Some(plain) => Url::parse(&plain).ok()?,
        None => base.join(href).ok()?,
    };
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// Undoes `feed://host/…` and `feed:https://host/…`, which browsers once gave to feed readers.
pub(super) fn plain_scheme(address: &str) -> Option<String> {
    let start = address.get(..5)?;
    if !start.eq_ignore_ascii_case("feed:") {
        return None;
    }
    let rest = address.get(5..)?;
    Some(match rest.strip_prefix("//") {
        Some(host) => format!("http://{host}"),
        None => rest.to_owned(),
    })
}

/// Returns whether an address belongs to something that is declared like a feed and is none.
fn is_service(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let host = url.host_str().unwrap_or_default();
    path.contains("/wp-json/")
        || path.contains("oembed")
        || path.contains("/xmlrpc.php")
        || path.rsplit('/').next().is_some_and(|file| file.starts_with("sitemap"))
            && !looks_like_feed(url)
        || path.contains("opensearch")
        // Pages about sharing with `feed` in their address.
        || host.ends_with("facebook.com")
        || host == "podcasts.google.com"
}

/// Returns the feed inside the address of another service's subscribe button.
fn behind_subscribe_button(url: &Url) -> Option<Url> {
    let host = url.host_str()?.trim_start_matches("www.");
    let inside = match host {
        "feedly.com" | "cloud.feedly.com" => {
            let written = url
                .as_str()
                .split_once("subscription/feed/")
                .or_else(|| url.as_str().split_once("subscription%2Ffeed%2F"));
            written.map(|(_, inside)| inside.to_owned())
        }
        "add.my.yahoo.com" | "inoreader.com" | "newsblur.com" | "theoldreader.com"
        | "netvibes.com" | "bazqux.com" => url
            .query_pairs()
            .find(|(name, _)| matches!(name.as_ref(), "url" | "add_feed" | "feed"))
            .map(|(_, value)| value.into_owned()),
        _ => None,
    }?;
    let decoded =
        url::form_urlencoded::parse(format!("u={}", inside.replace('&', "%26")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())?;
    Url::parse(&decoded)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Returns whether an address looks like that of a feed.
pub(super) fn looks_like_feed(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let (stem, extension) = last.rsplit_once('.').unwrap_or((last, ""));
    let words = || stem.split(|c: char| !c.is_ascii_alphanumeric());
    let named = |stem: &str| {
        matches!(
            stem,
            "feed"
                | "feeds"
                | "rss"
                | "rss2"
                | "rss1"
                | "rss20"
                | "rss10"
                | "rss091"
                | "rss92"
                | "atom"
                | "atom10"
                | "rdf"
                | "rssfeed"
                | "newsfeed"
                | "rssnews"
                | "backend"
        )
    };
    if matches!(extension, "rss" | "atom" | "rdf") {
        return true;
    }
    if matches!(
        extension,
        "" | "xml" | "json" | "php" | "aspx" | "asp" | "jsp" | "x" | "cgi" | "html"
    ) {
        let is_page = extension == "html";
        if !is_page && !stem.is_empty() && words().all(named) {
            return true;
        }
        if matches!(extension, "xml" | "php" | "json") && words().any(named) {
            return true;
        }
    }
    let host = url.host_str().unwrap_or_default();
    if host.starts_with("feeds.") || host.starts_with("rss.") || host.ends_with("feedburner.com") {
        return path.len() > 1;
    }
    // `/feed/atom/`, `/rss/world.xml`, `/feeds/posts/default`: an ancestor says it.
    let has_named_ancestor = path
        .trim_end_matches('/')
        .split('/')
        .rev()
        .skip(1)
        .any(named);
    if has_named_ancestor && matches!(extension, "" | "xml" | "php" | "json" | "aspx") {
        return true;
    }
    url.query_pairs().any(|(name, value)| {
        let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
        match name.as_str() {
            "feed" | "format" | "type" | "alt" | "output" | "view" | "action" | "page" | "mode" => {
                named(&value) || value == "rss_rc"
            }
            "rss" | "atom" => true,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(html: &str, base: &str) -> Vec<String> {
        candidates(html, &Url::parse(base).unwrap())
            .into_iter()
            .map(|candidate| candidate.url.to_string())
            .collect()
    }

    #[test]
    fn the_main_feed_comes_first_and_comments_last() {
        let html = r#"
            <link rel="alternate" type="application/rss+xml" title="Site &raquo; Kommentar-Feed" href="/kommentare">
            <link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x">
            <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
            <link rel="alternate" hreflang="de" href="/de/">
            <link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title="Site &raquo; Feed" href="feed/">
            <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
            <link rel="alternate" type="application/atom+xml" href="https://example.org/blog/feed">
            <a href="/other.rss">RSS</a>"#;
        assert_eq!(
            urls(html, "https://example.org/blog/"),
            [
                "https://example.org/blog/feed/",
                "https://example.org/kommentare",
                "https://example.org/comments/feed/",
            ]
        );
    }

    #[test]
    fn a_base_moves_relative_addresses() {
        let html = r#"<base href="/deep/"><link rel=alternate type=application/atom+xml href=a.xml><link rel="alternate" type="application/rss+xml" href="feed://example.org/b">"#;
        assert_eq!(
            urls(html, "https://example.org/"),
            ["https://example.org/deep/a.xml", "http://example.org/b"]
        );
    }

    #[test]
    fn anchors_are_read_where_nothing_is_declared() {
        let html = r##"
            <a href="#rss">up</a> <a href="/about">About</a> <a href="/feed-the-world/">Food</a>
            <a href="https://www.facebook.com/dialog/feed?app_id=1">share</a>
            <a href="https://feedly.com/i/subscription/feed/https%3A%2F%2Fexample.org%2Fnews.atom">Feedly</a>
            <a href="/rss/world.xml" title="World news">RSS</a>
            <a href="javascript:feed()">x</a>
            <a href="/?feed=rss2">RSS</a>"##;
        assert_eq!(
            urls(html, "https://example.org/"),
            [
                "https://example.org/news.atom",
                "https://example.org/rss/world.xml",
                "https://example.org/?feed=rss2",
            ]
        );
    }

    #[test]
    fn addresses_of_feeds_are_told_from_pages() {
        let feeds = [
            "/feed",
            "/feed/",
            "/rss.xml",
            "/index.rdf",
            "/atom.xml",
            "/news.rss",
            "/spip.php?page=backend",
            "/xml/news_rss.php",
            "/rss/",
            "/feeds/all",
            "/feed/atom/",
            "/blog?format=rss",
            "/rss20.xml",
            "/sitemap/rss",
        ];
        for path in feeds {
            assert!(
                looks_like_feed(&Url::parse("https://e.org").unwrap().join(path).unwrap()),
                "{path}"
            );
        }
        let pages = [
            "/",
            "/feedback",
            "/about.html",
            "/news/feeding-time",
            "/rss-explained.html",
            "/x?page=2",
            "/a.xml",
        ];
        for path in pages {
            assert!(
                !looks_like_feed(&Url::parse("https://e.org").unwrap().join(path).unwrap()),
                "{path}"
            );
        }
    }
}
