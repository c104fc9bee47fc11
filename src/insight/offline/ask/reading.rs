//! Passages and sentences of the sources, and where the words of the question stand in them.
//!
//! Only words of the question are counted: of two dozen articles all others would fill tables that nobody asks.

use std::ops::Range;

use super::sought;
use crate::insight::Source;
use crate::text::language::Language;
use crate::text::sentences;
use crate::text::words::{Token, is_stop_word, tokens};

/// Of one source, for texts without end.
const LONGEST_SOURCE: usize = 256 * 1024;
/// Passages longer than this are parted at a sentence.
const LONGEST_PASSAGE: usize = 2400;
/// Letters of the beginning that related words share, and of a word that has one.
const BEGINNING: usize = 5;
/// What a word of the title counts for each passage.
const OF_TITLE: f32 = 0.3;

/// A word of the question.
pub(super) struct Wanted {
    /// Its folded stem.
    stem: String,
    /// Its beginning, of a longer word.
    beginning: Option<String>,
}

/// How often a word of the question stands somewhere.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) exact: f32,
    /// Words with the same beginning, itself among them.
    pub(super) kin: f32,
}

pub(super) struct Part {
    pub(super) source: usize,
    pub(super) paragraph: Range<usize>,
    pub(super) sentences: Vec<Piece>,
    /// Of each word of the question.
    pub(super) counts: Vec<Count>,
    /// In words.
    pub(super) length: f32,
}

#[derive(Default)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) counts: Vec<Count>,
    pub(super) length: f32,
    /// Where words of the question stand, counted in words, and which these are.
    pub(super) places: Vec<(usize, usize)>,
    /// It holds a number that the question does not name.
    pub(super) has_number: bool,
    /// The same of a word with a capital, behind the first.
    pub(super) has_name: bool,
}

/// Words that ask, and are not on every list of stop words.
const ASKING: &[&str] = &[
    "what", "who", "whom", "whose", "which", "when", "where", "why", "how", "many", "much", "did",
    "does", "do", "name",
];

/// Returns the words of a question that tell what it is about, each once.
pub(super) fn wanted(question: &str, language: Option<Language>) -> Vec<Wanted> {
    let mut found: Vec<Wanted> = Vec::new();
    let all: Vec<(Wanted, bool)> = tokens(question, language)
        .map(|token| {
            let is_stop = is_stop_word(&token.folded, language) || ASKING.contains(&&*token.folded);
            let wanted = Wanted {
                stem: stem(&token).to_owned(),
                beginning: beginning(&token.folded).map(str::to_owned),
            };
            (wanted, is_stop)
        })
        .collect();
    let has_content = all.iter().any(|(_, is_stop)| !is_stop);
    for (wanted, is_stop) in all {
        let is_idle = is_stop && has_content;
        if !(found.iter().any(|other| other.stem == wanted.stem) || is_idle) {
            found.push(wanted);
        }
    }
    found
}

fn stem<'a>(token: &'a Token<'_>) -> &'a str {
    token.stem.as_deref().unwrap_or(&token.folded)
}

/// Returns the beginning of a word that is longer than its beginning.
fn beginning(folded: &str) -> Option<&str> {
    let (end, _) = folded.char_indices().nth(BEGINNING)?;
    let is_word = folded.chars().all(char::is_alphabetic);
    folded.get(..end).filter(|_| is_word)
}

impl Wanted {
    fn is_kin(&self, folded: &str) -> bool {
        self.beginning
            .as_deref()
            .is_some_and(|start| folded.starts_with(start) && beginning(folded) == Some(start))
    }
}

/// Returns the passages of a source.
pub(super) fn read(
    number: usize,
    source: &Source<'_>,
    language: Option<Language>,
    wanted: &[Wanted],
) -> Vec<Part> {
    let end = source.text.floor_char_boundary(LONGEST_SOURCE);
    let text = source.text.get(..end).unwrap_or_default();
    // Stems of the question's language are the ones that can match.
    let title = piece(source.title, 0..source.title.len(), language, wanted);
    let mut parts = Vec::new();
    for paragraph in sentences::paragraphs(text) {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut start = paragraph.start;
        for range in sentences::in_paragraph(text, paragraph) {
            if range.end - start > LONGEST_PASSAGE && !pieces.is_empty() {
                parts.push(part(number, std::mem::take(&mut pieces), &title));
                start = range.start;
            }
            pieces.push(piece(text, range, language, wanted));
        }
        if !pieces.is_empty() {
            parts.push(part(number, pieces, &title));
        }
    }
    parts
}

fn piece(text: &str, range: Range<usize>, language: Option<Language>, wanted: &[Wanted]) -> Piece {
    let sentence = text.get(range.clone()).unwrap_or_default();
    let mut piece = Piece {
        range,
        counts: vec![Count::default(); wanted.len()],
        ..Piece::default()
    };
    for (place, token) in tokens(sentence, language).enumerate() {
        piece.length += 1.0;
        let stem = stem(&token);
        let initials = [stem, &*token.folded].map(|form| form.as_bytes().first());
        let mut is_asked = false;
        for (number, (word, count)) in wanted.iter().zip(&mut piece.counts).enumerate() {
            // Most words are none that is asked for, which one look tells.
            let may_be = |form: &str| initials.contains(&form.as_bytes().first());
            if !may_be(&word.stem) && !word.beginning.as_deref().is_some_and(may_be) {
                continue;
            }
            if word.stem == stem {
                count.exact += 1.0;
                piece.places.push((place, number));
                is_asked = true;
            }
            if word.is_kin(&token.folded) {
                count.kin += 1.0;
            }
        }
        if is_asked {
            continue;
        }
        let word = sentence.get(token.range.clone()).unwrap_or_default();
        if word.contains(char::is_numeric) || sought::is_number(&token.folded) {
            piece.has_number = true;
        } else if place > 0 && word.starts_with(char::is_uppercase) {
            piece.has_name = true;
        }
    }
    piece
}

fn part(source: usize, sentences: Vec<Piece>, title: &Piece) -> Part {
    let mut counts: Vec<Count> = title
        .counts
        .iter()
        .map(|count| Count {
            exact: if count.exact > 0.0 { OF_TITLE } else { 0.0 },
            kin: 0.0,
        })
        .collect();
    let mut length = 0.0;
    for piece in &sentences {
        length += piece.length;
        for (all, own) in counts.iter_mut().zip(&piece.counts) {
            all.exact += own.exact;
            all.kin += own.kin;
        }
    }
    let start = sentences.first().map_or(0, |piece| piece.range.start);
    let end = sentences.last().map_or(0, |piece| piece.range.end);
    Part {
        source,
        paragraph: start..end,
        sentences,
        counts,
        length,
    }
}
