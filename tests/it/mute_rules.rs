//! Mute rules on real files: what is hidden is what the plain evaluator says, whatever happened in which order.

use std::collections::BTreeSet;

use proptest::prelude::*;
use squelch::domain::query::{Candidate, Is, ParseContext, Query, parse};
use squelch::domain::{ArticleId, Entry, FeedId, Flag, Timestamp};
use squelch::store::{
    FetchOutcome, Fetched, PageRequest, Record, Retention, Selection, Settings, Sort, Store,
    StoreError,
};
use tempfile::TempDir;
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);
const HOUR: i64 = 3_600;

fn query(text: &str) -> Query {
    let context = ParseContext {
        now: NOW,
        zone: jiff::tz::TimeZone::UTC,
        is_typing: false,
    };
    parse(text, &context).unwrap()
}

struct Case {
    folder: TempDir,
    store: Store,
    feeds: Vec<FeedId>,
}

fn open(folder: &TempDir) -> Store {
    Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap()
}

impl Case {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(&folder);
        let mut feeds = Vec::new();
        for (address, place) in [
            ("https://wire.example/feed", "World"),
            ("https://ledger.example/rss", "World/Trade"),
        ] {
            let url = Url::parse(address).unwrap();
            let (feed, _) = store.add_feed(url, None, place.into(), NOW).await.unwrap();
            feeds.push(feed);
        }
        Self {
            folder,
            store,
            feeds,
        }
    }

    async fn reopen(&mut self) {
        self.store.close().await;
        self.store = open(&self.folder);
    }

    /// `(number, title, text, author)` of each; the same number again is the same story.
    async fn bring(&self, feed: usize, title: &str, stories: &[(u32, &str, &str, &str)]) {
        let entries = stories
            .iter()
            .map(|(number, title, text, author)| Entry {
                guid: Some(number.to_string()),
                title: (*title).into(),
                author: Some((*author).to_owned()).filter(|author| !author.is_empty()),
                language: Some("en".into()),
                published: Some(NOW.plus(-i64::from(*number) * HOUR)),
                text: (*text).into(),
                content: Some(format!("<p>{text}</p>")),
                ..Entry::default()
            })
            .collect();
        self.store
            .apply(vec![Fetched {
                feed: self.feeds[feed],
                at: NOW,
                next_at: NOW.plus(HOUR),
                interval: None,
                outcome: FetchOutcome::Document {
                    etag: None,
                    last_modified: None,
                    title: Some(title.into()),
                    site: None,
                    language: None,
                    icon: None,
                    entries,
                },
                moved_to: None,
                host_pause: None,
            }])
            .await
            .unwrap();
    }

    async fn rows(&self, text: &str) -> Vec<squelch::domain::Headline> {
        let request = PageRequest {
            query: query(text),
            sort: Sort::Newest,
            after: None,
            limit: 500,
            now: NOW,
        };
        // Words are looked for in the index; everything else is told by rows.
        if request.query.has_text() {
            self.store.settle().await;
        }
        self.store.page(request).await.unwrap().rows
    }

    async fn titles(&self, text: &str) -> Vec<String> {
        let rows = self.rows(text).await;
        rows.into_iter().map(|row| row.title).collect()
    }

    async fn ids(&self, text: &str) -> BTreeSet<ArticleId> {
        let rows = self.rows(text).await;
        rows.into_iter().map(|row| row.id).collect()
    }

    async fn mute(&self, text: &str) -> Option<u64> {
        let change = self.store.mute(query(text), NOW).await.unwrap();
        change.map(|change| change.count)
    }

    async fn tag(&self, id: ArticleId, on: bool) {
        let what = Selection::Ids(vec![id]);
        self.store.tag(what, "kept".into(), on).await.unwrap();
    }

    async fn bookmark(&self, id: ArticleId, on: bool) {
        let what = Selection::Ids(vec![id]);
        self.store
            .mark(what, Flag::Bookmarked, on, NOW)
            .await
            .unwrap();
    }

    async fn is_sound(&self) {
        let findings = self.store.check().await.unwrap();
        assert!(
            !findings.has_damage() && !findings.has_repairs(),
            "{findings:?}"
        );
    }

    /// Compares what is hidden, and by which rule, with what the plain evaluator says of every article.
    async fn agrees_with_the_evaluator(&self) {
        let overview = self.store.overview(NOW.plus(-24 * HOUR)).await.unwrap();
        let rules = self.store.mute_rules().await.unwrap();
        let tagged = self.ids("tag:kept OR (tag:kept is:muted)").await;
        let muted = self.ids("is:muted").await;
        let mut seen = self.ids("").await;
        assert!(seen.is_disjoint(&muted));
        let (in_sight, mut unread, mut today) = (seen.clone(), 0, 0);
        seen.extend(&muted);
        for id in seen {
            let article = self.store.article(id).await.unwrap().unwrap();
            let row = &article.headline;
            let feed = overview
                .feeds
                .iter()
                .find(|feed| feed.id == row.feed)
                .unwrap();
            let candidate = Candidate {
                id,
                feed: feed.id,
                title: &row.title,
                text: &article.text,
                author: article.author.as_deref().unwrap_or_default(),
                feed_title: &feed.title,
                feed_url: feed.url.as_str(),
                folder: &feed.folder,
                tags: &[],
                language: article.language.as_deref(),
                sorted_at: row.sorted_at,
                has_image: false,
                has_audio: false,
                has_full_text: false,
                is_unread: row.is_unread,
                is_bookmarked: row.is_bookmarked,
                is_muted: false,
            };
            let is_spared = row.is_bookmarked || tagged.contains(&id);
            let by = rules
                .iter()
                .find(|rule| !is_spared && query(&rule.query).matches(&candidate, NOW))
                .map(|rule| (id, rule.number));
            let told = self.store.muted_by(vec![id]).await.unwrap();
            assert_eq!(told.first().copied(), by, "{row:?} {rules:?}");
            assert_eq!(muted.contains(&id), by.is_some());
            if by.is_none() && row.is_unread {
                unread += 1;
                today += u64::from(row.sorted_at >= NOW.plus(-24 * HOUR));
            }
        }
        let counts = overview.counts;
        assert_eq!(
            (
                counts.unread,
                counts.today_unread,
                counts.muted,
                counts.total
            ),
            (unread, today, muted.len() as u64, in_sight.len() as u64)
        );
        let of_feeds: u64 = overview.feeds.iter().map(|feed| feed.unread).sum();
        assert_eq!(of_feeds, unread);
        let hides: u64 = rules.iter().map(|rule| rule.hidden).sum();
        assert_eq!(hides, counts.muted);
    }
}

