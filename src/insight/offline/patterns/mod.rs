//! Insight questions in German, French and Spanish, from the patterns of each language.
//!
//! No tagger: a sentence is asked about only where its first words, its finite verb and its shape are known beyond
//! doubt, and the question keeps the sentence's own words in their own order. Everything else is left alone, so there
//! are fewer questions than in English.

mod choice;
mod french;
mod german;
mod spanish;

use choice::{SHORTEST, choose, weigh};
use std::collections::HashSet;

use super::document::{Document, Sentence};
use super::questions::Missing;
use crate::insight::{About, Question};
use crate::text::language::Language;

const MOST_SENTENCES: usize = 80;
/// Words of a sentence that is asked about.
const LONGEST_SENTENCE: usize = 40;

/// A question as a language's patterns make it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    kind: &'static str,
    text: String,
}

/// What a language knows: how to read one sentence.
type Ask = fn(&[&str], &Names) -> Vec<Draft>;

/// Words that the story writes with a capital also within sentences, or in its title: they are names (in German, nouns),
/// and not just the first word of a sentence.
#[derive(Debug, Default)]
struct Names(HashSet<String>);

impl Names {
    fn read(document: &Document<'_>, sentences: &[&Sentence]) -> Self {
        let mut names = HashSet::new();
        let within = sentences
            .iter()
            .flat_map(|sentence| document.quote(sentence).split_whitespace().skip(1));
        for word in within.chain(document.headline.split_whitespace().skip(1)) {
            if is_capital(word) {
                names.insert(bare(word).to_owned());
            }
        }
        Self(names)
    }

    /// Says whether these words are one name.
    fn are_name(&self, words: &[&str]) -> bool {
        (1..=4).contains(&words.len())
            && words
                .iter()
                .all(|word| is_capital(word) && !word.contains(',') && self.0.contains(bare(word)))
    }
}

/// Returns whether there are patterns for a language, by its ISO 639-1 code.
pub(super) fn are_known(code: &str) -> bool {
    ask_of(code).is_some()
}

fn ask_of(code: &str) -> Option<Ask> {
    match code {
        "de" => Some(german::ask),
        "fr" => Some(french::ask),
        "es" => Some(spanish::ask),
        _ => None,
    }
}

/// Returns the questions the story raises, those first that a reader would ask first.
pub(super) fn raise(document: &Document<'_>) -> Result<Vec<Question>, Missing> {
    let code = document.language.map_or("", Language::code);
    let ask = ask_of(code).ok_or(Missing::NothingAsked)?;
    let sentences: Vec<&Sentence> = document
        .sentences
        .iter()
        .filter(|sentence| !sentence.is_boilerplate)
        .take(MOST_SENTENCES)
        .collect();
    let names = Names::read(document, &sentences);
    let mut candidates = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let Some(words) = whole_words(document.quote(sentence)) else {
            continue;
        };
        for draft in ask(&words, &names) {
            candidates.extend(weigh(document, number, draft));
        }
    }
    let questions: Vec<Question> = choose(candidates)
        .into_iter()
        .filter_map(|candidate| {
            let sentence = sentences.get(candidate.sentence)?;
            Some(Question {
                about: about(document, sentence, &candidate.draft.text),
                text: candidate.draft.text,
                kind: candidate.draft.kind.to_owned(),
                because: Some(sentence.range.clone()),
            })
        })
        .collect();
    if questions.is_empty() {
        return Err(Missing::NothingAsked);
    }
    Ok(questions)
}

/// Returns the words of a sentence that is whole and says something itself; without its full stop.
///
/// Quotations, brackets and colons are said by someone else or to be read with what stands beside them.
fn whole_words(sentence: &str) -> Option<Vec<&str>> {
    let bare = sentence.trim().strip_suffix('.')?;
    let is_plain = !bare.contains([
        '"', '„', '“', '”', '«', '»', '‹', '›', '(', ')', '[', ']', ':', ';', '?', '!', '¿', '¡',
        '–', '—', '…', '/', '\n', '*', '|',
    ]);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let is_whole = bare.chars().next().is_some_and(char::is_uppercase)
        && (SHORTEST..=LONGEST_SENTENCE).contains(&words.len())
        // A full stop within is an abbreviation or two sentences.
        && !words.iter().any(|word| word.ends_with('.'))
        // So is a single letter at the end.
        && words.last().is_some_and(|last| last.chars().count() > 1);
    (is_plain && is_whole).then_some(words)
}

/// The names in a question, where its sentence has them: words with a capital beyond the first of the sentence.
fn about(document: &Document<'_>, sentence: &Sentence, question: &str) -> Vec<About> {
    let quote = document.quote(sentence);
    let is_german = document
        .language
        .is_some_and(|language| language.code() == "de");
    let asked: HashSet<&str> = question.split_whitespace().map(bare).collect();
    let mut found: Vec<About> = Vec::new();
    let mut at = 0;
    for word in quote.split_whitespace() {
        let start = at
            + quote
                .get(at..)
                .and_then(|rest| rest.find(word))
                .unwrap_or(0);
        at = start + word.len();
        let name = bare(word);
        let is_name = name.chars().next().is_some_and(char::is_uppercase)
            && name.chars().count() > 2
            && asked.contains(name)
            && (start > 0 || !is_german);
        if is_name {
            let start = sentence.range.start + start + word.find(name).unwrap_or(0);
            let end = start + name.len();
            let joined = found
                .last_mut()
                .filter(|last| !is_german && last.end + 1 == start);
            if let Some(last) = joined {
                last.end = end;
                last.text = format!("{} {name}", last.text);
                continue;
            }
            found.push(About {
                text: name.to_owned(),
                start,
                end,
            });
        }
    }
    found
}

