//! Paragraphs and sentences with their byte ranges.
//!
//! Own rules instead of a crate: one pass without regular expressions, no allocation but the answer, the same rules for
//! every language (what a mark means is told by what stands around it), and a paragraph is never left.

mod marks;

use std::ops::Range;

use marks::{
    CLOSING, NUMBERED, ORDINAL_NOUNS, STARTERS, TITLES, first_word, is_attribution, is_closer,
    is_end, is_strong_end, is_wide_end, opened,
};

/// Returns the byte ranges of the paragraphs of `text`: what is parted by an empty line, white space around it trimmed.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            push_trimmed(text, start..at, &mut found);
            start = at + line.len();
        }
        at += line.len();
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

/// Returns the byte ranges of the sentences of `text`, in order, without the white space around them.
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    paragraphs(text)
        .into_iter()
        .flat_map(|paragraph| in_paragraph(text, paragraph))
        .collect()
}

/// Returns the sentences of one paragraph, as byte ranges of `text`.
pub fn in_paragraph(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for block in blocks(text, paragraph) {
        split(text, block, &mut found);
    }
    found
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let Some(part) = text.get(range.clone()) else {
        return;
    };
    let start = range.start + part.len() - part.trim_start().len();
    let end = start + part.trim().len();
    if start < end {
        found.push(start..end);
    }
}

/// A shorter line that does not end a sentence is a heading or an item, not a line broken to fit a page.
const BROKEN_LINE: usize = 40;

/// Parts a paragraph where a line break ends something: an item of a list, a heading, a whole sentence.
fn blocks(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let body = text.get(paragraph.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    let mut lines = body.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        at += line.len();
        let Some(next) = lines.peek() else { break };
        let is_whole = line
            .trim_end()
            .ends_with(|c| is_end(c) || is_closer(c) || c == ':');
        let is_broken = line.len() >= BROKEN_LINE && !is_whole && !is_item(next);
        if !is_broken {
            push_trimmed(text, start..at, &mut found);
            start = at;
        }
    }
    push_trimmed(text, start..paragraph.end, &mut found);
    found
}

/// Returns whether a line begins as an item of a list.
fn is_item(line: &str) -> bool {
    item_mark(line).is_some()
}

/// Returns the mark an item of a list begins with: `- `, `• `, `3. `, `b) `.
pub fn item_mark(line: &str) -> Option<&str> {
    let mark = line.split_whitespace().next()?;
    let is_mark =
        matches!(mark, "-" | "*" | "•" | "–" | "—" | "·" | "▪" | "◦" | "+") || is_number_mark(mark);
    is_mark.then_some(mark)
}

fn is_number_mark(mark: &str) -> bool {
    let inner = mark.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number =
        inner.len() <= 2 && !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit());
    is_number || (mark.ends_with(')') && inner.len() == 1)
}

/// A sentence is not looked for beyond this many characters of an open quotation.
const LONGEST_QUOTE: usize = 600;

fn split(text: &str, block: Range<usize>, found: &mut Vec<Range<usize>>) {
    let Some(body) = text.get(block.clone()) else {
        return;
    };
    let mut start = 0;
    let mut at = 0;
    // East Asian quotations hold whole sentences and stay together with what introduces them.
    let mut quoted_since = None;
    let mut quotes = Quotes::default();
    while let Some(c) = body.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            '「' | '『' => quoted_since = quoted_since.or(Some(at)),
            '」' | '』' => quoted_since = None,
            _ => {}
        }
        quotes.see(c);
        let mark = at;
        at += c.len_utf8();
        if !is_end(c) {
            continue;
        }
        if quoted_since.is_some_and(|since| at - since < LONGEST_QUOTE) {
            continue;
        }
        let mut last = c;
        while let Some(next) = body.get(at..).and_then(|rest| rest.chars().next()) {
            if !is_end(next) {
                break;
            }
            last = next;
            at += next.len_utf8();
        }
        let ends = at;
        while let Some(next) = body.get(at..).and_then(|rest| rest.chars().next()) {
            let behind = body
                .get(at + next.len_utf8()..)
                .and_then(|rest| rest.chars().next());
            if !is_closer(next) || quotes.opens(next, behind) {
                break;
            }
            quotes.see(next);
            if matches!(next, '」' | '』') {
                quoted_since = None;
            }
            at += next.len_utf8();
        }
        let place = Mark {
            before: body.get(start..mark).unwrap_or_default(),
            sign: c,
            last,
            is_run: ends > mark + c.len_utf8(),
            closers: body.get(ends..at).unwrap_or_default(),
            after: body.get(at..).unwrap_or_default(),
        };
        if place.ends_sentence() {
            push_trimmed(text, block.start + start..block.start + at, found);
            start = at;
        }
    }
    push_trimmed(text, block.start + start..block.end, found);
}

