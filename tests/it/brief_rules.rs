//! What spoils a brief, each kind by its name. Own simple rules, nothing of the engine's: what it lets through is seen here.

use squelch::insight::Bullet;

/// Each kind of defect, with the name it is counted by.
#[derive(Debug, PartialEq, Eq, Clone, Copy, Hash, PartialOrd, Ord)]
pub(crate) enum Defect {
    /// The range is not the bullet's sentence.
    WrongRange,
    /// Shortened, and a word that denies went with the clause.
    LostNegation,
    /// Shortened, and who says it went with the clause.
    LostAttribution,
    /// Shortened, and a number went with the clause.
    LostNumber,
    /// Shortened, and the condition went with the clause.
    LostCondition,
    /// Begins in the middle or has no end.
    CutSentence,
    /// A quotation opens or closes and does not close or open.
    CutQuote,
    /// Somebody's words, and nobody is named.
    QuoteWithoutSpeaker,
    /// The page, not the story.
    Boilerplate,
    Dateline,
    /// `He`, `it`, `their`, `this` before anything they could mean.
    DanglingPronoun,
    /// `The company`, `the man` without the name.
    DanglingNoun,
    /// `But`, `however`, `also`: joined to a sentence that is not there.
    DanglingJoint,
    FirstPerson,
    Question,
    SameParagraph,
    SaysTheSame,
    TooShort,
    TooLong,
    TooManyWords,
    TooFewBullets,
    TooManyBullets,
}

const FEWEST_WORDS: usize = 12;
const MOST_WORDS: usize = 32;
const MOST_WORDS_TOGETHER: usize = 100;
/// Sentences from which on there must be three bullets.
const LONG_STORY: usize = 8;

/// Returns every defect of a brief with the bullet it is in; the brief as a whole has number zero of the last kinds.
pub(crate) fn defects(text: &str, brief: &[Bullet]) -> Vec<(Defect, usize)> {
    let mut found = Vec::new();
    let mut earlier: Vec<(usize, Vec<String>)> = Vec::new();
    let paragraphs = text.split("\n\n").filter(|part| !part.trim().is_empty());
    let is_parted = paragraphs.count() >= 4;
    for (number, bullet) in brief.iter().enumerate() {
        found.extend(
            of_bullet(text, bullet)
                .into_iter()
                .map(|kind| (kind, number)),
        );
        let before = text.get(..bullet.start).unwrap_or_default();
        // An item of a list is a paragraph of its own.
        let paragraph = before.matches("\n\n").count() * 1000 + before.matches("\n- ").count();
        let own = content(&bullet.text);
        for (other_paragraph, other) in &earlier {
            if is_parted && *other_paragraph == paragraph {
                found.push((Defect::SameParagraph, number));
            }
            let shared = own.iter().filter(|word| other.contains(word)).count();
            if shared * 10 > own.len().min(other.len()) * 6 {
                found.push((Defect::SaysTheSame, number));
            }
        }
        earlier.push((paragraph, own));
    }
    if brief
        .iter()
        .map(|bullet| count(&bullet.text))
        .sum::<usize>()
        > MOST_WORDS_TOGETHER
    {
        found.push((Defect::TooManyWords, 0));
    }
    if brief.len() > 4 {
        found.push((Defect::TooManyBullets, 0));
    }
    if brief.len() < 3 && sentences(text) >= LONG_STORY {
        found.push((Defect::TooFewBullets, 0));
    }
    found
}

/// Words as a reader counts them; two characters of a script without spaces are a word.
fn count(text: &str) -> usize {
    let unspaced = text
        .chars()
        .filter(|c| ('\u{3040}'..'\u{A000}').contains(c) || ('\u{E00}'..'\u{E80}').contains(c));
    match unspaced.count() {
        0..=4 => text.split_whitespace().count(),
        many => many / 2,
    }
}

fn sentences(text: &str) -> usize {
    let mut found = 0;
    for part in text.split_inclusive(['.', '!', '?', '。', '۔', '।', '؟']) {
        found += usize::from(count(part) > 3);
    }
    found
}

