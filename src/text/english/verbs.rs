//! English verbs and their forms: a tag says that a word is a verb told in the past, the list says of which verb.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

/// What a word can be as a verb; several at once for `cut`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forms {
    pub base: Option<&'static str>,
    pub third: Option<&'static str>,
    pub past: Option<&'static str>,
    pub participle: Option<&'static str>,
    pub ing: Option<&'static str>,
}

/// All verbs by every form.
pub struct Lexicon {
    forms: HashMap<String, Forms, FxBuildHasher>,
    participles: HashMap<&'static str, String, FxBuildHasher>,
}

impl Lexicon {
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Self::load(include_str!("../../../assets/insight/verbs-en.txt")))
    }

    fn load(list: &'static str) -> Self {
        let mut lexicon = Self {
            forms: HashMap::default(),
            participles: HashMap::default(),
        };
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split_whitespace();
            let Some(base) = parts.next() else { continue };
            let regular = past_of(base);
            let past = parts.next().map_or_else(|| regular.clone(), str::to_owned);
            let participle = parts.next().map_or(regular, str::to_owned);
            lexicon.entry(base.to_owned()).base = Some(base);
            lexicon.entry(third_of(base)).third = Some(base);
            lexicon.entry(ing_of(base)).ing = Some(base);
            // British writers double the last letter of `cancel` and `travel`.
            if past == format!("{base}ed") && base.ends_with('l') && ends_like_travel(base) {
                lexicon.entry(format!("{base}led")).past = Some(base);
                lexicon.entry(format!("{base}led")).participle = Some(base);
                lexicon.entry(format!("{base}ling")).ing = Some(base);
            }
            lexicon.entry(past).past = Some(base);
            lexicon.entry(participle.clone()).participle = Some(base);
            lexicon.participles.insert(base, participle);
        }
        lexicon
    }

    fn entry(&mut self, word: String) -> &mut Forms {
        self.forms.entry(word).or_default()
    }

    /// Returns what a word in lower case can be as a verb.
    pub fn forms(&self, word: &str) -> Forms {
        self.forms.get(word).copied().unwrap_or_default()
    }

    /// Returns the participle of a verb given by its base; the base itself where it is not known.
    pub fn participle<'a>(&'a self, base: &'a str) -> &'a str {
        self.participles.get(base).map_or(base, String::as_str)
    }
}

fn ends_like_travel(base: &str) -> bool {
    let mut back = base.chars().rev().skip(1);
    back.next().is_some_and(|c| VOWELS.contains(&c))
        && back.next().is_some_and(|c| !VOWELS.contains(&c))
}

const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];

fn is_doubled(base: &str) -> bool {
    let letters: Vec<char> = base.chars().rev().take(3).collect();
    let [last, vowel, before] = letters.as_slice() else {
        return false;
    };
    let is_closed = !VOWELS.contains(last)
        && !matches!(last, 'w' | 'x' | 'y')
        && VOWELS.contains(vowel)
        && !VOWELS.contains(before);
    let syllables = base
        .chars()
        .zip(base.chars().skip(1))
        .filter(|(one, next)| VOWELS.contains(one) && !VOWELS.contains(next))
        .count();
    is_closed && (syllables == 1 || STRESSED_END.contains(&base))
}

/// Longer verbs that double their last letter, because they are stressed there.
const STRESSED_END: &[&str] = &[
    "admit", "commit", "permit", "submit", "compel", "control", "defer", "deter", "expel", "incur",
    "occur", "omit", "patrol", "prefer", "propel", "rebel", "recur", "refer", "regret", "transfer",
    "transmit", "begin", "forget", "upset", "equip", "outrun", "overrun", "forbid", "kidnap",
    "handicap", "program", "rebut",
];

fn ends_with_consonant_and_y(base: &str) -> bool {
    base.ends_with('y')
        && !base
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| VOWELS.contains(&c))
}

fn past_of(base: &str) -> String {
    if base.ends_with('e') {
        return format!("{base}d");
    }
    if ends_with_consonant_and_y(base) {
        return format!("{}ied", base.trim_end_matches('y'));
    }
    match base.chars().last() {
        Some(last) if is_doubled(base) => format!("{base}{last}ed"),
        _ => format!("{base}ed"),
    }
}

/// Returns the form with `-s`.
pub fn third_of(base: &str) -> String {
    if ends_with_consonant_and_y(base) {
        return format!("{}ies", base.trim_end_matches('y'));
    }
    if base.ends_with(['s', 'x', 'z', 'o']) || base.ends_with("ch") || base.ends_with("sh") {
        return format!("{base}es");
    }
    format!("{base}s")
}

/// Returns the form with `-ing`.
pub fn ing_of(base: &str) -> String {
    if base == "be" {
        return "being".to_owned();
    }
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    if let Some(stem) = base.strip_suffix('e')
        && !base.ends_with("ee")
        && !base.ends_with("ye")
        && !base.ends_with("oe")
    {
        return format!("{stem}ing");
    }
    match base.chars().last() {
        Some(last) if is_doubled(base) => format!("{base}{last}ing"),
        _ => format!("{base}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_by_every_form() {
        let lexicon = Lexicon::get();
        for (word, base) in [
            ("planned", "plan"),
            ("denied", "deny"),
            ("wrote", "write"),
            ("fixed", "fix"),
            ("admitted", "admit"),
            ("cancelled", "cancel"),
            ("canceled", "cancel"),
        ] {
            assert_eq!(lexicon.forms(word).past, Some(base), "{word}");
        }
        assert_eq!(lexicon.forms("written").participle, Some("write"));
        assert_eq!(lexicon.forms("reaches").third, Some("reach"));
        for (base, ing) in [
            ("make", "making"),
            ("plan", "planning"),
            ("flee", "fleeing"),
            ("die", "dying"),
            ("visit", "visiting"),
        ] {
            assert_eq!(ing_of(base), ing);
        }
        assert_eq!(lexicon.forms("zorp").base, None);
    }
}
