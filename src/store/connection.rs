//! Opening `SQLite`: pragmas, migrations with a backup before each, and files that are no store.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::{Result, StoreError};
use super::migrating::{self, Tell};
use super::{backup, salvage};

/// Forward only; the position in this list plus one is the schema version (`user_version`).
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001_start.sql"),
    include_str!("migrations/002_texts_as_they_come.sql"),
    include_str!("migrations/003_mute_rules.sql"),
    include_str!("migrations/004_what_stories_have.sql"),
    include_str!("migrations/005_dictionaries.sql"),
];

/// Bytes of a page of a new store: seven texts of the usual length fill one of 8 KiB, where three left a fifth of 4 KiB
/// empty.
const PAGE: u32 = 8_192;

/// How long a write waits for another process.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Between two tries where `SQLite` does not wait by itself.
const BREATH: Duration = Duration::from_millis(15);

/// Returns the schema version this program writes.
pub(super) fn schema_version() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

/// Opens the store for writing and brings it to the present schema.
///
/// `notices` gets a sentence for everything the person should know.
/// `tell` is told how far a migration is.
pub(super) fn open(path: &Path, notices: &mut Vec<String>, tell: &Tell) -> Result<Connection> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| StoreError::Folder {
            path: folder.to_owned(),
            source,
        })?;
    }
    salvage::finish(path);
    if !is_store_or_absent(path)? {
        salvage::suspect(path);
    }
    if salvage::is_suspect(path) {
        salvage::heal(path, notices)?;
    }
    let mut connection = match connect_patiently(path) {
        Ok(connection) => connection,
        Err(error) if is_damage(&error) => {
            salvage::suspect(path);
            salvage::heal(path, notices)?;
            connect(path).map_err(|source| open_error(path, source))?
        }
        Err(error) => return Err(open_error(path, error)),
    };
    migrate(&mut connection, path, notices, tell)?;
    Ok(connection)
}

/// Opens one more connection that only reads.
pub(super) fn open_reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|source| open_error(path, source))?;
    connection.busy_timeout(PATIENCE)?;
    plan_once(&connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    // SQLite's own mapping of the file makes a cold start 20 times slower (measured): off. There are several connections
    // with a cache each, and what they do not hold the system does.
    connection
        .execute_batch("PRAGMA mmap_size = 0; PRAGMA cache_size = -8000; PRAGMA query_only = 1;")?;
    Ok(connection)
}

/// Opens one more connection, which only carries the log over.
pub(super) fn open_beside(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path).map_err(|source| open_error(path, source))?;
    connection.execute_batch("PRAGMA mmap_size = 0; PRAGMA cache_size = 8;")?;
    Ok(connection)
}

/// Opens the file; when another process makes it the same moment, waits for it. `SQLite` itself does not wait while the
/// journal of a new file changes its mode.
#[expect(
    clippy::disallowed_methods,
    reason = "a try may wait by itself, for as long as all of them together"
)]
fn connect_patiently(path: &Path) -> rusqlite::Result<Connection> {
    let start = Instant::now();
    loop {
        match connect(path) {
            Err(error) if is_busy(&error) && start.elapsed() < PATIENCE => {
                std::thread::sleep(BREATH);
            }
            other => return other,
        }
    }
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    plan_once(&connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Heard by a file without pages only.
    connection.pragma_update(None, "page_size", PAGE)?;
    // A cache of 4 MB: twice as much made no write faster, as what is not in it is in the system's.
    // NORMAL in WAL mode survives a crash of the program whole; a power cut may take the last commits, never the file.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA mmap_size = 0; \
         PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY;",
    )?;
    // Reads the schema, so that damage shows here; asks for the write lock, so that a read-only place shows here.
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?;
    Ok(connection)
}

