//! One item: every element offers a value for a field, then the best of each is chosen.

use super::{Best, FieldReader, Offers, add_author, add_tag};
use crate::domain::Enclosure;
use crate::fetch::parse::dialect::{Family, Vocabulary};
use crate::fetch::parse::draft::Draft;
use crate::fetch::parse::names::local;
use crate::fetch::parse::tree::Id;
use crate::fetch::parse::{dates, values};
use crate::text::{language, printable};

impl FieldReader<'_, '_> {
    /// Reads one item.
    pub(in crate::fetch::parse) fn item(&mut self, item: Id) -> Draft {
        let tree = self.tree;
        let mut draft = Draft::default();
        let mut offers = Offers {
            guid: Best::NONE,
            is_permalink: true,
            title: Best::NONE,
            link: Best::NONE,
            published: Best::NONE,
            updated: Best::NONE,
            date_text: Best::NONE,
            authors: Best::NONE,
            content: Best::NONE,
            summary: Best::NONE,
            duration: None,
            content_base: None,
        };
        for (key, value) in tree.attributes(item) {
            match *key {
                "rdf:about" => {
                    let about = crate::text::entities::decode(value);
                    offers.guid.offer(3, values::title(&about, true));
                    offers.link.offer(8, self.address(item, &about));
                }
                "xml:lang" => draft.language = language::tag(value),
                "lastmod" | "LASTMOD" => offers.updated.offer(5, dates::read(value)),
                "href" | "HREF" if self.dialect.family == Family::Cdf => {
                    offers
                        .link
                        .offer(3, self.address(item, &crate::text::entities::decode(value)));
                }
                _ => {}
            }
        }
        for id in tree.elements(item) {
            self.item_element(id, &mut offers, &mut draft);
        }
        self.settle(item, offers, draft)
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one table of what each element means"
    )]
    fn item_element(&mut self, id: Id, offers: &mut Offers, draft: &mut Draft) {
        use Vocabulary::{Atom, Content, Core, Dublin, Media, Other, Podcast, Xhtml};
        let tree = self.tree;
        let vocabulary = self.dialect.vocabulary(tree, id);
        let name = local(tree.name(id)).to_ascii_lowercase();
        // In RSS the dialect's own element comes before Atom's of the same meaning.
        let own = u8::from(vocabulary != Core);
        match (vocabulary, name.as_str()) {
            (Core | Atom, "title") => offers.title.offer(own, self.title(id)),
            (Dublin, "title") => offers.title.offer(2, self.title(id)),
            (Podcast, "title") => offers.title.offer(3, self.title(id)),
            (Core | Atom, "link") => self.item_link(id, offers, draft),
            (Core, "url") => offers.link.offer(6, self.address(id, &tree.text(id))),
            (Core | Atom, "guid" | "id") => {
                if tree
                    .attribute(id, "isPermaLink")
                    .is_some_and(|value| value.trim().eq_ignore_ascii_case("false"))
                {
                    offers.is_permalink = false;
                }
                offers.guid.offer(own, self.line(id));
            }
            (Dublin, "identifier") => offers.guid.offer(4, self.line(id)),
            (Core | Atom, "pubdate" | "published") => self.date(id, own, offers, true),
            (Core | Atom | Dublin, "issued") => self.date(id, 2, offers, true),
            (Core | Dublin, "date") => self.date(id, 3, offers, true),
            (Core | Atom | Dublin, "created" | "available") => self.date(id, 4, offers, true),
            (Core | Atom, "updated" | "modified" | "lastbuilddate" | "lastmod")
            | (Dublin, "modified") => {
                self.date(id, own, offers, false);
            }
            (Core | Atom, "author") => {
                let person = self.person(id);
                let rank = if person.as_ref().is_some_and(|name| name.contains('@')) {
                    3
                } else {
                    own
                };
                add_author(rank, person, offers);
            }
            (Dublin | Core, "creator") | (Dublin, "author") => {
                let person = self.person(id);
                add_author(1, person, offers);
            }
            (Podcast, "author") => {
                let person = self.person(id);
                add_author(4, person, offers);
            }
            (Content | Core, "encoded") => offers.content.offer(0, self.body(id)),
            (Core | Atom, "content") => {
                offers.content.offer(1 + own, self.body(id));
                if self.has_bases {
                    offers.content_base = Some(self.base_of(id));
                }
                if let Some(language) = tree
                    .attributes(id)
                    .iter()
                    .find(|(key, _)| *key == "xml:lang")
                {
                    draft.language = draft.language.take().or_else(|| language::tag(language.1));
                }
            }
            (Core | Xhtml, "body") | (Xhtml, "div") | (Core, "fullitem" | "fulltext") => {
                offers.content.offer(3, self.body(id));
            }
            (Core | Atom, "description" | "summary" | "abstract") => {
                offers.summary.offer(own, self.body(id));
                if self.has_bases && offers.content_base.is_none() {
                    offers.content_base = Some(self.base_of(id));
                }
            }
            (Dublin, "description" | "abstract") => offers.summary.offer(2, self.body(id)),
            (Podcast, "summary" | "description") => offers.summary.offer(3, self.body(id)),
            (Podcast, "subtitle") => offers.summary.offer(5, self.body(id)),
            (Core | Atom, "category") => self.category(id, draft),
            (Dublin, "subject") => add_tag(&self.text(id), draft),
            (Podcast | Core, "keywords") => {
                for keyword in self.text(id).split(',') {
                    add_tag(keyword, draft);
                }
            }
            (Core | Atom | Other, "enclosure") => self.enclosure(id, draft),
            (Podcast, "duration") => {
                offers.duration = offers.duration.or_else(|| values::duration(&tree.text(id)));
            }
            (Podcast, "image") | (Core, "image" | "thumbnail" | "thumb") => {
                if let Some(url) = self.picture(id) {
                    draft.add_thumbnail(url);
                }
            }
            (Core, "comments") => {
                draft.comments = draft
                    .comments
                    .take()
                    .or_else(|| self.address(id, &tree.text(id)));
            }
            (Dublin | Core, "language") => {
                draft.language = draft
                    .language
                    .take()
                    .or_else(|| language::tag(&self.text(id)));
            }
            (Media, _) => self.media(id, &name, 0, offers, draft),
            _ => {}
        }
    }

    /// Chooses among what was offered.
    fn settle(&mut self, item: Id, offers: Offers, mut draft: Draft) -> Draft {
        draft.guid = offers.guid.value;
        draft.title = offers.title.value;
        draft.link = offers.link.value;
        if draft.link.is_none() && offers.is_permalink {
            draft.link = draft.guid.as_deref().and_then(values::absolute_address);
        }
        if let Some(seconds) = offers.duration
            && let Some(first) = draft.enclosures.iter_mut().find(|enclosure| {
                !values::is_picture(enclosure.mime_type.as_deref(), None, &enclosure.url)
            })
        {
            first.duration.get_or_insert(seconds);
        }
        if draft.link.is_none() {
            draft.link = draft.first_file();
        }
        draft.published = offers.published.value;
        draft.updated = offers.updated.value;
        if draft.published.is_none() {
            draft.published_text = offers.date_text.value;
        }
        draft.author = offers.authors.value;
        let base = offers
            .content_base
            .or_else(|| self.has_bases.then(|| self.base_of(item)));
        let base = base
            .filter(|base| base != self.base)
            .or_else(|| draft.link.clone())
            .unwrap_or_else(|| self.base.clone());
        let mut finish = |html: String| {
            let (html, was_escaped) = values::unescape_body(html);
            self.unescaped_bodies += usize::from(was_escaped);
            // References may have hidden what no body may hold.
            let html = if was_escaped {
                printable::block(&html).trim().to_owned()
            } else {
                html
            };
            values::make_addresses_whole(html, &base)
        };
        draft.content = offers.content.value.map(&mut finish);
        draft.summary = offers.summary.value.map(&mut finish);
        if draft.content.is_some() && draft.content == draft.summary {
            draft.summary = None;
        }
        draft
    }

    fn item_link(&self, id: Id, offers: &mut Offers, draft: &mut Draft) {
        let tree = self.tree;
        let Some(href) = tree.attribute(id, "href") else {
            offers.link.offer(0, self.address(id, &tree.text(id)));
            return;
        };
        let Some(url) = self.address(id, &href) else {
            return;
        };
        let mime_type = self.mime_type(id).map(|value| value.to_ascii_lowercase());
        match tree.attribute(id, "rel").as_deref().map(str::trim) {
            None | Some("" | "alternate") => {
                // Some entries offer themselves as HTML, PDF and text.
                let is_page = mime_type
                    .as_deref()
                    .is_none_or(|kind| kind.contains("html"));
                offers.link.offer(if is_page { 1 } else { 2 }, Some(url));
            }
            Some("enclosure") => {
                let enclosure = Enclosure {
                    url,
                    mime_type,
                    length: tree
                        .attribute(id, "length")
                        .and_then(|value| value.trim().parse().ok()),
                    duration: None,
                };
                draft.add_enclosure(enclosure);
            }
            Some("replies") => draft.comments = draft.comments.take().or(Some(url)),
            Some("related") => offers.link.offer(7, Some(url)),
            _ => {}
        }
    }
}
