//! Questions from nouns that call for one: `the decision to close the plant`, `concerns about the dam`, `a shortage of
//! nurses`. What belongs to the noun stands right behind it, so that the question is about this story's own thing.

mod table;

use super::clause::{Reader, Words, render};
use super::frames::Draft;
use super::lists;
use super::speech::Mark;
use crate::text::english::Tag;
use table::{FRAMES, Frame};

/// Words of the whole phrase, at most.
const LONGEST: usize = 11;

/// Returns the questions its nouns open in a sentence.
pub(super) fn of_sentence(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let mut words = Words::new();
        match reader.noun_phrase(marks, at, &mut words) {
            Some(end) => {
                drafts.extend(asked(reader, marks, &words, end));
                at = end;
            }
            None => at += 1,
        }
    }
    drafts
}

fn asked(reader: &Reader<'_>, marks: &[Mark<'_>], phrase: &Words, end: usize) -> Option<Draft> {
    let head = marks.get(*phrase.last()?)?;
    let joint = marks.get(end)?;
    if head.starts_upper() {
        return None;
    }
    let joined = match joint.tag {
        Tag::To if marks.get(end + 1)?.tag == Tag::Base => "TO",
        _ if joint.is("that") => "THAT",
        Tag::Preposition | Tag::To | Tag::Particle => &*joint.lower,
        _ => return None,
    };
    let frame = FRAMES
        .iter()
        .find(|frame| frame.joints.contains(&joined) && frame.nouns.contains(&&*head.lower))?;
    let is_over = marks.iter().any(|mark| {
        matches!(
            &*mark.lower,
            "rejected"
                | "dropped"
                | "abandoned"
                | "withdrew"
                | "withdrawn"
                | "scrapped"
                | "shelved"
        )
    });
    let is_to_come = frame.asked.contains("in the way of");
    if is_over && is_to_come
        || is_missing(marks, *phrase.first()?)
        || frame.asked.contains("What will") && !is_ahead(marks)
    {
        return None;
    }
    let called = called(reader, marks, phrase)?;
    let object = match joined {
        "TO" => purpose(reader, marks, end + 1)?,
        "THAT" => stated(reader, marks, end + 1)?,
        _ => object(reader, marks, end + 1)?,
    };
    // “the link between A” lacks its other side.
    let has_and = || {
        object
            .iter()
            .filter_map(|word| marks.get(*word))
            .any(|mark| mark.is("and") || mark.tag == Tag::Nouns)
    };
    if joined == "between" && !has_and() {
        return None;
    }
    // “a cost of 900 marks” says what it is.
    let is_figure = frame.asked.contains("will bear")
        && object
            .first()
            .and_then(|word| marks.get(*word))
            .is_some_and(Mark::is_number);
    if is_figure || is_everyday(marks, frame, &object) {
        return None;
    }
    if phrase.len() + object.len() > LONGEST || leans(marks, &object) {
        return None;
    }
    let said = render(reader.names, marks, &object)?;
    let text = format!("{called} {} {said}", joint.lower);
    let is_plural = head.tag == Tag::Nouns || lists::is_plural(&head.lower);
    let (is, has, does) = if is_plural {
        ("are", "have", "do")
    } else {
        ("is", "has", "does")
    };
    let question = frame
        .asked
        .replace("{}", &text)
        .replace("{is}", is)
        .replace("{has}", has)
        .replace("{do}", does);
    Some(Draft {
        text: question,
        kind: frame.kind,
        worth: frame.worth,
        words: phrase.iter().chain(&object).copied().collect(),
        stands_in: false,
    })
}

