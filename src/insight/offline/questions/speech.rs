//! Sentences as marked words, and which of them are names.

mod tagging;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::lists;
use crate::text::english::{Tag, is_usually_small, small};
use tagging::{add_tags, tell_intents};

/// A word or a mark of a sentence.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of a word, in any combination"
)]
#[derive(Debug, Clone)]
pub(super) struct Mark<'a> {
    pub(super) text: &'a str,
    pub(super) lower: String,
    pub(super) range: Range<usize>,
    /// No space before it.
    pub(super) is_glued: bool,
    pub(super) is_word: bool,
    /// What the word does in its sentence; of `Apple’s` and `didn’t` the first part.
    pub(super) tag: Tag,
    /// `Apple’s` of `Apple’s plan`, not of `Apple’s planning`.
    pub(super) is_owner: bool,
    /// `it’s`, `didn’t`: two words in one.
    pub(super) is_contracted: bool,
}

impl Mark<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.lower == text
    }

    pub(super) fn starts_upper(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn is_number(&self) -> bool {
        self.is_word && self.text.contains(|c: char| c.is_ascii_digit())
    }

    /// A noun or a name.
    pub(super) fn is_nominal(&self) -> bool {
        matches!(self.tag, Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names)
    }

    /// A verb that tells: `closed`, `closes`, `will`.
    pub(super) fn is_finite(&self) -> bool {
        matches!(self.tag, Tag::Past | Tag::Third | Tag::Plain | Tag::Modal)
    }

    /// `didn’t` is `did`, and so on.
    pub(super) fn stem(&self) -> &str {
        match self.lower.strip_suffix("n't") {
            Some("wo") => "will",
            Some("ca") => "can",
            Some(stem) => stem,
            None => &self.lower,
        }
    }

    pub(super) fn is_negative(&self) -> bool {
        matches!(&*self.lower, "not" | "never" | "cannot") || self.lower.ends_with("n't")
    }
}

/// Returns the words and marks of a sentence that begins at byte `offset` of its text.
pub(super) fn marks(sentence: &str, offset: usize) -> Vec<Mark<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    for chunk in sentence.split_inclusive(char::is_whitespace) {
        let body = chunk.trim_end();
        split_chunk(body, offset + at, &mut found);
        at += chunk.len();
    }
    add_tags(sentence, offset, &mut found);
    tell_intents(&mut found);
    found
}

fn split_chunk<'a>(chunk: &'a str, offset: usize, found: &mut Vec<Mark<'a>>) {
    let mut is_first = true;
    let mut push = |text: &'a str, at: usize, is_word: bool| {
        if text.is_empty() {
            return;
        }
        found.push(Mark {
            text,
            lower: small(text).into_owned(),
            range: at..at + text.len(),
            is_glued: !is_first,
            is_word,
            tag: Tag::default(),
            is_owner: false,
            is_contracted: false,
        });
        is_first = false;
    };
    let is_inner = |c: char| c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '%' | '#' | '@');
    let start = chunk.find(is_inner).unwrap_or(chunk.len());
    let end = chunk
        .char_indices()
        .rev()
        .find(|(_, c)| is_inner(*c))
        .map_or(start, |(at, c)| at + c.len_utf8())
        .max(start);
    for (at, c) in chunk.get(..start).unwrap_or_default().char_indices() {
        push(
            chunk.get(at..at + c.len_utf8()).unwrap_or_default(),
            offset + at,
            false,
        );
    }
    let mut word = chunk.get(start..end).unwrap_or_default();
    let rest = chunk.get(end..).unwrap_or_default();
    let keeps_stop = rest.starts_with('.')
        && (word.contains('.') || lists::is_short_title(word) || word.chars().count() == 1);
    let mut end = end;
    if keeps_stop {
        end += 1;
        word = chunk.get(start..end).unwrap_or(word);
    }
    // Dashes part words: `time—and`, `men--all`. The long ones begin with the byte E2.
    let has_dash = word.bytes().any(|byte| matches!(byte, b'-' | b'/' | 0xE2));
    let mut from = 0;
    while has_dash
        && let Some((at, dash)) = ["--", "—", "–", "/"]
            .iter()
            .filter_map(|dash| {
                word.get(from..)
                    .and_then(|rest| rest.find(dash))
                    .map(|at| (from + at, *dash))
            })
            .min_by_key(|(at, _)| *at)
    {
        push(
            word.get(from..at).unwrap_or_default(),
            offset + start + from,
            true,
        );
        push(
            word.get(at..at + dash.len()).unwrap_or_default(),
            offset + start + at,
            false,
        );
        from = at + dash.len();
    }
    push(
        word.get(from..).unwrap_or_default(),
        offset + start + from,
        true,
    );
    for (at, c) in chunk.get(end..).unwrap_or_default().char_indices() {
        push(
            chunk
                .get(end + at..end + at + c.len_utf8())
                .unwrap_or_default(),
            offset + end + at,
            false,
        );
    }
}

