//! One line of text being typed.

use std::ops::Range;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use super::text::{self, width};
use crate::config::theme::{Theme, Tone};
use crate::text::printable;

/// Text and a cursor in it, edited by the keys of a shell's line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineEdit {
    text: String,
    /// Byte offset, always on a boundary of a grapheme.
    cursor: usize,
}

/// What a key did to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// The text is another one.
    Text,
    /// Only the cursor moved, or nothing happened though the key belongs to the line.
    Cursor,
    /// The key means nothing to a line: `Enter`, `Esc`, `Tab`, arrows up and down, function keys.
    No,
}

impl LineEdit {
    /// Starts with `text`, the cursor behind it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            cursor: text.len(),
            text,
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text before and from the cursor.
    pub fn split(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Replaces the text, the cursor behind it.
    pub fn set(&mut self, text: impl Into<String>) {
        *self = Self::new(text);
    }

    /// Puts text at the cursor; line breaks become spaces, control characters go.
    pub fn insert(&mut self, text: &str) {
        let clean = text.replace(['\n', '\r', '\t'], " ");
        let clean = clean
            .chars()
            .filter(|character| !character.is_control())
            .collect::<String>();
        // `printable::line` would also trim, and a space just typed at the end must stay.
        let clean = if clean.trim() == clean {
            printable::line(&clean).into_owned()
        } else {
            clean
        };
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Does what a key means to a line.
    pub fn key(&mut self, key: KeyEvent) -> Edited {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('a') if control => self.go(0),
            KeyCode::Char('e') if control => self.go(self.text.len()),
            KeyCode::Char('w') if control => self.delete(self.word_before()..self.cursor),
            KeyCode::Char('u') if control => self.delete(0..self.cursor),
            KeyCode::Char('k') if control => self.delete(self.cursor..self.text.len()),
            KeyCode::Char('h') if control => self.delete(self.before()..self.cursor),
            KeyCode::Char('d') if control => self.delete(self.cursor..self.after()),
            KeyCode::Char('b') if alt => self.go(self.word_before()),
            KeyCode::Char('f') if alt => self.go(self.word_after()),
            KeyCode::Char(character) if !control && !alt => {
                let mut buffer = [0; 4];
                self.insert(character.encode_utf8(&mut buffer));
                Edited::Text
            }
            KeyCode::Backspace if alt || control => self.delete(self.word_before()..self.cursor),
            KeyCode::Backspace => self.delete(self.before()..self.cursor),
            KeyCode::Delete => self.delete(self.cursor..self.after()),
            KeyCode::Left if control || alt => self.go(self.word_before()),
            KeyCode::Right if control || alt => self.go(self.word_after()),
            KeyCode::Left => self.go(self.before()),
            KeyCode::Right => self.go(self.after()),
            KeyCode::Home => self.go(0),
            KeyCode::End => self.go(self.text.len()),
            _ => Edited::No,
        }
    }

    const fn go(&mut self, to: usize) -> Edited {
        self.cursor = to;
        Edited::Cursor
    }

    fn delete(&mut self, range: std::ops::Range<usize>) -> Edited {
        if range.is_empty() {
            return Edited::Cursor;
        }
        self.cursor = range.start;
        self.text.replace_range(range, "");
        Edited::Text
    }

    fn before(&self) -> usize {
        let (head, _) = self.split();
        head.grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let (_, tail) = self.split();
        self.cursor + tail.graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let (head, _) = self.split();
        head.split_word_bound_indices()
            .rfind(|(_, word)| !word.trim().is_empty())
            .map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let (_, tail) = self.split();
        tail.split_word_bound_indices()
            .find(|(_, word)| !word.trim().is_empty())
            .map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

/// Draws a prompt and the line behind it, scrolled so that the cursor is in sight, which is shown when `has_cursor`.
///
/// `wrong` is underlined: bytes of the text that a parser did not like.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    prompt: &str,
    line: &LineEdit,
    wrong: Option<Range<usize>>,
    has_cursor: bool,
    theme: &Theme,
) {
    let used = width(prompt).min(area.width);
    let room = area.width.saturating_sub(used + 1);
    let x = area.x + used;
    let style = theme.style(Tone::Input);
    frame.buffer_mut().set_stringn(
        area.x,
        area.y,
        prompt,
        usize::from(used),
        theme.style(Tone::Key),
    );
    if area.height == 0 {
        return;
    }
    let (head, tail) = line.split();
    let visible_head = text::end(head, room);
    let skipped = head.len() - visible_head.len();
    let visible_tail = text::start(tail, area.width.saturating_sub(used + width(visible_head)));
    let shown_end = head.len() + visible_tail.len();
    let wrong = wrong.map_or(0..0, |wrong| {
        wrong.start.clamp(skipped, shown_end)..wrong.end.clamp(skipped, shown_end)
    });
    let bad = style
        .patch(theme.style(Tone::Error))
        .add_modifier(Modifier::UNDERLINED);
    let part = |range: Range<usize>| line.text().get(range).unwrap_or_default();
    let spans = vec![
        Span::styled(part(skipped..wrong.start.max(skipped)), style),
        Span::styled(part(wrong.clone()), bad),
        Span::styled(part(wrong.end.max(skipped)..shown_end), style),
    ];
    frame.buffer_mut().set_line(
        x,
        area.y,
        &Line::from(spans),
        area.right().saturating_sub(x),
    );
    if has_cursor {
        frame.set_cursor_position((x + width(visible_head), area.y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &mut LineEdit, text: &str) {
        for character in text.chars() {
            line.key(KeyEvent::from(KeyCode::Char(character)));
        }
    }

    #[test]
    fn letters_come_in_at_the_cursor() {
        let mut line = LineEdit::new("port strike");
        line.key(KeyEvent::from(KeyCode::Home));
        typed(&mut line, "the ");
        assert_eq!(line.text(), "the port strike");
        assert_eq!(line.split(), ("the ", "port strike"));
    }

    #[test]
    fn a_whole_grapheme_is_deleted_at_once() {
        let mut line = LineEdit::new("e\u{301}👩‍👩‍👧漢");
        line.key(KeyEvent::from(KeyCode::Backspace));
        assert_eq!(line.text(), "e\u{301}👩‍👩‍👧");
        line.key(KeyEvent::from(KeyCode::Backspace));
        assert_eq!(line.text(), "e\u{301}");
        line.key(KeyEvent::from(KeyCode::Left));
        line.key(KeyEvent::from(KeyCode::Delete));
        assert_eq!(line.text(), "");
    }

    #[test]
    fn words_go_with_control_w() {
        let mut line = LineEdit::new("title:strike  -cargo ");
        line.key(KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert_eq!(line.text(), "title:strike  -");
        line.key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
        assert_eq!(line.text(), "");
    }

    #[test]
    fn pasted_control_characters_do_not_get_in() {
        let mut line = LineEdit::default();
        line.insert("a\u{1b}[31m\nb\u{7}");
        assert_eq!(line.text(), "a[31m b");
    }
}
