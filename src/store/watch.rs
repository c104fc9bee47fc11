//! Noticing what other processes write, without looking again and again.
//!
//! The operating system tells when the write-ahead log changes; `SQLite` then tells whether it was somebody else.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// Changes come in bursts; one look after each is enough.
const SETTLE: Duration = Duration::from_millis(150);

/// How often the store is looked at where the system tells nothing of its files.
const LOOK: Duration = Duration::from_secs(2);

/// Stops watching when dropped.
#[derive(Debug)]
pub(super) struct Watch {
    /// Either holds the sending end of what the thread waits for, so that the thread ends with it.
    _source: Source,
}

#[derive(Debug)]
enum Source {
    System { _watcher: RecommendedWatcher },
    Looking { _end: Sender<()> },
}

impl Watch {
    /// Calls `on_change` (on a thread of its own) after another process wrote.
    ///
    /// `version` tells the state of the store as far as others made it (`PRAGMA data_version` of the one connection
    /// this process writes with). `None` where no thread can be started.
    pub(super) fn start(
        path: &Path,
        version: impl Fn() -> Option<i64> + Send + 'static,
        on_change: impl Fn() + Send + 'static,
    ) -> Option<Self> {
        let (touched, touches) = mpsc::channel();
        match system_watcher(path, touched) {
            Ok(watcher) => {
                spawn(move || follow(&touches, &version, &on_change))?;
                Some(Self {
                    _source: Source::System { _watcher: watcher },
                })
            }
            Err(error) => {
                tracing::info!(%error, "the system does not tell of files that change: looking every few seconds");
                Self::by_looking(LOOK, version, on_change)
            }
        }
    }

    fn by_looking(
        every: Duration,
        version: impl Fn() -> Option<i64> + Send + 'static,
        on_change: impl Fn() + Send + 'static,
    ) -> Option<Self> {
        let (end, ended) = mpsc::channel();
        spawn(move || look(&ended, every, &version, &on_change))?;
        Some(Self {
            _source: Source::Looking { _end: end },
        })
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Option<()> {
    std::thread::Builder::new()
        .name("store-watch".to_owned())
        .spawn(work)
        .ok()
        .map(|_| ())
}

fn system_watcher(path: &Path, touched: Sender<()>) -> notify::Result<RecommendedWatcher> {
    let log = log_of(path);
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let is_ours = event.is_ok_and(|event| {
            !event.kind.is_access()
                && event
                    .paths
                    .iter()
                    .any(|changed| changed.file_name() == log.file_name())
        });
        if is_ours {
            let _ = touched.send(());
        }
    })?;
    let folder = path.parent().unwrap_or(path);
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Ends when the other end is dropped.
fn look(
    ended: &Receiver<()>,
    every: Duration,
    version: &impl Fn() -> Option<i64>,
    on_change: &impl Fn(),
) {
    let mut known = version();
    while ended.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        let now = version();
        if now != known {
            known = now;
            on_change();
        }
    }
}

/// Ends when the watcher is dropped.
fn follow(touches: &Receiver<()>, version: &impl Fn() -> Option<i64>, on_change: &impl Fn()) {
    let mut known = version();
    while touches.recv().is_ok() {
        std::thread::sleep(SETTLE);
        while touches.try_recv().is_ok() {}
        let now = version();
        if now != known {
            known = now;
            on_change();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    #[test]
    fn where_the_system_tells_nothing_the_store_is_looked_at() {
        let version = Arc::new(AtomicI64::new(1));
        let seen = Arc::clone(&version);
        let (told, tellings) = mpsc::channel();
        let watch = Watch::by_looking(
            Duration::from_millis(1),
            move || Some(seen.load(Ordering::SeqCst)),
            move || {
                let _ = told.send(());
            },
        );
        // Whether the first look comes before or after this, one of the later changes is seen.
        let patience = Duration::from_millis(20);
        let is_told = (0..1_000).any(|_| {
            version.fetch_add(1, Ordering::SeqCst);
            tellings.recv_timeout(patience).is_ok()
        });
        assert!(is_told);
        drop(watch);
        // The thread ends and lets go of what it tells with.
        while tellings.recv().is_ok() {}
    }
}
