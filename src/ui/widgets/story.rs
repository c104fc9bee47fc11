//! What is said about a story wherever it is shown: byline, reading time.

use jiff::tz::TimeZone;

use crate::domain::Article;

/// Words a minute of silent reading, from Brysbaert 2019 (238 for non-fiction in English), rounded down for screens.
const WORDS_A_MINUTE: usize = 220;
/// Characters a minute where words are not parted by spaces (Chinese, Japanese), from the same review.
const CHARACTERS_A_MINUTE: usize = 260;

/// Returns how many minutes reading `text` takes, at least 1.
pub fn minutes(text: &str) -> usize {
    let ideographs = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
        .count();
    let words = text.split_whitespace().count();
    (words / WORDS_A_MINUTE + ideographs / CHARACTERS_A_MINUTE).max(1)
}

/// Returns source, author, date and reading time, as far as they are known, parted by dots.
pub fn byline(article: &Article, zone: &TimeZone) -> String {
    let date = article
        .published
        .map(|at| at.readable(zone))
        .or_else(|| article.published_text.clone())
        .unwrap_or_else(|| article.headline.sorted_at.readable(zone));
    let mut parts = vec![article.headline.source.clone()];
    if let Some(author) = &article.author
        && !author.is_empty()
        && *author != article.headline.source
    {
        parts.push(author.clone());
    }
    parts.push(date);
    if !article.text.trim().is_empty() {
        parts.push(format!("{} min read", minutes(&article.text)));
    }
    if article.full_text_at.is_some() {
        parts.push("full text".to_owned());
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_time_counts_words_and_ideographs() {
        for (text, expected) in [
            (String::new(), 1),
            ("word ".repeat(219), 1),
            ("word ".repeat(900), 4),
            ("漢".repeat(1_300), 5),
        ] {
            assert_eq!(minutes(&text), expected);
        }
    }
}
