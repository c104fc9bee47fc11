//! What the terminal says of itself, told apart from what a person types.
//!
//! The answer to "which colour is the background" comes on the same line as the keys, after a millisecond or, over a
//! slow network, after a second. crossterm knows nothing of it and gives it as keys: `Alt-]`, `1`, `1`, `;`, … So
//! [`Replies`] holds back what begins like an answer until it is one, or is not.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tokio::time::Instant;

use crate::config::file::Background;

/// Asks for the background (OSC 11), closed by ST.
pub(crate) const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";
/// What begins like an answer and does not go on within this time was typed: nobody types `Alt-] 1 1 ;` that fast, and
/// the bytes of an answer leave the terminal together.
const PATIENCE: Duration = Duration::from_millis(60);
/// How long the rest of what certainly is an answer may take: the packets of a bad line.
const REST: Duration = Duration::from_secs(1);
/// No terminal says more; then it is no answer, and the keys must not be eaten for ever.
const LONGEST: usize = 64;
/// Relative luminance of the middle grey (L* = 50 of CIE 1976), which divides dark from light.
const MIDDLE: f64 = 0.184;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heard {
    Event(Event),
    /// The terminal said its background.
    Background(Background),
}

/// Finds answers in the stream of events.
#[derive(Debug, Default)]
pub(crate) struct Replies {
    /// The keys that may be an answer.
    held: Vec<Event>,
    /// The same keys without `Alt-]`, as text.
    text: String,
    /// An `Esc` that may begin the answer's end.
    is_closing: bool,
    last: Option<Instant>,
    /// An `Esc` went by at this time: when the answer was cut after its first byte, `]` follows.
    escape: Option<Instant>,
}

impl Replies {
    /// Returns when to call [`Replies::release`]; `None` while nothing is held back.
    pub(crate) fn due(&self) -> Option<Instant> {
        let patience = if self.is_certain() { REST } else { PATIENCE };
        self.last.map(|last| last + patience)
    }

    /// Returns what was held back and went no further: typed keys as they were, nothing of an answer that broke off.
    pub(crate) fn release(&mut self) -> Vec<Heard> {
        let held = std::mem::take(&mut self.held);
        let escape = if self.is_closing {
            held.last().cloned()
        } else {
            None
        };
        let is_certain = self.is_certain();
        self.forget();
        let typed = if is_certain {
            escape.into_iter().collect()
        } else {
            held
        };
        typed.into_iter().map(Heard::Event).collect()
    }

    /// Takes the next event in and returns what is known now, in order.
    pub(crate) fn take(&mut self, event: Event, now: Instant) -> Vec<Heard> {
        let mut heard = Vec::new();
        if self.due().is_some_and(|due| now >= due) {
            heard = self.release();
        }
        let Event::Key(key) = &event else {
            heard.push(Heard::Event(event));
            return heard;
        };
        if self.last.is_none() {
            let follows_escape = self.escape.take().is_some_and(|at| now < at + PATIENCE);
            if is_alt(key, ']') || (follows_escape && plain(key) == Some(']')) {
                self.held.push(event);
                self.last = Some(now);
                return heard;
            }
            if key.code == KeyCode::Esc {
                self.escape = Some(now);
            }
            heard.push(Heard::Event(event));
            return heard;
        }
        if self.is_certain() && (self.is_end(key)) {
            let background = background_of(&self.text);
            self.forget();
            heard.extend(background.map(Heard::Background));
            return heard;
        }
        let fits = !self.is_closing && self.fits(key);
        if fits {
            self.is_closing = key.code == KeyCode::Esc;
            self.text.extend(plain(key));
            self.held.push(event);
            self.last = Some(now);
            return heard;
        }
        heard.extend(self.release());
        heard.extend(self.take(event, now));
        heard
    }

    fn forget(&mut self) {
        self.held.clear();
        self.text.clear();
        self.is_closing = false;
        self.last = None;
    }

    /// `10;`, `11;` and `12;` begin colours of text, background and cursor.
    fn is_certain(&self) -> bool {
        ["10;", "11;", "12;"]
            .iter()
            .any(|begin| self.text.starts_with(begin))
    }

    fn is_end(&self, key: &KeyEvent) -> bool {
        let is_bell = key.modifiers == KeyModifiers::CONTROL && key.code == KeyCode::Char('g');
        is_bell || is_alt(key, '\\') || (self.is_closing && plain(key) == Some('\\'))
    }

    fn fits(&self, key: &KeyEvent) -> bool {
        if key.code == KeyCode::Esc {
            return self.is_certain();
        }
        let Some(character) = plain(key) else {
            return false;
        };
        match self.text.len() {
            0 => character == '1',
            1 => matches!(character, '0'..='2'),
            2 => character == ';',
            LONGEST.. => false,
            _ => character.is_ascii_hexdigit() || matches!(character, 'r' | 'g' | ':' | '/' | '#'),
        }
    }
}

fn is_alt(key: &KeyEvent, character: char) -> bool {
    key.modifiers == KeyModifiers::ALT && key.code == KeyCode::Char(character)
}

/// Returns the character of a key pressed without `Ctrl` or `Alt`.
fn plain(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(character) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => {
            Some(character)
        }
        _ => None,
    }
}

/// Returns whether `11;rgb:rrrr/gggg/bbbb` is dark or light; `None` for other colours and other notations.
fn background_of(answer: &str) -> Option<Background> {
    let colour = answer.strip_prefix("11;")?;
    let parts = colour
        .strip_prefix("rgb:")
        .or_else(|| colour.strip_prefix("rgba:"))?;
    let mut channels = parts.split('/').map(linear);
    let (red, green, blue) = (channels.next()??, channels.next()??, channels.next()??);
    // The weights of sRGB (IEC 61966-2-1).
    let luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if luminance > MIDDLE {
        Background::Light
    } else {
        Background::Dark
    })
}

