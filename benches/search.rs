//! A search as it is typed, key by key, stories like a story, and questions to everything cached, over 100,000 seeded articles (or as many as `SQUELCH_BENCH_ARTICLES` says).
//!
//! Prints how long loading and indexing take, and the time from key to result with headlines and snippets. The store is
//! the real one, in a temporary folder.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a measurement prints what its clock says"
)]

mod corpus;

use std::time::{Duration, Instant};

use fastrand::Rng;
use jiff::tz::TimeZone;
use squelch::domain::query::{ParseContext, Query, parse};
use squelch::domain::{Article, ArticleId, Entry, FeedId, Timestamp};
use squelch::insight::{Source, ask};
use squelch::store::{
    FetchOutcome, Fetched, PageRequest, SearchRequest, SearchSort, Settings, Sort, Store,
};
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);
const FEEDS: usize = 200;
const QUERIES: usize = 120;
/// Hits a terminal of fifty rows asks for first.
const SHOWN: usize = 25;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let articles = std::env::var("SQUELCH_BENCH_ARTICLES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    let mut rng = Rng::with_seed(7);
    let vocabulary = corpus::Vocabulary::new(120_000, &mut rng);

    let mut feeds = Vec::with_capacity(FEEDS);
    for number in 0..FEEDS {
        let url = Url::parse(&format!("https://source-{number}.example/feed")).unwrap();
        let (feed, _) = store
            .add_feed(url, Some(format!("Source {number}")), String::new(), NOW)
            .await
            .unwrap();
        feeds.push(feed);
    }
    let begun = Instant::now();
    let each = articles / FEEDS;
    for (number, feed) in feeds.iter().enumerate() {
        let entries = (0..each)
            .map(|place| entry(&vocabulary, &mut rng, place * FEEDS + number))
            .collect();
        store.apply(vec![fetched(*feed, entries)]).await.unwrap();
    }
    let stored = begun.elapsed();
    while store.examine().await.unwrap().waiting_for_index > 0 {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let indexed = begun.elapsed();
    let examination = store.examine().await.unwrap();
    println!(
        "{} articles: stored in {stored:.1?}, searchable in {indexed:.1?}; {} bytes an article, {} of them the index",
        examination.articles,
        (examination.store_bytes + examination.index_bytes) / examination.articles.max(1),
        examination.index_bytes / examination.articles.max(1),
    );

    for (name, sort) in [
        ("relevance", SearchSort::Relevance),
        ("newest", SearchSort::Newest),
    ] {
        let queries = corpus::queries(&vocabulary, QUERIES, &mut Rng::with_seed(8));
        let mut times = Vec::new();
        for query in &queries {
            for typed in (1..=query.len()).filter_map(|end| query.get(..end)) {
                let begun = Instant::now();
                let context = ParseContext {
                    now: NOW,
                    zone: TimeZone::UTC,
                    is_typing: true,
                };
                let Ok(meant) = parse(typed, &context) else {
                    continue;
                };
                let request = SearchRequest {
                    query: meant,
                    sort,
                    skip: 0,
                    limit: SHOWN,
                    now: NOW,
                };
                store.search(request).await.unwrap();
                times.push((begun.elapsed(), typed));
            }
        }
        times.sort_unstable();
        let at =
            |thousandth: usize| times[(times.len() * thousandth / 1_000).min(times.len() - 1)].0;
        println!(
            "{name}: {} keys, p50 {:.2?}, p95 {:.2?}, p99 {:.2?}, worst {:.2?}",
            times.len(),
            at(500),
            at(950),
            at(990),
            at(1_000),
        );
        for (time, typed) in times.iter().rev().take(8) {
            println!("    {time:.2?}  {typed}");
        }
    }
    similar(&store).await;
    answers(&store).await;
    store.close().await;
}

/// Times questions to everything cached, as the screen asks them: articles found, read, and their sentences ranked.
async fn answers(store: &Store) {
    let mut times = Vec::new();
    let (mut found, mut came_back) = (0, 0);
    for (origin, question) in questions(store).await {
        let begun = Instant::now();
        let articles = store.relevant(question.clone(), None, 24).await.unwrap();
        let looked_up = begun.elapsed();
        let sources: Vec<Source<'_>> = articles
            .iter()
            .map(|article| Source {
                title: &article.headline.title,
                text: &article.text,
                language: article.language.as_deref(),
            })
            .collect();
        let answer = ask(&question, &sources, 6);
        times.push((begun.elapsed(), looked_up, question));
        found += answer.passages.len();
        let is_origin = |article: &Article| article.headline.id == origin;
        came_back += usize::from(articles.iter().any(is_origin));
    }
    times.sort_unstable();
    let at = |thousandth: usize| times[(times.len() * thousandth / 1_000).min(times.len() - 1)].0;
    println!(
        "questions: {} asked, {came_back} found the story they were made of, {} passages for each, p50 {:.2?}, p95 {:.2?}, p99 {:.2?}, worst {:.2?}",
        times.len(),
        found / times.len().max(1),
        at(500),
        at(950),
        at(990),
        at(1_000),
    );
    for (time, looked_up, question) in times.iter().rev().take(5) {
        println!("    {time:.2?}, {looked_up:.2?} of it to find articles  {question}");
    }
}

/// Questions made of the words of sentences from all over the store, and the story each is made of.
async fn questions(store: &Store) -> Vec<(ArticleId, String)> {
    const ASKING: [&str; 6] = [
        "Why did the",
        "What did the",
        "Who has",
        "When was the",
        "How many of the",
        "Where is the",
    ];
    let mut rng = Rng::with_seed(10);
    let mut made = Vec::new();
    while made.len() < 300 {
        let request = PageRequest {
            query: Query::Before(NOW.plus(-rng.i64(0..86_400 * 1_500))),
            sort: Sort::Newest,
            after: None,
            limit: 1,
            now: NOW,
        };
        for row in store.page(request).await.unwrap().rows {
            let article = store.article(row.id).await.unwrap().unwrap();
            let sentences: Vec<&str> = article.text.split(". ").collect();
            let sentence = sentences[rng.usize(..sentences.len())];
            let words: Vec<&str> = sentence.split_whitespace().take(rng.usize(4..11)).collect();
            let asking = ASKING[rng.usize(..ASKING.len())];
            let question = format!("{asking} {}?", words.join(" ").to_lowercase());
            made.push((row.id, question));
        }
    }
    made
}

/// Times "more like this" for stories from all over the store.
async fn similar(store: &Store) {
    let mut times = Vec::new();
    let mut rng = Rng::with_seed(9);
    let mut found = 0;
    for _ in 0..300 {
        let request = PageRequest {
            query: Query::Before(NOW.plus(-rng.i64(0..86_400 * 1_500))),
            sort: Sort::Newest,
            after: None,
            limit: 1,
            now: NOW,
        };
        let page = store.page(request).await.unwrap();
        for row in page.rows {
            let begun = Instant::now();
            let like = store.similar(row.id, SHOWN).await.unwrap().unwrap();
            times.push(begun.elapsed());
            found += like.hits.len();
        }
    }
    times.sort_unstable();
    let at = |thousandth: usize| times[(times.len() * thousandth / 1_000).min(times.len() - 1)];
    println!(
        "more like this: {} stories, {} found for each, p50 {:.2?}, p99 {:.2?}, worst {:.2?}",
        times.len(),
        found / times.len().max(1),
        at(500),
        at(990),
        at(1_000),
    );
}

fn entry(vocabulary: &corpus::Vocabulary, rng: &mut Rng, number: usize) -> Entry {
    let age = i64::try_from(number).unwrap() * 1_500;
    Entry {
        guid: Some(format!("story-{number}")),
        title: vocabulary.title(rng),
        link: Url::parse(&format!("https://source.example/{number}")).ok(),
        published: Some(NOW.plus(-age)),
        author: Some("A. Person".to_owned()),
        text: vocabulary.text(rng.usize(200..700), rng),
        language: Some("en".to_owned()),
        ..Entry::default()
    }
}

fn fetched(feed: FeedId, entries: Vec<Entry>) -> Fetched {
    Fetched {
        feed,
        at: NOW,
        next_at: NOW.plus(3_600),
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
    }
}
