//! Insight questions for English stories: built from clauses and noun phrases of the story itself, few and right.

mod check;
mod clause;
mod complement;
mod events;
mod frames;
mod lexicon;
mod lists;
mod possession;
mod speech;
mod subject;
mod topics;

use std::collections::HashSet;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::document::{Document, Sentence};
use super::terms::{self, Key, weight};
use crate::insight::{About, Question};
use clause::Reader;
use frames::Draft;
use speech::{Mark, Names};

const MOST: usize = 12;
/// Questions of one kind while others wait.
const MOST_OF_KIND: usize = 4;
/// Sentences read; what comes later is detail.
const MOST_SENTENCES: usize = 120;

struct Candidate {
    draft: Draft,
    sentence: usize,
    keys: HashSet<Key, Xxh3DefaultBuilder>,
    score: f32,
}

/// Returns the questions the story raises, those first that a reader would ask first.
pub(super) fn raise(document: &Document<'_>) -> Vec<Question> {
    let sentences: Vec<&Sentence> = document
        .sentences
        .iter()
        .filter(|sentence| !sentence.is_boilerplate)
        .take(MOST_SENTENCES)
        .collect();
    let marked: Vec<Vec<Mark<'_>>> = sentences
        .iter()
        .map(|sentence| speech::marks(document.quote(sentence), sentence.range.start))
        .collect();
    let names = Names::read(&marked);
    let reader = Reader {
        names: &names,
        lexicon: lexicon::Lexicon::get(),
    };
    let mut candidates = Vec::new();
    let mut spoken_of: Option<String> = None;
    for (number, marks) in marked.iter().enumerate() {
        if marks.len() > 90 {
            continue;
        }
        let clause = reader.main_clause(marks).or_else(|| {
            spoken_of
                .as_ref()
                .and_then(|person| by_pronoun(&reader, marks, person))
        });
        spoken_of = clause
            .as_ref()
            .and_then(|clause| person(&names, marks, clause));
        let mut drafts = Vec::new();
        // What is only alleged is no fact to ask the reason of.
        let is_alleged = marks
            .iter()
            .any(|mark| mark.lower.starts_with("alleg") || lists::is_hedge(&mark.lower));
        if let Some(clause) = clause.as_ref().filter(|_| !is_alleged) {
            drafts.extend(frames::of_clause(&reader, marks, clause));
            for further in reader.further_clauses(marks, clause) {
                drafts.extend(frames::of_clause(&reader, marks, &further));
            }
        }
        drafts.extend(events::of_sentence(&reader, marks, clause.as_ref()));
        drafts.extend(possession::of_sentence(&reader, marks));
        for draft in drafts {
            if let Some(candidate) = weigh(document, &names, marks, number, draft) {
                candidates.push(candidate);
            }
        }
    }
    for (number, draft) in topics::of_story(&reader, &marked) {
        if let Some(marks) = marked.get(number)
            && let Some(candidate) = weigh(document, &names, marks, number, draft)
        {
            candidates.push(candidate);
        }
    }
    let chosen = choose(candidates);
    chosen
        .into_iter()
        .filter_map(|candidate| {
            let sentence = sentences.get(candidate.sentence)?;
            let marks = marked.get(candidate.sentence)?;
            Some(Question {
                about: about(&names, marks, &candidate.draft),
                text: candidate.draft.text,
                kind: candidate.draft.kind.to_owned(),
                because: Some(sentence.range.clone()),
            })
        })
        .collect()
}

/// `He` or `She` at the head of a sentence, after a sentence whose subject is one person.
fn by_pronoun(reader: &Reader<'_>, marks: &[Mark<'_>], person: &str) -> Option<clause::Clause> {
    let first = marks.first()?;
    if !matches!(&*first.lower, "he" | "she") {
        return None;
    }
    let clause = reader.predicate(marks, Vec::new(), 1)?;
    Some(clause::Clause {
        stands_for: Some(person.to_owned()),
        ..clause
    })
}

