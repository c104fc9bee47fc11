//! Sites whose feeds have a known address, so that the address of a channel, a project or a profile is enough.
//!
//! Source: the sites' own help pages and many readers' practice, as of 2026. What is guessed here is asked before it
//! is offered, so a rule that has grown old costs one request and misleads nobody.

use url::Url;

use crate::text::tags::tags;

/// Returns the feeds an address is known to have, the main one first; empty for sites without a rule.
pub(super) fn feeds_of(url: &Url) -> Vec<Url> {
    let host = url
        .host_str()
        .unwrap_or_default()
        .trim_start_matches("www.");
    let segments: Vec<&str> = url
        .path_segments()
        .map(|segments| segments.filter(|segment| !segment.is_empty()).collect())
        .unwrap_or_default();
    let host = host.strip_prefix("m.").unwrap_or(host);
    match host {
        "youtube.com" | "youtube-nocookie.com" | "music.youtube.com" => youtube(url, &segments),
        "github.com" => github(url, &segments),
        "gitlab.com" | "codeberg.org" => forge(url, host, &segments),
        "reddit.com" | "old.reddit.com" | "new.reddit.com" | "np.reddit.com" => {
            reddit(url, &segments)
        }
        "medium.com" => medium(url, &segments),
        "vimeo.com" => vimeo(url, &segments),
        "bsky.app" => match segments.as_slice() {
            ["profile", name, ..] => paths(url, &[format!("profile/{name}/rss")]),
            _ => Vec::new(),
        },
        _ if host.ends_with(".medium.com") => paths(url, &["feed".to_owned()]),
        _ if host.ends_with(".substack.com") => paths(url, &["feed".to_owned()]),
        _ if host.ends_with(".tumblr.com") => paths(url, &["rss".to_owned()]),
        _ => fediverse(url, &segments),
    }
}

