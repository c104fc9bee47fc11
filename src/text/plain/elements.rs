//! What elements mean for plain text: which are skipped whole, and which part lines or paragraphs.

pub(super) fn any_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Returns the name of an element without its prefix: `xhtml:p` is a `p`.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

pub(super) fn drops_content(name: &str, attributes: &str) -> bool {
    any_of(
        name,
        &[
            "script", "style", "template", "iframe", "svg", "head", "title", "object", "select",
            "noframes",
        ],
    ) && !attributes.ends_with('/')
}

pub(super) fn is_void(name: &str) -> bool {
    any_of(
        name,
        &[
            "br", "img", "hr", "input", "wbr", "meta", "link", "source", "embed", "area", "col",
            "base", "param", "track",
        ],
    )
}

/// Elements that make a text HTML; `<stdio.h>` and `<name>` do not.
pub(super) fn is_known(name: &str) -> bool {
    break_of(name) != Break::None
        || is_void(name)
        || any_of(
            name,
            &[
                "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd",
                "label", "mark", "q", "s", "samp", "script", "small", "span", "strike", "strong",
                "style", "sub", "sup", "time", "tt", "u", "var", "audio", "video", "picture",
                "iframe", "html", "svg", "noscript", "bdi", "bdo", "ruby", "rt", "rp", "rb",
                "object", "template", "head", "title", "button",
            ],
        )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

pub(super) fn break_of(name: &str) -> Break {
    let bytes = name.as_bytes();
    // Most tags of an article are these; no need to walk the list.
    match bytes {
        [b'a' | b'b' | b'i' | b'u' | b's' | b'A' | b'B' | b'I'] => return Break::None,
        [b'p' | b'P'] | [b'h' | b'H', b'1'..=b'6'] => return Break::Paragraph,
        _ => {}
    }
    if any_of(
        name,
        &[
            "br", "li", "tr", "dt", "dd", "option", "summary", "legend", "caption",
        ],
    ) {
        Break::Line
    } else if any_of(name, &["td", "th"]) {
        Break::Cell
    } else if any_of(
        name,
        &[
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "details",
            "div",
            "dl",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "header",
            "hr",
            "main",
            "menu",
            "nav",
            "ol",
            "pre",
            "section",
            "table",
            "tbody",
            "textarea",
            "tfoot",
            "thead",
            "ul",
            "xmp",
            "listing",
        ],
    ) {
        Break::Paragraph
    } else {
        Break::None
    }
}
