//! Random stories, and queries that have a chance to find some of them.
//!
//! The words of a case are few, so that its texts and its queries meet; which words they are changes from case to case.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::NOW;
use crate::domain::query::{Has, Is, Query, TextField, Words};
use crate::domain::{ArticleId, FeedId};
use crate::store::id::first_id_at;

/// Words that were hard for one part or another: forms of one word, letters that fold or fall apart, scripts without
/// spaces, signs inside of words, words that are cut.
const WORDS: &[&str] = &[
    "port",
    "ports",
    "Port's",
    "strike",
    "Strikes",
    "striking",
    "run",
    "running",
    "runs",
    "economy",
    "economic",
    "news",
    "new",
    "the",
    "of",
    "The",
    "OR",
    "and",
    "a",
    "I",
    // German: compounds, umlauts, what is folded before a stem and after it.
    "Häuser",
    "Haus",
    "HAUS",
    "Hafenarbeiterstreik",
    "Hafen",
    "Straße",
    "STRASSE",
    "Größe",
    "grosse",
    "daß",
    // French, Spanish, Polish, Danish, Icelandic, with accents of their own or joined on.
    "l'avion",
    "l’avion",
    "aujourd'hui",
    "École",
    "e\u{301}cole",
    "ecoles",
    "naïve",
    "Łódź",
    "Øre",
    "Æther",
    "þing",
    "año",
    "años",
    // Turkish and other capital letters that become more than one.
    "İstanbul",
    "istanbul",
    "ISPARTA",
    "ısparta",
    "ŉ",
    "ǅ",
    "K",
    "Ω",
    // Greek, Russian, Ukrainian.
    "Αθήνας",
    "ΑΘΗΝΑΣ",
    "Ёлка",
    "елки",
    "новости",
    "новостей",
    "її",
    // Arabic with vowels, stretching, and a sign that stands for four words; Hebrew, Persian, Hindi.
    "المدينة",
    "الْمَدِينَة",
    "مدينه",
    "أخبار",
    "اخبار",
    "كتــاب",
    "ﷺ",
    "שָׁלוֹם",
    "שלום",
    "می‌خواهم",
    "हिन्दी",
    "में",
    // Chinese, Japanese, Korean, Thai, Khmer; half and full width.
    "東京都",
    "京都",
    "東",
    "京",
    "新東京駅",
    "東京AI",
    "ニュース",
    "ﾆｭｰｽ",
    "がぎ",
    "か\u{3099}",
    "ー",
    "서울시",
    "서울",
    "울",
    "สวัสดี",
    "ភាសា",
    "Ｆｕｌｌ",
    "ﬁne",
    "fine",
    "full",
    // Signs inside, names with signs, numbers.
    "wi-fi",
    "wi",
    "fi",
    "Wi‑Fi",
    "don't",
    "don’t",
    "don",
    "t",
    "U.S.",
    "us",
    "AT&T",
    "C++",
    "c",
    "C#",
    "F#m",
    ".NET",
    "node.js",
    "3.5",
    "3",
    "10,000",
    "10",
    "2026-11-22",
    "½",
    "①",
    "x²",
    "covid19",
    "4G",
    // Invisible characters and things that are no words.
    "co\u{AD}operate",
    "cooperate",
    "zero\u{200B}width",
    "🚀",
    "👩‍👩‍👧",
    "🇺🇸",
    "—",
    "*",
    "…",
    "\u{301}",
    "_",
    "_snake_case_",
    // Words that are cut where they are compared, one of them only when folded.
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeegggggggggg",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee",
    "ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßß",
    "https://example.org/a/very-long_address?with=value&more=1",
];

/// What may stand between two words of a text.
const BETWEEN: &[&str] = &[
    " ", " ", " ", " ", " ", " ", ", ", ". ", " – ", "-", "/", "'", "\n\n", "…", "", " 🚀 ",
    "\u{a0}", "\u{3000}", "。",
];

const LANGUAGES: &[&str] = &[
    "en", "de", "nl", "ja", "fr", "tr", "ar", "ru", "es", "fi", "el", "zh", "hi", "uk",
];

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts")]
pub(super) struct Story {
    pub(super) feed: usize,
    pub(super) age: i64,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) author: String,
    pub(super) language: Option<&'static str>,
    pub(super) tags: Vec<String>,
    pub(super) is_unread: bool,
    pub(super) is_bookmarked: bool,
    pub(super) is_hidden: bool,
    pub(super) has_image: bool,
    pub(super) has_audio: bool,
    pub(super) has_full_text: bool,
}

