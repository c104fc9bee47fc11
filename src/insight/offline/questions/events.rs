//! Questions from noun phrases, quotations and claims: named events, risks, words a speaker chose.

use super::clause::{Clause, Reader, Verb, Words, names_something, render, render_subject};
use super::frames::Draft;
use super::lists;
use super::speech::Mark;

/// Returns the questions that the sentence opens beside its main clause.
pub(super) fn of_sentence(
    reader: &Reader<'_>,
    marks: &[Mark<'_>],
    clause: Option<&Clause>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    drafts.extend(event(reader, marks));
    drafts.extend(risk(reader, marks));
    if let Some(clause) = clause {
        drafts.extend(claim(reader, marks, clause));
        drafts.extend(chosen_words(reader, marks, clause));
    }
    drafts
}

/// The noun phrase around the noun at `at`: what stands before it, and one phrase after it.
pub(super) fn phrase(reader: &Reader<'_>, marks: &[Mark<'_>], at: usize) -> Option<Words> {
    let mut start = at;
    while let Some(before) = start.checked_sub(1).and_then(|place| marks.get(place)) {
        let is_part = before.is_word
            && !lists::is_preposition(&before.lower)
            && !lists::is_subordinator(&before.lower)
            && !lists::is_determiner(&before.lower)
            && !lists::is_possessive(&before.lower)
            && !lists::is_pronoun(&before.lower)
            && !lists::is_be(&before.lower)
            && !lists::is_have(&before.lower)
            && !lists::is_modal(&before.lower)
            && !before.lower.ends_with("ly")
            && !lists::ends_phrase_before(&before.lower)
            && (!reader.lexicon.is_verb(&before.lower) || before.starts_upper());
        if !is_part || at - start >= 4 {
            break;
        }
        start -= 1;
    }
    // “a newly signed deal”: without its adverb the rest is not English.
    if start
        .checked_sub(1)
        .and_then(|place| marks.get(place))
        .is_some_and(|mark| mark.lower.ends_with("ly"))
    {
        return None;
    }
    let determiner = start.checked_sub(1).and_then(|place| marks.get(place));
    if determiner.is_some_and(|mark| {
        lists::is_possessive(&mark.lower)
            || lists::is_speaking(&mark.lower)
            || lists::is_uncertain(&mark.lower)
    }) {
        return None;
    }
    let mut words: Words = (start..=at).collect();
    if marks
        .get(at + 1)
        .is_some_and(|next| lists::opens_second_phrase(&next.lower))
    {
        let mut end = at + 2;
        while let Some(mark) = marks.get(end) {
            let is_and = mark.is("and")
                && marks.get(end + 1).is_some_and(Mark::starts_upper)
                && marks.get(end - 1).is_some_and(Mark::starts_upper);
            let is_part = mark.is_word
                && !lists::is_preposition(&mark.lower)
                && !lists::is_pronoun(&mark.lower)
                && !lists::is_subordinator(&mark.lower)
                && !lists::is_be(&mark.lower)
                && !lists::is_have(&mark.lower)
                && !lists::is_modal(&mark.lower)
                && !lists::is_possessive(&mark.lower)
                && !lists::is_weekday(&mark.lower)
                && !lists::is_month(&mark.lower)
                && !lists::ends_phrase_behind(&mark.lower)
                && (mark.starts_upper() || !reader.lexicon.is_verb(&mark.lower));
            if !(is_part || is_and) || end > at + 7 {
                break;
            }
            end += 1;
        }
        // Stopped at a word that may as well be a noun: “the withdrawal of U.S. special forces”.
        let stopped = marks
            .get(end)
            .filter(|mark| mark.is_word)
            .map(|mark| reader.lexicon.forms(&mark.lower));
        if stopped.is_some_and(|forms| {
            (forms.third.is_some() || forms.base.is_some()) && forms.past.is_none()
        }) {
            return None;
        }
        let tail: Words = (at + 1..end).collect();
        let is_named = names_something(reader.names, marks, tail.get(1..).unwrap_or_default());
        let ends_well = tail
            .last()
            .and_then(|last| marks.get(*last))
            .is_some_and(|mark| mark.is_word && !lists::is_determiner(&mark.lower));
        // A place or a party behind it makes the event one of its kind; the year or the day does not.
        if is_named && ends_well && tail.len() > 1 {
            words.extend(tail);
        }
    }
    Some(words)
}

