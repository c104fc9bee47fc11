//! Texts that are not told as news is told: release notes, conversations.

use super::candidates::Candidate;
use crate::insight::offline::document::Document;

/// How a text is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Genre {
    /// News, reports, essays.
    Told,
    /// What is new in a version of something.
    ReleaseNote,
    /// Speakers in turn.
    Conversation,
}

/// Turns of speakers, in hundredths of all paragraphs, from which on a text is a conversation.
const TURNS: usize = 40;
const FEWEST_TURNS: usize = 5;
/// What a change is worth more than the words around it.
const CHANGE: f32 = 0.6;

impl Genre {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut lines = 0;
        let mut turns = 0;
        for line in document
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(200)
        {
            lines += 1;
            turns += usize::from(is_turn(line));
        }
        if turns >= FEWEST_TURNS && turns * 100 >= lines * TURNS {
            return Self::Conversation;
        }
        let first = document
            .sentences
            .iter()
            .find(|sentence| !sentence.is_boilerplate)
            .map(|sentence| document.quote(sentence))
            .unwrap_or_default();
        let heads = [document.headline, first];
        if heads.iter().any(|head| has_version(head))
            && heads.iter().any(|head| tells_release(head))
        {
            return Self::ReleaseNote;
        }
        Self::Told
    }

    /// Scores again by what counts in this kind of text.
    pub(super) fn weigh(self, candidates: &mut [Candidate<'_>]) {
        if self != Self::ReleaseNote {
            return;
        }
        for candidate in candidates {
            let changes = candidate
                .text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| CHANGES.contains(&word.to_lowercase().as_str()));
            if changes {
                candidate.score += CHANGE;
            }
        }
    }
}

/// `Q:`, `MARY JONES:`, `Interviewer:` at the beginning of a line.
fn is_turn(line: &str) -> bool {
    let Some((speaker, said)) = line.split_once(':') else {
        return false;
    };
    let speaker = speaker.trim().trim_matches('*');
    let words = speaker.split_whitespace().count();
    (1..=4).contains(&words)
        && speaker.len() <= 40
        && said.trim().len() > 1
        && speaker
            .split_whitespace()
            .all(|word| word.starts_with(char::is_uppercase))
}

/// `4.0`, `v2.11.3`, `2026.1`.
fn has_version(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let number = word.strip_prefix(['v', 'V']).unwrap_or(word);
        let parts: Vec<&str> = number.split('.').collect();
        parts.len() > 1
            && parts
                .iter()
                .take(2)
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn tells_release(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "release",
        "changelog",
        "what's new",
        "what’s new",
        "is out",
        "now available",
        "is here",
        "announcing",
        "we are happy to",
        "update to version",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

#[rustfmt::skip]
const CHANGES: &[&str] = &[
    "new", "now", "adds", "added", "add", "removed", "removes", "dropped", "drops", "supports", "support", "fixed", "fixes",
    "faster", "deprecated", "breaking", "renamed", "replaced", "replaces", "requires", "improved", "improves", "introduces",
    "default", "longer", "changed", "changes", "security", "vulnerability", "cuts", "instead", "allows", "lets", "can",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::{Story, make};
    use crate::text::language::Language;

    fn genre(title: &str, text: &str) -> Genre {
        let story = Story {
            title,
            text,
            ..Story::default()
        };
        Genre::of(&Document::read(&story, Some(Language::ENGLISH)))
    }

    #[test]
    fn release_notes_and_conversations_are_told_from_news() {
        assert_eq!(
            genre(
                "Quill 4.0 released",
                "The new engine writes each page once."
            ),
            Genre::ReleaseNote
        );
        assert_eq!(
            genre(
                "Notes",
                "We are happy to announce v2.11.3 of the shell.\n\n- Names are completed."
            ),
            Genre::ReleaseNote
        );
        for (title, text) in [
            (
                "Prices rise 4.0 percent",
                "Prices rose by 4.0 percent in May, the statistics office said.",
            ),
            (
                "Report released",
                "The council released its report on the harbour on Monday.",
            ),
        ] {
            assert_eq!(genre(title, text), Genre::Told, "{title}");
        }
    }

    #[test]
    fn a_conversation_has_no_brief_and_says_why() {
        let text = "Q: What did the harbour cost the town in all those years of building?\n\n\
                    Mary Jones: The harbour cost the town forty million over eleven years of building.\n\n"
            .repeat(5);
        assert_eq!(genre("The harbour", &text), Genre::Conversation);
        let made = make(Story {
            title: "The harbour",
            text: &text,
            ..Story::default()
        });
        assert!(made.brief.is_empty());
        assert!(made.note.is_some_and(|note| note.contains("conversation")));
    }
}
