//! What a full stop may be, and the words that tell.

pub(super) fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .find(|word| !word.is_empty())
        .unwrap_or_default()
}

/// Returns the first character behind opening quotes and brackets.
pub(super) fn opened(text: &str) -> Option<char> {
    text.chars().find(|c| {
        !matches!(
            c,
            '"' | '“' | '‘' | '\'' | '„' | '«' | '(' | '[' | '¿' | '¡'
        )
    })
}

/// Returns whether words such as `Mary Jones said` come next.
pub(super) fn is_attribution(rest: &str) -> bool {
    rest.split_whitespace().take(4).any(|word| {
        matches!(
            word.trim_end_matches([',', '.', ':']),
            "said" | "says" | "asked" | "asks" | "added" | "told" | "wrote" | "shouted" | "cried"
        )
    })
}

pub(super) const fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || is_wide_end(c) || is_strong_end(c)
}

pub(super) const fn is_wide_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '．' | '｡')
}

/// Marks that end a sentence and nothing else.
pub(super) const fn is_strong_end(c: char) -> bool {
    matches!(
        c,
        '؟' | '۔'
            | '।'
            | '॥'
            | '։'
            | '።'
            | '፧'
            | '၊'
            | '။'
            | '៖'
            | '។'
            | '‽'
            | '⁇'
            | '⁈'
            | '⁉'
    )
}

pub(super) const fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '」' | '』' | '）' | '】' | '〉' | '》'
    )
}

/// A name or a number follows these.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "reps", "sens", "gov", "gen", "col", "lt", "sgt", "capt", "maj", "adm",
    "st", "ste", "messrs", "hon", "pres", "supt", "det", "insp", "rev", "fr", "msgr", "cmdr", "vs", "v", "cf", "al", "ft",
    "mt", "fig", "vol", "ed", "eds", "approx", "rs", "atty", "dist", "bzw", "vgl", "ca", "sr", "sra", "dra", "mme", "mlle",
    "hr", "frau", "nr", "jr.", "e.g", "i.e", "z.b", "d.h", "u.a", "p.ej", "öğr", "doç", "uzm", "av",
];

/// A number follows these, or the sentence is over: “the answer is no.”
pub(super) const NUMBERED: &[&str] = &[
    "no", "nos", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "art", "pp", "p", "sec", "par", "ch",
];

/// These end a name and often a sentence too; the word that follows tells.
pub(super) const CLOSING: &[&str] = &[
    "inc", "corp", "co", "cos", "ltd", "llc", "jr", "sr", "bros", "etc", "dept", "est", "assn",
    "calif", "conn", "ill", "mass", "pa", "fla", "ga", "wash", "ore", "ariz", "colo", "mich",
    "minn", "tenn", "va", "wis", "kan", "tex", "okla", "ala", "ark", "ky", "nev", "ave", "blvd",
    "mio", "mrd", "usw",
];

/// Words that begin a sentence more often than they stand in a name.
pub(super) const STARTERS: &[&str] = &[
    "The", "He", "She", "It", "But", "In", "On", "At", "A", "An", "They", "We", "I", "This",
    "That", "And", "There", "His", "Her", "For", "As", "If", "When", "While", "These", "Those",
    "Its", "Their", "So", "Yet", "After", "Before", "Since", "With", "However", "Also", "Now",
    "Der", "Die", "Das", "Er", "Sie", "Es", "Le", "La", "Les", "Il", "Elle", "El", "Los", "Las",
];

/// German ordinals: `am 3. März`. Sorted.
pub(super) const ORDINAL_NOUNS: &[&str] = &[
    "April",
    "August",
    "Dezember",
    "Februar",
    "Jahrhundert",
    "Jahrhunderts",
    "Januar",
    "Juli",
    "Juni",
    "Liga",
    "Mai",
    "Minute",
    "März",
    "November",
    "Oktober",
    "Platz",
    "Quartal",
    "Runde",
    "September",
];
