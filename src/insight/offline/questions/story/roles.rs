//! What part somebody or something named plays: told from the words beside the name, or not at all.

use super::super::lists;
use super::super::speech::{Mark, bare};
use super::super::topics::Topic;
#[allow(clippy::wildcard_imports, reason = "the table names most of them")]
use super::evidence::*;
use Role::{Body, Club, Firm, Force, Person, Place};

/// What a party is, as far as the story shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
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

pub(super) fn role(sentences: &[Vec<Mark<'_>>], bits: &[Bits], name: &Topic) -> Option<Role> {
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

pub(super) fn is_force(mark: &Mark<'_>) -> bool {
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

pub(super) fn is_firm(mark: &Mark<'_>) -> bool {
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

pub(super) fn is_body(mark: &Mark<'_>) -> bool {
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

pub(super) fn is_of_a_firm(word: &str) -> bool {
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
pub(super) fn is_town(name: &str) -> bool {
    name.split(' ').count() < 3
        && name
            .split(' ')
            .all(|word| word.chars().skip(1).any(char::is_lowercase))
}

/// `Voltine, a battery maker,`; `the carmaker Harlow`; `Harlow said its`: a firm, not a man whose given name is rare.
pub(super) fn is_introduced(marks: &[Mark<'_>], last: &str, test: fn(&Mark<'_>) -> bool) -> bool {
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

pub(super) fn is_of_a_body(word: &str) -> bool {
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
pub(super) fn is_acting(word: &str) -> bool {
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
