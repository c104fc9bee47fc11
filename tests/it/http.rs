//! Fetching from real servers on loopback: what is sent, what every answer means, and every limit.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use squelch::domain::Timestamp;
use squelch::fetch::{Failure, FetchReply, FetchRequest, FetchResult, FetchSettings, Fetcher};
use squelch::net;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const NOW: Timestamp = Timestamp::from_seconds(1_795_305_600);

fn settings() -> FetchSettings {
    FetchSettings {
        total_timeout: 2,
        connect_timeout: 1,
        read_timeout: 1,
        max_body: 1 << 20,
        ..FetchSettings::default()
    }
}

fn fetcher() -> Fetcher {
    Fetcher::new(&settings()).unwrap()
}

fn whole(address: &str) -> FetchRequest {
    FetchRequest::whole(Url::parse(address).unwrap())
}

fn polite(address: &str) -> FetchRequest {
    FetchRequest {
        is_urgent: false,
        ..whole(address)
    }
}

async fn get(address: &str) -> FetchReply {
    fetcher().fetch(whole(address), NOW).await
}

fn failure(reply: FetchReply) -> Failure {
    match reply.result {
        FetchResult::Failed(failure) => failure,
        other => panic!("not a failure: {other:?}"),
    }
}

/// Answers every connection with what `answer` writes to it.
async fn raw<F, A>(answer: A) -> String
where
    A: Fn(TcpStream) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            tokio::spawn(answer(stream));
        }
    });
    format!("http://{address}/")
}

async fn raw_bytes(bytes: impl Into<Vec<u8>>) -> String {
    let bytes: Arc<Vec<u8>> = Arc::new(bytes.into());
    raw(move |mut stream| {
        let bytes = Arc::clone(&bytes);
        async move {
            let _ = stream.write_all(&bytes).await;
        }
    })
    .await
}

#[tokio::test]
async fn validators_go_back_verbatim_and_304_is_understood() {
    let server = MockServer::start().await;
    let etag = "W/\"a,b\"";
    let date = "yesterday, they said";
    Mock::given(method("GET"))
        .and(path("/feed"))
        .and(wiremock::matchers::headers(
            "if-none-match",
            vec!["W/\"a", "b\""],
        ))
        .and(wiremock::matchers::headers(
            "if-modified-since",
            vec!["yesterday", "they said"],
        ))
        .respond_with(ResponseTemplate::new(304).insert_header("cache-control", "max-age=3600"))
        .expect(1)
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(path("/feed"))
        .respond_with(
            ResponseTemplate::new(200)
                .insert_header("etag", etag)
                .insert_header("last-modified", date)
                .set_body_raw("<rss/>", "application/rss+xml"),
        )
        .mount(&server)
        .await;
    let address = format!("{}/feed", server.uri());
    let FetchResult::Body {
        bytes,
        content_type,
        etag: sent,
        last_modified,
        ..
    } = get(&address).await.result
    else {
        panic!("no body");
    };
    assert_eq!(bytes, b"<rss/>");
    assert_eq!(content_type.as_deref(), Some("application/rss+xml"));
    assert_eq!(sent.as_deref(), Some(etag));
    assert_eq!(last_modified.as_deref(), Some(date));
    let again = FetchRequest {
        etag: sent,
        last_modified,
        ..polite(&address)
    };
    let reply = fetcher().fetch(again, NOW).await;
    assert!(
        matches!(reply.result, FetchResult::NotModified),
        "{reply:?}"
    );
    assert_eq!(reply.fresh_until, Some(NOW.plus(3_600)));
}

#[tokio::test]
async fn requests_say_honestly_who_asks_and_what_for() {
    let server = MockServer::start().await;
    Mock::given(header("user-agent", FetchSettings::default().user_agent))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    get(&server.uri()).await;
    let request = &server.received_requests().await.unwrap()[0];
    assert!(
        request.headers["accept"]
            .to_str()
            .unwrap()
            .contains("application/rss+xml")
    );
    assert!(
        request.headers["accept-encoding"]
            .to_str()
            .unwrap()
            .contains("zstd")
    );
    assert!(!request.headers.contains_key("cookie") && !request.headers.contains_key("referer"));
}

