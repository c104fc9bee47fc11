//! What a bullet can be made of: a sentence, a shortened sentence, or two short sentences side by side.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use super::standing::{Standing, stands, with_whole_quotation};
use super::trim;
use crate::insight::offline::document::{Document, Sentence, words};
use crate::insight::offline::selection::{Vector, vector};
use crate::insight::offline::terms::Keys;

/// Words of a bullet.
pub(super) const FITTING: RangeInclusive<usize> = 12..=32;
/// Sentences looked at; what a long text says behind them is detail.
const MOST_SENTENCES: usize = 150;
/// Sentences that are shortened; to read their grammar costs most of the time a brief takes.
const MOST_SHORTENED: usize = 40;

/// What may become a bullet.
pub(super) struct Candidate<'a> {
    pub(super) range: Range<usize>,
    pub(super) text: Cow<'a, str>,
    pub(super) words: usize,
    /// Place of its first sentence in the story.
    pub(super) place: usize,
    pub(super) paragraph: usize,
    /// The first sentence of its paragraph.
    pub(super) opens_paragraph: bool,
    /// Two sentences.
    pub(super) is_pair: bool,
    pub(super) keys: Keys,
    pub(super) vector: Vector,
    pub(super) score: f32,
}

/// Returns everything that may become a bullet, in the order of the story.
pub(super) fn candidates<'a>(document: &'a Document<'_>) -> Vec<Candidate<'a>> {
    let told: Vec<&Sentence> = document
        .sentences
        .iter()
        .filter(|sentence| !sentence.is_boilerplate)
        .take(MOST_SENTENCES)
        .collect();
    let mut found = Vec::new();
    let mut before: Option<(&Sentence, Standing)> = None;
    let mut read: Vec<(&Sentence, Standing)> = Vec::new();
    for (place, sentence) in told.iter().copied().enumerate() {
        let whole = document.quote(sentence);
        let standing = stands(document, whole);
        let opens_paragraph = before.is_none_or(|(other, _)| other.paragraph != sentence.paragraph);
        let made = |range: Range<usize>,
                    text: Cow<'a, str>,
                    parts: &[&Sentence],
                    place: usize,
                    opens: bool| {
            let vector = vector(document, parts);
            Candidate {
                words: words(&text),
                keys: vector.weights.keys().copied().collect(),
                range,
                text,
                place,
                paragraph: sentence.paragraph,
                opens_paragraph: opens,
                is_pair: parts.len() > 1,
                vector,
                score: 0.0,
            }
        };
        // A sentence of another language has none of the small words of this one.
        let is_foreign = document.is_english() && sentence.terms.len() + 2 > sentence.words;
        if sentence.terms.len() > 2
            && !is_foreign
            && let Some(text) = fitted(document, whole, standing, place)
        {
            found.push(made(
                sentence.range.clone(),
                text,
                &[sentence],
                place,
                opens_paragraph,
            ));
        }
        if let Some((first, Standing::Broken)) = before
            && !opens_paragraph
            && standing == Standing::Broken
            && let Some(whole) = document.text.get(first.range.start..sentence.range.end)
            && FITTING.contains(&words(whole))
            && !whole.contains('\n')
            && stands(document, whole) == Standing::Alone
        {
            let range = first.range.start..sentence.range.end;
            found.push(made(
                range,
                Cow::Borrowed(whole),
                &[first, sentence],
                place - 1,
                false,
            ));
        }
        read.push((sentence, standing));
        let most = if document.is_english() {
            MOST_TOGETHER
        } else {
            2
        };
        for count in 2..=most {
            let Some(parts) = read
                .len()
                .checked_sub(count)
                .and_then(|from| read.get(from..))
            else {
                break;
            };
            if parts
                .iter()
                .any(|(part, _)| part.paragraph != sentence.paragraph)
            {
                break;
            }
            if let Some(text) = side_by_side(document, parts, place)
                && let [(first, _), ..] = parts
            {
                let range = first.range.start..sentence.range.end;
                let told: Vec<&Sentence> = parts.iter().map(|(part, _)| *part).collect();
                found.push(made(range, text, &told, place + 1 - count, false));
            }
        }
        before = Some((sentence, standing));
    }
    found
}

/// Sentences a bullet is made of at most.
const MOST_TOGETHER: usize = 3;

/// “The port reopened. It had been closed for a week.”: the second one has its noun beside it. The first one is shortened
/// where both are too long together.
fn side_by_side<'a>(
    document: &Document<'a>,
    parts: &[(&Sentence, Standing)],
    place: usize,
) -> Option<Cow<'a, str>> {
    let [(first, Standing::Alone), others @ ..] = parts else {
        return None;
    };
    let (last, _) = others.last()?;
    let is_short = parts.iter().any(|(part, _)| part.words < *FITTING.start());
    let belongs = others.iter().all(|(_, standing)| match standing {
        Standing::Leaning | Standing::Joined => true,
        Standing::Alone => is_short,
        Standing::Broken => false,
    });
    let whole = document
        .text
        .get(first.range.start..last.range.end)
        .filter(|text| belongs && !text.contains('\n'))?;
    if FITTING.contains(&words(whole)) {
        return (stands(document, whole) == Standing::Alone).then_some(Cow::Borrowed(whole));
    }
    let behind = document.text.get(first.range.end..last.range.end)?;
    let room = FITTING.end().checked_sub(words(behind))?;
    let is_lean = others
        .iter()
        .any(|(_, standing)| *standing != Standing::Alone);
    if !document.is_english() || !is_lean || place >= MOST_SHORTENED {
        return None;
    }
    let short = trim::to_length(document.quote(first), room)?;
    let both = format!("{}{behind}", short.text);
    (stands(document, &short.text) == Standing::Alone && FITTING.contains(&words(&both)))
        .then_some(Cow::Owned(both))
}

/// Returns the sentence, shortened where it has to be, when it can stand alone in the length of a bullet.
fn fitted<'a>(
    document: &Document<'_>,
    whole: &'a str,
    standing: Standing,
    place: usize,
) -> Option<Cow<'a, str>> {
    let mut text = Cow::Borrowed(whole);
    if standing == Standing::Broken
        && let Some(mended) = with_whole_quotation(whole)
    {
        text = Cow::Owned(mended);
    }
    if document.is_english() {
        if let Some(short) = trim::without_joint(&text) {
            text = Cow::Owned(short.text);
        }
        if words(&text) > *FITTING.end()
            && place < MOST_SHORTENED
            && let Some(short) = trim::to_length(&text, *FITTING.end())
        {
            text = Cow::Owned(short.text);
        }
        if let Some(short) = trim::without_inner_joint(&text) {
            text = Cow::Owned(short.text);
        }
    }
    let is_alone = match text {
        Cow::Borrowed(_) => standing == Standing::Alone,
        Cow::Owned(_) => stands(document, &text) == Standing::Alone,
    };
    (is_alone && FITTING.contains(&words(&text))).then_some(text)
}
