//! Brief and questions of a story of a thousand words, and an answer from it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion makes the functions"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use squelch::insight::{Source, Story, ask, make};

const STORY: &str = include_str!("../tests/it/fixtures/insight/company.txt");
const SCIENCE: &str = include_str!("../tests/it/fixtures/insight/science.txt");
const COURT: &str = include_str!("../tests/it/fixtures/insight/court.txt");

fn insight(criterion: &mut Criterion) {
    let thousand_words = [STORY, SCIENCE, COURT, STORY].join("\n\n");
    let hundred_kilobytes = thousand_words.repeat(18);
    let story = |text| Story {
        title: "Harlow Motors buys Voltine",
        text,
        ..Story::default()
    };
    let mut group = criterion.benchmark_group("insight");
    group.bench_function("make, 1,000 words", |bencher| {
        bencher.iter(|| make(story(&thousand_words)));
    });
    group.bench_function("make, 100 KB", |bencher| {
        bencher.iter(|| make(story(&hundred_kilobytes)));
    });
    let five_megabytes = hundred_kilobytes.repeat(50);
    group.bench_function("make, 5 MB", |bencher| {
        bencher.iter(|| make(story(&five_megabytes)));
    });
    let source = Source {
        title: "Harlow Motors",
        text: &thousand_words,
        language: Some("en"),
    };
    group.bench_function("ask, 1,000 words", |bencher| {
        bencher.iter(|| ask("Why did Nordcell reject the offer?", &[source], 3));
    });
    group.finish();
}

criterion_group!(benches, insight);
criterion_main!(benches);
