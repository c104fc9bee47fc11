//! The command line: parses arguments, calls `jobs`, and is the only module that prints.
//!
//! stdout is data, stderr is progress and errors; `exit` maps what happened to an exit code. Start with [`main`].

mod archive;
mod args;
mod articles;
mod digest;
mod doctor;
mod exit;
mod feeds;
mod import;
mod input;
mod insight;
mod log;
mod mute;
mod output;
mod screen;
mod session;
mod show;
mod tag;
mod tools;
mod upkeep;
mod versions;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command, ExportFormat, Global, Plain, Stored};
use exit::Result;
use output::Output;
use session::Session;

/// Runs the program and returns its exit code: 0 done, 1 partly failed, 2 usage, 3 store unusable.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse_from(args::with_negations(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are data; everything else is usage. A closed pipe is not an error.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let mut output = Output::new(arguments.global.json, arguments.global.quiet);
    let result = run(arguments, &mut output).and_then(|done| {
        output.finish()?;
        Ok(done)
    });
    match result {
        Ok(done) => done.into(),
        Err(failed) => {
            let _ = output.finish();
            Output::failure(failed.message());
            failed.code()
        }
    }
}

fn run(arguments: Arguments, output: &mut Output) -> Result {
    let global = arguments.global;
    match arguments.command {
        None => screen::run(&global),
        Some(Command::Plain(command)) => plain(&global, output, command),
        Some(Command::Stored(command)) => screen::runtime()?.block_on(async {
            let session = Session::open(&global, output).await?;
            log::start(&session.paths.log(), global.verbose);
            let result = stored(&session, output, command).await;
            session.close().await;
            result
        }),
    }
}

fn plain(global: &Global, output: &mut Output, command: Plain) -> Result {
    match command {
        Plain::Restore { file } => upkeep::restore(global, output, &file),
        Plain::Insight {
            batch: Some(path), ..
        } => insight::batch(output, &path),
        Plain::Insight { input, .. } => {
            insight::one(global, output, input.as_deref().unwrap_or("-"))
        }
        Plain::Parse {
            file,
            content_type,
            base,
        } => tools::parse(output, &file, content_type.as_deref(), &base),
        Plain::Discover { input, base } => tools::discover(global, output, &input, &base),
        Plain::Extract { file, base } => tools::extract(output, &file, base.as_deref()),
        Plain::Render { file, width, base } => tools::render(output, &file, width, base.as_deref()),
        Plain::Config { action } => tools::config(output, global, action),
        Plain::Keys => tools::keys(output, global),
        Plain::Completions { shell } => tools::completions(output, shell),
        Plain::Man => tools::manual(output),
    }
}

async fn stored(session: &Session, output: &mut Output, command: Stored) -> Result {
    match command {
        Stored::Add {
            urls,
            folder,
            title,
        } => feeds::add(session, output, &urls, &folder, title.as_deref()).await,
        Stored::Remove { feed } => feeds::remove(session, output, &feed).await,
        Stored::Feeds => feeds::list(session, output).await,
        Stored::Refresh {
            feeds,
            force,
            full_text,
        } => feeds::refresh(session, output, &feeds, force, full_text).await,
        Stored::List { query, limit } => articles::list(session, output, &query, limit).await,
        Stored::Unread { format } => articles::unread(session, output, &format).await,
        Stored::Search {
            like: Some(id),
            limit,
            ..
        } => articles::similar(session, output, &id, limit).await,
        Stored::Search {
            query,
            like: None,
            limit,
            newest,
        } => articles::search(session, output, &query, limit, newest).await,
        Stored::Show { id, part } => show::show(session, output, &id, part).await,
        Stored::Open { id } => show::open(session, output, &id).await,
        Stored::Mark { mark, what } => articles::mark(session, output, mark, &what).await,
        Stored::Tag { tag, what, remove } => tag::tag(session, output, &tag, &what, remove).await,
        Stored::Mute { list: true, .. } => mute::list(session, output).await,
        Stored::Mute {
            remove: Some(number),
            ..
        } => mute::remove(session, output, number).await,
        Stored::Mute { query, dry_run, .. } => mute::mute(session, output, &query, dry_run).await,
        Stored::Ask {
            question,
            article,
            newer,
        } => {
            insight::ask(
                session,
                output,
                &question,
                article.as_deref(),
                newer.as_deref(),
            )
            .await
        }
        Stored::Digest { newer, limit, form } => {
            digest::digest(session, output, &newer, limit, form).await
        }
        Stored::Import { files } => import::import(session, output, &files).await,
        Stored::Export { format } => match format {
            ExportFormat::Opml => feeds::export(session, output).await,
            ExportFormat::Json => archive::json(session, output).await,
            ExportFormat::Markdown => archive::markdown(session, output).await,
        },
        Stored::Doctor {
            deep,
            rebuild_index,
        } => {
            if rebuild_index {
                upkeep::rebuild_index(session, output).await?;
            }
            doctor::doctor(session, output, deep).await
        }
        Stored::Maintain { dry_run } => upkeep::maintain(session, output, dry_run).await,
        Stored::Backup { file } => tools::backup(session, output, &file).await,
    }
}
