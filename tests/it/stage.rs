//! A screen without a terminal: sample sources and stories, keys played, cells read.

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Modifier;
use squelch::config::stroke::strokes;
use squelch::config::{Depth, Keymap, Theme};
use squelch::domain::{Article, ArticleId, Counts, Feed, FeedId, Headline, Health, Timestamp};
use squelch::insight::{Bullet, Insight, Question};
use squelch::jobs::ask::{Citation, CitedAnswer};
use squelch::jobs::open::Opened;
use squelch::read::Document;
use squelch::store::{Overview, Page, SearchResult};
use squelch::ui::{Effect, Msg, Options, Preview, State, update, view};
use url::Url;

/// 22 November 2026, 14:05 UTC.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_356_300);

pub(crate) struct Stage {
    pub(crate) state: State,
    /// What was asked for and is not the stage's to answer, oldest first.
    pub(crate) effects: Vec<Effect>,
    pub(crate) articles: Vec<Article>,
}

impl Stage {
    /// A screen with sample sources and stories on it, everything asked for answered.
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, feeds(), articles())
    }

    pub(crate) fn with(columns: u16, rows: u16, feeds: Vec<Feed>, articles: Vec<Article>) -> Self {
        let options = Options {
            has_links: false,
            ..Options::default()
        };
        let state = State::new(
            (columns, rows),
            NOW,
            TimeZone::UTC,
            options,
            Keymap::default(),
        );
        let mut stage = Self {
            state,
            effects: Vec::new(),
            articles,
        };
        let unread = stage
            .articles
            .iter()
            .filter(|article| article.headline.is_unread)
            .count() as u64;
        stage.send(Msg::Started {
            session: None,
            overview: Ok(Overview {
                feeds,
                counts: Counts {
                    unread,
                    today_unread: unread,
                    bookmarks: 1,
                    muted: 0,
                    total: stage.articles.len() as u64,
                },
                saved_searches: Vec::new(),
                tags: Vec::new(),
            }),
            notices: Vec::new(),
        });
        stage
    }

    /// Takes a message and answers what follows of it.
    pub(crate) fn send(&mut self, msg: Msg) {
        let mut waiting = VecDeque::from([msg]);
        while let Some(msg) = waiting.pop_front() {
            for effect in update(&mut self.state, msg).effects {
                match self.answer(&effect) {
                    Some(answer) => waiting.push_back(answer),
                    None => self.effects.push(effect),
                }
            }
        }
    }

    fn article(&self, id: ArticleId) -> Option<&Article> {
        self.articles
            .iter()
            .find(|article| article.headline.id == id)
    }

    fn answer(&self, effect: &Effect) -> Option<Msg> {
        Some(match effect {
            Effect::LoadPage { ticket, .. } => Msg::Page {
                ticket: *ticket,
                page: Ok(Page {
                    rows: self
                        .articles
                        .iter()
                        .map(|article| article.headline.clone())
                        .collect(),
                    has_more: false,
                }),
            },
            Effect::Search { ticket, .. } => Msg::Searched {
                ticket: *ticket,
                result: Ok(SearchResult::default()),
                milliseconds: 1.0,
                spellings: Vec::new(),
            },
            Effect::Preview { ticket, id } | Effect::RemakeInsight { ticket, id } => {
                Msg::Previewed {
                    ticket: *ticket,
                    preview: Ok(self.article(*id).map(|article| Preview {
                        article: article.clone(),
                        insight: Some(insight(article)),
                    })),
                }
            }
            Effect::Open { ticket, id, .. } => Msg::Opened {
                ticket: *ticket,
                opened: Ok(self.article(*id).map(|article| Opened {
                    document: Document::from_html(&article.html, article.link.as_ref()),
                    article: article.clone(),
                    position: None,
                    wants_full_text: false,
                    versions: 0,
                })),
            },
            Effect::Ask { ticket, request } => Msg::Answered {
                ticket: *ticket,
                answer: Ok(self.cited(&request.question)),
            },
            _ => return None,
        })
    }

    /// An answer from the first two stories, or none for a question about nothing in them.
    fn cited(&self, question: &str) -> CitedAnswer {
        let citations = self
            .articles
            .iter()
            .filter(|_| !question.contains("moon"))
            .take(2)
            .enumerate()
            .map(|(index, article)| {
                let passage = article
                    .text
                    .split("\n\n")
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                let end = passage.find(". ").map_or(passage.len(), |at| at + 1);
                Citation {
                    number: index + 1,
                    article: article.headline.id,
                    title: article.headline.title.clone(),
                    source: article.headline.source.clone(),
                    published: article.headline.sorted_at,
                    start: 0,
                    end,
                    mark: 0..end,
                    marks: std::iter::once(0..end).collect(),
                    passage,
                }
            })
            .collect();
        CitedAnswer {
            question: question.to_owned(),
            is_answered: !question.contains("moon"),
            citations,
            engine: "squelch-offline/1".to_owned(),
        }
    }

    /// Presses keys in the notation of the config file, parted by spaces.
    pub(crate) fn play(&mut self, keys: &str) -> &mut Self {
        for stroke in strokes(keys).unwrap() {
            let mut modifiers = KeyModifiers::NONE;
            if stroke.is_ctrl() {
                modifiers |= KeyModifiers::CONTROL;
            }
            if stroke.is_alt() {
                modifiers |= KeyModifiers::ALT;
            }
            self.send(Msg::Key(KeyEvent::new(stroke.code(), modifiers)));
        }
        self
    }

    /// Types text, letter by letter.
    pub(crate) fn write(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.send(Msg::Key(KeyEvent::from(KeyCode::Char(letter))));
        }
        self
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.send(Msg::Resize { columns, rows });
        self
    }

    /// What is on the screen, in the plain theme.
    pub(crate) fn screen(&self) -> String {
        self.terminal("plain", Depth::Basic).backend().to_string()
    }

    pub(crate) fn terminal(&self, theme: &str, depth: Depth) -> Terminal<TestBackend> {
        let theme = Theme::built_in(theme, depth).unwrap();
        let backend = TestBackend::new(self.state.columns, self.state.rows);
        let mut terminal = Terminal::new(backend).unwrap();
        terminal
            .draw(|frame| view::view(&self.state, &theme, frame))
            .unwrap();
        terminal
    }

    /// Returns the text of all cells that have a modifier, row by row.
    pub(crate) fn cells_with(&self, modifier: Modifier) -> String {
        let terminal = self.terminal("plain", Depth::None);
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..self.state.rows {
            for x in 0..self.state.columns {
                if buffer[(x, y)].modifier.contains(modifier) {
                    text.push_str(buffer[(x, y)].symbol());
                }
            }
            text.push('\n');
        }
        text
    }
}

