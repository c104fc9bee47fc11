//! Questions from noun phrases and quotations: named events, risks, words a speaker chose.

use super::clause::{Clause, Reader, Words, names_something, render, render_subject};
use super::frames::Draft;
use super::lists;
use super::speech::Mark;
use crate::text::english::Tag;

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
        drafts.extend(chosen_words(reader, marks, clause));
    }
    drafts
}

/// Words before the noun that are looked at for the beginning of its phrase.
const LONGEST_BEFORE: usize = 6;

/// The noun phrase whose head is the noun at `at`, without its article, and one named phrase behind it.
pub(super) fn phrase(reader: &Reader<'_>, marks: &[Mark<'_>], at: usize) -> Option<Words> {
    let (first, mut words) = (at.saturating_sub(LONGEST_BEFORE)..=at).find_map(|start| {
        let mut words = Words::new();
        let end = reader.noun_phrase(marks, start, &mut words)?;
        (end == at + 1).then_some((start, words))
    })?;
    let leads = marks.get(first)?;
    if matches!(leads.tag, Tag::Determiner | Tag::Predeterminer) {
        words.remove(0);
    }
    let is_unfit = lists::is_uncertain(&leads.lower)
        || words
            .iter()
            .filter_map(|word| marks.get(*word))
            .any(|mark| {
                matches!(mark.tag, Tag::OwnPronoun | Tag::Coordinator | Tag::Adverb)
                    || lists::is_uncertain(&mark.lower)
                    || lists::ends_phrase_before(&mark.lower)
            });
    if is_unfit || words.is_empty() {
        return None;
    }
    if marks
        .get(at + 1)
        .is_some_and(|next| lists::opens_second_phrase(&next.lower))
    {
        let mut tail = vec![at + 1];
        let is_whole = reader.noun_phrase(marks, at + 2, &mut tail).is_some();
        let object = tail.get(1..).unwrap_or_default();
        let leans = object
            .iter()
            .filter_map(|word| marks.get(*word))
            .any(|mark| {
                mark.tag == Tag::OwnPronoun
                    || lists::is_weekday(&mark.lower)
                    || lists::is_month(&mark.lower)
            });
        let is_one_sided = marks.get(at + 1).is_some_and(|joint| joint.is("between"))
            && !object
                .iter()
                .any(|word| marks.get(*word).is_some_and(|mark| mark.is("and")));
        // A place or a party behind it makes the event one of its kind; the year or the day does not.
        if is_whole
            && !leans
            && !is_one_sided
            && object.len() < 6
            && names_something(reader.names, marks, object)
        {
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
    // “very few complaints”, “feeling well” say what they say.
    let is_plain = count < 3
        || inner.iter().any(|mark| {
            lists::is_vague_quantity(&mark.lower) || mark.is("very") || mark.is_number()
        });
    if !(2..=7).contains(&count)
        || is_plain
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
