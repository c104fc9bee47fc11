//! Pictures, films, sounds and embedded pages: what to say of them and where they lead.

use dom_query::NodeRef;
use url::Url;

use super::document::{Figure, FigureKind};
use super::links;
use crate::text::printable;

pub(super) enum Image {
    /// A beacon, or a picture without words or address.
    Nothing,
    /// Part of a sentence: an emoji, a formula, an icon with a name.
    Inline(String),
    Figure(Figure),
}

/// Pixels up to which a picture stands in for a word.
const ICON: u32 = 32;

/// Returns what an `<img>` means to a reader of text.
pub(super) fn image(node: &NodeRef, base: Option<&Url>) -> Image {
    let description = ["alt", "title"]
        .iter()
        .filter_map(|name| node.attr(name))
        .map(|value| printable::line(&value).into_owned())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let size =
        |name: &str| -> Option<u32> { node.attr(name)?.trim().trim_end_matches("px").parse().ok() };
    let (width, height) = (size("width"), size("height"));
    if width.is_some_and(|width| width <= 1) || height.is_some_and(|height| height <= 1) {
        return Image::Nothing;
    }
    let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
    let is_icon =
        width.is_some_and(|width| width <= ICON) || height.is_some_and(|height| height <= ICON);
    if is_icon
        || ["emoji", "smiley", "latex", "math"]
            .iter()
            .any(|word| class.contains(word))
    {
        return if description.is_empty() {
            Image::Nothing
        } else {
            Image::Inline(description)
        };
    }
    let source = image_source(node, base);
    if source.is_none() && description.is_empty() {
        return Image::Nothing;
    }
    if source.as_ref().is_some_and(is_button_or_beacon) {
        return Image::Nothing;
    }
    Image::Figure(Figure {
        kind: FigureKind::Image,
        description: without_file_name(description),
        caption: None,
        source,
        link: None,
    })
}

/// Says whether a picture only counts readers or is a button to share with, as services put under each article of a
/// feed.
fn is_button_or_beacon(source: &Url) -> bool {
    let host = source.host_str().unwrap_or_default();
    let path = source.path();
    match host {
        "feeds.feedburner.com" | "feedproxy.google.com" => {
            path.starts_with("/~ff/") || path.starts_with("/~r/")
        }
        // `/1.0/comments/…`, `/1.0/delicious/…`: what WordPress.com puts under articles.
        "feeds.wordpress.com" => path.starts_with("/1.0/"),
        "feedads.g.doubleclick.net"
        | "rss.feedsportal.com"
        | "da.feedsportal.com"
        | "pixel.wp.com"
        | "stats.wordpress.com"
        | "www.google-analytics.com" => true,
        _ => false,
    }
}

/// Returns the address of a picture; pages that load pictures late keep it elsewhere than in `src`.
fn image_source(node: &NodeRef, base: Option<&Url>) -> Option<Url> {
    let deferred = ["data-src", "data-lazy-src", "data-original"].iter();
    let single = deferred.chain(["src"].iter()).filter_map(|name| {
        let value = node.attr(name)?;
        links::resolve(&value, base)
    });
    let sets = ["srcset", "data-srcset"].iter().filter_map(|name| {
        let value = node.attr(name)?;
        let first = value
            .trim_start()
            .split_ascii_whitespace()
            .next()?
            .trim_end_matches(',')
            .to_owned();
        links::resolve(&first, base)
    });
    single.chain(sets).next()
}

/// A file's name says nothing to a reader.
fn without_file_name(description: String) -> String {
    let is_name = !description.contains(' ')
        && description.rsplit_once('.').is_some_and(|(_, extension)| {
            matches!(
                extension.to_ascii_lowercase().as_str(),
                "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg"
            )
        });
    if is_name { String::new() } else { description }
}

/// Returns the figure for an embedded film, sound or page; `None` if it leads nowhere.
pub(super) fn embedded(node: &NodeRef, name: &str, base: Option<&Url>) -> Option<Figure> {
    let own = ["src", "data-src", "data"]
        .iter()
        .find_map(|name| node.attr(name));
    let inner = || {
        node.descendants_it().find_map(|part| {
            if part.has_name("source") {
                part.attr("src")
            } else {
                None
            }
        })
    };
    let url = links::resolve(&own.or_else(inner)?, base)?;
    let url = watchable(url);
    let title = node.attr("title").unwrap_or_default();
    let title = printable::line(&title).into_owned();
    let host = url
        .host_str()
        .unwrap_or_default()
        .trim_start_matches("www.")
        .to_owned();
    let kind = match name {
        "video" => FigureKind::Video,
        "audio" => FigureKind::Audio,
        _ if ["youtube.com", "vimeo.com", "dailymotion.com", "peertube"]
            .iter()
            .any(|site| host.contains(site)) =>
        {
            FigureKind::Video
        }
        _ => FigureKind::Embed,
    };
    Some(Figure {
        kind,
        description: if title.is_empty() { host } else { title },
        caption: None,
        source: Some(url),
        link: None,
    })
}

/// A player's address shows nothing outside a frame; the page of the film does.
fn watchable(url: Url) -> Url {
    let host = url.host_str().unwrap_or_default();
    let mut segments = url.path().trim_start_matches('/').split('/');
    let target = match (segments.next(), segments.next()) {
        (Some("embed"), Some(id))
            if host.ends_with("youtube.com") || host.ends_with("youtube-nocookie.com") =>
        {
            Url::parse_with_params("https://www.youtube.com/watch", [("v", id)]).ok()
        }
        (Some("video"), Some(id)) if host == "player.vimeo.com" => {
            Url::parse(&format!("https://vimeo.com/{id}")).ok()
        }
        _ => None,
    };
    target.unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use crate::read::Document;

    #[test]
    fn buttons_and_beacons_under_an_article_are_no_pictures() {
        let button = |address: &str| {
            let html = format!(
                "<p>Text.</p><div><a href=\"https://a.example/go\"><img src=\"{address}\" border=\"0\"></a></div>"
            );
            Document::from_html(&html, None).images().len()
        };
        for address in [
            "http://feeds.feedburner.com/~ff/Harbour?d=yIl2AUoC8zA",
            "http://feeds.feedburner.com/~r/Harbour/~4/x",
            "http://feeds.wordpress.com/1.0/comments/harbour.wordpress.com/1/",
            "https://pixel.wp.com/b.gif?host=harbour.example",
        ] {
            assert_eq!(button(address), 0, "{address}");
        }
        assert_eq!(button("https://a.example/tide.png"), 1);
    }
}
