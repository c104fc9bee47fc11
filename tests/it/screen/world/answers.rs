//! What the cache in memory answers to each effect, as the real store would.

use jiff::tz::TimeZone;
use squelch::domain::query::Candidate;
use squelch::domain::{Article, ArticleId, Counts, Flag, Headline, Query};
use squelch::jobs::open::Opened;
use squelch::jobs::versions::History;
use squelch::read::Document;
use squelch::store::{
    Change, Hit, Overview, Page, PageRequest, SearchRequest, SearchResult, Selection, Sort,
};
use squelch::ui::{Effect, Msg};

use super::{NOW, World};

impl World {
    fn overview(&self) -> Overview {
        let mut feeds = self.feeds.clone();
        for feed in &mut feeds {
            let of_feed = || {
                self.articles
                    .iter()
                    .filter(|article| article.headline.feed == feed.id)
            };
            feed.total = of_feed().count() as u64;
            feed.unread = of_feed()
                .filter(|article| article.headline.is_unread)
                .count() as u64;
        }
        let count = |test: &dyn Fn(&Headline) -> bool| {
            self.articles
                .iter()
                .filter(|article| test(&article.headline))
                .count() as u64
        };
        let today = NOW.start_of_day(&TimeZone::UTC);
        Overview {
            feeds,
            counts: Counts {
                unread: count(&|row| row.is_unread),
                today_unread: count(&|row| row.is_unread && row.sorted_at >= today),
                bookmarks: count(&|row| row.is_bookmarked),
                muted: self.muted() as u64,
                total: count(&|_| true),
            },
            saved_searches: vec![("Harbours".to_owned(), "port OR ferry".to_owned())],
            tags: vec!["tunnel".to_owned(), "work".to_owned()],
        }
    }

    fn muted(&self) -> usize {
        let is_muted = |article: &&Article| self.rules.iter().any(|rule| self.means(rule, article));
        self.articles.iter().filter(is_muted).count()
    }

    fn matches(&self, article: &Article, query: &Query) -> bool {
        let is_muted = self.rules.iter().any(|rule| self.means(rule, article));
        (!is_muted || query.asks_for_muted()) && self.means(query, article)
    }

    fn means(&self, query: &Query, article: &Article) -> bool {
        let feed = self
            .feeds
            .iter()
            .find(|feed| feed.id == article.headline.feed)
            .unwrap();
        let candidate = Candidate {
            id: article.headline.id,
            feed: feed.id,
            title: &article.headline.title,
            text: &article.text,
            author: article.author.as_deref().unwrap_or_default(),
            feed_title: &feed.title,
            feed_url: feed.url.as_str(),
            folder: &feed.folder,
            tags: &article.tags,
            language: article.language.as_deref(),
            sorted_at: article.headline.sorted_at,
            has_image: false,
            has_audio: false,
            has_full_text: false,
            is_unread: article.headline.is_unread,
            is_bookmarked: article.headline.is_bookmarked,
            is_muted: query.asks_for_muted()
                && self.rules.iter().any(|rule| self.means(rule, article)),
        };
        query.matches(&candidate, NOW)
    }

    fn page(&self, request: &PageRequest) -> Page {
        let mut rows: Vec<Headline> = self
            .articles
            .iter()
            .filter(|article| self.matches(article, &request.query))
            .map(|article| article.headline.clone())
            .collect();
        rows.sort_by_key(|row| match request.sort {
            Sort::Newest => -row.id.get(),
            Sort::Oldest => row.id.get(),
        });
        if let Some(after) = request.after {
            let at = rows.iter().position(|row| row.id == after).unwrap();
            rows.drain(..=at);
        }
        let has_more = rows.len() > request.limit;
        rows.truncate(request.limit);
        Page { rows, has_more }
    }

    fn search(&self, request: &SearchRequest) -> SearchResult {
        let hits: Vec<Hit> = self
            .articles
            .iter()
            .filter(|article| self.matches(article, &request.query))
            .map(|article| {
                let snippet: String = article.text.replace('\n', " ").chars().take(160).collect();
                Hit {
                    headline: article.headline.clone(),
                    author: article.author.clone(),
                    snippet_marks: marks(&snippet),
                    title_marks: marks(&article.headline.title),
                    snippet,
                }
            })
            .collect();
        SearchResult {
            total: hits.len() as u64,
            hits: hits
                .into_iter()
                .skip(request.skip)
                .take(request.limit)
                .collect(),
        }
    }

    /// The second and the third story are like every other one.
    fn similar(&self) -> SearchResult {
        let hits: Vec<Hit> = self
            .articles
            .get(1..3)
            .unwrap_or_default()
            .iter()
            .map(|article| Hit {
                headline: article.headline.clone(),
                author: article.author.clone(),
                snippet: article.text.clone(),
                snippet_marks: marks("port and strike"),
                title_marks: Vec::new(),
            })
            .collect();
        SearchResult {
            total: hits.len() as u64,
            hits,
        }
    }

