//! The rules for data, row by row, on real files.

use squelch::domain::query::{Is, Query};
use squelch::domain::{ArticleId, Entry, FeedId, Flag, Health, Timestamp};
use squelch::store::{
    FetchOutcome, Fetched, PageRequest, SearchRequest, SearchSort, Selection, Settings, Sort,
    Store, StoreError,
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
async fn a_guid_identifies_within_its_feed_only() {
    let case = Case::new().await;
    let (other, _) = case
        .store
        .add_feed(url("https://ledger.example/feed"), None, String::new(), NOW)
        .await
        .unwrap();
    assert_eq!(case.bring(NOW, vec![entry("1", "Port", 1)]).await, (1, 0));
    let other = Case {
        feed: other,
        ..case
    };
    assert_eq!(other.bring(NOW, vec![entry("1", "Bank", 1)]).await, (1, 0));
    assert_eq!(other.titles(Query::All).await.len(), 2);
}

#[tokio::test]
async fn a_repeated_guid_in_one_document_is_told_apart_by_its_link() {
    let case = Case::new().await;
    let mut two = entry("1", "Two", 2);
    two.link = Some(url("https://wire.example/two"));
    assert_eq!(
        case.bring(NOW, vec![entry("1", "One", 1), two]).await,
        (2, 0)
    );
}

#[tokio::test]
async fn a_changed_guid_on_the_same_canonical_link_is_an_alias() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1), entry("2", "Bank", 2)])
        .await;
    case.mark("Port", Flag::Unread, false).await;
    let mut again = entry("one-b", "Port", 1);
    again.link = Some(url("http://www.wire.example/1/?utm_source=rss"));
    assert_eq!(
        case.bring(NOW.plus(HOUR), vec![again.clone()]).await,
        (0, 0)
    );
    assert_eq!(case.titles(unread()).await, ["Bank"]);
    // The alias holds when the link changes too.
    again.link = Some(url("https://wire.example/elsewhere"));
    assert_eq!(case.bring(NOW.plus(2 * HOUR), vec![again]).await, (0, 0));
}

#[tokio::test]
async fn a_changed_guid_and_link_under_the_same_title_and_day_is_an_alias() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1)]).await;
    assert_eq!(
        case.bring(NOW.plus(HOUR), vec![entry("9", "Port", 1)])
            .await,
        (0, 0)
    );
    // A daily column of the same title is a new article each day.
    assert_eq!(
        case.bring(NOW.plus(DAY), vec![entry("10", "Port", -23)])
            .await,
        (1, 0)
    );
}

#[tokio::test]
async fn an_updated_article_stays_read_in_place_and_keeps_its_date() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 5), entry("2", "Bank", 2)])
        .await;
    case.mark("Port", Flag::Unread, false).await;
    let id = case.id("Port").await;
    for round in 0..8 {
        let mut changed = entry("1", "Port", 1);
        changed.text = format!("Round {round}.");
        assert_eq!(
            case.bring(NOW.plus(HOUR + round), vec![changed]).await,
            (0, 1)
        );
    }
    let article = case.store.article(id).await.unwrap().unwrap();
    assert_eq!(article.text, "Round 7.");
    assert_eq!(article.published, Some(NOW.plus(-5 * HOUR)));
    assert!(!article.headline.is_unread);
    assert_eq!(case.titles(Query::All).await, ["Bank", "Port"]);
    let kept = case.store.versions(id).await.unwrap();
    let texts: Vec<&str> = kept.iter().map(|version| version.text.as_str()).collect();
    assert_eq!(
        texts,
        ["Round 6.", "Round 5.", "Round 4.", "Round 3.", "Round 2."]
    );
    assert_eq!(kept[0].replaced_at, NOW.plus(HOUR + 7));
    assert_eq!(case.store.version_count(id).await.unwrap(), 5);
    let path = case.folder.path().join("squelch.db");
    case.store.close().await;
    let versions: i64 = rusqlite::Connection::open(path)
        .unwrap()
        .query_row("SELECT count(*) FROM version", [], |row| row.get(0))
        .unwrap();
    assert_eq!(versions, 5);
}

