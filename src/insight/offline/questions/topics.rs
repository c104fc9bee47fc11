//! Questions about what the whole story turns on: the things and names it comes back to, and which of them stand together.
//!
//! These frames need no verb, so they open where a clause is too tangled to be turned round; each waits for words in the
//! same sentence that give reason to ask it.

mod joining;
mod named;
mod raised;
mod together;

use super::clause::{Reader, Words, render};
use super::events::phrase;
use super::frames::Draft;
use super::lists;
use super::speech::{Mark, bare};
use crate::text::english::Tag;
use joining::{gather, is_headline, join, widen};
use raised::{is_only_possible, of_name, of_thing};
use together::{of_both, of_two_names};

/// Names and things that are asked about at most, those that come up most often first.
const MOST_THINGS: usize = 6;

/// What the noun at the head of a thing says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    Agreement,
    Plan,
    Law,
    Study,
    Inquiry,
    /// It can be ended, `strike`.
    Strife,
    /// It has happened, `crash`.
    Blow,
    /// It works somehow, `drug`.
    Device,
    Person,
    Name,
}

/// A name or a thing with all the sentences that speak of it.
pub(super) struct Topic {
    pub(super) text: String,
    nature: Nature,
    is_plural: bool,
    pub(super) is_place: bool,
    /// Where it was read first.
    pub(super) words: Words,
    pub(super) sentences: Vec<usize>,
}

impl Topic {
    pub(super) fn is_person(&self) -> bool {
        self.nature == Nature::Person
    }
}

/// What a story comes back to.
pub(super) struct Topics {
    /// The names that come up most often, first.
    pub(super) names: Vec<Topic>,
    /// The questions, each with the number of the sentence that opened it.
    pub(super) drafts: Vec<(usize, Draft)>,
}

/// Returns a story's names and the questions about its things.
pub(super) fn of_story(reader: &Reader<'_>, sentences: &[Vec<Mark<'_>>]) -> Topics {
    let mut things = Vec::new();
    let mut names = Vec::new();
    let mut drafts = Vec::new();
    for (number, marks) in sentences.iter().enumerate() {
        if marks.len() > 90 || is_headline(marks) {
            continue;
        }
        drafts.extend(
            named::of_sentence(reader, marks)
                .into_iter()
                .map(|draft| (number, draft)),
        );
        for topic in things_in(reader, marks, number) {
            gather(&mut things, topic);
        }
        for topic in names_in(reader, marks, number) {
            gather(&mut names, topic);
        }
    }
    join(&mut names, sentences);
    for topic in &mut things {
        widen(topic, sentences);
    }
    things.retain(|topic| topic.sentences.len() > 1 || topic.sentences.first() < Some(&3));
    names.retain(|topic| topic.sentences.len() > 1 || topic.sentences.first() < Some(&2));
    for topics in [&mut things, &mut names] {
        topics.sort_by_key(|topic| {
            let first = topic.sentences.first().copied().unwrap_or(0);
            (std::cmp::Reverse(topic.sentences.len()), first)
        });
        topics.truncate(MOST_THINGS);
    }
    for thing in &things {
        if !is_only_possible(sentences, thing) {
            drafts.extend(of_thing(sentences, thing));
        }
        drafts.extend(for_people(reader, sentences, thing));
        for name in &names {
            drafts.extend(of_both(sentences, thing, name));
        }
    }
    for (number, name) in names.iter().enumerate() {
        drafts.extend(of_name(sentences, name));
        for other in names.iter().skip(number + 1) {
            drafts.extend(of_two_names(sentences, name, other));
        }
    }
    Topics { names, drafts }
}