/// Keeps the plan of a statement whatever values it is given: planning anew for each took a third of the time of telling
/// known articles from new ones.
fn plan_once(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// An empty file is a store that was never written; anything else must start as `SQLite` files do.
fn is_store_or_absent(path: &Path) -> Result<bool> {
    let mut start = [0_u8; 16];
    match std::fs::File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(StoreError::Folder {
            path: path.to_owned(),
            source,
        }),
        Ok(mut file) => {
            let mut read = 0;
            while read < start.len() {
                let Some(rest) = start.get_mut(read..) else {
                    break;
                };
                match file.read(rest) {
                    Ok(0) => break,
                    Ok(count) => read += count,
                    Err(source) => {
                        return Err(StoreError::Folder {
                            path: path.to_owned(),
                            source,
                        });
                    }
                }
            }
            Ok(read == 0 || &start == b"SQLite format 3\0")
        }
    }
}

/// Renames a store nobody has open, its log written into it; returns its new name.
///
/// # Errors
/// [`StoreError::Busy`] while anybody has it open.
pub(super) fn set_aside_unused(path: &Path, word: &str) -> Result<PathBuf> {
    // In this mode the first access asks for the file as a whole, which others who have it open do not give.
    let alone = Connection::open(path)
        .and_then(|connection| {
            connection.busy_timeout(Duration::from_millis(300))?;
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                row.get::<_, i64>(0)
            })
        })
        .map(|busy| busy == 0);
    match alone {
        Ok(true) => {}
        Ok(false) => return Err(StoreError::Busy),
        Err(error) if is_damage(&error) => {}
        Err(error) => return Err(error.into()),
    }
    rename_aside(path, word)
}

/// Renames a damaged store, never deletes it.
pub(super) fn set_aside(path: &Path, notices: &mut Vec<String>) -> Result<()> {
    let aside = rename_aside(path, "damaged")?;
    notices.push(format!(
        "the store was damaged; it was set aside as {} and a new one was started",
        aside.display()
    ));
    Ok(())
}

pub(super) fn rename_aside(path: &Path, word: &str) -> Result<PathBuf> {
    let aside = free_name(path, word);
    let rename = |from: &Path, to: &Path| {
        std::fs::rename(from, to).map_err(|source| StoreError::Folder {
            path: from.to_owned(),
            source,
        })
    };
    rename(path, &aside)?;
    for suffix in ["-wal", "-shm"] {
        let beside = with_suffix(path, suffix);
        if beside.exists() {
            rename(&beside, &with_suffix(&aside, suffix))?;
        }
    }
    Ok(aside)
}

/// `squelch.db` → `squelch.damaged-1.db`, with the first number that is free.
pub(super) fn free_name(path: &Path, word: &str) -> PathBuf {
    (1..10_000)
        .map(|number| path.with_extension(format!("{word}-{number}.db")))
        .find(|candidate| !candidate.exists())
        .unwrap_or_else(|| path.with_extension(word))
}

/// Returns the name [`free_name`] gave last.
pub(super) fn last_name(path: &Path, word: &str) -> Option<PathBuf> {
    (1..10_000)
        .map(|number| path.with_extension(format!("{word}-{number}.db")))
        .take_while(|candidate| candidate.exists())
        .last()
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

pub(super) fn open_error(path: &Path, source: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            StoreError::ReadOnly { path }
        }
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Open { path, source },
    }
}

fn migrate(
    connection: &mut Connection,
    path: &Path,
    notices: &mut Vec<String>,
    tell: &Tell,
) -> Result<()> {
    let known = schema_version();
    let found = version(connection)?;
    if found > known {
        return Err(StoreError::TooNew {
            path: path.to_owned(),
            found,
            known,
        });
    }
    if found == known {
        return Ok(());
    }
    if found == 0 {
        return bring_to(connection, path, known);
    }
    let copy = free_name(path, &format!("before-schema-{known}"));
    backup::copy_telling(connection, &copy, |left, all| {
        migrating::copying(tell, left, all)
    })?;
    let brought = migrating::watched(connection, tell, &copy, |connection| {
        bring_to(connection, path, known)
    });
    match brought {
        Err(StoreError::Migrate { source, .. })
            if source.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) =>
        {
            return Err(StoreError::Stopped);
        }
        other => other?,
    }
    notices.push(format!(
        "the store was updated from schema {found} to {known}; a copy from before is at {}",
        copy.display()
    ));
    Ok(())
}

