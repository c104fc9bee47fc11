//! Which language a text is written in.

use std::fmt;

use frostem::Algorithm;
use whatlang::{Detector, Lang};

use super::words::{StopWords, word_spans};

/// A language squelch can tell apart; shown and stored as its ISO 639-1 code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(u8);

struct Row {
    code: &'static str,
    lang: Option<Lang>,
    stemmer: Option<Algorithm>,
}

const fn row(code: &'static str, lang: Option<Lang>, stemmer: Option<Algorithm>) -> Row {
    Row {
        code,
        lang,
        stemmer,
    }
}

/// Codes, detector's names and stemmers. The place in the table is the number inside of [`Language`], nothing stored.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    row("en", Some(Lang::Eng), Some(Algorithm::English)),
    row("de", Some(Lang::Deu), Some(Algorithm::German)),
    row("fr", Some(Lang::Fra), Some(Algorithm::French)),
    row("es", Some(Lang::Spa), Some(Algorithm::Spanish)),
    row("it", Some(Lang::Ita), Some(Algorithm::Italian)),
    row("pt", Some(Lang::Por), Some(Algorithm::Portuguese)),
    row("nl", Some(Lang::Nld), Some(Algorithm::Dutch)),
    row("sv", Some(Lang::Swe), Some(Algorithm::Swedish)),
    row("da", Some(Lang::Dan), Some(Algorithm::Danish)),
    row("no", Some(Lang::Nob), Some(Algorithm::Norwegian)),
    row("fi", Some(Lang::Fin), Some(Algorithm::Finnish)),
    row("pl", Some(Lang::Pol), Some(Algorithm::Polish)),
    row("cs", Some(Lang::Ces), Some(Algorithm::Czech)),
    row("ru", Some(Lang::Rus), Some(Algorithm::Russian)),
    row("uk", Some(Lang::Ukr), Some(Algorithm::Ukrainian)),
    row("tr", Some(Lang::Tur), Some(Algorithm::Turkish)),
    row("el", Some(Lang::Ell), Some(Algorithm::Greek)),
    row("hu", Some(Lang::Hun), Some(Algorithm::Hungarian)),
    row("ro", Some(Lang::Ron), Some(Algorithm::Romanian)),
    row("ca", Some(Lang::Cat), Some(Algorithm::Catalan)),
    row("et", Some(Lang::Est), Some(Algorithm::Estonian)),
    row("lt", Some(Lang::Lit), Some(Algorithm::Lithuanian)),
    row("hy", Some(Lang::Hye), Some(Algorithm::Armenian)),
    row("ar", Some(Lang::Ara), Some(Algorithm::Arabic)),
    row("fa", Some(Lang::Pes), Some(Algorithm::Persian)),
    row("hi", Some(Lang::Hin), Some(Algorithm::Hindi)),
    row("ne", Some(Lang::Nep), Some(Algorithm::Nepali)),
    row("ta", Some(Lang::Tam), Some(Algorithm::Tamil)),
    row("id", Some(Lang::Ind), Some(Algorithm::Indonesian)),
    row("eu", None, Some(Algorithm::Basque)),
    row("ga", None, Some(Algorithm::Irish)),
    row("eo", Some(Lang::Epo), Some(Algorithm::Esperanto)),
    row("zh", Some(Lang::Cmn), None),
    row("ja", Some(Lang::Jpn), None),
    row("ko", Some(Lang::Kor), None),
    row("th", Some(Lang::Tha), None),
    row("my", Some(Lang::Mya), None),
    row("km", Some(Lang::Khm), None),
    row("he", Some(Lang::Heb), None),
    row("yi", Some(Lang::Yid), None),
    row("ur", Some(Lang::Urd), None),
    row("bn", Some(Lang::Ben), None),
    row("mr", Some(Lang::Mar), None),
    row("gu", Some(Lang::Guj), None),
    row("pa", Some(Lang::Pan), None),
    row("te", Some(Lang::Tel), None),
    row("kn", Some(Lang::Kan), None),
    row("ml", Some(Lang::Mal), None),
    row("or", Some(Lang::Ori), None),
    row("si", Some(Lang::Sin), None),
    row("am", Some(Lang::Amh), None),
    row("ka", Some(Lang::Kat), None),
    row("bg", Some(Lang::Bul), None),
    row("be", Some(Lang::Bel), None),
    row("mk", Some(Lang::Mkd), None),
    row("sr", Some(Lang::Srp), None),
    row("hr", Some(Lang::Hrv), None),
    row("sl", Some(Lang::Slv), None),
    row("sk", Some(Lang::Slk), None),
    row("lv", Some(Lang::Lav), None),
    row("vi", Some(Lang::Vie), None),
    row("az", Some(Lang::Aze), None),
    row("uz", Some(Lang::Uzb), None),
    row("tk", Some(Lang::Tuk), None),
    row("jv", Some(Lang::Jav), None),
    row("tl", Some(Lang::Tgl), None),
    row("af", Some(Lang::Afr), None),
    row("cy", Some(Lang::Cym), None),
    row("la", Some(Lang::Lat), None),
    row("zu", Some(Lang::Zul), None),
    row("sn", Some(Lang::Sna), None),
    row("ak", Some(Lang::Aka), None),
];

