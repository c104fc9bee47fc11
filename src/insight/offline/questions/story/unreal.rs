//! What has the name of an event and is none: feared, charged, broadcast, or done by a beast.

use super::super::clause::Words;
use super::super::speech::Mark;
use super::sorts::Sort;
use crate::text::english::Tag;

/// Nobody is behind the attack of a leopard.
pub(super) fn is_beast(mark: &Mark<'_>) -> bool {
    matches!(
        &*mark.lower,
        "leopard"
            | "leopards"
            | "shark"
            | "sharks"
            | "dog"
            | "dogs"
            | "bear"
            | "bears"
            | "tiger"
            | "tigers"
            | "lion"
            | "lions"
            | "crocodile"
            | "crocodiles"
            | "alligator"
            | "elephant"
            | "elephants"
            | "wolf"
            | "wolves"
            | "bee"
            | "bees"
            | "snake"
            | "snakes"
            | "bull"
            | "bulls"
            | "pitbull"
            | "hippo"
    )
}

/// “Catching Fire” is a film.
pub(super) fn is_in_a_title(marks: &[Mark<'_>], at: usize, sort: Sort) -> bool {
    matches!(
        sort,
        Sort::Accident | Sort::Nature | Sort::Attack | Sort::Unrest
    ) && at > 0
        && marks.get(at).is_some_and(Mark::starts_upper)
        && at
            .checked_sub(1)
            .and_then(|before| marks.get(before))
            .is_some_and(|before| before.starts_upper() && before.lower.ends_with("ing"))
}

/// The weather service, the health system: they were there before the story. “Seven drones” are any.
pub(super) fn is_always_there(marks: &[Mark<'_>], words: &Words, sort: Sort) -> bool {
    let mut said = words.iter().filter_map(|word| marks.get(*word));
    let is_count = |mark: &Mark<'_>| mark.is_number() || mark.tag == Tag::Number;
    // A number may be left out of the phrase, as an article is.
    let is_counted = words
        .first()
        .and_then(|first| first.checked_sub(1))
        .and_then(|before| marks.get(before))
        .is_some_and(is_count);
    sort == Sort::Thing
        && (is_counted
            || said.clone().next().is_some_and(is_count)
            || said.any(|mark| {
                matches!(
                    &*mark.lower,
                    "health"
                        | "weather"
                        | "emergency"
                        | "fire"
                        | "police"
                        | "security"
                        | "secret"
                        | "postal"
                        | "civil"
                        | "memorial"
                        | "funeral"
                        | "church"
                        | "military"
                        | "probation"
                        | "immune"
                        | "solar"
                        | "justice"
                        | "education"
                        | "school"
                        | "legal"
                        | "political"
                        | "prison"
                )
            }))
}

/// “charged with murder in …”: what somebody is held to have done, not what was told of.
pub(super) fn is_charge(marks: &[Mark<'_>], words: &Words) -> bool {
    let Some(first) = words.first() else {
        return false;
    };
    let before: Vec<&Mark<'_>> = marks.iter().take(*first).rev().take(4).collect();
    before
        .first()
        .is_some_and(|mark| matches!(&*mark.lower, "with" | "of" | "on" | "for" | "to"))
        && before.iter().any(|mark| {
            mark.lower.starts_with("charge")
                || mark.lower.starts_with("accus")
                || mark.lower.starts_with("convict")
                || matches!(
                    &*mark.lower,
                    "guilty" | "suspicion" | "suspected" | "count" | "counts"
                )
        })
}

/// A programme that one watches is no policy.
pub(super) fn is_broadcast(marks: &[Mark<'_>], words: &Words, head: &str) -> bool {
    matches!(head, "programme" | "program" | "scheme")
        && words
            .iter()
            .filter_map(|word| marks.get(*word))
            .any(|mark| {
                matches!(
                    &*mark.lower,
                    "music"
                        | "tv"
                        | "television"
                        | "channel"
                        | "radio"
                        | "computer"
                        | "software"
                        | "comedy"
                        | "news"
                        | "bbc"
                        | "mtv"
                )
            })
}

/// What is feared, denied or only possible has not happened.
pub(super) fn is_unreal(marks: &[Mark<'_>], at: usize, sort: Sort) -> bool {
    let may_be_to_come = matches!(
        sort,
        Sort::Policy
            | Sort::Deal
            | Sort::Pact
            | Sort::Election
            | Sort::Talks
            | Sort::Launch
            | Sort::Mission
            | Sort::Decision
            | Sort::Trial
    );
    marks
        .iter()
        .take(at)
        .skip(at.saturating_sub(8))
        .any(|mark| {
            matches!(
                &*mark.lower,
                "no" | "without"
                    | "any"
                    | "another"
                    | "avoid"
                    | "prevent"
                    | "avert"
                    | "if"
                    | "alleged"
                    | "not"
            ) || !may_be_to_come
                && matches!(
                    &*mark.lower,
                    "would"
                        | "could"
                        | "might"
                        | "may"
                        | "possible"
                        | "potential"
                        | "possibility"
                        | "threat"
                        | "threatened"
                        | "risk"
                        | "fears"
                        | "planned"
                        | "called"
                        | "calls"
                        | "future"
                )
        })
}

/// A headline’s capitals are no name.
pub(super) fn is_shouted(word: &str) -> bool {
    word.len() > 5 && word.chars().all(char::is_uppercase)
}

/// Says when or how big, and nothing of what it is.
pub(super) fn is_passing(word: &str) -> bool {
    matches!(
        word,
        "new"
            | "latest"
            | "recent"
            | "major"
            | "big"
            | "huge"
            | "deadly"
            | "fresh"
            | "massive"
            | "current"
            | "ongoing"
            | "planned"
            | "upcoming"
            | "fatal"
            | "bloody"
            | "controversial"
            | "apparent"
            | "final"
            | "long-running"
            | "so-called"
            | "first"
            | "second"
            | "third"
            | "fourth"
            | "fifth"
            | "sixth"
            | "seventh"
            | "eighth"
            | "ninth"
            | "tenth"
            | "initial"
            | "full"
            | "public"
            | "official"
            | "special"
            | "separate"
            | "surprise"
            | "last"
    )
}
