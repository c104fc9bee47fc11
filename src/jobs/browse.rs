//! Opening addresses in the person's browser: http and https only, as an argument list, never through a shell.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use url::Url;

#[derive(Debug, thiserror::Error)]
pub enum BrowseError {
    #[error("only http and https addresses are opened, not `{0}:`")]
    Scheme(String),
    #[error("no browser over SSH; copy the link with `y` or set `command` under [browser]")]
    Remote,
    #[error("cannot start the browser `{program}`: {source}; set `command` under [browser]")]
    Start {
        program: String,
        source: std::io::Error,
    },
}

/// Opens `url` with `command` from the settings, else `$BROWSER`, else what the desktop uses. Returns at once.
///
/// In a command `%s` stands for the address; without it the address comes last.
///
/// # Errors
/// When the address is not http(s), when this is an SSH login and no command was chosen, or when nothing starts.
pub fn open(url: &Url, command: &str) -> Result<(), BrowseError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BrowseError::Scheme(url.scheme().to_owned()));
    }
    let chosen = Some(words(command))
        .filter(|chosen| !chosen.is_empty())
        .unwrap_or_else(|| words(&browser_of_environment()));
    let candidates = if !chosen.is_empty() {
        vec![arguments(&chosen, url)]
    } else if std::env::var_os("SSH_TTY").is_some() {
        return Err(BrowseError::Remote);
    } else {
        open::commands(url.as_str())
            .iter()
            .map(|command| {
                std::iter::once(command.get_program().to_owned())
                    .chain(command.get_args().map(OsString::from))
                    .collect()
            })
            .collect()
    };
    let mut failure = None;
    for line in candidates {
        match start(&line) {
            Ok(()) => return Ok(()),
            Err(error) => failure = Some(error),
        }
    }
    Err(failure.unwrap_or(BrowseError::Remote))
}

/// `$BROWSER` may list several separated by colons; the first is taken.
fn browser_of_environment() -> String {
    let value = std::env::var("BROWSER").unwrap_or_default();
    value.split(':').next().unwrap_or_default().to_owned()
}

fn words(command: &str) -> Vec<String> {
    command.split_whitespace().map(str::to_owned).collect()
}

fn arguments(command: &[String], url: &Url) -> Vec<OsString> {
    let mut line: Vec<OsString> = command
        .iter()
        .map(|word| OsString::from(word.replace("%s", url.as_str())))
        .collect();
    if !command.iter().any(|word| word.contains("%s")) {
        line.push(OsString::from(url.as_str()));
    }
    line
}

fn start(line: &[OsString]) -> Result<(), BrowseError> {
    let Some((program, rest)) = line.split_first() else {
        return Err(BrowseError::Remote);
    };
    // Its output must not land on the screen squelch is drawing.
    let child = Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match child {
        Ok(mut child) => {
            // Waited for elsewhere, so that no zombie is left behind.
            std::thread::spawn(move || child.wait());
            Ok(())
        }
        Err(source) => Err(BrowseError::Start {
            program: program.to_string_lossy().into_owned(),
            source,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_goes_where_the_command_says_else_last() {
        let url = Url::parse("https://example.org/a?b=c;d").unwrap();
        assert_eq!(
            arguments(&words("firefox --new-tab"), &url),
            ["firefox", "--new-tab", url.as_str()]
        );
        assert_eq!(
            arguments(&words("see %s --quiet"), &url),
            ["see", url.as_str(), "--quiet"]
        );
    }

    #[test]
    fn other_schemes_are_refused() {
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:a@example.org",
        ] {
            let error = open(&Url::parse(address).unwrap(), "true").unwrap_err();
            assert!(matches!(error, BrowseError::Scheme(_)), "{address}");
        }
    }
}
