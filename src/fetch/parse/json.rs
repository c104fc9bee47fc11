//! JSON Feed 1.0 and 1.1, read leniently: numbers for texts, one object for a list, broken ones [mended](json_mend).

use memchr::memmem;
use serde_json::{Map, Value};
use url::Url;

use super::dates;
use super::draft::{Draft, DraftFeed};
use super::fields::add_tag;
use super::json_mend;
use super::repairs::Refusals;
use super::tree::escape;
use super::values;
use crate::domain::Enclosure;
use crate::text::{language, printable};

/// Returns the feed in a JSON document; the text says what it is instead when it is no feed.
pub(super) fn read(
    text: &str,
    base: &Url,
    cap: usize,
    warnings: &mut Vec<String>,
) -> Result<DraftFeed, String> {
    let value = first_value(text).or_else(|error| {
        let mended = json_mend::mend(text);
        let value = first_value(&mended.text).map_err(|_| error)?;
        if mended.is_truncated {
            warnings.push("the document is cut off".to_owned());
        }
        if mended.repairs > 0 || !mended.is_truncated {
            warnings.push("broken JSON was repaired".to_owned());
        }
        Ok(value)
    });
    let value = value.map_err(|error: serde_json::Error| format!("broken JSON ({error})"))?;
    let Value::Object(root) = value else {
        return Err("a JSON list".to_owned());
    };
    let items = match root.get("items") {
        Some(Value::Array(items)) => items.as_slice(),
        Some(_) | None if is_declared(&root) => &[],
        _ => return Err("a JSON document of another kind".to_owned()),
    };
    if !is_declared(&root) {
        let looks_right = items.iter().any(|item| {
            item.as_object().is_some_and(|item| {
                ["content_html", "content_text", "url", "title"]
                    .iter()
                    .any(|key| item.contains_key(*key))
            })
        });
        if !looks_right {
            return Err("a JSON document of another kind".to_owned());
        }
        warnings.push("JSON Feed without its version".to_owned());
    }
    let refusals = Refusals::default();
    let mut feed = DraftFeed {
        kind: "json-feed".to_owned(),
        title: text_of(&root, "title").and_then(|title| values::title(&title, true)),
        link: address_of(&root, "home_page_url", base, &refusals),
        language: text_of(&root, "language").and_then(|language| language::tag(&language)),
        icon: address_of(&root, "icon", base, &refusals)
            .or_else(|| address_of(&root, "favicon", base, &refusals)),
        author: author_of(&root),
        items: items.len(),
        ..DraftFeed::default()
    };
    feed.hub = list_of(&root, "hubs")
        .iter()
        .filter_map(Value::as_object)
        .find_map(|hub| address_of(hub, "url", base, &refusals));
    feed.entries = items
        .iter()
        .filter_map(Value::as_object)
        .take(cap)
        .map(|item| read_item(item, base, &refusals))
        .collect();
    refusals.report(warnings);
    Ok(feed)
}

/// Returns where a JSON Feed begins that has other text before it: a server's warning, `callback(`, a comment.
pub(super) fn find(text: &str) -> Option<usize> {
    let version = memmem::find(text.as_bytes(), b"jsonfeed.org")?;
    let before = text.get(..version)?;
    before.match_indices('{').map(|(at, _)| at).find(|at| {
        let inside = text.get(at + 1..).unwrap_or_default().trim_start();
        inside.starts_with(['"', '\'', '/'])
    })
}

fn first_value(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::Deserializer::from_str(text)
        .into_iter::<Value>()
        .next()
        .unwrap_or(Ok(Value::Null))
}

fn is_declared(root: &Map<String, Value>) -> bool {
    text_of(root, "version").is_some_and(|version| version.contains("jsonfeed.org"))
}

fn read_item(item: &Map<String, Value>, base: &Url, refusals: &Refusals) -> Draft {
    let mut draft = Draft {
        guid: text_of(item, "id").and_then(|id| values::title(&id, true)),
        title: text_of(item, "title").and_then(|title| values::title(&title, true)),
        link: address_of(item, "url", base, refusals)
            .or_else(|| address_of(item, "external_url", base, refusals)),
        author: author_of(item),
        language: text_of(item, "language").and_then(|language| language::tag(&language)),
        ..Draft::default()
    };
    if draft.link.is_none() {
        draft.link = draft.guid.as_deref().and_then(values::absolute_address);
    }
    let published = text_of(item, "date_published");
    draft.published = published
        .as_deref()
        .and_then(|text| dates::read(text).or_else(|| dates::read(&values::title(text, true)?)));
    if draft.published.is_none() {
        draft.published_text = published
            .and_then(|text| values::title(&text, true))
            .map(dates::shorten);
    }
    draft.updated = text_of(item, "date_modified")
        .as_deref()
        .and_then(dates::read);
    let body_base = draft.link.clone().unwrap_or_else(|| base.clone());
    draft.content = text_of(item, "content_html")
        .map(|html| values::make_addresses_whole(clean(&html), &body_base))
        .or_else(|| text_of(item, "content_text").map(|text| as_html(&text)))
        .filter(|html| !html.is_empty());
    draft.summary = text_of(item, "summary")
        .map(|text| as_html(&text))
        .filter(|html| !html.is_empty());
    for tag in list_of(item, "tags") {
        if let Some(tag) = scalar(tag) {
            add_tag(&tag, &mut draft);
        }
    }
    for key in ["image", "banner_image"] {
        if let Some(url) = address_of(item, key, base, refusals) {
            draft.add_thumbnail(url);
        }
    }
    for attachment in list_of(item, "attachments")
        .iter()
        .filter_map(Value::as_object)
    {
        if let Some(url) = address_of(attachment, "url", base, refusals) {
            draft.add_enclosure(Enclosure {
                url,
                mime_type: text_of(attachment, "mime_type")
                    .and_then(|kind| values::title(&kind, true))
                    .filter(|kind| kind.len() < 128),
                length: text_of(attachment, "size_in_bytes").and_then(|size| size.parse().ok()),
                duration: text_of(attachment, "duration_in_seconds")
                    .as_deref()
                    .and_then(values::duration),
            });
        }
    }
    if draft.link.is_none() {
        draft.link = draft.first_file();
    }
    draft
}

/// Returns a text; a number is taken as the text it is written as.
fn text_of(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key).and_then(scalar)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn list_of<'a>(object: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    match object.get(key) {
        Some(Value::Array(list)) => list,
        Some(Value::Null) | None => &[],
        Some(single) => std::slice::from_ref(single),
    }
}

fn address_of(
    object: &Map<String, Value>,
    key: &str,
    base: &Url,
    refusals: &Refusals,
) -> Option<Url> {
    text_of(object, key).and_then(|text| refusals.address(&text, base))
}

/// Returns the names of version 1.1's `authors`, else of version 1's `author`.
fn author_of(object: &Map<String, Value>) -> Option<String> {
    let names: Vec<String> = ["authors", "author"]
        .iter()
        .flat_map(|key| list_of(object, key))
        .filter_map(|author| match author {
            Value::Object(author) => text_of(author, "name"),
            other => scalar(other),
        })
        .filter_map(|name| values::person(&name))
        .collect();
    let mut unique: Vec<String> = Vec::new();
    for name in names.into_iter().take(16) {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    (!unique.is_empty()).then(|| unique.join(", "))
}

fn clean(html: &str) -> String {
    printable::block(html).trim().to_owned()
}

fn as_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&clean(text), &mut out);
    out
}