/// Those whom a thing touches, as one of its sentences calls them: `small farmers`, `the villagers`.
fn for_people(
    reader: &Reader<'_>,
    sentences: &[Vec<Mark<'_>>],
    thing: &Topic,
) -> Option<(usize, Draft)> {
    if matches!(thing.nature, Nature::Study | Nature::Inquiry) {
        return None;
    }
    let (at, people) = thing
        .sentences
        .iter()
        .copied()
        .find_map(|number| Some((number, people_in(reader, sentences.get(number)?)?)))?;
    let mean = if thing.is_plural { "do" } else { "does" };
    let words = if thing.sentences.first() == Some(&at) {
        thing.words.clone()
    } else {
        Words::new()
    };
    (!thing.text.contains(&people)).then(|| {
        let draft = Draft {
            text: format!("What {mean} {} mean for {people}?", thing.text),
            kind: "impact",
            worth: 0.65,
            words,
            stands_in: true,
        };
        (at, draft)
    })
}

fn people_in(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Option<String> {
    let mut at = 0;
    while at < marks.len() {
        let mut words = Words::new();
        let Some(end) = reader.noun_phrase(marks, at, &mut words) else {
            at += 1;
            continue;
        };
        at = end;
        let head = words.last().and_then(|last| marks.get(*last))?;
        let is_plain = words
            .iter()
            .filter_map(|word| marks.get(*word))
            .all(|mark| {
                matches!(
                    mark.tag,
                    Tag::Noun | Tag::Nouns | Tag::Adjective | Tag::Name
                ) && mark.is_word
                    && !mark.is_owner
                    && !lists::is_vague_quantity(&mark.lower)
                    && !matches!(&*mark.lower, "many" | "several" | "other" | "few" | "such")
                    || mark.is("the")
            });
        if lists::is_affected(&head.lower) && is_plain && words.len() <= 4 {
            return render(reader.names, marks, &words);
        }
    }
    None
}

fn things_in(reader: &Reader<'_>, marks: &[Mark<'_>], sentence: usize) -> Vec<Topic> {
    let mut found = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let Some(nature) = nature(mark) else { continue };
        let ends_here = marks.get(at + 1).is_none_or(|next| {
            !next.is_word
                || follows_a_noun(next)
                || lists::is_weekday(&next.lower)
                || matches!(&*next.lower, "and" | "or" | "but" | "that")
        });
        if !ends_here || mark.text.ends_with("'s") || mark.text.ends_with("’s") {
            continue;
        }
        let Some(words) = phrase(reader, marks, at) else {
            continue;
        };
        let Some(first) = words.first().copied() else {
            continue;
        };
        let Some(article) = first.checked_sub(1).and_then(|place| marks.get(place)) else {
            continue;
        };
        let before = words.iter().filter(|word| **word < at).count();
        let is_odd = words
            .iter()
            .filter_map(|word| marks.get(*word))
            .any(|mark| {
                matches!(&*mark.lower, "heart" | "panic" | "asthma")
                    || !mark.is_word
                    || lists::is_vague_quantity(&mark.lower)
                    || lists::is_loose_description(&mark.lower)
                    || (mark.is_number() && mark.text.len() != 4)
            });
        let is_the = matches!(
            &*article.lower,
            "the" | "a" | "an" | "this" | "its" | "their"
        );
        if !is_the || is_odd || before == 0 || words.len() > 6 {
            continue;
        }
        let Some(name) = render(reader.names, marks, &words) else {
            continue;
        };
        let is_owned = words.iter().take(before).any(|word| {
            marks
                .get(*word)
                .is_some_and(|mark| mark.text.ends_with("'s") || mark.text.ends_with("’s"))
        });
        if is_owned {
            continue;
        }
        found.push(Topic {
            text: format!("the {name}"),
            nature,
            is_plural: lists::is_plural(&mark.lower),
            is_place: false,
            words,
            sentences: vec![sentence],
        });
    }
    found
}

/// A word that can only stand behind a noun phrase that is whole.
fn follows_a_noun(mark: &Mark<'_>) -> bool {
    lists::is_preposition(&mark.lower)
        || lists::is_subordinator(&mark.lower)
        || lists::is_be(&mark.lower)
        || lists::is_have(&mark.lower)
        || lists::is_modal(&mark.lower)
}

