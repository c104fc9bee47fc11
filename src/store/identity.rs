//! Who an article is: keys that are stable while feeds change guids, links and tracking parameters.

use std::collections::HashMap;

use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use crate::domain::{Entry, Timestamp};

/// Parameters that say how a reader came, not where they are.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "oly_anon_id",
    "oly_enc_id",
    "vero_id",
    "_hsenc",
    "_hsmi",
    "ref_src",
    "cmpid",
    "at_medium",
    "at_campaign",
];

/// Returns the canonical form of a link: no tracking parameters, no fragment, no `www.`, no trailing slash, and the
/// same for http and https.
pub(super) fn canonical(link: &Url) -> String {
    let host = link.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut canonical = host.to_ascii_lowercase();
    if let Some(port) = link.port() {
        canonical.push(':');
        canonical.push_str(&port.to_string());
    }
    canonical.push_str(link.path().trim_end_matches('/'));
    let kept: Vec<&str> = link
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| {
            let name = pair
                .split('=')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            !name.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
        })
        .collect();
    if !kept.is_empty() {
        canonical.push('?');
        canonical.push_str(&kept.join("&"));
    }
    canonical
}

/// An entry's keys within its feed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "they are hashes, as the columns they go into"
)]
pub(super) struct Keys {
    /// What the article is looked up by.
    pub(super) guid_hash: i64,
    /// Of the canonical link; `None` where entries of the document share it and it tells nothing.
    pub(super) link_hash: Option<i64>,
    /// Of title and normalised text.
    pub(super) content_hash: i64,
}

/// Returns the keys of a document's entries, in their order.
///
/// A guid counts only while it is unique in the document; then guid and link, where the two are unique together; without
/// a guid the canonical link; else title and text.
pub(super) fn keys(entries: &[Entry]) -> Vec<Keys> {
    let links: Vec<Option<String>> = entries
        .iter()
        .map(|entry| entry.link.as_ref().map(canonical))
        .collect();
    let mut guids: HashMap<&str, usize> = HashMap::new();
    let mut pairs: HashMap<(&str, &str), usize> = HashMap::new();
    let mut link_uses: HashMap<&str, usize> = HashMap::new();
    for (entry, link) in entries.iter().zip(&links) {
        if let Some(guid) = guid(entry) {
            *guids.entry(guid).or_default() += 1;
            if let Some(link) = link {
                *pairs.entry((guid, link)).or_default() += 1;
            }
        }
        if let Some(link) = link {
            *link_uses.entry(link).or_default() += 1;
        }
    }
    entries
        .iter()
        .zip(&links)
        .map(|(entry, link)| {
            let link = link.as_deref();
            let is_own_link = link.is_some_and(|link| link_uses.get(link) == Some(&1));
            let key = match (guid(entry), link) {
                (Some(guid), _) if guids.get(guid) == Some(&1) => format!("guid\n{guid}"),
                (Some(guid), Some(link)) if pairs.get(&(guid, link)) == Some(&1) => {
                    format!("guid and link\n{guid}\n{link}")
                }
                (None, Some(link)) if is_own_link => format!("link\n{link}"),
                _ => format!("content\n{}\n{}", entry.title, entry.text),
            };
            Keys {
                guid_hash: hash(&key),
                link_hash: link.filter(|_| is_own_link).map(hash),
                content_hash: content_hash(&entry.title, &entry.text),
            }
        })
        .collect()
}

fn guid(entry: &Entry) -> Option<&str> {
    entry
        .guid
        .as_deref()
        .map(str::trim)
        .filter(|guid| !guid.is_empty())
}

/// White space does not make an article another.
fn content_hash(title: &str, text: &str) -> i64 {
    let mut normalised = String::with_capacity(title.len() + text.len() + 1);
    for word in title
        .split_whitespace()
        .chain(std::iter::once("\n"))
        .chain(text.split_whitespace())
    {
        normalised.push_str(word);
        normalised.push(' ');
    }
    hash(&normalised)
}

pub(super) fn hash(text: &str) -> i64 {
    xxh3_64(text.as_bytes()).cast_signed()
}

/// Returns when an article is sorted: its date, never after it was first seen.
pub(super) fn sort_time(published: Option<Timestamp>, first_seen: Timestamp) -> Timestamp {
    published.map_or(first_seen, |published| published.min(first_seen))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(guid: Option<&str>, link: Option<&str>, title: &str) -> Entry {
        Entry {
            guid: guid.map(str::to_owned),
            link: link.map(|link| Url::parse(link).unwrap()),
            title: title.to_owned(),
            ..Entry::default()
        }
    }

    #[test]
    fn canonical_links_forget_how_the_reader_came() {
        let cases = [
            (
                "https://www.a.org/x/?utm_source=rss&utm_medium=feed",
                "a.org/x",
            ),
            ("http://a.org/x#comments", "a.org/x"),
            ("https://a.org/x?id=3&fbclid=abc", "a.org/x?id=3"),
            ("https://a.org:8443/x?b=1&a=2", "a.org:8443/x?b=1&a=2"),
            ("https://A.org/X", "a.org/X"),
        ];
        for (link, expected) in cases {
            assert_eq!(canonical(&Url::parse(link).unwrap()), expected, "{link}");
        }
    }

    #[test]
    fn a_repeated_guid_needs_the_link_to_tell_entries_apart() {
        let keys = keys(&[
            entry(Some("1"), Some("https://a.org/1"), "A"),
            entry(Some("1"), Some("https://a.org/2"), "B"),
            entry(Some("2"), Some("https://a.org/3"), "C"),
        ]);
        assert_ne!(keys[0].guid_hash, keys[1].guid_hash);
        assert_eq!(keys[2].guid_hash, hash("guid\n2"));
    }

    #[test]
    fn a_link_shared_by_entries_identifies_none_of_them() {
        let keys = keys(&[
            entry(None, Some("https://a.org/"), "A"),
            entry(None, Some("https://a.org/"), "B"),
        ]);
        assert_ne!(keys[0].guid_hash, keys[1].guid_hash);
        assert_eq!(keys[0].link_hash, None);
    }

    #[test]
    fn white_space_does_not_change_the_content() {
        assert_eq!(content_hash("A  b", "c\n\nd"), content_hash("A b", "c d"));
        assert_ne!(content_hash("A", "b"), content_hash("A b", ""));
    }
}
