//! The one sanitiser: nothing a stranger wrote reaches a terminal without passing here.
//!
//! What is taken out can command a terminal (C0, C1), change the order in which text is read (bidi controls), hide
//! text (zero-width and tag characters) or pile marks over neighbouring lines. Joiners go with the other zero-width
//! characters: an emoji family falls into its members, which is the lesser evil.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// Marks above this number on one character are drawn over the lines around it.
const MAX_MARKS: u8 = 4;

/// Returns `text` as one line safe to print: C0, C1, bidi controls, zero-width and tag characters and more than four
/// stacked combining marks are gone, runs of white space (newlines and tabs too) are one space, ends trimmed.
pub fn line(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|char| class(char) == Class::Space);
    let Some(clean) = first_stain(text, false) else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at(clean);
    let mut out = String::with_capacity(text.len());
    out.push_str(head.trim_end_matches(' '));
    let mut is_space_due = head.ends_with(' ');
    let mut marks = trailing_marks(head);
    for char in tail.chars() {
        match class(char) {
            Class::Space => is_space_due = true,
            Class::Hidden => {}
            Class::Mark if marks >= MAX_MARKS => {}
            class => {
                if is_space_due && !out.is_empty() {
                    out.push(' ');
                }
                is_space_due = false;
                marks = if class == Class::Mark { marks + 1 } else { 0 };
                out.push(char);
            }
        }
    }
    Cow::Owned(out)
}

/// Returns `text` safe to print with its newlines and tabs kept; other line ends become newlines.
pub fn block(text: &str) -> Cow<'_, str> {
    let Some(clean) = first_stain(text, true) else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at(clean);
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    let mut marks = trailing_marks(head);
    let mut chars = tail.chars().peekable();
    while let Some(char) = chars.next() {
        match class(char) {
            Class::Hidden => {}
            Class::Mark if marks >= MAX_MARKS => {}
            Class::Mark => {
                marks += 1;
                out.push(char);
            }
            Class::Space => {
                marks = 0;
                match char {
                    '\r' if chars.peek() == Some(&'\n') => {}
                    '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
                    char => out.push(char),
                }
            }
            Class::Plain => {
                marks = 0;
                out.push(char);
            }
        }
    }
    Cow::Owned(out)
}

/// Says whether [`block`] would keep this character wherever it stands (more than four marks aside).
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

/// Returns the byte at which `text` first differs from its clean form.
fn first_stain(text: &str, is_block: bool) -> Option<usize> {
    let mut marks = 0;
    let mut was_space = false;
    for (at, char) in text.char_indices() {
        match char {
            '!'..='~' => {
                marks = 0;
                was_space = false;
                continue;
            }
            ' ' if is_block || !was_space => {
                marks = 0;
                was_space = true;
                continue;
            }
            _ => {}
        }
        match class(char) {
            Class::Space if is_block && is_printable(char) => marks = 0,
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

fn trailing_marks(text: &str) -> u8 {
    let marks = text
        .chars()
        .rev()
        .take(usize::from(MAX_MARKS))
        .take_while(|char| class(*char) == Class::Mark)
        .count();
    u8::try_from(marks).unwrap_or(MAX_MARKS)
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

    fn hostile() -> impl Strategy<Value = String> {
        let char = prop_oneof![
            any::<char>(),
            (0u32..0x3000).prop_map(|number| char::from_u32(number).unwrap_or(' ')),
            (0x300u32..0x36F).prop_map(|number| char::from_u32(number).unwrap_or(' ')),
            Just(' '),
            Just('\n'),
        ];
        proptest::collection::vec(char, 0..60).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn nothing_forbidden_comes_out(text in hostile()) {
            for clean in [line(&text), block(&text)] {
                let mut marks = 0;
                for char in clean.chars() {
                    prop_assert!(is_printable(char), "{char:?}");
                    marks = if is_combining_mark(char) { marks + 1 } else { 0 };
                    prop_assert!(marks <= 4);
                }
            }
            prop_assert!(!line(&text).contains(['\n', '\t']));
            prop_assert!(!line(&text).contains("  "));
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
