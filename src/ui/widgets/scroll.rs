//! A thin bar that shows which part of something long is in sight.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::config::{Theme, Tone};

/// Draws the bar into the column `area`, unless all `length` rows are in sight.
pub fn view(buffer: &mut Buffer, theme: &Theme, area: Rect, offset: usize, length: usize) {
    let Some((start, end)) = thumb(usize::from(area.height), offset, length) else {
        return;
    };
    for y in (area.top()..area.bottom()).skip(start).take(end - start) {
        if let Some(cell) = buffer.cell_mut((area.x, y)) {
            cell.set_symbol("┃").set_style(theme.style(Tone::Muted));
        }
    }
}

/// Returns first and end row of the thumb in a bar of `height` rows; `None` when everything is in sight.
fn thumb(height: usize, offset: usize, length: usize) -> Option<(usize, usize)> {
    if height == 0 || length <= height {
        return None;
    }
    let size = (height * height / length).clamp(1, height);
    let most = length - height;
    let start = (offset.min(most) * (height - size) + most / 2) / most;
    Some((start, start + size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumb_goes_from_top_to_bottom() {
        assert_eq!(thumb(10, 0, 10), None);
        assert_eq!(thumb(10, 0, 100), Some((0, 1)));
        assert_eq!(thumb(10, 90, 100), Some((9, 10)));
        assert_eq!(thumb(10, 5, 20), Some((3, 8)));
        assert_eq!(thumb(10, 1_000, 20), Some((5, 10)));
        assert_eq!(thumb(0, 0, 20), None);
    }
}
