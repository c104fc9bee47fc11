//! How much each source posts: what the health screen and `squelch feeds` say of it.

use std::collections::BTreeMap;

use super::{Desk, clock};
use crate::domain::FeedId;
use crate::store::StoreError;

/// Weeks that are counted: a source that posts on Mondays has four of them.
pub const WEEKS: u32 = 4;
const WEEK: i64 = 7 * 24 * 60 * 60;

/// Returns how many articles each feed has of the last [`WEEKS`], for feeds that have any.
pub async fn lately(desk: &Desk) -> Result<BTreeMap<FeedId, u64>, StoreError> {
    let since = clock::now().plus(-i64::from(WEEKS) * WEEK);
    desk.store.posted_since(since).await
}

/// Returns a count of [`lately`] as articles a week.
pub fn a_week(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / f64::from(WEEKS)
}

/// Returns a count of [`lately`] in words: `12 a week`, `3 a month`, `quiet for 4 weeks`.
pub fn in_words(count: u64) -> String {
    match count {
        0 => format!("quiet for {WEEKS} weeks"),
        few if few < u64::from(WEEKS) => format!("{few} a month"),
        many => format!("{:.0} a week", a_week(many)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_posts_is_said_in_words() {
        for (count, words) in [
            (0, "quiet for 4 weeks"),
            (1, "1 a month"),
            (3, "3 a month"),
            (4, "1 a week"),
            (49, "12 a week"),
            (u64::MAX, "1073741824 a week"),
        ] {
            assert_eq!(in_words(count), words, "{count}");
        }
    }
}
