//! An article as a Markdown document with front matter: what `export markdown` prints and what the screen saves.
//!
//! Saving never overwrites: a file is made new or not at all, and one that could not be written whole is taken away.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Desk, clock};
use crate::config::file::Engine;
use crate::config::paths;
use crate::domain::{Article, ArticleId};
use crate::insight::Insight;
use crate::read::{self, Document};
use crate::store::{self, StoreError};
use crate::text::printable;

/// Bytes of a title in a file name; file systems take 255 for the whole name.
const TITLE_BYTES: usize = 160;
/// Files of one name, numbered from the second on.
const SAME_NAME: usize = 999;

/// Why an article was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("this story is no longer kept")]
    Gone,
    #[error("no home folder is known; set `folder` under [save], or give a path")]
    NoFolder,
    #[error("`{}` is there already; nothing is overwritten", .0.display())]
    Exists(PathBuf),
    #[error("cannot save `{}`: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

/// Returns an article as a Markdown document; with brief and questions, unless these are off.
pub async fn page(desk: &Desk, article: &Article) -> store::Result<String> {
    let insight = match desk.config.insight.engine {
        Engine::Off => None,
        Engine::Offline => super::insight::of_article(desk, article.headline.id, false).await?,
    };
    Ok(write_page(article, &insight.unwrap_or_default()))
}

/// Saves an article and returns where.
///
/// `path` is a file, or a folder in which the file is called after day and title; without it that is the folder of the
/// settings, else the one for documents, else home.
///
/// # Errors
/// [`SaveError`] when there is no such article, the file exists or cannot be written.
pub async fn save(desk: &Desk, id: ArticleId, path: Option<&str>) -> Result<PathBuf, SaveError> {
    let article = desk.store.article(id).await?.ok_or(SaveError::Gone)?;
    let text = page(desk, &article).await?;
    let day = article.published.unwrap_or(article.first_seen_at);
    let name = file_name(&day.day(&clock::zone()), &article.headline.title);
    let chosen = path.map(str::trim).filter(|path| !path.is_empty());
    let target = match chosen {
        Some(path) if path.ends_with(std::path::is_separator) => {
            Target::Folder(paths::expand(path))
        }
        Some(path) => Target::Given(paths::expand(path)),
        None => Target::Folder(folder(&desk.config.save.folder).ok_or(SaveError::NoFolder)?),
    };
    let place = target.path().to_owned();
    tokio::task::spawn_blocking(move || write(&target, &name, text.as_bytes()))
        .await
        .unwrap_or_else(|error| Err(failed(&place, io::Error::other(error))))
}

enum Target {
    Folder(PathBuf),
    /// A file, unless there is a folder of that name.
    Given(PathBuf),
}

impl Target {
    fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Given(path) => path,
        }
    }
}

/// The folder of the settings, else the system's for documents, else home.
fn folder(setting: &str) -> Option<PathBuf> {
    if !setting.trim().is_empty() {
        return Some(paths::expand(setting.trim()));
    }
    let user = directories::UserDirs::new()?;
    Some(user.document_dir().unwrap_or(user.home_dir()).to_owned())
}

fn failed(path: &Path, source: io::Error) -> SaveError {
    SaveError::Write {
        path: path.to_owned(),
        source,
    }
}

fn write(target: &Target, name: &str, text: &[u8]) -> Result<PathBuf, SaveError> {
    let place = std::path::absolute(target.path()).unwrap_or_else(|_| target.path().to_owned());
    let folder = match target {
        Target::Given(_) if !place.is_dir() => {
            return match create(&place, text) {
                Ok(()) => Ok(place),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    Err(SaveError::Exists(place))
                }
                Err(error) => Err(failed(&place, error)),
            };
        }
        Target::Given(_) | Target::Folder(_) => place,
    };
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
    let first = folder.join(format!("{name}.md"));
    let numbered = (2..=SAME_NAME).map(|number| folder.join(format!("{name} ({number}).md")));
    for path in std::iter::once(first.clone()).chain(numbered) {
        match create(&path, text) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, error)),
        }
    }
    Err(SaveError::Exists(first))
}

/// Writes a file that is not there yet; half a file is none.
fn create(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(file);
        let _ = fs::remove_file(path);
    }
    written
}

