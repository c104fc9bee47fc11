//! A small cache in memory that answers effects at once, and keys written as text.

mod answers;

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Modifier;
use squelch::config::{Keymap, Theme};
use squelch::domain::{Article, ArticleId, Feed, FeedId, Flag, Headline, Health, Query, Timestamp};
use squelch::insight::{Bullet, Insight, Question};
use squelch::jobs::versions::Revision;
use squelch::ui::{Effect, Msg, Options, Preview, State, update, view};
use unicode_width::UnicodeWidthStr;
use url::Url;

/// 22 Nov 2026, 14:05 UTC.
pub(super) const NOW: Timestamp = Timestamp::from_seconds(1_795_356_300);

const HOUR: i64 = 3_600;

/// A screen with a cache behind it.
pub(super) struct World {
    pub(super) state: State,
    pub(super) feeds: Vec<Feed>,
    pub(super) articles: Vec<Article>,
    /// Everything that was to be done, in order.
    pub(super) effects: Vec<Effect>,
    /// Answers are held back until [`World::answer`].
    pub(super) is_slow: bool,
    waiting: VecDeque<Msg>,
    undo: Vec<(ArticleId, Flag, bool)>,
    /// The mute rules, one after the other.
    pub(super) rules: Vec<Query>,
    /// What the feed changed in the first story, the latest change first.
    pub(super) revisions: Vec<Revision>,
    /// What an earlier session kept.
    session: Option<String>,
}

pub(super) fn feed(id: i64, title: &str, folder: &str) -> Feed {
    Feed {
        id: FeedId::new(id),
        url: Url::parse(&format!("https://example.org/{id}/feed")).unwrap(),
        title: title.to_owned(),
        is_renamed: false,
        folder: folder.to_owned(),
        site: Some(Url::parse(&format!("https://example.org/{id}/")).unwrap()),
        language: None,
        unread: 0,
        total: 0,
        health: Health::Fine,
        last_success_at: Some(NOW.plus(-600)),
        next_fetch_at: Some(NOW.plus(HOUR)),
        added_at: NOW.plus(-90 * 24 * HOUR),
        is_builtin: false,
    }
}

/// An article of `feed` that came `minutes` ago. Greater ids are newer, as in the store.
pub(super) fn article(feed: &Feed, minutes: i64, title: &str, text: &str) -> Article {
    let at = NOW.plus(-60 * minutes);
    let id = ArticleId::new(1_000_000 - minutes);
    let html = text
        .split("\n\n")
        .map(|paragraph| format!("<p>{paragraph}</p>"))
        .collect::<String>();
    Article {
        headline: Headline {
            id,
            feed: feed.id,
            title: title.to_owned(),
            source: feed.title.clone(),
            sorted_at: at,
            is_unread: true,
            is_bookmarked: false,
        },
        link: Some(Url::parse(&format!("https://example.org/{id}")).unwrap()),
        author: None,
        published: Some(at),
        published_text: None,
        updated: None,
        first_seen_at: at,
        html,
        summary: None,
        text: text.to_owned(),
        language: Some("en".to_owned()),
        tags: Vec::new(),
        enclosures: Vec::new(),
        thumbnails: Vec::new(),
        full_text_at: None,
        comments: None,
        is_trimmed: false,
    }
}

const STRIKE: &str = "Dockers return on Monday after both sides gave up their first demands. The deal raises base pay \
by 11 per cent over three years.\n\nRetailers expect a backlog of six weeks before shelves are full again, said Ana \
Lindqvist of the harbour board.\n\nA vote by the 9,200 members is due on 3 December. Until then the cranes run at \
half their usual pace.";

