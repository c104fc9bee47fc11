//! Upkeep, deep checks and putting a backup back, on real files.

use std::path::Path;

use squelch::domain::query::Query;
use squelch::domain::{ArticleId, Entry, FeedId, Flag, Timestamp};
use squelch::store::{
    FetchOutcome, Fetched, Findings, PageRequest, Record, Retention, SearchRequest, SearchSort,
    Selection, Settings, Sort, Store, StoreError, restore,
};
use tempfile::TempDir;
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);
const DAY: i64 = 86_400;

fn open(path: &Path) -> Store {
    Store::open(path, Settings::default()).unwrap()
}

fn sql(path: &Path, batch: &str) {
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(batch)
        .unwrap();
}

/// A story a day, the newest today: `Story 0`, `Story 1`, …, each with a word of its own.
async fn fill(store: &Store, address: &str, stories: i64) -> FeedId {
    let url = Url::parse(address).unwrap();
    let (feed, _) = store.add_feed(url, None, String::new(), NOW).await.unwrap();
    let entries = (0..stories).map(|number| Entry {
        guid: Some(number.to_string()),
        title: format!("Story {number}"),
        published: Some(NOW.plus(-number * DAY)),
        text: format!(
            "{} unique{number}word",
            "Long enough to be worth something. ".repeat(40)
        ),
        content: Some(format!("<p>unique{number}word</p>")),
        ..Entry::default()
    });
    bring(store, feed, entries.collect()).await;
    feed
}

async fn bring(store: &Store, feed: FeedId, entries: Vec<Entry>) {
    let fetched = Fetched {
        feed,
        at: NOW,
        next_at: NOW,
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
    store.apply(vec![fetched]).await.unwrap();
    store.settle().await;
}

async fn rows(store: &Store) -> Vec<(String, ArticleId)> {
    let request = PageRequest {
        query: Query::All,
        sort: Sort::Newest,
        after: None,
        limit: 500,
        now: NOW,
    };
    let page = store.page(request).await.unwrap();
    page.rows
        .into_iter()
        .map(|row| (row.title, row.id))
        .collect()
}

async fn found(store: &Store, word: &str) -> u64 {
    let query = squelch::domain::query::parse(
        word,
        &squelch::domain::query::ParseContext {
            now: NOW,
            zone: jiff::tz::TimeZone::UTC,
            is_typing: false,
        },
    )
    .unwrap();
    let request = SearchRequest {
        query,
        sort: SearchSort::Newest,
        skip: 0,
        limit: 10,
        now: NOW,
    };
    store.search(request).await.unwrap().total
}

async fn trimmed(store: &Store) -> Vec<String> {
    let mut titles = Vec::new();
    for (title, id) in rows(store).await {
        let article = store.article(id).await.unwrap().unwrap();
        assert_eq!(article.is_trimmed, article.text.is_empty(), "{title}");
        if article.is_trimmed {
            titles.push(title);
        }
    }
    titles
}

#[tokio::test]
async fn old_texts_go_and_everything_else_stays() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder.path().join("squelch.db"));
    let feed = fill(&store, "https://a.example/feed", 6).await;
    let all = rows(&store).await;
    let kept = Selection::Ids(vec![all[5].1]);
    store.mark(kept, Flag::Bookmarked, true, NOW).await.unwrap();
    let retention = Retention {
        days: Some(2),
        per_feed: None,
    };
    let trial = store.maintain(retention, true, NOW).await.unwrap();
    assert_eq!(trial.trimmed, 2);
    assert!(trial.trimmed_bytes > 0);
    assert_eq!(trimmed(&store).await, Vec::<String>::new());

    let done = store.maintain(retention, false, NOW).await.unwrap();
    assert_eq!(done.trimmed, 2);
    assert_eq!(trimmed(&store).await, ["Story 3", "Story 4"]);
    assert_eq!(rows(&store).await, all);
    assert_eq!(found(&store, "unique4word").await, 0);
    assert_eq!(found(&store, "unique5word").await, 1, "bookmarked");
    assert_eq!(found(&store, "title:story").await, 6);
    // What was trimmed does not come back as new or updated, whatever the feed sends.
    let again = Entry {
        guid: Some("4".into()),
        title: "Story 4".into(),
        published: Some(NOW.plus(-4 * DAY)),
        text: "another text".into(),
        ..Entry::default()
    };
    bring(&store, feed, vec![again]).await;
    assert_eq!(trimmed(&store).await, ["Story 3", "Story 4"]);
    let nothing = store.maintain(retention, false, NOW).await.unwrap();
    assert_eq!(nothing.trimmed, 0);
}

