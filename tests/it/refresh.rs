//! Refreshing for real: servers on loopback, the whole pipeline, a store on disk.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use squelch::config::Config;
use squelch::domain::{Feed, FeedId, Health, Query};
use squelch::fetch::{FetchSettings, Fetcher};
use squelch::jobs::Desk;
use squelch::jobs::clock;
use squelch::jobs::due;
use squelch::jobs::import;
use squelch::jobs::refresh::{self, RefreshRequest, RefreshSummary};
use squelch::jobs::subscribe::{self, Subscribed};
use squelch::store::{Settings, Store};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use url::Url;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) struct Bench {
    pub(crate) desk: Desk,
    server: MockServer,
    _home: TempDir,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("squelch.db"), Settings::default()).unwrap();
        let fetcher = Fetcher::new(&FetchSettings {
            total_timeout: 2,
            connect_timeout: 1,
            read_timeout: 1,
            max_body: 100_000,
            ..FetchSettings::default()
        })
        .unwrap();
        let desk = Desk {
            store,
            fetcher,
            config: Arc::new(Config::default()),
            is_offline: false,
        };
        Self {
            desk,
            server: MockServer::start().await,
            _home: home,
        }
    }

    pub(crate) fn url(&self, place: &str) -> Url {
        Url::parse(&format!("{}{place}", self.server.uri())).unwrap()
    }

    pub(crate) async fn serve(&self, place: &str, answer: ResponseTemplate) {
        Mock::given(method("GET"))
            .and(path(place))
            .respond_with(answer)
            .mount(&self.server)
            .await;
    }

    pub(crate) async fn subscribe(&self, place: &str) -> FeedId {
        self.desk
            .store
            .add_feed(self.url(place), None, String::new(), clock::now())
            .await
            .unwrap()
            .0
    }

    pub(crate) async fn refresh(&self, force: bool) -> RefreshSummary {
        let request = RefreshRequest {
            only: None,
            force,
            ..RefreshRequest::default()
        };
        refresh::run(&self.desk, request, |_| (), CancellationToken::new())
            .await
            .unwrap()
    }

    pub(crate) async fn feed(&self, id: FeedId) -> Feed {
        let overview = self.desk.store.overview(clock::now()).await.unwrap();
        overview
            .feeds
            .into_iter()
            .find(|feed| feed.id == id)
            .unwrap()
    }

    pub(crate) async fn articles(&self) -> u64 {
        self.desk
            .store
            .count(Query::All, clock::now())
            .await
            .unwrap()
    }

    pub(crate) async fn asked(&self) -> usize {
        self.server.received_requests().await.unwrap().len()
    }
}