const STORIES: [(u32, &str, &str, &str); 4] = [
    (1, "Port strike ends", "Dockers return on Monday.", "Asa"),
    (2, "Sponsored: a better mattress", "Sleep well.", "Ads"),
    (3, "Bank holds rates", "A sponsored study disagrees.", "Bo"),
    (4, "Ferries sail again", "The strike is over.", "Asa"),
];

#[tokio::test]
async fn a_rule_hides_what_is_there_and_what_comes_and_gives_it_all_back() {
    let mut case = Case::new().await;
    case.bring(0, "Harbour Wire", &STORIES).await;
    let bank = case.rows("title:bank").await[0].id;
    case.bookmark(bank, true).await;
    case.store.settle().await;

    let preview = case.store.mute_preview(query("sponsored"), 5, NOW);
    let preview = preview.await.unwrap();
    assert_eq!((preview.hidden, preview.of), (1, 4));
    assert_eq!(preview.shown[0].title, STORIES[1].1);
    assert_eq!(case.mute("sponsored").await, Some(1));
    assert_eq!(case.mute("sponsored").await, None);
    assert_eq!(case.titles("is:muted").await, [STORIES[1].1]);
    assert_eq!(case.titles("mattress").await, Vec::<String>::new());
    assert_eq!(case.titles("mattress is:muted").await, [STORIES[1].1]);
    assert_eq!(case.titles("").await.len(), 3);
    assert_eq!(case.titles("-is:muted").await.len(), 3);

    // In another feed, later; and one that changes until it is an advertisement, and back.
    case.bring(1, "Ledger", &[(9, "A sponsored ship", "It sails.", "")])
        .await;
    assert_eq!(case.titles("is:muted").await.len(), 2);
    let advertised = (4, "Ferries sail again", "Sponsored by a line.", "Asa");
    case.bring(0, "Harbour Wire", &[advertised]).await;
    assert_eq!(case.titles("is:muted").await.len(), 3);
    case.bring(0, "Harbour Wire", &STORIES).await;
    assert_eq!(case.titles("is:muted").await.len(), 2);
    case.bookmark(bank, false).await;
    assert_eq!(case.titles("is:muted").await.len(), 3);

    // By another rule as well: taking the first away brings back only what it hid alone.
    assert_eq!(case.mute("title:mattress").await, Some(0));
    case.agrees_with_the_evaluator().await;
    let rules = case.store.mute_rules().await.unwrap();
    assert_eq!((rules[0].hidden, rules[1].matched), (3, 1));
    let change = case.store.unmute(rules[0].number).await.unwrap();
    assert_eq!(change.count, 2);
    assert_eq!(case.titles("is:muted").await, [STORIES[1].1]);
    case.agrees_with_the_evaluator().await;

    // Undone after a restart, twice, and done again.
    case.reopen().await;
    case.store.undo().await.unwrap().unwrap();
    assert_eq!(case.titles("is:muted").await.len(), 3);
    case.store.undo().await.unwrap().unwrap();
    assert_eq!(case.store.mute_rules().await.unwrap().len(), 1);
    assert_eq!(case.titles("is:muted").await.len(), 3);
    case.store.redo().await.unwrap().unwrap();
    case.store.redo().await.unwrap().unwrap();
    assert_eq!(case.titles("is:muted").await, [STORIES[1].1]);
    case.agrees_with_the_evaluator().await;
    case.is_sound().await;
}

