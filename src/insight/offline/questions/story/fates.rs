//! What befell a person of the story: of the dead and of the accused one asks otherwise.

use super::super::speech::{Mark, bare};
use super::super::topics::Topic;

pub(super) fn dies(marks: &[Mark<'_>], at: usize) -> bool {
    marks.iter().skip(at + 1).take(8).any(|mark| {
        matches!(
            &*mark.lower,
            "died" | "dies" | "slain" | "killed" | "murdered" | "dead"
        )
    })
}

/// Returns whether a sentence says of the one spoken of, within so many words, that he or she is dead.
pub(in super::super) fn tells_death(marks: &[Mark<'_>], within: usize) -> bool {
    let mut places = marks.iter().take(within).enumerate();
    places.any(|(at, mark)| matches!(&*mark.lower, "he" | "she") && dies(marks, at))
}

/// Returns whether the story tells that a person died.
pub(in super::super) fn is_dead(sentences: &[Vec<Mark<'_>>], name: &Topic) -> bool {
    let last = name.text.split(' ').next_back().unwrap_or_default();
    name.sentences.iter().take(6).any(|sentence| {
        let Some(marks) = sentences.get(*sentence) else {
            return false;
        };
        let by_name = marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| bare(mark.text) == last)
            .any(|(at, mark)| {
                let before = at.saturating_sub(6);
                mark.is_owner && marks.get(at + 1).is_some_and(|next| next.is("death"))
                    || marks.get(before..at).is_some_and(|marks| {
                        marks.windows(2).any(
                            |pair| matches!(pair, [death, of] if death.is("death") && of.is("of")),
                        )
                    })
                    || dies(marks, at)
            });
        // “…, but he was found dead”, “He was found dead” right behind a sentence that names him.
        by_name
            || tells_death(marks, marks.len())
            || sentences
                .get(sentence + 1)
                .is_some_and(|marks| tells_death(marks, 2))
    })
}

/// `Voss was charged`, `Voss denies`: the word stands right behind the name.
pub(super) fn is_accused(marks: &[Mark<'_>], name: &str) -> bool {
    let last = name.split(' ').next_back().unwrap_or_default();
    marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.text == last)
        .any(|(at, _)| {
            marks.iter().skip(at + 1).take(4).any(|mark| {
                matches!(
                    &*mark.lower,
                    "charged"
                        | "arrested"
                        | "indicted"
                        | "accused"
                        | "convicted"
                        | "pleaded"
                        | "pleads"
                        | "denies"
                        | "denied"
                        | "faces"
                        | "admitted"
                )
            })
        })
}
