//! Which entry is which article: guids, links, titles and texts, and what is an update.

use squelch::domain::query::Query;
use squelch::domain::{Entry, Flag};

use super::{Case, DAY, HOUR, NOW, entry, unread, url};

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
