//! English verbs and their forms, and the small words that hold a sentence together.
//!
//! A list of verbs with every form worked out was measured against a part-of-speech tagger of 150 crates: for finding the
//! verb of a main clause the list errs less, because a word it does not know is never taken for a verb.

use std::collections::HashMap;
use std::sync::OnceLock;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

/// What a word can be as a verb; several at once for `cut`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Forms {
    pub(super) base: Option<&'static str>,
    pub(super) third: Option<&'static str>,
    pub(super) past: Option<&'static str>,
    pub(super) participle: Option<&'static str>,
    pub(super) ing: Option<&'static str>,
}

/// All verbs by every form.
pub(super) struct Lexicon {
    forms: HashMap<String, Forms, Xxh3DefaultBuilder>,
    participles: HashMap<&'static str, String, Xxh3DefaultBuilder>,
}

impl Lexicon {
    pub(super) fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Self::load(include_str!("../../../../assets/insight/verbs-en.txt")))
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
    pub(super) fn forms(&self, word: &str) -> Forms {
        self.forms.get(word).copied().unwrap_or_default()
    }

    pub(super) fn is_verb(&self, word: &str) -> bool {
        self.forms.contains_key(word)
    }
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

fn third_of(base: &str) -> String {
    if ends_with_consonant_and_y(base) {
        return format!("{}ies", base.trim_end_matches('y'));
    }
    if base.ends_with(['s', 'x', 'z', 'o']) || base.ends_with("ch") || base.ends_with("sh") {
        return format!("{base}es");
    }
    format!("{base}s")
}

