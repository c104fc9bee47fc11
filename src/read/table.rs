//! Tables: columns fitted to the width, or rows stacked where columns would be too narrow.

use unicode_width::UnicodeWidthStr;

use super::document::{Table, TableRow};
use super::inline::Inline;
use super::render::{number_width, strong};
use super::rendered::{Line, Role, Span};
use super::wrap::wrap;

const SEPARATOR: &str = " │ ";
/// A column may break words longer than this.
const LONGEST_WORD: usize = 12;

/// Returns the lines of `table`, none wider than `width`.
pub(super) fn lines(table: &Table, width: usize, role: Role) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(caption) = &table.caption {
        lines.extend(wrap(caption, width, Role::Caption));
    }
    match fit(&table.rows, width) {
        Some(columns) => lines.extend(grid(&table.rows, &columns, role)),
        None => lines.extend(stacked(&table.rows, width, role)),
    }
    lines
}

struct Column {
    width: usize,
    is_numeric: bool,
}

/// Returns the columns' widths, shared so that narrow columns keep theirs and wide ones wrap; `None` if they cannot fit.
fn fit(rows: &[TableRow], width: usize) -> Option<Vec<Column>> {
    let count = rows.iter().map(|row| row.cells.len()).max()?;
    let available = width.checked_sub(SEPARATOR.width() * count.saturating_sub(1))?;
    if available < count {
        return None;
    }
    let mut natural = vec![1_usize; count];
    let mut least = vec![1_usize; count];
    for row in rows {
        for (index, cell) in row.cells.iter().enumerate() {
            let (widest_line, widest_word) = measure(cell);
            if let (Some(natural), Some(least)) = (natural.get_mut(index), least.get_mut(index)) {
                *natural = (*natural).max(widest_line);
                *least = (*least).max(widest_word.min(LONGEST_WORD));
            }
        }
    }
    if least.iter().sum::<usize>() > available {
        return None;
    }
    let widths = share(&natural, &least, available);
    let columns = widths
        .into_iter()
        .enumerate()
        .map(|(index, width)| Column {
            width,
            is_numeric: is_numeric(rows, index),
        })
        .collect();
    Some(columns)
}

/// Gives a column its natural width as long as that is no more than an equal share of what is left, so that short
/// columns do not wrap; the others divide the rest by what they would like to have.
fn share(natural: &[usize], least: &[usize], available: usize) -> Vec<usize> {
    let mut widths: Vec<Option<usize>> = vec![None; natural.len()];
    let mut left = available;
    loop {
        let open = widths.iter().filter(|width| width.is_none()).count();
        // What the open columns need at least is not given away.
        let needed: usize = open_sum(&widths, least);
        let mut is_changed = false;
        for (index, natural) in natural.iter().enumerate() {
            let least = least.get(index).copied().unwrap_or(1);
            let affordable = natural.saturating_sub(least) <= left.saturating_sub(needed);
            if let Some(width) = widths.get_mut(index)
                && width.is_none()
                && *natural <= left / open.max(1)
                && affordable
            {
                *width = Some(*natural);
                left -= natural;
                is_changed = true;
                break;
            }
        }
        if !is_changed {
            break;
        }
    }
    let wanted: usize = open_sum(&widths, natural).max(1);
    let needed: usize = open_sum(&widths, least);
    let spare = left.saturating_sub(needed);
    widths
        .iter()
        .zip(natural.iter().zip(least))
        .map(|(width, (natural, least))| width.unwrap_or_else(|| least + spare * natural / wanted))
        .collect()
}

/// Sums `values` over the columns that have no width yet.
fn open_sum(widths: &[Option<usize>], values: &[usize]) -> usize {
    widths
        .iter()
        .zip(values)
        .filter(|(width, _)| width.is_none())
        .map(|(_, value)| value)
        .sum()
}