pub(crate) fn feeds() -> Vec<Feed> {
    let feed = |id: i64, title: &str, folder: &str, health: Health| Feed {
        id: FeedId::new(id),
        url: Url::parse(&format!(
            "https://{}.example/feed",
            title.to_lowercase().replace(' ', "-")
        ))
        .unwrap(),
        title: title.to_owned(),
        is_renamed: false,
        folder: folder.to_owned(),
        site: Url::parse("https://site.example/").ok(),
        language: None,
        unread: 4,
        total: 40,
        last_success_at: matches!(health, Health::Fine).then(|| NOW.plus(-3_600)),
        health,
        next_fetch_at: Some(NOW.plus(900)),
        added_at: NOW.plus(-864_000),
        is_builtin: false,
    };
    vec![
        feed(1, "Harbour Wire", "World", Health::Fine),
        feed(2, "Lang Weekly", "Tech", Health::Fine),
        feed(
            3,
            "Big Forum",
            "Tech",
            Health::Failing {
                since: NOW.plus(-259_200),
                tries: 5,
                why: "429: asked to wait until 14:20".to_owned(),
            },
        ),
        feed(
            4,
            "Old Ledger",
            "",
            Health::Paused {
                why: "410: the server says the feed is gone for good".to_owned(),
                by_person: false,
            },
        ),
        feed(5, "Kernel Notes", "Tech", Health::New),
    ]
}