#[tokio::test]
async fn a_host_that_says_429_is_left_alone_by_its_other_feeds() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "600"))
        .expect(2)
        .mount(&server)
        .await;
    let fetcher = fetcher();
    let reply = fetcher.fetch(polite(&server.uri()), NOW).await;
    assert_eq!(reply.retry_at, Some(NOW.plus(600)));
    assert_eq!(
        reply.host_pause,
        Some(("127.0.0.1".to_owned(), NOW.plus(600)))
    );
    assert!(
        failure(reply)
            .to_string()
            .starts_with("429: asked to wait until ")
    );
    let other = format!("{}/other", server.uri());
    let reply = fetcher.fetch(polite(&other), NOW).await;
    assert!(
        matches!(reply.result, FetchResult::Waiting { until } if until == NOW.plus(600)),
        "{reply:?}"
    );
    // A person who asks for this very feed gets it asked for.
    failure(fetcher.fetch(whole(&other), NOW).await);
}

#[tokio::test]
async fn refusals_are_named_in_plain_words() {
    let server = MockServer::start().await;
    let cases = [
        (401, "", "401: the site asks for a user name and password"),
        (403, "no", "403: the site blocks readers"),
        (
            403,
            "<title>Just a moment...</title>",
            "403: the site blocks readers (Cloudflare)",
        ),
        (404, "", "404: no such feed any more at this address"),
        (410, "", "410: the feed is gone for good"),
        (418, "", "418: the site refused the request"),
        (429, "", "429: asked to wait a while"),
        (500, "", "500: the site has an internal error"),
        (502, "", "502: the site's own server does not answer"),
        (503, "", "503: the site has an internal error"),
        (204, "", "204: not an answer a feed gives"),
    ];
    for (number, (status, body, sentence)) in cases.into_iter().enumerate() {
        let place = format!("/{number}");
        Mock::given(path(place.clone()))
            .respond_with(ResponseTemplate::new(status).set_body_string(body))
            .mount(&server)
            .await;
        let reply = get(&format!("{}{place}", server.uri())).await;
        assert_eq!(failure(reply).to_string(), sentence);
    }
}

