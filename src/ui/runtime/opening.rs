//! What a person sees while a store of an older squelch is brought over, before there is anything else to show.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{Event, EventStream, KeyCode, KeyEventKind, KeyModifiers};
use futures::StreamExt;
use futures::future::select_all;
use ratatui::Frame;
use ratatui::layout::{Alignment, Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Text};
use ratatui::widgets::Paragraph;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::store::{Migrating, Tell};
use crate::text::printable;
use crate::ui::terminal;

/// Hears how far it is, and may have it stopped.
#[derive(Debug)]
pub struct Opening {
    told: watch::Receiver<Option<Migrating>>,
    is_stopped: Arc<AtomicBool>,
}

impl Opening {
    /// Returns what the store tells, and what hears it.
    pub fn new() -> (Tell, Self) {
        let (sender, told) = watch::channel(None);
        let is_stopped = Arc::new(AtomicBool::new(false));
        let opening = Self {
            told,
            is_stopped: Arc::clone(&is_stopped),
        };
        let tell: Tell = Arc::new(move |migrating| {
            sender.send_if_modified(|told| {
                let is_news = told.as_ref() != Some(&migrating);
                *told = Some(migrating);
                is_news
            });
            !is_stopped.load(Ordering::Relaxed)
        });
        (tell, opening)
    }

    /// Waits for a store that is being opened. The terminal is taken over only when it has to be brought over, and given
    /// back at the end.
    ///
    /// # Errors
    /// When the terminal cannot be used; the store goes on being opened and nobody waits for it.
    pub async fn show<T>(mut self, opening: impl Future<Output = T>) -> io::Result<T> {
        let mut opening = pin!(opening);
        tokio::select! {
            biased;
            done = &mut opening => return Ok(done),
            changed = self.told.changed() => {
                if changed.is_err() {
                    return Ok(opening.await);
                }
            }
        }
        let mut screen = terminal::Screen::open(false)?;
        let mut keys = EventStream::new();
        let mut signals = [
            SignalKind::terminate(),
            SignalKind::hangup(),
            SignalKind::interrupt(),
        ]
        .map(signal)
        .into_iter()
        .collect::<io::Result<Vec<_>>>()?;
        loop {
            let now = self.told.borrow_and_update().clone();
            let is_stopped = self.is_stopped.load(Ordering::Relaxed);
            screen
                .terminal
                .draw(|frame| draw(frame, now.as_ref(), is_stopped))?;
            tokio::select! {
                biased;
                done = &mut opening => return Ok(done),
                event = keys.next() => match event {
                    Some(Ok(event)) if is_stop(&event) => self.is_stopped.store(true, Ordering::Relaxed),
                    Some(Ok(_)) => {}
                    // Nobody is there to see it; the store is brought over all the same.
                    Some(Err(_)) | None => return Ok(opening.await),
                },
                _ = select_all(signals.iter_mut().map(|signal| Box::pin(signal.recv()))) => {
                    self.is_stopped.store(true, Ordering::Relaxed);
                }
                changed = self.told.changed() => {
                    if changed.is_err() {
                        return Ok(opening.await);
                    }
                }
            }
        }
    }
}

/// In raw mode Ctrl-C is a key like others.
fn is_stop(event: &Event) -> bool {
    let Event::Key(key) = event else {
        return false;
    };
    key.kind == KeyEventKind::Press
        && match key.code {
            KeyCode::Char('c') => key.modifiers.contains(KeyModifiers::CONTROL),
            KeyCode::Char('q' | 'Q') => true,
            _ => false,
        }
}

fn draw(frame: &mut Frame<'_>, now: Option<&Migrating>, is_stopped: bool) {
    let muted = Style::new().add_modifier(Modifier::DIM);
    let percent = now.map_or(0, |now| now.percent);
    let copy = now.and_then(|now| now.copy.as_ref()).map_or_else(
        || "a copy is made first".to_owned(),
        |copy| {
            format!(
                "backup made: {}",
                printable::line(&copy.display().to_string())
            )
        },
    );
    let hint = if is_stopped {
        "stopping; the store stays as it was"
    } else {
        "Ctrl-C stops; the store then stays as it was"
    };
    let text = Text::from(vec![
        Line::from(format!("Bringing the store over … {percent} %")),
        Line::default(),
        Line::styled(copy, muted),
        Line::styled(hint, muted),
    ]);
    let [_, middle, _] = Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(4),
        Constraint::Fill(2),
    ])
    .areas(frame.area());
    frame.render_widget(Paragraph::new(text).alignment(Alignment::Center), middle);
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    #[test]
    fn how_far_it_is_stands_in_the_middle_of_any_screen() {
        for (width, height) in [(80, 24), (20, 5), (1, 1)] {
            let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
            let now = Migrating {
                percent: 34,
                copy: Some("/home/me/squelch.before-schema-2-1.db".into()),
            };
            terminal
                .draw(|frame| draw(frame, Some(&now), false))
                .unwrap();
            let shown = terminal.backend().to_string();
            if width == 80 {
                assert!(shown.contains("Bringing the store over … 34 %"), "{shown}");
                assert!(
                    shown.contains("backup made: /home/me/squelch.before-schema-2-1.db"),
                    "{shown}"
                );
            }
        }
    }

    #[tokio::test]
    async fn a_store_that_opens_at_once_takes_no_terminal() {
        let (tell, opening) = Opening::new();
        assert_eq!(opening.show(async { 7 }).await.unwrap(), 7);
        assert!(tell(Migrating {
            percent: 1,
            copy: None
        }));
    }
}
