//! Searching the real store: as typed, with snippets; lists and questions by words; an index that was lost.

mod languages;

use std::time::Duration;

use jiff::tz::TimeZone;
use squelch::domain::query::{ParseContext, Query, parse};
use squelch::domain::{Entry, FeedId, Timestamp};
use squelch::store::{
    FetchOutcome, Fetched, PageRequest, SearchRequest, SearchResult, SearchSort, Settings, Sort,
    Store,
};
use tempfile::TempDir;
use url::Url;

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);

fn entry(number: i64, title: &str, text: &str) -> Entry {
    Entry {
        guid: Some(format!("story-{number}")),
        title: title.to_owned(),
        link: Url::parse(&format!("https://wire.example/{number}")).ok(),
        published: Some(NOW.plus(-number * 3_600)),
        author: Some("Åsa Lindqvist".to_owned()),
        text: text.to_owned(),
        language: Some("en".to_owned()),
        ..Entry::default()
    }
}

async fn fill(store: &Store) {
    let url = Url::parse("https://wire.example/feed").unwrap();
    let (feed, _) = store
        .add_feed(
            url,
            Some("Harbour Wire".to_owned()),
            "World".to_owned(),
            NOW,
        )
        .await
        .unwrap();
    let entries = vec![
        entry(
            1,
            "Port strike ends after eleven days",
            "Dockers return on Monday.\n\nThe strike cost the port a week.",
        ),
        entry(
            2,
            "Bank holds rates",
            "The central bank hints at spring. Strikes were not discussed.",
        ),
        entry(3, "東京の港", "港湾労働者は月曜日に職場へ戻る。"),
    ];
    apply(store, feed, entries).await;
    wait_for_index(store).await;
}

async fn apply(store: &Store, feed: FeedId, entries: Vec<Entry>) {
    let fetched = Fetched {
        feed,
        at: NOW,
        next_at: NOW.plus(3_600),
        interval: None,
        outcome: FetchOutcome::Document {
            etag: None,
            last_modified: None,
            title: None,
            site: None,
            language: None,
            icon: None,
            entries,
        },
        moved_to: None,
        host_pause: None,
    };
    store.apply(vec![fetched]).await.unwrap();
}

