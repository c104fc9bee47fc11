//! Subscriptions from the command line, against servers on loopback, with the real binary.

use std::process::Stdio;
use std::time::Duration;

use tokio::net::TcpListener;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::sealed::Home;

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>
<link>https://harbour.example/</link>
<item><guid>1</guid><title>Port strike ends</title><link>https://harbour.example/1</link></item>
<item><guid>2</guid><title>Ferry timetable</title><link>https://harbour.example/2</link></item>
</channel></rss>"#;

async fn serve(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/feed.xml"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn feed() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(FEED, "application/rss+xml")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_added_listed_refreshed_exported_and_removed() {
    let server = serve(feed()).await;
    let address = format!("{}/feed.xml", server.uri());
    let home = Home::new();

    let added = home.run(&["add", &address, "--folder", "Coast"]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(
        added.out.starts_with("added Harbour Wire ("),
        "{}",
        added.out
    );
    assert!(added.out.trim_end().ends_with("2 new"), "{}", added.out);
    let again = home.run(&["add", &address]);
    assert!(
        again.out.starts_with("already there: Harbour Wire"),
        "{}",
        again.out
    );

    let listed = home.run(&["feeds"]);
    assert!(listed.out.contains("fine, just now"), "{}", listed.out);
    let json = home.run(&["feeds", "--json"]).json();
    let wire = json
        .iter()
        .find(|feed| feed["title"] == "Harbour Wire")
        .unwrap();
    assert_eq!(
        (&wire["folder"], &wire["total"]),
        (&"Coast".into(), &2.into())
    );

    // Just fetched, it is not due; asked for by name it is fetched all the same.
    let quiet = home.run(&["refresh"]);
    assert_eq!(quiet.out.trim(), "0 fetched, 0 new, 0 updated, 0 failing");
    let asked = home.run(&["refresh", "Harbour Wire"]);
    assert_eq!(asked.out.trim(), "1 fetched, 0 new, 0 updated, 0 failing");

    let exported = home.run(&["export", "opml"]);
    assert!(
        exported.out.contains(&format!("xmlUrl=\"{address}\"")),
        "{}",
        exported.out
    );
    let other = Home::new();
    let file = other.write("sources.opml", &exported.out);
    let imported = other.run(&["import", file.to_str().unwrap()]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert!(
        imported.out.starts_with("1 feed added, 0 already there"),
        "{}",
        imported.out
    );

    assert_eq!(home.run(&["remove", "harbour"]).code, 0);
    let gone = home.run(&["remove", "harbour"]);
    assert_eq!(gone.code, 2);
    assert!(
        gone.err.contains("no feed is called `harbour`"),
        "{}",
        gone.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_fails_is_named_with_its_reason_and_costs_the_others_nothing() {
    let good = serve(feed()).await;
    let bad = serve(ResponseTemplate::new(500)).await;
    let page = serve(ResponseTemplate::new(200).set_body_raw(
        "<html><head><title>Harbour news</title></head><body>Hello</body></html>",
        "text/html",
    ))
    .await;
    let home = Home::new();
    let outlines: String = [&good, &bad, &page]
        .iter()
        .map(|server| {
            format!(
                "<outline type=\"rss\" xmlUrl=\"{}/feed.xml\"/>",
                server.uri()
            )
        })
        .collect();
    let file = home.write(
        "in.opml",
        format!("<opml version=\"2.0\"><body>{outlines}</body></opml>"),
    );
    assert!(
        home.run(&["import", file.to_str().unwrap()])
            .out
            .starts_with("3 feeds added")
    );
    let refreshed = home.run(&["refresh"]);
    assert_eq!(refreshed.code, 1);
    assert_eq!(
        refreshed.out.trim(),
        "3 fetched, 2 new, 0 updated, 2 failing"
    );
    assert!(refreshed.err.contains("500"), "{}", refreshed.err);
    assert!(refreshed.err.contains("Harbour news"), "{}", refreshed.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_refresh_had_leased_is_free_at_once_and_what_a_living_one_has_is_not() {
    // Takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let home = Home::new();
    let file = home.write(
        "in.opml",
        format!(
            "<opml version=\"2.0\"><body><outline type=\"rss\" xmlUrl=\"http://127.0.0.1:{port}/feed.xml\"/></body></opml>"
        ),
    );
    assert_eq!(home.run(&["import", file.to_str().unwrap()]).code, 0);
    let begin = || {
        home.command()
            .arg("refresh")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut first = begin();
    let hold = tokio::time::timeout(Duration::from_secs(20), silent.accept())
        .await
        .unwrap();

    // A second one leaves the feed to the first.
    let beside = home.run(&["refresh", "--force"]);
    assert_eq!(beside.out.trim(), "0 fetched, 0 new, 0 updated, 0 failing");

    first.kill().unwrap();
    first.wait().unwrap();
    drop(hold);
    let mut second = begin();
    let asked = tokio::time::timeout(Duration::from_secs(20), silent.accept()).await;
    second.kill().unwrap();
    second.wait().unwrap();
    assert!(asked.is_ok(), "the feed stayed leased to a dead process");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feeds_behind_a_page_are_printed_the_main_one_first() {
    let page = r#"<html><head><title>Harbour</title>
        <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed.xml">
        <link rel="alternate" type="application/rss+xml" title="Stories" href="/feed.xml">
        </head><body></body></html>"#;
    let server = serve(feed()).await;
    for (place, body, kind) in [
        ("/", page, "text/html"),
        ("/comments/feed.xml", FEED, "application/rss+xml"),
    ] {
        Mock::given(path(place))
            .respond_with(ResponseTemplate::new(200).set_body_raw(body, kind))
            .mount(&server)
            .await;
    }
    let home = Home::new();
    let found = home.run(&["discover", &server.uri(), "--json"]);
    assert_eq!(found.code, 0, "{}", found.err);
    let feeds = found.json();
    assert_eq!(feeds.len(), 2, "{}", found.out);
    assert_eq!(feeds[0]["url"], format!("{}/feed.xml", server.uri()));
    assert_eq!(
        (&feeds[0]["title"], &feeds[0]["entries"]),
        (&"Harbour Wire".into(), &2.into())
    );

    let file = home.write("page.html", page);
    let file = file.to_str().unwrap();
    let named = home.run(&["discover", file, "--base", "https://harbour.example/"]);
    assert_eq!(
        named.out,
        "https://harbour.example/feed.xml\tStories\n\
         https://harbour.example/comments/feed.xml\tComments\n"
    );
    let offline = home.run(&["discover", &server.uri(), "--offline"]);
    assert_eq!(offline.code, 2, "{}", offline.out);
    let none = home.write("none.html", "<p>Nothing here</p>");
    let none = home.run(&["discover", none.to_str().unwrap()]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("names no feed"), "{}", none.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_feed_changed_in_an_article_is_printed_word_by_word() {
    let described = |words: &str| {
        let item = format!("<guid>1</guid><description>{words}</description>");
        let body = FEED.replace("<guid>1</guid>", &item);
        ResponseTemplate::new(200).set_body_raw(body, "application/rss+xml")
    };
    let server = serve(described("Base pay rises by 9 per cent.")).await;
    let home = Home::new();
    let address = format!("{}/feed.xml", server.uri());
    assert_eq!(home.run(&["add", &address]).code, 0);
    let list = home.run(&["list", "Port strike ends", "--json"]).json();
    let id = list[0]["id"].to_string();
    let ran = home.run(&["show", &id, "--versions"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);

    server.reset().await;
    Mock::given(method("GET"))
        .and(path("/feed.xml"))
        .respond_with(described("Base pay rises by 11 per cent."))
        .mount(&server)
        .await;
    assert_eq!(home.run(&["refresh", "--force"]).code, 0);
    let ran = home.run(&["show", &id, "--versions"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("words added: 1, removed: 1"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("rises by [-9-]{+11+} per cent"),
        "{}",
        ran.out
    );
    let json = home.run(&["show", &id, "--versions", "--json"]).json();
    assert_eq!(json.len(), 1);
    assert_eq!(json[0]["added"], 1);
    assert_eq!(
        json[0]["text"][1],
        serde_json::json!({ "edit": "removed", "text": "9" })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_like_one_are_printed_as_a_search_prints_them() {
    let story = |number: usize, title: &str, text: &str| {
        format!(
            "<item><guid>{number}</guid><title>{title}</title><description>{text}</description></item>"
        )
    };
    let items = [
        story(
            1,
            "Dockers sign",
            "Dockers of Velmora signed a pay deal with the Harbour Authority on cranes and overtime.",
        ),
        story(
            2,
            "Pilots ask for more",
            "Pilots of Velmora want a pay deal with overtime from the Harbour Authority.",
        ),
        story(3, "Grain falls", "Prices of grain fall for a third week."),
    ]
    .concat();
    let body = format!("<rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>");
    let server = serve(ResponseTemplate::new(200).set_body_raw(body, "application/rss+xml")).await;
    let home = Home::new();
    let added = home.run(&["add", &format!("{}/feed.xml", server.uri())]);
    assert_eq!(added.code, 0, "{}", added.err);
    let id = home.run(&["search", "title:dockers", "--json"]).json()[0]["id"].to_string();

    let like = home.run(&["search", "--like", &id, "--json"]);
    assert_eq!(like.code, 0, "{}", like.err);
    let like = like.json();
    assert_eq!(like[0]["title"], "Pilots ask for more");
    assert!(
        like[0]["marks"]
            .as_array()
            .is_some_and(|marks| !marks.is_empty())
    );
    assert!(like.iter().all(|hit| hit["title"] != "Dockers sign"));
    assert_eq!(home.run(&["search", "--like", "7"]).code, 1);
    assert_eq!(home.run(&["search", "--like", "seven"]).code, 2);
    assert_eq!(home.run(&["search", "--like", &id, "port"]).code, 2);
    assert_eq!(home.run(&["search"]).code, 2);
}