#[tokio::test]
async fn white_space_alone_is_no_update() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1)]).await;
    let mut same = entry("1", "Port", 1);
    same.text = "The  story of\n\nPort.".into();
    assert_eq!(case.bring(NOW, vec![same]).await, (0, 0));
}

#[tokio::test]
async fn leaving_the_feed_is_not_deletion() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1), entry("2", "Bank", 2)])
        .await;
    case.bring(NOW.plus(HOUR), vec![]).await;
    assert_eq!(case.titles(Query::All).await, ["Port", "Bank"]);
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
async fn a_permanent_redirect_is_adopted_after_agreeing_fetches_over_days() {
    let case = Case::new().await;
    let there = "https://news.wire.example/feed";
    let stories = || vec![entry("1", "Port", 1)];
    case.bring(NOW, stories()).await;
    let address = async |case: &Case| {
        case.store.overview(NOW).await.unwrap().feeds[0]
            .url
            .to_string()
    };
    for hours in [1, 2, 3, 4] {
        case.bring_moved(NOW.plus(hours * HOUR), stories(), Some(there))
            .await;
        assert_eq!(
            address(&case).await,
            "https://wire.example/feed",
            "after {hours} hours"
        );
    }
    // A target that shares no article is another feed, however long it is offered.
    case.bring_moved(
        NOW.plus(3 * DAY),
        vec![entry("x", "Parked domain", 1)],
        Some(there),
    )
    .await;
    assert_eq!(address(&case).await, "https://wire.example/feed");
    case.bring_moved(NOW.plus(3 * DAY + HOUR), stories(), Some(there))
        .await;
    assert_eq!(address(&case).await, there);
}

#[tokio::test]
async fn gone_pauses_the_feed_with_a_notice_until_the_person_asks() {
    let case = Case::new().await;
    case.fail(
        NOW,
        FetchOutcome::Gone {
            why: "410: gone for good".into(),
        },
        None,
    )
    .await;
    assert_eq!(
        case.health().await,
        Health::Paused {
            why: "410: gone for good".into(),
            by_person: false,
        }
    );
    assert_eq!(case.due(NOW.plus(30 * DAY)).await, 0);
    let asked = case
        .store
        .targets(Some(vec![case.feed]), true, NOW)
        .await
        .unwrap();
    assert_eq!(asked.len(), 1);
}

#[tokio::test]
async fn failures_are_counted_and_success_forgets_them() {
    let case = Case::new().await;
    for round in 0..3 {
        case.fail(
            NOW.plus(round),
            FetchOutcome::Failed {
                why: "404: not there".into(),
            },
            None,
        )
        .await;
    }
    assert_eq!(
        case.health().await,
        Health::Failing {
            since: NOW,
            tries: 3,
            why: "404: not there".into()
        }
    );
    assert_eq!(case.due(NOW.plus(60)).await, 0);
    assert_eq!(case.due(NOW.plus(2 * HOUR)).await, 1);
    case.bring(NOW.plus(2 * HOUR), vec![]).await;
    assert_eq!(case.health().await, Health::Fine);
}

#[tokio::test]
async fn a_host_that_asks_to_wait_is_left_alone_by_all_its_feeds_also_after_a_restart() {
    let case = Case::new().await;
    case.store
        .add_feed(url("https://wire.example/other"), None, String::new(), NOW)
        .await
        .unwrap();
    let pause = ("wire.example".to_owned(), NOW.plus(3 * HOUR));
    case.fail(
        NOW,
        FetchOutcome::Failed {
            why: "429: asked to wait".into(),
        },
        Some(pause),
    )
    .await;
    let case = case.reopen().await;
    assert_eq!(case.due(NOW.plus(2 * HOUR)).await, 0);
    assert_eq!(case.due(NOW.plus(4 * HOUR)).await, 2);
}

#[tokio::test]
async fn validators_come_back_verbatim() {
    let case = Case::new().await;
    case.bring(NOW, vec![]).await;
    let targets = case.store.targets(None, true, NOW).await.unwrap();
    assert_eq!(targets[0].etag.as_deref(), Some("\"e\""));
}

