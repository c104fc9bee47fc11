//! newsboat's list of subscriptions, the file `urls`: an address a line, with tags behind it.
//!
//! Source: newsboat's own documentation, chapters "Adding RSS feeds", "Tagging" and "Renaming feeds".

use super::discover::addresses;
use super::opml::{List, Subscription};
use crate::text::printable;

/// Reads a list; `None` when the text is not one: no line starts with an address or a word of newsboat's.
///
/// The first tag becomes the folder, `~name` the title. Commands (`exec:`, `filter:`) and query feeds are left out
/// with a warning.
pub(super) fn read(text: &str) -> Option<List> {
    let mut list = List::default();
    let mut is_list = false;
    for line in text.trim_start_matches('\u{feff}').lines() {
        let mut words = words(line);
        let Some(address) = words.next() else {
            continue;
        };
        if ["exec:", "filter:", "query:"]
            .iter()
            .any(|start| address.starts_with(start))
        {
            is_list = true;
            let what = printable::line(&address).into_owned();
            list.warnings.push(format!(
                "left out `{what}`: commands and query feeds are not taken over"
            ));
            continue;
        }
        let is_address = ["http://", "https://", "feed:"]
            .iter()
            .any(|start| address.starts_with(start));
        let url = addresses(&address)
            .ok()
            .and_then(|urls| urls.into_iter().next());
        let (Some(url), true) = (url, is_address) else {
            if is_list {
                let what = printable::line(&address).into_owned();
                list.warnings.push(format!(
                    "left out `{what}`: only http and https addresses can be fetched"
                ));
            }
            continue;
        };
        is_list = true;
        let mut subscription = Subscription {
            url,
            title: None,
            site: None,
            folder: String::new(),
        };
        for tag in words {
            let tag = printable::line(&tag).into_owned();
            if let Some(title) = tag.strip_prefix('~') {
                subscription.title = Some(title.to_owned()).filter(|title| !title.is_empty());
            } else if subscription.folder.is_empty() && !tag.starts_with('!') {
                subscription.folder = tag;
            }
        }
        list.subscriptions.push(subscription);
    }
    is_list.then_some(list)
}

/// Splits a line at white space, with double quotes and backslashes as in a shell, up to a `#` that starts a word.
fn words(line: &str) -> impl Iterator<Item = String> {
    let mut rest = line.chars().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        if *rest.peek()? == '#' {
            return None;
        }
        let mut word = String::new();
        let mut is_quoted = false;
        while let Some(c) = rest.next() {
            match c {
                '"' => is_quoted = !is_quoted,
                '\\' if is_quoted => word.extend(rest.next()),
                c if c.is_whitespace() && !is_quoted => break,
                c => word.push(c),
            }
        }
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_titles_and_comments_are_understood() {
        let list = read(
            "# my feeds\n\nhttps://a.example/feed tech \"~A \\\"blog\\\"\" more\nhttp://b.example/ \"!\" \"two words\" # daily\n\
             \"query:Unread:unread = \\\"yes\\\"\"\nexec:~/bin/feed.sh tech\nfilter:sed:http://c.example/\nftp://d.example/\n",
        )
        .unwrap();
        let brief: Vec<_> = list
            .subscriptions
            .iter()
            .map(|s| (s.url.as_str(), s.folder.as_str(), s.title.as_deref()))
            .collect();
        assert_eq!(
            brief,
            [
                ("https://a.example/feed", "tech", Some("A \"blog\"")),
                ("http://b.example/", "two words", None),
            ]
        );
        assert_eq!(list.warnings.len(), 4, "{:?}", list.warnings);
    }

    #[test]
    fn other_texts_are_no_list() {
        for text in [
            "",
            "<opml/>",
            "# only a comment",
            "Dear all,\nsee https://a.example/\n",
            "{\"a\": 1}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
