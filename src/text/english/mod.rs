//! What English words do in their sentences: tokens as the Penn Treebank parts them, and a part of speech for each.

mod tagger;
mod tokens;
mod verbs;

pub use tagger::{Tag, is_usually_small, tag};
pub use tokens::{Token, tokens};
pub use verbs::{Lexicon, ing_of, third_of};
