//! The events of a story as noun phrases that can stand in a question by themselves: `the siege of the hotel in Tarn`,
//! `Harlow’s purchase of Voltine`.

use super::super::clause::{Reader, Words, names_something, render};
use super::super::lists;
use super::super::speech::{Mark, bare};
use super::sorts::{self, Sort};
use super::unreal::{
    is_always_there, is_beast, is_broadcast, is_charge, is_in_a_title, is_passing, is_shouted,
    is_unreal,
};
use crate::text::english::Tag;

/// Words before the noun that are looked at for the beginning of its phrase.
const LONGEST_BEFORE: usize = 6;
/// Words of a whole anchor.
const LONGEST: usize = 11;

/// An event, as a question can name it.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    pub(super) text: String,
    /// The noun at its head, in lower case.
    pub(super) head: String,
    pub(super) sort: Sort,
    pub(super) is_plural: bool,
    pub(super) sentence: usize,
    pub(super) words: Words,
    /// Names somebody or something, so that it is this story's own.
    pub(super) is_named: bool,
}

/// Returns the events that the nouns of a sentence name.
pub(super) fn of_nouns(
    reader: &Reader<'_>,
    marks: &[Mark<'_>],
    sentence: usize,
    found: &mut Vec<Anchor>,
) {
    for (at, mark) in marks.iter().enumerate() {
        // The tag first: it is known, and spares most words the look-up.
        if !mark.is_word || !mark.is_nominal() || mark.is_owner || mark.is_contracted {
            continue;
        }
        let Some(sort) = sorts::of_noun(&mark.lower) else {
            continue;
        };
        // “a heart attack” is nobody's.
        let is_bodily = at
            .checked_sub(1)
            .and_then(|before| marks.get(before))
            .is_some_and(|before| matches!(&*before.lower, "heart" | "panic" | "asthma" | "pitch"))
            || sort == Sort::Attack && marks.iter().any(is_beast)
            || is_in_a_title(marks, at, sort);
        if is_bodily || is_unreal(marks, at, sort) {
            continue;
        }
        let Some((words, owner)) = phrase(reader, marks, at, sort) else {
            continue;
        };
        if is_charge(marks, &words)
            || is_always_there(marks, &words, sort)
            || is_broadcast(marks, &words, &mark.lower)
        {
            continue;
        }
        let Some(said) = render(reader.names, marks, &words) else {
            continue;
        };
        let is_named = names_something(reader.names, marks, &words);
        let has_article = words
            .first()
            .and_then(|first| first.checked_sub(1))
            .and_then(|place| marks.get(place))
            .is_some_and(|before| before.tag == Tag::Determiner);
        let is_general = !has_article
            && (sorts::is_mass(&mark.lower, sort) || lists::is_plural(&mark.lower))
            && words.last() == Some(&at);
        let text = if owner || is_general {
            said
        } else {
            format!("the {said}")
        };
        found.push(Anchor {
            text,
            head: mark.lower.clone(),
            sort,
            is_plural: lists::is_plural(&mark.lower),
            sentence,
            words,
            is_named,
        });
    }
}

/// The phrase whose head is at `at`, without its article, and whether it begins with its owner.
fn phrase(reader: &Reader<'_>, marks: &[Mark<'_>], at: usize, sort: Sort) -> Option<(Words, bool)> {
    let mut words = (at.saturating_sub(LONGEST_BEFORE)..=at).find_map(|start| {
        let mut words = Words::new();
        let end = reader.noun_phrase(marks, start, &mut words)?;
        // “the film Vera Drake”: the title is part of the phrase.
        if sort == Sort::Work {
            words.retain(|word| *word <= at);
            return (end > at && words.last() == Some(&at)).then_some(words);
        }
        (end == at + 1).then_some(words)
    })?;
    let first = marks.get(*words.first()?)?;
    let mut is_defined = false;
    match first.tag {
        Tag::Determiner | Tag::Predeterminer => {
            if !matches!(&*first.lower, "the" | "a" | "an" | "this" | "that") {
                return None;
            }
            is_defined = first.is("the");
            words.remove(0);
        }
        Tag::OwnPronoun => {
            words.remove(0);
        }
        _ => {}
    }
    while words.len() > 1
        && words
            .first()
            .and_then(|word| marks.get(*word))
            .is_some_and(|mark| is_passing(&mark.lower))
    {
        words.remove(0);
    }
    if words
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(is_unfit)
        || begins_before(marks, *words.first()?)
    {
        return None;
    }
    // “the U.S.’s attack” keeps its owner, “the minister’s attack” would need his name.
    let owner = words
        .iter()
        .position(|word| marks.get(*word).is_some_and(|mark| mark.is_owner));
    let is_owned = match owner {
        Some(place) => {
            let named = words.get(..=place)?;
            if !names_something(reader.names, marks, named) {
                return None;
            }
            !is_defined
        }
        None => false,
    };
    if sort == Sort::Work {
        let run = reader.names.run(marks, at + 1);
        words.extend(at + 1..at + 1 + run);
    } else {
        extend(reader, marks, at, sort, &mut words);
    }
    let goes_on = goes_on(marks, words.last()? + 1);
    (!goes_on && words.len() <= LONGEST).then_some((words, is_owned))
}

