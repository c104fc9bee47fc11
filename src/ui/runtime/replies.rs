//! Late answers of the terminal, which arrive as if they had been typed.
//!
//! A terminal that is asked for its colours answers `ESC ] 11 ; rgb:… ESC \`. Over a slow line the answer comes when
//! nobody waits for it any more; read as keys it would ask a question and open the command line.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Longer than any answer to a question about colours.
const LONGEST: usize = 64;

/// Takes answers out of a stream of events.
#[derive(Debug, Default)]
pub(super) struct Replies {
    /// Characters of an answer so far, when in one.
    inside: Option<usize>,
}

impl Replies {
    /// Returns whether an event is part of an answer.
    pub(super) fn takes(&mut self, event: &Event) -> bool {
        let Event::Key(key) = event else {
            return false;
        };
        let Some(length) = self.inside else {
            let begins = is_alt(key, ']');
            self.inside = begins.then_some(0);
            return begins;
        };
        if is_alt(key, '\\') || is_ctrl(key, 'g') {
            self.inside = None;
            return true;
        }
        let is_part = match key.code {
            // Questions about colours are numbers 10 and 11; anything else was typed by a person.
            KeyCode::Char(character) if length == 0 => character == '1',
            KeyCode::Char(character) => {
                length < LONGEST && (character.is_ascii_hexdigit() || ";:/rgb".contains(character))
            }
            _ => false,
        };
        self.inside = is_part.then_some(length + 1);
        is_part
    }
}

fn is_alt(key: &KeyEvent, character: char) -> bool {
    key.code == KeyCode::Char(character) && key.modifiers.contains(KeyModifiers::ALT)
}

fn is_ctrl(key: &KeyEvent, character: char) -> bool {
    key.code == KeyCode::Char(character) && key.modifiers.contains(KeyModifiers::CONTROL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(character: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(character), modifiers))
    }

    fn left(events: impl IntoIterator<Item = Event>) -> String {
        let mut replies = Replies::default();
        events
            .into_iter()
            .filter(|event| !replies.takes(event))
            .filter_map(|event| match event {
                Event::Key(KeyEvent {
                    code: KeyCode::Char(character),
                    ..
                }) => Some(character),
                _ => None,
            })
            .collect()
    }

    fn typed(text: &str) -> impl Iterator<Item = Event> + '_ {
        text.chars()
            .map(|character| key(character, KeyModifiers::NONE))
    }

    #[test]
    fn answers_about_colours_are_not_keys() {
        let end = || key('\\', KeyModifiers::ALT);
        let begin = || std::iter::once(key(']', KeyModifiers::ALT));
        let two = begin()
            .chain(typed("10;rgb:d0d0/d0d0/d0d0"))
            .chain([end()])
            .chain(begin())
            .chain(typed("11;rgb:1010/1212/1818"))
            .chain([key('g', KeyModifiers::CONTROL)])
            .chain(typed("j1:"));
        assert_eq!(left(two), "j1:");
    }

    #[test]
    fn what_a_person_types_is_left_alone() {
        assert_eq!(left(typed("11;rgb:1010")), "11;rgb:1010");
        let bracket = std::iter::once(key(']', KeyModifiers::ALT));
        assert_eq!(left(bracket.chain(typed("jk1"))), "jk1");
        let cut_short = std::iter::once(key(']', KeyModifiers::ALT)).chain(typed("11;quit"));
        assert_eq!(left(cut_short), "quit");
    }
}
