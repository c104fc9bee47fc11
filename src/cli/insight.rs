//! `insight` and `ask`: briefs, questions and cited passages on the command line.

use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::args::Global;
use super::exit::{Done, Failed, Result};
use super::input;
use super::output::Output;
use super::session::{self, Session};
use crate::domain::ArticleId;
use crate::domain::query::parse_age;
use crate::insight::{self, Insight, Story};
use crate::jobs::ask::{AskRequest, CitedAnswer, ask as ask_job};
use crate::jobs::clock::{self, Stopwatch};
use crate::jobs::{self, page};
use crate::read::Page;

/// Lines of a batch held in memory at once, and bytes of them from which on no more are taken.
const BATCH: usize = 512;
const BATCH_BYTES: usize = 8 * 1024 * 1024;

#[derive(Debug, Serialize)]
struct InsightJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<serde_json::Value>,
    #[serde(flatten)]
    insight: &'a Insight,
    /// What it took to make, in milliseconds.
    ms: f64,
}

#[derive(Debug, Deserialize)]
struct BatchLine {
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(default)]
    title: Option<String>,
    text: String,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default, alias = "lang")]
    language: Option<String>,
}

fn of_text(output: &mut Output, name: &str, bytes: &[u8], content_type: Option<&str>) -> Result {
    let page = Page::read(bytes, content_type, None);
    let watch = Stopwatch::start();
    let insight = insight::make(Story {
        title: &page.title,
        text: &page.text,
        summary: page.summary.as_deref(),
        language: page.language.as_deref(),
    });
    let ms = watch.milliseconds();
    if insight.brief.is_empty() && insight.questions.is_empty() && page.text.trim().is_empty() {
        return Err(Failed::work(format!("{name} has no text to read")));
    }
    output.raw(
        format!(
            "{}\n",
            serde_json::to_string_pretty(&InsightJson {
                id: None,
                insight: &insight,
                ms,
            })
            .map_err(Failed::work)?
        )
        .as_bytes(),
    )?;
    Ok(Done::All)
}

/// Prints brief and questions of a file, an address, or standard input (`-`).
pub(super) fn one(global: &Global, output: &mut Output, name: &str) -> Result {
    if !(name.starts_with("http://") || name.starts_with("https://")) {
        return of_text(output, name, &input::read(name)?, None);
    }
    let config = session::config(&session::paths(global)?)?;
    let fetcher = jobs::fetcher(&config).map_err(Failed::work)?;
    let page = super::screen::runtime()?
        .block_on(page::fetch(&fetcher, name, global.offline, clock::now()))
        .map_err(Failed::work)?;
    of_text(output, name, &page.bytes, page.content_type.as_deref())
}

/// Streams a batch: bounded memory, all cores, answers in the order of the lines.
pub(super) fn batch(output: &mut Output, path: &Path) -> Result {
    let file = input::open(path)?;
    let mut lines = BufReader::new(file).split(b'\n');
    let mut has_failures = false;
    loop {
        let chunk = chunk(&mut lines)
            .map_err(|error| Failed::work(format!("cannot read {}: {error}", path.display())))?;
        if chunk.is_empty() {
            break;
        }
        for answer in answers(&chunk) {
            match answer {
                Ok(json) => output.raw(json.as_bytes())?,
                Err(json) => {
                    has_failures = true;
                    output.raw(json.as_bytes())?;
                }
            }
            output.raw(b"\n")?;
        }
    }
    Ok(if has_failures {
        Done::Partly
    } else {
        Done::All
    })
}

/// Takes the next lines that hold anything; none are left when there are none.
fn chunk(lines: &mut impl Iterator<Item = io::Result<Vec<u8>>>) -> io::Result<Vec<Vec<u8>>> {
    let mut chunk = Vec::with_capacity(BATCH);
    let mut bytes = 0;
    while chunk.len() < BATCH && bytes < BATCH_BYTES {
        let Some(line) = lines.next().transpose()? else {
            break;
        };
        if !line.iter().all(u8::is_ascii_whitespace) {
            bytes += line.len();
            chunk.push(line);
        }
    }
    Ok(chunk)
}

