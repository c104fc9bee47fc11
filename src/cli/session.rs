//! What most commands start with: paths, settings, the store and a desk to work at.

use std::sync::Arc;

use super::args::Global;
use super::exit::{Failed, Result};
use super::output::Output;
use crate::config::{Config, Paths};
use crate::jobs::Desk;

/// An open store with the settings it was opened under.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) desk: Desk,
    pub(super) config: Arc<Config>,
    pub(super) paths: Arc<Paths>,
}

/// Returns where things are, by flags, environment and the system's rules.
pub(super) fn paths(global: &Global) -> Result<Paths> {
    // clap has looked at the environment already.
    Paths::find(global.config.clone(), global.data_dir.clone(), |_| None).map_err(Failed::usage)
}

/// Reads the settings; no file means the defaults.
pub(super) fn config(paths: &Paths) -> Result<Config> {
    let file = &paths.config;
    match std::fs::read_to_string(file) {
        Ok(text) => Config::parse(&text)
            .map_err(|error| Failed::usage(format!("{}: {error}", file.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => Err(Failed::usage(format!(
            "cannot read {}: {error}",
            file.display()
        ))),
    }
}

impl Session {
    /// Opens the store (making it at the first start, with the welcome feed in it) and says what that took.
    pub(super) async fn open(global: &Global, output: &Output) -> Result<Self> {
        let paths = Arc::new(paths(global)?);
        let config = Arc::new(config(&paths)?);
        let desk = Desk::open(&paths, Arc::clone(&config), global.offline)
            .await
            .map_err(Failed::from)?;
        for notice in desk.store.notices() {
            output.notice(notice);
        }
        Ok(Self {
            desk,
            config,
            paths,
        })
    }

    /// Waits until everything written is on disk and searchable.
    pub(super) async fn close(self) {
        self.desk.store.close().await;
    }
}
