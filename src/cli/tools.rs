//! Housekeeping: `parse`, `discover`, `render`, `config`, `keys`, `backup`, `completions`, `man`.

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use url::Url;

use super::args::{Arguments, ConfigAction, Global};
use super::exit::{Done, Failed, Result};
use super::input;
use super::output::Output;
use super::screen;
use super::session::{self, Session};
use crate::config::{Depth, Theme, file, listing, theme};
use crate::fetch::{self, Parsed};
use crate::jobs::{self, clock};
use crate::read::{Document, Page};

pub(super) fn parse(
    output: &mut Output,
    file: &str,
    content_type: Option<&str>,
    base: &str,
) -> Result {
    let base = address(base)?;
    let bytes = input::read(file)?;
    let parsed = fetch::parse(&bytes, content_type, &base)
        .map_err(|error| Failed::work(format!("{file} is {error}")))?;
    if output.is_json {
        output.json(&parsed)?;
    } else {
        digest(output, &parsed)?;
    }
    Ok(Done::All)
}

fn digest(output: &mut Output, parsed: &Parsed) -> std::io::Result<()> {
    output.line(parsed.title.as_deref().unwrap_or("(no title)"))?;
    let site = parsed.link.as_ref().map_or("no site link", Url::as_str);
    output.line(&format!(
        "{} · {} · {} entries · {site}",
        parsed.kind,
        parsed.encoding,
        parsed.entries.len()
    ))?;
    for entry in &parsed.entries {
        let date = entry
            .published
            .map_or_else(|| "no date".to_owned(), crate::domain::Timestamp::rfc3339);
        output.line(&format!("\n{}", entry.title))?;
        output.line(&format!(
            "  {date} · {}",
            entry.link.as_ref().map_or("no link", Url::as_str)
        ))?;
        let start: String = entry.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let start: String = start.chars().take(160).collect();
        if !start.is_empty() {
            output.line(&format!("  {start}"))?;
        }
    }
    if !parsed.warnings.is_empty() {
        output.line("\nRepaired:")?;
        for warning in &parsed.warnings {
            output.line(&format!("  {warning}"))?;
        }
    }
    Ok(())
}

/// Prints the feeds behind an address, or those a page on disk names: these are not fetched, so that their entries are
/// not counted.
pub(super) fn discover(global: &Global, output: &mut Output, input: &str, base: &str) -> Result {
    let base = address(base)?;
    let is_file = input == "-" || Path::new(input).is_file();
    let found = if is_file {
        let bytes = input::read(input)?;
        fetch::candidates(&String::from_utf8_lossy(&bytes), &base)
    } else if global.offline {
        return Err(Failed::usage("nothing can be fetched with --offline"));
    } else {
        let config = session::config(&session::paths(global)?)?;
        let fetcher = jobs::fetcher(&config).map_err(Failed::work)?;
        screen::runtime()?
            .block_on(fetch::discover(&fetcher, input, clock::now()))
            .map_err(Failed::work)?
    };
    if found.is_empty() {
        return Err(Failed::work(format!("{input} names no feed")));
    }
    for feed in &found {
        if output.is_json {
            output.json(feed)?;
            continue;
        }
        let title = feed.title.as_deref().unwrap_or_default();
        let entries = match feed.entries {
            None => String::new(),
            Some(1) => "1 entry".to_owned(),
            Some(count) => format!("{count} entries"),
        };
        output.line(format!("{}\t{title}\t{entries}", feed.url).trim_end())?;
    }
    Ok(Done::All)
}

pub(super) fn extract(output: &mut Output, file: &str, base: Option<&str>) -> Result {
    let base = base.map(address).transpose()?;
    let page = Page::read(&input::read(file)?, None, base.as_ref());
    if page.text.trim().is_empty() {
        return Err(Failed::work(format!("{file} has no article in it")));
    }
    if output.is_json {
        output.json(&page)?;
        return Ok(Done::All);
    }
    if !page.title.is_empty() {
        output.line(&page.title)?;
        output.line("")?;
    }
    output.line(page.text.trim_end())?;
    Ok(Done::All)
}

pub(super) fn render(output: &mut Output, file: &str, width: u16, base: Option<&str>) -> Result {
    let base = base.map(address).transpose()?;
    let bytes = input::read(file)?;
    let html = String::from_utf8_lossy(&bytes);
    let rendered = Document::from_html(&html, base.as_ref()).render(width);
    for line in &rendered.lines {
        let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
        output.line(text.trim_end())?;
    }
    if !rendered.links.is_empty() {
        output.line("")?;
    }
    for (index, link) in rendered.links.iter().enumerate() {
        output.line(&format!("[{}] {}", index + 1, link.url))?;
    }
    Ok(Done::All)
}

fn address(text: &str) -> Result<Url> {
    Url::parse(text).map_err(|error| Failed::usage(format!("`{text}` is not an address: {error}")))
}

pub(super) fn config(output: &mut Output, global: &Global, action: ConfigAction) -> Result {
    let paths = session::paths(global)?;
    let file = paths.config.clone();
    match action {
        ConfigAction::Path => output.line(&file.display().to_string())?,
        ConfigAction::Show => {
            let config = session::config(&paths)?;
            let text = toml::to_string_pretty(&config).map_err(Failed::work)?;
            output.raw(text.as_bytes())?;
        }
        ConfigAction::Check => {
            let config = session::config(&paths)?;
            let theme = theme::name_for(&config.screen.theme, config.screen.background);
            Theme::load(theme, paths.theme(theme).as_deref(), Depth::True)
                .map_err(Failed::usage)?;
            let state = if file.exists() {
                "is fine"
            } else {
                "does not exist; the defaults hold"
            };
            output.line(&format!("{} {state}", file.display()))?;
        }
        ConfigAction::Init => {
            init(&file)?;
            output.line(&format!("wrote {}", file.display()))?;
        }
    }
    Ok(Done::All)
}

/// Never writes over a file that is there.
fn init(file: &Path) -> Result<()> {
    let refuse = |error: std::io::Error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Failed::work(format!(
                "{} is already there; it was left as it is",
                file.display()
            ))
        } else {
            Failed::work(format!("cannot write {}: {error}", file.display()))
        }
    };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(refuse)?;
    }
    let mut new = std::fs::File::create_new(file).map_err(refuse)?;
    std::io::Write::write_all(&mut new, file::DEFAULT_FILE.as_bytes()).map_err(refuse)
}

pub(super) fn keys(output: &mut Output, global: &Global) -> Result {
    let config = session::config(&session::paths(global)?)?;
    let keymap = config.keymap().map_err(Failed::usage)?;
    if output.is_json {
        for row in listing::rows(&keymap) {
            output.json(&row)?;
        }
    } else {
        output.raw(listing::text(&keymap).as_bytes())?;
    }
    Ok(Done::All)
}

pub(super) async fn backup(session: &Session, output: &mut Output, file: &Path) -> Result {
    session.desk.store.backup(file.to_owned()).await?;
    output.notice(&format!("copied the store to {}", file.display()));
    Ok(Done::All)
}

pub(super) fn completions(output: &mut Output, shell: Shell) -> Result {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "squelch", &mut script);
    output.raw(&script)?;
    Ok(Done::All)
}

pub(super) fn manual(output: &mut Output) -> Result {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
    output.raw(&page)?;
    Ok(Done::All)
}