const BODY: &str = "<p>Dockers in the northern harbours return to work on Monday after eleven days, both sides said \
    on Sunday night. The deal raises base pay by 11 % over three years and keeps the night crews.</p>\
    <h2>What was agreed</h2><p>Retailers expect a backlog of six weeks. See the <a href=\"https://harbour.example/deal\">text \
    of the deal</a> and the <a href=\"https://union.example/vote\">union's notice</a>.</p>\
    <ul><li>A vote by members is due on 3 December.</li><li>Overtime is paid from the first hour, <em>not</em> the \
    third, as <strong>earlier drafts</strong> had it.</li></ul>\
    <blockquote><p>“Nobody wanted a twelfth day,” the harbour master said.</p></blockquote>\
    <pre><code>crane --berth 7\n  lift</code></pre>\
    <p>Ships wait as far out as the Long Bank. The last of them is expected in by the first week of January, when the \
    winter timetable begins and the ferries need the southern berths again.</p>";

pub(crate) fn articles() -> Vec<Article> {
    let titles = [
        (
            "Port strike ends after eleven days",
            1,
            "Harbour Wire",
            7_200,
        ),
        (
            "Compiler team drops the old solver",
            2,
            "Lang Weekly",
            18_000,
        ),
        (
            "Central bank holds, hints at spring",
            4,
            "Old Ledger",
            21_600,
        ),
        (
            "Émigré 詩人 wins the Långhult prize 🏆",
            1,
            "Harbour Wire",
            90_000,
        ),
    ];
    titles
        .into_iter()
        .enumerate()
        .map(|(index, (title, feed, source, age))| Article {
            headline: Headline {
                id: ArticleId::new(100 - i64::try_from(index).unwrap()),
                feed: FeedId::new(feed),
                title: title.to_owned(),
                source: source.to_owned(),
                sorted_at: NOW.plus(-age),
                is_unread: index != 2,
                is_bookmarked: index == 1,
            },
            link: Url::parse("https://harbour.example/strike").ok(),
            author: Some("A. Lindqvist".to_owned()),
            published: Some(NOW.plus(-age)),
            published_text: None,
            updated: None,
            first_seen_at: NOW.plus(-age),
            html: BODY.repeat(if index == 0 { 1 } else { 3 }),
            summary: None,
            text: squelch::text::plain::from_html(BODY),
            language: Some("en".to_owned()),
            tags: Vec::new(),
            enclosures: Vec::new(),
            thumbnails: Vec::new(),
            full_text_at: None,
            comments: None,
            is_trimmed: false,
        })
        .collect()
}

fn insight(article: &Article) -> Insight {
    let bullet = |text: &str| Bullet {
        text: text.to_owned(),
        start: 0,
        end: 0,
        is_shortened: false,
    };
    let question = |text: &str| Question {
        text: text.to_owned(),
        kind: "cause".to_owned(),
        about: Vec::new(),
        because: None,
    };
    Insight {
        title: article.headline.title.clone(),
        brief: vec![
            bullet("The deal raises base pay by 11 % over three years and keeps the night crews."),
            bullet("Retailers expect a backlog of six weeks."),
            bullet("A vote by members is due on 3 December."),
        ],
        questions: vec![
            question("What did both sides concede to end the strike?"),
            question("How does the deal compare with the 2022 one?"),
            question("What could delay the vote on 3 December?"),
        ],
        engine: "squelch-offline/1".to_owned(),
        language: "en".to_owned(),
        note: None,
    }
}
