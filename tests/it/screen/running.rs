//! The real loop on lists of events: frames, wake-ups, answers.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event::Event;
use futures::stream::{self, Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use squelch::config::Theme;
use squelch::domain::Timestamp;
use squelch::jobs::refresh::Progress;
use squelch::ui::runtime::{Perform, Ran, drive};
use squelch::ui::state::Refresh;
use squelch::ui::{Effect, Msg, State};
use tokio::sync::mpsc;

use super::world::{NOW, World, key};

/// Hands that only note what they were asked to do.
#[derive(Default, Clone)]
struct Hands {
    effects: Arc<Mutex<Vec<Effect>>>,
}

impl Perform for Hands {
    fn perform(&mut self, effect: Effect) {
        self.effects.lock().unwrap().push(effect);
    }

    fn theme(&self, name: &str) -> Result<Theme, String> {
        Err(format!("there is no theme `{name}`"))
    }

    fn now(&self) -> Timestamp {
        NOW
    }
}

type Input = Pin<Box<dyn Stream<Item = io::Result<Event>>>>;

fn keys(script: &[&str]) -> Vec<io::Result<Event>> {
    script
        .iter()
        .map(|word| Ok(Event::Key(key(word))))
        .collect()
}

/// Events at once, then nothing for `rest`, then the end.
fn then_rest(events: Vec<io::Result<Event>>, rest: Duration) -> Input {
    let end = stream::once(tokio::time::sleep(rest)).filter_map(|()| async { None });
    Box::pin(stream::iter(events).chain(end))
}

async fn run(state: &mut State, input: Input, inbox: mpsc::Receiver<Msg>) -> (Ran, Hands) {
    let mut terminal = Terminal::new(TestBackend::new(state.columns, state.rows)).unwrap();
    let mut hands = Hands::default();
    let ran = drive(
        &mut terminal,
        input,
        inbox,
        state,
        Theme::default(),
        &mut hands,
    )
    .await
    .unwrap();
    (ran, hands)
}

#[tokio::test(start_paused = true)]
async fn idle_it_draws_once_and_never_wakes() {
    let mut world = World::new(80, 24);
    let (_sender, inbox) = mpsc::channel(8);
    let rest = then_rest(Vec::new(), Duration::from_hours(1));
    let (ran, _) = run(&mut world.state, rest, inbox).await;
    assert_eq!(
        ran,
        Ran {
            frames: 1,
            wake_ups: 0,
            messages: 0,
            has_background: false,
        }
    );
}

#[tokio::test(start_paused = true)]
async fn a_burst_of_keys_is_taken_in_and_drawn_in_a_few_frames() {
    let mut world = World::long(80, 24, 300);
    let burst: Vec<_> = (0..10_000).flat_map(|_| keys(&["j", "k"])).collect();
    let (_sender, inbox) = mpsc::channel(8);
    let (ran, _) = run(
        &mut world.state,
        then_rest(burst, Duration::from_secs(5)),
        inbox,
    )
    .await;
    assert_eq!(ran.messages, 20_000);
    assert!(ran.frames <= 10, "{ran:?}");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_keys_does_not_starve_the_answers() {
    let mut world = World::long(80, 24, 300);
    world.state.refresh = Some(Refresh::default());
    let (sender, inbox) = mpsc::channel(8);
    sender
        .send(Msg::RefreshProgress(Progress {
            done: 1,
            total: 2,
            ..Progress::default()
        }))
        .await
        .unwrap();
    let flood: Vec<_> = (0..2_000).flat_map(|_| keys(&["j"])).collect();
    let (ran, _) = run(&mut world.state, Box::pin(stream::iter(flood)), inbox).await;
    assert_eq!(ran.messages, 2_001);
    assert_eq!(world.state.refresh.as_ref().unwrap().progress.done, 1);
}

#[tokio::test(start_paused = true)]
async fn progress_of_a_refresh_is_drawn_at_most_sixty_times_a_second() {
    let mut world = World::new(80, 24);
    world.state.refresh = Some(Refresh::default());
    let (sender, inbox) = mpsc::channel(8);
    tokio::spawn(async move {
        for done in 0..1_000 {
            tokio::time::sleep(Duration::from_millis(1)).await;
            let progress = Progress {
                done,
                total: 1_000,
                ..Progress::default()
            };
            sender.send(Msg::RefreshProgress(progress)).await.unwrap();
        }
        // The loop ends with the last sender, so this one outlives the input.
        tokio::time::sleep(Duration::from_mins(1)).await;
    });
    let (ran, _) = run(
        &mut world.state,
        then_rest(Vec::new(), Duration::from_secs(10)),
        inbox,
    )
    .await;
    assert_eq!(ran.messages, 1_000);
    assert!(ran.frames <= 65, "{ran:?}");
}

#[tokio::test(start_paused = true)]
async fn a_spinner_turns_only_while_something_is_waited_for() {
    let mut world = World::new(80, 24);
    let (sender, inbox) = mpsc::channel(8);
    let events = keys(&["a", "x", "enter"]);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(2)).await;
        sender
            .send(Msg::Subscribed(Ok("added Example".to_owned())))
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_mins(10)).await;
    });
    let (ran, _) = run(
        &mut world.state,
        then_rest(events, Duration::from_mins(1)),
        inbox,
    )
    .await;
    assert!((18..=26).contains(&ran.frames), "{ran:?}");
}