/// Whether a curly quotation is open: a closing mark where none is open begins the sentence that follows.
#[derive(Default)]
struct Quotes {
    is_open: bool,
}

impl Quotes {
    fn see(&mut self, c: char) {
        match c {
            '“' => self.is_open = true,
            '”' => self.is_open = false,
            _ => {}
        }
    }

    /// Returns whether a quotation mark belongs to what comes behind it.
    fn opens(&self, mark: char, behind: Option<char>) -> bool {
        match mark {
            '"' | '\'' => behind.is_some_and(char::is_alphanumeric),
            '”' => !self.is_open,
            _ => false,
        }
    }
}

/// A mark that may end a sentence, and what stands around it.
struct Mark<'a> {
    before: &'a str,
    sign: char,
    last: char,
    is_run: bool,
    closers: &'a str,
    after: &'a str,
}

impl Mark<'_> {
    fn ends_sentence(&self) -> bool {
        if is_wide_end(self.last) {
            // 「…。」と is still the same sentence.
            return !self.after.trim_start().starts_with([
                'と', 'に', 'を', 'の', 'は', 'が', 'も', 'で', '、', '，', ',',
            ]);
        }
        if is_strong_end(self.last) {
            return true;
        }
        let rest = self.after.trim_start();
        let Some(next) = rest.chars().next() else {
            return true;
        };
        let is_parted = rest.len() < self.after.len();
        let word = self.word_before();
        if !is_parted {
            return self.is_missing_space(word, rest);
        }
        let next = opened(rest).unwrap_or(next);
        if next.is_lowercase() || matches!(next, ',' | ';' | ':' | ')' | '—' | '–' | '-' | '&')
        {
            return false;
        }
        if matches!(self.sign, '!' | '?') {
            // “Stop!” Mary said.
            return self.closers.is_empty() || !is_attribution(rest);
        }
        if self.is_run || self.sign != '.' || !self.closers.is_empty() {
            return true;
        }
        !self.is_abbreviation(word, rest, next)
    }

    fn word_before(&self) -> &str {
        let word = self
            .before
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '/' | '—' | '–'))
            .next()
            .unwrap_or_default();
        // `(CNN)U.S.`: what is in brackets is another word.
        let word = match word.rsplit_once([')', ']']) {
            Some((_, after)) if !after.is_empty() => after,
            _ => word,
        };
        word.trim_start_matches(['"', '“', '‘', '\'', '„', '«', '¿', '¡'])
    }

    /// `…the loss.The company…`: pages lose the space between paragraphs.
    fn is_missing_space(&self, word: &str, rest: &str) -> bool {
        if rest.starts_with(['"', '”', '“']) {
            return word.chars().next_back().is_some_and(char::is_lowercase) || self.sign != '.';
        }
        let mut next = rest.chars();
        let (first, second) = (next.next(), next.next());
        let is_word_after = first.is_some_and(char::is_uppercase)
            && second.is_some_and(|c| c.is_lowercase() || c == ' ');
        let tail: Vec<char> = word.chars().rev().take(3).collect();
        let is_word_before = tail.len() == 3 && tail.iter().all(|c| c.is_lowercase());
        let has_closing_quote = !self.closers.is_empty() && self.closers != ")";
        (is_word_before || has_closing_quote) && is_word_after && !word.contains(['.', '@', ':'])
    }

    fn is_abbreviation(&self, word: &str, rest: &str, next: char) -> bool {
        let after = first_word(rest);
        if word.is_empty() {
            return true;
        }
        // The marker of an item, `3.`, with the item still to come.
        let is_marker = self.before.trim_start().len() == word.len();
        if word.bytes().all(|b| b.is_ascii_digit()) {
            return (is_marker && word.len() <= 2)
                || (word.len() <= 2 && ORDINAL_NOUNS.binary_search(&after).is_ok());
        }
        if word.chars().count() == 1 {
            // An initial, unless a sentence plainly begins: “vitamin C. The …”.
            return word.chars().all(char::is_uppercase)
                && word != "I"
                && !STARTERS.contains(&after);
        }
        let lower = word.to_lowercase();
        if TITLES.contains(&lower.as_str()) {
            return true;
        }
        if NUMBERED.contains(&lower.as_str()) {
            return next.is_numeric();
        }
        let is_dotted = lower.contains('.')
            && lower
                .split('.')
                .all(|part| !part.is_empty() && part.chars().count() <= 2);
        if is_dotted || CLOSING.contains(&lower.as_str()) {
            return !STARTERS.contains(&after);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split_text(text: &str) -> Vec<&str> {
        ranges(text)
            .into_iter()
            .map(|range| text.get(range).unwrap())
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        #[rustfmt::skip]
        let cases: &[&[&str]] = &[
            &["Mr. J. R. Smith of Acme Inc. paid $3.5 million.", "The U.S. agreed."],
            &["It opened on Jan. 5 in St. Louis.", "Dr. Ames spoke."],
            &["They live in the U.S.", "The law is new."],
            &["“Stop!” Mary said.", "Nobody did."],
            &["\"Stop!\" she cried.", "\"It is over.\"", "He left."],
            &["Wait... what?", "Nothing came…", "Then rain."],
            &["He said no.", "Then he left."],
            &["WASHINGTON, D.C. — The vote is due at 5 p.m. Monday.", "Nobody knows."],
            &["Am 3. März begann es.", "Es regnete z.B. Frösche."],
            &["港湾労働者は月曜日に戻る。", "「賃金は上がる。」と代表は述べた。", "交渉は終わった。"],
            &["هل انتهى الإضراب؟", "نعم انتهى."],
            &["پہلا جملہ ۔", "دوسرا جملہ ۔"],
            &["पहला वाक्य।", "दूसरा वाक्य।"],
            &["Version 3.14 is out.", "See example.com for more."],
            &["Barrington (CNN)U.S. Sen. Cruz spoke.", "Nobody came."],
        ];
        for sentences in cases {
            let text = sentences.join(" ");
            assert_eq!(&split_text(&text), sentences, "{text}");
        }
    }

    #[test]
    fn paragraphs_items_and_headings_are_never_joined() {
        let text = "A heading\n\nThe first one\nis broken by hand, as mail used to be\nand ends here.\n\n- one\n- two\n3. three\n\n \n";
        assert_eq!(
            split_text(text),
            [
                "A heading",
                "The first one",
                "is broken by hand, as mail used to be",
                "and ends here.",
                "- one",
                "- two",
                "3. three"
            ]
        );
        let wrapped = "The first line is broken by hand, as mail used to be\nand it ends here.";
        assert_eq!(split_text(wrapped), [wrapped]);
        assert_eq!(
            split_text("It lost the space.The next one is here."),
            ["It lost the space.", "The next one is here."]
        );
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_trimmed_and_cover_all_words(text in "\\PC{0,80}[.!?。]? ?\n{0,2}\\PC{0,80}") {
            let mut end = 0;
            for range in ranges(&text) {
                prop_assert!(range.start >= end && range.start < range.end);
                let gap = text.get(end..range.start).unwrap();
                prop_assert!(gap.trim().is_empty());
                let sentence = text.get(range.clone()).unwrap();
                prop_assert_eq!(sentence.trim(), sentence);
                end = range.end;
            }
            prop_assert!(text.get(end..).unwrap().trim().is_empty());
        }
    }
}