pub(crate) fn rss(title: &str, items: std::ops::Range<usize>) -> String {
    let items: String = items
        .map(|n| {
            format!(
                "<item><title>{title} story {n}</title><link>https://news.example/{title}/{n}</link>\
                 <guid isPermaLink=\"false\">{title}-{n}</guid><description>Text number {n} of {title}.</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title><link>https://news.example/</link>{items}</channel></rss>"
    )
}

pub(crate) fn document(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.to_owned(), "application/rss+xml")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_change_is_asked_for_and_not_sent_again() {
    let bench = Bench::new().await;
    Mock::given(path("/a"))
        .and(header("if-none-match", "\"one\""))
        .respond_with(ResponseTemplate::new(304))
        .expect(1)
        .with_priority(1)
        .mount(&bench.server)
        .await;
    bench
        .serve(
            "/a",
            document(&rss("Ledger", 0..3)).insert_header("etag", "\"one\""),
        )
        .await;
    let feed = bench.subscribe("/a").await;
    let cold = bench.refresh(false).await;
    assert_eq!((cold.fetched, cold.new, cold.failing.len()), (1, 3, 0));
    let again = bench.refresh(false).await;
    assert_eq!(again.fetched, 0, "it is not due yet");
    let warm = bench.refresh(true).await;
    assert_eq!((warm.fetched, warm.new, warm.updated), (1, 0, 0));
    let feed = bench.feed(feed).await;
    assert_eq!(
        (feed.title.as_str(), feed.health.clone(), feed.total),
        ("Ledger", Health::Fine, 3)
    );
    assert!(feed.next_fetch_at > feed.last_success_at);
    assert_eq!(bench.asked().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_feeds_say_why_and_disturb_no_other() {
    let bench = Bench::new().await;
    bench.serve("/good", document(&rss("Good", 0..5))).await;
    bench
        .serve("/cut", document(rss("Cut", 0..5).get(..600).unwrap()))
        .await;
    bench
        .serve(
            "/page",
            ResponseTemplate::new(200).set_body_raw(
                "<!doctype html><html><title>Login</title></html>",
                "text/html",
            ),
        )
        .await;
    bench.serve("/empty", document("")).await;
    bench.serve("/large", document(&"x".repeat(200_000))).await;
    bench
        .serve("/slow", document("").set_delay(Duration::from_secs(10)))
        .await;
    bench.serve("/error", ResponseTemplate::new(500)).await;
    let places = [
        "/good", "/cut", "/page", "/empty", "/large", "/slow", "/error", "/missing",
    ];
    let mut feeds = Vec::new();
    for place in places {
        feeds.push(bench.subscribe(place).await);
    }
    let summary = bench.refresh(false).await;
    assert_eq!(summary.fetched, places.len());
    assert!(
        summary.new >= 6,
        "a feed that breaks off is half a feed: {summary:?}"
    );
    let why = |place: &str| {
        let index = places.iter().position(|known| *known == place).unwrap();
        summary
            .failing
            .iter()
            .find(|failing| failing.feed == feeds[index])
            .map(|failing| failing.why.clone())
    };
    assert_eq!(why("/good"), None);
    assert_eq!(why("/cut"), None);
    assert!(
        why("/page").unwrap().starts_with("not a feed: "),
        "{:?}",
        why("/page")
    );
    assert!(why("/page").unwrap().contains("Login"));
    assert!(why("/empty").unwrap().starts_with("not a feed: "));
    assert_eq!(why("/large").as_deref(), Some("too large: over 97 KiB"));
    assert_eq!(
        why("/slow").as_deref(),
        Some("timeout: nothing came within 1 s")
    );
    assert_eq!(
        why("/error").as_deref(),
        Some("500: the site has an internal error")
    );
    assert_eq!(
        why("/missing").as_deref(),
        Some("404: no such feed any more at this address")
    );
    let health = bench.feed(feeds[6]).await.health;
    assert!(
        matches!(&health, Health::Failing { tries: 1, why, .. } if why.starts_with("500")),
        "{health:?}"
    );
    let asked = bench.asked().await;
    let due = bench.refresh(false).await;
    assert_eq!(
        (due.fetched, bench.asked().await),
        (0, asked),
        "failing feeds wait as well"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_asks_for_quiet_gets_it_until_a_person_insists() {
    let bench = Bench::new().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "3600");
    let mut feeds = Vec::new();
    for place in ["/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8"] {
        bench.serve(place, busy.clone()).await;
        feeds.push(bench.subscribe(place).await);
    }
    let summary = bench.refresh(false).await;
    assert_eq!(summary.fetched + summary.waiting, 8);
    assert!(
        summary.waiting >= 4,
        "four are asked at once at most: {summary:?}"
    );
    assert!(
        summary
            .failing
            .iter()
            .all(|failing| failing.why.starts_with("429: asked to wait until "))
    );
    let asked = bench.asked().await;
    let again = bench.refresh(true).await;
    assert_eq!(
        (again.fetched, bench.asked().await),
        (0, asked),
        "the pause is kept in the store"
    );
    let insist = RefreshRequest {
        only: Some(vec![feeds[0]]),
        force: true,
        ..RefreshRequest::default()
    };
    refresh::run(&bench.desk, insist, |_| (), CancellationToken::new())
        .await
        .unwrap();
    assert_eq!(bench.asked().await, asked + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_gone_is_paused_and_keeps_its_articles() {
    let bench = Bench::new().await;
    Mock::given(path("/a"))
        .respond_with(document(&rss("Old", 0..2)))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&bench.server)
        .await;
    bench.serve("/a", ResponseTemplate::new(410)).await;
    let feed = bench.subscribe("/a").await;
    bench.refresh(false).await;
    bench.refresh(true).await;
    let gone = bench.feed(feed).await;
    assert!(
        matches!(&gone.health, Health::Paused { why, .. } if why.starts_with("410: ")),
        "{:?}",
        gone.health
    );
    assert_eq!(gone.total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_ends_at_once_and_keeps_what_was_stored() {
    let bench = Bench::new().await;
    bench.serve("/quick", document(&rss("Quick", 0..4))).await;
    bench
        .serve("/slow", document("").set_delay(Duration::from_secs(10)))
        .await;
    bench.subscribe("/quick").await;
    bench.subscribe("/slow").await;
    let cancel = CancellationToken::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (record, at_first_story) = (Arc::clone(&seen), cancel.clone());
    let progress = move |progress: refresh::Progress| {
        if progress.new > 0 {
            at_first_story.cancel();
        }
        record.lock().unwrap().push(progress);
    };
    let summary = refresh::run(&bench.desk, RefreshRequest::default(), progress, cancel)
        .await
        .unwrap();
    assert!(summary.cancelled);
    assert_eq!((summary.fetched, summary.new), (1, 4));
    assert_eq!(bench.articles().await, 4);
    let seen = seen.lock().unwrap().clone();
    assert_eq!(
        seen.first().map(|first| (first.done, first.total)),
        Some((0, 2))
    );
    assert_eq!(seen.last().map(|last| (last.done, last.new)), Some((1, 4)));
    let again = bench
        .desk
        .store
        .targets(None, true, clock::now())
        .await
        .unwrap();
    assert_eq!(
        again.len(),
        2,
        "what was not fetched can be fetched at once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offline_desk_asks_nobody() {
    let mut bench = Bench::new().await;
    bench.subscribe("/a").await;
    bench.desk.is_offline = true;
    let refused = refresh::run(
        &bench.desk,
        RefreshRequest::default(),
        |_| (),
        CancellationToken::new(),
    )
    .await;
    assert!(refused.is_err());
    let address = bench.url("/a").to_string();
    assert!(
        subscribe::add(&bench.desk, &address, String::new(), None, clock::now())
            .await
            .is_err()
    );
    assert_eq!(bench.asked().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_of_a_page_is_enough_to_subscribe() {
    let bench = Bench::new().await;
    let page = r#"<html><head><title>Harbour</title><link rel="alternate" type="application/rss+xml" href="/news.xml"></head></html>"#;
    bench
        .serve(
            "/",
            ResponseTemplate::new(200).set_body_raw(page, "text/html"),
        )
        .await;
    bench
        .serve("/news.xml", document(&rss("Harbour Wire", 0..7)))
        .await;
    // Without a scheme https comes first, which this server does not speak.
    let typed = bench.server.address().to_string();
    let added = subscribe::add(
        &bench.desk,
        &typed,
        "World/Ports".to_owned(),
        None,
        clock::now(),
    )
    .await
    .unwrap();
    let Subscribed::Added(added) = added else {
        panic!("{added:?}")
    };
    assert_eq!(
        (added.title.as_str(), added.new_articles, added.is_known),
        ("Harbour Wire", 7, false)
    );
    assert_eq!(added.url, bench.url("/news.xml"));
    let again = subscribe::add(
        &bench.desk,
        bench.url("/news.xml").as_str(),
        String::new(),
        None,
        clock::now(),
    )
    .await;
    assert!(
        matches!(again.unwrap(), Subscribed::Added(again) if again.is_known && again.feed == added.feed)
    );
    let (opml, _) = import::export_opml(&bench.desk, clock::now())
        .await
        .unwrap();
    assert!(
        opml.contains("<outline text=\"Ports\" title=\"Ports\">") && opml.contains("/news.xml"),
        "{opml}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_page_offers_several_feeds_the_person_chooses() {
    let bench = Bench::new().await;
    let page = r#"<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
        <link rel="alternate" type="application/atom+xml" href="/main.xml"><link rel="alternate" type="application/rss+xml" href="/gone.xml">"#;
    bench
        .serve(
            "/blog",
            ResponseTemplate::new(200)
                .set_body_raw(format!("<html><head>{page}</head></html>"), "text/html"),
        )
        .await;
    bench.serve("/main.xml", document(&rss("Main", 0..3))).await;
    bench
        .serve("/comments/feed/", document(&rss("Comments on Main", 0..9)))
        .await;
    let found = subscribe::add(
        &bench.desk,
        bench.url("/blog").as_str(),
        String::new(),
        None,
        clock::now(),
    )
    .await
    .unwrap();
    let Subscribed::Choose(candidates) = found else {
        panic!("{found:?}")
    };
    let offered: Vec<_> = candidates
        .iter()
        .map(|c| (c.url.path(), c.title.as_deref(), c.entries))
        .collect();
    assert_eq!(
        offered,
        [
            ("/main.xml", Some("Main"), Some(3)),
            ("/comments/feed/", Some("Comments on Main"), Some(9))
        ]
    );
    let chosen = candidates.into_iter().next().unwrap();
    let added =
        subscribe::add_candidate(&bench.desk, chosen, String::new(), Some("Mine".to_owned()))
            .await
            .unwrap();
    assert_eq!(
        (
            added.new_articles,
            bench.feed(added.feed).await.title.as_str()
        ),
        (3, "Mine")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_names_no_feed_is_searched_and_then_described() {
    let bench = Bench::new().await;
    let page = ResponseTemplate::new(200)
        .set_body_raw("<html><title>Plain site</title></html>", "text/html");
    bench.serve("/blog/", page.clone()).await;
    bench.serve("/bare", page).await;
    bench
        .serve("/blog/atom.xml", document(&rss("Hidden", 0..1)))
        .await;
    let added = subscribe::add(
        &bench.desk,
        bench.url("/blog/").as_str(),
        String::new(),
        None,
        clock::now(),
    )
    .await
    .unwrap();
    assert!(matches!(added, Subscribed::Added(added) if added.title == "Hidden"));
    let error = subscribe::add(
        &bench.desk,
        bench.url("/bare").as_str(),
        String::new(),
        None,
        clock::now(),
    )
    .await
    .unwrap_err();
    let sentence = error.to_string();
    assert!(
        sentence.starts_with("no feed found at ") && sentence.contains("Plain site"),
        "{sentence}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_list_is_subscribed_to_once() {
    let bench = Bench::new().await;
    let opml = br#"<opml><body><outline text="Tech"><outline xmlUrl="https://a.example/feed" text="A"/>
        <outline xmlUrl="file:///etc/passwd"/></outline><outline xmlUrl="https://b.example/feed"/></body></opml>"#;
    let first = import::document(&bench.desk, opml).await.unwrap();
    assert_eq!(
        (first.added, first.already, first.left_out.len()),
        (2, 0, 1)
    );
    let second = import::document(&bench.desk, opml).await.unwrap();
    assert_eq!((second.added, second.already), (0, 2));
    assert!(
        import::document(&bench.desk, b"<html></html>")
            .await
            .unwrap_err()
            .to_string()
            .starts_with("not OPML: ")
    );
}

#[tokio::test]
async fn feeds_are_waited_for_until_one_is_due_and_taken_a_few_at_a_time() {
    let bench = Bench::new().await;
    for place in ["/a", "/b", "/c"] {
        bench
            .serve(
                place,
                ResponseTemplate::new(200).set_body_string(rss("due", 0..1)),
            )
            .await;
        bench.subscribe(place).await;
    }
    // Never fetched, so due.
    due::wait(&bench.desk, Duration::ZERO).await.unwrap();
    let few = RefreshRequest {
        most: Some(2),
        ..RefreshRequest::default()
    };
    let turn = || refresh::run(&bench.desk, few.clone(), |_| (), CancellationToken::new());
    assert_eq!(turn().await.unwrap().fetched, 2);
    assert_eq!(turn().await.unwrap().fetched, 1);
    assert_eq!(turn().await.unwrap().fetched, 0);
    // All were fetched just now: none is due within the shortest interval.
    let nothing = due::wait(&bench.desk, Duration::ZERO);
    let waited = tokio::time::timeout(Duration::from_millis(200), nothing).await;
    assert!(waited.is_err(), "nothing is due");
}
