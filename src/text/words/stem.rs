//! Stems by the Snowball stemmers, remembered per thread.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use compact_str::CompactString;
use frostem::Stemmer;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::fold::fold_word;
use super::{LONGEST, Language};

/// Shorter words have no endings worth cutting.
const SHORTEST: usize = 3;

/// Places of the memory, a power of two. Each word has one place and the latest word keeps it: the common words of a
/// language, nine tenths of its text, are nearly always there, and nothing ever has to be swept out.
const PLACES: usize = 1 << 15;

/// Words and stems of up to 24 bytes lie in the place itself, so that a look at it is one look into memory.
struct Remembered {
    language: Language,
    word: CompactString,
    stem: Option<CompactString>,
}

thread_local! {
    static MEMORY: RefCell<Vec<Option<Remembered>>> = const { RefCell::new(Vec::new()) };
}

/// Returns the folded stem of a word as written, where it differs from the folded word.
///
/// The stemmer sees the accents, because its rules are written with them; what it leaves is folded.
pub fn stem(word: &str, language: Language) -> Option<CompactString> {
    cached(word, &fold_word(word), language)
}

pub(super) fn cached(word: &str, folded: &str, language: Language) -> Option<CompactString> {
    language.stemmer()?;
    // A folded word of this length may have been cut, and has no stem of its own.
    let is_stemmed = word.len() >= SHORTEST
        && folded.len() < LONGEST
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
    let seed = u64::from(language.number());
    let place =
        usize::try_from(xxh3_64_with_seed(key.as_bytes(), seed)).unwrap_or_default() & (PLACES - 1);
    MEMORY.with_borrow_mut(|memory| {
        if memory.is_empty() {
            memory.resize_with(PLACES, || None);
        }
        let slot = memory.get_mut(place)?;
        if let Some(known) = slot
            && known.language == language
            && *known.word == *key
        {
            return known.stem.clone();
        }
        let stem = make(key, language)
            .map(|stem| fold_word(&stem).into_owned())
            .filter(|stem| !stem.is_empty() && stem != folded)
            .map(CompactString::from);
        *slot = Some(Remembered {
            language,
            word: key.into(),
            stem: stem.clone(),
        });
        stem
    })
}

/// A stemmer that fails on a strange word costs that word's stem and nothing else: the generated code slices by byte.
fn make(lower: &str, language: Language) -> Option<String> {
    let stemmer = Stemmer::new(language.stemmer()?);
    catch_unwind(AssertUnwindSafe(|| stemmer.stem(lower).into_owned())).ok()
}
