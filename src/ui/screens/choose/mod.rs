//! A list to choose from: the feeds of a page, the starter packs.

use crate::fetch::Candidate;

/// What a choice is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Purpose {
    /// Feeds of a page; any number may be chosen.
    Candidates {
        candidates: Vec<Candidate>,
        title: Option<String>,
        folder: String,
    },
    /// One starter pack, by its number.
    #[default]
    Starter,
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub purpose: Purpose,
}
