//! From effects to jobs and back. Every effect starts a task and returns; the answer comes as a message.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{self, Sender, UnboundedSender};
use tokio::sync::{Notify, watch};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::Perform;
use super::sources::{
    add, add_all, add_starter, change_address, export_file, import_file, save_settings,
};
use super::stories::{
    answered, changes, full_text_taken, make_previews, opened, previewed, search, similar,
};
use super::writes::{SESSION, write};
use crate::config::{Config, Depth, Paths, Theme, edit};
use crate::domain::{ArticleId, Timestamp};
use crate::jobs::refresh::RefreshRequest;
use crate::jobs::{Desk, browse, clock, due, pipe, posted, refresh, upkeep};
use crate::store::{PageRequest, Upkeep};
use crate::ui::msg::{Answer, Msg};
use crate::ui::{Effect, Ticket, terminal};

/// How long leaving waits for what is still being written.
const LAST_WRITES: Duration = Duration::from_secs(2);
/// Changes of another process are looked at together when they come within this time.
const GATHER: Duration = Duration::from_millis(300);

/// The work of one kind that a newer request replaces.
#[derive(Debug, Default)]
struct Slot(Option<AbortHandle>);

impl Slot {
    fn replace(&mut self, newer: &JoinHandle<()>) {
        if let Some(older) = self.0.replace(newer.abort_handle()) {
            older.abort();
        }
    }
}

#[derive(Debug)]
pub(super) struct Jobs {
    desk: Desk,
    paths: Paths,
    depth: Depth,
    sender: Sender<Msg>,
    overview: Slot,
    page: Slot,
    search: Slot,
    open: Slot,
    ask: Slot,
    refresh: Option<CancellationToken>,
    due: Slot,
    upkeep: Slot,
    /// The newest preview wanted; the one task behind it makes them one after the other.
    preview: watch::Sender<Option<(Ticket, ArticleId)>>,
    /// Changes, carried out in the order they were made.
    writes: UnboundedSender<Effect>,
    writer: JoinHandle<()>,
}

impl Jobs {
    pub(super) fn new(desk: Desk, paths: Paths, depth: Depth, sender: Sender<Msg>) -> Self {
        let (preview, wanted) = watch::channel(None);
        tokio::spawn(make_previews(desk.clone(), wanted, sender.clone()));
        let (writes, queue) = mpsc::unbounded_channel();
        let writer = tokio::spawn(write(desk.clone(), queue, sender.clone()));
        let changed = Arc::new(Notify::new());
        tokio::spawn(announce_changes(Arc::clone(&changed), sender.clone()));
        desk.store.on_foreign_change(move || changed.notify_one());
        Self {
            desk,
            paths,
            depth,
            sender,
            overview: Slot::default(),
            page: Slot::default(),
            search: Slot::default(),
            open: Slot::default(),
            ask: Slot::default(),
            refresh: None,
            due: Slot::default(),
            upkeep: Slot::default(),
            preview,
            writes,
            writer,
        }
    }

    pub(super) const fn is_offline(&self) -> bool {
        self.desk.is_offline
    }

    /// Waits a little for what is still being written.
    pub(super) async fn finish(self) {
        if let Some(refresh) = self.refresh {
            refresh.cancel();
        }
        drop(self.writes);
        if timeout(LAST_WRITES, self.writer).await.is_err() {
            tracing::warn!("left before everything was written");
        }
    }

    /// Runs `work`, which nothing replaces, and sends what comes of it.
    fn start(&self, work: impl Future<Output = Msg> + Send + 'static) {
        drop(self.spawn(work));
    }

    /// Runs `work` and sends what comes of it.
    fn spawn(&self, work: impl Future<Output = Msg> + Send + 'static) -> JoinHandle<()> {
        let sender = self.sender.clone();
        tokio::spawn(async move {
            let answer = work.await;
            let _ = sender.send(answer).await;
        })
    }

