//! The dialects of XML feeds: where the feed is in a document, what its elements are called, which items it has.

use super::names::{is_item, local};
use super::tree::{Id, ROOT, Tree};

/// What a prefix stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// The dialect's own elements, with or without prefix.
    Core,
    /// Atom's elements inside of RSS.
    Atom,
    Content,
    /// Dublin Core, elements and terms.
    Dublin,
    Media,
    /// iTunes and Google Play.
    Podcast,
    Xhtml,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Rss,
    Atom,
    /// Microsoft's Channel Definition Format, 1997.
    Cdf,
}

/// Where a feed is in a document.
#[derive(Debug)]
pub(super) struct Dialect<'a> {
    pub(super) root: Id,
    pub(super) family: Family,
    /// `rss-2.0`, `atom`, …
    pub(super) kind: String,
    prefixes: Vec<(&'a str, Vocabulary)>,
}

impl<'a> Dialect<'a> {
    /// Finds the feed; it may be wrapped in something else.
    pub(super) fn find(tree: &Tree<'a>) -> Option<Self> {
        let mut next = tree.following(ROOT);
        let mut entry = None;
        while let Some(id) = next {
            let name = local(tree.name(id));
            if ["rss", "feed", "rdf", "channel"]
                .iter()
                .any(|root| name.eq_ignore_ascii_case(root))
            {
                return Some(Self::at(tree, id));
            }
            if entry.is_none()
                && ["item", "entry"]
                    .iter()
                    .any(|item| name.eq_ignore_ascii_case(item))
            {
                entry = Some(id);
            }
            next = tree.following(id);
        }
        // The root is missing, or the document is a single entry: both are read from the top.
        entry
            .filter(|id| {
                tree.elements(*id)
                    .any(|child| is_telling(local(tree.name(child))))
            })
            .map(|id| Self::with_root(tree, ROOT, id))
    }

    fn at(tree: &Tree<'a>, id: Id) -> Self {
        Self::with_root(tree, id, id)
    }

    fn with_root(tree: &Tree<'a>, root: Id, witness: Id) -> Self {
        let name = local(tree.name(witness)).to_ascii_lowercase();
        let namespace = tree
            .attributes(witness)
            .iter()
            .find(|(key, _)| *key == "xmlns")
            .map(|(_, value)| value.to_ascii_lowercase())
            .unwrap_or_default();
        let has_address = |part: &str| {
            namespace.contains(part)
                || tree
                    .namespaces
                    .iter()
                    .any(|(_, address)| address.to_ascii_lowercase().contains(part))
        };
        let version = tree.attribute(witness, "version").unwrap_or_default();
        let version = version.trim();
        let (family, kind) = match name.as_str() {
            "feed" | "entry" if version == "0.3" || has_address("purl.org/atom/ns") => {
                (Family::Atom, "atom-0.3".to_owned())
            }
            "feed" | "entry" => (Family::Atom, "atom".to_owned()),
            "rdf"
                if has_address("my.netscape.com/rdf/simple/0.9")
                    || has_address("channel.netscape.com/rdf") =>
            {
                (Family::Rss, "rss-0.90".to_owned())
            }
            "rdf" => (Family::Rss, "rss-1.0".to_owned()),
            "channel" if has_address("rss1.1") => (Family::Rss, "rss-1.1".to_owned()),
            "channel"
                if tree.attribute(witness, "href").is_some()
                    || tree.elements(witness).any(|child| {
                        tree.attribute(child, "href").is_some()
                            && local(tree.name(child)).eq_ignore_ascii_case("item")
                    }) =>
            {
                (Family::Cdf, "cdf".to_owned())
            }
            _ => (
                Family::Rss,
                match version {
                    "" => "rss".to_owned(),
                    "2" | "2.0" | "2.00" => "rss-2.0".to_owned(),
                    other => format!("rss-{}", crate::text::printable::line(other)),
                },
            ),
        };
        let prefixes = tree
            .namespaces
            .iter()
            .map(|(prefix, address)| {
                (
                    *prefix,
                    vocabulary_of_address(address, family)
                        .unwrap_or_else(|| vocabulary_of_prefix(prefix, family)),
                )
            })
            .collect();
        Self {
            root,
            family,
            kind,
            prefixes,
        }
    }