/// A word that makes a phrase one that cannot stand by itself.
fn is_unfit(mark: &Mark<'_>) -> bool {
    matches!(
        mark.tag,
        Tag::OwnPronoun
            | Tag::Coordinator
            | Tag::Adverb
            | Tag::Ing
            | Tag::Superlative
            | Tag::Comparative
    ) || lists::is_uncertain(&mark.lower)
        || lists::is_speaking(&mark.lower)
        || lists::is_vague_quantity(&mark.lower)
        || lists::is_weekday(bare(&mark.lower))
        || matches!(
            bare(&mark.lower),
            "other"
                | "more"
                | "many"
                | "several"
                | "such"
                | "same"
                | "own"
                | "two"
                | "three"
                | "one"
                | "year"
                | "week"
                | "month"
                | "today"
                | "yesterday"
                | "company"
                | "similar"
        )
        || is_shouted(mark.text)
        || matches!(&*mark.lower, "attempted" | "suspected")
        || mark.is_number() && !super::super::frames::is_year(mark.text)
}

/// “a 24 - hour strike”, “de Blasio’s decision”: the phrase began before its first word here.
fn begins_before(marks: &[Mark<'_>], first: usize) -> bool {
    first
        .checked_sub(1)
        .and_then(|place| marks.get(place))
        .is_some_and(|before| {
            matches!(before.text, "-" | "/")
                || before.is_number()
                || matches!(
                    before.text,
                    "de" | "van"
                        | "von"
                        | "der"
                        | "bin"
                        | "al"
                        | "del"
                        | "la"
                        | "di"
                        | "da"
                        | "du"
                        | "el"
                )
        })
}

/// Another word belongs to the phrase, so that it would be cut.
fn goes_on(marks: &[Mark<'_>], at: usize) -> bool {
    marks.get(at).is_some_and(|next| {
        next.is_word
            && !lists::is_preposition(&next.lower)
            && !lists::is_subordinator(&next.lower)
            && !lists::is_time(&next.lower)
            && !lists::is_weekday(&next.lower)
            && !matches!(
                next.tag,
                Tag::Adverb | Tag::Coordinator | Tag::Participle | Tag::To
            )
            && !next.is_finite()
            && !next.is("that")
            || matches!(next.text, "-" | "/") && next.is_glued
    })
}

/// Adds what stands behind the head: at most two phrases, each whole.
fn extend(reader: &Reader<'_>, marks: &[Mark<'_>], at: usize, sort: Sort, words: &mut Words) {
    let mut end = at + 1;
    for _ in 0..2 {
        let Some(joint) = marks.get(end) else { return };
        if joint.is("to")
            && words.len() < 5
            && let Some(purpose) = purpose(reader, marks, end)
        {
            words.extend(purpose);
            return;
        }
        if !matches!(
            &*joint.lower,
            "of" | "in"
                | "on"
                | "at"
                | "against"
                | "between"
                | "over"
                | "with"
                | "from"
                | "into"
                | "for"
                | "near"
                | "outside"
                | "by"
                | "about"
                | "to"
        ) {
            return;
        }
        let mut tail = vec![end];
        let Some(next) = reader.noun_phrase(marks, end + 1, &mut tail) else {
            return;
        };
        let object = tail.get(1..).unwrap_or_default();
        let has_and = object
            .iter()
            .any(|word| marks.get(*word).is_some_and(|mark| mark.is("and")));
        let leans = object
            .iter()
            .filter_map(|word| marks.get(*word))
            .any(|mark| {
                matches!(mark.tag, Tag::OwnPronoun | Tag::Pronoun)
                    || lists::is_weekday(&mark.lower)
                    || lists::is_month(&mark.lower)
                    || lists::is_span_of_time(&mark.lower)
                    || matches!(
                        &*mark.lower,
                        "this"
                            | "that"
                            | "these"
                            | "those"
                            | "years"
                            | "months"
                            | "days"
                            | "least"
                            | "place"
                            | "statement"
                            | "case"
                            | "addition"
                            | "part"
                            | "order"
                            | "which"
                    )
            });
        // “schools Duterte said”: a name behind a plural begins a clause.
        let runs_on = object.windows(2).any(|pair| {
            matches!(pair, [one, two] if marks.get(*one).is_some_and(|mark| mark.tag == Tag::Nouns && !mark.is_owner)
                && marks.get(*two).is_some_and(Mark::starts_upper))
        });
        let is_named = names_something(reader.names, marks, object);
        let close_to_noun = matches!(
            &*joint.lower,
            "of" | "on" | "against" | "between" | "over" | "into" | "about"
        );
        if leans
            || runs_on
            || joint.is("between") && !has_and
            || has_and && !joint.is("between")
            || !(is_named || close_to_noun || stands_at(sort, joint))
            || joint.is("to") && (!is_named || sort == Sort::Thing)
            || object.len() > 5
            || words.len() + tail.len() > LONGEST
        {
            return;
        }
        words.extend(tail);
        end = next;
    }
}

/// An event that happens somewhere: `the blaze at a supermarket`.
fn stands_at(sort: Sort, joint: &Mark<'_>) -> bool {
    sorts::is_placed(sort) && matches!(&*joint.lower, "at" | "in" | "near" | "outside")
}

/// `to train hotel staff`: what a plan is for.
fn purpose(reader: &Reader<'_>, marks: &[Mark<'_>], to: usize) -> Option<Words> {
    let verb = marks.get(to + 1)?;
    if verb.tag != Tag::Base || lists::is_empty_act(&verb.lower) || verb.is("be") {
        return None;
    }
    let (complement, _) = reader.complement(marks, to + 2)?;
    let leans = complement
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| {
            matches!(mark.tag, Tag::Pronoun | Tag::OwnPronoun) || mark.is_finite() || !mark.is_word
        });
    (!leans && (1..=6).contains(&complement.len()))
        .then(|| [to, to + 1].into_iter().chain(complement).collect())
}