#[tokio::test]
async fn of_each_feed_the_newest_texts_are_kept() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder.path().join("squelch.db"));
    fill(&store, "https://a.example/feed", 5).await;
    fill(&store, "https://b.example/feed", 2).await;
    let retention = Retention {
        days: None,
        per_feed: Some(3),
    };
    let done = store.maintain(retention, false, NOW).await.unwrap();
    assert_eq!(done.trimmed, 2);
    assert_eq!(trimmed(&store).await, ["Story 3", "Story 4"]);
}

#[tokio::test]
async fn quiet_upkeep_trims_mends_the_index_and_leaves_the_file_where_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let store = open(&path);
    fill(&store, "https://a.example/feed", 6).await;
    store.settle().await;
    sql(
        &path,
        "INSERT INTO article (id, feed_id, guid_hash, content_hash, first_seen, title) \
         SELECT 5, id, 77, 1, 1, 'Unheard of' FROM feed LIMIT 1",
    );
    assert_eq!(found(&store, "unheard").await, 0);
    let retention = Retention {
        per_feed: Some(2),
        ..Retention::default()
    };
    let done = store.maintain_quietly(retention, NOW).await.unwrap();
    assert_eq!((done.trimmed, done.is_compacted), (5, false));
    store.settle().await;
    assert_eq!(found(&store, "unheard").await, 1);
    let again = store.maintain_quietly(retention, NOW).await.unwrap();
    assert_eq!(again.trimmed, 0);
}

#[tokio::test]
async fn a_store_without_much_in_it_is_written_anew() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let store = open(&path);
    fill(&store, "https://a.example/feed", 20).await;
    sql(
        &path,
        "CREATE TABLE bulk (x BLOB); INSERT INTO bulk VALUES (randomblob(4000000)); DROP TABLE bulk;",
    );
    let done = store
        .maintain(Retention::default(), false, NOW)
        .await
        .unwrap();
    assert!(done.is_compacted, "{done:?}");
    assert!(done.bytes_after < done.bytes_before / 2, "{done:?}");
    assert_eq!(rows(&store).await.len(), 20);
}

#[tokio::test]
async fn what_is_derived_is_compared_and_mended() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let store = open(&path);
    let feed = fill(&store, "https://a.example/feed", 4).await;
    let sound = Findings {
        integrity: "ok".to_owned(),
        ..Findings::default()
    };
    assert_eq!(store.check().await.unwrap(), sound);

    let ids: Vec<i64> = rows(&store).await.iter().map(|(_, id)| id.get()).collect();
    // An article the index never heard of, one it was not told of that went, a wrong count, an unread mark astray.
    sql(
        &path,
        &format!(
            "INSERT INTO article (id, feed_id, guid_hash, content_hash, first_seen, title) \
             VALUES (5, {feed}, 77, 1, 1, 'Unheard of'); \
             DELETE FROM packed WHERE number = (SELECT packed FROM body WHERE id = {gone}); \
             DELETE FROM article WHERE id = {gone}; DELETE FROM body WHERE id = {gone}; \
             DELETE FROM unread WHERE id = {gone}; \
             UPDATE feed SET total = 99; UPDATE unread SET feed_id = 4242 WHERE id = {astray}; \
             INSERT INTO bookmark (id, at) VALUES (123456, 1);",
            gone = ids[0],
            astray = ids[1],
        ),
    );
    let findings = store.check().await.unwrap();
    let expected = Findings {
        orphans: vec!["1 bookmarks".to_owned()],
        without_body: 1,
        wrong_totals: 1,
        wrong_unread: 1,
        missing_from_index: 1,
        extra_in_index: 1,
        ..sound.clone()
    };
    assert_eq!(findings, expected);
    assert!(findings.has_damage() && findings.has_repairs());
    let again = store.check().await.unwrap();
    assert!(!again.has_repairs(), "{again:?}");
    assert_eq!(found(&store, "unheard").await, 1);
    let overview = store.overview(NOW).await.unwrap();
    assert_eq!(overview.feeds[0].total, 4);
    assert_eq!(overview.feeds[0].unread, 3);
}

