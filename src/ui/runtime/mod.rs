//! The event loop, and the hands that carry out effects: the only part of the screen that waits.
//!
//! [`drive`] is generic over backend, input and [`Perform`], so that tests run the real loop on a list of events.
//! Idle, it sleeps: no timer runs unless something is to be drawn or something spins.

mod jobs;
mod opening;
mod replies;
mod sources;
mod stories;
mod writes;

use std::io;
use std::time::Duration;

use crossterm::event::{Event, EventStream};
use futures::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::Backend;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::{Instant, sleep_until};

pub use opening::Opening;
pub(super) use replies::QUESTION as BACKGROUND_QUESTION;
use replies::{Heard, Replies};

use super::msg::Msg;
use super::state::{Options, State};
use super::{Effect, terminal, update, view};
use crate::config::file::{Background, Engine};
use crate::config::{Config, Depth, Paths, Theme, theme};
use crate::domain::Timestamp;
use crate::jobs::{Desk, clock};

/// The shortest time between two frames: 60 a second.
const FRAME: Duration = Duration::from_millis(16);
/// How long one picture of a spinner stays.
const SPIN: Duration = Duration::from_millis(100);
/// The first frame waits this long for the list, so that nobody sees an empty one flash by.
const FIRST_FRAME: Duration = Duration::from_millis(60);
/// Messages taken in between two looks at the clock.
const BATCH: usize = 256;
/// Answers that may wait for the loop.
const INBOX: usize = 1_024;
/// How long after the question for its background most terminals have answered, also over a slow line.
const ANSWER: Duration = Duration::from_millis(200);

/// Carries out effects that are not the loop's own.
pub trait Perform {
    /// Starts the work and returns at once.
    fn perform(&mut self, effect: Effect);
    /// Returns the theme of a name, in the colours of the terminal at hand.
    ///
    /// # Errors
    /// In words.
    fn theme(&self, name: &str) -> Result<Theme, String>;
    /// Returns what time it is.
    fn now(&self) -> Timestamp;
}

/// What the loop did, for tests that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ran {
    pub frames: usize,
    pub wake_ups: usize,
    pub messages: usize,
    /// The terminal said its background.
    pub has_background: bool,
}

/// Opens the screen and stays until the person leaves it.
///
/// # Errors
/// When the terminal cannot be used.
pub async fn open(desk: Desk, paths: &Paths, no_color: bool) -> io::Result<()> {
    let config = desk.config.clone();
    let depth = if no_color {
        Depth::None
    } else {
        Depth::detect(config.screen.colours, |name| std::env::var(name).ok())
    };
    let is_asked = config.screen.background == Background::Auto
        && config.screen.theme == "auto"
        && depth > Depth::None;
    let (sender, inbox) = mpsc::channel(INBOX);
    let mut jobs = jobs::Jobs::new(desk, paths.clone(), depth, sender.clone());
    let name = theme::name_for(&config.screen.theme, config.screen.background).to_owned();
    let (chosen, complaint) = match jobs.theme(&name) {
        Ok(theme) => (theme, None),
        Err(why) => (Theme::default(), Some(why)),
    };
    let (columns, rows) = crossterm::terminal::size()?;
    let mut state = State::new(
        (columns, rows),
        clock::now(),
        clock::zone(),
        Options {
            follows_background: is_asked,
            ..options(&config)
        },
        config.keymap().unwrap_or_default(),
    );
    state.is_offline = jobs.is_offline();
    if let Some(why) = complaint {
        state.complain(why);
    }
    let mut screen = terminal::Screen::open(config.screen.mouse)?;
    if is_asked {
        terminal::ask_background(std::env::var("TERM").ok().as_deref())?;
    }
    let asked = Instant::now();
    let gone = sender.clone();
    terminal::when_gone(move || {
        // A full inbox is being emptied by a loop that is alive; a closed one has ended.
        let _ = gone.blocking_send(Msg::Terminate);
    });
    let signals = tokio::spawn(forward_signals(sender));
    let ran = drive(
        &mut screen.terminal,
        EventStream::new(),
        inbox,
        &mut state,
        chosen,
        &mut jobs,
    )
    .await;
    signals.abort();
    // Someone who leaves at once: an answer still under way would be typed into the shell.
    if is_asked && !ran.as_ref().is_ok_and(|ran| ran.has_background) && asked.elapsed() < ANSWER {
        sleep_until(asked + ANSWER).await;
        terminal::forget_input();
    }
    // The terminal is given back before what is still being written is waited for.
    drop(screen);
    jobs.finish().await;
    ran.map(|_| ())
}

