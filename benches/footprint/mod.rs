//! What a store takes: bytes by table on the disk, and memory of the process while it works.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Bytes an article by table, with what of them stands empty, and of the index by kind of file.
#[expect(clippy::cast_possible_wrap, reason = "articles are few enough")]
pub(crate) fn where_the_bytes_are(path: &Path, articles: u64) {
    let store = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT name, sum(pgsize) / ?1, sum(unused) / ?1 FROM dbstat GROUP BY name \
               HAVING sum(pgsize) >= ?1 ORDER BY 2 DESC";
    let mut statement = store.prepare(sql).unwrap();
    let mut rows = statement.query([articles as i64]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (name, bytes): (String, i64) = (row.get(0).unwrap(), row.get(1).unwrap());
        println!(
            "    {name}: {bytes}, {} empty",
            row.get::<_, i64>(2).unwrap()
        );
    }
    let mut kinds = std::collections::BTreeMap::new();
    let folders = std::fs::read_dir(path.with_file_name("index")).unwrap();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    for file in files.map(Result::unwrap) {
        let kind = file.path().extension().map(std::ffi::OsStr::to_owned);
        *kinds.entry(kind).or_insert(0) += file.metadata().unwrap().len();
    }
    for (kind, bytes) in kinds {
        println!(
            "    index {}: {}",
            kind.unwrap_or_default().display(),
            bytes / articles.max(1)
        );
    }
}

/// Looks at the process's memory every few milliseconds; files mapped into it (the index) are told apart, as the
/// system takes them back when it needs room.
pub(crate) struct Memory {
    is_over: Arc<AtomicBool>,
    watching: std::thread::JoinHandle<(u64, u64)>,
}

impl Memory {
    pub(crate) fn watch() -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let is_done = Arc::clone(&is_over);
        let watching = std::thread::spawn(move || {
            let mut peak = (0, 0);
            while !is_done.load(Ordering::Relaxed) {
                let (own, all) = resident();
                peak = (own.max(peak.0), all.max(peak.1));
                std::thread::sleep(Duration::from_millis(10));
            }
            peak
        });
        Self { is_over, watching }
    }

    pub(crate) fn peak(self) -> String {
        self.is_over.store(true, Ordering::Relaxed);
        let (own, all) = self.watching.join().unwrap();
        format!(
            "{} MiB of its own, {} MiB with mapped files",
            own >> 10,
            all >> 10
        )
    }
}

/// KiB of its own and altogether, as Linux tells; zero elsewhere.
fn resident() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        status
            .lines()
            .find_map(|line| {
                line.strip_prefix(name)?
                    .split_whitespace()
                    .next()?
                    .parse()
                    .ok()
            })
            .unwrap_or(0)
    };
    (field("RssAnon:"), field("VmRSS:"))
}
