//! Questions about what somebody holds to be so: `warned that …`, `ruled that …`. Asked as a claim, never as a fact.

use super::clause::{Clause, Reader, Verb, Words, names_something, render, render_subject};
use super::frames::Draft;
use super::lists;
use super::speech::Mark;
use crate::text::english::Tag;

/// Words of what is claimed.
const LONGEST: usize = 11;

/// How a speaker's verb is turned into a question.
enum Turn {
    /// “What supports X’s claim that …?”
    Support(&'static str),
    /// “Why did X warn that …?”
    Why(&'static str, &'static str),
    Grounds,
    Finding,
    Admission,
}

fn turn(base: &str) -> Option<Turn> {
    Some(match base {
        "claim" | "allege" | "contend" | "insist" | "maintain" | "assert" => Turn::Support("claim"),
        "argue" => Turn::Support("argument"),
        "estimate" | "calculate" => Turn::Support("estimate"),
        "suggest" | "imply" => Turn::Support("suggestion"),
        "predict" => Turn::Support("prediction"),
        "warn" => Turn::Why("risk", "warn"),
        "fear" => Turn::Why("risk", "fear"),
        "worry" => Turn::Why("risk", "worry"),
        "believe" => Turn::Why("actors", "believe"),
        "deny" => Turn::Why("dispute", "deny"),
        "complain" => Turn::Why("reaction", "complain"),
        "demand" => Turn::Why("actors", "demand"),
        "propose" => Turn::Why("actors", "propose"),
        "recommend" => Turn::Why("actors", "recommend"),
        "doubt" => Turn::Why("dispute", "doubt"),
        "rule" | "decide" => Turn::Grounds,
        "find" | "conclude" | "show" | "indicate" | "reveal" => Turn::Finding,
        "admit" | "acknowledge" | "concede" | "confess" => Turn::Admission,
        _ => return None,
    })
}

/// Returns the question a claim opens.
pub(super) fn of_clause(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Option<Draft> {
    let turn = match clause.base {
        "say" if clause.is_partisan(marks) => Turn::Why("dispute", "say"),
        base => turn(base)?,
    };
    let is_told = matches!(clause.verb, Verb::Past | Verb::Present | Verb::Perfect(_));
    if !is_told || clause.is_negated {
        return None;
    }
    let speaker = render_subject(reader.names, marks, clause)?;
    let stated = stated(reader, marks, clause)?;
    let claim = render(reader.names, marks, &stated)?;
    let does = match clause.verb {
        Verb::Present if clause.is_plural => "do",
        Verb::Present => "does",
        _ => "did",
    };
    let owner = if speaker.ends_with('s') {
        format!("{speaker}’")
    } else {
        format!("{speaker}’s")
    };
    let (text, kind, worth) = match turn {
        Turn::Support(noun) => (
            format!("What supports {owner} {noun} that {claim}?"),
            "evidence",
            0.9,
        ),
        Turn::Why(kind, base) => (
            format!("Why {does} {speaker} {base} that {claim}?"),
            kind,
            0.85,
        ),
        Turn::Grounds => (
            format!(
                "On what grounds did {speaker} {} that {claim}?",
                clause.base
            ),
            "rules",
            0.95,
        ),
        Turn::Finding if is_source(marks, clause) => (
            format!("How firm is {owner} finding that {claim}?"),
            "evidence",
            0.85,
        ),
        Turn::Finding => return None,
        Turn::Admission => (
            format!("What made {speaker} {} that {claim}?", clause.base),
            "reaction",
            0.8,
        ),
    };
    Some(Draft {
        text,
        kind,
        worth,
        words: clause.subject.iter().chain(&stated).copied().collect(),
        stands_in: clause.stands_for.is_some(),
    })
}

/// A study finds; a man finds his keys.
fn is_source(marks: &[Mark<'_>], clause: &Clause) -> bool {
    clause
        .subject
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| lists::is_source(&mark.lower))
}

/// The words of the clause that is claimed, as they stand.
fn stated(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Option<Words> {
    let mut from = clause.at + 1;
    while marks
        .get(from)
        .is_some_and(|mark| mark.is("that") || lists::is_weekday(&mark.lower) || mark.is("on"))
    {
        from += 1;
    }
    let has_that = marks.get(from - 1).is_some_and(|mark| mark.is("that"));
    // “claimed responsibility”, “found a way”: a thing follows as often as a clause.
    if !has_that
        && !matches!(
            clause.base,
            "believe" | "fear" | "warn" | "admit" | "insist" | "predict" | "say"
        )
    {
        return None;
    }
    let first = marks.get(from)?;
    // The speaker may speak of himself: “Apple warned that it could miss its target”.
    let is_speaker = match &*first.lower {
        "he" | "she" | "it" => !clause.is_plural,
        "they" => clause.is_plural,
        _ => false,
    };
    let inner = if is_speaker && !first.is_contracted {
        reader.predicate(marks, Words::new(), from + 1)?
    } else if first.tag == Tag::Pronoun {
        return None;
    } else {
        reader.clause_from(marks, from)?
    };
    let last = inner.complement.last().copied().unwrap_or(inner.at);
    let words: Words = (from..=last).collect();
    let is_whole = words
        .iter()
        .filter_map(|word| marks.get(*word))
        .all(|mark| mark.is_word);
    let says_much = inner.subject.len() > 1
        || is_speaker
        || names_something(reader.names, marks, &words)
        || !inner.complement.is_empty();
    (is_whole && says_much && words.len() <= LONGEST && words.len() > 2).then_some(words)
}
