//! The main clause of a sentence: who, did what, to what. Where anything is in doubt there is no clause.

mod predicate;
mod rendering;

use super::lists;
use super::speech::{Mark, Names};
use crate::text::english::{Lexicon, Tag};

pub(super) use rendering::{names_something, render, render_subject};

/// Marks an opening phrase has at most.
const LONGEST_OPENING: usize = 26;

/// Marks of a sentence by number, in order; what is left out is not among them.
pub(super) type Words = Vec<usize>;

/// How the verb of a clause stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verb {
    /// `closed`, asked with *did*.
    Past,
    /// `closes`, `close`, asked with *does*, *do*.
    Present,
    /// `has closed`; the auxiliary as written.
    Perfect(String),
    /// `is closing`; the form of *be* as written.
    Progressive(String),
    /// `was closed`; the form of *be* as written.
    Passive(String),
    /// `is reluctant`; the form of *be* as written.
    State(String),
    /// `will close`.
    Modal(String),
}

/// A clause that can be asked about.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    pub(super) subject: Words,
    /// Who a pronoun stands for, where the subject is one.
    pub(super) stands_for: Option<String>,
    pub(super) is_plural: bool,
    pub(super) verb: Verb,
    pub(super) base: &'static str,
    /// Index of the verb itself.
    pub(super) at: usize,
    pub(super) is_negated: bool,
    pub(super) complement: Words,
    /// Index after the last mark of the clause.
    pub(super) end: usize,
}

impl Clause {
    /// Returns whether those who speak have a side: what critics say is a claim.
    pub(super) fn is_partisan(&self, marks: &[Mark<'_>]) -> bool {
        self.subject
            .iter()
            .filter_map(|word| marks.get(*word))
            .any(|mark| lists::is_partisan(&mark.lower))
    }
}

/// Reads the clauses of sentences with the names of their story.
pub(super) struct Reader<'a> {
    pub(super) names: &'a Names,
    pub(super) lexicon: &'static Lexicon,
    /// Who or what a pronoun at the head of a clause means.
    pub(super) spoken_of: Option<Spoken>,
    /// The people named in the sentence before, each once.
    pub(super) people_before: Vec<String>,
}

/// The subject of the sentence before.
#[derive(Debug, Clone)]
pub(super) struct Spoken {
    pub(super) text: String,
    pub(super) is_plural: bool,
    pub(super) is_person: bool,
    /// Two or three words with capitals: a person as well as a company, and “she” tells which.
    pub(super) may_be_person: bool,
}

impl Spoken {
    fn is_meant_by(&self, pronoun: &str) -> bool {
        match pronoun {
            "he" | "she" => self.is_person || self.may_be_person,
            "it" => !self.is_person && !self.is_plural,
            "they" => self.is_plural,
            _ => false,
        }
    }

    fn is_owner_of(&self, pronoun: &str) -> bool {
        match pronoun {
            "his" | "her" => self.is_person || self.may_be_person,
            "its" => !self.is_person && !self.is_plural,
            "their" => self.is_plural,
            _ => false,
        }
    }
}

