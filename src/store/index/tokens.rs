//! `text::words` as tantivy sees it.
//!
//! An article's words are told once, and written out for each field that holds them: what is given to tantivy's
//! tokeniser is a list already, which it only takes apart.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::language::Language;
use crate::text::words::tokens;

/// Ends every token of a list. No word holds it.
const BREAK: char = '\u{1F}';

/// Begins every stem in the dictionary, so that an exact phrase or a prefix never meets one. No word begins with it.
const STEM_MARK: char = '\u{1}';

/// The words of a text as lists of tokens.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) words: String,
    /// Each word and, at the same place, its stem.
    pub(super) both: String,
}

impl Lists {
    /// Tells the words of a text, and adds their stems to `stems`; `both` is filled only where it is asked for.
    pub(super) fn of(
        text: &str,
        language: Option<Language>,
        is_both: bool,
        stems: &mut String,
    ) -> Self {
        let mut lists = Self {
            words: String::with_capacity(text.len() + text.len() / 8),
            both: String::new(),
        };
        for token in tokens(text, language) {
            push(&mut lists.words, &token.folded);
            if is_both {
                push(&mut lists.both, &token.folded);
            }
            if let (Some(stem), Some(language)) = (&token.stem, language) {
                push_stem(stems, stem, language);
                stems.push(BREAK);
                if is_both {
                    push_stem(&mut lists.both, stem, language);
                    lists.both.push(BREAK);
                }
            }
        }
        lists
    }
}

fn push(list: &mut String, word: &str) {
    list.push_str(word);
    list.push(BREAK);
}

/// Writes a stem as the dictionary holds it.
pub(super) fn stem_term(stem: &str, language: Language) -> String {
    let mut term = String::with_capacity(3 + stem.len());
    push_stem(&mut term, stem, language);
    term
}

fn push_stem(term: &mut String, stem: &str, language: Language) {
    term.push(STEM_MARK);
    term.push_str(language.code());
    term.push_str(stem);
}

/// Takes a list of tokens apart.
#[derive(Debug, Clone)]
pub(super) struct ListTokenizer;

impl Tokenizer for ListTokenizer {
    type TokenStream<'a> = ListStream<'a>;

    fn token_stream<'a>(&'a mut self, list: &'a str) -> ListStream<'a> {
        ListStream {
            rest: list,
            place: 0,
            token: Token::default(),
        }
    }
}

/// The stream of [`ListTokenizer`].
pub(super) struct ListStream<'a> {
    rest: &'a str,
    /// Of the next word.
    place: usize,
    token: Token,
}

impl TokenStream for ListStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(BREAK as u8, self.rest.as_bytes()) else {
            return false;
        };
        let (Some(token), Some(rest)) = (self.rest.get(..end), self.rest.get(end + 1..)) else {
            return false;
        };
        self.rest = rest;
        if token.starts_with(STEM_MARK) {
            self.token.position = self.place.saturating_sub(1);
        } else {
            self.token.position = self.place;
            self.place += 1;
        }
        self.token.text.clear();
        self.token.text.push_str(token);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(list: &str) -> Vec<(usize, String)> {
        let mut tokenizer = ListTokenizer;
        let mut stream = tokenizer.token_stream(list);
        let mut given = Vec::new();
        while stream.advance() {
            given.push((stream.token().position, stream.token().text.clone()));
        }
        given
    }

    #[test]
    fn a_stem_stands_at_the_place_of_its_word_and_words_keep_their_places() {
        let mut stems = String::new();
        let english = Some(Language::ENGLISH);
        let lists = Lists::of("Ports strike, running.", english, true, &mut stems);
        let word = |place, text: &str| (place, text.to_owned());
        let words = [word(0, "ports"), word(1, "strike"), word(2, "running")];
        assert_eq!(given(&lists.words), words);
        let [ports, strike, running] = words;
        let both = [
            ports,
            word(0, "\u{1}enport"),
            strike,
            running,
            word(2, "\u{1}enrun"),
        ];
        assert_eq!(given(&lists.both), both);
        let stems: Vec<String> = given(&stems).into_iter().map(|(_, stem)| stem).collect();
        assert_eq!(stems, ["\u{1}enport", "\u{1}enrun"]);
    }

    #[test]
    fn a_text_without_a_language_has_no_stems() {
        let mut stems = String::new();
        let lists = Lists::of("Ports 東京都", None, false, &mut stems);
        assert_eq!(given(&lists.words).len(), 4);
        assert!(lists.both.is_empty() && stems.is_empty());
    }
}
