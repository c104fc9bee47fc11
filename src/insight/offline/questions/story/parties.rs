//! Questions about those the story is about: its people, firms and places, opened by what is told of them.

use super::super::frames::Draft;
use super::super::lists;
use super::super::speech::Mark;
use super::super::topics::Topic;
use super::Asked;
#[allow(clippy::wildcard_imports, reason = "the table names most of them")]
use super::evidence::*;
use crate::insight::offline::terms::weight;

/// Parties asked about.
const MOST: usize = 4;
/// Sentences that have to speak of a party.
const FEWEST_SENTENCES: usize = 3;

struct Row {
    roles: &'static [Role],
    /// Any of these has to be spoken of in one sentence with the party.
    open: Bits,
    /// One of these too, in the same sentence.
    and: Bits,
    asked: &'static [&'static str],
    kind: &'static str,
    worth: f32,
}

const fn row(
    roles: &'static [Role],
    open: Bits,
    and: Bits,
    asked: &'static [&'static str],
    kind: &'static str,
    worth: f32,
) -> Row {
    Row {
        roles,
        open,
        and,
        asked,
        kind,
        worth,
    }
}

use super::fates::{is_accused, is_dead};
use super::roles::{Role, role};
#[allow(clippy::enum_glob_use, reason = "so that the table can be read")]
use Role::*;

/// Stands for “anything at all”.
const ANY: Bits = Bits::MAX;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(&[Person], BLAMED, ANY, &["What do critics hold against {p}?", "How has {p} answered the criticism?"], "reaction", 0.75),
    row(&[Person], SUCCESSOR, PARTY | LEADING | SEASON, &["Who could take over from {p}?"], "next", 0.7),
    row(&[Person], VOTE, RIVAL | LIKELY | PARTY, &["Which voters does {p} still need to convince?"], "next", 0.7),
    row(&[Person], PARTY, CRITIC | DOUBT | SUPPORT, &["How firmly is the party behind {p}?"], "actors", 0.7),
    row(&[Person], DENIAL, ARREST | COURT, &["What is {p}’s defence against the charges?"], "dispute", 0.75),
    row(&[Person], ARREST, COURT | LIKELY, &["What sentence could {p} face?"], "rules", 0.65),
    row(&[Person], HURT, SEASON, &["How long will the injury keep {p} out?"], "next", 0.7),
    row(&[Person], WINS, SEASON | RECORD, &["What sets {p} apart from the other contenders?"], "rivals", 0.65),
    row(&[Person], RECORD, SEASON, &["How does {p} compare with the greats of the past?"], "history", 0.6),
    row(&[Person], EXPERT, METHOD, &["What do other researchers make of {p}’s findings?"], "dispute", 0.65),
    row(&[Person], RECEPTION, ROLE, &["How was {p}’s work received by critics?"], "reaction", 0.6),
    row(&[Person], CAUSE, ANY, &["What does {p} hope to change?"], "next", 0.65),
    row(&[Person], ONLINE, ANSWER | CRITIC | SUPPORT, &["How did people online react to {p}?"], "reaction", 0.6),
    row(&[Person], ART, CAREER | ROLE, &["What has shaped {p} as an artist?"], "history", 0.45),
    row(&[Person], CAREER, ART, &["How did {p}’s career begin?", "What were the turning points in {p}’s career?"], "background", 0.55),
    row(&[Person], YOUTH, CAREER | ART | CAUSE | PARTY, &["How did family shape {p}’s path?"], "history", 0.5),
    row(&[Person], TRADES, MONEY | CAREER, &["How does {p} make the business pay?"], "numbers", 0.55),
    row(&[Place], TOURISM, GAIN | MONEY | SPEND | EARLIER, &["What draws visitors to {p}?", "How does tourism change {p}?"], "geography", 0.65),
    row(&[Firm], LOSSES, PROFITS | JOBS, &["How did {p} get into difficulties?", "How does {p} plan to turn the business round?"], "cause", 0.75),
    row(&[Firm], GAIN, PROFITS, &["What is behind the growth at {p}?"], "numbers", 0.75),
    row(&[Firm, Body], REGULATOR, ANY, &["What could regulators demand of {p}?"], "rules", 0.75),
    row(&[Firm], OUTLOOK, RESULT, &["How do analysts rate the prospects of {p}?"], "next", 0.7),
    row(&[Firm, Body], BLAMED, ANY, &["How has {p} answered its critics?"], "reaction", 0.7),
    row(&[Firm], JOBS, ADVERSE, &["How safe are the jobs at {p}?"], "impact", 0.75),
    row(&[Firm], FUNDED, BUSINESS, &["Who is putting money into {p}, and why?"], "actors", 0.75),
    row(&[Firm, Body], PRIVACY, DATA | CRITIC, &["What do {p} users have to fear for their data?"], "risk", 0.7),
    row(&[Firm], RIVAL, ANY, &["Where is {p} ahead of its rivals, and where behind?"], "rivals", 0.8),
    row(&[Firm], PRODUCT, MACHINE, &["What technology is {p} betting on?"], "mechanism", 0.65),
    row(&[Firm], COURT | LAW, ANY, &["What legal risks does {p} run?"], "rules", 0.65),
    row(&[Club], DEFEATS, SEASON, &["What has gone wrong at {p}?"], "cause", 0.65),
    row(&[Club], WINS, SEASON, &["How far can {p} go this season?"], "next", 0.6),
    row(&[Club], MONEY, SPEND | LOSSES, &["How sound are the finances of {p}?"], "numbers", 0.7),
    row(&[Force], RECRUIT, ANY, &["How does {p} recruit its fighters?"], "mechanism", 0.8),
    row(&[Force], FINANCE, ANY, &["Where does {p} get its money from?"], "numbers", 0.75),
    row(&[Force], GROUND, ANY, &["How much ground does {p} hold, and where?"], "geography", 0.75),
    row(&[Force], BACKED, FORCES, &["Who is fighting {p}, and with what success?"], "actors", 0.75),
    row(&[Force], MOTIVE, ANY, &["What does {p} want to achieve?"], "actors", 0.7),
    row(&[Force], EARLIER, FORCES, &["How did {p} grow so strong?"], "history", 0.7),
    row(&[Place], GROUND, FORCES, &["Who controls which parts of {p}?"], "geography", 0.75),
    row(&[Place], BACKED, FORCES, &["Which outside powers have a stake in {p}?"], "actors", 0.75),
    row(&[Place], PEACE, FORCES | PRESS, &["What would a lasting peace in {p} require?"], "next", 0.7),
    row(&[Place], CIVILIAN, FORCES | RELIEF | VICTIM, &["How are people in {p} coping?"], "impact", 0.65),
    row(&[Place], ECONOMY, ADVERSE, &["What ails the economy of {p}?"], "numbers", 0.65),
    row(&[Place], VOTE, PARLIAMENT | PARTY, &["What matters most to voters in {p}?"], "actors", 0.65),
    row(&[Place], RIGHTS, LAW | CRITIC | COURT, &["How well are civil rights protected in {p}?"], "rules", 0.65),
];

