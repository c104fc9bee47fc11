//! Inline text broken into lines of a width, by columns as a terminal counts them.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::inline::Inline;
use super::rendered::{Line, Role, Span, Style};

/// Stands for a character wider than the whole line.
const TOO_WIDE: &str = "…";

/// Returns the lines of `inline`, none wider than `width` (at least 1); all text gets `role`.
///
/// A link's number follows its last word as `[n]`, which is furniture.
pub(super) fn wrap(inline: &Inline, width: usize, role: Role) -> Vec<Line> {
    let mut flow = Flow::new(width);
    let mut runs = inline.runs.iter().peekable();
    while let Some(run) = runs.next() {
        let style = Style { role, ..run.style };
        flow.text(&run.text, style, run.link);
        let ends = |link: &usize| runs.peek().is_none_or(|next| next.link != Some(*link));
        if let Some(link) = run.link.filter(ends) {
            flow.number(link);
        }
    }
    flow.finish()
}

/// Returns the mark that stands behind a link.
pub(super) fn link_number(link: usize) -> Span {
    let mut span = Span::furniture(format!("[{}]", link + 1));
    span.link = Some(link);
    span
}

struct Flow {
    width: usize,
    lines: Vec<Line>,
    line: Line,
    line_width: usize,
    word: Line,
    word_width: usize,
    /// The space before the word, if any.
    space: Option<(Style, Option<usize>)>,
    last: Break,
}

/// What the last character of the word allows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    /// The word goes on.
    No,
    /// A hyphen or slash after letters: the line may end here.
    AfterHyphen,
    /// A wide character: the line may end here unless the next one must not begin a line.
    AfterWide,
}

impl Flow {
    fn new(width: usize) -> Self {
        Self {
            width: width.max(1),
            lines: Vec::new(),
            line: Line::default(),
            line_width: 0,
            word: Line::default(),
            word_width: 0,
            space: None,
            last: Break::No,
        }
    }

    fn text(&mut self, text: &str, style: Style, link: Option<usize>) {
        for grapheme in text.graphemes(true) {
            match grapheme {
                "\n" | "\r\n" => {
                    self.place_word();
                    self.end_line();
                }
                " " | "\t" => {
                    self.place_word();
                    if self.line_width > 0 {
                        self.space = Some((style, link));
                    }
                }
                "\u{a0}" | "\u{202f}" => self.push(" ", 1, style, link),
                _ => {
                    let width = grapheme.width();
                    self.break_before(grapheme, width);
                    self.push(grapheme, width, style, link);
                    self.last = break_after(grapheme, width, self.word_width);
                }
            }
        }
    }

    fn number(&mut self, link: usize) {
        let span = link_number(link);
        self.word_width += span.text.width();
        self.word.push(&span.text, span.style, span.link);
        self.last = Break::No;
    }

    fn break_before(&mut self, grapheme: &str, width: usize) {
        let may_break = match self.last {
            Break::No => width == 2 && self.word_width > 0 && !ends_with_opening(&self.word),
            Break::AfterHyphen => grapheme.chars().all(char::is_alphanumeric),
            Break::AfterWide => true,
        };
        if may_break && !must_not_begin(grapheme) {
            self.place_word();
        }
    }

    fn push(&mut self, grapheme: &str, width: usize, style: Style, link: Option<usize>) {
        let (grapheme, width) = if width > self.width {
            (TOO_WIDE, 1)
        } else {
            (grapheme, width)
        };
        self.word.push(grapheme, style, link);
        self.word_width += width;
        self.last = Break::No;
    }

    fn place_word(&mut self) {
        self.last = Break::No;
        if self.word.spans.is_empty() {
            return;
        }
        let word = std::mem::take(&mut self.word);
        let word_width = std::mem::take(&mut self.word_width);
        let space = self.space.take();
        if self.line_width + usize::from(space.is_some()) + word_width <= self.width {
            if let Some((style, link)) = space {
                self.line.push(" ", style, link);
                self.line_width += 1;
            }
        } else {
            if self.line_width > 0 {
                self.end_line();
            }
            if word_width > self.width {
                self.place_in_pieces(&word);
                return;
            }
        }
        for span in &word.spans {
            self.line.push(&span.text, span.style, span.link);
        }
        self.line_width += word_width;
    }

    /// Breaks a word that no line can hold wherever the line is full.
    fn place_in_pieces(&mut self, word: &Line) {
        for span in &word.spans {
            for grapheme in span.text.graphemes(true) {
                let width = grapheme.width();
                if self.line_width + width > self.width {
                    self.end_line();
                }
                self.line.push(grapheme, span.style, span.link);
                self.line_width += width;
            }
        }
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        // A space that must not break is still no reason to fill the line.
        if let Some(last) = line.spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if last.text.is_empty() {
                line.spans.pop();
            }
        }
        self.lines.push(line);
        self.line_width = 0;
        self.space = None;
    }

    fn finish(mut self) -> Vec<Line> {
        self.place_word();
        if !self.line.spans.is_empty() {
            self.end_line();
        }
        while self.lines.last().is_some_and(|line| line.spans.is_empty()) {
            self.lines.pop();
        }
        self.lines
    }
}

