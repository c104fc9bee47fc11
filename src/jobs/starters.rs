//! Starter packs: built-in lists of well-known sources. Nothing of them is fetched before a person chooses one.

use crate::fetch::opml::{self, List};

/// A list of sources to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starter {
    pub title: &'static str,
    pub about: &'static str,
    document: &'static str,
}

/// The packs, in the order they are offered.
pub const STARTERS: &[Starter] = &[
    Starter {
        title: "Technology",
        about: "News of the trade, from short notices to long reading",
        document: include_str!("../../assets/starters/technology.opml"),
    },
    Starter {
        title: "World",
        about: "Newsrooms of several countries, in English",
        document: include_str!("../../assets/starters/world.opml"),
    },
    Starter {
        title: "Science",
        about: "Journals' news desks and magazines that explain",
        document: include_str!("../../assets/starters/science.opml"),
    },
    Starter {
        title: "Business",
        about: "Markets, firms and the economy",
        document: include_str!("../../assets/starters/business.opml"),
    },
    Starter {
        title: "Security",
        about: "Advisories, incidents and the people who take them apart",
        document: include_str!("../../assets/starters/security.opml"),
    },
    Starter {
        title: "Rust",
        about: "The language, its team and people who write in it",
        document: include_str!("../../assets/starters/rust.opml"),
    },
    Starter {
        title: "Programming",
        about: "Craft, systems and tools",
        document: include_str!("../../assets/starters/programming.opml"),
    },
    Starter {
        title: "Ideas and long reading",
        about: "A few pieces a day that take their time",
        document: include_str!("../../assets/starters/ideas.opml"),
    },
];

impl Starter {
    /// Returns the sources of the pack; their folder is the pack's title.
    pub fn list(&self) -> List {
        opml::read(self.document.as_bytes()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_pack_has_eight_to_fifteen_sources_in_a_folder_of_its_name() {
        for starter in STARTERS {
            let list = starter.list();
            assert_eq!(list.warnings, Vec::<String>::new(), "{}", starter.title);
            assert!(
                (8..=15).contains(&list.subscriptions.len()),
                "{}",
                starter.title
            );
            for source in &list.subscriptions {
                assert_eq!(source.folder, starter.title);
                assert_eq!(source.url.scheme(), "https", "{}", source.url);
                assert!(source.title.is_some() && source.site.is_some());
            }
        }
    }

    #[test]
    fn no_source_is_in_two_packs() {
        let urls: Vec<_> = STARTERS
            .iter()
            .flat_map(|starter| starter.list().subscriptions)
            .map(|source| source.url)
            .collect();
        let different: BTreeSet<_> = urls.iter().collect();
        assert_eq!(different.len(), urls.len());
    }
}
