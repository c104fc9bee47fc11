//! Starred articles as readers of the Google Reader kind export them: `starred.json` with `items`.
//!
//! Google's own, `FreshRSS`, Inoreader, The Old Reader and others agree on the names; what each leaves out differs.

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::parse::{Kept, KeptFile, entries_of};
use crate::domain::{KeptEntry, Timestamp};
use crate::text::printable;

/// Articles with the feed they came from.
#[derive(Debug, Clone, PartialEq)]
pub struct StarredFeed {
    /// The feed's address; `None` where the export knows only its page.
    pub address: Option<Url>,
    pub title: Option<String>,
    pub site: Option<Url>,
    pub articles: Vec<KeptEntry>,
}

/// What an export holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Starred {
    pub feeds: Vec<StarredFeed>,
    /// Items that could not be read, or that say nothing of where they came from.
    pub lost: usize,
}

#[derive(Deserialize, Default)]
struct Document {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    title: Value,
    items: Vec<Value>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Item {
    guid: Value,
    title: Value,
    author: Value,
    published: Value,
    updated: Value,
    crawl_time_msec: Value,
    crawl_time_usec: Value,
    timestamp_usec: Value,
    canonical: Value,
    alternate: Value,
    enclosure: Value,
    content: Value,
    summary: Value,
    categories: Value,
    origin: Value,
}

/// Reads an export; `None` when the text is not one.
pub fn read(text: &str) -> Option<Starred> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let document = if text.starts_with('[') {
        // The items alone, as some scripts write them.
        Document {
            items: serde_json::from_str(text).ok()?,
            ..Document::default()
        }
    } else if text.starts_with('{') {
        serde_json::from_str(text).ok()?
    } else {
        return None;
    };
    // Feeds in JSON have items as well; theirs have neither a stream they came from nor states.
    let is_export = document.items.iter().any(|item| {
        item.get("origin").is_some_and(Value::is_object)
            || item.get("crawlTimeMsec").is_some()
            || strings(item.get("categories").unwrap_or(&Value::Null))
                .iter()
                .any(|category| state(category).is_some())
    });
    let about = [&document.id, &document.title];
    let says_starred = |value: &&&Value| {
        value
            .as_str()
            .is_some_and(|value| value.to_ascii_lowercase().contains("starred"))
    };
    let is_of_starred = about.iter().any(|value| says_starred(&value));
    let is_empty_export = is_of_starred && document.items.is_empty();
    if !is_export && !is_empty_export {
        return None;
    }
    let count = document.items.len();
    let items: Vec<Item> = document
        .items
        .into_iter()
        .filter_map(|item| serde_json::from_value(item).ok())
        .collect();
    let is_starred = |item: &Item| {
        strings(&item.categories)
            .iter()
            .any(|category| state(category) == Some("starred"))
    };
    // Where nothing says what is starred, all is: that is what the file is for.
    let are_all_starred = is_of_starred || !items.iter().any(is_starred);
    let mut starred = Starred {
        lost: count - items.len(),
        ..Starred::default()
    };
    let mut found: Vec<(Origin, Vec<Item>)> = Vec::new();
    for item in items {
        let Some(origin) = Origin::of(&item) else {
            starred.lost += 1;
            continue;
        };
        match found.iter_mut().find(|(known, _)| known.is_same(&origin)) {
            Some((_, items)) => items.push(item),
            None => found.push((origin, vec![item])),
        }
    }
    for (origin, items) in found {
        let Some(base) = origin.address.clone().or_else(|| origin.site.clone()) else {
            starred.lost += items.len();
            continue;
        };
        let marks: Vec<KeptEntry> = items
            .iter()
            .map(|item| marks(item, are_all_starred || is_starred(item)))
            .collect();
        let kept = items.iter().map(kept).collect();
        let mut articles = Vec::with_capacity(marks.len());
        for (entry, marks) in entries_of(kept, &base).into_iter().zip(marks) {
            match entry {
                Some(entry) => articles.push(KeptEntry { entry, ..marks }),
                None => starred.lost += 1,
            }
        }
        starred.feeds.push(StarredFeed {
            address: origin.address,
            title: origin.title,
            site: origin.site,
            articles,
        });
    }
    Some(starred)
}