impl World {
    /// Five feeds in two folders and a dozen stories.
    pub(super) fn new(columns: u16, rows: u16) -> Self {
        let mut feeds = vec![
            feed(1, "Harbour Wire", "World"),
            feed(2, "The Ledger", "World"),
            feed(3, "Lang Weekly", "Tech"),
            feed(4, "Kernel Notes", "Tech"),
            feed(5, "Big Forum", "Tech"),
        ];
        feeds[4].health = Health::Failing {
            since: NOW.plus(-7 * HOUR),
            tries: 3,
            why: "429: asked to wait until 14:20".to_owned(),
        };
        let titles = [
            (0, 120, "Port strike ends after eleven days"),
            (2, 300, "Compiler team drops the old solver"),
            (1, 360, "Central bank holds, hints at spring"),
            (
                3,
                420,
                "Scheduler patches land after two years of review, with a switch to turn them off",
            ),
            (4, 500, "Ask: what do you read in the morning?"),
            (0, 700, "漢字の新聞が電子版だけになる、百年の紙面に別れ"),
            (1, 1_500, "Grain prices fall for a third week"),
            (2, 1_600, "A tour of the new borrow checker"),
            (3, 3_000, "Filesystem notes: what fsync promises"),
            (0, 4_000, "Night ferry returns to the northern route"),
            (1, 6_000, "Pension funds look at forests"),
            (4, 9_000, "Show: a clock that runs on tides"),
        ];
        let mut articles: Vec<Article> = titles
            .into_iter()
            .map(|(feed, minutes, title)| {
                let text = if minutes == 120 {
                    STRIKE
                } else {
                    "One sentence is all there is."
                };
                article(&feeds[feed], minutes, title, text)
            })
            .collect();
        articles[0].author = Some("A. Lindqvist".to_owned());
        articles[2].headline.is_bookmarked = true;
        for read in [4, 6, 8] {
            articles[read].headline.is_unread = false;
        }
        let mut world = Self::bare(columns, rows, feeds, articles);
        world.start();
        world
    }

    /// A long list of one feed.
    pub(super) fn long(columns: u16, rows: u16, count: i64) -> Self {
        let feeds = vec![feed(1, "Harbour Wire", "")];
        let articles = (0..count)
            .map(|number| {
                let mut article =
                    article(&feeds[0], number + 1, &format!("Story {number}"), "Short.");
                article.headline.is_unread = number % 7 == 0;
                article
            })
            .collect();
        let mut world = Self::bare(columns, rows, feeds, articles);
        world.start();
        world
    }

    pub(super) fn bare(columns: u16, rows: u16, feeds: Vec<Feed>, articles: Vec<Article>) -> Self {
        let state = State::new(
            (columns, rows),
            NOW,
            TimeZone::UTC,
            Options::default(),
            Keymap::default(),
        );
        Self {
            state,
            feeds,
            articles,
            effects: Vec::new(),
            is_slow: false,
            waiting: VecDeque::new(),
            session: None,
            undo: Vec::new(),
            rules: Vec::new(),
            revisions: Vec::new(),
        }
    }

    pub(super) fn start(&mut self) {
        self.perform(Effect::Start);
        self.settle();
    }

    /// Starts again with what an earlier session kept.
    pub(super) fn start_with(&mut self, session: &str) {
        self.session = Some(session.to_owned());
        self.start();
    }

    /// Presses keys: `j`, `G`, `enter`, `ctrl-d`, parted by spaces.
    pub(super) fn play(&mut self, script: &str) -> &mut Self {
        for word in script.split_whitespace() {
            self.send(Msg::Key(key(word)));
        }
        self
    }

