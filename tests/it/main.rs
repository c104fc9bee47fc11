//! One test binary, one file per subject.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test that cannot go on should panic, and speed is nothing to it"
)]

mod architecture;
mod ask_scores;
mod brief_defects;
mod brief_rules;
mod cli;
mod cli_feeds;
mod damage;
mod digest;
mod disk;
mod full_text;
mod fuzzed;
mod http;
mod imports;
mod insight;
mod kills;
mod manners;
mod mute_rules;
mod parse;
mod personal;
mod pty;
mod questions;
mod read;
mod readme;
mod refresh;
mod screen;
mod screens;
mod sealed;
mod search;
mod sources;
mod stage;
mod store_care;
mod store_files;
mod store_processes;
mod store_rules;
mod survival;
mod tls;
