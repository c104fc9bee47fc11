//! Questions about those the story is about: its people, firms and places, opened by what is told of them.

use super::super::frames::Draft;
use super::super::lists;
use super::super::speech::{Mark, bare};
use super::super::topics::Topic;
use super::Asked;
#[allow(clippy::wildcard_imports, reason = "the table names most of them")]
use super::evidence::*;
use crate::insight::offline::terms::weight;

/// Parties asked about.
const MOST: usize = 4;
/// Sentences that have to speak of a party.
const FEWEST_SENTENCES: usize = 3;

/// What a party is, as far as the story shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Person,
    /// It says, plans, buys, and is none of the following.
    Body,
    /// It has sales and rivals.
    Firm,
    /// It plays matches.
    Club,
    /// It fights.
    Force,
    Place,
}

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
    row(&[Place], ECONOMY, ADVERSE | GAIN | OUTLOOK, &["What ails the economy of {p}?", "How healthy is the economy of {p}?"], "numbers", 0.65),
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

fn dies(marks: &[Mark<'_>], at: usize) -> bool {
    marks.iter().skip(at + 1).take(8).any(|mark| {
        matches!(
            &*mark.lower,
            "died" | "dies" | "slain" | "killed" | "murdered" | "dead"
        )
    })
}

/// Returns whether a sentence says of the one spoken of, within so many words, that he or she is dead.
pub(in super::super) fn tells_death(marks: &[Mark<'_>], within: usize) -> bool {
    let mut places = marks.iter().take(within).enumerate();
    places.any(|(at, mark)| matches!(&*mark.lower, "he" | "she") && dies(marks, at))
}

/// Returns whether the story tells that a person died.
pub(in super::super) fn is_dead(sentences: &[Vec<Mark<'_>>], name: &Topic) -> bool {
    let last = name.text.split(' ').next_back().unwrap_or_default();
    name.sentences.iter().take(6).any(|sentence| {
        let Some(marks) = sentences.get(*sentence) else {
            return false;
        };
        let by_name = marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| bare(mark.text) == last)
            .any(|(at, mark)| {
                let before = at.saturating_sub(6);
                mark.is_owner && marks.get(at + 1).is_some_and(|next| next.is("death"))
                    || marks.get(before..at).is_some_and(|marks| {
                        marks.windows(2).any(
                            |pair| matches!(pair, [death, of] if death.is("death") && of.is("of")),
                        )
                    })
                    || dies(marks, at)
            });
        // “…, but he was found dead”, “He was found dead” right behind a sentence that names him.
        by_name
            || tells_death(marks, marks.len())
            || sentences
                .get(sentence + 1)
                .is_some_and(|marks| tells_death(marks, 2))
    })
}

/// `Voss was charged`, `Voss denies`: the word stands right behind the name.
fn is_accused(marks: &[Mark<'_>], name: &str) -> bool {
    let last = name.split(' ').next_back().unwrap_or_default();
    marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.text == last)
        .any(|(at, _)| {
            marks.iter().skip(at + 1).take(4).any(|mark| {
                matches!(
                    &*mark.lower,
                    "charged"
                        | "arrested"
                        | "indicted"
                        | "accused"
                        | "convicted"
                        | "pleaded"
                        | "pleads"
                        | "denies"
                        | "denied"
                        | "faces"
                        | "admitted"
                )
            })
        })
}

/// `Harlow Motors’s` is `Harlow Motors’`.
fn own(question: &str) -> String {
    question.replace("s’s ", "s’ ")
}

fn role(sentences: &[Vec<Mark<'_>>], bits: &[Bits], name: &Topic) -> Option<Role> {
    let last = name.text.split(' ').next_back().unwrap_or_default();
    if name.is_person() {
        return Some(Person);
    }
    if lists::is_country(last) || name.is_place && is_town(&name.text) {
        return Some(Place);
    }
    let own = |wanted: Bits| {
        name.sentences
            .iter()
            .filter(|sentence| bits.get(**sentence).is_some_and(|bits| bits & wanted != 0))
            .count()
    };
    let is_met = |test: fn(&Mark<'_>) -> bool| {
        name.sentences.iter().any(|sentence| {
            sentences
                .get(*sentence)
                .is_some_and(|marks| is_introduced(marks, last, test))
        })
    };
    let acts = name.sentences.iter().any(|sentence| {
        sentences.get(*sentence).is_some_and(|marks| {
            marks.windows(2).any(
                |pair| matches!(pair, [own, verb] if own.text == last && is_acting(&verb.lower)),
            )
        })
    });
    if own(FORCES) > 1 && is_met(is_force) {
        return Some(Force);
    }
    if own(SEASON) > 2 && own(SEASON) * 2 > name.sentences.len() && acts {
        return Some(Club);
    }
    let is_called = name.text.split(' ').any(is_of_a_body)
        || last.len() > 1 && last.chars().all(char::is_uppercase);
    let is_firm = is_met(is_firm) || name.text.split(' ').any(is_of_a_firm);
    if acts && is_firm {
        return Some(Firm);
    }
    (acts && (is_called || is_met(is_body))).then_some(Body)
}

fn is_force(mark: &Mark<'_>) -> bool {
    matches!(
        &*mark.lower,
        "militant"
            | "militants"
            | "extremist"
            | "extremists"
            | "terrorist"
            | "terrorists"
            | "rebel"
            | "rebels"
            | "insurgent"
            | "insurgents"
            | "militia"
            | "jihadist"
            | "jihadists"
            | "fighters"
            | "guerrillas"
    )
}

fn is_firm(mark: &Mark<'_>) -> bool {
    matches!(
        &*mark.lower,
        "company"
            | "firm"
            | "maker"
            | "carmaker"
            | "airline"
            | "bank"
            | "retailer"
            | "chain"
            | "giant"
            | "startup"
            | "start-up"
            | "manufacturer"
            | "publisher"
            | "operator"
            | "brand"
            | "studio"
            | "broadcaster"
            | "provider"
            | "insurer"
            | "shares"
    )
}

fn is_body(mark: &Mark<'_>) -> bool {
    matches!(
        &*mark.lower,
        "group"
            | "agency"
            | "charity"
            | "organisation"
            | "organization"
            | "party"
            | "union"
            | "network"
            | "club"
            | "its"
            | "watchdog"
            | "commission"
    )
}

fn is_of_a_firm(word: &str) -> bool {
    matches!(
        word,
        "Inc"
            | "Corp"
            | "Ltd"
            | "PLC"
            | "Group"
            | "Bank"
            | "Airlines"
            | "Airways"
            | "Motors"
            | "Company"
            | "Corporation"
            | "Systems"
            | "Technologies"
            | "Labs"
            | "Media"
            | "Energy"
            | "Oil"
            | "Pharma"
            | "Foods"
    )
}

/// One or two words, none of them shouted: `Wellington`, not `FIFA`.
fn is_town(name: &str) -> bool {
    name.split(' ').count() < 3
        && name
            .split(' ')
            .all(|word| word.chars().skip(1).any(char::is_lowercase))
}

/// `Voltine, a battery maker,`; `the carmaker Harlow`; `Harlow said its`: a firm, not a man whose given name is rare.
fn is_introduced(marks: &[Mark<'_>], last: &str, test: fn(&Mark<'_>) -> bool) -> bool {
    let Some(at) = marks.iter().position(|mark| bare(mark.text) == last) else {
        return false;
    };
    let before = marks.get(at.saturating_sub(3)..at).unwrap_or_default();
    let behind = marks
        .get(at + 1..marks.len().min(at + 8))
        .unwrap_or_default();
    // “Party leader Voss” is a man.
    if before.iter().any(|mark| lists::is_person_noun(&mark.lower)) {
        return false;
    }
    before.iter().any(test)
        || behind.first().is_some_and(|mark| mark.text == ",") && behind.iter().any(test)
        || behind
            .iter()
            .take(4)
            .any(|mark| mark.is("its") && test(mark))
        || behind.first().is_some_and(test)
}

fn is_of_a_body(word: &str) -> bool {
    matches!(
        word,
        "Inc"
            | "Corp"
            | "Ltd"
            | "PLC"
            | "Group"
            | "Bank"
            | "Airlines"
            | "Airways"
            | "University"
            | "Party"
            | "Union"
            | "Association"
            | "Council"
            | "Agency"
            | "Institute"
            | "Foundation"
            | "Motors"
            | "Company"
            | "Corporation"
            | "Systems"
            | "Technologies"
            | "Microsystems"
            | "Commission"
            | "Committee"
            | "Ministry"
            | "Department"
            | "League"
            | "Club"
            | "FC"
            | "Labs"
            | "Media"
            | "News"
            | "Society"
            | "Federation"
            | "Church"
            | "Police"
    )
}

/// What only somebody does who can be asked about.
fn is_acting(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "announced"
            | "plans"
            | "reported"
            | "agreed"
            | "wants"
            | "bought"
            | "launched"
            | "expects"
            | "hopes"
            | "offered"
            | "refused"
            | "declined"
            | "told"
            | "confirmed"
            | "denied"
            | "warned"
            | "claims"
            | "believes"
            | "intends"
            | "made"
            | "sold"
            | "hired"
            | "cut"
            | "posted"
            | "unveiled"
            | "introduced"
            | "released"
    )
}
