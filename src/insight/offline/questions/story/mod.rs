//! Questions at the level of the story: what happened, named as a noun phrase, and what an editor asks of such a thing.
//!
//! Sentences give the events ([`anchors`]) and what stands beside them ([`evidence`]); each sort of event ([`sorts`]) has
//! its questions ([`frames`]), opened only by evidence near the event.

mod acts;
mod anchors;
mod evidence;
mod fates;
mod frames;
mod parties;
mod roles;
mod sorts;
mod unreal;

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::clause::{Clause, Reader};
use super::frames::Draft;
use super::speech::Mark;
use super::topics::Topic;
use crate::insight::offline::terms::weight;
use anchors::Anchor;
use evidence::Bits;
pub(super) use fates::{is_dead, tells_death};

/// Events asked about.
const MOST_EVENTS: usize = 7;
/// Events of one sort.
const MOST_OF_SORT: usize = 2;
/// Sentences whose events count; what comes later is seldom what the story is about.
const MOST_SENTENCES: usize = 40;

/// A question about an event of the story.
pub(super) struct Asked {
    pub(super) draft: Draft,
    /// The sentence that names the event.
    pub(super) named_in: usize,
    /// The sentence that gives reason to ask.
    pub(super) because: usize,
    /// Which of the story's events it is about.
    pub(super) event: usize,
    /// The event as it is named.
    pub(super) about: String,
}

/// What a story tells of, gathered sentence by sentence.
#[derive(Default)]
pub(super) struct Story {
    anchors: Vec<Anchor>,
    bits: Vec<Bits>,
}

