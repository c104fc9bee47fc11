//! Whole JSON from broken: what people and scripts get wrong is read as it was meant, and written again.
//!
//! Commas too many or too few, comments, other quotes, quotes inside texts, raw control characters, wrong escapes, names
//! without quotes, words that JSON does not know, ends that are missing because the document was cut off. Nothing is an
//! error here: what cannot be made sense of is left out, and the strict reader decides about the rest.

/// Deeper lists and objects are left out; the strict reader goes no deeper either.
const MAX_DEPTH: usize = 100;

/// A document written again, and what it took.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) text: String,
    /// How many things were repaired.
    pub(super) repairs: u32,
    pub(super) is_truncated: bool,
}

/// Returns the first value of `text`, which begins with `{` or `[`, as JSON that can be read. Takes one pass.
pub(super) fn mend(text: &str) -> Mended {
    let mut mender = Mender {
        rest: text,
        out: String::with_capacity(text.len() + 16),
        stack: Vec::new(),
        repairs: 0,
    };
    mender.run();
    let is_truncated = !mender.stack.is_empty();
    while let Some(open) = mender.stack.pop() {
        mender.close(open);
    }
    Mended {
        text: mender.out,
        repairs: mender.repairs,
        is_truncated,
    }
}

/// What is awaited inside a list or an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// A value of a list.
    Item,
    Name,
    Value,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    awaited: Awaited,
    /// Whether a comma must stand before the next.
    has_one: bool,
}

struct Mender<'a> {
    rest: &'a str,
    out: String,
    stack: Vec<Open>,
    repairs: u32,
}

