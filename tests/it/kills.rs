//! A refresh killed at any moment: the store stays sound, nothing stored is lost, nothing comes twice.

use std::collections::HashSet;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::sealed::Home;

const SOURCES: usize = 40;

/// Each source moves on by five stories whenever it is asked.
async fn serve() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let asked = Arc::clone(&asked);
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let length = stream.read(&mut request).await.unwrap_or(0);
                let request = String::from_utf8_lossy(&request[..length]).into_owned();
                let source = request.split(' ').nth(1).unwrap_or("/").trim_matches('/');
                let first = asked.fetch_add(1, Ordering::SeqCst) / SOURCES * 5;
                let items: String = (first..first + 20)
                    .map(|story| {
                        format!(
                            "<item><guid>{story}</guid><title>Story {story} of {source}</title>\
                             <description>{}</description></item>",
                            format!("Words about {story} in {source}. ").repeat(40)
                        )
                    })
                    .collect();
                let body = format!(
                    "<rss version=\"2.0\"><channel><title>Source {source}</title>{items}</channel></rss>"
                );
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all((head + &body).as_bytes()).await;
            });
        }
    });
    port
}

/// The titles in the store, each seen once.
fn stories(home: &Home) -> HashSet<String> {
    let listed = home.run(&["list", "feed:source", "--json", "--limit", "1000000"]);
    let titles: Vec<String> = listed
        .json()
        .iter()
        .map(|story| story["title"].to_string())
        .collect();
    let set: HashSet<String> = titles.iter().cloned().collect();
    assert_eq!(set.len(), titles.len(), "a story came twice");
    set
}

/// `SQUELCH_KILLS=50 cargo test --test it kills::` takes longer and dies more often.
#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_killed_at_any_moment_loses_nothing_and_doubles_nothing() {
    let kills: u64 = std::env::var("SQUELCH_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(6);
    let port = serve().await;
    let home = Home::new();
    std::fs::write(home.config(), "[fetch]\nper_host = 16\n").unwrap();
    let outlines: String = (0..SOURCES)
        .map(|source| {
            format!("<outline type=\"rss\" xmlUrl=\"http://127.0.0.1:{port}/{source}\"/>")
        })
        .collect();
    let file = home.write(
        "in.opml",
        format!("<opml version=\"2.0\"><body>{outlines}</body></opml>"),
    );
    home.run(&["import", file.to_str().unwrap()]);
    let mut random = fastrand::Rng::with_seed(7);
    let mut known = HashSet::new();
    for _ in 0..kills {
        let mut refresh = home
            .command()
            .args(["refresh", "--force"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        tokio::time::sleep(Duration::from_millis(random.u64(5..900))).await;
        refresh.kill().unwrap();
        refresh.wait().unwrap();
        let now = stories(&home);
        assert!(now.is_superset(&known), "a stored story was lost");
        known = now;
    }
    let last = home.run(&["refresh", "--force"]);
    assert_eq!(last.code, 0, "{}", last.err);
    let all = stories(&home);
    assert!(all.len() >= 20 * SOURCES && all.is_superset(&known));
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code, 0, "{}", doctor.out);
    assert!(doctor.out.contains("integrity ok"), "{}", doctor.out);
    assert!(doctor.out.contains(" 0 waiting"), "{}", doctor.out);
}
