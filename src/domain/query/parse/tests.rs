use crate::domain::{ArticleId, FeedId};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::domain::query::{Has, Is, Words};

fn context(is_typing: bool) -> ParseContext {
    ParseContext {
        now: Timestamp::from_seconds(1_795_348_800), // 2026-11-22T12:00:00Z
        zone: TimeZone::UTC,
        is_typing,
    }
}

fn read(text: &str) -> Query {
    parse(text, &context(false)).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn typed(text: &str) -> String {
    parse(text, &context(true))
        .unwrap_or_else(|error| panic!("{text}: {error:?}"))
        .to_string()
}

#[test]
fn what_is_written_is_understood() {
    let cases = [
        ("", ""),
        ("  port   strike ", "port strike"),
        ("“port strike” -cargo", "\"port strike\" -cargo"),
        ("”port strike”", "\"port strike\""),
        ("a OR b c OR d", "a OR (b c) OR d"),
        ("(a OR b) c", "(a OR b) c"),
        ("((a)) (b c)", "a b c"),
        ("--a", "a"),
        ("-(a b)", "-(a b)"),
        ("-\"a b\"-c", "-\"a b\" -c"),
        ("econom* \"of the econom*\"", "econom* \"of the econom*\""),
        (
            "TITLE:strike title:\"port strike\"",
            "title:strike title:\"port strike\"",
        ),
        ("author:\"A. Lindqvist\"", "author:\"A. Lindqvist\""),
        (
            "feed:ledger feed:\"Harbour Wire\" feed:#3",
            "feed:ledger feed:\"Harbour Wire\" feed:#3",
        ),
        ("folder:Tech/Rust/ tag:work", "folder:Tech/Rust tag:work"),
        ("lang:EN-gb", "lang:en"),
        ("lang:nb lang:nn-NO", "lang:no lang:no"),
        (
            "has:image is:UNREAD -is:bookmarked",
            "has:image is:unread -is:bookmarked",
        ),
        ("after:2026-11-01", "after:2026-11-01T00:00:00Z"),
        (
            "before:2025 before:2025-03",
            "before:2025-01-01T00:00:00Z before:2025-03-01T00:00:00Z",
        ),
        ("after:yesterday", "after:2026-11-21T00:00:00Z"),
        (
            "newer:7d older:48h newer:90min",
            "newer:1w older:2d newer:90min",
        ),
        ("id:12,15", "id:12,15"),
        (
            "10:30 https://example.org/a Rust: x",
            "10:30 https://example.org/a Rust: x",
        ),
        ("port - strike & more", "port strike more"),
        ("or OR and", "or OR and"),
        ("a AND b", "a b"),
        ("a AND b OR c AND d", "(a b) OR (c d)"),
        ("(a OR b) AND c", "(a OR b) c"),
        ("a NOT b", "a -b"),
        ("a AND NOT (b OR c)", "a -(b OR c)"),
        ("NOT title:x", "-title:x"),
        ("NOT NOT a", "a"),
        ("-NOT a", "a"),
        ("a OR NOT b", "a OR -b"),
        ("NOT(a b)", "-(a b)"),
        ("\"AND\" \"NOT\"", "\"AND\" \"NOT\""),
        ("ANDES NOTE and not", "ANDES NOTE and not"),
        ("title:AND", "title:AND"),
        ("\"say \\\"yes\\\" now\"", "\"say \\\"yes\\\" now\""),
        ("f(x)", "f x"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text).to_string(), expected, "{text}");
    }
}

#[test]
fn a_short_word_is_a_word_once_nobody_types_on() {
    let context = context(true);
    let cases = [
        ("government uk", "government", "government uk"),
        ("ai", "title:ai*", "ai"),
        ("port -uk", "port", "port -uk"),
        ("\"of th", "\"of\"", "\"of th\""),
        ("econ", "econ OR econ*", "econ OR econ*"),
        ("title:uk", "title:uk OR title:uk*", "title:uk"),
        // What were wrong as a whole word stays unfinished.
        ("port is:un", "port", "port"),
        ("port newer:7", "port", "port"),
        ("port ", "port", "port"),
        ("", "", ""),
    ];
    for (text, typing, out) in cases {
        let read = |text: &str| parse(text, &context).unwrap().to_string();
        assert_eq!(read(text), typing, "{text}");
        assert_eq!(read(&typed_out(text, &context)), out, "{text}");
    }
}

