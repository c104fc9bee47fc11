//! The keys as text: for `squelch keys`, the README and help.

use std::fmt::Write as _;

use super::command::{COMMANDS, Group};
use super::keymap::Keymap;

/// A row for people: keys, name with argument, summary.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Row {
    pub group: &'static str,
    /// As shown: `Ctrl-d`.
    pub keys: Vec<String>,
    pub command: &'static str,
    /// `QUERY`, for commands that take one on the command line; what it is, where keys are bound to one.
    pub argument: Option<String>,
    pub summary: String,
}

impl Row {
    /// Returns the command as typed after `:`, `search [QUERY]`.
    pub fn usage(&self) -> String {
        self.argument.as_ref().map_or_else(
            || self.command.to_owned(),
            |argument| format!("{} {argument}", self.command),
        )
    }
}

/// Returns a row for each command, by group, in the order of the table, and one for each that keys are bound to with what
/// it is to be done with.
pub fn rows(keymap: &Keymap) -> Vec<Row> {
    let mut rows = Vec::new();
    for spec in COMMANDS.iter().filter(|spec| keymap.has(spec.command)) {
        let row = |keys, argument, summary| Row {
            group: spec.group.title(),
            keys,
            command: spec.name,
            argument,
            summary,
        };
        let placeholder = spec
            .argument
            .subject()
            .map(|subject| subject.placeholder().to_owned());
        rows.push(row(
            keymap.labels(spec.command),
            placeholder,
            spec.summary.to_owned(),
        ));
        for (invocation, keys) in keymap.lines() {
            if invocation.command == spec.command && !keys.is_empty() {
                let argument = invocation.argument.clone().unwrap_or_default();
                let summary = format!("{}: {argument}", spec.summary);
                rows.push(row(keys, Some(argument), summary));
            }
        }
    }
    rows
}

/// Returns the keys as aligned text, one group after the other.
pub fn text(keymap: &Keymap) -> String {
    let rows = rows(keymap);
    let width = |column: fn(&Row) -> String| {
        rows.iter()
            .map(|row| column(row).chars().count())
            .max()
            .unwrap_or(0)
    };
    let keys = |row: &Row| row.keys.join(" or ");
    let (first, second) = (width(|row| row.keys.join(" or ")), width(Row::usage));
    let mut out = String::new();
    for group in Group::ALL {
        if rows.iter().all(|row| row.group != group.title()) {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing into a `String` cannot fail.
        let _ = writeln!(out, "{}", group.title());
        for row in rows.iter().filter(|row| row.group == group.title()) {
            let _ = writeln!(
                out,
                "  {:first$}  {:second$}  {}",
                keys(row),
                row.usage(),
                row.summary
            );
        }
    }
    out
}

/// Returns the keys as a Markdown table.
pub fn markdown(keymap: &Keymap) -> String {
    let mut out = String::from("| Keys | Command | What it does |\n| --- | --- | --- |\n");
    for row in rows(keymap) {
        let keys: Vec<String> = row.keys.iter().map(|key| code(key)).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} |",
            keys.join(" "),
            code(&row.usage()),
            row.summary
        );
    }
    out
}

/// A bar would end the cell, even inside of backticks.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_listed_once() {
        let keymap = Keymap::default();
        let (text, markdown) = (text(&keymap), markdown(&keymap));
        for spec in COMMANDS {
            let line = format!("  {}\n", spec.summary);
            assert_eq!(text.matches(&line).count(), 1, "{}", spec.name);
            let cell = format!("| {} |\n", spec.summary);
            assert_eq!(markdown.matches(&cell).count(), 1, "{}", spec.name);
        }
        assert!(markdown.contains("| `g g` `Home` | `first` | Go to the first line |"));
        assert!(markdown.contains("| `S` | `sort newest\\|oldest\\|relevance` |"));
    }
}
