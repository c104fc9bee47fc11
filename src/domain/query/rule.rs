//! Which queries can be mute rules: those whose meaning stands still.
//!
//! A rule is tried on an article once, when either of them comes or changes. What turns with the clock, with reading or
//! with tags would be out of date a moment later, and numbers of articles and feeds mean something else in another store.

use super::{Has, Query};

/// Why a query cannot be a mute rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnfitForRule {
    #[error("a mute rule needs something to look for: this one would hide everything")]
    Everything,
    /// `newer:`
    #[error(
        "`{0}` means something else from day to day, so a mute rule cannot have it; leave it out or use `after:` and `before:`"
    )]
    Clock(&'static str),
    /// `is:unread`
    #[error("`{0}` changes as you read, so a mute rule cannot have it; leave it out")]
    State(String),
    /// `tag:work`
    #[error("`{0}` cannot be in a mute rule: tagged articles are never muted; leave it out")]
    Tag(String),
    /// `id:12`
    #[error(
        "`{0}` is a number of this store alone, so a mute rule cannot have it; name words or a feed"
    )]
    Number(String),
}

/// Says whether a query can be a mute rule.
pub fn check_rule(query: &Query) -> Result<(), UnfitForRule> {
    match query {
        Query::All => Err(UnfitForRule::Everything),
        _ => check(query),
    }
}

fn check(query: &Query) -> Result<(), UnfitForRule> {
    match query {
        Query::And(parts) | Query::Or(parts) => parts.iter().try_for_each(check),
        Query::Not(part) => check(part),
        Query::Newer(_) => Err(UnfitForRule::Clock("newer:")),
        Query::Older(_) => Err(UnfitForRule::Clock("older:")),
        Query::Is(_) | Query::Has(Has::FullText) => Err(UnfitForRule::State(query.to_string())),
        Query::Tag(_) => Err(UnfitForRule::Tag(query.to_string())),
        Query::Feed(_) | Query::Ids(_) => Err(UnfitForRule::Number(query.to_string())),
        Query::All
        | Query::Text { .. }
        | Query::FeedName(_)
        | Query::Folder(_)
        | Query::Language(_)
        | Query::Has(Has::Image | Has::Audio)
        | Query::After(_)
        | Query::Before(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::query::{ParseContext, parse};

    fn checked(text: &str) -> Result<(), UnfitForRule> {
        let context = ParseContext {
            now: Timestamp::from_seconds(1_795_348_800),
            zone: TimeZone::UTC,
            is_typing: false,
        };
        check_rule(&parse(text, &context).unwrap())
    }

    #[test]
    fn what_changes_by_itself_is_no_rule_and_the_word_is_named() {
        for (text, named) in [
            ("newer:7d", "newer:"),
            ("port OR (strike -older:2w)", "older:"),
            ("feed:wire -is:unread", "is:unread"),
            ("is:bookmarked", "is:bookmarked"),
            ("is:muted", "is:muted"),
            ("has:fulltext port", "has:fulltext"),
            ("tag:work", "tag:work"),
            ("id:12", "id:12"),
            ("port feed:#3", "feed:#3"),
        ] {
            let error = checked(text).unwrap_err().to_string();
            assert!(error.contains(&format!("`{named}`")), "{text}: {error}");
        }
        assert_eq!(checked(" "), Err(UnfitForRule::Everything));
    }

    #[test]
    fn what_stands_still_is_a_rule() {
        for text in [
            "port",
            "title:\"port strike\" -cargo*",
            "feed:wire author:asa",
            "folder:World OR lang:de",
            "has:image before:2026",
            "after:yesterday",
        ] {
            assert_eq!(checked(text), Ok(()), "{text}");
        }
    }
}