/// Returns the feeds of a channel's page, whose address gives only a name: `https://www.youtube.com/@name`.
pub(super) fn feeds_in_page(url: &Url, html: &str) -> Vec<Url> {
    let host = url.host_str().unwrap_or_default();
    if host != "youtube.com" && !host.ends_with(".youtube.com") {
        return Vec::new();
    }
    let of_meta = tags(html)
        .filter(|tag| tag.is("meta"))
        .find(|tag| {
            tag.attribute("itemprop")
                .is_some_and(|name| matches!(name.as_ref(), "channelId" | "identifier"))
        })
        .and_then(|tag| tag.attribute("content").map(std::borrow::Cow::into_owned));
    let of_link = || {
        let canonical = tags(html).find(|tag| {
            tag.is("link")
                && tag
                    .attribute("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
        })?;
        let href = canonical.attribute("href")?;
        href.split_once("/channel/").map(|(_, id)| id.to_owned())
    };
    let of_script = || {
        html.split_once("\"externalId\":\"")
            .map(|(_, rest)| rest.to_owned())
    };
    of_meta
        .or_else(of_link)
        .or_else(of_script)
        .and_then(|text| channel_id(&text))
        .map(|id| channel(&id))
        .unwrap_or_default()
}

/// Reads the id of a channel at the start of a text: `UC` and 22 more characters.
fn channel_id(text: &str) -> Option<String> {
    let id = text.get(..24)?;
    let is_id = id.starts_with("UC")
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_id.then(|| id.to_owned())
}

fn channel(id: &str) -> Vec<Url> {
    // The playlist `UULF…` holds the channel's videos without its shorts.
    let long = id.get(2..).map(|rest| format!("playlist_id=UULF{rest}"));
    [Some(format!("channel_id={id}")), long]
        .into_iter()
        .flatten()
        .filter_map(|query| {
            Url::parse(&format!("https://www.youtube.com/feeds/videos.xml?{query}")).ok()
        })
        .collect()
}

fn youtube(url: &Url, segments: &[&str]) -> Vec<Url> {
    if let Some((_, list)) = url.query_pairs().find(|(name, _)| name == "list") {
        let mut feed = url.clone();
        feed.set_path("/feeds/videos.xml");
        feed.query_pairs_mut()
            .clear()
            .append_pair("playlist_id", &list);
        let _ = feed.set_host(Some("www.youtube.com"));
        return vec![feed];
    }
    match segments {
        ["channel", id, ..] => channel_id(id).map(|id| channel(&id)).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn github(url: &Url, segments: &[&str]) -> Vec<Url> {
    match segments {
        [owner, project, "releases" | "tags" | "commits", ..] if segments.len() == 3 => {
            let kind = segments.last().copied().unwrap_or("releases");
            paths(url, &[format!("{owner}/{project}/{kind}.atom")])
        }
        [owner, project, "commits" | "tree", branch, ..] => {
            paths(url, &[format!("{owner}/{project}/commits/{branch}.atom")])
        }
        []
        | [
            "topics" | "features" | "about" | "marketplace" | "orgs" | "settings" | "explore",
            ..,
        ] => Vec::new(),
        [owner, project, ..] => {
            let project = project.trim_end_matches(".git");
            let kinds = ["releases", "tags", "commits"];
            let feeds: Vec<String> = kinds
                .iter()
                .map(|kind| format!("{owner}/{project}/{kind}.atom"))
                .collect();
            paths(url, &feeds)
        }
        [owner] => paths(url, &[format!("{owner}.atom")]),
    }
}

fn forge(url: &Url, host: &str, segments: &[&str]) -> Vec<Url> {
    match (host, segments) {
        ("gitlab.com", [owner, project, ..]) => paths(
            url,
            &[
                format!("{owner}/{project}/-/releases.atom"),
                format!("{owner}/{project}/-/tags?format=atom"),
            ],
        ),
        ("gitlab.com", [owner]) => paths(url, &[format!("{owner}.atom")]),
        (_, [owner, project, ..]) => paths(
            url,
            &[
                format!("{owner}/{project}/releases.rss"),
                format!("{owner}/{project}.rss"),
            ],
        ),
        (_, [owner]) => paths(url, &[format!("{owner}.rss")]),
        _ => Vec::new(),
    }
}

fn reddit(url: &Url, segments: &[&str]) -> Vec<Url> {
    match segments {
        [.., ".rss"] => Vec::new(),
        ["r", name, "comments", rest @ ..] => {
            let thread = format!("r/{name}/comments/{}/.rss", rest.join("/"));
            paths(url, &[format!("r/{name}/.rss"), thread])
        }
        ["r" | "user" | "u", name, ..] => {
            let kind = if segments.first() == Some(&"r") {
                "r"
            } else {
                "user"
            };
            paths(url, &[format!("{kind}/{name}/.rss")])
        }
        [] => paths(url, &[".rss".to_owned()]),
        _ => Vec::new(),
    }
}

fn medium(url: &Url, segments: &[&str]) -> Vec<Url> {
    match segments {
        [] | ["feed", ..] => Vec::new(),
        ["tag", tag, ..] => paths(url, &[format!("feed/tag/{tag}")]),
        [name, ..] => paths(url, &[format!("feed/{name}")]),
    }
}

fn vimeo(url: &Url, segments: &[&str]) -> Vec<Url> {
    match segments {
        [kind @ ("channels" | "groups"), name, ..] => {
            paths(url, &[format!("{kind}/{name}/videos/rss")])
        }
        [name] if !name.chars().all(|c| c.is_ascii_digit()) => {
            paths(url, &[format!("{name}/videos/rss")])
        }
        [name, "videos"] => paths(url, &[format!("{name}/videos/rss")]),
        _ => Vec::new(),
    }
}

/// Mastodon and its kin: `https://host/@name` and `https://host/users/name`, on any host.
fn fediverse(url: &Url, segments: &[&str]) -> Vec<Url> {
    match segments {
        [name] if name.len() > 1 && name.starts_with('@') && !has_extension(name) => {
            paths(url, &[format!("{name}.rss")])
        }
        ["users", name] if !has_extension(name) => paths(url, &[format!("users/{name}.rss")]),
        _ => Vec::new(),
    }
}

fn has_extension(name: &str) -> bool {
    [".rss", ".atom", ".json"]
        .iter()
        .any(|extension| name.to_ascii_lowercase().ends_with(extension))
}

/// Returns the same site's addresses with these paths (each with its query, if it has one).
fn paths(url: &Url, paths: &[String]) -> Vec<Url> {
    let mut root = url.clone();
    root.set_path("/");
    root.set_query(None);
    root.set_fragment(None);
    paths
        .iter()
        .filter_map(|path| root.join(&format!("/{path}")).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_sites_have_their_feeds() {
        let cases = [
            (
                "https://www.youtube.com/channel/UC0123456789abcdefghij_-",
                "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789abcdefghij_-",
            ),
            (
                "https://youtube.com/watch?v=abc&list=PLxyz",
                "https://www.youtube.com/feeds/videos.xml?playlist_id=PLxyz",
            ),
            (
                "https://github.com/rust-lang/rust",
                "https://github.com/rust-lang/rust/releases.atom",
            ),
            (
                "https://github.com/rust-lang/rust.git",
                "https://github.com/rust-lang/rust/releases.atom",
            ),
            (
                "https://github.com/rust-lang/rust/tags",
                "https://github.com/rust-lang/rust/tags.atom",
            ),
            (
                "https://github.com/a/b/commits/main/src",
                "https://github.com/a/b/commits/main.atom",
            ),
            ("https://github.com/a", "https://github.com/a.atom"),
            (
                "https://gitlab.com/a/b",
                "https://gitlab.com/a/b/-/releases.atom",
            ),
            (
                "https://codeberg.org/a/b",
                "https://codeberg.org/a/b/releases.rss",
            ),
            (
                "https://www.reddit.com/r/rust/",
                "https://www.reddit.com/r/rust/.rss",
            ),
            (
                "https://old.reddit.com/u/someone",
                "https://old.reddit.com/user/someone/.rss",
            ),
            (
                "https://www.reddit.com/r/a/comments/1b/title/",
                "https://www.reddit.com/r/a/.rss",
            ),
            (
                "https://mastodon.example/@name",
                "https://mastodon.example/@name.rss",
            ),
            (
                "https://name.substack.com/p/a-story",
                "https://name.substack.com/feed",
            ),
            (
                "https://medium.com/@name/a-story",
                "https://medium.com/feed/@name",
            ),
            (
                "https://name.medium.com/a-story",
                "https://name.medium.com/feed",
            ),
            (
                "https://vimeo.com/name",
                "https://vimeo.com/name/videos/rss",
            ),
            (
                "https://vimeo.com/channels/name",
                "https://vimeo.com/channels/name/videos/rss",
            ),
            (
                "https://bsky.app/profile/a.example",
                "https://bsky.app/profile/a.example/rss",
            ),
        ];
        for (page, feed) in cases {
            let feeds = feeds_of(&Url::parse(page).unwrap());
            assert_eq!(feeds.first().map(Url::as_str), Some(feed), "{page}");
        }
        for page in [
            "https://example.org/",
            "https://vimeo.com/12345",
            "https://medium.com/",
            "https://www.youtube.com/@name",
        ] {
            assert_eq!(feeds_of(&Url::parse(page).unwrap()), [], "{page}");
        }
    }

    #[test]
    fn a_channels_page_gives_its_id_away() {
        let url = Url::parse("https://www.youtube.com/@name").unwrap();
        let pages = [
            r#"<meta itemprop="identifier" content="UC0123456789abcdefghij_-">"#,
            r#"<link rel="canonical" href="https://www.youtube.com/channel/UC0123456789abcdefghij_-">"#,
            r#"<script>{"externalId":"UC0123456789abcdefghij_-","x":1}</script>"#,
        ];
        for page in pages {
            let feeds = feeds_in_page(&url, page);
            assert_eq!(feeds.len(), 2, "{page}");
            assert!(
                feeds[1]
                    .as_str()
                    .ends_with("playlist_id=UULF0123456789abcdefghij_-"),
                "{page}"
            );
        }
    }
}