/// Returns the form with `-ing`.
pub(super) fn ing_of(base: &str) -> String {
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

macro_rules! words {
    ($($name:ident: $($word:literal)*;)*) => {
        $(
            #[doc = concat!("Returns whether a word in lower case is one of the ", stringify!($name), " list.")]
            pub(super) fn $name(word: &str) -> bool {
                matches!(word, $($word)|*)
            }
        )*
    };
}

words! {
    is_determiner: "a" "an" "the" "this" "that" "these" "those" "some" "any" "each" "every" "no" "all" "both" "several" "many"
        "more" "most" "another" "other" "few" "such";
    is_possessive: "his" "her" "its" "their" "my" "our" "your";
    is_pronoun: "he" "she" "it" "they" "we" "i" "you" "him" "them" "us" "me" "himself" "herself" "itself" "themselves" "who"
        "whom" "what" "which" "this" "these" "those" "one" "ones" "others" "nobody" "everyone" "someone" "something" "everything"
        "anything" "nothing" "anyone" "none" "so" "there" "here" "it's" "he's" "she's" "they're" "i'm" "we're";
    is_speaking: "i" "we" "you" "me" "us" "my" "our" "your" "i'm" "we're" "you're" "i've" "we've" "let's" "myself" "ourselves";
    is_preposition: "of" "in" "on" "at" "by" "for" "with" "from" "to" "into" "onto" "over" "under" "against" "between" "among"
        "through" "during" "within" "without" "across" "around" "near" "behind" "toward" "towards" "upon" "about" "despite"
        "amid" "following" "via" "per" "off" "outside" "inside" "along" "beyond" "beneath" "above" "below";
    is_subordinator: "because" "when" "while" "as" "after" "before" "although" "though" "since" "if" "unless" "until" "where"
        "which" "who" "whose" "whom" "whereas" "once" "even" "so" "saying" "according" "adding" "including" "citing" "than"
        "how" "why" "what" "whether" "like";
    is_be: "is" "are" "was" "were";
    is_have: "has" "have" "had";
    is_modal: "will" "would" "could" "can" "may" "might" "must" "should" "shall";
    is_state: "able" "unable" "reluctant" "eager" "unlikely" "unwilling" "willing" "confident" "afraid" "responsible" "critical"
        "popular" "dangerous" "controversial" "important" "vulnerable" "expensive" "rare" "skeptical" "sceptical" "optimistic"
        "pessimistic" "worried" "concerned" "angry" "furious" "keen" "wary" "nervous" "cautious" "dependent" "reliant" "crucial"
        "key" "essential" "unpopular" "unhappy" "illegal" "legal" "immune" "silent" "absent" "subject" "hesitant" "proud" "guilty"
        "anxious" "determined" "desperate" "hostile" "opposed" "central" "difficult" "hard" "harder" "easier" "impossible" "cheaper"
        "weaker" "stronger" "uncertain" "unclear_" "unusual" "safe" "unsafe" "more" "less" "so" "too" "closer" "ready" "free" "short";
    is_weekday: "monday" "tuesday" "wednesday" "thursday" "friday" "saturday" "sunday";
    is_month: "january" "february" "march" "april" "june" "july" "august" "september" "october" "november" "december" "jan" "feb"
        "aug" "sept" "oct" "nov" "dec" "jan." "feb." "aug." "sept." "oct." "nov." "dec.";
    is_time: "yesterday" "today" "tonight" "tomorrow" "now" "recently" "earlier" "later" "early" "late" "again" "already" "soon"
        "afterward" "afterwards" "immediately" "ago" "too" "instead" "overnight" "together" "well" "also" "still" "just" "then" "yet"
        "finally" "currently" "eventually" "officially";
    is_dropped_adverb: "also" "recently" "now" "then" "later" "finally" "already" "just" "still" "yesterday" "today" "first"
        "initially" "previously" "currently" "reportedly" "subsequently" "eventually" "once" "even" "long" "officially" "formally" "soon"
        "immediately" "quickly" "earlier" "apparently" "simply" "actually" "really" "merely" "again" "personally" "clearly"
        "certainly" "probably" "likely" "obviously";
    is_hedge: "allegedly" "reportedly" "apparently" "supposedly" "purportedly" "probably" "possibly" "perhaps" "maybe" "likely";
    is_achievement: "win" "beat" "defeat" "escape" "survive" "rescue" "capture" "seize" "discover" "break" "hack" "steal"
        "obtain" "secure" "develop" "build" "reach" "manage" "track" "identify" "overcome" "smuggle" "avoid" "locate" "detect"
        "invent" "evade" "topple" "overthrow" "recover" "outperform" "overtake" "prove" "learn" "gain" "raise" "earn"
        "hide" "retrieve" "oust" "halve" "double" "triple";
    is_exchange: "buy" "acquire" "back" "fund" "partner" "invest" "merge" "support" "sponsor" "endorse" "purchase" "finance"
        "ally" "collaborate" "license";
    is_decision: "ban" "block" "order" "rule" "reject" "arrest" "fine" "sue" "suspend" "approve" "sentence" "convict" "overturn"
        "uphold" "acquit" "dismiss" "indict" "impose" "revoke" "seize" "raid" "detain" "deny" "grant" "strike" "prohibit"
        "investigate" "freeze" "bar" "halt" "expel" "disqualify" "sanction" "release";
    is_accusation: "accuse" "blame" "charge" "suspect" "convict" "indict" "link" "implicate";
    is_stance: "criticize" "criticise" "condemn" "oppose" "reject" "denounce" "slam" "protest" "dispute" "deny" "praise" "blast"
        "welcome" "applaud" "mock" "defend" "apologize" "complain" "boycott" "rally" "chastise" "laud" "scold" "refuse" "resist";
    is_change: "rise" "fall" "drop" "decline" "jump" "climb" "slump" "tumble" "surge" "shrink" "plunge" "soar" "plummet"
        "slip" "slide" "rebound" "decrease";
    is_intent: "plan" "hope" "aim" "want" "intend" "seek" "expect" "vow" "promise" "pledge" "agree" "decide" "propose" "offer"
        "threaten" "try" "attempt" "struggle" "fight" "prepare" "refuse" "decline" "fail" "need";
    is_effect: "hurt" "affect" "help" "boost" "damage" "benefit" "disrupt" "delay" "devastate" "weaken" "strengthen" "undermine"
        "endanger" "harm" "influence" "improve" "shape" "transform" "destroy" "change" "reduce" "cripple" "fuel" "spark" "prompt"
        "trigger" "cause" "reshape" "spur" "ignite";
    is_claim: "claim" "allege" "argue" "insist" "maintain" "contend" "believe" "suggest" "estimate" "predict" "warn" "fear"
        "worry" "think" "say" "acknowledge" "admit" "concede" "deny" "complain" "doubt";
    is_reporting: "say" "tell" "add" "note" "ask" "report" "announce" "explain" "write" "reply" "comment" "state" "declare"
        "confirm" "describe" "speak" "talk" "reveal" "mention" "show" "know" "think" "feel" "see" "hear" "seem" "appear" "look" "get"
        "go" "come" "do" "like" "love" "recall" "remember" "read" "mean" "stay" "sit" "stand" "keep" "thank" "answer" "walk" "happen" "occur"
        "include" "contain" "consist" "belong" "remain" "become" "begin" "start" "continue" "need" "have" "let" "live" "work";
    is_authority: "court" "judge" "judges" "police" "prosecutors" "prosecutor" "regulator" "regulators" "jury" "commission"
        "authorities" "officials" "government" "senate" "congress" "parliament" "ministry" "department" "agency" "fda" "fbi" "sec" "board"
        "council" "tribunal" "attorney" "administration" "committee" "officers" "city" "state" "magistrate" "justice" "lawmakers";
    is_common_start: "police" "officials" "researchers" "scientists" "authorities" "investigators" "prosecutors" "people" "workers"
        "students" "voters" "doctors" "residents" "critics" "shares" "sales" "stocks" "prices" "profits" "lawmakers" "members"
        "soldiers" "troops" "protesters" "activists" "experts" "economists" "analysts" "investors" "regulators" "firefighters"
        "rebels" "militants" "teachers" "parents" "supporters" "opponents" "farmers" "employees" "customers" "consumers" "users"
        "companies" "businesses" "banks" "airlines" "hospitals" "schools" "women" "men" "children" "leaders" "lawyers" "attorneys"
        "gunmen" "hackers" "engineers" "astronomers" "demonstrators" "fans" "families" "thousands" "hundreds" "dozens"
        "developers" "publishers" "retailers" "drivers" "rescuers" "relatives" "neighbors" "witnesses" "jurors" "republicans_";
}

/// Returns whether something that happens carries this name.
pub(super) fn is_event(word: &str) -> bool {
    matches!(
        word,
        "strike"
            | "strikes"
            | "attack"
            | "attacks"
            | "collapse"
            | "merger"
            | "deal"
            | "ruling"
            | "crash"
            | "ban"
            | "lawsuit"
            | "acquisition"
            | "takeover"
            | "resignation"
            | "shooting"
            | "protests"
            | "protest"
            | "war"
            | "crisis"
            | "outbreak"
            | "recall"
            | "investigation"
            | "cuts"
            | "layoffs"
            | "tariffs"
            | "sanctions"
            | "agreement"
            | "shutdown"
            | "shortage"
            | "boycott"
            | "scandal"
            | "dispute"
            | "conflict"
            | "standoff"
            | "feud"
            | "bankruptcy"
            | "controversy"
            | "breakup"
            | "uprising"
            | "coup"
            | "embargo"
            | "explosion"
            | "massacre"
            | "riots"
            | "clashes"
            | "raid"
            | "raids"
            | "killings"
            | "bombing"
            | "bombings"
            | "dismissal"
            | "withdrawal"
            | "downturn"
            | "recession"
            | "surge"
            | "decline"
            | "slump"
            | "rivalry"
            | "alliance"
            | "partnership"
            | "ceasefire"
            | "truce"
            | "siege"
            | "blockade"
            | "evacuation"
            | "delay"
            | "delays"
            | "breach"
            | "leak"
            | "settlement"
            | "closure"
            | "closures"
            | "stoppage"
            | "walkout"
            | "rebellion"
    )
}

/// Returns whether a noun in lower case is plural, as far as its ending tells.
pub(super) fn is_plural(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "police"
            | "men"
            | "women"
            | "children"
            | "gunmen"
            | "troops"
            | "data"
            | "media"
            | "both"
            | "several"
            | "many"
            | "most"
    ) || (word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
        && !word.ends_with("'s")
        && !word.ends_with("’s")
        && !matches!(
            word,
            "news" | "politics" | "economics" | "series" | "physics" | "congress"
        ))
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
        assert_eq!(lexicon.forms("table").base, None);
    }
}
