//! Entries that another reader took out of a document, cleaned as those of documents are.

use url::Url;

use super::canonical;
use super::draft::{Draft, DraftFeed};
use super::fields::add_tag;
use super::repairs::Refusals;
use super::tree::escape;
use super::values;
use crate::domain::{Enclosure, Entry, Timestamp};
use crate::text::printable;

/// What another reader kept of an entry, as it wrote it.
#[derive(Debug, Default)]
pub(in crate::fetch) struct Kept {
    pub(in crate::fetch) guid: Option<String>,
    pub(in crate::fetch) title: Option<String>,
    pub(in crate::fetch) link: Option<String>,
    pub(in crate::fetch) author: Option<String>,
    pub(in crate::fetch) published: Option<Timestamp>,
    pub(in crate::fetch) updated: Option<Timestamp>,
    /// HTML, or text where `is_text`.
    pub(in crate::fetch) content: Option<String>,
    pub(in crate::fetch) is_text: bool,
    /// HTML.
    pub(in crate::fetch) summary: Option<String>,
    /// The feed's own, not the person's.
    pub(in crate::fetch) tags: Vec<String>,
    pub(in crate::fetch) files: Vec<KeptFile>,
    /// What relative addresses in the content are relative to, where it is known.
    pub(in crate::fetch) base: Option<String>,
}

/// A file that belongs to an entry.
#[derive(Debug, Default)]
pub(in crate::fetch) struct KeptFile {
    pub(in crate::fetch) address: String,
    pub(in crate::fetch) mime_type: Option<String>,
    pub(in crate::fetch) length: Option<u64>,
}

/// Returns an entry for each, `None` where it cannot be read. `feed` is the address of their feed.
pub(in crate::fetch) fn entries_of(kept: Vec<Kept>, feed: &Url) -> Vec<Option<Entry>> {
    // One by one, so that it can be told which was lost.
    kept.into_iter()
        .map(|kept| {
            let mut alone = DraftFeed {
                entries: vec![draft(kept, feed)],
                ..DraftFeed::default()
            };
            canonical::read_entries(&mut alone, &mut Vec::new()).pop()
        })
        .collect()
}

fn draft(kept: Kept, feed: &Url) -> Draft {
    let refusals = Refusals::default();
    let link = kept
        .link
        .as_deref()
        .filter(|link| !link.trim().is_empty())
        .and_then(|link| refusals.address(link, feed));
    let base = kept
        .base
        .as_deref()
        .and_then(values::absolute_address)
        .or_else(|| link.clone())
        .unwrap_or_else(|| feed.clone());
    let clean = |html: &str, is_text: bool| {
        let block = printable::block(html).trim().to_owned();
        let html = if is_text {
            let mut escaped = String::with_capacity(block.len());
            escape(&block, &mut escaped);
            escaped
        } else {
            values::make_addresses_whole(block, &base)
        };
        Some(html).filter(|html| !html.is_empty())
    };
    let mut draft = Draft {
        guid: kept
            .guid
            .as_deref()
            .and_then(|guid| values::title(guid, true)),
        title: kept
            .title
            .as_deref()
            .and_then(|title| values::title(title, false)),
        published: kept.published,
        updated: kept.updated,
        author: kept.author.as_deref().and_then(values::person),
        content: kept
            .content
            .as_deref()
            .and_then(|html| clean(html, kept.is_text)),
        summary: kept.summary.as_deref().and_then(|html| clean(html, false)),
        ..Draft::default()
    };
    for tag in &kept.tags {
        add_tag(tag, &mut draft);
    }
    for file in kept.files {
        if let Some(url) = refusals.address(&file.address, &base) {
            draft.add_enclosure(Enclosure {
                url,
                mime_type: file
                    .mime_type
                    .as_deref()
                    .and_then(|kind| values::title(kind, true))
                    .filter(|kind| kind.len() < 128),
                length: file.length,
                duration: None,
            });
        }
    }
    draft.link = link.or_else(|| draft.first_file());
    draft
}