fn event(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, _) in marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.is_word && lists::is_event(&mark.lower))
    {
        let is_noun = at > 0
            && !marks.get(at + 1).is_some_and(|next| {
                next.is_word
                    && !lists::is_preposition(&next.lower)
                    && !lists::is_subordinator(&next.lower)
                    && !lists::is_be(&next.lower)
                    && !lists::is_have(&next.lower)
                    && !lists::is_modal(&next.lower)
                    && !matches!(&*next.lower, "and" | "or" | "but" | "that")
                    && !lists::is_weekday(&next.lower)
                    && reader.lexicon.forms(&next.lower).past.is_none()
            });
        if !is_noun
            || marks.get(at - 1).is_some_and(|before| {
                before.is("to")
                    || lists::is_pronoun(&before.lower)
                    || lists::is_modal(&before.lower)
            })
        {
            continue;
        }
        let Some(words) = phrase(reader, marks, at) else {
            continue;
        };
        if words.len() < 2
            || words.first() == Some(&0)
            || !names_something(reader.names, marks, &words)
        {
            continue;
        }
        let Some(name) = render(reader.names, marks, &words) else {
            continue;
        };
        let is_owned = words
            .first()
            .and_then(|word| marks.get(*word))
            .is_some_and(Mark::starts_upper)
            && words.iter().take_while(|word| **word < at).any(|word| {
                marks
                    .get(*word)
                    .is_some_and(|mark| mark.text.ends_with("'s") || mark.text.ends_with("’s"))
            });
        let has_article = words
            .first()
            .and_then(|first| first.checked_sub(1))
            .and_then(|place| marks.get(place))
            .is_some_and(|mark| mark.is("the"));
        let name = if is_owned && !has_article {
            name
        } else {
            format!("the {name}")
        };
        let owned = marks.get(at).map_or("", |mark| &*mark.lower);
        let draft = |text: String, kind: &'static str, worth: f32| Draft {
            text,
            kind,
            worth,
            words: words.clone(),
            stands_in: false,
        };
        drafts.push(draft(
            format!("What are the wider implications of {name}?"),
            "impact",
            0.55,
        ));
        if lists::is_agreement(owned) {
            drafts.push(draft(
                format!("What concessions made {name} possible?"),
                "background",
                0.6,
            ));
        } else {
            drafts.push(draft(format!("What led to {name}?"), "background", 0.75));
        }
    }
    drafts.truncate(4);
    drafts
}

