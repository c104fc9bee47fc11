//! What follows the verb, up to where the clause ends and no longer than reads well.

use super::clause::{Reader, Words};
use super::lexicon;
use super::lists;
use super::speech::Mark;

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
                    "," if self.is_list_comma(marks, at) => {
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
                if lists::is_subordinator(lower)
                    && !(lower == "like"
                        || lower == "than"
                        || (lower == "as" && words.len() <= 6 && Self::is_as_phrase(marks, at)))
                {
                    break;
                }
                if matches!(lower, "but" | "that") {
                    break;
                }
                if matches!(lower, "and" | "or") && self.begins_clause(marks, at + 1) {
                    break;
                }
            }
            if lists::is_speaking(lower)
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

    fn is_as_phrase(marks: &[Mark<'_>], at: usize) -> bool {
        marks.get(at + 1).is_some_and(|next| {
            lists::is_determiner(&next.lower) && !matches!(&*next.lower, "the" | "both")
        })
    }

    fn is_list_comma(&self, marks: &[Mark<'_>], at: usize) -> bool {
        // “names, photos and addresses”: one word, then “and” or another comma.
        let is_and = |place: usize| {
            marks
                .get(place)
                .is_some_and(|mark| mark.is("and") || mark.is("or"))
        };
        let is_plain = |place: usize| {
            marks.get(place).is_some_and(|mark| {
                mark.is_word
                    && !self.lexicon.is_verb(&mark.lower)
                    && !lists::is_pronoun(&mark.lower)
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
        let Some(mark) = marks.get(at) else {
            return true;
        };
        if lists::is_pronoun(&mark.lower)
            || lists::is_be(&mark.lower)
            || lists::is_have(&mark.lower)
            || lists::is_modal(&mark.lower)
            || lists::is_dropped_adverb(&mark.lower)
            || lists::begins_predicate(&mark.lower)
            || lists::is_subordinator(&mark.lower)
        {
            return true;
        }
        let forms = if mark.starts_upper() {
            lexicon::Forms::default()
        } else {
            self.lexicon.forms(&mark.lower)
        };
        if forms.past.is_some()
            || forms.ing.is_some()
            || forms.third.is_some()
            || forms.base.is_some()
            || forms.participle.is_some()
            || (mark.lower.ends_with("ly") && mark.lower.len() > 4)
        {
            return true;
        }
        // “… and the union rejected”: a verb before the next comma.
        marks
            .iter()
            .enumerate()
            .skip(at + 1)
            .take(8)
            .take_while(|(_, mark)| mark.is_word)
            .any(|(place, mark)| {
                lists::is_be(&mark.lower)
                    || lists::is_have(&mark.lower)
                    || lists::is_modal(&mark.lower)
                    || self.is_verb_at(marks, place, 1)
            })
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
