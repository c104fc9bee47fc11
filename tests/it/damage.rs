//! Stores whose files were damaged, as the real program meets them.
//!
//! `SQUELCH_TEARS=200 cargo test --test it damage::` damages more pages of each kind.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use squelch::domain::{Entry, Timestamp};
use squelch::store::{FetchOutcome, Fetched, Settings, Store};
use url::Url;

use crate::sealed::{Home, Ran};

const NOW: Timestamp = Timestamp::from_seconds(1_795_348_800);
const FEEDS: usize = 4;
const STORIES: usize = 150;

/// What any run prints about damage is a sentence, and none panics.
fn run(home: &Home, arguments: &[&str]) -> Ran {
    let ran = home.run(arguments);
    assert!(
        !ran.err.contains("panicked") && (0..=3).contains(&ran.code),
        "{arguments:?} ended with {}: {}",
        ran.code,
        ran.err
    );
    if ran.code == 3 {
        let said = ran.err.lines().last().unwrap_or_default();
        assert!(
            said.starts_with("squelch: ") && said.len() > 30,
            "{}",
            ran.err
        );
    }
    ran
}

/// A store with enough in it for some hundred pages, closed, so that all of it is in its file.
fn furnished(stories: usize) -> Home {
    let home = Home::new();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        std::fs::create_dir(home.data()).unwrap();
        let store = Store::open(&home.data().join("squelch.db"), Settings::default()).unwrap();
        let mut random = fastrand::Rng::with_seed(11);
        for number in 0..FEEDS {
            let url = Url::parse(&format!("https://source{number}.example/feed")).unwrap();
            let (feed, _) = store.add_feed(url, None, String::new(), NOW).await.unwrap();
            let entries = (0..stories)
                .map(|story| Entry {
                    guid: Some(format!("{number}-{story}")),
                    title: format!("Story {story} of source {number}"),
                    published: Some(NOW.plus(-i64::try_from(story).unwrap() * 977)),
                    text: (0..60)
                        .map(|_| format!("word{} ", random.u32(..)))
                        .collect(),
                    ..Entry::default()
                })
                .collect();
            let outcome = FetchOutcome::Document {
                etag: Some("x".to_owned()),
                last_modified: None,
                title: Some(format!("Source {number}")),
                site: None,
                language: None,
                icon: None,
                entries,
            };
            store
                .apply(vec![Fetched {
                    feed,
                    at: NOW,
                    next_at: NOW.plus(86_400 * 3_650),
                    interval: None,
                    outcome,
                    moved_to: None,
                    host_pause: None,
                }])
                .await
                .unwrap();
        }
        store.close().await;
    });
    assert_eq!(home.run(&["mark", "bookmark", "title:7"]).code, 0);
    let connection = rusqlite::Connection::open(home.data().join("squelch.db")).unwrap();
    connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    home
}

/// The titles in the store; `None` when they cannot be listed.
fn titles(home: &Home) -> (Option<BTreeSet<String>>, Ran) {
    let ran = run(home, &["list", "--json", "--limit", "100000"]);
    let titles = (ran.code != 3).then(|| {
        ran.out
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].to_string()
            })
            .collect()
    });
    (titles, ran)
}

fn copy_of(home: &Home) -> Home {
    let copy = Home::new();
    copy_folder(&home.data(), &copy.data());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(file.file_name());
        if file.path().is_dir() {
            copy_folder(&file.path(), &target);
        } else {
            std::fs::copy(file.path(), target).unwrap();
        }
    }
}

