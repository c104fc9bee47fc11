//! Insight questions for English stories: built from clauses and noun phrases of the story itself, few and right.

mod check;
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
use super::terms::{self, Key, Keys, weight};
use crate::insight::{About, Question};
use crate::text::english::{Lexicon, Tag};
use clause::{Clause, Reader, Spoken};
use frames::Draft;
use speech::{Mark, Names};
use story::Story;

const MOST: usize = 12;
/// With so many asked, further ones have to be worth more than the last ones of a short list.
const ENOUGH: usize = 7;
const WORTH_MORE: f32 = 0.8;
/// What is worth less is asked only where there is hardly anything else.
const ROUTINE: f32 = 0.3;
/// What scores less is asked only where there is hardly anything else: of judged questions below it one in five was worth
/// asking, of those above it three in five.
const WEAK: f32 = 1.2;
const FEW: usize = 2;
/// Questions that ask why.
const MOST_REASONS: usize = 5;
/// Questions of one kind while others wait.
const MOST_OF_KIND: usize = 4;
/// Questions about one event.
const MOST_OF_EVENT: usize = 4;
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

struct Candidate {
    draft: Draft,
    /// The sentence that names what is asked about.
    sentence: usize,
    /// The sentence that gives reason to ask.
    because: usize,
    /// The event of the story it is about, where it is about one.
    event: Option<usize>,
    keys: Keys,
    score: f32,
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
    let keys: Keys = terms::of(&draft.text, document.language)
        .iter()
        .filter(|term| !goes_on_as_name(&draft.text, term.range.end))
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
    if named == 0 && salient == 0 || is_off_story && named < 2 || keys.len() < 2 {
        return None;
    }
    let in_title = keys
        .iter()
        .filter(|key| document.title.contains(*key))
        .count();
    let length = draft.text.split_whitespace().count();
    // What the story comes back to is what it is about.
    let spread = |key: &Key| document.spread.get(key).copied().unwrap_or_default();
    let most = keys.iter().map(spread).fold(0.0, f32::max);
    if sentence > 4 && draft.text.starts_with("Why") && most < 2.0 {
        return None;
    }
    let central =
        keys.iter().map(|key| spread(key).min(5.0)).sum::<f32>() / (5.0 * weight(keys.len()));
    let score = draft.worth
        + 0.5 / (1.0 + 0.25 * weight(sentence))
        + 0.08 * weight(salient.min(5))
        + 0.5 * central
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
        because: sentence,
        event: None,
        keys,
        score,
    })
}

/// A name of several words counts once, by its last word: `end` is followed by a further word with a capital.
fn goes_on_as_name(question: &str, end: usize) -> bool {
    let starts_upper = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    let word = question
        .get(..end)
        .and_then(|before| before.rsplit(' ').next())
        .unwrap_or_default();
    let next = question
        .get(end..)
        .and_then(|rest| rest.strip_prefix(' '))
        .unwrap_or_default();
    starts_upper(word) && starts_upper(next)
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
                let alike = chosen
                    .iter()
                    .filter(|other| opens_alike(&other.draft.text, &candidate.draft.text))
                    .count();
                let of_event = chosen
                    .iter()
                    .filter(|other| candidate.event.is_some() && other.event == candidate.event)
                    .count();
                let is_filler = (candidate.draft.worth < ROUTINE || candidate.score < WEAK)
                    && chosen.len() >= FEW;
                (!is_filler
                    && of_kind < MOST_OF_KIND
                    && of_event < MOST_OF_EVENT
                    && alike < frame_limit(&candidate.draft.text))
                .then(|| {
                    (
                        number,
                        candidate.score
                            - 0.22 * weight(of_kind)
                            - 0.1 * weight(alike)
                            - 0.15 * weight(of_event),
                    )
                })
            })
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        let Some((number, score)) = best else { break };
        if chosen.len() >= ENOUGH && score < WORTH_MORE {
            break;
        }
        chosen.push(candidates.swap_remove(number));
    }
    chosen
}

fn opens_alike(one: &str, other: &str) -> bool {
    if one.starts_with("Why ") {
        return other.starts_with("Why ");
    }
    one.split(' ').take(2).eq(other.split(' ').take(2))
}

/// How often one frame may be used.
fn frame_limit(question: &str) -> usize {
    match question.split(' ').next() {
        Some("Why") => MOST_REASONS,
        Some("How") => 3,
        _ if question.starts_with("What led") => 2,
        _ if question.contains(" mean by “") => 1,
        _ if question.starts_with("What did") => 2,
        _ if question.starts_with("What are") => 2,
        _ if question.starts_with("What is") => 3,
        _ if question.starts_with("What lies") => 2,
        _ if question.starts_with("What do") => 2,
        _ => 2,
    }
}

fn is_same(one: &Candidate, other: &Candidate) -> bool {
    // Two sides of one event are not the same question.
    if let (Some(event), Some(other_event)) = (one.event, other.event)
        && event == other_event
    {
        return one.draft.kind == other.draft.kind;
    }
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
