//! What a person changes, undoes and does again, also after a restart.

use squelch::domain::Flag;
use squelch::domain::query::{Is, Query};
use squelch::store::{Selection, Settings, Store, StoreError};
use tempfile::TempDir;

use super::{Case, DAY, HOUR, NOW, entry, unread, url};

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
