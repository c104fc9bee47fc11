//! What becomes of each element and attribute on its way through `guard`.

/// What the markup is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An article's body: only what is drawn is kept.
    Body,
    /// A whole page, whose sections and their names tell where its article is.
    Page,
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    /// Kept, and ends an open paragraph.
    Block,
    Inline,
    /// Kept, has no content.
    Void,
    /// Kept without its content, which is not markup.
    Frame,
    /// Its tags go, its content stays.
    Unwrapped,
    /// Goes with all its content.
    Dropped,
    /// Goes with all its content, which is not markup.
    DroppedRaw,
    /// A tag without content that says nothing here.
    Ignored,
}

/// Returns the name an element is written with and its treatment.
pub(super) fn treatment(name: &str, kind: Kind) -> (&str, Treatment) {
    use Treatment::{Block, Dropped, DroppedRaw, Frame, Ignored, Inline, Unwrapped, Void};
    match name {
        "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "form"
            if kind == Kind::Page =>
        {
            (name, Block)
        }
        "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "li" | "dl"
        | "dt" | "dd" | "blockquote" | "pre" | "figure" | "figcaption" | "table" | "caption"
        | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "details" | "summary" | "video"
        | "audio" | "object" => (name, Block),
        "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "address"
        | "center" | "fieldset" | "legend" | "hgroup" | "search" | "form" | "optgroup" => {
            ("div", Block)
        }
        "dir" | "menu" => ("ul", Block),
        "listing" | "xmp" => ("pre", Block),
        "a" | "b" | "strong" | "i" | "em" | "cite" | "dfn" | "var" | "s" | "strike" | "del"
        | "code" | "kbd" | "samp" | "tt" | "sup" | "sub" | "q" | "mark" => (name, Inline),
        "br" | "hr" | "img" | "source" | "embed" => (name, Void),
        "image" => ("img", Void),
        "iframe" => (name, Frame),
        "script" | "style" | "textarea" | "title" | "noembed" => (name, DroppedRaw),
        "template" | "svg" | "select" | "datalist" | "button" | "dialog" | "annotation"
        | "annotation-xml" | "map" => (name, Dropped),
        "input" | "col" | "base" | "link" | "meta" | "area" | "param" | "track" | "wbr"
        | "basefont" | "bgsound" | "frame" | "keygen" => (name, Ignored),
        _ => (name, Unwrapped),
    }
}

pub(super) fn attributes_kept(name: &str) -> &'static [&'static str] {
    match name {
        "a" => &["href"],
        "img" => &[
            "src",
            "data-src",
            "data-lazy-src",
            "data-original",
            "srcset",
            "data-srcset",
            "alt",
            "title",
            "width",
            "height",
            "class",
        ],
        "iframe" | "embed" | "video" | "audio" | "source" | "object" => {
            &["src", "data-src", "data", "title", "type"]
        }
        "ol" => &["start", "type", "reversed"],
        "li" => &["value"],
        "td" | "th" => &["colspan"],
        "table" => &["role"],
        "pre" | "code" => &["class"],
        _ => &[],
    }
}

/// Attributes that tell what a part of a page is for.
pub(super) const SECTION_NAMES: &[&str] = &["class", "id", "itemprop", "rel", "role"];
