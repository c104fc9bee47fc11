//! Who fetches: a lock on a file, held while a process fetches, tells the living from the killed.
//!
//! A lease in the store keeps two processes from fetching one feed at once, but a process that is killed leaves its
//! leases behind. The operating system takes its lock away, so that the next one to fetch knows that nobody holds them.

use std::fs::File;
use std::path::Path;

/// Stands beside the store.
const FILE: &str = "fetching.lock";

/// Held while feeds are fetched.
#[derive(Debug)]
pub struct Fetching {
    /// Dropping it gives the lock back. `None` on a file system without locks, where leases end by time alone.
    _file: Option<File>,
}

impl Fetching {
    /// Takes a share of the lock; says whether nobody else had one.
    pub(super) fn begin(store: &Path) -> (Self, bool) {
        let path = store.with_file_name(FILE);
        let Ok(file) = File::options().create(true).append(true).open(path) else {
            return (Self { _file: None }, false);
        };
        let is_alone = file.try_lock().is_ok() && file.unlock().is_ok();
        // Between these two calls another process may find itself alone, too: it has leased nothing yet, nor has this one.
        let is_held = file.lock_shared().is_ok();
        (
            Self {
                _file: is_held.then_some(file),
            },
            is_alone && is_held,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_alone_until_a_second_comes_and_again_when_all_are_gone() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.db");
        let (first, is_alone) = Fetching::begin(&store);
        assert!(is_alone);
        let (second, is_alone) = Fetching::begin(&store);
        assert!(!is_alone);
        drop(first);
        assert!(!Fetching::begin(&store).1);
        drop(second);
        assert!(Fetching::begin(&store).1);
    }
}
