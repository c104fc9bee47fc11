//! Whether a sentence can be read without the ones around it.

use std::borrow::Cow;

use crate::insight::offline::document::Document;
use crate::text::english::small;

mod lists;
mod quotations;

use lists::{
    CLAUSES, DATES, FOREIGN_JOINTS, FOREIGN_STARTS, FUNCTION, HEADLESS, JUDGED, LEANING, OPENERS,
    PERSONS, PRONOUNS, SPEAKERS, THINGS, TIMES, VAGUE,
};

pub(super) use quotations::with_whole_quotation;
use quotations::{has_whole_quotes, names_its_speaker, opens_with_name};

/// How a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Whole, nothing in it that only another sentence explains.
    Alone,
    /// Whole, but a pronoun or “the company” in it is explained by the sentence before.
    Leaning,
    /// Whole, but joined to the thought before: `but`, `that is why`.
    Joined,
    /// Cut, spoken, or a question: no bullet, whatever stands beside it.
    Broken,
}

/// Returns how a sentence stands: whole, no cut quotation, nobody speaking in the first person, no pronoun or “the
/// company” that only the sentence before explains.
pub(super) fn stands(document: &Document<'_>, text: &str) -> Standing {
    if !is_whole(text) || !has_whole_quotes(text) {
        return Standing::Broken;
    }
    if !document.is_english() {
        let first = first(text).to_lowercase();
        return if FOREIGN_JOINTS.contains(&first.as_str()) {
            Standing::Broken
        } else if FOREIGN_STARTS.contains(&first.as_str())
            || first == "o"
                && document
                    .language
                    .is_some_and(|language| language.code() == "tr")
        {
            Standing::Leaning
        } else {
            Standing::Alone
        };
    }
    if is_spoken(text) {
        return Standing::Broken;
    }
    let words: Vec<&str> = text
        .split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect();
    match lean(text, &words) {
        Some(Lean::OnWhat) => Standing::Leaning,
        Some(Lean::OnMore) => Standing::Joined,
        None => Standing::Alone,
    }
}

/// What a sentence leans on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lean {
    /// On somebody or something named before.
    OnWhat,
    /// On the whole thought before: `but`, `therefore`, `what`.
    OnMore,
}

fn first(text: &str) -> &str {
    text.split_whitespace()
        .map(bare)
        .find(|word| !word.is_empty())
        .unwrap_or_default()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '$' && c != '€' && c != '£')
}

/// Begins as a sentence begins and ends as one ends, and is no question.
fn is_whole(text: &str) -> bool {
    let mut ends = text
        .chars()
        .rev()
        .filter(|c| !matches!(c, '"' | '”' | '’' | '\'' | ')' | '»' | '」'));
    let last = ends.next().unwrap_or(' ');
    let is_ended = matches!(last, '.' | '!' | '。' | '۔' | '।' | '！' | '．' | '።' | '։');
    let opening = text.chars().next().unwrap_or(' ');
    let starts = opening.is_uppercase()
        || opening.is_numeric()
        || matches!(
            opening,
            '"' | '“' | '‘' | '$' | '€' | '£' | '«' | '„' | '「'
        )
        || (opening.is_alphabetic() && !opening.is_lowercase());
    let is_trailing = text.ends_with("...") || text.ends_with('…') || text.ends_with(':');
    is_ended && starts && !is_trailing && !text.contains("http") && !has_glued_heading(text)
}

/// `FIGHTING FOR LIFESharma is`, `Full story: . It`: what the page lost between two blocks.
fn has_glued_heading(text: &str) -> bool {
    let is_glued = |word: &str| {
        let loud = word.bytes().take_while(u8::is_ascii_uppercase).count();
        let small = word
            .bytes()
            .skip(loud)
            .take_while(u8::is_ascii_lowercase)
            .count();
        loud > 3 && small > 2
    };
    let has_lost_stop = text
        .as_bytes()
        .windows(3)
        .any(|bytes| matches!(bytes, b": ." | b". ."));
    has_lost_stop || text.split_whitespace().any(is_glued)
}

/// First or second person outside of quotation marks, or a quotation that leads.
fn is_spoken(text: &str) -> bool {
    let mut is_quoted = false;
    let is_part = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let speaks = text.split_inclusive(|c| !is_part(c)).any(|piece| {
        let word = piece.split(|c: char| !c.is_alphanumeric());
        let speaks = !is_quoted && word.take(1).any(|word| SPEAKERS.contains(&word));
        match piece.chars().next_back() {
            Some('"') => is_quoted = !is_quoted,
            Some('“') => is_quoted = true,
            Some('”') => is_quoted = false,
            _ => {}
        }
        speaks
    });
    speaks
        || (text.starts_with(['"', '“', '‘']) && !names_its_speaker(text) && !opens_with_name(text))
}

