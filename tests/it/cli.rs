//! The command line as scripts use it: the real binary in a home of its own.

use crate::sealed::Home;

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>
<link>https://harbour.example/</link>
<item><guid>1</guid><title>Port strike ends after eleven days</title><link>https://harbour.example/1</link>
<pubDate>Sun, 22 Nov 2026 12:04:00 GMT</pubDate><description>&lt;p&gt;Dockers return on Monday.&lt;/p&gt;</description></item>
<item><guid>2</guid><title>Ferry &amp;amp; rail timetable</title><link>https://harbour.example/2</link></item>
</channel></rss>"#;

const STORY: &str = "Port strike ends after eleven days

Dockers at the port of Velmora will return to work on Monday after their union and the Harbour Authority signed a \
three-year pay deal, ending a strike that closed the coast's largest terminal for eleven days.

The agreement raises base pay by 11 percent from January, said Mara Lindqvist, who led the talks for the Dockers' \
Union. The authority had offered 6 percent in October.

Shipping companies rerouted 140 vessels during the walkout, and retailers expect a backlog of six weeks. Importers \
warned that some toys and electronics will miss the holiday season.

The Harbour Authority said it agreed to the raise because the union accepted automated cranes at two of the nine \
berths. Union members in Ostrava rejected a similar plan in 2022 over fears of job losses.

A vote by the union's 4,200 members is due on 3 December. If they reject the deal, the strike could resume within a \
week, Lindqvist said.";

#[test]
fn without_a_terminal_the_screen_says_what_to_use_instead() {
    let ran = Home::new().run(&[]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.is_empty());
    assert!(
        ran.err.contains("needs a terminal") && ran.err.contains("squelch list"),
        "{}",
        ran.err
    );
}