#[tokio::test(start_paused = true)]
async fn quitting_ends_the_loop_and_keeps_the_session() {
    let mut world = World::new(80, 24);
    let (_sender, inbox) = mpsc::channel(8);
    let (_, hands) = run(
        &mut world.state,
        then_rest(keys(&["j", "Q", "j"]), Duration::from_mins(1)),
        inbox,
    )
    .await;
    let effects = hands.effects.lock().unwrap();
    assert!(matches!(effects.last(), Some(Effect::Remember(_))));
}

/// Gives a key every ten milliseconds and wakes only the first waker it was polled with, as crossterm does.
struct FirstWaker {
    keys: Vec<&'static str>,
    waker: Arc<Mutex<Option<std::task::Waker>>>,
    is_ready: bool,
}

impl Stream for FirstWaker {
    type Item = io::Result<Event>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        use std::task::Poll;
        self.is_ready = !self.is_ready;
        if self.is_ready {
            return Poll::Ready(self.keys.pop().map(|word| Ok(Event::Key(key(word)))));
        }
        let mut waker = self.waker.lock().unwrap();
        if waker.is_none() {
            *waker = Some(context.waker().clone());
            let waker = Arc::clone(&self.waker);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(10)).await;
                waker.lock().unwrap().take().unwrap().wake();
            });
        }
        Poll::Pending
    }
}

#[tokio::test(start_paused = true)]
async fn input_that_wakes_only_its_first_waker_is_read_to_its_end() {
    let mut world = World::new(80, 24);
    let (_sender, inbox) = mpsc::channel(8);
    let input = FirstWaker {
        keys: vec!["j"; 5],
        waker: Arc::default(),
        is_ready: false,
    };
    let ran = tokio::time::timeout(
        Duration::from_mins(1),
        run(&mut world.state, Box::pin(input), inbox),
    );
    let (ran, _) = ran.await.unwrap();
    assert_eq!(ran.messages, 5);
}

/// What crossterm makes of a terminal's answer to the question for its background.
fn answer(text: &str) -> Vec<io::Result<Event>> {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    let alt = |character| KeyEvent::new(KeyCode::Char(character), KeyModifiers::ALT);
    std::iter::once(alt(']'))
        .chain(
            text.chars()
                .map(|character| KeyEvent::from(KeyCode::Char(character))),
        )
        .chain([alt('\\')])
        .map(|key| Ok(Event::Key(key)))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_of_the_terminal_types_nothing_and_chooses_the_theme() {
    for (follows, expected) in [
        (false, None),
        (true, Some("there is no theme `squelch-light`")),
    ] {
        let mut world = World::new(80, 24);
        world.state.options.follows_background = follows;
        let (_sender, inbox) = mpsc::channel(8);
        let (first, rest) = (
            answer("11;rgb:fafa/fafa/fafa"),
            Duration::from_millis(1_500),
        );
        let late = stream::once(tokio::time::sleep(rest))
            .flat_map(move |()| stream::iter(answer("11;rgb:fafa/fafa/fafa")));
        let input: Input = Box::pin(
            stream::iter(first)
                .chain(late)
                .chain(then_rest(Vec::new(), Duration::from_secs(9))),
        );
        let (ran, _) = run(&mut world.state, input, inbox).await;
        assert_eq!(world.state.overlay, None);
        assert_eq!(ran.messages, 2, "the two answers, and no key");
        let said = world
            .state
            .notice
            .as_ref()
            .map(|notice| notice.text.clone());
        assert_eq!(said.as_deref(), expected);
    }
}
