//! What most commands start with: paths, settings, the store and a desk to work at.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use super::args::Global;
use super::exit::{Failed, Result};
use super::output::Output;
use crate::config::{Config, Paths};
use crate::jobs::Desk;
use crate::store::{Migrating, Tell};
use crate::ui::Opening;

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

/// A line of progress is said when it is this much more, in per cent.
const STEP: u8 = 10;

impl Session {
    /// Opens the store (making it at the first start, with the welcome feed in it) and says what that took.
    pub(super) async fn open(global: &Global, output: &Output) -> Result<Self> {
        let notices = output.notices();
        let next = AtomicU8::new(0);
        let tell: Tell = Arc::new(move |migrating: Migrating| {
            let percent = migrating.percent;
            if percent >= next.load(Ordering::Relaxed) {
                next.store(percent - percent % STEP + STEP, Ordering::Relaxed);
                notices.say(&match migrating.copy {
                    None => format!("bringing the store over to this version: {percent} %, a copy is made first"),
                    Some(copy) => format!(
                        "bringing the store over to this version: {percent} % (a copy from before: {})",
                        copy.display()
                    ),
                });
            }
            true
        });
        let session = Self::open_telling(global, &tell).await?;
        session.say_notices(output);
        Ok(session)
    }

    /// The same with an older store brought over in sight of the person, who may stop it.
    pub(super) async fn open_on_screen(global: &Global, output: &Output) -> Result<Self> {
        let (tell, told) = Opening::new();
        let global = global.clone();
        let handle = tokio::runtime::Handle::current();
        // It holds the thread it is done on.
        let opening = tokio::task::spawn_blocking(move || {
            handle.block_on(Self::open_telling(&global, &tell))
        });
        let session = told
            .show(opening)
            .await
            .map_err(|error| Failed::work(format!("the terminal failed: {error}")))?
            .map_err(|error| Failed::work(format!("the store could not be opened: {error}")))??;
        session.say_notices(output);
        Ok(session)
    }

    async fn open_telling(global: &Global, tell: &Tell) -> Result<Self> {
        let paths = Arc::new(paths(global)?);
        let config = Arc::new(config(&paths)?);
        let desk = Desk::open_telling(&paths, Arc::clone(&config), global.offline, tell)
            .await
            .map_err(Failed::from)?;
        Ok(Self {
            desk,
            config,
            paths,
        })
    }

    fn say_notices(&self, output: &Output) {
        for notice in self.desk.store.notices() {
            output.notice(notice);
        }
    }

    /// Waits until everything written is on disk and searchable.
    pub(super) async fn close(self) {
        self.desk.store.close().await;
    }
}
