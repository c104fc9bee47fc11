//! Endings for the word under the cursor: field names, feeds, folders, tags, authors.

use std::ops::Range;

use super::fields::{FIELDS, Field, Spec};
use crate::text::words::fold;

/// At most this many completions are offered.
const MOST: usize = 20;

/// The names there are to complete from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub feeds: Vec<String>,
    pub folders: Vec<String>,
    pub tags: Vec<String>,
    /// Of the stories at hand: those of everything cached are too many to be of help.
    pub authors: Vec<String>,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the query's text that `text` takes the place of.
    pub replace: Range<usize>,
    /// `feed:` or `feed:"Harbour Wire"`.
    pub text: String,
    /// A few words for the person, empty where the text says it all.
    pub about: &'static str,
}

/// Returns how the word that ends at `cursor` (a byte offset) may go on, best first.
///
/// Nothing is offered for a plain empty word; a cursor inside of a character counts as standing before it.
pub fn complete(text: &str, cursor: usize, names: &Names) -> Vec<Completion> {
    let before = text
        .get(..text.floor_char_boundary(cursor))
        .unwrap_or_default();
    let start = word_start(before);
    let word = before.get(start..).unwrap_or_default();
    let (sign, word) = match word.strip_prefix('-') {
        Some(word) => (start + 1, word),
        None => (start, word),
    };
    let replace = sign..before.len();
    if word.is_empty() {
        return Vec::new();
    }
    let Some((name, written)) = word.split_once(':') else {
        return FIELDS
            .iter()
            .filter(|spec| starts_with(spec.name, word))
            .map(|spec| Completion {
                replace: replace.clone(),
                text: format!("{}:", spec.name),
                about: spec.about,
            })
            .collect();
    };
    let Some(field) = Field::named(name) else {
        return Vec::new();
    };
    let written = fold(written.trim_start_matches('"'));
    let spec = field.spec();
    let mut found: Vec<(bool, &str)> = values(spec, names)
        .filter_map(|value| {
            let folded = fold(value);
            let is_whole = folded == written;
            (!is_whole && folded.contains(&written)).then(|| (!folded.starts_with(&written), value))
        })
        .collect();
    found.sort_by_key(|(is_inside, _)| *is_inside);
    found
        .into_iter()
        .take(MOST)
        .map(|(_, value)| Completion {
            replace: replace.clone(),
            text: format!("{}:{}", spec.name, quote(value)),
            about: "",
        })
        .collect()
}

fn values<'a>(spec: &'static Spec, names: &'a Names) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    match spec.field {
        Field::Feed => Box::new(names.feeds.iter().map(String::as_str)),
        Field::Folder => Box::new(names.folders.iter().map(String::as_str)),
        Field::Tag => Box::new(names.tags.iter().map(String::as_str)),
        Field::Author => Box::new(names.authors.iter().map(String::as_str)),
        _ => Box::new(spec.values.iter().copied()),
    }
}

/// Returns where the word that ends at the end of `text` begins; white space inside of quotes does not part words.
fn word_start(text: &str) -> usize {
    let mut start = 0;
    let mut is_quoted = false;
    for (place, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '(' | ')' if !is_quoted => start = place + 1,
            c if c.is_whitespace() && !is_quoted => start = place + c.len_utf8(),
            _ => {}
        }
    }
    start
}

fn starts_with(name: &str, word: &str) -> bool {
    name.len() > word.len()
        && name
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn quote(value: &str) -> String {
    let is_plain = value
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'));
    if is_plain {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let names = Names {
            feeds: vec![
                "Harbour Wire".into(),
                "Ledger".into(),
                "Große Zeitung".into(),
            ],
            folders: vec!["Tech".into(), "Tech/Rust".into()],
            tags: vec!["work".into()],
            authors: vec!["A. Lindqvist".into(), "Åsa Berg".into()],
        };
        complete(text, text.len(), &names)
            .into_iter()
            .map(|completion| {
                let mut whole = text.to_owned();
                whole.replace_range(completion.replace, &completion.text);
                whole
            })
            .collect()
    }

    #[test]
    fn names_of_fields_and_values_are_completed() {
        assert_eq!(texts("strike ti"), ["strike title:"]);
        assert_eq!(texts("a"), ["author:", "after:"]);
        assert_eq!(texts("-is:un"), ["-is:unread"]);
        assert_eq!(texts("feed:har"), ["feed:\"Harbour Wire\""]);
        assert_eq!(texts("(feed:\"harbour w"), ["(feed:\"Harbour Wire\""]);
        assert_eq!(
            texts("feed:e"),
            [
                "feed:\"Harbour Wire\"",
                "feed:Ledger",
                "feed:\"Große Zeitung\""
            ]
        );
        assert_eq!(texts("folder:te"), ["folder:Tech", "folder:Tech/Rust"]);
        assert_eq!(texts("tag:"), ["tag:work"]);
        assert_eq!(texts("-author:lind"), ["-author:\"A. Lindqvist\""]);
        assert_eq!(texts("author:\"asa b"), ["author:\"Åsa Berg\""]);
        assert_eq!(texts("feed:grosse"), ["feed:\"Große Zeitung\""]);
        assert!(texts("").is_empty());
        assert!(texts("what:e").is_empty());
        assert!(texts("strike ").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_cursor_is_answered(text in ".{0,40}", cursor in 0usize..60) {
            for completion in complete(&text, cursor, &Names::default()) {
                assert!(text.get(completion.replace).is_some());
            }
        }
    }
}