async fn wait_for_index(store: &Store) {
    for _ in 0..600 {
        let examination = store.examine().await.unwrap();
        if examination.waiting_for_index == 0 && examination.indexed == examination.articles {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the index did not take the articles over");
}

fn read(text: &str, is_typing: bool) -> Query {
    let context = ParseContext {
        now: NOW,
        zone: TimeZone::UTC,
        is_typing,
    };
    parse(text, &context).unwrap()
}

async fn search(store: &Store, text: &str, is_typing: bool) -> SearchResult {
    let request = SearchRequest {
        query: read(text, is_typing),
        sort: SearchSort::Relevance,
        skip: 0,
        limit: 10,
        now: NOW,
    };
    store.search(request).await.unwrap()
}

fn titles(result: &SearchResult) -> Vec<&str> {
    result
        .hits
        .iter()
        .map(|hit| hit.headline.title.as_str())
        .collect()
}

#[tokio::test]
async fn the_parts_of_a_result_are_the_whole_of_it() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    fill(&store).await;
    let (feed, _) = store
        .add_feed(
            Url::parse("https://long.example/feed").unwrap(),
            None,
            String::new(),
            NOW,
        )
        .await
        .unwrap();
    let entries = (10..310).map(|number| {
        let often = "strike ".repeat(usize::try_from(number % 7).unwrap());
        entry(
            number,
            &format!("Strike {number}"),
            &format!("A strike. {often}"),
        )
    });
    apply(&store, feed, entries.collect()).await;
    wait_for_index(&store).await;
    for sort in [SearchSort::Relevance, SearchSort::Newest] {
        let ask = async |skip: usize, limit: usize| {
            let request = SearchRequest {
                query: read("strike", true),
                sort,
                skip,
                limit,
                now: NOW,
            };
            store.search(request).await.unwrap()
        };
        let whole = ask(0, 1_000).await;
        assert_eq!((whole.total, whole.hits.len()), (302, 302));
        let mut parts = Vec::new();
        for (skip, limit) in [(0, 17), (17, 60), (77, 60), (137, 60), (197, 60), (257, 60)] {
            let part = ask(skip, limit).await;
            assert_eq!(part.total, 302);
            parts.extend(part.hits);
        }
        assert_eq!(parts, whole.hits, "{sort:?}");
        assert!(ask(302, 60).await.hits.is_empty());
    }
}

#[tokio::test]
async fn a_search_shows_what_was_found_where() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    fill(&store).await;

    let result = search(&store, "strike", false).await;
    assert_eq!(
        titles(&result),
        ["Port strike ends after eleven days", "Bank holds rates"]
    );
    assert_eq!(result.total, 2);
    let first = &result.hits[0];
    let marked = |text: &str, marks: &[std::ops::Range<usize>]| -> Vec<String> {
        marks
            .iter()
            .map(|mark| text.get(mark.clone()).unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        marked(&first.headline.title, &first.title_marks),
        ["strike"]
    );
    assert_eq!(marked(&first.snippet, &first.snippet_marks), ["strike"]);
    let second = &result.hits[1];
    assert_eq!(marked(&second.snippet, &second.snippet_marks), ["Strikes"]);

    let cases: &[(&str, bool, usize)] = &[
        ("dock", true, 1),
        ("p", true, 1),
        ("\"central ba", true, 1),
        ("title:strike is:unread", false, 1),
        ("strike -bank", false, 1),
        ("wire", false, 3),
        ("lindqvist 月曜日", false, 1),
        ("folder:world strike newer:90min", false, 1),
        ("nothing", false, 0),
        ("is:unread", false, 3),
    ];
    for (text, is_typing, expected) in cases {
        let result = search(&store, text, *is_typing).await;
        assert_eq!(result.hits.len(), *expected, "{text}");
        assert_eq!(result.total, *expected as u64, "{text}");
    }
    store.close().await;
}

#[tokio::test]
async fn lists_counts_and_questions_ask_by_words_too() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    fill(&store).await;
    let mut request = PageRequest {
        query: read("strike", false),
        sort: Sort::Newest,
        after: None,
        limit: 1,
        now: NOW,
    };
    let page = store.page(request.clone()).await.unwrap();
    assert!(page.has_more);
    request.after = Some(page.rows[0].id);
    let page = store.page(request).await.unwrap();
    assert_eq!(page.rows[0].title, "Bank holds rates");
    assert!(!page.has_more);
    assert_eq!(store.count(read("strike", false), NOW).await.unwrap(), 2);

    let question = "What did the central bank hint at?".to_owned();
    let articles = store.relevant(question, None, 2).await.unwrap();
    assert_eq!(articles[0].headline.title, "Bank holds rates");
    store.close().await;
}

#[tokio::test]
async fn a_lost_index_is_made_again_when_the_store_is_opened() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let store = Store::open(&path, Settings::default()).unwrap();
    fill(&store).await;
    store.close().await;
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();

    let store = Store::open(&path, Settings::default()).unwrap();
    // Whatever the moment: an answer, not an error.
    search(&store, "strike", false).await;
    for _ in 0..600 {
        if search(&store, "strike", false).await.total == 2 {
            store.close().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the index was not made again");
}

#[tokio::test]
async fn a_story_that_changes_again_and_again_is_in_the_index_once_and_as_it_is_now() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("squelch.db");
    let store = Store::open(&path, Settings::default()).unwrap();
    fill(&store).await;
    let feed = store.overview(NOW).await.unwrap().feeds[0].id;
    // Once while the index has it, twice before the index is asked to take anything over.
    for text in ["Talks failed.", "Talks resumed.", "Dockers accepted."] {
        let title = "Port strike ends after eleven days";
        apply(&store, feed, vec![entry(1, title, text)]).await;
    }
    store.settle().await;
    assert_eq!(store.examine().await.unwrap().indexed, 3);
    for (text, expected) in [
        ("accepted", 1),
        ("failed", 0),
        ("resumed", 0),
        ("eleven", 1),
    ] {
        assert_eq!(search(&store, text, false).await.total, expected, "{text}");
    }
    // The same with an index that was closed meanwhile.
    store.close().await;
    drop(store);
    let store = Store::open(&path, Settings::default()).unwrap();
    apply(&store, feed, vec![entry(1, "Port open again", "Quiet.")]).await;
    store.settle().await;
    assert_eq!(store.examine().await.unwrap().indexed, 3);
    assert_eq!(search(&store, "accepted", false).await.total, 0);
    assert_eq!(search(&store, "quiet", false).await.total, 1);
    store.close().await;
}