#[tokio::test]
async fn only_a_chain_of_permanent_redirects_moves_a_feed() {
    let server = MockServer::start().await;
    let hops = [
        ("/a", 301, "/b"),
        ("/b", 308, "/end"),
        ("/c", 301, "/d"),
        ("/d", 302, "/end"),
    ];
    for (from, status, to) in hops {
        Mock::given(path(from))
            .respond_with(ResponseTemplate::new(status).insert_header("location", to))
            .mount(&server)
            .await;
    }
    Mock::given(path("/end"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let end = Url::parse(&format!("{}/end", server.uri())).unwrap();
    assert_eq!(
        get(&format!("{}/a", server.uri())).await.moved_to,
        Some(end.clone())
    );
    assert_eq!(get(&format!("{}/c", server.uri())).await.moved_to, None);
    assert_eq!(get(end.as_str()).await.moved_to, None);
}

#[tokio::test]
async fn redirects_never_lead_inside_to_a_host_nobody_typed() {
    let server = MockServer::start().await;
    let port = server.address().port();
    let targets = [
        format!("http://localhost:{port}/secret"),
        format!("http://[::1]:{port}/secret"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        format!("http://[::ffff:127.0.0.1]:{port}/secret"),
        format!("http://2130706433:{port}/secret"),
    ];
    // The last one is 127.0.0.1 written as a number: the host that was typed, so it is allowed.
    for (number, target) in targets.iter().enumerate() {
        let place = format!("/{number}");
        Mock::given(path(place.clone()))
            .respond_with(ResponseTemplate::new(302).insert_header("location", target.as_str()))
            .mount(&server)
            .await;
    }
    Mock::given(path("/secret"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    for number in 0..targets.len() - 1 {
        let refused = failure(get(&format!("{}/{number}", server.uri())).await);
        assert!(
            matches!(refused, Failure::Net(net::Error::NotPublic { .. })),
            "{number}: {refused}"
        );
        assert!(
            refused.to_string().starts_with("refused: redirects to "),
            "{refused}"
        );
    }
    assert!(matches!(
        get(&format!("{}/5", server.uri())).await.result,
        FetchResult::Body { .. }
    ));
}

#[tokio::test]
async fn endless_redirects_end() {
    let server = MockServer::start().await;
    Mock::given(path("/loop"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/loop"))
        .mount(&server)
        .await;
    for number in 0..20 {
        Mock::given(path(format!("/{number}")))
            .respond_with(
                ResponseTemplate::new(302).insert_header("location", format!("/{}", number + 1)),
            )
            .mount(&server)
            .await;
    }
    Mock::given(path("/file"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "file:///etc/passwd"))
        .mount(&server)
        .await;
    let fail = async |place: &str| failure(get(&format!("{}{place}", server.uri())).await);
    assert!(matches!(
        fail("/loop").await,
        Failure::Net(net::Error::RedirectLoop(_))
    ));
    assert_eq!(
        fail("/0").await,
        Failure::Net(net::Error::TooManyRedirects(10))
    );
    assert_eq!(
        fail("/file").await,
        Failure::Net(net::Error::Scheme("file".to_owned()))
    );
}

#[tokio::test]
async fn a_compression_bomb_ends_at_the_limit() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..256 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        bomb.len()
    )
    .into_bytes();
    answer.extend_from_slice(&bomb);
    let address = raw_bytes(answer).await;
    let too_large = failure(get(&address).await);
    assert_eq!(too_large.to_string(), "too large: over 1 MiB");
}

#[tokio::test]
async fn an_answer_too_large_by_its_own_word_is_not_read() {
    let address = raw_bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<rss>").await;
    assert_eq!(
        failure(get(&address).await).to_string(),
        "too large: over 1 MiB"
    );
}

#[tokio::test]
async fn slow_headers_silence_and_trickles_end_by_the_clock() {
    let silent = raw(|stream| async move {
        tokio::time::sleep(Duration::from_mins(1)).await;
        drop(stream);
    })
    .await;
    assert_eq!(
        failure(get(&silent).await).to_string(),
        "timeout: nothing came within 1 s"
    );
    // A byte every 100 ms keeps every single read alive; only the whole has an end.
    let trickle = raw(|mut stream| async move {
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
            .await;
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    assert_eq!(
        failure(get(&trickle).await).to_string(),
        "timeout: no complete answer within 2 s"
    );
    let slow_headers = raw(|mut stream| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n").await;
        while stream.write_all(b"X-Padding: 1\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    assert!(
        failure(get(&slow_headers).await)
            .to_string()
            .starts_with("timeout: ")
    );
}

#[tokio::test]
async fn broken_answers_are_told_from_feeds() {
    let truncated = raw_bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>").await;
    let broke_off = failure(get(&truncated).await);
    assert!(
        matches!(broke_off, Failure::Net(net::Error::BrokeOff(_))),
        "{broke_off}"
    );
    let nonsense = failure(get(&raw_bytes("SSH-2.0-OpenSSH_9.9\r\n").await).await);
    assert!(
        nonsense
            .to_string()
            .starts_with("the answer is not valid HTTP"),
        "{nonsense}"
    );
    let empty = failure(get(&raw_bytes("").await).await);
    assert!(
        matches!(
            empty,
            Failure::Net(net::Error::BrokeOff(_) | net::Error::Protocol(_))
        ),
        "{empty}"
    );
    let flood = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-A: b\r\n".repeat(100_000));
    let flood = failure(get(&raw_bytes(flood).await).await);
    assert!(matches!(flood, Failure::Net(_)), "{flood}");
}

#[tokio::test]
async fn no_server_and_no_such_host_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let refused = failure(get(&format!("http://127.0.0.1:{port}/")).await);
    assert_eq!(
        refused.to_string(),
        format!("connection refused by 127.0.0.1:{port}")
    );
    let unknown = failure(get("http://no-such-host.invalid/").await);
    assert!(
        unknown
            .to_string()
            .starts_with("unknown host \"no-such-host.invalid\""),
        "{unknown}"
    );
    let plain = raw_bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
    let tls = failure(get(&plain.replace("http:", "https:")).await);
    assert_eq!(tls.to_string(), "TLS: the server does not speak TLS here");
}

#[tokio::test]
async fn a_host_is_asked_a_few_at_a_time_and_a_slow_one_holds_nobody_up() {
    let (now_open, most_open) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (open, most) = (Arc::clone(&now_open), Arc::clone(&most_open));
    let slow = raw(move |mut stream| {
        let (open, most) = (Arc::clone(&open), Arc::clone(&most));
        async move {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(600)).await;
            open.fetch_sub(1, Ordering::SeqCst);
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .await;
        }
    })
    .await;
    let quick = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&quick)
        .await;
    let fetcher = Fetcher::new(&FetchSettings {
        concurrency: 3,
        per_host: 2,
        ..settings()
    })
    .unwrap();
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (fetcher, request) = (fetcher.clone(), whole(&slow));
        waiting.spawn(async move { drop(fetcher.fetch(request, NOW).await) });
    }
    tokio::task::yield_now().await;
    // Another name for the same machine is another host.
    let request = whole(&quick.uri().replace("127.0.0.1", "localhost"));
    fetcher.fetch(request, NOW).await;
    assert!(
        !waiting.is_empty() && waiting.try_join_next().is_none(),
        "the slow ones are still waiting"
    );
    while waiting.join_next().await.is_some() {}
    assert_eq!(most_open.load(Ordering::SeqCst), 2);
}
