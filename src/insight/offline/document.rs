//! A story read once: paragraphs, sentences, their terms, and how much each term weighs.

use std::ops::Range;

use super::boilerplate;
use super::terms::{self, Key, Keys, Term, Weights, weight};
use crate::insight::Story;
use crate::text::language::Language;
use crate::text::sentences;

/// What a story is judged by; the rest of a longer text adds nothing to a brief.
const LONGEST: usize = 96 * 1024;
/// Sentences looked at, for texts that are one long list.
const MOST_SENTENCES: usize = 800;

/// A sentence of the story.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    /// Bytes of the story's text, without dateline.
    pub(super) range: Range<usize>,
    /// Which paragraph it stands in, counted from zero; each item of a list is one.
    pub(super) paragraph: usize,
    pub(super) words: usize,
    pub(super) terms: Vec<Term>,
    /// Advertising, navigation, credits: never quoted, never asked about.
    pub(super) is_boilerplate: bool,
}

/// A story with everything counted.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) text: &'a str,
    pub(super) language: Option<Language>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) paragraphs: usize,
    /// How many sentences hold a term.
    pub(super) spread: Weights,
    pub(super) headline: &'a str,
    pub(super) title: Keys,
    pub(super) summary: Keys,
}

impl<'a> Document<'a> {
    /// Reads a story; at most [`LONGEST`] bytes of it.
    pub(super) fn read(story: &Story<'a>, language: Option<Language>) -> Self {
        let end = story.text.floor_char_boundary(LONGEST);
        let head = story.text.get(..end).unwrap_or_default();
        let paragraphs = sentences::paragraphs(head);
        let mut count = 0;
        let mut found = Vec::new();
        for paragraph in paragraphs {
            let mut number = count;
            count += 1;
            for range in apart(head, sentences::in_paragraph(head, paragraph)) {
                let (range, is_item) = without_mark(head, range);
                if is_item
                    && found
                        .last()
                        .is_some_and(|last: &Sentence| last.paragraph == number)
                {
                    number = count;
                    count += 1;
                }
                let range = boilerplate::without_dateline(head, range, found.is_empty());
                let range = boilerplate::without_stray_marks(head, range);
                let sentence = head.get(range.clone()).unwrap_or_default();
                let mut own = terms::of(sentence, language);
                for term in &mut own {
                    term.range = term.range.start + range.start..term.range.end + range.start;
                }
                found.push(Sentence {
                    words: words(sentence),
                    paragraph: number,
                    is_boilerplate: boilerplate::is_boilerplate(sentence),
                    terms: own,
                    range,
                });
                if found.len() >= MOST_SENTENCES {
                    break;
                }
            }
            if found.len() >= MOST_SENTENCES {
                break;
            }
        }
        let mut spread = Weights::default();
        for sentence in found.iter().filter(|sentence| !sentence.is_boilerplate) {
            let keys: Keys = sentence.terms.iter().map(|term| term.key).collect();
            for key in keys {
                *spread.entry(key).or_default() += 1.0;
            }
        }
        let keys = |text: &str| {
            terms::of(text, language)
                .iter()
                .map(|term| term.key)
                .collect()
        };
        Self {
            text: story.text,
            language,
            sentences: found,
            paragraphs: count,
            spread,
            headline: story.title,
            title: keys(story.title),
            summary: keys(story.summary.unwrap_or_default()),
        }
    }

    /// Returns the words of a sentence.
    pub(super) fn quote(&self, sentence: &Sentence) -> &'a str {
        self.text.get(sentence.range.clone()).unwrap_or_default()
    }

    /// Returns how telling a term is: seldom in the story's sentences is more, as in retrieval.
    pub(super) fn rarity(&self, key: Key) -> f32 {
        let spread = self.spread.get(&key).copied().unwrap_or(0.5);
        (1.0 + weight(self.sentences.len()) / spread).ln()
    }

    pub(super) fn is_english(&self) -> bool {
        self.language == Some(Language::ENGLISH)
    }
}

