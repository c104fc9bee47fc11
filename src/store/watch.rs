//! Noticing what other processes write, without looking again and again.
//!
//! The operating system tells when the write-ahead log changes; `SQLite` then tells whether it was somebody else.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
/// Changes come in bursts; one look after each is enough.
const SETTLE: Duration = Duration::from_millis(150);

/// Stops watching when dropped.
#[derive(Debug)]
pub(super) struct Watch {
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Calls `on_change` (on a thread of its own) after another process wrote.
    ///
    /// `version` tells the state of the store as far as others made it (`PRAGMA data_version` of the one connection
    /// this process writes with). `None` where the system cannot watch files.
    pub(super) fn start(
        path: &Path,
        version: impl Fn() -> Option<i64> + Send + 'static,
        on_change: impl Fn() + Send + 'static,
    ) -> Option<Self> {
        let (touched, touches) = mpsc::channel();
        let log = log_of(path);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
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
            })
            .ok()?;
        watcher
            .watch(path.parent()?, RecursiveMode::NonRecursive)
            .ok()?;
        std::thread::Builder::new()
            .name("store-watch".to_owned())
            .spawn(move || look(&touches, &version, &on_change))
            .ok()?;
        Some(Self { _watcher: watcher })
    }
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Ends when the watcher is dropped.
fn look(touches: &Receiver<()>, version: &impl Fn() -> Option<i64>, on_change: &impl Fn()) {
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