fn rounds(few: usize) -> usize {
    std::env::var("SQUELCH_TEARS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(few)
}

const PAGE: usize = 8_192;

/// Damages the file and returns what a page was damaged with.
fn damage(bytes: &mut Vec<u8>, kind: &str, random: &mut fastrand::Rng) {
    let pages = bytes.len() / PAGE;
    let page = random.usize(0..pages) * PAGE;
    match kind {
        // As a power cut leaves it: one half is older, or another page's, or nothing at all.
        "torn" => {
            let half = page + if random.bool() { 0 } else { PAGE / 2 };
            let other = random.usize(0..pages) * PAGE + random.usize(0..2) * PAGE / 2;
            if random.bool() {
                bytes.copy_within(other..other + PAGE / 2, half);
            } else {
                bytes[half..half + PAGE / 2].fill_with(|| random.u8(..));
            }
        }
        "zeroed" => bytes[page..page + PAGE].fill(0),
        "truncated" => bytes.truncate(
            page + if random.bool() {
                0
            } else {
                random.usize(1..PAGE)
            },
        ),
        "first page torn" => {
            let half = if random.bool() { 0 } else { PAGE / 2 };
            bytes[half..half + PAGE / 2].fill_with(|| random.u8(..));
        }
        "first page zeroed" => bytes[..PAGE].fill(0),
        // Where the tables begin: each page that leads to others, one after the other.
        "ways zeroed" => {
            let ways: Vec<usize> = (1..pages)
                .map(|page| page * PAGE)
                .filter(|page| matches!(bytes[*page], 2 | 5))
                .collect();
            let page = ways[random.usize(..ways.len())];
            bytes[page..page + PAGE].fill(0);
        }
        _ => unreachable!(),
    }
}

#[test]
fn what_can_be_read_of_a_damaged_store_is_saved_and_the_damaged_one_kept() {
    let base = furnished(STORIES);
    let (before, _) = titles(&base);
    let before = before.unwrap();
    assert!(before.len() > FEEDS * STORIES);
    let mut random = fastrand::Rng::with_seed(3);
    let kinds = [
        ("torn", rounds(4)),
        ("zeroed", rounds(4)),
        ("truncated", rounds(3)),
        ("first page torn", rounds(4)),
        ("first page zeroed", 1),
        ("ways zeroed", rounds(4)),
    ];
    for (kind, rounds) in kinds {
        let (mut saved, mut fewest) = (0, before.len());
        for round in 0..rounds {
            let home = copy_of(&base);
            let path = home.data().join("squelch.db");
            let mut bytes = std::fs::read(&path).unwrap();
            damage(&mut bytes, kind, &mut random);
            std::fs::write(&path, &bytes).unwrap();
            let mut said = String::new();
            // Whoever meets the damage says so; the next start puts it right.
            for arguments in [
                &["list", "--limit", "100000"][..],
                &["doctor", "--deep"],
                &["export", "json"],
            ] {
                said.push_str(&run(&home, arguments).err);
            }
            let (after, ran) = titles(&home);
            said.push_str(&ran.err);
            let after = after.unwrap_or_else(|| panic!("{kind} {round}: {said}"));
            let doctor = run(&home, &["doctor", "--deep"]);
            assert_eq!(doctor.code, 0, "{kind} {round}: {}\n{said}", doctor.out);
            let lost = before.difference(&after).count();
            let is_told = said.contains("the store was damaged");
            assert!(
                lost == 0 || is_told,
                "{kind} {round}: {lost} articles were lost without a word: {said}"
            );
            assert!(
                after.is_subset(&before),
                "{kind} {round}: articles nobody wrote: {:?}\n{said}",
                after.difference(&before).take(3).collect::<Vec<_>>()
            );
            let kept = home.data().join("squelch.damaged-1.db");
            assert_eq!(kept.exists(), is_told, "{kind} {round}: {said}");
            saved += after.len();
            fewest = fewest.min(after.len());
            // It goes on from there.
            assert_eq!(run(&home, &["mark", "bookmark", "story"]).code, 0);
        }
        let share = saved * 100 / (rounds * before.len());
        #[expect(clippy::print_stderr, reason = "for the table of what is saved")]
        {
            eprintln!(
                "{kind}: {rounds} rounds, {share} % of the articles saved, {} % in the worst",
                fewest * 100 / before.len()
            );
        }
        // A page of headlines holds a sixth of those of a store as small as this one.
        let least = if kind == "truncated" {
            (1, 0)
        } else {
            (90, 75)
        };
        assert!(
            share >= least.0 && fewest * 100 >= before.len() * least.1,
            "{kind}: only {share} % saved, {fewest} of {} in the worst",
            before.len()
        );
    }
}

#[test]
fn texts_packed_with_what_the_store_learnt_outlive_damage_to_that() {
    // More than a store has to have before it learns.
    let stories = 1_260;
    let home = furnished(stories);
    let place = home.data().join("squelch.db");
    let words: Vec<u8> = rusqlite::Connection::open(&place)
        .unwrap()
        .query_row("SELECT words FROM dictionary", [], |row| row.get(0))
        .expect("a store with this many texts has learnt from them");
    let zeroed = |bytes: &mut Vec<u8>, at: usize| {
        let page = at / PAGE * PAGE;
        bytes[page..page + PAGE].fill(0);
    };
    for kind in ["the dictionary", "the first page"] {
        let copy = copy_of(&home);
        let path = copy.data().join("squelch.db");
        let mut bytes = std::fs::read(&path).unwrap();
        if kind == "the dictionary" {
            let at = bytes
                .windows(64)
                .position(|window| window == &words[40_000..40_064])
                .unwrap();
            zeroed(&mut bytes, at);
        } else {
            zeroed(&mut bytes, 0);
        }
        std::fs::write(&path, bytes).unwrap();
        let (found, ran) = titles(&copy);
        let ran_again = run(&copy, &["doctor", "--deep"]);
        let said = format!("{}{}{}", ran.err, ran_again.out, ran_again.err);
        let found = match found {
            Some(found) if !found.is_empty() => found,
            _ => titles(&copy).0.expect("a store that can be read again"),
        };
        let fetched = found.iter().filter(|title| title.contains("of source"));
        assert_eq!(fetched.count(), FEEDS * stories, "{kind}: {said}");
        let connection = rusqlite::Connection::open(&path).unwrap();
        let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, usize>(0));
        let without_text = count("SELECT count(*) FROM article WHERE is_trimmed").unwrap();
        assert_eq!(without_text, 0, "{kind}: {said}");
        // Words of the texts that were packed last, in a process that never met the dictionary.
        let exported = run(&copy, &["export", "json"]);
        let texts = exported.out.matches("word").count();
        assert!(
            texts > FEEDS * stories * 60,
            "{kind}: {texts} words; {said}"
        );
    }
}

