//! HTTP with every limit in place: timeouts, redirects, size after decompression, proxies, an honest User-Agent.
//!
//! Knows nothing of feeds: `fetch::http` says what an answer means for a feed. Start with [`Client::get`]; which
//! addresses a stranger may send us to is decided in [`address`].

pub mod address;
mod client;
mod error;
mod route;

pub use client::{Answer, Client, Limits, Request};
pub use error::{Error, Phase};
pub use route::{Route, Via};