/// A small store's life and what is asked of it.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) stories: Vec<Story>,
    /// Those that come after the first have been indexed.
    pub(super) more: Vec<Story>,
    /// What becomes of stories that are there by then: another story of the same id, or none.
    pub(super) changes: Vec<(Index, Option<Story>)>,
    pub(super) queries: Vec<Query>,
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    let strange = prop_oneof![
        3 => Just(Vec::new()),
        1 => proptest::collection::vec("\\PC{1,6}|[a-zé東가ا\u{301}'-]{1,8}", 1..3),
    ];
    let words = (proptest::collection::vec(select(WORDS), 2..10), strange);
    words.prop_flat_map(|(words, strange)| {
        let words: Vec<String> = words
            .into_iter()
            .map(str::to_owned)
            .chain(strange)
            .collect();
        let story = || story(&words);
        (
            proptest::collection::vec(story(), 0..20),
            proptest::collection::vec(story(), 0..6),
            proptest::collection::vec((any::<Index>(), proptest::option::of(story())), 0..4),
            proptest::collection::vec(query(words.clone()), 30),
        )
            .prop_map(|(stories, more, changes, queries)| Case {
                stories,
                more,
                changes,
                queries,
            })
    })
}

fn text(words: Vec<String>) -> impl Strategy<Value = String> {
    proptest::collection::vec((select(words), select(BETWEEN)), 0..9).prop_map(|words| {
        words
            .into_iter()
            .fold(String::new(), |text, (word, between)| {
                text + &word + between
            })
    })
}

fn story(words: &[String]) -> impl Strategy<Value = Story> + use<> {
    let text = || text(words.to_vec());
    (
        (0usize..3, 0i64..40, text(), text(), text()),
        proptest::option::of(select(LANGUAGES)),
        proptest::collection::vec(select(&["Work", "later", "Büro"][..]), 0..2),
        any::<[bool; 5]>(),
        proptest::bool::weighted(0.1),
    )
        .prop_map(
            |((feed, days, title, text, author), language, tags, flags, is_hidden)| Story {
                feed,
                age: days * 43_200,
                title,
                text,
                author,
                language,
                tags: tags.into_iter().map(str::to_owned).collect(),
                is_unread: flags[0],
                is_bookmarked: flags[1],
                is_hidden,
                has_image: flags[2],
                has_audio: flags[3],
                has_full_text: flags[4],
            },
        )
}

/// A word as somebody may type it: whole, its beginning, in other letters.
fn typed(words: Vec<String>) -> impl Strategy<Value = String> {
    let known = prop_oneof![
        6 => select(words),
        1 => select(&["ledger", "Harbour", "ニュース", "w", "s", "nothing"][..]).prop_map(str::to_owned),
    ];
    (known, 0..8u8, 1usize..6).prop_map(|(word, how, length)| match how {
        0 => word.to_uppercase(),
        1 => word.to_lowercase(),
        2 => crate::text::words::fold(&word),
        3 => word.chars().take(length).collect(),
        4 => word.chars().skip(length.min(2)).collect(),
        _ => word,
    })
}

fn query(words: Vec<String>) -> impl Strategy<Value = Query> {
    let words = (
        proptest::collection::vec(typed(words), 1..4),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(words, is_prefix, is_exact)| Words {
            is_exact: is_exact || words.len() > 1,
            words,
            is_prefix,
        });
    let field = prop_oneof![3 => Just(TextField::Any), 1 => Just(TextField::Title), 1 => Just(TextField::Author)];
    let named = |names: &'static [&'static str]| select(names).prop_map(str::to_owned);
    let leaf = prop_oneof![
        10 => (field, words).prop_map(|(field, words)| Query::Text { field, words }),
        1 => named(&["wire", "LEDGER", "example", "nowhere", "東京"]).prop_map(Query::FeedName),
        1 => (1i64..4).prop_map(|feed| Query::Feed(FeedId::new(feed))),
        1 => named(&["world", "World/Trade", "wor"]).prop_map(Query::Folder),
        1 => named(&["work", "LATER", "buro", "none"]).prop_map(Query::Tag),
        1 => select(LANGUAGES).prop_map(|code| Query::Language(code.to_owned())),
        1 => select(&[Has::Image, Has::Audio, Has::FullText][..]).prop_map(Query::Has),
        2 => select(&[Is::Unread, Is::Read, Is::Bookmarked][..]).prop_map(Query::Is),
        1 => (0i64..40).prop_map(|days| Query::Newer(days * 43_200)),
        1 => (0i64..40).prop_map(|days| Query::Older(days * 43_200)),
        1 => (0i64..40).prop_map(|days| Query::After(NOW.plus(-days * 43_200))),
        1 => (0i64..40).prop_map(|days| Query::Before(NOW.plus(-days * 43_200))),
        1 => proptest::collection::vec(0i64..3, 0..3).prop_map(|ids| {
            Query::Ids(ids.into_iter().map(|days| ArticleId::new(first_id_at(NOW.plus(-days * 43_200)))).collect())
        }),
    ];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            3 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Query::and),
            2 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Query::or),
            1 => inner.prop_map(Query::not),
        ]
    })
}
