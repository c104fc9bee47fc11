//! Commands killed at any moment: the store stays sound, nothing acknowledged is lost, nothing comes twice.

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

/// A web reader's export of so many articles of two feeds, the first of each starred.
fn export_of(round: u64, articles: u64) -> String {
    let items: Vec<String> = (0..articles)
        .map(|number| {
            let (feed, state) = (number % 2, if number < 2 { "starred" } else { "reading-list" });
            serde_json::json!({
                "title": format!("Kept {round}-{number}"),
                "published": 1_795_000_000 - number * 86_400 - round,
                "alternate": [{"href": format!("https://kept{feed}.example/{round}/{number}")}],
                "categories": [format!("user/-/state/com.google/{state}")],
                "origin": {"streamId": format!("feed/https://kept{feed}.example/feed"), "title": format!("Kept {feed}")},
                "content": {"content": format!("<p>{}</p>", format!("Words of {number}. ").repeat(30))},
            })
            .to_string()
        })
        .collect();
    format!(
        "{{\"id\": \"user/-/state/com.google/reading-list\", \"items\": [{}]}}",
        items.join(",")
    )
}

/// Title and whether bookmarked of every article of the feeds above, each once.
fn kept(home: &Home) -> HashSet<(String, bool)> {
    let listed = home.run(&["list", "feed:kept", "--json", "--limit", "1000000"]);
    assert_ne!(listed.code, 3, "{}", listed.err);
    let rows: Vec<_> = listed
        .json()
        .iter()
        .map(|row| (row["title"].to_string(), row["bookmarked"] == true))
        .collect();
    let titles: HashSet<&String> = rows.iter().map(|(title, _)| title).collect();
    assert_eq!(titles.len(), rows.len(), "an article came twice");
    rows.into_iter().collect()
}

/// Imports, trims with index commits, backups and restores, each killed; `SQUELCH_KILLS=200` for many.
#[test]
fn whatever_is_killed_leaves_a_sound_store_with_all_that_was_acknowledged() {
    let kills: u64 = std::env::var("SQUELCH_KILLS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(8);
    let home = Home::new();
    // Nearly every text is old enough to go.
    std::fs::write(home.config(), "[store]\nkeep_days = 3\n").unwrap();
    home.write("first.json", export_of(0, 120));
    assert_eq!(home.run(&["import", "first.json"]).code, 0);
    let mut random = fastrand::Rng::with_seed(13);
    let mut known = kept(&home);
    let mut tried = std::collections::BTreeMap::new();
    for round in 1..=kills {
        home.write("more.json", export_of(round, 150));
        let backup = format!("backup-{round}.db");
        let kind = ["import", "maintain", "backup", "restore", "mark", "doctor"][random.usize(..6)];
        // Something a person did just before, acknowledged.
        let title = format!("title:\"Kept 0-{}\"", round % 120);
        assert_eq!(home.run(&["mark", "bookmark", &title]).code & !1, 0);
        known.retain(|(known, _)| *known != format!("\"Kept 0-{}\"", round % 120));
        known.insert((format!("\"Kept 0-{}\"", round % 120), true));
        let arguments: Vec<&str> = match kind {
            "import" => vec!["import", "more.json"],
            "maintain" => {
                // Articles whose texts are to go, and the index with them.
                home.pipe(&["import", "-"], export_of(round + 10_000, 60).as_bytes());
                known.extend(kept(&home));
                vec!["maintain"]
            }
            "backup" => vec!["backup", &backup],
            "restore" => {
                assert_eq!(home.run(&["backup", &backup]).code, 0);
                vec!["restore", &backup]
            }
            "mark" => vec!["mark", "read", "feed:kept"],
            _ => {
                let _ = std::fs::remove_dir_all(home.data().join("index"));
                vec!["doctor", "--deep"]
            }
        };
        let mut process = home
            .command()
            .args(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(random.u64(1..500)));
        process.kill().unwrap();
        process.wait().unwrap();
        *tried.entry(kind).or_insert(0) += 1;
        let doctor = home.run(&["doctor", "--deep"]);
        assert_eq!(
            doctor.code, 0,
            "round {round}, {kind}: {}{}",
            doctor.out, doctor.err
        );
        assert!(
            doctor.out.contains("rows, counts and search index agree"),
            "{}",
            doctor.out
        );
        let now = kept(&home);
        let lost: Vec<_> = known.difference(&now).collect();
        assert!(lost.is_empty(), "round {round}, {kind}: lost {lost:?}");
        known = now;
        // A copy has its name only when it is whole.
        let copy = home.path().join(&backup);
        if copy.exists() {
            let sound: String = rusqlite::Connection::open(&copy)
                .unwrap()
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .unwrap();
            assert_eq!(sound, "ok", "round {round}, {kind}");
        }
        let _ = std::fs::remove_file(&copy);
        for old in std::fs::read_dir(home.data()).unwrap().map(Result::unwrap) {
            if old.file_name().to_string_lossy().contains("before-restore") {
                std::fs::remove_file(old.path()).unwrap();
            }
        }
    }
    #[expect(clippy::print_stderr, reason = "for the table of what was tried")]
    {
        eprintln!("killed: {tried:?}; {} articles at the end", known.len());
    }
}
