//! What can go wrong with the store, each in one sentence that says what to do.

use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::domain::query::UnfitForRule;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "cannot use the data folder {path}: {source}; check its permissions or choose another with --data-dir"
    )]
    Folder {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "cannot write to the store {path}: it is read-only; check its permissions or choose another with --data-dir"
    )]
    ReadOnly { path: PathBuf },
    #[error(
        "the store {path} was written by a newer squelch (schema {found}, this one knows {known}); it was left as it \
         is, update squelch to open it"
    )]
    TooNew {
        path: PathBuf,
        found: u32,
        known: u32,
    },
    #[error("cannot open the store {path}: {source}")]
    Open {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("cannot update the store {path} to schema {to}: {source}; it was left as it was")]
    Migrate {
        path: PathBuf,
        to: u32,
        source: rusqlite::Error,
    },
    #[error("the disk is full; nothing was changed, free some space and try again")]
    Full,
    #[error("another program holds the store; nothing was changed, try again")]
    Busy,
    #[error("the store became read-only; nothing was changed")]
    BecameReadOnly,
    #[error(
        "the store is damaged ({0}); the next start saves what can be read of it and keeps the damaged one"
    )]
    Damaged(String),
    #[error("the store failed: {0}")]
    Sql(rusqlite::Error),
    #[error("there is no mute rule {0}; `squelch mute --list` prints those there are")]
    NoRule(i64),
    #[error("{0}")]
    UnfitRule(UnfitForRule),
    #[error("there is no such feed any more")]
    NoFeed,
    #[error(
        "{url} is the address of {title}{}",
        if *.is_removed { ", which you removed; add it again instead" } else { ", another of your sources" }
    )]
    AddressTaken {
        url: String,
        title: String,
        is_removed: bool,
    },
    #[error("there is already a file {0}; a backup never writes over one")]
    Exists(PathBuf),
    #[error("cannot write the backup {path}: {why}")]
    Backup { path: PathBuf, why: String },
    #[error("{path} cannot be restored: {why}; nothing was changed")]
    NoBackup { path: PathBuf, why: String },
    /// Already a whole sentence.
    #[error("{0}")]
    Index(String),
    #[error("a newer search took the place of this one")]
    Superseded,
    #[error("stopped; the store was left as it was, and the next start brings it over")]
    Stopped,
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// Returns whether nothing else can be written either, whatever it is about.
    pub(super) fn is_of_the_whole_store(&self) -> bool {
        match self {
            Self::Sql(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::SystemIoFailure
                        | ErrorCode::OutOfMemory
                        | ErrorCode::CannotOpen
                        | ErrorCode::FileLockingProtocolFailed
                        | ErrorCode::OperationInterrupted
                )
            ),
            _ => true,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, Utf8Error,
        };
        if matches!(
            error,
            FromSqlConversionFailure(..)
                | IntegralValueOutOfRange(..)
                | InvalidColumnType(..)
                | Utf8Error(..)
        ) {
            return Self::Damaged("a row is not what was written".to_owned());
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::BecameReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sql(error),
        }
    }
}

pub type Result<T> = std::result::Result<T, StoreError>;
