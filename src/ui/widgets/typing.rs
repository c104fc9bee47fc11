//! What helps at a line being typed: lines typed before, and ways the word at the cursor may go on.

/// Lines kept.
const MOST: usize = 100;

/// Lines typed before, oldest first, and how far back the person has gone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    lines: Vec<String>,
    /// 0 is the line being typed.
    back: usize,
    /// What was being typed when going back began.
    draft: String,
}

impl History {
    pub const fn lines(&self) -> &Vec<String> {
        &self.lines
    }

    /// Takes over lines kept elsewhere, oldest first.
    pub fn restore(&mut self, lines: Vec<String>) {
        self.lines = lines;
        self.lines.drain(..self.lines.len().saturating_sub(MOST));
        self.back = 0;
    }

    /// Keeps a line as the newest; one that is there already moves.
    pub fn keep(&mut self, line: &str) {
        let line = line.trim();
        self.back = 0;
        if line.is_empty() {
            return;
        }
        self.lines.retain(|kept| kept != line);
        self.lines.push(line.to_owned());
        if self.lines.len() > MOST {
            self.lines.remove(0);
        }
    }

    /// Returns the line before the one shown, which is `shown`; `None` at the oldest.
    pub fn older(&mut self, shown: &str) -> Option<String> {
        if self.back == 0 {
            shown.clone_into(&mut self.draft);
        }
        let at = self.lines.len().checked_sub(self.back + 1)?;
        self.back += 1;
        self.lines.get(at).cloned()
    }

    /// Returns the line after the one shown, at last the one that was being typed; `None` when that is shown.
    pub fn newer(&mut self) -> Option<String> {
        self.back = self.back.checked_sub(1)?;
        if self.back == 0 {
            return Some(self.draft.clone());
        }
        self.lines.get(self.lines.len() - self.back).cloned()
    }

    /// What is typed now is a line of its own.
    pub const fn rest(&mut self) {
        self.back = 0;
    }
}

/// The lines `Tab` goes through, once it was pressed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completions {
    lines: Vec<String>,
    at: Option<usize>,
}

impl Completions {
    /// Forgets them, because the line was edited.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Returns the next line (or the one before), looking for them by `find` at the first press; `None` where there is
    /// none.
    pub fn turn(&mut self, is_forward: bool, find: impl FnOnce() -> Vec<String>) -> Option<String> {
        if self.at.is_none() {
            self.lines = find();
        }
        let count = self.lines.len();
        let next = match (self.at, is_forward) {
            _ if count == 0 => return None,
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.at = Some(next);
        self.lines.get(next).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_goes_back_to_the_oldest_and_forth_to_what_was_typed() {
        let mut history = History::default();
        for line in ["one", "two", "one", " "] {
            history.keep(line);
        }
        assert_eq!(history.lines(), &["two", "one"]);
        assert_eq!(history.older("dra").as_deref(), Some("one"));
        assert_eq!(history.older("one").as_deref(), Some("two"));
        assert_eq!(history.older("two"), None);
        assert_eq!(history.newer().as_deref(), Some("one"));
        assert_eq!(history.newer().as_deref(), Some("dra"));
        assert_eq!(history.newer(), None);
    }

    #[test]
    fn history_is_bounded() {
        let mut history = History::default();
        history.restore((0..300).map(|number| number.to_string()).collect());
        assert_eq!(history.lines().len(), MOST);
        history.keep("newest");
        assert_eq!(history.lines().len(), MOST);
        assert_eq!(history.older("").as_deref(), Some("newest"));
    }

    #[test]
    fn completions_turn_round_both_ways() {
        let mut completions = Completions::default();
        let find = || vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(completions.turn(true, find).as_deref(), Some("a"));
        assert_eq!(completions.turn(true, find).as_deref(), Some("b"));
        assert_eq!(completions.turn(true, find).as_deref(), Some("a"));
        completions.clear();
        assert_eq!(completions.turn(false, find).as_deref(), Some("b"));
        completions.clear();
        assert_eq!(completions.turn(true, Vec::new), None);
    }
}
