//! Real processes on one store: killed in the middle, and writing at the same time.
//!
//! The other process is this test binary again, running only [`a_process_that_writes`].

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use squelch::domain::query::{Is, ParseContext, Query, parse};
use squelch::domain::{Entry, FeedId, Flag, Timestamp};
use squelch::store::{
    FetchOutcome, Fetched, SearchRequest, SearchSort, Selection, Settings, Store,
};
use tempfile::TempDir;
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);
/// Where the writing process finds the store; without it that test has nothing to do.
const STORE: &str = "SQUELCH_TEST_STORE";
/// What its addresses begin with, so that two of them do not write the same feeds.
const NAME: &str = "SQUELCH_TEST_NAME";
/// How many feeds it writes.
const FEEDS: &str = "SQUELCH_TEST_FEEDS";
/// For how long it writes, when that ends it first.
const SECONDS: &str = "SQUELCH_SECONDS";
/// Articles of one feed, and of them those it marks read.
const ARTICLES: u64 = 12;
const READ: u64 = 5;
/// What it says when a feed is acknowledged whole.
const WRITTEN: &str = "written ";

fn open(path: &Path) -> Store {
    Store::open(path, Settings::default()).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap()
}

async fn write_feed(store: &Store, address: &str) -> FeedId {
    let url = Url::parse(address).unwrap();
    let (feed, _) = store.add_feed(url, None, String::new(), NOW).await.unwrap();
    let entries = (0..ARTICLES)
        .map(|number| Entry {
            guid: Some(number.to_string()),
            title: format!("Story {number} of {address}"),
            text: format!("Harbour and ledger, number {number}. ").repeat(40),
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
    let fetched = Fetched {
        feed,
        at: NOW,
        next_at: NOW,
        interval: None,
        outcome,
        moved_to: None,
        host_pause: None,
    };
    let applied = store.apply(vec![fetched]).await.unwrap();
    assert_eq!(applied[0].new as u64, ARTICLES);
    feed
}

async fn mark_some_read(store: &Store, feed: FeedId) {
    let page = squelch::store::PageRequest {
        query: Query::Feed(feed),
        sort: squelch::store::Sort::Newest,
        after: None,
        limit: usize::try_from(READ).unwrap(),
        now: NOW,
    };
    let rows = store.page(page).await.unwrap().rows;
    let ids = rows.into_iter().map(|row| row.id).collect();
    let change = store
        .mark(Selection::Ids(ids), Flag::Unread, false, NOW)
        .await;
    assert_eq!(change.unwrap().unwrap().count, READ);
}

/// Writes feeds and says of each when it was acknowledged; does nothing unless another test asked for it.
#[test]
#[expect(clippy::print_stdout, reason = "the asking test reads it")]
fn a_process_that_writes() {
    let (Ok(path), Ok(name), Ok(feeds)) = (
        std::env::var(STORE),
        std::env::var(NAME),
        std::env::var(FEEDS),
    ) else {
        return;
    };
    runtime().block_on(async {
        let store = open(Path::new(&path));
        let seconds = std::env::var(SECONDS)
            .ok()
            .and_then(|seconds| seconds.parse().ok());
        let end = seconds.map(|seconds| squelch::jobs::clock::now().plus(seconds));
        for number in 0..feeds.parse::<u32>().unwrap() {
            if end.is_some_and(|end| squelch::jobs::clock::now() >= end) {
                break;
            }
            let address = format!("https://{name}.example/{number}");
            let feed = write_feed(&store, &address).await;
            mark_some_read(&store, feed).await;
            println!("\n{WRITTEN}{address}");
        }
        store.close().await;
    });
}

/// Makes the index again; does nothing unless another test asked for it.
#[test]
#[expect(clippy::print_stdout, reason = "the asking test reads it")]
fn a_process_that_indexes() {
    let Ok(path) = std::env::var(STORE) else {
        return;
    };
    runtime().block_on(async {
        let store = open(Path::new(&path));
        store.rebuild_index().await.unwrap();
        println!("\n{WRITTEN}nothing yet");
        store.settle().await;
        store.close().await;
    });
}

fn start(path: &Path, name: &str, feeds: u32) -> Child {
    start_to("a_process_that_writes", path, name, feeds)
}

fn start_to(what: &str, path: &Path, name: &str, feeds: u32) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            &format!("store_processes::{what}"),
            "--nocapture",
        ])
        .env(STORE, path)
        .env(NAME, name)
        .env(FEEDS, feeds.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Returns the addresses a process acknowledged; kills it after so many.
fn acknowledged(mut process: Child, kill_after: Option<usize>) -> Vec<String> {
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut written = Vec::new();
    for line in lines {
        if let Some(address) = line.unwrap().strip_prefix(WRITTEN) {
            written.push(address.to_owned());
        }
        if kill_after == Some(written.len()) {
            process.kill().unwrap();
        }
    }
    let status = process.wait().unwrap();
    assert_eq!(status.success(), kill_after.is_none());
    written
}

/// Every acknowledged feed is there whole, with what was marked; every other is there whole or not at all.
async fn assert_sound(path: &Path, written: &[String]) {
    let store = open(path);
    assert!(store.notices().is_empty(), "{:?}", store.notices());
    let overview = store.overview(NOW).await.unwrap();
    for feed in &overview.feeds {
        let is_acknowledged = written.contains(&feed.url.to_string());
        let whole = [(ARTICLES, ARTICLES - READ), (ARTICLES, ARTICLES), (0, 0)];
        let expected = if is_acknowledged { &whole[..1] } else { &whole };
        let found = (feed.total, feed.unread);
        assert!(expected.contains(&found), "{}: {found:?}", feed.url);
    }
    for address in written {
        assert!(
            overview
                .feeds
                .iter()
                .any(|feed| feed.url.as_str() == address)
        );
    }
    let unread = store.count(Query::Is(Is::Unread), NOW).await.unwrap();
    assert_eq!(unread, overview.counts.unread);
    store.close().await;
    let store = open(path);
    let report = store.examine().await.unwrap();
    assert_eq!(report.integrity, "ok");
    assert_eq!(report.articles, overview.counts.total);
    assert_eq!(
        (report.indexed, report.waiting_for_index),
        (report.articles, 0)
    );
}

#[test]
fn a_killed_process_loses_nothing_it_acknowledged() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let mut written = Vec::new();
    for round in 1..=5 {
        let process = start(&path, &format!("round{round}"), 10_000);
        written.extend(acknowledged(process, Some(round * 4)));
        runtime().block_on(assert_sound(&path, &written));
    }
    assert!(written.len() >= 60);
}

