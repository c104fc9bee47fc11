//! Sentences of many languages, as a newspaper writes them: found by other forms of their words, whichever way these are
//! written, at every letter on the way there, and marked where they stand.

use squelch::domain::Entry;
use squelch::store::{Settings, Store};
use tempfile::TempDir;
use url::Url;

use super::{NOW, apply, entry, search, wait_for_index};

struct Sentence {
    language: &'static str,
    text: &'static str,
    found_by: &'static [&'static str],
    not_by: &'static [&'static str],
}

#[rustfmt::skip]
const SENTENCES: &[Sentence] = &[
    Sentence {
        language: "en",
        text: "The dockers’ union isn’t returning to work until the co-operative’s naïve offers are improved, said the U.S. envoy.",
        found_by: &["docker", "unions", "return", "worked", "improving", "naive offer", "\"isn't returning\"", "co-operative", "\"u.s. envoy\"", "dockers'"],
        not_by: &["dock", "\"dockers union is returning\"", "improvident"],
    },
    Sentence {
        language: "de",
        text: "Die Häuser an der Großen Straße mußten geräumt werden; die Behörden prüfen Übernachtungsmöglichkeiten für Flüchtlinge.",
        found_by: &["haus", "hauser", "HÄUSER", "strasse", "STRASSEN", "große", "grosse", "behörde", "prüfe", "flüchtling", "übernachtungsmöglichkeit", "ubernachtungs*"],
        not_by: &["möglichkeiten", "nachtung*"],
    },
    Sentence {
        language: "fr",
        text: "L’avion d’Air Océan a décollé d’Orly malgré la grève ; les élèves étaient œuvrant à leurs leçons, aujourd’hui comme hier.",
        found_by: &["avions", "\"l'avion\"", "ocean", "OCÉAN", "greves", "eleve", "élèves", "oeuvr*", "leçon", "lecon", "aujourd'hui", "orly"],
        not_by: &["lavion", "leco"],
    },
    Sentence {
        language: "es",
        text: "El señor Núñez pidió a los niños que volvieran mañana a las reuniones de la organización.",
        found_by: &["senor", "nunez", "niño", "nino", "manana", "reunión", "organizaciones", "\"nuñez pidio\""],
        not_by: &["niña*"],
    },
    Sentence {
        language: "tr",
        text: "İstanbul’da ISPARTA’lı ışıkçılar grevlerini bitirdi; şehir içi ulaşım yarın başlıyor.",
        found_by: &["istanbul", "İSTANBUL", "isparta", "ısparta", "isikcilar", "sehir", "ulasim", "\"sehir ici\""],
        not_by: &["ankara"],
    },
    Sentence {
        language: "pl",
        text: "W Łodzi zakończył się strajk tramwajarzy, źródła mówią o porozumieniu związkowców.",
        found_by: &["lodzi", "łodzi", "strajk", "zrodla", "tramwajarzy", "zwiazkowcow"],
        not_by: &["lublin"],
    },
    Sentence {
        language: "sv",
        text: "Hamnarbetarna i Öregrund återgår till arbetet på måndag efter förhandlingarna.",
        found_by: &["hamnarbetare", "oregrund", "ÖREGRUND", "arbete", "mandag", "förhandling", "forhandling*"],
        not_by: &["betare"],
    },
    Sentence {
        language: "ru",
        text: "Ёлки у вокзала уже стоят, а переговоры о новых поездах продолжаются, сообщили новости.",
        found_by: &["елки", "ёлка", "вокзал", "переговор", "поезда", "новость", "\"новых поездах\"", "НОВОСТИ"],
        not_by: &["стол"],
    },
    Sentence {
        language: "el",
        text: "Οι λιμενεργάτες της ΑΘΗΝΑΣ επιστρέφουν στη δουλειά τους μετά την απεργία.",
        found_by: &["αθηνας", "Αθήνας", "απεργια", "ΑΠΕΡΓΙΑ", "δουλεια", "λιμενεργατες"],
        not_by: &["θεσσαλονίκη"],
    },
    Sentence {
        language: "ar",
        text: "أعلنت الْمَدِينَة عن مشاريع جديدة في الموانئ، وقالت إنّ العمّال سيعودون إلى أعمالهم غداً بعد الإضراب.",
        found_by: &["المدينة", "المدينه", "مدينة", "اعلنت", "الموانئ", "العمال", "الإضراب", "الاضراب", "غدا", "\"مشاريع جديدة\""],
        not_by: &["القاهرة"],
    },
    Sentence {
        language: "fa",
        text: "کارگران بندر می‌خواهند فردا به کار بازگردند و شهرداری پیشنهاد تازه‌ای داده است.",
        found_by: &["كارگران", "کارگران", "بندر", "پیشنهاد", "شهرداري"],
        not_by: &["تهران"],
    },
    Sentence {
        language: "he",
        text: "עוֹבְדֵי הנמל חוזרים לעבודה ביום שני אחרי שביתה ארוכה.",
        found_by: &["עובדי", "הנמל", "שביתה", "\"ביום שני\""],
        not_by: &["חיפה"],
    },
    Sentence {
        language: "hi",
        text: "हड़ताल ख़त्म होने के बाद बंदरगाह के मज़दूर सोमवार को काम पर लौटेंगे।",
        found_by: &["हड़ताल", "बंदरगाह", "सोमवार", "\"काम पर\""],
        not_by: &["दिल्ली"],
    },
    Sentence {
        language: "ja",
        text: "東京都の港湾労働者は月曜日に職場へ戻る。ｶﾀｶﾅのニュースサイトがＡＩの検索を始めた。",
        found_by: &["東京", "京都", "東", "港湾労働者", "月曜", "カタカナ", "ﾆｭｰｽ", "ニュース", "AI", "検索", "\"労働者は月曜\"", "戻"],
        not_by: &["大阪", "京東", "港労", "ガ*"],
    },
    Sentence {
        language: "zh",
        text: "码头工人将于星期一复工，市政府表示新的协议为期三年。",
        found_by: &["码头", "工人", "市政府", "政府", "星期一", "协议", "三年", "\"码头工人\""],
        not_by: &["北京", "头码"],
    },
    Sentence {
        language: "ko",
        text: "부산항 노동자들이 월요일에 복귀하며, 서울시는 새로운 협약을 발표했다.",
        found_by: &["부산항", "부산", "노동자", "서울", "서울시", "협약", "월요일"],
        not_by: &["대구"],
    },
    Sentence {
        language: "th",
        text: "คนงานท่าเรือจะกลับไปทำงานในวันจันทร์หลังจากการประท้วง",
        found_by: &["ท่าเรือ", "คนงาน", "วันจันทร์", "ประท้วง"],
        not_by: &["กรุงเทพ"],
    },
];

