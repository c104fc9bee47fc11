//! Which clauses of a sentence may be left out.

use std::ops::Range;

use crate::text::english::{Tag, Token};

/// A sentence with its grammar.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token<'a>],
    pub(super) tags: &'a [Tag],
}

impl Sentence<'_> {
    pub(super) fn is(&self, place: usize, words: &[&str]) -> bool {
        self.tokens.get(place).is_some_and(|token| {
            words
                .iter()
                .any(|word| word.eq_ignore_ascii_case(token.text))
        })
    }

    pub(super) fn tag(&self, place: usize) -> Tag {
        self.tags.get(place).copied().unwrap_or(Tag::Stop)
    }

    pub(super) fn start(&self, place: usize) -> usize {
        self.tokens
            .get(place)
            .map_or(self.text.len(), |token| token.start)
    }

    pub(super) fn end(&self, place: usize) -> usize {
        self.tokens
            .get(place)
            .map_or(self.text.len(), |token| token.range().end)
    }

    /// What may be left out, as bytes, what is missed least first.
    pub(super) fn spans(&self) -> Vec<Range<usize>> {
        let mut found = self.remarks();
        found.extend(self.asides());
        found.extend(self.opening());
        found.extend(self.endings());
        found.retain(|span| {
            self.text
                .get(span.clone())
                .is_some_and(|clause| is_idle(without_speech(clause)))
                && self.ends_well_before(span.start)
                && !self.is_quoted(span.start)
                && !self.is_quoted(span.end)
        });
        found
    }

    /// Nothing hangs in the air where a clause is taken away: “on the day when.”
    fn ends_well_before(&self, at: usize) -> bool {
        let Some(last) = self
            .tokens
            .iter()
            .rposition(|token| token.range().end <= at)
        else {
            return true;
        };
        !matches!(
            self.tag(last),
            Tag::Preposition
                | Tag::Coordinator
                | Tag::Determiner
                | Tag::To
                | Tag::Modal
                | Tag::WhAdverb
                | Tag::WhDeterminer
                | Tag::WhPronoun
                | Tag::WhOwn
                | Tag::OwnPronoun
                | Tag::Adjective
                | Tag::Comma
                | Tag::Colon
        ) || self.tag(last) == Tag::Adjective && self.is(last + 1, &[","])
    }

    /// Inside of somebody's words, which are left as they are.
    fn is_quoted(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let count = |mark: char| before.matches(mark).count();
        !count('"').is_multiple_of(2) || count('“') > count('”')
    }

    /// `(his third)`, ` – by far the largest – `.
    fn remarks(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for open in 0..self.tokens.len() {
            let closing: &[&str] = match self.tokens.get(open).map(|token| token.text) {
                Some("(") => &[")"],
                Some("–" | "—" | "--" | "-") if open > 0 => &["–", "—", "--", "-"],
                _ => continue,
            };
            let close = (open + 2..self.tokens.len()).find(|place| self.is(*place, closing));
            if let Some(close) = close
                && !self.has_mark_between(open, close)
                // “Among the senators -- many of them loud -- Smith …” needs a comma that is not there.
                && (self.is(close, &[")"])
                    || !matches!(self.tag(close + 1), Tag::Name | Tag::Names | Tag::Determiner | Tag::Pronoun))
            {
                found.push(self.start(open)..self.end(close));
            }
        }
        found
    }

    fn has_mark_between(&self, open: usize, close: usize) -> bool {
        (open + 1..close).any(|place| {
            matches!(
                self.tag(place),
                Tag::OpenQuote | Tag::CloseQuote | Tag::OpenBracket
            )
        })
    }

    /// `, which …,` and `, the head of …,` before the verb.
    fn asides(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let commas: Vec<usize> = (0..self.tokens.len())
            .filter(|place| self.is(*place, &[","]))
            .collect();
        for pair in commas.windows(2) {
            let [open, close] = pair else { continue };
            let first = open + 1;
            let is_clause = self.is(first, &["which", "who", "whose", "where"]);
            let has_verb = (first..*close).any(|place| is_finite(self.tag(place)));
            // “Paris, Rome, and Berlin”, “red, green, blue”: a list has no verb behind it.
            let is_verb = |place: usize| {
                matches!(self.tag(place), Tag::Past | Tag::Third | Tag::Modal)
                    || self.is(place, &["have", "are", "were", "do"])
            };
            let follows_verb =
                is_verb(close + 1) || self.tag(close + 1) == Tag::Adverb && is_verb(close + 2);
            let is_apposition = !has_verb
                && follows_verb
                && matches!(
                    self.tag(first),
                    Tag::Determiner | Tag::Noun | Tag::Adjective | Tag::Nouns
                )
                && close - first > 1;
            // “Singh, a clerk, who sells covers, said”: the comma that closes the other one stays.
            let is_second = (open.saturating_sub(10)..*open).any(|place| {
                // The comma behind “On Monday” closes nothing.
                let is_opening = matches!(self.tag(0), Tag::Preposition | Tag::Adverb)
                    && !(0..place).any(|before| self.is(before, &[","]));
                self.is(place, &[","])
                    && !is_opening
                    && !(place..*open).any(|place| is_finite(self.tag(place)))
            });
            if (is_apposition || is_clause && follows_verb) && !is_second {
                found.push(self.start(*open)..self.end(*close));
            } else if is_apposition
                || is_clause
                    && (follows_verb
                        || self.has_clause(*close)
                            && matches!(
                                self.tag(close + 1),
                                Tag::Determiner | Tag::Name | Tag::Names | Tag::Preposition
                            ))
            {
                // The comma parts more than the clause.
                found.push(self.start(*open)..self.start(*close));
            }
        }
        found
    }

    /// `On Monday, `, `In a letter to the council, `.
    fn opening(&self) -> Option<Range<usize>> {
        let opens = matches!(
            self.tag(0),
            Tag::Preposition | Tag::Adverb | Tag::Ing | Tag::Participle | Tag::To
        ) || self.is(
            0,
            &[
                "when", "as", "while", "after", "since", "earlier", "late", "last",
            ],
        );
        let comma = (1..self.tokens.len().min(30)).find(|place| self.is(*place, &[","]))?;
        let begins_clause = matches!(
            self.tag(comma + 1),
            Tag::Determiner | Tag::Name | Tag::Names | Tag::Nouns
        ) && (comma + 2..comma + 9)
            .find(|place| is_finite(self.tag(*place)))
            .is_some_and(|verb| {
                !(comma + 1..verb).any(|place| {
                    self.is(place, &[","])
                        || matches!(
                            self.tag(place),
                            Tag::WhDeterminer | Tag::WhPronoun | Tag::WhAdverb
                        )
                })
            });
        // “Over the years, researchers argue in a paper, comets …”: who says it stands between.
        let is_told_between = (comma + 2..comma + 9)
            .any(|place| is_finite(self.tag(place)) && self.is(place, TELLING))
            && (comma + 3..self.tokens.len()).any(|place| self.is(place, &[","]));
        (opens && begins_clause && !is_told_between).then(|| 0..self.start(comma + 1))
    }

    /// The clauses at the end, the last one first; who said it, when that comes last, stays.
    fn endings(&self) -> Vec<Range<usize>> {
        let stop = self
            .tokens
            .iter()
            .rposition(|token| matches!(token.text, "." | "!"))
            .unwrap_or(self.tokens.len());
        let speaker = self.speaker(stop);
        let end = self.start(speaker.unwrap_or(stop));
        let has_pair = |upto: usize| {
            (upto.saturating_sub(12)..upto)
                .any(|place| self.is(place, &["both", "between", "either"]))
        };
        (1..speaker.unwrap_or(stop))
            .rev()
            .filter(|place| {
                let first = place + 1;
                // A second dash closes what the first one opened.
                let is_dash = |place: &usize| self.is(*place, &["–", "—", "--"]);
                if is_dash(place) && !(0..*place).filter(is_dash).count().is_multiple_of(2) {
                    return false;
                }
                if self.is(*place, &[",", "–", "—", "--", ";"]) {
                    let is_apposition = self.is(first, &["a", "an"])
                        && !(first..speaker.unwrap_or(stop))
                            .any(|place| is_finite(self.tag(place)));
                    return is_apposition
                        || self.is(first, CLAUSES)
                        || self.tag(first) == Tag::Ing
                        || !self.is(*place, &[","])
                        || self.is(first, &["and", "but"])
                            && (is_finite(self.tag(first + 1)) || self.has_clause(first));
                }
                // Without a comma only behind a noun: “shortly after”, “as soon as”, “hours before” belong together.
                let is_behind_noun = matches!(
                    self.tag(place - 1),
                    Tag::Noun | Tag::Nouns | Tag::Name | Tag::Names | Tag::Number
                ) && !self.is(place - 1, TIMES);
                if !is_behind_noun {
                    return false;
                }
                if self.is(*place, &["amid", "following"]) || self.opens_circumstance(*place) {
                    return true;
                }
                // “its Great Wall which …”: of a name nothing is told apart.
                if self.is(*place, &["which", "who"]) {
                    return matches!(self.tag(place - 1), Tag::Name | Tag::Names);
                }
                if self.is(*place, &["even"]) && self.is(first, &["as", "while", "though"]) {
                    return (first + 2..stop).any(|place| is_finite(self.tag(place)));
                }
                if self.is(
                    *place,
                    &["while", "after", "when", "before", "because", "as", "since"],
                ) {
                    return matches!(
                        self.tag(first),
                        Tag::Determiner
                            | Tag::Name
                            | Tag::Names
                            | Tag::Nouns
                            | Tag::Pronoun
                            | Tag::OwnPronoun
                            | Tag::Adjective
                    ) && self.has_clause(*place)
                        && !(place.saturating_sub(5)..*place)
                            .any(|before| self.is(before, &["as", "so", "such", "same"]));
                }
                // A second verb of the same subject: “… stormed a theatre and opened fire”.
                self.is(*place, &["and"])
                    && matches!(self.tag(first), Tag::Past | Tag::Third)
                    && (1..*place).any(|before| self.tag(before) == self.tag(first))
                    && !(1..*place)
                        .any(|before| self.is(before, &[","]) && is_finite(self.tag(before + 1)))
                    && !has_pair(*place)
            })
            .map(|place| self.start(place)..end)
            .filter(|span| span.start < span.end)
            .collect()
    }

    /// `ahead of …`, `in the wake of …`: around the story, not in it.
    fn opens_circumstance(&self, place: usize) -> bool {
        CIRCUMSTANCES.iter().any(|words| {
            words
                .iter()
                .enumerate()
                .all(|(behind, word)| self.is(place + behind, &[word]))
        })
    }

    /// A finite verb soon behind.
    fn has_clause(&self, place: usize) -> bool {
        (place + 2..place + 9)
            .take_while(|place| !self.is(*place, &[",", ";"]))
            .any(|place| is_finite(self.tag(place)))
    }

    /// Where `, police said` begins, when a sentence ends with it.
    fn speaker(&self, stop: usize) -> Option<usize> {
        let comma = (stop.saturating_sub(12)..stop)
            .rev()
            .find(|place| self.is(*place, &[","]))?;
        let says = (comma + 1..stop).any(|place| {
            self.is(
                place,
                &[
                    "said",
                    "says",
                    "told",
                    "reported",
                    "reports",
                    "according",
                    "announced",
                    "added",
                ],
            )
        });
        says.then_some(comma)
    }
}

