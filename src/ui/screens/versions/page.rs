//! A change laid out for a width: what and when, then the text with what was removed and what was added.
//!
//! Nothing is told by colour alone: what was added is underlined, what was removed stands struck out between brackets,
//! and a sign before a line says that something in it changed.

use std::ops::Range;

use crate::config::Tone;
use crate::jobs::versions::{History, Revision};
use crate::text::revision::{Edit, Piece};
use crate::ui::widgets::rich::{Row, Run};
use crate::ui::widgets::wrap;

/// Columns of the sign before a line.
const SIGN: usize = 2;
/// Fewer columns than this hold no sign.
const NARROW: usize = 24;

/// A change as rows, and the rows where something changed, a stretch of them counted once.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    pub(super) changes: Vec<usize>,
}

impl Page {
    /// Lays the change out that is shown.
    pub(super) fn new(state: &crate::ui::State, width: u16) -> Self {
        let mut page = Self::default();
        let width = usize::from(width).max(1);
        if let Some((history, revision)) = state.versions.revision() {
            page.head(state, history, revision, width);
            page.text(&revision.text, width);
        }
        page
    }

    fn head(
        &mut self,
        state: &crate::ui::State,
        history: &History,
        revision: &Revision,
        width: usize,
    ) {
        let title = Marked::new(&revision.title);
        self.paragraph(&title, 0..title.text.len(), Tone::Title, width);
        let about = format!(
            "{} · change seen {}",
            history.article.headline.source,
            revision.at.readable(&state.zone)
        );
        self.plain(&about, Tone::Muted, width);
        let count = history.revisions.len();
        let which = match (count, state.versions.at) {
            (1, _) => "the only change".to_owned(),
            (_, 0) => format!("the latest of {count} changes"),
            (_, at) => format!("change {} of {count}", count - at),
        };
        let words = |number: usize| if number == 1 { "word" } else { "words" };
        let said = format!(
            "{which} · {} {} added, {} [removed]",
            revision.added,
            words(revision.added),
            revision.removed
        );
        self.plain(&said, Tone::Muted, width);
        self.rows.push(Row::default());
    }

    fn plain(&mut self, text: &str, tone: Tone, width: usize) {
        self.rows.extend(
            wrap::wrap(text, width)
                .into_iter()
                .map(|line| Row::of(text.get(line).unwrap_or_default(), tone)),
        );
    }

    /// Paragraphs far from any change are counted instead of shown.
    fn text(&mut self, pieces: &[Piece], width: usize) {
        let text = Marked::new(pieces);
        let paragraphs = text.paragraphs();
        let has_changed: Vec<bool> = paragraphs
            .iter()
            .map(|paragraph| text.marks_in(paragraph).next().is_some())
            .collect();
        if !has_changed.contains(&true) {
            self.plain("The text stayed as it was.", Tone::Muted, width);
            return;
        }
        let is_near = |at: usize| {
            let around = at.saturating_sub(1)..(at + 2).min(has_changed.len());
            has_changed
                .get(around)
                .is_some_and(|around| around.contains(&true))
        };
        let mut at = 0;
        while let Some(paragraph) = paragraphs.get(at).cloned() {
            let far = (at..paragraphs.len())
                .take_while(|at| !is_near(*at))
                .count();
            if far > 1 {
                let said = format!("⋯ {far} paragraphs as they were");
                self.plain(&said, Tone::Muted, width);
                at += far;
            } else {
                self.paragraph(&text, paragraph, Tone::Text, width);
                at += 1;
            }
            self.rows.push(Row::default());
        }
        self.rows.pop();
    }

