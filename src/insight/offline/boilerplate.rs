//! What a page says around the story: datelines, calls to subscribe, credits.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// A dateline is looked for in this many bytes.
const LONGEST_DATELINE: usize = 90;

/// Bytes behind a dateline.
const SHORTEST_STORY: usize = 10;

/// Returns the range of a sentence without the dateline or credit before it: `LONDON (Reuters) - `, `(CNN)`,
/// `NextFin News - `. A place or agency in capitals is one anywhere; a name before a dash only in the first sentence.
pub(super) fn without_dateline(text: &str, range: Range<usize>, is_first: bool) -> Range<usize> {
    let sentence = text.get(range.clone()).unwrap_or_default();
    // Behind an agency the story begins, however short its first sentence is.
    if let Some(length) = time(sentence) {
        return range.start + length..range.end;
    }
    if is_first && let Some(length) = source(sentence) {
        return range.start + length..range.end;
    }
    let cut = match agency(sentence) {
        Some(length) => Some(length).filter(|length| length + SHORTEST_STORY < sentence.len()),
        None => dash(sentence, is_first).filter(|length| length * 2 < sentence.len()),
    };
    let Some(length) = cut else { return range };
    let rest = sentence.get(length..).unwrap_or_default();
    let start = length + rest.len() - rest.trim_start().len();
    range.start + start..range.end
}

/// `14:05 BST The vote …`: the time an entry was written at.
fn time(sentence: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(sentence);
    let rest = sentence.get(hours..)?.strip_prefix([':', '.', 'h'])?;
    if !(1..=2).contains(&hours) || digits(rest) != 2 {
        return None;
    }
    let mut rest = rest.get(2..)?.trim_start();
    for zone in [
        "am", "pm", "a.m.", "p.m.", "BST", "GMT", "UTC", "CET", "CEST", "EST", "EDT", "ET", "PT",
        "IST",
    ] {
        if let Some(after) = rest.strip_prefix(zone)
            && !after.starts_with(char::is_alphanumeric)
        {
            rest = after.trim_start();
        }
    }
    let rest = rest.trim_start_matches(['-', '–', '—', ':', '|', ' ']);
    // “10.30 is when …” is a sentence, “10.30 Parliament …” an entry.
    rest.starts_with(char::is_uppercase)
        .then(|| sentence.len() - rest.len())
}

/// `(CNN)`, `(Reuters) -`, `NEW YORK (AP) —`.
fn agency(sentence: &str) -> Option<usize> {
    let head = sentence.get(..sentence.floor_char_boundary(LONGEST_DATELINE))?;
    let open = head.find('(')?;
    let close = open + head.get(open..)?.find(')')?;
    let name = head.get(open + 1..close)?;
    let is_agency = AGENCIES.iter().any(|agency| name.starts_with(agency));
    let place = head.get(..open)?;
    let is_place = place
        .split([' ', ',', '.', '/'])
        .filter(|word| !word.is_empty())
        .all(|word| {
            word.chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c.is_numeric())
        });
    (is_agency && is_place).then(|| {
        let rest = head.get(close + 1..).unwrap_or_default();
        let after = rest.trim_start_matches([' ', '-', '–', '—', ':', ',']);
        close + 1 + rest.len() - after.len()
    })
}

/// `(The Daily Post)The vote …`: what stands in brackets at the head of a story and is run together with it.
fn source(sentence: &str) -> Option<usize> {
    let head = sentence.get(..sentence.floor_char_boundary(LONGEST_DATELINE))?;
    let (place, rest) = head.split_once('(')?;
    let (name, story) = rest.split_once(')')?;
    let is_place = place
        .split_whitespace()
        .all(|word| word.starts_with(char::is_uppercase));
    let is_name = (1..=5).contains(&name.split_whitespace().count())
        && name
            .split_whitespace()
            .any(|word| word.starts_with(char::is_uppercase));
    (is_place && is_name && story.starts_with(|c: char| c.is_uppercase() || c == '"' || c == '“'))
        .then(|| place.len() + name.len() + 2)
}

/// Returns the range without a closing quotation mark that nothing in the sentence opened.
pub(super) fn without_stray_marks(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    let sentence = text.get(range.clone()).unwrap_or_default();
    let excess = |text: &str| {
        let (open, close) = (text.matches('“').count(), text.matches('”').count());
        close == open + 1
    };
    if excess(sentence) {
        if let Some(rest) = sentence.strip_suffix('”')
            && rest.ends_with(['.', '!', '?'])
        {
            range.end -= '”'.len_utf8();
        } else if let Some(rest) = sentence.strip_prefix('”') {
            range.start += sentence.len() - rest.trim_start().len();
        }
    }
    range
}

const AGENCIES: &[&str] = &[
    "CNN",
    "Reuters",
    "AP",
    "AFP",
    "UPI",
    "IANS",
    "PTI",
    "ANI",
    "Bloomberg",
    "Xinhua",
    "dpa",
    "KUNA",
    "TASS",
];

