//! Bodies as strangers write them, laid out at the widths people have.

use std::fmt::Write as _;

use proptest::prelude::*;
use squelch::read::{Document, Line, Rendered, Role, Style, to_markdown, to_plain};
use unicode_width::UnicodeWidthStr;
use url::Url;

fn base() -> Url {
    Url::parse("https://news.example/2026/11/story.html").unwrap()
}

/// Writes the lines with a margin, so that trailing spaces and empty lines are seen, then the links.
fn picture(rendered: &Rendered) -> String {
    let mut text = String::new();
    for line in &rendered.lines {
        text.push_str(format!("▏{}", line.text()).trim_end());
        text.push('\n');
    }
    for (index, link) in rendered.links.iter().enumerate() {
        writeln!(text, "[{}] {} → {}", index + 1, link.text, link.url).unwrap();
    }
    text
}

fn fixtures() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/bodies");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn every_kind_of_body_reads_well_at_every_width() {
    for (name, html) in fixtures() {
        let document = Document::from_html(&html, Some(&base()));
        for width in [84, 40, 12] {
            insta::assert_snapshot!(format!("{name}_{width}"), picture(&document.render(width)));
        }
    }
}

#[test]
fn every_kind_of_body_is_saved_as_markdown() {
    for (name, html) in fixtures() {
        let document = Document::from_html(&html, Some(&base()));
        insta::assert_snapshot!(format!("{name}_markdown"), to_markdown(&document));
    }
}

#[test]
fn every_kind_of_body_has_a_plain_dump() {
    for (name, html) in fixtures() {
        insta::assert_snapshot!(format!("{name}_plain"), to_plain(&html, 60));
    }
}

fn styles_of(html: &str) -> Vec<(String, Style)> {
    Document::from_html(html, Some(&base()))
        .render(80)
        .lines
        .into_iter()
        .flat_map(|line| line.spans)
        .map(|span| (span.text, span.style))
        .collect()
}

#[test]
fn marks_of_words_are_kept() {
    let plain = Style::default();
    let expected = [
        ("a ", plain),
        (
            "b",
            Style {
                is_strong: true,
                ..plain
            },
        ),
        (" ", plain),
        (
            "c ",
            Style {
                is_emphasis: true,
                ..plain
            },
        ),
        (
            "d",
            Style {
                is_emphasis: true,
                is_code: true,
                ..plain
            },
        ),
        (" ", plain),
        (
            "e",
            Style {
                is_strikethrough: true,
                ..plain
            },
        ),
        (" ", plain),
        (
            "f",
            Style {
                is_link: true,
                ..plain
            },
        ),
        (
            "[1]",
            Style {
                role: Role::Furniture,
                ..plain
            },
        ),
        (".", plain),
    ];
    let expected: Vec<(String, Style)> = expected
        .map(|(text, style)| (text.to_owned(), style))
        .to_vec();
    let found = styles_of("<p>a <b>b</b> <i>c <code>d</code></i> <s>e</s> <a href='/f'>f</a>.</p>");
    assert_eq!(found, expected);
    let heading = styles_of("<h3>Title</h3>");
    assert_eq!(
        heading,
        [(
            "Title".to_owned(),
            Style {
                role: Role::Heading(3),
                ..plain
            }
        )]
    );
}

#[test]
fn a_link_met_twice_keeps_its_number() {
    let document = Document::from_html(
        "<p><a href='/a'>one</a> <a href='/b?utm_source=x'>two</a> <a href='/a'>one again</a> <a href='#top'>up</a></p>",
        Some(&base()),
    );
    let rendered = document.render(80);
    assert_eq!(
        rendered.lines.first().map(Line::text).unwrap(),
        "one[1] two[2] one again[1] up"
    );
    let targets: Vec<&str> = rendered
        .links
        .iter()
        .map(|link| link.url.as_str())
        .collect();
    assert_eq!(
        targets,
        ["https://news.example/a", "https://news.example/b"]
    );
}

