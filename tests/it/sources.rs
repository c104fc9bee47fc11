//! What a person does with a source that is there: pausing it, and telling where it is now.

use squelch::domain::{FeedId, Health, Query};
use squelch::jobs::refresh::{self, RefreshRequest};
use squelch::jobs::{clock, posted, subscribe};
use squelch::store::StoreError;
use squelch::ui::{Effect, Msg};
use tokio_util::sync::CancellationToken;
use wiremock::ResponseTemplate;

use super::refresh::{Bench, document, rss};
use super::stage::{self, Stage};

async fn health(bench: &Bench, feed: FeedId) -> Health {
    bench.feed(feed).await.health
}

fn paused() -> Health {
    Health::Paused {
        why: "paused by you".to_owned(),
        by_person: true,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_source_is_fetched_when_the_person_asks_for_it_and_at_no_other_time() {
    let bench = Bench::new().await;
    bench.serve("/a", document(&rss("Wire", 0..3))).await;
    let feed = bench.subscribe("/a").await;
    let store = &bench.desk.store;
    let change = store.pause_feed(feed, true).await.unwrap().unwrap();
    assert!(change.label.starts_with("paused "), "{}", change.label);
    assert_eq!(health(&bench, feed).await, paused());
    assert!(!paused().is_failing(), "nothing is wrong with it");
    assert_eq!(store.pause_feed(feed, true).await.unwrap(), None);

    assert_eq!(bench.refresh(false).await.fetched, 0);
    assert_eq!(bench.refresh(true).await.fetched, 0, "all is not this one");
    assert_eq!(store.next_due(clock::now()).await.unwrap(), None);
    let this_one = RefreshRequest {
        only: Some(vec![feed]),
        force: true,
        ..RefreshRequest::default()
    };
    let asked = refresh::run(&bench.desk, this_one, |_| (), CancellationToken::new()).await;
    assert_eq!(asked.unwrap().new, 3);
    assert_eq!(health(&bench, feed).await, paused(), "once is not for good");

    store.undo().await.unwrap().unwrap();
    assert_eq!(health(&bench, feed).await, Health::Fine);
    store.redo().await.unwrap().unwrap();
    assert_eq!(health(&bench, feed).await, paused());
    store.pause_feed(feed, false).await.unwrap().unwrap();
    assert_eq!(bench.refresh(false).await.fetched, 1, "due at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_gone_can_be_tried_again_for_good_and_that_taken_back() {
    let bench = Bench::new().await;
    bench.serve("/a", ResponseTemplate::new(410)).await;
    let feed = bench.subscribe("/a").await;
    bench.refresh(false).await;
    let gone = health(&bench, feed).await;
    assert!(gone.is_failing());
    bench.desk.store.pause_feed(feed, false).await.unwrap();
    assert!(!matches!(health(&bench, feed).await, Health::Paused { .. }));
    bench.desk.store.undo().await.unwrap();
    assert_eq!(health(&bench, feed).await, gone);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_moved_keeps_its_stories_and_what_was_read() {
    let bench = Bench::new().await;
    bench.serve("/old", document(&rss("Wire", 0..3))).await;
    bench.serve("/new.xml", document(&rss("Wire", 1..5))).await;
    let page = r#"<html><head><link rel="alternate" type="application/rss+xml" href="/new.xml"></head></html>"#;
    bench
        .serve(
            "/site",
            ResponseTemplate::new(200).set_body_raw(page, "text/html"),
        )
        .await;
    let feed = bench.subscribe("/old").await;
    bench.refresh(false).await;
    assert_eq!(bench.articles().await, 3);

    let site = bench.url("/site");
    let (change, new, failure) =
        subscribe::change_address(&bench.desk, feed, site.as_str(), clock::now())
            .await
            .unwrap();
    assert_eq!((new, failure), (2, None));
    assert_eq!(
        change.label,
        format!("moved Wire to {}", bench.url("/new.xml"))
    );
    assert_eq!(bench.articles().await, 5, "the same stories are not new");
    let moved = bench.feed(feed).await;
    assert_eq!((moved.url, moved.total), (bench.url("/new.xml"), 5));

    bench.desk.store.undo().await.unwrap().unwrap();
    assert_eq!(bench.feed(feed).await.url, bench.url("/old"));
    let asked = bench.asked().await;
    bench.refresh(false).await;
    assert_eq!(bench.asked().await, asked + 1, "due at the old address");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_cannot_move_to_where_another_is_or_to_no_feed() {
    let bench = Bench::new().await;
    bench.serve("/a", document(&rss("Wire", 0..1))).await;
    bench.serve("/b", document(&rss("Ledger", 0..1))).await;
    bench
        .serve(
            "/page",
            ResponseTemplate::new(200).set_body_raw("<p>Login</p>", "text/html"),
        )
        .await;
    let (first, second) = (bench.subscribe("/a").await, bench.subscribe("/b").await);
    bench.refresh(false).await;
    let store = &bench.desk.store;
    let taken = store.change_address(first, bench.url("/b")).await;
    let Err(StoreError::AddressTaken { is_removed, .. }) = &taken else {
        panic!("{taken:?}")
    };
    assert!(!is_removed);
    assert_eq!(
        taken.unwrap_err().to_string(),
        format!(
            "{} is the address of Ledger, another of your sources",
            bench.url("/b")
        )
    );
    store.remove_feed(second).await.unwrap();
    let removed = store.change_address(first, bench.url("/b")).await;
    assert!(
        removed
            .unwrap_err()
            .to_string()
            .ends_with("Ledger, which you removed; add it again instead")
    );
    let page = bench.url("/page");
    let nothing = subscribe::change_address(&bench.desk, first, page.as_str(), clock::now()).await;
    assert!(nothing.is_err());
    assert_eq!(bench.feed(first).await.url, bench.url("/a"));
    assert_eq!(
        store.count(Query::All, clock::now()).await.unwrap(),
        1,
        "nothing was changed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_source_posts_is_counted_by_the_dates_of_its_stories() {
    let bench = Bench::new().await;
    let item = |n: i64, days: i64| {
        let date = clock::now().plus(-days * 86_400).rfc3339();
        format!("<item><title>{n}</title><guid>{n}</guid><dc:date>{date}</dc:date></item>")
    };
    let items: String = (0..9).map(|n| item(n, n * 6)).collect();
    let feed = format!(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Wire</title>{items}</channel></rss>"
    );
    bench.serve("/a", document(&feed)).await;
    let feed = bench.subscribe("/a").await;
    let silent = bench.subscribe("/b").await;
    bench.refresh(false).await;
    let lately = posted::lately(&bench.desk).await.unwrap();
    assert_eq!(lately.get(&feed), Some(&5), "of 0, 6, 12, 18 and 24 days");
    assert_eq!(lately.get(&silent), None);
}

#[test]
fn the_health_screen_pauses_moves_and_says_how_much_a_source_posts() {
    let mut stage = Stage::new(100, 24);
    stage.play("E");
    assert!(stage.effects.contains(&Effect::CountPosted));
    let big_forum = stage::feeds()[2].id;
    let counts = [(big_forum, 480)].into_iter().collect();
    stage.send(Msg::Posted(Ok(counts)));
    let screen = stage.screen();
    assert!(screen.contains("120 a week"), "{screen}");
    assert!(screen.contains("c p pause"), "{screen}");
    stage.play("c p");
    assert!(stage.effects.contains(&Effect::PauseFeed {
        feed: big_forum,
        on: true
    }));
    stage.play("j c p");
    assert!(
        stage.effects.iter().any(|effect| matches!(
            effect,
            Effect::PauseFeed { feed, on: false } if *feed == stage::feeds()[3].id
        )),
        "a paused one is fetched again"
    );
    stage.play("k c a");
    let screen = stage.screen();
    assert!(screen.contains("Where Big Forum is now"), "{screen}");
    stage
        .play("ctrl-u")
        .write("forum.example/new")
        .play("enter");
    assert!(stage.effects.contains(&Effect::ChangeAddress {
        feed: big_forum,
        address: "forum.example/new".to_owned()
    }));
}
