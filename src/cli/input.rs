//! Reading what the person names: a file, or `-` for standard input.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::exit::{Failed, Result};

/// More than any feed or page has; what is longer is refused rather than held in memory.
const LIMIT: u64 = 64 * 1024 * 1024;

/// Returns the bytes of a file or of standard input (`-`).
pub(super) fn read(name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let result = if name == "-" {
        std::io::stdin()
            .lock()
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
    } else {
        open(Path::new(name))?
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
    };
    result.map_err(|error| Failed::work(format!("cannot read {name}: {error}")))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Failed::work(format!("{name} is larger than 64 MiB")));
    }
    Ok(bytes)
}

pub(super) fn open(path: &Path) -> Result<File> {
    File::open(path)
        .map_err(|error| Failed::work(format!("cannot read {}: {error}", path.display())))
}
