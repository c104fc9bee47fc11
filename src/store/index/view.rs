//! What of the index is searched: the last commit, found out by looking at a file, whoever wrote it.
//!
//! To open what a commit or a merge of parts left takes up to a tenth of a second with a million articles, most of it
//! waiting for files that are removed. A search does not wait for that: past a moment it goes by the view there is.

use std::fs;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tantivy::Searcher;

use super::fields::Fields;
use super::{Result, State, guarded};
use crate::text::language::Language;

/// For how long a search waits for the newest view.
const PATIENCE: Duration = Duration::from_millis(10);

type Stamp = (SystemTime, u64);

/// What the reader shows.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// Of the file that a commit writes; `None` when nothing was opened, or that failed.
    stamp: Option<Stamp>,
    languages: Arc<[Language]>,
    is_renewing: bool,
}

impl State {
    fn loaded(&self) -> MutexGuard<'_, Loaded> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stamp(&self) -> Result<Stamp> {
        let metadata = fs::metadata(&self.path)?;
        Ok((metadata.modified()?, metadata.len()))
    }

    fn load(&self) -> Result<()> {
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        // Before it is read: what comes after is seen the next time.
        let stamp = self.stamp();
        let languages = guarded(|| {
            self.reader.reload()?;
            languages(&self.reader.searcher(), self.fields)
        });
        let mut loaded = self.loaded();
        loaded.is_renewing = false;
        loaded.stamp = None;
        self.changed.notify_all();
        loaded.languages = languages?;
        loaded.stamp = Some(stamp?);
        Ok(())
    }

    /// Returns a view of what was committed last, even where that happened this very moment.
    pub(super) fn renewed(&self) -> Result<Searcher> {
        self.load()?;
        Ok(self.reader.searcher())
    }

    /// Returns a view of what the index holds now, and the languages in it.
    pub(super) fn newest(&self) -> Result<(Searcher, Arc<[Language]>)> {
        if self.loaded().stamp != Some(self.stamp()?) {
            self.load()?;
        }
        Ok((self.reader.searcher(), Arc::clone(&self.loaded().languages)))
    }

    /// The same, or the view before where the newest takes long to open.
    pub(super) fn present(self: &Arc<Self>) -> Result<(Searcher, Arc<[Language]>)> {
        let stamp = self.stamp()?;
        let mut loaded = self.loaded();
        if loaded.stamp.is_none() {
            drop(loaded);
            return self.newest();
        }
        if loaded.stamp != Some(stamp) {
            if !loaded.is_renewing {
                let state = Arc::clone(self);
                let renewing = std::thread::Builder::new()
                    .name("store-view".to_owned())
                    .spawn(move || {
                        // What fails here fails again for the next who asks, and is seen to then.
                        if let Err(error) = state.load() {
                            tracing::debug!(%error, "the newest view of the search index cannot be opened");
                        }
                    });
                if renewing.is_err() {
                    drop(loaded);
                    return self.newest();
                }
                loaded.is_renewing = true;
            }
            (loaded, _) = self
                .changed
                .wait_timeout_while(loaded, PATIENCE, |loaded| loaded.is_renewing)
                .unwrap_or_else(PoisonError::into_inner);
            if loaded.stamp.is_none() {
                drop(loaded);
                return self.newest();
            }
        }
        Ok((self.reader.searcher(), Arc::clone(&loaded.languages)))
    }
}

/// Returns the languages with stems that occur.
fn languages(searcher: &Searcher, fields: Fields) -> Result<Arc<[Language]>> {
    let mut found = Vec::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(fields.language)?;
        let mut words = index.terms().stream()?;
        while words.advance() {
            let language = std::str::from_utf8(words.key())
                .ok()
                .and_then(Language::from_code);
            found.extend(language);
        }
    }
    found.sort_unstable();
    found.dedup();
    let with_stems: Vec<Language> = Language::with_stems()
        .filter(|language| found.binary_search(language).is_ok())
        .collect();
    Ok(with_stems.into())
}

#[cfg(test)]
mod tests {
    use tantivy::TantivyDocument;

    use super::*;

    #[test]
    fn a_search_goes_by_the_view_there_is_while_a_newer_one_takes_long_to_open() {
        let folder = tempfile::tempdir().unwrap();
        let state = Arc::new(State::open(folder.path(), "1".to_owned()).unwrap());
        let add = |id: i64| {
            let mut writer = state
                .index
                .writer_with_num_threads::<TantivyDocument>(1, 15_000_000)
                .unwrap();
            let mut article = TantivyDocument::default();
            article.add_i64(state.fields.id, id);
            writer.add_document(article).unwrap();
            writer.commit().unwrap();
            writer.wait_merging_threads().unwrap();
        };
        let shown = || state.present().unwrap().0.num_docs();
        add(1);
        assert_eq!(shown(), 1);
        let opening = state.opening.lock().unwrap();
        add(2);
        assert_eq!(shown(), 1);
        drop(opening);
        assert_eq!(state.newest().unwrap().0.num_docs(), 2);
        assert_eq!(shown(), 2);
        add(3);
        assert_eq!(state.renewed().unwrap().num_docs(), 3);
        std::fs::remove_file(&state.path).unwrap();
        assert!(state.present().is_err());
    }
}