impl Mender<'_> {
    fn run(&mut self) {
        let mut is_after_comma = false;
        while let Some(char) = self.rest.chars().next() {
            let was_after_comma = std::mem::take(&mut is_after_comma);
            match char {
                _ if char.is_whitespace() || char.is_control() || char == '\u{FEFF}' => {
                    self.skip(char.len_utf8());
                    is_after_comma = was_after_comma;
                }
                '/' | '#' => {
                    self.comment();
                    is_after_comma = was_after_comma;
                }
                ',' => {
                    self.skip(1);
                    self.finish_member();
                    is_after_comma = true;
                    self.repairs += u32::from(was_after_comma);
                }
                ':' => self.skip(1),
                '{' | '[' => {
                    self.skip(1);
                    if self.stack.len() >= MAX_DEPTH {
                        self.repairs += 1;
                        continue;
                    }
                    self.before_value();
                    self.out.push(char);
                    self.stack.push(Open {
                        awaited: if char == '{' {
                            Awaited::Name
                        } else {
                            Awaited::Item
                        },
                        has_one: false,
                    });
                }
                '}' | ']' => {
                    self.skip(1);
                    self.repairs += u32::from(was_after_comma);
                    self.end(char);
                    if self.stack.is_empty() {
                        return;
                    }
                }
                '"' | '\'' | '“' => self.string(char),
                _ => self.word(),
            }
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn comment(&mut self) {
        self.repairs += 1;
        let length = if self.rest.starts_with("/*") {
            self.rest.find("*/").map_or(2, |end| end + 2)
        } else if self.rest.starts_with("//") || self.rest.starts_with('#') {
            self.rest.find('\n').unwrap_or(self.rest.len())
        } else {
            1
        };
        self.skip(length);
    }

    /// Writes what must stand before a value: a comma, or a name where an object's value has none.
    fn before_value(&mut self) {
        let Some(open) = self.stack.last_mut() else {
            return;
        };
        match open.awaited {
            Awaited::Value => {
                open.awaited = Awaited::Name;
                return;
            }
            Awaited::Item | Awaited::Name => {
                if open.has_one {
                    self.out.push(',');
                }
                open.has_one = true;
            }
        }
        if open.awaited == Awaited::Name {
            self.repairs += 1;
            self.out.push_str("\"\":");
        }
    }

    /// A name that got no value has none.
    fn finish_member(&mut self) {
        if let Some(open) = self.stack.last_mut()
            && open.awaited == Awaited::Value
        {
            open.awaited = Awaited::Name;
            self.repairs += 1;
            self.out.push_str("null");
        }
    }

    fn close(&mut self, open: Open) {
        match open.awaited {
            Awaited::Item => self.out.push(']'),
            Awaited::Name => self.out.push('}'),
            Awaited::Value => self.out.push_str("null}"),
        }
    }

    /// Closes what the bracket belongs to and all that was left open inside; one that closes nothing is left out.
    fn end(&mut self, bracket: char) {
        let is_list = bracket == ']';
        let position = self
            .stack
            .iter()
            .rposition(|open| (open.awaited == Awaited::Item) == is_list);
        let Some(position) = position else {
            self.repairs += 1;
            return;
        };
        self.repairs += u32::try_from(self.stack.len() - position - 1).unwrap_or(0);
        while self.stack.len() > position {
            if let Some(open) = self.stack.pop() {
                self.close(open);
            }
        }
    }

    /// Writes a text: as a name where one is awaited, else as a value.
    fn string(&mut self, quote: char) {
        let close = if quote == '“' { '”' } else { quote };
        self.repairs += u32::from(quote != '"');
        self.skip(quote.len_utf8());
        let mut text = String::new();
        while let Some(char) = self.rest.chars().next() {
            self.skip(char.len_utf8());
            match char {
                '\\' => self.escape(&mut text),
                _ if char == close => {
                    if self.is_end_of_text() {
                        break;
                    }
                    self.repairs += 1;
                    text.push(char);
                }
                _ => text.push(char),
            }
        }
        self.put_text(&text);
    }

    /// Reads what follows a backslash; what is no escape is the character itself.
    fn escape(&mut self, text: &mut String) {
        let Some(char) = self.rest.chars().next() else {
            return;
        };
        self.skip(char.len_utf8());
        match char {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' | 'f' | 'v' => text.push(' '),
            'u' => text.push(self.unit()),
            '"' | '\\' | '/' | '\'' => text.push(char),
            other => {
                self.repairs += 1;
                text.push(other);
            }
        }
    }

    /// Reads four hexadecimal digits, and four more of the other half of a pair; half a pair is a replacement
    /// character.
    fn unit(&mut self) -> char {
        let Some(first) = self.digits() else {
            self.repairs += 1;
            return char::REPLACEMENT_CHARACTER;
        };
        if let Some(char) = char::from_u32(first) {
            return char;
        }
        let after = self.rest;
        if (0xD800..0xDC00).contains(&first) && self.rest.starts_with("\\u") {
            self.skip(2);
            if let Some(second) = self.digits().filter(|unit| (0xDC00..0xE000).contains(unit)) {
                let whole = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(whole).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
            self.rest = after;
        }
        self.repairs += 1;
        char::REPLACEMENT_CHARACTER
    }

    fn digits(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_hex.then(|| u32::from_str_radix(digits, 16).ok())??;
        self.skip(4);
        Some(number)
    }

    /// Returns whether the quote just read ends its text: only what may follow a text follows. Texts with bare quotes
    /// inside are common where JSON was written by hand.
    fn is_end_of_text(&self) -> bool {
        let mut following = self.rest.trim_start().chars();
        match following.next() {
            None | Some(':' | '}' | ']' | '/') => true,
            Some(',') => {
                let next = following.as_str().trim_start().chars().next();
                next.is_none_or(|char| {
                    matches!(
                        char,
                        '"' | '\'' | '“' | '{' | '[' | '}' | ']' | '/' | ',' | '-'
                    ) || char.is_ascii_digit()
                        || self.is_value_next(following.as_str().trim_start())
                })
            }
            // The comma is missing, but a new line begins with the next text.
            Some('"') => self
                .rest
                .chars()
                .take_while(|char| char.is_whitespace())
                .any(|char| char == '\n'),
            Some(_) => false,
        }
    }

    /// Returns whether a bare value, or a name without quotes, comes next.
    fn is_value_next(&self, rest: &str) -> bool {
        let word = word_of(rest);
        let after = rest.get(word.len()..).unwrap_or_default();
        bare_value(word).is_some()
            || !word.is_empty()
                && word.len() <= 64
                && self
                    .stack
                    .last()
                    .is_some_and(|open| open.awaited != Awaited::Item)
                && after.trim_start().starts_with(':')
    }

    /// Reads what stands without quotes: a number, a word of JSON or of another language, a name.
    fn word(&mut self) {
        let word = word_of(self.rest);
        if word.is_empty() {
            self.repairs += 1;
            let length = self.rest.chars().next().map_or(0, char::len_utf8);
            self.skip(length);
            return;
        }
        self.skip(word.len());
        let awaits_name = self
            .stack
            .last()
            .is_some_and(|open| open.awaited == Awaited::Name);
        match bare_value(word) {
            Some(value) if !awaits_name => {
                self.repairs += u32::from(value != word);
                self.before_value();
                self.out.push_str(value);
            }
            _ => {
                self.repairs += 1;
                self.put_text(word);
            }
        }
    }

    fn put_text(&mut self, text: &str) {
        let mut is_name = false;
        if let Some(open) = self.stack.last_mut()
            && open.awaited == Awaited::Name
        {
            is_name = true;
            open.awaited = Awaited::Value;
            if open.has_one {
                self.out.push(',');
            }
            open.has_one = true;
        } else {
            self.before_value();
        }
        self.out.push('"');
        for char in text.chars() {
            match char {
                '"' | '\\' => {
                    self.out.push('\\');
                    self.out.push(char);
                }
                '\n' => self.out.push_str("\\n"),
                '\t' => self.out.push_str("\\t"),
                _ if char.is_control() => self.out.push(' '),
                _ => self.out.push(char),
            }
        }
        self.out.push('"');
        if is_name {
            self.out.push(':');
        }
    }
}

/// Returns the letters, digits and signs at the start of a text that can be a bare word or a number.
fn word_of(rest: &str) -> &str {
    let end = rest
        .find(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '-' | '+' | '.' | '$')))
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Returns a bare word as JSON writes it, if it is a value.
fn bare_value(word: &str) -> Option<&str> {
    match word {
        "true" | "True" => Some("true"),
        "false" | "False" => Some("false"),
        "null" | "None" | "nil" | "undefined" | "NaN" | "Infinity" | "-Infinity" => Some("null"),
        _ => serde_json::from_str::<serde_json::Number>(word)
            .is_ok()
            .then_some(word),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn value(text: &str) -> Value {
        let mended = mend(text);
        serde_json::from_str(&mended.text)
            .unwrap_or_else(|error| panic!("{text}: {error} in {}", mended.text))
    }

    #[test]
    fn broken_json_is_read_as_it_was_meant() {
        let cases = [
            (r#"{"a": [1, 2,], "b": 3,}"#, json!({"a": [1, 2], "b": 3})),
            (r#"{"a": 1 "b": 2}"#, json!({"a": 1, "b": 2})),
            (
                "{/* x */\"a\": 1, // y\n# z\n\"b\": 2}",
                json!({"a": 1, "b": 2}),
            ),
            ("{'a': 'it\\'s', “b”: “c”}", json!({"a": "it's", "b": "c"})),
            (
                r#"{"a": "he said "yes", and left", "b": 1}"#,
                json!({"a": "he said \"yes\", and left", "b": 1}),
            ),
            ("{\"a\": \"x\ty\nz\"}", json!({"a": "x\ty\nz"})),
            (r#"{"a": "\x41\'\q"}"#, json!({"a": "x41'q"})),
            (
                r#"{"a": "\ud83d \ud83d\ude00"}"#,
                json!({"a": "\u{FFFD} 😀"}),
            ),
            ("{a: 1, $b-c: True}", json!({"a": 1, "$b-c": true})),
            ("{\"a\": undefined, \"b\": }", json!({"a": null, "b": null})),
            (r#"{"a": [{"b": "cut o"#, json!({"a": [{"b": "cut o"}]})),
            (r#"{"a": {"b"#, json!({"a": {"b": null}})),
            (
                r#"{"a": [1, {"b": 2], "c": 3}"#,
                json!({"a": [1, {"b": 2}], "c": 3}),
            ),
            (r#"{"a": 1]}"#, json!({"a": 1})),
            (r#"{"a": 1} junk"#, json!({"a": 1})),
            ("{\"a\": \"1\"\n\"b\": 2}", json!({"a": "1", "b": 2})),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), expected, "{text}");
        }
        assert!(mend(r#"{"a": ["#).is_truncated);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[{\"a\":".repeat(5_000);
        assert!(value(&deep).is_array());
    }

    proptest! {
        #[test]
        fn what_comes_out_is_json(text in "[\\[{]([\\[\\]{}:,\"'“”\\\\/#*ux0-9a-f \n\u{1}é-]|true|null|\"a\"|\\\\ud8){0,60}") {
            value(&text);
        }

        #[test]
        fn whole_json_stays_what_it_was(text in "[^\u{0}-\u{1f}\u{7f}-\u{9f}]{0,20}", number in any::<i64>(), is_set in any::<bool>()) {
            let original = json!({"a": [text.clone(), number, {"b": is_set, "c": null}], "d": {}, "e": [], "f": text});
            prop_assert_eq!(value(&original.to_string()), original.clone());
            prop_assert_eq!(value(&serde_json::to_string_pretty(&original).unwrap()), original);
        }
    }
}