#[tokio::test]
async fn sentences_of_many_languages_are_found_by_other_forms_of_their_words() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    let url = Url::parse("https://languages.example/feed").unwrap();
    let (feed, _) = store
        .add_feed(url, Some("x".to_owned()), String::new(), NOW)
        .await
        .unwrap();
    let entries = SENTENCES.iter().zip(1..).map(|(sentence, number)| Entry {
        author: None,
        language: Some(sentence.language.to_owned()),
        ..entry(number, sentence.language, sentence.text)
    });
    apply(&store, feed, entries.collect()).await;
    wait_for_index(&store).await;
    let mut wrong = Vec::new();
    for sentence in SENTENCES {
        let asked = sentence.found_by.iter().map(|query| (query, true));
        for (query, is_meant) in asked.chain(sentence.not_by.iter().map(|query| (query, false))) {
            let found = search(&store, query, false).await;
            let hit = found
                .hits
                .iter()
                .find(|hit| hit.headline.title == sentence.language);
            if hit.is_some() != is_meant {
                wrong.push(format!(
                    "{}: {query} found: {}",
                    sentence.language, !is_meant
                ));
            }
            if hit.is_some_and(|hit| hit.snippet_marks.is_empty()) {
                wrong.push(format!("{}: {query} is not marked", sentence.language));
            }
        }
        // As one types it nothing vanishes: each beginning of a word of the text, as it stands there.
        for word in sentence.text.split_whitespace().take(6) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            for end in word.char_indices().map(|(end, c)| end + c.len_utf8()) {
                let typed = &word[..end];
                // Two letters start too many words to look for in texts, where letters are not words themselves.
                let letters = typed.chars().filter(|c| c.is_alphanumeric());
                if letters.count() < 3 && typed.chars().all(|c| c < '\u{2E80}') {
                    continue;
                }
                let found = search(&store, typed, true).await;
                if !found
                    .hits
                    .iter()
                    .any(|hit| hit.headline.title == sentence.language)
                {
                    wrong.push(format!("{}: {typed} being typed", sentence.language));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