/// What the story calls by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Words written with a capital inside of a sentence, and how often.
    inner: HashMap<String, usize, Xxh3DefaultBuilder>,
    /// Words also written small.
    small: HashSet<String, Xxh3DefaultBuilder>,
    /// Surname to the full name of a person, for those that are not ambiguous.
    full: HashMap<String, Option<String>, Xxh3DefaultBuilder>,
    /// Last words of names that begin with no given name that is known.
    others: HashSet<String, Xxh3DefaultBuilder>,
    /// Surnames behind a title: `Mr Brown`.
    titled: HashSet<String, Xxh3DefaultBuilder>,
}

impl Names {
    pub(super) fn read(sentences: &[Vec<Mark<'_>>]) -> Self {
        let mut names = Self::default();
        for marks in sentences {
            for (place, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.is_word) {
                let opens = place == 0
                    || marks
                        .get(place - 1)
                        .is_some_and(|before| matches!(before.text, "“" | "\"" | "‘" | ":"));
                if !mark.starts_upper() {
                    names.small.insert(bare(&mark.lower).to_owned());
                } else if !opens {
                    *names.inner.entry(bare(&mark.lower).to_owned()).or_default() += 1;
                }
            }
        }
        for marks in sentences {
            names.learn_people(marks);
        }
        names
    }

    /// `Peter Otradovec` is who `Otradovec` is, as long as no other is called so.
    fn learn_people(&mut self, marks: &[Mark<'_>]) {
        let mut place = 0;
        while place < marks.len() {
            let run = self.run(marks, place);
            let is_titled = place
                .checked_sub(1)
                .and_then(|before| marks.get(before))
                .is_some_and(|before| lists::is_short_title(before.text.trim_end_matches('.')));
            if is_titled && let Some(last) = marks.get((place + run).saturating_sub(1)) {
                self.titled.insert(bare(last.text).to_owned());
            }
            let words: Vec<&str> = marks
                .get(place..place + run)
                .unwrap_or_default()
                .iter()
                .map(|mark| bare(mark.text))
                .collect();
            // “Air Force General Scott Gration”: what stands before the given name is an office.
            let given = words
                .iter()
                .take(words.len().saturating_sub(1))
                .rposition(|word| is_given_name(word))
                .filter(|given| words.len() > 3 && words.len() - given <= 3);
            let words: Vec<&str> = words.into_iter().skip(given.unwrap_or(0)).collect();
            if let [first, .., last] = words.as_slice()
                && words.len() <= 3
                && !is_given_name(first)
                && !self.small.contains(&first.to_lowercase())
                && !first.contains('.')
            {
                // “Serena Williams” may be meant as well as the Williams whose given name is known.
                self.others.insert((*last).to_owned());
            }
            if let [first, .., last] = words.as_slice()
                && words.len() <= 3
                && is_given_name(first)
            {
                let full = words.join(" ");
                self.full
                    .entry((*last).to_owned())
                    .and_modify(|known| {
                        if known.as_deref().is_some_and(|known| known != full) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(full));
            }
            place += run.max(1);
        }
    }

    /// Returns the length of the run of capitalised words at `place`.
    pub(super) fn run(&self, marks: &[Mark<'_>], place: usize) -> usize {
        marks
            .iter()
            .skip(place)
            .enumerate()
            .take_while(|(number, mark)| {
                mark.is_word && mark.starts_upper() && self.is_name(marks, place + number)
            })
            .count()
    }

    /// Returns whether the word at `place` is (part of) a name.
    pub(super) fn is_name(&self, marks: &[Mark<'_>], place: usize) -> bool {
        let Some(mark) = marks.get(place) else {
            return false;
        };
        let word = bare(&mark.lower);
        if !mark.is_word || !mark.starts_upper() || word.len() < 2 {
            return false;
        }
        if lists::is_determiner(word)
            || lists::is_pronoun(word)
            || lists::is_preposition(word)
            || lists::is_subordinator(word)
            || lists::is_possessive(word)
            || lists::is_speaking(word)
            || lists::is_weekday(word)
            || lists::is_month(word)
            || lists::is_never_name(word)
        {
            return false;
        }
        if place > 0
            && !marks
                .get(place - 1)
                .is_some_and(|before| matches!(before.text, "“" | "\"" | "‘" | ":"))
        {
            return true;
        }
        let next_upper = marks
            .get(place + 1)
            .is_some_and(|next| next.is_word && next.starts_upper() && next.lower.len() > 1);
        let is_small = self.small.contains(word);
        if next_upper {
            return self.inner.contains_key(word)
                || !is_small && is_usually_small(word) != Some(true);
        }
        !is_small && (self.inner.contains_key(word) || is_usually_small(word) == Some(false))
    }

    /// Returns whether the first word of a sentence would be written small elsewhere.
    pub(super) fn is_small(&self, marks: &[Mark<'_>], place: usize) -> bool {
        let Some(mark) = marks.get(place) else {
            return false;
        };
        let word = bare(&mark.lower);
        let is_shouted = mark.text.chars().all(|c| {
            c.is_uppercase() || c.is_numeric() || matches!(c, '.' | '$' | '%' | ',' | '-')
        }) && mark.text.len() > 1;
        let is_inner_capital = mark.text.chars().skip(1).any(char::is_uppercase);
        if is_shouted || is_inner_capital || self.is_name(marks, place) {
            return false;
        }
        if self.small.contains(word) || lists::is_common_start(word) {
            return true;
        }
        let is_origin = ["ish", "ian", "ese", "ean", "can"]
            .iter()
            .any(|ending| word.ends_with(ending));
        match is_usually_small(word) {
            Some(is_small) => is_small && !is_origin,
            // Never met: a name, unless its ending is one that names do not have.
            None => {
                word.contains('-')
                    || ["ly", "ments", "tions", "isation", "ization"]
                        .iter()
                        .any(|ending| word.ends_with(ending))
            }
        }
    }

    /// Returns whether a surname is a person's, by a given name or a title somewhere in the story.
    pub(super) fn is_person(&self, surname: &str) -> bool {
        let surname = bare(surname);
        self.full.contains_key(surname) || self.titled.contains(surname)
    }

    /// Returns the full name of a person the story later calls by surname.
    pub(super) fn full_name(&self, surname: &str) -> Option<&str> {
        let surname = bare(surname);
        let full = self.full.get(surname)?.as_deref();
        full.filter(|_| !self.others.contains(surname))
    }
}

/// Returns a word without the ending of possession.
pub(super) fn bare(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

fn is_given_name(word: &str) -> bool {
    static NAMES: OnceLock<HashSet<&'static str, Xxh3DefaultBuilder>> = OnceLock::new();
    NAMES
        .get_or_init(|| {
            include_str!("../../../../assets/insight/given-names.txt")
                .split_whitespace()
                .collect()
        })
        .contains(word)
}
