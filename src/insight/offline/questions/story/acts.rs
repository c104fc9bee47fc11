//! Clauses turned into noun phrases: `HP bought EYP` is `HP’s purchase of EYP`.

use super::super::clause::{Clause, Reader, Verb, Words, names_something, render, render_subject};
use super::super::lists;
use super::anchors::Anchor;
use super::sorts::{self, Shape, Sort};
use crate::insight::offline::questions::speech::Mark;
use crate::text::english::Tag;

/// Returns the event that a clause tells, as a noun phrase.
pub(super) fn of_clause(
    reader: &Reader<'_>,
    marks: &[Mark<'_>],
    clause: &Clause,
    sentence: usize,
) -> Option<Anchor> {
    if clause.is_negated {
        return None;
    }
    let first = clause.complement.first().and_then(|word| marks.get(*word));
    let leads_to_verb = first.is_some_and(|mark| mark.is("to"));
    let second = settled(reader, marks, clause).filter(|_| leads_to_verb);
    let from = if second.is_some() { 2 } else { 0 };
    let (sort, shape) = second.or_else(|| sorts::of_verb(clause.base, leads_to_verb))?;
    let is_told = match clause.verb {
        Verb::Past | Verb::Perfect(_) => true,
        Verb::Present | Verb::Progressive(_) => leads_to_verb || matches!(sort, Sort::Decision),
        Verb::Passive(_) => !matches!(shape, Shape::Bare(_) | Shape::To(_)),
        Verb::Modal(_) | Verb::State(_) => false,
    };
    if !is_told {
        return None;
    }
    let is_passive = matches!(clause.verb, Verb::Passive(_));
    let subject = render_subject(reader.names, marks, clause)?;
    let is_subject_named =
        clause.stands_for.is_some() || names_something(reader.names, marks, &clause.subject);
    let may_own = is_subject_named
        && subject.split(' ').count() <= 4
        && !subject.contains([',', '’', '\'', '“'])
        && !subject.contains(" of ")
        && !subject.contains(" and ")
        && !subject.contains(" in ");
    let object = object(reader, marks, clause, is_passive, from);
    let owner = || {
        if subject.ends_with('s') {
            format!("{subject}’")
        } else {
            format!("{subject}’s")
        }
    };
    let (text, head, mut words) = match shape {
        Shape::Owned(noun, joint) => {
            let (object, words) = object?;
            if matches!(sort, Sort::Post | Sort::Talks)
                && !names_something(reader.names, marks, &words)
            {
                return None;
            }
            if is_passive {
                (format!("the {noun} {joint} {object}"), noun, words)
            } else if may_own {
                (format!("{} {noun} {joint} {object}", owner()), noun, words)
            } else {
                return None;
            }
        }
        Shape::Of(noun, joint) => {
            let (object, words) = object?;
            // Missiles are fired too, and flights suspended.
            if sort == Sort::Post && !names_something(reader.names, marks, &words) {
                return None;
            }
            (format!("the {noun} {joint} {object}"), noun, words)
        }
        Shape::Bare(noun) => {
            let is_bare = clause.complement.is_empty()
                || first.is_some_and(|mark| lists::is_preposition(&mark.lower));
            if !is_bare || !may_own {
                return None;
            }
            (format!("{} {noun}", owner()), noun, Words::new())
        }
        Shape::To(noun) => {
            let act = marks.get(*clause.complement.get(1)?)?;
            let rest = clause.complement.get(1..)?;
            let leans = rest.iter().filter_map(|word| marks.get(*word)).any(|mark| {
                matches!(mark.tag, Tag::Pronoun | Tag::OwnPronoun)
                    || mark.is_finite() && !mark.is(&act.lower)
            });
            if !may_own
                || leans
                || rest.len() > 7
                || rest.len() < 2
                || lists::is_empty_act(&act.lower)
            {
                return None;
            }
            let said = render(reader.names, marks, rest)?;
            (format!("{} {noun} to {said}", owner()), noun, rest.to_vec())
        }
    };
    let is_named = is_subject_named || names_something(reader.names, marks, &words);
    words.extend(clause.subject.iter().copied());
    Some(Anchor {
        text,
        head: head.to_owned(),
        sort,
        is_plural: false,
        sentence,
        words,
        is_named,
    })
}

/// “agreed to buy EYP” tells of the purchase, not of the agreement.
fn settled(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Option<(Sort, Shape)> {
    let verb = marks.get(*clause.complement.get(1)?)?;
    let base = reader.lexicon.forms(&verb.lower).base?;
    let (sort, shape) = sorts::of_verb(base, false)?;
    let is_thing = matches!(sort, Sort::Deal | Sort::Closure | Sort::Launch)
        && matches!(shape, Shape::Owned(..) | Shape::Of(..));
    (is_settled(clause.base) && is_thing).then_some((sort, shape))
}

/// What follows is as good as done.
fn is_settled(base: &str) -> bool {
    matches!(
        base,
        "agree" | "plan" | "offer" | "propose" | "intend" | "decide" | "prepare"
    )
}

/// What the act was done to: one noun phrase.
fn object(
    reader: &Reader<'_>,
    marks: &[Mark<'_>],
    clause: &Clause,
    is_passive: bool,
    from: usize,
) -> Option<(String, Words)> {
    if is_passive {
        let text = render_subject(reader.names, marks, clause)?;
        let is_short = text.split(' ').count() <= 5 && !text.contains([',', '“']);
        return is_short.then(|| (text, clause.subject.clone()));
    }
    let from = *clause.complement.get(from)?;
    let mut words = Words::new();
    let end = reader.noun_phrase(marks, from, &mut words)?;
    let follows = marks.get(end);
    // “bought EYP for $4m”: the rest tells how; “of”, “in” and “on” belong to the noun.
    if follows.is_some_and(|mark| matches!(&*mark.lower, "of" | "between" | "against")) {
        let mut tail = vec![end];
        reader.noun_phrase(marks, end + 1, &mut tail)?;
        words.extend(tail);
    }
    let leans = words
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| {
            matches!(mark.tag, Tag::Pronoun | Tag::OwnPronoun | Tag::Coordinator)
                || lists::is_vague_quantity(&mark.lower)
                || mark.is_number()
                || matches!(
                    &*mark.lower,
                    "more"
                        | "many"
                        | "several"
                        | "some"
                        | "this"
                        | "that"
                        | "these"
                        | "those"
                        | "people"
                        | "person"
                )
        });
    if leans || words.len() > 6 {
        return None;
    }
    // “a new phone” has become “the phone”.
    let first = marks.get(*words.first()?)?;
    if matches!(&*first.lower, "a" | "an") {
        words.remove(0);
        let text = render(reader.names, marks, &words)?;
        return Some((format!("the {text}"), words));
    }
    let text = render(reader.names, marks, &words)?;
    Some((text, words))
}
