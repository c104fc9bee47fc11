//! Words that tell how a sentence stands.

#[rustfmt::skip]
pub(super) const SPEAKERS: &[&str] = &[
    "I", "me", "my", "My", "we", "We", "our", "Our", "you", "You", "your", "Your", "us",
];

/// Phrases before the subject begin with these.
#[rustfmt::skip]
pub(super) const OPENERS: &[&str] = &[
    "in", "on", "at", "as", "by", "for", "if", "after", "before", "when", "while", "with", "from", "during", "until",
    "since", "once", "although", "though", "despite", "under", "over", "about", "without", "within", "according", "to",
    "unlike", "like", "last", "next", "now", "today", "yesterday", "early", "late", "asked", "among", "between",
    "through", "following", "amid",
];

/// Of these, what begins a clause: “After Smith died, he …”.
#[rustfmt::skip]
pub(super) const CLAUSES: &[&str] = &[
    "as", "if", "after", "before", "when", "while", "since", "once", "although", "though", "until",
];

/// What `this` may stand before and mean the time of the report.
#[rustfmt::skip]
pub(super) const DATES: &[&str] = &[
    "week", "month", "year", "weekend", "summer", "winter", "spring", "autumn", "fall", "morning", "afternoon", "evening",
    "season", "week's", "month's", "year's", "weekend's", "summer's", "season's",
];

/// What a thing still to be told is said to be: `it is hard to`, `it is clear that`.
#[rustfmt::skip]
pub(super) const JUDGED: &[&str] = &[
    "hard", "difficult", "clear", "unclear", "possible", "impossible", "important", "necessary", "illegal", "rare",
    "unusual", "common", "time", "known", "unknown", "uncertain", "essential", "vital", "obvious", "evident", "crucial",
    "remarkable", "ironic", "tempting", "true", "well-known",
];

#[rustfmt::skip]
pub(super) const TIMES: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
];

#[rustfmt::skip]
pub(super) const PERSONS: &[&str] = &[
    "man", "woman", "youth", "baby", "doctor", "boy", "girl", "wife", "husband", "son", "teen", "child", "king", "queen", "prince", "princess", "chief", "coach",
    "star", "captain", "champion", "president", "victim", "suspect", "student", "judge", "pilot", "patient", "friend",
    "guard", "clerk", "nurse", "thief", "witness", "chef", "agent", "client", "resident", "migrant", "veteran",
    "soldier", "someone", "everyone", "nobody", "person", "player", "actress", "singer", "one", "candidate", "head",
    "host", "model", "bride", "groom", "mp", "colleague", "fan", "hero", "widow", "twin", "pope", "bishop", "monk",
    "nun", "guy", "kid", "lady", "senator", "teenager",
];

/// These end as persons do.
#[rustfmt::skip]
pub(super) const THINGS: &[&str] = &[
    "after", "other", "another", "under", "number", "order", "power", "water", "paper", "major", "minor", "later",
    "earlier", "never", "whether", "rather", "together", "however", "over", "matter", "center", "letter", "summer",
    "winter", "computer", "better", "former", "larger", "further", "higher", "lower", "river", "tower", "quarter",
    "error", "factor", "motor", "sector", "floor", "color", "honor", "labor", "labour", "older", "younger", "newer",
    "greater", "important", "restaurant", "committee", "significant", "constant", "september", "october", "november",
    "december", "plant", "giant", "cover", "offer", "answer", "corner", "dinner", "chapter", "border", "murder",
    "fever", "weather", "human", "longer", "father's", "interior", "superior", "prior", "mirror", "terror", "horror",
    "favor", "flavor", "odor", "tenor", "door", "consider", "remember", "discover", "deliver", "enter", "refer",
    "suffer", "differ", "gather", "trigger", "grant", "distant", "instant", "relevant", "coffee", "degree", "guarantee",
    "agree", "employer's", "transfer", "fire", "layer", "lawyer's", "either", "neither",
];

/// Words that nothing is named by.
#[rustfmt::skip]
pub(super) const FUNCTION: &[&str] = &[
    "the", "and", "for", "has", "had", "was", "are", "were", "will", "not", "but", "who", "that", "this", "with",
    "from", "into", "also", "just", "only", "even", "last", "next", "now", "then", "there", "after", "before", "when",
    "while", "said", "year", "week", "month", "day", "time", "today", "yesterday", "according", "asked", "years",
    "years", "days", "ago", "let", "out", "there",
];