#[test]
fn what_is_wrong_is_explained_at_its_place() {
    let cases = [
        ("port \"strike", 5..6, "this quote is never closed"),
        ("(a", 0..1, "this `(` is never closed"),
        ("a) b", 1..2, "this `)` closes nothing"),
        ("OR a", 0..2, "nothing stands before this `OR`"),
        ("a OR", 2..4, "nothing stands after this `OR`"),
        ("a OR OR b", 2..4, "nothing stands after this `OR`"),
        ("AND a", 0..3, "nothing stands before this `AND`"),
        ("a AND", 2..5, "nothing stands after this `AND`"),
        ("a AND AND b", 2..5, "nothing stands after this `AND`"),
        ("a AND OR b", 2..5, "nothing stands after this `AND`"),
        ("(a AND)", 3..6, "nothing stands after this `AND`"),
        ("a OR AND b", 5..8, "nothing stands before this `AND`"),
        ("a NOT", 2..5, "nothing stands after this `NOT`"),
        ("NOT OR a", 0..3, "nothing stands after this `NOT`"),
        ("NOT AND a", 0..3, "nothing stands after this `NOT`"),
        ("titel:x", 0..5, "there is no field `titel`"),
        (
            "is:unred",
            3..8,
            "`is:` knows `unread`, `read`, `bookmarked`, `muted`, not `unred`",
        ),
        ("title: x", 0..6, "`title:` has no value"),
        (
            "a title:(b c)",
            2..9,
            "`title:` takes one word or a phrase, not a group",
        ),
        ("é after:soon", 9..13, "`soon` is not a day"),
        ("newer:7", 6..7, "`7` is not an age"),
        ("lang:klingon", 5..12, "`klingon` is not a language code"),
        ("…", 0..3, "there is no letter or digit here to look for"),
        (
            "\"…\"",
            0..5,
            "there is no letter or digit in these quotes to look for",
        ),
        ("feed:#x", 5..7, "`#x` is not a feed's number"),
    ];
    for (text, span, message) in cases {
        let error = parse(text, &context(false)).expect_err(text);
        assert_eq!(
            (error.span, error.message.as_str()),
            (span, message),
            "{text}"
        );
    }
    let error = parse("titel:x", &context(false)).unwrap_err();
    assert!(error.hint.is_some_and(|hint| hint.contains("`title:`")));
}

#[test]
fn deep_nesting_is_refused_rather_than_followed() {
    for text in [
        "(".repeat(100_000),
        "-".repeat(100_000) + "a",
        "-(".repeat(50_000),
    ] {
        for is_typing in [false, true] {
            assert!(parse(&text, &context(is_typing)).is_err());
        }
    }
}

#[test]
fn while_typing_the_unfinished_end_is_tolerated() {
    let cases = [
        ("p", "title:p*"),
        ("port s", "port"),
        ("feed:ledger po", "feed:ledger title:po*"),
        ("port str", "port (str OR str*)"),
        ("port ", "port"),
        ("\"port str", "\"port str*\""),
        ("\"port st", "\"port\""),
        ("\"p", "title:\"p*\""),
        ("port \"s", "port"),
        ("\"port ", "\"port\""),
        ("\"", ""),
        ("(port", "port OR port*"),
        ("port (", "port ()"),
        ("port OR", "port"),
        ("port OR ", "port"),
        ("OR", "title:or*"),
        ("port AND", "port"),
        ("port AND ", "port"),
        ("port NOT", "port"),
        ("port NOT ", "port"),
        ("port AND NOT", "port"),
        ("port NOT car", "port -car"),
        ("AND", "title:and*"),
        ("NOT", "title:not*"),
        ("port -", "port"),
        ("port -car", "port -car"),
        ("port -ca", "port"),
        ("port title:", "port"),
        ("title:po", "title:po OR title:po*"),
        ("is:un", ""),
        ("port after:2026-1", "port after:2026-01-01T00:00:00Z"),
        ("port after:20", "port"),
        ("newer:7", ""),
        ("lang:e", ""),
        ("東", "東 OR 東*"),
        ("…", ""),
    ];
    for (text, expected) in cases {
        let expected = if expected == "port ()" {
            "port"
        } else {
            expected
        };
        assert_eq!(typed(text), expected, "{text}");
    }
    for text in ["titel:x", "is:xyz", "a) b", "after:soon", "OR a"] {
        assert!(parse(text, &context(true)).is_err(), "{text}");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zß-ö]{1,6}",
        "[一-十ก-ฃ가-각]{1,3}",
        "OR|AND|NOT|[0-9]{1,3}:[0-9]{2}|wi-fi|it's|-a|c\\+\\+|a\\\\b"
    ]
}