/// Returns the widths of the widest line and the widest word of a cell.
fn measure(cell: &Inline) -> (usize, usize) {
    let mut text = cell.text();
    let numbers: usize = cell
        .runs
        .iter()
        .filter_map(|run| run.link)
        .map(number_width)
        .sum();
    if text.is_empty() {
        text.push(' ');
    }
    let line = text
        .split('\n')
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(1);
    let word = text
        .split_whitespace()
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(1);
    (line + numbers, word)
}

fn is_numeric(rows: &[TableRow], index: usize) -> bool {
    let mut body = rows
        .iter()
        .filter(|row| !row.is_header)
        .filter_map(|row| row.cells.get(index))
        .filter(|cell| !cell.is_empty())
        .peekable();
    body.peek().is_some()
        && body.all(|cell| {
            let text = cell.text();
            text.chars().any(|character| character.is_ascii_digit())
                && text.chars().all(|character| {
                    character.is_ascii_digit() || " .,:+-−–±%$€£¥×xkKMG".contains(character)
                })
        })
}

fn grid(rows: &[TableRow], columns: &[Column], role: Role) -> Vec<Line> {
    let mut lines = Vec::new();
    let is_ragged = columns.len() > 1
        && rows
            .iter()
            .any(|row| !row.is_header && row_lines(row, columns, role).len() > 1);
    for (index, row) in rows.iter().enumerate() {
        let is_first_of_body =
            !row.is_header && index > 0 && rows.get(index - 1).is_some_and(|above| above.is_header);
        if is_first_of_body {
            lines.push(border(columns, "─", "─┼─"));
        } else if is_ragged && index > 0 && !row.is_header {
            lines.push(border(columns, "┈", "┈┼┈"));
        }
        lines.extend(row_lines(row, columns, role));
    }
    lines
}

fn border(columns: &[Column], dash: &str, crossing: &str) -> Line {
    let parts: Vec<String> = columns
        .iter()
        .map(|column| dash.repeat(column.width))
        .collect();
    Line {
        spans: vec![Span::furniture(parts.join(crossing))],
    }
}

fn row_lines(row: &TableRow, columns: &[Column], role: Role) -> Vec<Line> {
    let empty = Inline::default();
    let cells: Vec<Vec<Line>> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let cell = row.cells.get(index).unwrap_or(&empty);
            if row.is_header {
                wrap(&strong(cell), column.width, role)
            } else {
                wrap(cell, column.width, role)
            }
        })
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|line| across(&cells, columns, line))
        .collect()
}

/// Joins the `line`th lines of all cells.
fn across(cells: &[Vec<Line>], columns: &[Column], line: usize) -> Line {
    let mut joined = Line::default();
    for (index, (cell, column)) in cells.iter().zip(columns).enumerate() {
        if index > 0 {
            joined.spans.push(Span::furniture(SEPARATOR));
        }
        let own = cell.get(line).cloned().unwrap_or_default();
        let padding = " ".repeat(column.width.saturating_sub(own.width()));
        let is_last = index + 1 == columns.len();
        if column.is_numeric && !padding.is_empty() {
            joined.spans.push(Span::furniture(padding.clone()));
        }
        joined.spans.extend(own.spans);
        if !column.is_numeric && !is_last && !padding.is_empty() {
            joined.spans.push(Span::furniture(padding));
        }
    }
    joined
}

/// Lays each row out below the other, its cells one a line, called by the table's head.
fn stacked(rows: &[TableRow], width: usize, role: Role) -> Vec<Line> {
    let head: Option<&TableRow> = rows.first().filter(|row| row.is_header && rows.len() > 1);
    let mut lines: Vec<Line> = Vec::new();
    for row in rows.iter().filter(|row| !row.is_header || head.is_none()) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        for (index, cell) in row
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            let mut text = Inline::default();
            let name = head
                .and_then(|head| head.cells.get(index))
                .filter(|name| !name.is_empty());
            if let Some(name) = name {
                for run in strong(name).runs {
                    text.push(&run.text.replace('\n', " "), run.style, run.link);
                }
                text.push(": ", super::rendered::Style::default(), None);
            }
            for run in &cell.runs {
                text.push(&run.text, run.style, run.link);
            }
            lines.extend(wrap(&text, width, role));
        }
    }
    lines
}
