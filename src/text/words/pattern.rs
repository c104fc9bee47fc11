//! What a query's words look for, in terms of tokens.

use std::ops::Range;

use super::{Language, Token, is_unspaced, stem, tokens};

/// One token to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub folded: String,
    /// Positions after the first part.
    pub offset: usize,
    /// Tokens that only begin so are meant too.
    pub is_prefix: bool,
}

impl Part {
    fn matches(&self, token: &Token<'_>) -> bool {
        if self.is_prefix {
            token.folded.starts_with(&self.folded)
        } else {
            token.folded == self.folded
        }
    }
}

/// A word, a prefix or a phrase, ready to be looked for in tokens or in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
    /// The word as typed, where its other forms are meant too.
    word: Option<String>,
}

impl Pattern {
    /// Makes a pattern of words as typed; without `is_exact` a single word means its other forms too.
    ///
    /// A pattern without parts (only signs) matches nothing.
    pub fn new(words: &[String], is_prefix: bool, is_exact: bool) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut base = 0;
        // A single character of a script without spaces begins the pairs it stands in.
        let mut is_single = false;
        let mut is_paired = false;
        for word in words {
            let mut next = base;
            for token in tokens(word, None) {
                next = base + token.position + 1;
                if token.is_tail {
                    continue;
                }
                is_paired = token.folded.starts_with(is_unspaced);
                is_single = is_paired && token.folded.chars().nth(1).is_none();
                parts.push(Part {
                    offset: base + token.position,
                    folded: token.folded.into_owned(),
                    is_prefix: false,
                });
            }
            base = next;
        }
        let first = parts.first().map_or(0, |part| part.offset);
        for part in &mut parts {
            part.offset -= first;
        }
        if let Some(last) = parts.last_mut() {
            last.is_prefix = is_prefix || is_single;
        }
        let word = match (words, parts.as_slice()) {
            ([word], [part]) if !is_exact && !part.is_prefix && !is_paired => {
                super::word_spans(word)
                    .next()
                    .and_then(|span| word.get(span))
                    .map(str::to_owned)
            }
            _ => None,
        };
        Self { parts, word }
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns the folded stem that words of this language may share with it; `None` where only the form itself is meant.
    pub fn stem(&self, language: Language) -> Option<String> {
        let word = self.word.as_ref()?;
        language.stemmer()?;
        let folded = &self.parts.first()?.folded;
        Some(stem(word, language).map_or_else(|| folded.clone(), |stem| stem.to_string()))
    }

    /// Returns whether the text, in its language, has what is looked for.
    pub fn matches(&self, text: &str, language: Option<Language>) -> bool {
        if self.parts.is_empty() {
            return false;
        }
        let tokens: Vec<Token<'_>> = tokens(text, language).collect();
        self.finder(language).find(&tokens).next().is_some()
    }

    /// Prepares looking through texts of one language.
    pub fn finder(&self, language: Option<Language>) -> Finder<'_> {
        Finder {
            pattern: self,
            stem: language.and_then(|language| self.stem(language)),
        }
    }
}

/// A pattern for texts of one language.
#[derive(Debug)]
pub struct Finder<'a> {
    pattern: &'a Pattern,
    stem: Option<String>,
}

