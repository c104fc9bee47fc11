//! Article ids hold the time they are sorted by, so that by id is by date.
//!
//! `id = (seconds since 2000-01-01) << 10 | slot`: 1,024 articles a second find room, which a first fetch of feeds with
//! equal dates needs.

use crate::domain::Timestamp;

/// 2000-01-01T00:00:00Z.
const EPOCH: i64 = 946_684_800;
const SLOT_BITS: u32 = 10;
/// Articles that can share a second; the next one is sorted a second later.
pub(super) const SLOTS: i64 = 1 << SLOT_BITS;
/// As far from the epoch as an id can reach.
const FARTHEST: i64 = i64::MAX >> SLOT_BITS;

/// Returns the least id of articles sorted at this moment; those before it have lesser ids.
pub(super) fn first_id_at(moment: Timestamp) -> i64 {
    let seconds = moment
        .seconds()
        .saturating_sub(EPOCH)
        .clamp(-FARTHEST, FARTHEST);
    seconds << SLOT_BITS
}

/// Returns the time an article is sorted by, in seconds since 1970.
pub(super) const fn seconds_of(id: i64) -> i64 {
    (id >> SLOT_BITS) + EPOCH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_gives_its_time_back() {
        for seconds in [0, EPOCH - 1, EPOCH, 1_795_348_800, 4_000_000_000] {
            let first = first_id_at(Timestamp::from_seconds(seconds));
            assert_eq!(seconds_of(first), seconds);
            assert_eq!(seconds_of(first + 1_023), seconds);
            assert_eq!(seconds_of(first - 1), seconds - 1);
        }
        assert!(
            first_id_at(Timestamp::from_seconds(i64::MIN))
                < first_id_at(Timestamp::from_seconds(i64::MAX))
        );
    }
}
