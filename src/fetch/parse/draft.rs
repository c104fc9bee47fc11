//! What a document says, whatever its dialect, before it is written as canonical Atom.

use url::Url;

use crate::domain::{Enclosure, Timestamp};

/// A feed in any dialect, boiled down. Texts are decoded but not yet sanitised.
#[derive(Debug, Default)]
pub(super) struct DraftFeed {
    pub(super) kind: String,
    pub(super) title: Option<String>,
    pub(super) link: Option<Url>,
    pub(super) language: Option<String>,
    pub(super) icon: Option<Url>,
    pub(super) hub: Option<Url>,
    pub(super) ttl: Option<u32>,
    pub(super) skip_hours: Vec<u8>,
    pub(super) author: Option<String>,
    pub(super) entries: Vec<Draft>,
    /// Item elements in the document, read or not.
    pub(super) items: usize,
}

/// One story in any dialect, boiled down.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) guid: Option<String>,
    /// Plain text.
    pub(super) title: Option<String>,
    pub(super) link: Option<Url>,
    pub(super) published: Option<Timestamp>,
    pub(super) published_text: Option<String>,
    pub(super) updated: Option<Timestamp>,
    pub(super) author: Option<String>,
    /// HTML.
    pub(super) content: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) enclosures: Vec<Enclosure>,
    pub(super) thumbnails: Vec<Url>,
    pub(super) comments: Option<Url>,
    pub(super) language: Option<String>,
}

/// Galleries have a hundred pictures; each new one is compared with those before it.
const MAX_FILES: usize = 256;

impl Draft {
    /// Adds a file once; what a second mention knows more is kept.
    pub(super) fn add_enclosure(&mut self, enclosure: Enclosure) {
        match self
            .enclosures
            .iter_mut()
            .find(|known| known.url == enclosure.url)
        {
            Some(known) => {
                known.mime_type = known.mime_type.take().or(enclosure.mime_type);
                known.length = known.length.or(enclosure.length);
                known.duration = known.duration.or(enclosure.duration);
            }
            None => {
                if self.enclosures.len() < MAX_FILES {
                    self.enclosures.push(enclosure);
                }
            }
        }
    }

    /// Returns the address of the first file, where an item without a link leads.
    pub(super) fn first_file(&self) -> Option<Url> {
        self.enclosures
            .first()
            .map(|enclosure| enclosure.url.clone())
            .filter(|url| matches!(url.scheme(), "http" | "https"))
    }

    pub(super) fn add_thumbnail(&mut self, url: Url) {
        if self.thumbnails.len() < MAX_FILES && !self.thumbnails.contains(&url) {
            self.thumbnails.push(url);
        }
    }

    pub(super) fn add_tag(&mut self, tag: &str) {
        let tag = crate::text::printable::line(tag);
        if !tag.is_empty() && !self.tags.iter().any(|known| known == tag.as_ref()) {
            self.tags.push(tag.into_owned());
        }
    }
}
