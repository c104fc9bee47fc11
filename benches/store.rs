//! The store at work over 100,000 seeded articles (or as many as `SQUELCH_BENCH_ARTICLES` says; one after the other for
//! several numbers with commas between: `10000,100000,1000000` shows how it grows).
//!
//! `SQUELCH_BENCH_KEEP` names a folder where stores are kept for the next run, `SQUELCH_BENCH_PARTS` what to measure of
//! `marks,start,searches,lists,has,typing,writes,rebuild` (none: only how articles are taken in).
//!
//! Prints how fast articles are taken in, how long a start takes to its first page, and the times of what a person does.
//! The store is the real one, in a temporary folder.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a measurement prints what its clock says"
)]
#![allow(dead_code, reason = "the corpus serves other benches too")]

mod corpus;
mod footprint;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;
use jiff::tz::TimeZone;
use squelch::domain::query::{Is, ParseContext, Query, parse};
use squelch::domain::{ArticleId, Entry, FeedId, Flag, Timestamp};
use squelch::store::{
    FetchOutcome, Fetched, PageRequest, SearchRequest, SearchSort, Selection, Settings, Sort,
    Store, StoreError,
};
use url::Url;

use footprint::{Memory, where_the_bytes_are};

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);
const FEEDS: usize = 1_000;
/// As many as a refresh gives to one transaction.
const BATCH: usize = 64;
/// Words of a story: with its markup 1.7 kB of text and as much of HTML.
const WORDS: std::ops::Range<usize> = 180..320;
/// Stories of a feed that one refresh brings.
const ROUND: usize = 25;
const ROUNDS: usize = 200;
/// Seconds between two stories.
const APART: i64 = 1_500;

#[tokio::main]
async fn main() {
    let sizes = std::env::var("SQUELCH_BENCH_ARTICLES").unwrap_or_else(|_| "100000".to_owned());
    for size in sizes.split(',') {
        measure(size.trim().parse().unwrap()).await;
    }
}

async fn measure(articles: usize) {
    let temporary = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("SQUELCH_BENCH_KEEP").map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(temporary.path());
    let path = folder.join(format!("{articles}")).join("squelch.db");
    // All stories start unread, so that there is something to mark.
    let settings = Settings {
        first_fetch_unread: usize::MAX,
    };
    if !path.exists() {
        take_in(&path, settings, articles).await;
    }
    let parts = std::env::var("SQUELCH_BENCH_PARTS");
    let is_asked = |part| {
        parts
            .as_deref()
            .map_or(true, |parts| parts.split(',').any(|asked| asked == part))
    };
    let store = Store::open(&path, settings).unwrap();
    let feeds: Vec<FeedId> = store
        .overview(NOW)
        .await
        .unwrap()
        .feeds
        .iter()
        .map(|feed| feed.id)
        .collect();
    if is_asked("marks") {
        marks(&store, articles).await;
    }
    // Of what was kept for years few stories are unread still.
    let unread = i64::try_from(articles / 20).unwrap() * APART;
    let old = Selection::Matching {
        query: Query::Before(NOW.plus(-unread)),
        now: NOW,
    };
    store.mark(old, Flag::Unread, false, NOW).await.unwrap();
    store.close().await;
    drop(store);
    if is_asked("start") {
        start(&path, settings).await;
    }
    if is_asked("has") {
        give_pictures(&path);
    }
    let store = Store::open(&path, settings).unwrap();
    if is_asked("has") {
        having(&store).await;
    }
    if is_asked("searches") {
        searches(&store).await;
    }
    if is_asked("lists") {
        lists(&store, &feeds).await;
    }
    if is_asked("typing") {
        typing_beside_new_stories(&store, &feeds, articles).await;
    }
    if is_asked("writes") {
        writes_beside_a_refresh(&store, &feeds, articles).await;
    }
    store.close().await;
    drop(store);
    if is_asked("rebuild") {
        rebuild_beside(&path, settings).await;
        rebuild(&path, settings).await;
    }
}

/// Queries as they are typed, each key a search with the rows and snippets of a screen.
async fn searches(store: &Store) {
    let mut rng = Rng::with_seed(7);
    let vocabulary = corpus::Vocabulary::new(60_000, &mut rng);
    let queries = corpus::queries(&vocabulary, 120, &mut Rng::with_seed(8));
    for (name, sort) in [
        ("a key of a search by relevance", SearchSort::Relevance),
        ("a key of a search by date", SearchSort::Newest),
    ] {
        let mut times = Vec::new();
        let mut longest = Vec::new();
        for query in &queries {
            for typed in (1..=query.len()).filter_map(|end| query.get(..end)) {
                let Some(time) = key(store, typed, sort).await else {
                    continue;
                };
                times.push(time);
                longest.push((time, typed));
            }
        }
        report(name, times);
        longest.sort_unstable();
        for (time, typed) in longest.iter().rev().take(5) {
            println!("    {time:.1?}  {typed}");
        }
    }
}

