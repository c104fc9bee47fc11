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
    claim(reader, marks, clause).or_else(|| opinion(reader, marks, clause))
}

/// `said the penalty was “derisory”`, `said voters should decide`: what somebody holds of a thing is asked as his view.
fn opinion(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Option<Draft> {
    let is_said = matches!(
        clause.base,
        "say" | "add" | "think" | "feel" | "stress" | "note"
    ) && matches!(clause.verb, Verb::Past | Verb::Present | Verb::Perfect(_))
        && !clause.is_negated;
    if !is_said {
        return None;
    }
    let mut from = clause.at + 1;
    while marks
        .get(from)
        .is_some_and(|mark| mark.is("that") || lists::is_weekday(&mark.lower) || mark.is("on"))
    {
        from += 1;
    }
    let speaker = render_subject(reader.names, marks, clause)?;
    view(reader, marks, clause, &speaker, from)
}

/// `The penalty is “derisory”, Lord Condon said`: the speaker stands behind what is said.
pub(super) fn told_behind(reader: &Reader<'_>, marks: &[Mark<'_>], told: &Clause) -> Option<Draft> {
    let comma = told.end;
    if marks.get(comma)?.text != "," || told.stands_for.is_some() {
        return None;
    }
    let is_saying = |place: usize| {
        marks.get(place).is_some_and(|mark| {
            matches!(
                &*mark.lower,
                "said" | "says" | "argued" | "argues" | "warned"
            )
        })
    };
    let speaker = if is_saying(comma + 1) {
        let mut words = Words::new();
        reader.noun_phrase(marks, comma + 2, &mut words)?;
        words
    } else {
        let (words, verb) = reader.subject(marks, comma + 1)?;
        if !is_saying(verb) {
            return None;
        }
        words
    };
    let clause = Clause {
        subject: speaker,
        stands_for: None,
        is_plural: false,
        verb: Verb::Past,
        base: "say",
        at: comma,
        is_negated: false,
        complement: Words::new(),
        end: comma,
    };
    let speaker = render_subject(reader.names, marks, &clause)?;
    let start = *told.subject.first()?;
    view(reader, marks, &clause, &speaker, start)
}

/// The question about a view that begins at `from`.
fn view(
    reader: &Reader<'_>,
    marks: &[Mark<'_>],
    clause: &Clause,
    speaker: &str,
    from: usize,
) -> Option<Draft> {
    let is_somebody = clause.stands_for.is_some()
        || clause.is_partisan(marks)
        || names_something(reader.names, marks, &clause.subject)
        || clause
            .subject
            .last()
            .and_then(|word| marks.get(*word))
            .is_some_and(|mark| {
                lists::is_person_noun(&mark.lower) || lists::is_common_start(&mark.lower)
            });
    if !is_somebody || speaker.split(' ').count() > 6 || speaker.contains([',', '“', '"']) {
        return None;
    }
    let is_plural = Reader::is_plural(marks, &clause.subject, clause.at);
    let does = if is_plural { "do" } else { "does" };
    let draft = |text: String, words: Words| Draft {
        text,
        kind: "actors",
        worth: 0.9,
        words,
        stands_in: clause.stands_for.is_some(),
    };
    if let Some((thing, said, words)) = called(reader, marks, from) {
        let words = clause.subject.iter().copied().chain(words).collect();
        return Some(draft(
            format!("Why {does} {speaker} call {thing} “{said}”?"),
            words,
        ));
    }
    let first = marks.get(from)?;
    if matches!(first.tag, Tag::Pronoun | Tag::OwnPronoun | Tag::Existential) {
        return None;
    }
    let inner = reader.clause_from(marks, from)?;
    let is_view = match &inner.verb {
        Verb::Modal(modal) => matches!(
            modal.as_str(),
            "should" | "must" | "could" | "might" | "would" | "cannot" | "can"
        ),
        Verb::State(_) => inner.complement.len() > 1,
        Verb::Present => matches!(
            inner.base,
            "need" | "deserve" | "lack" | "threaten" | "undermine" | "help" | "harm" | "hurt"
        ),
        _ => false,
    };
    if !is_view || inner.complement.is_empty() {
        return None;
    }
    let last = *inner.complement.last()?;
    let words: Words = (from..=last).collect();
    let is_whole = words.len() <= LONGEST
        && words
            .iter()
            .filter_map(|word| marks.get(*word))
            .all(|mark| {
                mark.is_word
                    && !matches!(mark.tag, Tag::Pronoun | Tag::OwnPronoun)
                    && !lists::is_time(&mark.lower)
            });
    if !is_whole {
        return None;
    }
    let stated = render(reader.names, marks, &words)?;
    let words = clause.subject.iter().copied().chain(words).collect();
    Some(draft(
        format!("Why {does} {speaker} think that {stated}?"),
        words,
    ))
}

/// `the penalty was “derisory”`: a thing, *be*, and a few quoted words that judge it.
fn called(reader: &Reader<'_>, marks: &[Mark<'_>], from: usize) -> Option<(String, String, Words)> {
    let (thing, be) = reader.subject(marks, from)?;
    if !lists::is_be(&marks.get(be)?.lower) {
        return None;
    }
    let article = marks
        .get(be + 1)
        .filter(|mark| matches!(&*mark.lower, "a" | "an" | "the"));
    let open = be + 1 + usize::from(article.is_some());
    if !matches!(marks.get(open)?.text, "“" | "\"") {
        return None;
    }
    let close = marks
        .iter()
        .skip(open + 1)
        .take(8)
        .position(|mark| matches!(mark.text, "”" | "\""))?
        + open
        + 1;
    let quoted: Words = (open + 1..close)
        .filter(|place| {
            marks
                .get(*place)
                .is_some_and(|mark| mark.is_word || mark.text == "-")
        })
        .collect();
    let leans = quoted
        .iter()
        .chain(&thing)
        .filter_map(|word| marks.get(*word))
        .any(|mark| {
            matches!(mark.tag, Tag::Pronoun | Tag::OwnPronoun) || lists::is_speaking(&mark.lower)
        });
    let judges = quoted
        .first()
        .and_then(|word| marks.get(*word))
        .is_some_and(|mark| {
            !mark.is_finite()
                && !mark.starts_upper()
                && mark.tag != Tag::Preposition
                && !mark.is_number()
        });
    if quoted.is_empty() || quoted.len() > 5 || leans || !judges || thing.len() > 5 {
        return None;
    }
    let said = render(reader.names, marks, &quoted)?;
    let said = match article {
        Some(article) => format!("{} {said}", article.lower),
        None => said,
    };
    Some((render(reader.names, marks, &thing)?, said, thing))
}

fn claim(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Option<Draft> {
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
