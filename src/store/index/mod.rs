//! The search index: derived from the store, thrown away and made again whenever in doubt.
//!
//! Each generation of the index has a folder of its own, named in the store; a lost or damaged folder, or one of another
//! format, makes a new generation, and every article goes into it again (see [`filling`]). Reading goes on from what is
//! there. The way in is [`SearchIndex`]; [`generations`] begins and ends them, [`writer`] fills one, [`matching`] asks it, [`ranking`] orders what it answers.

mod asked;
mod excluded;
mod fields;
mod filling;
mod generations;
mod likeness;
mod matching;
mod prefix;
mod present;
mod queued;
mod ranking;
mod spelling;
mod tokens;
mod view;
mod writer;

use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasherDefault, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use rusqlite::Connection;
use tantivy::{Index, IndexReader, Searcher};

pub(super) use fields::Document;
pub(super) use filling::{Filled, filled_down_to, forget_all, searched, unfilled};
pub(super) use likeness::Weighed;
pub(super) use matching::Sets;
pub(super) use ranking::{Freshness, Order, Ranked};
pub(super) use writer::{Drained, Indexer, Outbox, Pace, Waiting};

use fields::{FORMAT, Fields};
use matching::Compiler;
use view::Loaded;

use super::plan::Condition;
use crate::text::language::Language;
use crate::text::words::Pattern;

/// Ids of articles, for conditions only SQL knows.
pub(super) type IdSet = HashSet<i64, BuildHasherDefault<IdHasher>>;

/// Spreads ids over a set, in a nanosecond; they are the store's own numbers, which nobody can choose to collide.
#[derive(Debug, Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_i64(&mut self, id: i64) {
        self.write_u64(id.cast_unsigned());
    }

    fn write_u64(&mut self, id: u64) {
        // The golden ratio in 64 bits; the fold brings the well mixed upper half down to where tables look.
        let mixed = (self.0 ^ id).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum IndexError {
    #[error("the search index failed: {0}")]
    Tantivy(tantivy::TantivyError),
    #[error(
        "a search locks its index for a moment, and the folder of the index is read-only; make it writable"
    )]
    ReadOnly,
    #[error("the search index cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    #[error("the store failed while searching: {0}")]
    Sql(#[from] rusqlite::Error),
    #[error("the search index is damaged and will be made again")]
    Damaged,
    #[error("a newer search took the place of this one")]
    Superseded,
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};

        use tantivy::TantivyError::LockFailure;
        use tantivy::directory::error::LockError;
        match &error {
            LockFailure(LockError::IoError(io), _)
                if matches!(io.kind(), PermissionDenied | ReadOnlyFilesystem) =>
            {
                Self::ReadOnly
            }
            _ => Self::Tantivy(error),
        }
    }
}

impl IndexError {
    /// Whether making the index again may help.
    pub(super) const fn is_damage(&self) -> bool {
        matches!(self, Self::Tantivy(_) | Self::Io(_) | Self::Damaged)
    }
}

pub(super) type Result<T> = std::result::Result<T, IndexError>;

/// The index beside a store; shared by all its threads.
#[derive(Debug)]
pub(super) struct SearchIndex {
    /// Holds a folder for the present generation, and for a moment the one before.
    folder: PathBuf,
    state: Mutex<Option<Arc<State>>>,
    /// A search ran into something wrong; see [`SearchIndex::ensure`].
    is_suspect: AtomicBool,
}

