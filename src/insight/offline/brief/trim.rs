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

/// Returns the sentence without `, however,` and `also`, which join it to the one before from inside.
pub(super) fn without_inner_joint(text: &str) -> Option<Shortened> {
    INNER_JOINTS.iter().find_map(|joint| {
        let (before, after) = text.split_once(joint)?;
        let last = before.rsplit(' ').next().unwrap_or_default();
        // “but also”, “not also” belong together, `, also known as` is no joint.
        let is_bound =
            matches!(last, "but" | "not" | "only" | "So" | "so") || last.ends_with([',', '”', '"']);
        let is_quoted = before.matches('"').count() % 2 == 1
            || before.matches('“').count() > before.matches('”').count();
        (!is_bound && !is_quoted && after.starts_with(char::is_alphanumeric)).then(|| Shortened {
            text: format!("{before} {after}"),
        })
    })
}

#[rustfmt::skip]
const INNER_JOINTS: &[&str] = &[
    ", however, ", ", meanwhile, ", ", therefore, ", ", nevertheless, ", ", too, ", ", moreover, ", " also ",
];

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
    let found = sentence.shortest_loss(None, &spans, longest).or_else(|| {
        sentence.heads().iter().find_map(|head| {
            let behind: Vec<Range<usize>> = spans
                .iter()
                .filter(|span| span.start >= head.end)
                .cloned()
                .collect();
            sentence.shortest_loss(Some(head), &behind, longest)
        })
    });
    found.map(|text| Shortened { text })
}

/// Clauses a sentence may lose together.
const MOST_CLAUSES: usize = 3;
/// Clauses tried; no sentence of news has more.
const MOST_TRIED: usize = 16;

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

    /// Leaves out `head` and as few of `spans` as suffice, of as many the ones that take least.
    fn shortest_loss(
        &self,
        head: Option<&Range<usize>>,
        spans: &[Range<usize>],
        longest: usize,
    ) -> Option<String> {
        let spans = spans.get(..MOST_TRIED).unwrap_or(spans);
        let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..=MOST_CLAUSES {
            let best = sets
                .iter()
                .filter(|set| head.is_some() || !set.is_empty())
                .filter_map(|set| {
                    let mut gone: Vec<Range<usize>> = set
                        .iter()
                        .filter_map(|number| spans.get(*number).cloned())
                        .chain(head.cloned())
                        .collect();
                    gone.sort_by_key(|span| span.start);
                    let kept = self.text.len() - gone.iter().map(Range::len).sum::<usize>();
                    // A word has three letters at least, mostly: what is far too long need not be built.
                    if kept > longest * 12 {
                        return None;
                    }
                    let text = self.without(&gone)?;
                    (SHORTEST..=longest).contains(&words(&text)).then_some(text)
                })
                .max_by_key(String::len);
            if best.is_some() {
                return best;
            }
            sets = sets
                .iter()
                .flat_map(|set| {
                    let from = set.last().map_or(0, |last| last + 1);
                    (from..spans.len()).filter_map(|next| {
                        let span = spans.get(next)?;
                        let is_apart = set
                            .iter()
                            .filter_map(|number| spans.get(*number))
                            .all(|other| other.end <= span.start || span.end <= other.start);
                        is_apart.then(|| set.iter().copied().chain([next]).collect())
                    })
                })
                .collect();
        }
        None
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
                "When the old gates broke, flooding the town and its mills, the engineers of the harbour sent divers to the northern pier at noon.",
                "The engineers of the harbour sent divers to the northern pier at noon.",
            ),
            (
                "The old gates, also known as the Lions, were lifted from their hinges by two cranes and a tug.",
                "The old gates were lifted from their hinges by two cranes and a tug.",
            ),
            (
                "The old gates broke at their hinges, according to Lena Voss, head of the harbour in Lindau, and 40 mills were flooded.",
                "The old gates broke at their hinges, according to Lena Voss, and 40 mills were flooded.",
            ),
            (
                "The old gates broke at their hinges in the storm before being lifted onto the quay, the harbour said.",
                "The old gates broke at their hinges in the storm, the harbour said.",
            ),
            (
                "The town was flooded to its market, and Lena Voss sent divers to the northern pier of the old harbour.",
                "Lena Voss sent divers to the northern pier of the old harbour.",
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
            "The engineers fear that the old gates will break, and Lena Voss will send no more divers to the pier.",
            "The town was flooded to its market, and the thought of it sent divers to the northern pier that night.",
            "The town paid for every repair that was ordered and published in a report released on Monday.",
            "Lindau will co-host the games of the northern towns on the old quay in the summer along with Hull.",
            "If the gates fail, the port authority closes the northern terminal for the rest of the winter and the spring.",
            "The plan of the harbour gives the port authority the right to seek divers in every town of the valley.",
            "The port authority sells coal, timber, grain and stone to the towns of the highlands and the valley.",
        ] {
            assert_eq!(to_length(kept, words(kept) - 1), None, "{kept}");
        }
        for (joined, free) in [
            ("The union, however, voted.", Some("The union voted.")),
            ("The union has also voted.", Some("The union has voted.")),
            ("The union not only met but also voted.", None),
            ("The union, also known as the Lions, voted.", None),
            ("“The union also voted,” Ann Roe said.", None),
        ] {
            let text = without_inner_joint(joined).map(|short| short.text);
            assert_eq!(text.as_deref(), free, "{joined}");
        }
        assert_eq!(
            without_joint("But the union voted.")
                .map(|short| short.text)
                .as_deref(),
            Some("The union voted.")
        );
    }
}