fn nature(mark: &Mark<'_>) -> Option<Nature> {
    if !mark.is_word {
        return None;
    }
    Some(match &*mark.lower {
        "deal" | "agreement" | "merger" | "pact" | "accord" | "truce" | "ceasefire"
        | "settlement" | "takeover" | "acquisition" | "partnership" | "treaty" | "contract"
        | "alliance" => Nature::Agreement,
        "plan" | "plans" | "proposal" | "proposals" | "project" | "scheme" | "initiative"
        | "reform" | "reforms" | "barrier" | "bailout" | "expansion" => Nature::Plan,
        "law" | "bill" | "legislation" | "regulations" | "rules" | "ban" | "sanctions"
        | "tariffs" | "tax" | "policy" => Nature::Law,
        "act" if mark.starts_upper() => Nature::Law,
        "study" | "survey" | "poll" | "estimate" | "analysis" | "report" => Nature::Study,
        "inquiry" | "investigation" | "hearing" | "verdict" | "appeal" | "lawsuit" | "probe"
        | "prosecution" => Nature::Inquiry,
        "strike" | "war" | "crisis" | "dispute" | "conflict" | "standoff" | "siege"
        | "blockade" | "boycott" | "feud" | "shortage" | "outbreak" | "protests" | "row"
        | "offensive" | "violence" => Nature::Strife,
        "attack" | "attacks" | "crash" | "collapse" | "shooting" | "scandal" | "fire" | "flood"
        | "floods" | "earthquake" | "storm" | "explosion" | "massacre" | "closure" | "cuts"
        | "killing" | "killings" | "death" | "deaths" | "disappearance" | "abuse" | "robbery"
        | "accident" | "incident" | "eruption" | "spill" | "layoffs" | "riots" | "bombing"
        | "recession" | "defeat" | "resignation" | "breach" | "disaster" | "murder" | "murders" => {
            Nature::Blow
        }
        device if lists::is_device(device) => Nature::Device,
        _ => return None,
    })
}

fn names_in(reader: &Reader<'_>, marks: &[Mark<'_>], sentence: usize) -> Vec<Topic> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < marks.len() {
        let mut start = place;
        let run = reader.names.run(marks, place);
        place += run.max(1);
        let mut end = start + run;
        let is_title = |mark: &Mark<'_>| {
            lists::is_short_title(mark.text) || lists::is_title_of_person(&mark.lower)
        };
        while start < end && marks.get(start).is_some_and(is_title) {
            start += 1;
        }
        // “University of Tarn”.
        if end > start
            && marks.get(end).is_some_and(|mark| mark.is("of"))
            && reader.names.run(marks, end + 1) > 0
        {
            end += 1 + reader.names.run(marks, end + 1);
            place = end;
        }
        let Some(last) = end.checked_sub(1).and_then(|last| marks.get(last)) else {
            continue;
        };
        let stands_free = marks.get(end).is_none_or(|next| {
            !next.is_word && !matches!(next.text, "-" | "/" | "&" | "'" | "’")
                || follows_a_noun(next)
                || reader.lexicon.forms(&next.lower).past.is_some()
                || next.is("and")
        });
        let before = start.checked_sub(1).and_then(|place| marks.get(place));
        let is_part = before.is_some_and(|mark| {
            mark.starts_upper() && mark.is_word && !is_title(mark) && start > 1
                || mark.is("&")
                || mark.is_number()
        });
        let is_first_of_sentence = start == 0 && end == 1;
        if end <= start
            || end - start > 4
            || !stands_free
            || is_part
            || is_first_of_sentence
            || last.text.len() < 3
            || last.text.contains(['@', '#'])
            || ["ish", "ian", "ese", "ans", "ists"]
                .iter()
                .any(|ending| last.lower.ends_with(ending))
            || lists::is_no_actor(bare(&last.lower))
        {
            continue;
        }
        let words: Words = (start..end).collect();
        let Some(text) = render(reader.names, marks, &words) else {
            continue;
        };
        let text = bare(&text).to_owned();
        if text.contains(['\'', '’', '.']) || lists::is_plural(&last.lower) {
            continue;
        }
        let surname = text.split(' ').next_back().unwrap_or_default();
        let is_person = reader.names.is_person(surname);
        let has_article = before.is_some_and(|mark| mark.is("the"));
        found.push(Topic {
            text: if has_article && !is_person {
                format!("the {text}")
            } else {
                text
            },
            nature: if is_person {
                Nature::Person
            } else {
                Nature::Name
            },
            is_plural: false,
            is_place: !is_person
                && before.is_some_and(|mark| {
                    matches!(
                        &*mark.lower,
                        "in" | "near" | "outside" | "across" | "around"
                    )
                }),
            words,
            sentences: vec![sentence],
        });
    }
    found
}