#[rustfmt::skip]
pub(super) const PRONOUNS: &[&str] = &[
    "he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "this", "that", "these", "those", "such",
];

#[rustfmt::skip]
pub(super) const LEANING: &[&str] = &[
    "but", "and", "or", "so", "yet", "then", "meanwhile", "however", "moreover", "furthermore", "additionally", "also",
    "instead", "still", "otherwise", "therefore", "thus", "hence", "nevertheless", "nonetheless", "besides",
    "consequently", "similarly", "likewise", "here", "another", "neither", "either", "others", "not", "nor", "because",
    "which", "who", "what", "why", "how", "where", "when's", "yes", "no", "well", "now", "again", "finally",
    "ultimately", "asked", "i", "we", "you", "our", "my", "your", "let", "imagine", "maybe", "perhaps", "indeed", "of",
    "afterward", "afterwards", "later", "earlier", "speaking", "adding", "pictured", "above", "below", "left", "right",
];

#[rustfmt::skip]
pub(super) const VAGUE: &[&str] = &[
    "company", "firm", "group", "agency", "man", "woman", "boy", "girl", "couple", "move", "decision", "report",
    "study", "plan", "deal", "announcement", "statement", "news", "incident", "change", "changes", "two", "three",
    "pair", "duo", "latter", "former", "same", "other", "others", "victim", "suspect", "result", "results", "move",
    "bank", "team", "club", "party", "film", "show", "book", "song", "game", "video", "website", "app", "device",
    "product", "organization", "organisation", "union", "project", "program", "programme", "university", "school",
    "hospital", "airline", "country", "city", "state", "law", "bill", "measure", "proposal", "actor", "actress",
    "singer", "author", "player", "official", "officer", "officers", "spokesman", "spokeswoman", "researchers", "study",
    "attack", "finding", "findings", "figure", "figures", "situation", "problem", "issue", "idea", "case", "process",
    "approach", "trend",
];

/// What follows a noun that has nothing more to say what it means.
#[rustfmt::skip]
pub(super) const HEADLESS: &[&str] = &[
    "said", "says", "is", "was", "has", "had", "will", "would", "are", "were", "have", "also", "can", "could", "may",
    "might", "comes", "came", "does", "did", "plans", "wants", "told", "began", "took", "made", "went", "then", "now",
    "who", "and", "showed", "shows", "found", "must", "should", "gave", "left", "saw", "say", "later", "first",
    "became", "got",
];

/// Words that join a sentence to the one before.
#[rustfmt::skip]
pub(super) const FOREIGN_JOINTS: &[&str] = &[
    "aber", "und", "doch", "denn", "dabei", "dazu", "damit", "außerdem", "zudem", "mais", "et", "donc", "pero", "y",
    "además", "sin", "ma", "e", "mas", "но", "и", "ancak", "ama", "fakat", "böylece", "ayrıca", "maar", "en", "men",
    "och", "og", "لیکن", "مگر", "اور", "چنانچہ", "بلکہ", "لہذا", "جبکہ", "ولكن", "لكن",
];

/// Words that mean somebody or something named before.
#[rustfmt::skip]
pub(super) const FOREIGN_STARTS: &[&str] = &[
    "er", "sie", "es", "dies", "diese", "dieser", "dieses", "il", "elle", "ils", "elles", "cela", "ce", "cette", "ces",
    "c'est", "él", "ella", "ellos", "ellas", "esto", "esta", "este", "eso", "lui", "lei", "loro", "questo", "questa",
    "ele", "ela", "eles", "isso", "он", "она", "они", "это", "bu", "bunun", "bunlar", "onun", "onlar", "bunu", "hij",
    "zij", "ze", "het", "dit", "dat", "han", "hon", "det", "وہ", "یہ", "اس", "ان", "انہوں", "اسی", "انہی", "جس", "جن",
    "他", "她", "它", "这", "這",
];

/// Who speaks and has no name to be told.
#[rustfmt::skip]
pub(super) const UNNAMED: &[&str] = &[
    "officials", "police", "authorities", "prosecutors", "investigators", "scientists", "researchers", "witnesses",
    "experts", "analysts", "lawyers", "doctors", "economists", "campaigners", "critics", "activists", "rescuers",
    "firefighters", "sources", "ministry", "government", "prosecutor", "military", "army",
];
