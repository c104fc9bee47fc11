//! Commands that the person wrote, run by the shell of the system.

use std::process::{ExitStatus, Stdio};

use tokio::process::Command;

/// Returns the shell with `command` to run, told not to draw on the screen that is there; ended when it is dropped.
pub fn command(command: &str) -> Command {
    let mut shell = if cfg!(windows) {
        let mut shell = Command::new("cmd");
        shell.arg("/C");
        shell
    } else {
        let mut shell = Command::new("sh");
        shell.arg("-c");
        shell
    };
    shell
        .arg(command)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    shell
}

/// Returns how a command failed, as the end of a sentence.
pub fn failure(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("it ended with code {code}"),
        None => "it was ended by a signal".to_owned(),
    }
}