/// Returns what to call an article's file, without its ending: day and title, in characters every system takes.
fn file_name(day: &str, title: &str) -> String {
    let plain = title.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], " ");
    let plain = printable::line(&plain);
    // Some systems drop a dot at the end.
    let is_edge = |char: char| char == '.' || char.is_whitespace();
    let title = printable::head(plain.trim_matches(is_edge), TITLE_BYTES).trim_end_matches(is_edge);
    if title.is_empty() {
        format!("{day} untitled")
    } else {
        format!("{day} {title}")
    }
}

/// An article as a Markdown document with front matter.
fn write_page(article: &Article, insight: &Insight) -> String {
    let mut page = String::from("---\n");
    let mut put = |name: &str, value: serde_json::Value| {
        // A JSON value is a YAML value too, whatever signs are in it.
        for part in [name, ": ", &value.to_string(), "\n"] {
            page.push_str(part);
        }
    };
    put("title", json!(article.headline.title));
    put("source", json!(article.headline.source));
    if let Some(author) = &article.author {
        put("author", json!(author));
    }
    if let Some(published) = article.published {
        put("published", json!(published.rfc3339()));
    }
    put("first_seen", json!(article.first_seen_at.rfc3339()));
    if let Some(link) = &article.link {
        put("link", json!(link.as_str()));
    }
    if !article.tags.is_empty() {
        put("tags", json!(article.tags));
    }
    put("unread", json!(article.headline.is_unread));
    put("bookmarked", json!(article.headline.is_bookmarked));
    let brief: Vec<&str> = insight
        .brief
        .iter()
        .map(|point| point.text.as_str())
        .collect();
    if !brief.is_empty() {
        put("brief", json!(brief));
    }
    let questions: Vec<&str> = insight
        .questions
        .iter()
        .map(|question| question.text.as_str())
        .collect();
    if !questions.is_empty() {
        put("questions", json!(questions));
    }
    page.push_str("---\n\n");
    let document = Document::from_html(&article.html, article.link.as_ref());
    page.push_str(&read::to_markdown(&document));
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_after_day_and_title_whatever_these_hold() {
        for (title, expected) in [
            ("Port strike ends", "2026-11-22 Port strike ends"),
            ("../../.ssh/config", "2026-11-22 ssh config"),
            ("a/b\\c:d*e?f\"g<h>i|j", "2026-11-22 a b c d e f g h i j"),
            (
                "\u{1b}[31mred\u{202e}\u{0} line\nnext",
                "2026-11-22 [31mred line next",
            ),
            ("What now...", "2026-11-22 What now"),
            ("...", "2026-11-22 untitled"),
            ("", "2026-11-22 untitled"),
            ("\u{6e2f}\u{53e3}", "2026-11-22 \u{6e2f}\u{53e3}"),
        ] {
            assert_eq!(file_name("2026-11-22", title), expected, "{title:?}");
        }
        let long = file_name("2026-11-22", &"\u{6e2f}".repeat(300));
        assert!(long.len() <= 200 && long.len() > 100, "{}", long.len());
    }

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("new").join("one");
        let save = |text: &str| write(&Target::Folder(inside.clone()), "day", text.as_bytes());
        assert_eq!(save("first").unwrap(), inside.join("day.md"));
        assert_eq!(save("second").unwrap(), inside.join("day (2).md"));
        // A folder that is named without a stroke at its end is one too.
        let third = write(&Target::Given(inside.clone()), "day", b"third").unwrap();
        assert_eq!(third, inside.join("day (3).md"));
        let named = inside.join("mine.txt");
        let given = |text: &str| write(&Target::Given(named.clone()), "day", text.as_bytes());
        assert_eq!(given("fourth").unwrap(), named);
        assert_eq!(
            given("fifth").unwrap_err().to_string(),
            format!(
                "`{}` is there already; nothing is overwritten",
                named.display()
            )
        );
        assert_eq!(fs::read_to_string(inside.join("day.md")).unwrap(), "first");
        assert_eq!(fs::read_to_string(&named).unwrap(), "fourth");
        let nowhere = write(&Target::Given(inside.join("no/such/file")), "day", b"").unwrap_err();
        assert!(
            nowhere.to_string().starts_with("cannot save `"),
            "{nowhere}"
        );
    }
}
