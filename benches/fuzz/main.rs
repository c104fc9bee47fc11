//! Feeds the parser, the OPML reader, the reader of pages and the layout with documents made wrong on purpose, and says
//! where a promise is broken.
//!
//! `SQUELCH_FUZZ_SEEDS=<folder> SQUELCH_FUZZ_SECONDS=600 cargo bench --bench fuzz`; without a folder it does nothing.
//! Folders inside are read too, `.gz` is unpacked. `SQUELCH_FUZZ_SEED=<number>` runs one document again;
//! `SQUELCH_FUZZ_KEPT=<folder>` is where what was found is written, by default `target/fuzz`. The document at hand is
//! written there first, as `current`, so that it is known should the process die.
//!
//! Promises: no panic on a stack of 2 MB, time and memory by the size of the document, no character that a terminal
//! or a reader must not see in any field or on any line of the screen, no line wider than the screen, the same entries
//! once more from the canonical form of a document, the same list once more from its export.
#![allow(
    clippy::disallowed_methods,
    reason = "it measures how long a document takes"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a driver that cannot go on should panic"
)]
#![allow(clippy::print_stdout, reason = "its findings are for whoever runs it")]

mod mutate;
mod promises;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use squelch::fetch::{self, opml};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// As small as any thread the program parses on.
const STACK: usize = 2 << 20;
/// Time a document may take, whatever its size, and for each KiB of it. Ordinary ones take 0.03 ms per KiB.
const TIME: (Duration, Duration) = (Duration::from_millis(50), Duration::from_micros(500));
/// Bytes of memory, whatever its size (most of it ten thousand entries without anything in them), and for each byte of
/// it: a node is 48 bytes for 3 of markup at worst.
const SPACE: (usize, usize) = (40 << 20, 64);

fn main() {
    let Some(folder) = std::env::var_os("SQUELCH_FUZZ_SEEDS") else {
        println!(
            "fuzz: SQUELCH_FUZZ_SEEDS names no folder of documents, so there is nothing to do"
        );
        return;
    };
    let run = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            let mut feeds = Vec::new();
            let mut lists = Vec::new();
            let mut pages = Vec::new();
            collect(Path::new(&folder), &mut feeds, &mut lists, &mut pages);
            Driver::new(feeds, lists, pages).run();
        });
    run.unwrap().join().unwrap();
}

/// Returns how long this thread has had a processor, as Linux counts it. Elsewhere nothing is slow.
fn processor_time() -> Duration {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = counted.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

fn collect(
    folder: &Path,
    feeds: &mut Vec<Vec<u8>>,
    lists: &mut Vec<Vec<u8>>,
    pages: &mut Vec<Vec<u8>>,
) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, feeds, lists, pages);
            continue;
        }
        let mut bytes = fs::read(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "gz") {
            let mut unpacked = Vec::new();
            let _ = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked);
            bytes = unpacked;
        }
        let head = bytes.get(..2_048).unwrap_or(&bytes).to_ascii_lowercase();
        let has = |tag: &[u8]| head.windows(tag.len()).any(|window| window == tag);
        if has(b"<opml") {
            lists.push(bytes);
        } else if has(b"<html") || has(b"<!doctype html") {
            pages.push(bytes);
        } else {
            feeds.push(bytes);
        }
    }
}

/// What a document is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Feed,
    List,
    Page,
}

/// Takes one seed number after the other.
struct Driver {
    feeds: Vec<Vec<u8>>,
    lists: Vec<Vec<u8>>,
    pages: Vec<Vec<u8>>,
    kept: PathBuf,
    found: BTreeMap<String, usize>,
    bytes: usize,
    /// Slowest so far, in microseconds per KiB, of documents of 4 KiB and more.
    slowest: u128,
    /// Hungriest so far, in bytes per byte, of the same.
    hungriest: usize,
}

