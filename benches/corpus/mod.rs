//! A seeded corpus shaped like news: words by Zipf's law, stop words on top, feeds of very different size.

use fastrand::Rng;

const SYLLABLES: &[&str] = &[
    "ba", "ber", "bor", "ca", "cen", "cla", "co", "con", "cor", "da", "de", "den", "di", "dor",
    "e", "el", "en", "er", "fa", "fer", "fi", "for", "ga", "gen", "gra", "ha", "har", "hel", "i",
    "in", "ka", "kel", "la", "lan", "le", "li", "lo", "ma", "mar", "men", "mi", "mo", "na", "ne",
    "ni", "no", "o", "or", "pa", "per", "pla", "po", "por", "pre", "pro", "ra", "re", "ri", "ro",
    "sa", "se", "sen", "sha", "si", "so", "sta", "stri", "ta", "te", "ten", "ter", "ti", "to",
    "tra", "u", "un", "va", "ve", "ver", "vi", "wa", "wen", "wi",
];
const ENDINGS: &[&str] = &["", "", "", "s", "ed", "ing", "er", "ion", "al", "y", "ment"];

/// Words in the order of how common they are.
pub(crate) struct Vocabulary {
    words: Vec<String>,
    /// The running sum of each word's share.
    shares: Vec<f64>,
}

impl Vocabulary {
    pub(crate) fn new(size: usize, rng: &mut Rng) -> Self {
        let mut words: Vec<String> = include_str!("../../assets/stopwords/en.txt")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        rng.shuffle(&mut words);
        let mut known: std::collections::HashSet<String> = words.iter().cloned().collect();
        while words.len() < size {
            let mut word: String = (0..rng.usize(1..5))
                .map(|_| SYLLABLES[rng.usize(..SYLLABLES.len())])
                .collect();
            word.push_str(ENDINGS[rng.usize(..ENDINGS.len())]);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let shares = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Self { words, shares }
    }

    pub(crate) fn word(&self, rng: &mut Rng) -> &str {
        let at = rng.f64() * self.shares[self.shares.len() - 1];
        &self.words[self
            .shares
            .partition_point(|share| *share < at)
            .min(self.words.len() - 1)]
    }

    /// A word from a stretch of ranks: common ones have low ranks.
    pub(crate) fn ranked(&self, from: usize, to: usize, rng: &mut Rng) -> &str {
        &self.words[rng.usize(from..to)]
    }

    pub(crate) fn text(&self, words: usize, rng: &mut Rng) -> String {
        let mut text = String::with_capacity(words * 7);
        let mut left = 0;
        for number in 0..words {
            let word = self.word(rng);
            if left == 0 {
                if number > 0 {
                    text.push_str(if rng.u8(..) < 40 { ".\n\n" } else { ". " });
                }
                left = rng.usize(6..26);
                let mut characters = word.chars();
                text.extend(characters.next().map(|c| c.to_ascii_uppercase()));
                text.push_str(characters.as_str());
            } else {
                text.push(' ');
                text.push_str(word);
            }
            left -= 1;
        }
        text.push('.');
        text
    }

    pub(crate) fn title(&self, rng: &mut Rng) -> String {
        let mut title = self.text(rng.usize(4..11), rng);
        title.pop();
        title.replace(['\n', '.'], "")
    }
}

/// Queries as people type them: one to three words of any rarity, phrases, fields, filters.
pub(crate) fn queries(vocabulary: &Vocabulary, count: usize, rng: &mut Rng) -> Vec<String> {
    let mut queries = Vec::with_capacity(count);
    while queries.len() < count {
        let word = |rng: &mut Rng| {
            let (from, to) =
                [(150, 400), (400, 2_000), (2_000, 20_000), (20_000, 60_000)][rng.usize(..4)];
            vocabulary.ranked(from, to, rng).to_owned()
        };
        let mut query = (0..rng.usize(1..4))
            .map(|_| word(rng))
            .collect::<Vec<_>>()
            .join(" ");
        match rng.usize(..12) {
            0 => query = format!("the {query}"),
            1 => query = format!("\"{} {}\"", vocabulary.ranked(0, 20, rng), word(rng)),
            2 => {
                query = format!(
                    "\"{} {}\"",
                    vocabulary.ranked(0, 20, rng),
                    vocabulary.ranked(0, 20, rng)
                );
            }
            3 => query.push_str(" is:unread"),
            4 => query.push_str(" newer:30d"),
            5 => query = format!("title:{query}"),
            6 => query = format!("{query} -{}", word(rng)),
            7 => query = format!("{query} OR {}", word(rng)),
            8 => query = format!("feed:source {query}"),
            _ => {}
        }
        queries.push(query);
    }
    queries
}