#[test]
fn a_lost_or_damaged_index_is_made_again() {
    let base = furnished(STORIES);
    let index = |home: &Home| {
        let folder = std::fs::read_dir(home.data().join("index"))
            .unwrap()
            .next()
            .unwrap();
        folder.unwrap().path()
    };
    let found = |home: &Home| {
        run(home, &["search", "story", "--json", "--limit", "100000"])
            .out
            .lines()
            .count()
    };
    let all = found(&base);
    assert!(all >= FEEDS * STORIES);
    let files: Vec<_> = std::fs::read_dir(index(&base))
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .filter(|name| !name.to_string_lossy().ends_with(".lock"))
        .collect();
    assert!(files.len() >= 4, "{files:?}");
    let mut harms: Vec<(&str, Option<&std::ffi::OsString>)> =
        vec![("all of it gone", None), ("its folder gone", None)];
    let kinds = ["gone", "torn", "cut"];
    for (number, file) in files.iter().enumerate() {
        // Each file in one way, or in every way when there is time.
        let (first, count) = if rounds(1) > 1 { (0, 3) } else { (number, 1) };
        harms.extend((first..first + count).map(|kind| (kinds[kind % 3], Some(file))));
    }
    for (harm, file) in harms {
        let home = copy_of(&base);
        let what = format!("{harm} {file:?}");
        match (harm, file) {
            ("gone", Some(file)) => std::fs::remove_file(index(&home).join(file)).unwrap(),
            (_, Some(file)) => {
                let path = index(&home).join(file);
                let mut bytes = std::fs::read(&path).unwrap();
                let half = bytes.len() / 2;
                if harm == "torn" {
                    bytes[half..].fill(0xA5);
                } else {
                    bytes.truncate(half);
                }
                std::fs::write(&path, bytes).unwrap();
            }
            ("its folder gone", None) => std::fs::remove_dir_all(index(&home)).unwrap(),
            (_, None) => std::fs::remove_dir_all(home.data().join("index")).unwrap(),
        }
        run(&home, &["search", "story", "--limit", "5"]);
        run(&home, &["doctor", "--deep"]);
        assert_eq!(found(&home), all, "{what}");
        let doctor = run(&home, &["doctor", "--deep"]);
        assert_eq!(doctor.code, 0, "{what}: {}", doctor.out);
    }
}

