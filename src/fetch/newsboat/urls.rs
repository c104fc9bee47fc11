//! newsboat's list of subscriptions, the file `urls`: an address a line, with tags behind it.
//!
//! Source: newsboat's own documentation, chapters "Adding RSS feeds", "Tagging", "Renaming feeds" and "Query Feeds".

use std::collections::BTreeMap;

use url::Url;

use super::filter::{self, Tags};
use crate::domain::Query;
use crate::fetch::discover::addresses;
use crate::fetch::opml::{Disabled, List, SavedSearch, Subscription};
use crate::text::printable;

/// Where feeds are put that newsboat does not list.
const HIDDEN: &str = "Hidden";
/// Why a feed that newsboat makes with a program rests here.
const PROGRAM: &str = "newsboat made it with a program, and squelch runs none";

/// A line of the list.
struct Line {
    number: usize,
    first: String,
    tags: Vec<String>,
}

/// Feeds by tag, as query feeds ask for them.
#[derive(Default)]
struct Tagged {
    /// Feeds of this tag that are not in its folder, by what their address says.
    elsewhere: BTreeMap<String, Vec<String>>,
    /// Whether any feed is in the folder of this name.
    folders: BTreeMap<String, bool>,
}

impl Tags for Tagged {
    fn tagged(&self, tag: &str) -> Option<Query> {
        let folder = self
            .folders
            .contains_key(tag)
            .then(|| Query::Folder(tag.to_owned()));
        let feeds = self.elsewhere.get(tag).into_iter().flatten();
        let parts: Vec<Query> = folder
            .into_iter()
            .chain(feeds.map(|address| Query::FeedName(address.clone())))
            .collect();
        (!parts.is_empty()).then(|| Query::or(parts))
    }

    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .elsewhere
            .keys()
            .chain(self.folders.keys())
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Reads a list; `None` when the text is not one: no line starts with an address or a word of newsboat's.
///
/// The first tag becomes the folder, further ones saved searches, `~name` the title; query feeds become saved searches
/// where the query language can say the same, and feeds made by a program (`exec:`, `filter:`) rest. What could not be
/// taken over as it was is said in the notes.
pub(in crate::fetch) fn read(text: &str) -> Option<List> {
    let lines: Vec<Line> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let mut words = words(line);
            Some(Line {
                number: index + 1,
                first: words.next()?,
                tags: words
                    .map(|tag| printable::line(&tag).trim().to_owned())
                    .filter(|tag| !tag.is_empty())
                    .collect(),
            })
        })
        .collect();
    let is_list = lines.iter().any(|line| {
        is_web(&line.first)
            || ["exec:", "filter:", "query:"]
                .iter()
                .any(|start| line.first.starts_with(start))
    });
    if !is_list {
        return None;
    }
    let mut list = List::default();
    let mut tagged = Tagged::default();
    let mut hidden = Vec::new();
    for line in lines
        .iter()
        .filter(|line| !line.first.starts_with("query:"))
    {
        read_feed(line, &mut list, &mut tagged, &mut hidden);
    }
    for line in lines.iter().filter(|line| line.first.starts_with("query:")) {
        read_query_feed(line, &mut list, &tagged);
    }
    search_for_tags(&mut list, &tagged);
    if !hidden.is_empty() {
        list.notes.push(format!(
            "newsboat does not list {} (`!`); here they are in the folder `{HIDDEN}`, which can be folded away, and their \
             stories show in `All` as others do",
            hidden.join(", ")
        ));
    }
    Some(list)
}

