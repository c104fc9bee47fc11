//! Reading what the person names: a file, or `-` for standard input.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::exit::{Failed, Result};

/// More than any feed or page has; what is longer is refused rather than held in memory.
const LIMIT: u64 = 64 * 1024 * 1024;

/// Returns the bytes of a file or of standard input (`-`).
pub(super) fn read(name: &str) -> Result<Vec<u8>> {
    rest(name, &mut lines(name)?)
}

/// Returns a file or standard input (`-`) to be read piece by piece.
pub(super) fn lines(name: &str) -> Result<Box<dyn BufRead>> {
    Ok(if name == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(BufReader::new(open(Path::new(name))?))
    })
}

/// Returns what is left to read, up to the limit.
pub(super) fn rest(name: &str, input: &mut dyn BufRead) -> Result<Vec<u8>> {
    rest_up_to(LIMIT, name, input)
}

/// Returns what is left to read, up to so many bytes.
pub(super) fn rest_up_to(limit: u64, name: &str, input: &mut dyn BufRead) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let result = input.take(limit + 1).read_to_end(&mut bytes);
    result.map_err(|error| Failed::work(format!("cannot read {name}: {error}")))?;
    if bytes.len() as u64 > limit {
        return Err(Failed::work(format!(
            "{name} is larger than {} MiB",
            limit >> 20
        )));
    }
    Ok(bytes)
}

pub(super) fn open(path: &Path) -> Result<File> {
    File::open(path)
        .map_err(|error| Failed::work(format!("cannot read {}: {error}", path.display())))
}