/// A question about two parties that stand together.
struct Pair {
    roles: (&'static [Role], &'static [Role]),
    open: Bits,
    asked: &'static str,
    kind: &'static str,
    worth: f32,
}

#[rustfmt::skip]
const PAIRS: &[Pair] = &[
    Pair { roles: (&[Place], &[Place]), open: PRESS, asked: "What divides {p} and {q}?", kind: "dispute", worth: 0.75 },
    Pair { roles: (&[Place], &[Place]), open: TRADE, asked: "How much do {p} and {q} depend on each other in trade?", kind: "numbers", worth: 0.75 },
    Pair { roles: (&[Firm], &[Firm]), open: RIVAL | PRODUCT, asked: "How do {p} and {q} differ in strategy?", kind: "rivals", worth: 0.75 },
    Pair { roles: (&[Person], &[Person]), open: VOTE | PARTY, asked: "Where do {p} and {q} differ most?", kind: "rivals", worth: 0.7 },
    Pair { roles: (&[Person], &[Firm]), open: LEADING, asked: "Where does {p} want to take {q}?", kind: "next", worth: 0.7 },
    Pair { roles: (&[Person], &[Club]), open: HURT, asked: "How will {q} cope without {p}?", kind: "impact", worth: 0.75 },
    Pair { roles: (&[Force], &[Place]), open: FORCES, asked: "What has made {q} vulnerable to {p}?", kind: "background", worth: 0.75 },
];