#[tokio::test]
async fn a_backup_is_put_back_and_the_present_store_kept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let copy = folder.path().join("copy.db");
    let store = open(&path);
    let feed = fill(&store, "https://a.example/feed", 3).await;
    store.backup(copy.clone()).await.unwrap();
    let later = Entry {
        guid: Some("later".into()),
        title: "Later".into(),
        text: "afterwards".into(),
        ..Entry::default()
    };
    bring(&store, feed, vec![later]).await;

    // Not under the hands of somebody who has it open.
    assert!(matches!(restore(&path, &copy), Err(StoreError::Busy)));
    assert_eq!(rows(&store).await.len(), 4);
    store.close().await;
    drop(store);

    // What a restore that was killed left is not kept for ever.
    let left =
        ["squelch.incoming-1.db", "squelch.incoming-1.db-wal"].map(|name| folder.path().join(name));
    for file in &left {
        std::fs::write(file, "left").unwrap();
    }
    let aside = restore(&path, &copy).unwrap().unwrap();
    assert!(left.iter().all(|file| !file.exists()));
    let restored = open(&path);
    restored.settle().await;
    assert_eq!(rows(&restored).await.len(), 3);
    assert_eq!(found(&restored, "unique1word").await, 1);
    assert_eq!(found(&restored, "afterwards").await, 0);
    assert_eq!(restored.check().await.unwrap().integrity, "ok");
    assert!(!restored.check().await.unwrap().has_repairs());
    restored.close().await;
    let before = TempDir::new().unwrap();
    std::fs::copy(aside, before.path().join("squelch.db")).unwrap();
    assert_eq!(
        rows(&open(&before.path().join("squelch.db"))).await.len(),
        4
    );
}

