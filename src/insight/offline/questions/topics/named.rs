//! What a name itself says: a programme, a law, a group that a story introduces; and figures that somebody estimated.

use super::super::clause::{Reader, Words, render};
use super::super::frames::{Draft, is_year};
use super::super::lists;
use super::super::speech::{Mark, bare};
use crate::text::english::Tag;

/// Words a name has at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=7;

/// Returns the questions that the names of one sentence open.
pub(super) fn of_sentence(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < marks.len() {
        let run = reader.names.run(marks, place);
        if run > 0 {
            let words: Words = (place..place + run).collect();
            found.extend(programme(reader, marks, &words).or_else(|| group(reader, marks, &words)));
        }
        place += run.max(1);
    }
    found.extend(estimate(reader, marks));
    found.extend(record(reader, marks));
    found
}

fn draft(text: String, kind: &'static str, worth: f32, words: Words) -> Draft {
    Draft {
        text,
        kind,
        worth,
        words,
        stands_in: true,
    }
}

/// `the Clean Water Act`, `the Port Renewal Programme`.
fn programme(reader: &Reader<'_>, marks: &[Mark<'_>], words: &Words) -> Option<Draft> {
    let (first, last) = (*words.first()?, marks.get(*words.last()?)?);
    let article = first.checked_sub(1).and_then(|place| marks.get(place))?;
    let is_whole = marks.get(words.last()? + 1).is_none_or(|next| {
        !next.is_word
            || lists::is_preposition(&next.lower)
            || lists::is_be(&next.lower)
            || lists::is_have(&next.lower)
            || lists::is_modal(&next.lower)
            || lists::is_subordinator(&next.lower)
            || next.is_finite()
    });
    if !LENGTH.contains(&words.len()) || !article.is("the") || !is_whole || last.is_owner {
        return None;
    }
    let name = render(reader.names, marks, words)?;
    let name = bare(&name);
    let (asked, kind, worth) = match &*last.lower {
        "program" | "programme" | "initiative" | "scheme" => (
            format!("What has the {name} achieved so far?"),
            "impact",
            0.7,
        ),
        "act" | "law" | "code" | "treaty" | "convention" | "accord" | "protocol" | "directive"
        | "amendment" => (format!("What does the {name} demand?"), "rules", 0.7),
        "bill" => (format!("What would the {name} change?"), "rules", 0.75),
        _ => return None,
    };
    Some(draft(asked, kind, worth, words.clone()))
}

/// `Voltine, a start-up that …`, `TQILA, a group of …`: a story introduces somebody that is not a person.
fn group(reader: &Reader<'_>, marks: &[Mark<'_>], words: &Words) -> Option<Draft> {
    let last = *words.last()?;
    let name = marks.get(last)?;
    let is_introduced = marks.get(last + 1)?.text == "," && marks.get(last + 2)?.is("a");
    let is_known = words
        .first()?
        .checked_sub(1)
        .and_then(|place| marks.get(place))
        .is_some_and(|before| before.is("of") || before.is("and") || before.text == ",");
    if !is_introduced || words.len() > 4 || is_known || reader.names.is_person(bare(name.text)) {
        return None;
    }
    let mut phrase = Words::new();
    reader.noun_phrase(marks, last + 2, &mut phrase)?;
    let head = marks.get(*phrase.last()?)?;
    let is_group = matches!(
        &*head.lower,
        "startup"
            | "start-up"
            | "exchange"
            | "charity"
            | "nonprofit"
            | "website"
            | "movement"
            | "foundation"
            | "coalition"
            | "campaign"
            | "collective"
            | "consortium"
            | "sect"
            | "cult"
            | "fund"
            | "app"
            | "brand"
    );
    let name = render(reader.names, marks, words)?;
    is_group.then(|| {
        draft(
            format!("Who is behind the {} {}?", head.lower, bare(&name)),
            "actors",
            0.75,
            words.clone(),
        )
    })
}

/// `an estimated 30,000 people`.
fn estimate(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Option<Draft> {
    let at = marks.windows(2).position(
        |pair| matches!(pair, [an, estimated] if an.is("an") && estimated.is("estimated")),
    )?;
    let mut words = Words::new();
    reader.noun_phrase(marks, at + 2, &mut words)?;
    let is_counted = words
        .first()
        .and_then(|word| marks.get(*word))
        .is_some_and(|first| first.is_number() && !is_year(first.text));
    let said = render(reader.names, marks, &words)?;
    (is_counted && (2..=5).contains(&words.len())).then(|| {
        draft(
            format!("How was the figure of {said} arrived at?"),
            "numbers",
            0.6,
            words,
        )
    })
}

/// `the worst drought in decades`, `the deadliest fire since 1991`.
fn record(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Option<Draft> {
    for at in 0..marks.len() {
        if !marks.get(at)?.is("the")
            || marks
                .get(at + 1)
                .is_none_or(|mark| mark.tag != Tag::Superlative)
        {
            continue;
        }
        let mut words = Words::new();
        let Some(end) = reader.noun_phrase(marks, at + 1, &mut words) else {
            continue;
        };
        let is_blow = words
            .last()
            .and_then(|last| marks.get(*last))
            .is_some_and(|head| {
                matches!(
                    &*head.lower,
                    "drought"
                        | "storm"
                        | "crisis"
                        | "recession"
                        | "violence"
                        | "outbreak"
                        | "flood"
                        | "floods"
                        | "fire"
                        | "fires"
                        | "disaster"
                        | "crash"
                        | "slump"
                        | "downturn"
                        | "famine"
                        | "shortage"
                        | "epidemic"
                        | "earthquake"
                        | "defeat"
                        | "losses"
                        | "scandal"
                )
            });
        let joint = marks.get(end);
        let since = marks.get(end + 1);
        let is_measured = joint.is_some_and(|joint| joint.is("since"))
            && since.is_some_and(|since| is_year(since.text))
            || joint.is_some_and(|joint| joint.is("in"))
                && since
                    .is_some_and(|since| matches!(&*since.lower, "decades" | "years" | "history"));
        if !is_blow || !is_measured || words.len() > 5 {
            continue;
        }
        words.extend([end, end + 1]);
        let said = render(reader.names, marks, &words)?;
        return Some(draft(
            format!("What made the {said} so severe?"),
            "history",
            0.75,
            words,
        ));
    }
    None
}
