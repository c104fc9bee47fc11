//! Insight questions for English stories: built from clauses and noun phrases of the story itself, few and right.

mod check;
mod choice;
mod claims;
mod clause;
mod complement;
mod events;
mod frames;
mod lists;
mod nouns;
mod possession;
mod pronouns;
mod speech;
mod story;
mod subject;
mod topics;

use super::document::{Document, Sentence};
use super::terms;
use crate::insight::{About, Question};
use crate::text::english::{Lexicon, Tag};
use choice::{Candidate, choose, weigh};
use clause::{Clause, Reader, Spoken};
use frames::Draft;
use speech::{Mark, Names};
use story::Story;

/// Sentences read; what comes later is detail.
const MOST_SENTENCES: usize = 120;
/// Words and marks of a sentence that is read; longer ones are lists or broken.
const LONGEST_SENTENCE: usize = 90;

/// Why there are no questions.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum Missing {
    #[error("this text tells how to do something and leaves nothing to ask")]
    Guide,
    #[error("nothing in this text calls for a question")]
    NothingAsked,
}

/// Returns the questions the story raises, those first that a reader would ask first.
#[expect(clippy::too_many_lines, reason = "the order of the steps is the point")]
pub(super) fn raise(document: &Document<'_>) -> Result<Vec<Question>, Missing> {
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
    if is_guide(&marked) {
        return Err(Missing::Guide);
    }
    let names = Names::read(&marked);
    let mut reader = Reader {
        names: &names,
        lexicon: Lexicon::get(),
        spoken_of: None,
        people_before: Vec::new(),
    };
    let mut candidates = Vec::new();
    let mut story = Story::default();
    for (number, marks) in marked.iter().enumerate() {
        if marks.len() > LONGEST_SENTENCE {
            reader.spoken_of = None;
            story.read(&reader, &[], &[], false);
            continue;
        }
        let clause = reader.main_clause(marks);
        match &clause {
            Some(clause) => reader.spoken_of = spoken(&names, marks, clause),
            // A quotation between leaves him who speaks the one who is meant.
            None if marks
                .iter()
                .enumerate()
                .any(|(place, _)| names.is_name(marks, place)) =>
            {
                reader.spoken_of = None;
            }
            None => {}
        }
        let mut drafts = Vec::new();
        // What is only alleged is no fact to ask the reason of.
        let is_alleged = marks
            .iter()
            .any(|mark| mark.lower.starts_with("alleg") || lists::is_hedge(&mark.lower));
        let further = if is_alleged {
            Vec::new()
        } else {
            reader.further_clauses(marks, clause.as_ref())
        };
        let told: Vec<&Clause> = clause
            .iter()
            .filter(|_| !is_alleged)
            .chain(&further)
            .collect();
        for told in &told {
            drafts.extend(frames::of_clause(&reader, marks, told));
            drafts.extend(claims::of_clause(&reader, marks, told));
            drafts.extend(claims::told_behind(&reader, marks, told));
        }
        story.read(&reader, marks, &told, !is_alleged);
        drafts.extend(events::of_sentence(&reader, marks, clause.as_ref()));
        drafts.extend(possession::of_sentence(&reader, marks));
        drafts.extend(nouns::of_sentence(&reader, marks));
        let people = reader.people(marks);
        if !people.is_empty() || !begins_with_pronoun(marks) {
            reader.people_before = people;
        }
        for draft in drafts {
            if let Some(candidate) = weigh(document, &names, marks, number, draft) {
                candidates.push(candidate);
            }
        }
    }
    let topics = topics::of_story(&reader, &marked);
    let is_in_title = |word: &str| {
        !document.title.is_empty()
            && terms::of(word, document.language)
                .iter()
                .any(|term| document.title.contains(&term.key))
    };
    let mut events: Vec<(usize, String)> = Vec::new();
    for asked in story.questions(&marked, &topics.names, is_in_title) {
        if let Some(marks) = marked.get(asked.named_in)
            && let Some(candidate) = weigh(document, &names, marks, asked.named_in, asked.draft)
        {
            events.push((asked.event, asked.about));
            candidates.push(Candidate {
                because: asked.because,
                event: Some(asked.event),
                ..candidate
            });
        }
    }
    for (number, draft) in topics.drafts {
        if let Some(marks) = marked.get(number) {
            candidates.extend(weigh(document, &names, marks, number, draft));
        }
    }
    // Who did it is known where somebody is charged with it.
    let is_solved = marked.iter().flatten().any(|mark| {
        matches!(
            &*mark.lower,
            "arrested" | "charged" | "suspect" | "confessed" | "convicted"
        )
    });
    candidates.retain(|candidate| {
        let question = &candidate.draft.text;
        let is_known = is_solved && question.starts_with("Who could have ");
        let is_of_dead = || {
            let mut names = topics.names.iter();
            let of_name = |name: &topics::Topic| {
                let last = name.text.split(' ').next_back().unwrap_or_default();
                name.is_person() && question.contains(last) && story::is_dead(&marked, name)
            };
            let own = marked.get(candidate.sentence);
            own.is_some_and(|marks| story::tells_death(marks, marks.len())) || names.any(of_name)
        };
        !(is_known || looks_ahead(question) && is_of_dead())
    });
    // A question from a sentence may be about one of the story's events as well.
    for candidate in &mut candidates {
        if candidate.event.is_none() {
            candidate.event = events
                .iter()
                .find(|(_, about)| candidate.draft.text.contains(about.as_str()))
                .map(|(event, _)| *event);
        }
    }
    let questions: Vec<Question> = choose(candidates)
        .into_iter()
        .filter_map(|candidate| {
            let because = sentences.get(candidate.because)?;
            let marks = marked.get(candidate.sentence)?;
            Some(Question {
                about: about(&names, marks, &candidate.draft),
                text: candidate.draft.text,
                kind: candidate.draft.kind.to_owned(),
                because: Some(because.range.clone()),
            })
        })
        .collect();
    if questions.is_empty() {
        return Err(Missing::NothingAsked);
    }
    Ok(questions)
}