#[tokio::test]
async fn a_feed_being_fetched_is_leased() {
    let case = Case::new().await;
    assert_eq!(case.store.targets(None, true, NOW).await.unwrap().len(), 1);
    assert_eq!(case.store.targets(None, true, NOW).await.unwrap().len(), 0);
    case.bring(NOW, vec![]).await;
    assert_eq!(case.store.targets(None, true, NOW).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_person_did_is_undone_and_redone_also_after_a_restart() {
    let case = Case::new().await;
    let entries = (0..5)
        .map(|n| entry(&n.to_string(), &format!("Story {n}"), n))
        .collect();
    case.bring(NOW, entries).await;
    let all = Selection::Matching {
        query: Query::All,
        now: NOW,
    };
    let change = case
        .store
        .mark(all, Flag::Unread, false, NOW)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (change.count, change.label.as_str()),
        (5, "marked 5 articles read")
    );
    case.mark("Story 3", Flag::Bookmarked, true).await;
    let case = case.reopen().await;
    assert_eq!(
        case.store.undo().await.unwrap().unwrap().label,
        "bookmarked 1 article"
    );
    assert_eq!(case.store.undo().await.unwrap().unwrap().count, 5);
    assert_eq!(case.store.undo().await.unwrap(), None);
    assert_eq!(case.titles(unread()).await.len(), 5);
    assert!(case.titles(Query::Is(Is::Bookmarked)).await.is_empty());
    assert_eq!(case.store.redo().await.unwrap().unwrap().count, 5);
    assert!(case.titles(unread()).await.is_empty());
    // Something new forgets what could be redone.
    case.mark("Story 1", Flag::Unread, true).await;
    assert_eq!(case.store.redo().await.unwrap(), None);
}

#[tokio::test]
async fn removing_a_feed_keeps_its_bookmarks_and_can_be_undone() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1), entry("2", "Bank", 2)])
        .await;
    case.mark("Port", Flag::Bookmarked, true).await;
    case.store.remove_feed(case.feed).await.unwrap();
    assert_eq!(case.titles(Query::All).await, ["Port"]);
    assert!(case.titles(unread()).await.is_empty());
    assert!(case.store.overview(NOW).await.unwrap().feeds.is_empty());
    assert!(matches!(
        case.store.remove_feed(case.feed).await,
        Err(StoreError::NoFeed)
    ));
    case.store.undo().await.unwrap().unwrap();
    assert_eq!(case.titles(unread()).await, ["Port", "Bank"]);
}

#[tokio::test]
async fn subscribing_again_brings_the_articles_back_as_they_were_read() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1), entry("2", "Bank", 2)])
        .await;
    case.store.remove_feed(case.feed).await.unwrap();
    let (feed, is_new) = case
        .store
        .add_feed(url("https://wire.example/feed"), None, String::new(), NOW)
        .await
        .unwrap();
    assert_eq!((feed, is_new), (case.feed, true));
    case.bring(
        NOW.plus(HOUR),
        vec![entry("1", "Port", 1), entry("3", "New", 0)],
    )
    .await;
    assert_eq!(case.titles(unread()).await, ["New"]);
    assert_eq!(case.titles(Query::All).await.len(), 3);
}

