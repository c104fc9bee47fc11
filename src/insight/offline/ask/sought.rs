//! What kind of thing a question asks for, by the word that asks: a number or date, somebody, or anything.

use super::reading::Piece;

/// What an answer has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought {
    Number,
    Somebody,
    Anything,
}

/// Returns what a question asks for.
pub(super) fn of(question: &str) -> Sought {
    let lower = question.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty());
    if NUMBERS_UNSPACED.iter().any(|asks| lower.contains(asks))
        || words.clone().any(|word| NUMBERS.contains(&word))
        || PAIRS.iter().any(|pair| lower.contains(pair))
    {
        Sought::Number
    } else if PERSONS_UNSPACED.iter().any(|asks| lower.contains(asks))
        || words.any(|word| PERSONS.contains(&word))
    {
        Sought::Somebody
    } else {
        Sought::Anything
    }
}

/// What a sentence gains that holds the kind of thing that is asked for.
const OF_KIND: f32 = 0.12;

impl Sought {
    /// Returns what a sentence gains by holding such a thing that the question itself does not name.
    pub(super) fn gain(self, piece: &Piece) -> f32 {
        let is_held = match self {
            Self::Number => piece.has_number,
            Self::Somebody => piece.has_name,
            Self::Anything => false,
        };
        if is_held { OF_KIND } else { 0.0 }
    }
}

/// Returns whether a word is a number that is written out.
pub(super) fn is_number(folded: &str) -> bool {
    WRITTEN.contains(&folded)
}

#[rustfmt::skip]
const WRITTEN: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen", "hundred",
    "thousand", "million", "billion", "half", "third", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun",
    "zehn", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "deux", "trois", "quatre", "cinq",
    "sept", "huit", "neuf", "dix", "millones", "millionen", "millions", "два", "две", "три", "четыре", "пять",
];

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "when", "year", "years", "percentage", "percent", "date", "number", "century", "decade", "wann", "jahr", "jahren",
    "viele", "viel", "prozent", "jahrhundert", "cuándo", "año", "cuántos", "cuántas", "cuánto", "cuánta", "porcentaje",
    "siglo", "quand", "année", "combien", "pourcentage", "siècle", "quando", "anno", "quanti", "quante", "quanto", "ano",
    "quantos", "quantas", "wanneer", "jaar", "hoeveel", "när", "när", "hur", "når", "kaç", "когда", "год", "году", "сколько",
    "процент", "متى", "كم", "عام", "سنة", "कब", "कितने", "कितनी", "कितना", "वर्ष", "साल",
];

/// Two words that ask for a number.
#[rustfmt::skip]
const PAIRS: &[&str] = &[
    "how many", "how much", "how long", "how old", "how far", "how often", "how large", "how big", "how tall", "how high",
    "how fast", "ne zaman", "hangi yıl", "wie lange", "wie alt", "wie hoch", "quel âge",
];

const NUMBERS_UNSPACED: &[&str] = &[
    "多少",
    "几",
    "哪年",
    "哪一年",
    "何时",
    "什么时候",
    "何年",
    "いつ",
    "いくつ",
    "เมื่อไร",
];

#[rustfmt::skip]
const PERSONS: &[&str] = &[
    "who", "whom", "whose", "wer", "wen", "wem", "wessen", "quién", "quiénes", "qui", "chi", "quem", "wie's", "vem", "hvem",
    "kim", "кто", "кого", "кем", "чей",
];

const PERSONS_UNSPACED: &[&str] = &["谁", "誰"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_asks_tells_what_is_sought() {
        for (question, sought) in [
            ("When did the port reopen?", Sought::Number),
            ("How many crews went on strike?", Sought::Number),
            ("¿Cuántos barcos esperan?", Sought::Number),
            ("Who leads the union?", Sought::Somebody),
            ("谁领导工会？", Sought::Somebody),
            ("What did the union reject?", Sought::Anything),
        ] {
            assert_eq!(of(question), sought, "{question}");
        }
    }
}