#[tokio::test]
async fn stories_like_one_share_its_words_and_copies_of_it_come_last() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    let url = Url::parse("https://wire.example/feed").unwrap();
    let (feed, _) = store.add_feed(url, None, String::new(), NOW).await.unwrap();
    let strike = "Dockers at the port of Velmora return to work on Monday. Their union and the Harbour Authority signed \
        a pay deal on cranes, overtime and night crews.";
    let mut entries = vec![
        entry(1, "Port strike ends after eleven days", strike),
        entry(
            2,
            "Dockers go back to the cranes",
            &format!("{strike} Reporting by A. L."),
        ),
        entry(
            3,
            "Velmora pilots want what the dockers got",
            "After the dockers of the port, the pilots ask the Harbour Authority for a pay deal with overtime.",
        ),
        entry(
            4,
            "Bank holds rates",
            "The central bank hints at spring and waits for prices to fall.",
        ),
        entry(
            5,
            "A column",
            "Union dues in Velmora: the cranes of the Harbour Authority at night, seen from a port café.",
        ),
    ];
    for number in 10..60 {
        entries.push(entry(
            number,
            &format!("Filler {number}"),
            "Grain prices fall in a dry and windy week.",
        ));
    }
    apply(&store, feed, entries).await;
    wait_for_index(&store).await;
    let origin = search(&store, "title:eleven", false).await.hits[0]
        .headline
        .id;

    let found = store.similar(origin, 10).await.unwrap().unwrap();
    assert_eq!(
        titles(&found),
        [
            "Velmora pilots want what the dockers got",
            "A column",
            "Dockers go back to the cranes"
        ]
    );
    let hit = &found.hits[0];
    let marked: Vec<&str> = hit
        .title_marks
        .iter()
        .map(|mark| &hit.headline.title[mark.clone()])
        .collect();
    assert_eq!(marked, ["Velmora", "dockers"]);
    assert!(!hit.snippet_marks.is_empty());
    assert_eq!(
        store.similar(origin, 1).await.unwrap().unwrap().hits.len(),
        1
    );
    let nobody = squelch::domain::ArticleId::new(7);
    assert_eq!(store.similar(nobody, 10).await.unwrap(), None);
}

#[tokio::test]
async fn a_word_nobody_wrote_has_the_nearest_that_somebody_did() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    fill(&store).await;
    let cases = [
        ("strkie", false, Some("strike")),
        ("Dokcers", false, Some("dockers")),
        ("centrel", false, Some("central")),
        ("Åza", false, None),
        // Of a word of several parts the wrong one; a word of a feed's title, which is found as well.
        ("e-strkie", false, Some("e-strike")),
        ("l'strkie", true, Some("l'strike")),
        ("harbuor", false, Some("harbour")),
        ("harbo", true, None),
        // A word that is there, one that some word begins with, one too short, one far from all.
        ("port", false, None),
        ("cent", true, None),
        ("prt", false, None),
        ("xylophone", false, None),
        ("東京者", false, None),
        ("", false, None),
    ];
    for (word, is_prefix, expected) in cases {
        let found = store
            .spellings(vec![(word.to_owned(), is_prefix)])
            .await
            .unwrap();
        let found = found.first().map(|(_, meant)| meant.as_str());
        assert_eq!(found, expected, "{word}");
    }
}
