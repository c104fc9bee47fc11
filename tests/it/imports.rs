//! Lists and caches of other readers, taken in by the real program.

use serde_json::Value;

use crate::sealed::{Home, Ran};

/// A list as a person of many years with newsboat has it.
const URLS: &str = r#"# subscriptions
https://lang.example/feed.xml tech "~Lang \"Weekly\"" daily
https://world.example/rss news daily   # the paper
http://quiet.example/atom.xml "!hidden"
"https://spaced.example/feed?a=1&b=2" "long reads"

exec:~/bin/scrape.sh tech "~Scraped"
"filter:~/bin/clean.py:https://noisy.example/feed" news
file:///home/me/local.xml
"query:Unread Articles:unread = \"yes\""
"query:Strikes:( title =~ \"strike\" or content =~ \"port strike|lockout\" ) and age <= 6 and author !~ \"Bot\""
"query:Daily:tags # \"daily\""
"query:Flagged:flags # \"s\""
"query:Links:link =~ \"github\""
"query:Broken:title =~"
"#;

fn one(ran: &Ran) -> Value {
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.json().remove(0)
}

fn feed<'a>(feeds: &'a [Value], url: &str) -> &'a Value {
    feeds.iter().find(|feed| feed["url"] == url).unwrap()
}

#[test]
fn newsboats_list_comes_in_whole() {
    let home = Home::new();
    home.write("urls", URLS);
    let ran = home.run(&["import", "urls"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.out,
        "6 feeds added, 0 already there; 5 saved searches added; 3 left out; `squelch refresh` fetches what is new\n"
    );
    for said in [
        "line 7: `exec:~/bin/scrape.sh` is kept and rests: newsboat made it with a program",
        "line 8: `filter:~/bin/clean.py:https://noisy.example/feed` is kept and rests",
        "line 9: left out `file:///home/me/local.xml`: only http and https",
        "line 11: the query feed `Strikes` is the saved search \
         `(title:strike* OR \"port strike*\" OR lockout*) newer:1w -author:Bot*`",
        "line 14: left out the query feed `Links`: `link` cannot be asked for like this",
        "line 15: left out the query feed `Broken`: a value is expected",
        "newsboat does not list http://quiet.example/atom.xml",
    ] {
        assert!(ran.err.contains(said), "{said}\nnot in\n{}", ran.err);
    }
    let feeds = home.run(&["feeds", "--json"]).json();
    let lang = feed(&feeds, "https://lang.example/feed.xml");
    assert_eq!(
        (&lang["title"], &lang["folder"]),
        (&"Lang \"Weekly\"".into(), &"tech".into())
    );
    assert_eq!(
        feed(&feeds, "http://quiet.example/atom.xml")["folder"],
        "Hidden"
    );
    assert_eq!(
        feed(&feeds, "https://spaced.example/feed?a=1&b=2")["folder"],
        "long reads"
    );
    let scraped = feed(&feeds, "exec:~/bin/scrape.sh");
    assert_eq!(
        (&scraped["title"], &scraped["health"]["state"]),
        (&"Scraped".into(), &"paused".into())
    );

    // What was translated is a query here, and means something.
    for query in [
        "is:unread",
        "(title:strike* OR \"port strike*\" OR lockout*) newer:1w -author:Bot*",
    ] {
        let ran = home.run(&["list", query]);
        assert!(ran.code <= 1, "{query}: {}", ran.err);
    }
    let archive = home.run(&["export", "json"]).out;
    let daily = archive
        .lines()
        .find(|line| line.contains("\"name\":\"daily\""))
        .unwrap();
    assert!(
        daily.contains("feed:lang.example/feed.xml OR feed:world.example/rss"),
        "{daily}"
    );

    // A second time nothing changes, from standard input as well.
    let before = home.run(&["export", "opml"]);
    assert!(
        !before.out.contains("exec:") && before.err.contains("left out: 2 made by programs"),
        "{}",
        before.err
    );
    let again = one(&home.pipe(&["import", "-", "--json"], URLS.as_bytes()));
    assert_eq!(
        (&again["added"], &again["already"], &again["searches"]),
        (&0.into(), &6.into(), &0.into())
    );
    assert_eq!(home.run(&["export", "opml"]).out, before.out);
}

#[test]
fn programs_of_newsboat_are_never_run() {
    let home = Home::new();
    let trap = home.path().join("ran");
    let script = home.write("trap.sh", format!("#!/bin/sh\ntouch {}\n", trap.display()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let line = format!("exec:{} \"~Trap\"\n", script.display());
    let ran = home.pipe(&["import", "-"], line.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    for arguments in [["refresh", "--force"], ["refresh", "Trap"]] {
        assert_eq!(
            home.run(&arguments).out.trim(),
            "0 fetched, 0 new, 0 updated, 0 failing"
        );
    }
    assert!(!trap.exists());
}

#[test]
fn a_saved_search_of_the_same_name_stays() {
    let home = Home::new();
    home.pipe(&["import", "-"], b"\"query:Mine:unread = \\\"yes\\\"\"\n");
    let other = home.pipe(&["import", "-"], b"\"query:Mine:age < 2\"\n");
    assert!(
        other
            .err
            .contains("there is a saved search `Mine` already, for `is:unread`; it stays"),
        "{}",
        other.err
    );
    let archive = home.run(&["export", "json"]).out;
    assert!(archive.contains("\"query\":\"is:unread\"") && !archive.contains("newer:2d"));
}

#[test]
fn files_that_are_nothing_to_import_are_called_by_their_name() {
    let home = Home::new();
    for (content, sentence) in [
        (&b""[..], "it is empty"),
        (
            b"<rss version=\"2.0\"><channel/></rss>",
            "it is a feed; subscribe to it with `squelch add`",
        ),
        (b"Dear all,\nhow are you?\n", "it is plain text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "it is a binary file"),
    ] {
        let ran = home.pipe(&["import", "-"], content);
        assert_eq!(ran.code, 1, "{sentence}");
        assert!(ran.err.contains(sentence), "{}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    let absent = home.run(&["import", "absent.opml"]);
    assert_eq!(absent.code, 1);
    assert!(
        absent.err.contains("cannot read absent.opml"),
        "{}",
        absent.err
    );
    assert_eq!(home.run(&["import"]).code, 2);
}

/// A cache that newsboat 2.21 made: five articles of one feed and two of another, one read and flagged `Bs`, one deleted.
const CACHE: &[u8] = include_bytes!("fixtures/newsboat/cache.db");
const CACHE_URLS: &str = include_str!("fixtures/newsboat/urls");

/// Title, whether unread and whether bookmarked of the articles of a query, sorted.
fn rows(home: &Home, query: &str) -> Vec<(String, bool, bool)> {
    let mut rows: Vec<_> = home
        .run(&["list", query, "--json", "--limit", "1000"])
        .json()
        .iter()
        .map(|row| {
            (
                row["title"].as_str().unwrap().to_owned(),
                row["unread"].as_bool().unwrap(),
                row["bookmarked"].as_bool().unwrap(),
            )
        })
        .collect();
    rows.sort();
    rows
}

fn row(title: &str, is_unread: bool, is_bookmarked: bool) -> (String, bool, bool) {
    (title.to_owned(), is_unread, is_bookmarked)
}

fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(Result::unwrap)
        .filter(|file| file.path().is_file())
        .map(|file| {
            (
                file.file_name().to_string_lossy().into_owned(),
                std::fs::read(file.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

#[test]
fn newsboats_cache_comes_with_what_was_read_flagged_and_deleted() {
    let home = Home::new();
    let folder = home.path().join("newsboat");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("cache.db"), CACHE).unwrap();
    std::fs::write(folder.join("urls"), CACHE_URLS).unwrap();
    let before = files(&folder);
    // The cache first: lists are read before it all the same.
    let ran = home.run(&["import", "newsboat/cache.db", "newsboat/urls"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.out,
        "2 feeds added, 0 already there; 6 articles added, 0 already there; `squelch refresh` fetches what is new\n"
    );
    assert!(
        ran.err
            .contains("1 articles deleted in newsboat will not come back here"),
        "{}",
        ran.err
    );
    assert_eq!(
        files(&folder),
        before,
        "the cache was written to, or beside"
    );
    assert_eq!(
        rows(&home, "feed:127.0.0.1"),
        [
            row("Bank holds", true, false),
            row("Episode 5", true, false),
            row("No guid here", true, false),
            row("Port strike ends & ships sail", false, true),
            row("Tides of the week", true, false),
            row("Unwanted advert", true, false),
        ]
    );
    let strike = &home
        .run(&["list", "tag:flag-B tag:flag-s", "--json"])
        .json()[0];
    let shown = home
        .run(&["show", &strike["id"].to_string(), "--json"])
        .json()
        .remove(0);
    assert_eq!(
        (&shown["author"], &shown["link"], &shown["source"]),
        (
            &"A. Lindqvist".into(),
            &"https://harbour.example/strike".into(),
            &"Harbour".into()
        )
    );
    assert!(
        shown["html"]
            .as_str()
            .unwrap()
            .contains("https://harbour.example/about"),
        "{shown}"
    );
    assert_eq!(
        rows(&home, "has:audio feed:harbour"),
        [row("Episode 5", true, false)]
    );
    assert_eq!(rows(&home, "noon").len(), 1, "found by its text");

    // Again, read-only and through a pipe, and nothing changes.
    let archive = home.run(&["export", "json"]).out;
    std::fs::set_permissions(folder.join("cache.db"), {
        let mut mode = std::fs::metadata(folder.join("cache.db"))
            .unwrap()
            .permissions();
        mode.set_readonly(true);
        mode
    })
    .unwrap();
    for again in [
        home.run(&["import", "newsboat/cache.db", "--json"]),
        home.pipe(&["import", "-", "--json"], CACHE),
    ] {
        let again = one(&again);
        assert_eq!(
            (&again["articles"], &again["articles_already"]),
            (&0.into(), &7.into())
        );
    }
    assert_eq!(home.run(&["export", "json"]).out, archive);
    let doctor = home.run(&["doctor", "--deep"]);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_from_the_cache_is_known_when_the_feed_is_fetched() {
    use wiremock::matchers::path;
    use wiremock::{Mock, MockServer, ResponseTemplate};
    let server = MockServer::start().await;
    let item = |title: &str, link: &str, rest: &str| {
        format!(
            "<item><title>{title}</title><link>https://harbour.example/{link}</link>{rest}</item>"
        )
    };
    let document = format!(
        "<rss version=\"2.0\"><channel><title>Harbour Wire</title>{}{}{}{}{}</channel></rss>",
        item(
            "Port strike ends &amp;amp; ships sail",
            "strike",
            "<guid isPermaLink=\"false\">h-1</guid>"
        ),
        item(
            "Tides of the week",
            "tides",
            "<guid>https://harbour.example/tides</guid>"
        ),
        item(
            "No guid here",
            "noguid",
            "<pubDate>Sat, 14 Nov 2026 10:00:00 GMT</pubDate>"
        ),
        item(
            "Unwanted advert",
            "advert",
            "<guid isPermaLink=\"false\">h-4</guid>"
        ),
        item("Deleted, without a guid", "gone", ""),
    );
    Mock::given(path("/harbour.xml"))
        .respond_with(ResponseTemplate::new(200).set_body_raw(document, "application/rss+xml"))
        .mount(&server)
        .await;
    let address = format!("{}/harbour.xml", server.uri());
    let home = Home::new();
    let cache = home.write("cache.db", CACHE);
    let database = rusqlite::Connection::open(&cache).unwrap();
    database
        .execute_batch(&format!(
            "UPDATE rss_item SET feedurl = '{address}' WHERE feedurl LIKE '%harbour.xml';
             UPDATE rss_item SET deleted = 1 WHERE guid = 'h-4';
             INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, deleted)
             VALUES ('https://harbour.example/gone', 'Deleted, without a guid', '', 'https://harbour.example/gone',
                     '{address}', 1794650400, '', 0, 1);"
        ))
        .unwrap();
    drop(database);
    home.write("urls", format!("{address}\n"));
    let ran = home.run(&["import", "urls", "cache.db"]);
    assert!(
        ran.err.contains("left out 2 articles of 1 feeds that are not subscribed to (http://127.0.0.1:8931/ledger.xml)"),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("4 articles added"), "{}", ran.out);
    let fetched = home.run(&["refresh"]);
    assert_eq!(fetched.code, 0, "{}", fetched.err);
    assert!(
        fetched.out.starts_with("1 fetched, 0 new"),
        "{}",
        fetched.out
    );
    assert_eq!(
        rows(&home, "feed:harbour"),
        [
            row("Episode 5", true, false),
            row("No guid here", true, false),
            row("Port strike ends & ships sail", false, true),
            row("Tides of the week", true, false),
        ]
    );
}

#[test]
fn caches_of_older_and_newer_newsboats_are_read_by_the_columns_they_have() {
    for change in [
        // As of 2.0: neither flags nor deleted nor a base.
        "ALTER TABLE rss_item DROP COLUMN flags; DROP INDEX idx_deleted; ALTER TABLE rss_item DROP COLUMN deleted;
         ALTER TABLE rss_item DROP COLUMN base; ALTER TABLE rss_item DROP COLUMN enclosure_type; DROP TABLE rss_feed;",
        // As of 2.40: what kind of text it is, and more of files.
        "ALTER TABLE rss_item ADD COLUMN content_mime_type VARCHAR(255) NOT NULL DEFAULT 'text/plain';
         ALTER TABLE rss_item ADD COLUMN enclosure_description VARCHAR(1024) NOT NULL DEFAULT '';",
        // Dates, marks and texts that are none.
        "UPDATE rss_item SET pubDate = 'never', unread = 'yes', title = x'ff41' WHERE guid = 'h-1';",
    ] {
        let home = Home::new();
        let cache = home.write("cache.db", CACHE);
        rusqlite::Connection::open(&cache).unwrap().execute_batch(change).unwrap();
        home.write("urls", CACHE_URLS);
        let ran = one(&home.run(&["import", "urls", "cache.db", "--json"]));
        assert!(ran["articles"].as_u64().unwrap() >= 6, "{change}: {ran}");
        let tides = &home.run(&["list", "title:\"tides of the week\"", "--json"]).json()[0];
        assert!(home.run(&["show", &tides["id"].to_string()]).out.contains("High water at noon."));
    }
}

#[test]
fn a_cache_that_is_being_written_is_read_as_of_its_last_change() {
    let home = Home::new();
    let cache = home.write("cache.db", CACHE);
    home.write("urls", CACHE_URLS);
    // A log beside the file: changes that are not in it yet.
    let writer = rusqlite::Connection::open(&cache).unwrap();
    writer.pragma_update(None, "journal_mode", "WAL").unwrap();
    writer
        .execute(
            "UPDATE rss_item SET title = 'Changed in the log' WHERE guid = 'h-4'",
            [],
        )
        .unwrap();
    let before = files(home.path());
    let ran = one(&home.run(&["import", "urls", "cache.db", "--json"]));
    assert_eq!(ran["articles"], 6);
    let after: Vec<_> = files(home.path())
        .into_iter()
        .filter(|(name, _)| name.starts_with("cache"))
        .collect();
    assert_eq!(
        after,
        before
            .into_iter()
            .filter(|(name, _)| name.starts_with("cache"))
            .collect::<Vec<_>>()
    );
    assert_eq!(rows(&home, "changed log").len(), 1);
    drop(writer);
}

#[test]
fn a_damaged_cache_gives_what_can_be_read_and_says_so() {
    let home = Home::new();
    home.write("urls", CACHE_URLS);
    let mut broken = CACHE.to_vec();
    broken.truncate(20_000);
    home.write("cut.db", &broken);
    let ran = home.run(&["import", "urls", "cut.db"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("the cache cannot be read: "),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    assert_eq!(home.run(&["doctor", "--deep"]).code, 0);
    // Databases of other programs are no caches.
    let other = home.path().join("other.db");
    rusqlite::Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let ran = home.run(&["import", "other.db"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .contains("not a cache of newsboat: it is a database of another program"),
        "{}",
        ran.err
    );
    let ran = home.run(&["import", "data/squelch.db"]);
    assert!(
        ran.err
            .contains("it is a store of squelch; `squelch restore` puts it back"),
        "{}",
        ran.err
    );
}

#[test]
fn starred_articles_land_bookmarked_with_their_tags() {
    let home = Home::new();
    home.write(
        "freshrss.json",
        include_str!("fixtures/starred/freshrss.json"),
    );
    home.write(
        "inoreader.json",
        include_str!("fixtures/starred/inoreader.json"),
    );
    home.write(
        "oldreader.json",
        include_str!("fixtures/starred/oldreader.json"),
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

#[test]
fn a_list_goes_in_and_out_and_in_and_out_again_the_same() {
    let home = Home::new();
    let text = "<OPML xmlns:frss=\"https://freshrss.org/opml\"><outline title=\"Ünder/World\" TEXT=\"Ünder/World\" isOpen=\"false\">\
        <OUTLINE xmlurl=\"https://b.example/feed?x=1&y=2\" text=\"B &amp; C &nosuch;\" htmlUrl=\"https://b.example/\" \
        description=\"all of it\" frss:priority=\"main\"/><outline xmlUrl=\"|touch ran\" text=\"x\"/>\
        <outline xmlUrl=\"file:///etc/passwd\"/></outline><outline type=\"atom\" xmlUrl=\"https://a.example/feed\" category=\"/Flat\"/>\
        <outline xmlUrl=\"exec:touch ran\"/>";
    // As the byte order mark says, in UTF-16.
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let ran = home.pipe(&["import", "-"], &bytes);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out
            .starts_with("2 feeds added, 0 already there; 3 left out"),
        "{}",
        ran.out
    );
    for refused in ["|touch ran", "file:///etc/passwd", "exec:touch ran"] {
        assert!(
            ran.err.contains(&format!("left out `{refused}`")),
            "{}",
            ran.err
        );
    }
    let exported = home.run(&["export", "opml"]).out;
    for said in [
        "xmlns:frss=\"https://freshrss.org/opml\"",
        "<outline text=\"World\" title=\"World\" isOpen=\"false\">",
        "description=\"all of it\" frss:priority=\"main\"",
        "type=\"atom\" text=\"a.example/feed\"",
        "category=\"/Flat\"",
        "htmlUrl=\"https://b.example/\"",
    ] {
        assert!(exported.contains(said), "{said}\nnot in\n{exported}");
    }
    // The archive holds all of it too, and gives it back.
    let archive = home.run(&["export", "json"]).out;
    let restored = Home::new();
    assert_eq!(restored.pipe(&["import", "-"], archive.as_bytes()).code, 0);
    assert_eq!(restored.run(&["export", "opml"]).out, exported);
    let outlines = |archive: &str| -> Vec<String> {
        archive
            .lines()
            .filter(|line| line.starts_with("{\"outline\""))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(outlines(&archive).len(), 4, "{archive}");
    let again = restored.run(&["export", "json"]).out;
    assert_eq!(outlines(&again), outlines(&archive));
    let mut former = exported;
    for _ in 0..2 {
        let other = Home::new();
        assert_eq!(other.pipe(&["import", "-"], former.as_bytes()).code, 0);
        let now = other.run(&["export", "opml"]).out;
        assert_eq!(now, former);
        // A second time in the same place as well.
        other.pipe(&["import", "-"], former.as_bytes());
        assert_eq!(other.run(&["export", "opml"]).out, now);
        former = now;
    }
    assert!(!home.path().join("ran").exists());
}
