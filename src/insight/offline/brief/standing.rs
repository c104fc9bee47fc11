//! Whether a sentence can be read without the ones around it.

use crate::insight::offline::document::Document;

/// Returns whether a sentence stands alone: whole, no cut quotation, nobody speaking in the first person, no pronoun or
/// “the company” that only the sentence before explains.
pub(super) fn stands_alone(document: &Document<'_>, text: &str) -> bool {
    if !is_whole(text) || !has_whole_quotes(text) {
        return false;
    }
    if !document.is_english() {
        return !FOREIGN_STARTS.contains(&first(text).to_lowercase().as_str());
    }
    let words: Vec<&str> = text
        .split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect();
    !is_spoken(text) && !leans(&words)
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
    is_ended && starts && !is_trailing && !text.contains("http")
}

fn has_whole_quotes(text: &str) -> bool {
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    count('"').is_multiple_of(2)
        && count('“') == count('”')
        && count('(') == count(')')
        && count('«') == count('»')
        && count('「') == count('」')
        && count('[') == count(']')
        // A sentence that is nothing but somebody's words needs the speaker.
        && !(text.starts_with(['"', '“', '«', '‘']) && text.ends_with(['"', '”', '»', '’']))
}

/// First or second person outside of quotation marks, or a quotation that leads.
fn is_spoken(text: &str) -> bool {
    let mut is_quoted = false;
    let outside: String = text
        .chars()
        .filter(|c| {
            match c {
                '"' => is_quoted = !is_quoted,
                '“' => is_quoted = true,
                '”' => is_quoted = false,
                _ => {}
            }
            !is_quoted
        })
        .collect();
    let speaks = outside
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .any(|word| {
            let word = word.split(['\'', '’']).next().unwrap_or_default();
            matches!(
                word,
                "I" | "me"
                    | "my"
                    | "My"
                    | "we"
                    | "We"
                    | "our"
                    | "Our"
                    | "you"
                    | "You"
                    | "your"
                    | "Your"
                    | "us"
            )
        });
    speaks || (text.starts_with(['"', '“', '‘']) && !names_its_speaker(text))
}

/// “We are sorry,” the airline said: a whole quotation with somebody behind it.
fn names_its_speaker(text: &str) -> bool {
    let Some(open) = text.chars().next() else {
        return false;
    };
    let close = match open {
        '“' => '”',
        '‘' => '’',
        other => other,
    };
    let rest = text.get(open.len_utf8()..).unwrap_or_default();
    let Some((quoted, after)) = rest.split_once(close) else {
        return false;
    };
    let speaker: Vec<&str> = after
        .split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect();
    // A name within the first words, and nobody who has to be looked up.
    let is_named = speaker
        .iter()
        .take(5)
        .any(|word| word.chars().next().is_some_and(char::is_uppercase));
    let leans = speaker.iter().take(3).any(|word| {
        matches!(
            *word,
            "he" | "she" | "they" | "it" | "his" | "her" | "their"
        )
    });
    quoted.ends_with([',', '!', '?', '.']) && is_named && !leans
}

/// Begins with something said before.
fn leans(words: &[&str]) -> bool {
    let lower: Vec<String> = words
        .iter()
        .take(12)
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect();
    let word = |place: usize| lower.get(place).map(String::as_str).unwrap_or_default();
    let start = word(0);
    if LEANING.contains(&start)
        || start.contains('\'') && LEANING.contains(&start.split('\'').next().unwrap_or_default())
    {
        return true;
    }
    let is_name = |place: usize| {
        words
            .get(place)
            .is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    // “The company said …” without its name.
    let is_headless = HEADLESS.contains(&word(2)) || word(2).ends_with("ed");
    if matches!(start, "the" | "both") && VAGUE.contains(&word(1)) && is_headless {
        return true;
    }
    // “But he”, “In 2019 she”, “After that,”: a pronoun before any name or thing that could be meant.
    for place in 0..lower.len().min(6) {
        if place > 0 && is_name(place) {
            return false;
        }
        if matches!(word(place), "his" | "her" | "their" | "its") {
            // “After his arrest, Smith …”: he is named right behind it.
            return !(place + 1..place + 7).any(is_name);
        }
        if matches!(word(place), "he" | "she" | "they" | "it" | "him" | "them") {
            return !(matches!(word(place), "it")
                && matches!(word(place + 1), "is" | "was" | "remains"));
        }
    }
    false
}

#[rustfmt::skip]
const LEANING: &[&str] = &[
    "he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "this", "that", "these", "those", "but", "and", "or",
    "so", "yet", "then", "such", "meanwhile", "however", "moreover", "furthermore", "additionally", "also", "instead", "still",
    "otherwise", "therefore", "thus", "hence", "nevertheless", "nonetheless", "besides", "consequently", "similarly",
    "likewise", "here", "another", "neither", "either", "others", "not", "nor", "because", "which", "who", "what", "why",
    "how", "where", "when's", "yes", "no", "well", "now", "again", "finally", "ultimately", "asked", "i", "we", "you", "our",
    "my", "your", "let", "imagine", "maybe", "perhaps", "indeed", "of", "afterward", "afterwards", "later", "earlier",
    "speaking", "adding", "pictured", "above", "below", "left", "right",
];

#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "company", "firm", "group", "agency", "man", "woman", "boy", "girl", "couple", "move", "decision", "report", "study", "plan", "deal",
    "announcement", "statement", "news", "incident", "change", "changes", "two", "three", "pair", "duo", "latter", "former",
    "same", "other", "others", "victim", "suspect", "result", "results", "move", "bank", "team", "club", "party", "film", "show",
    "book", "song", "game", "video", "website", "app", "device", "product", "organization", "organisation", "union", "project", "program",
    "programme", "university", "school", "hospital", "airline", "country", "city", "state", "law", "bill", "measure", "proposal", "actor",
    "actress", "singer", "author", "player", "official", "officer", "officers", "spokesman", "spokeswoman", "researchers", "study", "attack",
    "finding", "findings", "figure", "figures", "situation", "problem", "issue", "idea", "case", "process", "approach", "trend",
];

/// What follows a noun that has nothing more to say what it means.
#[rustfmt::skip]
const HEADLESS: &[&str] = &[
    "said", "says", "is", "was", "has", "had", "will", "would", "are", "were", "have", "also", "can", "could", "may", "might",
    "comes", "came", "does", "did", "plans", "wants", "told", "began", "took", "made", "went", "then", "now", "who", "and",
    "showed", "shows", "found", "must", "should", "gave", "left", "saw", "say", "later", "first", "became", "got",
];

#[rustfmt::skip]
const FOREIGN_STARTS: &[&str] = &[
    "er", "sie", "es", "dies", "diese", "dieser", "dieses", "aber", "und", "doch", "denn", "dabei", "dazu", "damit", "außerdem", "zudem",
    "il", "elle", "ils", "elles", "mais", "et", "cela", "ce", "cette", "ces", "c'est", "donc", "él", "ella", "ellos", "ellas", "pero", "y",
    "esto", "esta", "este", "eso", "además", "sin", "lui", "lei", "loro", "ma", "e", "questo", "questa", "ele", "ela", "eles", "mas", "isso",
    "он", "она", "они", "это", "но", "и", "он", "bu", "o", "ancak", "ama", "fakat", "bunun", "bunlar", "böylece", "ayrıca",
    "hij", "zij", "ze", "het", "maar", "en", "dit", "dat", "han", "hon", "de", "men", "och", "og", "det",
];
