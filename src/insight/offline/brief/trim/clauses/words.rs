//! Words that tell what a clause is, and whether anything hangs on it.

/// Words a clause that may go can begin with.
#[rustfmt::skip]
pub(super) const CLAUSES: &[&str] = &[
    "which", "who", "whose", "where", "as", "while", "with", "after", "when", "including", "following", "amid",
    "because", "since", "before", "even", "along", "thanks", "although", "though", "despite",
];

#[rustfmt::skip]
pub(super) const CIRCUMSTANCES: &[&[&str]] = &[
    &["ahead", "of"], &["along", "with"], &["together", "with"], &["in", "reference", "to"], &["in", "connection", "with"],
    &["in", "response", "to"], &["in", "the", "wake", "of"], &["in", "wake", "of"], &["as", "part", "of"], &["as", "well", "as"],
    &["such", "as"], &["in", "order", "to"], &["in", "a", "bid", "to"], &["in", "an", "attempt", "to"], &["in", "an", "effort", "to"],
    &["during"], &["alongside"], &["throughout"], &["in", "conjunction", "with"], &["thanks", "to"], &["due", "to"], &["because", "of"], &["owing", "to"],
];

#[rustfmt::skip]
pub(super) const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[rustfmt::skip]
pub(super) const MONTHS: &[&str] = &[
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
];

/// What one does something for.
#[rustfmt::skip]
pub(super) const PURPOSES: &[&str] = &[
    "avoid", "help", "ensure", "prevent", "protect", "catch", "discuss", "mark", "celebrate", "raise", "escape", "curb",
    "tackle", "boost", "improve", "reduce", "promote", "support", "fight", "combat", "stop", "seek", "find", "see",
    "assess", "check", "attend", "watch", "win", "gain", "attract", "demand", "honor", "honour", "commemorate",
    "investigate", "look", "keep", "save", "show", "meet", "express", "explain", "highlight", "address", "remove",
    "replace", "restore", "secure", "determine", "learn", "study", "deal", "cope", "beat", "collect", "gather",
];

/// What an infinitive belongs to.
#[rustfmt::skip]
pub(super) const PLANS: &[&str] = &[
    "plan", "plans", "decision", "decisions", "ability", "right", "rights", "effort", "efforts", "attempt", "attempts",
    "bid", "need", "needs", "move", "moves", "deal", "agreement", "chance", "chances", "way", "ways", "order", "orders",
    "power", "powers", "authority", "permission", "offer", "offers", "proposal", "proposals", "call", "calls", "time",
    "place", "pressure", "intention", "promise", "pledge", "vow", "refusal", "failure", "reason", "reasons", "duty",
    "opportunity", "opportunities", "desire", "campaign", "drive", "push", "commitment", "capacity", "potential",
    "willingness", "steps", "measures", "means", "law", "bill", "vote", "petition", "request", "willingness", "interest", "interests",
];

/// Who asks, forces or lets somebody do what follows.
#[rustfmt::skip]
pub(super) const ASKING: &[&str] = &[
    "ask", "asks", "asked", "asking", "tell", "tells", "telling", "urge", "urges", "urged", "urging", "force", "forces",
    "forced", "forcing", "order", "ordered", "want", "wants", "wanted", "wanting", "allow", "allows", "allowed",
    "allowing", "help", "helps", "helped", "helping", "enable", "enables", "enabled", "enabling", "persuade",
    "persuaded", "expect", "expects", "require", "requires", "required", "prompt", "prompts", "prompted", "encourage",
    "encourages", "encouraged", "lead", "leads", "led", "get", "gets", "got", "invite", "invited", "cause", "causes",
    "caused", "permit", "permits", "permitted", "convince", "convinced", "direct", "directed", "directing", "plans",
    "planned", "failed", "fails", "likely", "unlikely", "set", "call", "calls", "calling", "called", "need", "needs",
    "needed", "try", "tries", "tried", "trying", "make", "makes", "made",
];