/// Asks what somebody will do, or what is to come.
fn looks_ahead(question: &str) -> bool {
    [
        "How certain is it",
        "How likely",
        "How will",
        "What could stop",
        "What would",
        "How long will",
    ]
    .iter()
    .any(|opening| question.starts_with(opening))
}

/// `He said …`: whoever was spoken of still is.
fn begins_with_pronoun(marks: &[Mark<'_>]) -> bool {
    marks
        .iter()
        .take(6)
        .any(|mark| matches!(&*mark.lower, "he" | "she" | "his" | "her"))
}

/// Tells the reader what to do: there is nothing to wonder about in “press Enter”.
fn is_guide(sentences: &[Vec<Mark<'_>>]) -> bool {
    let tells = |marks: &&Vec<Mark<'_>>| {
        marks
            .first()
            .is_some_and(|mark| mark.tag == Tag::Base || lists::is_instruction(&mark.lower))
            || marks
                .iter()
                .any(|mark| matches!(&*mark.lower, "you" | "your") && mark.is_word)
    };
    let is_quoted = |marks: &&Vec<Mark<'_>>| {
        marks
            .iter()
            .any(|mark| matches!(mark.tag, Tag::OpenQuote | Tag::CloseQuote))
    };
    let own: Vec<&Vec<Mark<'_>>> = sentences.iter().filter(|marks| !is_quoted(marks)).collect();
    let telling = own.iter().copied().filter(tells).count();
    own.len() > 7 && telling * 4 > own.len()
}

/// Returns who or what a pronoun in the next clause can mean: the subject of this one.
fn spoken(names: &Names, marks: &[Mark<'_>], clause: &Clause) -> Option<Spoken> {
    let last = clause.subject.last().and_then(|word| marks.get(*word));
    let is_named = clause
        .subject
        .iter()
        .all(|word| names.is_name(marks, *word));
    let full = last.and_then(|last| names.full_name(last.text));
    if let Some(text) = &clause.stands_for {
        return Some(Spoken {
            text: text.clone(),
            is_plural: clause.is_plural,
            is_person: text
                .rsplit(' ')
                .next()
                .is_some_and(|last| names.full_name(last).is_some()),
            may_be_person: false,
        });
    }
    if is_named
        && clause.subject.len() <= 3
        && let Some(full) = full
    {
        return Some(Spoken {
            text: full.to_owned(),
            is_plural: false,
            is_person: true,
            may_be_person: true,
        });
    }
    let text = clause::render_subject(names, marks, clause)?;
    let is_person = clause
        .subject
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| lists::is_person_noun(&mark.lower) || names.full_name(mark.text).is_some());
    // “a study” is “the study” when it is spoken of again.
    let text = ["a ", "an "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .map_or_else(|| text.clone(), |rest| format!("the {rest}"));
    (!is_person && clause.subject.len() <= 6).then_some(Spoken {
        text,
        is_plural: clause.is_plural,
        is_person: false,
        may_be_person: is_named && (2..=3).contains(&clause.subject.len()),
    })
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
