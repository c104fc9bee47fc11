//! The terminal: taken over, given back on every way out, asked for its colours.

use std::io::{self, Stdout, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::runtime::BACKGROUND_QUESTION;

/// Terminals drop longer clipboards, and 100 kB of base64 is what most of them take (xterm's limit).
const CLIPBOARD: usize = 74_000;

/// The terminal while the screen is open. Dropping it gives the terminal back.
pub(super) struct Screen {
    pub(super) terminal: Terminal<CrosstermBackend<Stdout>>,
}

impl Screen {
    /// Takes the terminal over: raw keys, a screen of its own, mouse when wanted.
    pub(super) fn open(has_mouse: bool) -> io::Result<Self> {
        restore_on_panic();
        enable_raw_mode()?;
        // From here on every failure must give the terminal back.
        let entered =
            enter(has_mouse).and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout())));
        match entered {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn enter(has_mouse: bool) -> io::Result<()> {
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableBracketedPaste,
        SetTitle("squelch")
    )?;
    if has_mouse {
        execute!(io::stdout(), EnableMouseCapture)?;
    }
    Ok(())
}

/// Gives the terminal back. Each step is tried whatever became of the one before: there is nobody left to tell.
fn restore() {
    let _ = execute!(
        io::stdout(),
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

/// Lets the message of a panic on the drawing thread appear on a restored terminal. A panic in a job is logged and
/// leaves the screen alone: the job's answer says that it failed.
fn restore_on_panic() {
    let drawing = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == drawing {
            restore();
            before(panic);
        } else {
            tracing::error!("{panic}");
        }
    }));
}

/// Asks the terminal for its background. The answer comes among the keys, whenever it comes: nothing waits for it.
/// Terminals that would draw the question are not asked.
pub(super) fn ask_background(terminal: Option<&str>) -> io::Result<()> {
    let is_simple = terminal.is_none_or(|name| {
        ["dumb", "linux", "eterm", "screen"]
            .iter()
            .any(|simple| name.starts_with(simple))
    });
    if is_simple {
        return Ok(());
    }
    let mut out = io::stdout();
    out.write_all(BACKGROUND_QUESTION)?;
    out.flush()
}

/// Puts text on the clipboard through the terminal (OSC 52), which also works over SSH and in tmux.
pub(super) fn copy(text: &str) -> io::Result<()> {
    let end = text.floor_char_boundary(CLIPBOARD);
    let encoded = STANDARD.encode(text.get(..end).unwrap_or_default());
    let mut out = io::stdout();
    write!(out, "\x1b]52;c;{encoded}\x07")?;
    out.flush()
}

/// Drops what the terminal sent and nobody has read.
pub(super) fn forget_input() {
    let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
}

/// Calls `then` once when the terminal is gone: its window was closed and no signal said so, as happens under programs
/// that start squelch without a controlling terminal. Until then a thread sleeps in the system.
///
/// Without this the reader of keys would read the end of input again and again, at the full speed of a core.
pub(super) fn when_gone(then: impl FnOnce() + Send + 'static) {
    let watch = move || {
        use std::io::IsTerminal;
        use std::os::fd::AsFd;

        use rustix::event::{PollFd, PollFlags, poll};

        let stdin = io::stdin();
        let terminal = std::fs::File::open("/dev/tty").ok();
        let keys = match &terminal {
            // As crossterm chooses where keys come from.
            _ if stdin.is_terminal() => stdin.as_fd(),
            Some(terminal) => terminal.as_fd(),
            None => return,
        };
        // No event is asked for: only a hang-up or an error ends the wait.
        let mut waited = [PollFd::new(&keys, PollFlags::empty())];
        while let Err(rustix::io::Errno::INTR) = poll(&mut waited, None) {}
        let [ended] = &waited;
        if !ended.revents().is_empty() {
            then();
        }
    };
    let started = std::thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(watch);
    if let Err(error) = started {
        tracing::warn!("the end of the terminal will not be noticed: {error}");
    }
}
