//! A story given to a command of the person's: as Markdown on its standard input. What it prints is for the screen.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::{Desk, markdown};
use crate::domain::ArticleId;
use crate::fetch::shell;
use crate::store::StoreError;
use crate::text::printable;

/// How long a command may take; then it is ended.
const PATIENCE: Duration = Duration::from_mins(2);
/// Bytes of what it prints that are shown.
const SHOWN: u64 = 256 << 10;

/// What a command made of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piped {
    pub command: String,
    /// What it printed, errors last, safe for a terminal.
    pub output: String,
    /// How it failed, as the end of a sentence; `None` when it did not.
    pub failure: Option<String>,
}

/// Why a story could not be given to a command.
#[derive(Debug, thiserror::Error)]
pub enum PipeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("this story is no longer kept")]
    Gone,
    #[error("`{command}` cannot be run: {source}")]
    Start { command: String, source: io::Error },
    #[error("`{command}` was ended after {} minutes", PATIENCE.as_secs() / 60)]
    TooLong { command: String },
}

/// Runs a command with a story on its standard input.
///
/// # Errors
/// When the story is gone, or the shell cannot be run or takes too long. A command that fails has an answer too.
pub async fn run(desk: &Desk, id: ArticleId, command: &str) -> Result<Piped, PipeError> {
    let article = desk.store.article(id).await?.ok_or(PipeError::Gone)?;
    let page = markdown::page(desk, &article).await?;
    let ran = timeout(PATIENCE, feed(command, page.into_bytes()));
    match ran.await {
        Ok(piped) => piped.map_err(|source| PipeError::Start {
            command: command.to_owned(),
            source,
        }),
        Err(_) => Err(PipeError::TooLong {
            command: command.to_owned(),
        }),
    }
}

async fn feed(command: &str, page: Vec<u8>) -> io::Result<Piped> {
    let mut child = shell::command(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdin = child.stdin.take();
    let write = async move {
        if let Some(mut stdin) = stdin {
            // A command need not read all of it, or anything.
            let _ = stdin.write_all(&page).await;
        }
    };
    let ((), printed, complaints) =
        tokio::join!(write, read(child.stdout.take()), read(child.stderr.take()));
    let status = child.wait().await?;
    let mut text = String::from_utf8_lossy(&printed).into_owned();
    if !text.is_empty() && !text.ends_with('\n') && !complaints.is_empty() {
        text.push('\n');
    }
    text.push_str(&String::from_utf8_lossy(&complaints));
    Ok(Piped {
        command: command.to_owned(),
        output: printable::block(text.trim_end()).into_owned(),
        failure: (!status.success()).then(|| shell::failure(status)),
    })
}

/// Reads what is shown and lets the rest go by, so that the command comes to its end.
async fn read(from: Option<impl AsyncReadExt + Unpin>) -> Vec<u8> {
    let mut shown = Vec::new();
    if let Some(mut from) = from {
        let _ = (&mut from).take(SHOWN).read_to_end(&mut shown).await;
        let _ = tokio::io::copy(&mut from, &mut tokio::io::sink()).await;
    }
    shown
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const PAGE: &[u8] = b"# Port strike\n\nIt ended.\n";

    #[tokio::test]
    async fn a_command_reads_the_story_and_what_it_prints_is_kept() {
        for (command, output, failure) in [
            ("head -n 1", "# Port strike", None),
            ("cat >/dev/null", "", None),
            (
                "printf 'a\\033[31mb'; echo worse >&2; exit 3",
                "a[31mb\nworse",
                Some("it ended with code 3"),
            ),
        ] {
            let piped = feed(command, PAGE.to_vec()).await.unwrap();
            assert_eq!(piped.output, output, "{command}");
            assert_eq!(piped.failure.as_deref(), failure, "{command}");
        }
    }

    #[tokio::test]
    async fn a_command_that_does_not_read_or_prints_without_end_comes_to_its_end() {
        let much = vec![b'x'; 4 << 20];
        assert_eq!(feed("true", much.clone()).await.unwrap().failure, None);
        let long = feed("cat", much).await.unwrap();
        assert_eq!(long.output.len() as u64, SHOWN);
        assert_eq!(long.failure, None);
        let unknown = feed("squelch-no-such-command", PAGE.to_vec())
            .await
            .unwrap();
        assert_eq!(unknown.failure.as_deref(), Some("it ended with code 127"));
        assert!(unknown.output.contains("squelch-no-such-command"));
    }
}
