//! A command as it is typed, with what it is to be done with.

use std::str::FromStr;

use super::{Argument, COMMANDS, Command, UnknownCommand};

/// A command with what it is to be done with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Invocation {
    pub command: Command,
    pub argument: Option<String>,
}

impl From<Command> for Invocation {
    fn from(command: Command) -> Self {
        Self {
            command,
            argument: None,
        }
    }
}

/// Why a typed command line cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error("type a command, for example `help`")]
    Empty,
    #[error(transparent)]
    Unknown(#[from] UnknownCommand),
    #[error("`{typed}` could be {}", names(.candidates))]
    Ambiguous {
        typed: String,
        candidates: Vec<Command>,
    },
    #[error("`{command}` takes nothing after its name")]
    Surplus { command: Command },
    #[error("`{command}` needs {placeholder} after its name")]
    Missing {
        command: Command,
        placeholder: &'static str,
    },
}

fn names(commands: &[Command]) -> String {
    commands
        .iter()
        .map(|command| format!("`{command}`"))
        .collect::<Vec<_>>()
        .join(" or ")
}

impl FromStr for Invocation {
    type Err = LineError;

    /// Reads a line such as `add example.org` or `sort oldest`; an unambiguous beginning of a name is enough, and
    /// `q` quits.
    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let line = line.trim().trim_start_matches(':').trim_start();
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if name.is_empty() {
            return Err(LineError::Empty);
        }
        let command = command_of(name)?;
        let rest = rest.trim();
        let argument = (!rest.is_empty()).then(|| rest.to_owned());
        match (command.spec().argument, &argument) {
            (Argument::None, Some(_)) => Err(LineError::Surplus { command }),
            (Argument::Required(subject), None) => Err(LineError::Missing {
                command,
                placeholder: subject.placeholder(),
            }),
            _ => Ok(Self { command, argument }),
        }
    }
}

fn command_of(name: &str) -> Result<Command, LineError> {
    // What fingers type from vi, where it is not the beginning of one name only.
    match name {
        "q" | "qa" | "q!" => return Ok(Command::Quit),
        "h" => return Ok(Command::Help),
        _ => {}
    }
    if let Ok(command) = name.parse() {
        return Ok(command);
    }
    let candidates: Vec<Command> = COMMANDS
        .iter()
        .filter(|spec| spec.name.starts_with(name))
        .map(|spec| spec.command)
        .collect();
    match candidates.as_slice() {
        [] => Err(LineError::Unknown(
            name.parse::<Command>()
                .err()
                .unwrap_or_else(|| UnknownCommand {
                    name: name.to_owned(),
                    nearest: None,
                }),
        )),
        [command] => Ok(*command),
        _ => Err(LineError::Ambiguous {
            typed: name.to_owned(),
            candidates,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_line_is_read_or_explained() {
        let cases = [
            ("quit", Ok((Command::Quit, None))),
            (":q", Ok((Command::Quit, None))),
            (
                "add  https://example.org/ ",
                Ok((Command::Add, Some("https://example.org/"))),
            ),
            ("sort oldest", Ok((Command::Sort, Some("oldest")))),
            ("boo", Ok((Command::Bookmark, None))),
            ("refresh", Ok((Command::Refresh, None))),
            ("  ", Err("type a command, for example `help`")),
            (
                "bokmark",
                Err("there is no command `bokmark`; did you mean `bookmark`?"),
            ),
            ("page", Err("`page` could be `page-down` or `page-up`")),
            ("undo all", Err("`undo` takes nothing after its name")),
            ("theme", Err("`theme` needs THEME after its name")),
        ];
        for (line, expected) in cases {
            let read = line.parse::<Invocation>();
            match expected {
                Ok((command, argument)) => assert_eq!(
                    read,
                    Ok(Invocation {
                        command,
                        argument: argument.map(str::to_owned)
                    }),
                    "{line}"
                ),
                Err(message) => assert_eq!(read.unwrap_err().to_string(), message, "{line}"),
            }
        }
    }
}