fn of_bullet(text: &str, bullet: &Bullet) -> Vec<Defect> {
    let mut found = Vec::new();
    let quoted = text.get(bullet.start..bullet.end);
    match quoted {
        Some(quoted) if bullet.is_shortened => lost(quoted, &bullet.text, &mut found),
        Some(quoted) if quoted == bullet.text => {}
        _ => found.push(Defect::WrongRange),
    }
    match count(&bullet.text) {
        0..FEWEST_WORDS => found.push(Defect::TooShort),
        MOST_WORDS.. if count(&bullet.text) > MOST_WORDS => found.push(Defect::TooLong),
        _ => {}
    }
    let is_latin = bullet
        .text
        .chars()
        .filter(|c| c.is_alphabetic())
        .all(|c| (c as u32) < 0x250);
    whole(&bullet.text, is_latin, &mut found);
    let lower = bullet.text.to_lowercase();
    if PAGE.iter().any(|part| {
        lower
            .find(part)
            .is_some_and(|at| !lower[..at].ends_with(char::is_alphabetic))
    }) {
        found.push(Defect::Boilerplate);
    }
    let head: String = bullet.text.chars().take(60).collect();
    let shouted = head
        .split([' ', ',', '-', '—', '–'])
        .next()
        .unwrap_or_default();
    let is_shouted = shouted.chars().count() > 3
        && shouted.chars().all(char::is_uppercase)
        && shouted.is_ascii();
    if [
        "(Reuters)",
        "(CNN)",
        "(AP)",
        "(AFP)",
        "(dpa)",
        "(IANS)",
        "(PTI)",
        " News - ",
        " News — ",
    ]
    .iter()
    .any(|mark| head.contains(mark))
        || is_shouted
            && [" - ", " – ", "— ", " -- "]
                .iter()
                .any(|mark| head.contains(mark))
    {
        found.push(Defect::Dateline);
    }
    leaning(&bullet.text, &mut found);
    found
}

fn whole(text: &str, is_latin: bool, found: &mut Vec<Defect>) {
    let first = text.chars().find(|c| c.is_alphanumeric()).unwrap_or('a');
    let body = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '」', ']']);
    // Names such as `iPhone` begin small.
    let is_brand = text.chars().take(3).any(char::is_uppercase);
    if is_latin && first.is_lowercase() && !is_brand
        || !body.ends_with(['.', '!', '?', '。', '！', '？', '۔', '।', '؟'])
        || body.ends_with("..")
    {
        found.push(Defect::CutSentence);
    }
    if body.ends_with(['?', '？', '؟']) {
        found.push(Defect::Question);
    }
    let number = |mark: char| text.matches(mark).count();
    let is_cut = number('"') % 2 == 1
        || number('“').abs_diff(number('”')) > 0 && !text.contains('„')
        || number('«') != number('»')
        || number('「') != number('」')
        || number('(') != number(')');
    if is_cut {
        found.push(Defect::CutQuote);
    }
    let opens = text.starts_with(['"', '“', '‘', '«', '「', '„']);
    if opens && text.ends_with(['"', '”', '»', '」']) && number('"') <= 2 && number('”') <= 1
    {
        found.push(Defect::QuoteWithoutSpeaker);
    }
}

#[rustfmt::skip]
const PAGE: &[&str] = &[
    "subscribe", "read more", "all rights reserved", "download the app", "sign up for", "click here", "follow us",
    "newsletter", "explore more", "cookie policy", "advertisement:", "photo by", "image credit", "share this",
    "contributed to this report", "watch the video", "scroll down", "terms of service", "lesen sie auch", "lire aussi",
];

/// What leans on a sentence that is not there.
fn leaning(text: &str, found: &mut Vec<Defect>) {
    let outside = unquoted(text);
    let words: Vec<&str> = outside
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    let lower: Vec<String> = words
        .iter()
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect();
    let speaks = |word: &str| {
        [
            "I", "We", "we", "My", "my", "Our", "our", "us", "You", "you", "Your", "your",
        ]
        .contains(&word)
    };
    let is_english = lower
        .iter()
        .any(|word| word == "the" || word == "a" || word == "of");
    if is_english
        && words
            .iter()
            .any(|word| speaks(word.split(['\'', '’']).next().unwrap_or_default()))
    {
        found.push(Defect::FirstPerson);
    }
    let Some(first) = lower.first() else { return };
    if JOINTS.contains(&first.as_str()) {
        found.push(Defect::DanglingJoint);
    }
    let pronoun = match first.split_once('\'') {
        Some((before, _)) if before.len() > 1 => before,
        _ => first,
    };
    let openers = if is_english { OPENERS } else { FOREIGN_OPENERS };
    if openers.contains(&pronoun) && !(is_english && means_nothing_before(pronoun, &lower)) {
        found.push(Defect::DanglingPronoun);
        return;
    }
    if !is_english {
        return;
    }
    let is_name = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| word.starts_with(char::is_uppercase) && *word != "I")
    };
    for (at, word) in lower.iter().enumerate().take(20) {
        let is_person = ["he", "she", "him", "his", "her", "hers"].contains(&word.as_str());
        let is_thing = ["they", "them", "their", "it", "its"].contains(&word.as_str());
        if !is_person && !is_thing {
            continue;
        }
        // “After his arrest, Smith …”: named right behind.
        let is_named_behind = (at + 1..at + 10).any(is_name);
        let is_named = (1..at).any(is_name) || is_name(0) && !FUNCTION.contains(&first.as_str());
        // “A man shot his wife”, “Scientists say they …”: any thing said before will do.
        let is_thing_before = lower
            .iter()
            .take(at)
            .filter(|word| {
                word.len() > 3
                    && !word.starts_with(char::is_numeric)
                    && !FUNCTION.contains(&word.as_str())
            })
            .count()
            > 0;
        // “In Paris it is hot”: nothing is meant.
        let is_empty = word == "it"
            && lower.get(at + 1).is_some_and(|next| {
                [
                    "is", "was", "will", "would", "has", "may", "takes", "took", "seems",
                ]
                .contains(&next.as_str())
            });
        let is_known = is_named || is_named_behind || is_thing_before || is_empty;
        if !is_known {
            found.push(Defect::DanglingPronoun);
        }
        break;
    }
    named_by_nobody(text, &outside, &words, &lower, found);
    let second = lower.get(1).map(String::as_str).unwrap_or_default();
    let third = lower.get(2).map(String::as_str).unwrap_or_default();
    if ["the", "both"].contains(&first.as_str())
        && GENERIC.contains(&second)
        && VERBS.contains(&third)
    {
        found.push(Defect::DanglingNoun);
    }
}

