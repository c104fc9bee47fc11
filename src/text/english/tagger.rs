//! Parts of speech by an averaged perceptron: greedy, left to right, from words, endings and the tags before.
//!
//! Model: `trontagger-0.1.0` of textblob-aptagger (MIT, Matthew Honnibal 2013), trained on the Wall Street Journal part
//! of the Penn Treebank; 96.8 % of its held-out words right by its author's count. `assets/insight/tagger-en.py` packs it
//! into a table that is read in place, so that nothing is loaded and nothing allocated before the first sentence.

use std::borrow::Cow;
use std::sync::OnceLock;

/// A part of speech, named as in the Penn Treebank.
#[rustfmt::skip]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tag {
    NumberSign, Dollar, CloseQuote, Comma, OpenBracket, CloseBracket, Stop, Colon,
    /// `and`, `or`.
    Coordinator,
    Number, Determiner,
    /// `there` in `there is`.
    Existential,
    Foreign,
    /// `of`, `because`: the treebank does not part them.
    Preposition,
    Adjective, Comparative, Superlative, ListMark,
    /// `will`, `could`.
    Modal,
    #[default]
    Noun,
    Name, Names, Nouns,
    /// `all` in `all the`.
    Predeterminer,
    /// `’s`.
    Possession,
    Pronoun, OwnPronoun, Adverb, AdverbMore, AdverbMost, Particle, Symbol, To, Interjection,
    /// The bare form, `close`.
    Base,
    /// `closed`, told.
    Past,
    /// `closing`.
    Ing,
    /// `closed`, after *has* or *was* or describing.
    Participle,
    /// `close`, told in the present of several.
    Plain,
    /// `closes`.
    Third,
    WhDeterminer, WhPronoun, WhOwn, WhAdverb, OpenQuote,
}

use Tag::{
    Adjective, Adverb, AdverbMore, AdverbMost, Base, CloseBracket, CloseQuote, Colon, Comma,
    Comparative, Coordinator, Determiner, Dollar, Existential, Foreign, Ing, Interjection,
    ListMark, Modal, Name, Names, Noun, Nouns, Number, NumberSign, OpenBracket, OpenQuote,
    OwnPronoun, Participle, Particle, Past, Plain, Possession, Predeterminer, Preposition, Pronoun,
    Stop, Superlative, Symbol, Third, To, WhAdverb, WhDeterminer, WhOwn, WhPronoun,
};

/// Every tag with its name in the treebank, in the order of the packed model: by name.
#[rustfmt::skip]
const TAGS: [(Tag, &str); 45] = [
    (NumberSign, "#"), (Dollar, "$"), (CloseQuote, "''"), (Comma, ","), (OpenBracket, "-LRB-"), (CloseBracket, "-RRB-"),
    (Stop, "."), (Colon, ":"), (Coordinator, "CC"), (Number, "CD"), (Determiner, "DT"), (Existential, "EX"),
    (Foreign, "FW"), (Preposition, "IN"), (Adjective, "JJ"), (Comparative, "JJR"), (Superlative, "JJS"),
    (ListMark, "LS"), (Modal, "MD"), (Noun, "NN"), (Name, "NNP"), (Names, "NNPS"), (Nouns, "NNS"),
    (Predeterminer, "PDT"), (Possession, "POS"), (Pronoun, "PRP"), (OwnPronoun, "PRP$"), (Adverb, "RB"),
    (AdverbMore, "RBR"), (AdverbMost, "RBS"), (Particle, "RP"), (Symbol, "SYM"), (To, "TO"), (Interjection, "UH"),
    (Base, "VB"), (Past, "VBD"), (Ing, "VBG"), (Participle, "VBN"), (Plain, "VBP"), (Third, "VBZ"),
    (WhDeterminer, "WDT"), (WhPronoun, "WP"), (WhOwn, "WP$"), (WhAdverb, "WRB"), (OpenQuote, "``"),
];

