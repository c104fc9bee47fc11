//! What [`Store`] offers for its own care: upkeep, deep checks, archives.

use std::sync::Arc;

use rusqlite::Connection;
use url::Url;

use super::dictionary::{self, Learnt};
use super::error::Result;
use super::handle::Store;
use super::upkeep::{self, Retention, Upkeep};
use super::{
    Findings, KeptTakenIn, Record, TakenIn, archive, check, drawer, kept, repack, salvage,
};
use crate::domain::{FeedId, KeptEntry, Timestamp};

impl Store {
    /// Lets old texts go and brings the file into shape; with `is_trial` only says what would be done.
    ///
    /// Others may go on using the store meanwhile. Writing the file anew is put off while another process reads it.
    pub async fn maintain(
        &self,
        retention: Retention,
        is_trial: bool,
        now: Timestamp,
    ) -> Result<Upkeep> {
        let (due, done) = self.due_for_upkeep(retention, now).await?;
        if is_trial {
            return Ok(done);
        }
        self.learn().await;
        let mut done = self.trim(&due, done).await?;
        self.repack(&mut done).await?;
        let freed = done.repacked_bytes;
        let (is_compacted, bytes) = self
            .inner
            .workers
            .write_in_background(move |connection| {
                dictionary::keep_beside(connection)?;
                let is_compacted = match upkeep::tidy(connection, freed) {
                    Ok(is_compacted) => is_compacted,
                    // Another process is at work; there is another time for this.
                    Err(super::StoreError::Busy) => false,
                    Err(error) => return Err(error),
                };
                Ok((is_compacted, upkeep::size(connection)?))
            })
            .await?;
        done.is_compacted = is_compacted;
        done.bytes_after = bytes;
        Ok(done)
    }

    /// The same in pieces that a person's change overtakes: the file is not written anew, and of the index only the
    /// count is looked at, as long as it is right.
    pub async fn maintain_quietly(&self, retention: Retention, now: Timestamp) -> Result<Upkeep> {
        self.learn().await;
        let (due, done) = self.due_for_upkeep(retention, now).await?;
        let mut done = self.trim(&due, done).await?;
        let workers = &self.inner.workers;
        done.bytes_after = workers
            .write_in_background(|connection| {
                upkeep::optimise(connection)?;
                dictionary::keep_beside(connection)?;
                upkeep::size(connection)
            })
            .await?;
        let index = Arc::clone(&self.inner.index);
        let to_index = workers
            .read(move |seat| {
                // Without an index to open there is nothing to compare: the indexer makes it anew.
                let Ok(indexed) = index.count(&seat.connection) else {
                    return Ok(Vec::new());
                };
                if check::is_index_complete(&seat.connection, indexed)? {
                    return Ok(Vec::new());
                }
                let ids = index.ids(&seat.connection).unwrap_or_default();
                let (missing, extra) = check::compare_index(&seat.connection, &ids)?;
                Ok([missing, extra].concat())
            })
            .await?;
        for stretch in to_index.chunks(upkeep::STRETCH) {
            let stretch = stretch.to_vec();
            workers
                .write_in_background(move |connection| {
                    let transaction = connection
                        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                    check::index_again(&transaction, &stretch)?;
                    Ok(transaction.commit()?)
                })
                .await?;
        }
        self.inner.indexer.wake();
        Ok(done)
    }

    /// Has the store learn from its texts how to pack them, where that is due. Failing here is no harm: texts are packed
    /// as before.
    pub(super) async fn learn(&self) {
        let workers = &self.inner.workers;
        let learnt = workers
            .read(|seat| dictionary::learn(&seat.connection))
            .await;
        let kept = match learnt {
            Ok(Learnt::NotDue) => return,
            Ok(Learnt::From(texts, words)) => {
                let keep = move |connection: &mut Connection| {
                    let transaction = connection
                        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                    dictionary::keep(&transaction, texts, words.as_deref())?;
                    Ok(transaction.commit()?)
                };
                workers.write_in_background(keep).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "the store did not learn how to pack its texts");
        }
    }

    /// Returns the articles whose texts are to go, and what upkeep would do.
    async fn due_for_upkeep(
        &self,
        retention: Retention,
        now: Timestamp,
    ) -> Result<(Vec<i64>, Upkeep)> {
        let workers = &self.inner.workers;
        workers
            .read(move |seat| {
                let due = upkeep::due(&seat.connection, retention, now)?;
                let bytes = upkeep::size(&seat.connection)?;
                let done = Upkeep {
                    trimmed: due.len() as u64,
                    trimmed_bytes: upkeep::bytes(&seat.connection, &due)?,
                    bytes_before: bytes,
                    bytes_after: bytes,
                    ..Upkeep::default()
                };
                Ok((due, done))
            })
            .await
    }