/// A word without the marks around it.
/// Returns the words before the one at `place`, that word, and the words after it.
fn parted<'s, 'w>(
    words: &'s [&'w str],
    place: usize,
) -> Option<(&'s [&'w str], &'w str, &'s [&'w str])> {
    let (front, rest) = words.split_at_checked(place)?;
    let (word, rest) = rest.split_first()?;
    Some((front, word, rest))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Joins words to a question, without a comma at its end.
fn sentence(words: &[&str]) -> String {
    words.join(" ").trim_end_matches([',', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use crate::insight::{Story, make};

    fn questions(language: &str, title: &str, text: &str) -> Vec<String> {
        let story = Story {
            title,
            text,
            language: Some(language),
            ..Story::default()
        };
        let insight = make(story);
        for question in &insight.questions {
            let because = question.because.clone().unwrap();
            assert!(text.get(because).is_some());
            for about in &question.about {
                assert_eq!(text.get(about.start..about.end), Some(about.text.as_str()));
            }
        }
        insight
            .questions
            .into_iter()
            .map(|question| question.text)
            .collect()
    }

    #[test]
    fn german_verbs_come_before_their_subjects() {
        let asked = questions(
            "de",
            "Hafenarbeiter beenden Streik",
            "Die Hafenarbeiter von Varrow haben am Montag ihren Streik nach elf Tagen beendet. Der Streik hatte den Hafen \
             lahmgelegt. Nach der Abstimmung will die Gewerkschaft die Löhne bis 2028 neu verhandeln. Die Gewerkschaft \
             betonte, dass die Löhne im Hafen seit Jahren gesunken sind.",
        );
        for expected in [
            "Warum haben die Hafenarbeiter von Varrow ihren Streik nach elf Tagen beendet?",
            "Warum will die Gewerkschaft die Löhne bis 2028 neu verhandeln?",
            "Welche Folgen hat der Streik?",
            "Welche Belege gibt es dafür, dass die Löhne im Hafen seit Jahren gesunken sind?",
        ] {
            assert!(
                asked.iter().any(|question| question == expected),
                "{expected} not in {asked:#?}"
            );
        }
    }

    #[test]
    fn french_clauses_stay_as_they_are() {
        let asked = questions(
            "fr",
            "Les dockers mettent fin à la grève",
            "Les dockers du port de Varrow ont mis fin lundi à une grève de onze jours. La grève des dockers avait surpris \
             tout le pays. Un tribunal a refusé de suspendre la grève. Le syndicat affirme que les salaires du port baissent \
             depuis dix ans.",
        );
        for expected in [
            "Pourquoi est-ce que les dockers du port de Varrow ont mis fin à une grève de onze jours\u{a0}?",
            "Pourquoi est-ce qu’un tribunal a refusé de suspendre la grève\u{a0}?",
            "Quelles conséquences aura la grève des dockers\u{a0}?",
            "Quelles preuves y a-t-il que les salaires du port baissent depuis dix ans\u{a0}?",
        ] {
            assert!(
                asked.iter().any(|question| question == expected),
                "{expected} not in {asked:#?}"
            );
        }
    }

    #[test]
    fn spanish_questions_open_and_close() {
        let asked = questions(
            "es",
            "Los estibadores terminan la huelga",
            "Los estibadores del puerto de Varrow terminaron el lunes una huelga de once días. La huelga de los \
             estibadores paralizó el puerto. El sindicato exige un aumento de los salarios del puerto. El sindicato afirmó \
             que los salarios del puerto bajan desde hace diez años.",
        );
        for expected in [
            "¿Por qué los estibadores del puerto de Varrow terminaron una huelga de once días?",
            "¿Por qué el sindicato exige un aumento de los salarios del puerto?",
            "¿Qué consecuencias tendrá la huelga de los estibadores?",
            "¿Qué pruebas hay de que los salarios del puerto bajan desde hace diez años?",
        ] {
            assert!(
                asked.iter().any(|question| question == expected),
                "{expected} not in {asked:#?}"
            );
        }
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        for (language, text) in [
            (
                "de",
                "Sie haben den Streik im Hafen nach elf Tagen beendet. Weil der Streik endet, fahren die Schiffe. Die \
                    Schiffe, die im Hafen liegen, haben gewartet. Wir haben den Hafen am Montag besucht.",
            ),
            (
                "fr",
                "Ils ont mis fin à la grève du port. Nous avons visité le port lundi. Le port, qui a rouvert, reste \
                    calme. Le port a rouvert parce que la ville perdait de l’argent.",
            ),
            (
                "es",
                "Ellos terminaron la huelga del puerto. Visitamos el puerto el lunes. El puerto, que abrió ayer, terminó \
                    la huelga porque perdía dinero.",
            ),
        ] {
            assert_eq!(
                questions(language, "Port Hafen puerto", text),
                Vec::<String>::new(),
                "{language}"
            );
        }
    }
}