#[test]
fn the_first_start_has_articles_to_read_without_network_or_settings() {
    let home = Home::new();
    let ran = home.run(&["list", "--json", "--offline"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rows = ran.json();
    assert!(rows.len() >= 6, "{} articles", rows.len());
    // The story that is selected first shows what the screen is for.
    let first = rows[0]["id"].to_string();
    let brief = home.run(&["show", &first, "--brief"]).out;
    let questions = home.run(&["show", &first, "--questions"]).out;
    assert!(brief.lines().count() >= 3, "{brief}");
    assert!(questions.lines().count() >= 6, "{questions}");
    let story = |row: &&serde_json::Value| row["title"].as_str().unwrap().contains("central bank");
    let id = rows.iter().find(story).unwrap()["id"].to_string();
    let ran = home.run(&["show", &id, "--brief"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.lines().count() >= 3, "{}", ran.out);
    let ran = home.run(&["show", &id, "--questions"]);
    assert!(ran.out.lines().count() >= 6, "{}", ran.out);
    assert_eq!(home.run(&["show", &id]).code, 0);
    assert!(home.run(&["show", &id, "--markdown"]).out.starts_with("# "));
}

#[test]
fn marks_change_counts_and_listings() {
    let home = Home::new();
    let all = home.run(&["list", "--json"]).json();
    let id = all[0]["id"].to_string();
    let unread = |home: &Home| home.run(&["unread"]).out.trim().parse::<usize>().unwrap();
    assert_eq!(unread(&home), all.len());
    assert_eq!(home.run(&["mark", "read", &id]).code, 0);
    assert_eq!(unread(&home), all.len() - 1);
    assert_eq!(home.run(&["mark", "bookmark", &id]).code, 0);
    let bookmarked = home.run(&["list", "is:bookmarked", "--json"]).json();
    assert_eq!(bookmarked.len(), 1);
    assert_eq!(bookmarked[0]["id"], all[0]["id"]);
    assert_eq!(bookmarked[0]["bookmarked"], true);
    assert_eq!(home.run(&["mark", "read", "is:unread"]).code, 0);
    assert_eq!(unread(&home), 0);
    assert_eq!(
        home.run(&["unread", "--format", "n={unread} b={bookmarks}"])
            .out,
        "n=0 b=1\n"
    );
}

#[test]
fn another_spelling_is_offered_when_nothing_is_found() {
    let home = Home::new();
    let ran = home.run(&["search", "port strkie", "is:unread"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(
        ran.err.contains("did you mean `port strike is:unread`?"),
        "{}",
        ran.err
    );
    let ran = home.run(&["search", "feed:strkie"]);
    assert_eq!(ran.err.trim(), "nothing found");
    let ran = home.run(&["search", "strkie", "--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn tags_are_given_and_taken_off() {
    let home = Home::new();
    let id = home.run(&["list", "--json"]).json()[0]["id"].to_string();
    let ran = home.run(&["tag", "work", &id]);
    assert_eq!(ran.err.trim(), "tagged 1 article `work`");
    let ran = home.run(&["tag", "work", "is:unread", "--json"]);
    assert!(ran.json()[0]["changed"].as_u64() > Some(3), "{}", ran.out);
    let listed = home.run(&["list", "tag:work", "--json"]).json();
    assert!(listed.len() > 4);
    let ran = home.run(&["tag", "work", "is:unread", "--remove"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(home.run(&["list", "tag:work"]).code, 1);
    assert_eq!(home.run(&["tag", " ", &id]).code, 2);
    assert_eq!(home.run(&["tag", "work", "7"]).code, 1);
}

#[test]
fn a_rule_mutes_says_before_what_it_would_and_gives_back() {
    let home = Home::new();
    let ran = home.run(&["mute", "--list"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let all = home.run(&["list", "--json"]).json().len();
    let ran = home.run(&["mute", "title:search", "--dry-run", "--json"]);
    let would = ran.json()[0]["would_hide"].as_u64().unwrap();
    assert!(
        would > 0 && ran.json()[0]["of"].as_u64() == Some(all as u64),
        "{}",
        ran.out
    );
    let ran = home.run(&["mute", "title:search", "--dry-run"]);
    assert_eq!(ran.out.lines().count() as u64, would.min(5));
    assert_eq!(home.run(&["list", "--json"]).json().len(), all);

    let ran = home.run(&["mute", "title:search", "--json"]);
    assert_eq!(
        ran.json()[0]["changed"].as_u64(),
        Some(would),
        "{}",
        ran.err
    );
    let ran = home.run(&["mute", "title:search"]);
    assert_eq!(
        (ran.code, ran.err.trim()),
        (0, "there is already a rule `title:search`")
    );
    assert_eq!(
        home.run(&["list", "--json"]).json().len() as u64,
        all as u64 - would
    );
    assert_eq!(
        home.run(&["list", "is:muted", "--json"]).json().len() as u64,
        would
    );
    assert_eq!(
        home.run(&["unread", "--json"]).json()[0]["muted"].as_u64(),
        Some(would)
    );
    let listed = home.run(&["mute", "--list", "--json"]).json();
    assert_eq!(
        (listed[0]["number"].as_u64(), listed[0]["hides"].as_u64()),
        (Some(1), Some(would))
    );
    assert!(home.run(&["mute", "--list"]).out.contains("title:search"));

    for (words, named) in [
        ("newer:7d port", "newer:"),
        ("is:unread", "is:unread"),
        ("tag:work", "tag:work"),
    ] {
        let ran = home.run(&["mute", words]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(&format!("`{named}`")), "{}", ran.err);
    }
    assert_eq!(home.run(&["mute"]).code, 2);
    assert_eq!(home.run(&["mute", "port", "--remove", "1"]).code, 2);
    assert_eq!(home.run(&["mute", "--remove", "7"]).code, 1);
    assert_eq!(home.run(&["mute", "--remove", "1"]).code, 0);
    assert_eq!(home.run(&["list", "--json"]).json().len(), all);
    assert_eq!(home.run(&["mute", "-search", "--dry-run"]).code, 0);
}

#[test]
fn what_must_not_be_there_can_be_written_first_or_last_and_switches_stay_switches() {
    let home = Home::new();
    let all = home.run(&["list", "--json"]).json().len();
    let without = home.run(&["list", "-strike", "--json"]).json();
    assert!((1..all).contains(&without.len()), "{}", without.len());
    let listed = home.run(&[
        "list",
        "is:unread",
        "-title:strike",
        "--limit",
        "2",
        "--json",
    ]);
    assert_eq!(listed.json().len(), 2, "{}", listed.err);
    let found = home.run(&["search", "strike", "-feed:welcome", "--newest"]);
    assert_eq!((found.code, found.out.as_str()), (1, ""), "{}", found.err);
    let marked = home.run(&["mark", "read", "-strike", "--json"]);
    assert_eq!(marked.json()[0]["changed"], without.len());
    assert_eq!(home.run(&["list", "--lmit", "2"]).code, 2);
}

#[test]
fn nothing_found_is_exit_code_one() {
    let home = Home::new();
    let ran = home.run(&["search", "zyzzyvaquux"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("nothing found"));
}

#[test]
fn a_wrong_query_is_underlined_and_explained() {
    let ran = Home::new().run(&["list", "is:purple"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("is:purple") && ran.err.contains('^'),
        "{}",
        ran.err
    );
    let ran = Home::new().run(&["search", "titel:port"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`title:`"), "{}", ran.err);
}

#[test]
fn an_id_that_does_not_exist_is_said_plainly() {
    let home = Home::new();
    for arguments in [["show", "12345"], ["open", "12345"]] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(
            ran.err.contains("no article has the id 12345"),
            "{}",
            ran.err
        );
    }
    assert_eq!(home.run(&["show", "twelve"]).code, 2);
    assert_eq!(home.run(&["mark", "read", "12345"]).code, 1);
}

#[test]
fn a_feed_document_is_parsed_to_json() {
    let home = Home::new();
    home.write("feed.xml", FEED);
    let ran = home.run(&["parse", "feed.xml", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let feed = &ran.json()[0];
    assert_eq!(feed["title"], "Harbour Wire");
    assert_eq!(feed["entries"][0]["published"], "2026-11-22T12:04:00Z");
    assert_eq!(feed["entries"][0]["text"], "Dockers return on Monday.");
    assert_eq!(feed["entries"][1]["title"], "Ferry & rail timetable");
    let digest = home.run(&["parse", "feed.xml"]);
    assert!(digest.out.contains("Port strike ends after eleven days"));
}

#[test]
fn what_is_not_a_feed_is_named() {
    let home = Home::new();
    home.write(
        "login.html",
        "<!DOCTYPE html><html><head><title>Login</title></head><body><p>x</p></body></html>",
    );
    home.write("empty.xml", "");
    let ran = home.run(&["parse", "login.html"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("not a feed") && ran.err.contains("Login"),
        "{}",
        ran.err
    );
    let ran = home.run(&["parse", "empty.xml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("empty"), "{}", ran.err);
    let ran = home.run(&["parse", "absent.xml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("absent.xml"), "{}", ran.err);
}

#[test]
fn html_is_rendered_within_the_width() {
    let home = Home::new();
    let html = "<h2>Berths</h2><p>Nine berths, <a href='https://harbour.example/map'>two automated</a>.</p>\
                <ul><li>North</li><li>South</li></ul>";
    let ran = home.pipe(&["render", "-", "--width", "30"], html.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Berths") && ran.out.contains("https://harbour.example/map"));
    assert!(
        ran.out
            .lines()
            .all(|line| line.starts_with('[') || line.chars().count() <= 30),
        "{}",
        ran.out
    );
}

#[test]
fn a_text_gets_its_brief_and_questions_with_true_ranges() {
    let home = Home::new();
    let ran = home.pipe(&["insight", "-"], STORY.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let insight: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(insight["title"], "Port strike ends after eleven days");
    let body = STORY.split_once("\n\n").unwrap().1.trim();
    let brief = insight["brief"].as_array().unwrap();
    assert!(brief.len() >= 2, "{insight}");
    for bullet in brief {
        let range = |name: &str| usize::try_from(bullet[name].as_u64().unwrap()).unwrap();
        let quoted = &body[range("start")..range("end")];
        let text = bullet["text"].as_str().unwrap();
        if bullet["is_shortened"] == true {
            assert!(text.len() < quoted.len() && quoted.ends_with('.'), "{text}");
        } else {
            assert_eq!(quoted, text);
        }
    }
    assert!(
        insight["questions"].as_array().unwrap().len() >= 6,
        "{insight}"
    );
    assert!(insight["ms"].as_f64().is_some());
}

#[test]
fn a_batch_answers_in_order_and_marks_the_line_that_is_broken() {
    let home = Home::new();
    let line = |id: usize| {
        serde_json::json!({ "id": format!("s{id}"), "title": "", "text": STORY }).to_string()
    };
    let mut lines: Vec<String> = (0..40).map(line).collect();
    lines[7] = "{ not json".to_owned();
    lines[9] = r#"{"id": "s9", "title": "no text"}"#.to_owned();
    let path = home.write("in.jsonl", lines.join("\n"));
    let ran = home.run(&["insight", "--batch", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    let answers = ran.json();
    assert_eq!(answers.len(), 40);
    for (index, answer) in answers.iter().enumerate() {
        match index {
            7 => assert!(answer["error"].is_string()),
            9 => assert!(answer["error"].is_string() && answer["id"] == "s9"),
            _ => assert_eq!(answer["id"], format!("s{index}")),
        }
    }
}

#[test]
fn settings_are_written_once_shown_and_checked() {
    let home = Home::new();
    assert_eq!(home.run(&["config", "check"]).code, 0);
    assert_eq!(home.run(&["config", "init"]).code, 0);
    assert_eq!(home.run(&["config", "check"]).code, 0);
    let again = home.run(&["config", "init"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("already there"), "{}", again.err);
    assert!(home.run(&["config", "show"]).out.contains("measure"));
    assert_eq!(
        home.run(&["config", "path"]).out.trim(),
        home.config().to_str().unwrap()
    );
}

#[test]
fn an_unknown_setting_is_refused_with_its_line_and_the_nearest_name() {
    let home = Home::new();
    home.write("config.toml", "[screen]\nmesure = 90\n");
    for arguments in [&["config", "check"][..], &["list"]] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("mesure") && ran.err.contains("line 2") && ran.err.contains("measure"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn an_unknown_theme_is_refused_with_the_nearest_name_and_a_broken_one_of_ones_own_is_explained() {
    let home = Home::new();
    home.write("config.toml", "[screen]\ntheme = \"squelch-lihgt\"\n");
    let ran = home.run(&["config", "check"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("did you mean `squelch-light`?"),
        "{}",
        ran.err
    );
    let themes = home.config().with_file_name("themes");
    std::fs::create_dir_all(&themes).unwrap();
    for (text, is_fine) in [
        ("[tones]\ntitel = \"bold\"\n", false),
        ("[tones]\ntitle = \"bold\"\n", true),
    ] {
        std::fs::write(themes.join("mine.toml"), text).unwrap();
        home.write("config.toml", "[screen]\ntheme = \"mine\"\n");
        let ran = home.run(&["config", "check"]);
        assert_eq!(ran.code == 0, is_fine, "{}", ran.err);
        assert!(is_fine || ran.err.contains("titel"), "{}", ran.err);
    }
}

#[test]
fn opml_comes_in_and_goes_out_again() {
    let home = Home::new();
    home.write(
        "subs.opml",
        r#"<opml version="2.0"><body><outline text="Tech"><outline type="rss" text="Lang Weekly"
           xmlUrl="https://lang.example/feed.xml"/></outline><outline text="Trap" xmlUrl="exec:rm -rf"/></body></opml>"#,
    );
    let ran = home.run(&["import", "subs.opml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("1 feeds added") || ran.out.contains("1 feed added"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("exec:"), "{}", ran.err);
    let out = home.run(&["export", "opml"]).out;
    assert!(
        out.contains("https://lang.example/feed.xml") && out.contains("Tech"),
        "{out}"
    );
    assert!(!out.contains("exec:"));
    home.write("page.html", "<html><title>Login</title></html>");
    let ran = home.run(&["import", "page.html"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("OPML"), "{}", ran.err);
}

#[test]
fn the_doctor_finds_a_new_store_sound() {
    let ran = Home::new().run(&["doctor", "--json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let report = &ran.json()[0];
    assert_eq!(report["store"]["integrity"], "ok");
    assert!(report["store"]["articles"].as_u64().unwrap() >= 6);
}

#[test]
fn a_backup_is_a_store_of_its_own_and_is_never_written_over() {
    let home = Home::new();
    home.run(&["list"]);
    assert_eq!(home.run(&["backup", "copy.db"]).code, 0);
    assert!(home.path().join("copy.db").metadata().unwrap().len() > 4096);
    let again = home.run(&["backup", "copy.db"]);
    assert_ne!(again.code, 0);
    assert!(again.err.contains("copy.db"), "{}", again.err);
}

#[test]
fn keys_completions_and_manual_are_printed() {
    let home = Home::new();
    let keys = home.run(&["keys"]).out;
    assert!(keys.contains("bookmark") && keys.contains("g g"), "{keys}");
    assert!(home.run(&["completions", "bash"]).out.contains("squelch"));
    assert!(home.run(&["man"]).out.starts_with(".ie") || home.run(&["man"]).out.contains(".TH"));
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    use std::process::Stdio;
    let home = Home::new();
    home.run(&["list"]);
    let mut child = home
        .command()
        .args(["list", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_damaged_store_is_set_aside_and_named() {
    let home = Home::new();
    home.run(&["list"]);
    let store = home.data().join("squelch.db");
    for name in ["squelch.db-wal", "squelch.db-shm"] {
        let _ = std::fs::remove_file(home.data().join(name));
    }
    std::fs::write(
        &store,
        b"this is not a database, it is a sentence that is long enough to be read as a header",
    )
    .unwrap();
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let aside = std::fs::read_dir(home.data())
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| name.starts_with("squelch") && name.contains("damaged"));
    let aside = aside.expect("the damaged file is kept");
    assert!(ran.err.contains(&aside), "{}", ran.err);
}

/// The index is made beside the command, and a command that was too quick for it said there was nothing.
#[test]
fn the_first_command_of_all_finds_what_it_means() {
    for (arguments, said) in [
        (&["list", "title:flood"][..], "flood barrier"),
        (&["mark", "bookmark", "title:flood"], "bookmarked 1 article"),
        (&["tag", "rivers", "title:flood"], "tagged 1 article"),
        (
            &["ask", "Who called the flood barrier too low?"],
            "flood barrier",
        ),
    ] {
        let ran = Home::new().run(arguments);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(all.contains(said), "{arguments:?}: {all}");
    }
}
