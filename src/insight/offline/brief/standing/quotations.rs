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

/// “The Long Night” tells …: the name of a work, not somebody's words.
pub(super) fn opens_with_name(text: &str) -> bool {
    let close = text
        .char_indices()
        .skip(1)
        .find(|(_, c)| matches!(c, '"' | '”' | '’'));
    let Some(quoted) = close.and_then(|(at, _)| text.get(..at)) else {
        return false;
    };
    let words: Vec<&str> = quoted.split_whitespace().map(bare).collect();
    let is_capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    words.len() <= 6
        && !quoted.ends_with([',', '.', '!', '?'])
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
