//! Movement as such: the same keys scroll text and move through lists.

/// A way to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// Lines or rows, down when positive.
    Lines(i32),
    /// Half pages, down when positive.
    HalfPages(i32),
    Pages(i32),
    First,
    Last,
}

impl Motion {
    /// Returns where `at` moves in `length` things of which `page` are seen at once. Stays within `0..length`.
    pub fn apply(self, at: usize, length: usize, page: usize) -> usize {
        let page = i64::try_from(page.max(1)).unwrap_or(i64::MAX);
        let at = i64::try_from(at).unwrap_or(i64::MAX);
        let last = i64::try_from(length).unwrap_or(i64::MAX).saturating_sub(1);
        let moved = match self {
            Self::Lines(lines) => at.saturating_add(i64::from(lines)),
            Self::HalfPages(count) => at.saturating_add(i64::from(count) * (page / 2).max(1)),
            // One line of the old page stays in sight, so that the eye finds its place.
            Self::Pages(count) => at.saturating_add(i64::from(count) * (page - 1).max(1)),
            Self::First => 0,
            Self::Last => last,
        };
        usize::try_from(moved.clamp(0, last.max(0))).unwrap_or(0)
    }
}

/// Returns the first row to draw, so that `selected` is among the `page` rows drawn, with a few rows round it where
/// there are any. Moves as little as possible from `offset`.
pub fn follow(offset: usize, selected: usize, length: usize, page: usize) -> usize {
    if page == 0 {
        return offset;
    }
    let margin = (page / 6).min(3);
    let lowest = (selected + margin + 1).saturating_sub(page);
    let highest = selected.saturating_sub(margin);
    offset
        .clamp(lowest.min(highest), highest.max(lowest))
        .min(length.saturating_sub(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn motion_stays_within_the_list() {
        let cases = [
            (Motion::Lines(1), 0, 10, 1),
            (Motion::Lines(-1), 0, 10, 0),
            (Motion::Lines(i32::MAX), 3, 10, 9),
            (Motion::HalfPages(1), 0, 100, 5),
            (Motion::Pages(1), 0, 100, 9),
            (Motion::Pages(-1), 50, 100, 41),
            (Motion::First, 50, 100, 0),
            (Motion::Last, 50, 100, 99),
            (Motion::Last, 0, 0, 0),
            (Motion::Lines(1), 0, 0, 0),
        ];
        for (motion, at, length, expected) in cases {
            assert_eq!(
                motion.apply(at, length, 10),
                expected,
                "{motion:?} from {at}"
            );
        }
    }

    #[test]
    fn the_selected_row_is_always_in_sight() {
        for length in 0..40_usize {
            for page in 1..12 {
                for offset in 0..length {
                    for selected in 0..length {
                        let first = follow(offset, selected, length, page);
                        assert!(
                            (first..first + page).contains(&selected),
                            "offset {offset} selected {selected} of {length}, page {page}: {first}"
                        );
                    }
                }
            }
        }
    }
}
