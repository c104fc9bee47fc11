//! Single values out of feeds: addresses, titles, people, durations, bodies.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use url::Url;

use crate::text::{entities, plain, printable};

/// Longer titles are no titles, in bytes.
const MAX_TITLE: usize = 4096;
/// Longer names are no names, in bytes; papers have fifty authors in one. A feed's own is copied to each of its entries.
pub(super) const MAX_NAME: usize = 1_024;
/// Longer addresses lead nowhere: servers take 8 or 16 KiB.
const MAX_ADDRESS: usize = 16 << 10;

/// Returns the address that `text` names, resolved against `base`; `None` for what no reader should open
/// (`javascript:`, `data:`, `file:`) and for what is no address.
pub(super) fn address(text: &str, base: &Url) -> Option<Url> {
    resolve(text, base).filter(is_opened)
}

/// Returns the address that `text` names, of whatever scheme.
pub(super) fn resolve(text: &str, base: &Url) -> Option<Url> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_ADDRESS {
        return None;
    }
    let url = if starts_like_host(text) {
        Url::parse(&format!("http://{text}"))
    } else {
        base.join(text)
    };
    url.ok().filter(|url| url.as_str().len() <= MAX_ADDRESS)
}

/// Says whether a link of this scheme is one to open.
pub(super) fn is_opened(url: &Url) -> bool {
    matches!(
        url.scheme(),
        "http" | "https" | "ftp" | "magnet" | "gemini" | "gopher"
    )
}

