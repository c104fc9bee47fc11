//! Bodies on disk: plain text, HTML and summary in one zstd frame, packed with what the store's texts have in common (see
//! `dictionary.rs`).
//!
//! The HTML repeats the text, so behind it in the same frame it costs little.

use rusqlite::{Connection, OptionalExtension, params};
use zstd::zstd_safe;

use super::dictionary::{self, Packer};
use super::error::{Result, StoreError};

/// More than a body can be; a damaged length must not take the memory.
const LIMIT: usize = 64 * 1024 * 1024;

/// What is kept of an article beside its row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) html: String,
    pub(super) summary: String,
}

impl Content {
    /// Packs into `[4 bytes: length of the text][4 bytes: length of the HTML][text][HTML][summary]`, compressed.
    pub(super) fn pack(&self, packer: &Packer) -> Result<Vec<u8>> {
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes();
        let mut plain =
            Vec::with_capacity(8 + self.text.len() + self.html.len() + self.summary.len());
        plain.extend(length(&self.text));
        plain.extend(length(&self.html));
        plain.extend(self.text.as_bytes());
        plain.extend(self.html.as_bytes());
        plain.extend(self.summary.as_bytes());
        packer
            .compress(&plain)
            .map_err(|error| StoreError::Damaged(error.to_string()))
    }

    /// Returns what [`Content::pack`] compressed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are not what [`Content::pack`] made.
    pub(super) fn plain(connection: &Connection, packed: &[u8]) -> Result<Vec<u8>> {
        decompressed(packed, &*dictionary::of(connection, packed)?)
    }

    /// Reads a packed text of the store.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes are not what [`Content::pack`] made, or what they were packed with is lost.
    pub(super) fn unpack(connection: &Connection, packed: &[u8]) -> Result<Self> {
        Self::unpack_with(packed, &*dictionary::of(connection, packed)?)
    }

    /// Whether this is what [`Content::pack`] made with a dictionary that was met.
    pub(super) fn is_packed(packed: &[u8]) -> bool {
        dictionary::met(packed).is_some_and(|packer| Self::unpack_with(packed, &packer).is_ok())
    }

    /// The same on threads that have no store at hand.
    pub(super) fn unpack_with(packed: &[u8], packer: &Packer) -> Result<Self> {
        let damaged = || StoreError::Damaged("an article's text cannot be read".to_owned());
        let plain = decompressed(packed, packer)?;
        let length = |at: usize| -> Option<usize> {
            let bytes: [u8; 4] = plain.get(at..at + 4)?.try_into().ok()?;
            usize::try_from(u32::from_le_bytes(bytes)).ok()
        };
        let text_end = 8 + length(0).ok_or_else(damaged)?;
        let html_end = text_end + length(4).ok_or_else(damaged)?;
        let part = |range: std::ops::Range<usize>| -> Result<String> {
            let bytes = plain.get(range).ok_or_else(damaged)?;
            String::from_utf8(bytes.to_vec()).map_err(|_| damaged())
        };
        Ok(Self {
            text: part(8..text_end)?,
            html: part(text_end..html_end)?,
            summary: part(html_end..plain.len())?,
        })
    }
}

fn decompressed(packed: &[u8], packer: &Packer) -> Result<Vec<u8>> {
    let damaged = || StoreError::Damaged("an article's text cannot be read".to_owned());
    let size = zstd_safe::get_frame_content_size(packed)
        .ok()
        .flatten()
        .and_then(|size| usize::try_from(size).ok())
        .filter(|size| *size <= LIMIT)
        .ok_or_else(damaged)?;
    packer.decompress(packed, size).map_err(|_| damaged())
}

/// Writes the packed content of an article and returns its number, for the row of the body.
pub(super) fn put(connection: &Connection, id: i64, packed: &[u8]) -> Result<i64> {
    let number: Option<i64> = connection
        .prepare_cached("SELECT packed FROM body WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(number) = number {
        connection
            .prepare_cached("INSERT OR REPLACE INTO packed (number, content) VALUES (?1, ?2)")?
            .execute(params![number, packed])?;
        return Ok(number);
    }
    connection
        .prepare_cached("INSERT INTO packed (content) VALUES (?1)")?
        .execute([packed])?;
    Ok(connection.last_insert_rowid())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_out_again(text in ".{0,400}", html in ".{0,400}", summary in ".{0,80}") {
            let content = Content { text, html, summary };
            prop_assert_eq!(Content::unpack_with(&content.pack(&Packer::plain()).unwrap(), &Packer::plain()).unwrap(), content);
        }

        #[test]
        fn nonsense_is_an_error_and_not_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Content::unpack_with(&bytes, &Packer::plain()).is_err());
        }
    }
}
