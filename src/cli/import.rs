//! `import`: whatever another reader, or this one, wrote.

use std::io::{BufRead, Read};
use std::path::Path;

use tempfile::NamedTempFile;

use super::exit::{Done, Failed, Result};
use super::input;
use super::output::Output;
use super::session::Session;
use crate::fetch::newsboat;
use crate::jobs::import::{self, ImportError, Imported};
use crate::store::{ARCHIVE_VERSION, Record};

/// How a line begins that says that an archive follows.
const ARCHIVE: &[u8] = b"{\"squelch_archive\"";
/// Records taken in with one transaction.
const AT_ONCE: usize = 200;

/// As many bytes as the longest mark has by which a file is known.
const MARK: usize = 20;
/// A longer document is refused rather than held in memory: years of starred articles are some ten MiB.
const LONGEST: u64 = 256 * 1024 * 1024;

/// Takes files in, each by what is in it, and says in one sentence what came of all.
pub(super) async fn import(session: &Session, output: &mut Output, names: &[String]) -> Result {
    let mut imported = Imported::default();
    // Articles of feeds that another of the files subscribes to are taken in as well: after all the lists.
    let mut caches: Vec<(&str, Option<NamedTempFile>)> = Vec::new();
    for name in names {
        let mut input = input::lines(name)?;
        let mut start = Vec::with_capacity(MARK);
        (&mut input)
            .take(MARK as u64)
            .read_to_end(&mut start)
            .map_err(|error| unreadable(name, &error))?;
        let is_cache = start.starts_with(newsboat::cache::MAGIC);
        let is_archive = start.starts_with(ARCHIVE);
        let mut input = std::io::Cursor::new(start).chain(input);
        if is_cache {
            let copy = if name == "-" {
                Some(spooled(&mut input).map_err(|error| unreadable(name, &error))?)
            } else {
                None
            };
            caches.push((name, copy));
        } else if is_archive {
            imported.join(archive(session, name, &mut input).await?);
        } else {
            let bytes = input::rest_up_to(LONGEST, name, &mut input)?;
            let one = import::document(&session.desk, &bytes).await;
            imported.join(one.map_err(|error| failed(name, error))?);
        }
    }
    for (name, copy) in &caches {
        let path = copy.as_ref().map_or(Path::new(name), NamedTempFile::path);
        let one = import::cache(&session.desk, path).await;
        imported.join(one.map_err(|error| failed(name, error))?);
    }
    for line in imported.notes.iter().chain(&imported.left_out) {
        output.notice(line);
    }
    if output.is_json {
        output.json(&imported)?;
    } else if imported.added > 0 {
        output.line(&format!(
            "{}; `squelch refresh` fetches what is new",
            imported.in_words()
        ))?;
    } else {
        output.line(&imported.in_words())?;
    }
    Ok(if imported.is_broken_off {
        Done::Partly
    } else {
        Done::All
    })
}

/// A database is read from a file, so one that comes through a pipe becomes one for the while.
fn spooled(input: &mut impl Read) -> std::io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    std::io::copy(input, &mut file)?;
    Ok(file)
}

fn unreadable(name: &str, error: &std::io::Error) -> Failed {
    Failed::work(format!("cannot read {name}: {error}"))
}

fn failed(name: &str, error: ImportError) -> Failed {
    match error {
        ImportError::Store(error) => error.into(),
        error @ (ImportError::NotOpml(_) | ImportError::Cache(_)) => {
            Failed::work(format!("cannot import {name}: {error}"))
        }
    }
}

/// Takes in what `export json` wrote, as it is read.
async fn archive(session: &Session, name: &str, input: &mut dyn BufRead) -> Result<Imported> {
    let store = &session.desk.store;
    let mut imported = Imported::default();
    let mut records = Vec::with_capacity(AT_ONCE);
    let mut line = String::new();
    let mut number = 0;
    loop {
        line.clear();
        let is_over = input
            .read_line(&mut line)
            .map_err(|error| unreadable(name, &error))?
            == 0;
        number += 1;
        if !line.trim().is_empty() {
            let record = serde_json::from_str(&line).map_err(|error| {
                Failed::work(format!(
                    "line {number} of {name} is no part of an archive ({error}); what stood before it was taken in"
                ))
            })?;
            if let Record::SquelchArchive { version } = record
                && version > ARCHIVE_VERSION
            {
                return Err(Failed::work(format!(
                    "{name} was written by a newer squelch; update this one to take it in"
                )));
            }
            records.push(record);
        }
        if is_over || records.len() >= AT_ONCE {
            let some = std::mem::replace(&mut records, Vec::with_capacity(AT_ONCE));
            imported.join(store.take_in(some).await?.into());
        }
        if is_over {
            return Ok(imported);
        }
    }
}