/// An index of the right articles with the wrong words cannot be told from a right one by counting.
#[test]
fn an_index_that_knows_other_words_is_made_again_when_asked() {
    let home = furnished(STORIES);
    let found = |word: &str| run(&home, &["search", word, "--json"]).json().len();
    assert_eq!((found("title:zebra"), found("title:7-story")), (0, 0));
    rusqlite::Connection::open(home.data().join("squelch.db"))
        .unwrap()
        .execute_batch("UPDATE article SET title = 'Zebra ' || title WHERE title LIKE 'Story 14 %'")
        .unwrap();
    assert_eq!(run(&home, &["doctor", "--deep"]).code, 0);
    assert_eq!(found("title:zebra"), 0);
    let ran = run(&home, &["doctor", "--rebuild-index", "--deep"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("the search index was made again"),
        "{}",
        ran.err
    );
    assert_eq!(found("title:zebra"), FEEDS);
    let generations = std::fs::read_dir(home.data().join("index"))
        .unwrap()
        .count();
    assert_eq!(generations, 1, "the one before takes no room");
    // Also where there is none to put it beside.
    std::fs::remove_dir_all(home.data().join("index")).unwrap();
    let ran = run(&home, &["doctor", "--rebuild-index", "--json", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let indexed = &ran.json()[0]["store"]["indexed"];
    assert_eq!(indexed, &ran.json()[0]["store"]["articles"]);
}

#[test]
fn a_lock_held_too_long_is_named_and_nothing_is_changed() {
    let home = furnished(STORIES);
    let other = rusqlite::Connection::open(home.data().join("squelch.db")).unwrap();
    other.busy_timeout(Duration::from_secs(1)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = run(&home, &["mark", "read", "story"]);
    assert_eq!(ran.code, 3);
    assert_eq!(
        ran.err.trim(),
        "squelch: another program holds the store; nothing was changed, try again"
    );
    other.execute_batch("ROLLBACK").unwrap();
    let ran = run(&home, &["mark", "read", "story"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(run(&home, &["doctor", "--deep"]).code, 0);
}

#[test]
fn a_store_of_a_newer_squelch_is_named_and_left_as_it_is() {
    let home = furnished(STORIES);
    let path = home.data().join("squelch.db");
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 999)
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    for arguments in [
        &["list"][..],
        &["doctor", "--deep"],
        &["import", "-"],
        &["maintain"],
    ] {
        let ran = run(&home, arguments);
        assert_eq!(ran.code, 3, "{arguments:?}");
        assert!(
            ran.err
                .contains("was written by a newer squelch (schema 999"),
            "{}",
            ran.err
        );
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

/// Permissions say nothing to the master of the machine, so the program is run as nobody.
#[cfg(target_os = "linux")]
#[test]
fn files_one_may_not_read_or_write_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let home = furnished(STORIES);
    let set = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let binary = home.path().join("squelch");
    std::fs::copy(env!("CARGO_BIN_EXE_squelch"), &binary).unwrap();
    set(&binary, 0o755);
    set(home.path(), 0o755);
    set(&home.data(), 0o755);
    let store = home.data().join("squelch.db");
    let as_nobody = |arguments: &[&str]| {
        let mut command = std::process::Command::new("setpriv");
        let environment: Vec<_> = home
            .command()
            .get_envs()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        command
            .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
            .arg(&binary)
            .args(arguments)
            .env_clear()
            .envs(environment)
            .current_dir(home.path());
        command.output().ok().map(Ran::from)
    };
    let is_possible = as_nobody(&["--version"]).is_some_and(|ran| ran.code == 0);
    if !is_possible {
        #[expect(clippy::print_stderr, reason = "a test that was skipped should say so")]
        {
            eprintln!("skipped: another user cannot be taken here");
        }
        return;
    }
    // The file may be read and not written.
    set(&store, 0o644);
    let ran = as_nobody(&["list"]).unwrap();
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(
        ran.err.contains("it is read-only; check its permissions") || ran.err.contains("read-only"),
        "{}",
        ran.err
    );
    // Not even read.
    set(&store, 0o600);
    let ran = as_nobody(&["list"]).unwrap();
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("check its permissions"), "{}", ran.err);
    set(&home.data(), 0o700);
    let ran = as_nobody(&["list"]).unwrap();
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("check its permissions"), "{}", ran.err);
    assert!(!home.data().join("squelch.damaged-1.db").exists());
    set(&home.data(), 0o755);
    let (titles, _) = titles(&home);
    assert!(titles.unwrap().len() > FEEDS * STORIES);
}