/// Gives two of three stories a picture, one of a hundred sound and one of thirty a full text.
fn give_pictures(path: &Path) {
    let store = rusqlite::Connection::open(path).unwrap();
    store
        .execute_batch(&format!(
            "BEGIN; UPDATE body SET has_image = (id / 1024 / {APART}) % 3 > 0, has_audio = (id / 1024 / {APART}) % 100 = 7;
             INSERT OR IGNORE INTO full_text (id, fetched_at, content) SELECT b.id, 0, p.content
             FROM body b JOIN packed p ON p.number = b.packed WHERE (b.id / 1024 / {APART}) % 30 = 3; COMMIT"
        ))
        .unwrap();
}

/// What stories have, asked for alone and with other things, each as the first such search after a change.
async fn having(store: &Store) {
    for typed in [
        "has:image",
        "has:audio",
        "has:fulltext",
        "-has:image",
        "has:audio is:unread",
        "has:image is:unread",
        "has:image newer:30d",
        "has:audio government",
        "has:image government",
    ] {
        let mut times = Vec::new();
        for _ in 0..20 {
            times.extend(key(store, typed, SearchSort::Newest).await);
        }
        report(typed, times);
    }
}

/// How long a key takes to the rows of its result; `None` where what is typed so far is no query.
async fn key(store: &Store, typed: &str, sort: SearchSort) -> Option<Duration> {
    let context = ParseContext {
        now: NOW,
        zone: TimeZone::UTC,
        is_typing: true,
    };
    let begun = Instant::now();
    let request = SearchRequest {
        query: parse(typed, &context).ok()?,
        sort,
        skip: 0,
        limit: 25,
        now: NOW,
    };
    store.search(request).await.unwrap();
    Some(begun.elapsed())
}

/// Someone types while 500 stories come in and go into the index, ten times.
async fn typing_beside_new_stories(store: &Store, feeds: &[FeedId], articles: usize) {
    // A store that was kept has the stories of earlier runs: these are others.
    let before = store.examine().await.unwrap().articles;
    let mut rng = Rng::with_seed(12 + before);
    let vocabulary = corpus::Vocabulary::new(60_000, &mut rng);
    let queries = corpus::queries(&vocabulary, 120, &mut Rng::with_seed(13));
    let mut typed = queries
        .iter()
        .flat_map(|query| (1..=query.len()).filter_map(|end| query.get(..end)))
        .cycle();
    let mut times = Vec::new();
    let mut asked = Vec::new();
    for round in 0..10 {
        let batch = feeds.iter().take(25).map(|feed| {
            let entries = (0..20).map(|place| {
                let number = articles * 2 + (round * 20 + place) * FEEDS;
                let number = number + usize::try_from(feed.get()).unwrap();
                Entry {
                    guid: Some(format!("story-{number}-after-{before}-others")),
                    link: None,
                    ..entry(&vocabulary, &mut rng, number)
                }
            });
            fetched(*feed, entries.collect())
        });
        let batch = batch.collect();
        let coming = {
            let store = store.clone();
            tokio::spawn(async move {
                store.apply(batch).await.unwrap();
                store.settle().await;
            })
        };
        while !coming.is_finished() {
            let Some(typed) = typed.next() else { break };
            if let Some(time) = key(store, typed, SearchSort::Relevance).await {
                times.push(time);
                asked.push((time, typed));
            }
        }
        coming.await.unwrap();
    }
    report("a key while 500 stories come in", times);
    let mut times = Vec::new();
    for (_, typed) in &asked {
        times.extend(key(store, typed, SearchSort::Relevance).await);
    }
    report("the same keys when nothing comes in", times);
    asked.sort_unstable();
    for (beside, typed) in asked.iter().rev().take(5) {
        let alone = key(store, typed, SearchSort::Relevance).await.unwrap();
        println!("    {beside:.1?}, alone {alone:.1?}  {typed}");
    }
}

/// The index made again while the one there is answers whoever types.
async fn rebuild_beside(path: &Path, settings: Settings) {
    let store = Store::open(path, settings).unwrap();
    let mut rng = Rng::with_seed(14);
    let vocabulary = corpus::Vocabulary::new(60_000, &mut rng);
    let queries = corpus::queries(&vocabulary, 120, &mut Rng::with_seed(15));
    let mut typed = queries
        .iter()
        .flat_map(|query| (1..=query.len()).filter_map(|end| query.get(..end)))
        .cycle();
    let begun = Instant::now();
    store.rebuild_index().await.unwrap();
    let making = {
        let store = store.clone();
        tokio::spawn(async move { store.settle().await })
    };
    let mut times = Vec::new();
    while !making.is_finished() {
        let Some(typed) = typed.next() else { break };
        times.extend(key(&store, typed, SearchSort::Relevance).await);
        // As fast as anybody types.
        tokio::time::sleep(Duration::from_millis(80)).await;
    }
    making.await.unwrap();
    println!("index made again beside it in {:.1?}", begun.elapsed());
    report("a key meanwhile", times);
    store.close().await;
}