/// “This week Ann Roe left”, “Those who stay”, “It turns out that Ann Roe left”.
fn means_nothing_before(pronoun: &str, lower: &[String]) -> bool {
    let next = lower.get(1).map(String::as_str).unwrap_or_default();
    let times = [
        "week", "weekend", "month", "year", "summer", "winter", "spring", "autumn", "season",
        "morning",
    ];
    match pronoun {
        "this" => times.contains(&next),
        "those" => ["who", "with", "without", "whose", "living"].contains(&next),
        // A clause with *that* or *to* behind it is what is meant, and nothing done to a thing: “it was built to”.
        "it" => {
            let clause = lower.iter().skip(1).take(6).position(|word| {
                [
                    "that", "to", "whether", "what", "who", "for", "how", "why", "if",
                ]
                .contains(&word.as_str())
            });
            clause.is_some_and(|at| {
                !lower.iter().skip(1).take(at).any(|word| {
                    ["a", "an", "the", "by"].contains(&word.as_str())
                        || word.ends_with("ed") && at > 1
                })
            })
        }
        _ => false,
    }
}

/// Speakers and subjects that stand behind a phrase or a quotation as a pronoun.
fn named_by_nobody(
    text: &str,
    outside: &str,
    words: &[&str],
    lower: &[String],
    found: &mut Vec<Defect>,
) {
    let Some(first) = lower.first() else { return };
    let is_name = |at: usize| {
        words
            .get(at)
            .is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let comma = outside
        .split_whitespace()
        .position(|word| word.ends_with(','));
    if let Some(comma) = comma
        && comma < 9
        && PHRASES.contains(&first.as_str())
        && lower
            .get(comma + 1)
            .is_some_and(|word| ["he", "she", "they"].contains(&word.as_str()))
        && !lower.iter().take(comma + 1).any(|word| word.contains("'s"))
    {
        found.push(Defect::DanglingPronoun);
    }
    // “…, she said.”: nobody says who.
    let says = [
        "he said",
        "she said",
        "they said",
        "he added",
        "she added",
        "they added",
        "he says",
        "she says",
    ];
    if says.iter().any(|says| text.contains(&format!(", {says}"))) {
        found.push(Defect::DanglingPronoun);
    }
    // “Investigators say he was there”: several cannot be *he*.
    let several = first.ends_with('s') && !first.ends_with("ss") && first.len() > 5;
    if several
        && !(1..4).any(is_name)
        && lower
            .get(1)
            .is_some_and(|word| ["say", "said", "believe", "told"].contains(&word.as_str()))
        && lower
            .iter()
            .skip(2)
            .take(2)
            .any(|word| ["he", "she"].contains(&word.as_str()))
    {
        found.push(Defect::DanglingPronoun);
    }
}

fn unquoted(text: &str) -> String {
    let mut is_inside = false;
    text.chars()
        .filter(|c| {
            match c {
                '"' => is_inside = !is_inside,
                '“' => is_inside = true,
                '”' => is_inside = false,
                _ => {}
            }
            !is_inside
        })
        .collect()
}

#[rustfmt::skip]
const JOINTS: &[&str] = &[
    "but", "and", "or", "so", "yet", "however", "meanwhile", "moreover", "furthermore", "also", "therefore", "thus",
    "nevertheless", "instead", "otherwise", "additionally", "similarly", "likewise", "consequently", "hence", "besides",
    "aber", "und", "sondern", "doch", "außerdem", "mais", "pero", "además", "sin embargo", "ancak", "ama", "fakat",
    "ayrıca", "لیکن", "مگر", "اور",
];

/// Words that mean something said before when a sentence begins with them.
const OPENERS: &[&str] = &[
    "he", "she", "it", "they", "him", "them", "this", "that", "these", "those", "his", "her",
    "their", "its", "such",
];

#[rustfmt::skip]
const FOREIGN_OPENERS: &[&str] = &[
    "er", "sie", "es", "dies", "diese", "dieser", "dieses", "il", "elle", "ils", "elles", "él", "ella", "ellos",
    "ellas", "esto", "bu", "bunlar", "bunun", "onun", "o", "وہ", "یہ", "اس", "ان", "انہوں", "اسی", "这", "他", "她", "它",
];

/// A phrase of time or place begins with these; a pronoun that is the subject behind it is not named by it.
const PHRASES: &[&str] = &[
    "in", "on", "at", "during", "since", "from", "by", "for", "under", "last", "next", "now",
    "then", "with", "despite",
];

#[rustfmt::skip]
const FUNCTION: &[&str] = &[
    "after", "before", "when", "while", "with", "from", "that", "this", "then", "than", "during", "until", "since",
    "once", "because", "although", "though", "despite", "instead", "where", "also", "even", "just", "only", "last",
    "next", "year", "month", "week", "today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august", "september",
    "october", "november", "december", "late", "early", "earlier", "later", "in", "on", "at", "as", "by", "for", "if",
    "under", "over", "about", "into", "the", "a", "an", "according", "asked", "speaking", "there", "now", "what",
];

#[rustfmt::skip]
const GENERIC: &[&str] = &[
    "company", "firm", "group", "man", "woman", "boy", "girl", "couple", "pair", "duo", "two", "three", "move",
    "decision", "report", "study", "deal", "announcement", "incident", "victim", "suspect", "agency", "bank", "team",
    "club", "film", "actor", "actress", "singer", "player", "author", "app", "device", "bill", "measure", "proposal",
    "university", "attack", "former", "latter", "same", "other", "others", "result", "results", "situation", "case",
    "organization", "organisation",
];

#[rustfmt::skip]
const VERBS: &[&str] = &[
    "said", "says", "is", "was", "has", "had", "will", "would", "are", "were", "have", "also", "can", "could", "may",
    "did", "told", "plans", "wants", "found", "comes", "came", "made", "took", "added", "announced", "claimed",
];

/// What a shortened bullet must not have lost.
fn lost(whole: &str, short: &str, found: &mut Vec<Defect>) {
    let (all, kept) = (plain(whole), plain(short));
    let mut rest = kept.iter().peekable();
    let mut gone: Vec<&str> = Vec::new();
    for word in &all {
        if rest.peek().is_some_and(|next| *next == word) {
            rest.next();
        } else {
            gone.push(word);
        }
    }
    if rest.peek().is_some() {
        found.push(Defect::WrongRange);
        return;
    }
    let has = |words: &[&str]| gone.iter().any(|word| words.contains(word));
    if has(&[
        "not", "no", "never", "nor", "neither", "none", "nobody", "nothing", "without", "cannot",
        "hardly", "barely",
    ]) || gone.iter().any(|word| word.ends_with("n't"))
    {
        found.push(Defect::LostNegation);
    }
    if has(&[
        "said",
        "says",
        "according",
        "told",
        "claimed",
        "claims",
        "alleged",
        "allegedly",
        "reportedly",
        "warned",
        "argued",
        "believes",
        "announced",
        "reported",
    ]) {
        found.push(Defect::LostAttribution);
    }
    let is_figure = |word: &&&str| word.chars().any(char::is_numeric);
    if gone.iter().any(|word| is_figure(&word))
        || has(&[
            "million",
            "billion",
            "dozen",
            "dozens",
            "hundreds",
            "thousands",
            "half",
        ])
    {
        found.push(Defect::LostNumber);
    }
    if has(&[
        "if", "unless", "until", "provided", "except", "only", "would", "could", "may", "might",
    ]) {
        found.push(Defect::LostCondition);
    }
}

fn plain(text: &str) -> Vec<String> {
    text.to_lowercase()
        .replace('’', "'")
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Words that carry meaning, roughly: the longer ones.
fn content(text: &str) -> Vec<String> {
    let mut words: Vec<String> = plain(text)
        .into_iter()
        .filter(|word| word.chars().count() > 3)
        .collect();
    words.sort();
    words.dedup();
    words
}
