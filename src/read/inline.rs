//! Text within a block: runs of styled words.

use super::rendered::Style;

/// Text of one paragraph, heading or cell; `\n` in a run is a line break the author asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inline {
    pub runs: Vec<Run>,
}

/// Neighbouring words that look the same and lead to the same place.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub text: String,
    pub style: Style,
    /// Index into [`super::Document::links`].
    pub link: Option<usize>,
}

impl Inline {
    /// Returns plain text as inline text.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            return Self::default();
        }
        Self {
            runs: vec![Run {
                text,
                style: Style::default(),
                link: None,
            }],
        }
    }

    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// Returns the words without their marks.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Appends a run, joined to the last one if it looks the same.
    pub(super) fn push(&mut self, text: &str, style: Style, link: Option<usize>) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.style == style && last.link == link => last.text.push_str(text),
            _ => self.runs.push(Run {
                text: text.to_owned(),
                style,
                link,
            }),
        }
    }

    /// Moves the space at the end of a link behind it: its number belongs to the word, `tide[1] table`.
    pub(super) fn with_spaces_outside_links(self) -> Self {
        let mut moved = Self::default();
        let mut due = "";
        let links: Vec<Option<usize>> = self.runs.iter().map(|run| run.link).skip(1).collect();
        for (index, run) in self.runs.iter().enumerate() {
            moved.push(due, Style::default(), None);
            let is_end = links.get(index).is_none_or(|next| *next != run.link);
            let words = run.text.trim_end_matches([' ', '\u{a0}']);
            due = "";
            if run.link.is_some() && is_end && !words.is_empty() && words.len() < run.text.len() {
                moved.push(words, run.style, run.link);
                due = " ";
            } else {
                moved.push(&run.text, run.style, run.link);
            }
        }
        moved
    }

    /// Appends other text after a line break.
    pub(super) fn append_line(&mut self, other: Self) {
        if let Some(last) = self.runs.last_mut() {
            last.text.push('\n');
        }
        for run in other.runs {
            self.push(&run.text, run.style, run.link);
        }
    }
}
