//! What the config file says of single feeds: how to fetch them, how often, and what they are called.

use url::Url;

use super::{Desk, clock};
use crate::config::FeedSettings;
use crate::domain::Scope;
use crate::fetch::Personal;
use crate::net::{Route, Via};
use crate::store::StoreError;

/// Returns the settings as the fetcher takes them.
pub(super) fn of(settings: &FeedSettings) -> Personal {
    let proxy = match settings.proxy.as_deref() {
        None => Via::Environment,
        // Checked when the file was read: what is no address is "none".
        Some(address) => Url::parse(address).map_or(Via::Nothing, Via::Proxy),
    };
    let pairs = |map: &std::collections::BTreeMap<_, _>| {
        map.iter()
            .map(|(name, value): (&String, &crate::domain::Secret)| (name.clone(), value.clone()))
            .collect()
    };
    Personal {
        scope: settings.address.clone(),
        user_agent: settings.user_agent.clone(),
        headers: pairs(&settings.headers),
        cookies: pairs(&settings.cookies),
        user: settings.user.clone(),
        password: settings.password.clone(),
        route: Route {
            is_http1: settings.http1_only,
            proxy,
        },
    }
}

/// Returns how often the person wants a feed fetched, in seconds; `None` for as often as it posts.
pub(super) fn interval(desk: &Desk, feed: &Url) -> Option<i64> {
    Scope::nearest(&desk.config.feeds, |settings| &settings.address, feed)
        .and_then(|settings| settings.interval)
        .map(|minutes| i64::from(minutes) * 60)
}

/// Says whether the person wants the text of a feed's stories taken from their pages.
pub(super) fn wants_full_text(desk: &Desk, feed: &Url) -> bool {
    Scope::nearest(&desk.config.feeds, |settings| &settings.address, feed)
        .is_some_and(|settings| settings.full_text)
}

/// Gives feeds the titles and folders that the config file names, where they have others.
pub(super) async fn name_feeds(desk: &Desk) -> Result<(), StoreError> {
    let is_named = |settings: &FeedSettings| settings.title.is_some() || settings.folder.is_some();
    if !desk.config.feeds.iter().any(is_named) {
        return Ok(());
    }
    for feed in desk.store.overview(clock::today()).await?.feeds {
        let settings = Scope::nearest(&desk.config.feeds, |settings| &settings.address, &feed.url);
        let Some(settings) = settings.filter(|settings| is_named(settings)) else {
            continue;
        };
        let title = settings
            .title
            .as_deref()
            .map(|title| title.trim().to_owned())
            .filter(|title| *title != feed.title);
        let folder = settings
            .folder
            .as_deref()
            .map(|folder| folder.trim().trim_matches('/').to_owned())
            .filter(|folder| *folder != feed.folder);
        if title.is_some() || folder.is_some() {
            desk.store.change_feed(feed.id, title, folder).await?;
        }
    }
    Ok(())
}
