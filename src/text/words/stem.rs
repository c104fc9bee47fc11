//! Stems by the Snowball stemmers, remembered per thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use frostem::Stemmer;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::fold::fold_word;
use super::{LONGEST, Language};

/// Words remembered for each language of a thread; the text of news repeats most of its words.
const REMEMBERED: usize = 30_000;

/// Shorter words have no endings worth cutting.
const SHORTEST: usize = 3;

type Stems = HashMap<Box<str>, Option<Arc<str>>, Xxh3DefaultBuilder>;

thread_local! {
    static CACHE: RefCell<HashMap<Language, Stems, Xxh3DefaultBuilder>> = RefCell::default();
}

/// Returns the folded stem of a word as written, where it differs from the folded word.
///
/// The stemmer sees the accents, because its rules are written with them; what it leaves is folded.
pub fn stem(word: &str, language: Language) -> Option<Arc<str>> {
    cached(word, &fold_word(word), language)
}

pub(super) fn cached(word: &str, folded: &str, language: Language) -> Option<Arc<str>> {
    language.stemmer()?;
    let is_stemmed = word.len() >= SHORTEST
        && word.chars().take(LONGEST + 1).count() <= LONGEST
        && !word.bytes().any(|byte| byte.is_ascii_digit());
    if !is_stemmed {
        return None;
    }
    // The folded form is the key where nothing but case was folded away, which spares lowering most words again.
    let lower;
    let key = if word.is_ascii() {
        folded
    } else {
        lower = word.nfc().collect::<String>().to_lowercase();
        &lower
    };
    CACHE.with_borrow_mut(|cache| {
        let stems = cache.entry(language).or_default();
        if let Some(stem) = stems.get(key) {
            return stem.clone();
        }
        if stems.len() >= REMEMBERED {
            stems.clear();
        }
        let stem = make(key, language)
            .map(|stem| fold_word(&stem).into_owned())
            .filter(|stem| !stem.is_empty() && stem != folded)
            .map(Arc::from);
        stems.insert(key.into(), stem.clone());
        stem
    })
}

/// A stemmer that fails on a strange word costs that word's stem and nothing else: the generated code slices by byte.
fn make(lower: &str, language: Language) -> Option<String> {
    let stemmer = Stemmer::new(language.stemmer()?);
    catch_unwind(AssertUnwindSafe(|| stemmer.stem(lower).into_owned())).ok()
}
