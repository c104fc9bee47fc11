//! The frames for things and names, each with the words that have to stand beside them.

use super::super::frames::Draft;
use super::super::speech::Mark;
use super::{Nature, Topic};

pub(super) type Sentences<'a, 'b> = &'a [Vec<Mark<'b>>];

/// Returns the first of the sentences that holds one of the beginnings of words.
pub(super) fn evidence(
    sentences: Sentences<'_, '_>,
    among: &[usize],
    starts: &[&str],
) -> Option<usize> {
    among.iter().copied().find(|number| {
        sentences.get(*number).is_some_and(|marks| {
            marks
                .iter()
                .any(|mark| starts.iter().any(|start| mark.lower.starts_with(start)))
        })
    })
}

pub(super) fn shared(one: &Topic, other: &Topic) -> Vec<usize> {
    one.sentences
        .iter()
        .copied()
        .filter(|number| other.sentences.contains(number))
        .collect()
}

pub(super) fn draft(topic: &Topic, text: String, kind: &'static str, worth: f32) -> Draft {
    Draft {
        text,
        kind,
        worth,
        words: topic.words.clone(),
        stands_in: true,
    }
}

const CRITICS: &[&str] = &[
    "critic", "oppos", "object", "oppon", "protest", "reject", "condemn",
];
const MONEY: &[&str] = &["$", "£", "€", "million", "billion", "fund", "cost", "marks"];
const FINDING: &[&str] = &["found", "show", "suggest", "conclud", "estimat", "finding"];
const MAKING: &[&str] = &[
    "design",
    "develop",
    "invent",
    "prototype",
    "technolog",
    "sensor",
    "using",
    "detect",
    "built",
    "device",
    "powered",
    "patent",
    "engineer",
    "software",
    "track",
    "robot",
];
const TOUCHED: &[&str] = &[
    "resident",
    "families",
    "homes",
    "victim",
    "workers",
    "businesses",
    "farmers",
    "villag",
    "children",
    "people",
    "patients",
    "customers",
];
const RIVALS: &[&str] = &["rivals", "competitor"];
/// What firms are spoken of with.
const BUSINESS: &[&str] = &[
    "company", "firm", "maker", "sales", "market", "customer", "shares", "chain", "brand",
    "airline", "bank", "product", "startup", "users",
];

