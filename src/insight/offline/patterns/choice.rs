//! What a question is worth, and which are asked.

use super::Draft;
use crate::insight::offline::document::Document;
use crate::insight::offline::terms::{self, Keys, weight};
use crate::text::language::Language;

pub(super) const MOST: usize = 8;

/// Words of a question; in French the mark at its end stands alone, and «est-ce que» takes two.
pub(super) const SHORTEST: usize = 5;

pub(super) const LONGEST: usize = 17;

pub(super) const LONGEST_FRENCH: usize = 20;

pub(super) struct Candidate {
    pub(super) draft: Draft,
    pub(super) sentence: usize,
    pub(super) keys: Keys,
    pub(super) score: f32,
}

pub(super) fn weigh(document: &Document<'_>, sentence: usize, draft: Draft) -> Option<Candidate> {
    let length = draft.text.split_whitespace().count();
    let longest = match document.language.map(Language::code) {
        Some("fr") => LONGEST_FRENCH,
        _ => LONGEST,
    };
    if !(SHORTEST..=longest).contains(&length) {
        return None;
    }
    let keys: Keys = terms::of(&draft.text, document.language)
        .iter()
        .map(|term| term.key)
        .collect();
    let in_title = keys
        .iter()
        .filter(|key| document.title.contains(*key))
        .count();
    let repeated = keys
        .iter()
        .filter(|key| {
            document
                .spread
                .get(*key)
                .is_some_and(|spread| *spread >= 2.0)
        })
        .count();
    // What neither the title names nor the story comes back to is beside the point.
    if in_title == 0 && repeated == 0 || keys.len() < 2 {
        return None;
    }
    let score = 1.0 / (1.0 + 0.25 * weight(sentence))
        + 0.15 * weight(in_title.min(3))
        + 0.1 * weight(repeated.min(4))
        - if length > 14 { 0.2 } else { 0.0 };
    Some(Candidate {
        draft,
        sentence,
        keys,
        score,
    })
}

/// Best first; one kind after another gets dull, and no two are about the same thing.
pub(super) fn choose(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut chosen: Vec<Candidate> = Vec::new();
    while chosen.len() < MOST {
        let of_kind = |kind: &str| {
            chosen
                .iter()
                .filter(|other| other.draft.kind == kind)
                .count()
        };
        let best = candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| {
                let most = if candidate.draft.kind == "cause" {
                    5
                } else {
                    2
                };
                of_kind(candidate.draft.kind) < most
                    && chosen.iter().all(|other| !is_same(candidate, other))
            })
            .map(|(number, candidate)| {
                let worn = 0.25 * weight(of_kind(candidate.draft.kind));
                (number, candidate.score - worn)
            })
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        let Some((number, _)) = best else { break };
        chosen.push(candidates.swap_remove(number));
    }
    chosen
}

pub(super) fn is_same(one: &Candidate, other: &Candidate) -> bool {
    let shared = one.keys.intersection(&other.keys).count();
    // Two short questions share their one noun without being the same.
    let smaller = one.keys.len().min(other.keys.len()).max(4);
    one.sentence == other.sentence && one.draft.kind == other.draft.kind || shared * 3 > smaller * 2
}
