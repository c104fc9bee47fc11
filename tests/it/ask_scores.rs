//! How often the passage and the sentence that answer come first: questions people wrote to paragraphs, in seven
//! languages. The questions are not part of the project; `SQUELCH_XQUAD` names a file of them, one JSON object a line:
//! `{lang, title, paragraphs: [text], questions: [{q, para, answer, start}]}`, `start` in characters of the paragraph.
//!
//! `SQUELCH_XQUAD=ask_xquad.jsonl cargo test --release --test it ask_scores -- --ignored --nocapture`

use std::collections::BTreeMap;

use serde_json::Value;
use squelch::insight::{Source, ask};

/// Out of all questions of a language.
#[derive(Default)]
struct Score {
    asked: u32,
    passage_first: u32,
    sentence_first: u32,
    sentence_in_three: u32,
    answered: u32,
}

impl Score {
    fn share(&self, count: u32) -> f64 {
        100.0 * f64::from(count) / f64::from(self.asked)
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what it is run for")]
#[ignore = "needs a file of questions, named by SQUELCH_XQUAD"]
fn passages_and_sentences_that_answer_come_first() {
    let path = std::env::var("SQUELCH_XQUAD").expect("SQUELCH_XQUAD names the file of questions");
    let lines = std::fs::read_to_string(path).unwrap();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in lines.lines() {
        let story: Value = serde_json::from_str(line).unwrap();
        let language = story["lang"].as_str().unwrap();
        let score = scores.entry(language.to_owned()).or_default();
        measure(&story, language, score);
    }
    for (language, score) in &scores {
        println!(
            "{language}: passage first {:.1} %, sentence first {:.1} %, among three {:.1} %, called answered {:.1} % of {}",
            score.share(score.passage_first),
            score.share(score.sentence_first),
            score.share(score.sentence_in_three),
            score.share(score.answered),
            score.asked,
        );
        let wanted = if language == "en" { 95.0 } else { 90.0 };
        assert!(score.share(score.passage_first) >= wanted, "{language}");
    }
}

fn measure(story: &Value, language: &str, score: &mut Score) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for paragraph in story["paragraphs"].as_array().unwrap() {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        starts.push(text.len());
        text.push_str(&paragraph.as_str().unwrap().replace('\n', " "));
    }
    let source = Source {
        title: story["title"].as_str().unwrap_or_default(),
        text: &text,
        language: Some(language),
    };
    for question in story["questions"].as_array().unwrap() {
        let paragraph = usize::try_from(question["para"].as_u64().unwrap()).unwrap();
        let characters = usize::try_from(question["start"].as_u64().unwrap()).unwrap();
        let start = starts[paragraph];
        let end = starts.get(paragraph + 1).copied().unwrap_or(text.len());
        let before: usize = text[start..]
            .chars()
            .take(characters)
            .map(char::len_utf8)
            .sum();
        let from = start + before;
        let to = from + question["answer"].as_str().unwrap().len();
        let answer = ask(question["q"].as_str().unwrap(), &[source], 5);
        let holds = |place: usize| {
            answer
                .passages
                .get(place)
                .is_some_and(|passage| passage.sentence.start <= from && to <= passage.sentence.end)
        };
        score.asked += 1;
        score.answered += u32::from(answer.is_answered);
        score.sentence_first += u32::from(holds(0));
        score.sentence_in_three += u32::from((0..3).any(holds));
        score.passage_first += u32::from(
            answer
                .passages
                .first()
                .is_some_and(|passage| (start..end).contains(&passage.paragraph.start)),
        );
    }
}