    /// Types text letter by letter.
    pub(super) fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.send(Msg::Key(KeyEvent::from(KeyCode::Char(character))));
        }
        self
    }

    /// Takes a message and everything that follows from it.
    pub(super) fn send(&mut self, msg: Msg) {
        let outcome = update(&mut self.state, msg);
        for effect in outcome.effects {
            self.perform(effect);
        }
        if !self.is_slow {
            self.settle();
        }
    }

    /// Gives the answers that wait.
    pub(super) fn settle(&mut self) {
        while let Some(msg) = self.waiting.pop_front() {
            let outcome = update(&mut self.state, msg);
            for effect in outcome.effects {
                self.perform(effect);
            }
        }
    }

    /// Returns the answers held back, for a test that gives them itself.
    pub(super) fn take_answers(&mut self) -> Vec<Msg> {
        self.waiting.drain(..).collect()
    }

    pub(super) fn selected(&self) -> String {
        self.state
            .selected()
            .map(|row| row.title.clone())
            .unwrap_or_default()
    }

    /// Returns what the footer says.
    pub(super) fn said(&self) -> String {
        self.state
            .notice
            .as_ref()
            .map(|notice| notice.text.clone())
            .unwrap_or_default()
    }

    /// Returns what the right column is given for a story.
    pub(super) fn preview(&self, id: ArticleId) -> Preview {
        let article = self.find(id).unwrap();
        Preview {
            insight: Some(insight(&article)),
            article,
        }
    }

    /// Returns the picture: the text of the screen, then which texts are bold, underlined or reversed.
    pub(super) fn picture(&self) -> String {
        let mut terminal =
            Terminal::new(TestBackend::new(self.state.columns, self.state.rows)).unwrap();
        let theme = Theme::default();
        terminal
            .draw(|frame| view(&self.state, &theme, frame))
            .unwrap();
        let buffer = terminal.backend().buffer().clone();
        let mut picture = terminal.backend().to_string();
        for (name, modifier) in [
            ("bold", Modifier::BOLD),
            ("underlined", Modifier::UNDERLINED),
            ("reversed", Modifier::REVERSED),
        ] {
            let mut runs = Vec::new();
            for y in 0..self.state.rows {
                let mut run = String::new();
                let mut x = 0;
                while x < self.state.columns {
                    let cell = &buffer[(x, y)];
                    let is_frame = cell.symbol().chars().all(|c| "│─╭╮╰╯├┤┃ ".contains(c));
                    if cell.modifier.contains(modifier) && !(is_frame && run.is_empty()) {
                        run.push_str(cell.symbol());
                    } else if !run.is_empty() {
                        runs.push(std::mem::take(&mut run).trim().to_owned());
                    }
                    // The second half of a wide character is nobody's.
                    x += u16::try_from(cell.symbol().width().max(1)).unwrap();
                }
                if !run.is_empty() {
                    runs.push(run.trim().to_owned());
                }
            }
            runs.retain(|run| !run.chars().all(|c| "│─╭╮╰╯├┤┃ ".contains(c)));
            if !runs.is_empty() {
                picture.push_str(&format!("{name}: {}\n", runs.join(" | ")));
            }
        }
        picture
    }
}

fn insight(article: &Article) -> Insight {
    let mut insight = Insight {
        title: article.headline.title.clone(),
        engine: "squelch-offline/1".to_owned(),
        language: "en".to_owned(),
        ..Insight::default()
    };
    if article.text.len() < 100 {
        insight.note = Some("too short for a brief".to_owned());
        return insight;
    }
    let mut start = 0;
    for paragraph in article.text.split("\n\n") {
        let sentence = paragraph.split_inclusive(". ").next().unwrap().trim_end();
        insight.brief.push(Bullet {
            text: sentence.to_owned(),
            start,
            end: start + sentence.len(),
            is_shortened: false,
        });
        start += paragraph.len() + 2;
    }
    for (text, kind) in [
        (
            "What did both sides give up to end the port strike?",
            "cause",
        ),
        (
            "How does the rise of 11 per cent compare with earlier deals?",
            "comparison",
        ),
        ("What could delay the vote on 3 December?", "risk"),
    ] {
        insight.questions.push(Question {
            text: text.to_owned(),
            kind: kind.to_owned(),
            about: Vec::new(),
            because: None,
        });
    }
    insight
}

/// Reads a key as it is written in scripts.
pub(super) fn key(word: &str) -> KeyEvent {
    let (modifiers, name) = match word.strip_prefix("ctrl-") {
        Some(name) => (KeyModifiers::CONTROL, name),
        None => (KeyModifiers::NONE, word),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        single => KeyCode::Char(single.chars().next().unwrap()),
    };
    KeyEvent::new(code, modifiers)
}
