//! Questions from `Apple’s decision`, `the city’s plan`, `accused Smith`: whose it is and what it is stand together, so no
//! verb has to be found.

use super::clause::{Reader, Words};
use super::frames::Draft;
use super::lists;
use super::speech::{Mark, bare};
use crate::text::english::Tag;

/// Returns the questions opened by what a name has or by what is done to it.
pub(super) fn of_sentence(reader: &Reader<'_>, marks: &[Mark<'_>]) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < marks.len() {
        let run = reader.names.run(marks, place);
        if run == 0 {
            place += 1;
            continue;
        }
        let words: Words = (place..place + run).collect();
        if let Some(name) = called(reader, marks, &words) {
            found.extend(owned(reader, marks, &words, &name));
            found.extend(suffered(reader, marks, &words, &name));
        }
        place += run;
    }
    for (at, mark) in marks.iter().enumerate() {
        if mark.tag == Tag::OwnPronoun
            && let Some(owner) = reader.owner(marks, at)
        {
            found.extend(owned(reader, marks, &vec![at], &owner));
        }
    }
    found
}

/// The name as a question has it, without the ending of possession.
fn called(reader: &Reader<'_>, marks: &[Mark<'_>], words: &Words) -> Option<String> {
    let (first, last) = (*words.first()?, *words.last()?);
    let before = first.checked_sub(1).and_then(|place| marks.get(place));
    if words.len() > 4
        || (first == 0 && words.len() == 1 && !marks.get(1).is_some_and(|mark| mark.is_word))
    {
        return None;
    }
    // The rest of a longer name: “University of Tarn”.
    if before.is_some_and(|mark| {
        mark.is("of")
            || mark.is("and")
            || mark.is("&")
            || mark.is_number()
            || mark.text == "."
            || mark.is("for")
    }) {
        return None;
    }
    let spelled: Vec<&str> = words
        .iter()
        .filter_map(|word| marks.get(*word))
        .map(|mark| bare(mark.text))
        .skip_while(|word| lists::is_short_title(word.trim_end_matches('.')))
        .collect();
    let is_shouted = spelled
        .iter()
        .all(|word| word.len() > 5 && word.chars().all(char::is_uppercase));
    let is_owned_inside = words
        .iter()
        .take(words.len() - 1)
        .filter_map(|word| marks.get(*word))
        .any(|mark| bare(mark.text) != mark.text);
    if spelled.is_empty() || is_shouted || is_owned_inside {
        return None;
    }
    let name = match spelled.as_slice() {
        [only] => reader
            .names
            .full_name(only)
            .map_or_else(|| (*only).to_owned(), str::to_owned),
        _ => spelled.join(" "),
    };
    let last = marks.get(last)?;
    let is_vague = matches!(
        bare(&last.lower),
        "today" | "god" | "women" | "men" | "people" | "children" | "week" | "year" | "monday"
    );
    let the = if before.is_some_and(|mark| mark.is("the")) {
        "the "
    } else {
        ""
    };
    (!is_vague && name.len() > 2).then(|| format!("{the}{name}"))
}

fn owned(reader: &Reader<'_>, marks: &[Mark<'_>], words: &Words, name: &str) -> Option<Draft> {
    let last = *words.last()?;
    let owner = marks.get(last)?;
    if bare(owner.text) == owner.text && owner.tag != Tag::OwnPronoun {
        return None;
    }
    // Up to two words may describe what is owned.
    let mut at = last + 1;
    while at <= last + 2 && asked_of(&marks.get(at)?.lower).is_none() {
        let mark = marks.get(at)?;
        let describes = mark.is_word
            && !mark.starts_upper()
            && !mark.is_number()
            && !lists::is_preposition(&mark.lower)
            && !lists::is_subordinator(&mark.lower)
            && !lists::is_determiner(&mark.lower)
            && !mark.lower.ends_with("ly")
            && !mark.lower.ends_with("est")
            && !matches!(
                &*mark.lower,
                "and"
                    | "or"
                    | "own"
                    | "first"
                    | "last"
                    | "next"
                    | "second"
                    | "only"
                    | "current"
                    | "latest"
                    | "recent"
                    | "former"
                    | "late"
            );
        if !describes {
            return None;
        }
        at += 1;
    }
    let noun = marks.get(at)?;
    if !noun.is_nominal() {
        return None;
    }
    let goes_on = marks.get(at + 1).is_some_and(|next| {
        next.is_word
            && !lists::is_preposition(&next.lower)
            && !lists::is_subordinator(&next.lower)
            && !lists::is_be(&next.lower)
            && !lists::is_have(&next.lower)
            && !lists::is_modal(&next.lower)
            && !matches!(&*next.lower, "and" | "or" | "but" | "that")
            && reader.lexicon.forms(&next.lower).past.is_none()
    });
    if goes_on {
        return None;
    }
    let (before, after, kind, worth) = asked_of(&noun.lower)?;
    let described: Vec<&str> = (last + 1..=at)
        .filter_map(|word| marks.get(word))
        .map(|mark| mark.text)
        .collect();
    let mut named = described.join(" ");
    // “the decision to …”, “the plan for …”: what follows belongs to it as long as it is short.
    if let Some(tail) = purpose(reader, marks, at + 1) {
        // What was to be decided in a year gone by is decided.
        if kind == "next" && tail.split(' ').any(super::frames::is_year) {
            return None;
        }
        named = format!("{named} {tail}");
    } else if after == " develop" {
        // “his old friendship”: with whom is missing.
        return None;
    }
    let owner_is_pronoun = owner.tag == Tag::OwnPronoun;
    let owner = if name.ends_with('s') {
        format!("{name}’")
    } else {
        format!("{name}’s")
    };
    let is_plural = lists::is_plural(&noun.lower);
    let before = match before {
        "How realistic" | "How justified" | "How serious" => {
            format!("{before} {}", if is_plural { "are" } else { "is" })
        }
        "How does" | "What does" if is_plural => before.replace("does", "do"),
        "How well has" if is_plural => "How well have".to_owned(),
        "How serious is" if is_plural => "How serious are".to_owned(),
        _ => before.to_owned(),
    };
    Some(Draft {
        text: format!("{before} {owner} {named}{after}?"),
        kind,
        worth,
        words: if owner_is_pronoun {
            (last + 1..=at).collect()
        } else {
            words.iter().copied().chain(last + 1..=at).collect()
        },
        stands_in: true,
    })
}

