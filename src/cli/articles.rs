//! Commands about articles: `list`, `unread`, `search`, `mark`.

use serde::Serialize;

use super::args::MarkName;
use super::exit::{Done, Failed, Result};
use super::output::{Output, fitted, terminal_width};
use super::session::Session;
use crate::domain::query::{self, ParseContext, Query};
use crate::domain::{Article, ArticleId, Flag, Headline};
use crate::jobs::{self, clock};
use crate::store::{PageRequest, SearchRequest, SearchResult, SearchSort, Selection, Sort};

/// A headline as `--json` prints it.
#[derive(Debug, Serialize)]
pub(super) struct HeadlineJson<'a> {
    id: ArticleId,
    feed: &'a str,
    feed_id: i64,
    title: &'a str,
    date: String,
    unread: bool,
    bookmarked: bool,
}

impl<'a> From<&'a Headline> for HeadlineJson<'a> {
    fn from(headline: &'a Headline) -> Self {
        Self {
            id: headline.id,
            feed: &headline.source,
            feed_id: headline.feed.get(),
            title: &headline.title,
            date: headline.sorted_at.rfc3339(),
            unread: headline.is_unread,
            bookmarked: headline.is_bookmarked,
        }
    }
}

#[derive(Debug, Serialize)]
struct HitJson<'a> {
    #[serde(flatten)]
    headline: HeadlineJson<'a>,
    snippet: &'a str,
    /// Byte ranges in `snippet`.
    marks: Vec<[usize; 2]>,
}

pub(super) async fn list(
    session: &Session,
    output: &mut Output,
    query: &[String],
    limit: usize,
) -> Result {
    let now = clock::now();
    let request = PageRequest {
        query: query_of(&query.join(" "))?,
        sort: Sort::Newest,
        after: None,
        limit,
        now,
    };
    let store = &session.desk.store;
    let mut page = store.page(request.clone()).await?;
    if page.rows.is_empty() {
        // What was just written may be on its way into the index.
        store.settle().await;
        page = store.page(request).await?;
    }
    for headline in &page.rows {
        if output.is_json {
            output.json(&HeadlineJson::from(headline))?;
        } else {
            output.line(&row(headline))?;
        }
    }
    Ok(if page.rows.is_empty() {
        output.notice("nothing found");
        Done::Partly
    } else {
        Done::All
    })
}

/// Id, marks, age, source, title: one line, the title cut to the terminal where there is one.
pub(super) fn row(headline: &Headline) -> String {
    let start = format!(
        "{}  {}{} {:>4}  {}  ",
        headline.id,
        if headline.is_unread { '●' } else { ' ' },
        if headline.is_bookmarked { '★' } else { ' ' },
        headline.sorted_at.age(clock::now()),
        fitted(&headline.source, 20),
    );
    match terminal_width() {
        Some(columns) => {
            let used = unicode_width::UnicodeWidthStr::width(start.as_str());
            let title = fitted(&headline.title, columns.saturating_sub(used).max(20));
            format!("{start}{}", title.trim_end())
        }
        None => format!("{start}{}", headline.title),
    }
}

pub(super) async fn unread(session: &Session, output: &mut Output, format: &str) -> Result {
    let counts = session.desk.store.overview(clock::today()).await?.counts;
    if output.is_json {
        output.json(&counts)?;
    } else {
        let text = format
            .replace("{unread}", &counts.unread.to_string())
            .replace("{today}", &counts.today_unread.to_string())
            .replace("{bookmarks}", &counts.bookmarks.to_string())
            .replace("{total}", &counts.total.to_string());
        output.line(&text)?;
    }
    Ok(Done::All)
}

pub(super) async fn search(
    session: &Session,
    output: &mut Output,
    query: &[String],
    limit: usize,
    newest: bool,
) -> Result {
    let watch = clock::Stopwatch::start();
    let request = SearchRequest {
        query: query_of(&query.join(" "))?,
        sort: if newest {
            SearchSort::Newest
        } else {
            SearchSort::Relevance
        },
        skip: 0,
        limit,
        now: clock::now(),
    };
    let store = &session.desk.store;
    let mut found = store.search(request.clone()).await?;
    if found.hits.is_empty() {
        // What was just written, the welcome articles of a first start, may be on its way into the index.
        store.settle().await;
        found = store.search(request.clone()).await?;
    }
    if found.hits.is_empty() {
        let SearchRequest {
            query: asked, now, ..
        } = &request;
        let spellings = jobs::spelling::of_query(&session.desk, asked, *now).await?;
        let meant = query::respell(&query.join(" "), &spellings, &context());
        output.notice(&match meant {
            Some(meant) => format!("nothing found; did you mean `{meant}`?"),
            None => "nothing found".to_owned(),
        });
        return Ok(Done::Partly);
    }
    print_hits(output, &found, watch.milliseconds())
}

