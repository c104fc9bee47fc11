//! Shortening a sentence by whole clauses, only where nothing that changes its meaning goes with them.

use crate::insight::offline::document::words;

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
    let mut characters = rest.chars();
    let first = characters.next()?;
    (first.is_alphanumeric() || matches!(first, '$' | '€' | '£')).then(|| Shortened {
        text: first.to_uppercase().chain(characters).collect(),
    })
}

#[rustfmt::skip]
const JOINTS: &[&str] = &[
    "But ", "And ", "Yet ", "So ", "However, ", "Meanwhile, ", "Moreover, ", "Furthermore, ", "Additionally, ", "In addition, ",
    "Also, ", "Still, ", "Then, ", "Now, ", "Indeed, ", "Nevertheless, ", "Nonetheless, ", "On the other hand, ", "For example, ",
    "For instance, ", "In fact, ", "As a result, ", "Besides, ", "Similarly, ", "Finally, ", "Of course, ", "After all, ",
];

/// Returns a sentence of at most `longest` words made by leaving out the clauses at its end, if that changes no claim.
pub(super) fn to_length(text: &str, longest: usize) -> Option<Shortened> {
    let commas: Vec<usize> = text.match_indices(", ").map(|(at, _)| at).collect();
    commas.into_iter().rev().find_map(|at| {
        let kept = text.get(..at)?;
        let left_out = text.get(at + 2..)?;
        let count = words(kept);
        let first = left_out.split(' ').next().unwrap_or_default();
        let is_clause = CLAUSES.contains(&first) || (first.ends_with("ing") && first.len() > 5);
        let is_fit = (SHORTEST..=longest).contains(&count);
        (is_fit && is_clause && is_idle(left_out) && is_balanced(kept)).then(|| Shortened {
            text: format!("{kept}."),
        })
    })
}

/// Words a clause that may go can begin with.
const CLAUSES: &[&str] = &[
    "which", "who", "whose", "where", "as", "while", "with", "and", "after", "when",
];

/// Says nothing the rest depends on: no speaker, number, negation, condition or quotation.
fn is_idle(clause: &str) -> bool {
    !clause.contains(|c: char| c.is_numeric() || matches!(c, '"' | '“' | '”' | '(' | ')'))
        && !clause
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .any(|word| WEIGHTY.contains(&word) || word.ends_with("n't") || word.ends_with("n’t"))
}

#[rustfmt::skip]
const WEIGHTY: &[&str] = &[
    "said", "says", "say", "according", "told", "claimed", "claims", "reported", "reports", "announced", "added", "believes", "warned",
    "alleged", "allegedly", "reportedly", "argued", "argues", "not", "no", "never", "none", "without", "if", "unless", "except", "only",
    "until", "provided", "would", "could", "may", "might", "however", "but", "although", "though", "despite", "suggests", "estimates",
    "showed", "shows", "found", "confirmed", "denied", "statement", "wrote", "stated", "saying", "adding", "noting", "citing",
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
        let long = "The port authority reopened the northern terminal on Monday after eleven days of silence, leaving crews to clear a backlog of boxes.";
        assert_eq!(
            to_length(long, 16).map(|short| short.text).as_deref(),
            Some(
                "The port authority reopened the northern terminal on Monday after eleven days of silence."
            )
        );
        for kept in [
            "The port authority reopened the northern terminal on Monday after eleven days of silence, leaving 400 crews to clear it.",
            "The port authority reopened the northern terminal on Monday after eleven days of silence, as officials said they would.",
            "The port authority reopened the northern terminal on Monday after eleven days of silence, which is not what crews wanted.",
        ] {
            assert_eq!(to_length(kept, 16), None, "{kept}");
        }
        assert_eq!(
            without_joint("But the union voted.")
                .map(|short| short.text)
                .as_deref(),
            Some("The union voted.")
        );
    }
}