impl Story {
    /// Takes in one sentence with the clauses read in it.
    pub(super) fn read(
        &mut self,
        reader: &Reader<'_>,
        marks: &[Mark<'_>],
        clauses: &[&Clause],
        is_told: bool,
    ) {
        let number = self.bits.len();
        self.bits
            .push(evidence::of_sentence(evidence::table(), marks));
        if number >= MOST_SENTENCES || !is_told {
            return;
        }
        anchors::of_nouns(reader, marks, number, &mut self.anchors);
        for clause in clauses {
            self.anchors
                .extend(acts::of_clause(reader, marks, clause, number));
        }
    }

    /// Returns the questions the story's main events open.
    pub(super) fn questions(
        self,
        sentences: &[Vec<Mark<'_>>],
        names: &[Topic],
        is_in_title: impl Fn(&str) -> bool,
    ) -> Vec<Asked> {
        let bits = self.bits.clone();
        let mut asked = parties::of_story(sentences, &bits, names, MOST_EVENTS);
        for (event, anchor) in self
            .chosen(sentences, names, is_in_title)
            .into_iter()
            .enumerate()
        {
            let near = near(&anchor, sentences);
            let all = near
                .iter()
                .filter_map(|number| bits.get(*number))
                .fold(0, |one, other| one | other);
            for row in frames::ROWS {
                if !row.sorts.contains(&anchor.sort) || row.unless & all != 0 {
                    continue;
                }
                // How phones work is no question of the story, how a certain one does may be.
                if anchor.sort == sorts::Sort::Thing && row.kind == "mechanism" && !anchor.is_named
                {
                    continue;
                }
                let because = near
                    .iter()
                    .copied()
                    .find(|number| bits.get(*number).is_some_and(|bits| bits & row.open != 0));
                let Some(because) = because else { continue };
                let Some(pattern) = row.asked.get(anchor.text.len() % row.asked.len().max(1))
                else {
                    continue;
                };
                asked.push(Asked {
                    draft: Draft {
                        text: fill(pattern, &anchor),
                        kind: row.kind,
                        worth: row.worth - 0.06 * weight(event)
                            + if anchor.is_named { 0.0 } else { -0.1 },
                        words: anchor.words.clone(),
                        stands_in: false,
                    },
                    named_in: anchor.sentence,
                    because,
                    event,
                    about: anchor.text.clone(),
                });
            }
        }
        asked
    }

    /// The events the story is about: early ones that come up again and are named.
    fn chosen(
        self,
        sentences: &[Vec<Mark<'_>>],
        names: &[Topic],
        is_in_title: impl Fn(&str) -> bool,
    ) -> Vec<Anchor> {
        // A story of one firm; where there are two, neither is meant by itself.
        let bodies = parties::bodies(sentences, &self.bits, names);
        let spread = spread(&self.anchors, sentences);
        let mut weighed: Vec<(f32, Anchor)> = Vec::new();
        for mut anchor in self.anchors {
            let mentions = spread.get(&anchor.head).map_or(0, Vec::len);
            // “online harassment” is known by itself where a story keeps to it, “the attack” never is.
            let least = match (anchor.sort, mentions) {
                (
                    sorts::Sort::Ill | sorts::Sort::Thing | sorts::Sort::Work | sorts::Sort::Cost,
                    3..,
                ) => 2,
                _ => 3,
            };
            if !anchor.is_named && !place(&mut anchor, names, &bodies) && anchor.words.len() < least
            {
                continue;
            }
            // Something central is named in it, or it is the first thing the story tells.
            let names_central = names
                .iter()
                .take(4)
                .any(|name| name.sentences.len() > 2 && anchor.text.contains(&name.text));
            let is_central = anchor.sentence < 3 && mentions > 0
                || mentions > 2
                || names_central && anchor.sentence < 15;
            let titled = anchor
                .text
                .split(' ')
                .filter(|word| is_in_title(word))
                .count();
            if !anchor.is_named && mentions < 2 || !is_central && titled < 2 && anchor.sentence > 1
            {
                continue;
            }
            let position = match anchor.sentence {
                0 => 3.0,
                1 => 2.2,
                2 => 1.8,
                3..=6 => 1.1,
                _ => 0.5,
            };
            let value = position
                + 0.4 * weight(mentions.min(4))
                + if anchor.is_named { 1.0 } else { 0.0 }
                + if names_central { 0.6 } else { 0.0 }
                + 0.5 * weight(titled.min(3));
            weighed.push((value, anchor));
        }
        weighed.sort_by(|one, other| {
            other
                .0
                .total_cmp(&one.0)
                .then(one.1.sentence.cmp(&other.1.sentence))
        });
        let mut chosen: Vec<Anchor> = Vec::new();
        for (value, anchor) in weighed {
            let of_sort = chosen
                .iter()
                .filter(|other| other.sort == anchor.sort)
                .count();
            let is_known = chosen.iter().any(|other| {
                other.head == anchor.head
                    || other.text.contains(&anchor.text)
                    || anchor.text.contains(&other.text)
            });
            if chosen.len() >= MOST_EVENTS || value < 1.5 {
                break;
            }
            if of_sort < MOST_OF_SORT && !is_known {
                chosen.push(anchor);
            }
        }
        chosen
    }
}

/// The sentences that hold the heads of the events.
fn spread(
    anchors: &[Anchor],
    sentences: &[Vec<Mark<'_>>],
) -> HashMap<String, Vec<usize>, Xxh3DefaultBuilder> {
    let mut spread: HashMap<String, Vec<usize>, Xxh3DefaultBuilder> = anchors
        .iter()
        .map(|anchor| (anchor.head.clone(), Vec::new()))
        .collect();
    for (number, marks) in sentences.iter().enumerate() {
        for mark in marks.iter().filter(|mark| mark.is_word) {
            if let Some(found) = spread.get_mut(&mark.lower)
                && found.last() != Some(&number)
            {
                found.push(number);
            }
        }
    }
    spread
}

/// “the attack” of a story from one place is the attack there, “the losses” of a story about one firm are its own.
fn place(anchor: &mut Anchor, names: &[Topic], bodies: &[&str]) -> bool {
    let stands_alone = anchor.words.len() == 1;
    if sorts::is_placed(anchor.sort) && !anchor.text.contains(" in ") {
        // The place has to stand in the same sentence; which one a story of several places means is not to be guessed.
        let found = names.iter().find(|name| {
            name.is_place && name.sentences.contains(&anchor.sentence) && anchor.sentence < 3
        });
        if let Some(name) = found {
            anchor.text = format!("{} in {}", anchor.text, name.text);
            anchor.is_named = true;
            return true;
        }
    }
    if let (Some(joint), Some(body), true) = (
        sorts::joint_of_body(anchor.sort),
        bodies.first(),
        stands_alone,
    ) && anchor.sentence < 6
    {
        anchor.text = format!("{} {joint} {body}", anchor.text);
        anchor.is_named = true;
        return true;
    }
    false
}

/// The sentences that speak of the event: by its noun, by a name in it, and the one behind it.
fn near(anchor: &Anchor, sentences: &[Vec<Mark<'_>>]) -> Vec<usize> {
    let named: Vec<&str> = sentences
        .get(anchor.sentence)
        .map(|marks| {
            anchor
                .words
                .iter()
                .filter_map(|word| marks.get(*word))
                .filter(|mark| mark.starts_upper() && mark.text.len() > 3)
                .map(|mark| super::speech::bare(mark.text))
                .collect()
        })
        .unwrap_or_default();
    let mut near: Vec<usize> = sentences
        .iter()
        .enumerate()
        .filter(|(number, marks)| {
            *number == anchor.sentence
                || *number == anchor.sentence + 1
                || marks
                    .iter()
                    .any(|mark| mark.lower == anchor.head || named.contains(&mark.text))
        })
        .map(|(number, _)| number)
        .collect();
    // What stands right beside the event is the better evidence.
    near.sort_by_key(|number| (number.abs_diff(anchor.sentence), *number));
    near
}

fn fill(pattern: &str, anchor: &Anchor) -> String {
    let (is, has, does) = if anchor.is_plural {
        ("are", "have", "do")
    } else {
        ("is", "has", "does")
    };
    let pattern = if anchor.is_plural {
        agree(pattern)
    } else {
        pattern.to_owned()
    };
    pattern
        .replace("{e}", &anchor.text)
        .replace("{h}", &anchor.head)
        .replace("{is}", is)
        .replace("{has}", has)
        .replace("{does}", does)
}

/// Turns the verb round an event that is several: `does {e} mean`, `{e} is`.
fn agree(pattern: &str) -> String {
    pattern
        .replace("does {e}", "do {e}")
        .replace("is {e}", "are {e}")
        .replace("has {e}", "have {e}")
        .replace("was {e}", "were {e}")
        .replace("{e} is", "{e} are")
        .replace("{e} brings", "{e} bring")
}
