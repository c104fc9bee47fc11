//! Commands about one article: `show`, `open`.

use super::args::Part;
use super::articles::article;
use super::exit::{Done, Failed, Result};
use super::output::{Output, terminal_width};
use super::session::Session;
use crate::domain::Article;
use crate::jobs::{self, clock};
use crate::read::{self, Document};

pub(super) async fn show(session: &Session, output: &mut Output, id: &str, part: Part) -> Result {
    let article = article(session, id).await?;
    if part.versions {
        return super::versions::show(session, output, article.headline.id).await;
    }
    if part.brief || part.questions {
        return show_insight(session, output, &article, part).await;
    }
    if output.is_json {
        output.json(&article)?;
    } else if part.text {
        output.line(&article.text)?;
    } else {
        let document = Document::from_html(&article.html, article.link.as_ref());
        let head = heading(&article);
        if part.markdown {
            output.line(&format!(
                "# {}\n\n{}\n",
                article.headline.title,
                head.join("  \n")
            ))?;
            output.line(&read::to_markdown(&document))?;
        } else {
            output.line(&format!(
                "{}\n{}\n",
                article.headline.title,
                head.join("\n")
            ))?;
            let width = terminal_width().unwrap_or(84).clamp(20, 84);
            let width = u16::try_from(width).unwrap_or(84);
            for line in document.render(width).lines {
                let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
                output.line(text.trim_end())?;
            }
        }
    }
    Ok(Done::All)
}

async fn show_insight(
    session: &Session,
    output: &mut Output,
    article: &Article,
    part: Part,
) -> Result {
    let insight = jobs::insight::of_article(&session.desk, article.headline.id, false)
        .await?
        .unwrap_or_default();
    if output.is_json {
        output.json(&insight)?;
        return Ok(Done::All);
    }
    let lines: Vec<&str> = if part.brief {
        insight
            .brief
            .iter()
            .map(|bullet| bullet.text.as_str())
            .collect()
    } else {
        insight
            .questions
            .iter()
            .map(|question| question.text.as_str())
            .collect()
    };
    if lines.is_empty() {
        output.notice(
            insight
                .note
                .as_deref()
                .unwrap_or("nothing to show for this article"),
        );
        return Ok(Done::Partly);
    }
    for line in lines {
        output.line(&format!("• {line}"))?;
    }
    Ok(Done::All)
}

fn heading(article: &Article) -> Vec<String> {
    let zone = clock::zone();
    let mut first = article.headline.source.clone();
    if let Some(author) = &article.author {
        first.push_str(" · ");
        first.push_str(author);
    }
    first.push_str(" · ");
    first.push_str(
        &article
            .published
            .unwrap_or(article.headline.sorted_at)
            .readable(&zone),
    );
    let link = article.link.as_ref().map(|link| link.as_str().to_owned());
    std::iter::once(first).chain(link).collect()
}

pub(super) async fn open(session: &Session, output: &Output, id: &str) -> Result {
    let article = article(session, id).await?;
    let Some(link) = &article.link else {
        return Err(Failed::work(format!("article {id} has no link to open")));
    };
    jobs::browse::open(link, &session.config.browser.command).map_err(Failed::work)?;
    output.notice(&format!("opened {link}"));
    Ok(Done::All)
}