/// The index lost, and made again.
async fn rebuild(path: &Path, settings: Settings) {
    std::fs::remove_dir_all(path.with_file_name("index")).unwrap();
    let memory = Memory::watch();
    let begun = Instant::now();
    let store = Store::open(path, settings).unwrap();
    store.settle().await;
    println!("index made again in {:.1?}", begun.elapsed());
    store.close().await;
    println!(
        "    and its parts put together after {:.1?}; memory at most: {}",
        begun.elapsed(),
        memory.peak()
    );
}

async fn take_in(path: &Path, settings: Settings, articles: usize) -> Vec<FeedId> {
    let store = Store::open(path, settings).unwrap();
    let mut rng = Rng::with_seed(7);
    let vocabulary = corpus::Vocabulary::new(60_000, &mut rng);
    let mut feeds = Vec::with_capacity(FEEDS);
    for number in 0..FEEDS {
        let url = Url::parse(&format!("https://source-{number}.example/feed")).unwrap();
        let folder = format!("Folder {}", number % 12);
        feeds.push(store.add_feed(url, None, folder, NOW).await.unwrap().0);
    }
    let memory = Memory::watch();
    let mut taking = Duration::ZERO;
    let mut again = Duration::ZERO;
    // Making up the stories is no work of the store: the clock of "with index" stands still meanwhile.
    let mut making = Duration::ZERO;
    let all = Instant::now();
    // As time brings them: the oldest first, some of each feed with every refresh.
    let each = articles / FEEDS;
    let rounds = (0..each).step_by(ROUND).rev();
    for (from, feeds) in rounds.flat_map(|from| feeds.chunks(BATCH).map(move |feeds| (from, feeds)))
    {
        let begun = Instant::now();
        let batch: Vec<Fetched> = feeds
            .iter()
            .map(|feed| {
                let entries = (from..each.min(from + ROUND)).map(|place| {
                    let number = place * FEEDS + usize::try_from(feed.get()).unwrap();
                    entry(&vocabulary, &mut rng, number)
                });
                fetched(*feed, entries.collect())
            })
            .collect();
        let (first, second) = (batch.clone(), batch);
        making += begun.elapsed();
        taking += timed(store.apply(first)).await;
        again += timed(store.apply(second)).await;
    }
    let begun = Instant::now();
    store.settle().await;
    let late = begun.elapsed();
    let with_index = all.elapsed().saturating_sub(making + again);
    let found = store.examine().await.unwrap();
    let rate = |time: Duration| found.articles as f64 / time.as_secs_f64();
    println!(
        "{} articles taken in at {:.0} a second, with index {:.0}; passed over as known at {:.0}; searchable {late:.1?} later",
        found.articles,
        rate(taking),
        rate(with_index),
        rate(again),
    );
    println!("memory meanwhile, at most: {}", memory.peak());
    println!(
        "{} bytes an article, {} of them the index",
        (found.store_bytes + found.index_bytes) / found.articles.max(1),
        found.index_bytes / found.articles.max(1),
    );
    store.close().await;
    if std::env::var_os("SQUELCH_BENCH_BYTES").is_some() {
        where_the_bytes_are(path, found.articles);
    }
    feeds
}

async fn start(path: &Path, settings: Settings) {
    let mut times = Vec::new();
    for _ in 0..20 {
        let begun = Instant::now();
        let store = Store::open(path, settings).unwrap();
        store.overview(NOW).await.unwrap();
        store.page(page(Query::All, None)).await.unwrap();
        times.push(begun.elapsed());
        store.close().await;
    }
    report("open, overview and first page", times);
}

async fn lists(store: &Store, feeds: &[FeedId]) {
    let unread = || Query::Is(Is::Unread);
    let mut rng = Rng::with_seed(9);
    repeat("overview", || store.overview(NOW)).await;
    repeat("page of all", || store.page(page(Query::All, None))).await;
    repeat("page of unread", || store.page(page(unread(), None))).await;
    repeat("count of unread", || store.count(unread(), NOW)).await;
    repeat("page of one feed's unread", || {
        let feed = Query::Feed(feeds[rng.usize(..feeds.len())]);
        store.page(page(Query::And(vec![feed, unread()]), None))
    })
    .await;
    repeat("page of a folder", || {
        store.page(page(Query::Folder("Folder 3".into()), None))
    })
    .await;
    let mut ids = Vec::new();
    let mut times = Vec::new();
    while times.len() < ROUNDS {
        let after = ids.last().copied();
        let begun = Instant::now();
        let next = store.page(page(Query::All, after)).await.unwrap();
        times.push(begun.elapsed());
        if !next.has_more {
            break;
        }
        ids.extend(next.rows.into_iter().map(|row| row.id));
    }
    report("paging on", times);
    repeat("an article", || store.article(ids[rng.usize(..ids.len())])).await;
    repeat("toggling read", || {
        let id = ids[rng.usize(..ids.len())];
        store.mark(Selection::Ids(vec![id]), Flag::Unread, rng.bool(), NOW)
    })
    .await;
}

