//! The command line: parses arguments, calls `jobs`, and is the only module that prints.

use std::process::ExitCode;

/// Runs the program and returns its exit code: 0 done, 1 partly failed, 2 usage, 3 store unusable.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