/// `to buy a rival`, `on tariffs`, up to the end of the clause.
fn purpose(reader: &Reader<'_>, marks: &[Mark<'_>], from: usize) -> Option<String> {
    let first = marks.get(from)?;
    let is_purpose = first.is("to")
        && marks.get(from + 1).is_some_and(|verb| {
            reader.lexicon.forms(&verb.lower).base.is_some() && !lists::is_be(&verb.lower)
        });
    let is_subject = matches!(
        &*first.lower,
        "on" | "for" | "of" | "against" | "in" | "with" | "to" | "from" | "over" | "about"
    );
    if !is_purpose && !is_subject {
        return None;
    }
    let words: Words = (from..marks.len().min(from + 9))
        .take_while(|place| {
            marks.get(*place).is_some_and(|mark| {
                mark.is_word
                    && !lists::is_subordinator(&mark.lower)
                    && !lists::is_be(&mark.lower)
                    && !lists::is_have(&mark.lower)
                    && !lists::is_modal(&mark.lower)
                    && !lists::is_time(&mark.lower)
                    && !lists::is_weekday(&mark.lower)
            })
        })
        .collect();
    let end = from + words.len();
    let is_ended = marks
        .get(end)
        .is_none_or(|mark| matches!(mark.text, "." | "," | ";"));
    let leans = words
        .iter()
        .filter_map(|word| marks.get(*word))
        .any(|mark| {
            lists::is_pronoun(&mark.lower)
                || lists::is_possessive(&mark.lower)
                || mark.is("that")
                || (!is_purpose && reader.lexicon.forms(&mark.lower).past.is_some())
        });
    if !is_ended || leans || words.len() < 2 {
        return None;
    }
    super::clause::render(reader.names, marks, &words)
}