/// Brings a store to a schema, later than the one it has.
pub(super) fn bring_to(connection: &mut Connection, path: &Path, schema: u32) -> Result<()> {
    let found = version(connection)?;
    let steps = MIGRATIONS.iter().enumerate().take(schema as usize);
    for (index, sql) in steps.skip(found as usize) {
        let to = u32::try_from(index + 1).unwrap_or(u32::MAX);
        apply(connection, sql, to).map_err(|source| StoreError::Migrate {
            path: path.to_owned(),
            to,
            source,
        })?;
    }
    Ok(())
}

fn apply(connection: &mut Connection, sql: &str, to: u32) -> rusqlite::Result<()> {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Two processes may start at once on a new store; the second finds the work done.
    if transaction.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))? < to {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", to)?;
    }
    transaction.commit()
}

pub(super) fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::body::Content;
    use crate::store::dictionary::Packer;
    use crate::store::{articles, check};

    const STORIES: i64 = 50;

    fn told() -> Tell {
        std::sync::Arc::new(|_| true)
    }

    fn content(id: i64) -> Content {
        Content {
            text: format!("The text of story {id}. ").repeat(20),
            html: format!("<p>The text of story {id}.</p>").repeat(20),
            summary: format!("Story {id}"),
        }
    }

    /// A store as the first squelch wrote it, brought to a later schema by the migrations up to that.
    fn of_schema(path: &Path, schema: usize) {
        let mut connection = connect(path).unwrap();
        apply(&mut connection, MIGRATIONS[0], 1).unwrap();
        connection
            .execute(
                "INSERT INTO feed (id, url, added_at, total) VALUES (1, 'https://a.example/', 0, ?1)",
                [STORIES],
            )
            .unwrap();
        for id in (1..=STORIES).rev() {
            connection
                .execute(
                    "INSERT INTO article (id, feed_id, guid_hash, content_hash, first_seen, title) \
                     VALUES (?1, 1, ?1, ?1, 0, 'Story')",
                    [id],
                )
                .unwrap();
            connection
                .execute(
                    "INSERT INTO body (id, link, author, has_audio, content) \
                     VALUES (?1, 'https://a.example/story', 'A. Person', ?1 % 2, ?2)",
                    rusqlite::params![id, content(id).pack(&Packer::plain()).unwrap()],
                )
                .unwrap();
        }
        connection
            .execute("INSERT INTO bookmark (id, at) VALUES (7, 70)", [])
            .unwrap();
        for (number, sql) in MIGRATIONS.iter().enumerate().take(schema).skip(1) {
            apply(&mut connection, sql, u32::try_from(number + 1).unwrap()).unwrap();
        }
    }

    #[test]
    fn a_store_of_every_earlier_schema_is_brought_to_this_one_with_a_copy_from_before() {
        for schema in 1..MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("squelch.db");
            of_schema(&path, schema);
            let mut notices = Vec::new();
            let connection = open(&path, &mut notices, &told()).unwrap();
            assert_eq!(version(&connection).unwrap(), schema_version());
            for id in 1..=STORIES {
                assert_eq!(
                    articles::content(&connection, id).unwrap(),
                    Some(content(id))
                );
                let article =
                    articles::article(&connection, crate::domain::ArticleId::new(id), true)
                        .unwrap()
                        .unwrap();
                assert_eq!(article.author.as_deref(), Some("A. Person"));
            }
            let findings = check::look(&connection).unwrap();
            assert!(
                !findings.has_damage() && !findings.has_repairs(),
                "{findings:?}"
            );
            let with_audio: i64 = connection
                .query_row("SELECT count(*) FROM body WHERE has_audio", [], |row| {
                    row.get(0)
                })
                .unwrap();
            assert_eq!(with_audio, STORIES / 2);

            let copy =
                path.with_file_name(format!("squelch.before-schema-{}-1.db", schema_version()));
            assert!(
                notices.join(" ").contains(&copy.display().to_string()),
                "{notices:?}"
            );
            let copy = open_reader(&copy).unwrap();
            assert_eq!(version(&copy).unwrap() as usize, schema);
            let kept: i64 = copy
                .query_row("SELECT count(*) FROM article", [], |row| row.get(0))
                .unwrap();
            assert_eq!(kept, STORIES);
        }
    }
}