impl Driver {
    fn new(feeds: Vec<Vec<u8>>, mut lists: Vec<Vec<u8>>, pages: Vec<Vec<u8>>) -> Self {
        let kept = std::env::var_os("SQUELCH_FUZZ_KEPT").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/fuzz"),
            PathBuf::from,
        );
        fs::create_dir_all(&kept).unwrap();
        // Lists are few among collections of feeds: the feeds themselves, listed, are one more.
        lists.push(promises::list_of(&feeds).into_bytes());
        Self {
            feeds,
            lists,
            pages,
            kept,
            found: BTreeMap::new(),
            bytes: 0,
            slowest: 0,
            hungriest: 0,
        }
    }

    fn run(&mut self) {
        std::panic::set_hook(Box::new(|_| {}));
        let number = |name: &str| {
            std::env::var(name)
                .ok()
                .and_then(|value| value.parse::<u64>().ok())
        };
        if let Some(seed) = number("SQUELCH_FUZZ_SEED") {
            self.once(seed);
            self.report(1);
            return;
        }
        for (name, bytes) in mutate::floods() {
            println!("{name}: {} KiB", bytes.len() >> 10);
            self.ask(0, Kind::Feed, &bytes, 80);
        }
        let seconds = number("SQUELCH_FUZZ_SECONDS").unwrap_or(60);
        let first = number("SQUELCH_FUZZ_FROM").unwrap_or(0);
        let begun = Instant::now();
        let mut said = begun;
        let mut seed = first;
        while begun.elapsed() < Duration::from_secs(seconds) {
            self.once(seed);
            seed += 1;
            if said.elapsed() > Duration::from_mins(1) {
                said = Instant::now();
                self.report(seed - first);
            }
        }
        self.report(seed - first);
    }

    fn report(&self, documents: u64) {
        println!(
            "{documents} documents, {} MB; at most {} µs per KiB, {} bytes per byte; findings: {:?}",
            self.bytes >> 20,
            self.slowest,
            self.hungriest,
            self.found
        );
    }

    fn once(&mut self, seed: u64) {
        let mut random = fastrand::Rng::with_seed(seed);
        let (kind, seeds) = match seed % 8 {
            3 if !self.pages.is_empty() => (Kind::Page, &self.pages),
            7 => (Kind::List, &self.lists),
            _ => (Kind::Feed, &self.feeds),
        };
        let bytes = mutate::document(seeds, &mut random);
        self.ask(seed, kind, &bytes, random.u16(1..=120));
    }

    /// Asks one document whether all that was promised holds for it.
    fn ask(&mut self, seed: u64, kind: Kind, bytes: &[u8], width: u16) {
        fs::write(self.kept.join("current"), bytes).unwrap();
        self.bytes += bytes.len();
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let begun = processor_time();
        let outcome = catch_unwind(AssertUnwindSafe(|| match kind {
            Kind::List => {
                drop(opml::read(bytes));
                None
            }
            Kind::Feed => fetch::parse(bytes, None, &promises::base()).ok(),
            Kind::Page => None,
        }));
        let time = processor_time().saturating_sub(begun);
        let space = MEMORY.peak_usage().saturating_sub(before);
        let Ok(parsed) = outcome else {
            self.keep("a panic", seed, bytes);
            return;
        };
        self.measure(seed, bytes, kind, time, space);
        let broken = catch_unwind(AssertUnwindSafe(|| match kind {
            Kind::List => promises::of_list(bytes),
            Kind::Page => promises::of_page(bytes, width),
            Kind::Feed => parsed.as_ref().and_then(|parsed| {
                promises::of_feed(parsed).or_else(|| promises::of_bodies(parsed, width))
            }),
        }));
        match broken {
            Ok(None) => {}
            Ok(Some(what)) => self.keep(&what, seed, bytes),
            Err(_) => self.keep("a panic over what came of it", seed, bytes),
        }
    }

    fn measure(&mut self, seed: u64, bytes: &[u8], kind: Kind, time: Duration, space: usize) {
        let kib = bytes.len().div_ceil(1_024);
        if bytes.len() > 4 << 10 {
            self.slowest = self.slowest.max(time.as_micros() / kib as u128);
            self.hungriest = self.hungriest.max(space / bytes.len());
        }
        if time > TIME.0 + TIME.1 * u32::try_from(kib).unwrap_or(u32::MAX) {
            // Caches and clock rate are shared: only what is slow again is slow.
            let again = (0..3).map(|_| {
                let begun = processor_time();
                let _ = if kind == Kind::List {
                    opml::read(bytes).is_ok()
                } else {
                    fetch::parse(bytes, None, &promises::base()).is_ok()
                };
                processor_time().saturating_sub(begun)
            });
            let best = again.min().unwrap_or_default();
            if best > TIME.0 + TIME.1 * u32::try_from(kib).unwrap_or(u32::MAX) {
                self.keep(&format!("slow: {best:?} for {kib} KiB"), seed, bytes);
            }
        }
        if space > SPACE.0 + SPACE.1 * bytes.len() {
            self.keep(
                &format!("large: {} KiB for {kib} KiB", space >> 10),
                seed,
                bytes,
            );
        }
    }

    /// Writes the document down once for each kind of finding, and counts the rest.
    fn keep(&mut self, what: &str, seed: u64, bytes: &[u8]) {
        let kind: String = what
            .split(':')
            .next()
            .unwrap_or_default()
            .chars()
            .take(80)
            .collect();
        let count = self.found.entry(kind.clone()).or_default();
        *count += 1;
        if *count <= 5 {
            println!("seed {seed}: {what}");
            fs::write(
                self.kept
                    .join(format!("{}-{seed}", kind.replace([' ', '/'], "-"))),
                bytes,
            )
            .unwrap();
        }
    }
}
