//! Generations of the index: begun, filled beside the one that is searched, taken over, removed.
//!
//! Folders are made, named and removed while the store is held for writing, so that no process removes what another has
//! just made.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexSettings, ReloadPolicy};

use super::fields::{FORMAT, Fields};
use super::{IndexError, Result, SearchIndex, State, filling, guarded};

/// Holds the store for writing.
fn writing(connection: &Connection) -> Result<Transaction<'_>> {
    Ok(Transaction::new_unchecked(
        connection,
        TransactionBehavior::Immediate,
    )?)
}

impl SearchIndex {
    /// Makes sure that there is an index to open; otherwise begins a new one, which is then filled.
    ///
    /// Returns true when a new one was begun.
    pub(in crate::store) fn ensure(&self, connection: &Connection) -> Result<bool> {
        if self.is_suspect.swap(false, Ordering::Relaxed) {
            return self.renew(connection).map(|()| true);
        }
        if self.is_readable(connection)? {
            return Ok(false);
        }
        let transaction = writing(connection)?;
        // Another thread or process may have begun one in the meantime.
        if self.is_readable(&transaction)? {
            return Ok(false);
        }
        self.begin(transaction).map(|()| true)
    }

    /// Begins a new, empty generation, which is searched while every article goes into it.
    pub(in crate::store) fn renew(&self, connection: &Connection) -> Result<()> {
        self.begin(writing(connection)?)
    }

    fn begin(&self, transaction: Transaction<'_>) -> Result<()> {
        let generation = self.create()?;
        filling::begin(&transaction, &generation)?;
        filling::search_in(&transaction, &generation)?;
        self.sweep(&transaction)?;
        transaction.commit()?;
        *self.lock() = None;
        Ok(())
    }

    fn is_readable(&self, connection: &Connection) -> Result<bool> {
        match self.state(connection).map(|state| state.newest().is_ok()) {
            Err(IndexError::Sql(error)) => Err(error.into()),
            Err(_) => Ok(false),
            Ok(is_readable) => Ok(is_readable),
        }
    }

    /// Begins a new generation beside the one that is searched, which goes on until the new one has every article. Where
    /// there is none to search it begins like a lost one; where one is being filled already, that goes on.
    pub(in crate::store) fn rebuild(&self, connection: &Connection) -> Result<()> {
        let transaction = writing(connection)?;
        if !self.is_readable(&transaction)? {
            return self.begin(transaction);
        }
        if filling::present(&transaction)?.is_none() {
            filling::begin(&transaction, &self.create()?)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Gives up a generation that is being filled beside the one that is searched, where there is one.
    pub(in crate::store) fn give_up(&self, connection: &Connection) -> bool {
        let given_up = || -> Result<bool> {
            let transaction = writing(connection)?;
            let is_given_up = filling::give_up(&transaction)?;
            if is_given_up {
                self.sweep(&transaction)?;
            }
            transaction.commit()?;
            Ok(is_given_up)
        };
        given_up().unwrap_or(false)
    }

    /// Makes the folder of a new generation, and returns its name.
    fn create(&self) -> Result<String> {
        let generation = format!("{FORMAT}-{:016x}", fastrand::u64(..));
        let path = self.folder.join(&generation);
        fs::create_dir_all(&path)?;
        open_or_create(&path)?;
        Ok(generation)
    }

    /// Opens a generation that is not searched yet.
    pub(super) fn beside(&self, generation: &str) -> Result<Arc<State>> {
        let path = self.folder.join(generation);
        if !path.join("meta.json").is_file() {
            return Err(IndexError::Damaged);
        }
        guarded(|| State::open(&path, generation.to_owned())).map(Arc::new)
    }

    /// A generation has every article, and the store names it as the one to search.
    pub(super) fn take_over(&self, connection: &Connection, state: &Arc<State>) -> Result<()> {
        *self.lock() = Some(Arc::clone(state));
        let transaction = writing(connection)?;
        self.sweep(&transaction)?;
        transaction.commit()?;
        Ok(())
    }

    /// Removes folders of generations that are neither searched nor being filled. What still has them open keeps reading;
    /// a folder that cannot be removed is no harm.
    fn sweep(&self, transaction: &Transaction<'_>) -> Result<()> {
        let named = [
            filling::searched(transaction)?,
            filling::present(transaction)?.map(|filling| filling.generation),
        ];
        let Ok(folders) = fs::read_dir(&self.folder) else {
            return Ok(());
        };
        for folder in folders.flatten() {
            let is_named = named
                .iter()
                .flatten()
                .any(|name| folder.file_name() == **name);
            if !is_named && folder.file_type().is_ok_and(|kind| kind.is_dir()) {
                let _ = fs::remove_dir_all(folder.path());
            }
        }
        Ok(())
    }
}

fn open_or_create(path: &Path) -> Result<Index> {
    // Random: an index is read in small pieces, and reading ahead made a cold start take 124 ms instead of 4.
    let directory = MmapDirectory::open_with_madvice(path, tantivy::directory::Advice::Random)
        .map_err(tantivy::TantivyError::from)?;
    let (schema, _) = Fields::schema();
    let mut index = Index::builder()
        .schema(schema)
        .settings(IndexSettings::default())
        .open_or_create(directory)?;
    index.set_tokenizers(Fields::tokenizers());
    Ok(index)
}

impl State {
    pub(super) fn open(path: &Path, generation: String) -> Result<Self> {
        let index = open_or_create(path)?;
        let (_, fields) = Fields::schema();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            generation,
            path: path.join("meta.json"),
            index,
            fields,
            reader,
            loaded: Mutex::default(),
            changed: Condvar::new(),
            opening: Mutex::default(),
        })
    }
}
