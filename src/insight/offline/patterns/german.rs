//! German: the finite verb stands second, so a question needs no new form of any word, only the verb before its subject.

mod words;

use super::{Draft, Names, bare, is_capital, parted, sentence};
use words::{ADVERBIALS, ARTICLES, CONTEXT, DAYS, EVENTS, NOT_FINITE, SAYING, VERBS, WITHIN};

/// Returns the questions one sentence raises.
pub(super) fn ask(words: &[&str], names: &Names) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let Some((front, finite, rest)) = finite(words).and_then(|verb| parted(words, verb)) else {
        return drafts;
    };
    let finite = finite.trim_end_matches(',');
    let Some(subject) = subject(front, names) else {
        drafts.extend(behind_an_adverbial(front, finite, rest));
        return drafts;
    };
    if let Some(claim) = claim(finite, rest) {
        drafts.push(claim);
        return drafts;
    }
    drafts.extend(why(finite, &subject, rest));
    drafts.extend(consequences(front, &subject));
    drafts
}

/// Returns where the finite verb stands: a form that is known, or what looks like one right behind a noun.
fn finite(words: &[&str]) -> Option<usize> {
    (1..words.len()).find(|place| {
        let (Some(word), Some(before)) = (words.get(*place), words.get(place - 1)) else {
            return false;
        };
        let bare = word.trim_end_matches(',');
        let looks_finite = is_capital(before)
            && *place > 1
            && bare.len() == word.len()
            && word.chars().count() > 4
            && word.chars().all(char::is_lowercase)
            && ["t", "te", "ten"]
                .iter()
                .any(|ending| word.ends_with(ending))
            && !NOT_FINITE.contains(word)
            && !WITHIN.contains(word);
        VERBS.contains(word) || SAYING.contains(&bare) || looks_finite
    })
}

/// Returns a noun phrase in the nominative as it stands within a sentence.
fn subject(front: &[&str], names: &Names) -> Option<String> {
    let first = *front.first()?;
    let last = *front.last()?;
    let is_named = !ARTICLES.contains(&first) && names.are_name(front);
    let is_phrase = ARTICLES.contains(&first)
        && (2..=9).contains(&front.len())
        && front.iter().skip(1).all(|word| {
            !word.contains(',')
                && (is_capital(word)
                    || WITHIN.contains(word)
                    || word.chars().all(|c| c.is_ascii_digit() || c == '.')
                    || is_adjective(word))
        })
        && !front.iter().skip(1).any(|word| CONTEXT.contains(word));
    let is_whole = is_capital(last) || last.chars().all(|c| c.is_ascii_digit());
    if !(is_named || is_phrase) || !is_whole {
        return None;
    }
    let mut words = front.to_vec();
    let lower = first.to_lowercase();
    if is_phrase {
        words[0] = &lower;
    }
    Some(words.join(" "))
}