    fn set(&mut self, id: ArticleId, flag: Flag, on: bool) {
        for article in &mut self.articles {
            if article.headline.id == id {
                match flag {
                    Flag::Unread => article.headline.is_unread = on,
                    Flag::Bookmarked => article.headline.is_bookmarked = on,
                }
            }
        }
    }

    pub(super) fn find(&self, id: ArticleId) -> Option<Article> {
        self.articles
            .iter()
            .find(|article| article.headline.id == id)
            .cloned()
    }

    #[expect(clippy::too_many_lines, reason = "an answer for each effect")]
    pub(super) fn perform(&mut self, effect: Effect) {
        self.effects.push(effect.clone());
        let answer = match effect {
            Effect::Start => Msg::Started {
                session: self.session.clone(),
                overview: Ok(self.overview()),
                notices: Vec::new(),
            },
            Effect::LoadOverview => Msg::Overview(Ok(self.overview())),
            Effect::LoadPage { ticket, request } => Msg::Page {
                ticket,
                page: Ok(self.page(&request)),
            },
            Effect::Search { ticket, request } => Msg::Searched {
                ticket,
                result: Ok(self.search(&request)),
                milliseconds: 3.4,
                spellings: vec![("strkie".to_owned(), "strike".to_owned())],
            },
            Effect::Preview { ticket, id } | Effect::RemakeInsight { ticket, id } => {
                Msg::Previewed {
                    ticket,
                    preview: Ok(self.find(id).is_some().then(|| self.preview(id))),
                }
            }
            Effect::Open { ticket, id, .. } => Msg::Opened {
                ticket,
                opened: Ok(self.find(id).map(|article| Opened {
                    document: Document::from_html(&article.html, article.link.as_ref()),
                    article,
                    position: None,
                    wants_full_text: false,
                    versions: self.revisions.len(),
                })),
            },
            Effect::FindSimilar { ticket, .. } => Msg::Similar {
                ticket,
                found: Ok(Some(self.similar())),
                milliseconds: 4.2,
            },
            Effect::LoadVersions { ticket, id } => Msg::Versions {
                ticket,
                history: Ok(self.find(id).map(|article| History {
                    revisions: if self.articles[0].headline.id == id {
                        self.revisions.clone()
                    } else {
                        Vec::new()
                    },
                    article,
                })),
            },
            Effect::Mark {
                selection,
                flag,
                on,
            } => {
                let ids: Vec<ArticleId> = match &selection {
                    Selection::Ids(ids) => ids.clone(),
                    Selection::Matching { query, .. } => self
                        .articles
                        .iter()
                        .filter(|article| {
                            self.matches(article, query) && article.headline.is_unread
                        })
                        .map(|article| article.headline.id)
                        .collect(),
                };
                for id in &ids {
                    self.set(*id, flag, on);
                    self.undo.push((*id, flag, !on));
                }
                let label = match ids.len() {
                    1 => "marked 1 article".to_owned(),
                    count => format!("marked {count} articles read"),
                };
                Msg::Marked {
                    selection,
                    flag,
                    on,
                    change: Ok((!ids.is_empty()).then_some(Change {
                        label,
                        count: ids.len() as u64,
                    })),
                }
            }
            Effect::CountMuted(query) => {
                let hidden = self
                    .articles
                    .iter()
                    .filter(|article| self.matches(article, &query));
                let hidden = hidden.count() as u64;
                let of = (self.articles.len() - self.muted()) as u64;
                Msg::MuteCounted {
                    query,
                    counted: Ok((hidden, of)),
                }
            }
            Effect::Mute(query) => {
                let before = self.muted();
                let label = format!("muted `{query}`");
                self.rules.push(query);
                Msg::Muted(Ok(Change {
                    label,
                    count: (self.muted() - before) as u64,
                }))
            }
            Effect::Unmute(id) => {
                let article = self.find(id).unwrap();
                let rule = self
                    .rules
                    .iter()
                    .position(|rule| self.means(rule, &article));
                let query = self.rules.remove(rule.unwrap());
                Msg::Muted(Ok(Change {
                    label: format!("removed the rule `{query}`"),
                    count: 1,
                }))
            }
            Effect::Undo => {
                let change = self.undo.pop().map(|(id, flag, on)| {
                    self.set(id, flag, on);
                    Change {
                        label: "marked 1 article".to_owned(),
                        count: 1,
                    }
                });
                Msg::Undone {
                    change: Ok(change),
                    is_redo: false,
                }
            }
            _ => return,
        };
        self.waiting.push_back(answer);
    }
}

/// Where `strike` and `port` stand.
fn marks(text: &str) -> Vec<std::ops::Range<usize>> {
    let lower = text.to_lowercase();
    let mut marks: Vec<_> = ["strike", "port"]
        .iter()
        .flat_map(|word| {
            lower
                .match_indices(word)
                .map(|(at, word)| at..at + word.len())
                .collect::<Vec<_>>()
        })
        .collect();
    marks.sort_by_key(|mark| mark.start);
    marks
}