/// Parts sentences that the page has run together without a space: `the deal.Talking to reporters, …`.
fn apart(text: &str, ranges: Vec<Range<usize>>) -> impl Iterator<Item = Range<usize>> {
    ranges.into_iter().flat_map(move |range| {
        let sentence = text.get(range.clone()).unwrap_or_default();
        let mut parts = Vec::with_capacity(1);
        let mut start = range.start;
        for (at, _) in sentence.match_indices('.') {
            let (before, after) = sentence.split_at(at + 1);
            // The mark that closes a quotation stands before or behind the stop.
            let closing = usize::from(after.starts_with('”')) * '”'.len_utf8();
            let next = after.get(closing..).unwrap_or_default();
            // A heading whose line is gone: `The years before . The vote …`.
            let is_loose = before.ends_with(" .")
                && next.starts_with(' ')
                && next.trim_start().starts_with(char::is_uppercase);
            if is_loose || is_run_together(before, next) {
                let end = range.start + at + 1 + closing;
                parts.push(start..end);
                start = end + next.len() - next.trim_start().len();
            }
        }
        parts.push(start..range.end);
        parts
    })
}

/// Short words sentences begin with; `Com` and `Net` are none.
const OPENERS: &[&str] = &[
    "The", "He", "She", "It", "In", "But", "And", "We", "At", "On", "His", "Her", "Its", "For",
    "If", "As", "A", "An", "By",
];

/// A word of some length, its stop, and at once a word as sentences begin: `Node.js` is not that.
fn is_run_together(before: &str, next: &str) -> bool {
    let last = before.trim_end_matches(['.', '”']);
    let small = last.chars().rev().take_while(|c| c.is_lowercase()).count();
    let word = last
        .chars()
        .rev()
        .take_while(|c| !c.is_whitespace())
        .count();
    let first: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    let behind = next.get(first.len()..).and_then(|rest| rest.chars().next());
    (small > 2 && small == word || small > 2 && last.ends_with(char::is_lowercase) && word < 24)
        && first.chars().next().is_some_and(char::is_uppercase)
        && first.chars().skip(1).all(char::is_lowercase)
        && (first.len() > 3 || OPENERS.contains(&first.as_str()))
        && matches!(behind, Some(' ' | ',' | '’' | '\''))
        && next.split_whitespace().nth(2).is_some()
}

/// Returns the range without the mark of a list's item, and whether there was one.
fn without_mark(text: &str, range: Range<usize>) -> (Range<usize>, bool) {
    let line = text.get(range.clone()).unwrap_or_default();
    match sentences::item_mark(line) {
        // A number alone is no mark: “2024 was …” is not one, `3.` is.
        Some(mark) if mark.len() < line.len() => {
            let rest = line.get(mark.len()..).unwrap_or_default();
            let start = range.end - rest.trim_start().len();
            (start..range.end, true)
        }
        _ => (range, false),
    }
}

/// Returns the number of words as a reader counts them; in scripts without spaces two characters are taken for a word.
pub(super) fn words(text: &str) -> usize {
    if text.is_ascii() {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
        let mut before = true;
        return text
            .bytes()
            .filter(|byte| std::mem::replace(&mut before, is_space(byte)) && !is_space(byte))
            .count();
    }
    let spaced = text.split_whitespace().count();
    let unspaced = text
        .chars()
        .filter(|c| matches!(*c as u32, 0x0E00..=0x0EFF | 0x3040..=0x30FF | 0x3400..=0x9FFF))
        .count();
    if unspaced > 4 { unspaced / 2 } else { spaced }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_ran_together_is_parted() {
        let read = |text: &str| -> Vec<String> {
            let story = Story {
                text,
                ..Story::default()
            };
            let document = Document::read(&story, Some(Language::ENGLISH));
            document
                .sentences
                .iter()
                .map(|sentence| document.quote(sentence).to_owned())
                .collect()
        };
        for (text, parts) in [
            (
                "The port took the deal.Talking to reporters in Hull, Voss said it was fair.",
                vec![
                    "The port took the deal.",
                    "Talking to reporters in Hull, Voss said it was fair.",
                ],
            ),
            (
                "The strike in numbers . The port lost a week of work over it.",
                vec![
                    "The strike in numbers .",
                    "The port lost a week of work over it.",
                ],
            ),
            (
                "Full story: . The port lost a week of work.",
                vec!["Full story: .", "The port lost a week of work."],
            ),
            (
                "The port took the deal, it said on Wednesday.” The ships were led in at noon.",
                vec![
                    "The port took the deal, it said on Wednesday.",
                    "The ships were led in at noon.",
                ],
            ),
            (
                "The port runs on Node.js since last year.",
                vec!["The port runs on Node.js since last year."],
            ),
            (
                "(The Daily Post)The port took the deal.",
                vec!["The port took the deal."],
            ),
        ] {
            assert_eq!(read(text), parts);
        }
    }
}