impl Reader<'_> {
    /// Returns the main clause of a sentence.
    pub(super) fn main_clause(&self, marks: &[Mark<'_>]) -> Option<Clause> {
        let first = marks.first()?;
        if !first.is_word {
            return None;
        }
        if !Self::is_opening(first) {
            return self.clause_from(marks, 0);
        }
        if matches!(&*first.lower, "but" | "and" | "yet") {
            return self.clause_from(marks, 1);
        }
        // “On Wednesday, with the forces gone, the rebels took …”: the subject stands behind one of the first commas.
        marks
            .iter()
            .enumerate()
            .take(LONGEST_OPENING)
            .filter(|(_, mark)| mark.text == ",")
            .take(3)
            .find_map(|(comma, _)| self.clause_from(marks, comma + 1))
    }

    /// Returns the further clauses of a sentence: what the subject did besides, what a speaker reports as fact, and what
    /// others did in it.
    pub(super) fn further_clauses(&self, marks: &[Mark<'_>], main: Option<&Clause>) -> Vec<Clause> {
        let mut found = Vec::new();
        if let Some(main) = main {
            // “… said (that) profit fell”: facts that a speaker is the source of.
            if lists::is_factual_report(main.base)
                && !main.is_partisan(marks)
                && matches!(main.verb, Verb::Past | Verb::Present | Verb::Perfect(_))
                && !main.is_negated
            {
                let mut from = main.at + 1;
                while marks.get(from).is_some_and(|mark| {
                    mark.is("that") || lists::is_weekday(&mark.lower) || mark.is("on")
                }) {
                    from += 1;
                }
                if let Some(mut inner) = self.reported(marks, from, main) {
                    inner.at = inner.at.max(from);
                    found.push(inner);
                }
            }
            found.extend(self.second_act(marks, main));
        }
        found.extend(self.joined(marks, main));
        found.extend(self.told_by_the_way(marks));
        found
    }

    /// “The union rejected the offer and called a vote.”
    fn second_act(&self, marks: &[Mark<'_>], main: &Clause) -> Option<Clause> {
        let at = main.end + 1;
        let verb = marks.get(at)?;
        if !marks.get(main.end)?.is("and") || verb.tag != Tag::Past {
            return None;
        }
        let base = self.lexicon.forms(&verb.lower).past?;
        // “Police said Croom shot and killed …”: the second verb is of what is reported.
        let is_told = matches!(main.verb, Verb::Past | Verb::Perfect(_))
            && !lists::is_reporting(main.base)
            && !lists::is_factual_report(main.base);
        let (complement, end) = self.complement(marks, at + 1)?;
        (is_told && !Self::has_second_verb(marks, at + 1, end)).then(|| Clause {
            verb: Verb::Past,
            base,
            at,
            is_negated: false,
            complement,
            end,
            ..main.clone()
        })
    }

    /// “…, and the port closed its gates”, “… after regulators blocked the sale”, “… adding that profit fell”.
    fn joined(&self, marks: &[Mark<'_>], main: Option<&Clause>) -> Vec<Clause> {
        let mut found = Vec::new();
        let is_hypothetical = marks
            .iter()
            .any(|mark| matches!(&*mark.lower, "if" | "whether" | "unless"));
        if is_hypothetical {
            return found;
        }
        let told = main
            .filter(|main| main.base == "tell" || lists::is_factual_report(main.base))
            .filter(|main| !main.is_partisan(marks));
        let mut at = 0;
        while at + 2 < marks.len() {
            // “… left the state when it was flooded”: which of them is meant is open.
            let is_open = |start: &usize| {
                marks
                    .get(*start)
                    .is_some_and(|first| matches!(&*first.lower, "it" | "they" | "its" | "their"))
            };
            let start = marks
                .get(at..)
                .and_then(joint)
                .map(|length| at + length)
                .filter(|start| !is_open(start))
                // “said in July that …”, “told the court that …”.
                .or_else(|| {
                    told.filter(|main| {
                        main.end == at && marks.get(at).is_some_and(|mark| mark.is("that"))
                    })
                    .map(|_| at + 1)
                });
            let clause = start.and_then(|start| self.clause_from(marks, start));
            match clause {
                Some(clause) if main.is_none_or(|main| main.at != clause.at) => {
                    // “As investigators begin their inquiry, …” tells when.
                    let is_when = start
                        .and_then(|start| start.checked_sub(1))
                        .and_then(|before| marks.get(before))
                        .is_some_and(|joint| matches!(&*joint.lower, "as" | "while" | "when"));
                    at = clause.end.max(at + 1);
                    if !(is_when && matches!(clause.verb, Verb::Present)) {
                        found.push(clause);
                    }
                }
                _ => at += 1,
            }
        }
        found
    }

    fn reported(&self, marks: &[Mark<'_>], from: usize, main: &Clause) -> Option<Clause> {
        let first = marks.get(from)?;
        let stands_for_speaker = match &*first.lower {
            "it" | "he" | "she" => !main.is_plural,
            "they" => main.is_plural,
            _ => return self.clause_from(marks, from),
        };
        if !stands_for_speaker {
            return None;
        }
        let clause = self.predicate(marks, main.subject.clone(), from + 1)?;
        Some(Clause {
            stands_for: main.stands_for.clone(),
            is_plural: main.is_plural,
            ..clause
        })
    }

    /// `On`, `Meanwhile`, `After`: a phrase begins that is not the subject.
    fn is_opening(first: &Mark<'_>) -> bool {
        lists::is_preposition(&first.lower)
            || lists::is_opening_adverb(&first.lower)
            || lists::is_opening_conjunction(&first.lower)
            || lists::is_weekday(&first.lower)
            || matches!(
                first.tag,
                Tag::Preposition
                    | Tag::Adverb
                    | Tag::Ing
                    | Tag::Participle
                    | Tag::To
                    | Tag::WhAdverb
            )
    }

    /// Returns the clause whose subject begins at `start`.
    pub(super) fn clause_from(&self, marks: &[Mark<'_>], start: usize) -> Option<Clause> {
        let first = marks.get(start)?;
        if first.tag == Tag::Pronoun && !first.is_contracted {
            let meant = self
                .spoken_of
                .as_ref()
                .filter(|spoken| spoken.is_meant_by(&first.lower))
                .filter(|_| {
                    !matches!(&*first.lower, "he" | "she") || self.people_before.len() < 2
                })?;
            let clause = self.predicate(marks, Words::new(), start + 1)?;
            return Some(Clause {
                stands_for: Some(meant.text.clone()),
                is_plural: meant.is_plural,
                ..clause
            });
        }
        let (subject, verb_at) = self.subject(marks, start)?;
        let clause = self.predicate(marks, subject, verb_at)?;
        if first.tag != Tag::OwnPronoun {
            return Some(clause);
        }
        // “His lawyer said”: whose lawyer has to be told.
        let owner = self
            .spoken_of
            .as_ref()
            .filter(|spoken| spoken.is_owner_of(&first.lower))?;
        let owned = render(self.names, marks, clause.subject.get(1..)?)?;
        let mark = if owner.text.ends_with('s') {
            "’"
        } else {
            "’s"
        };
        Some(Clause {
            stands_for: Some(format!("{}{mark} {owned}", owner.text)),
            ..clause
        })
    }

    /// “Apple, which closed its plant in May, …”: what is told of a name or thing by the way.
    fn told_by_the_way(&self, marks: &[Mark<'_>]) -> Vec<Clause> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < marks.len() {
            let mut words = Words::new();
            let Some(end) = self.noun_phrase(marks, at, &mut words) else {
                at += 1;
                continue;
            };
            at = end;
            let is_told = matches!(
                (marks.get(end), marks.get(end + 1)),
                (Some(comma), Some(who)) if comma.text == "," && matches!(&*who.lower, "who" | "which")
            );
            let is_own = words
                .first()
                .and_then(|word| marks.get(*word))
                .is_some_and(|first| first.is("the") || first.starts_upper());
            let leans = words
                .iter()
                .filter_map(|word| marks.get(*word))
                .any(|mark| mark.tag == Tag::OwnPronoun);
            if is_told
                && is_own
                && !leans
                && let Some(clause) = self.predicate(marks, words, end + 2)
                && matches!(
                    clause.verb,
                    Verb::Past | Verb::Perfect(_) | Verb::Passive(_)
                )
            {
                found.push(clause);
            }
        }
        found
    }
}

/// Returns the length of what joins a further clause that is told as a fact, if the marks begin with it.
fn joint(marks: &[Mark<'_>]) -> Option<usize> {
    let lower = |place: usize| marks.get(place).map_or("", |mark| &*mark.lower);
    let begins = |place: usize| {
        matches!(
            lower(place),
            "after"
                | "when"
                | "as"
                | "while"
                | "although"
                | "though"
                | "because"
                | "since"
                | "where"
        )
    };
    if matches!(lower(0), "," | ";") && matches!(lower(1), "and" | "but" | "while" | "so") {
        return Some(2);
    }
    if matches!(
        lower(0),
        "saying" | "adding" | "noting" | "announcing" | "confirming" | "meaning" | "showing"
    ) {
        return Some(1 + usize::from(lower(1) == "that"));
    }
    begins(0).then_some(1)
}
