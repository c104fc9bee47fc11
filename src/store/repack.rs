//! Old texts packed anew with what the store learnt since: those of a store that was brought over from an earlier schema
//! take a fifth less.
//!
//! It goes on where it was stopped, stretch by stretch, each a transaction of its own; a text that changed meanwhile is
//! left as it is.

use rusqlite::{Connection, OptionalExtension, params};

use super::body::Content;
use super::dictionary;
use super::error::Result;

/// Texts of one transaction: some milliseconds.
const STRETCH: i64 = 256;
/// Where it stands in the table `meta`: the dictionary, and the number of the last text that was looked at.
const DONE: &str = "repacked";

/// Texts packed anew, not kept yet.
#[derive(Debug)]
pub(super) struct Stretch {
    dictionary: u32,
    last: i64,
    /// Number, as it was, as it is to be.
    texts: Vec<(i64, Vec<u8>, Vec<u8>)>,
}

/// Packs the next texts anew; `None` when all were looked at.
pub(super) fn next(connection: &Connection) -> Result<Option<Stretch>> {
    let packer = dictionary::newest(connection)?;
    if packer.id() == 0 {
        return Ok(None);
    }
    let noted: Option<String> = connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([DONE], |row| row.get(0))
        .optional()?;
    let after = noted.and_then(|noted| {
        let (dictionary, last) = noted.split_once(' ')?;
        (dictionary.parse() == Ok(packer.id())).then(|| last.parse().ok())?
    });
    let rows: Vec<(i64, Vec<u8>)> = connection
        .prepare_cached(
            "SELECT number, content FROM packed WHERE number > ?1 ORDER BY number LIMIT ?2",
        )?
        .query_map(params![after.unwrap_or(i64::MIN), STRETCH], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let Some((last, _)) = rows.last() else {
        return Ok(None);
    };
    let (last, mut texts) = (*last, Vec::new());
    for (number, old) in rows {
        if packer.is_used_by(&old) {
            continue;
        }
        // What cannot be read is not made worse.
        let new = Content::plain(connection, &old)
            .ok()
            .and_then(|plain| packer.compress(&plain).ok());
        if let Some(new) = new.filter(|new| new.len() < old.len()) {
            texts.push((number, old, new));
        }
    }
    Ok(Some(Stretch {
        dictionary: packer.id(),
        last,
        texts,
    }))
}

/// Keeps texts that were packed anew, within a transaction. Returns how many, and the bytes they take less.
pub(super) fn keep(connection: &Connection, stretch: &Stretch) -> Result<(u64, u64)> {
    let (mut count, mut saved) = (0, 0);
    for (number, old, new) in &stretch.texts {
        let changed = connection
            .prepare_cached("UPDATE packed SET content = ?2 WHERE number = ?1 AND content = ?3")?
            .execute(params![number, new, old])?;
        if changed > 0 {
            count += 1;
            saved += u64::try_from(old.len() - new.len()).unwrap_or(0);
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![DONE, format!("{} {}", stretch.dictionary, stretch.last)])?;
    Ok((count, saved))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::connection;
    use crate::store::dictionary::{Learnt, Packer};

    const WORDS: &[&str] = &[
        "orchard", "treaty", "the", "of", "ferry", "museum", "and", "glacier", "vote", "a", "dam",
    ];
    const TEXTS: i64 = 5_400;

    fn content(number: i64) -> Content {
        let mut random = fastrand::Rng::with_seed(number.unsigned_abs());
        let words: Vec<&str> = (0..100)
            .map(|_| WORDS[random.usize(..WORDS.len())])
            .collect();
        let text = format!("Story {number}. {}", words.join(" "));
        Content {
            html: format!("<p class=\"repacked\">{text}</p>"),
            text,
            summary: String::new(),
        }
    }

    fn read(connection: &Connection, number: i64) -> (Vec<u8>, Result<Content>) {
        let packed: Vec<u8> = connection
            .query_row(
                "SELECT content FROM packed WHERE number = ?1",
                [number],
                |row| row.get(0),
            )
            .unwrap();
        let content = Content::unpack(connection, &packed);
        (packed, content)
    }

    #[test]
    fn old_texts_are_packed_like_new_ones_and_those_that_changed_or_cannot_be_read_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("squelch.db");
        let connection = connection::open(
            &path,
            &mut Vec::new(),
            &(std::sync::Arc::new(|_| true) as _),
        )
        .unwrap();
        connection.execute_batch("BEGIN").unwrap();
        for number in 1..=TEXTS {
            let packed = content(number).pack(&Packer::plain()).unwrap();
            connection
                .execute(
                    "INSERT INTO packed (number, content) VALUES (?1, ?2)",
                    params![number, packed],
                )
                .unwrap();
        }
        connection.execute_batch("COMMIT").unwrap();
        assert!(next(&connection).unwrap().is_none(), "nothing was learnt");
        let Learnt::From(texts, words) = dictionary::learn(&connection).unwrap() else {
            panic!("not learnt");
        };
        dictionary::keep(&connection, texts, Some(&words.unwrap())).unwrap();
        let bytes = || -> u64 {
            connection
                .query_row("SELECT sum(length(content)) FROM packed", [], |row| {
                    row.get(0)
                })
                .unwrap()
        };
        connection
            .execute("UPDATE packed SET content = x'00ff' WHERE number = 9", [])
            .unwrap();
        let before = bytes();

        let first = next(&connection).unwrap().unwrap();
        let changed = content(-5).pack(&Packer::plain()).unwrap();
        connection
            .execute(
                "UPDATE packed SET content = ?1 WHERE number = 5",
                [&changed],
            )
            .unwrap();
        let (mut count, mut saved) = keep(&connection, &first).unwrap();
        while let Some(stretch) = next(&connection).unwrap() {
            let kept = keep(&connection, &stretch).unwrap();
            (count, saved) = (count + kept.0, saved + kept.1);
        }
        assert_eq!(count, u64::try_from(TEXTS).unwrap() - 2);
        assert!(saved * 6 > before, "{saved} of {before}");
        assert!(before.abs_diff(bytes() + saved) < 200);
        let packer = dictionary::newest(&connection).unwrap();
        for number in (1..=TEXTS).filter(|number| ![5, 9].contains(number)) {
            let (packed, found) = read(&connection, number);
            assert!(packer.is_used_by(&packed), "{number}");
            assert_eq!(found.unwrap(), content(number));
        }
        assert_eq!(read(&connection, 5).1.unwrap(), content(-5));
        assert_eq!(read(&connection, 9).0, [0x00, 0xff]);
        assert!(next(&connection).unwrap().is_none());
    }
}
