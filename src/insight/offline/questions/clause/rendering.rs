//! Words of a sentence as they are said in a question.

use super::super::speech::{Mark, Names, bare};
use super::Clause;

/// Returns whether any of the words is a name.
pub(in super::super) fn names_something(
    names: &Names,
    marks: &[Mark<'_>],
    words: &[usize],
) -> bool {
    words.iter().any(|word| names.is_name(marks, *word))
}

/// Returns the subject of a clause as it is read.
pub(in super::super) fn render_subject(
    names: &Names,
    marks: &[Mark<'_>],
    clause: &Clause,
) -> Option<String> {
    clause
        .stands_for
        .clone()
        .or_else(|| render(names, marks, &clause.subject))
}

/// Returns the words as they are read: spaces where the text has them, the first word small unless it is a name.
pub(in super::super) fn render(
    names: &Names,
    marks: &[Mark<'_>],
    words: &[usize],
) -> Option<String> {
    let mut text = String::new();
    let mut previous: Option<usize> = None;
    for (number, word) in words.iter().enumerate() {
        let mark = marks.get(*word)?;
        let follows = previous.is_some_and(|before| before + 1 == *word);
        if number > 0 && !(mark.is_glued && follows) && mark.text != "," {
            text.push(' ');
        }
        if *word == 0 && names.is_small(marks, 0) {
            text.push_str(&mark.text.to_lowercase());
        } else {
            text.push_str(mark.text);
        }
        previous = Some(*word);
    }
    // A person is called by the full name.
    if let [only] = words
        && let Some(full) = marks.get(*only).and_then(|mark| names.full_name(mark.text))
    {
        let is_possessive = bare(&text).len() < text.len();
        return Some(if is_possessive {
            format!("{full}’s")
        } else {
            full.to_owned()
        });
    }
    (!text.is_empty()).then_some(text)
}