type Frame = (&'static str, &'static str, &'static str, f32);

/// Returns what is asked of a thing somebody has: the words before it, those after it, kind and worth.
fn asked_of(noun: &str) -> Option<Frame> {
    Some(match noun {
        "decision" | "move" | "choice" | "refusal" | "silence" | "reluctance" | "opposition"
        | "absence" | "change" | "turn" | "request" | "call" | "calls" | "appeal" | "switch"
        | "shift" | "interest" | "enthusiasm" | "obsession" | "hostility" | "ban"
        | "withdrawal" | "departure" | "resignation" | "exit" => {
            ("What lies behind", "", "actors", 0.85)
        }
        "success" | "rise" | "popularity" | "victory" | "win" | "recovery" | "growth"
        | "strength" | "fame" | "dominance" | "comeback" | "lead" | "advantage" | "triumph"
        | "failure" | "inability" | "defeat" | "fall" | "decline" | "loss" | "losses"
        | "collapse" | "problems" | "troubles" | "difficulties" | "weakness" | "downfall"
        | "slump" | "woes" | "struggles" | "setback" | "setbacks" => {
            ("What explains", "", "cause", 0.8)
        }
        "plan" | "plans" | "proposal" | "proposals" | "scheme" | "bid" | "attempt" | "efforts"
        | "effort" | "quest" | "push" | "drive" | "aim" | "aims" | "goal" | "goals" => {
            ("What stands in the way of", "", "risk", 0.8)
        }
        "promise" | "promises" | "pledge" | "vow" | "ambition" | "ambitions" | "target"
        | "targets" | "hope" | "hopes" | "forecast" | "prediction" => {
            ("How realistic", "", "next", 0.8)
        }
        "remarks" | "comments" | "statement" | "criticism" | "warning" | "warnings" | "speech"
        | "letter" | "apology" | "reaction" | "anger" | "protest" | "outburst" | "attack"
        | "attacks" | "complaint" | "complaints" => ("What prompted", "", "reaction", 0.75),
        "claim" | "claims" | "allegation" | "allegations" | "argument" | "theory" | "theories"
        | "accusations" | "accusation" | "assertion" | "belief" | "suspicion" | "suspicions" => {
            ("What evidence is there for", "", "evidence", 0.85)
        }
        "concern" | "concerns" | "fear" | "fears" | "worries" | "doubts" | "optimism"
        | "confidence" => ("How justified", "", "risk", 0.8),
        "future" | "fate" | "chances" | "prospects" | "survival" => {
            ("What could decide", "", "next", 0.75)
        }
        "death" | "disappearance" | "murder" | "killing" | "detention" | "suicide"
        | "kidnapping" | "abduction" => (
            "What is known about the circumstances of",
            "",
            "background",
            0.8,
        ),
        "arrest" | "conviction" | "indictment" => ("What evidence led to", "", "evidence", 0.8),
        "trial" | "case" | "lawsuit" => ("What will be decisive in", "", "rules", 0.75),
        "past" | "childhood" | "upbringing" | "origins" | "roots" => {
            ("What is known about", "", "history", 0.65)
        }
        "reputation" | "image" | "legacy" | "views" | "thinking" | "style" | "identity" => {
            ("What has shaped", "", "history", 0.65)
        }
        "relationship" | "relations" | "ties" | "links" | "alliance" | "friendship" | "rivalry"
        | "feud" | "dispute" | "row" | "marriage" | "partnership" => {
            ("How did", " develop", "history", 0.7)
        }
        "dependence" | "reliance" => ("How risky is", "", "risk", 0.85),
        "handling" | "treatment" => ("What do critics say about", "", "reaction", 0.75),
        "profits" | "profit" | "sales" | "shares" | "exports" | "revenue" | "revenues"
        | "earnings" | "income" | "debt" | "debts" | "deficit" => {
            ("What is driving the changes in", "", "numbers", 0.65)
        }
        "policy" | "policies" | "law" | "laws" | "rules" | "constitution" | "sanctions"
        | "reforms" => ("Who is affected by", "", "rules", 0.65),
        "research" | "study" | "findings" | "survey" => {
            ("How strong is the evidence in", "", "evidence", 0.7)
        }
        "method" | "technology" | "technique" | "invention" | "algorithm" => {
            ("How does", " work", "mechanism", 0.7)
        }
        "strategy" | "tactics" | "approach" | "campaign" => {
            ("How well has", " worked so far", "mechanism", 0.7)
        }
        "deal" | "agreement" | "contract" | "offer" | "settlement" => {
            ("What are the terms of", "", "background", 0.7)
        }
        "purchase" | "acquisition" | "takeover" | "investment" | "stake" | "merger" => {
            ("What is the strategy behind", "", "actors", 0.8)
        }
        "injury" | "illness" | "condition" | "disease" => ("How serious is", "", "risk", 0.7),
        "involvement" => ("What is known about", "", "evidence", 0.75),
        "return" | "arrival" | "appointment" | "election" => {
            ("What will change with", "", "impact", 0.7)
        }
        "discovery" => ("What does", " change", "impact", 0.75),
        "demand" | "ultimatum" | "threat" | "threats" => ("How serious", "", "risk", 0.75),
        _ => return None,
    })
}

/// Charged, accused, arrested: the question is what there is against somebody.
fn suffered(reader: &Reader<'_>, marks: &[Mark<'_>], words: &Words, name: &str) -> Option<Draft> {
    let (first, last) = (*words.first()?, *words.last()?);
    let is_charge = |place: usize| {
        marks.get(place).is_some_and(|mark| {
            matches!(
                &*mark.lower,
                "accused" | "charged" | "arrested" | "indicted" | "convicted" | "suspected"
            )
        })
    };
    // “Carter, 18, was charged”.
    let last = match marks.get(last + 1)?.text {
        "," => {
            let close = marks
                .iter()
                .skip(last + 2)
                .take(6)
                .position(|mark| mark.text == ",")?;
            last + 2 + close
        }
        _ => last,
    };
    let be = marks.get(last + 1)?;
    let is_passive = lists::is_be(&be.lower) && is_charge(last + 2)
        || lists::is_have(&be.lower)
            && marks.get(last + 2).is_some_and(|mark| mark.is("been"))
            && is_charge(last + 3);
    let is_object = first > 1 && is_charge(first - 1) && be.is("of");
    // Without “not” between, and somebody with a name rather than a town.
    let surname = name.split(' ').next_back().unwrap_or_default();
    let is_person = reader
        .names
        .full_name(surname)
        .is_some_and(|full| full == name);
    (is_person && (is_passive || is_object)).then(|| Draft {
        text: format!("What is the evidence against {name}?"),
        kind: "evidence",
        worth: 0.85,
        words: words.clone(),
        stands_in: true,
    })
}
