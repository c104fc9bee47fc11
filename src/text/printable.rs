//! The one sanitiser: nothing a stranger wrote reaches a terminal without passing here.
//!
//! What is taken out can command a terminal (C0, C1), change the order in which text is read (bidi controls), hide
//! text (zero-width and tag characters) or pile marks over neighbouring lines. The one zero-width character that stays
//! is the joiner between two emoji, which makes one picture of them and can hide nothing.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Marks above this number on one character are drawn over the lines around it.
const MAX_MARKS: u8 = 4;
const JOINER: char = '\u{200D}';
/// Joiners in one emoji; the longest sequences Unicode recommends for interchange (families, kisses) have three.
const MAX_JOINERS: u8 = 3;

/// Returns `text` as one line safe to print: C0, C1, bidi controls, zero-width (but for joiners of emoji) and tag
/// characters and more than four stacked combining marks are gone, runs of white space (newlines and tabs too) are one space, ends trimmed.
pub fn line(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|char| class(char) == Class::Space);
    let Some(clean) = first_stain_of_line(text) else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at(clean);
    let mut out = String::with_capacity(text.len());
    out.push_str(head.trim_end_matches(' '));
    let mut is_space_due = head.ends_with(' ');
    let mut cluster = Cluster::ending(head);
    for char in tail.chars() {
        match class(char) {
            Class::Space => {
                is_space_due = true;
                cluster = Cluster::default();
            }
            class => {
                if !cluster.takes(char, class) {
                    continue;
                }
                if is_space_due && !out.is_empty() {
                    out.push(' ');
                }
                is_space_due = false;
                cluster.push(char, class, &mut out);
            }
        }
    }
    Cow::Owned(out)
}

/// Returns `text` safe to print with its newlines and tabs kept; other line ends become newlines.
pub fn block(text: &str) -> Cow<'_, str> {
    let Some(clean) = first_stain_of_block(text) else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at(clean);
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    let mut cluster = Cluster::ending(head);
    let mut chars = tail.chars().peekable();
    while let Some(char) = chars.next() {
        match class(char) {
            Class::Space => {
                cluster = Cluster::default();
                match char {
                    '\r' if chars.peek() == Some(&'\n') => {}
                    '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
                    char => out.push(char),
                }
            }
            class if cluster.takes(char, class) => cluster.push(char, class, &mut out),
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// Returns as much of a clean text as fits in so many bytes, cut so that it stays clean: no picture made of several
/// characters is taken apart.
pub fn head(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = text.floor_char_boundary(bytes);
    let mut cursor = GraphemeCursor::new(end, text.len(), true);
    let end = match cursor.is_boundary(text, 0) {
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
        _ => end,
    };
    text.get(..end).unwrap_or_default()
}

/// Says whether [`block`] would keep this character wherever it stands (more than four marks, and joiners, which stay
/// only between emoji, aside).
pub fn is_printable(char: char) -> bool {
    match class(char) {
        Class::Hidden => false,
        Class::Space => !matches!(
            char,
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        ),
        Class::Mark | Class::Plain => true,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Space,
    Mark,
    Hidden,
}

#[expect(
    clippy::match_same_arms,
    reason = "the common characters come first, so that most text is decided by one or two comparisons"
)]
fn class(char: char) -> Class {
    match char {
        ' '..='~' if char != ' ' => Class::Plain,
        ' ' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{A0}' => Class::Space,
        '\0'..='\u{9F}' | '\u{AD}' => Class::Hidden,
        '\u{A1}'..='\u{2FF}' => Class::Plain,
        '\u{3164}' => Class::Hidden,
        // The common scripts beyond ASCII, without marks in them.
        '\u{400}'..='\u{482}'
        | '\u{48A}'..='\u{590}'
        | '\u{30A0}'..='\u{A66E}'
        | '\u{AC00}'..='\u{D7A3}' => Class::Plain,
        '\u{1680}'
        | '\u{2000}'..='\u{200A}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}' => Class::Space,
        '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{FFFE}'
        | '\u{FFFF}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => Class::Hidden,
        char if is_combining_mark(char) => Class::Mark,
        _ => Class::Plain,
    }
}

/// Returns the byte at which `text` first differs from its clean form as one line.
fn first_stain_of_line(text: &str) -> Option<usize> {
    let mut marks = 0;
    let mut was_space = false;
    for (at, char) in text.char_indices() {
        match char {
            '!'..='~' => {
                marks = 0;
                was_space = false;
                continue;
            }
            ' ' if !was_space => {
                marks = 0;
                was_space = true;
                continue;
            }
            _ => {}
        }
        match class(char) {
            Class::Hidden | Class::Space => return Some(at),
            Class::Mark if marks >= MAX_MARKS => return Some(at),
            Class::Mark => {
                marks += 1;
                was_space = false;
            }
            Class::Plain => {
                marks = 0;
                was_space = false;
            }
        }
    }
    None
}

/// Returns the byte at which `text` first differs from its clean form as a block.
fn first_stain_of_block(text: &str) -> Option<usize> {
    // Most bodies are ASCII or nearly so: what is plain is passed over in pieces.
    const PIECE: usize = 16;
    let bytes = text.as_bytes();
    let mut marks = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes
            .get(at..at + PIECE)
            .is_some_and(|piece| piece.iter().fold(true, |all, byte| all & is_plain(*byte)))
        {
            marks = 0;
            at += PIECE;
            continue;
        }
        let piece = at;
        for char in text.get(at..)?.chars() {
            if at >= piece + PIECE {
                break;
            }
            match class(char) {
                _ if u8::try_from(char).is_ok_and(is_plain) => marks = 0,
                Class::Space if is_printable(char) => marks = 0,
                Class::Hidden | Class::Space => return Some(at),
                Class::Mark if marks >= MAX_MARKS => return Some(at),
                Class::Mark => marks += 1,
                Class::Plain => marks = 0,
            }
            at += char.len_utf8();
        }
    }
    None
}