    fn paragraph(&mut self, text: &Marked, paragraph: Range<usize>, tone: Tone, width: usize) {
        let has_sign = width >= NARROW;
        let room = if has_sign { width - SIGN } else { width };
        let words = text.text.get(paragraph.clone()).unwrap_or_default();
        let mut was_changed = false;
        for line in wrap::wrap(words, room) {
            let line = line.start + paragraph.start..line.end + paragraph.start;
            let (runs, sign) = text.line(line, tone);
            if sign != ' ' && !was_changed {
                self.changes.push(self.rows.len());
            }
            was_changed = sign != ' ';
            let mut row = Row { runs };
            if has_sign {
                row.runs
                    .insert(0, Run::new(format!("{sign} "), Tone::Accent));
            }
            self.rows.push(row);
        }
    }
}

/// Both states of a text as one, with what was removed and added in it.
struct Marked {
    text: String,
    /// In order.
    marks: Vec<(Range<usize>, Edit)>,
}

impl Marked {
    fn new(pieces: &[Piece]) -> Self {
        let mut marked = Self {
            text: String::new(),
            marks: Vec::new(),
        };
        for piece in pieces {
            // The cells of a table are parted by tabs, which no terminal cell can hold.
            let text = piece.text.replace('\t', " ");
            match piece.edit {
                Edit::Kept => marked.text.push_str(&text),
                Edit::Added => {
                    let follows = marked.marks.last().is_some_and(|(mark, edit)| {
                        *edit == Edit::Removed && mark.end == marked.text.len()
                    });
                    if follows && !text.starts_with(char::is_whitespace) {
                        marked.text.push(' ');
                    }
                    marked.mark(&text, Edit::Added);
                }
                Edit::Removed => {
                    for part in text.split_inclusive("\n\n") {
                        marked.removed(part);
                    }
                }
            }
        }
        marked
    }

    /// The brackets hold words only, so that none stands alone on a line.
    fn removed(&mut self, text: &str) {
        let words = text.trim();
        if words.is_empty() {
            self.text.push_str(text);
            return;
        }
        let before = text.len() - text.trim_start().len();
        let (before, rest) = text.split_at(before);
        let after = rest.get(words.len()..).unwrap_or_default();
        self.text.push_str(before);
        self.mark(&format!("[{words}]"), Edit::Removed);
        self.text.push_str(after);
    }

    fn mark(&mut self, text: &str, edit: Edit) {
        let start = self.text.len();
        self.text.push_str(text);
        self.marks.push((start..self.text.len(), edit));
    }

    /// Returns where the paragraphs are that hold anything.
    fn paragraphs(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        let mut found = Vec::new();
        for part in self.text.split("\n\n") {
            if !part.trim().is_empty() {
                found.push(start..start + part.len());
            }
            start += part.len() + "\n\n".len();
        }
        found
    }

    fn marks_in(&self, range: &Range<usize>) -> impl Iterator<Item = (Range<usize>, Edit)> {
        let range = range.clone();
        let first = self
            .marks
            .partition_point(|(mark, _)| mark.end <= range.start);
        self.marks
            .iter()
            .skip(first)
            .take_while({
                let end = range.end;
                move |(mark, _)| mark.start < end
            })
            .map(move |(mark, edit)| (mark.start.max(range.start)..mark.end.min(range.end), *edit))
    }

    /// Returns a line as runs, and the sign that stands before it.
    fn line(&self, line: Range<usize>, tone: Tone) -> (Vec<Run>, char) {
        let mut runs = Vec::new();
        let mut at = line.start;
        let (mut has_added, mut has_removed) = (false, false);
        let mut push = |range: Range<usize>, tone: Tone| {
            if let Some(text) = self.text.get(range).filter(|text| !text.is_empty()) {
                runs.push(Run::new(text, tone));
            }
        };
        for (mark, edit) in self.marks_in(&line) {
            push(at..mark.start, tone);
            at = mark.end;
            if edit == Edit::Added {
                has_added = true;
                push(mark, Tone::Added);
            } else {
                has_removed = true;
                push(mark, Tone::Removed);
            }
        }
        push(at..line.end, tone);
        let sign = match (has_added, has_removed) {
            (false, false) => ' ',
            (true, false) => '+',
            (false, true) => '-',
            (true, true) => '±',
        };
        (runs, sign)
    }
}