    /// Returns which vocabulary an element belongs to.
    pub(super) fn vocabulary(&self, tree: &Tree<'a>, id: Id) -> Vocabulary {
        let name = tree.name(id);
        let Some((prefix, _)) = name.split_once(':') else {
            let is_foreign = tree
                .attributes(id)
                .iter()
                .find(|(key, _)| *key == "xmlns")
                .and_then(|(_, address)| vocabulary_of_address(address, self.family));
            return is_foreign.unwrap_or(Vocabulary::Core);
        };
        self.prefixes
            .iter()
            .find(|(known, _)| *known == prefix)
            .map_or_else(
                || vocabulary_of_prefix(prefix, self.family),
                |(_, vocabulary)| *vocabulary,
            )
    }

    /// Returns the elements that say something of the feed itself: children of the root and of its channel.
    pub(super) fn about_feed(&self, tree: &Tree<'a>) -> Vec<Id> {
        let mut found = Vec::new();
        for child in tree.elements(self.root) {
            if local(tree.name(child)).eq_ignore_ascii_case("channel") {
                found.extend(tree.elements(child).filter(|id| !is_item(tree.name(*id))));
            } else if !is_item(tree.name(child)) {
                found.push(child);
            }
        }
        found
    }

    /// Returns the items in order, wherever in the document they are.
    pub(super) fn items(&self, tree: &Tree<'a>) -> Vec<Id> {
        let found = self.items_where(tree, |id| {
            matches!(
                self.vocabulary(tree, id),
                Vocabulary::Core | Vocabulary::Atom
            )
        });
        if found.is_empty() {
            self.items_where(tree, |_| true)
        } else {
            found
        }
    }

    fn items_where(&self, tree: &Tree<'a>, accepts: impl Fn(Id) -> bool) -> Vec<Id> {
        let mut found = Vec::new();
        let mut next = tree.following(self.root);
        while let Some(id) = next {
            next = if is_item(tree.name(id)) && accepts(id) {
                found.push(id);
                tree.following_outside(id)
            } else {
                tree.following(id)
            };
        }
        found
    }
}

fn is_telling(name: &str) -> bool {
    [
        "title",
        "link",
        "description",
        "guid",
        "id",
        "summary",
        "content",
    ]
    .iter()
    .any(|telling| name.eq_ignore_ascii_case(telling))
}

fn vocabulary_of_address(address: &str, family: Family) -> Option<Vocabulary> {
    let address = address.to_ascii_lowercase();
    let table = [
        ("w3.org/2005/atom", Vocabulary::Atom),
        ("purl.org/atom/ns", Vocabulary::Atom),
        ("purl.org/rss/1.0/modules/content", Vocabulary::Content),
        ("purl.org/dc/", Vocabulary::Dublin),
        ("search.yahoo.com/mrss", Vocabulary::Media),
        ("itunes.com/dtds/", Vocabulary::Podcast),
        ("google.com/schemas/play-podcasts", Vocabulary::Podcast),
        ("w3.org/1999/xhtml", Vocabulary::Xhtml),
        ("purl.org/rss/1.0/modules", Vocabulary::Other),
        ("purl.org/rss/", Vocabulary::Core),
        ("purl.org/net/rss1.1", Vocabulary::Core),
        ("netscape.com/rdf", Vocabulary::Core),
        ("backend.userland.com", Vocabulary::Core),
        ("blogs.law.harvard.edu", Vocabulary::Core),
    ];
    let found = table
        .iter()
        .find(|(part, _)| address.contains(part))
        .map(|(_, vocabulary)| *vocabulary);
    match found {
        Some(Vocabulary::Atom) if family == Family::Atom => Some(Vocabulary::Core),
        found => found,
    }
}

fn vocabulary_of_prefix(prefix: &str, family: Family) -> Vocabulary {
    match prefix.to_ascii_lowercase().as_str() {
        "atom" | "atom10" | "atom03" | "a10" if family == Family::Atom => Vocabulary::Core,
        "atom" | "atom10" | "atom03" | "a10" => Vocabulary::Atom,
        "content" => Vocabulary::Content,
        "dc" | "dcterms" | "dct" => Vocabulary::Dublin,
        "media" | "mrss" => Vocabulary::Media,
        "itunes" | "googleplay" => Vocabulary::Podcast,
        "xhtml" | "xh" | "html" => Vocabulary::Xhtml,
        "rss" | "rss1" | "rss09" => Vocabulary::Core,
        _ => Vocabulary::Other,
    }
}
