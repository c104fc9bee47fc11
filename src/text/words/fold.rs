//! Case and accents taken away.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

/// Returns `text` without case and accents and with single spaces, to compare names by.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&fold_word(word));
    }
    folded
}

/// Returns a word without case and accents; borrowed where nothing changes.
pub(super) fn fold_word(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    let mut folded = String::with_capacity(word.len());
    if word.chars().all(keeps_parts) {
        folded.extend(word.nfkc());
    } else {
        for c in word.chars() {
            fold_character(c, &mut folded);
        }
        // Beside letters that fell apart some were kept: they take the form they have in a word of their own.
        if folded.chars().any(keeps_parts) {
            folded = folded.nfkc().collect();
        }
    }
    Cow::Owned(folded)
}

/// Kana and Hangul fall apart when decomposed: a voiced か would lose its voice.
const fn keeps_parts(c: char) -> bool {
    matches!(c as u32, 0x1100..=0x11FF | 0x3040..=0x30FF | 0x3131..=0x318E | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xFF66..=0xFFDC)
}

fn fold_character(c: char, folded: &mut String) {
    if keeps_parts(c) {
        folded.push(c);
        return;
    }
    decompose_compatible(c, |part| {
        for lower in part.to_lowercase() {
            fold_part(lower, folded);
        }
    });
}

/// Folds what decomposition leaves whole.
fn fold_part(c: char, folded: &mut String) {
    match c {
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'þ' => folded.push_str("th"),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        'ς' => folded.push('σ'),
        'ى' | 'ی' => folded.push('ي'),
        'ک' => folded.push('ك'),
        'ة' => folded.push('ه'),
        'ٱ' => folded.push('ا'),
        // The Arabic stretching stroke; a space that carries an accent of its own.
        'ـ' | ' ' => {}
        c if is_dropped(c) => {}
        c => folded.push(c),
    }
}

/// Accents, Arabic and Hebrew points, and what is invisible; the vowel signs of Indic scripts are letters, not accents.
const fn is_dropped(c: char) -> bool {
    matches!(c as u32,
        0xAD
        | 0x0300..=0x036F
        | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C5 | 0x05C7
        | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC | 0x06DF..=0x06E8 | 0x06EA..=0x06ED
        | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF
        | 0x200B..=0x200D | 0x2060
        | 0x20D0..=0x20FF
        | 0xFE00..=0xFE0F)
}
