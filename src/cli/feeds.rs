//! Commands about subscriptions: `add`, `remove`, `feeds`, `refresh`, `export opml`.

use std::collections::BTreeMap;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::exit::{Done, Failed, Result};
use super::output::{Output, fitted};
use super::session::Session;
use crate::domain::{Feed, FeedId, Health};
use crate::jobs::refresh::{self, RefreshError, RefreshRequest};
use crate::jobs::subscribe::{self, Subscribed};
use crate::jobs::{clock, import, posted};

#[derive(Debug, Serialize)]
struct FeedJson<'a> {
    id: FeedId,
    url: &'a str,
    title: &'a str,
    folder: &'a str,
    site: Option<&'a str>,
    unread: u64,
    total: u64,
    health: &'a Health,
    last_success: Option<String>,
    next_fetch: Option<String>,
    /// Articles a week, of the last four; `null` before the first fetch.
    posts_a_week: Option<f64>,
}

impl<'a> FeedJson<'a> {
    fn new(feed: &'a Feed, posted: &BTreeMap<FeedId, u64>) -> Self {
        let posted = posted.get(&feed.id).copied().unwrap_or(0);
        Self {
            id: feed.id,
            url: feed.url.as_str(),
            title: &feed.title,
            folder: &feed.folder,
            site: feed.site.as_ref().map(url::Url::as_str),
            unread: feed.unread,
            total: feed.total,
            health: &feed.health,
            last_success: feed.last_success_at.map(crate::domain::Timestamp::rfc3339),
            next_fetch: feed.next_fetch_at.map(crate::domain::Timestamp::rfc3339),
            posts_a_week: feed.last_success_at.map(|_| posted::a_week(posted)),
        }
    }
}

/// Subscribes to each address; one that fails does not stop the others.
pub(super) async fn add(
    session: &Session,
    output: &mut Output,
    addresses: &[String],
    folder: &str,
    title: Option<&str>,
) -> Result {
    if title.is_some() && addresses.len() > 1 {
        return Err(Failed::usage(
            "--title names one feed; add the addresses one by one",
        ));
    }
    let mut done = Done::All;
    for address in addresses {
        let added = subscribe::add(
            &session.desk,
            address,
            folder.to_owned(),
            title.map(str::to_owned),
            clock::now(),
        )
        .await;
        match added {
            Ok(Subscribed::Added(added)) if output.is_json => {
                output.json(&json!({
                    "id": added.feed,
                    "url": added.url,
                    "title": added.title,
                    "new": added.new_articles,
                    "already": added.is_known,
                }))?;
            }
            Ok(Subscribed::Added(added)) => output.line(&format!(
                "{} {} ({}), {} new",
                if added.is_known {
                    "already there:"
                } else {
                    "added"
                },
                added.title,
                added.url,
                added.new_articles,
            ))?,
            Ok(Subscribed::Choose(candidates)) => {
                done = Done::Partly;
                Output::failure(&format!(
                    "{address} offers {} feeds; add the one you want by its address:",
                    candidates.len()
                ));
                for candidate in candidates {
                    if output.is_json {
                        output.json(&candidate)?;
                    } else {
                        let entries = match candidate.entries {
                            None => String::new(),
                            Some(1) => "\t1 entry".to_owned(),
                            Some(count) => format!("\t{count} entries"),
                        };
                        output.line(&format!(
                            "{}\t{}{entries}",
                            candidate.url,
                            candidate.title.as_deref().unwrap_or_default()
                        ))?;
                    }
                }
            }
            Err(error) => {
                done = Done::Partly;
                Output::failure(&format!("cannot add {address}: {error}"));
            }
        }
    }
    Ok(done)
}

pub(super) async fn remove(session: &Session, output: &mut Output, name: &str) -> Result {
    let feeds = session.desk.store.overview(clock::today()).await?.feeds;
    let feed = named(&feeds, name)?;
    let change = session.desk.store.remove_feed(feed.id).await?;
    if output.is_json {
        output.json(&json!({ "removed": feed.id }))?;
    } else {
        output.notice(&change.label);
    }
    Ok(Done::All)
}