/// Adjectives before a noun end in these; adverbs and verbs mostly do not.
fn is_adjective(word: &str) -> bool {
    word.chars().count() > 3
        && word.chars().all(|c| c.is_lowercase() || c == '-')
        && ["e", "en", "er", "es", "em"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// “Die Stadt will bauen” → “Warum will die Stadt bauen?”
fn why(finite: &str, subject: &str, rest: &[&str]) -> Option<Draft> {
    let rest = plain(rest)?;
    if rest.is_empty() {
        return None;
    }
    if !is_whole(finite, &rest) {
        return None;
    }
    Some(Draft {
        kind: "cause",
        text: format!("Warum {finite} {subject} {}?", sentence(&rest)),
    })
}

/// “Nach der Wahl will die Stadt bauen” → “Warum will die Stadt bauen?”
fn behind_an_adverbial(front: &[&str], finite: &str, rest: &[&str]) -> Option<Draft> {
    let first = *front.first()?;
    let is_adverbial = ADVERBIALS.contains(&first)
        && front.len() <= 7
        && front.iter().all(|word| !word.contains(','))
        && (front.len() > 1 || !is_preposition(first));
    let opens = *rest.first()?;
    let second = *rest.get(1)?;
    let is_subject = matches!(opens, "der" | "die" | "das" | "ein" | "eine")
        && (is_capital(second)
            || is_adjective(second) && rest.get(2).is_some_and(|word| is_capital(word)));
    if !is_adverbial || !is_subject || SAYING.contains(&finite) {
        return None;
    }
    let rest = plain(rest)?;
    (rest.len() > 3 && is_whole(finite, &rest)).then(|| Draft {
        kind: "cause",
        text: format!("Warum {finite} {}?", sentence(&rest)),
    })
}

/// Says whether the clause is one, and tells what is done: a compound tense ends with its participle or infinitive, and
/// no second verb follows an “und”.
fn is_whole(finite: &str, rest: &[&str]) -> bool {
    let last = rest
        .last()
        .copied()
        .unwrap_or_default()
        .trim_end_matches(',');
    let ends_with_verb = !is_capital(last)
        && ["t", "n"].iter().any(|ending| last.ends_with(ending))
        && last.chars().count() > 3
        && !NOT_FINITE.contains(&last);
    let has_clause = rest.iter().any(|word| word.ends_with(','));
    let is_state = matches!(
        finite,
        "ist"
            | "sind"
            | "war"
            | "waren"
            | "gilt"
            | "gelten"
            | "bleibt"
            | "liegt"
            | "steht"
            | "kam"
            | "heißt"
            | "besteht"
    );
    let is_compound = is_state
        || matches!(
            finite,
            "hat"
                | "haben"
                | "hatte"
                | "hatten"
                | "wird"
                | "werden"
                | "wurde"
                | "wurden"
                | "will"
                | "wollen"
                | "wollte"
                | "wollten"
                | "soll"
                | "sollen"
                | "sollte"
                | "sollten"
                | "kann"
                | "können"
                | "konnte"
                | "konnten"
                | "muss"
                | "müssen"
                | "musste"
                | "mussten"
                | "darf"
                | "dürfen"
        );
    let second = rest
        .iter()
        .position(|word| matches!(*word, "und" | "oder"))
        .and_then(|and| rest.get(and + 1..))
        .is_some_and(|behind| behind.iter().any(|word| VERBS.contains(word)));
    !second && (!is_compound || ends_with_verb || has_clause && !is_state)
}

fn is_preposition(word: &str) -> bool {
    !matches!(
        word,
        "Damit"
            | "Dennoch"
            | "Deshalb"
            | "Heute"
            | "Künftig"
            | "Nun"
            | "Zudem"
            | "Zuletzt"
            | "Zugleich"
            | "Bereits"
            | "Inzwischen"
    )
}

/// “Sie betont, dass die Preise sinken” → “Welche Belege gibt es dafür, dass die Preise sinken?”
fn claim(finite: &str, rest: &[&str]) -> Option<Draft> {
    let that = rest.iter().position(|word| *word == "dass")?;
    let is_claim = SAYING.contains(&finite) && that == 0;
    let claimed = rest.get(that + 1..)?;
    let is_free = claimed.len() > 3
        && !claimed
            .iter()
            .any(|word| word.contains(',') || CONTEXT.contains(&bare(word)));
    (is_claim && is_free).then(|| Draft {
        kind: "evidence",
        text: format!("Welche Belege gibt es dafür, dass {}?", sentence(claimed)),
    })
}

/// “Das Verbot …” → “Welche Folgen hat das Verbot?”
fn consequences(front: &[&str], subject: &str) -> Option<Draft> {
    let first = *front.first()?;
    let head = front.iter().skip(1).find(|word| is_capital(word))?;
    let lower = head.to_lowercase();
    if !EVENTS.iter().any(|event| lower.ends_with(event)) || !matches!(first, "Der" | "Die" | "Das")
    {
        return None;
    }
    let is_plural = lower.ends_with("sanktionen") || lower.ends_with("zölle");
    let verb = if is_plural { "haben" } else { "hat" };
    Some(Draft {
        kind: "impact",
        text: format!("Welche Folgen {verb} {subject}?"),
    })
}

/// Returns the words after the verb without the day and without what may be left out at the end; `None` where they give
/// the reason themselves or speak of what stands elsewhere.
fn plain<'a>(rest: &[&'a str]) -> Option<Vec<&'a str>> {
    if rest.iter().any(|word| CONTEXT.contains(&bare(word))) {
        return None;
    }
    let mut kept: Vec<&str> = Vec::with_capacity(rest.len());
    let mut words = rest.iter().peekable();
    while let Some(word) = words.next() {
        let is_day = *word == "am" && words.peek().is_some_and(|next| DAYS.contains(&bare(next)));
        if is_day {
            let day = words.next()?;
            if day.ends_with(',') {
                return None;
            }
            continue;
        }
        if matches!(
            *word,
            "heute" | "gestern" | "nun" | "zudem" | "bereits" | "inzwischen"
        ) {
            continue;
        }
        kept.push(word);
    }
    // A clause behind a comma is needed where it completes the verb: “beschlossen, die Steuern zu senken”.
    if let Some(comma) = kept.iter().position(|word| word.ends_with(',')) {
        let completes = kept
            .last()
            .is_some_and(|last| last.ends_with("en") || last.ends_with("ern"))
            && kept.iter().skip(comma).any(|word| *word == "zu")
            && kept
                .get(comma + 1)
                .is_some_and(|next| !matches!(*next, "um" | "die" | "der" | "das" | "wo" | "was"));
        if completes && kept.iter().filter(|word| word.ends_with(',')).count() == 1 {
            return Some(kept);
        }
        let next = kept.get(comma + 1).copied().unwrap_or_default();
        let may_go = matches!(
            next,
            "nachdem" | "während" | "obwohl" | "wobei" | "wie" | "als" | "bevor" | "sodass"
        );
        if !may_go {
            return None;
        }
        kept.truncate(comma + 1);
    }
    Some(kept)
}
