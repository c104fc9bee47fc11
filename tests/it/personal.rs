//! What a person sets for one feed or host, as servers on loopback see it.

use squelch::domain::{Scope, Secret, Timestamp};
use squelch::fetch::{FetchReply, FetchRequest, FetchResult, FetchSettings, Fetcher, Personal};
use squelch::net::{Route, Via};
use url::Url;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::sealed::Home;

const NOW: Timestamp = Timestamp::from_seconds(1_795_305_600);
const FEED: &str = "<rss version=\"2.0\"><channel><title>Harbour Wire</title><item><guid>1</guid>\
    <title>Port strike ends</title></item></channel></rss>";

fn plain(text: &str) -> Secret {
    text.parse().unwrap()
}

fn personal(scope: &str) -> Personal {
    Personal {
        scope: scope.parse::<Scope>().unwrap(),
        user_agent: None,
        headers: Vec::new(),
        cookies: Vec::new(),
        user: None,
        password: None,
        route: Route::default(),
    }
}

async fn fetch(personal: Personal, address: &str) -> FetchReply {
    let fetcher = Fetcher::new(&FetchSettings {
        personal: vec![personal],
        ..FetchSettings::default()
    })
    .unwrap();
    fetcher
        .fetch(FetchRequest::whole(Url::parse(address).unwrap()), NOW)
        .await
}

/// Everything that names the person.
fn known() -> Personal {
    Personal {
        user_agent: Some("harbour/2".to_owned()),
        headers: vec![("X-Key".to_owned(), plain("abc"))],
        cookies: vec![
            ("session".to_owned(), plain("one")),
            ("theme".to_owned(), plain("two")),
        ],
        user: Some("me".to_owned()),
        password: Some(plain("word")),
        ..personal("127.0.0.1")
    }
}

fn sent<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers
        .get(name)
        .map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_server_is_told_what_was_set_for_it() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_string(FEED))
        .mount(&server)
        .await;
    fetch(known(), &server.uri()).await;
    let request = &server.received_requests().await.unwrap()[0];
    assert_eq!(sent(request, "user-agent"), Some("harbour/2"));
    assert_eq!(sent(request, "x-key"), Some("abc"));
    assert_eq!(sent(request, "cookie"), Some("session=one; theme=two"));
    assert_eq!(sent(request, "authorization"), Some("Basic bWU6d29yZA=="));
}

#[tokio::test]
async fn secrets_follow_no_redirect_to_another_server() {
    let (first, second) = (MockServer::start().await, MockServer::start().await);
    let hops = [
        ("/a", "/b".to_owned()),
        ("/b", format!("{}/c", second.uri())),
    ];
    for (from, to) in hops {
        Mock::given(path(from))
            .respond_with(ResponseTemplate::new(302).insert_header("location", to.as_str()))
            .mount(&first)
            .await;
    }
    Mock::given(path("/c"))
        .respond_with(
            ResponseTemplate::new(302).insert_header("location", format!("{}/d", first.uri())),
        )
        .mount(&second)
        .await;
    Mock::given(path("/d"))
        .respond_with(ResponseTemplate::new(200).set_body_string(FEED))
        .mount(&first)
        .await;
    let reply = fetch(known(), &format!("{}/a", first.uri())).await;
    assert!(
        matches!(reply.result, FetchResult::Body { .. }),
        "{reply:?}"
    );
    for request in first.received_requests().await.unwrap() {
        assert_eq!(sent(&request, "x-key"), Some("abc"), "{}", request.url);
    }
    let stranger = &second.received_requests().await.unwrap()[0];
    assert_eq!(sent(stranger, "user-agent"), Some("harbour/2"));
    for name in ["x-key", "cookie", "authorization"] {
        assert_eq!(sent(stranger, name), None, "{name}");
    }
}

#[tokio::test]
async fn another_feed_is_told_nothing() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let other = Personal {
        scope: format!("{}/mine", server.uri()).parse().unwrap(),
        ..known()
    };
    fetch(other, &format!("{}/yours", server.uri())).await;
    let request = &server.received_requests().await.unwrap()[0];
    assert_eq!(sent(request, "authorization"), None);
    assert_ne!(sent(request, "user-agent"), Some("harbour/2"));
}

#[tokio::test]
async fn a_proxy_of_ones_own_is_asked_for_the_feed() {
    let proxy = MockServer::start().await;
    Mock::given(header("host", "feed.invalid"))
        .respond_with(ResponseTemplate::new(200).set_body_string(FEED))
        .expect(1)
        .mount(&proxy)
        .await;
    let through = Personal {
        route: Route {
            proxy: Via::Proxy(Url::parse(&proxy.uri()).unwrap()),
            ..Route::default()
        },
        ..personal("feed.invalid")
    };
    let reply = fetch(through, "http://feed.invalid/rss").await;
    assert!(
        matches!(reply.result, FetchResult::Body { .. }),
        "{reply:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_config_file_names_a_feed_unlocks_it_and_keeps_the_secret() {
    let server = MockServer::start().await;
    Mock::given(header("authorization", "Basic bWU6aHVudGVyMg=="))
        .respond_with(ResponseTemplate::new(200).set_body_raw(FEED, "application/rss+xml"))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    let address = format!("{}/feed.xml", server.uri());
    let home = Home::new();
    let locked = home.run(&["add", &address]);
    assert!(
        locked.err.contains("401: the site asks for a user name"),
        "{}",
        locked.err
    );

    let secret = home.write("secret", "hunter2\n");
    let settings = |password: &str| {
        format!(
            "[[feeds]]\naddress = \"{address}\"\ntitle = \"Mine\"\nfolder = \"Coast\"\ninterval = 90\nuser = \"me\"\n\
             password = \"{password}\"\n"
        )
    };
    std::fs::write(
        home.config(),
        settings(&format!("file:{}", secret.display())),
    )
    .unwrap();
    let added = home.run(&["add", &address, "--verbose"]);
    assert_eq!(added.code, 0, "{}", added.err);
    let listed = home.run(&["feeds", "--json"]).json();
    let feed = listed
        .iter()
        .find(|feed| feed["url"] == address.as_str())
        .unwrap();
    assert_eq!(
        (&feed["title"], &feed["folder"]),
        (&"Mine".into(), &"Coast".into())
    );
    let wait = feed["next_fetch"].as_str().unwrap();
    let wait = wait.parse::<jiff::Timestamp>().unwrap().as_second()
        - feed["last_success"]
            .as_str()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_second();
    assert!((90 * 60..=99 * 60 + 5).contains(&wait), "{wait} s");

    let shown = home.run(&["config", "show"]);
    assert!(shown.out.contains("password = \"file:"), "{}", shown.out);
    for ran in [&added, &shown] {
        assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"));
    }

    std::fs::write(home.config(), settings("env:NOT_SET_HERE")).unwrap();
    let lost = home.run(&["refresh", "Mine"]);
    assert_eq!(lost.code, 1);
    assert!(
        lost.err
            .contains("cannot get the password from `env:NOT_SET_HERE`: it is not set"),
        "{}",
        lost.err
    );
}