#[tokio::test]
async fn renaming_and_moving_a_feed_can_be_undone() {
    let case = Case::new().await;
    case.bring(NOW, vec![]).await;
    let feed = async |case: &Case| case.store.overview(NOW).await.unwrap().feeds[0].clone();
    case.store
        .change_feed(case.feed, Some("Docks".into()), Some("Tech/Ports".into()))
        .await
        .unwrap();
    let renamed = feed(&case).await;
    assert_eq!(
        (renamed.title.as_str(), renamed.folder.as_str()),
        ("Docks", "Tech/Ports")
    );
    case.store
        .change_feed(case.feed, Some(String::new()), None)
        .await
        .unwrap();
    assert_eq!(feed(&case).await.title, "Harbour Wire");
    case.store.undo().await.unwrap();
    case.store.undo().await.unwrap();
    let back = feed(&case).await;
    assert_eq!(
        (back.title.as_str(), back.folder.as_str(), back.is_renamed),
        ("Harbour Wire", "World", false)
    );
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
async fn the_builtin_feed_comes_once_and_stays_away_when_removed() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    let add = async || {
        store
            .add_builtin("Welcome".into(), || vec![entry("1", "Hello", 1)], NOW)
            .await
            .unwrap()
    };
    assert!(add().await);
    assert!(!add().await);
    let feed = store.overview(NOW).await.unwrap().feeds[0].clone();
    assert!(feed.is_builtin && feed.unread == 1);
    assert!(store.targets(None, true, NOW).await.unwrap().is_empty());
    store.remove_feed(feed.id).await.unwrap();
    assert!(!add().await);
}

#[tokio::test]
async fn entries_that_share_guid_and_link_are_told_apart_by_their_text() {
    let case = Case::new().await;
    let entries = || {
        let same = |number: i64| Entry {
            text: format!("Report {number}."),
            ..entry("1", &format!("Report {number}"), number)
        };
        (1..=3).map(same).collect::<Vec<_>>()
    };
    assert_eq!(case.bring(NOW, entries()).await, (3, 0));
    assert_eq!(case.bring(NOW.plus(HOUR), entries()).await, (0, 0));
}

#[tokio::test]
async fn an_entry_repeated_in_a_document_is_one_article_and_no_update() {
    let case = Case::new().await;
    let twice = || vec![entry("1", "Port", 1), entry("1", "Port", 1)];
    assert_eq!(case.bring(NOW, twice()).await, (1, 0));
    assert_eq!(case.bring(NOW.plus(HOUR), twice()).await, (0, 0));
    assert_eq!(case.titles(Query::All).await, ["Port"]);
}

#[tokio::test]
async fn two_entries_of_a_document_stay_two_where_one_is_known_by_another_guid() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("old", "Update", 1)]).await;
    assert_eq!(
        case.bring(NOW.plus(HOUR), vec![entry("new", "Update", 1)])
            .await,
        (0, 0)
    );
    let both = || vec![entry("other", "Update", 0), entry("new", "Update", 1)];
    assert_eq!(case.bring(NOW.plus(2 * HOUR), both()).await, (1, 0));
    assert_eq!(case.bring(NOW.plus(3 * HOUR), both()).await, (0, 0));
    assert_eq!(case.titles(Query::All).await, ["Update", "Update"]);
}

#[tokio::test]
async fn a_bookmark_keeps_an_article_of_a_removed_feed_only_while_it_is_set() {
    let case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 1), entry("2", "Bank", 2)])
        .await;
    case.mark("Port", Flag::Bookmarked, true).await;
    case.store.remove_feed(case.feed).await.unwrap();
    case.mark("Port", Flag::Bookmarked, false).await;
    assert!(case.titles(Query::All).await.is_empty());
    case.store.undo().await.unwrap().unwrap();
    assert_eq!(case.titles(Query::All).await, ["Port"]);
    // Subscribing again ends it: both are in sight, whatever their bookmark.
    case.store.redo().await.unwrap().unwrap();
    case.store
        .add_feed(url("https://wire.example/feed"), None, String::new(), NOW)
        .await
        .unwrap();
    assert_eq!(case.titles(Query::All).await, ["Port", "Bank"]);
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
async fn a_feed_that_cannot_be_stored_undoes_no_other() {
    let case = Case::new().await;
    let (other, _) = case
        .store
        .add_feed(url("https://other.example/feed"), None, String::new(), NOW)
        .await
        .unwrap();
    // Whatever it may be that the store refuses about one article.
    rusqlite::Connection::open(case.folder.path().join("squelch.db"))
        .unwrap()
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON article WHEN new.title = 'Refused' \
             BEGIN SELECT RAISE(ABORT, 'refused'); END;",
        )
        .unwrap();
    let fetched = |feed, entries| Fetched {
        feed,
        at: NOW,
        next_at: NOW.plus(HOUR),
        interval: None,
        outcome: FetchOutcome::Document {
            etag: None,
            last_modified: None,
            title: None,
            site: None,
            language: None,
            icon: None,
            entries,
        },
        moved_to: None,
        host_pause: None,
    };
    let refused = vec![entry("1", "Half", 1), entry("2", "Refused", 2)];
    let applied = case
        .store
        .apply(vec![
            fetched(case.feed, refused),
            fetched(other, vec![entry("1", "Kept", 3)]),
        ])
        .await
        .unwrap();
    assert_eq!(
        applied.iter().map(|feed| feed.new).collect::<Vec<_>>(),
        [0, 1]
    );
    assert_eq!(case.titles(Query::All).await, ["Kept"]);
    let overview = case.store.overview(NOW).await.unwrap();
    let health = |id| {
        overview
            .feeds
            .iter()
            .find(|feed| feed.id == id)
            .map(|feed| &feed.health)
    };
    assert!(
        matches!(health(case.feed), Some(Health::Failing { why, .. }) if why.contains("refused")),
        "{:?}",
        health(case.feed)
    );
    assert_eq!(health(other), Some(&Health::Fine));
}

