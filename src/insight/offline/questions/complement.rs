//! What follows the verb, up to where the clause ends and no longer than reads well.

use super::clause::{Reader, Words};
use super::lists;
use super::speech::Mark;
use crate::text::english::Tag;

/// Words a complement keeps at most.
const LONGEST_COMPLEMENT: usize = 11;

impl Reader<'_> {
    /// Returns what follows the verb up to the end of the clause; `None` where it holds what must not be asked about.
    pub(super) fn complement(&self, marks: &[Mark<'_>], from: usize) -> Option<(Words, usize)> {
        let mut words = Words::new();
        let mut at = from;
        let mut open_quote = None;
        while let Some(mark) = marks.get(at) {
            if !mark.is_word {
                match mark.text {
                    "\"" | "“" | "”" => {
                        if open_quote.is_some() {
                            open_quote = None;
                        } else {
                            open_quote = Some(words.len());
                        }
                        words.push(at);
                        at += 1;
                        continue;
                    }
                    "," if Self::is_list_comma(marks, at) => {
                        words.push(at);
                        at += 1;
                        continue;
                    }
                    "'" | "’" | "-" | "/" => {
                        words.push(at);
                        at += 1;
                        continue;
                    }
                    "(" => {
                        let close = marks
                            .iter()
                            .skip(at)
                            .take(14)
                            .position(|mark| mark.text == ")")?
                            + at;
                        if marks
                            .get(close + 1)
                            .is_some_and(|next| next.is_glued && (next.is_word || next.text == "-"))
                        {
                            return None;
                        }
                        at = close + 1;
                        continue;
                    }
                    _ => break,
                }
            }
            let lower = &*mark.lower;
            if lower == "both" {
                break;
            }
            if open_quote.is_none() {
                if Self::parts_clauses(marks, at) || Self::begins_aside(marks, from, at) {
                    break;
                }
                if mark.tag == Tag::Coordinator
                    && (mark.is("but") || self.begins_clause(marks, at + 1))
                {
                    break;
                }
            }
            if lists::is_speaking(lower)
                || (lower == "her"
                    && !marks.get(at + 1).is_some_and(|next| {
                        next.is_nominal()
                            || matches!(next.tag, Tag::Adjective | Tag::Number | Tag::Participle)
                    }))
                || (lists::is_pronoun(lower)
                    && !lists::is_determiner(lower)
                    && open_quote.is_none())
            {
                return Self::cut_before(marks, words, at);
            }
            words.push(at);
            at += 1;
        }
        // A quotation that does not end here would be cut.
        if open_quote.is_some() {
            return None;
        }
        Self::drop_measure(marks, &mut words, at);
        Self::tidy(marks, &mut words);
        Some((words, at))
    }

    /// A pronoun: what stands before it may do, if a phrase ends there.
    fn cut_before(marks: &[Mark<'_>], mut words: Words, at: usize) -> Option<(Words, usize)> {
        let last = words.iter().rposition(|word| {
            marks.get(*word).is_some_and(|mark| {
                lists::is_preposition(&mark.lower) && !mark.is("of") && !mark.is("to")
            })
        })?;
        words.truncate(last);
        Self::tidy(marks, &mut words);
        (words.len() >= 2).then_some((words, at))
    }

    /// “lifted the levy allowing growers …”: what comes of it, said by the way.
    fn begins_aside(marks: &[Mark<'_>], from: usize, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| marks.get(before)) else {
            return false;
        };
        let perceives = from
            .checked_sub(1)
            .and_then(|verb| marks.get(verb))
            .is_some_and(|verb| lists::shows_doing(&verb.lower));
        at > from
            && marks.get(at).is_some_and(|mark| mark.tag == Tag::Ing)
            && before.is_nominal()
            && !perceives
    }

    /// A word that begins a clause of its own, not a mere phrase: “because it …”, but not “after the vote”.
    fn parts_clauses(marks: &[Mark<'_>], at: usize) -> bool {
        let Some(mark) = marks.get(at) else {
            return false;
        };
        let has_verb = || {
            marks
                .iter()
                .skip(at + 1)
                .take(14)
                .take_while(|mark| mark.is_word || matches!(mark.text, "'" | "’" | "&" | "-"))
                .any(Mark::is_finite)
                || marks.get(at + 1).is_some_and(|next| next.tag == Tag::Ing)
        };
        match mark.tag {
            Tag::WhAdverb | Tag::WhDeterminer | Tag::WhPronoun | Tag::WhOwn | Tag::Existential => {
                true
            }
            _ if mark.is("that") => {
                mark.tag != Tag::Determiner
                    || marks.get(at + 1).is_none_or(|next| !next.is_nominal())
            }
            Tag::Preposition if matches!(&*mark.lower, "like" | "than") => false,
            Tag::Preposition
                if matches!(&*mark.lower, "after" | "before" | "since" | "until" | "as") =>
            {
                has_verb()
            }
            Tag::Preposition => {
                lists::is_subordinator(&mark.lower) && !lists::is_preposition(&mark.lower)
            }
            _ => lists::is_subordinator(&mark.lower) && mark.tag != Tag::Ing && !mark.is_nominal(),
        }
    }

    fn is_list_comma(marks: &[Mark<'_>], at: usize) -> bool {
        // “names, photos and addresses”: one word, then “and” or another comma.
        let is_and = |place: usize| {
            marks
                .get(place)
                .is_some_and(|mark| mark.is("and") || mark.is("or"))
        };
        let is_plain = |place: usize| {
            marks.get(place).is_some_and(|mark| {
                mark.is_word && (mark.is_nominal() || mark.tag == Tag::Adjective)
            })
        };
        let before_is_name = at
            .checked_sub(1)
            .and_then(|before| marks.get(before))
            .is_some_and(Mark::starts_upper);
        (is_plain(at + 1) && is_and(at + 2) && is_plain(at + 3) && !before_is_name)
            || (before_is_name
                && is_plain(at + 1)
                && is_and(at + 2)
                && marks.get(at + 1).is_some_and(Mark::starts_upper))
    }

    /// After “and”: a verb or a new subject.
    fn begins_clause(&self, marks: &[Mark<'_>], at: usize) -> bool {
        let Some(first) = marks.get(at) else {
            return true;
        };
        if matches!(
            first.tag,
            Tag::Pronoun
                | Tag::Base
                | Tag::Ing
                | Tag::Participle
                | Tag::To
                | Tag::Existential
                | Tag::Preposition
        ) && !first.starts_upper()
            || first.is_finite()
            || lists::is_subordinator(&first.lower)
            || first.tag == Tag::Adverb
        {
            return true;
        }
        // “… and the union rejected”: a verb before the next comma.
        marks
            .iter()
            .enumerate()
            .skip(at + 1)
            .take(9)
            .take_while(|(_, mark)| mark.is_word && !mark.is("that"))
            .any(|(place, _)| self.is_verb_at(marks, place))
    }

    /// Drops days and loose ends, and keeps to a length that reads well.
    fn tidy(marks: &[Mark<'_>], words: &mut Words) {
        Self::drop_days(marks, words);
        while words.len() > LONGEST_COMPLEMENT {
            let Some(cut) = words.iter().rposition(|word| {
                marks.get(*word).is_some_and(|mark| {
                    lists::is_preposition(&mark.lower)
                        && !mark.is("of")
                        && !mark.is("to")
                        && !mark.is("from")
                })
            }) else {
                break;
            };
            if cut < 3 || Self::is_inside_quote(marks, words, cut) {
                break;
            }
            words.truncate(cut);
        }
        Self::drop_loose_end(marks, words);
    }

    /// “five hours” before “before”, “in the eight years” before “since”: they lean on what was left out.
    fn drop_measure(marks: &[Mark<'_>], words: &mut Words, end: usize) {
        let leans = marks.get(end).is_some_and(|mark| {
            matches!(
                &*mark.lower,
                "before" | "after" | "since" | "later" | "ago" | "earlier" | "when" | "until"
            )
        });
        let is_unit = words
            .last()
            .and_then(|last| marks.get(*last))
            .is_some_and(|mark| {
                lists::is_span_of_time(mark.lower.trim_end_matches('s'))
                    || matches!(
                        mark.lower.trim_end_matches('s'),
                        "hour" | "day" | "minute" | "decade" | "moment"
                    )
            });
        if leans && is_unit {
            Self::drop_span(marks, words);
        }
    }

    /// Drops a length of time at the end: “about 150 years”.
    fn drop_span(marks: &[Mark<'_>], words: &mut Words) {
        words.pop();
        while words
            .last()
            .and_then(|last| marks.get(*last))
            .is_some_and(|mark| {
                matches!(
                    mark.tag,
                    Tag::Number | Tag::Determiner | Tag::Adjective | Tag::Preposition
                )
            })
        {
            words.pop();
        }
    }

    fn is_inside_quote(marks: &[Mark<'_>], words: &Words, cut: usize) -> bool {
        let quotes = words
            .iter()
            .take(cut)
            .filter(|word| {
                marks
                    .get(**word)
                    .is_some_and(|mark| matches!(mark.text, "\"" | "“" | "”"))
            })
            .count();
        quotes % 2 == 1
    }

    fn drop_days(marks: &[Mark<'_>], words: &mut Words) {
        let lower = |word: usize| marks.get(word).map_or("", |mark| &*mark.lower);
        let mut kept = Words::new();
        let mut place = 0;
        while let Some(word) = words.get(place).copied() {
            let next = words.get(place + 1).map_or("", |word| lower(*word));
            if lower(word) == "on" && lists::is_weekday(next) {
                place += 2;
                if words.get(place).is_some_and(|word| {
                    matches!(lower(*word), "morning" | "afternoon" | "evening" | "night")
                }) {
                    place += 1;
                }
                continue;
            }
            if lists::is_weekday(lower(word)) && !matches!(next, "night" | "morning") {
                place += 1;
                continue;
            }
            if kept.is_empty() && lists::is_dropped_adverb(lower(word)) {
                place += 1;
                continue;
            }
            kept.push(word);
            place += 1;
        }
        *words = kept;
    }

    fn drop_loose_end(marks: &[Mark<'_>], words: &mut Words) {
        loop {
            let lower = |back: usize| {
                words
                    .len()
                    .checked_sub(back)
                    .and_then(|place| words.get(place))
                    .and_then(|word| marks.get(*word))
                    .map_or("", |mark| &*mark.lower)
            };
            let (last, before) = (lower(1), lower(2));
            let last_mark = words.last().and_then(|word| marks.get(*word));
            if last_mark.is_some_and(|mark| mark.tag == Tag::Particle) {
                break;
            }
            if matches!(last, "ago" | "later" | "earlier") {
                words.pop();
                Self::drop_span(marks, words);
                continue;
            }
            // “ranks as TV’s” lacks what is owned, “grants to colleges funded” by whom.
            let is_left_over = words.len() > 1
                && last_mark.is_some_and(|mark| matches!(mark.tag, Tag::Participle | Tag::Past))
                && words
                    .len()
                    .checked_sub(2)
                    .and_then(|place| words.get(place))
                    .and_then(|word| marks.get(*word))
                    .is_some_and(Mark::is_nominal);
            if is_left_over || last_mark.is_some_and(|mark| mark.is_owner) {
                words.pop();
                continue;
            }
            if before == "and" && last.bytes().all(|b| b.is_ascii_digit()) {
                words.truncate(words.len() - 2);
                continue;
            }
            let is_span = lists::is_span_of_time(last) && lists::points_at_time(before);
            if is_span {
                words.truncate(words.len() - 2);
            } else if lists::is_preposition(last)
                || lists::is_time(last)
                || lists::is_determiner(last)
                || lists::is_possessive(last)
                || lists::is_loose_end(last)
            {
                words.pop();
            } else {
                break;
            }
            if words.is_empty() {
                break;
            }
        }
    }
}
