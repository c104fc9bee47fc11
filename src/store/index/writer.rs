//! The one writer of the index: from the outbox to segments.

use rusqlite::Connection;
use tantivy::directory::error::LockError;
use tantivy::indexer::LogMergePolicy;
use tantivy::{IndexWriter, TantivyError};

use super::fields::{Document, Fields};
use super::{Result, SearchIndex};

/// Memory for articles not yet written out. More makes fewer and larger segments, and a larger process.
const HEAP: usize = 20_000_000;
/// Articles taken from the outbox at once: large enough to make few segments, small enough to be searchable soon.
const BATCH: usize = 4_096;

/// Where the articles to be indexed come from: the store's tables.
pub(in crate::store) trait Outbox {
    /// Returns up to `most` waiting ids.
    fn waiting(&self, connection: &Connection, most: usize) -> rusqlite::Result<Vec<i64>>;

    /// Hands the articles with these ids to `index`; ids without an article are left out.
    fn read(
        &self,
        connection: &Connection,
        ids: &[i64],
        index: &mut dyn FnMut(&Document<'_>) -> Result<()>,
    ) -> Result<()>;

    /// Takes these ids off the list, in one transaction.
    fn done(&self, connection: &mut Connection, ids: &[i64]) -> rusqlite::Result<()>;
}

/// Carries changes into the index; lives on the indexer's thread.
#[derive(Default)]
pub(in crate::store) struct Indexer {
    /// Open while there is work, as an open writer keeps other processes out.
    open: Option<Open>,
}

struct Open {
    generation: String,
    fields: Fields,
    writer: IndexWriter,
}

/// What became of the waiting rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Drained {
    /// All of them are searchable now; so many were carried over.
    All(u64),
    /// Another process holds the index's writer and will take them.
    Busy,
}

impl Indexer {
    /// Carries everything that waits into the index. A crash at any point only repeats work.
    pub(in crate::store) fn drain(
        &mut self,
        connection: &mut Connection,
        index: &SearchIndex,
        outbox: &impl Outbox,
    ) -> Result<Drained> {
        let mut carried = 0;
        loop {
            let ids = outbox.waiting(connection, BATCH)?;
            if ids.is_empty() {
                return Ok(Drained::All(carried));
            }
            let Some(open) = self.open(connection, index)? else {
                return Ok(Drained::Busy);
            };
            for id in &ids {
                open.writer.delete_term(open.fields.id_term(*id));
            }
            outbox.read(connection, &ids, &mut |article| {
                open.writer.add_document(open.fields.document(article))?;
                Ok(())
            })?;
            open.writer.commit()?;
            // Only now: a row leaves the outbox when the index has it for good.
            outbox.done(connection, &ids)?;
            carried += u64::try_from(ids.len()).unwrap_or(u64::MAX);
        }
    }

    /// Lets go of the writer when nothing waits, so that other processes can have it; waits for merges under way.
    pub(in crate::store) fn rest(&mut self) -> Result<()> {
        if let Some(open) = self.open.take() {
            open.writer.wait_merging_threads()?;
        }
        Ok(())
    }

    pub(in crate::store) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Returns the writer of the present generation, `None` while another process has it.
    fn open(&mut self, connection: &Connection, index: &SearchIndex) -> Result<Option<&mut Open>> {
        let state = index.state(connection)?;
        if self
            .open
            .as_ref()
            .is_none_or(|open| open.generation != state.generation)
        {
            // The writer of a former generation must not be waited for: its folder is gone.
            self.open = None;
            let writer: IndexWriter = match state.index.writer_with_num_threads(1, HEAP) {
                Ok(writer) => writer,
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            writer.set_merge_policy(Box::new(LogMergePolicy::default()));
            self.open = Some(Open {
                generation: state.generation.clone(),
                fields: state.fields,
                writer,
            });
        }
        Ok(self.open.as_mut())
    }
}
