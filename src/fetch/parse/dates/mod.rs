//! Dates as feeds write them: RFC 822 and ISO 8601 and all that people take for these.
//!
//! The text is cut into numbers and words; the time is found first, then the zone, then what remains is the date.

mod names;

use crate::domain::Timestamp;
use crate::text::printable;
use names::{month_of, named_zone};

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;
/// The longest date seen in feeds has about 60 characters.
const LONGEST: usize = 120;
/// Stands at the end of what was shortened.
const CUT: char = '…';

/// Returns what a feed wrote in place of a date, short enough to be shown.
pub(super) fn shorten(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    format!("{}{CUT}", printable::head(&text, LONGEST))
}

/// Returns the moment a date names; UTC where it names no zone, midnight where it names no time. Minutes, hours
/// and days that are a little too large carry over. `None` when no date can be made out, or its year is outside of 1 to 9999.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || text.ends_with(CUT) {
        return None;
    }
    let mut tokens = cut(text);
    let numbers = tokens
        .iter()
        .filter(|token| token.number().is_some())
        .count();
    if numbers == 1 && tokens.len() == 1 {
        return bare_number(&tokens[0]);
    }
    let time = take_time(&mut tokens);
    let zone = take_zone(&mut tokens, time.is_some());
    let (year, month, day) = take_date(&tokens)?;
    if !(1..=9999).contains(&year) {
        return None;
    }
    let mut hour = time.map_or(0, |time| time.hour);
    let is_korean = tokens.iter().any(|token| token.is_word(&["오전", "오후"]));
    if tokens
        .iter()
        .any(|token| token.is_word(&["pm", "오후", "下午", "午後"]))
        && hour < 12
    {
        hour += 12;
    } else if tokens
        .iter()
        .any(|token| token.is_word(&["am", "오전", "上午", "午前"]))
        && hour == 12
    {
        hour = 0;
    }
    let offset = zone.unwrap_or(if is_korean { 9 * HOUR } else { 0 });
    let seconds = days_from_civil(year, month, 1) * DAY
        + (day - 1) * DAY
        + hour * HOUR
        + time.map_or(0, |time| time.minute * 60 + time.second)
        - offset;
    Some(Timestamp::from_seconds(seconds))
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number {
        value: i64,
        digits: usize,
    },
    /// Lower case.
    Word(String),
    Mark(char),
    Space,
    Used,
}

impl Token {
    fn number(&self) -> Option<(i64, usize)> {
        match self {
            Self::Number { value, digits } => Some((*value, *digits)),
            _ => None,
        }
    }

    fn is_mark(&self, mark: char) -> bool {
        *self == Self::Mark(mark)
    }

    fn is_word(&self, words: &[&str]) -> bool {
        matches!(self, Self::Word(word) if words.contains(&word.as_str()))
    }
}

fn cut(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(16);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char.is_ascii_digit() {
            let mut value = i64::from(char.to_digit(10).unwrap_or(0));
            let mut digits = 1;
            while let Some(digit) = chars.peek().and_then(|char| char.to_digit(10)) {
                value = value.saturating_mul(10).saturating_add(i64::from(digit));
                digits += 1;
                chars.next();
            }
            tokens.push(Token::Number { value, digits });
        } else if char.is_alphabetic() {
            let mut word: String = char.to_lowercase().collect();
            while let Some(next) = chars.next_if(|char| char.is_alphabetic()) {
                word.extend(next.to_lowercase());
            }
            tokens.push(Token::Word(word));
        } else if char.is_whitespace() {
            if tokens.last() != Some(&Token::Space) {
                tokens.push(Token::Space);
            }
        } else {
            tokens.push(Token::Mark(if matches!(char, '\u{2212}' | '\u{2013}') {
                '-'
            } else {
                char
            }));
        }
    }
    join_dotted_halves(&mut tokens);
    tokens
}

/// Makes `a.m.` one word.
fn join_dotted_halves(tokens: &mut [Token]) {
    for at in 0..tokens.len().saturating_sub(2) {
        let half = match &tokens[at] {
            Token::Word(word) if word == "a" || word == "p" => format!("{word}m"),
            _ => continue,
        };
        if tokens[at + 1].is_mark('.') && tokens[at + 2].is_word(&["m"]) {
            tokens[at] = Token::Word(half);
            tokens[at + 2] = Token::Used;
        }
    }
}