/// Answers the lines of one chunk on all cores; `Err` holds the error object of a line that could not be read.
fn answers(chunk: &[Vec<u8>]) -> Vec<std::result::Result<String, String>> {
    let next = AtomicUsize::new(0);
    let slots: Vec<Mutex<Option<std::result::Result<String, String>>>> =
        chunk.iter().map(|_| Mutex::new(None)).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers.min(chunk.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(line), Some(slot)) = (chunk.get(index), slots.get(index)) else {
                        break;
                    };
                    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer(line));
                }
            });
        }
    });
    slots
        .into_iter()
        .filter_map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect()
}

fn answer(line: &[u8]) -> std::result::Result<String, String> {
    let error = |id: Option<serde_json::Value>, text: String| {
        serde_json::json!({ "id": id, "error": text }).to_string()
    };
    let parsed: BatchLine = serde_json::from_slice(line).map_err(|problem| {
        let id = serde_json::from_slice::<serde_json::Value>(line)
            .ok()
            .and_then(|value| value.get("id").cloned());
        error(id, format!("not an object with `text`: {problem}"))
    })?;
    let watch = Stopwatch::start();
    let insight = insight::make(Story {
        title: parsed.title.as_deref().unwrap_or_default(),
        text: &parsed.text,
        summary: parsed.summary.as_deref(),
        language: parsed.language.as_deref(),
    });
    let ms = watch.milliseconds();
    serde_json::to_string(&InsightJson {
        id: parsed.id.clone(),
        insight: &insight,
        ms,
    })
    .map_err(|problem| error(parsed.id, problem.to_string()))
}

pub(super) async fn ask(
    session: &Session,
    output: &mut Output,
    question: &[String],
    article: Option<&str>,
    newer: Option<&str>,
) -> Result {
    let now = clock::now();
    let newer_than = newer
        .map(|age| {
            parse_age(age)
                .map(|seconds| now.plus(-seconds))
                .ok_or_else(|| {
                    Failed::usage(format!("`{age}` is not an age; write `12h`, `7d` or `2w`"))
                })
        })
        .transpose()?;
    let article = article
        .map(|id| {
            id.parse::<ArticleId>().map_err(|_| {
                Failed::usage(format!(
                    "`{id}` is not an article id; `squelch list` prints them"
                ))
            })
        })
        .transpose()?;
    if let Some(id) = article
        && session.desk.store.article(id).await?.is_none()
    {
        return Err(Failed::work(format!(
            "no article has the id {id}; `squelch list` prints the ids there are"
        )));
    }
    let request = AskRequest {
        question: question.join(" "),
        article,
        newer_than,
    };
    let mut answer = ask_job(&session.desk, request.clone()).await?;
    if !answer.is_answered {
        // What was just written may be on its way into the index.
        session.desk.store.settle().await;
        answer = ask_job(&session.desk, request).await?;
    }
    if output.is_json {
        output.json(&answer)?;
    } else {
        print_answer(output, &answer)?;
    }
    Ok(if answer.is_answered {
        Done::All
    } else {
        Done::Partly
    })
}

fn print_answer(output: &mut Output, answer: &CitedAnswer) -> std::io::Result<()> {
    if !answer.is_answered {
        output.notice(if answer.citations.is_empty() {
            "not answered in what is cached"
        } else {
            "not answered in what is cached; the nearest passages:"
        });
    }
    for citation in &answer.citations {
        output.line(&format!(
            "[{}] {} · {} · {} · {}",
            citation.number,
            citation.title,
            citation.source,
            citation.published.readable(&clock::zone()),
            citation.article,
        ))?;
        output.line(&format!("    {}\n", citation.passage))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_taken_a_few_at_a_time() {
        let mut lines = std::iter::repeat_with(|| Ok(vec![b'x'; 1024 * 1024])).take(100);
        let mut taken = Vec::new();
        loop {
            let chunk = chunk(&mut lines).unwrap();
            assert!(chunk.len() <= 8);
            if chunk.is_empty() {
                break;
            }
            taken.extend(chunk);
        }
        assert_eq!(taken.len(), 100);
    }

    #[test]
    fn a_batch_does_not_end_at_empty_lines() {
        let empty = std::iter::repeat_with(|| Ok(b" ".to_vec())).take(3 * BATCH);
        let mut lines = empty.chain(std::iter::once(Ok(b"{}".to_vec())));
        assert_eq!(chunk(&mut lines).unwrap(), [b"{}".to_vec()]);
    }
}
