//! Shortening a sentence by whole clauses, only where nothing that changes its meaning goes with them.
//!
//! What may go: a remark in brackets or between dashes, a clause with *which* or *who* between commas, an apposition before
//! the verb, an opening phrase, and clauses at the end. What holds a speaker, a number, a negation, a condition or a
//! quotation never goes.

use std::ops::Range;

use crate::insight::offline::document::words;
use crate::text::english::{Tag, Token, tag, tokens};

/// Words a shortened sentence keeps at least.
const SHORTEST: usize = 12;

/// A sentence as a bullet shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shortened {
    pub(super) text: String,
}

/// Returns the sentence without the word that only joins it to the one before, if it begins with one.
pub(super) fn without_joint(text: &str) -> Option<Shortened> {
    let joint = JOINTS.iter().find(|joint| text.starts_with(**joint))?;
    let rest = text.get(joint.len()..)?;
    starts_well(rest).then(|| Shortened {
        text: with_capital(rest),
    })
}

fn starts_well(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '$' | '€' | '£'))
}

fn with_capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

#[rustfmt::skip]
const JOINTS: &[&str] = &[
    "But ", "And ", "Yet ", "So ", "However, ", "Meanwhile, ", "Moreover, ", "Furthermore, ", "Additionally, ", "In addition, ",
    "Also, ", "Still, ", "Then, ", "Now, ", "Indeed, ", "Nevertheless, ", "Nonetheless, ", "On the other hand, ", "For example, ",
    "For instance, ", "In fact, ", "As a result, ", "Besides, ", "Similarly, ", "Finally, ", "Of course, ", "After all, ",
];

/// Returns a sentence of at most `longest` words, made by leaving out what changes no claim; `None` where that is not enough.
pub(super) fn to_length(text: &str, longest: usize) -> Option<Shortened> {
    let tokens = tokens(text);
    let tags = tag(&tokens);
    let sentence = Sentence {
        text,
        tokens: &tokens,
        tags: &tags,
    };
    let mut gone: Vec<Range<usize>> = Vec::new();
    for span in sentence.spans() {
        if gone
            .iter()
            .any(|other| other.start < span.end && span.start < other.end)
        {
            continue;
        }
        let mut tried = gone.clone();
        tried.push(span);
        let short = sentence.without(&mut tried);
        let count = words(&short);
        if count < SHORTEST || !is_balanced(&short) {
            continue;
        }
        if count <= longest {
            return Some(Shortened { text: short });
        }
        gone = tried;
    }
    None
}

struct Sentence<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    tags: &'a [Tag],
}

impl Sentence<'_> {
    fn is(&self, place: usize, words: &[&str]) -> bool {
        self.tokens
            .get(place)
            .is_some_and(|token| words.contains(&token.text.to_ascii_lowercase().as_str()))
    }

    fn tag(&self, place: usize) -> Tag {
        self.tags.get(place).copied().unwrap_or(Tag::Stop)
    }

    fn start(&self, place: usize) -> usize {
        self.tokens
            .get(place)
            .map_or(self.text.len(), |token| token.start)
    }

    fn end(&self, place: usize) -> usize {
        self.tokens
            .get(place)
            .map_or(self.text.len(), |token| token.range().end)
    }

    /// What may be left out, as bytes, what is missed least first.
    fn spans(&self) -> Vec<Range<usize>> {
        let mut found = self.remarks();
        found.extend(self.asides());
        found.extend(self.opening());
        found.extend(self.endings());
        found.retain(|span| self.text.get(span.clone()).is_some_and(is_idle));
        found
    }

    /// `(his third)`, ` – by far the largest – `.
    fn remarks(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for open in 0..self.tokens.len() {
            let closing: &[&str] = match self.tokens.get(open).map(|token| token.text) {
                Some("(") => &[")"],
                Some("–" | "—" | "--" | "-") if open > 0 => &["–", "—", "--", "-"],
                _ => continue,
            };
            let close = (open + 2..self.tokens.len()).find(|place| self.is(*place, closing));
            if let Some(close) = close
                && !self.has_mark_between(open, close)
            {
                found.push(self.start(open)..self.end(close));
            }
        }
        found
    }

    fn has_mark_between(&self, open: usize, close: usize) -> bool {
        (open + 1..close).any(|place| {
            matches!(
                self.tag(place),
                Tag::OpenQuote | Tag::CloseQuote | Tag::OpenBracket
            )
        })
    }

    /// `, which …,` and `, the head of …,` before the verb.
    fn asides(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let commas: Vec<usize> = (0..self.tokens.len())
            .filter(|place| self.is(*place, &[","]))
            .collect();
        for pair in commas.windows(2) {
            let [open, close] = pair else { continue };
            let first = open + 1;
            let is_clause = self.is(first, &["which", "who", "whose", "where"]);
            let has_verb = (first..*close).any(|place| is_finite(self.tag(place)));
            // “Paris, Rome, and Berlin”, “red, green, blue”: a list has no verb behind it.
            let follows_verb = is_finite(self.tag(close + 1))
                || self.tag(close + 1) == Tag::Adverb && is_finite(self.tag(close + 2));
            let is_apposition = !has_verb
                && follows_verb
                && matches!(
                    self.tag(first),
                    Tag::Determiner | Tag::Noun | Tag::Adjective | Tag::Nouns
                )
                && close - first > 1;
            if is_clause || is_apposition {
                found.push(self.start(*open)..self.end(*close));
            }
        }
        found
    }

    /// `On Monday, `, `In a letter to the council, `.
    fn opening(&self) -> Option<Range<usize>> {
        let opens = matches!(
            self.tag(0),
            Tag::Preposition | Tag::Adverb | Tag::Ing | Tag::Participle
        ) || self.is(
            0,
            &[
                "when", "as", "while", "after", "since", "earlier", "late", "last",
            ],
        );
        let comma = (1..self.tokens.len().min(24)).find(|place| self.is(*place, &[","]))?;
        let begins_clause = matches!(
            self.tag(comma + 1),
            Tag::Determiner | Tag::Name | Tag::Names | Tag::Nouns
        ) && (comma + 2..comma + 9).any(|place| is_finite(self.tag(place)))
            && !(comma + 1..comma + 5).any(|place| self.is(place, &[","]));
        (opens && begins_clause).then(|| 0..self.start(comma + 1))
    }

    /// The clauses at the end, the last one first.
    fn endings(&self) -> Vec<Range<usize>> {
        let stop = self
            .tokens
            .iter()
            .rposition(|token| matches!(token.text, "." | "!"))
            .map_or(self.text.len(), |place| self.start(place));
        (1..self.tokens.len())
            .rev()
            .filter(|place| self.is(*place, &[",", "–", "—", "--", ";"]))
            .filter(|place| {
                let first = place + 1;
                self.is(first, CLAUSES)
                    || self.tag(first) == Tag::Ing
                    || self.is(*place, &["–", "—", "--", ";"])
                    || self.is(first, &["and", "but"])
                        && (is_finite(self.tag(first + 1))
                            || (first + 1..first + 8).any(|place| is_finite(self.tag(place))))
            })
            .map(|place| self.start(place)..stop)
            .filter(|span| span.start < span.end)
            .collect()
    }

    fn without(&self, gone: &mut [Range<usize>]) -> String {
        gone.sort_by_key(|span| span.start);
        let mut kept = String::with_capacity(self.text.len());
        let mut at = 0;
        for span in gone.iter() {
            let before = self.text.get(at..span.start).unwrap_or_default();
            kept.push_str(before.trim_end());
            at = span.end;
        }
        kept.push_str(self.text.get(at..).unwrap_or_default());
        if self.text.starts_with(char::is_uppercase) {
            kept = with_capital(kept.trim_start());
        }
        kept
    }
}

