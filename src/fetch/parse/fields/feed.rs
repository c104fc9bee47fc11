//! What a document says of the feed itself: title, site, icon, language, how often to ask.

use url::Url;

use super::{Best, FieldReader};
use crate::fetch::parse::dialect::{Family, Vocabulary};
use crate::fetch::parse::draft::DraftFeed;
use crate::fetch::parse::names::local;
use crate::fetch::parse::tree::Id;
use crate::text::language;

impl FieldReader<'_, '_> {
    /// Reads what the document says of the feed itself.
    pub(in crate::fetch::parse) fn feed(&mut self) -> DraftFeed {
        let tree = self.tree;
        let mut feed = DraftFeed {
            kind: self.dialect.kind.clone(),
            ..DraftFeed::default()
        };
        let mut title = Best::NONE;
        let mut link = Best::NONE;
        let mut icon = Best::NONE;
        for id in self.dialect.about_feed(tree) {
            let vocabulary = self.dialect.vocabulary(tree, id);
            let name = local(tree.name(id)).to_ascii_lowercase();
            match (vocabulary, name.as_str()) {
                (Vocabulary::Core, "title") => title.offer(0, self.title(id)),
                (Vocabulary::Atom | Vocabulary::Dublin | Vocabulary::Podcast, "title") => {
                    title.offer(1, self.title(id));
                }
                (Vocabulary::Core | Vocabulary::Atom, "link") => {
                    self.feed_link(id, &mut link, &mut feed);
                }
                (Vocabulary::Core | Vocabulary::Dublin, "language") => {
                    feed.language = feed
                        .language
                        .take()
                        .or_else(|| language::tag(&self.text(id)));
                }
                (Vocabulary::Core, "icon") => icon.offer(0, self.address(id, &tree.text(id))),
                (Vocabulary::Core, "logo") => icon.offer(2, self.address(id, &tree.text(id))),
                (Vocabulary::Core, "image") => icon.offer(1, self.picture(id)),
                (Vocabulary::Podcast, "image") => icon.offer(3, self.picture(id)),
                (Vocabulary::Core, "ttl") => {
                    feed.ttl = tree
                        .text(id)
                        .trim()
                        .parse()
                        .ok()
                        .filter(|minutes| *minutes > 0);
                }
                (Vocabulary::Core, "skiphours") => {
                    feed.skip_hours = tree
                        .elements(id)
                        .filter_map(|hour| tree.text(hour).trim().parse::<u8>().ok())
                        .filter(|hour| *hour <= 24)
                        .map(|hour| hour % 24)
                        .collect();
                    feed.skip_hours.sort_unstable();
                    feed.skip_hours.dedup();
                }
                (Vocabulary::Core | Vocabulary::Atom, "author")
                    if self.dialect.family == Family::Atom =>
                {
                    feed.author = feed.author.take().or_else(|| self.person(id));
                }
                _ => {}
            }
        }
        feed.title = title.value;
        feed.link = link.value;
        feed.icon = icon.value;
        feed.language = feed.language.or_else(|| {
            let root = self.dialect.root;
            tree.attributes(root)
                .iter()
                .find(|(key, _)| *key == "xml:lang")
                .and_then(|(_, value)| language::tag(value))
        });
        feed
    }

    fn feed_link(&self, id: Id, link: &mut Best<Url>, feed: &mut DraftFeed) {
        let Some(href) = self.tree.attribute(id, "href") else {
            link.offer(0, self.address(id, &self.tree.text(id)));
            return;
        };
        let url = self.address(id, &href);
        match self.tree.attribute(id, "rel").as_deref().map(str::trim) {
            None | Some("" | "alternate") => link.offer(1, url),
            Some("hub") => feed.hub = feed.hub.take().or(url),
            _ => {}
        }
    }
}
