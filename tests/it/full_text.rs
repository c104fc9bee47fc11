//! The full text of stories, from pages on loopback: command line and settings, in a sealed home.

use squelch::domain::{Article, ArticleId};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::sealed::Home;

const PARAGRAPHS: &str = "<p>The harbour board of Varrow met behind closed doors on Tuesday, for the third time this \
    month, and left after midnight without a word to those who waited outside.</p>\
    <p>What they decided became known the next morning, when crane drivers found a letter at the gate: the zeppelin \
    mast on the east quay is to come down before winter, and the quay with it.</p>\
    <p>Ana Lindqvist, who speaks for the drivers, called the letter an insult, and asked for a meeting of all who work \
    on the quay, which the board granted within the hour.</p>";

struct Case {
    home: Home,
    server: MockServer,
}

impl Case {
    /// A feed with three stories: one with a whole page, one whose page is a wall, one whose page is on another host.
    async fn new(settings: &str) -> Self {
        let server = MockServer::start().await;
        let site = server.uri();
        let elsewhere = site.replace("127.0.0.1", "localhost");
        let item = |name: &str, link: String| {
            format!(
                "<item><guid>{name}</guid><title>{name}</title><link>{link}</link>\
                 <description>The harbour board met on Tuesday behind closed doors.</description></item>"
            )
        };
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Harbour Wire</title>{}{}{}</channel></rss>",
            item("whole", format!("{site}/whole")),
            item("wall", format!("{site}/wall")),
            item("inside", format!("{elsewhere}/whole")),
        );
        let page = |body: &str| {
            format!(
                "<!DOCTYPE html><html><head><title>Harbour Wire</title></head><body><nav><a href=\"/\">Home</a>\
                 <a href=\"/sport\">Sport</a></nav><article><h1>Mast</h1>{body}<img src=\"/quay.jpg\" alt=\"The \
                 quay\"></article><footer>All rights reserved</footer></body></html>"
            )
        };
        for (place, body, kind) in [
            ("/feed", feed, "application/rss+xml"),
            ("/whole", page(PARAGRAPHS), "text/html"),
            ("/wall", page("<p>Subscribe.</p>"), "text/html"),
        ] {
            Mock::given(path(place))
                .respond_with(ResponseTemplate::new(200).set_body_raw(body, kind))
                .mount(&server)
                .await;
        }
        let home = Home::new();
        home.write("config.toml", settings);
        let case = Self { home, server };
        let added = case.run(&["add", &format!("{}/feed", case.server.uri())]);
        assert!(added.contains("Harbour Wire"), "{added}");
        case
    }

    /// Runs the program beside the server, and returns what it printed.
    fn run(&self, arguments: &[&str]) -> String {
        let ran = tokio::task::block_in_place(|| self.home.run(arguments));
        format!("{}{}", ran.out, ran.err)
    }

    fn story(&self, title: &str) -> serde_json::Value {
        let found = self.run(&["--json", "list", &format!("title:{title}")]);
        let line: serde_json::Value = serde_json::from_str(found.lines().next().unwrap()).unwrap();
        let id = line["id"].as_i64().map_or_else(
            || line["id"].as_str().unwrap().to_owned(),
            |id| id.to_string(),
        );
        serde_json::from_str(&self.run(&["--json", "show", &id])).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_takes_full_texts_that_are_there_and_keeps_the_feeds_text_where_they_are_not() {
    let case = Case::new("").await;
    assert!(case.story("whole")["full_text_at"].is_null());
    let said = case.run(&["refresh", "--force", "--full-text"]);
    assert!(said.contains("1 full text"), "{said}");
    let whole = case.story("whole");
    let text = whole["text"].as_str().unwrap();
    assert!(text.contains("zeppelin mast") && text.contains("within the hour"));
    for furniture in ["Home", "Sport", "rights reserved"] {
        assert!(!text.contains(furniture), "{text}");
    }
    assert!(!whole["full_text_at"].is_null());
    // Relative addresses lead from the page.
    let html = whole["html"].as_str().unwrap();
    assert!(
        html.contains(&format!("{}/quay.jpg", case.server.uri())),
        "{html}"
    );
    // The wall is shorter than the feed, and a feed may not send squelch to a name inside that nobody typed.
    for title in ["wall", "inside"] {
        let story = case.story(title);
        assert!(story["full_text_at"].is_null(), "{title}");
        assert!(story["text"].as_str().unwrap().contains("closed doors"));
    }
    // The words of the page are found.
    let found = case.run(&["search", "zeppelin"]);
    assert!(found.contains("whole"), "{found}");
    let found = case.run(&["list", "has:fulltext"]);
    assert!(
        found.contains("whole") && !found.contains("wall"),
        "{found}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_can_be_set_to_come_with_full_texts() {
    let case = Case::new("[[feeds]]\naddress = \"127.0.0.1\"\nfull_text = true\n").await;
    assert!(!case.story("whole")["full_text_at"].is_null());
    let pages = || async {
        let asked = case.server.received_requests().await.unwrap();
        asked
            .iter()
            .filter(|asked| asked.url.path() == "/wall")
            .count()
    };
    assert_eq!(pages().await, 1);
    // A page that had nothing is not asked for again by every refresh.
    case.run(&["refresh", "--force"]);
    assert_eq!(pages().await, 1);
}

#[tokio::test]
async fn the_full_text_stands_beside_the_feeds_until_an_article_is_let_go() {
    use squelch::store::{Settings, Store};
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("squelch.db"), Settings::default()).unwrap();
    let now = squelch::domain::Timestamp::from_seconds(1_795_305_600);
    let gone = store
        .put_full_text(ArticleId::new(1), "<p>x</p>".into(), "x".into(), now)
        .await
        .unwrap();
    assert!(!gone, "no such article");
    store
        .add_builtin(
            "Harbour".to_owned(),
            || {
                vec![squelch::domain::Entry {
                    guid: Some("1".into()),
                    title: "Mast".into(),
                    text: "Short.".into(),
                    ..squelch::domain::Entry::default()
                }]
            },
            now,
        )
        .await
        .unwrap();
    let id = {
        let request = squelch::store::PageRequest {
            query: squelch::domain::Query::All,
            sort: squelch::store::Sort::Newest,
            after: None,
            limit: 1,
            now,
        };
        store.page(request).await.unwrap().rows[0].id
    };
    assert!(
        store
            .put_full_text(id, "<p>Long text</p>".into(), "Long text".into(), now)
            .await
            .unwrap()
    );
    let texts = |article: Option<Article>| {
        let article = article.unwrap();
        (article.text, article.full_text_at)
    };
    assert_eq!(
        texts(store.article(id).await.unwrap()),
        ("Long text".to_owned(), Some(now))
    );
    assert_eq!(
        texts(store.article_of_feed(id).await.unwrap()),
        ("Short.".to_owned(), None)
    );
}
