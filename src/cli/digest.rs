//! `digest`: the stories of a day, as text, Markdown, a page, or JSON.

use std::fmt::Write as _;

use super::args::DigestForm;
use super::exit::{Done, Failed, Result};
use super::output::Output;
use super::session::Session;
use crate::domain::Timestamp;
use crate::domain::query::parse_age;
use crate::jobs::clock;
use crate::jobs::digest::{Digest, DigestStory, digest as digest_of};
use crate::read::escape_markdown;

/// How a page of its own looks, wherever it is opened.
const STYLE: &str = "body{max-width:42em;margin:2em auto;padding:0 1em;font:1rem/1.5 system-ui,sans-serif}\
h2{margin:2em 0 0;font-size:1.1rem}.by,footer{color:#666;font-size:.9rem}ul{padding-left:1.2em}";

pub(super) async fn digest(
    session: &Session,
    output: &mut Output,
    newer: &str,
    limit: usize,
    form: DigestForm,
) -> Result {
    let age = parse_age(newer).filter(|age| *age > 0).ok_or_else(|| {
        Failed::usage(format!(
            "`{newer}` is not an age; write `12h`, `7d` or `2w`"
        ))
    })?;
    let digest = digest_of(&session.desk, age, limit, clock::now()).await?;
    if output.is_json {
        for story in &digest.stories {
            output.json(story)?;
        }
    } else if form.html {
        output.line(&page(&digest))?;
    } else if form.markdown {
        output.line(&markdown(&digest))?;
    } else if !digest.stories.is_empty() {
        output.line(&text(&digest))?;
    }
    Ok(if digest.stories.is_empty() {
        output.notice("no stories in this time; `squelch refresh` fetches what is new");
        Done::Partly
    } else {
        Done::All
    })
}

/// Where a story stands: `Harbour Wire and 2 other sources · 22 Nov, 12:04`.
fn by(story: &DigestStory) -> String {
    let others = match story.sources {
        0 | 1 => String::new(),
        2 => " and another source".to_owned(),
        sources => format!(" and {} other sources", sources - 1),
    };
    format!(
        "{}{others} · {}",
        story.source,
        story.date.readable(&clock::zone())
    )
}

/// What the digest is of, and who chose the sentences.
fn about(digest: &Digest) -> String {
    let counted = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    let shown = digest.stories.len();
    let of = if shown < digest.count {
        format!("{shown} of {}", counted(digest.count, "story", "stories"))
    } else {
        counted(shown, "story", "stories")
    };
    let mut about = format!(
        "{of} from {} since {}",
        counted(digest.articles, "article", "articles"),
        digest.since.readable(&clock::zone())
    );
    if let Some(engine) = digest
        .stories
        .iter()
        .find_map(|story| story.engine.as_ref())
    {
        let _ = write!(about, "; briefs are quoted from the articles by {engine}");
    }
    about
}

fn title(since: Timestamp) -> String {
    format!("News since {}", since.readable(&clock::zone()))
}

fn text(digest: &Digest) -> String {
    let mut text = String::new();
    for story in &digest.stories {
        let _ = writeln!(text, "{}\n  {}  {}", story.title, story.id, by(story));
        for bullet in &story.brief {
            let _ = writeln!(text, "  • {bullet}");
        }
        if let Some(link) = &story.link {
            let _ = writeln!(text, "  {link}");
        }
        for other in &story.others {
            let _ = writeln!(text, "  + {}  {} · {}", other.id, other.source, other.title);
        }
        text.push('\n');
    }
    text + &about(digest)
}

fn markdown(digest: &Digest) -> String {
    let linked = |title: &str, link: Option<&url::Url>| {
        let title = escape_markdown(title);
        link.map_or_else(|| title.clone(), |link| format!("[{title}](<{link}>)"))
    };
    let mut text = format!("# {}\n\n", title(digest.since));
    for story in &digest.stories {
        let _ = writeln!(
            text,
            "## {}\n\n{}\n",
            linked(&story.title, story.link.as_ref()),
            escape_markdown(&by(story))
        );
        for bullet in &story.brief {
            let _ = writeln!(text, "- {}", escape_markdown(bullet));
        }
        if !story.brief.is_empty() {
            text.push('\n');
        }
        for other in &story.others {
            let _ = writeln!(
                text,
                "  {}: {}  ",
                escape_markdown(&other.source),
                linked(&other.title, other.link.as_ref())
            );
        }
        if !story.others.is_empty() {
            text.push('\n');
        }
    }
    text + &escape_markdown(&about(digest))
}

fn page(digest: &Digest) -> String {
    let linked = |title: &str, link: Option<&url::Url>| {
        let title = escape_html(title);
        link.map_or_else(
            || title.clone(),
            |link| format!("<a href=\"{}\">{title}</a>", escape_html(link.as_str())),
        )
    };
    let title = escape_html(&title(digest.since));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n"
    );
    for story in &digest.stories {
        let _ = writeln!(
            page,
            "<article>\n<h2>{}</h2>\n<p class=\"by\">{}</p>",
            linked(&story.title, story.link.as_ref()),
            escape_html(&by(story))
        );
        let items = |items: Vec<String>| {
            if items.is_empty() {
                String::new()
            } else {
                format!("<ul>\n<li>{}</li>\n</ul>\n", items.join("</li>\n<li>"))
            }
        };
        page.push_str(&items(
            story
                .brief
                .iter()
                .map(|bullet| escape_html(bullet))
                .collect(),
        ));
        let others = story.others.iter().map(|other| {
            format!(
                "{}: {}",
                escape_html(&other.source),
                linked(&other.title, other.link.as_ref())
            )
        });
        let others = items(others.collect());
        if !others.is_empty() {
            let _ = write!(
                page,
                "<details>\n<summary>Also told by</summary>\n{others}</details>\n"
            );
        }
        page.push_str("</article>\n");
    }
    let _ = write!(
        page,
        "<footer>{}</footer>\n</html>",
        escape_html(&about(digest))
    );
    page
}

/// Returns a text as it is written in a page, inside and outside of quotes.
fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
