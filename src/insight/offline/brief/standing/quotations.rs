//! Quotations: whole, and said by somebody who is named.

use super::bare;
use super::lists::UNNAMED;

/// Every quotation and bracket opens and closes, and somebody speaks.
pub(super) fn has_whole_quotes(text: &str) -> bool {
    let mut straight = 0;
    let mut open = [0i32; 5];
    for c in text.chars() {
        let (pair, step) = match c {
            '"' => {
                straight += 1;
                continue;
            }
            '“' => (0, 1),
            '”' => (0, -1),
            '(' => (1, 1),
            ')' => (1, -1),
            '«' => (2, 1),
            '»' => (2, -1),
            '「' => (3, 1),
            '」' => (3, -1),
            '[' => (4, 1),
            ']' => (4, -1),
            _ => continue,
        };
        if let Some(count) = open.get_mut(pair) {
            *count += step;
        }
    }
    straight % 2 == 0
        && open == [0; 5]
        // A sentence that is nothing but somebody's words needs the speaker.
        && !(text.starts_with(['"', '“', '«', '‘']) && text.ends_with(['"', '”', '»', '’']))
}

#[rustfmt::skip]
const SAID: &[&str] = &[
    "said", "says", "say", "wrote", "writes", "told", "tells", "added", "adds", "asked", "asks", "tweeted", "recalled", "recalls",
    "according", "read", "reads", "shouted", "cried", "explained", "explains", "he", "she", "they",
];

/// Returns the sentence with the mark it lacks, where a quotation goes on from the sentence before or into the next one:
/// `The gates are old,” Ann Roe said.` or `Ann Roe said: “The gates are old.`
pub(in super::super) fn with_whole_quotation(text: &str) -> Option<String> {
    let curly = |mark: char| text.matches(mark).count();
    let (open, close, straight) = (curly('“'), curly('”'), curly('"'));
    if straight == 0 && close == open + 1 {
        let first = text.find(['“', '”'])?;
        let is_closing = text.get(first..)?.starts_with('”');
        let rest = text.trim_start_matches('”').trim_start();
        return is_closing
            .then(|| format!("“{rest}"))
            // `” The gates are old,” Ann Roe said.`: two closing marks, of which the first one opened.
            .filter(|_| rest.len() == text.len());
    }
    if straight == 0 && close == open + 2 && text.starts_with('”') {
        return Some(format!("“{}", text.trim_start_matches('”').trim_start()));
    }
    if straight == 0 && open == close + 1 && !text.starts_with('“') {
        let last = text.rfind(['“', '”'])?;
        return is_introduced(text, last).then(|| format!("{text}”"));
    }
    if open + close > 0 || straight.is_multiple_of(2) {
        return None;
    }
    let first = text.find('"')?;
    let before = text.get(..first)?;
    if before.ends_with([',', '.', '!', '?']) {
        return Some(format!("\"{text}"));
    }
    let last = text.rfind('"')?;
    is_introduced(text, last).then(|| format!("{text}\""))
}

/// `Ann Roe said: “`, `Ann Roe said, "`: a quotation that goes on to the end of the sentence and further.
fn is_introduced(text: &str, open: usize) -> bool {
    let is_speech = text
        .get(..open)
        .is_some_and(|before| before.ends_with([' ']) && before.trim_end().ends_with([',', ':']));
    let is_opening = text
        .get(open..)
        .and_then(|rest| rest.chars().nth(1))
        .is_some_and(char::is_alphanumeric);
    is_speech && is_opening && !text.ends_with("..")
}

/// “The Long Night” tells …: the name of a work, not somebody's words.
pub(super) fn opens_with_name(text: &str) -> bool {
    let closing = match text.chars().next() {
        Some('“') => '”',
        Some('‘') => '’',
        _ => '"',
    };
    // “There’s”: an apostrophe closes nothing.
    let close = text.char_indices().skip(1).find(|(at, c)| {
        *c == closing
            && !text
                .get(at + c.len_utf8()..)
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    });
    let Some(quoted) = close.and_then(|(at, _)| text.get(..at)) else {
        return false;
    };
    let words: Vec<&str> = quoted.split_whitespace().map(bare).collect();
    let is_capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    // “The Long Night,” the tale of a siege, …: the comma stands inside of the marks, and nobody says it.
    let is_said = close
        .and_then(|(at, mark)| text.get(at + mark.len_utf8()..))
        .unwrap_or_default()
        .split_whitespace()
        .take(8)
        .any(|word| SAID.contains(&bare(word)));
    words.len() <= 6
        && !quoted.ends_with(['.', '!', '?'])
        && !(quoted.ends_with(',') && is_said)
        && words.iter().filter(|word| word.len() > 3).all(is_capital)
        && words.iter().any(is_capital)
}

/// “We are sorry,” the airline said: a whole quotation with somebody behind it.
pub(super) fn names_its_speaker(text: &str) -> bool {
    let Some(open) = text.chars().next() else {
        return false;
    };
    let close = match open {
        '“' => '”',
        '‘' => '’',
        other => other,
    };
    let rest = text.get(open.len_utf8()..).unwrap_or_default();
    let Some((quoted, after)) = rest.split_once(close) else {
        return false;
    };
    let speaker: Vec<&str> = after
        .split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect();
    // A name within the first words, and nobody who has to be looked up; or several who have no names.
    let said = |word: &&str| matches!(*word, "said" | "say" | "says" | "wrote" | "told");
    let is_named = speaker
        .iter()
        .take(8)
        .any(|word| word.chars().next().is_some_and(char::is_uppercase))
        || speaker.iter().take(2).any(|word| UNNAMED.contains(word))
            && speaker.iter().take(3).any(said);
    let leans = speaker.iter().take(3).any(|word| {
        matches!(
            *word,
            "he" | "she" | "they" | "it" | "his" | "her" | "their"
        )
    });
    quoted.ends_with([',', '!', '?', '.']) && is_named && !leans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_that_goes_on_elsewhere_is_made_whole() {
        for (cut, whole) in [
            (
                "The gates are old,” Ann Roe said.",
                Some("“The gates are old,” Ann Roe said."),
            ),
            (
                "” The gates are old,” Ann Roe said.",
                Some("“The gates are old,” Ann Roe said."),
            ),
            (
                "The gates are old,\" Ann Roe said.",
                Some("\"The gates are old,\" Ann Roe said."),
            ),
            (
                "Ann Roe said: “The gates are old.",
                Some("Ann Roe said: “The gates are old.”"),
            ),
            (
                "Ann Roe said, \"The gates are old.",
                Some("Ann Roe said, \"The gates are old.\""),
            ),
            // Nobody can tell where these end or begin.
            ("The gates of “Old Lindau are old.", None),
            ("“The gates are old.", None),
            ("Ann Roe said: “The gates are old..", None),
            ("“The gates are old,” Ann Roe said.", None),
        ] {
            assert_eq!(with_whole_quotation(cut).as_deref(), whole, "{cut}");
        }
    }

    #[test]
    fn a_work_that_leads_is_told_from_a_speaker() {
        for (text, is_name) in [
            ("“Long Night,” the tale of a siege, opened in Hull.", true),
            ("“The Long Night” tells of a siege.", true),
            ("“Long Night,” she said.", false),
            ("“Yes,” Ann Roe said.", false),
            ("“There’s time for that,” she said.", false),
        ] {
            assert_eq!(opens_with_name(text), is_name, "{text}");
        }
    }
}
