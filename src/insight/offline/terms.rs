//! Words as numbers: what brief, questions and answers count by.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use crate::text::language::Language;
use crate::text::words::{is_stop_word, tokens};

/// A stem, hashed.
pub(super) type Key = u64;
/// Counts or weights of terms.
pub(super) type Weights = HashMap<Key, f32, BuildHasherDefault<Hashed>>;
/// The terms of a text, each once.
pub(super) type Keys = HashSet<Key, BuildHasherDefault<Hashed>>;

/// Takes a [`Key`] as it is: it is a hash already.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A word that carries meaning.
#[derive(Debug, Clone)]
pub(super) struct Term {
    pub(super) key: Key,
    /// Bytes of the text it was read from.
    pub(super) range: Range<usize>,
}

/// Returns the terms of `text`: stems of all words that are not stop words.
pub(super) fn of(text: &str, language: Option<Language>) -> Vec<Term> {
    tokens(text, language)
        .filter(|token| !token.is_tail && !is_stop_word(&token.folded, language))
        .filter(|token| token.range.len() > 1 || text.len() < 2)
        .map(|token| Term {
            key: key(token.stem.as_deref().unwrap_or(&token.folded)),
            range: token.range,
        })
        .collect()
}

/// Returns the number of a folded stem.
pub(super) fn key(stem: &str) -> Key {
    xxh3_64(stem.as_bytes())
}

/// Returns a count as a weight.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words stay far below 2^24"
)]
pub(super) const fn weight(count: usize) -> f32 {
    count as f32
}
