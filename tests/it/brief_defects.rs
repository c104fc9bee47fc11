//! Briefs are checked for what spoils them, each kind by its name.

use std::fs;
use std::path::Path;

use squelch::insight::{Insight, Story, make};
use squelch::text::sentences;

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Defect {
    RangeIsWrong,
    TooManyWords,
    TooManyBullets,
    Boilerplate,
    Dateline,
    CutQuote,
    CutSentence,
    DanglingPronoun,
    FirstPerson,
    SameParagraph,
    Repeats,
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

fn defects(text: &str, insight: &Insight) -> Vec<Defect> {
    let mut found = Vec::new();
    let paragraphs = sentences::paragraphs(text);
    let mut seen: Vec<usize> = Vec::new();
    let mut earlier: Vec<Vec<String>> = Vec::new();
    for bullet in &insight.brief {
        let own = words(&bullet.text);
        let mut check = |is_defect: bool, defect: Defect| {
            if is_defect {
                found.push(defect);
            }
        };
        let quoted = text.get(bullet.start..bullet.end);
        check(
            quoted.is_none() || (!bullet.is_shortened && quoted != Some(bullet.text.as_str())),
            Defect::RangeIsWrong,
        );
        check(own.len() > 45, Defect::TooManyWords);
        let lower = bullet.text.to_lowercase();
        check(
            [
                "subscribe",
                "read more",
                "all rights reserved",
                "download the",
            ]
            .iter()
            .any(|part| lower.contains(part)),
            Defect::Boilerplate,
        );
        check(
            lower.contains("(reuters)") || lower.contains("(cnn)"),
            Defect::Dateline,
        );
        let count = |mark: char| bullet.text.matches(mark).count();
        check(
            count('"') % 2 == 1 || count('“') != count('”'),
            Defect::CutQuote,
        );
        check(
            !bullet.text.ends_with(['.', '!', '"', '”']) || bullet.text.ends_with("..."),
            Defect::CutSentence,
        );
        let start = own.first().map(String::as_str).unwrap_or_default();
        check(
            [
                "he", "she", "it", "they", "his", "her", "its", "their", "this", "but", "er",
                "sie", "das",
            ]
            .contains(&start),
            Defect::DanglingPronoun,
        );
        check(
            own.iter()
                .any(|word| ["i", "we", "my", "our", "you"].contains(&word.as_str()))
                && !bullet.text.contains(['"', '“']),
            Defect::FirstPerson,
        );
        let paragraph = paragraphs
            .iter()
            .position(|range| range.contains(&bullet.start))
            .unwrap_or(usize::MAX);
        check(seen.contains(&paragraph), Defect::SameParagraph);
        seen.push(paragraph);
        let repeats = earlier.iter().any(|other| {
            let shared = own
                .iter()
                .filter(|word| word.len() > 3 && other.contains(word))
                .count();
            shared * 2 > own.len()
        });
        check(repeats, Defect::Repeats);
        earlier.push(own);
    }
    if insight.brief.len() > 4 {
        found.push(Defect::TooManyBullets);
    }
    if earlier.iter().map(Vec::len).sum::<usize>() > 100 {
        found.push(Defect::TooManyWords);
    }
    found
}

fn stories() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/insight");
    let mut stories: Vec<(String, String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let whole = fs::read_to_string(&path).unwrap();
            let (title, text) = whole.split_once("\n\n").unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, title.to_owned(), text.to_owned())
        })
        .collect();
    stories.sort();
    stories
}

fn insight(title: &str, text: &str) -> Insight {
    make(Story {
        title,
        text,
        ..Story::default()
    })
}

#[test]
fn briefs_of_every_kind_of_article_are_free_of_defects() {
    for (name, title, text) in stories() {
        let made = insight(&title, &text);
        assert_eq!(defects(&text, &made), [], "{name}: {:#?}", made.brief);
        if name == "opinion" {
            assert!(made.brief.is_empty() && made.note.is_some(), "{made:#?}");
        } else {
            assert!(made.brief.len() >= 3, "{name}: {:#?}", made.brief);
        }
    }
}

#[test]
fn a_planted_defect_is_seen() {
    let text = "(CNN)He left the harbour. Read more about “the storm.";
    let mut made = insight("Storm", text);
    made.brief = vec![squelch::insight::Bullet {
        text: "He left the harbour.".to_owned(),
        start: 0,
        end: 4,
        is_shortened: false,
    }];
    assert_eq!(
        defects(text, &made),
        [Defect::RangeIsWrong, Defect::DanglingPronoun]
    );
}

#[test]
fn what_squelch_makes_of_the_fixtures_is_as_read() {
    let mut shown = String::new();
    for (name, title, text) in stories() {
        let made = insight(&title, &text);
        shown.push_str(&format!("== {name} ({})\n", made.language));
        for bullet in &made.brief {
            shown.push_str(&format!("• {}\n", bullet.text));
        }
        for question in &made.questions {
            shown.push_str(&format!("{}: {}\n", question.kind, question.text));
        }
        if let Some(note) = &made.note {
            shown.push_str(&format!("({note})\n"));
        }
    }
    insta::assert_snapshot!(shown);
}