fn options(config: &Config) -> Options {
    Options {
        has_insight: config.insight.engine != Engine::Off,
        measure: config.screen.measure,
        has_mouse: config.screen.mouse,
        has_links: config.screen.hyperlinks,
        marks_read_on_open: config.screen.mark_read_on_open,
        follows_background: false,
        fetches_when_due: config.fetch.background,
        keeps_up_when_idle: true,
    }
}

/// Turns the signals that end a program into a message, so that the terminal is given back and positions are kept.
async fn forward_signals(sender: mpsc::Sender<Msg>) {
    let signals = [
        signal(SignalKind::terminate()),
        signal(SignalKind::hangup()),
        signal(SignalKind::interrupt()),
    ];
    let [Ok(mut terminate), Ok(mut hangup), Ok(mut interrupt)] = signals else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
        _ = interrupt.recv() => {}
    }
    let _ = sender.send(Msg::Terminate).await;
}

/// Runs the loop until `Effect::Quit` or the end of the input.
///
/// # Errors
/// When the backend cannot draw.
pub async fn drive<B, S>(
    terminal: &mut Terminal<B>,
    input: S,
    mut inbox: Receiver<Msg>,
    state: &mut State,
    mut theme: Theme,
    hands: &mut impl Perform,
) -> Result<Ran, B::Error>
where
    B: Backend,
    S: Stream<Item = io::Result<Event>> + Unpin,
{
    let mut ran = Ran::default();
    let start = Instant::now();
    // A burst of keys is taken in whole, not one for each look at the rest. The chunks poll with the waker of this
    // task: crossterm wakes the first waker it was ever polled with, and a throw-away one would put it to sleep.
    let mut input = input.ready_chunks(BATCH);
    let mut replies = Replies::default();
    let mut next_frame = start;
    let mut next_tick = start;
    let mut dirty = true;
    let mut batch = Vec::with_capacity(BATCH);
    hands.perform(Effect::Start);
    loop {
        let now = Instant::now();
        let due = if state.headlines.is_loaded {
            next_frame
        } else {
            next_frame.max(start + FIRST_FRAME)
        };
        if dirty && now >= due {
            terminal.draw(|frame| view(state, &theme, frame))?;
            ran.frames += 1;
            dirty = false;
            next_frame = Instant::now() + FRAME;
        }
        let is_spinning = state.is_spinning();
        let held = replies.due();
        tokio::select! {
            biased;
            events = input.next() => {
                let Some(events) = events else {
                    return Ok(ran);
                };
                for event in events {
                    match event {
                        Ok(event) => {
                            let heard = replies.take(event, Instant::now());
                            ran.has_background |= heard.iter().any(|heard| matches!(heard, Heard::Background(_)));
                            batch.extend(heard.into_iter().filter_map(|heard| message(heard, start)));
                        }
                        Err(error) => {
                            tracing::warn!("reading the terminal failed: {error}");
                            return Ok(ran);
                        }
                    }
                }
            }
            taken = inbox.recv_many(&mut batch, BATCH) => {
                if taken == 0 {
                    return Ok(ran);
                }
            }
            () = sleep_until(held.unwrap_or(due)), if held.is_some() => {
                let released = replies.release();
                batch.extend(released.into_iter().filter_map(|heard| message(heard, start)));
            }
            () = sleep_until(due), if dirty => {}
            () = sleep_until(next_tick), if is_spinning => {
                next_tick = Instant::now() + SPIN;
                batch.push(Msg::Tick);
            }
        }
        ran.wake_ups += 1;
        // Keys come first, but a flood of them must not starve the answers.
        for _ in 0..BATCH {
            match inbox.try_recv() {
                Ok(msg) => batch.push(msg),
                Err(_) => break,
            }
        }
        if batch.is_empty() {
            continue;
        }
        let now = hands.now();
        if state.now != now {
            let _ = update(state, Msg::Time(now));
        }
        for msg in batch.drain(..) {
            ran.messages += 1;
            let outcome = update(state, msg);
            dirty |= outcome.redraw;
            for effect in outcome.effects {
                match effect {
                    Effect::Quit => return Ok(ran),
                    Effect::ChangeTheme(name) => {
                        match hands.theme(&name) {
                            Ok(chosen) => theme = chosen,
                            Err(why) => state.complain(why),
                        }
                        dirty = true;
                    }
                    effect => hands.perform(effect),
                }
            }
        }
    }
}

fn message(heard: Heard, start: Instant) -> Option<Msg> {
    let event = match heard {
        Heard::Event(event) => event,
        Heard::Background(background) => return Some(Msg::Background(background)),
    };
    match event {
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Mouse(event) => Some(Msg::Mouse {
            event,
            milliseconds: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        }),
        Event::Resize(columns, rows) => Some(Msg::Resize { columns, rows }),
        Event::FocusGained | Event::FocusLost => None,
    }
}
