//! A regular expression as words to look for, where it is no more than that.

use regex_syntax::hir::{Class, Dot, Hir, HirKind, Look};

use crate::domain::query::Words;

/// More ways to write it than this make no query that a person would read.
const MOST: usize = 24;

/// One text that a pattern matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) text: String,
    /// Only at the very start (`^`), or at the very end (`$`).
    is_anchored: bool,
    /// Whether a word has to end where the text ends (`\b`, `\>`, `$`).
    is_whole: bool,
}

/// Returns the texts of which a pattern matches any, anywhere; nothing else may be between them.
///
/// # Errors
/// What in the pattern has no counterpart, in words.
pub(super) fn literals(pattern: &str) -> Result<Vec<Literal>, String> {
    let tree = regex_syntax::parse(pattern).map_err(|_| format!("`{pattern}` is no pattern"))?;
    let mut found = expand(&tree)
        .ok_or_else(|| format!("the pattern `{pattern}` is more than a choice of words"))?;
    // Letters are compared without case, so that `[Ll]` is no choice.
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|literal| seen.insert((literal.text.to_lowercase(), literal.is_whole)));
    Ok(found)
}

impl Literal {
    /// Returns a text that goes no further.
    pub(super) fn whole(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            is_anchored: false,
            is_whole: true,
        }
    }

    /// Whether it may be looked for in an address: a `^` before a scheme is where addresses start anyway.
    pub(super) fn is_anywhere(&self) -> bool {
        !self.is_anchored || (self.text.contains("://") && !self.is_whole)
    }

    /// Returns it as words; the last may go on, as a pattern does not mind what follows. `None` when there is nothing
    /// to look for.
    pub(super) fn words(&self) -> Option<Words> {
        /// A shorter start of a word is the start of too many.
        const SHORTEST: usize = 3;
        let words: Vec<String> = self.text.split_whitespace().map(str::to_owned).collect();
        let last = words.last()?;
        if self.is_anchored
            || !words
                .iter()
                .all(|word| word.contains(char::is_alphanumeric))
        {
            return None;
        }
        let may_go_on = !self.is_whole
            && !self.text.ends_with(char::is_whitespace)
            && last.ends_with(char::is_alphanumeric)
            && last.chars().count() >= SHORTEST;
        Some(Words {
            is_prefix: may_go_on,
            is_exact: words.len() > 1 || !may_go_on,
            words,
        })
    }
}

/// Returns every text a part of a pattern matches, `None` where they cannot be listed.
fn expand(part: &Hir) -> Option<Vec<Literal>> {
    let one = |text: String| {
        vec![Literal {
            text,
            ..Literal::default()
        }]
    };
    match part.kind() {
        HirKind::Empty => Some(one(String::new())),
        HirKind::Literal(literal) => Some(one(String::from_utf8(literal.0.to_vec()).ok()?)),
        // Nobody escapes the dots of `node.js` and of addresses.
        HirKind::Class(_) if *part == Hir::dot(Dot::AnyCharExceptLF) => Some(one(".".to_owned())),
        HirKind::Class(Class::Unicode(class)) => {
            let mut texts = Vec::new();
            for range in class.iter() {
                for letter in range.start()..=range.end() {
                    if texts.len() >= MOST {
                        return None;
                    }
                    texts.extend(one(letter.to_string()));
                }
            }
            Some(texts)
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Look(look) => Some(vec![match look {
            Look::Start | Look::StartLF | Look::StartCRLF => Literal {
                is_anchored: true,
                ..Literal::default()
            },
            Look::End | Look::EndLF | Look::EndCRLF => Literal {
                is_anchored: true,
                is_whole: true,
                ..Literal::default()
            },
            // Words are looked for from their start anyway.
            Look::WordAscii
            | Look::WordUnicode
            | Look::WordEndAscii
            | Look::WordEndUnicode
            | Look::WordEndHalfAscii
            | Look::WordEndHalfUnicode => Literal {
                is_whole: true,
                ..Literal::default()
            },
            Look::WordStartAscii
            | Look::WordStartUnicode
            | Look::WordStartHalfAscii
            | Look::WordStartHalfUnicode => Literal::default(),
            Look::WordAsciiNegate | Look::WordUnicodeNegate => return None,
        }]),
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (0, Some(1)) => {
                let mut texts = one(String::new());
                texts.extend(expand(&repetition.sub)?);
                Some(texts)
            }
            _ => None,
        },
        HirKind::Capture(capture) => expand(&capture.sub),
        HirKind::Alternation(parts) => {
            let mut texts = Vec::new();
            for part in parts {
                texts.extend(expand(part)?);
                if texts.len() > MOST {
                    return None;
                }
            }
            Some(texts)
        }
        HirKind::Concat(parts) => {
            // Whatever may stand before and after is what a pattern without it allows too.
            let is_anything = |part: &&Hir| {
                matches!(part.kind(), HirKind::Repetition(repetition)
                if repetition.min == 0 && repetition.max.is_none()
                    && *repetition.sub == Hir::dot(Dot::AnyCharExceptLF))
            };
            let start = parts.iter().take_while(is_anything).count();
            let end = parts.iter().rev().take_while(is_anything).count();
            let kept = parts.get(start..parts.len().saturating_sub(end))?;
            let mut texts = one(String::new());
            for part in kept {
                texts = joined(&texts, &expand(part)?)?;
            }
            Some(texts)
        }
    }
}

/// Every text of one followed by every text of the other.
fn joined(before: &[Literal], after: &[Literal]) -> Option<Vec<Literal>> {
    if before.len() * after.len() > MOST {
        return None;
    }
    let mut texts = Vec::with_capacity(before.len() * after.len());
    for one in before {
        for other in after {
            let is_end = other.text.is_empty();
            texts.push(Literal {
                text: format!("{}{}", one.text, other.text),
                is_anchored: one.is_anchored || other.is_anchored,
                // At the start a border of a word says nothing, in the middle the text says it.
                is_whole: if is_end {
                    other.is_whole && !one.text.is_empty() || one.is_whole
                } else {
                    other.is_whole
                },
            });
        }
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pattern: &str) -> Result<Vec<String>, String> {
        literals(pattern)?
            .iter()
            .map(|literal| {
                let words = literal.words().ok_or("no words")?;
                Ok(format!(
                    "{}{}{}",
                    words.words.join(" "),
                    if words.is_prefix { "*" } else { "" },
                    if words.is_exact { "!" } else { "" }
                ))
            })
            .collect()
    }

    #[test]
    fn choices_of_words_are_words() {
        for (pattern, expected) in [
            ("Linux", vec!["Linux*"]),
            ("linux|bsd", vec!["linux*", "bsd*"]),
            ("(open|free)bsd", vec!["openbsd*", "freebsd*"]),
            ("[Ll]inux", vec!["Linux*"]),
            ("colou?r", vec!["color*", "colour*"]),
            (r"\brust\b", vec!["rust!"]),
            (r"\<rust\>", vec!["rust!"]),
            (".*port strike.*", vec!["port strike*!"]),
            ("AI", vec!["AI!"]),
            (r"C\+\+", vec!["C++!"]),
            ("Port ", vec!["Port!"]),
            ("node.js", vec!["node.js*"]),
        ] {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(written(pattern), Ok(expected), "{pattern}");
        }
    }

    #[test]
    fn what_is_more_than_words_is_refused() {
        for pattern in [
            "a.*b",
            "^Linux",
            "x+",
            "[a-z]inux",
            "(",
            "linux$",
            "!!!",
            r"\d",
        ] {
            assert!(written(pattern).is_err(), "{pattern}");
        }
    }
}
