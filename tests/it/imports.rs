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
