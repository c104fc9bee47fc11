//! What the program can do, one file each: the only place where fetch, read, store and insight meet.
//!
//! Every job takes a [`Desk`] and returns a value or an error in words; none of them prints or draws. The screen's
//! runtime and the command line call the same jobs.

pub mod ask;
pub mod browse;
pub mod clock;
pub mod insight;
pub mod open;
pub mod refresh;

use crate::fetch::Fetcher;
use crate::store::Store;

/// Everything a job needs; clones share the same store threads and connections.
#[derive(Debug, Clone)]
pub struct Desk {
    pub store: Store,
    pub fetcher: Fetcher,
    /// No job may use the network.
    pub is_offline: bool,
}
