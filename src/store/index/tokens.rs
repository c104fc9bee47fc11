//! `text::words` as a tantivy tokeniser.

use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::language::Language;
use crate::text::words::{Tokens, tokens};

/// Parts the language code from the text in what is given to the tokeniser, which sees nothing but text.
const AFTER_LANGUAGE: char = '\u{1F}';

/// Begins every stem in the dictionary, so that an exact phrase or a prefix never meets one. No word begins with it.
const STEM_MARK: char = '\u{1}';

/// Returns the text with its language in front, as [`WordTokenizer`] reads it.
pub(super) fn with_language(text: &str, language: Option<Language>) -> String {
    let code = language.map_or("", Language::code);
    let mut marked = String::with_capacity(code.len() + 1 + text.len());
    marked.push_str(code);
    marked.push(AFTER_LANGUAGE);
    marked.push_str(text);
    marked
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

/// What a tokeniser gives of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Words,
    Stems,
    /// Each word and, at the same position, its stem.
    Both,
}

/// Gives tantivy words, stems, or both.
#[derive(Debug, Clone)]
pub(super) struct WordTokenizer {
    pub(super) given: Given,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let (language, text) = match text.split_once(AFTER_LANGUAGE) {
            Some((code, text)) => (Language::from_code(code), text),
            None => (None, text),
        };
        WordStream {
            // Without a language no stems are made.
            words: tokens(text, language.filter(|_| self.given != Given::Words)),
            language,
            given: self.given,
            stem: None,
            token: Token::default(),
        }
    }
}

/// The stream of [`WordTokenizer`].
pub(super) struct WordStream<'a> {
    words: Tokens<'a>,
    language: Option<Language>,
    given: Given,
    /// The stem of the word just given, to be given next.
    stem: Option<Arc<str>>,
    token: Token,
}

impl WordStream<'_> {
    fn give_stem(&mut self, stem: &str) -> bool {
        let Some(language) = self.language else {
            return false;
        };
        self.token.text.clear();
        push_stem(&mut self.token.text, stem, language);
        true
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if let Some(stem) = self.stem.take() {
            return self.give_stem(&stem);
        }
        loop {
            let Some(word) = self.words.next() else {
                return false;
            };
            self.token.offset_from = word.range.start;
            self.token.offset_to = word.range.end;
            self.token.position = word.position;
            self.token.position_length = 1;
            match (self.given, word.stem) {
                (Given::Stems, Some(stem)) => return self.give_stem(&stem),
                (Given::Stems, None) => {}
                (Given::Words | Given::Both, stem) => {
                    self.token.text.clear();
                    self.token.text.push_str(&word.folded);
                    self.stem = stem;
                    return true;
                }
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