/// Where an item came from.
struct Origin {
    address: Option<Url>,
    title: Option<String>,
    site: Option<Url>,
}

impl Origin {
    /// `None` when the item does not say in any way.
    fn of(item: &Item) -> Option<Self> {
        let of = |name: &str| item.origin.get(name).and_then(Value::as_str);
        let stream = of("streamId").and_then(|stream| {
            // Some count their feeds, some write the address, some escape it.
            let stream = stream.strip_prefix("feed/").unwrap_or(stream);
            web(stream).or_else(|| web(&unescaped(stream)))
        });
        let address = of("feedUrl").and_then(web).or(stream);
        let site = of("htmlUrl").and_then(web).or_else(|| {
            let mut link = web(&link_of(item)?)?;
            link.set_path("/");
            link.set_query(None);
            link.set_fragment(None);
            Some(link)
        });
        (address.is_some() || site.is_some()).then(|| Self {
            address,
            title: of("title")
                .map(|title| {
                    printable::line(&crate::text::entities::decode(title))
                        .trim()
                        .to_owned()
                })
                .filter(|title| !title.is_empty()),
            site,
        })
    }

    fn is_same(&self, other: &Self) -> bool {
        match (&self.address, &other.address) {
            (None, None) => self.site == other.site,
            (one, other) => one == other,
        }
    }
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Undoes the escaping of an address within an address.
fn unescaped(text: &str) -> String {
    url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

/// Returns the state a category names: `starred` of `user/-/state/com.google/starred`.
fn state(category: &str) -> Option<&str> {
    let (user, state) = category.split_once("/state/com.google/")?;
    user.starts_with("user/").then_some(state)
}

/// Returns the person's own label a category names: `work` of `user/-/label/work`.
fn label(category: &str) -> Option<String> {
    let (user, label) = category.split_once("/label/")?;
    let label = printable::line(label).trim().to_owned();
    (user.starts_with("user/") && !label.is_empty()).then_some(label)
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        Value::String(value) => vec![value],
        _ => Vec::new(),
    }
}

/// Returns the address of the item's page, by `canonical` or `alternate`.
fn link_of(item: &Item) -> Option<String> {
    [&item.canonical, &item.alternate]
        .into_iter()
        .find_map(|links| {
            let links = links.as_array()?;
            let href = |link: &Value| link.get("href")?.as_str().map(str::to_owned);
            let is_page = |link: &&Value| {
                link.get("type")
                    .and_then(Value::as_str)
                    .is_none_or(|kind| kind.contains("html"))
            };
            links.iter().find(is_page).or(links.first()).and_then(href)
        })
}

/// Returns a moment given in seconds, as a number or its text, or as a date.
fn moment(value: &Value, parts: i64) -> Option<Timestamp> {
    let seconds = match value {
        Value::Number(number) => number.as_i64()? / parts,
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(number) => number / parts,
            Err(_) => text.trim().parse::<jiff::Timestamp>().ok()?.as_second(),
        },
        _ => return None,
    };
    (seconds > 0).then(|| Timestamp::from_seconds(seconds))
}

fn seen_at(item: &Item) -> Option<Timestamp> {
    moment(&item.crawl_time_msec, 1_000)
        .or_else(|| moment(&item.crawl_time_usec, 1_000_000))
        .or_else(|| moment(&item.timestamp_usec, 1_000_000))
}

fn marks(item: &Item, is_starred: bool) -> KeptEntry {
    let categories = strings(&item.categories);
    let has = |wanted: &str| {
        categories
            .iter()
            .any(|category| state(category) == Some(wanted))
    };
    let says_what_was_read = categories.iter().any(|category| {
        matches!(
            state(category),
            Some("read" | "kept-unread" | "reading-list" | "fresh")
        )
    });
    let published = moment(&item.published, 1);
    let mut tags: Vec<String> = categories
        .iter()
        .filter_map(|category| label(category))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    KeptEntry {
        seen_at: seen_at(item).or(published),
        is_unread: says_what_was_read && !has("read"),
        bookmarked_at: is_starred.then(|| {
            seen_at(item)
                .or(published)
                .unwrap_or(Timestamp::from_seconds(0))
        }),
        tags,
        ..KeptEntry::default()
    }
}