impl Finder<'_> {
    /// Returns the byte ranges of all matches in `tokens` (all tokens of a text in order).
    pub fn find(&self, tokens: &[Token<'_>]) -> impl Iterator<Item = Range<usize>> {
        (0..tokens.len()).filter_map(|start| self.match_at(tokens, start))
    }

    fn match_at(&self, tokens: &[Token<'_>], start: usize) -> Option<Range<usize>> {
        let token = tokens.get(start)?;
        let (first, others) = self.pattern.parts.split_first()?;
        if !self.matches_first(first, token) {
            return None;
        }
        let mut end = token.range.end;
        for part in others {
            // Positions are counted without gaps, so the place in the list is the place in the text.
            let next = tokens.get(start + part.offset)?;
            if !part.matches(next) {
                return None;
            }
            end = end.max(next.range.end);
        }
        // A prefix of one character marks this character, not the pair it begins.
        if others.is_empty() && first.is_prefix && token.folded.starts_with(is_unspaced) {
            let first_character = first.folded.chars().next().map_or(0, char::len_utf8);
            if first.folded.len() == first_character {
                end = end.min(token.range.start + first_character);
            }
        }
        Some(token.range.start..end)
    }

    fn matches_first(&self, part: &Part, token: &Token<'_>) -> bool {
        part.matches(token)
            || self.stem.as_ref().is_some_and(|stem| {
                let form = token.stem.as_deref().unwrap_or(&token.folded);
                form == stem
            })
    }
}

/// Returns where any of `patterns` stands in `text`, with the pattern's number, in order.
///
/// Made for showing: words that begin like nothing looked for are passed over unfolded, and stems are looked up only for
/// words that begin like what is looked for, in languages where that tells something.
pub fn marks(
    text: &str,
    patterns: &[&Pattern],
    language: Option<Language>,
) -> Vec<(usize, Range<usize>)> {
    let finders: Vec<Finder<'_>> = patterns
        .iter()
        .map(|pattern| pattern.finder(language))
        .collect();
    let mut found = Vec::new();
    if patterns.iter().all(|pattern| pattern.parts.len() <= 1) {
        let beginnings = Beginnings::of(&finders, language);
        for span in super::word_spans(text) {
            let word = text.get(span.clone()).unwrap_or_default();
            if beginnings.may_begin(word) {
                find_in(word, span.start, &finders, language, &mut found);
            }
        }
    } else {
        find_in(text, 0, &finders, language, &mut found);
    }
    found.sort_by_key(|(_, range): &(usize, Range<usize>)| (range.start, range.end));
    found
}

/// Adds what is found in a piece of a text that begins at `start`.
fn find_in(
    piece: &str,
    start: usize,
    finders: &[Finder<'_>],
    language: Option<Language>,
    found: &mut Vec<(usize, Range<usize>)>,
) {
    let mut tokens: Vec<Token<'_>> = tokens(piece, None).collect();
    if let Some(language) = language {
        let first = |text: &str| text.chars().next();
        for token in &mut tokens {
            let may_match = finders
                .iter()
                .filter_map(|finder| finder.stem.as_deref())
                .any(|stem| !language.keeps_beginnings() || first(stem) == first(&token.folded));
            if may_match && let Some(word) = piece.get(token.range.clone()) {
                token.stem = super::stem::cached(word, &token.folded, language);
            }
        }
    }
    for (number, finder) in finders.iter().enumerate() {
        found.extend(
            finder
                .find(&tokens)
                .map(|range| (number, start + range.start..start + range.end)),
        );
    }
}

/// The ASCII letters and digits that what is looked for begins with.
struct Beginnings([bool; 128]);

impl Beginnings {
    fn of(finders: &[Finder<'_>], language: Option<Language>) -> Self {
        let has_stems = finders.iter().any(|finder| finder.stem.is_some());
        if has_stems && language.is_some_and(|language| !language.keeps_beginnings()) {
            return Self([true; 128]);
        }
        let mut begins = [false; 128];
        let words = finders.iter().flat_map(|finder| {
            let part = finder.pattern.parts.first();
            part.map(|part| part.folded.as_str())
                .into_iter()
                .chain(finder.stem.as_deref())
        });
        for word in words {
            let first = word.bytes().next().map(usize::from);
            if let Some(begins) = first.and_then(|first| begins.get_mut(first)) {
                *begins = true;
            }
        }
        Self(begins)
    }

    /// Folding leaves the first letter where it is, and an ASCII letter as it is but for case; of others it may make any.
    fn may_begin(&self, word: &str) -> bool {
        let first = word.bytes().next().map(|first| first.to_ascii_lowercase());
        first.is_some_and(|first| self.0.get(usize::from(first)).copied().unwrap_or(true))
    }
}

/// Returns where anything stands that [`marks`] found, in order, without overlap.
pub fn merge(found: Vec<(usize, Range<usize>)>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for (_, range) in found {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
