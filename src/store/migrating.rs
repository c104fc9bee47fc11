//! How far bringing a store to the present schema has come, for the person who waits for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use super::error::Result;

/// Steps of `SQLite`'s machine between two looks at how far it is: some milliseconds.
const STEPS: std::ffi::c_int = 20_000;
/// Steps a row takes when it is brought over, about.
const STEPS_OF_A_ROW: u64 = 60;
/// Share of the whole that the copy takes, in per cent.
const COPY: u64 = 30;

/// A store on its way to the present schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrating {
    /// Of copying and bringing over together; 100 when both are done.
    pub percent: u8,
    /// The copy from before, once it is made.
    pub copy: Option<PathBuf>,
}

/// Is told how far it is, on the thread that does it; returns false to have it stopped. The store then stays as it was.
pub type Tell = Arc<dyn Fn(Migrating) -> bool + Send + Sync>;

/// Tells of the pages copied.
pub(super) fn copying(tell: &Tell, left: u64, all: u64) -> bool {
    let done = all.saturating_sub(left);
    tell(Migrating {
        percent: percent(done * COPY, all),
        copy: None,
    })
}

/// Has `SQLite` tell how far it is with a migration, as long as the answer of `work` is awaited.
pub(super) fn watched<T>(
    connection: &mut Connection,
    tell: &Tell,
    copy: &Path,
    work: impl FnOnce(&mut Connection) -> Result<T>,
) -> Result<T> {
    let rows: u64 = connection.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
    let all = (rows * STEPS_OF_A_ROW).max(1);
    let mut done = 0;
    let (teller, copy) = (Arc::clone(tell), copy.to_owned());
    connection.progress_handler(
        STEPS,
        Some(move || {
            done += u64::from(STEPS.unsigned_abs());
            let share = (100 - COPY) * done.min(all);
            !teller(Migrating {
                percent: (COPY + share / all).min(99).try_into().unwrap_or(99),
                copy: Some(copy.clone()),
            })
        }),
    )?;
    let result = work(connection);
    connection.progress_handler(0, None::<fn() -> bool>)?;
    result
}

fn percent(part: u64, all: u64) -> u8 {
    u8::try_from(part / all.max(1)).unwrap_or(100)
}