fn is_web(address: &str) -> bool {
    ["http://", "https://", "feed:"].iter().any(|start| {
        address
            .get(..start.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}

fn read_feed(line: &Line, list: &mut List, tagged: &mut Tagged, hidden: &mut Vec<String>) {
    let address = line.first.as_str();
    let is_program = ["exec:", "filter:"]
        .iter()
        .any(|start| address.starts_with(start));
    let url = if is_program {
        Url::parse(address).ok()
    } else if is_web(address) {
        // Quotes hold spaces together, and newsboat asks for what is in them.
        addresses(&address.trim().replace(' ', "%20"))
            .ok()
            .and_then(|urls| urls.into_iter().next())
    } else {
        None
    };
    let shown = printable::line(address).into_owned();
    let Some(url) = url else {
        list.warnings.push(format!(
            "line {}: left out `{shown}`: only http and https addresses can be fetched",
            line.number
        ));
        return;
    };
    let mut title = None;
    let mut is_hidden = false;
    let mut tags: Vec<&str> = Vec::new();
    for tag in &line.tags {
        if let Some(name) = tag.strip_prefix('~') {
            title = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        } else {
            let (name, is_mark) = tag
                .strip_prefix('!')
                .map_or((tag.as_str(), false), |rest| (rest, true));
            is_hidden |= is_mark;
            // `!hidden` is what the documentation hides feeds with; it says nothing else.
            let says_nothing = name.is_empty() || (is_mark && name == "hidden");
            if !says_nothing && !tags.contains(&name) {
                tags.push(name);
            }
        }
    }
    let first = tags.first().copied().unwrap_or_default();
    let folder = match (is_hidden, first) {
        (false, first) => first.to_owned(),
        (true, "") => HIDDEN.to_owned(),
        (true, first) => format!("{HIDDEN}/{first}"),
    };
    let earlier = list
        .subscriptions
        .iter()
        .map(|subscription| (&subscription.url, &subscription.folder))
        .chain(list.disabled.iter().map(|feed| (&feed.url, &feed.folder)))
        .find(|(there, _)| **there == url)
        .map(|(_, folder)| folder.clone());
    for tag in &tags {
        if Some(*tag) == earlier.as_deref() {
            continue;
        }
        if *tag == folder && earlier.is_none() {
            tagged.folders.insert((*tag).to_owned(), true);
        } else {
            let address = crate::domain::short_address(&url);
            tagged
                .elsewhere
                .entry((*tag).to_owned())
                .or_default()
                .push(address);
        }
    }
    if earlier.is_some() {
        return;
    }
    if is_hidden {
        hidden.push(title.clone().unwrap_or_else(|| shown.clone()));
    }
    if is_program {
        list.notes.push(format!(
            "line {}: `{shown}` is kept and rests: {PROGRAM}",
            line.number
        ));
        list.disabled.push(Disabled {
            url,
            title,
            folder,
            why: PROGRAM.to_owned(),
        });
        return;
    }
    list.subscriptions.push(Subscription {
        title,
        folder,
        ..Subscription::new(url)
    });
}

/// `query:NAME:EXPRESSION`.
fn read_query_feed(line: &Line, list: &mut List, tagged: &Tagged) {
    let rest = line.first.strip_prefix("query:").unwrap_or_default();
    let (name, expression) = rest.split_once(':').unwrap_or((rest, ""));
    let name = line
        .tags
        .iter()
        .find_map(|tag| tag.strip_prefix('~'))
        .unwrap_or(name)
        .trim();
    let name = printable::line(name).into_owned();
    if name.is_empty() {
        list.warnings.push(format!(
            "line {}: left out a query feed without a name",
            line.number
        ));
        return;
    }
    match filter::translate(expression, tagged) {
        Ok(query) => {
            list.notes.push(format!(
                "line {}: the query feed `{name}` is the saved search `{query}`",
                line.number
            ));
            list.searches.push(SavedSearch { name, query });
        }
        Err(why) => list.warnings.push(format!(
            "line {}: left out the query feed `{name}`: {}",
            line.number,
            printable::line(&why)
        )),
    }
}

/// A feed is in one folder; tags that say more become searches of their own.
fn search_for_tags(list: &mut List, tagged: &Tagged) {
    let mut named = Vec::new();
    for tag in tagged.elsewhere.keys() {
        if let Some(query) = tagged.tagged(tag)
            && !list.searches.iter().any(|search| search.name == *tag)
        {
            named.push(format!("`{tag}`"));
            list.searches.push(SavedSearch {
                name: tag.clone(),
                query,
            });
        }
    }
    if !named.is_empty() {
        list.notes.push(format!(
            "a feed is in one folder, that of its first tag; the other tags are saved searches: {}",
            named.join(", ")
        ));
    }
}

/// Splits a line at white space, with double quotes and backslashes as newsboat does, up to a `#` that starts a word.
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
                '\\' if is_quoted => match rest.next() {
                    Some('n' | 'r' | 't' | 'v') => word.push(' '),
                    escaped => word.extend(escaped),
                },
                c if c.is_whitespace() && !is_quoted => break,
                c => word.push(c),
            }
        }
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn searches(list: &List) -> Vec<(&str, String)> {
        list.searches
            .iter()
            .map(|search| (search.name.as_str(), search.query.to_string()))
            .collect()
    }

    #[test]
    fn tags_titles_and_comments_are_understood() {
        let list = read(
            "# my feeds\n\nhttps://a.example/feed tech \"~A \\\"blog\\\"\" more\nhttp://b.example/ \"!\" \"two words\" # daily\n\
             file:///etc/passwd\nftp://d.example/\n|rm -rf\n",
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
                ("http://b.example/", "Hidden/two words", None),
            ]
        );
        assert_eq!(
            list.warnings,
            [
                "line 5: left out `file:///etc/passwd`: only http and https addresses can be fetched",
                "line 6: left out `ftp://d.example/`: only http and https addresses can be fetched",
                "line 7: left out `|rm`: only http and https addresses can be fetched",
            ]
        );
        assert_eq!(
            searches(&list),
            [
                ("more", "feed:a.example/feed".to_owned()),
                ("two words", "feed:b.example".to_owned()),
            ]
        );
        assert!(
            list.notes
                .iter()
                .any(|note| note.contains("http://b.example/ (`!`)")),
            "{:?}",
            list.notes
        );
    }

    #[test]
    fn addresses_come_in_any_case_with_spaces_and_more_than_once() {
        let list = read(
            "HTTPS://A.EXAMPLE/Feed one\n\"https://b.example/with space?q=a b\" two\nhttps://a.example/Feed one three\n",
        )
        .unwrap();
        let brief: Vec<_> = list
            .subscriptions
            .iter()
            .map(|s| (s.url.as_str(), s.folder.as_str()))
            .collect();
        assert_eq!(
            brief,
            [
                ("https://a.example/Feed", "one"),
                ("https://b.example/with%20space?q=a%20b", "two"),
            ]
        );
        assert!(list.warnings.is_empty(), "{:?}", list.warnings);
        let searches = searches(&list);
        assert!(
            searches.contains(&("three", "feed:a.example/Feed".to_owned())),
            "{searches:?}"
        );
    }

    #[test]
    fn query_feeds_become_searches_and_programs_rest() {
        let list = read(
            "https://a.example/feed tech\nhttps://b.example/feed fun tech\n\
             \"query:Unread:unread = \\\"yes\\\"\"\n\"query:Tech:tags # \\\"tech\\\" and age < 2\" news\n\
             \"query:Links:link =~ \\\"x\\\"\"\nexec:~/bin/feed.sh fun \"~Made here\"\nfilter:sed:http://c.example/\n",
        )
        .unwrap();
        assert_eq!(
            searches(&list),
            [
                ("Unread", "is:unread".to_owned()),
                (
                    "Tech",
                    "(folder:tech OR feed:b.example/feed) newer:2d".to_owned()
                ),
                ("tech", "folder:tech OR feed:b.example/feed".to_owned()),
            ]
        );
        assert_eq!(
            list.warnings,
            ["line 5: left out the query feed `Links`: `link` cannot be asked for like this"]
        );
        let disabled: Vec<(&str, &str)> = list
            .disabled
            .iter()
            .map(|feed| (feed.url.as_str(), feed.folder.as_str()))
            .collect();
        assert_eq!(
            disabled,
            [
                ("exec:~/bin/feed.sh", "fun"),
                ("filter:sed:http://c.example/", "")
            ]
        );
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

    proptest! {
        #[test]
        fn any_lines_are_read_without_a_panic(
            text in "(https://a.example/|query:|exec:|\"|\\\\|~|!|#| |\n|unread = |title =~ |[a-zé(|)\\[\\]*+?:]{1,6}){0,60}",
        ) {
            let _ = read(&text);
        }
    }
}