/// Returns the person that is the subject of a clause.
fn person(names: &Names, marks: &[Mark<'_>], clause: &clause::Clause) -> Option<String> {
    if clause.stands_for.is_some() {
        return clause.stands_for.clone();
    }
    let is_named = clause
        .subject
        .iter()
        .all(|word| names.is_name(marks, *word));
    let last = clause.subject.last().and_then(|word| marks.get(*word))?;
    let full = names.full_name(last.text)?;
    (is_named && clause.subject.len() <= 3).then(|| full.to_owned())
}

fn weigh(
    document: &Document<'_>,
    names: &Names,
    marks: &[Mark<'_>],
    sentence: usize,
    draft: Draft,
) -> Option<Candidate> {
    if !check::reads_well(&draft.text) {
        return None;
    }
    let keys: HashSet<Key, Xxh3DefaultBuilder> = terms::of(&draft.text, document.language)
        .iter()
        .map(|term| term.key)
        .collect();
    let stands_in = usize::from(draft.stands_in);
    let named = stands_in
        + draft
            .words
            .iter()
            .filter(|word| names.is_name(marks, **word))
            .count();
    let is_salient = |key: &&Key| {
        document.title.contains(*key)
            || document.summary.contains(*key)
            || document
                .spread
                .get(*key)
                .is_some_and(|spread| *spread >= 2.0)
    };
    let salient = keys.iter().filter(is_salient).count();
    let is_off_story = salient == 0 && sentence > 2;
    if named == 0 && salient < 2 || is_off_story && named < 2 || keys.len() < 3 {
        return None;
    }
    let in_title = keys
        .iter()
        .filter(|key| document.title.contains(*key))
        .count();
    let length = draft.text.split_whitespace().count();
    let score = draft.worth
        + 0.5 / (1.0 + 0.25 * weight(sentence))
        + 0.08 * weight(salient.min(5))
        + 0.1 * weight(named.min(3))
        + 0.08 * weight(in_title.min(3))
        - if is_off_story { 0.2 } else { 0.0 }
        + if (7..=16).contains(&length) {
            0.15
        } else {
            -0.25
        };
    Some(Candidate {
        draft,
        sentence,
        keys,
        score,
    })
}

/// Best first, but not one kind after another, and never two about the same thing.
fn choose(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut chosen: Vec<Candidate> = Vec::new();
    while chosen.len() < MOST {
        let best = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| chosen.iter().all(|other| !is_same(candidate, other)))
            .filter_map(|(number, candidate)| {
                let of_kind = chosen
                    .iter()
                    .filter(|other| other.draft.kind == candidate.draft.kind)
                    .count();
                let opening = |text: &str| text.split(' ').take(2).collect::<Vec<_>>().join(" ");
                let alike = chosen
                    .iter()
                    .filter(|other| opening(&other.draft.text) == opening(&candidate.draft.text))
                    .count();
                (of_kind < MOST_OF_KIND && alike < frame_limit(&candidate.draft.text)).then(|| {
                    (
                        number,
                        candidate.score - 0.22 * weight(of_kind) - 0.1 * weight(alike),
                    )
                })
            })
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        let Some((number, _)) = best else { break };
        chosen.push(candidates.swap_remove(number));
    }
    chosen
}

/// How often one frame may be used; asking why hardly wears out, the others do.
fn frame_limit(question: &str) -> usize {
    match question.split(' ').next() {
        Some("Why") => MOST,
        Some("How") => 2,
        _ if question.starts_with("What led") => 2,
        _ if question.starts_with("What did") => 2,
        _ if question.starts_with("What are") => 2,
        _ if question.starts_with("What is") => 3,
        _ if question.starts_with("What lies") => 2,
        _ if question.starts_with("What do") => 2,
        _ => 1,
    }
}

fn is_same(one: &Candidate, other: &Candidate) -> bool {
    let shared = one.keys.intersection(&other.keys).count();
    let smaller = one.keys.len().min(other.keys.len());
    one.draft.text == other.draft.text
        || (one.draft.kind == other.draft.kind && shared * 2 > smaller)
        || shared * 3 > smaller * 2
        || (one.sentence == other.sentence && shared * 3 > smaller)
}

/// The names in a question, where the story has them.
fn about(names: &Names, marks: &[Mark<'_>], draft: &Draft) -> Vec<About> {
    let mut found: Vec<About> = Vec::new();
    let mut last: Option<usize> = None;
    let mut words = draft.words.clone();
    words.sort_unstable();
    for word in words.into_iter().filter(|word| names.is_name(marks, *word)) {
        let Some(mark) = marks.get(word) else {
            continue;
        };
        let name = speech::bare(mark.text);
        let end = mark.range.start + name.len();
        match found.last_mut() {
            Some(before)
                if last.is_some_and(|last| last + 1 == word) && !before.text.is_empty() =>
            {
                before.text = format!("{} {name}", before.text);
                before.end = end;
            }
            _ => found.push(About {
                text: name.to_owned(),
                start: mark.range.start,
                end,
            }),
        }
        last = Some(word);
    }
    found
}
