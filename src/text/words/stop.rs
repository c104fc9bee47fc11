//! Words that carry grammar and no subject.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

use super::fold::fold_word;
use super::word_spans;
use crate::text::language::Language;

macro_rules! lists {
    ($($code:literal),* $(,)?) => {
        &[$(($code, include_str!(concat!("../../../assets/stopwords/", $code, ".txt")))),*]
    };
}

const LISTS: &[(&str, &str)] = lists![
    "ar", "cs", "da", "de", "en", "es", "fi", "fr", "id", "it", "nl", "no", "pl", "pt", "ru", "sv",
    "tr",
];

/// The stop words of all languages that have a list, folded.
#[derive(Debug)]
pub struct StopWords {
    languages: Vec<Language>,
    /// A bit for each place in `languages`.
    words: HashMap<String, u32, FxBuildHasher>,
}

impl StopWords {
    pub fn get() -> &'static Self {
        static WORDS: OnceLock<StopWords> = OnceLock::new();
        WORDS.get_or_init(Self::load)
    }

    fn load() -> Self {
        let mut languages = Vec::new();
        let mut words: HashMap<String, u32, FxBuildHasher> = HashMap::default();
        for (code, list) in LISTS {
            let Some(language) = Language::from_code(code) else {
                continue;
            };
            let bit = 1 << languages.len();
            languages.push(language);
            for span in word_spans(list) {
                let word = list.get(span).unwrap_or_default();
                *words.entry(fold_word(word).into_owned()).or_default() |= bit;
            }
        }
        Self { languages, words }
    }

    /// Returns how many of `words` are stop words, for each language.
    pub(in crate::text) fn count<'a>(
        &self,
        words: impl Iterator<Item = &'a str>,
    ) -> Vec<(Language, usize)> {
        let mut counts: Vec<(Language, usize)> = self
            .languages
            .iter()
            .map(|language| (*language, 0))
            .collect();
        for word in words {
            let bits = self.words.get(&*fold_word(word)).copied().unwrap_or(0);
            for (place, (_, count)) in counts.iter_mut().enumerate() {
                *count += usize::from(bits >> place & 1 == 1);
            }
        }
        counts
    }

    fn contains(&self, folded: &str, language: Language) -> bool {
        let Some(place) = self.languages.iter().position(|known| *known == language) else {
            return false;
        };
        self.words
            .get(folded)
            .is_some_and(|bits| bits >> place & 1 == 1)
    }
}

/// Returns whether a folded word is a stop word of the language (of English where none is known).
pub fn is_stop_word(folded: &str, language: Option<Language>) -> bool {
    StopWords::get().contains(folded, language.unwrap_or(Language::ENGLISH))
}
