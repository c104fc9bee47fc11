//! Normalising and parsing beside feed-rs alone, and bodies to plain text.
//!
//! Feeds are made from a seed; `SQUELCH_BENCH_FEEDS=<folder>` adds real ones (`.gz` is unpacked). What feed-rs alone
//! panics on is left out of both measurements and counted on stderr.
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on should panic")]
#![allow(
    clippy::print_stderr,
    reason = "what was left out belongs beside the figures"
)]

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::panic;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use squelch::fetch;
use squelch::text::plain;
use url::Url;

const WORDS: [&str; 16] = [
    "harbour", "bridge", "tide", "the", "of", "and", "opened", "council", "früh", "café", "storm",
    "ferry", "said", "after", "night", "AT&amp;T",
];

fn paragraphs(random: &mut fastrand::Rng, count: usize) -> String {
    let mut html = String::new();
    for _ in 0..count {
        html.push_str("<p>");
        for at in 0..random.usize(20..90) {
            let word = WORDS[random.usize(..WORDS.len())];
            match at % 17 {
                3 => write!(html, "<a href=\"/story/{at}\">{word}</a> ").unwrap(),
                9 => write!(html, "<em>{word}</em>&nbsp;").unwrap(),
                _ => write!(html, "{word} ").unwrap(),
            }
        }
        html.push_str("</p>\n");
    }
    html
}

fn rss(seed: u64, items: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut feed = "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" \
        xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Harbour</title>\
        <link>https://harbour.example/</link>"
        .to_owned();
    for item in 0..items {
        let body = paragraphs(&mut random, 6);
        write!(
            feed,
            "<item><title>Story {item}</title><link>https://harbour.example/{item}</link>\
             <guid>https://harbour.example/{item}</guid><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate>\
             <category>Sea</category><description>{}</description>\
             <content:encoded><![CDATA[{body}]]></content:encoded></item>",
            paragraphs(&mut random, 1).replace('&', "&amp;").replace('<', "&lt;"),
        )
        .unwrap();
    }
    feed.push_str("</channel></rss>");
    feed.into_bytes()
}

fn folder() -> Vec<Vec<u8>> {
    let Ok(folder) = std::env::var("SQUELCH_BENCH_FEEDS") else {
        return Vec::new();
    };
    let mut documents = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "gz") {
            let mut unpacked = Vec::new();
            flate2::read::MultiGzDecoder::new(bytes.as_slice())
                .read_to_end(&mut unpacked)
                .unwrap();
            documents.push(unpacked);
        } else if path.extension().is_none_or(|extension| extension != "json") {
            documents.push(bytes);
        }
    }
    documents
}

/// Takes away what feed-rs alone does not survive, so that both parsers read the same bytes.
fn survived(documents: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let before = documents.len();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let kept = documents
        .into_iter()
        .filter(|document| panic::catch_unwind(|| alone(document)).is_ok())
        .collect::<Vec<_>>();
    panic::set_hook(hook);
    if kept.len() < before {
        eprintln!(
            "{} of {before} documents make feed-rs alone panic",
            before - kept.len()
        );
    }
    kept
}

fn alone(document: &[u8]) {
    let _ = black_box(feed_rs::parser::parse(document));
}

fn size(documents: &[Vec<u8>]) -> u64 {
    documents.iter().map(|document| document.len() as u64).sum()
}

fn parsing(criterion: &mut Criterion) {
    let base = Url::parse("https://harbour.example/feed.xml").unwrap();
    let made = (0..20).map(|seed| rss(seed, 20)).collect::<Vec<_>>();
    for (name, documents) in [("made", made), ("folder", survived(folder()))] {
        if documents.is_empty() {
            continue;
        }
        let mut group = criterion.benchmark_group(format!("parse {name}"));
        group.sample_size(10);
        group.throughput(Throughput::Bytes(size(&documents)));
        group.bench_function("squelch", |bencher| {
            bencher.iter(|| {
                for document in &documents {
                    let _ = black_box(fetch::parse(document, None, &base));
                }
            });
        });
        group.bench_function("feed-rs alone", |bencher| {
            bencher.iter(|| {
                for document in &documents {
                    alone(document);
                }
            });
        });
        group.finish();
    }
}

fn plain_text(criterion: &mut Criterion) {
    let html = paragraphs(&mut fastrand::Rng::with_seed(7), 400);
    let mut group = criterion.benchmark_group("plain text");
    group.throughput(Throughput::Bytes(html.len() as u64));
    group.bench_function("squelch", |bencher| {
        bencher.iter(|| plain::from_html(black_box(&html)));
    });
    group.finish();
}

criterion_group!(benches, parsing, plain_text);
criterion_main!(benches);