#[test]
fn two_processes_write_at_once_and_both_are_kept_whole() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let processes = ["one", "two"].map(|name| start(&path, name, 15));
    let written: Vec<String> = processes
        .into_iter()
        .flat_map(|process| acknowledged(process, None))
        .collect();
    assert_eq!(written.len(), 30);
    runtime().block_on(assert_sound(&path, &written));
}

async fn found(store: &Store) -> u64 {
    let context = ParseContext {
        now: NOW,
        zone: jiff::tz::TimeZone::UTC,
        is_typing: false,
    };
    let request = SearchRequest {
        query: parse("harbour ledger", &context).unwrap(),
        sort: SearchSort::Relevance,
        skip: 0,
        limit: 5,
        now: NOW,
    };
    store.search(request).await.unwrap().total
}

/// `SQUELCH_KILLS=50 cargo test --test it store_processes` dies more often.
#[test]
fn an_index_made_again_by_processes_that_are_killed_answers_all_the_while_and_is_whole_in_the_end()
{
    let kills: u64 = std::env::var("SQUELCH_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(5);
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let mut rng = fastrand::Rng::with_seed(6);
    runtime().block_on(async {
        let store = open(&path);
        for number in 0..100 {
            write_feed(&store, &format!("https://index.example/{number}")).await;
        }
        store.settle().await;
        store.close().await;
        for round in 0..kills {
            let mut process = start_to("a_process_that_indexes", &path, "", 0);
            let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
            assert!(lines.any(|line| line.unwrap().starts_with(WRITTEN)));
            std::thread::sleep(std::time::Duration::from_millis(rng.u64(0..250)));
            process.kill().unwrap();
            process.wait().unwrap();
            let store = open(&path);
            let articles = (100 + round) * ARTICLES;
            assert_eq!(found(&store).await, articles, "after kill {round}");
            // What comes before the index is whole goes into both.
            write_feed(&store, &format!("https://late.example/{round}")).await;
            store.settle().await;
            assert_eq!(found(&store).await, articles + ARTICLES);
            store.close().await;
        }
        let store = open(&path);
        let findings = store.check().await.unwrap();
        assert!(
            !findings.has_damage() && !findings.has_repairs(),
            "{findings:?}"
        );
        let report = store.examine().await.unwrap();
        assert_eq!(
            (report.indexed, report.waiting_for_index),
            (report.articles, 0)
        );
        let generations = std::fs::read_dir(folder.path().join("index")).unwrap();
        assert_eq!(generations.count(), 1, "no other index is left behind");
        store.close().await;
    });
}

/// Brings a store back to the first schema, with its stories as they are.
pub(crate) const TO_THE_FIRST_SCHEMA: &str = "PRAGMA journal_mode = DELETE;
    CREATE TABLE former AS SELECT b.*, p.content FROM body b JOIN packed p ON p.number = b.packed;
    DROP TABLE body; DROP TABLE packed;
    CREATE TABLE body (id INTEGER PRIMARY KEY, link TEXT, author TEXT, published_text TEXT, updated INTEGER, comments TEXT,
        enclosures TEXT, thumbnails TEXT, has_image INTEGER NOT NULL DEFAULT 0, has_audio INTEGER NOT NULL DEFAULT 0,
        content BLOB NOT NULL);
    INSERT INTO body SELECT id, link, author, published_text, updated, comments, enclosures, thumbnails, has_image,
        has_audio, content FROM former;
    DROP TABLE former;
    DROP TABLE muted; DROP TABLE dictionary; DROP INDEX full_text_by_id;
    PRAGMA user_version = 1;";

/// `SQUELCH_KILLS=200 cargo test --test it store_processes` takes longer and dies more often.
#[test]
fn a_process_killed_while_it_brings_a_store_to_this_schema_loses_nothing() {
    let kills: u64 = std::env::var("SQUELCH_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(6);
    let folder = TempDir::new().unwrap();
    let former = folder.path().join("former.db");
    let before = acknowledged(start(&former, "before", 120), None);
    rusqlite::Connection::open(&former)
        .unwrap()
        .execute_batch(TO_THE_FIRST_SCHEMA)
        .unwrap();
    let mut rng = fastrand::Rng::with_seed(5);
    for round in 0..kills {
        let place = TempDir::new().unwrap();
        let path = place.path().join("squelch.db");
        std::fs::copy(&former, &path).unwrap();
        // Killed twice: the second process finds what the first left behind, a half copy perhaps.
        let mut written = before.clone();
        for half in ["first", "second"] {
            let mut process = start(&path, &format!("{half}{round}"), 10_000);
            std::thread::sleep(std::time::Duration::from_millis(rng.u64(2..160)));
            process.kill().unwrap();
            written.extend(acknowledged(process, Some(usize::MAX)));
        }
        runtime().block_on(async {
            open(&path).close().await;
            assert_sound(&path, &written).await;
            let store = open(&path);
            let findings = store.check().await.unwrap();
            assert!(!findings.has_damage(), "{findings:?}");
        });
        let copies = std::fs::read_dir(place.path())
            .unwrap()
            .filter(|file| {
                let name = file.as_ref().unwrap().file_name();
                name.to_string_lossy().contains("before-schema-")
                    && !name.to_string_lossy().ends_with(".partial")
            })
            .count();
        assert!(copies >= 1, "a copy from before is kept");
    }
}

/// `SQUELCH_SECONDS=60 cargo test --test it two_processes` writes for a minute.
#[test]
fn two_processes_and_commands_beside_them_write_on_and_nobody_sees_an_error() {
    let seconds = std::env::var(SECONDS).unwrap_or_else(|_| "3".to_owned());
    let home = crate::sealed::Home::new();
    std::fs::create_dir(home.data()).unwrap();
    let path = home.data().join("squelch.db");
    let processes = ["one", "two"].map(|name| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args([
                "--exact",
                "store_processes::a_process_that_writes",
                "--nocapture",
            ])
            .env(STORE, &path)
            .env(NAME, name)
            .env(FEEDS, "1000000")
            .env(SECONDS, &seconds)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command.spawn().unwrap()
    });
    // A person's own commands meanwhile, each acknowledged by its end.
    let mut searches = 0;
    let end = squelch::jobs::clock::now().plus(seconds.parse().unwrap());
    while squelch::jobs::clock::now() < end {
        let line = format!("\"query:Search {searches}:unread = \\\"yes\\\"\"\n");
        let ran = home.pipe(&["import", "-"], line.as_bytes());
        assert_eq!(ran.code, 0, "{}", ran.err);
        searches += 1;
    }
    let written: Vec<String> = processes
        .into_iter()
        .flat_map(|process| acknowledged(process, None))
        .collect();
    assert!(
        written.len() >= 4 && searches > 0,
        "{} feeds, {searches} searches",
        written.len()
    );
    let archive = home.run(&["export", "json"]).out;
    let lines = |start: &str| {
        archive
            .lines()
            .filter(|line| line.starts_with(start))
            .count()
    };
    assert_eq!(lines("{\"search\""), searches);
    for address in &written {
        assert!(
            archive.contains(&format!("\"url\":\"{address}\"")),
            "{address} is lost"
        );
    }
    let articles = home
        .run(&["list", "feed:.example", "--json", "--limit", "10000000"])
        .out;
    let of = |is_unread: bool| {
        articles
            .lines()
            .filter(|line| line.contains(&format!("\"unread\":{is_unread}")))
            .count() as u64
    };
    let feeds = written.len() as u64;
    assert_eq!(
        (of(false), of(true)),
        (feeds * READ, feeds * (ARTICLES - READ))
    );
    let doctor = home.run(&["doctor", "--deep"]);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
    #[expect(clippy::print_stderr, reason = "for the table of what was tried")]
    {
        eprintln!(
            "{seconds} s: {feeds} feeds by two processes, {searches} commands beside them, all kept"
        );
    }
}