const fn is_finite(tag: Tag) -> bool {
    matches!(tag, Tag::Past | Tag::Third | Tag::Plain | Tag::Modal)
}

/// Words a clause that may go can begin with.
const CLAUSES: &[&str] = &[
    "which",
    "who",
    "whose",
    "where",
    "as",
    "while",
    "with",
    "after",
    "when",
    "including",
];

/// Says nothing the rest depends on: no speaker, number, negation, condition or quotation.
fn is_idle(clause: &str) -> bool {
    !clause.contains(|c: char| c.is_numeric() || matches!(c, '"' | '“' | '”'))
        && !clause
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .map(str::to_lowercase)
            .any(|word| {
                WEIGHTY.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
            })
}

#[rustfmt::skip]
const WEIGHTY: &[&str] = &[
    "said", "says", "say", "according", "told", "tells", "claimed", "claims", "claim", "reported", "reports", "announced", "added",
    "believes", "believe", "believed", "warned", "warns", "alleged", "allegedly", "reportedly", "argued", "argues", "not", "no",
    "never", "none", "nobody", "nothing", "without", "neither", "nor", "if", "unless", "except", "only", "until", "provided",
    "would", "could", "may", "might", "however", "although", "though", "despite", "suggests", "estimates", "showed", "shows",
    "found", "confirmed", "confirms", "denied", "denies", "statement", "wrote", "stated", "states", "saying", "adding", "noting",
    "citing", "insisted", "insists", "hardly", "barely", "unlike", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "millions", "billion", "half",
    "twice", "thinks", "thought", "suspected", "expected", "tweeted", "explained", "admitted",
];

fn is_balanced(text: &str) -> bool {
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    count('"').is_multiple_of(2) && count('“') == count('”') && count('(') == count(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_go_only_where_nothing_is_lost_with_them() {
        let rows = [
            (
                "The port authority reopened the northern terminal on Monday after eleven days of silence, leaving crews to clear a backlog of boxes.",
                "The port authority reopened the northern terminal on Monday after eleven days of silence.",
            ),
            (
                "Lena Voss, the chief engineer of the harbour, told the council on Monday that the old gates had rusted through.",
                "Lena Voss told the council on Monday that the old gates had rusted through.",
            ),
            (
                "The old gates, which the city bought from a bankrupt shipyard, have rusted through at the hinges and must be replaced.",
                "The old gates have rusted through at the hinges and must be replaced.",
            ),
            (
                "In a long letter to the council, the engineers of the harbour wrote that the old gates had rusted through.",
                "The engineers of the harbour wrote that the old gates had rusted through.",
            ),
            (
                "The old gates (a gift of the shipyard) have rusted through at the hinges and must now be replaced.",
                "The old gates have rusted through at the hinges and must now be replaced.",
            ),
        ];
        for (long, short) in rows {
            assert_eq!(
                to_length(long, words(long) - 1)
                    .map(|short| short.text)
                    .as_deref(),
                Some(short)
            );
        }
        for kept in [
            "The port authority reopened the northern terminal on Monday after eleven days of silence, leaving 400 crews to clear it.",
            "The port authority reopened the northern terminal on Monday after eleven days of silence, as officials said they would.",
            "The port authority reopened the northern terminal on Monday after eleven days of silence, which is not what crews wanted.",
            "If the gates fail, the port authority closes the northern terminal for the rest of the winter and the spring.",
            "The port authority sells coal, timber, grain and stone to the towns of the highlands and the valley.",
        ] {
            assert_eq!(to_length(kept, words(kept) - 1), None, "{kept}");
        }
        assert_eq!(
            without_joint("But the union voted.")
                .map(|short| short.text)
                .as_deref(),
            Some("The union voted.")
        );
    }
}