/// Says whether a byte of a block is an ASCII character that stays as it is.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t')
}

/// What was kept last, as far as it decides what may follow.
#[derive(Debug, Default)]
struct Cluster {
    /// The last character that is neither a mark nor a skin tone.
    base: Option<char>,
    marks: u8,
    joiners: u8,
    is_joiner_due: bool,
}

impl Cluster {
    /// Returns the state after `clean`, which has no joiners.
    fn ending(clean: &str) -> Self {
        let marks = clean
            .chars()
            .rev()
            .take(usize::from(MAX_MARKS))
            .take_while(|char| class(*char) == Class::Mark)
            .count();
        let base = clean
            .chars()
            .rev()
            .find(|char| !is_skin_tone(*char) && class(*char) != Class::Mark);
        Self {
            base: base.filter(|char| class(*char) == Class::Plain),
            marks: u8::try_from(marks).unwrap_or(MAX_MARKS),
            ..Self::default()
        }
    }

    /// Says whether a character that is no space may follow; a joiner is kept back until what it joins is known.
    fn takes(&mut self, char: char, class: Class) -> bool {
        match class {
            Class::Hidden => {
                self.is_joiner_due |= char == JOINER && self.joiners < MAX_JOINERS;
                false
            }
            Class::Mark => self.marks < MAX_MARKS,
            Class::Space | Class::Plain => true,
        }
    }

    fn push(&mut self, char: char, class: Class, out: &mut String) {
        let is_joiner_due = std::mem::take(&mut self.is_joiner_due);
        if class == Class::Mark {
            self.marks += 1;
        } else {
            self.marks = 0;
            if is_joiner_due && self.base.is_some_and(|base| are_emoji(base, char)) {
                out.push(JOINER);
                self.joiners += 1;
            } else if !is_skin_tone(char) {
                self.joiners = 0;
            }
            if !is_skin_tone(char) {
                self.base = Some(char);
            }
        }
        out.push(char);
    }
}

const fn is_skin_tone(char: char) -> bool {
    matches!(char, '\u{1F3FB}'..='\u{1F3FF}')
}