/// `LONDON, Nov. 3 — `, `Berlin (dpa) - `, `NextFin News - `.
fn dash(sentence: &str, is_first: bool) -> Option<usize> {
    let head = sentence.get(..sentence.floor_char_boundary(LONGEST_DATELINE))?;
    let (at, mark) = [" - ", " – ", " — ", "—", " -- "]
        .iter()
        .filter_map(|mark| head.find(mark).map(|at| (at, mark)))
        .min_by_key(|(at, _)| *at)?;
    let place = head.get(..at)?;
    let words: Vec<&str> = place
        .split([' ', ',', '/'])
        .filter(|word| !word.is_empty())
        .collect();
    let is_loud = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2
            && !word.chars().any(char::is_lowercase)
    };
    let starts_upper = |word: &&str| {
        word.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric() || c == '(')
    };
    let is_dateline =
        words.len() <= 7 && words.first().is_some_and(is_loud) && words.iter().all(starts_upper);
    let is_credit = is_first
        && words.len() <= 4
        && words.len() > 1
        && words.iter().all(starts_upper)
        && words.last().is_some_and(|word| {
            matches!(
                *word,
                "News" | "Newswire" | "Wire" | "Staff" | "Desk" | "Service"
            )
        });
    (is_dateline || is_credit).then(|| at + mark.len())
}

/// Returns whether a sentence belongs to the page and not to the story.
pub(super) fn is_boilerplate(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    if STARTS.iter().any(|start| lower.starts_with(start)) {
        return true;
    }
    // `Full story: .`: a heading whose line is gone.
    if sentence.ends_with(" .") && sentence.split_whitespace().count() <= 8 {
        return true;
    }
    if lower.len() < 400
        && PARTS_FOUND
            .iter()
            .any(|part| part.find(lower.as_bytes()).is_some())
    {
        return true;
    }
    let letters = sentence.chars().filter(|c| c.is_alphabetic()).count();
    let all = sentence.chars().filter(|c| !c.is_whitespace()).count();
    // Tables, code, addresses.
    letters * 2 < all || is_code(sentence)
}

/// A line of a program or of a terminal.
fn is_code(sentence: &str) -> bool {
    sentence.ends_with([';', '{', '}'])
        || sentence.starts_with("$ ")
        || ["();", "() {", " => ", "</", " := ", " && ", " || ", "::<"]
            .iter()
            .any(|sign| sentence.contains(sign))
}

#[rustfmt::skip]
const STARTS: &[&str] = &[
    "read more", "read also", "also read", "read:", "read |", "read the full", "subscribe", "sign up", "click here", "click to", "tap here",
    "follow us", "follow our", "follow @", "share this", "share on", "advertisement", "related:", "related articles",
    "see also", "watch:", "watch the", "listen to", "listen:", "photo:", "image:", "photo by", "image credit", "picture:",
    "credit:", "copyright", "©", "all rights reserved", "explore more", "get the latest", "get our", "download the",
    "download our", "join our", "join the conversation", "more:", "more on this", "editor's note", "editor’s note", "correction:",
    "this article was", "this story was", "this article originally", "this post ", "first published", "last updated",
    "updated:", "published:", "posted by", "filed under", "tags:", "comments", "leave a comment", "report this ad",
    "sponsored", "continue reading", "scroll down", "view comments", "file photo", "scroll for", "loading", "please enable",
    "support our", "donate", "our standards", "reporting by", "additional reporting", "editing by", "written by",
    "lesen sie auch", "mehr zum thema", "jetzt abonnieren", "lire aussi", "à lire aussi", "lea también", "lee también",
    "leggi anche", "leia também", "lees ook", "les også", "läs också",
];

static PARTS_FOUND: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| PARTS.iter().map(Finder::new).collect());

#[rustfmt::skip]
const PARTS: &[&str] = &[
    "read more:", "read more |", "sign up for", "subscribe to", "our newsletter", "contributed to this report", "contributed to this story",
    "all rights reserved", "follow us on", "click here", "for more information, visit", "terms of service", "privacy policy",
    "accept cookies", "use of cookies", "this material may not be published", "to comment on this", "scroll down for",
    "like us on facebook", "on our facebook page", "exclusive insights at", "affiliate commission", "earn a commission",
    "download the app", "free trial", "join the discussion", "the appeared first on", "appeared first on",
    "enable javascript", "adblock", "ad blocker",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_programs_are_no_sentences_of_the_story() {
        for line in [
            "let port = Port::open();",
            "$ squelch insight story.txt",
            "if open && ready {",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
        assert!(!is_boilerplate("The port costs $40 a day; nobody pays it."));
    }

    #[test]
    fn what_stands_before_a_story_is_left_out() {
        for (sentence, story) in [
            (
                "LONDON (Reuters) - The port reopened on Monday.",
                "The port reopened on Monday.",
            ),
            (
                "New Delhi, Jul 27 (PTI) The port reopened on Monday.",
                "The port reopened on Monday.",
            ),
            (
                "(CNN)The port reopened on Monday.",
                "The port reopened on Monday.",
            ),
            (
                "NextFin News - The port of Hull reopened on Monday.",
                "The port of Hull reopened on Monday.",
            ),
            (
                "14:05 BST Parliament has voted for the port.",
                "Parliament has voted for the port.",
            ),
            (
                "9.30am: Ministers are meeting at the port.",
                "Ministers are meeting at the port.",
            ),
            (
                "10.30 is when the ministers meet at the port.",
                "10.30 is when the ministers meet at the port.",
            ),
            (
                "The port - closed since May - reopened.",
                "The port - closed since May - reopened.",
            ),
        ] {
            let range = without_dateline(sentence, 0..sentence.len(), true);
            assert_eq!(sentence.get(range), Some(story));
        }
    }
}