/// Returns a channel of one to four hexadecimal digits as light, 0 to 1.
fn linear(digits: &str) -> Option<f64> {
    if !(1..=4).contains(&digits.len()) {
        return None;
    }
    let value = f64::from(u16::from_str_radix(digits, 16).ok()?);
    let most = f64::from((1_u32 << (4 * digits.len())) - 1);
    let share = value / most;
    Some(if share <= 0.040_45 {
        share / 12.92
    } else {
        ((share + 0.055) / 1.055).powf(2.4)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    /// What crossterm makes of bytes that come whole.
    fn events(bytes: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut is_alt = false;
        for character in bytes.chars() {
            if character == '\x1b' {
                is_alt = true;
                continue;
            }
            let modifiers = if std::mem::take(&mut is_alt) {
                KeyModifiers::ALT
            } else if character == '\x07' {
                events.push(key(KeyCode::Char('g'), KeyModifiers::CONTROL));
                continue;
            } else if character.is_uppercase() {
                KeyModifiers::SHIFT
            } else {
                KeyModifiers::NONE
            };
            events.push(key(KeyCode::Char(character), modifiers));
        }
        if is_alt {
            events.push(key(KeyCode::Esc, KeyModifiers::NONE));
        }
        events
    }

    /// Feeds pieces, each `milliseconds` after the one before.
    fn hear(pieces: &[&str], milliseconds: u64) -> (Vec<Heard>, Replies) {
        let mut replies = Replies::default();
        let mut now = Instant::now();
        let mut heard = Vec::new();
        for piece in pieces {
            for event in events(piece) {
                heard.extend(replies.take(event, now));
            }
            now += Duration::from_millis(milliseconds);
        }
        (heard, replies)
    }

    fn typed(bytes: &str) -> Vec<Heard> {
        events(bytes).into_iter().map(Heard::Event).collect()
    }

    #[test]
    fn answers_become_a_background_and_no_keys() {
        for (answer, background) in [
            ("\x1b]11;rgb:1010/1212/1818\x1b\\", Background::Dark),
            ("\x1b]11;rgb:1010/1212/1818\x07", Background::Dark),
            ("\x1b]11;rgb:FAFA/f4f4/ED00\x07", Background::Light),
            ("\x1b]11;rgb:ff/ff/ff\x1b\\", Background::Light),
            ("\x1b]11;rgba:0000/0000/0000/ffff\x1b\\", Background::Dark),
        ] {
            let (heard, replies) = hear(&[answer], 0);
            assert_eq!(heard, [Heard::Background(background)], "{answer:?}");
            assert_eq!(replies.due(), None);
        }
    }

    #[test]
    fn answers_to_other_questions_vanish() {
        let (heard, _) = hear(&["\x1b]10;rgb:ffff/ffff/ffff\x1b\\", "j"], 0);
        assert_eq!(heard, typed("j"));
    }

    #[test]
    fn an_answer_cut_anywhere_is_still_none_of_the_keys() {
        let answer = "\x1b]11;rgb:1010/1212/1818\x1b\\";
        for cut in 2..answer.len() {
            let (first, rest) = answer.split_at(cut);
            let (heard, replies) = hear(&[first, rest, "j"], 30);
            let expected: Vec<_> = std::iter::once(Heard::Background(Background::Dark))
                .chain(typed("j"))
                .collect();
            assert_eq!(heard, expected, "cut at {cut}");
            assert_eq!(replies.due(), None);
        }
    }

    #[test]
    fn an_answer_cut_after_its_escape_leaves_only_an_escape() {
        let (heard, _) = hear(&["\x1b", "]11;rgb:1010/1212/1818\x07", "j"], 20);
        let mut expected = typed("\x1b");
        expected.push(Heard::Background(Background::Dark));
        expected.extend(typed("j"));
        assert_eq!(heard, expected);
    }

    #[test]
    fn keys_that_begin_like_an_answer_are_keys() {
        for keys in ["\x1b]j", "\x1b]1j", "\x1b]11j", "\x1b]\x1b]j"] {
            let (heard, _) = hear(&[keys], 0);
            assert_eq!(heard, typed(keys), "{keys:?}");
        }
        // Alone, it waits for the timer.
        let (heard, mut replies) = hear(&["\x1b]"], 0);
        assert_eq!(heard, []);
        assert!(replies.due().is_some());
        assert_eq!(replies.release(), typed("\x1b]"));
        assert_eq!(replies.due(), None);
        // Typed at a person's pace, it goes by with the next key at the latest.
        let (heard, _) = hear(&["\x1b]", "1", "1", ";"], 200);
        assert_eq!(heard, typed("\x1b]11;"));
    }

    #[test]
    fn an_answer_that_breaks_off_takes_no_later_key_with_it() {
        let (heard, _) = hear(&["\x1b]11;rgb:10", "j", "k"], 10);
        assert_eq!(heard, typed("jk"));
        let (heard, _) = hear(&["\x1b]11;quit"], 0);
        assert_eq!(heard, typed("quit"));
        let (heard, _) = hear(&["\x1b]11;rgb:10", "a"], 2_000);
        assert_eq!(heard, typed("a"));
        let (heard, mut replies) = hear(&["\x1b]11;rgb:10", "\x1b"], 10);
        assert_eq!(heard, []);
        assert_eq!(replies.release(), typed("\x1b"));
    }
}