/// Reads one number alone: a year, a day, a day of a year, seconds or milliseconds since 1970, or digits run together.
fn bare_number(token: &Token) -> Option<Timestamp> {
    let (value, digits) = token.number()?;
    let (year, month, day, time) = match digits {
        4 => (value, 1, 1, 0),
        5 => (century(value / 1000), 1, value % 1000, 0),
        6 => (value / 100, value % 100, 1, 0),
        7 => (value / 1000, 1, value % 1000, 0),
        8 => (value / 10_000, value / 100 % 100, value % 100, 0),
        9 | 10 => return Some(Timestamp::from_seconds(value)),
        12 => (
            value / 100_000_000,
            value / 1_000_000 % 100,
            value / 10_000 % 100,
            value % 10_000 * 100,
        ),
        13 => return Some(Timestamp::from_seconds(value / 1000)),
        14 => (
            value / 10_000_000_000,
            value / 100_000_000 % 100,
            value / 1_000_000 % 100,
            value % 1_000_000,
        ),
        _ => return None,
    };
    if !(1..=12).contains(&month) || !(1..=366).contains(&day) || year < 1 {
        return None;
    }
    Some(Timestamp::from_seconds(
        (days_from_civil(year, month, 1) + day - 1) * DAY
            + time / 10_000 * HOUR
            + time / 100 % 100 * 60
            + time % 100,
    ))
}

#[derive(Debug, Clone, Copy)]
struct Time {
    hour: i64,
    minute: i64,
    second: i64,
}

fn take_time(tokens: &mut [Token]) -> Option<Time> {
    for at in 0..tokens.len() {
        let Some((hour, digits)) = tokens[at].number() else {
            continue;
        };
        // `+01:00` is a zone.
        if digits > 2 || (at > 0 && tokens[at - 1].is_mark('+')) {
            continue;
        }
        let minute = tokens
            .get(at + 1)
            .filter(|token| token.is_mark(':'))
            .and_then(|_| tokens.get(at + 2)?.number());
        let Some((minute, 1..=2)) = minute else {
            continue;
        };
        let second = tokens
            .get(at + 3)
            .filter(|token| token.is_mark(':') || token.is_mark('.'))
            .and_then(|_| tokens.get(at + 4)?.number())
            .filter(|(_, digits)| *digits <= 2);
        let mut end = if second.is_some() { at + 5 } else { at + 3 };
        // A fraction of a second.
        if tokens
            .get(end)
            .is_some_and(|token| token.is_mark('.') || token.is_mark(','))
            && tokens
                .get(end + 1)
                .is_some_and(|token| token.number().is_some())
        {
            end += 2;
        }
        tokens[at..end].fill(Token::Used);
        return Some(Time {
            hour,
            minute,
            second: second.map_or(0, |(second, _)| second),
        });
    }
    // `T192030`, `T1920`.
    for at in 0..tokens.len() {
        if tokens[at].is_word(&["t"])
            && let Some((value, digits @ (4 | 6))) = tokens.get(at + 1).and_then(Token::number)
        {
            tokens[at + 1] = Token::Used;
            let value = if digits == 4 { value * 100 } else { value };
            return Some(Time {
                hour: value / 10_000,
                minute: value / 100 % 100,
                second: value % 100,
            });
        }
    }
    None
}

/// Returns the seconds the zone is ahead of UTC.
fn take_zone(tokens: &mut [Token], has_time: bool) -> Option<i64> {
    let after_time = tokens
        .iter()
        .rposition(|token| *token == Token::Used)
        .map_or(0, |at| at + 1);
    for at in after_time..tokens.len() {
        let sign = match tokens[at] {
            Token::Mark('+') => 1,
            Token::Mark('-') if has_time => -1,
            _ => continue,
        };
        let Some((value, digits)) = tokens.get(at + 1).and_then(Token::number) else {
            continue;
        };
        let (hours, minutes, length) = match digits {
            1 | 2 => {
                let minutes = tokens
                    .get(at + 2)
                    .filter(|token| token.is_mark(':'))
                    .and_then(|_| tokens.get(at + 3)?.number());
                (
                    value,
                    minutes.map_or(0, |(minutes, _)| minutes),
                    if minutes.is_some() { 4 } else { 2 },
                )
            }
            3 | 4 => (value / 100, value % 100, 2),
            _ => continue,
        };
        tokens[at..at + length].fill(Token::Used);
        return Some(sign * (hours.min(24) * HOUR + minutes.min(59) * 60));
    }
    tokens.iter().find_map(|token| match token {
        Token::Word(word) => named_zone(word),
        _ => None,
    })
}