/// Which word the first comma stands behind.
fn comma_of(text: &str) -> usize {
    text.split_whitespace()
        .position(|word| word.ends_with(','))
        .unwrap_or(usize::MAX)
}

/// Begins with something said before.
fn lean(text: &str, words: &[&str]) -> Option<Lean> {
    let lower: Vec<Cow<'_, str>> = words.iter().take(32).map(|word| small(word)).collect();
    let word = |place: usize| lower.get(place).map(AsRef::as_ref).unwrap_or_default();
    let is_name = |place: usize| {
        words
            .get(place)
            .is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    let start = match word(0).split_once('\'') {
        Some((before, _)) if LEANING.contains(&before) || PRONOUNS.contains(&before) => before,
        _ => word(0),
    };
    let is_free = is_free(text, words, &lower, start);
    if !is_free && PRONOUNS.contains(&start) {
        return Some(Lean::OnWhat);
    }
    let is_quotation = text.starts_with(['"', '“', '‘']);
    if is_quotation {
        // Who speaks is named behind it, and means himself.
        let joins = matches!(
            start,
            "but" | "and" | "so" | "or" | "because" | "then" | "yes" | "no" | "well"
        );
        return joins.then_some(Lean::OnMore);
    }
    if !is_free && LEANING.contains(&start) {
        return Some(Lean::OnMore);
    }
    // “The company said …” without its name.
    // “The man who attacked a guard”, “the man suspected of it” tell which man; “the actor, who made her debut” does not.
    let is_told_by_clause = word(2) == "who"
        && !text
            .split_whitespace()
            .nth(1)
            .is_some_and(|noun| noun.ends_with(','));
    let is_headless = !is_told_by_clause && HEADLESS.contains(&word(2))
        || word(2).ends_with("ed")
            && !matches!(word(3), "by" | "in" | "from" | "at" | "to" | "on" | "of");
    if matches!(start, "the" | "both") && VAGUE.contains(&word(1)) && is_headless {
        return Some(Lean::OnWhat);
    }
    if is_free {
        return None;
    }
    // “But he”, “In 2019 she”, “After that,”: a pronoun before any name or thing that could be meant.
    let opens_with_phrase = OPENERS.contains(&start) || start.ends_with("ing");
    let comma = comma_of(text);
    // “In Paris, he …”: a phrase of time or place names nobody.
    let is_subject =
        |place: usize| matches!(word(place), "he" | "she" | "they" | "it" | "his" | "her");
    let is_phrase = opens_with_phrase && !CLAUSES.contains(&start);
    let names_owner = (0..=comma.min(30)).any(|place| word(place).ends_with("'s"));
    if is_phrase && comma < 30 && is_subject(comma + 1) && !names_owner {
        return Some(Lean::OnWhat);
    }
    if is_said_by_pronoun(text)
        || (0..lower.len()).any(|place| is_unknown_person(words, &lower, place))
    {
        return Some(Lean::OnWhat);
    }
    for place in 0..lower.len().min(10) {
        if place > 0 && is_name(place) {
            return None;
        }
        let is_own = matches!(word(place), "his" | "her" | "their" | "its");
        let is_pronoun = matches!(word(place), "he" | "she" | "they" | "it" | "him" | "them");
        if !is_own && !is_pronoun {
            continue;
        }
        // “The government missed its target”, “Officials say they”: told by the subject.
        let is_said =
            (0..place).any(|earlier| word(earlier).len() > 2 && !FUNCTION.contains(&word(earlier)));
        if is_said && (!opens_with_phrase || is_own && place <= comma) {
            return None;
        }
        // “When she was four, Mina Roth …”, “With its mountains, the valley of Roth …”: named right behind the phrase.
        let is_behind_phrase = opens_with_phrase
            && place < comma
            && comma < 20
            && (is_name(comma + 1)
                || is_own
                    && word(comma + 1) == "the"
                    && (is_name(comma + 2) || is_name(comma + 3)));
        if is_behind_phrase && (CLAUSES.contains(&start) || is_own) {
            return None;
        }
        if is_own {
            // “After his arrest, Smith …”: he is named right behind it.
            let is_behind = (place + 1..place + 7).any(is_name);
            return (!is_behind).then_some(Lean::OnWhat);
        }
        let is_empty =
            word(place) == "it" && is_empty_subject(lower.get(place..).unwrap_or_default());
        return (!is_empty).then_some(Lean::OnWhat);
    }
    None
}

/// “Earlier this month”, “No fewer than”: nothing before is meant, though sentences that begin so often mean it.
fn is_free(text: &str, words: &[&str], lower: &[Cow<'_, str>], start: &str) -> bool {
    let word = |place: usize| lower.get(place).map(AsRef::as_ref).unwrap_or_default();
    let is_name = |place: usize| {
        words
            .get(place)
            .is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    match start {
        "earlier" | "later" => matches!(word(1), "this" | "in" | "on" | "today" | "last"),
        "no" => !matches!(
            word(1),
            "one" | "other" | "others" | "longer" | "wonder" | "doubt"
        ),
        "either" => is_name(1),
        "so" => word(1) == "far",
        // “Now 24, Mina Roth …”, “Speaking to reporters, Roth …”: named right behind.
        "now" | "speaking" | "asked" => {
            let comma = comma_of(text);
            comma < 12 && is_name(comma + 1)
        }
        // “This week Ann Roe left”, “Those who stay …”, “It is hard to say …”: nothing before is meant.
        "this" => DATES.contains(&word(1)),
        "those" => matches!(word(1), "who" | "with" | "whose" | "without" | "living"),
        "it" => is_impersonal(lower),
        _ => false,
    }
}

/// `…, she said.`, `The cases, they said, …`: who speaks was named before.
fn is_said_by_pronoun(text: &str) -> bool {
    [
        ", he ",
        ", she ",
        ", they ",
        ",” he ",
        ",” she ",
        ",” they ",
        ",\" he ",
        ",\" she ",
        ",\" they ",
    ]
    .iter()
    .filter_map(|pronoun| text.split_once(pronoun))
    .any(|(_, after)| {
        let verb = after.split(|c: char| !c.is_alphabetic()).next();
        verb.is_some_and(|verb| {
            matches!(
                verb,
                "said"
                    | "says"
                    | "added"
                    | "adds"
                    | "told"
                    | "wrote"
                    | "explained"
                    | "noted"
                    | "continued"
            )
        })
    })
}

/// “Investigators say he was at the controls”: nobody before can be *he*.
fn is_unknown_person(words: &[&str], lower: &[Cow<'_, str>], place: usize) -> bool {
    let word = |place: usize| lower.get(place).map(AsRef::as_ref).unwrap_or_default();
    if !matches!(word(place), "he" | "she" | "him" | "himself" | "herself") {
        return false;
    }
    let can_be_meant = |earlier: usize| {
        let own = word(earlier);
        let is_capital = words
            .get(earlier)
            .is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase));
        let is_name = is_capital
            && !TIMES.contains(&own)
            && (earlier > 0
                || (!own.ends_with('s') || own.ends_with("'s"))
                    && !FUNCTION.contains(&own)
                    && !OPENERS.contains(&own)
                    && own != "a"
                    && own != "an");
        is_name || is_person(own)
    };
    !(0..place).any(can_be_meant)
        && !(place + 1..place + 7).any(|later| can_be_meant(later) && !is_person(word(later)))
}

fn is_person(word: &str) -> bool {
    PERSONS.contains(&word)
        || word.ends_with("-old")
        || word.len() > 4
            && ["er", "or", "ist", "man", "ian", "ant", "ee"]
                .iter()
                .any(|ending| word.ends_with(ending))
            && !THINGS.contains(&word)
}

/// `It is hard to …`, `It emerged that …` at the head of a sentence, where most often something said before is meant.
fn is_impersonal(words: &[Cow<'_, str>]) -> bool {
    let word = |place: usize| words.get(place).map(AsRef::as_ref).unwrap_or_default();
    let verb = usize::from(!word(0).contains('\''));
    let is_told = matches!(
        word(1),
        "emerged" | "appears" | "appeared" | "seems" | "turns" | "turned"
    ) && (2..4).any(|place| word(place) == "that");
    let is_state = verb == 0 || matches!(word(1), "is" | "was" | "remains" | "became" | "has");
    let judged = (verb + 1..verb + 5).find(|place| JUDGED.contains(&word(*place)));
    let is_judged = is_state
        && judged.is_some_and(|place| {
            matches!(
                word(place + 1),
                "to" | "that" | "whether" | "what" | "who" | "why" | "how" | "if" | "for" | "when"
            )
        });
    (is_told || is_judged)
        && !(1..12).any(|place| {
            matches!(
                word(place),
                "it" | "he" | "she" | "they" | "this" | "these" | "those" | "so" | "too"
            )
        })
}

/// `It emerged that …`, `it is hard to …`: the subject is behind.
fn is_empty_subject(words: &[Cow<'_, str>]) -> bool {
    let word = |place: usize| words.get(place).map(AsRef::as_ref).unwrap_or_default();
    let is_said = matches!(
        word(1),
        "is" | "was" | "has" | "emerged" | "appears" | "appeared" | "seems" | "seemed" | "turned"
    ) || word(0) == "it's";
    let is_hard = matches!(word(1), "is" | "was" | "will" | "took" | "takes") || word(0) == "it's";
    let says = is_said && (2..6).any(|place| matches!(word(place), "that" | "whether"))
        || is_hard && (2..5).any(|place| matches!(word(place), "to" | "for"));
    says && !(1..9).any(|place| matches!(word(place), "it" | "he" | "she" | "they"))
}
