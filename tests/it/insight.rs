//! Brief, questions and answers as the program calls them.

use proptest::prelude::*;
use squelch::insight::{Source, Story, ask, make};

const TEXT: &str = "Dockers at the port of Lindau return to work on Monday after eleven days of strike.\n\n\
    The union Hafenbund accepted an offer of 11 percent over two years.\n\n\
    Retailers expect a backlog of six weeks before shelves are full again.";

fn source(text: &str) -> Source<'_> {
    Source {
        title: "Port strike",
        text,
        language: Some("en"),
    }
}

#[test]
fn an_answer_marks_the_sentence_and_says_when_there_is_none() {
    let other = "A vote about the budget is due in December.";
    let sources = [source(TEXT), source(other)];
    let answer = ask("How large a backlog do retailers expect?", &sources, 3);
    assert!(answer.is_answered);
    let best = answer.passages.first().unwrap();
    assert_eq!(best.source, 0);
    assert_eq!(
        TEXT.get(best.sentence.clone()).unwrap(),
        "Retailers expect a backlog of six weeks before shelves are full again."
    );
    let nothing = ask("Who invented the telescope in Holland?", &sources, 3);
    assert!(!nothing.is_answered);
    assert!(!ask("", &sources, 3).is_answered);
    assert!(ask("backlog", &[], 3).passages.is_empty());
}

#[test]
fn chinese_questions_find_their_passage() {
    let text = "码头工人将在周一复工。\n\n零售商预计积压六周。";
    let answer = ask(
        "零售商预计什么？",
        &[Source {
            title: "",
            text,
            language: Some("zh"),
        }],
        1,
    );
    let best = answer.passages.first().unwrap();
    assert_eq!(
        text.get(best.sentence.clone()).unwrap(),
        "零售商预计积压六周。"
    );
}

#[test]
fn texts_without_end_are_bounded() {
    let long = format!("{TEXT}\n\n").repeat(20_000);
    assert!(long.len() > 4_000_000);
    let made = make(Story {
        title: "Port strike",
        text: &long,
        ..Story::default()
    });
    assert!(!made.brief.is_empty());
    let unbroken = "a ".repeat(2_000_000);
    assert!(
        make(Story {
            text: &unbroken,
            ..Story::default()
        })
        .brief
        .is_empty()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_read_without_harm(
        text in "([A-Za-z ,.\"“”'!?\\-0-9$%()—]{0,60}|\\PC{0,40}|\n\n|[Tt]he [A-Z][a-z]+ (said|closed|was|will) ){0,12}",
        question in "\\PC{0,60}",
    ) {
        let made = make(Story { title: "A title", text: &text, ..Story::default() });
        for bullet in &made.brief {
            prop_assert!(text.get(bullet.start..bullet.end).is_some());
        }
        for question in &made.questions {
            prop_assert!(question.text.ends_with('?'));
            for about in &question.about {
                prop_assert!(text.get(about.start..about.end).is_some());
            }
        }
        for passage in ask(&question, &[source(&text)], 5).passages {
            prop_assert!(text.get(passage.sentence).is_some());
        }
    }
}
