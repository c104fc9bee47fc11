//! From the elements of a feed and its items, in any dialect of XML, to a [`Draft`] each.
//!
//! `feed` and `item` go over the elements and know what each means; `texts` reads one element. Several elements may
//! speak for one field: [`Best`] keeps the one to be believed first.

mod feed;
mod item;
mod texts;

use std::cell::{Cell, RefCell};

use url::Url;

use super::dates;
use super::dialect::Dialect;
use super::draft::Draft;
use super::repairs::Refusals;
use super::tree::{Id, Tree};
use super::values;
use crate::domain::Timestamp;

/// Longer tag lists are search-engine bait.
const MAX_TAGS: usize = 64;

/// Reads the elements of feed and items.
pub(super) struct FieldReader<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) dialect: &'t Dialect<'a>,
    /// The document's address.
    pub(super) base: &'t Url,
    /// False when no element has `xml:base`.
    pub(super) has_bases: bool,
    /// The base that was last worked out, and of which element.
    pub(super) known_base: RefCell<Option<(Id, Url)>>,
    pub(super) unescaped_bodies: usize,
    /// Texts that were UTF-8 inside UTF-8.
    pub(super) encoded_twice: Cell<usize>,
    pub(super) refusals: Refusals,
}

/// Candidates for one field: the lowest rank wins, the first among equals.
pub(super) struct Best<T> {
    rank: u8,
    value: Option<T>,
}

impl<T> Best<T> {
    const NONE: Self = Self {
        rank: u8::MAX,
        value: None,
    };

    pub(super) fn offer(&mut self, rank: u8, value: Option<T>) {
        if value.is_some() && rank < self.rank {
            self.rank = rank;
            self.value = value;
        }
    }
}

/// What an item's elements offered, before the best is chosen.
pub(super) struct Offers {
    pub(super) guid: Best<String>,
    pub(super) is_permalink: bool,
    pub(super) title: Best<String>,
    pub(super) link: Best<Url>,
    pub(super) published: Best<Timestamp>,
    pub(super) updated: Best<Timestamp>,
    pub(super) date_text: Best<String>,
    pub(super) authors: Best<String>,
    pub(super) content: Best<String>,
    pub(super) summary: Best<String>,
    pub(super) duration: Option<u64>,
    pub(super) content_base: Option<Url>,
}

impl FieldReader<'_, '_> {
    pub(super) fn date(&self, id: Id, rank: u8, offers: &mut Offers, is_published: bool) {
        let text = self.tree.text(id);
        let line = || values::title(&text, true);
        // Marks nobody sees and tags may stand in a date.
        let moment = dates::read(&text).or_else(|| dates::read(&line()?));
        let slot = if is_published {
            &mut offers.published
        } else {
            &mut offers.updated
        };
        slot.offer(rank, moment);
        if moment.is_none() {
            offers.date_text.offer(rank, line().map(dates::shorten));
        }
    }

    pub(super) fn category(&self, id: Id, draft: &mut Draft) {
        let tree = self.tree;
        let term = ["term", "label", "text"]
            .iter()
            .filter_map(|name| tree.attribute(id, name))
            .find(|term| !term.trim().is_empty());
        add_tag(&term.unwrap_or_else(|| self.text(id)), draft);
    }
}

pub(super) fn add_author(rank: u8, person: Option<String>, offers: &mut Offers) {
    let Some(person) = person else {
        return;
    };
    let is_address = |name: &str| name.contains('@');
    match &mut offers.authors.value {
        // Several authors of the same kind are all named, but an address is no name where there is one.
        Some(names) if offers.authors.rank == rank => {
            if is_address(names) && !is_address(&person) {
                *names = person;
            } else if !is_address(&person)
                && names.len() + person.len() + 2 <= values::MAX_NAME
                && !names.split(", ").any(|known| known == person)
            {
                names.push_str(", ");
                names.push_str(&person);
            }
        }
        _ => offers.authors.offer(rank, Some(person)),
    }
}

pub(super) fn add_tag(text: &str, draft: &mut Draft) {
    if draft.tags.len() < MAX_TAGS
        && let Some(tag) = values::title(text, true)
    {
        draft.add_tag(&tag);
    }
}