pub(super) const fn is_finite(tag: Tag) -> bool {
    matches!(tag, Tag::Past | Tag::Third | Tag::Plain | Tag::Modal)
}

/// Words a clause that may go can begin with.
#[rustfmt::skip]
const CLAUSES: &[&str] = &[
    "which", "who", "whose", "where", "as", "while", "with", "after", "when", "including", "following", "amid",
    "because", "since", "before", "even", "along", "thanks",
];

#[rustfmt::skip]
const CIRCUMSTANCES: &[&[&str]] = &[
    &["ahead", "of"], &["along", "with"], &["together", "with"], &["in", "reference", "to"], &["in", "connection", "with"],
    &["in", "response", "to"], &["in", "the", "wake", "of"], &["in", "wake", "of"], &["as", "part", "of"], &["as", "well", "as"],
    &["in", "order", "to"], &["in", "a", "bid", "to"], &["in", "an", "attempt", "to"], &["in", "an", "effort", "to"],
    &["during"], &["alongside"], &["throughout"], &["in", "conjunction", "with"], &["thanks", "to"], &["due", "to"], &["because", "of"], &["owing", "to"],
];

#[rustfmt::skip]
const TELLING: &[&str] = &[
    "say", "says", "said", "argue", "argues", "argued", "write", "writes", "wrote", "think", "believe", "believes",
    "report", "reports", "reported", "claim", "claims", "claimed", "told", "warned", "added", "according",
];