impl Language {
    pub const ENGLISH: Self = Self(0);

    /// Returns the language of an ISO 639-1 code, with or without a region: `en`, `pt-BR`, `zh_Hans`.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next()?;
        // Norwegian has two written forms and one code for both.
        let primary = match primary {
            "nb" | "nn" | "NB" | "NN" => "no",
            other => other,
        };
        Self::find(|row| row.code.eq_ignore_ascii_case(primary))
    }

    fn find(is_it: impl Fn(&Row) -> bool) -> Option<Self> {
        let place = TABLE.iter().position(is_it)?;
        u8::try_from(place).ok().map(Self)
    }

    fn row(self) -> &'static Row {
        TABLE.get(usize::from(self.0)).unwrap_or(&TABLE[0])
    }

    /// Returns the ISO 639-1 code, two lower-case letters.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// Returns whether it is written without spaces between its words.
    pub fn is_unspaced(self) -> bool {
        matches!(self.code(), "zh" | "ja" | "th" | "lo" | "km" | "my")
    }

    pub(super) const fn number(self) -> u8 {
        self.0
    }

    /// Returns whether a word and its stem begin with the same letter: other languages have prefixes that a stemmer
    /// takes off, such as the Arabic article.
    pub(super) fn keeps_beginnings(self) -> bool {
        matches!(
            self.code(),
            "en" | "de"
                | "fr"
                | "es"
                | "it"
                | "pt"
                | "sv"
                | "da"
                | "no"
                | "fi"
                | "ru"
                | "tr"
                | "hu"
                | "ro"
                | "ca"
        )
    }

    pub(super) fn stemmer(self) -> Option<Algorithm> {
        self.row().stemmer
    }

    /// Returns every language whose words have stems.
    pub fn with_stems() -> impl Iterator<Item = Self> {
        (0u8..)
            .zip(TABLE)
            .filter(|(_, row)| row.stemmer.is_some())
            .map(|(number, _)| Self(number))
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Words of the text that are looked at: enough for stop words to show themselves, few enough to be cheap.
const SAMPLE_WORDS: usize = 120;
/// Bytes given to the trigram detector, which takes 0.1 ms for that much.
const SAMPLE_BYTES: usize = 800;
/// With fewer words than this only the script or the hint can tell.
const FEWEST_WORDS: usize = 8;
/// Running text of any language in `assets/stopwords` has at least this share of stop words.
const STOP_SHARE: f32 = 0.2;
/// How much more of them than the next language.
const STOP_LEAD: f32 = 1.3;

/// Returns the name of a language as feeds and pages write it (`en-us`, `de_AT`, `Hindi`), not what else is written in its
/// place.
pub fn tag(text: &str) -> Option<String> {
    // As long as the longest of RFC 5646, section 4.4.1.
    const LONGEST: usize = 35;
    let text = text.trim();
    let is_tag = !text.is_empty()
        && text.len() <= LONGEST
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_tag.then(|| text.to_owned())
}

/// Returns the language of a text, when that is sure enough to stem its words by.
///
/// `hint` is what the feed claims; it decides where the text does not (short or mixed texts) and is overruled where
/// the text clearly says otherwise, as many feeds keep the setting their software came with.
pub fn detect(text: &str, hint: Option<&str>) -> Option<Language> {
    let hint = hint.and_then(Language::from_code);
    let sample: Vec<&str> = word_spans(text)
        .take(SAMPLE_WORDS)
        .filter_map(|span| text.get(span))
        .collect();
    if let Some(found) = by_stop_words(&sample, hint) {
        return Some(found);
    }
    let start = text
        .get(..text.floor_char_boundary(SAMPLE_BYTES))
        .unwrap_or(text);
    let info = Detector::new().detect(start);
    let found = info.and_then(|info| {
        let language = Language::find(|row| row.lang == Some(info.lang()))?;
        // Scripts of one language, such as Hangul, tell with a single word.
        let is_sure = info.is_reliable() && (sample.len() >= FEWEST_WORDS || !start.is_ascii());
        (is_sure || Some(language) == hint).then_some(language)
    });
    found.or(hint)
}

fn by_stop_words(sample: &[&str], hint: Option<Language>) -> Option<Language> {
    if sample.len() < FEWEST_WORDS {
        return None;
    }
    let counts = StopWords::get().count(sample.iter().copied());
    let (best, count) = counts.iter().copied().max_by_key(|(_, count)| *count)?;
    #[expect(clippy::cast_precision_loss, reason = "at most SAMPLE_WORDS")]
    let share = |count: usize| count as f32 / sample.len() as f32;
    if share(count) < STOP_SHARE {
        return None;
    }
    let near = |(_, other): &(Language, usize)| share(*other) * STOP_LEAD > share(count);
    let rivals: Vec<Language> = counts
        .iter()
        .filter(|entry| near(entry))
        .map(|(language, _)| *language)
        .collect();
    match rivals.as_slice() {
        [_] => Some(best),
        several => hint.filter(|hint| several.contains(hint)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_tags_or_names() {
        for (text, expected) in [
            (" en-us\n", Some("en-us")),
            ("Hindi", Some("Hindi")),
            ("", None),
            ("<p>en</p>", None),
            ("en\u{202e}", None),
        ] {
            assert_eq!(tag(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn running_text_is_recognised_and_a_wrong_hint_overruled() {
        let cases = [
            (
                "The dockers return on Monday after both sides agreed to a deal that raises base pay.",
                "en",
            ),
            (
                "Die Hafenarbeiter kehren am Montag zurück, nachdem sich beide Seiten auf eine Erhöhung geeinigt haben.",
                "de",
            ),
            (
                "Les dockers reprendront le travail lundi après que les deux parties se sont mises d'accord sur une hausse.",
                "fr",
            ),
            (
                "Los estibadores vuelven el lunes después de que ambas partes acordaron un aumento de los salarios.",
                "es",
            ),
            (
                "Os estivadores voltam na segunda-feira depois que as duas partes chegaram a um acordo sobre os salários.",
                "pt",
            ),
            (
                "I portuali tornano al lavoro lunedì dopo che le due parti hanno trovato un accordo sugli aumenti.",
                "it",
            ),
            (
                "De havenarbeiders keren maandag terug nadat beide partijen het eens werden over een hoger loon.",
                "nl",
            ),
            (
                "Hamnarbetarna återvänder på måndag efter att båda sidor har enats om en höjning av lönen.",
                "sv",
            ),
            (
                "Докеры вернутся на работу в понедельник после того как обе стороны договорились о повышении зарплаты.",
                "ru",
            ),
            (
                "港湾労働者は月曜日に職場へ戻る。双方は賃金の引き上げで合意した。",
                "ja",
            ),
            ("码头工人将在周一复工，双方已就提高工资达成协议。", "zh"),
            (
                "부두 노동자들은 양측이 임금 인상에 합의한 뒤 월요일에 복귀한다.",
                "ko",
            ),
            (
                "عمال الموانئ يعودون إلى العمل يوم الاثنين بعد أن اتفق الجانبان على زيادة الأجور.",
                "ar",
            ),
        ];
        for (text, expected) in cases {
            for hint in [None, Some("en-US"), Some("de")] {
                let found = detect(text, hint).map(Language::code);
                assert_eq!(found, Some(expected), "{text} hinted {hint:?}");
            }
        }
    }

    #[test]
    fn short_text_is_left_to_the_hint() {
        assert_eq!(detect("Port strike", None), None);
        assert_eq!(
            detect("Port strike", Some("pt_BR")).map(Language::code),
            Some("pt")
        );
        assert_eq!(detect("", Some("x-klingon")), None);
    }

    #[test]
    fn codes_are_unique_and_found_again() {
        for row in TABLE {
            assert_eq!(
                Language::from_code(row.code).map(Language::code),
                Some(row.code)
            );
        }
        assert_eq!(Language::from_code("nb-NO").map(Language::code), Some("no"));
    }
}