    /// Works by other settings from now on; what is under way ends by the old ones.
    fn use_config(&mut self, config: Arc<Config>) {
        match crate::jobs::fetcher(&config) {
            Ok(fetcher) => {
                self.desk = Desk {
                    fetcher,
                    config,
                    ..self.desk.clone()
                };
            }
            Err(error) => {
                let _ = self.sender.try_send(Msg::Done(Err(error.to_string())));
            }
        }
    }

    /// Carries out what changes the list of sources, or how they are fetched.
    fn manage_sources(&mut self, effect: Effect) {
        let desk = self.desk.clone();
        match effect {
            Effect::Subscribe {
                address,
                title,
                folder,
            } => self.start(add(desk, address, title, folder)),
            Effect::SubscribeAll {
                candidates,
                title,
                folder,
            } => self.start(add_all(desk, candidates, title, folder)),
            Effect::ChangeAddress { feed, address } => {
                self.start(change_address(desk, feed, address));
            }
            Effect::CountPosted => {
                self.start(async move { Msg::Posted(words(posted::lately(&desk).await)) });
            }
            Effect::AddStarter(number) => {
                self.start(async move { Msg::Imported(add_starter(&desk, number).await) });
            }
            Effect::Import { path } => {
                self.start(async move { Msg::Imported(import_file(&desk, &path).await) });
            }
            Effect::Export { path } => {
                self.start(async move { Msg::Done(export_file(&desk, &path).await) });
            }
            Effect::LoadFeedSettings { title, url } => {
                let (scope, values) = edit::feed_in_force(&desk.config, &url);
                let _ = self.sender.try_send(Msg::FeedSettings {
                    title,
                    scope,
                    values,
                });
            }
            Effect::SaveFeedSettings { scope, changes } => {
                let file = self.paths.config.clone();
                self.start(save_settings(file, scope, changes));
            }
            Effect::UseConfig(config) => self.use_config(config),
            other => tracing::error!("nobody carries out {other:?}"),
        }
    }

    fn refresh(&mut self, request: RefreshRequest) {
        let cancel = CancellationToken::new();
        self.refresh = Some(cancel.clone());
        let desk = self.desk.clone();
        let sender = self.sender.clone();
        self.start(async move {
            let progress = move |progress| {
                // Progress that finds no room is followed by newer progress.
                let _ = sender.try_send(Msg::RefreshProgress(progress));
            };
            Msg::RefreshEnded(words(refresh::run(&desk, request, progress, cancel).await))
        });
    }
}

