//! Words with their tags, and what the tagger gets wrong of them.

use super::Mark;
use crate::text::english::{Tag, tag, tokens};

/// “The government plans to audit …”: a word that the tagger takes for a noun is the verb where there is no other.
pub(super) fn tell_intents(marks: &mut [Mark<'_>]) {
    let is_finite =
        |mark: &Mark<'_>| matches!(mark.tag, Tag::Past | Tag::Third | Tag::Plain | Tag::Modal);
    for at in 1..marks.len() {
        let (before, rest) = marks.split_at(at);
        let [verb, to, act, behind @ ..] = rest else {
            return;
        };
        let is_told_already = before.iter().any(is_finite)
            || behind
                .iter()
                .take_while(|mark| {
                    !matches!(
                        &*mark.lower,
                        "," | "which" | "that" | "who" | "after" | "as"
                    )
                })
                .any(is_finite);
        let is_intent = verb.tag == Tag::Nouns
            && matches!(
                &*verb.lower,
                "plans" | "aims" | "moves" | "hopes" | "seeks" | "attempts"
            )
            && to.is("to")
            && act.tag == Tag::Base
            && before.last().is_some_and(|noun| {
                matches!(noun.tag, Tag::Noun | Tag::Name) && !noun.is_owner && noun.is_word
            });
        if is_intent && !is_told_already {
            if let Some(verb) = marks.get_mut(at) {
                verb.tag = Tag::Third;
            }
            return;
        }
    }
}

pub(super) fn add_tags(sentence: &str, offset: usize, marks: &mut [Mark<'_>]) {
    let tokens = tokens(sentence);
    let tags = tag(&tokens);
    let mut parts = tokens
        .iter()
        .zip(tags)
        .map(|(token, tag)| (token.start + offset, tag))
        .peekable();
    for mark in marks {
        while parts.next_if(|(at, _)| *at < mark.range.start).is_some() {}
        let mut own = Vec::new();
        while let Some((_, tag)) = parts.next_if(|(at, _)| *at < mark.range.end) {
            own.push(tag);
        }
        mark.tag = own
            .iter()
            .copied()
            .find(|tag| *tag != Tag::Dollar)
            .unwrap_or_default();
        mark.is_owner = mark.is_word && own.last() == Some(&Tag::Possession);
        mark.is_contracted =
            mark.is_word && !mark.is_owner && own.len() > 1 && mark.text.contains(['\'', '’']);
    }
}
