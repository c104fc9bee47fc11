//! Files that are no store, stores of other versions, and two processes at once.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use squelch::domain::{Entry, Timestamp};
use squelch::store::{FetchOutcome, Fetched, Settings, Store, StoreError};
use tempfile::TempDir;
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);

fn open(path: &Path) -> Store {
    Store::open(path, Settings::default()).unwrap()
}

async fn fill(store: &Store, address: &str, guids: std::ops::Range<usize>) {
    let url = Url::parse(address).unwrap();
    let (feed, _) = store.add_feed(url, None, String::new(), NOW).await.unwrap();
    let entries = guids
        .map(|guid| Entry {
            guid: Some(guid.to_string()),
            title: format!("Story {guid}"),
            text: "Words of a story.".repeat(20),
            ..Entry::default()
        })
        .collect();
    let outcome = FetchOutcome::Document {
        etag: None,
        last_modified: None,
        title: None,
        site: None,
        language: None,
        icon: None,
        entries,
    };
    store
        .apply(vec![Fetched {
            feed,
            at: NOW,
            next_at: NOW,
            interval: None,
            outcome,
            moved_to: None,
            host_pause: None,
        }])
        .await
        .unwrap();
}

#[tokio::test]
async fn files_that_are_no_store_are_set_aside_and_kept() {
    let contents: [&[u8]; 3] = [
        b"hello",
        b"SQLite format 3\0 and then nonsense that goes on for a while",
        &[0; 5_000],
    ];
    for content in contents {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("squelch.db");
        std::fs::write(&path, content).unwrap();
        let store = open(&path);
        let notice = store.notices().join(" ");
        let aside = folder.path().join("squelch.damaged-1.db");
        assert!(notice.contains(&aside.display().to_string()), "{notice}");
        assert_eq!(std::fs::read(&aside).unwrap(), content);
        fill(&store, "https://a.example/feed", 0..3).await;
        assert_eq!(store.overview(NOW).await.unwrap().counts.total, 3);
    }
}

#[tokio::test]
async fn an_empty_file_is_a_new_store() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    std::fs::write(&path, b"").unwrap();
    let store = open(&path);
    assert!(store.notices().is_empty());
    assert_eq!(store.overview(NOW).await.unwrap().counts.total, 0);
}

#[tokio::test]
async fn a_store_of_a_newer_squelch_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    open(&path).close().await;
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 999)
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Store::open(&path, Settings::default()).unwrap_err();
    assert!(
        matches!(error, StoreError::TooNew { found: 999, .. }),
        "{error}"
    );
    assert!(error.to_string().contains("newer squelch"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, b"x").unwrap();
    let error = Store::open(&file.join("squelch.db"), Settings::default()).unwrap_err();
    assert!(
        error.to_string().contains(&file.display().to_string()),
        "{error}"
    );
}

#[tokio::test]
async fn a_store_dropped_in_the_middle_opens_sound_and_is_indexed_whole() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let store = open(&path);
    fill(&store, "https://a.example/feed", 0..300).await;
    drop(store);
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    let store = open(&path);
    let report = store.examine().await.unwrap();
    assert_eq!((report.articles, report.integrity.as_str()), (300, "ok"));
    store.close().await;
    let report = open(&path).examine().await.unwrap();
    assert_eq!((report.indexed, report.waiting_for_index), (300, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_handles_write_at_once_without_an_error_or_a_lost_article() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let stores = [open(&path), open(&path)];
    let mut tasks = Vec::new();
    for (number, store) in stores.iter().enumerate() {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            for round in 0..20 {
                let address = format!("https://s{number}.example/{round}");
                fill(&store, &address, 0..10).await;
                store
                    .put_memory(format!("{number}-{round}"), "x".into())
                    .await
                    .unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(stores[0].overview(NOW).await.unwrap().counts.total, 400);
    stores[0].close().await;
    stores[1].close().await;
    let report = open(&path).examine().await.unwrap();
    assert_eq!(report.integrity, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_writes_is_told_and_what_this_one_writes_is_not() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let ours = open(&path);
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    ours.on_foreign_change(move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    fill(&ours, "https://a.example/feed", 0..10).await;
    // Longer than a change takes to be told; nothing is to be waited for here.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let own = told.load(Ordering::SeqCst);
    let theirs = open(&path);
    fill(&theirs, "https://b.example/feed", 0..10).await;
    let deadline = tokio::time::timeout(Duration::from_secs(20), async {
        while told.load(Ordering::SeqCst) == own {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    deadline.await.expect("the other handle's write is told");
    assert!(own <= 1, "told {own} times of its own writes");
}

#[tokio::test]
async fn a_backup_opens_as_a_store_and_never_writes_over_a_file() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder.path().join("squelch.db"));
    fill(&store, "https://a.example/feed", 0..25).await;
    let copy = folder.path().join("copy").join("squelch.db");
    std::fs::create_dir(copy.parent().unwrap()).unwrap();
    store.backup(copy.clone()).await.unwrap();
    assert!(matches!(
        store.backup(copy.clone()).await,
        Err(StoreError::Exists(_))
    ));
    assert_eq!(open(&copy).overview(NOW).await.unwrap().counts.total, 25);
    assert!(matches!(
        store
            .backup(folder.path().join("absent").join("x.db"))
            .await,
        Err(StoreError::Backup { .. })
    ));
}