impl Perform for Jobs {
    #[expect(clippy::too_many_lines, reason = "a line for each effect")]
    fn perform(&mut self, effect: Effect) {
        let desk = self.desk.clone();
        match effect {
            Effect::Start => self.start(start(desk)),
            Effect::LoadOverview => self.overview.replace(&self.spawn(overview(desk))),
            Effect::LoadPage { ticket, request } => {
                self.page.replace(&self.spawn(page(desk, ticket, request)));
            }
            Effect::Search { ticket, request } => {
                self.search
                    .replace(&self.spawn(search(desk, ticket, request)));
            }
            Effect::Preview { ticket, id } => {
                self.preview.send_replace(Some((ticket, id)));
            }
            Effect::RemakeInsight { ticket, id } => self.start(previewed(desk, ticket, id, true)),
            Effect::Open {
                ticket,
                id,
                is_feeds,
            } => {
                self.open
                    .replace(&self.spawn(opened(desk, ticket, id, is_feeds)));
            }
            Effect::Pipe { id, command } => {
                self.start(async move { Msg::Piped(words(pipe::run(&desk, id, &command).await)) });
            }
            Effect::FindSimilar { ticket, id } => self.start(similar(desk, ticket, id)),
            Effect::LoadVersions { ticket, id } => self.start(changes(desk, ticket, id)),
            Effect::TakeFullText(id) => self.start(full_text_taken(desk, id)),
            Effect::Ask { ticket, request } => {
                self.ask
                    .replace(&self.spawn(answered(desk, ticket, request)));
            }
            Effect::Refresh { only, force } => self.refresh(RefreshRequest {
                only,
                force,
                ..RefreshRequest::default()
            }),
            Effect::RefreshDue => self.refresh(RefreshRequest {
                most: Some(due::MOST),
                ..RefreshRequest::default()
            }),
            Effect::AwaitDue => {
                let sender = self.sender.clone();
                self.due.replace(&tokio::spawn(async move {
                    match due::wait(&desk, due::REST).await {
                        Ok(()) => {
                            let _ = sender.send(Msg::FeedsDue).await;
                        }
                        Err(error) => {
                            tracing::warn!("looking for feeds that are due failed: {error}");
                        }
                    }
                }));
            }
            Effect::AwaitUpkeep => self.upkeep.replace(&self.spawn(async move {
                let rest = Duration::from_secs(upkeep::IDLE.unsigned_abs());
                if let Err(error) = upkeep::wait(&desk, rest).await {
                    tracing::warn!("looking whether upkeep is due failed: {error}");
                }
                Msg::UpkeepDue
            })),
            Effect::KeepUp => {
                self.spawn(async move {
                    let done = upkeep::run(&desk).await;
                    let done = done.inspect_err(|error| tracing::warn!("upkeep failed: {error}"));
                    let trimmed = |done: Option<Upkeep>| done.map_or(0, |done| done.trimmed);
                    Msg::UpkeepEnded(done.map(trimmed).map_err(|error| error.to_string()))
                });
            }
            Effect::CancelRefresh => {
                if let Some(refresh) = &self.refresh {
                    refresh.cancel();
                }
            }
            Effect::Browse(url) => {
                if let Err(error) = browse::open(&url, &desk.config.browser.command) {
                    let _ = self.sender.try_send(Msg::Done(Err(error.to_string())));
                }
            }
            Effect::Copy(text) => {
                if let Err(error) = terminal::copy(&text) {
                    tracing::warn!("copying failed: {error}");
                }
            }
            Effect::Mark { .. }
            | Effect::Undo
            | Effect::Redo
            | Effect::RemoveFeed(_)
            | Effect::PauseFeed { .. }
            | Effect::ChangeFeed { .. }
            | Effect::Tag { .. }
            | Effect::CountMuted(_)
            | Effect::Mute(_)
            | Effect::Unmute(_)
            | Effect::SaveArticle { .. }
            | Effect::SaveSearch { .. }
            | Effect::ForgetSearch(_)
            | Effect::SavePosition(..)
            | Effect::Remember(_) => {
                let _ = self.writes.send(effect);
            }
            // The loop's own.
            Effect::Quit | Effect::ChangeTheme(_) => {}
            other => self.manage_sources(other),
        }
    }

    fn theme(&self, name: &str) -> Result<Theme, String> {
        Theme::load(name, self.paths.theme(name).as_deref(), self.depth)
            .map_err(|error| error.to_string())
    }

    fn now(&self) -> Timestamp {
        clock::now()
    }
}

/// An error as the sentence it is.
pub(super) fn words<T, E: Display>(result: Result<T, E>) -> Answer<T> {
    result.map_err(|error| error.to_string())
}

async fn start(desk: Desk) -> Msg {
    let (session, overview) = tokio::join!(
        desk.store.memory(SESSION.to_owned()),
        desk.store.overview(clock::today())
    );
    Msg::Started {
        session: session.ok().flatten(),
        overview: words(overview),
        notices: desk.store.notices().to_vec(),
    }
}

async fn overview(desk: Desk) -> Msg {
    Msg::Overview(words(desk.store.overview(clock::today()).await))
}

async fn page(desk: Desk, ticket: Ticket, request: PageRequest) -> Msg {
    Msg::Page {
        ticket,
        page: words(desk.store.page(request).await),
    }
}

/// Tells the screen that another process changed the store, a few times a second at most.
async fn announce_changes(changed: Arc<Notify>, sender: Sender<Msg>) {
    loop {
        changed.notified().await;
        if sender.send(Msg::StoreChanged).await.is_err() {
            return;
        }
        tokio::time::sleep(GATHER).await;
    }
}
