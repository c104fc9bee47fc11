//! A generation of the index that is being filled: from the newest article to the oldest, past all there are.
//!
//! Which one, and how far, stands in the store, so that a process that ends or is killed leaves the rest to the next. It
//! may be the one that is searched, where there was none before, or one beside it, which takes its place when it has
//! every article; until then the changes in the outbox go into both.

use rusqlite::{Connection, OptionalExtension};

/// Where it stands in the store's table `meta`: name of the generation, a space, and the lowest id that went in.
const KEY: &str = "index_filling";
const SEARCHED: &str = "index_generation";

/// How far a generation is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Filling {
    pub(super) generation: String,
    /// Every article from this id on is in it, or waits in the outbox.
    pub(super) down_to: i64,
}

/// What became of a generation that is being filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Filled {
    DownTo(Filling),
    /// It has every article.
    Whole(String),
}

impl Filled {
    /// Writes it into the store, within a transaction. Returns false when that generation is not wanted any more.
    pub(in crate::store) fn note(&self, connection: &Connection) -> rusqlite::Result<bool> {
        let wanted = present(connection)?.map(|filling| filling.generation);
        match self {
            Self::DownTo(filling) if wanted.as_ref() == Some(&filling.generation) => {
                write(connection, KEY, &filling.text()).map(|()| true)
            }
            Self::Whole(generation) if wanted.as_ref() == Some(generation) => {
                search_in(connection, generation)?;
                forget(connection, &[KEY]).map(|()| true)
            }
            Self::DownTo(_) | Self::Whole(_) => Ok(false),
        }
    }
}

impl Filling {
    fn text(&self) -> String {
        format!("{} {}", self.generation, self.down_to)
    }
}

/// Returns the generation that is being filled.
pub(super) fn present(connection: &Connection) -> rusqlite::Result<Option<Filling>> {
    let Some(text) = read(connection, KEY)? else {
        return Ok(None);
    };
    Ok(text.split_once(' ').and_then(|(generation, down_to)| {
        Some(Filling {
            generation: generation.to_owned(),
            down_to: down_to.parse().ok()?,
        })
    }))
}

/// Names a generation that has nothing yet.
pub(super) fn begin(connection: &Connection, generation: &str) -> rusqlite::Result<()> {
    let filling = Filling {
        generation: generation.to_owned(),
        down_to: i64::MAX,
    };
    write(connection, KEY, &filling.text())
}

/// Names the generation that is searched.
pub(super) fn search_in(connection: &Connection, generation: &str) -> rusqlite::Result<()> {
    write(connection, SEARCHED, generation)
}

/// Returns the name of the generation that is searched.
pub(in crate::store) fn searched(connection: &Connection) -> rusqlite::Result<Option<String>> {
    read(connection, SEARCHED)
}

/// Gives up a generation that is being filled beside the one that is searched; returns whether there was one.
pub(super) fn give_up(connection: &Connection) -> rusqlite::Result<bool> {
    let filling = present(connection)?.map(|filling| filling.generation);
    if filling.is_none() || filling == searched(connection)? {
        return Ok(false);
    }
    forget(connection, &[KEY]).map(|()| true)
}

/// Forgets every generation, as for a copy of a store: its articles are others than those of the index beside it.
pub(in crate::store) fn forget_all(connection: &Connection) -> rusqlite::Result<()> {
    forget(connection, &[KEY, SEARCHED])
}

/// Returns the id below which articles are still to go into the generation that is searched; `None` when it is whole.
pub(in crate::store) fn unfilled(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let searched = searched(connection)?;
    Ok(present(connection)?
        .filter(|filling| Some(&filling.generation) == searched.as_ref())
        .map(|filling| filling.down_to))
}

/// Returns the lowest id that went into the generation that is being filled, searched or beside it.
pub(in crate::store) fn filled_down_to(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    Ok(present(connection)?.map(|filling| filling.down_to))
}

fn read(connection: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

fn write(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute([key, value])?;
    Ok(())
}

fn forget(connection: &Connection, keys: &[&str]) -> rusqlite::Result<()> {
    for key in keys {
        connection.execute("DELETE FROM meta WHERE key = ?1", [key])?;
    }
    Ok(())
}
