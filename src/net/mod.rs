//! HTTP with every limit in place: timeouts, redirects, size after decompression, proxies, an honest User-Agent.
//!
//! Knows nothing of feeds. `fetch::http` says what an answer means for a feed.
