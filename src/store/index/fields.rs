//! The fields of the index and how an article becomes a document of it.

use tantivy::Term;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use super::tokens::ListTokenizer;
use crate::text::language::Language;

/// Grows whenever fields, tokens or their meaning change; an index of another number is made again.
pub(super) const FORMAT: u32 = 2;

// Written into the schema of an index. All of them are lists of tokens by now (see tokens.rs).
const WORDS: &str = "words";
const WORDS_ALONE: &str = "words-alone";
const STEMS_ALONE: &str = "stems-alone";

/// What the index keeps of an article. Flags, tags and names of feeds change too often and stay in the store.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Document<'a> {
    pub(in crate::store) id: i64,
    pub(in crate::store) feed: i64,
    pub(in crate::store) title: &'a str,
    pub(in crate::store) text: &'a str,
    pub(in crate::store) author: &'a str,
    pub(in crate::store) language: Option<Language>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) id: Field,
    pub(super) feed: Field,
    pub(super) language: Field,
    /// Title, text and author, one look-up for all; the parts lie apart, so that no phrase reaches across.
    pub(super) all: Field,
    /// The stems of what is in `all`. No phrase asks for them, and their places were a quarter of the index.
    pub(super) stems: Field,
    pub(super) title: Field,
    pub(super) author: Field,
}

impl Fields {
    pub(super) fn schema() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let text = |tokenizer, option| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let places = IndexRecordOption::WithFreqsAndPositions;
        let fields = Self {
            id: builder.add_i64_field("id", INDEXED | FAST),
            feed: builder.add_i64_field("feed", INDEXED),
            language: builder.add_text_field("language", STRING),
            all: builder.add_text_field("all", text(WORDS_ALONE, places)),
            stems: builder.add_text_field("stems", text(STEMS_ALONE, IndexRecordOption::WithFreqs)),
            title: builder.add_text_field("title", text(WORDS, places)),
            author: builder.add_text_field("author", text(WORDS_ALONE, places)),
        };
        (builder.build(), fields)
    }

    pub(super) fn tokenizers() -> TokenizerManager {
        let manager = TokenizerManager::default();
        for name in [WORDS, WORDS_ALONE, STEMS_ALONE] {
            manager.register(name, TextAnalyzer::from(ListTokenizer));
        }
        manager
    }

    pub(super) fn id_term(&self, id: i64) -> Term {
        Term::from_field_i64(self.id, id)
    }
}