/// “the lack of outrage over …”, “no plan to …”: there was none.
fn is_missing(marks: &[Mark<'_>], first: usize) -> bool {
    let before = marks
        .get(first.saturating_sub(3)..first)
        .unwrap_or_default();
    before.iter().any(|mark| {
        matches!(
            &*mark.lower,
            "lack"
                | "absence"
                | "without"
                | "no"
                | "any"
                | "not"
                | "denied"
                | "denies"
                | "avoid"
                | "avoided"
        )
    })
}

/// What has long been introduced changes nothing any more.
fn is_ahead(marks: &[Mark<'_>]) -> bool {
    marks.iter().any(|mark| {
        matches!(
            &*mark.lower,
            "will"
                | "would"
                | "plans"
                | "planned"
                | "soon"
                | "next"
                | "could"
                | "wants"
                | "proposed"
        )
    })
}

/// “Plans for the coming weekend” are everybody's, and a fight against a man is a match.
fn is_everyday(marks: &[Mark<'_>], frame: &Frame, object: &Words) -> bool {
    let ends_in_time = object
        .last()
        .and_then(|word| marks.get(*word))
        .is_some_and(|last| {
            matches!(
                &*last.lower,
                "weekend"
                    | "week"
                    | "month"
                    | "year"
                    | "years"
                    | "day"
                    | "days"
                    | "evening"
                    | "night"
                    | "season"
            )
        });
    let is_match = frame.asked.contains("progress")
        && object
            .first()
            .and_then(|word| marks.get(*word))
            .is_some_and(|first| {
                first.starts_upper() && first.text.chars().any(char::is_lowercase)
            });
    ends_in_time || is_match
}

/// The noun with what describes it, as this story's own: `the proposed ban`, `Apple’s decision`.
fn called(reader: &Reader<'_>, marks: &[Mark<'_>], phrase: &Words) -> Option<String> {
    let first = marks.get(*phrase.first()?)?;
    if first.tag == Tag::OwnPronoun {
        let owner = reader.owner(marks, *phrase.first()?)?;
        let rest = called(reader, marks, &phrase.get(1..)?.to_vec())?;
        let rest = rest.strip_prefix("the ").unwrap_or(&rest);
        let mark = if owner.ends_with('s') { "’" } else { "’s" };
        return Some(format!("{owner}{mark} {rest}"));
    }
    let is_owned = phrase
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| mark.is_owner || mark.tag == Tag::Possession);
    let is_vague = phrase
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| {
            matches!(
                mark.tag,
                Tag::OwnPronoun | Tag::Superlative | Tag::Comparative | Tag::Coordinator
            ) || lists::is_loose_description(&mark.lower)
                || matches!(
                    &*mark.lower,
                    "no" | "any"
                        | "another"
                        | "some"
                        | "each"
                        | "every"
                        | "all"
                        | "both"
                        | "many"
                        | "several"
                        | "few"
                        | "first"
                        | "second"
                        | "last"
                        | "next"
                        | "only"
                        | "own"
                        | "little"
                        | "one"
                        | "two"
                        | "three"
                )
        });
    if is_vague {
        return None;
    }
    let described: Words = if first.tag == Tag::Determiner {
        phrase.get(1..)?.to_vec()
    } else {
        phrase.clone()
    };
    if described
        .first()
        .and_then(|word| marks.get(*word))
        .is_some_and(|mark| mark.tag == Tag::Ing)
    {
        return None;
    }
    let text = render(reader.names, marks, &described)?;
    let is_bare = is_owned && first.tag != Tag::Determiner;
    Some(if is_bare { text } else { format!("the {text}") })
}

/// What the noun is about: a noun phrase and at most one more behind it.
fn object(reader: &Reader<'_>, marks: &[Mark<'_>], from: usize) -> Option<Words> {
    let mut words = Words::new();
    let mut end = reader.noun_phrase(marks, from, &mut words)?;
    while marks.get(end).is_some_and(|mark| {
        matches!(
            &*mark.lower,
            "of" | "in" | "for" | "between" | "against" | "at" | "over"
        )
    }) && words.len() < 6
    {
        let mut more = vec![end];
        let Some(next) = reader.noun_phrase(marks, end + 1, &mut more) else {
            break;
        };
        if leans(marks, &more) || words.len() + more.len() > 8 {
            break;
        }
        words.extend(more);
        end = next;
    }
    // “the cost of living rises”: the phrase was not over.
    let is_over = marks.get(end).is_none_or(|mark| {
        !mark.is_word || !matches!(mark.tag, Tag::Ing | Tag::Base | Tag::Adjective)
    });
    is_over.then_some(words)
}

/// What somebody means to do, without `to`.
fn purpose(reader: &Reader<'_>, marks: &[Mark<'_>], verb: usize) -> Option<Words> {
    let base = marks.get(verb)?;
    if lists::is_be(&base.lower) || matches!(&*base.lower, "be" | "have" | "do" | "get") {
        return None;
    }
    let (mut complement, _) = reader.complement(marks, verb + 1)?;
    // “the decision to empty the dam came”: the verb of the sentence is not part of it.
    if let Some(told) = complement
        .iter()
        .position(|word| marks.get(*word).is_some_and(Mark::is_finite))
    {
        complement.truncate(told);
    }
    (!complement.is_empty() || lists::stands_without_object(&base.lower))
        .then(|| std::iter::once(verb).chain(complement).collect())
}

/// A clause as it stands.
fn stated(reader: &Reader<'_>, marks: &[Mark<'_>], from: usize) -> Option<Words> {
    let clause = reader.clause_from(marks, from)?;
    let last = clause.complement.last().copied().unwrap_or(clause.at);
    let words: Words = (from..=last).collect();
    words
        .iter()
        .all(|word| marks.get(*word).is_some_and(|mark| mark.is_word))
        .then_some(words)
}

/// Holds a word that means something only beside what went before.
fn leans(marks: &[Mark<'_>], words: &Words) -> bool {
    words
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| {
            matches!(mark.tag, Tag::Pronoun | Tag::OwnPronoun)
                || matches!(
                    &*mark.lower,
                    "this" | "that" | "these" | "those" | "another" | "such"
                )
                || mark.is_contracted
        })
}