#[tokio::test]
async fn a_rule_that_changes_by_itself_is_refused_in_a_sentence() {
    let case = Case::new().await;
    for text in ["newer:7d", "port is:unread", "tag:work", "id:1", ""] {
        let error = case.store.mute(query(text), NOW).await.unwrap_err();
        assert!(matches!(error, StoreError::UnfitRule(_)), "{text}: {error}");
    }
    let error = case.store.unmute(7).await.unwrap_err();
    assert!(matches!(error, StoreError::NoRule(7)));
}

#[tokio::test]
async fn a_feed_takes_its_mute_marks_along_when_it_is_renamed_removed_or_back() {
    let case = Case::new().await;
    case.bring(0, "Harbour Wire", &STORIES).await;
    case.mute("feed:gazette").await;
    assert_eq!(case.ids("is:muted").await.len(), 0);
    let feed = case.feeds[0];
    let title = Some("The Gazette".to_owned());
    case.store.change_feed(feed, title, None).await.unwrap();
    assert_eq!(case.ids("is:muted").await.len(), 4);
    case.store.remove_feed(feed).await.unwrap();
    assert_eq!(case.ids("is:muted").await.len(), 0);
    assert_eq!(case.ids("").await.len(), 0);
    case.store.undo().await.unwrap();
    assert_eq!(case.ids("is:muted").await.len(), 4);
    case.store.undo().await.unwrap();
    assert_eq!(case.ids("is:muted").await.len(), 0);
    // What the feed calls itself counts too.
    case.bring(0, "Morning Gazette", &[]).await;
    assert_eq!(case.ids("is:muted").await.len(), 4);
    case.agrees_with_the_evaluator().await;
    case.is_sound().await;
}

