//! A disk that is full and a folder that cannot be written, as the real program meets them.
//!
//! Both are made in a mount namespace of the test's own, so that they are real and no one else sees them. Where the
//! system does not allow such a namespace, the tests say so and pass.
#![cfg(target_os = "linux")]

use std::collections::HashSet;
use std::process::Command;

use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::sealed::{Home, Ran};

const SOURCES: usize = 4;
const STORIES: usize = 100;

/// Sources whose stories do not compress well: some 600 KB each.
async fn serve() -> MockServer {
    let server = MockServer::start().await;
    for source in 0..SOURCES {
        let mut random = fastrand::Rng::with_seed(source as u64);
        let items: String = (0..STORIES)
            .map(|story| {
                let words: String = (0..340)
                    .map(|_| format!("{:016x} ", random.u64(..)))
                    .collect();
                format!(
                    "<item><guid>{story}</guid><title>Story {story} of {source}</title><description>{words}</description></item>"
                )
            })
            .collect();
        let document = format!(
            "<rss version=\"2.0\"><channel><title>Source {source}</title>{items}</channel></rss>"
        );
        Mock::given(path(format!("/{source}")))
            .respond_with(ResponseTemplate::new(200).set_body_raw(document, "application/rss+xml"))
            .mount(&server)
            .await;
    }
    server
}

fn subscribe(home: &Home, server: &MockServer) {
    let outlines: String = (0..SOURCES)
        .map(|source| {
            format!(
                "<outline type=\"rss\" xmlUrl=\"{}/{source}\"/>",
                server.uri()
            )
        })
        .collect();
    home.write(
        "in.opml",
        format!("<opml version=\"2.0\"><body>{outlines}</body></opml>"),
    );
}

/// Runs a shell script as the master of its own mounts; `None` where that is not allowed.
fn run_with_mounts(home: &Home, script: &str) -> Option<Ran> {
    let allowed = Command::new("unshare")
        .args(["-rm", "mount", "-t", "tmpfs", "none"])
        .arg(home.path())
        .output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        #[expect(clippy::print_stderr, reason = "a test that was skipped should say so")]
        {
            eprintln!("skipped: mount namespaces are not allowed here");
        }
        return None;
    }
    let mut command = home.command();
    let environment: Vec<(String, String)> = command
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_str()?.to_owned(), value?.to_str()?.to_owned())))
        .collect();
    command = Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", script])
        .env_clear()
        .envs(environment)
        .env("squelch", env!("CARGO_BIN_EXE_squelch"))
        .current_dir(home.path());
    Some(Ran::from(command.output().unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_named_and_nothing_is_lost_or_doubled_once_there_is_room() {
    let server = serve().await;
    let home = Home::new();
    subscribe(&home, &server);
    std::fs::create_dir(home.data()).unwrap();
    let script = r#"
        mount -t tmpfs -o size=64m none "$SQUELCH_DATA_DIR"
        "$squelch" import in.opml >out-import
        head -c 100m /dev/zero >"$SQUELCH_DATA_DIR/ballast" 2>ignored
        truncate -s -600k "$SQUELCH_DATA_DIR/ballast"
        "$squelch" refresh >out-full 2>err-full; echo $? >code-full
        "$squelch" list --limit 1 >out-list-full 2>&1; echo $? >code-list-full
        rm "$SQUELCH_DATA_DIR/ballast"
        "$squelch" refresh --force >out-free 2>&1; echo $? >code-free
        "$squelch" list --json --limit 100000 >out-list 2>&1
        "$squelch" doctor >out-doctor 2>&1; echo $? >code-doctor
    "#;
    let Some(ran) = run_with_mounts(&home, script) else {
        return;
    };
    let read = |name: &str| {
        std::fs::read_to_string(home.path().join(name))
            .unwrap()
            .trim()
            .to_owned()
    };
    assert_eq!(ran.err, "");
    assert_eq!(
        (read("code-full").as_str(), read("err-full").as_str()),
        (
            "3",
            "squelch: the disk is full; nothing was changed, free some space and try again"
        )
    );
    assert_eq!(read("code-list-full"), "0", "{}", read("out-list-full"));
    assert_eq!(read("code-free"), "0", "{}", read("out-free"));
    let stories: Vec<(String, String)> = read("out-list")
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|story| (story["feed"].to_string(), story["title"].to_string()))
        .filter(|(source, _)| source.contains("Source"))
        .collect();
    assert_eq!(stories.len(), SOURCES * STORIES);
    assert_eq!(stories.iter().collect::<HashSet<_>>().len(), stories.len());
    assert_eq!(read("code-doctor"), "0", "{}", read("out-doctor"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_folder_is_named_with_what_to_do() {
    let server = serve().await;
    let home = Home::new();
    subscribe(&home, &server);
    let script = r#"
        mkdir empty
        "$squelch" import in.opml >out-import
        "$squelch" refresh >out-refresh 2>&1
        mount --bind "$SQUELCH_DATA_DIR" "$SQUELCH_DATA_DIR"
        mount -o remount,bind,ro "$SQUELCH_DATA_DIR"
        mount -t tmpfs -o ro none empty
        "$squelch" refresh --force >out-write 2>err-write; echo $? >code-write
        "$squelch" search story >out-search 2>err-search; echo $? >code-search
        "$squelch" --data-dir empty list >out-new 2>err-new; echo $? >code-new
        "$squelch" --data-dir empty/deeper list >out-deeper 2>err-deeper; echo $? >code-deeper
    "#;
    let Some(ran) = run_with_mounts(&home, script) else {
        return;
    };
    let read = |name: &str| {
        std::fs::read_to_string(home.path().join(name))
            .unwrap()
            .trim()
            .to_owned()
    };
    assert_eq!(ran.err, "");
    assert_eq!(read("code-write"), "3");
    // Named by the first who needs to write: the opening of the store or the refresh.
    assert!(
        read("err-write").contains("read-only"),
        "{}",
        read("err-write")
    );
    // Whether the store can be opened at all depends on the files a clean end left behind.
    assert_eq!(read("code-search"), "3");
    let said = read("err-search");
    assert!(
        said.contains("read-only") && !said.contains("Lockfile") && said.lines().count() == 1,
        "{said}"
    );
    assert_eq!(read("code-new"), "3");
    assert!(
        read("err-new").contains("it is read-only; check its permissions"),
        "{}",
        read("err-new")
    );
    assert_eq!(read("code-deeper"), "3");
    assert!(
        read("err-deeper").starts_with("squelch: cannot use the data folder empty/deeper:"),
        "{}",
        read("err-deeper")
    );
}
