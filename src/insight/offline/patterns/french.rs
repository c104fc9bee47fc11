//! French: « est-ce que » asks without moving or changing a word.

mod words;

use super::{Draft, Names, bare, parted, sentence};
use words::{ARTICLES, CONTEXT, DAYS, EVENTS, LINKS, SAYING, VERBS};

/// Returns the questions one sentence raises.
pub(super) fn ask(words: &[&str], names: &Names) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let Some((front, finite, rest)) = finite(words).and_then(|verb| parted(words, verb)) else {
        return drafts;
    };
    let Some(subject) = subject(front, names) else {
        return drafts;
    };
    if rest.first() == Some(&"que") {
        drafts.extend(claim(finite, rest));
        return drafts;
    }
    drafts.extend(why(&subject, finite, rest));
    drafts.extend(consequences(front));
    drafts
}

/// Returns where the finite verb stands. After an article or a preposition the same form is a noun.
fn finite(words: &[&str]) -> Option<usize> {
    (1..words.len()).find(|place| {
        let is_form = words
            .get(*place)
            .is_some_and(|word| VERBS.contains(word) || SAYING.contains(word));
        let before = words
            .get(place - 1)
            .map(|word| word.to_lowercase())
            .unwrap_or_default();
        is_form
            && !LINKS.contains(&before.as_str())
            && !matches!(
                before.as_str(),
                "un" | "une"
                    | "cette"
                    | "ce"
                    | "qui"
                    | "que"
                    | "où"
                    | "d'"
                    | "par"
                    | "avec"
                    | "dans"
                    | "ne"
                    | "n"
                    | "se"
            )
    })
}

/// Returns a noun phrase as it stands within a sentence.
fn subject(front: &[&str], names: &Names) -> Option<String> {
    let first = *front.first()?;
    let is_elided = first.starts_with("L'") || first.starts_with("L’");
    let is_article = ARTICLES.contains(&first) || is_elided;
    let is_named = !is_article && names.are_name(front);
    let is_phrase = is_article && (1..=9).contains(&front.len()) && (is_elided || front.len() > 1);
    let is_clean = front.iter().all(|word| {
        let lower = bare(word).to_lowercase();
        !word.contains(',')
            && !CONTEXT.contains(&lower.as_str())
            && !matches!(lower.as_str(), "qui" | "que" | "où" | "ne" | "se" | "pas")
    });
    if !(is_named || is_phrase) || !is_clean {
        return None;
    }
    let mut words = front.to_vec();
    let lower = first.to_lowercase();
    if is_article && !is_elided {
        words[0] = &lower;
        return Some(words.join(" "));
    }
    let joined = words.join(" ");
    Some(if is_elided {
        format!("l{}", joined.get(1..).unwrap_or_default())
    } else {
        joined
    })
}

fn why(subject: &str, finite: &str, rest: &[&str]) -> Option<Draft> {
    let rest = plain(rest)?;
    let is_state = matches!(
        finite,
        "est" | "sont" | "était" | "étaient" | "sera" | "seront"
    );
    // What something is, is no deed; what was done to it is.
    let is_done = rest.first().is_some_and(|word| {
        [
            "é", "ée", "és", "ées", "i", "ie", "is", "it", "ite", "u", "ue", "us",
        ]
        .iter()
        .any(|ending| word.ends_with(ending))
            && word.chars().count() > 3
    });
    if rest.len() < 2 || is_state && !is_done {
        return None;
    }
    let opening = match subject.chars().next()? {
        'h' | 'H' => return None,
        'a' | 'e' | 'i' | 'o' | 'u' | 'é' | 'è' | 'ê' | 'A' | 'E' | 'I' | 'O' | 'U' | 'É' => {
            "qu’"
        }
        _ => "que ",
    };
    Some(Draft {
        kind: "cause",
        text: format!(
            "Pourquoi est-ce {opening}{subject} {finite} {}\u{a0}?",
            sentence(&rest)
        ),
    })
}

/// « Le syndicat affirme que les prix baissent » → « Quelles preuves y a-t-il que les prix baissent ? »
fn claim(finite: &str, rest: &[&str]) -> Option<Draft> {
    let claimed = plain(rest.get(1..)?)?;
    (SAYING.contains(&finite) && claimed.len() > 3).then(|| Draft {
        kind: "evidence",
        text: format!("Quelles preuves y a-t-il que {}\u{a0}?", sentence(&claimed)),
    })
}

/// « La grève des dockers … » → « Quelles conséquences aura la grève des dockers ? »
fn consequences(front: &[&str]) -> Option<Draft> {
    let first = *front.first()?;
    let (article, head) = match first.split_once(['\'', '’']) {
        Some(("L", head)) => ("l’", head),
        _ => match first {
            "Le" => ("le ", *front.get(1)?),
            "La" => ("la ", *front.get(1)?),
            "Les" => ("les ", *front.get(1)?),
            _ => return None,
        },
    };
    if !EVENTS.contains(
        &head
            .strip_suffix('s')
            .filter(|_| article == "les ")
            .unwrap_or(head),
    ) && !EVENTS.contains(&head)
    {
        return None;
    }
    let after = if article == "l’" { 1 } else { 2 };
    let rest = front.get(after..).unwrap_or_default();
    let verb = if article == "les " { "auront" } else { "aura" };
    let mut text = format!("Quelles conséquences {verb} {article}{head}");
    for word in rest {
        text.push(' ');
        text.push_str(word);
    }
    text.push_str("\u{a0}?");
    Some(Draft {
        kind: "impact",
        text,
    })
}

/// Returns the words after the verb without the day; `None` where they give the reason themselves, or speak of what
/// stands elsewhere.
fn plain<'a>(rest: &[&'a str]) -> Option<Vec<&'a str>> {
    let mut kept: Vec<&str> = Vec::with_capacity(rest.len());
    for word in rest {
        let lower = bare(word).to_lowercase();
        let own = ["s'", "s’", "qu'", "qu’", "d'", "d’"]
            .iter()
            .find_map(|start| lower.strip_prefix(start))
            .unwrap_or(&lower);
        if CONTEXT.contains(&lower.as_str()) || CONTEXT.contains(&own) {
            return None;
        }
        if DAYS.contains(&lower.as_str())
            && !kept.last().is_some_and(|last| {
                matches!(
                    *last,
                    "ce" | "du" | "de" | "le" | "à" | "et" | "dès" | "depuis"
                )
            })
        {
            if word.ends_with(',') {
                return None;
            }
            continue;
        }
        kept.push(word);
    }
    if let Some(comma) = kept.iter().position(|word| word.ends_with(',')) {
        // What follows the comma may be left out only where the clause before is whole.
        let next = kept.get(comma + 1).copied().unwrap_or_default();
        let may_go = matches!(
            next,
            "après"
                | "tandis"
                | "alors"
                | "selon"
                | "a"
                | "avant"
                | "avec"
                | "malgré"
                | "où"
                | "qui"
        );
        if !may_go || comma < 2 {
            return None;
        }
        kept.truncate(comma + 1);
    }
    Some(kept)
}
