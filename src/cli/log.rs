//! The log file: for bug reports, never for the screen.

use std::fs::OpenOptions;
use std::path::Path;

use tracing::Level;

/// Larger than this, the log is started anew and the old one kept beside it.
const LIMIT: u64 = 4 * 1024 * 1024;

/// Writes warnings (with `is_verbose` everything) to the log file; without one where it cannot be written, since
/// a log is no reason not to start.
pub(super) fn start(path: &Path, is_verbose: bool) -> bool {
    if let Some(folder) = path.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    if std::fs::metadata(path).is_ok_and(|data| data.len() > LIMIT) {
        let _ = std::fs::rename(path, path.with_extension("log.1"));
    }
    let Ok(file) = OpenOptions::new().create(true).append(true).open(path) else {
        return false;
    };
    let level = if is_verbose {
        Level::DEBUG
    } else {
        Level::WARN
    };
    tracing_subscriber::fmt()
        .with_writer(std::sync::Mutex::new(file))
        .with_ansi(false)
        // A full disk must not make the log write to the screen instead.
        .log_internal_errors(false)
        .with_max_level(level)
        .try_init()
        .is_ok()
}
