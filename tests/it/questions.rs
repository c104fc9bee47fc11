//! What a sentence gives reason to ask, frame by frame, and what must not be asked.

use squelch::insight::{Story, make};

/// The questions of a story that is about these things and holds one sentence to ask about.
fn asked(title: &str, sentence: &str) -> Vec<String> {
    let text = format!("{title}.\n\n{sentence}\n\nNothing else is known of {title}.");
    make(Story {
        title,
        text: &text,
        summary: None,
        language: Some("en"),
    })
    .questions
    .into_iter()
    .map(|question| question.text)
    .collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a row for each frame")]
fn a_sentence_opens_the_question_of_its_frame() {
    let rows = [
        // Reasons, in the tense of the clause.
        (
            "Port of Lindau strike",
            "The port of Lindau cancelled all sailings to Varrow on Monday.",
            "Why did the port of Lindau cancel all sailings to Varrow?",
        ),
        (
            "Port of Lindau strike",
            "The port of Lindau has refused to publish the report.",
            "Why has the port of Lindau refused to publish the report?",
        ),
        (
            "Port of Lindau strike",
            "Three berths at the port of Lindau are being closed for repairs.",
            "Why are three berths at the port of Lindau being closed for repairs?",
        ),
        (
            "Port of Lindau strike",
            "The port of Lindau didn’t open its books to the auditors.",
            "Why did the port of Lindau not open its books to the auditors?",
        ),
        // What comes of it.
        (
            "Port of Lindau strike",
            "The port of Lindau may run out of containers next year.",
            "How likely is the port of Lindau to run out of containers?",
        ),
        (
            "Port of Lindau strike",
            "The port of Lindau must replace its old cranes.",
            "What happens if the port of Lindau does not replace its old cranes?",
        ),
        // Figures.
        (
            "Harlow Motors profits",
            "Profits at Harlow Motors fell 12 percent in the third quarter.",
            "What made profits at Harlow Motors fall 12 percent in the third quarter?",
        ),
        (
            "Harlow Motors profits",
            "There has been a sharp rise in the price of steel for Harlow Motors.",
            "What explains the sharp rise in the price of steel for Harlow Motors?",
        ),
        // Claims are asked as claims.
        (
            "Harlow Motors battery",
            "Harlow Motors claims that the battery lasts for thirty years.",
            "What supports Harlow Motors’ claim that the battery lasts for thirty years?",
        ),
        (
            "Harlow Motors battery",
            "Analysts warned that Harlow Motors could run out of cash.",
            "Why did analysts warn that Harlow Motors could run out of cash?",
        ),
        (
            "Harlow Motors court",
            "The court ruled that Harlow Motors must recall the cars.",
            "On what grounds did the court rule that Harlow Motors must recall the cars?",
        ),
        (
            "Harlow Motors battery",
            "Critics say that Harlow Motors measured the wrong thing.",
            "Why do critics say that Harlow Motors measured the wrong thing?",
        ),
        // Things that call for a question.
        (
            "Tarnland dam",
            "There are concerns about the safety of the dam in Tarnland.",
            "How justified are the concerns about the safety of the dam in Tarnland?",
        ),
        (
            "Tarnland dam",
            "The decision to empty the dam came after heavy rain in Tarnland.",
            "What lies behind the decision to empty the dam?",
        ),
        (
            "Tarnland dam",
            "There were talks with Orvane over the dam.",
            "What could make the talks with Orvane over the dam fail?",
        ),
        (
            "Port of Lindau strike",
            "Crews work through the nights ahead of the deadline for repairs at the port of Lindau.",
            "What happens if the deadline for repairs at the port of Lindau is missed?",
        ),
        (
            "Port of Lindau strike",
            "Lawyers at the port of Lindau point to the Clean Harbour Act.",
            "What does the Clean Harbour Act demand?",
        ),
        (
            "Port of Lindau strike",
            "The port of Lindau has seen the worst storm in decades.",
            "What made the worst storm in decades so severe?",
        ),
        // What happened, named as a thing, and what stands beside it.
        (
            "Port of Lindau strike",
            "Union leaders at the port of Lindau demand higher wages before they end the strike at the port of Lindau.",
            "What would settle the Lindau strike?",
        ),
        (
            "Voltine takeover",
            "Harlow Motors agreed to the takeover of Voltine, which regulators have yet to clear.",
            "What could regulators demand in return for the Voltine takeover?",
        ),
        (
            "Tarnland murder",
            "Police said two guards were on duty when the murder of Nils Haberg in Tarnland took place.",
            "Could the Tarnland murder have been prevented?",
        ),
        // A view is asked as a view, a plan of somebody who was named before as his.
        (
            "Tarnland penalty",
            "Nils Haberg said the penalty in Tarnland was “derisory” for a bank.",
            "Why does Nils Haberg call the penalty in Tarnland “derisory”?",
        ),
        (
            "Martin Haberg and the university",
            "Martin Haberg was confident and stood by his promise to rebuild the university of Tarn.",
            "How realistic is Martin Haberg’s promise to rebuild the university of Tarn?",
        ),
        // Told by the way, and of somebody who was named before.
        (
            "Nils Haberg and the university",
            "Nils Haberg, who rejected the offer in May, now advises the ministry of health.",
            "Why did Nils Haberg reject the offer in May?",
        ),
    ];
    let mut missing = Vec::new();
    for (title, sentence, question) in rows {
        let found = asked(title, sentence);
        if !found.iter().any(|text| text == question) {
            missing.push(format!("{question}\n  not in {found:?}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn what_is_alleged_supposed_or_played_is_not_asked_as_a_fact() {
    for (title, sentence) in [
        (
            "Harlow Motors battery",
            "Harlow Motors allegedly hid the results of the tests from regulators.",
        ),
        (
            "Harlow Motors battery",
            "If Harlow Motors closes the plant, the town loses 800 jobs.",
        ),
        (
            "Harlow Motors battery",
            "It remains to be seen whether Harlow Motors closes the plant.",
        ),
        // What for stands in the sentence.
        (
            "Port of Lindau strike",
            "The port of Lindau praised its crews for their patience.",
        ),
        (
            "Tarn United match",
            "Tarn United striker Bo Lind kicked the ball over the bar.",
        ),
    ] {
        let found = asked(title, sentence);
        let asks_why = found.iter().any(|text| text.starts_with("Why"));
        assert!(!asks_why, "{sentence}: {found:?}");
    }
}

#[test]
fn what_a_speaker_reports_is_not_what_the_speaker_did() {
    let found = asked(
        "Port of Lindau shooting",
        "Police said Bo Lind shot and killed a guard at the port of Lindau.",
    );
    let denied = asked(
        "Port of Lindau strike",
        "The port of Lindau said the strike had no effect on the harbour of Varrow.",
    );
    let asks_effect = denied.iter().any(|text| text.contains("effect"));
    assert!(!asks_effect, "{denied:?}");
    let asks_police = found.iter().any(|text| text.contains("police kill"));
    assert!(!asks_police, "{found:?}");
}

#[test]
fn a_pronoun_is_asked_about_by_the_name_it_stands_for() {
    let text = "Leona Marsh leads the Bank of Orvane.\n\nLeona Marsh voted against the budget. She rejected a compromise \
                with the ministry on Friday.\n\nThe Bank of Orvane lost money. It closed nine branches in the highlands.";
    let made = make(Story {
        title: "Bank of Orvane",
        text,
        summary: None,
        language: Some("en"),
    });
    let found: Vec<&str> = made
        .questions
        .iter()
        .map(|question| question.text.as_str())
        .collect();
    for expected in [
        "Why did Leona Marsh reject a compromise with the ministry?",
        "What changes now that the Bank of Orvane has closed nine branches in the highlands?",
    ] {
        assert!(found.contains(&expected), "{expected}: {found:?}");
    }
}

/// Nothing may be asked of what did not happen, of what is missing, or of one of two people.
#[test]
fn what_may_be_meant_otherwise_is_not_asked() {
    for (title, sentence, not) in [
        (
            "Tarnland murder",
            "Officials hope to avoid another attack in Tarnland.",
            "the attack",
        ),
        (
            "Tarnland dam",
            "The lack of public anger over the dam in Tarnland surprised the builders.",
            "behind the",
        ),
        (
            "Nils Haberg and Leona Marsh",
            "Nils Haberg met Leona Marsh in Tarn and praised her promise to rebuild the dam.",
            "Haberg’s promise",
        ),
        (
            "Tarnland leopard attack",
            "The police say the leopard attack in Tarnland was the fifth since the militants claimed responsibility.",
            "Who was behind",
        ),
        (
            "Port of Lindau shooting",
            "Bo Lind was charged with murder in the office shooting at the port of Lindau, the police said.",
            "the murder",
        ),
        (
            "Tarnland government helipads",
            "The Tarnland government plans to audit its helipads, which will cost ten million.",
            "government plans",
        ),
        (
            "Bo Lind and the aquarium",
            "Bo Lind was expected to become vice president of the aquarium in Tarn, but he was found dead on Monday.",
            "How certain",
        ),
        (
            "Port of Lindau accident",
            "Bo Lind was killed by a lorry of the port of Lindau on the road to Tarn.",
            "Why was",
        ),
        (
            "Port of Lindau arrest",
            "Bo Lind was arrested at the port of Lindau on suspicion of murder.",
            "Why was",
        ),
    ] {
        let found = asked(title, sentence);
        assert!(
            found.iter().all(|question| !question.contains(not)),
            "{not}: {found:?}"
        );
    }
}

#[test]
fn a_guide_leaves_nothing_to_ask_and_says_so() {
    let text = "Press Enter to open a story. You can press Space to page through it. Use the arrow keys to move. Your marks \
                are kept. Type a query to search. You will see the best hits first. Press q to quit. The Help screen lists \
                every key. Set your own keys in the file.";
    let made = make(Story {
        title: "Getting started",
        text,
        summary: None,
        language: Some("en"),
    });
    assert!(made.questions.is_empty(), "{:?}", made.questions);
    assert!(
        made.note
            .is_some_and(|note| note.contains("tells how to do something"))
    );
}
