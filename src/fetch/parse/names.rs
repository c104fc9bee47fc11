//! What an element's name says of it before its dialect is known: which elements hold nothing, which are items, which
//! are closed by the next.

/// Returns a name without its prefix.
pub(super) fn local(name: &str) -> &str {
    // Names are a few letters long: a loop is done before a search for one character has begun.
    let colon = name.bytes().rposition(|byte| byte == b':');
    colon.and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

pub(super) fn is_void(name: &str) -> bool {
    [
        "br", "img", "hr", "input", "wbr", "meta", "embed", "area", "col", "base", "param", "track",
    ]
    .iter()
    .any(|void| name.eq_ignore_ascii_case(void))
}

/// Elements that no stray end tag may close from inside.
pub(super) fn is_barrier(name: &str) -> bool {
    ["item", "entry", "channel", "rss", "feed", "rdf"]
        .iter()
        .any(|barrier| local(name).eq_ignore_ascii_case(barrier))
}

pub(super) fn is_item(name: &str) -> bool {
    ["item", "entry"]
        .iter()
        .any(|item| local(name).eq_ignore_ascii_case(item))
}

/// Fields of one line, which cannot hold other fields: a new field closes one that was left open.
pub(super) fn is_leaf(name: &str) -> bool {
    ["title", "comments", "category"]
        .iter()
        .any(|leaf| name.eq_ignore_ascii_case(leaf))
        || is_plain_leaf(name)
}

/// Fields of one line in which no markup is written either: any end tag ends them.
pub(super) fn is_plain_leaf(name: &str) -> bool {
    [
        "link",
        "guid",
        "pubdate",
        "updated",
        "published",
        "id",
        "dc:date",
    ]
    .iter()
    .any(|leaf| name.eq_ignore_ascii_case(leaf))
}

pub(super) fn is_field(name: &str) -> bool {
    is_leaf(name)
        || [
            "description",
            "summary",
            "content",
            "enclosure",
            "author",
            "content:encoded",
            "dc:creator",
        ]
        .iter()
        .any(|field| name.eq_ignore_ascii_case(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_case_make_no_other_name() {
        for (name, expected) in [("a:b", "b"), ("b", "b"), ("a:b:c", "c"), ("a:", "")] {
            assert_eq!(local(name), expected);
        }
        assert!(is_item("atom:Entry") && is_item("ITEM") && !is_item("items"));
        assert!(is_barrier("rdf:RDF") && !is_barrier("rdf:Seq"));
        assert!(is_field("dc:creator") && !is_leaf("dc:creator"));
        assert!(is_void("BR") && !is_void("b"));
    }
}