async fn marks(store: &Store, articles: usize) {
    // The newest half, by its date.
    let half = i64::try_from(articles / 2).unwrap() * APART;
    let what = || Selection::Matching {
        query: Query::After(NOW.plus(-half)),
        now: NOW,
    };
    let begun = Instant::now();
    let change = store.mark(what(), Flag::Unread, false, NOW).await.unwrap();
    let marking = begun.elapsed();
    let undoing = timed(store.undo()).await;
    let again = timed(store.redo()).await;
    let nothing = timed(store.mark(what(), Flag::Unread, false, NOW)).await;
    println!(
        "{}: {marking:.1?}, undone {undoing:.1?}, redone {again:.1?}, nothing left to mark {nothing:.1?}",
        change.unwrap().label
    );
    store.undo().await.unwrap();
}

/// A person's write while fetches are stored without a pause.
async fn writes_beside_a_refresh(store: &Store, feeds: &[FeedId], articles: usize) {
    let refresh = {
        let (store, feeds) = (store.clone(), feeds.to_vec());
        tokio::spawn(async move {
            let mut rng = Rng::with_seed(11);
            let vocabulary = corpus::Vocabulary::new(60_000, &mut rng);
            for (round, feeds) in feeds.chunks(BATCH).enumerate() {
                let batch = feeds.iter().map(|feed| {
                    let entries = (0..20).map(|place| {
                        let number = articles + (round * BATCH + place) * FEEDS;
                        entry(
                            &vocabulary,
                            &mut rng,
                            number + usize::try_from(feed.get()).unwrap(),
                        )
                    });
                    fetched(*feed, entries.collect())
                });
                store.apply(batch.collect()).await.unwrap();
            }
        })
    };
    let ids: Vec<ArticleId> = store.page(page(Query::All, None)).await.unwrap().rows[..50]
        .iter()
        .map(|row| row.id)
        .collect();
    let mut times = Vec::new();
    while !refresh.is_finished() {
        let what = Selection::Ids(vec![ids[times.len() % ids.len()]]);
        times.push(timed(store.mark(what, Flag::Bookmarked, times.len() % 2 == 0, NOW)).await);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    refresh.await.unwrap();
    report("a person's write beside a refresh", times);
}

async fn repeat<T, F: Future<Output = Result<T, StoreError>>>(
    name: &str,
    mut work: impl FnMut() -> F,
) {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        times.push(timed(work()).await);
    }
    report(name, times);
}

async fn timed<T>(work: impl Future<Output = Result<T, StoreError>>) -> Duration {
    let begun = Instant::now();
    work.await.unwrap();
    begun.elapsed()
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |hundredth: usize| times[(times.len() * hundredth / 100).min(times.len() - 1)];
    println!(
        "{name}: p50 {:.2?}, p95 {:.2?}, p99 {:.2?}, worst {:.2?} of {}",
        at(50),
        at(95),
        at(99),
        at(100),
        times.len(),
    );
}

fn page(query: Query, after: Option<ArticleId>) -> PageRequest {
    PageRequest {
        query,
        sort: Sort::Newest,
        after,
        limit: 200,
        now: NOW,
    }
}

fn entry(vocabulary: &corpus::Vocabulary, rng: &mut Rng, number: usize) -> Entry {
    let text = vocabulary.text(rng.usize(WORDS), rng);
    let html = format!("<p>{}</p>", text.replace("\n\n", "</p>\n<p>"));
    Entry {
        guid: Some(format!("story-{number}")),
        title: vocabulary.title(rng),
        link: Url::parse(&format!("https://source.example/{number}")).ok(),
        published: Some(NOW.plus(-i64::try_from(number).unwrap() * APART)),
        content: Some(html),
        text,
        ..Entry::default()
    }
}

fn fetched(feed: FeedId, entries: Vec<Entry>) -> Fetched {
    Fetched {
        feed,
        at: NOW,
        next_at: NOW,
        interval: None,
        outcome: FetchOutcome::Document {
            etag: None,
            last_modified: None,
            title: Some(format!("Source {feed}")),
            site: None,
            language: None,
            icon: None,
            entries,
        },
        moved_to: None,
        host_pause: None,
    }
}