fn starts_like_host(text: &str) -> bool {
    text.get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

/// Returns the address when the text is a whole one, as a guid may be.
pub(super) fn absolute_address(text: &str) -> Option<Url> {
    let text = text.trim();
    let url = (text.len() <= MAX_ADDRESS).then(|| Url::parse(text).ok())??;
    (matches!(url.scheme(), "http" | "https") && url.as_str().len() <= MAX_ADDRESS).then_some(url)
}

/// Returns a title as plain text of one line: tags and one or two rounds of escaping undone.
///
/// Where `is_text` the feed says that it is no HTML; then only tags that come in pairs are taken for tags.
pub(super) fn title(text: &str, is_text: bool) -> Option<String> {
    let mut text = Cow::Borrowed(
        text.get(..text.floor_char_boundary(MAX_TITLE))
            .unwrap_or(text),
    );
    // Once for HTML in XML, once more for those who escape twice. `AT&amp;T` needs one round, `&amp;amp;` two.
    for round in 0..3 {
        if memchr(b'<', text.as_bytes()).is_some() {
            text = Cow::Owned(strip_tags(&text, is_text || round > 0));
        }
        if memchr(b'&', text.as_bytes()).is_none() || round == 2 {
            break;
        }
        match entities::decode(&text) {
            decoded if decoded == text => break,
            decoded => text = Cow::Owned(decoded.into_owned()),
        }
    }
    let mut clean = printable::line(&text);
    // What was around a tag, or around a mark nobody sees, may make another tag when that is gone: `<</b>b>`.
    for _ in 0..4 {
        if memchr(b'<', clean.as_bytes()).is_none() {
            break;
        }
        let stripped = printable::line(&strip_tags(&clean, true)).into_owned();
        if stripped == *clean {
            break;
        }
        clean = Cow::Owned(stripped);
    }
    (!clean.is_empty()).then(|| clean.into_owned())
}

/// Takes out tags. A less-than sign stays when no known element follows; where `only_pairs`, also when it is never
/// closed (`How to use <b> in HTML`).
fn strip_tags(text: &str, only_pairs: bool) -> String {
    if !plain::has_tag(text) {
        return text.to_owned();
    }
    if only_pairs
        && memmem::find(text.as_bytes(), b"</").is_none()
        && !text.contains("<br")
        && !text.contains("<!--")
    {
        return text.to_owned();
    }
    plain::from_html(&keep_references(text))
}

/// Escapes ampersands, so that taking out tags does not also undo references: rounds are counted by [`title`].
fn keep_references(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;"))
}

/// Returns the name out of `name@host (Name)`, `(Name) name@host`, `Name <name@host>`, `name@host`.
pub(super) fn person(text: &str) -> Option<String> {
    let mut name = title(text, true)?;
    // First, so that a bracket left open by it is seen now and not when the name is read again.
    name.truncate(printable::head(&name, MAX_NAME).len());
    name.truncate(name.trim_end().len());
    // What is in brackets may be an address with brackets again; each round leaves less.
    loop {
        let inner = name_in(&name);
        if inner == name {
            return Some(name);
        }
        name = inner;
    }
}

fn name_in(line: &str) -> String {
    let line = line.trim();
    let Some(at) = line.find('@') else {
        return line.to_owned();
    };
    if let Some((before, after)) = line.split_once(['(', '（']) {
        let inside = after.trim_end_matches([')', '）']).trim();
        let before = before.trim();
        let name = if before.is_empty() {
            after.split([')', '）']).next().unwrap_or_default().trim()
        } else if before.contains('@') {
            inside
        } else {
            before
        };
        if !name.is_empty() {
            return name.to_owned();
        }
    }
    if let Some((before, _)) = line.split_once('<')
        && before.len() <= at
    {
        let name = before.trim().trim_matches('"').trim();
        if !name.is_empty() {
            return name.to_owned();
        }
    }
    line.to_owned()
}

/// Returns seconds out of `3600`, `1:02:03`, `02:03`, `90.5`.
pub(super) fn duration(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() || text.len() > 16 {
        return None;
    }
    let mut seconds = 0_u64;
    for part in text.split(':') {
        let part = part.split('.').next()?.trim();
        if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    // A hundred years of a recording is a mistake.
    (seconds > 0 && seconds < 100 * 365 * 86_400).then_some(seconds)
}

/// Says whether a file is a picture, by its type or its name.
pub(super) fn is_picture(mime_type: Option<&str>, medium: Option<&str>, url: &Url) -> bool {
    if let Some(medium) = medium {
        return medium.eq_ignore_ascii_case("image");
    }
    if let Some(mime_type) = mime_type.filter(|mime_type| mime_type.contains('/')) {
        return mime_type
            .trim_start()
            .get(..6)
            .is_some_and(|start| start.eq_ignore_ascii_case("image/"));
    }
    let path = url.path().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

/// Undoes one escaping too many of a body: `&lt;p&gt;` where no tag is seen otherwise.
pub(super) fn unescape_body(html: String) -> (String, bool) {
    if memmem::find(html.as_bytes(), b"&lt;").is_none() || plain::has_tag(&html) {
        return (html, false);
    }
    let decoded = entities::decode(&html);
    let has_markup = [
        "</p>",
        "<p>",
        "<br",
        "</a>",
        "</div>",
        "<img ",
        "</em>",
        "</strong>",
        "</b>",
        "</li>",
    ]
    .iter()
    .any(|tag| memmem::find(decoded.as_bytes(), tag.as_bytes()).is_some());
    if has_markup {
        let decoded = decoded.into_owned();
        (decoded, true)
    } else {
        (html, false)
    }
}

/// Returns the HTML with relative addresses in `href`, `src` and `poster` made whole.
pub(super) fn make_addresses_whole(html: String, base: &Url) -> String {
    let bytes = html.as_bytes();
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr(b'=', &bytes[at..]) {
        let equals = at + found;
        at = equals + 1;
        let name_end = bytes[..equals]
            .iter()
            .rposition(|byte| !byte.is_ascii_whitespace())
            .map_or(0, |end| end + 1);
        let is_address = ["href", "src", "poster"].iter().any(|name| {
            name_end > name.len()
                && bytes[name_end - name.len()..name_end].eq_ignore_ascii_case(name.as_bytes())
                && bytes[name_end - name.len() - 1].is_ascii_whitespace()
        });
        if !is_address {
            continue;
        }
        let quote_at = at
            + bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
        let Some(quote @ (b'"' | b'\'')) = bytes.get(quote_at) else {
            continue;
        };
        let Some(length) = memchr(*quote, &bytes[quote_at + 1..]) else {
            break;
        };
        let (start, end) = (quote_at + 1, quote_at + 1 + length);
        at = end + 1;
        let value = html.get(start..end).unwrap_or_default();
        if !is_relative(value) {
            continue;
        }
        if let Ok(url) = base.join(&entities::decode(value)) {
            let out = out.get_or_insert_with(|| String::with_capacity(html.len() + 256));
            out.push_str(html.get(copied..start).unwrap_or_default());
            super::tree::escape(url.as_str(), out);
            copied = end;
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(html.get(copied..).unwrap_or_default());
            out
        }
        None => html,
    }
}

/// Says whether an address has no scheme; those within the page (`#note`) stay as they are.
fn is_relative(value: &str) -> bool {
    let value = value.trim_start();
    if value.is_empty()
        || value.starts_with(['#', '{', '<'])
        || value.contains(['<', '\n'])
        || value.len() > 4096
    {
        return false;
    }
    let scheme = value
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        .count();
    value.as_bytes().get(scheme) != Some(&b':')
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn base() -> Url {
        Url::parse("https://example.org/blog/feed.xml").unwrap()
    }

    #[test]
    fn titles_are_plain_text() {
        let cases = [
            ("AT&T &amp;amp; Co", "AT&T & Co"),
            ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
            ("<em>Yes</em>, 3 < 5", "Yes, 3 < 5"),
            ("caf&eacute;\n  au   lait", "café au lait"),
            ("How to use &lt;br&gt;", "How to use"),
            ("a\u{1b}[31mb", "a[31mb"),
            ("<<i>/b>Tide<\u{200b}/b>", "Tide"),
        ];
        for (text, expected) in cases {
            assert_eq!(title(text, false).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            title("How to use <b> in HTML", true).as_deref(),
            Some("How to use <b> in HTML")
        );
        assert_eq!(title("  \u{200b} ", false), None);
    }

    #[test]
    fn people_are_called_by_name() {
        let cases = [
            ("jane@example.org (Jane Doe)", "Jane Doe"),
            ("Jane Doe (jane@example.org)", "Jane Doe"),
            ("Jane Doe <jane@example.org>", "Jane Doe"),
            ("jane@example.org", "jane@example.org"),
            ("a@b.c （全角）", "全角"),
            ("Jane", "Jane"),
            ("(Jane Doe) jane@example.org", "Jane Doe"),
            ("a@b.c (d@e.f (Jane Doe))", "Jane Doe"),
        ];
        for (text, expected) in cases {
            assert_eq!(person(text).as_deref(), Some(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_read_again_is_the_same(pieces in vec(
            prop_oneof!["[a-zé ]{0,3}", "[()（）<>@\"]", Just(" a@b.c".to_owned()), Just("(d@e.f ".to_owned())],
            0..40,
        )) {
            if let Some(name) = person(&pieces.concat()) {
                prop_assert_eq!(person(&name), Some(name));
            }
        }
    }

    #[test]
    fn durations_are_seconds() {
        let cases = [
            ("3600", Some(3600)),
            ("1:02:03", Some(3723)),
            ("02:03", Some(123)),
            ("90.5", Some(90)),
            ("١٢", None),
            ("99999999999999999999", None),
            ("1:", None),
        ];
        for (text, expected) in cases {
            assert_eq!(duration(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_in_bodies_become_whole() {
        let html = r##"<a href="../x?a=1&amp;b">x</a><img src='//cdn.org/i.png'><a href="#n">n</a><a href="mailto:a@b">m</a>"##;
        assert_eq!(
            make_addresses_whole(html.to_owned(), &base()),
            r##"<a href="https://example.org/x?a=1&amp;b">x</a><img src='https://cdn.org/i.png'><a href="#n">n</a><a href="mailto:a@b">m</a>"##
        );
    }

    #[test]
    fn only_addresses_a_reader_may_open_are_links() {
        assert_eq!(
            address(" a b ", &base()).unwrap().as_str(),
            "https://example.org/blog/a%20b"
        );
        assert_eq!(
            address("www.example.com/x", &base()).unwrap().as_str(),
            "http://www.example.com/x"
        );
        for text in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "",
            "http://",
            &"a".repeat(20_000),
        ] {
            assert_eq!(address(text, &base()), None, "{text}");
        }
    }
}
