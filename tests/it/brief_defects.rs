//! Briefs are checked for what spoils them, each kind by its name: on the fixtures always, and on the articles of
//! `SQUELCH_ARTICLES`, a JSONL file with `text` and perhaps `title` in each line, with a count of each kind.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use squelch::insight::{Bullet, Insight, Story, make};

use crate::brief_rules::{Defect, defects};

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
        assert_eq!(defects(&text, &made.brief), [], "{name}: {:#?}", made.brief);
        if name == "opinion" {
            assert!(made.brief.is_empty() && made.note.is_some(), "{made:#?}");
        } else {
            assert!(made.brief.len() >= 3, "{name}: {:#?}", made.brief);
        }
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are what it is run for")]
fn briefs_of_the_articles_given_are_free_of_defects() {
    let Ok(path) = std::env::var("SQUELCH_ARTICLES") else {
        return;
    };
    let mut counts: BTreeMap<Defect, usize> = BTreeMap::new();
    let (mut articles, mut bullets) = (0, 0);
    for line in fs::read_to_string(path).unwrap().lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = article["text"].as_str().unwrap();
        let made = insight(article["title"].as_str().unwrap_or_default(), text);
        articles += 1;
        bullets += made.brief.len();
        for (kind, number) in defects(text, &made.brief) {
            *counts.entry(kind).or_default() += 1;
            let bullet = made.brief.get(number).map(|bullet| bullet.text.as_str());
            println!("{kind:?} {}: {}", article["id"], bullet.unwrap_or_default());
        }
    }
    println!("{articles} articles, {bullets} bullets, defects: {counts:?}");
    assert_eq!(counts, BTreeMap::new());
}

/// A brief of one bullet that is the text `before` + `bullet`, as far as the bullet goes.
fn kinds(before: &str, bullet: &str) -> Vec<Defect> {
    let text = format!("{before}{bullet}");
    let brief = [Bullet {
        text: bullet.to_owned(),
        start: before.len(),
        end: text.len(),
        is_shortened: false,
    }];
    defects(&text, &brief)
        .into_iter()
        .map(|(kind, _)| kind)
        .collect()
}

#[test]
fn a_planted_defect_of_each_kind_is_seen() {
    #[rustfmt::skip]
    let planted: &[(&str, &[Defect])] = &[
        ("The port of Hull reopened on Monday after eleven days of strikes over wages and night shifts.", &[]),
        ("After his arrest on Monday in the port of Hull, John Smith was taken to a hospital nearby.", &[]),
        ("In the northern port of Hull it was the longest strike over wages since the great war.", &[]),
        ("This week the port of Hull reopened after eleven days of strikes over wages and night shifts.", &[]),
        ("Those who left the port of Hull during the strikes over wages came back on Monday at noon.", &[]),
        ("It is clear that the port of Hull will reopen on Monday after eleven days of strikes.", &[]),
        ("It was closed by the port of Hull on Monday after eleven days of strikes over wages.", &[Defect::DanglingPronoun]),
        ("It was designed to help the port of Hull through the eleven long days of strikes over wages.", &[Defect::DanglingPronoun]),
        ("This port reopened on Monday after eleven days of strikes over wages and over night shifts.", &[Defect::DanglingPronoun]),
        ("He left the port of Hull on Monday after eleven days of strikes over wages and shifts.", &[Defect::DanglingPronoun]),
        ("In 2019 she left the port of a northern town after eleven days of strikes over wages.", &[Defect::DanglingPronoun]),
        ("The port of Hull will soon reopen after eleven long days of strikes over wages, she said.", &[Defect::DanglingPronoun]),
        ("Investigators say he was on the crane that fell into the river on the day of the storm.", &[Defect::DanglingPronoun]),
        ("In Paris, he told the crews on Monday that the port of Hull would soon reopen for ships.", &[Defect::DanglingPronoun]),
        ("The company said on Monday that the port of Hull would reopen after eleven days of strikes.", &[Defect::DanglingNoun]),
        ("But the port of Hull reopened on Monday after eleven days of strikes over wages and shifts.", &[Defect::DanglingJoint]),
        ("Smith said “the port of Hull will reopen on Monday after eleven days of strikes over wages.", &[Defect::CutQuote]),
        ("“The port of Hull will reopen on Monday after eleven long days of strikes over wages.”", &[Defect::QuoteWithoutSpeaker]),
        ("The port of Hull reopened on Monday after eleven days of strikes over wages and the", &[Defect::CutSentence]),
        ("Sign up for news of the port of Hull, its ships, its strikes and all of its people.", &[Defect::Boilerplate]),
        ("HULL, England (Reuters) - The port of Hull reopened on Monday after eleven days of strikes over wages.", &[Defect::Dateline]),
        ("We saw how the port of Hull reopened on Monday after eleven days of strikes over wages.", &[Defect::FirstPerson]),
        ("Will the port of Hull reopen on Monday after eleven days of strikes over wages and shifts?", &[Defect::Question]),
        ("The port of Hull reopened on Monday.", &[Defect::TooShort]),
        (
            "The port of Hull reopened on Monday after eleven days of strikes over wages and shifts, and the ships that had \
             waited in the river for so long were led in by tugs one after another.",
            &[Defect::TooLong],
        ),
    ];
    for (bullet, expected) in planted {
        assert_eq!(&kinds("", bullet), expected, "{bullet}");
    }
}

