//! How well something is meant by a few letters.

/// Returns how well `query` fits `text`, greater is better; `None` when it does not.
///
/// Every word of the query must be found with its letters in order, case ignored. Whole words, beginnings of words
/// and letters side by side count more; a short text counts more than a long one with the same letters.
pub(super) fn score(query: &str, text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let mut total = 0;
    for word in query.to_lowercase().split_whitespace() {
        total += word_score(word, &text)?;
    }
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    Some((total * 16).saturating_sub(length.min(15)))
}

fn word_score(word: &str, text: &str) -> Option<u32> {
    let initials: String = text
        .split(|character: char| !character.is_alphanumeric())
        .filter_map(|part| part.chars().next())
        .collect();
    let has_initials = initials.starts_with(word);
    if let Some(at) = text.find(word) {
        let is_start = text
            .get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|before| !before.is_alphanumeric());
        return Some(if at == 0 {
            100
        } else if is_start {
            80
        } else if has_initials {
            60
        } else {
            50
        });
    }
    if has_initials {
        return Some(60);
    }
    // Letters in order, counted more where one begins a word or follows the one before.
    let mut score = 0;
    let mut wanted = word.chars().peekable();
    let mut before: Option<char> = None;
    let mut is_run = false;
    for character in text.chars() {
        if wanted.peek() == Some(&character) {
            wanted.next();
            let begins = before.is_none_or(|before| !before.is_alphanumeric());
            score += match (begins, is_run) {
                (true, _) => 6,
                (false, true) => 4,
                (false, false) => 1,
            };
            is_run = true;
        } else {
            is_run = false;
        }
        before = Some(character);
    }
    let letters = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    // Letters strewn over a long text mean nothing.
    (wanted.peek().is_none() && score >= letters * 2).then_some(score.min(45))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_comes_first() {
        for (query, better, worse) in [
            ("book", "bookmark", "open the cookbook"),
            ("ra", "refresh-all", "starter packs"),
            ("refresh", "refresh", "refresh-all"),
            ("kn", "Kernel Notes", "unknown"),
        ] {
            assert!(
                score(query, better) > score(query, worse),
                "{query}: {better} {:?}, {worse} {:?}",
                score(query, better),
                score(query, worse)
            );
        }
    }

    #[test]
    fn every_word_must_be_found() {
        assert!(score("mark read", "mark-list-read").is_some());
        assert_eq!(score("mark xyz", "mark-list-read"), None);
        assert_eq!(score("zzz", "refresh"), None);
        assert!(score("", "anything").is_some());
    }
}