static MODEL: &[u8] = include_bytes!("../../../assets/insight/tagger-en.bin");
const SLOTS: usize = {
    let head: &[u8] = include_bytes!("../../../assets/insight/tagger-en.bin");
    u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize
};
/// Where the weights begin.
const WEIGHTS: usize = HEAD + SLOTS * SLOT;
/// Magic, number of slots, number of weights.
const HEAD: usize = 12;
const SLOT: usize = 8;
/// A tag and what speaks for it, in hundredths.
const WEIGHT: usize = 3;

/// Returns the part of speech of every token of one sentence.
pub fn tag(tokens: &[super::Token<'_>]) -> Vec<Tag> {
    let context: Vec<Cow<'_, str>> = tokens.iter().map(|token| normal(token.text)).collect();
    let word = |at: usize| context.get(at).map_or("-END-", AsRef::as_ref);
    let mut found: Vec<Tag> = Vec::with_capacity(tokens.len());
    let (mut previous, mut before) = (START, START + 1);
    for (at, token) in tokens.iter().enumerate() {
        let number = mark(token.text, &found).unwrap_or_else(|| {
            let one_back = at.checked_sub(1).map_or("-START2-", word);
            let two_back = match at {
                0 => "-START-",
                1 => "-START2-",
                _ => word(at - 2),
            };
            always(token.text).unwrap_or_else(|| {
                best(&Context {
                    token: token.text,
                    word: word(at),
                    one_back,
                    two_back,
                    next: word(at + 1),
                    after: if at + 2 > tokens.len() {
                        "-END2-"
                    } else {
                        word(at + 2)
                    },
                    previous,
                    before,
                })
            })
        });
        let (tag, _) = TAGS.get(number).copied().unwrap_or_default();
        found.push(tag);
        before = previous;
        previous = number;
    }
    found
}

/// Words as the model counts them: small, numbers and hyphenated words by their kind.
fn normal(token: &str) -> Cow<'_, str> {
    let first = token.bytes().next().unwrap_or_default();
    let kind = if first != b'-' && token.contains('-') {
        "!HYPHEN"
    } else if token.len() == 4 && token.bytes().all(|byte| byte.is_ascii_digit()) {
        "!YEAR"
    } else if first.is_ascii_digit() {
        "!DIGITS"
    } else {
        match token {
            "“" | "\"" => "``",
            "”" => "''",
            "(" => "-lrb-",
            ")" => "-rrb-",
            "—" | "–" => "--",
            _ => return super::small(token),
        }
    };
    kind.into()
}

/// Returns the tag of a mark; words have none here.
fn mark(token: &str, found: &[Tag]) -> Option<usize> {
    if token.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let name = match token {
        "“" | "``" => "``",
        "”" | "''" => "''",
        "\"" => {
            let open = found.iter().filter(|tag| **tag == OpenQuote).count();
            let closed = found.iter().filter(|tag| **tag == CloseQuote).count();
            if open > closed { "''" } else { "``" }
        }
        "," => ",",
        "." | "?" | "!" => ".",
        ":" | ";" | "-" | "--" | "—" | "–" | "…" | "..." => ":",
        "(" | "[" => "-LRB-",
        ")" | "]" => "-RRB-",
        "$" | "€" | "£" => "$",
        "%" => "NN",
        "#" => "#",
        "'" | "’" => "POS",
        _ => return None,
    };
    TAGS.iter().position(|(_, other)| *other == name)
}

struct Context<'a> {
    token: &'a str,
    word: &'a str,
    one_back: &'a str,
    two_back: &'a str,
    next: &'a str,
    after: &'a str,
    /// Numbers of the tags before.
    previous: usize,
    before: usize,
}

/// The numbers behind the last tag stand for what is before a sentence.
const START: usize = TAGS.len();
const BEFORE: usize = TAGS.len() + 2;

fn name_of(number: usize) -> &'static str {
    match TAGS.get(number) {
        Some((_, name)) => name,
        None if number == START => "-START-",
        None => "-START2-",
    }
}

type Scores = [i32; SCORES];

/// A power of two, so that a tag needs no look at the end of the table.
const SCORES: usize = TAGS.len().next_power_of_two();