#[tokio::test]
async fn a_bookmark_remembers_when_it_was_made_also_when_its_removal_is_undone() {
    let case = Case::new().await;
    case.bring(NOW.plus(-9 * DAY), vec![entry("1", "Port", 300)])
        .await;
    let bookmarked_at = || {
        rusqlite::Connection::open(case.folder.path().join("squelch.db"))
            .unwrap()
            .query_row("SELECT at FROM bookmark", [], |row| row.get::<_, i64>(0))
            .ok()
    };
    let ids = || async { Selection::Ids(vec![case.id("Port").await]) };
    let case = &case;
    let mark = |on, at| async move {
        let marked = case.store.mark(ids().await, Flag::Bookmarked, on, at).await;
        assert!(marked.unwrap().is_some());
    };
    mark(true, NOW).await;
    assert_eq!(bookmarked_at(), Some(NOW.seconds()));
    mark(false, NOW.plus(DAY)).await;
    assert_eq!(bookmarked_at(), None);
    case.store.undo().await.unwrap();
    assert_eq!(bookmarked_at(), Some(NOW.seconds()));
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

#[tokio::test]
async fn tags_are_given_taken_off_and_undone_also_after_a_restart() {
    let mut case = Case::new().await;
    case.bring(NOW, vec![entry("1", "Port", 5), entry("2", "Bank", 2)])
        .await;
    let port = Selection::Ids(vec![case.id("Port").await]);
    let tagged = || Query::Tag("work".into());
    let change = case.store.tag(port.clone(), "Work".into(), true).await;
    assert_eq!(change.unwrap().unwrap().label, "tagged 1 article `Work`");
    assert_eq!(case.titles(tagged()).await, ["Port"]);

    // Another spelling of the tag is the same tag, and what has it already is not tagged again.
    let all = Selection::Matching {
        query: Query::All,
        now: NOW,
    };
    let change = case.store.tag(all.clone(), "work".into(), true).await;
    assert_eq!(change.unwrap().unwrap().count, 1);
    assert_eq!(case.titles(tagged()).await, ["Bank", "Port"]);
    assert_eq!(
        case.store.tag(all, "WORK".into(), true).await.unwrap(),
        None
    );
    assert_eq!(case.store.overview(NOW).await.unwrap().tags, ["Work"]);

    case = case.reopen().await;
    case.store.undo().await.unwrap().unwrap();
    assert_eq!(case.titles(tagged()).await, ["Port"]);
    let change = case.store.tag(port, "work".into(), false).await;
    assert_eq!(
        change.unwrap().unwrap().label,
        "took the tag `Work` off 1 article"
    );
    assert!(case.titles(tagged()).await.is_empty());
    case.store.undo().await.unwrap().unwrap();
    assert_eq!(case.titles(tagged()).await, ["Port"]);
    case.store.redo().await.unwrap().unwrap();
    assert!(case.titles(tagged()).await.is_empty());
}