#[expect(clippy::too_many_lines, reason = "a table of frames")]
pub(super) fn of_thing(sentences: Sentences<'_, '_>, thing: &Topic) -> Vec<(usize, Draft)> {
    let Some(first) = thing.sentences.first().copied() else {
        return Vec::new();
    };
    let text = &thing.text;
    let (is, does, has) = if thing.is_plural {
        ("are", "do", "have")
    } else {
        ("is", "does", "has")
    };
    let told = |starts: &[&str]| evidence(sentences, &thing.sentences, starts);
    let at = Some(first);
    // Many have to be touched, and the story has to be about it.
    let is_central = first < 3 && thing.sentences.len() > 2;
    let hardest = (
        at.filter(|_| is_central && told(TOUCHED).is_some()),
        format!("Who has been hit hardest by {text}?"),
        "impact",
        0.65,
    );
    let mut asked: Vec<(Option<usize>, String, &'static str, f32)> = Vec::new();
    if matches!(thing.nature, Nature::Plan | Nature::Law | Nature::Agreement) {
        let objections = format!("What do critics of {text} object to?");
        asked.push((told(CRITICS), objections, "reaction", 0.85));
    }
    asked.extend(match thing.nature {
        Nature::Agreement => vec![
            (
                at,
                format!("Who stands to gain most from {text}?"),
                "actors",
                0.7,
            ),
            (
                at,
                format!("What are the main terms of {text}?"),
                "background",
                0.65,
            ),
        ],
        Nature::Plan => vec![
            (
                told(MONEY),
                format!("Where will the money for {text} come from?"),
                "numbers",
                0.7,
            ),
            (
                at,
                format!("What are the key parts of {text}?"),
                "mechanism",
                0.5,
            ),
        ],
        Nature::Law => vec![
            (
                at,
                format!("Who is most affected by {text}?"),
                "impact",
                0.65,
            ),
            (
                at,
                format!("How {is} {text} to be enforced?"),
                "rules",
                0.55,
            ),
        ],
        Nature::Study => vec![(
            told(FINDING),
            format!("How strong is the evidence behind {text}?"),
            "evidence",
            0.75,
        )],
        Nature::Inquiry => vec![(
            at,
            format!("What {has} {text} brought to light so far?"),
            "evidence",
            0.6,
        )],
        Nature::Strife => vec![
            (
                at,
                format!("What could bring {text} to an end?"),
                "next",
                0.7,
            ),
            hardest,
        ],
        Nature::Blow => vec![
            (
                at,
                format!("How {does} {text} compare with earlier ones?"),
                "history",
                0.45,
            ),
            hardest,
        ],
        Nature::Device => vec![(
            told(MAKING).filter(|_| is_central),
            format!("How {does} {text} work?"),
            "mechanism",
            0.65,
        )],
        Nature::Person | Nature::Name => Vec::new(),
    });
    asked
        .into_iter()
        .filter_map(|(at, text, kind, worth)| Some((at?, draft(thing, text, kind, worth))))
        .collect()
}

/// `to avoid the strike`, `could lead to a war`: it has not happened.
pub(super) fn is_only_possible(sentences: Sentences<'_, '_>, thing: &Topic) -> bool {
    if !matches!(thing.nature, Nature::Strife | Nature::Blow) {
        return false;
    }
    let Some(marks) = thing.sentences.first().and_then(|at| sentences.get(*at)) else {
        return false;
    };
    let at = thing.words.first().copied().unwrap_or(0);
    marks
        .iter()
        .take(at)
        .skip(at.saturating_sub(9))
        .any(|mark| {
            matches!(
                &*mark.lower,
                "would"
                    | "could"
                    | "might"
                    | "may"
                    | "possible"
                    | "potential"
                    | "possibility"
                    | "threat"
                    | "avoid"
                    | "prevent"
                    | "avert"
                    | "threatened"
                    | "if"
                    | "risk"
                    | "fears"
                    | "planned"
                    | "called"
            )
        })
}

pub(super) fn of_name(sentences: Sentences<'_, '_>, name: &Topic) -> Vec<(usize, Draft)> {
    let who = &name.text;
    let mut found = Vec::new();
    let mut push = |at: usize, asked: String, kind: &'static str, worth: f32| {
        let mut draft = draft(name, asked, kind, worth);
        if name.sentences.first() != Some(&at) {
            draft.words.clear();
        }
        found.push((at, draft));
    };
    let Some(first) = name.sentences.first().copied() else {
        return found;
    };
    if name.is_place {
        return found;
    }
    if name.nature == Nature::Name
        && let Some(at) = in_trouble(sentences, name)
    {
        push(
            at,
            format!("What challenges does {who} face now?"),
            "risk",
            0.5,
        );
    }
    if name.nature == Nature::Name
        && let Some(at) = evidence(sentences, &name.sentences, RIVALS)
        && evidence(sentences, &name.sentences, BUSINESS).is_some()
    {
        push(
            at,
            format!("How does {who} compare with its rivals?"),
            "rivals",
            0.6,
        );
    }
    if name.nature == Nature::Person
        && name.sentences.len() > 3
        && first < 5
        && name
            .sentences
            .iter()
            .any(|at| sentences.get(*at).is_some_and(|marks| is_new(marks, who)))
    {
        push(
            first,
            format!("What is known about the background of {who}?"),
            "background",
            0.4,
        );
    }
    found
}

/// `identified the gunman as White`, `appointed Marsh`: somebody nobody knew before.
fn is_new(marks: &[Mark<'_>], who: &str) -> bool {
    let last = who.split(' ').next_back().unwrap_or_default();
    let Some(at) = marks.iter().position(|mark| mark.text == last) else {
        return false;
    };
    marks
        .iter()
        .take(at)
        .skip(at.saturating_sub(6))
        .any(|mark| {
            matches!(
                &*mark.lower,
                "identified"
                    | "named"
                    | "suspect"
                    | "gunman"
                    | "attacker"
                    | "shooter"
                    | "assailant"
                    | "appointed"
                    | "nominated"
                    | "nominee"
            )
        })
}

/// Returns the sentence that says of the name that it struggles or faces something.
fn in_trouble(sentences: Sentences<'_, '_>, name: &Topic) -> Option<usize> {
    let last = name.text.split(' ').next_back().unwrap_or_default();
    name.sentences.iter().copied().find(|number| {
        sentences.get(*number).is_some_and(|marks| {
            marks
                .iter()
                .enumerate()
                .filter(|(_, mark)| mark.text == last)
                .any(|(place, _)| {
                    marks.iter().skip(place + 1).take(3).any(|mark| {
                        matches!(
                            &*mark.lower,
                            "faces"
                                | "facing"
                                | "struggling"
                                | "struggles"
                                | "struggled"
                                | "lacks"
                                | "lost"
                        )
                    })
                })
        })
    })
}
