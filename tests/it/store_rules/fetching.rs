//! What a fetch leaves in the store: redirects, failures, pauses, validators, leases.

use squelch::domain::Health;
use squelch::domain::query::Query;
use squelch::store::{FetchOutcome, Fetched};

use super::{Case, DAY, HOUR, NOW, entry, url};

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