/// What is asked of somebody only where the story says of him that he is accused.
fn is_of_accused(asked: &str) -> bool {
    asked.contains("sentence") || asked.contains("charges")
}

/// Returns the questions that what is told of the story's parties opens.
pub(super) fn of_story(
    sentences: &[Vec<Mark<'_>>],
    bits: &[Bits],
    names: &[Topic],
    first_number: usize,
) -> Vec<Asked> {
    let parties: Vec<(&Topic, Role)> = names
        .iter()
        .filter(|name| {
            name.sentences.first() < Some(&3) && name.sentences.len() >= FEWEST_SENTENCES
        })
        .filter_map(|name| Some((name, role(sentences, bits, name)?)))
        .take(MOST)
        .collect();
    let mut found = Vec::new();
    let mut push = |number: usize, name: &Topic, because: usize, text: String, kind, worth| {
        let named_in = name.sentences.first().copied().unwrap_or(because);
        found.push(Asked {
            draft: Draft {
                text: own(&text),
                kind,
                worth,
                words: name.words.clone(),
                stands_in: true,
            },
            named_in,
            because,
            event: first_number + number,
            about: text,
        });
    };
    let has =
        |sentence: usize, wanted: Bits| bits.get(sentence).is_some_and(|bits| bits & wanted != 0);
    for (number, (name, role)) in parties.iter().enumerate() {
        // Of the dead one does not ask how they will win.
        if *role == Person && is_dead(sentences, name) {
            continue;
        }
        for row in ROWS.iter().filter(|row| row.roles.contains(role)) {
            let is_of_accused = row.asked.iter().any(|asked| is_of_accused(asked));
            let because = name.sentences.iter().copied().find(|sentence| {
                let is_small_town = *role == Place
                    && row.open & (TOURISM | CIVILIAN) == 0
                    && !lists::is_country(name.text.split(' ').next_back().unwrap_or_default());
                !is_small_town
                    && has(*sentence, row.open)
                    && has(*sentence, row.and)
                    && (!is_of_accused
                        || sentences
                            .get(*sentence)
                            .is_some_and(|marks| is_accused(marks, &name.text)))
            });
            if let (Some(because), Some(pattern)) = (
                because,
                row.asked.get(name.text.len() % row.asked.len().max(1)),
            ) {
                let worth = row.worth - 0.08 * weight(number);
                push(
                    number,
                    name,
                    because,
                    pattern.replace("{p}", &name.text),
                    row.kind,
                    worth,
                );
            }
        }
        for (other, other_role) in &parties {
            if other.text == name.text {
                continue;
            }
            for pair in PAIRS {
                let is_first = other.text < name.text;
                if !pair.roles.0.contains(role)
                    || !pair.roles.1.contains(other_role)
                    || role == other_role && is_first
                {
                    continue;
                }
                let mut together = name
                    .sentences
                    .iter()
                    .copied()
                    .filter(|sentence| other.sentences.contains(sentence));
                if let Some(because) = together.find(|sentence| has(*sentence, pair.open)) {
                    let text = pair
                        .asked
                        .replace("{p}", &name.text)
                        .replace("{q}", &other.text);
                    push(MOST, name, because, text, pair.kind, pair.worth);
                }
            }
        }
    }
    found
}

/// The firm or body a story is about, if it is about one: named early and twice as often as any other.
pub(super) fn bodies<'a>(
    sentences: &[Vec<Mark<'_>>],
    bits: &[Bits],
    names: &'a [Topic],
) -> Vec<&'a str> {
    let mut found: Vec<(usize, &str)> = names
        .iter()
        .filter(|name| {
            name.sentences.first() < Some(&2) && name.sentences.len() >= FEWEST_SENTENCES
        })
        .filter(|name| matches!(role(sentences, bits, name), Some(Body | Firm)))
        .map(|name| (name.sentences.len(), name.text.as_str()))
        .collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match found.as_slice() {
        [(_, only)] => vec![only],
        [(first, name), (second, _), ..] if *first >= 2 * second => vec![name],
        _ => Vec::new(),
    }
}

/// `Harlow Motors’s` is `Harlow Motors’`.
fn own(question: &str) -> String {
    question.replace("s’s ", "s’ ")
}