#[rustfmt::skip]
pub(super) const TELLING: &[&str] = &[
    "say", "says", "said", "argue", "argues", "argued", "write", "writes", "wrote", "think", "believe", "believes",
    "report", "reports", "reported", "claim", "claims", "claimed", "told", "warned", "added", "according",
];

/// Beginnings of words that tell what somebody thinks or wants, which may go on behind a comma.
#[rustfmt::skip]
pub(super) const SPEAKING: &[&str] = &[
    "predict", "promis", "vow", "hop", "fear", "expect", "think", "thought", "know", "knew", "feel", "felt", "suggest",
    "agree", "insist", "argu", "explain", "admit", "conclud", "acknowledg", "accus", "ask", "warn", "pledg", "plan",
    "predict", "believ", "claim", "deni", "deny", "mean", "show", "reveal", "find", "found", "estimat", "suspect",
    "alleg", "assert", "maintain", "contend", "worr", "dream", "imagin", "remember", "recall", "learn", "read", "hear",
    "saw", "see", "seem", "appear", "consider", "call", "order", "urg", "tell", "repl", "respond", "wr", "not", "stat",
];

/// How long before or after: “hours after he left” is one phrase.
pub(super) const TIMES: &[&str] = &[
    "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year", "years", "moments", "shortly", "soon", "long", "same", "such", "time", "times",
    "moment", "point",
];

/// `, saying the gates are old`: what is said goes together with the word that says so, so that nothing is left unsaid.
pub(super) fn without_speech(clause: &str) -> &str {
    let inner = clause.trim_start_matches([',', ' ']);
    [
        "saying ",
        "adding ",
        "claiming ",
        "noting ",
        "warning ",
        "arguing ",
    ]
    .iter()
    .find_map(|word| inner.strip_prefix(word))
    .unwrap_or(clause)
}

/// Says nothing the rest depends on: no speaker, number, negation, condition or quotation.
pub(super) fn is_idle(clause: &str) -> bool {
    // What a clause of its own tells is told of it alone.
    let is_told_apart = words_of(clause).next().is_some_and(|first| {
        matches!(
            first.as_str(),
            "which"
                | "who"
                | "whose"
                | "where"
                | "after"
                | "when"
                | "while"
                | "before"
                | "although"
                | "though"
                | "despite"
        )
    });
    !clause.contains("in a statement")
        && !clause.contains(char::is_numeric)
        && clause.matches('"').count().is_multiple_of(2)
        && clause.matches('“').count() == clause.matches('”').count()
        && !words_of(clause).any(|word| {
            WEIGHTY.contains(&word.as_str())
                || (!is_told_apart && TELLS.contains(&word.as_str()))
                || word.ends_with("n't")
                || word.ends_with("n’t")
        })
}

fn words_of(clause: &str) -> impl Iterator<Item = String> {
    clause
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Who told it, what it was found by: of what stands around, unless it is in a clause with *which* or *when*.
#[rustfmt::skip]
const TELLS: &[&str] = &[
    "suggests", "estimates", "showed", "shows", "found", "confirmed", "confirms", "stated", "states", "thinks",
    "thought", "suspected", "expected", "explained", "admitted", "although", "though", "despite",
];

#[rustfmt::skip]
const WEIGHTY: &[&str] = &[
    "said", "says", "say", "according", "told", "tells", "claimed", "claims", "claim", "reported", "reports",
    "announced", "added", "believes", "believe", "believed", "warned", "warns", "alleged", "allegedly", "reportedly",
    "argued", "argues", "not", "no", "never", "none", "nobody", "nothing", "without", "neither", "nor", "if", "unless",
    "except", "only", "until", "provided", "would", "could", "may", "might", 
    "denied", "denies", "wrote", "saying", "adding", "noting", "citing", "insisted", "insists", "hardly", "barely", "unlike", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen", "dozens", "hundred", "hundreds",
    "thousand", "thousands", "million", "millions", "billion", "half", "twice", "tweeted", 
];