/// `the risk of …`, `the threat of …`, `warned of …`.
fn risk(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Option<Draft> {
    let at = marks
        .iter()
        .position(|mark| lists::is_danger(&mark.lower))?;
    let of = at + 1;
    if !marks.get(of)?.is("of")
        || at
            .checked_sub(1)
            .and_then(|before| marks.get(before))
            .is_some_and(|mark| mark.is("no"))
    {
        return None;
    }
    let mut end = of + 1;
    while let Some(mark) = marks.get(end) {
        if !mark.is_word
            || lists::is_pronoun(&mark.lower)
            || lists::is_subordinator(&mark.lower)
            || lists::is_be(&mark.lower)
            || lists::is_have(&mark.lower)
            || lists::is_modal(&mark.lower)
            || lists::is_possessive(&mark.lower)
            || matches!(&*mark.lower, "and" | "or" | "but" | "that" | "to")
            || end > of + 7
        {
            break;
        }
        end += 1;
    }
    let words: Words = (of + 1..end).collect();
    let last = words.last().and_then(|word| marks.get(*word))?;
    if words.len() < 2
        || !names_something(reader.names, marks, &words) && words.len() < 3
        || lists::is_preposition(&last.lower)
        || lists::is_determiner(&last.lower)
    {
        return None;
    }
    let name = render(reader.names, marks, &words)?;
    let thing = match &*marks.get(at)?.lower {
        "threat" => "threat",
        "danger" => "danger",
        "risk" | "fears" => "risk",
        other => other,
    }
    .to_owned();
    Some(Draft {
        text: format!("How real is the {thing} of {name}?"),
        kind: "risk",
        worth: 0.75,
        words,
        stands_in: false,
    })
}

/// A speaker holds that something is so: asked as a claim, never as a fact.
fn claim(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Option<Draft> {
    if !lists::is_claim(clause.base)
        || matches!(
            clause.verb,
            Verb::Passive(_) | Verb::Modal(_) | Verb::Progressive(_)
        )
        || clause.is_negated
    {
        return None;
    }
    let speaker = render_subject(reader.names, marks, clause)?;
    let mut from = clause.at + 1;
    while marks
        .get(from)
        .is_some_and(|mark| mark.is("that") || lists::is_weekday(&mark.lower) || mark.is("on"))
    {
        from += 1;
    }
    let inner = reader.clause_from(marks, from)?;
    let is_plain_noun = inner
        .subject
        .first()
        .and_then(|word| marks.get(*word))
        .is_some_and(|mark| mark.lower.len() > 4 && !lists::is_pronoun(&mark.lower));
    let has_content = inner.subject.len() > 1
        || is_plain_noun
        || names_something(reader.names, marks, &inner.subject);
    if !has_content || inner.subject.len() > 7 {
        return None;
    }
    if inner.complement.is_empty() || inner.is_negated {
        return None;
    }
    let stated: Words = (inner.subject.first().copied()?..=inner.at)
        .filter(|place| {
            inner.subject.contains(place) || *place > inner.subject.last().copied().unwrap_or(0)
        })
        .chain(inner.complement.iter().copied())
        .collect();
    if stated.iter().any(|place| {
        marks
            .get(*place)
            .is_some_and(|mark| !mark.is_word && !matches!(mark.text, "“" | "”" | "\"" | "'" | "’"))
    }) {
        return None;
    }
    let claim = render(reader.names, marks, &stated)?;
    let words: Words = clause.subject.iter().chain(&stated).copied().collect();
    if words.len() > 17 {
        return None;
    }
    let stands_in = clause.stands_for.is_some();
    let base = clause.base;
    let does = match clause.verb {
        Verb::Past | Verb::Perfect(_) => "did",
        _ if clause.is_plural => "do",
        _ => "does",
    };
    Some(match base {
        "claim" | "allege" | "suggest" | "estimate" | "contend" | "insist" | "argue"
        | "maintain" => {
            let noun = match base {
                "estimate" => "estimate",
                "suggest" => "suggestion",
                "argue" => "argument",
                _ => "claim",
            };
            let owner = if speaker.ends_with('s') {
                format!("{speaker}’")
            } else {
                format!("{speaker}’s")
            };
            Draft {
                text: format!("What supports {owner} {noun} that {claim}?"),
                kind: "evidence",
                worth: 0.85,
                words,
                stands_in,
            }
        }
        "predict" | "warn" | "fear" | "worry" => Draft {
            text: format!("Why {does} {speaker} {base} that {claim}?"),
            kind: "risk",
            worth: 0.85,
            words,
            stands_in,
        },
        _ => Draft {
            text: format!("Why {does} {speaker} {base} {claim}?"),
            kind: "reaction",
            worth: 0.6,
            words,
            stands_in,
        },
    })
}

/// Two to seven quoted words inside of somebody's sentence.
fn chosen_words(reader: &Reader<'_>, marks: &[Mark<'_>], clause: &Clause) -> Option<Draft> {
    if !lists::is_telling(clause.base)
        || clause.is_negated
        || !(clause.stands_for.is_some() || names_something(reader.names, marks, &clause.subject))
    {
        return None;
    }
    let open = marks
        .iter()
        .skip(clause.at)
        .position(|mark| matches!(mark.text, "“" | "\""))?
        + clause.at;
    let close = marks
        .iter()
        .skip(open + 1)
        .position(|mark| matches!(mark.text, "”" | "\""))?
        + open
        + 1;
    let inner = marks.get(open + 1..close)?;
    let count = inner.iter().filter(|mark| mark.is_word).count();
    let before = marks.get(open - 1)?;
    if !(2..=7).contains(&count)
        || before.text == ","
        || before.text == ":"
        || inner.iter().any(|mark| lists::is_speaking(&mark.lower))
        || inner.first()?.starts_upper()
    {
        return None;
    }
    let speaker = render_subject(reader.names, marks, clause)?;
    let inner: Words = (open + 1..close)
        .filter(|place| {
            !(marks
                .get(*place)
                .is_some_and(|mark| mark.text == "," || mark.text == ".")
                && place + 1 == close)
        })
        .collect();
    let said = render(reader.names, marks, &inner)?;
    let words: Words = clause.subject.iter().chain(&inner).copied().collect();
    Some(Draft {
        text: format!("What did {speaker} mean by “{said}”?"),
        kind: "reaction",
        worth: 0.55,
        words,
        stands_in: clause.stands_for.is_some(),
    })
}