#[test]
fn attacks_end_soon_and_keep_their_text() {
    let deep = format!("{}end", "<blockquote><ul><li>".repeat(5_000));
    let formats = format!("<p>{}end", "<font color=1><b>".repeat(20_000));
    let columns =
        "<table><tr><td colspan=1000000000 rowspan=1000000000>end</td><td>x</td></tr></table>"
            .to_owned();
    let numbers = format!("<ol start={}><li>one<li>end</ol>", i64::MAX);
    let attributes = format!("<p {}>end</p>", "a='b' ".repeat(100_000));
    let word = format!("<p>{}end</p>", "x".repeat(200_000));
    for html in [deep, formats, columns, numbers, attributes, word] {
        let document = Document::from_html(&html, None);
        for width in [1, 20, 80] {
            let text: String = document
                .render(width)
                .lines
                .iter()
                .map(Line::text)
                .collect();
            let start: String = html.chars().take(40).collect();
            assert!(text.contains("end"), "{start}");
        }
        let plain: String = to_plain(&html, 80)
            .chars()
            .filter(|character| character.is_alphabetic())
            .collect();
        assert!(plain.contains("end"));
        assert!(to_markdown(&document).contains("end"));
    }
}

/// Pieces that look like what feeds hold, in any order: tags left open, wide and combining characters, controls.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z ]{1,12}",
        2 => prop::sample::select(vec![
            "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "</ul>", "<ol start=7 type=i>", "</ol>", "<li>",
            "</li>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<code>", "</code>", "<table>", "</table>",
            "<tr>", "<td>", "</td>", "<th>", "<td colspan=9>", "<h2>", "</h2>", "<br>", "<br><br>", "<hr>", "<dl>",
            "<dt>", "<dd>", "</dl>", "<details>", "<summary>", "</details>", "<figure>", "<figcaption>", "</figure>",
            "<img src=/i.png alt='An image'>", "<a href='/x'>", "</a>", "<div>", "</div>", "<sup>", "</sup>",
            "<span hidden>", "</span>", "<iframe src='https://www.youtube.com/embed/x'></iframe>", "<script>", "</script>",
            "<!--", "-->", "<", ">", "&", "&#27;[31m", "&#x9b;", "&nbsp;", "&shy;", "&#xFE0F;", "&#65039", "<a href=\"",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(vec![
            "日本語。", "한국어", "👩‍👩‍👧‍👦", "🇩🇪", "❤️", "e\u{301}\u{301}", "\u{202e}abc", "\u{200b}", "\t", "\n", "ﷺ", "क्षि",
            "\u{1b}]8;;x\u{7}", "\u{0}", "\u{ad}", "verylongwordwithoutanyspace",
        ]).prop_map(str::to_owned),
        1 => "\\PC{1,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{e0000}'..='\u{e007f}')
}

proptest! {
    #[test]
    fn no_line_is_wider_than_asked_and_nothing_forbidden_gets_through(html in markup(), width in 1_u16..60) {
        let document = Document::from_html(&html, Some(&base()));
        let rendered = document.render(width);
        for line in &rendered.lines {
            let text = line.text();
            prop_assert!(text.width() <= usize::from(width), "{text:?} at {width}");
            prop_assert!(line.width() <= usize::from(width), "{text:?} at {width}");
            prop_assert!(!text.chars().any(is_forbidden), "{text:?}");
            prop_assert!(line.spans.iter().all(|span| span.link.is_none_or(|link| link < rendered.links.len())));
        }
        let allowed = |character: char| character == '\n' || !is_forbidden(character);
        prop_assert!(to_markdown(&document).chars().all(allowed));
        let plain = to_plain(&html, width);
        prop_assert!(plain.chars().all(allowed), "{plain:?}");
        prop_assert!(plain.lines().all(|line| line.width() <= usize::from(width)), "{plain:?}");
    }

    #[test]
    fn words_of_a_paragraph_are_all_there(words in prop::collection::vec("[a-z]{1,9}", 1..60), width in 9_u16..60) {
        let html = format!("<p>{}</p>", words.join(" "));
        let rendered = Document::from_html(&html, None).render(width);
        let text: Vec<String> = rendered.lines.iter().map(Line::text).collect();
        prop_assert_eq!(text.join(" "), words.join(" "));
        prop_assert_eq!(rendered.find(&words.join(" ")), Some(0..rendered.lines.len()));
    }
}
