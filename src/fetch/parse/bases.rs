//! What relative addresses are relative to: `xml:base` on the element or around it, else where the document came from.

use url::Url;

use super::fields::FieldReader;
use super::tree::Id;
use crate::text::entities;

impl FieldReader<'_, '_> {
    pub(super) fn address(&self, id: Id, text: &str) -> Option<Url> {
        if self.has_bases {
            self.refusals.address(text, &self.base_of(id))
        } else {
            self.refusals.address(text, self.base)
        }
    }

    /// Returns the base of an element by all `xml:base` around it.
    pub(super) fn base_of(&self, id: Id) -> Url {
        let own = self.own_base(id);
        let Some(parent) = self.tree.parent(id) else {
            return self.base.clone();
        };
        // The fields of an item have one parent, whose base all of them ask for.
        let mut known = self.known_base.borrow_mut();
        if known.as_ref().is_none_or(|(of, _)| *of != parent) {
            let mut chain = Vec::new();
            let mut next = Some(parent);
            while let Some(id) = next {
                chain.extend(self.own_base(id));
                next = self.tree.parent(id);
            }
            let base = chain.into_iter().rev().fold(self.base.clone(), join_base);
            *known = Some((parent, base));
        }
        let around = known
            .as_ref()
            .map_or_else(|| self.base.clone(), |(_, base)| base.clone());
        own.into_iter().fold(around, join_base)
    }

    fn own_base(&self, id: Id) -> Option<&str> {
        self.tree
            .attributes(id)
            .iter()
            .find(|(key, _)| *key == "xml:base")
            .map(|(_, value)| *value)
    }
}

fn join_base(base: Url, value: &str) -> Url {
    base.join(entities::decode(value).trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https" | "ftp"))
        .unwrap_or(base)
}
