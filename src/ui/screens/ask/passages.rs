//! An answer laid out for a width: question, what is said about the answer, passages.

use std::ops::Range;

use crate::config::Tone;
use crate::jobs::ask::Citation;
use crate::ui::screens::headlines::brief::maker;
use crate::ui::view::SPINNER;
use crate::ui::widgets::rich::{Row, Run};
use crate::ui::widgets::wrap;
use crate::ui::{Load, State};

/// Rows of a passage shown at most; longer ones are cut round the sentence that answers.
const PASSAGE_ROWS: usize = 10;

/// An answer as rows, and the rows of each citation.
#[derive(Debug, Clone, Default)]
pub(super) struct Passages {
    pub(super) rows: Vec<Row>,
    pub(super) citations: Vec<Range<usize>>,
}

impl Passages {
    /// Lays an answer out. At most a handful of passages, so this is done anew whenever it is looked at.
    pub(super) fn new(state: &State, width: u16) -> Self {
        let width = usize::from(width).max(1);
        let mut page = Self::default();
        page.text(&state.ask.question, Tone::Title, width);
        match &state.ask.answer {
            Load::Idle => {}
            Load::Waiting(_) => {
                let turning = SPINNER.get(state.frame % SPINNER.len()).unwrap_or(&"");
                let said = format!("{turning} looking through everything cached");
                page.text(&said, Tone::Muted, width);
            }
            Load::Failed(why) => page.text(&format!("! {why}"), Tone::Error, width),
            Load::Ready(answer) => {
                let (said, tone) = match (answer.citations.len(), answer.is_answered) {
                    (0, _) => (
                        "Nothing that is cached bears on this question.".to_owned(),
                        Tone::Warning,
                    ),
                    (_, false) => (
                        "Not answered in what is cached. The nearest passages:".to_owned(),
                        Tone::Warning,
                    ),
                    (1, true) => (
                        format!("1 passage, chosen by {}", maker(&answer.engine)),
                        Tone::Muted,
                    ),
                    (count, true) => (
                        format!("{count} passages, chosen by {}", maker(&answer.engine)),
                        Tone::Muted,
                    ),
                };
                page.text(&said, tone, width);
                for citation in &answer.citations {
                    page.citation(state, citation, width);
                }
            }
        }
        page
    }

    fn citation(&mut self, state: &State, citation: &Citation, width: usize) {
        self.rows.push(Row::default());
        let start = self.rows.len();
        let mark = format!("[{}] ", citation.number);
        let here = if state.ask.article == Some(citation.article) {
            "this story".to_owned()
        } else {
            citation.source.clone()
        };
        let about = format!(
            "{here} · {} · {}",
            citation.published.readable(&state.zone),
            citation.title
        );
        let room = width.saturating_sub(wrap::columns(&mark));
        self.rows.push(Row {
            runs: vec![
                Run::new(mark, Tone::Number),
                Run::new(wrap::fit(&about, room).into_owned(), Tone::Accent),
            ],
        });
        self.rows.extend(passage(citation, width));
        self.citations.push(start..self.rows.len());
    }

    fn text(&mut self, text: &str, tone: Tone, width: usize) {
        self.rows.extend(
            wrap::wrap(text, width)
                .into_iter()
                .map(|line| Row::of(text.get(line).unwrap_or_default(), tone)),
        );
    }
}

/// Returns the passage with the sentences that answer set off, cut round the best when it is long.
fn passage(citation: &Citation, width: usize) -> Vec<Row> {
    // The cells of a table are parted by tabs, which no terminal cell can hold.
    let text = &citation.passage.replace('\t', " ");
    let lines = wrap::wrap(text, width);
    let (first, last) = window(&lines, &citation.mark);
    let mut rows = Vec::new();
    if first > 0 {
        rows.push(Row::of("…", Tone::Muted));
    }
    for line in lines.get(first..last).unwrap_or_default() {
        let runs = wrap::pieces(text, &citation.marks, line.clone())
            .into_iter()
            .map(|(piece, is_marked)| {
                let tone = if is_marked { Tone::Strong } else { Tone::Muted };
                Run::new(piece, tone)
            })
            .collect();
        rows.push(Row { runs });
    }
    if last < lines.len() {
        rows.push(Row::of("…", Tone::Muted));
    }
    rows
}

/// Returns which lines of a passage to show: all of a short one, else those of the mark with some on either side.
fn window(lines: &[Range<usize>], mark: &Range<usize>) -> (usize, usize) {
    if lines.len() <= PASSAGE_ROWS {
        return (0, lines.len());
    }
    let start = lines.partition_point(|line| line.end <= mark.start);
    let end = lines
        .partition_point(|line| line.start < mark.end)
        .max(start + 1);
    let spare = PASSAGE_ROWS.saturating_sub(end - start);
    let first = start
        .saturating_sub(spare / 2)
        .min(lines.len() - PASSAGE_ROWS.max(1));
    (first, (first + PASSAGE_ROWS).max(end).min(lines.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_passage_is_cut_round_its_mark() {
        let lines: Vec<Range<usize>> = (0..30).map(|line| line * 10..line * 10 + 9).collect();
        assert_eq!(window(&lines, &(0..5)), (0, 10));
        assert_eq!(window(&lines, &(150..169)), (11, 21));
        assert_eq!(window(&lines, &(290..299)), (20, 30));
        assert_eq!(window(&lines[..4], &(0..5)), (0, 4));
        let (first, last) = window(&lines, &(50..250));
        assert!(first <= 5 && last >= 25, "{first} {last}");
    }
}
