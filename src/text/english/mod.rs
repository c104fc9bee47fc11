//! What English words do in their sentences: tokens as the Penn Treebank parts them, and a part of speech for each.

use std::borrow::Cow;

mod tagger;
mod tokens;
mod verbs;

pub use tagger::{Tag, is_usually_small, tag};
pub use tokens::{Token, tokens};
pub use verbs::{Lexicon, ing_of, third_of};

/// Returns a word in small letters, its apostrophes straight: as lists of words hold it.
pub fn small(word: &str) -> Cow<'_, str> {
    if !word.is_ascii() {
        word.to_lowercase().replace('’', "'").into()
    } else if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        word.to_ascii_lowercase().into()
    } else {
        word.into()
    }
}
