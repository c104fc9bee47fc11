//! Files and pictures that belong to an item: enclosures and the Media RSS family.

use url::Url;

use super::dialect::Vocabulary;
use super::draft::Draft;
use super::fields::{FieldReader, Offers, add_author, add_tag};
use super::names::local;
use super::tree::Id;
use super::values;
use crate::domain::Enclosure;

/// Media groups nest one or two deep; a deeper one is an attack.
const MAX_MEDIA_DEPTH: usize = 8;

impl FieldReader<'_, '_> {
    pub(super) fn enclosure(&self, id: Id, draft: &mut Draft) {
        let tree = self.tree;
        let address = ["url", "href", "resource"]
            .iter()
            .find_map(|name| tree.attribute(id, name));
        let address = address.unwrap_or_else(|| tree.text(id));
        if let Some(url) = self.address(id, &address) {
            draft.add_enclosure(Enclosure {
                url,
                mime_type: self.mime_type(id),
                length: tree
                    .attribute(id, "length")
                    .and_then(|value| value.trim().parse().ok()),
                duration: None,
            });
        }
    }

    pub(super) fn mime_type(&self, id: Id) -> Option<String> {
        self.tree
            .attribute(id, "type")
            .and_then(|value| values::title(&value, true))
            .filter(|value| value.len() < 128)
    }

    pub(super) fn media(
        &mut self,
        id: Id,
        name: &str,
        depth: usize,
        offers: &mut Offers,
        draft: &mut Draft,
    ) {
        let tree = self.tree;
        match name {
            "title" => offers.title.offer(5, self.title(id)),
            "description" => offers.summary.offer(4, self.body(id)),
            "category" => self.category(id, draft),
            "keywords" => {
                for keyword in self.text(id).split(',') {
                    add_tag(keyword, draft);
                }
            }
            "credit" => {
                let person = self.person(id);
                add_author(6, person, offers);
            }
            "thumbnail" => {
                let address = tree.attribute(id, "url").unwrap_or_else(|| tree.text(id));
                if let Some(url) = self.address(id, &address) {
                    draft.add_thumbnail(url);
                }
            }
            "content" | "group" => {
                if let Some(url) = tree
                    .attribute(id, "url")
                    .and_then(|url| self.address(id, &url))
                {
                    let mime_type = self.mime_type(id);
                    let medium = tree.attribute(id, "medium");
                    if values::is_picture(mime_type.as_deref(), medium.as_deref(), &url) {
                        draft.add_thumbnail(url);
                    } else {
                        draft.add_enclosure(Enclosure {
                            url,
                            mime_type,
                            length: tree
                                .attribute(id, "fileSize")
                                .and_then(|value| value.trim().parse().ok()),
                            duration: tree
                                .attribute(id, "duration")
                                .and_then(|value| values::duration(&value)),
                        });
                    }
                }
                if depth < MAX_MEDIA_DEPTH {
                    for child in tree.elements(id) {
                        if self.dialect.vocabulary(tree, child) == Vocabulary::Media {
                            let name = local(tree.name(child)).to_ascii_lowercase();
                            self.media(child, &name, depth + 1, offers, draft);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns the address of a picture: `href`, `url`, an inner `<url>`, or text.
    pub(super) fn picture(&self, id: Id) -> Option<Url> {
        let tree = self.tree;
        let address = ["href", "url", "src", "resource"]
            .iter()
            .find_map(|name| tree.attribute(id, name));
        if let Some(address) = address {
            return self.address(id, &address);
        }
        let inner = tree.elements(id).find(|child| {
            ["url", "href", "link"]
                .iter()
                .any(|name| local(tree.name(*child)).eq_ignore_ascii_case(name))
        });
        let text = inner.map_or_else(|| tree.text(id), |inner| tree.text(inner));
        // A caption is no address.
        (!text.trim().contains(' '))
            .then(|| self.address(id, &text))
            .flatten()
    }
}
