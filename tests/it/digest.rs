//! `squelch digest`: the stories of a time, what several sources tell put together.

use serde_json::{Value, json};

use crate::sealed::Home;

const HOUR: i64 = 3_600;

fn now() -> i64 {
    squelch::jobs::clock::now().seconds()
}

fn item(source: &str, hours: i64, title: &str, text: &str) -> Value {
    json!({
        "title": title,
        "published": now() - hours * HOUR,
        "alternate": [{ "href": format!("https://{source}.example/{hours}?a=1&b=2") }],
        // What is kept for good no rule hides.
        "categories": [if source == "old" { "user/1/state/com.google/starred" } else { "user/1/state/com.google/read" }],
        "origin": { "streamId": format!("feed/https://{source}.example/feed"), "title": source },
        "summary": { "content": text },
    })
}

/// Three sources on one strike, one of them yesterday's news, and other things.
fn furnished() -> Home {
    let home = Home::new();
    let strike = "Dockers at the port of Esk went back to work on Monday after eleven days. Their union, led by Ida Marn, and the \
                  Esk Harbour Company agreed on eleven per cent more pay. Retailers expect that the backlog of containers will \
                  take six weeks to clear. A vote of the members is due on the third of December in Esk and in Torvik.";
    let again = "After eleven days the strike in the port of Esk is over. Ida Marn of the dockers' union said on Monday that the \
                 Esk Harbour Company had agreed to pay eleven per cent more. The backlog of containers will take retailers six \
                 weeks, and the members of the union vote on it on the third of December.";
    let solver = "The Halyard compiler dropped its old solver after four years of work. Ilse Brandt, who leads the team, said that \
                  builds of large projects take a third less memory with the new one. Two known defects of the old one are gone \
                  as well, and plugins have to be built anew before the release in spring.";
    let items = [
        item(
            "wire",
            3,
            "Port strike in Esk ends after eleven days",
            strike,
        ),
        item(
            "ledger",
            2,
            "Dockers of Esk back at work: <b>what</b> they won",
            again,
        ),
        item("gazette", 1, "Strike at Esk harbour over", again),
        item(
            "lang",
            1,
            "Halyard compiler drops its solver [final] *today*",
            solver,
        ),
        item("old", 50, "Something that happened two days ago", strike),
    ];
    let file = home.write("starred.json", json!({ "items": items }).to_string());
    let ran = home.run(&["import", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The welcome articles are of today as well.
    let ran = home.run(&["mute", "feed:welcome"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    home
}

#[test]
fn what_several_sources_tell_is_one_story_with_its_brief() {
    let home = furnished();
    let ran = home.run(&["digest", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let stories = ran.json();
    assert_eq!(stories.len(), 2, "{}", ran.out);
    let strike = &stories[0];
    assert_eq!(strike["sources"], 3);
    assert_eq!(strike["others"].as_array().unwrap().len(), 2);
    assert!(
        strike["engine"]
            .as_str()
            .unwrap()
            .starts_with("squelch-offline")
    );
    assert!(!strike["brief"].as_array().unwrap().is_empty());
    assert_eq!(
        (&stories[1]["source"], &stories[1]["sources"]),
        (&"lang".into(), &1.into())
    );
    let ids: Vec<String> = strike["others"]
        .as_array()
        .unwrap()
        .iter()
        .chain([strike])
        .map(|article| article["id"].to_string())
        .collect();
    for id in ids {
        assert_eq!(home.run(&["show", &id]).code, 0);
    }

    let text = home.run(&["digest"]).out;
    assert!(text.contains("and 2 other sources"), "{text}");
    assert!(
        text.contains("2 stories from 4 articles since") && text.contains("squelch-offline"),
        "{text}"
    );
    let one = home.run(&["digest", "--limit", "1"]).out;
    assert!(
        one.contains("1 of 2 stories") && !one.contains("Halyard"),
        "{one}"
    );
    // Two days ago the same was told already.
    let week = home.run(&["digest", "--newer", "1w", "--json"]).json();
    assert_eq!(week[0]["sources"], 4);
}

#[test]
fn titles_mark_nothing_up_in_markdown_and_in_a_page() {
    let home = furnished();
    let markdown = home.run(&["digest", "--markdown"]).out;
    assert!(
        markdown.contains("## [Halyard compiler drops its solver \\[final\\] \\*today\\*](<https://lang.example/1?a=1&b=2>)"),
        "{markdown}"
    );
    let page = home.run(&["digest", "--html"]).out;
    assert!(page.starts_with("<!doctype html>"), "{page}");
    assert!(
        page.contains("<a href=\"https://lang.example/1?a=1&amp;b=2\">"),
        "{page}"
    );
    assert!(
        page.matches("<article>").count() == 2 && !page.contains("<b>"),
        "{page}"
    );
    for form in ["--markdown", "--html"] {
        assert!(home.run(&["digest", form]).out.contains("Ilse Brandt"));
    }
    assert_eq!(home.run(&["digest", "--markdown", "--html"]).code, 2);
}

#[test]
fn a_digest_of_nothing_and_one_without_briefs() {
    let home = furnished();
    let wrong = home.run(&["digest", "--newer", "yesterday"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.err.contains("`yesterday` is not an age"),
        "{}",
        wrong.err
    );
    home.run(&["mute", "strike OR solver OR esk"]);
    let none = home.run(&["digest"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""), "{}", none.err);
    assert!(none.err.contains("no stories in this time"), "{}", none.err);

    let home = furnished();
    home.write("config.toml", "[insight]\nengine = \"off\"\n");
    let stories = home.run(&["digest", "--json"]).json();
    assert!(
        stories[0]["brief"].as_array().unwrap().is_empty() && stories[0].get("engine").is_none()
    );
    assert!(!home.run(&["digest"]).out.contains("squelch-offline"));
}