/// Says whether a joiner makes one picture of two characters, which are no marks.
///
/// By rule GB11 of Unicode's text segmentation (UAX 29) it does so between extended pictographs and nowhere else, so
/// the tables of that rule need not be kept here once more.
fn are_emoji(first: char, second: char) -> bool {
    let is_one = |text: String| text.graphemes(true).nth(1).is_none();
    // Some letters, as Thai's am, belong to whatever stands before them, with a joiner or without.
    !is_skin_tone(second)
        && is_one(String::from_iter([first, JOINER, second]))
        && !is_one(String::from_iter(['a', second]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        for text in ["", "A headline — café, 日本語, Привет", "e\u{301}tude"] {
            assert!(matches!(line(text), Cow::Borrowed(_)), "{text}");
            assert!(matches!(block(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn lines_lose_what_a_terminal_must_not_see() {
        let cases = [
            ("\u{1b}[31mred\u{7}", "[31mred"),
            ("\u{9b}2Jgone", "2Jgone"),
            ("a\r\nb\tc", "a b c"),
            ("  two   spaces ", "two spaces"),
            ("abc\u{202e}fdp.exe", "abcfdp.exe"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("tag\u{e0041}s", "tags"),
            ("soft\u{ad}hyphen", "softhyphen"),
            (
                "x\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}y",
                "x\u{301}\u{302}\u{303}\u{304}y",
            ),
            ("a\u{85}b\u{2028}c\u{a0}d", "a b c d"),
            ("\u{200b} \u{200b}", ""),
            ("a \u{200b} b", "a b"),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn blocks_keep_their_lines() {
        assert_eq!(block("a\r\nb\rc\td\u{1b}"), "a\nb\nc\td");
        assert_eq!(block("a\u{2028}b\u{0}"), "a\nb");
    }

    #[test]
    fn joiners_stay_between_emoji_only() {
        for kept in ["👩‍👩‍👧‍👦", "❤️‍🔥 and 🏳️‍🌈", "👩🏽‍🚀👨🏿‍❤️‍💋‍👨🏻", "🐈‍⬛", "a 🧑‍💻 b"]
        {
            assert_eq!(line(kept), kept);
            assert_eq!(block(kept), kept);
        }
        let cases = [
            ("a\u{200d}b", "ab"),
            ("\u{200d}👩\u{200d}", "👩"),
            ("👩\u{200d} 👧", "👩 👧"),
            ("👩\u{200d}\u{200d}👧", "👩\u{200d}👧"),
            ("👩\u{200d}\u{200b}👧", "👩\u{200d}👧"),
            ("👩\u{200d}\u{301}👧", "👩\u{301}👧"),
            ("👩\u{200d}a👧", "👩a👧"),
            ("क\u{200d}ष", "कष"),
            ("👩\u{200d}🏽", "👩🏽"),
            (
                "👩\u{200d}👩\u{200d}👩\u{200d}👩\u{200d}👩",
                "👩\u{200d}👩\u{200d}👩\u{200d}👩👩",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text), expected, "{text:?}");
            assert_eq!(block(text), expected, "{text:?}");
        }
    }

    fn hostile() -> impl Strategy<Value = String> {
        let char = prop_oneof![
            any::<char>(),
            (0u32..0x3000).prop_map(|number| char::from_u32(number).unwrap_or(' ')),
            (0x300u32..0x36F).prop_map(|number| char::from_u32(number).unwrap_or(' ')),
            Just(' '),
            Just('\n'),
            Just(JOINER),
            prop::sample::select(vec![
                '👩', '❤', '\u{FE0F}', '🏽', '🔥', 'ア', '한', 'ำ', 'ी', '\u{600}', '🇩'
            ]),
        ];
        proptest::collection::vec(char, 0..60).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn nothing_forbidden_comes_out(text in hostile()) {
            for clean in [line(&text), block(&text)] {
                let mut marks = 0;
                let mut before = None;
                for (at, char) in clean.char_indices() {
                    if char == JOINER {
                        let after = clean.get(at..).and_then(|rest| rest.chars().nth(1));
                        prop_assert!(after.is_some_and(|after| are_emoji('👩', after)));
                        prop_assert!(before.is_some_and(|before| are_emoji(before, '👩')));
                        continue;
                    }
                    if !is_skin_tone(char) && !is_combining_mark(char) {
                        before = Some(char);
                    }
                    prop_assert!(is_printable(char), "{char:?}");
                    marks = if is_combining_mark(char) { marks + 1 } else { 0 };
                    prop_assert!(marks <= 4);
                }
            }
            prop_assert!(!line(&text).contains(['\n', '\t']));
            prop_assert!(!line(&text).contains("  "));
        }

        #[test]
        fn what_is_cut_off_leaves_a_clean_text(text in hostile(), bytes in 0_usize..80) {
            let clean = block(&text);
            let kept = head(&clean, bytes);
            prop_assert!(kept.len() <= bytes && clean.starts_with(kept));
            prop_assert_eq!(block(kept), kept);
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in hostile()) {
            let once = line(&text).into_owned();
            prop_assert_eq!(line(&once), once.as_str());
            let once = block(&text).into_owned();
            prop_assert_eq!(block(&once), once.as_str());
        }
    }
}