#[tokio::test]
async fn what_was_muted_stays_so_when_its_text_is_let_go_and_in_an_archive() {
    let case = Case::new().await;
    case.bring(0, "Harbour Wire", &STORIES).await;
    case.store.settle().await;
    case.mute("sponsored").await;
    case.mute("study").await;
    let retention = Retention {
        days: Some(0),
        per_feed: None,
    };
    case.store
        .maintain(retention, false, NOW.plus(HOUR))
        .await
        .unwrap();
    assert_eq!(case.ids("is:muted").await.len(), 2);
    // Taken away and undone, it hides them again although no text tells.
    case.store.unmute(1).await.unwrap();
    assert_eq!(case.ids("is:muted").await.len(), 1);
    case.store.undo().await.unwrap();
    let muted = case.titles("is:muted").await;
    assert_eq!(muted.len(), 2);

    let (sender, lines) = std::sync::mpsc::channel();
    case.store
        .write_out(move |record| sender.send(serde_json::to_string(record).unwrap()).is_ok())
        .await
        .unwrap();
    let lines: Vec<String> = lines.try_iter().collect();
    let records = || -> Vec<Record> {
        lines
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    // Into an empty store, and into one that has the stories in sight; twice changes nothing.
    for is_empty in [true, false] {
        let other = Case::new().await;
        if !is_empty {
            other.bring(0, "Harbour Wire", &STORIES).await;
        }
        for _ in 0..2 {
            other.store.take_in(records()).await.unwrap();
            assert_eq!(other.titles("is:muted").await, muted, "{is_empty}");
            let rules = other.store.mute_rules().await.unwrap();
            let queries: Vec<&str> = rules.iter().map(|rule| rule.query.as_str()).collect();
            assert_eq!(queries, ["sponsored", "study"]);
            assert_eq!(rules[1].matched, 1);
        }
        other.is_sound().await;
    }
}

/// Something that happens to a store.
#[derive(Debug, Clone)]
enum Step {
    Bring(usize, u32, &'static str, &'static str, &'static str),
    Mute(&'static str),
    Unmute(usize),
    Bookmark(usize, bool),
    Tag(usize, bool),
    Rename(usize, &'static str),
    FullText(usize, &'static str),
    Read(usize),
    Undo,
    Redo,
    /// What waits for the index goes there; before, rules are tried one by one.
    Settle,
}

fn step() -> impl Strategy<Value = Step> {
    let words = || {
        prop_oneof![
            Just("Port strike ends"),
            Just("Sponsored strikes"),
            Just("running a bank"),
            Just("The run of the port"),
            Just("sponsored"),
            Just("nothing much"),
        ]
    };
    let rule = prop_oneof![
        Just("strike"),
        Just("title:\"port strike\""),
        Just("sponsored OR author:bank"),
        Just("-run"),
        Just("feed:ledger"),
        Just("feed:ledger -strike"),
        Just("folder:World/Trade port"),
        Just("\"the run of\""),
        Just("\"run of t*\""),
        Just("s*"),
        Just("spons*"),
        Just("lang:en strikes"),
        Just("after:2026-11-22 port"),
        Just("gazette"),
    ];
    prop_oneof![
        8 => (0usize..2, 0u32..6, words(), words(), words())
            .prop_map(|(feed, number, title, text, author)| Step::Bring(feed, number, title, text, author)),
        5 => rule.prop_map(Step::Mute),
        3 => (0usize..4).prop_map(Step::Unmute),
        2 => (0usize..12, any::<bool>()).prop_map(|(which, on)| Step::Bookmark(which, on)),
        2 => (0usize..12, any::<bool>()).prop_map(|(which, on)| Step::Tag(which, on)),
        2 => (0usize..2, prop_oneof![Just("Ledger"), Just("Gazette"), Just("Strike Daily"), Just("")])
            .prop_map(|(feed, title)| Step::Rename(feed, title)),
        1 => (0usize..12, words()).prop_map(|(which, text)| Step::FullText(which, text)),
        1 => (0usize..12).prop_map(Step::Read),
        3 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => Just(Step::Settle),
    ]
}

async fn take(case: &Case, step: Step) {
    let mut known: Vec<ArticleId> = case.ids("").await.into_iter().collect();
    known.extend(case.ids("is:muted").await);
    known.sort_unstable();
    match step {
        Step::Bring(feed, number, title, text, author) => {
            let name = ["Harbour Wire", "Port Ledger"][feed];
            case.bring(feed, name, &[(number, title, text, author)])
                .await;
        }
        Step::Mute(text) => {
            case.mute(text).await;
        }
        Step::Unmute(which) => {
            if let Some(rule) = case.store.mute_rules().await.unwrap().get(which) {
                case.store.unmute(rule.number).await.unwrap();
            }
        }
        Step::Rename(feed, title) => {
            let title = Some(title.to_owned());
            case.store
                .change_feed(case.feeds[feed], title, None)
                .await
                .unwrap();
        }
        Step::Undo => {
            case.store.undo().await.unwrap();
        }
        Step::Redo => {
            case.store.redo().await.unwrap();
        }
        Step::Settle => case.store.settle().await,
        Step::Bookmark(which, on) => {
            if let Some(id) = known.get(which) {
                case.bookmark(*id, on).await;
            }
        }
        Step::Tag(which, on) => {
            if let Some(id) = known.get(which) {
                case.tag(*id, on).await;
            }
        }
        Step::FullText(which, text) => {
            if let Some(id) = known.get(which) {
                let html = format!("<p>{text}</p>");
                case.store
                    .put_full_text(*id, html, text.into(), NOW)
                    .await
                    .unwrap();
            }
        }
        Step::Read(which) => {
            if let Some(id) = known.get(which) {
                let what = Selection::Ids(vec![*id]);
                case.store
                    .mark(what, Flag::Unread, false, NOW)
                    .await
                    .unwrap();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_is_hidden_is_what_the_plain_evaluator_says(steps in proptest::collection::vec(step(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let case = Case::new().await;
            for step in steps {
                take(&case, step).await;
            }
            case.agrees_with_the_evaluator().await;
            assert_eq!(case.store.count(Query::Is(Is::Muted), NOW).await.unwrap(), case.ids("is:muted").await.len() as u64);
            case.store.close().await;
        });
    }
}