pub(super) async fn list(session: &Session, output: &mut Output) -> Result {
    let feeds = session.desk.store.overview(clock::today()).await?.feeds;
    let posted = if output.is_json {
        posted::lately(&session.desk).await?
    } else {
        BTreeMap::new()
    };
    for feed in &feeds {
        if output.is_json {
            output.json(&FeedJson::new(feed, &posted))?;
            continue;
        }
        let health = match &feed.health {
            Health::New => "not fetched yet".to_owned(),
            Health::Fine => feed.last_success_at.map_or_else(
                || "fine".to_owned(),
                |at| match at.age(clock::now()).as_str() {
                    "now" => "fine, just now".to_owned(),
                    age => format!("fine, {age} ago"),
                },
            ),
            Health::Failing { tries, why, .. } => format!("! {why} (tried {tries}×)"),
            Health::Paused { why, .. } => format!("‖ {why}"),
        };
        let folder = if feed.folder.is_empty() {
            "-"
        } else {
            &feed.folder
        };
        output.line(&format!(
            "{:>4}  {}  {}  {:>5}/{:<6}  {}  {}",
            feed.id,
            fitted(&feed.title, 28),
            fitted(folder, 12),
            feed.unread,
            feed.total,
            health,
            feed.url
        ))?;
    }
    if feeds.is_empty() {
        output.notice("no feeds yet; `squelch add URL` subscribes to one");
        return Ok(Done::Partly);
    }
    Ok(Done::All)
}

pub(super) async fn refresh(
    session: &Session,
    output: &mut Output,
    names: &[String],
    force: bool,
    full_text: bool,
) -> Result {
    if session.desk.is_offline {
        return Err(Failed::usage("nothing can be fetched with --offline"));
    }
    let feeds = session.desk.store.overview(clock::today()).await?.feeds;
    let only = if names.is_empty() {
        None
    } else {
        Some(
            names
                .iter()
                .map(|name| named(&feeds, name).map(|feed| feed.id))
                .collect::<Result<Vec<_>>>()?,
        )
    };
    let bar = output.shows_progress().then(progress_bar);
    let cancel = CancellationToken::new();
    let on_interrupt = cancel.clone();
    let interrupt = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            on_interrupt.cancel();
        }
    });
    let seen = bar.clone();
    let request = RefreshRequest {
        // Naming feeds is asking for them now.
        force: force || only.is_some(),
        only,
        most: None,
        full_text,
    };
    let summary = refresh::run(
        &session.desk,
        request,
        move |progress| {
            if let Some(bar) = &seen {
                bar.set_length(progress.total as u64);
                bar.set_position(progress.done as u64);
                bar.set_message(format!(
                    "{} new  {} failing",
                    progress.new, progress.failing
                ));
            }
        },
        cancel,
    )
    .await;
    interrupt.abort();
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let summary = summary.map_err(|error| match error {
        RefreshError::Store(error) => error.into(),
        RefreshError::Offline => Failed::usage(error),
    })?;
    let failing = summary.failing.len();
    if output.is_json {
        output.json(&json!({
            "fetched": summary.fetched,
            "new": summary.new,
            "updated": summary.updated,
            "full_texts": summary.full_texts,
            "failing": summary.failing.iter().map(|failing| json!({
                "id": failing.feed, "title": failing.title, "why": failing.why,
            })).collect::<Vec<_>>(),
            "cancelled": summary.cancelled,
        }))?;
    } else {
        for failing in &summary.failing {
            output.notice(&format!("{}: {}", failing.title, failing.why));
        }
        output.line(&format!(
            "{} fetched, {} new, {} updated, {failing} failing{}{}",
            summary.fetched,
            summary.new,
            summary.updated,
            match summary.full_texts {
                0 => String::new(),
                1 => ", 1 full text".to_owned(),
                count => format!(", {count} full texts"),
            },
            if summary.cancelled { ", cancelled" } else { "" },
        ))?;
    }
    Ok(if failing == 0 && !summary.cancelled {
        Done::All
    } else {
        Done::Partly
    })
}

fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len}  {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

pub(super) async fn export(session: &Session, output: &mut Output) -> Result {
    let (document, kept) = import::export_opml(&session.desk, clock::now()).await?;
    output.raw(document.as_bytes())?;
    if kept > 0 {
        output.notice(&format!(
            "left out: {kept} made by programs of newsboat, which no other reader can open; `squelch export json` has all"
        ));
    }
    Ok(Done::All)
}

/// Finds the feed a person means: by id, by address, by title, by the start of a title, by a part of it.
fn named<'a>(feeds: &'a [Feed], name: &str) -> Result<&'a Feed> {
    if let Some(feed) = feeds.iter().find(|feed| {
        name.parse::<FeedId>().is_ok_and(|id| id == feed.id)
            || feed.url.as_str() == name
            || feed.title == name
    }) {
        return Ok(feed);
    }
    let wanted = name.to_lowercase();
    let part: Vec<&Feed> = feeds
        .iter()
        .filter(|feed| {
            feed.title.to_lowercase().contains(&wanted) || feed.url.as_str().contains(&wanted)
        })
        .collect();
    match part.as_slice() {
        [feed] => Ok(feed),
        [] => Err(Failed::usage(format!(
            "no feed is called `{name}`; `squelch feeds` lists them"
        ))),
        several => Err(Failed::usage(format!(
            "`{name}` could be {}; use its id",
            several
                .iter()
                .take(4)
                .map(|feed| format!("{} ({})", feed.title, feed.id))
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}
