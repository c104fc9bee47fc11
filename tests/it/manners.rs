//! What servers ask of a reader, kept by the real program from one run to the next.

use jiff::{Timestamp, tz::TimeZone};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::sealed::Home;

const HOUR: i64 = 3_600;

fn now() -> Timestamp {
    Timestamp::from_second(squelch::jobs::clock::now().seconds()).unwrap()
}

fn document(extra: &str) -> ResponseTemplate {
    let body = format!(
        "<rss version=\"2.0\"><channel><title>Harbour Wire</title>{extra}<item><guid>1</guid>\
         <title>Port strike ends</title></item></channel></rss>"
    );
    ResponseTemplate::new(200).set_body_raw(body, "application/rss+xml")
}

async fn serve(server: &MockServer, place: &str, answer: ResponseTemplate) {
    Mock::given(method("GET"))
        .and(path(place))
        .respond_with(answer)
        .mount(server)
        .await;
}

fn subscribe(home: &Home, server: &MockServer, places: &[&str]) {
    let outlines: String = places
        .iter()
        .map(|place| format!("<outline type=\"rss\" xmlUrl=\"{}{place}\"/>", server.uri()))
        .collect();
    let file = home.write(
        "in.opml",
        format!("<opml version=\"2.0\"><body>{outlines}</body></opml>"),
    );
    let imported = home.run(&["import", file.to_str().unwrap()]);
    assert_eq!(imported.code, 0, "{}", imported.err);
}

/// When a source is fetched next.
fn next(home: &Home, place: &str) -> Timestamp {
    let feeds = home.run(&["feeds", "--json"]).json();
    let feed = feeds
        .iter()
        .find(|feed| feed["url"].as_str().unwrap().ends_with(place))
        .unwrap();
    feed["next_fetch"].as_str().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_and_feeds_say_when_they_are_asked_again_within_bounds() {
    let server = MockServer::start().await;
    let started = now();
    let allowed = (started.to_zoned(TimeZone::UTC).hour() + 5) % 24;
    let skipped: String = (0..24)
        .filter(|hour| *hour != allowed)
        .map(|hour| format!("<hour>{hour}</hour>"))
        .collect();
    let old_clock = document("").insert_header("date", "Wed, 21 Oct 2015 07:28:00 GMT");
    let cases = [
        ("/plain", document(""), 1),
        (
            "/fresh",
            document("").insert_header("cache-control", "public, max-age=10800"),
            3,
        ),
        (
            "/aged",
            document("")
                .insert_header("cache-control", "max-age=10800")
                .insert_header("age", "3600"),
            2,
        ),
        (
            "/expires",
            old_clock.insert_header("expires", "Wed, 21 Oct 2015 09:28:00 GMT"),
            2,
        ),
        (
            "/expired",
            document("").insert_header("expires", "Wed, 21 Oct 2015 09:28:00 GMT"),
            1,
        ),
        (
            "/soon",
            document("").insert_header("cache-control", "max-age=1"),
            1,
        ),
        (
            "/never",
            document("").insert_header("cache-control", "max-age=999999999"),
            24,
        ),
        (
            "/no-store",
            document("").insert_header("cache-control", "no-store, max-age=10800"),
            1,
        ),
        ("/ttl", document("<ttl>240</ttl>"), 4),
        ("/failing", ResponseTemplate::new(500), 1),
        ("/missing", ResponseTemplate::new(404), 1),
    ];
    for (place, answer, _) in &cases {
        serve(&server, place, answer.clone()).await;
    }
    let hours = document(&format!("<skipHours>{skipped}</skipHours>"));
    serve(&server, "/hours", hours).await;
    let home = Home::new();
    let mut places: Vec<&str> = cases.iter().map(|(place, ..)| *place).collect();
    places.push("/hours");
    subscribe(&home, &server, &places);
    home.run(&["refresh"]);
    let ended = now();
    for (place, _, hours) in cases {
        let next = next(&home, place);
        // Up to a fifth of jitter, never more than a day.
        let least = started.as_second() + hours * HOUR;
        let most = ended.as_second() + (hours * HOUR * 6 / 5).min(24 * HOUR);
        assert!(
            (least..=most).contains(&next.as_second()),
            "{place}: {next} is not {hours} h after {started}"
        );
    }
    let next = next(&home, "/hours");
    assert_eq!(next.to_zoned(TimeZone::UTC).hour(), allowed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_names_a_date_is_left_alone_by_the_next_run_too() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(503)
        .insert_header("date", "Wed, 21 Oct 2015 07:28:00 GMT")
        .insert_header("retry-after", "Wed, 21 Oct 2015 09:28:00 GMT");
    serve(&server, "/busy", busy).await;
    serve(&server, "/other", document("")).await;
    let home = Home::new();
    subscribe(&home, &server, &["/busy"]);
    let started = now().as_second();
    let first = home.run(&["refresh"]);
    assert!(
        first
            .err
            .contains("503: the site is not available, asked to wait until "),
        "{}",
        first.err
    );
    let wait = next(&home, "/busy").as_second() - started;
    assert!((2 * HOUR..=2 * HOUR + 60).contains(&wait), "{wait} s");

    subscribe(&home, &server, &["/other"]);
    let asked = server.received_requests().await.unwrap().len();
    for arguments in [&["refresh"][..], &["refresh", "--force"]] {
        let ran = home.run(arguments);
        assert!(ran.out.starts_with("0 fetched"), "{}", ran.out);
    }
    assert_eq!(server.received_requests().await.unwrap().len(), asked);
    let insisted = home.run(&["refresh", &format!("{}/other", server.uri())]);
    assert!(
        insisted.out.starts_with("1 fetched, 1 new"),
        "{}",
        insisted.out
    );
}
