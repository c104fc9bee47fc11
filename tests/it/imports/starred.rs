//! Starred articles of readers on the web.

use super::cache::CACHE;
use super::{feed, one, row, rows};
use crate::sealed::Home;

#[test]
fn starred_articles_land_bookmarked_with_their_tags() {
    let home = Home::new();
    home.write(
        "freshrss.json",
        include_str!("../fixtures/starred/freshrss.json"),
    );
    home.write(
        "inoreader.json",
        include_str!("../fixtures/starred/inoreader.json"),
    );
    home.write(
        "oldreader.json",
        include_str!("../fixtures/starred/oldreader.json"),
    );
    let names = ["freshrss.json", "inoreader.json", "oldreader.json"];
    let ran = home.run(&["import", names[0], names[1], names[2]]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.out,
        "4 feeds added, 0 already there; 5 articles added, 0 already there; 1 left out; \
         `squelch refresh` fetches what is new\n"
    );
    assert_eq!(
        rows(&home, "is:bookmarked"),
        [
            row("Bank holds", false, true),
            row("Counted feeds", false, true),
            row("Escaped stream", false, true),
            row("Port strike ends & ships sail", false, true),
            row("Tides of the week", true, true),
        ]
    );
    assert_eq!(rows(&home, "tag:\"to quote\"").len(), 1);
    assert_eq!(rows(&home, "tag:Money title:bank").len(), 1);
    let feeds = home.run(&["feeds", "--json"]).json();
    assert_eq!(
        feed(&feeds, "http://127.0.0.1:8931/harbour.xml")["title"],
        "Harbour Wire"
    );
    assert_eq!(
        feed(&feeds, "https://ledger.example/feed?a=1&b=2")["title"],
        "Ledger & Co"
    );
    feed(&feeds, "https://third.example/rss?x=1");
    let strike = &home.run(&["list", "title:\"ships sail\"", "--json"]).json()[0];
    let shown = home
        .run(&["show", &strike["id"].to_string(), "--json"])
        .json()
        .remove(0);
    assert_eq!(shown["published"], 1_794_823_200, "{shown}");

    // Twice changes nothing; what newsboat knows of the same article is added to it.
    let archive = home.run(&["export", "json"]).out;
    let again = home.run(&["import", names[0], names[1], names[2], "--json"]);
    let again = one(&again);
    assert_eq!(
        (&again["articles"], &again["added"]),
        (&0.into(), &0.into())
    );
    assert_eq!(home.run(&["export", "json"]).out, archive);
    home.write("cache.db", CACHE);
    let cache = one(&home.run(&["import", "cache.db", "--json"]));
    assert_eq!(
        (&cache["articles"], &cache["articles_already"]),
        (&3.into(), &2.into())
    );
    assert_eq!(
        rows(&home, "tag:flag-s"),
        [row("Port strike ends & ships sail", false, true)]
    );
    let doctor = home.run(&["doctor", "--deep"]);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
}

#[test]
fn other_json_is_called_by_its_name() {
    let home = Home::new();
    for text in [
        "{\"items\": 3}",
        "[1]",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\",\"items\":[{\"id\":\"1\"}]}",
    ] {
        let ran = home.pipe(&["import", "-"], text.as_bytes());
        assert_eq!(ran.code, 1, "{text}");
        assert!(ran.err.contains("JSON"), "{}", ran.err);
    }
}
