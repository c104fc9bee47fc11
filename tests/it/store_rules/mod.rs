//! The rules for data, row by row, on real files: here dates, lists and small things, the others in a file a theme.

mod changes;
mod fetching;
mod identity;

use squelch::domain::query::{Is, Query};
use squelch::domain::{ArticleId, Entry, FeedId, Flag, Health, Timestamp};
use squelch::store::{
    FetchOutcome, Fetched, PageRequest, SearchRequest, SearchSort, Selection, Settings, Sort, Store,
};
use tempfile::TempDir;
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

struct Case {
    folder: TempDir,
    store: Store,
    feed: FeedId,
}

impl Case {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
        let (feed, is_new) = store
            .add_feed(url("https://wire.example/feed"), None, "World".into(), NOW)
            .await
            .unwrap();
        assert!(is_new);
        Self {
            folder,
            store,
            feed,
        }
    }

    async fn reopen(self) -> Self {
        let Self {
            folder,
            store,
            feed,
        } = self;
        store.close().await;
        drop(store);
        let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
        Self {
            folder,
            store,
            feed,
        }
    }

    async fn bring(&self, at: Timestamp, entries: Vec<Entry>) -> (usize, usize) {
        self.bring_moved(at, entries, None).await
    }

    async fn bring_moved(
        &self,
        at: Timestamp,
        entries: Vec<Entry>,
        moved_to: Option<&str>,
    ) -> (usize, usize) {
        let applied = self
            .store
            .apply(vec![Fetched {
                feed: self.feed,
                at,
                next_at: at.plus(HOUR),
                interval: None,
                outcome: FetchOutcome::Document {
                    etag: Some("\"e\"".into()),
                    last_modified: None,
                    title: Some("Harbour Wire".into()),
                    site: None,
                    language: None,
                    icon: None,
                    entries,
                },
                moved_to: moved_to.map(url),
                host_pause: None,
            }])
            .await
            .unwrap();
        (applied[0].new, applied[0].updated)
    }

    async fn fail(
        &self,
        at: Timestamp,
        outcome: FetchOutcome,
        host_pause: Option<(String, Timestamp)>,
    ) {
        self.store
            .apply(vec![Fetched {
                feed: self.feed,
                at,
                next_at: at.plus(HOUR),
                interval: None,
                outcome,
                moved_to: None,
                host_pause,
            }])
            .await
            .unwrap();
    }

    async fn titles(&self, query: Query) -> Vec<String> {
        let request = PageRequest {
            query,
            sort: Sort::Newest,
            after: None,
            limit: 500,
            now: NOW,
        };
        let page = self.store.page(request).await.unwrap();
        page.rows.into_iter().map(|row| row.title).collect()
    }

    async fn id(&self, title: &str) -> ArticleId {
        let request = PageRequest {
            query: Query::All,
            sort: Sort::Newest,
            after: None,
            limit: 500,
            now: NOW,
        };
        let page = self.store.page(request).await.unwrap();
        page.rows
            .into_iter()
            .find(|row| row.title == title)
            .unwrap()
            .id
    }

    async fn mark(&self, title: &str, flag: Flag, on: bool) {
        let ids = vec![self.id(title).await];
        assert!(
            self.store
                .mark(Selection::Ids(ids), flag, on, NOW)
                .await
                .unwrap()
                .is_some()
        );
    }

    async fn health(&self) -> Health {
        self.store.overview(NOW).await.unwrap().feeds[0]
            .health
            .clone()
    }

    async fn due(&self, now: Timestamp) -> usize {
        let targets = self.store.targets(None, false, now).await.unwrap();
        let feeds = targets.iter().map(|target| target.feed).collect();
        self.store.release(feeds).await.unwrap();
        targets.len()
    }

    async fn found(&self, words: &str) -> Vec<String> {
        self.store.close().await;
        let store =
            Store::open(&self.folder.path().join("squelch.db"), Settings::default()).unwrap();
        let context = squelch::domain::query::ParseContext {
            now: NOW,
            zone: jiff::tz::TimeZone::UTC,
            is_typing: false,
        };
        let request = SearchRequest {
            query: squelch::domain::query::parse(words, &context).unwrap(),
            sort: SearchSort::Relevance,
            skip: 0,
            limit: 50,
            now: NOW,
        };
        let result = store.search(request).await.unwrap();
        result
            .hits
            .into_iter()
            .map(|hit| hit.headline.title)
            .collect()
    }
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn entry(guid: &str, title: &str, hours_ago: i64) -> Entry {
    Entry {
        guid: Some(guid.into()),
        title: title.into(),
        link: Some(url(&format!("https://wire.example/{guid}"))),
        published: Some(NOW.plus(-hours_ago * HOUR)),
        text: format!("The story of {title}."),
        content: Some(format!("<p>The story of {title}.</p>")),
        ..Entry::default()
    }
}

fn unread() -> Query {
    Query::Is(Is::Unread)
}

#[tokio::test]
async fn dates_in_the_future_are_clamped_and_ancient_ones_arrive_unread() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1)]).await;
    let mut undated = entry("3", "Undated", 0);
    undated.published = None;
    undated.published_text = Some("last Tuesday or so".into());
    case.bring(
        NOW.plus(HOUR),
        vec![
            entry("2", "Tomorrow", -48),
            undated,
            entry("4", "Ancient", 24 * 365 * 30),
        ],
    )
    .await;
    assert_eq!(
        case.titles(unread()).await,
        ["Tomorrow", "Undated", "Port", "Ancient"]
    );
    let undated = case
        .store
        .article(case.id("Undated").await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        undated.published_text.as_deref(),
        Some("last Tuesday or so")
    );
    assert_eq!(undated.headline.sorted_at, NOW.plus(HOUR));
    let tomorrow = case
        .store
        .article(case.id("Tomorrow").await)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(tomorrow.headline.sorted_at, NOW.plus(HOUR));
}

