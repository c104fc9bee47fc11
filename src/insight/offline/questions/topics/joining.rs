//! One topic under several names: `Voss`, `Ingrid Voss` and `Ms Voss`.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::super::speech::{Mark, bare};
use super::{Nature, Topic};

pub(super) fn gather(topics: &mut Vec<Topic>, topic: Topic) {
    let known = topics
        .iter_mut()
        .find(|known| known.text.eq_ignore_ascii_case(&topic.text));
    match known {
        Some(known) => {
            known.is_place |= topic.is_place;
            for sentence in topic.sentences {
                if !known.sentences.contains(&sentence) {
                    known.sentences.push(sentence);
                }
            }
        }
        None => topics.push(topic),
    }
}

/// A surname is he who was named in full, and a name counts wherever its last word stands.
pub(super) fn join(names: &mut Vec<Topic>, sentences: &[Vec<Mark<'_>>]) {
    let last = |name: &Topic| {
        name.text
            .split(' ')
            .next_back()
            .unwrap_or_default()
            .to_owned()
    };
    let mut number = 0;
    while number < names.len() {
        let own = names.get(number).map(last).unwrap_or_default();
        let is_short = names.get(number).is_some_and(|name| name.text == own);
        let mut longer = names
            .iter()
            .enumerate()
            .filter(|(place, other)| *place != number && other.text != own && last(other) == own);
        match (
            is_short,
            longer.next().map(|(place, _)| place),
            longer.next(),
        ) {
            (true, Some(place), None) => {
                let short = names.remove(number);
                let place = if place > number { place - 1 } else { place };
                if let Some(name) = names.get_mut(place) {
                    name.sentences.extend(short.sentences);
                    if short.nature == Nature::Person {
                        name.nature = Nature::Person;
                    }
                }
            }
            _ => number += 1,
        }
    }
    let lasts: Vec<String> = names.iter().map(last).collect();
    let mut wanted: HashMap<&str, Vec<usize>, Xxh3DefaultBuilder> = HashMap::default();
    for (number, own) in lasts.iter().enumerate() {
        wanted.entry(own.as_str()).or_default().push(number);
    }
    // A last word that two names share tells neither.
    wanted.retain(|_, numbers| numbers.len() == 1);
    for (sentence, marks) in sentences.iter().enumerate() {
        for mark in marks.iter().filter(|mark| mark.starts_upper()) {
            if let Some(name) = wanted
                .get(bare(mark.text))
                .and_then(|numbers| names.get_mut(*numbers.first()?))
            {
                name.sentences.push(sentence);
            }
        }
    }
    for name in names {
        name.sentences.sort_unstable();
        name.sentences.dedup();
    }
}

/// A heading in the text has capitals that say nothing.
pub(super) fn is_headline(marks: &[Mark<'_>]) -> bool {
    let words = marks.iter().filter(|mark| mark.is_word).count();
    let upper = marks.iter().filter(|mark| mark.starts_upper()).count();
    words < 5 || upper * 5 > words * 3
}

/// A thing named in full is later called by its last word: `the deal`.
pub(super) fn widen(topic: &mut Topic, sentences: &[Vec<Mark<'_>>]) {
    let Some(head) = topic.text.split(' ').next_back().map(str::to_lowercase) else {
        return;
    };
    for (number, marks) in sentences.iter().enumerate() {
        let is_meant = marks.windows(2).any(
            |pair| matches!(pair, [the, noun] if matches!(&*the.lower, "the" | "this") && noun.lower == head),
        );
        if is_meant && !topic.sentences.contains(&number) {
            topic.sentences.push(number);
        }
    }
    topic.sentences.sort_unstable();
}