/// How long before or after: “hours after he left” is one phrase.
const TIMES: &[&str] = &[
    "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year", "years", "moments", "shortly", "soon", "long", "same", "such", "time", "times",
    "moment", "point",
];

/// `, saying the gates are old`: what is said goes together with the word that says so, so that nothing is left unsaid.
fn without_speech(clause: &str) -> &str {
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
fn is_idle(clause: &str) -> bool {
    !clause.contains("in a statement")
        && !clause.contains(|c: char| c.is_numeric() || matches!(c, '"' | '“' | '”'))
        && !clause
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .map(str::to_lowercase)
            .any(|word| {
                WEIGHTY.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
            })
}

#[rustfmt::skip]
const WEIGHTY: &[&str] = &[
    "said", "says", "say", "according", "told", "tells", "claimed", "claims", "claim", "reported", "reports",
    "announced", "added", "believes", "believe", "believed", "warned", "warns", "alleged", "allegedly", "reportedly",
    "argued", "argues", "not", "no", "never", "none", "nobody", "nothing", "without", "neither", "nor", "if", "unless",
    "except", "only", "until", "provided", "would", "could", "may", "might", "although", "though", "despite",
    "suggests", "estimates", "showed", "shows", "found", "confirmed", "confirms", "denied", "denies", "wrote", "stated",
    "states", "saying", "adding", "noting", "citing", "insisted", "insists", "hardly", "barely", "unlike", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen", "dozens", "hundred", "hundreds",
    "thousand", "thousands", "million", "millions", "billion", "half", "twice", "thinks", "thought", "suspected",
    "expected", "tweeted", "explained", "admitted",
];
