//! A text, an HTML file or a page on the web as a story to make a brief of.
//!
//! The main part of a page is taken by its own markup (`article`, `main`), without navigation, forms and footers.

use std::borrow::Cow;
use std::ops::Range;

use url::Url;

use crate::domain::Timestamp;
use crate::fetch::{FetchRequest, FetchResult, Fetcher};
use crate::text::{plain, printable};

/// A story that did not come from a feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub title: String,
    /// Paragraphs parted by an empty line.
    pub text: String,
    /// What the page says of itself in its description.
    pub summary: Option<String>,
    pub language: Option<String>,
}

/// What was fetched, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedPage {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("`{0}` is not an http or https address")]
    Address(String),
    #[error("{0} is not fetched while offline")]
    Offline(Url),
    #[error("{url}: {why}")]
    Fetch { url: Url, why: String },
}

/// Fetches a page.
pub async fn fetch(
    fetcher: &Fetcher,
    address: &str,
    is_offline: bool,
    now: Timestamp,
) -> Result<FetchedPage, PageError> {
    let url = Url::parse(address)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| PageError::Address(address.to_owned()))?;
    if is_offline {
        return Err(PageError::Offline(url));
    }
    let request = FetchRequest::whole(url.clone());
    let fail = |why: String| PageError::Fetch {
        url: url.clone(),
        why,
    };
    match fetcher.fetch(request, now).await.result {
        FetchResult::Body {
            bytes,
            content_type,
            ..
        } => Ok(FetchedPage {
            bytes,
            content_type,
        }),
        FetchResult::Failed(failure) => Err(fail(failure.to_string())),
        FetchResult::Waiting { until } => Err(fail(format!(
            "its host asked to be left alone until {}",
            until.clock(&super::clock::zone())
        ))),
        FetchResult::NotModified => Err(fail("the server sent no page".to_owned())),
    }
}

/// Reads a text or an HTML page, whichever the bytes are.
pub fn read(bytes: &[u8], content_type: Option<&str>) -> Page {
    let decoded = decode(bytes, content_type);
    if is_html(&decoded, content_type) {
        read_html(&decoded)
    } else {
        read_text(&decoded)
    }
}

fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text.trim_start_matches('\u{feff}'));
    }
    let labelled = content_type
        .and_then(|value| value.split("charset=").nth(1))
        .and_then(|label| {
            encoding_rs::Encoding::for_label(label.trim_matches(['"', ' ', ';']).as_bytes())
        });
    let encoding = labelled.unwrap_or_else(|| {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, chardetng::Utf8Detection::Allow)
    });
    encoding.decode(bytes).0
}

fn is_html(text: &str, content_type: Option<&str>) -> bool {
    if content_type.is_some_and(|value| value.contains("html")) {
        return true;
    }
    let start = text.trim_start().to_ascii_lowercase();
    let opens = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<article",
        "<main",
        "<div",
        "<p>",
        "<p ",
        "<h1",
        "<h2",
    ];
    opens.iter().any(|open| start.starts_with(open))
        || (start.starts_with('<')
            && ["</p>", "</div>", "</html>"]
                .iter()
                .any(|close| start.contains(close)))
}

/// The first line is the title when it is short and stands alone.
fn read_text(text: &str) -> Page {
    let text = printable::block(text).replace("\r\n", "\n");
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let is_title =
        rest.starts_with('\n') && first.chars().count() <= 160 && !first.trim_end().ends_with('.');
    let (title, body) = if is_title { (first, rest) } else { ("", text) };
    Page {
        title: printable::line(title).into_owned(),
        text: body.trim().to_owned(),
        summary: None,
        language: None,
    }
}

fn read_html(html: &str) -> Page {
    // Offsets found in the lower-case copy hold in the original: only ASCII letters change.
    let lower = html.to_ascii_lowercase();
    let title = meta(html, &lower, "og:title")
        .or_else(|| element(html, &lower, "h1").map(plain::from_html))
        .or_else(|| element(html, &lower, "title").map(plain::from_html))
        .unwrap_or_default();
    let main = ["article", "main", "body"]
        .into_iter()
        .find_map(|name| element(html, &lower, name).filter(|part| part.len() > 200))
        .unwrap_or(html);
    Page {
        title: printable::line(&title).into_owned(),
        text: plain::from_html(&without_furniture(main)),
        summary: meta(html, &lower, "og:description").or_else(|| meta(html, &lower, "description")),
        language: attribute_of(html, &lower, "<html", "lang"),
    }
}

/// The inside of the longest element of this name.
fn element<'a>(html: &'a str, lower: &str, name: &str) -> Option<&'a str> {
    elements(lower, name)
        .into_iter()
        .max_by_key(std::iter::ExactSizeIterator::len)
        .and_then(|range| html.get(range))
}

