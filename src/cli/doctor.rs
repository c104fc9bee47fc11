//! `squelch doctor`: looks at everything squelch depends on and says what is wrong.

use std::io::IsTerminal;

use serde::Serialize;

use super::exit::{Done, Result};
use super::output::Output;
use super::session::Session;
use crate::domain::Health;
use crate::jobs::clock;
use crate::store::{Examination, Findings};

#[derive(Debug, Serialize)]
struct Report {
    version: &'static str,
    paths: PathsReport,
    terminal: Terminal,
    store: Examination,
    /// What a deep look found, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    deep: Option<Findings>,
    failing: Vec<Failing>,
    problems: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PathsReport {
    config: String,
    config_exists: bool,
    store: String,
    index: String,
    log: String,
}

#[derive(Debug, Serialize)]
struct Terminal {
    interactive: bool,
    columns: Option<u16>,
    rows: Option<u16>,
    term: String,
    colours: String,
    utf8: bool,
    over_ssh: bool,
    multiplexer: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Failing {
    id: i64,
    title: String,
    url: String,
    why: String,
}

pub(super) async fn doctor(session: &Session, output: &mut Output, is_deep: bool) -> Result {
    let report = examine(session, is_deep).await?;
    if output.is_json {
        output.json(&report)?;
    } else {
        print(output, &report)?;
    }
    Ok(if report.problems.is_empty() {
        Done::All
    } else {
        Done::Partly
    })
}

async fn examine(session: &Session, is_deep: bool) -> Result<Report> {
    session.desk.store.settle().await;
    let deep = if is_deep {
        Some(session.desk.store.check().await?)
    } else {
        None
    };
    let store = session.desk.store.examine().await?;
    let overview = session.desk.store.overview(clock::today()).await?;
    let failing: Vec<Failing> = overview
        .feeds
        .iter()
        .filter_map(|feed| {
            let (Health::Failing { why, .. }
            | Health::Paused {
                why,
                by_person: false,
            }) = &feed.health
            else {
                return None;
            };
            Some(Failing {
                id: feed.id.get(),
                title: feed.title.clone(),
                url: feed.url.to_string(),
                why: why.clone(),
            })
        })
        .collect();
    let mut problems = Vec::new();
    if store.integrity != "ok" {
        problems.push(format!(
            "the store is damaged: {}; the next start saves what can be read of it and keeps this one",
            store.integrity
        ));
    }
    if let Some(findings) = &deep {
        problems.extend(words_for(findings));
    }
    if store.waiting_for_index > 0 {
        problems.push(format!(
            "{} articles wait for the search index; another squelch may be adding them",
            store.waiting_for_index
        ));
    }
    let terminal = terminal();
    if !terminal.utf8 {
        problems.push(
            "the locale is not UTF-8: accents and borders may look wrong; set LANG".to_owned(),
        );
    }
    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        paths: PathsReport {
            config: session.paths.config.display().to_string(),
            config_exists: session.paths.config.exists(),
            store: session.paths.store().display().to_string(),
            index: session.paths.index().display().to_string(),
            log: session.paths.log().display().to_string(),
        },
        terminal,
        store,
        deep,
        failing,
        problems,
    })
}

/// What a deep look found, each in a sentence.
fn words_for(findings: &Findings) -> Vec<String> {
    let mut words = Vec::new();
    if findings.integrity != "ok" {
        words.push(format!(
            "the store's file is damaged: {}; the next start saves what can be read of it into a new one and keeps this one",
            findings.integrity
        ));
    }
    if !findings.orphans.is_empty() {
        words.push(format!(
            "rows that belong to nothing: {}; they do no harm",
            findings.orphans.join(", ")
        ));
    }
    for (count, what) in [
        (findings.without_body, "articles have no text"),
        (
            findings.wrong_totals,
            "feeds had a wrong count of articles (mended)",
        ),
        (
            findings.wrong_unread,
            "unread marks were out of place (mended)",
        ),
        (
            findings.wrong_hidden,
            "articles were hidden that no rule mutes, or in sight that one does (mended)",
        ),
        (
            findings.missing_from_index,
            "articles were missing from the search index (mended)",
        ),
        (
            findings.extra_in_index,
            "articles were in the search index and not in the store (mended)",
        ),
    ] {
        if count > 0 {
            words.push(format!("{count} {what}"));
        }
    }
    words
}

fn terminal() -> Terminal {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let size = crossterm::terminal::size().ok();
    let colours = if !variable("NO_COLOR").is_empty() {
        "none (NO_COLOR)"
    } else if matches!(variable("COLORTERM").as_str(), "truecolor" | "24bit") {
        "true colour"
    } else if variable("TERM").contains("256") {
        "256"
    } else {
        "16"
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    Terminal {
        interactive: std::io::stdout().is_terminal(),
        columns: size.map(|(columns, _)| columns),
        rows: size.map(|(_, rows)| rows),
        term: variable("TERM"),
        colours: colours.to_owned(),
        utf8: cfg!(windows)
            || locale.is_empty()
            || locale.contains("utf-8")
            || locale.contains("utf8"),
        over_ssh: std::env::var_os("SSH_TTY").is_some(),
        multiplexer: if std::env::var_os("TMUX").is_some() {
            Some("tmux")
        } else if variable("TERM").starts_with("screen") {
            Some("screen")
        } else {
            None
        },
    }
}

fn print(output: &mut Output, report: &Report) -> std::io::Result<()> {
    let paths = &report.paths;
    let terminal = &report.terminal;
    let store = &report.store;
    let size = match (terminal.columns, terminal.rows) {
        (Some(columns), Some(rows)) if terminal.interactive => format!("{columns}×{rows}"),
        _ => "not a terminal".to_owned(),
    };
    let absent = if paths.config_exists {
        ""
    } else {
        "  (none; the defaults hold)"
    };
    let mut over = Vec::new();
    over.extend(terminal.multiplexer);
    over.extend(terminal.over_ssh.then_some("ssh"));
    let rows = [
        ("squelch", report.version.to_owned()),
        ("settings", format!("{}{absent}", paths.config)),
        ("store", paths.store.clone()),
        ("index", paths.index.clone()),
        ("log", paths.log.clone()),
        (
            "terminal",
            format!(
                "{size}, {}, colours: {} {}",
                terminal.term,
                terminal.colours,
                over.join(" ")
            ),
        ),
        (
            "schema",
            format!(
                "version {}, integrity {}",
                store.schema_version, store.integrity
            ),
        ),
        (
            "cached",
            format!(
                "{} articles of {} feeds, {} unread, {} bookmarked, {:.1} MiB",
                store.articles,
                store.feeds,
                store.unread,
                store.bookmarks,
                mebibytes(store.store_bytes)
            ),
        ),
        (
            "search",
            format!(
                "{} articles indexed, {} waiting, {:.1} MiB",
                store.indexed,
                store.waiting_for_index,
                mebibytes(store.index_bytes)
            ),
        ),
    ];
    for (name, value) in rows {
        output.line(&format!("{name:<9} {}", value.trim_end()))?;
    }
    if report
        .deep
        .as_ref()
        .is_some_and(|deep| !deep.has_damage() && !deep.has_repairs())
    {
        output.line("deep      rows, counts and search index agree")?;
    }
    if report.failing.is_empty() {
        output.line("feeds     none failing")?;
    } else {
        output.line(&format!("feeds     {} failing", report.failing.len()))?;
        for failing in &report.failing {
            output.line(&format!(
                "  ! {} ({}): {}",
                failing.title, failing.url, failing.why
            ))?;
        }
    }
    for problem in &report.problems {
        output.line(&format!("problem   {problem}"))?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