fn words() -> impl Strategy<Value = Words> {
    (
        proptest::collection::vec(word(), 1..4),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(words, is_prefix, is_exact)| {
            let needs_quotes =
                words.len() > 1 || super::is_operator(&words[0]) || words[0].starts_with('-');
            Words {
                words,
                is_prefix,
                is_exact: is_exact || needs_quotes,
            }
        })
}

pub(in crate::domain::query) fn query() -> impl Strategy<Value = Query> {
    let name = "[a-zé\"\\\\ #:]{0,8}[a-z]";
    let leaf = prop_oneof![
        (
            prop_oneof![
                Just(TextField::Any),
                Just(TextField::Title),
                Just(TextField::Author)
            ],
            words()
        )
            .prop_map(|(field, words)| Query::Text { field, words }),
        name.prop_map(|name| Query::FeedName(name.trim().to_owned())),
        name.prop_map(|name| Query::Folder(name.trim().to_owned())),
        name.prop_map(|name| Query::Tag(name.trim().to_owned())),
        (0i64..50).prop_map(|id| Query::Feed(FeedId::new(id))),
        proptest::collection::vec((0i64..50).prop_map(ArticleId::new), 0..4).prop_map(Query::Ids),
        "[a-z]{2,3}"
            .prop_filter("read as another code", |code| !matches!(
                code.as_str(),
                "nb" | "nn"
            ))
            .prop_map(Query::Language),
        prop_oneof![Just(Has::Image), Just(Has::Audio), Just(Has::FullText)].prop_map(Query::Has),
        prop_oneof![
            Just(Is::Unread),
            Just(Is::Read),
            Just(Is::Bookmarked),
            Just(Is::Muted)
        ]
        .prop_map(Query::Is),
        (-60_000_000_000i64..250_000_000_000)
            .prop_map(|at| Query::After(Timestamp::from_seconds(at))),
        (-60_000_000_000i64..250_000_000_000)
            .prop_map(|at| Query::Before(Timestamp::from_seconds(at))),
        (0i64..100_000_000).prop_map(Query::Newer),
        (0i64..100_000_000).prop_map(Query::Older),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Query::and),
            proptest::collection::vec(inner.clone(), 1..4).prop_map(Query::or),
            inner.prop_map(Query::not),
        ]
    })
}

proptest! {
    #[test]
    fn a_query_printed_parses_to_the_same_query(query in query()) {
        let text = query.to_string();
        prop_assert_eq!(parse(&text, &context(false)), Ok(query), "{}", text);
    }

    #[test]
    fn every_text_gives_a_query_or_an_error_inside_of_it(
        text in prop_oneof![
            ".{0,60}",
            r#"((title|feed|is|id|after|newer|lang|x):)?("|-|\(|\)| |OR|AND|NOT|\*|“|é|a|7d|unread|#|\\|東){0,12}"#,
        ],
        is_typing: bool,
    ) {
        match parse(&text, &context(is_typing)) {
            Ok(query) => {
                let printed = query.to_string();
                prop_assert_eq!(parse(&printed, &context(false)), Ok(query), "{} as {}", text, printed);
            }
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert!(!error.message.is_empty());
            }
        }
    }
}