#[test]
fn a_planted_defect_of_the_whole_is_seen() {
    let one = "The port of Hull reopened on Monday after eleven days of strikes over wages and night shifts.";
    let two = "On Monday the port of Hull reopened after eleven days of strikes over night shifts and wages.";
    let three = "Engineers of another town finished a bridge across the valley, which will carry trains next spring.";
    let far = format!("{one} {three}\n\nA second one.\n\nA third one.\n\n{two}");
    let bullet = |text: &str, is_shortened| {
        let start = far.find(text).unwrap();
        Bullet {
            text: text.to_owned(),
            start,
            end: start + text.len(),
            is_shortened,
        }
    };
    let kinds = |brief: &[Bullet]| -> Vec<Defect> {
        defects(&far, brief)
            .into_iter()
            .map(|(kind, _)| kind)
            .collect()
    };
    assert_eq!(
        kinds(&[bullet(one, false), bullet(two, false)]),
        [Defect::SaysTheSame]
    );
    assert_eq!(
        kinds(&[bullet(one, false), bullet(three, false)]),
        [Defect::SameParagraph]
    );
    assert_eq!(kinds(&[bullet(three, true)]), []);
    let mut moved = bullet(one, false);
    moved.start += 1;
    assert_eq!(kinds(&[moved]), [Defect::WrongRange]);
    let many = vec![bullet(three, false); 7];
    assert!(kinds(&many).contains(&Defect::TooManyBullets));
    assert!(kinds(&many).contains(&Defect::TooManyWords));
    assert_eq!(defects(&one.repeat(8), &[]), [(Defect::TooFewBullets, 0)]);
}

#[test]
fn a_clause_that_took_the_meaning_with_it_is_seen() {
    let shortened = |whole: &str, short: &str| -> Vec<Defect> {
        let brief = [Bullet {
            text: short.to_owned(),
            start: 0,
            end: whole.len(),
            is_shortened: true,
        }];
        defects(whole, &brief)
            .into_iter()
            .map(|(kind, _)| kind)
            .collect()
    };
    let short = "The port of Hull reopened on Monday after eleven days of strikes over wages.";
    for (clause, expected) in [
        (", which pleased its crews", vec![]),
        (
            ", which is not what its crews wanted",
            vec![Defect::LostNegation],
        ),
        (", officials said", vec![Defect::LostAttribution]),
        (", with 400 crews waiting", vec![Defect::LostNumber]),
        (", if a vote goes well", vec![Defect::LostCondition]),
    ] {
        assert_eq!(
            shortened(&short.replace('.', &format!("{clause}.")), short),
            expected
        );
    }
    let other = short.replace("Hull", "Goole");
    assert_eq!(shortened(short, &other), [Defect::WrongRange]);
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
