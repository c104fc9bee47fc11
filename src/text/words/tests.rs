use proptest::prelude::*;

use super::*;

fn folded(text: &str) -> Vec<String> {
    tokens(text, None)
        .map(|token| token.folded.into_owned())
        .collect()
}

fn pattern(text: &str) -> Pattern {
    let is_prefix = text.ends_with('*');
    let words: Vec<String> = text
        .trim_end_matches('*')
        .split(' ')
        .map(str::to_owned)
        .collect();
    let is_exact = words.len() > 1;
    Pattern::new(&words, is_prefix, is_exact)
}

#[test]
fn words_of_many_scripts_are_cut_and_folded() {
    let cases: &[(&str, &[&str])] = &[
        (
            "The port—strike, ended!",
            &["the", "port", "strike", "ended"],
        ),
        (
            "Größe ÉCOLE naïve Øre Łódź",
            &["grosse", "ecole", "naive", "ore", "lodz"],
        ),
        ("e\u{301}te\u{301} co\u{AD}operate", &["ete", "cooperate"]),
        (
            "don't U.S. wi-fi 3.5",
            &["don", "t", "u", "s", "wi", "fi", "3", "5"],
        ),
        (
            "C++ and C# and A+ b## c+++",
            &["c++", "and", "c#", "and", "a", "b", "c"],
        ),
        ("Ｆｕｌｌ ﬁne", &["full", "fine"]),
        ("東京都 2026年", &["東京", "京都", "都", "2026", "年"]),
        ("がぎ AI技術", &["がぎ", "ぎ", "ai", "技術", "術"]),
        ("서울 항만", &["서울", "울", "항만", "만"]),
        ("الْمَدِينَة أحمد", &["المدينه", "احمد"]),
        ("हिन्दी में", &["हिन्दी", "में"]),
        ("Ёлка ΑΘΉΝΑΣ", &["елка", "αθηνασ"]),
        ("", &[]),
        ("🚀 … —", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(&folded(text), expected, "{text}");
    }
}

#[test]
fn stems_stand_beside_the_form_where_they_differ() {
    let english = Language::from_code("en");
    let stems: Vec<(String, Option<String>)> = tokens("Strikes strike running 1990s", english)
        .map(|token| {
            (
                token.folded.into_owned(),
                token.stem.map(|stem| stem.to_string()),
            )
        })
        .collect();
    let expected = [
        ("strikes", Some("strike")),
        ("strike", None),
        ("running", Some("run")),
        ("1990s", None),
    ]
    .map(|(form, stem)| (form.to_owned(), stem.map(str::to_owned)));
    assert_eq!(stems, expected);
}

#[test]
fn patterns_find_forms_prefixes_phrases_and_characters() {
    let cases = [
        ("strike", "en", "Strikes everywhere", true),
        ("running", "en", "they run", true),
        ("running", "fr", "they run", false),
        ("Häuser", "de", "ein Haus", true),
        ("haus", "de", "die Häuser", true),
        ("news", "en", "new things", false),
        ("econom*", "", "Économie", true),
        ("conom*", "", "economy", false),
        ("port strike", "en", "the port, strike", true),
        ("port strike", "en", "the port of strike", false),
        ("port strike", "en", "port strikes", false),
        ("port strik*", "en", "port strikes", true),
        ("wi-fi", "", "a Wi-Fi net", true),
        ("wi-fi", "", "wi x fi", false),
        ("東京", "ja", "新東京駅", true),
        ("京東", "ja", "新東京駅", false),
        ("駅", "ja", "新東京駅", true),
        ("新", "ja", "新東京駅", true),
        ("東京 hotel", "ja", "新東京 Hotel", true),
        ("東 hotel", "ja", "新東 Hotel", true),
        ("東 hotel", "ja", "東新 Hotel", false),
        ("hotel 東", "ja", "Hotel 東京", true),
        ("日本語 AI 技", "ja", "日本語 AI 技術", true),
        ("c++", "", "in C++ today", true),
        ("c", "", "in C++ today", false),
        ("…", "", "…", false),
    ];
    for (query, language, text, expected) in cases {
        let found = pattern(query).matches(text, Language::from_code(language));
        assert_eq!(found, expected, "{query} in {text}");
    }
}

#[test]
fn a_form_without_the_prefix_is_marked_too() {
    for (word, language, text) in [("مدينة", "ar", "في المدينة"), ("membaca", "id", "dibaca")]
    {
        let language = Language::from_code(language);
        let pattern = pattern(word);
        assert!(pattern.matches(text, language), "{word}");
        assert!(!marks(text, &[&pattern], language).is_empty(), "{word}");
    }
}

#[test]
fn stop_words_are_known_by_language() {
    assert!(is_stop_word("the", Language::from_code("en")));
    assert!(is_stop_word("fur", Language::from_code("de")), "folded");
    assert!(!is_stop_word("die", Language::from_code("en")));
    assert!(is_stop_word("the", None));
    assert!(!is_stop_word("the", Language::from_code("ja")));
}

proptest! {
    #[test]
    fn tokens_cover_their_ranges_and_count_up(text in ".{0,60}|[a-zß東京がé\u{301}#+ สวัสดี]{0,20}", language in 0usize..40) {
        let language = Language::with_stems().nth(language);
        for (place, token) in tokens(&text, language).enumerate() {
            prop_assert_eq!(token.position, place);
            prop_assert!(text.get(token.range.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(!token.folded.is_empty());
        }
    }

    #[test]
    fn folding_a_second_time_changes_nothing(text in "\\PC{0,30}") {
        let once: Vec<String> = folded(&text);
        for word in once {
            // Cutting is by characters of the folded form, so a folded word is its own only token or the start of it.
            let twice = fold(&word);
            prop_assert_eq!(twice, word);
        }
    }

    #[test]
    fn no_stemmer_stops_the_thread(word in "\\PC{0,20}", language in 0usize..40) {
        if let Some(language) = Language::with_stems().nth(language) {
            let _ = stem(&word, language);
        }
    }

    #[test]
    fn the_stem_begins_like_its_word_where_that_is_counted_on(word in "[a-zäöüßéèêçñåøæœíóúãõâîăşțğıő]{1,12}|[а-яё]{1,12}", number in 0usize..40) {
        if let Some(language) = Language::with_stems().filter(|language| language.keeps_beginnings()).nth(number)
            && let Some(stem) = stem(&word, language)
        {
            prop_assert_eq!(stem.chars().next(), fold(&word).chars().next(), "{} in {:?}", stem, language);
        }
    }

    #[test]
    fn every_word_of_a_text_finds_it(text in "[a-zA-ZäÖß東京가나 ,.'-]{1,30}") {
        for word in text.split_whitespace() {
            let pattern = Pattern::new(&[word.to_owned()], false, false);
            if !pattern.parts().is_empty() {
                prop_assert!(pattern.matches(&text, None), "{} in {}", word, text);
            }
        }
    }

    #[test]
    fn marks_are_what_a_finder_finds_in_all_tokens(
        text in "([a-eA-EäÉßı東京가か#+0 ,.'\u{301}-]|port|Ports |C# ){0,30}",
        words in proptest::collection::vec(("[a-eä東京]{1,3}|port|c#|ports", any::<bool>()), 1..3),
        language in proptest::option::of(0usize..40),
    ) {
        let language = language.and_then(|number| Language::with_stems().nth(number));
        let patterns: Vec<Pattern> = words
            .iter()
            .map(|(word, is_prefix)| Pattern::new(std::slice::from_ref(word), *is_prefix, false))
            .collect();
        let all: Vec<Token<'_>> = tokens(&text, language).collect();
        let mut expected: Vec<_> = patterns
            .iter()
            .enumerate()
            .flat_map(|(number, pattern)| {
                let found: Vec<_> = pattern.finder(language).find(&all).collect();
                found.into_iter().map(move |range| (number, range))
            })
            .collect();
        expected.sort_by_key(|(_, range)| (range.start, range.end));
        let patterns: Vec<&Pattern> = patterns.iter().collect();
        prop_assert_eq!(marks(&text, &patterns, language), expected);
    }
}
