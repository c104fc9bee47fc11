//! Opening the screen.

use std::io::IsTerminal;

use super::args::Global;
use super::exit::{Done, Failed, Result};
use super::log;
use super::output::Output;
use super::session::Session;
use crate::ui;

/// Threads that wait for the network; reading and storing have their own. More of them do not make a refresh faster, and
/// each keeps a heap of its own.
const NETWORK_THREADS: usize = 2;

/// Returns the runtime all jobs run in.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(NETWORK_THREADS)
        .enable_all()
        .build()
        .map_err(|error| Failed::work(format!("cannot start threads: {error}")))
}

/// Opens the screen and stays until the person leaves it.
pub(super) fn run(global: &Global) -> Result {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failed::usage(
            "the screen needs a terminal; `squelch list`, `squelch search` and `squelch show` work without one \
             (see `squelch --help`)",
        ));
    }
    let output = Output::new(false, global.quiet);
    runtime()?.block_on(async {
        let session = Session::open_on_screen(global, &output).await?;
        log::start(&session.paths.log(), global.verbose);
        let result = ui::open(session.desk.clone(), &session.paths, global.no_color).await;
        session.close().await;
        result.map_err(|error| Failed::work(format!("the terminal failed: {error}")))
    })?;
    Ok(Done::All)
}