/// Returns what the two tags before a word say, added up once for each pair that is met: no other features have so many
/// weights, and a sentence asks for few pairs.
fn by_tags(previous: usize, before: usize) -> Scores {
    static PAIRS: [OnceLock<Box<Scores>>; BEFORE * BEFORE] =
        [const { OnceLock::new() }; BEFORE * BEFORE];
    let add = || {
        let (previous, before) = (name_of(previous), name_of(before));
        let mut scores = [0; SCORES];
        let features = [
            (BIAS, "", ""),
            (TAG_BEFORE, previous, ""),
            (TAG_TWO_BEFORE, before, ""),
            (TAGS_BEFORE, previous, before),
        ];
        count(features, &mut scores);
        Box::new(scores)
    };
    match PAIRS.get(previous * BEFORE + before) {
        Some(known) => **known.get_or_init(add),
        None => *add(),
    }
}

/// Adds what features say.
fn count<const N: usize>(features: [(u32, &str, &str); N], scores: &mut Scores) {
    // One after another for all of them: the table is larger than most caches, and so the looks into it do not wait for
    // each other.
    let slots = features.map(|(name, one, other)| {
        let key = fnv(name, one);
        slot(if other.is_empty() {
            key
        } else {
            fnv(fnv(key, " "), other)
        })
    });
    for value in slots.into_iter().flatten() {
        for (tag, weight) in weights_of(value) {
            scores[tag & (SCORES - 1)] += weight;
        }
    }
}

fn best(context: &Context<'_>) -> usize {
    let ending = |word: &str| -> usize {
        match word.len().checked_sub(3) {
            Some(at) if word.is_ascii() => at,
            Some(_) => word.char_indices().rev().nth(2).map_or(0, |(at, _)| at),
            None => 0,
        }
    };
    let end_of = |word| -> &str { str::get(word, ending(word)..).unwrap_or_default() };
    let first = context.token.chars().next().map_or(0, char::len_utf8);
    let features: [(u32, &str, &str); 10] = [
        (SUFFIX, end_of(context.token), ""),
        (FIRST, context.token.get(..first).unwrap_or_default(), ""),
        (WORD, context.word, ""),
        (TAG_AND_WORD, name_of(context.previous), context.word),
        (WORD_BEFORE, context.one_back, ""),
        (SUFFIX_BEFORE, end_of(context.one_back), ""),
        (WORD_TWO_BEFORE, context.two_back, ""),
        (WORD_BEHIND, context.next, ""),
        (SUFFIX_BEHIND, end_of(context.next), ""),
        (WORD_TWO_BEHIND, context.after, ""),
    ];
    let mut scores = by_tags(context.previous, context.before);
    count(features, &mut scores);
    let mut best = (0, scores[0]);
    for (number, score) in scores.iter().enumerate().take(TAGS.len()) {
        // Ties go to the last name, as in the model's own code.
        if *score >= best.1 {
            best = (number, *score);
        }
    }
    best.0
}

/// Returns whether a word is usually written small; `None` where the model has never met it.
pub fn is_usually_small(word: &str) -> Option<bool> {
    let lower = word.to_lowercase();
    if let Some(number) = always(&lower) {
        return Some(!is_name(number));
    }
    let value = slot(fnv(WORD, &lower))?;
    let (strongest, weight) = weights_of(value).max_by_key(|(_, weight)| *weight)?;
    (weight >= SURE).then(|| !is_name(strongest))
}

fn is_name(number: usize) -> bool {
    matches!(TAGS.get(number), Some((Name | Names, _)))
}

/// Returns what a feature says for each tag, in hundredths.
fn weights_of(value: u32) -> impl Iterator<Item = (usize, i32)> {
    let (start, count) = (value as usize >> 6, value as usize & 63);
    let from = WEIGHTS + start * WEIGHT;
    let packed = MODEL.get(from..from + count * WEIGHT).unwrap_or_default();
    packed
        .chunks_exact(WEIGHT)
        .filter_map(|packed| match packed {
            [tag, low, high] => Some((
                usize::from(*tag),
                i32::from(i16::from_le_bytes([*low, *high])),
            )),
            _ => None,
        })
}

