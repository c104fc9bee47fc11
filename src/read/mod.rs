//! From HTML to lines of a width: blocks from the DOM, html2text for inline text.
//!
//! Start with [`Document::from_html`] and [`Document::render`].

use url::Url;

/// An article's body as blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {}

/// Lines of a given width, ready to be coloured.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    pub width: u16,
    pub lines: Vec<Line>,
    /// Targets of links, in order of their numbers; http and https only.
    pub links: Vec<Link>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub url: Url,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    pub spans: Vec<Span>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub text: String,
    pub style: Style,
    /// Index into [`Rendered::links`].
    pub link: Option<usize>,
}

/// What a piece of text is; the theme says how it looks. Flags combine (a link in a heading).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent marks of a run of text"
)]
pub struct Style {
    pub role: Role,
    pub is_strong: bool,
    pub is_emphasis: bool,
    pub is_strikethrough: bool,
    pub is_code: bool,
    pub is_link: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    #[default]
    Body,
    /// Level 1 to 6.
    Heading(u8),
    Quote,
    /// A block of code.
    Code,
    Caption,
    /// List bullets, quote bars, table borders, rules.
    Furniture,
}

impl Document {
    /// Never fails and never takes long: depth, size and element counts are bounded; what is over becomes plain text.
    pub fn from_html(_html: &str, _base: Option<&Url>) -> Self {
        todo!()
    }

    /// Wraps to `width` columns (at least 1); no line is wider, wide characters counted as two.
    pub fn render(&self, _width: u16) -> Rendered {
        todo!()
    }
}

impl Rendered {
    /// Returns the lines `quote` (a sentence of the plain text) stands on, white space ignored.
    pub fn find(&self, _quote: &str) -> Option<std::ops::Range<usize>> {
        todo!()
    }
}
