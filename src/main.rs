//! The `squelch` binary: hands the arguments to [`squelch::cli`] and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    squelch::cli::main()
}