/// Hundredths a word has to bring for a tag to be told by it alone.
const SURE: i32 = 100;

/// Returns the tag of a word that has only one.
fn always(token: &str) -> Option<usize> {
    let value = slot(fnv(ALWAYS, token))?;
    let (number, count) = (value as usize >> 6, value % 64);
    (count == 0).then_some(number)
}

/// Where two features of the model do not share a key.
const BASIS: u32 = 0x811C_9DC6;

/// FNV-1a, going on from `basis`.
const fn fnv(basis: u32, text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut hash = basis;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

// The names of the features, hashed before the program runs.
const BIAS: u32 = fnv(BASIS, "bias");
const SUFFIX: u32 = fnv(BASIS, "i suffix ");
const FIRST: u32 = fnv(BASIS, "i pref1 ");
const TAG_BEFORE: u32 = fnv(BASIS, "i-1 tag ");
const TAG_TWO_BEFORE: u32 = fnv(BASIS, "i-2 tag ");
const TAGS_BEFORE: u32 = fnv(BASIS, "i tag+i-2 tag ");
const WORD: u32 = fnv(BASIS, "i word ");
const TAG_AND_WORD: u32 = fnv(BASIS, "i-1 tag+i word ");
const WORD_BEFORE: u32 = fnv(BASIS, "i-1 word ");
const SUFFIX_BEFORE: u32 = fnv(BASIS, "i-1 suffix ");
const WORD_TWO_BEFORE: u32 = fnv(BASIS, "i-2 word ");
const WORD_BEHIND: u32 = fnv(BASIS, "i+1 word ");
const SUFFIX_BEHIND: u32 = fnv(BASIS, "i+1 suffix ");
const WORD_TWO_BEHIND: u32 = fnv(BASIS, "i+2 word ");
const ALWAYS: u32 = fnv(BASIS, "! ");

fn number(at: usize) -> u32 {
    MODEL
        .get(at..)
        .and_then(|bytes| bytes.first_chunk())
        .map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn slot(key: u32) -> Option<u32> {
    let mask = SLOTS - 1;
    let mut at = key as usize & mask;
    loop {
        match number(HEAD + at * SLOT) {
            0 => return None,
            found if found == key => return Some(number(HEAD + at * SLOT + 4)),
            _ => at = (at + 1) & mask,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::english::tokens;

    fn tagged(sentence: &str) -> String {
        let tokens = tokens(sentence);
        tokens
            .iter()
            .zip(tag(&tokens))
            .map(|(token, tag)| {
                let name = TAGS
                    .iter()
                    .find(|(other, _)| *other == tag)
                    .map_or("", |(_, name)| name);
                format!("{}/{name}", token.text)
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn sentences_are_tagged_as_a_reader_would() {
        for (sentence, expected) in [
            (
                "The company closed its plants after workers' protests.",
                "The/DT company/NN closed/VBD its/PRP$ plants/NNS after/IN workers/NNS '/POS protests/NNS ./.",
            ),
            (
                "Plants closed by the company were sold, Reuters reported.",
                "Plants/NNS closed/VBN by/IN the/DT company/NN were/VBD sold/VBN ,/, Reuters/NNP reported/VBD ./.",
            ),
            (
                "Lawmakers plan to cut taxes, but critics fear the plan cuts too deep.",
                "Lawmakers/NNS plan/VBP to/TO cut/VB taxes/NNS ,/, but/CC critics/NNS fear/VBP the/DT plan/NN cuts/VBZ \
                 too/RB deep/JJ ./.",
            ),
        ] {
            assert_eq!(tagged(sentence), expected);
        }
    }

    #[test]
    fn the_table_of_tags_is_in_the_order_of_the_model() {
        let mut names: Vec<&str> = TAGS.iter().map(|(_, name)| *name).collect();
        names.sort_unstable();
        assert_eq!(names, TAGS.map(|(_, name)| name));
    }
}