/// An open generation.
pub(super) struct State {
    generation: String,
    /// Changes with every commit.
    path: PathBuf,
    index: Index,
    fields: Fields,
    reader: IndexReader,
    /// What of the index the reader shows; found out by looking at the file, as a watching thread would wake up for
    /// ever.
    loaded: Mutex<Loaded>,
    /// Told when that has changed.
    changed: Condvar,
    /// Held while a view is opened, so that no older one takes the place of a newer.
    opening: Mutex<()>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl SearchIndex {
    /// Returns the index kept in `folder`, opened when first used.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            state: Mutex::new(None),
            is_suspect: AtomicBool::new(false),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<State>>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the open generation the store names now.
    fn state(&self, connection: &Connection) -> Result<Arc<State>> {
        let generation = filling::searched(connection)?.ok_or(IndexError::Damaged)?;
        let mut slot = self.lock();
        if let Some(state) = slot.as_ref()
            && state.generation == generation
        {
            return Ok(Arc::clone(state));
        }
        let is_of_this_format = generation
            .split_once('-')
            .is_some_and(|(format, _)| format == FORMAT.to_string());
        let path = self.folder.join(&generation);
        if !is_of_this_format || !path.join("meta.json").is_file() {
            return Err(IndexError::Damaged);
        }
        let state = Arc::new(guarded(|| State::open(&path, generation))?);
        *slot = Some(Arc::clone(&state));
        Ok(state)
    }

    /// Asks the index as it is now. Until it is made, and when it was lost, the answer is empty; damage that is met is
    /// noted for the indexer to see to.
    fn ask<T: Default>(
        &self,
        connection: &Connection,
        question: impl FnOnce(&State, &Searcher, &[Language]) -> Result<T>,
    ) -> Result<T> {
        let state = match self.state(connection) {
            Ok(state) => state,
            Err(IndexError::Damaged) => return Ok(T::default()),
            Err(error) => return Err(error),
        };
        let answer = state
            .present()
            .and_then(|(searcher, languages)| guarded(|| question(&state, &searcher, &languages)));
        if answer.as_ref().is_err_and(IndexError::is_damage) {
            self.is_suspect.store(true, Ordering::Relaxed);
        }
        answer
    }

    /// Returns the best matches of a condition in the wanted order, and how many there are.
    pub(super) fn rank(
        &self,
        connection: &Connection,
        condition: &Condition,
        order: Order,
        limit: usize,
        freshness: &Freshness,
        sets: &mut Sets<'_>,
    ) -> Result<Ranked> {
        self.ask(connection, |state, searcher, languages| {
            let query = Compiler {
                fields: state.fields,
                languages,
                is_scored: matches!(order, Order::Relevance { .. }),
                articles: searcher.num_docs(),
                sets,
            }
            .compile(condition)?;
            ranking::rank(searcher, &*query, order, limit, freshness)
        })
    }

    /// Returns the articles of a condition that share most with the words of another one, best first, and the words
    /// that told.
    pub(super) fn like(
        &self,
        connection: &Connection,
        words: &[Weighed],
        condition: &Condition,
        limit: usize,
        sets: &mut Sets<'_>,
    ) -> Result<(Vec<i64>, Vec<Weighed>)> {
        self.ask(connection, |state, searcher, languages| {
            let telling = likeness::telling(searcher, state.fields, words)?;
            if telling.len() < 2 {
                return Ok((Vec::new(), telling));
            }
            let filter = Compiler {
                fields: state.fields,
                languages,
                is_scored: false,
                articles: searcher.num_docs(),
                sets,
            }
            .compile(condition)?;
            let query = likeness::query(state.fields, &telling, filter);
            // Age says nothing about likeness.
            let order = Order::Relevance { now: None };
            let fresh = Freshness::default();
            let ranked = ranking::rank(searcher, &*query, order, limit, &fresh)?;
            Ok((ranked.ids, telling))
        })
    }

    /// Returns the articles of a condition that share the most telling words with a question, best first.
    pub(super) fn asked(
        &self,
        connection: &Connection,
        (words, language): (&[Pattern], Option<Language>),
        condition: &Condition,
        limit: usize,
        sets: &mut Sets<'_>,
    ) -> Result<Vec<i64>> {
        self.ask(connection, |state, searcher, languages| {
            let asked = asked::query(searcher, state.fields, languages, words, language)?;
            let Some(asked) = asked else {
                return Ok(Vec::new());
            };
            let filter = Compiler {
                fields: state.fields,
                languages,
                is_scored: false,
                articles: searcher.num_docs(),
                sets,
            };
            let query = asked::among(asked, condition, filter)?;
            // Age says nothing about whether a story answers.
            let order = Order::Relevance { now: None };
            let fresh = Freshness::default();
            Ok(ranking::rank(searcher, &*query, order, limit, &fresh)?.ids)
        })
    }

    /// Returns the word that articles have in place of one that none has, where one is near.
    pub(super) fn spelling(
        &self,
        connection: &Connection,
        names: &HashSet<String>,
        word: (&str, bool),
    ) -> Result<Option<String>> {
        self.ask(connection, |state, searcher, _| {
            spelling::nearest(searcher, state.fields.all, names, word)
        })
    }

    /// Returns how many articles the index holds.
    pub(super) fn count(&self, connection: &Connection) -> Result<u64> {
        let state = self.state(connection)?;
        let (searcher, _) = state.newest()?;
        Ok(searcher.num_docs())
    }

    /// Returns the articles the index holds.
    pub(super) fn ids(&self, connection: &Connection) -> Result<IdSet> {
        let state = self.state(connection)?;
        let (searcher, _) = state.newest()?;
        guarded(|| {
            let mut ids = IdSet::default();
            for reader in searcher.segment_readers() {
                let column = reader.fast_fields().i64("id")?.first_or_default_col(0);
                ids.extend(
                    reader
                        .doc_ids_alive()
                        .map(|document| column.get_val(document)),
                );
            }
            Ok(ids)
        })
    }

    /// Returns the bytes of the index's files.
    pub(super) fn bytes(&self) -> u64 {
        let folders = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        folders
            .flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten())
            .filter_map(|file| file.metadata().ok())
            .map(|metadata| metadata.len())
            .sum()
    }
}

/// A damaged file makes tantivy fail anywhere, by panic too; both mean the same here.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(IndexError::Damaged))
}
