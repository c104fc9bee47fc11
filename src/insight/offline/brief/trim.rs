//! Shortening a sentence by whole clauses, only where nothing that changes its meaning goes with them.
//!
//! What may go: a remark in brackets or between dashes, a clause with *which* or *who* between commas, an apposition before
//! the verb, an opening phrase, and clauses at the end. What holds a speaker, a number, a negation, a condition or a
//! quotation never goes.

use std::ops::Range;

use crate::insight::offline::document::words;
use crate::text::english::{Tag, tag, tokens};

mod clauses;

use clauses::{Sentence, is_finite};

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
    // “So far”, “So many” join nothing.
    let is_degree = *joint == "So "
        && rest.starts_with(|first: char| first.is_lowercase())
        && [
            "far", "many", "much", "long", "few", "little", "called", "severe",
        ]
        .iter()
        .any(|word| rest.starts_with(word));
    (!is_degree && starts_well(rest)).then(|| Shortened {
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
    "Also, ", "Still, ", "Then, ", "Now, ", "Indeed, ", "Nevertheless, ", "But, ", "And, ", "In other words, ", "Nonetheless, ", "On the other hand, ", "For example, ",
    "For instance, ", "In fact, ", "What's more, ", "What’s more, ", "Unsurprisingly, ", "Likewise, ", "As a result, ", "Besides, ", "Similarly, ", "Finally, ", "Of course, ", "After all, ",
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
    let spans = sentence.spans();
    let tried = |gone: &[Range<usize>]| {
        let text = sentence.without(gone)?;
        (words(&text) >= SHORTEST).then_some(text)
    };
    // One clause that suffices, the one that takes least; else one after the other, what is missed least first.
    let single = spans
        .iter()
        .filter_map(|span| tried(std::slice::from_ref(span)))
        .filter(|short| words(short) <= longest)
        .max_by_key(String::len);
    if let Some(text) = single {
        return Some(Shortened { text });
    }
    let mut gone: Vec<Range<usize>> = Vec::new();
    for span in spans {
        if gone
            .iter()
            .any(|other| other.start < span.end && span.start < other.end)
        {
            continue;
        }
        let mut more = gone.clone();
        more.push(span);
        more.sort_by_key(|span| span.start);
        let Some(text) = tried(&more) else { continue };
        if words(&text) <= longest {
            return Some(Shortened { text });
        }
        gone = more;
    }
    None
}

impl Sentence<'_> {
    /// Whether a verb is left that is not the verb of a clause with *who*, *which*, *as* or *when*.
    fn has_main_verb(&self, gone: &[Range<usize>]) -> bool {
        let mut is_inside = false;
        let mut has_verb_inside = false;
        let mut is_between_commas = false;
        for place in 0..self.tokens.len() {
            if gone.iter().any(|span| span.contains(&self.start(place))) {
                continue;
            }
            let opens = matches!(
                self.tag(place),
                Tag::WhDeterminer | Tag::WhPronoun | Tag::WhOwn | Tag::WhAdverb
            ) || self.is(
                place,
                &[
                    "that", "as", "while", "after", "because", "although", "since", "before", "if",
                ],
            );
            if opens {
                if !is_inside {
                    is_between_commas = place == 0 || self.is(place - 1, &[","]);
                }
                is_inside = true;
                has_verb_inside = false;
            } else if is_finite(self.tag(place)) && place > 0 {
                if !is_inside
                    || has_verb_inside
                        && !matches!(self.tag(place - 1), Tag::Coordinator | Tag::Modal)
                {
                    return true;
                }
                has_verb_inside = true;
            } else if self.is(place, &[","]) && has_verb_inside && is_between_commas {
                is_inside = false;
            }
        }
        false
    }

    /// Leaves out what is in `gone`, which is in order; `None` where no sentence is left.
    fn without(&self, gone: &[Range<usize>]) -> Option<String> {
        if !self.has_main_verb(gone) {
            return None;
        }
        let mut kept = String::with_capacity(self.text.len());
        let mut at = 0;
        for span in gone {
            let before = self.text.get(at..span.start)?;
            kept.push_str(before.trim_end());
            at = span.end;
        }
        kept.push_str(self.text.get(at..)?);
        if self.text.starts_with(char::is_uppercase) {
            kept = with_capital(kept.trim_start());
        }
        is_balanced(&kept).then_some(kept)
    }
}

fn is_balanced(text: &str) -> bool {
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    let is_closed = text.ends_with(['\'', '’'])
        && text.contains([' '])
        && !text.contains(" '")
        && !text.contains(" ‘")
        && !text.starts_with(['\'', '‘']);
    !is_closed
        && count('"').is_multiple_of(2)
        && count('“') == count('”')
        && count('(') == count(')')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_go_only_where_nothing_is_lost_with_them() {
        let rows = [
            (
                "The port authority reopened the northern terminal after eleven days of silence, leaving crews to clear a backlog of boxes.",
                "The port authority reopened the northern terminal after eleven days of silence.",
            ),
            (
                "Lena Voss, the chief engineer of the harbour, told the council that the old gates had rusted through.",
                "Lena Voss told the council that the old gates had rusted through.",
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
                "The port authority reopened the northern terminal on Monday after eleven days of silence.",
                "The port authority reopened the northern terminal after eleven days of silence.",
            ),
            (
                "The old gates, bought from a bankrupt shipyard, have rusted through at the hinges and must be replaced.",
                "The old gates have rusted through at the hinges and must be replaced.",
            ),
            (
                "The harbour closed the old gates and hired divers from three towns to prevent a flood.",
                "The harbour closed the old gates and hired divers from three towns.",
            ),
            (
                "The old gates have rusted through at the hinges, said Lena Voss, the chief engineer of the harbour.",
                "The old gates have rusted through at the hinges, said Lena Voss.",
            ),
            (
                "Divers found the rusted hinges of the old gates at Pier Nine in Port Lindau.",
                "Divers found the rusted hinges of the old gates at Pier Nine.",
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
            "The port authority reopened the northern terminal after eleven days of silence, leaving 400 crews to clear it.",
            "The port authority reopened the northern terminal after eleven days of silence, as officials said they would.",
            "The port authority reopened the northern terminal after eleven days of silence, which is not what crews wanted.",
            "If the gates fail, the port authority closes the northern terminal for the rest of the winter and the spring.",
            "The plan of the harbour gives the port authority the right to seek divers in every town of the valley.",
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
