//! What went wrong, as an exit code and one sentence.

use std::fmt::Display;
use std::process::ExitCode;

use crate::jobs::DeskError;
use crate::store::StoreError;

/// How a command ended when it did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// Everything was done: 0.
    All,
    /// Some feeds failed, or nothing was found: 1.
    Partly,
}

/// Why a command failed.
#[derive(Debug)]
pub(super) struct Failed {
    kind: Kind,
    message: String,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// 1: it was tried and did not work.
    Work,
    /// 2: it could not be understood.
    Usage,
    /// 3: the store is locked or unusable.
    Store,
}

pub(super) type Result<T = Done> = std::result::Result<T, Failed>;

impl Failed {
    pub(super) fn work(error: impl Display) -> Self {
        Self::new(Kind::Work, &error)
    }

    pub(super) fn usage(error: impl Display) -> Self {
        Self::new(Kind::Usage, &error)
    }

    fn new(kind: Kind, error: &impl Display) -> Self {
        Self {
            kind,
            message: error.to_string(),
        }
    }

    pub(super) fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::Work => 1,
            Kind::Usage => 2,
            Kind::Store => 3,
        })
    }
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::new(Kind::Store, &error)
    }
}

impl From<DeskError> for Failed {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Store(error) => error.into(),
            DeskError::Network(_) => Self::work(error),
        }
    }
}

/// Printing failed for another reason than a closed pipe: a full disk behind `>`.
impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        Self::work(format!("cannot write the output: {error}"))
    }
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::All => Self::SUCCESS,
            Done::Partly => Self::from(1),
        }
    }
}
