//! Answers: passages ranked by BM25, their best sentence marked, and a plain word when nothing answers.

use super::terms::{self, Keys, weight};
use crate::insight::{Answer, Passage, Source};
use crate::text::language::{self, Language};

mod reading;
mod scoring;
mod sought;

use reading::Part;
use scoring::Statistics;

/// Passages that answer hold this share of the question's weight, where there are few passages. Of questions put to an
/// article that answers them eight to nine in ten reach it, of questions put to an article about something else one in a
/// hundred.
const ENOUGH: f32 = 0.275;
/// Among many passages one holds more of any question by chance: so much more is needed each time there are `e` times as
/// many as `FEW`.
const ENOUGH_MORE: f32 = 0.055;
const FEW: usize = 5;
/// No question has to be held whole to be answered.
const ENOUGH_AT_MOST: f32 = 0.5;
/// The share of it that is enough where words are not parted by spaces: pairs of characters that are no word weigh as
/// much as words.
const UNSPACED: f32 = 0.53;

/// Ranks passages of `sources` (the article itself first) for a question.
pub fn ask(question: &str, sources: &[Source<'_>], limit: usize) -> Answer {
    let hint = sources.first().and_then(|source| source.language);
    let asked = language::detect(question, hint);
    let wanted = reading::wanted(question, asked);
    let sought = sought::of(question);
    if wanted.is_empty() || limit == 0 {
        return Answer::default();
    }
    let parts: Vec<Part> = sources
        .iter()
        .enumerate()
        .flat_map(|(number, source)| reading::read(number, source, asked, &wanted))
        .collect();
    let statistics = Statistics::of(&parts, wanted.len());
    let mut ranked: Vec<(f32, &Part)> = parts
        .iter()
        .map(|part| (statistics.of_passage(part), part))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let best = ranked.first().map_or(1.0, |(score, _)| *score);
    let mut passages: Vec<Passage> = ranked
        .iter()
        .take(limit.saturating_mul(3).max(12))
        .flat_map(|(score, part)| statistics.sentences(sought, part, *score / best))
        .collect();
    passages.sort_by(|one, other| other.score.total_cmp(&one.score));
    let passages = spread(passages, sources, limit);
    let covered = ranked
        .iter()
        .take(3)
        .map(|(_, part)| statistics.coverage(part))
        .fold(0.0, f32::max);
    Answer {
        is_answered: !passages.is_empty() && covered >= enough(parts.len(), asked),
        passages,
    }
}

/// Returns the share of a question's weight that one of so many passages has to hold.
fn enough(passages: usize, language: Option<Language>) -> f32 {
    let times = weight(passages.max(FEW)) / weight(FEW);
    let spaced = (ENOUGH + ENOUGH_MORE * times.ln()).min(ENOUGH_AT_MOST);
    if language.is_some_and(Language::is_unspaced) {
        UNSPACED * spaced
    } else {
        spaced
    }
}

/// Two sentences that share this part of their words say the same.
const SAME: f32 = 0.8;

/// Takes the best passages: not more than three sentences of one paragraph, and none that another article told already.
fn spread(passages: Vec<Passage>, sources: &[Source<'_>], limit: usize) -> Vec<Passage> {
    let mut kept: Vec<(Passage, Keys)> = Vec::new();
    for passage in passages {
        if kept.len() >= limit {
            break;
        }
        let beside = kept
            .iter()
            .filter(|(other, _)| {
                other.source == passage.source && other.paragraph == passage.paragraph
            })
            .count();
        let words: Keys = sources
            .get(passage.source)
            .and_then(|source| Some((source.text.get(passage.sentence.clone())?, source.language)))
            .into_iter()
            .flat_map(|(text, language)| terms::of(text, language.and_then(Language::from_code)))
            .map(|term| term.key)
            .collect();
        let is_told = kept
            .iter()
            .any(|(other, said)| other.source != passage.source && are_same(said, &words));
        if beside < 3 && !is_told {
            kept.push((passage, words));
        }
    }
    kept.into_iter().map(|(passage, _)| passage).collect()
}

fn are_same(one: &Keys, other: &Keys) -> bool {
    let shared = one.intersection(other).count();
    let all = one.len() + other.len() - shared;
    all > 0 && weight(shared) >= SAME * weight(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_many_passages_one_has_to_hold_more_of_the_question() {
        let english = Some(Language::ENGLISH);
        let chinese = Language::from_code("zh");
        assert!(enough(1, english) <= enough(5, english));
        assert!(enough(5, english) < enough(120, english));
        assert!(enough(1_000_000, english) <= ENOUGH_AT_MOST);
        assert!(enough(120, chinese) < enough(120, english));
    }

    #[test]
    fn a_question_is_answered_by_what_bears_on_it_and_not_by_what_shares_a_word() {
        let story = |text| Source {
            title: "",
            text,
            language: Some("en"),
        };
        let port = story(
            "The port of Hull reopened on Monday after a strike of eleven days.\n\nCrews had walked out over a plan \
             to cut night shifts, and the union says that the plan is dead.",
        );
        let museum = story(
            "The museum opened a new wing for its collection of clocks.\n\nVisitors may wind some of them by hand on \
             Monday.",
        );
        let question = "Why did crews walk out over night shifts?";
        assert!(ask(question, &[port, museum], 3).is_answered);
        assert!(!ask(question, &[museum], 3).is_answered);
    }

    #[test]
    fn what_two_sources_tell_alike_is_quoted_once() {
        let story = |text| Source {
            title: "",
            text,
            language: Some("en"),
        };
        let first = story(
            "Crews walked out over a plan to cut night shifts at the port of Hull, the union said.",
        );
        let copy = story(
            "Crews walked out over a plan to cut night shifts at the port of Hull, a union said.",
        );
        let other = story(
            "The port wants crews on night shifts to be paid less, and says so for years.\n\nThe rest is weather.",
        );
        let answer = ask(
            "Why did crews walk out over night shifts?",
            &[first, copy, other],
            6,
        );
        let told: Vec<usize> = answer
            .passages
            .iter()
            .map(|passage| passage.source)
            .collect();
        assert!(told.contains(&0) != told.contains(&1), "{told:?}");
        assert!(told.contains(&2), "{told:?}");
    }
}
