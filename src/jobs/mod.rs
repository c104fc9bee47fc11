//! What the program can do, one file each: the only place where fetch, read, store and insight meet.
//!
//! Every job takes a [`Desk`] and returns a value or an error in words; none of them prints or draws. The screen's
//! runtime and the command line call the same jobs.

pub mod ask;
pub mod browse;
pub mod clock;
pub mod digest;
pub mod due;
pub mod full_text;
pub mod import;
pub mod insight;
pub mod markdown;
pub mod open;
pub mod page;
mod personal;
pub mod pipe;
pub mod posted;
pub mod refresh;
pub mod spelling;
pub mod starters;
pub mod subscribe;
pub mod upkeep;
pub mod versions;
pub mod welcome;

use std::sync::Arc;

use crate::config::{Config, Paths};
use crate::fetch::{Failure, FetchSettings, Fetcher};
use crate::store::{Settings, Store, StoreError, Tell};

/// Everything a job needs; clones share the same store threads and connections.
#[derive(Debug, Clone)]
pub struct Desk {
    pub store: Store,
    pub fetcher: Fetcher,
    pub config: Arc<Config>,
    /// No job may use the network.
    pub is_offline: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot prepare the network: {0}")]
    Network(#[from] Failure),
}

impl Desk {
    /// Opens the store of these paths, with the welcome articles in it when it is new.
    pub async fn open(
        paths: &Paths,
        config: Arc<Config>,
        is_offline: bool,
    ) -> Result<Self, DeskError> {
        Self::open_telling(paths, config, is_offline, &(Arc::new(|_| true) as Tell)).await
    }

    /// The same, telling how far it is with bringing an older store over.
    pub async fn open_telling(
        paths: &Paths,
        config: Arc<Config>,
        is_offline: bool,
        tell: &Tell,
    ) -> Result<Self, DeskError> {
        let settings = Settings {
            first_fetch_unread: config.store.first_fetch_unread,
        };
        let store = match Self::open_store(paths, settings, tell).await {
            // Noted by now: the next opening saves what can be read.
            Err(StoreError::Damaged(_)) => Self::open_store(paths, settings, tell).await?,
            other => other?,
        };
        let fetcher = fetcher(&config)?;
        let desk = Self {
            store,
            fetcher,
            config,
            is_offline,
        };
        personal::name_feeds(&desk).await?;
        Ok(desk)
    }
}

impl Desk {
    async fn open_store(
        paths: &Paths,
        settings: Settings,
        tell: &Tell,
    ) -> Result<Store, StoreError> {
        let store = Store::open_telling(&paths.store(), settings, tell)?;
        let now = clock::now();
        let welcome = store
            .add_builtin(
                "Welcome to squelch".to_owned(),
                || welcome::entries(now),
                now,
            )
            .await;
        match welcome {
            Ok(_) => Ok(store),
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }
}

/// Returns a fetcher under the limits of the settings.
pub fn fetcher(config: &Config) -> Result<Fetcher, Failure> {
    let fetch = &config.fetch;
    Fetcher::new(&FetchSettings {
        user_agent: fetch.user_agent.clone(),
        total_timeout: fetch.total_timeout,
        connect_timeout: fetch.connect_timeout,
        read_timeout: fetch.read_timeout,
        max_body: fetch.max_body as usize * 1024 * 1024,
        max_redirects: fetch.max_redirects,
        concurrency: fetch.concurrency,
        per_host: fetch.per_host,
        personal: config.feeds.iter().map(personal::of).collect(),
    })
}