/// Byte ranges of the insides of elements; an element inside one of its own name ends the outer one early.
fn elements(lower: &str, name: &str) -> Vec<Range<usize>> {
    let open = format!("<{name}");
    let close = format!("</{name}");
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = lower.get(at..).and_then(|rest| rest.find(&open)) {
        let tag = at + offset + open.len();
        let is_whole_name = lower
            .as_bytes()
            .get(tag)
            .is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
        at = tag;
        if !is_whole_name {
            continue;
        }
        let Some(start) = lower
            .get(tag..)
            .and_then(|rest| rest.find('>'))
            .map(|end| tag + end + 1)
        else {
            break;
        };
        let end = lower
            .get(start..)
            .and_then(|rest| rest.find(&close))
            .map_or(lower.len(), |end| start + end);
        found.push(start..end);
        at = end;
    }
    found
}

/// Leaves out what surrounds a story on most pages.
fn without_furniture(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out: Vec<Range<usize>> = [
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "figcaption",
        "noscript",
    ]
    .into_iter()
    .flat_map(|name| elements(&lower, name))
    .collect();
    out.sort_by_key(|range| range.start);
    let mut kept = String::with_capacity(html.len());
    let mut at = 0;
    for range in out {
        if range.start >= at {
            kept.push_str(html.get(at..range.start).unwrap_or_default());
        }
        at = at.max(range.end);
    }
    kept.push_str(html.get(at..).unwrap_or_default());
    kept
}

fn meta(html: &str, lower: &str, name: &str) -> Option<String> {
    let mut at = 0;
    while let Some(offset) = lower.get(at..)?.find("<meta") {
        let start = at + offset;
        let end = start + lower.get(start..)?.find('>')?;
        let is_it = [
            format!("\"{name}\""),
            format!("'{name}'"),
            format!("={name} "),
        ]
        .iter()
        .any(|quoted| {
            lower
                .get(start..end)
                .is_some_and(|tag| tag.contains(quoted))
        });
        if is_it {
            let content = attribute(html.get(start..end)?, lower.get(start..end)?, "content")?;
            let content = plain::from_html(&content);
            return (!content.trim().is_empty()).then_some(content);
        }
        at = end;
    }
    None
}

fn attribute_of(html: &str, lower: &str, open: &str, name: &str) -> Option<String> {
    let start = lower.find(open)?;
    let end = start + lower.get(start..)?.find('>')?;
    attribute(html.get(start..end)?, lower.get(start..end)?, name)
}

fn attribute(tag: &str, lower: &str, name: &str) -> Option<String> {
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let rest = tag.get(at..)?;
    let quote = rest.chars().next()?;
    let value = match quote {
        '"' | '\'' => rest.get(1..)?.split(quote).next()?,
        _ => rest.split([' ', '>', '/']).next()?,
    };
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_its_main_part_title_description_and_language() {
        let html = format!(
            "<!DOCTYPE html><html lang='en-GB'><head><title>Harbour Wire | Port</title>\
             <meta property=\"og:title\" content=\"Port strike ends\"><meta name=description content='Dockers return.'>\
             </head><body><nav><a href=/>Home</a></nav><article><p>{}</p><aside>Read more</aside>\
             <p>They return on Monday.</p></article><footer>Imprint</footer></body></html>",
            "The strike ended after eleven days. ".repeat(10)
        );
        let page = read(html.as_bytes(), None);
        assert_eq!(page.title, "Port strike ends");
        assert_eq!(page.language.as_deref(), Some("en-GB"));
        assert!(
            page.text.contains("They return on Monday."),
            "{}",
            page.text
        );
        for furniture in ["Home", "Imprint", "Read more"] {
            assert!(
                !page.text.contains(furniture),
                "{furniture} in {}",
                page.text
            );
        }
    }

    #[test]
    fn a_short_first_line_of_a_text_is_its_title() {
        let page = read(
            b"Port strike ends\n\nDockers return on Monday. Both sides agreed.",
            None,
        );
        assert_eq!(page.title, "Port strike ends");
        assert_eq!(page.text, "Dockers return on Monday. Both sides agreed.");
        let page = read(b"Dockers return on Monday.\n\nBoth sides agreed.", None);
        assert_eq!(page.title, "");
    }

    #[test]
    fn broken_markup_is_read_without_a_panic() {
        for html in [
            "<html",
            "<html><meta",
            "<article>",
            "<p>é<meta content=",
            "<article x",
            "</nav><nav>",
        ] {
            read(html.as_bytes(), Some("text/html"));
        }
    }
}
