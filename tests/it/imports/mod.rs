//! Lists and caches of other readers, taken in by the real program.

mod cache;
mod starred;

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