fn take_date(tokens: &[Token]) -> Option<(i64, i64, i64)> {
    let numbers: Vec<(i64, usize)> = tokens.iter().filter_map(Token::number).collect();
    // The last one: French and Spanish have a day of the week that looks like March.
    let month = tokens.iter().rev().find_map(|token| match token {
        Token::Word(word) => month_of(word),
        _ => None,
    });
    let (year, month, day) = if let Some(month) = month {
        match *numbers.as_slice() {
            [(year, 4), (day, 1..=2), ..] | [(day, 1..=2), (year, 4), ..] => (year, month, day),
            [(day, 1..=2), (year, 2 | 3), ..] if day > 0 => (century(year), month, day),
            [(year, 4)] => (year, month, 1),
            _ => return None,
        }
    } else {
        let mark = tokens.windows(2).find_map(|pair| match pair {
            [Token::Number { .. }, Token::Mark(mark)] => Some(*mark),
            _ => None,
        });
        match *numbers.as_slice() {
            [(year, 4), (month, 1..=3), (day, 1..=2), ..] => (year, month, day),
            // The day of the year.
            [(year, 4), (day, 3)] => return (1..=366).contains(&day).then_some((year, 1, day)),
            [(year, 4), (month, 1..=2)] => (year, month, 1),
            [(year, 4)] => (year, 1, 1),
            [(date, 8), ..] => (date / 10_000, date / 100 % 100, date % 100),
            [(first, 1..=2), (second, 1..=2), (year, 4), ..] => {
                // 25.12.2004 and 25-12-2004 put the day first, 12/25/2004 the month, where both can be.
                let is_month_first = (mark == Some('/') && first <= 12) || second > 12;
                let (month, day) = if is_month_first {
                    (first, second)
                } else {
                    (second, first)
                };
                (year, month, day)
            }
            [(first, 2), (second, 1..=2), (third, 2), ..] => match mark {
                Some('/') if first <= 12 => (century(third), first, second),
                Some('/' | '.') => (century(third), second, first),
                _ => (century(first), second, third),
            },
            _ => return None,
        }
    };
    // `2003-07-32` is the first of August to whoever added a day to the 31st.
    ((1..=12).contains(&month) && (1..=39).contains(&day)).then_some((year, month, day))
}

/// Returns the year that two digits mean (RFC 2822, 4.3).
fn century(year: i64) -> i64 {
    match year {
        0..=49 => year + 2000,
        50..=999 => year + 1900,
        _ => year,
    }
}

/// Returns the days from 1970-01-01 to a day of the Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_read_in_all_their_spellings() {
        let cases = [
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 01 Jan 04 19:48 +0100", "2004-01-01T18:48:00Z"),
            ("Thu, 01 Jan 2004", "2004-01-01T00:00:00Z"),
            ("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06Z"),
            ("Sun Jul 15 01:16:00 +0000 2012", "2012-07-15T01:16:00Z"),
            ("Mon, 26 January 2004 16:31:00 ET", "2004-01-26T21:31:00Z"),
            ("Mon, 21 Jan 2008 8:56 am PST", "2008-01-21T16:56:00Z"),
            ("January 5, 2011 12:30 p.m.", "2011-01-05T12:30:00Z"),
            ("2003-12-31T10:14:55.1234-08:00", "2003-12-31T18:14:55Z"),
            ("2003-07-01 T 01:55:07-05:00", "2003-07-01T06:55:07Z"),
            ("20021231T19:20:30.45+01:00", "2002-12-31T18:20:30Z"),
            ("20021231T192030Z", "2002-12-31T19:20:30Z"),
            ("2003-07-01T01:61:30-0500", "2003-07-01T07:01:30Z"),
            ("2003-07-32T15:51:30-0500", "2003-08-01T20:51:30Z"),
            ("2003-12", "2003-12-01T00:00:00Z"),
            ("2003-335", "2003-12-01T00:00:00Z"),
            ("03335", "2003-12-01T00:00:00Z"),
            ("03-12-31", "2003-12-31T00:00:00Z"),
            ("25.12.2004 18:30", "2004-12-25T18:30:00Z"),
            ("12/25/2004", "2004-12-25T00:00:00Z"),
            ("2004-05-25 오후 11:23:17", "2004-05-25T14:23:17Z"),
            ("2004년 05월 25일", "2004-05-25T00:00:00Z"),
            ("mar, 05 mai 2015 10:00:00 +0200", "2015-05-05T08:00:00Z"),
            ("2004-július-13T9:15-05:00", "2004-07-13T14:15:00Z"),
            ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
            ("Ср, 12 окт 2016 08:00:00 MSK", "2016-10-12T05:00:00Z"),
            ("1288961940", "2010-11-05T12:59:00Z"),
            ("1288961940000", "2010-11-05T12:59:00Z"),
            ("Thu, 01 Jan 0100 00:00:01 +0100", "0099-12-31T23:00:01Z"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                read(text).map(Timestamp::rfc3339).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_date_is_not_read_as_one() {
        for text in [
            "",
            "yesterday",
            "-",
            "Thu, 99 Foo 2004",
            "2004-13-45",
            "99999-01-01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([0-9]{1,20}|[-+:.,/ TZ]|Jan|pm|\\PC){0,20}") {
            let _ = read(&text);
        }
    }
}