fn break_after(grapheme: &str, width: usize, word_width: usize) -> Break {
    match grapheme {
        "-" | "–" | "—" | "/" | "‐" if word_width > 2 => Break::AfterHyphen,
        _ if width == 2 && !is_opening(grapheme) => Break::AfterWide,
        _ => Break::No,
    }
}

fn is_opening(grapheme: &str) -> bool {
    matches!(
        grapheme,
        "「" | "『"
            | "（"
            | "【"
            | "《"
            | "〈"
            | "〔"
            | "［"
            | "｛"
            | "("
            | "["
            | "{"
            | "“"
            | "‘"
            | "«"
            | "‹"
            | "¿"
            | "¡"
    )
}

fn ends_with_opening(word: &Line) -> bool {
    word.spans
        .last()
        .and_then(|span| span.text.graphemes(true).next_back())
        .is_some_and(is_opening)
}

/// Says whether East Asian typesetting and ours keep the character off the start of a line.
fn must_not_begin(grapheme: &str) -> bool {
    matches!(
        grapheme,
        "。" | "、"
            | "，"
            | "．"
            | "！"
            | "？"
            | "："
            | "；"
            | "」"
            | "』"
            | "）"
            | "】"
            | "》"
            | "〉"
            | "〕"
            | "］"
            | "｝"
            | "ー"
            | "々"
            | "・"
            | "…"
            | "‥"
            | "ぁ"
            | "ぃ"
            | "ぅ"
            | "ぇ"
            | "ぉ"
            | "っ"
            | "ゃ"
            | "ゅ"
            | "ょ"
            | "ァ"
            | "ィ"
            | "ゥ"
            | "ェ"
            | "ォ"
            | "ッ"
            | "ャ"
            | "ュ"
            | "ョ"
            | "."
            | ","
            | "!"
            | "?"
            | ":"
            | ";"
            | ")"
            | "]"
            | "}"
            | "”"
            | "’"
            | "»"
            | "›"
            | "%"
            | "％"
    )
}

/// Returns verbatim lines cut at `width`; the second and further pieces of a line begin with `mark`.
pub(super) fn cut(text: &str, width: usize, style: Style, mark: &str) -> Vec<Line> {
    let mark_width = mark.width();
    // A mark that leaves no room for the text is left out.
    let mark = if mark_width * 2 < width { mark } else { "" };
    let mark_width = mark.width();
    let mut lines = Vec::new();
    for source in text.split('\n') {
        let mut line = Line::default();
        let mut used = 0;
        for grapheme in source.graphemes(true) {
            let grapheme = match grapheme.width() {
                wide if wide > width => TOO_WIDE,
                _ => grapheme,
            };
            if used + grapheme.width() > width {
                lines.push(std::mem::take(&mut line));
                if !mark.is_empty() {
                    line.spans.push(Span::furniture(mark));
                }
                used = mark_width;
                if used + grapheme.width() > width {
                    line = Line::default();
                    used = 0;
                }
            }
            line.push(grapheme, style, None);
            used += grapheme.width();
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        wrap(&Inline::plain(text), width, Role::Body)
            .iter()
            .map(Line::text)
            .collect()
    }

    #[test]
    fn words_break_where_readers_expect() {
        for (text, width, expected) in [
            ("one two three", 7, vec!["one two", "three"]),
            ("one two", 3, vec!["one", "two"]),
            ("abcdefgh", 3, vec!["abc", "def", "gh"]),
            ("a abcdefgh", 3, vec!["a", "abc", "def", "gh"]),
            ("well-known fact", 6, vec!["well-", "known", "fact"]),
            ("a\nb", 9, vec!["a", "b"]),
            ("100\u{a0}km away", 6, vec!["100 km", "away"]),
            ("日本語の文章。", 6, vec!["日本語", "の文", "章。"]),
            ("日本", 1, vec!["…", "…"]),
            ("👩‍👩‍👧x", 2, vec!["👩‍👩‍👧", "x"]),
            ("", 5, vec![]),
        ] {
            assert_eq!(lines(text, width), expected, "{text} at {width}");
        }
    }

    #[test]
    fn long_code_is_cut_with_a_mark() {
        let cut: Vec<String> = cut("abcdefgh\nx", 5, Style::default(), "↪ ")
            .iter()
            .map(Line::text)
            .collect();
        assert_eq!(cut, ["abcde", "↪ fgh", "x"]);
    }
}
