//! Questions about what the whole story turns on: the things and names it comes back to, and which of them stand together.
//!
//! These frames need no verb, so they open where a clause is too tangled to be turned round; each waits for words in the
//! same sentence that give reason to ask it.

use super::clause::{Reader, Words, render};
use super::events::phrase;
use super::frames::Draft;
use super::lists;
use super::speech::{Mark, bare};

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
    Person,
    Name,
}

/// A name or a thing with all the sentences that speak of it.
struct Topic {
    text: String,
    nature: Nature,
    is_plural: bool,
    is_place: bool,
    /// Where it was read first.
    words: Words,
    sentences: Vec<usize>,
}

/// Returns the questions about a story's things, each with the number of the sentence that opened it.
pub(super) fn of_story(reader: &Reader<'_>, sentences: &[Vec<Mark<'_>>]) -> Vec<(usize, Draft)> {
    let mut things = Vec::new();
    let mut names = Vec::new();
    for (number, marks) in sentences.iter().enumerate() {
        if marks.len() > 90 || is_headline(marks) {
            continue;
        }
        for topic in things_in(reader, marks, number) {
            gather(&mut things, topic);
        }
        for topic in names_in(reader, marks, number) {
            gather(&mut names, topic);
        }
    }
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
    let mut drafts = Vec::new();
    for thing in &things {
        drafts.extend(of_thing(sentences, thing));
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
    drafts
}

fn gather(topics: &mut Vec<Topic>, topic: Topic) {
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

/// A heading in the text has capitals that say nothing.
fn is_headline(marks: &[Mark<'_>]) -> bool {
    let words = marks.iter().filter(|mark| mark.is_word).count();
    let upper = marks.iter().filter(|mark| mark.starts_upper()).count();
    words < 5 || upper * 5 > words * 3
}

/// A thing named in full is later called by its last word: `the deal`.
fn widen(topic: &mut Topic, sentences: &[Vec<Mark<'_>>]) {
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

fn things_in(reader: &Reader<'_>, marks: &[Mark<'_>], sentence: usize) -> Vec<Topic> {
    let mut found = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        let Some(nature) = nature(mark) else { continue };
        let ends_here = marks.get(at + 1).is_none_or(|next| {
            !next.is_word
                || lists::is_preposition(&next.lower)
                || lists::is_subordinator(&next.lower)
                || lists::is_be(&next.lower)
                || lists::is_have(&next.lower)
                || lists::is_modal(&next.lower)
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
                !mark.is_word
                    || lists::is_vague_quantity(&mark.lower)
                    || matches!(
                        &*mark.lower,
                        "good"
                            | "great"
                            | "huge"
                            | "big"
                            | "major"
                            | "own"
                            | "such"
                            | "worst"
                            | "best"
                            | "bad"
                            | "real"
                            | "much"
                            | "whole"
                            | "entire"
                            | "separate"
                            | "further"
                            | "normal"
                            | "ongoing"
                            | "initial"
                            | "current"
                            | "final"
                            | "malicious"
                            | "same"
                            | "other"
                            | "special"
                            | "actual"
                            | "official"
                            | "original"
                            | "old"
                            | "certain"
                            | "serious"
                            | "terrible"
                            | "tragic"
                            | "chaotic"
                            | "live"
                            | "news"
                            | "full"
                            | "media"
                            | "press"
                            | "police"
                            | "latest"
                            | "recent"
                            | "similar"
                    )
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
            lists::is_short_title(mark.text)
                || matches!(
                    &*mark.lower,
                    "mr" | "mrs"
                        | "ms"
                        | "dr"
                        | "president"
                        | "minister"
                        | "mayor"
                        | "sir"
                        | "lord"
                        | "judge"
                        | "sheriff"
                        | "gov."
                        | "sen."
                        | "rep."
                        | "prof."
                        | "professor"
                        | "captain"
                        | "chancellor"
                        | "chief"
                        | "secretary"
                        | "officer"
                        | "coach"
                        | "prime"
                        | "foreign"
                )
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
                || lists::is_preposition(&next.lower)
                || lists::is_subordinator(&next.lower)
                || lists::is_be(&next.lower)
                || lists::is_have(&next.lower)
                || lists::is_modal(&next.lower)
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
            || matches!(
                bare(&last.lower),
                "god"
                    | "internet"
                    | "cnn"
                    | "mailonline"
                    | "facebook"
                    | "twitter"
                    | "sportsmail"
                    | "christmas"
                    | "street"
                    | "road"
                    | "american"
                    | "english"
                    | "french"
                    | "german"
                    | "greek"
                    | "reuters"
                    | "bbc"
            )
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
        let is_person = reader
            .names
            .full_name(surname)
            .is_some_and(|full| full == text);
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

type Sentences<'a, 'b> = &'a [Vec<Mark<'b>>];

/// Returns the first of the sentences that holds one of the beginnings of words.
fn evidence(sentences: Sentences<'_, '_>, among: &[usize], starts: &[&str]) -> Option<usize> {
    among.iter().copied().find(|number| {
        sentences.get(*number).is_some_and(|marks| {
            marks
                .iter()
                .any(|mark| starts.iter().any(|start| mark.lower.starts_with(start)))
        })
    })
}

fn shared(one: &Topic, other: &Topic) -> Vec<usize> {
    one.sentences
        .iter()
        .copied()
        .filter(|number| other.sentences.contains(number))
        .collect()
}

fn draft(topic: &Topic, text: String, kind: &'static str, worth: f32) -> Draft {
    Draft {
        text,
        kind,
        worth,
        words: topic.words.clone(),
        stands_in: true,
    }
}

const CRITICS: &[&str] = &[
    "critic", "oppos", "object", "oppon", "protest", "reject", "condemn",
];
const PAST: &[&str] = &["19", "20"];
const MONEY: &[&str] = &["$", "£", "€", "million", "billion", "fund", "cost", "marks"];
const FINDING: &[&str] = &["found", "show", "suggest", "conclud", "estimat", "finding"];
const TIES: &[&str] = &[
    "relation", "ties", "friend", "partner", "alli", "rival", "married", "teammate",
];
const TALKS: &[&str] = &[
    "talks",
    "negotiat",
    "agreed",
    "agreement",
    "deal",
    "merge",
    "partner",
];

fn of_thing(sentences: Sentences<'_, '_>, thing: &Topic) -> Vec<(usize, Draft)> {
    let Some(first) = thing.sentences.first().copied() else {
        return Vec::new();
    };
    let text = &thing.text;
    let (is, does) = if thing.is_plural {
        ("are", "do")
    } else {
        ("is", "does")
    };
    let mut found = Vec::new();
    let mut push = |at: usize, asked: String, kind: &'static str, worth: f32| {
        found.push((at, draft(thing, asked, kind, worth)));
    };
    let has = |starts: &[&str]| evidence(sentences, &thing.sentences, starts);
    if matches!(thing.nature, Nature::Plan | Nature::Law | Nature::Agreement)
        && let Some(at) = has(CRITICS)
    {
        push(
            at,
            format!("What do critics of {text} object to?"),
            "reaction",
            0.85,
        );
    }
    match thing.nature {
        Nature::Agreement => {
            push(
                first,
                format!("Who stands to gain most from {text}?"),
                "actors",
                0.7,
            );
            push(
                first,
                format!("What are the main terms of {text}?"),
                "background",
                0.65,
            );
        }
        Nature::Plan => {
            if let Some(at) = has(MONEY) {
                push(
                    at,
                    format!("Where will the money for {text} come from?"),
                    "numbers",
                    0.7,
                );
            }
            push(
                first,
                format!("What are the key parts of {text}?"),
                "mechanism",
                0.5,
            );
        }
        Nature::Law => {
            push(
                first,
                format!("Who {is} most affected by {text}?").replace("Who are", "Who is"),
                "impact",
                0.65,
            );
            push(
                first,
                format!("How {is} {text} to be enforced?"),
                "rules",
                0.55,
            );
        }
        Nature::Study => {
            if let Some(at) = has(FINDING) {
                push(
                    at,
                    format!("How strong {is} the evidence behind {text}?")
                        .replace("strong are", "strong is"),
                    "evidence",
                    0.75,
                );
            }
        }
        Nature::Inquiry => {
            push(
                first,
                format!(
                    "What {has} {text} brought to light so far?",
                    has = if thing.is_plural { "have" } else { "has" }
                ),
                "evidence",
                0.6,
            );
        }
        Nature::Strife => {
            push(
                first,
                format!("What would it take to end {text}?"),
                "next",
                0.7,
            );
            push(
                first,
                format!("Who has been hit hardest by {text}?"),
                "impact",
                0.65,
            );
        }
        Nature::Blow => {
            push(
                first,
                format!("How {does} {text} compare with earlier ones?"),
                "history",
                0.45,
            );
            push(
                first,
                format!("Who has been hit hardest by {text}?"),
                "impact",
                0.6,
            );
        }
        Nature::Person | Nature::Name => {}
    }
    found
}

fn of_both(sentences: Sentences<'_, '_>, thing: &Topic, name: &Topic) -> Vec<(usize, Draft)> {
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
        if !matches!(thing.nature, Nature::Study) {
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
    } else if matches!(thing.nature, Nature::Inquiry | Nature::Blow) {
        push(format!("What could {what} mean for {who}?"), "next", 0.6);
    }
    found
}

fn of_name(sentences: Sentences<'_, '_>, name: &Topic) -> Vec<(usize, Draft)> {
    let who = &name.text;
    let mut found = Vec::new();
    let mut push = |at: usize, asked: String, kind: &'static str, worth: f32| {
        let mut draft = draft(name, asked, kind, worth);
        if name.sentences.first() != Some(&at) {
            draft.words.clear();
        }
        found.push((at, draft));
    };
    let has = |starts: &[&str]| evidence(sentences, &name.sentences, starts);
    let Some(first) = name.sentences.first().copied() else {
        return found;
    };
    if name.is_place {
        if name.sentences.len() > 1 && !who.starts_with("the ") {}
        return found;
    }
    if name.nature == Nature::Name
        && let Some(at) = in_trouble(sentences, name)
    {
        push(
            at,
            format!("What challenges does {who} face now?"),
            "risk",
            0.5,
        );
    }
    if let Some(at) = has(&["criticis", "criticiz", "critics"]) {
        push(
            at,
            format!("How has {who} answered the criticism?"),
            "reaction",
            0.45,
        );
    }
    if name.nature == Nature::Person && name.sentences.len() > 3 && first < 5 {
        push(
            first,
            format!("What is known about the background of {who}?"),
            "background",
            0.4,
        );
    }
    if let Some((number, past)) = evidence(sentences, &name.sentences, PAST)
        .and_then(|at| Some((at, year_before(sentences.get(at)?)?)))
    {
        push(
            number,
            format!("What has changed for {who} since {past}?"),
            "history",
            0.5,
        );
    }
    found
}

/// Returns the sentence that says of the name that it struggles or faces something.
fn in_trouble(sentences: Sentences<'_, '_>, name: &Topic) -> Option<usize> {
    let last = name.text.split(' ').next_back().unwrap_or_default();
    name.sentences.iter().copied().find(|number| {
        sentences.get(*number).is_some_and(|marks| {
            marks
                .iter()
                .enumerate()
                .filter(|(_, mark)| mark.text == last)
                .any(|(place, _)| {
                    marks.iter().skip(place + 1).take(3).any(|mark| {
                        matches!(
                            &*mark.lower,
                            "faces"
                                | "facing"
                                | "struggling"
                                | "struggles"
                                | "struggled"
                                | "lacks"
                                | "lost"
                        )
                    })
                })
        })
    })
}

/// A year after `since` that a change can be measured from.
fn year_before<'a>(marks: &'a [Mark<'_>]) -> Option<&'a str> {
    marks.windows(2).find_map(|pair| match pair {
        [before, year]
            if before.is("since") && super::frames::is_year(year.text) && year.text < "2024" =>
        {
            Some(year.text)
        }
        _ => None,
    })
}

/// One of them accuses, sues or disputes the other: the word stands between their names.
fn is_quarrel(marks: &[Mark<'_>], one: &str, other: &str) -> bool {
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

fn of_two_names(sentences: Sentences<'_, '_>, one: &Topic, other: &Topic) -> Vec<(usize, Draft)> {
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
    if let (Some(at), true) = (together.first().copied(), one.nature == other.nature)
        && evidence(sentences, &together, TIES).is_some()
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