/// Prints the articles most like another one.
pub(super) async fn similar(
    session: &Session,
    output: &mut Output,
    id: &str,
    limit: usize,
) -> Result {
    let watch = clock::Stopwatch::start();
    let number = id_of(id)?;
    let found = session.desk.store.similar(number, limit).await?;
    let found = found.ok_or_else(|| unknown(id))?;
    print_hits(output, &found, watch.milliseconds())
}

fn print_hits(output: &mut Output, found: &SearchResult, milliseconds: f64) -> Result {
    for hit in &found.hits {
        if output.is_json {
            output.json(&HitJson {
                headline: HeadlineJson::from(&hit.headline),
                snippet: &hit.snippet,
                marks: hit
                    .snippet_marks
                    .iter()
                    .map(|mark| [mark.start, mark.end])
                    .collect(),
            })?;
        } else {
            output.line(&row(&hit.headline))?;
            if !hit.snippet.is_empty() {
                output.line(&format!("    {}", hit.snippet))?;
            }
        }
    }
    if found.hits.is_empty() {
        output.notice("nothing found");
        return Ok(Done::Partly);
    }
    if !output.is_json {
        output.notice(&format!(
            "{} of {} in {:.0} ms",
            found.hits.len(),
            found.total,
            milliseconds
        ));
    }
    Ok(Done::All)
}

pub(super) async fn mark(
    session: &Session,
    output: &mut Output,
    mark: MarkName,
    what: &[String],
) -> Result {
    let (flag, on) = match mark {
        MarkName::Read => (Flag::Unread, false),
        MarkName::Unread => (Flag::Unread, true),
        MarkName::Bookmark => (Flag::Bookmarked, true),
        MarkName::Unbookmark => (Flag::Bookmarked, false),
    };
    let selection = selection(session, what).await?;
    let now = clock::now();
    let change = session.desk.store.mark(selection, flag, on, now).await?;
    output.changed(change)?;
    Ok(Done::All)
}

/// Returns the articles that ids or a query mean.
pub(super) async fn selection(session: &Session, what: &[String]) -> Result<Selection> {
    let Some(ids) = ids(what) else {
        // What was just written is meant too, and may be on its way into the index.
        session.desk.store.settle().await;
        return Ok(Selection::Matching {
            query: query_of(&what.join(" "))?,
            now: clock::now(),
        });
    };
    for id in &ids {
        if session.desk.store.article(*id).await?.is_none() {
            return Err(unknown(&id.to_string()));
        }
    }
    Ok(Selection::Ids(ids))
}

/// All words are numbers: these are ids, not a query.
fn ids(words: &[String]) -> Option<Vec<ArticleId>> {
    words.iter().map(|word| word.parse().ok()).collect()
}

fn id_of(id: &str) -> std::result::Result<ArticleId, Failed> {
    id.parse().map_err(|_| {
        Failed::usage(format!(
            "`{id}` is not an article id; `squelch list` prints them"
        ))
    })
}

pub(super) async fn article(session: &Session, id: &str) -> Result<Article> {
    let number = id_of(id)?;
    session
        .desk
        .store
        .article(number)
        .await?
        .ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Failed {
    Failed::work(format!(
        "no article has the id {id}; `squelch list` prints the ids there are"
    ))
}

fn context() -> ParseContext {
    ParseContext {
        now: clock::now(),
        zone: clock::zone(),
        is_typing: false,
    }
}

/// Reads a query a person typed; what is wrong is underlined.
pub(super) fn query_of(text: &str) -> Result<Query> {
    query::parse(text, &context()).map_err(|error| {
        let before = text.get(..error.span.start).unwrap_or_default();
        let wrong = text.get(error.span.clone()).unwrap_or_default();
        let columns = unicode_width::UnicodeWidthStr::width;
        let hint = error.hint.as_ref().map(|hint| format!("; {hint}"));
        Failed::usage(format!(
            "{error}{}\n  {text}\n  {}{}",
            hint.unwrap_or_default(),
            " ".repeat(columns(before)),
            "^".repeat(columns(wrong).max(1)),
        ))
    })
}