    async fn trim(&self, due: &[i64], mut done: Upkeep) -> Result<Upkeep> {
        let workers = &self.inner.workers;
        done.trimmed = 0;
        for stretch in due.chunks(upkeep::STRETCH) {
            let stretch = stretch.to_vec();
            done.trimmed += workers
                .write_in_background(move |connection| {
                    let transaction = connection
                        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                    let trimmed = upkeep::trim(&transaction, &stretch)?;
                    transaction.commit()?;
                    Ok(trimmed)
                })
                .await?;
        }
        if done.trimmed > 0 {
            self.inner.indexer.wake();
            self.settle().await;
        }
        Ok(done)
    }

    /// Packs texts of earlier times as those that come, in pieces that a person's change overtakes. It may be stopped
    /// at any moment and goes on another time.
    async fn repack(&self, done: &mut Upkeep) -> Result<()> {
        let workers = &self.inner.workers;
        while let Some(stretch) = workers.read(|seat| repack::next(&seat.connection)).await? {
            let (count, saved) = workers
                .write_in_background(move |connection| {
                    let transaction = connection
                        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                    let kept = repack::keep(&transaction, &stretch)?;
                    transaction.commit()?;
                    Ok(kept)
                })
                .await?;
            done.repacked += count;
            done.repacked_bytes += saved;
        }
        Ok(())
    }

    /// Hands everything in the store, as of one moment, to `each` (on a store's thread) until it returns false.
    pub async fn write_out(
        &self,
        mut each: impl FnMut(&Record) -> bool + Send + 'static,
    ) -> Result<()> {
        self.inner
            .workers
            .read(move |seat| {
                let moment = seat.connection.transaction()?;
                archive::write_out(&moment, &mut each)
            })
            .await
    }

    /// Takes records of an archive in, in the order they were written; best a few hundred at a time.
    pub async fn take_in(&self, records: Vec<Record>) -> Result<TakenIn> {
        let taken = self
            .inner
            .workers
            .write_in_background(move |connection| {
                let transaction = connection
                    .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
                let taken = archive::take_in(&transaction, records)?;
                transaction.commit()?;
                Ok(taken)
            })
            .await?;
        if taken.articles > 0 {
            self.inner.indexer.wake();
        }
        Ok(taken)
    }

    /// Gives a feed that was not fetched yet the title and the page another reader knew.
    pub async fn introduce_feed(
        &self,
        feed: FeedId,
        title: Option<String>,
        site: Option<Url>,
    ) -> Result<()> {
        self.transaction(move |connection| {
            let site = site.as_ref().map(Url::as_str);
            kept::introduce(connection, feed, title.as_deref(), site)
        })
        .await
    }

    /// Takes in articles of a feed that another reader kept; best some hundred at a time, all of a feed on end.
    pub async fn take_in_kept(
        &self,
        feed: FeedId,
        articles: Vec<KeptEntry>,
        now: Timestamp,
    ) -> Result<KeptTakenIn> {
        let workers = &self.inner.workers;
        let mut prepared = workers
            .read(move |seat| kept::prepare(&seat.connection, articles))
            .await?;
        let mut taken = KeptTakenIn::default();
        while !prepared.is_empty() {
            let rest = prepared.split_off(prepared.len().min(kept::STRETCH));
            let stretch = std::mem::replace(&mut prepared, rest);
            let new = workers
                .write_in_background(move |connection| kept::commit(connection, feed, stretch, now))
                .await?;
            taken.articles += new.articles;
            taken.already += new.already;
            taken.deleted += new.deleted;
        }
        if taken.articles > 0 {
            self.inner.indexer.wake();
        }
        Ok(taken)
    }

    /// Returns what is remembered under keys that start so, without that start.
    pub async fn memories(&self, start: String) -> Result<Vec<(String, String)>> {
        self.inner
            .workers
            .read(move |seat| drawer::memories(&seat.connection, &start))
            .await
    }

    /// Remembers several things at once.
    pub async fn put_memories(&self, memories: Vec<(String, String)>) -> Result<()> {
        self.transaction(move |connection| {
            memories
                .iter()
                .try_for_each(|(key, value)| drawer::put_memory(connection, key, value))
        })
        .await
    }

    /// Compares all that should agree and mends what is derived: counts of articles, unread marks, the search index.
    /// Reads all of the store.
    pub async fn check(&self) -> Result<Findings> {
        self.settle().await;
        let index = Arc::clone(&self.inner.index);
        let (mut findings, missing, extra) = self
            .inner
            .workers
            .read(move |seat| {
                let findings = check::look(&seat.connection)?;
                // An index that cannot be read has nothing; the indexer makes it again.
                let indexed = index.ids(&seat.connection).unwrap_or_default();
                let (missing, extra) = check::compare_index(&seat.connection, &indexed)?;
                Ok((findings, missing, extra))
            })
            .await?;
        if findings.integrity != "ok" {
            salvage::suspect(&self.inner.path);
        }
        findings.missing_from_index = missing.len() as u64;
        findings.extra_in_index = extra.len() as u64;
        if findings.has_repairs() {
            let to_index = [missing, extra].concat();
            self.transaction(move |connection| check::repair(connection, &to_index))
                .await?;
            self.inner.indexer.wake();
            self.settle().await;
        }
        Ok(findings)
    }
}
