//! The cache of newsboat: what was read, flagged and deleted, in files of any age and state.

use super::{one, row, rows};
use crate::sealed::Home;

/// A cache that newsboat 2.21 made: five articles of one feed and two of another, one read and flagged `Bs`, one deleted.
pub(super) const CACHE: &[u8] = include_bytes!("../fixtures/newsboat/cache.db");

const CACHE_URLS: &str = include_str!("../fixtures/newsboat/urls");

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
