//! The text of help and of the message log.

use crate::config::Tone;
use crate::config::listing::{self, Row as Listed};
use crate::ui::State;
use crate::ui::widgets::rich::{Row, Run};
use crate::ui::widgets::wrap;

/// Two columns from this width on.
const TWO_COLUMNS: u16 = 92;
/// Columns for the keys of a command.
const KEYS: usize = 15;

/// Returns the keys under their headings, those whose line has all words of `filter`.
pub(super) fn keys(state: &State, width: u16, filter: &str) -> Vec<Row> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let listed: Vec<Listed> = listing::rows(&state.keymap)
        .into_iter()
        .filter(|row| is_found(row, &words))
        .collect();
    if listed.is_empty() {
        return vec![Row::of("No command has these words.", Tone::Muted)];
    }
    let mut groups: Vec<Vec<&Listed>> = Vec::new();
    for row in &listed {
        match groups.last_mut() {
            Some(group) if group.first().is_some_and(|first| first.group == row.group) => {
                group.push(row);
            }
            _ => groups.push(vec![row]),
        }
    }
    if width < TWO_COLUMNS || groups.len() < 2 {
        let mut rows = groups
            .iter()
            .flat_map(|group| section(group, usize::from(width)))
            .collect::<Vec<_>>();
        rows.pop();
        return rows;
    }
    let half = usize::from(width / 2).saturating_sub(1);
    let sections: Vec<Vec<Row>> = groups.iter().map(|group| section(group, half)).collect();
    beside(&sections, usize::from(width) - half)
}

fn is_found(row: &Listed, words: &[String]) -> bool {
    let text = format!(
        "{} {} {} {}",
        row.keys.join(" "),
        row.usage(),
        row.group,
        row.summary
    )
    .to_lowercase();
    words.iter().all(|word| text.contains(word.as_str()))
}

/// A heading, its commands, and an empty row.
fn section(group: &[&Listed], width: usize) -> Vec<Row> {
    let heading = group.first().map_or("", |row| row.group);
    let mut rows = vec![Row::of(heading, Tone::Heading2)];
    for row in group {
        let keys = if row.keys.is_empty() {
            format!(":{}", row.usage())
        } else {
            row.keys.join(" ")
        };
        let keys_width = KEYS.min(width / 3);
        let keys = wrap::fit(&keys, keys_width).into_owned();
        let air = " ".repeat(keys_width + 2 - wrap::columns(&keys));
        let room = width.saturating_sub(keys_width + 2).max(1);
        for (number, line) in wrap::wrap(&row.summary, room).into_iter().enumerate() {
            let summary = Run::new(row.summary.get(line).unwrap_or_default(), Tone::Text);
            let runs = if number == 0 {
                vec![
                    Run::new(keys.clone(), Tone::Key),
                    Run::new(air.clone(), Tone::Text),
                    summary,
                ]
            } else {
                vec![Run::new(" ".repeat(keys_width + 2), Tone::Text), summary]
            };
            rows.push(Row { runs });
        }
    }
    rows.push(Row::default());
    rows
}

/// Puts sections into two columns of nearly the same height, in order.
fn beside(sections: &[Vec<Row>], left_width: usize) -> Vec<Row> {
    let whole: usize = sections.iter().map(Vec::len).sum();
    let mut taken = 0;
    let split = sections
        .iter()
        .position(|section| {
            taken += section.len();
            2 * taken >= whole
        })
        .map_or(sections.len(), |index| index + 1);
    let column = |sections: &[Vec<Row>]| sections.iter().flatten().cloned().collect::<Vec<_>>();
    let left = column(sections.get(..split).unwrap_or_default());
    let right = column(sections.get(split..).unwrap_or_default());
    let mut rows = Vec::new();
    for index in 0..left.len().max(right.len()) {
        let mut row = left.get(index).cloned().unwrap_or_default();
        if let Some(other) = right.get(index).filter(|row| !row.runs.is_empty()) {
            let used: usize = row.runs.iter().map(|run| wrap::columns(&run.text)).sum();
            let air = left_width.saturating_sub(used);
            row.runs.push(Run::new(" ".repeat(air), Tone::Text));
            row.runs.extend(other.runs.iter().cloned());
        }
        rows.push(row);
    }
    while rows.last().is_some_and(|row| row.runs.is_empty()) {
        rows.pop();
    }
    rows
}

/// Returns a text line by line, long lines broken.
pub(super) fn text(text: &str, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let parts = wrap::wrap(line, usize::from(width).max(1));
        if parts.is_empty() {
            rows.push(Row { runs: Vec::new() });
        }
        for part in parts {
            rows.push(Row::of(line.get(part).unwrap_or_default(), Tone::Text));
        }
    }
    rows
}

/// Returns what was said, the newest first.
pub(super) fn messages(state: &State, width: u16) -> Vec<Row> {
    if state.log.is_empty() {
        return vec![Row::of("Nothing was said yet.", Tone::Muted)];
    }
    let mut rows = Vec::new();
    for notice in state.log.iter().rev() {
        let time = format!("{}  ", notice.at.clock(&state.zone));
        let mark = if notice.is_error { "! " } else { "  " };
        let indent = wrap::columns(&time) + 2;
        let tone = if notice.is_error {
            Tone::Error
        } else {
            Tone::Text
        };
        let room = usize::from(width).saturating_sub(indent).max(1);
        for (number, line) in wrap::wrap(&notice.text, room).into_iter().enumerate() {
            let text = Run::new(notice.text.get(line).unwrap_or_default(), tone);
            let runs = if number == 0 {
                vec![
                    Run::new(time.clone(), Tone::Muted),
                    Run::new(mark, tone),
                    text,
                ]
            } else {
                vec![Run::new(" ".repeat(indent), Tone::Text), text]
            };
            rows.push(Row { runs });
        }
    }
    rows
}