#[tokio::test]
async fn what_is_no_backup_is_refused_and_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let store = open(&path);
    fill(&store, "https://a.example/feed", 3).await;
    store.close().await;
    drop(store);
    let text = folder.path().join("notes.txt");
    std::fs::write(
        &text,
        "a shopping list, long enough to look like something".repeat(50),
    )
    .unwrap();
    let other = folder.path().join("other.db");
    sql(&other, "CREATE TABLE thing (x); PRAGMA user_version = 1;");
    let newer = folder.path().join("newer.db");
    sql(
        &newer,
        "CREATE TABLE article (id); PRAGMA user_version = 9999;",
    );
    for file in [&text, &other, &newer, &folder.path().join("absent.db")] {
        assert!(restore(&path, file).is_err(), "{}", file.display());
    }
    assert_eq!(rows(&open(&path)).await.len(), 3);
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("incoming") || name.contains("before-restore"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// Everything in a store, a line each.
async fn lines(store: &Store) -> Vec<String> {
    let (sender, receiver) = std::sync::mpsc::channel();
    store
        .write_out(move |record| sender.send(serde_json::to_string(record).unwrap()).is_ok())
        .await
        .unwrap();
    receiver.iter().collect()
}

fn records(lines: &[String]) -> Vec<Record> {
    lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A store with something in every table that an archive holds.
async fn furnished(path: &Path) -> Store {
    let store = open(path);
    let feed = fill(&store, "https://a.example/feed", 4).await;
    fill(&store, "https://b.example/feed", 2).await;
    let changed = Entry {
        guid: Some("0".into()),
        title: "Story 0, corrected".into(),
        published: Some(NOW),
        text: "a corrected text: ü, 港, \u{1F4F0}, \"quotes\"".into(),
        author: Some("A. Lindqvist".into()),
        summary: Some("<p>short</p>".into()),
        content: Some("<p>long <b>text</b></p>".into()),
        tags: vec!["Ports".into()],
        thumbnails: vec![Url::parse("https://a.example/p.jpg").unwrap()],
        comments: Some(Url::parse("https://a.example/c").unwrap()),
        ..Entry::default()
    };
    bring(&store, feed, vec![changed]).await;
    let all = rows(&store).await;
    let ids =
        |from: usize, to: usize| Selection::Ids(all[from..to].iter().map(|(_, id)| *id).collect());
    store
        .mark(ids(0, 2), Flag::Bookmarked, true, NOW)
        .await
        .unwrap();
    store
        .mark(ids(3, 5), Flag::Unread, false, NOW)
        .await
        .unwrap();
    store
        .save_search("Ports".into(), "port OR harbour".into())
        .await
        .unwrap();
    store
        .put_position(all[1].1, squelch::store::Position { share: 4_200 })
        .await
        .unwrap();
    let insight = squelch::store::StoredInsight {
        engine: "offline 1".into(),
        text_hash: -5,
        json: "{\"brief\":[]}".into(),
    };
    store.put_insight(all[1].1, insight).await.unwrap();
    let (gone, _) = store
        .add_feed(
            Url::parse("https://gone.example/feed").unwrap(),
            None,
            "Old".into(),
            NOW,
        )
        .await
        .unwrap();
    let retention = Retention {
        days: None,
        per_feed: Some(3),
    };
    store.maintain(retention, false, NOW).await.unwrap();
    store.remove_feed(gone).await.unwrap();
    sql(
        path,
        &format!(
            "INSERT INTO tag (tag, id) VALUES ('work', {id}); \
             INSERT INTO rule (query, created_at) VALUES ('unique2word', 3); \
             INSERT INTO hidden (id, by) SELECT {hidden}, id FROM rule; \
             INSERT INTO muted (rule, id) SELECT id, {hidden} FROM rule; \
             INSERT INTO tombstone (feed_id, guid_hash, at) VALUES ({feed}, 99, 5); \
             INSERT INTO alias (feed_id, guid_hash, id) SELECT feed_id, -77, id FROM article WHERE id = {id}; \
             INSERT INTO feed_address (feed_id, url, seen_at, kind) VALUES ({feed}, 'https://old.example/', 1, 'was'); \
             INSERT INTO full_text (id, fetched_at, content) SELECT id, 8, content FROM body JOIN packed ON number = packed WHERE id = {id};",
            id = all[0].1,
            hidden = all[4].1,
        ),
    );
    store
}

#[tokio::test]
async fn everything_goes_out_and_in_again_without_loss() {
    let folder = TempDir::new().unwrap();
    let store = furnished(&folder.path().join("squelch.db")).await;
    let written = lines(&store).await;
    for part in [
        "bookmarked_at",
        "tags",
        "hidden_by",
        "muted_by",
        "categories",
        "aliases",
        "full_text",
        "versions",
        "insight",
        "position",
        "tombstone",
        "search",
        "rule",
        "was",
        "thumbnails",
        "\"is_trimmed\":true",
    ] {
        assert!(written.iter().any(|line| line.contains(part)), "{part}");
    }
    let copy = open(&folder.path().join("copy").join("squelch.db"));
    let mut taken = squelch::store::TakenIn::default();
    for some in records(&written).chunks_mut(3) {
        let some = some
            .iter_mut()
            .map(|record| std::mem::replace(record, Record::SquelchArchive { version: 1 }));
        let new = copy.take_in(some.collect()).await.unwrap();
        taken.feeds += new.feeds;
        taken.articles += new.articles;
        taken.already += new.already;
    }
    assert_eq!((taken.feeds, taken.articles, taken.already), (3, 6, 0));
    assert_eq!(lines(&copy).await, written);
    copy.settle().await;
    assert_eq!(found(&copy, "corrected").await, 1);
    let findings = copy.check().await.unwrap();
    assert!(
        !findings.has_damage() && !findings.has_repairs(),
        "{findings:?}"
    );

    // Taking the same in again changes nothing.
    let again = copy.take_in(records(&written)).await.unwrap();
    assert_eq!((again.feeds, again.articles, again.already), (0, 0, 6));
    assert_eq!(lines(&copy).await, written);
}

#[tokio::test]
async fn an_archive_joins_what_is_there_and_read_stays_read() {
    let folder = TempDir::new().unwrap();
    let store = furnished(&folder.path().join("squelch.db")).await;
    let written = lines(&store).await;
    let other = open(&folder.path().join("other").join("squelch.db"));
    fill(&other, "https://c.example/feed", 3).await;
    fill(&other, "https://a.example/feed", 4).await;
    let taken = other.take_in(records(&written)).await.unwrap();
    assert_eq!((taken.articles, taken.already), (2, 4));
    let overview = other.overview(NOW).await.unwrap();
    assert_eq!(overview.counts.bookmarks, 2);
    // The archive's rule is tried on what was there, too.
    assert_eq!((overview.counts.total, overview.counts.muted), (7, 2));
    let findings = other.check().await.unwrap();
    assert!(
        !findings.has_damage() && !findings.has_repairs(),
        "{findings:?}"
    );
}
