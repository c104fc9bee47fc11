//! Printing: data to stdout, the rest to stderr, and a closed pipe is not an error.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::store::Change;
use crate::text::printable;

/// Where a command prints.
#[derive(Debug)]
pub(super) struct Output {
    out: io::BufWriter<io::Stdout>,
    pub(super) is_json: bool,
    is_quiet: bool,
    /// The reader went away (`squelch list | head`): nothing more is written, and that is fine.
    is_closed: bool,
}

/// Says something to the person, on stderr, unless `--quiet`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Notices {
    is_quiet: bool,
}

impl Notices {
    #[expect(clippy::print_stderr, reason = "the one place for notices")]
    pub(super) fn say(self, text: &str) {
        if !self.is_quiet {
            eprintln!("{}", printable::block(text));
        }
    }
}

impl Output {
    pub(super) fn new(is_json: bool, is_quiet: bool) -> Self {
        Self {
            out: io::BufWriter::new(io::stdout()),
            is_json,
            is_quiet,
            is_closed: false,
        }
    }

    /// Prints one line of data; line breaks in it stay, everything a terminal could obey goes.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        let text = printable::block(text);
        self.write(format!("{text}\n").as_bytes())
    }

    /// Prints text that squelch made itself, as it is.
    pub(super) fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)
    }

    /// Prints one JSON object on one line.
    pub(super) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(value)?;
        bytes.push(b'\n');
        self.write(&bytes)
    }

    /// Prints what a change of articles came to, of none at all too.
    pub(super) fn changed(&mut self, change: Option<Change>) -> io::Result<()> {
        if self.is_json {
            let count = change.map_or(0, |change| change.count);
            return self.json(&serde_json::json!({ "changed": count }));
        }
        self.notice(&change.map_or_else(|| "nothing to change".to_owned(), |change| change.label));
        Ok(())
    }

    /// Says something to the person, on stderr, unless `--quiet`.
    pub(super) fn notice(&self, text: &str) {
        self.notices().say(text);
    }

    /// Returns what says something to the person, to be used elsewhere.
    pub(super) const fn notices(&self) -> Notices {
        Notices {
            is_quiet: self.is_quiet,
        }
    }

    /// Says what went wrong, on stderr, also with `--quiet`.
    #[expect(clippy::print_stderr, reason = "the one place for failures")]
    pub(super) fn failure(text: &str) {
        eprintln!("squelch: {}", printable::block(text));
    }

    pub(super) fn shows_progress(&self) -> bool {
        !self.is_quiet && io::stderr().is_terminal()
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        ignore_closed_pipe(self.out.flush(), &mut self.is_closed)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        ignore_closed_pipe(self.out.write_all(bytes), &mut self.is_closed)
    }
}

fn ignore_closed_pipe(result: io::Result<()>, is_closed: &mut bool) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            *is_closed = true;
            Ok(())
        }
        other => other,
    }
}

/// Returns `text` in exactly `width` columns: cut with `…` or filled with spaces.
pub(super) fn fitted(text: &str, width: usize) -> String {
    let mut fitted = String::new();
    let mut columns = 0;
    if text.width() <= width {
        fitted.push_str(text);
        columns = text.width();
    } else {
        for character in text.chars() {
            let wide = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
            if columns + wide + 1 > width {
                break;
            }
            fitted.push(character);
            columns += wide;
        }
        if width > 0 {
            fitted.push('…');
            columns += 1;
        }
    }
    fitted.extend(std::iter::repeat_n(' ', width.saturating_sub(columns)));
    fitted
}

/// Returns the columns of the terminal stdout is, `None` where it is none.
pub(super) fn terminal_width() -> Option<usize> {
    io::stdout()
        .is_terminal()
        .then(|| crossterm::terminal::size().ok())
        .flatten()
        .map(|(columns, _)| usize::from(columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_fits_its_column() {
        let cases = [
            ("abc", 5, "abc  "),
            ("abcdef", 4, "abc…"),
            ("港口罢工", 5, "港口…"),
            ("港口罢工", 4, "港… "),
            ("", 2, "  "),
            ("ab", 0, ""),
        ];
        for (text, width, expected) in cases {
            assert_eq!(fitted(text, width), expected, "{text} in {width}");
        }
    }
}