#[tokio::test]
async fn of_a_first_fetch_the_newest_twenty_are_unread() {
    let case = Case::new().await;
    let entries = (0..50)
        .map(|n| entry(&n.to_string(), &format!("Story {n}"), n))
        .collect();
    case.bring(NOW, entries).await;
    let shown = case.titles(unread()).await;
    assert_eq!(shown.len(), 20);
    assert_eq!(shown[0], "Story 0");
    assert_eq!(shown[19], "Story 19");
    let later = (50..90)
        .map(|n| entry(&n.to_string(), &format!("Story {n}"), n))
        .collect();
    case.bring(NOW.plus(HOUR), later).await;
    assert_eq!(case.titles(unread()).await.len(), 60);
}

#[tokio::test]
async fn equal_dates_keep_the_order_of_the_document() {
    let case = Case::new().await;
    let entries = (0..2_100)
        .map(|n| entry(&n.to_string(), &format!("Story {n}"), 1))
        .collect();
    case.bring(NOW, entries).await;
    let shown = case.titles(Query::All).await;
    assert_eq!(shown.len(), 500);
    let overview = case.store.overview(NOW).await.unwrap();
    assert_eq!(overview.counts.total, 2_100);
}

#[tokio::test]
async fn what_was_stored_is_found_by_its_words_and_updates_are_found_too() {
    let case = Case::new().await;
    case.bring(
        NOW,
        vec![
            entry("1", "Port strike ends", 1),
            entry("2", "Bank holds", 2),
        ],
    )
    .await;
    assert_eq!(case.found("strike").await, ["Port strike ends"]);
    let case = case.reopen().await;
    let mut changed = entry("2", "Bank holds", 2);
    changed.text = "A surprising cut.".into();
    case.bring(NOW.plus(HOUR), vec![changed]).await;
    assert_eq!(case.found("surprising").await, ["Bank holds"]);
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    let case = Case::new().await;
    let entries = (0..95)
        .map(|n| entry(&n.to_string(), &format!("Story {n}"), n / 7))
        .collect();
    case.bring(NOW, entries).await;
    for sort in [Sort::Newest, Sort::Oldest] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let request = PageRequest {
                query: Query::All,
                sort,
                after,
                limit: 10,
                now: NOW,
            };
            let page = case.store.page(request).await.unwrap();
            seen.extend(page.rows.iter().map(|row| row.id));
            after = seen.last().copied();
            if !page.has_more {
                break;
            }
        }
        assert_eq!(seen.len(), 95);
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        if sort == Sort::Newest {
            sorted.reverse();
        }
        assert_eq!(seen, sorted);
    }
}

#[tokio::test]
async fn small_things_are_kept_by_key() {
    let case = Case::new().await;
    case.store
        .put_memory("pane".into(), "24".into())
        .await
        .unwrap();
    case.store
        .save_search("Ports".into(), "port".into())
        .await
        .unwrap();
    case.store
        .save_search("Ports".into(), "port strike".into())
        .await
        .unwrap();
    let case = case.reopen().await;
    assert_eq!(
        case.store.memory("pane".into()).await.unwrap().as_deref(),
        Some("24")
    );
    let overview = case.store.overview(NOW).await.unwrap();
    assert_eq!(
        overview.saved_searches,
        [("Ports".to_owned(), "port strike".to_owned())]
    );
}

#[tokio::test]
async fn extreme_dates_are_stored_and_listed_without_a_panic() {
    let case = Case::new().await;
    let dated = |guid: &str, seconds: i64| Entry {
        published: Some(Timestamp::from_seconds(seconds)),
        ..entry(guid, guid, 0)
    };
    let entries = vec![
        dated("farthest future", i64::MAX),
        dated("farthest past", i64::MIN),
        dated("year one", -62_135_596_800),
        dated("epoch", 0),
    ];
    assert_eq!(case.bring(NOW, entries).await, (4, 0));
    assert_eq!(
        case.titles(Query::All).await,
        ["farthest future", "epoch", "year one", "farthest past"]
    );
    let now = Timestamp::from_seconds(i64::MAX);
    assert_eq!(
        case.bring(now, vec![entry("late", "Late", 0)]).await,
        (1, 0)
    );
}

#[tokio::test]
async fn feeds_without_a_title_are_told_apart_by_their_addresses() {
    let case = Case::new().await;
    for (address, name) in [
        ("https://hub.example/a/feed.xml", "hub.example/a/feed.xml"),
        (
            "https://hub.example:8443/b/?kind=rss",
            "hub.example:8443/b/?kind=rss",
        ),
        ("http://bare.example/", "bare.example"),
    ] {
        let address = url(address);
        assert_eq!(squelch::domain::short_address(&address), name);
        let (id, _) = case
            .store
            .add_feed(address, None, String::new(), NOW)
            .await
            .unwrap();
        let overview = case.store.overview(NOW).await.unwrap();
        let feed = overview.feeds.iter().find(|feed| feed.id == id).unwrap();
        assert_eq!((feed.title.as_str(), feed.is_renamed), (name, false));
    }
}
