//! squelch, a terminal news reader: no noise, only signal.
//!
//! # Map
//!
//! ```text
//! cli     the command line, the only module that prints          → ui, jobs, config, and below
//! ui      the screen: state, update, view, runtime               → jobs, config, read, domain, text
//! jobs    what the program can do, where siblings meet           → fetch, read, store, insight, config, and below
//! fetch   from an address to entries      read     from HTML to lines
//! store   articles on disk and search     insight  brief, questions, answers
//! config  settings, commands, keys, themes, paths                → domain, text
//! net     HTTP with limits                domain   values, ids, the query language, no I/O  → text
//! text    words, sentences, languages, hostile characters
//! ```
//!
//! Arrows point downward and never back; `tests/it/architecture.rs` holds the table and checks it.
//! `fetch` and `insight` may use `net`; apart from that the modules of one row do not know each other.
//!
//! # How data flows
//!
//! ```text
//!  keys, mouse, resize ─┐                                   ┌─► view(&State, &mut Frame)
//!  answers from jobs ───┼─► Msg ─► update(&mut State, Msg) ─┤
//!  timers ──────────────┘                                   └─► Vec<Effect> ─► runtime ─► jobs ─► Msg
//! ```
//!
//! `update` and `view` are synchronous and touch no disk, network or clock. Work is described as an
//! [`ui::Effect`], carried out by the runtime, and comes back as one more [`ui::Msg`].

pub mod cli;
pub mod config;
pub mod domain;
pub mod fetch;
pub mod insight;
pub mod jobs;
pub mod net;
pub mod read;
pub mod store;
pub mod text;
pub mod ui;
