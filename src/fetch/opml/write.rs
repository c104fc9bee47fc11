//! Writing: folders and titles in the order of the alphabet, so that two exports can be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{Extras, List, Subscription, is_attribute_name};

/// Writes a list as OPML 2.0.
pub fn write(title: &str, list: &List) -> String {
    let mut root = Folder::default();
    for subscription in &list.subscriptions {
        let mut folder = &mut root;
        let mut path = String::new();
        for name in subscription
            .folder
            .split('/')
            .filter(|name| !name.is_empty())
        {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(name);
            folder = folder.folders.entry(name.to_owned()).or_default();
            folder.extras = list.folders.get(&path);
        }
        folder.feeds.push(subscription);
    }
    let mut body = String::new();
    let mut prefixes = BTreeSet::new();
    root.write(&mut body, 2, &mut prefixes);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"");
    for prefix in prefixes {
        // One that nobody explained stands for itself, so that the document is whole.
        let address = list.namespaces.get(&prefix).unwrap_or(&prefix);
        let _ = write!(out, " xmlns:{prefix}=\"{}\"", escape(address.as_str()));
    }
    let _ = writeln!(
        out,
        ">\n  <head>\n    <title>{}</title>\n  </head>\n  <body>",
        escape(title)
    );
    out.push_str(&body);
    out.push_str("  </body>\n</opml>\n");
    out
}

#[derive(Default)]
struct Folder<'a> {
    folders: BTreeMap<String, Folder<'a>>,
    feeds: Vec<&'a Subscription>,
    extras: Option<&'a Extras>,
}

impl Folder<'_> {
    fn write(&mut self, out: &mut String, depth: usize, prefixes: &mut BTreeSet<String>) {
        let indent = "  ".repeat(depth);
        for (name, folder) in &mut self.folders {
            let name = escape(name.as_str());
            let _ = write!(out, "{indent}<outline text=\"{name}\" title=\"{name}\"");
            write_extras(folder.extras.map_or(&[], Vec::as_slice), out, prefixes);
            out.push_str(">\n");
            folder.write(out, depth + 1, prefixes);
            let _ = writeln!(out, "{indent}</outline>");
        }
        self.feeds
            .sort_by_cached_key(|feed| (title(feed).to_lowercase(), feed.url.to_string()));
        for feed in &self.feeds {
            let name = escape(title(feed));
            // The kind of the feed is one of the things another writer may know better.
            let kind = feed
                .extras
                .iter()
                .find(|(name, _)| name == "type")
                .map_or("rss", |(_, kind)| kind.as_str());
            let _ = write!(
                out,
                "{indent}<outline type=\"{}\" text=\"{name}\" title=\"{name}\" xmlUrl=\"{}\"",
                escape(kind),
                escape(feed.url.as_str())
            );
            if let Some(site) = &feed.site {
                let _ = write!(out, " htmlUrl=\"{}\"", escape(site.as_str()));
            }
            write_extras(&feed.extras, out, prefixes);
            out.push_str("/>\n");
        }
    }
}

fn write_extras(extras: &[(String, String)], out: &mut String, prefixes: &mut BTreeSet<String>) {
    let mut sorted: Vec<_> = extras
        .iter()
        .filter(|(name, _)| name != "type" && is_attribute_name(name))
        .collect();
    sorted.sort();
    sorted.dedup_by(|one, other| one.0 == other.0);
    for (name, value) in sorted {
        if let Some((prefix, _)) = name.split_once(':').filter(|(prefix, _)| *prefix != "xml") {
            prefixes.insert(prefix.to_owned());
        }
        let _ = write!(out, " {name}=\"{}\"", escape(value.as_str()));
    }
}

fn title(feed: &Subscription) -> &str {
    feed.title.as_deref().unwrap_or_else(|| feed.url.as_str())
}
