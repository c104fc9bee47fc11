//! What a question is worth beside the others, and which of them are asked, in which order.

use super::check;
use super::frames::Draft;
use super::speech::{Mark, Names};
use crate::insight::offline::document::Document;
use crate::insight::offline::terms::{self, Key, Keys, weight};

pub(super) const MOST: usize = 12;

/// With so many asked, further ones have to be worth more than the last ones of a short list.
pub(super) const ENOUGH: usize = 7;

pub(super) const WORTH_MORE: f32 = 0.8;

/// What is worth less is asked only where there is hardly anything else.
pub(super) const ROUTINE: f32 = 0.3;

/// What scores less is asked only where there is hardly anything else: of judged questions below `WEAK` one in five was
/// worth asking, of those from `GOOD` on three in five.
const WEAK: f32 = 1.0;
const GOOD: f32 = 1.3;
const FEW: usize = 2;
/// Somebody decided, refused or denied: the reason is wanted wherever it is told.
const AT_STAKE: f32 = 0.84;
/// The sentence from which on a story tells details.
const LATE: usize = 8;
/// With so many a story has enough to choose from.
const PLENTY: usize = 6;

/// Questions that ask why.
pub(super) const MOST_REASONS: usize = 5;

/// Questions of one kind while others wait.
pub(super) const MOST_OF_KIND: usize = 4;

/// Questions about one event.
pub(super) const MOST_OF_EVENT: usize = 4;

pub(super) struct Candidate {
    pub(super) draft: Draft,
    /// The sentence that names what is asked about.
    pub(super) sentence: usize,
    /// The sentence that gives reason to ask.
    pub(super) because: usize,
    /// The event of the story it is about, where it is about one.
    pub(super) event: Option<usize>,
    pub(super) keys: Keys,
    pub(super) score: f32,
}

pub(super) fn weigh(
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
        - detail(&draft, sentence, named)
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

/// What a question loses for being about a detail. Of 224 judged questions a reader would ask two in three of the reasons
/// told in the second to eighth sentence, one in six of those told further down and one in four of those that open the
/// story, as the story then goes on to tell them; unless much was at stake. Figures, the past, places and workings were
/// asked well half as often as motives, evidence and reactions.
fn detail(draft: &Draft, sentence: usize, named: usize) -> f32 {
    let mut lost = 0.0;
    if draft.text.starts_with("Why ") && draft.worth < AT_STAKE {
        lost += match sentence {
            0 => 0.35,
            1..LATE => 0.0,
            _ => 0.35,
        };
        if named == 0 {
            lost += 0.2;
        }
    }
    if matches!(
        draft.kind,
        "numbers" | "history" | "mechanism" | "geography"
    ) {
        lost += 0.15;
    }
    lost
}

/// A name of several words counts once, by its last word: `end` is followed by a further word with a capital.
pub(super) fn goes_on_as_name(question: &str, end: usize) -> bool {
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
pub(super) fn choose(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
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
                    && chosen.len() >= FEW
                    || candidate.score < GOOD && chosen.len() >= PLENTY;
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

pub(super) fn opens_alike(one: &str, other: &str) -> bool {
    if one.starts_with("Why ") {
        return other.starts_with("Why ");
    }
    one.split(' ').take(2).eq(other.split(' ').take(2))
}

/// How often one frame may be used.
pub(super) fn frame_limit(question: &str) -> usize {
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

pub(super) fn is_same(one: &Candidate, other: &Candidate) -> bool {
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
