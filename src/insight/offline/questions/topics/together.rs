//! Questions about two things or names that stand together in the story.

use super::super::frames::Draft;
use super::super::lists;
use super::super::speech::{Mark, bare};
use super::raised::{Sentences, draft, evidence, shared};
use super::{Nature, Topic};

pub(super) const TIES: &[&str] = &[
    "relation", "ties", "friend", "partner", "alli", "rival", "married", "teammate",
];

/// What stands between states and firms, not between towns.
pub(super) const DIPLOMACY: &[&str] = &[
    "relations",
    "ties",
    "alliance",
    "allies",
    "ambassador",
    "tensions",
    "sanctions",
];

pub(super) const TALKS: &[&str] = &[
    "talks",
    "negotiat",
    "agreed",
    "agreement",
    "deal",
    "merge",
    "partner",
];

pub(super) fn of_both(
    sentences: Sentences<'_, '_>,
    thing: &Topic,
    name: &Topic,
) -> Vec<(usize, Draft)> {
    let together = shared(thing, name);
    let Some(at) = together.first().copied() else {
        return Vec::new();
    };
    if thing.text.contains(&name.text) || name.text.contains(&thing.text) {
        return Vec::new();
    }
    let (what, who) = (&thing.text, &name.text);
    let mut found = Vec::new();
    let mut push = |asked: String, kind: &'static str, worth: f32| {
        let mut draft = draft(name, asked, kind, worth);
        if sentences.get(at).is_none() || name.sentences.first() != Some(&at) {
            draft.words.clear();
        }
        found.push((at, draft));
    };
    if name.is_place {
        // A place the story is about, not one that is mentioned.
        if !matches!(thing.nature, Nature::Study)
            && name.sentences.first() < Some(&2)
            && is_known_place(name)
        {
            let mean = if thing.is_plural { "do" } else { "does" };
            push(
                format!("What {mean} {what} mean for people in {who}?"),
                "geography",
                0.6,
            );
        }
        return found;
    }
    if matches!(
        thing.nature,
        Nature::Strife | Nature::Agreement | Nature::Plan | Nature::Law
    ) && name.sentences.len() > 1
    {
        push(
            format!("What role has {who} played in {what}?"),
            "actors",
            0.6,
        );
        push(
            format!("What is at stake for {who} in {what}?"),
            "impact",
            0.6,
        );
    } else if thing.nature == Nature::Inquiry && name.sentences.len() > 2 {
        push(format!("What could {what} mean for {who}?"), "next", 0.6);
    }
    found
}

/// One of them accuses, sues or disputes the other: the word stands between their names.
pub(super) fn is_quarrel(marks: &[Mark<'_>], one: &str, other: &str) -> bool {
    let place = |name: &str| {
        let last = name.split(' ').next_back().unwrap_or_default();
        marks.iter().position(|mark| bare(mark.text) == last)
    };
    let (Some(one), Some(other)) = (place(one), place(other)) else {
        return false;
    };
    marks
        .iter()
        .take(one.max(other))
        .skip(one.min(other))
        .any(|mark| {
            matches!(
                &*mark.lower,
                "accused"
                    | "accuses"
                    | "accusing"
                    | "sued"
                    | "suing"
                    | "disputes"
                    | "clashed"
                    | "feud"
                    | "blamed"
                    | "denounced"
            )
        })
}

pub(super) fn of_two_names(
    sentences: Sentences<'_, '_>,
    one: &Topic,
    other: &Topic,
) -> Vec<(usize, Draft)> {
    let together = shared(one, other);
    if together.is_empty() || one.text.contains(&other.text) || other.text.contains(&one.text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (a, b) = (&one.text, &other.text);
    let mut push = |at: usize, asked: String, kind: &'static str, worth: f32| {
        let mut draft = draft(one, asked, kind, worth);
        if one.sentences.first() != Some(&at) {
            draft.words.clear();
        }
        found.push((at, draft));
    };
    let is_mixed = one.is_place != other.is_place;
    if is_mixed {
        return found;
    }
    let quarrel = together.iter().copied().find(|number| {
        sentences
            .get(*number)
            .is_some_and(|marks| is_quarrel(marks, a, b))
    });
    if let Some(at) = quarrel {
        push(
            at,
            format!("What lies behind the quarrel between {a} and {b}?"),
            "dispute",
            0.7,
        );
    }
    if let Some(at) = evidence(sentences, &together, TALKS) {
        push(
            at,
            format!("What do {a} and {b} each want from the other?"),
            "actors",
            0.6,
        );
    }
    let ties = if one.nature == Nature::Person {
        TIES
    } else {
        DIPLOMACY
    };
    if let (Some(at), true) = (together.first().copied(), one.nature == other.nature)
        && evidence(sentences, &together, ties).is_some()
    {
        push(
            at,
            format!("How has the relationship between {a} and {b} developed?"),
            "history",
            0.5,
        );
    }
    found
}

/// A country, or a town the story keeps to: what stands behind `in` once may be a firm.
fn is_known_place(name: &Topic) -> bool {
    let last = name.text.split(' ').next_back().unwrap_or_default();
    let is_body = matches!(
        last,
        "Group"
            | "Inc"
            | "Corp"
            | "Ltd"
            | "Court"
            | "Council"
            | "Committee"
            | "Party"
            | "University"
    );
    !is_body && (lists::is_country(last) || name.sentences.len() > 2)
}
