//! Sentences as marked words, and which of them are names.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::lists;

/// A word or a mark of a sentence.
#[derive(Debug, Clone)]
pub(super) struct Mark<'a> {
    pub(super) text: &'a str,
    pub(super) lower: String,
    pub(super) range: Range<usize>,
    /// No space before it.
    pub(super) is_glued: bool,
    pub(super) is_word: bool,
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
            lower: text.to_lowercase().replace('’', "'"),
            range: at..at + text.len(),
            is_glued: !is_first,
            is_word,
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
    // Dashes part words: `time—and`, `men--all`.
    let mut from = 0;
    while let Some((at, dash)) = ["--", "—", "–", "/"]
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
            let words: Vec<&str> = marks
                .get(place..place + run)
                .unwrap_or_default()
                .iter()
                .map(|mark| bare(mark.text))
                .collect();
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
        self.inner.contains_key(word) || (!self.small.contains(word) && next_upper)
    }

    /// Returns whether the first word of a sentence would be written small elsewhere; `None` where nothing tells.
    pub(super) fn is_small(&self, marks: &[Mark<'_>], place: usize) -> Option<bool> {
        let mark = marks.get(place)?;
        let word = bare(&mark.lower);
        if self.is_name(marks, place) {
            return Some(false);
        }
        let is_known = self.small.contains(word)
            || lists::is_determiner(word)
            || lists::is_possessive(word)
            || lists::is_preposition(word)
            || lists::is_common_start(word)
            || SMALL.contains(&word);
        // “Environment minister …”: an ending of common nouns, and a small word after it.
        let next_small = marks
            .get(place + 1)
            .is_some_and(|next| next.is_word && !next.starts_upper());
        let is_common = next_small
            && [
                "ment", "tion", "sion", "ity", "ists", "ance", "ence", "ness", "nal", "tal", "cal",
            ]
            .iter()
            .any(|ending| word.ends_with(ending));
        let is_origin = ["ish", "ian", "ese", "ean", "can"]
            .iter()
            .any(|ending| word.ends_with(ending));
        if (is_known || is_common) && !is_origin {
            return Some(true);
        }
        (is_origin
            || mark.text.chars().all(|c| {
                c.is_uppercase() || c.is_numeric() || matches!(c, '.' | '$' | '%' | ',' | '-')
            }))
        .then_some(false)
    }

    /// Returns the full name of a person the story later calls by surname.
    pub(super) fn full_name(&self, surname: &str) -> Option<&str> {
        let surname = bare(surname);
        let full = self.full.get(surname)?.as_deref();
        full.filter(|_| !self.others.contains(surname))
    }
}

const SMALL: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "about",
    "nearly",
    "almost",
    "roughly",
    "former",
    "federal",
    "local",
    "global",
    "state",
    "public",
    "private",
    "new",
    "top",
    "senior",
    "leading",
    "foreign",
    "rising",
    "medical",
    "military",
    "security",
    "health",
    "government",
    "computer",
    "software",
    "internet",
    "consumer",
    "retail",
    "oil",
    "gas",
    "housing",
];

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
