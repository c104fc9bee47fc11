//! A page of the web, or a text, as a story: its article without what surrounds it.
//!
//! The article is told from navigation, forms and footers by Readability's rules (`dom_smoothie`), behind `guard`,
//! which bounds what that parser sees: deep nesting would cost it the stack.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::Readability;
use serde::Serialize;
use url::Url;

use super::guard::guard_page;
use crate::text::tags::{StartTag, tags};
use crate::text::{language, plain, printable};

/// The story of a page or of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Page {
    pub title: String,
    /// The markup of the article alone, its addresses absolute; empty for a text.
    pub html: String,
    /// Paragraphs parted by an empty line.
    pub text: String,
    /// What the page says of itself in its description.
    pub summary: Option<String>,
    pub language: Option<String>,
}

impl Page {
    /// Reads a text or an HTML page, whichever the bytes are. `address` is where the page is: its relative links lead
    /// from there.
    pub fn read(bytes: &[u8], content_type: Option<&str>, address: Option<&Url>) -> Self {
        let decoded = decode(bytes, content_type);
        if is_html(&decoded, content_type) {
            read_html(&decoded, address)
        } else {
            read_text(&decoded)
        }
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
        html: String::new(),
        text: body.trim().to_owned(),
        summary: None,
        language: None,
    }
}

fn read_html(html: &str, address: Option<&Url>) -> Page {
    let about = About::of(html);
    let article = article(html, address);
    let title = about.shared_title.or(about.heading).or(about.title);
    Page {
        title: printable::line(&title.unwrap_or_default()).into_owned(),
        text: plain::from_html(&article),
        html: article,
        summary: about.shared_summary.or(about.summary),
        language: about.language,
    }
}

/// What a page says of itself, in its head and its first heading; the first of each kind that is not empty counts.
#[derive(Default)]
struct About {
    language: Option<String>,
    /// `og:title`
    shared_title: Option<String>,
    heading: Option<String>,
    title: Option<String>,
    /// `og:description`
    shared_summary: Option<String>,
    summary: Option<String>,
}

impl About {
    fn of(html: &str) -> Self {
        let mut about = Self::default();
        // A title that never ends is looked for to the end of the page: only the first few are tried.
        let mut tries = 8;
        for tag in tags(html) {
            if tag.is("html") {
                let language = tag.attribute("lang");
                about.language = about
                    .language
                    .or_else(|| language.and_then(|written| language::tag(&written)));
            } else if tag.is("meta") {
                about.take_meta(&tag);
            } else if tries > 0 && (tag.is("title") || tag.is("h1")) {
                let place = if tag.is("h1") {
                    &mut about.heading
                } else {
                    &mut about.title
                };
                if place.is_none() {
                    tries -= 1;
                    *place = tag.inside().and_then(text_of);
                }
            }
        }
        about
    }

    fn take_meta(&mut self, tag: &StartTag<'_>) {
        let Some(name) = tag.attribute("property").or_else(|| tag.attribute("name")) else {
            return;
        };
        let place = match name.to_ascii_lowercase().as_str() {
            "og:title" => &mut self.shared_title,
            "og:description" => &mut self.shared_summary,
            "description" => &mut self.summary,
            _ => return,
        };
        if place.is_none() {
            *place = tag.attribute("content").and_then(|text| text_of(&text));
        }
    }
}

/// Returns what a piece of HTML says, if it says anything.
fn text_of(html: &str) -> Option<String> {
    let text = plain::from_html(html);
    (!text.is_empty()).then_some(text)
}

/// Returns the HTML of a page's article, all of its body where no part of it stands out.
fn article(html: &str, address: Option<&Url>) -> String {
    let guarded = guard_page(html).html;
    let parse = || {
        let page = format!("<body>{guarded}</body>");
        Readability::new(page, address.map(Url::as_str), None).and_then(|mut page| page.parse())
    };
    // It slices by byte where it looks for the hosts of films; a page that makes it panic is shown whole.
    match catch_unwind(AssertUnwindSafe(parse)) {
        Ok(Ok(article)) if !article.text_content.trim().is_empty() => article.content.to_string(),
        Ok(_) | Err(_) => guarded,
    }
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
        let page = Page::read(html.as_bytes(), None, None);
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
        let page = Page::read(
            b"Port strike ends\n\nDockers return on Monday. Both sides agreed.",
            None,
            None,
        );
        assert_eq!(page.title, "Port strike ends");
        assert_eq!(page.text, "Dockers return on Monday. Both sides agreed.");
        let page = Page::read(
            b"Dockers return on Monday.\n\nBoth sides agreed.",
            None,
            None,
        );
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
            Page::read(html.as_bytes(), Some("text/html"), None);
        }
    }
}
