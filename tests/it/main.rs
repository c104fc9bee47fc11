//! One test binary, one file per subject.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod architecture;
mod brief_defects;
mod cli;
mod http;
mod insight;
mod parse;
mod pty;
mod read;
mod readme;
mod refresh;
mod screen;
mod screens;
mod sealed;
mod search;
mod stage;
mod store_files;
mod store_processes;
mod store_rules;
