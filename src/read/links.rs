//! Targets of links: which are kept, how they are cleaned, and their numbers.

use std::collections::HashMap;

use url::Url;

/// Where a link leads and the words that led there first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub url: Url,
    pub text: String,
}

/// The words kept for a link are for a list of links, not for reading.
const LONGEST_TEXT: usize = 120;

/// Numbers links in the order in which they are first used.
#[derive(Debug, Default)]
pub(super) struct LinkTable {
    /// Every target met, used or not; a mark in inline text carries an index into this.
    candidates: Vec<Url>,
    by_address: HashMap<Url, usize>,
    numbers: Vec<Option<usize>>,
    pub(super) links: Vec<Link>,
}

impl LinkTable {
    /// Returns the candidate index of a target, the same for the same target.
    pub(super) fn candidate(&mut self, url: Url) -> usize {
        if let Some(index) = self.by_address.get(&url) {
            return *index;
        }
        let index = self.candidates.len();
        self.candidates.push(url.clone());
        self.numbers.push(None);
        self.by_address.insert(url, index);
        index
    }

    /// Returns the index into `links` of a candidate now met with `text`, taking it into `links` at the first time.
    pub(super) fn used(&mut self, candidate: usize, text: &str) -> Option<usize> {
        let number = self.numbers.get_mut(candidate)?;
        if let Some(number) = number {
            return Some(*number);
        }
        let url = self.candidates.get(candidate)?.clone();
        *number = Some(self.links.len());
        self.links.push(Link {
            url,
            text: text.trim().chars().take(LONGEST_TEXT).collect(),
        });
        *number
    }
}

/// Returns the target of `href` if it is one a reader may follow: http or https, tracking parameters gone.
///
/// Places within the page itself (`#notes`) are no links here: a terminal cannot jump to them.
pub(super) fn resolve(href: &str, base: Option<&Url>) -> Option<Url> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let mut url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    strip_tracking(&mut url);
    Some(url)
}

/// Parameters that tell the publisher who clicked where and change nothing on the page.
fn is_tracking(name: &str) -> bool {
    name.starts_with("utm_")
        || matches!(
            name,
            "fbclid"
                | "gclid"
                | "dclid"
                | "msclkid"
                | "mc_cid"
                | "mc_eid"
                | "igshid"
                | "yclid"
                | "_hsenc"
                | "_hsmi"
        )
}

fn strip_tracking(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !is_tracking(pair.split('=').next().unwrap_or_default()))
        .collect();
    let kept = kept.join("&");
    if kept.len() == query.len() {
        return;
    }
    url.set_query((!kept.is_empty()).then_some(kept.as_str()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_followed_and_tracking_is_gone() {
        let base = Url::parse("https://news.example/a/b.html").unwrap();
        for (href, expected) in [
            ("c.html", Some("https://news.example/a/c.html")),
            ("//cdn.example/x", Some("https://cdn.example/x")),
            (
                "https://e.org/?utm_source=a&id=7&fbclid=z",
                Some("https://e.org/?id=7"),
            ),
            (
                "https://e.org/?utm_source=a#part",
                Some("https://e.org/#part"),
            ),
            (
                "https://e.org/?q=a%20b&c=%2F",
                Some("https://e.org/?q=a%20b&c=%2F"),
            ),
            ("#note-1", None),
            ("", None),
            ("javascript:alert(1)", None),
            ("mailto:a@e.org", None),
            ("file:///etc/passwd", None),
            ("https://e.org/\u{1b}[31m", Some("https://e.org/%1B[31m")),
        ] {
            let found = resolve(href, Some(&base));
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{href}");
        }
        assert_eq!(resolve("relative", None), None);
    }
}
