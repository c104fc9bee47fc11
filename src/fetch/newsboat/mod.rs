//! What newsboat keeps: its list of subscriptions (`urls`) with query feeds (`filter`), and its `cache.db`.
//!
//! Source: newsboat's own documentation, and what newsboat 2.21 does where that says nothing.

pub mod cache;
mod filter;
mod pattern;
mod urls;

pub(super) use urls::read;

/// Returns what an article with this flag is tagged with here; `None` for what is no flag (they are single letters).
fn flag_tag(flag: char) -> Option<String> {
    flag.is_ascii_alphabetic().then(|| format!("flag-{flag}"))
}
