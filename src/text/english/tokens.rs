//! Words parted as the Penn Treebank parts them: `didn’t` is `did n’t`, `Apple’s` is `Apple ’s`, `$40` is `$ 40`.

use std::ops::Range;

/// A word, a mark, or a part of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    /// Byte of the sentence it begins at.
    pub start: usize,
}

impl Token<'_> {
    /// Returns the bytes of the sentence it stands for.
    pub const fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

/// Returns the tokens of one sentence, in order.
pub fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut found = Vec::with_capacity(sentence.len() / 5);
    let mut at = 0;
    for chunk in sentence.split_inclusive(char::is_whitespace) {
        part(chunk.trim_end(), at, &mut found);
        at += chunk.len();
    }
    found
}

/// Most words are plain, and nothing in them is parted.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !word.eq_ignore_ascii_case("cannot")
}

fn part<'a>(chunk: &'a str, start: usize, found: &mut Vec<Token<'a>>) {
    if is_plain(chunk) {
        found.push(Token { text: chunk, start });
        return;
    }
    let is_inner = |c: char| c.is_alphanumeric();
    let Some(first) = chunk.find(is_inner) else {
        return marks(chunk, start, found);
    };
    let last = chunk
        .char_indices()
        .rev()
        .find(|(_, c)| is_inner(*c))
        .map_or(first, |(at, c)| at + c.len_utf8());
    let (open, body, close) = (
        chunk.get(..first).unwrap_or_default(),
        chunk.get(first..last).unwrap_or_default(),
        chunk.get(last..).unwrap_or_default(),
    );
    marks(open, start, found);
    // “U.S.”, “J.”, “Mr.”: the stop belongs to the word.
    let keeps_stop = close.starts_with('.')
        && (body.contains('.') || body.chars().count() == 1 || TITLES.contains(&body));
    let stop = usize::from(keeps_stop);
    word(
        chunk.get(first..last + stop).unwrap_or(body),
        start + first,
        found,
    );
    marks(
        close.get(stop..).unwrap_or_default(),
        start + last + stop,
        found,
    );
}

const TITLES: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "St", "Prof", "Lt", "Col", "Jr", "Inc",
    "Corp", "Co", "Ltd", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "No", "vs",
];

fn marks<'a>(text: &'a str, start: usize, found: &mut Vec<Token<'a>>) {
    let mut from = 0;
    while let Some(c) = text.get(from..).and_then(|rest| rest.chars().next()) {
        let mut length = c.len_utf8();
        // Dashes and dots of several characters are one mark.
        if matches!(c, '-' | '.') {
            length = text
                .get(from..)
                .unwrap_or_default()
                .chars()
                .take_while(|next| *next == c)
                .count();
        }
        found.push(Token {
            text: text.get(from..from + length).unwrap_or_default(),
            start: start + from,
        });
        from += length;
    }
}

fn word<'a>(text: &'a str, start: usize, found: &mut Vec<Token<'a>>) {
    let mut push = |from: usize, to: usize| {
        if let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) {
            found.push(Token {
                text: part,
                start: start + from,
            });
        }
    };
    if is_plain(text) {
        return push(0, text.len());
    }
    // Dashes and strokes part words: `time—and`, `men--all`, `and/or`.
    for dash in ["--", "—", "–", "/", "…", "..."] {
        if let Some(at) = text.find(dash).filter(|at| {
            dash != "–" || !text.bytes().all(|byte| !byte.is_ascii_alphabetic()) || *at == 0
        }) {
            word(text.get(..at).unwrap_or_default(), start, found);
            marks(
                text.get(at..at + dash.len()).unwrap_or_default(),
                start + at,
                found,
            );
            word(
                text.get(at + dash.len()..).unwrap_or_default(),
                start + at + dash.len(),
                found,
            );
            return;
        }
    }
    let lower = text.to_ascii_lowercase();
    let cut = ["n't", "n’t"]
        .iter()
        .find(|ending| lower.ends_with(**ending) && lower.len() > ending.len())
        .map(|ending| text.len() - ending.len())
        .or_else(|| {
            lower.rfind(['\'', '’']).filter(|at| *at > 0).filter(|at| {
                matches!(
                    lower
                        .get(*at..)
                        .unwrap_or_default()
                        .trim_start_matches(['\'', '’']),
                    "s" | "re" | "ve" | "ll" | "d" | "m"
                )
            })
        })
        .or_else(|| (lower == "cannot").then_some(3));
    match cut {
        Some(at) => {
            push(0, at);
            push(at, text.len());
        }
        None => push(0, text.len()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parted(sentence: &str) -> Vec<&str> {
        tokens(sentence)
            .into_iter()
            .map(|token| token.text)
            .collect()
    }

    #[test]
    fn words_are_parted_as_the_treebank_parts_them() {
        for (sentence, expected) in [
            (
                "Apple’s chief didn't pay $40 (about 12%).",
                vec![
                    "Apple", "’s", "chief", "did", "n't", "pay", "$", "40", "(", "about", "12",
                    "%", ")", ".",
                ],
            ),
            (
                "“They’re U.S. men--all of them,” said J. Doe.",
                vec![
                    "“", "They", "’re", "U.S.", "men", "--", "all", "of", "them", ",", "”", "said",
                    "J.", "Doe", ".",
                ],
            ),
            (
                "The workers' vote cannot wait...",
                vec!["The", "workers", "'", "vote", "can", "not", "wait", "..."],
            ),
        ] {
            assert_eq!(parted(sentence), expected);
        }
    }

    proptest! {
        #[test]
        fn tokens_stand_where_they_say(sentence in "[ -~“”’—…é中\u{301}]{0,60}") {
            let mut last = 0;
            for token in tokens(&sentence) {
                prop_assert!(token.start >= last);
                prop_assert_eq!(sentence.get(token.range()), Some(token.text));
                last = token.range().end;
            }
        }
    }
}