fn kept(item: &Item) -> Kept {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    // `{"content": "…"}`, or the text itself.
    let body = |value: &Value| {
        value
            .get("content")
            .and_then(Value::as_str)
            .or_else(|| value.as_str())
            .map(str::to_owned)
            .filter(|body| !body.is_empty())
    };
    let files = item.enclosure.as_array().into_iter().flatten();
    Kept {
        link: link_of(item),
        // The `id` is the exporter's own; only some tell the feed's beside it.
        guid: text(&item.guid),
        title: text(&item.title),
        author: text(&item.author),
        published: moment(&item.published, 1),
        updated: moment(&item.updated, 1),
        content: body(&item.content),
        summary: body(&item.summary),
        tags: strings(&item.categories)
            .into_iter()
            .filter(|category| !category.starts_with("user/"))
            .map(str::to_owned)
            .collect(),
        files: files
            .filter_map(|file| {
                Some(KeptFile {
                    address: file.get("href")?.as_str()?.to_owned(),
                    mime_type: file.get("type").and_then(text),
                    length: file.get("length").and_then(|length| {
                        length.as_u64().or_else(|| length.as_str()?.parse().ok())
                    }),
                })
            })
            .collect(),
        ..Kept::default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn feeds_and_other_json_are_no_exports() {
        for text in [
            "",
            "[]",
            "[1, {\"title\": \"x\"}]",
            "{}",
            "{\"items\": 1}",
            "{\"items\": [{\"title\": \"x\"}]}",
            "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": \"1\", \"content_text\": \"x\"}]}",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let none = read("{\"id\": \"user/-/state/com.google/starred\", \"items\": []}");
        assert_eq!(none, Some(Starred::default()));
    }

    #[test]
    fn items_may_stand_alone() {
        let starred = read(
            r#"[{"categories": ["user/1/state/com.google/starred"], "title": "One", "published": 1600000000,
                "origin": {"streamId": "feed/https://a.example/feed"}, "summary": {"content": "x"}}]"#,
        )
        .unwrap();
        assert_eq!(starred.feeds.len(), 1);
        assert!(starred.feeds[0].articles[0].bookmarked_at.is_some());
    }

    #[test]
    fn what_an_item_leaves_out_costs_that_and_no_more() {
        let starred = read(
            r#"{"items": [3, {"categories": "user/1/state/com.google/starred", "title": 7, "published": "x",
                "alternate": [{"href": "https://a.example/story?x=1", "type": "text/html"}], "enclosure": {}},
                {"origin": {"streamId": "feed/1"}}]}"#,
        )
        .unwrap();
        assert_eq!(starred.lost, 2);
        let feed = &starred.feeds[0];
        assert_eq!(
            (feed.address.as_ref(), feed.site.as_ref().unwrap().as_str()),
            (None, "https://a.example/")
        );
        assert!(feed.articles[0].bookmarked_at.is_some() && !feed.articles[0].is_unread);
    }

    proptest! {
        #[test]
        fn any_values_are_read_without_a_panic(
            items in prop::collection::vec(
                "\\{(\"(title|published|crawlTimeMsec|alternate|canonical|origin|categories|content|enclosure)\": \
                 (1|-1|1e300|null|\"feed/https%3A%2F%2Fa.example\"|\"\"|\\[\\]|\\[\\{\"href\": \"https://é.example\"\\}\\]|\\{\"streamId\": \"feed/http://b.example\", \"title\": \"<b>\"\\}), ){0,6}\"a\": 1\\}",
                0..4,
            ),
        ) {
            let text = format!("{{\"id\": \"starred\", \"items\": [{}]}}", items.join(","));
            let _ = read(&text);
        }
    }
}
