//! Arguments as clap reads them. Names and flags are a contract: people script against them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// A terminal news reader: no noise, only signal.
///
/// Without a command it opens the screen. stdout is data, stderr is progress and errors. Exit codes: 0 done,
/// 1 partly failed or nothing found, 2 usage, 3 the store cannot be used.
#[derive(Debug, Parser)]
#[command(name = "squelch", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Clone, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of a command line"
)]
pub(super) struct Global {
    /// Settings file to use instead of the usual one.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "SQUELCH_CONFIG",
        hide_env_values = true
    )]
    pub(super) config: Option<PathBuf>,
    /// Folder for the store instead of the usual one.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "SQUELCH_DATA_DIR",
        hide_env_values = true
    )]
    pub(super) data_dir: Option<PathBuf>,
    /// Print stable JSON: one object, or one object a line for lists.
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// No progress and no notices on stderr.
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// More in the log file.
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// No colour.
    #[arg(long, global = true)]
    pub(super) no_color: bool,
    /// Never use the network.
    #[arg(long, global = true)]
    pub(super) offline: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(flatten)]
    Stored(Stored),
    #[command(flatten)]
    Plain(Plain),
}

/// Commands that work on the store.
#[derive(Debug, Subcommand)]
pub(super) enum Stored {
    /// Subscribe to feeds; the address of a site is enough.
    Add {
        /// Addresses of feeds or of pages that offer one.
        #[arg(required = true, value_name = "URL")]
        urls: Vec<String>,
        /// Folder to put them in, `Tech` or `Tech/Rust`.
        #[arg(long, default_value = "")]
        folder: String,
        /// What to call the feed.
        #[arg(long)]
        title: Option<String>,
    },
    /// Unsubscribe; bookmarked articles stay.
    Remove {
        /// Id, address or title of a feed.
        feed: String,
    },
    /// List feeds with their health.
    Feeds,
    /// Fetch what is due and print what came.
    Refresh {
        /// Only these feeds (id, address or title).
        #[arg(value_name = "FEED")]
        feeds: Vec<String>,
        /// Fetch also what is not due yet.
        #[arg(long)]
        force: bool,
        /// Take the text of unread stories from their pages.
        #[arg(long)]
        full_text: bool,
    },
    /// List headlines, newest first.
    List {
        /// A query: words, `is:unread`, `feed:ledger`, `newer:7d`, …
        query: Vec<String>,
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Print unread counts, for a status bar.
    Unread {
        /// Text with `{unread}`, `{today}`, `{bookmarks}` and `{total}` in it.
        #[arg(long, default_value = "{unread}")]
        format: String,
    },
    /// Search everything cached, best first.
    Search {
        #[arg(required_unless_present = "like")]
        query: Vec<String>,
        /// The articles most like this one, instead of those that match a query.
        #[arg(long, value_name = "ID", conflicts_with_all = ["query", "newest"])]
        like: Option<String>,
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// Newest first instead of best first.
        #[arg(long)]
        newest: bool,
    },
    /// Print one article.
    Show {
        id: String,
        #[command(flatten)]
        part: Part,
    },
    /// Open an article in the browser.
    Open { id: String },
    /// Change flags of articles.
    Mark {
        mark: MarkName,
        /// Ids, or a query.
        #[arg(required = true, value_name = "QUERY|ID")]
        what: Vec<String>,
    },
    /// Give articles a tag; `tag:NAME` finds them.
    Tag {
        tag: String,
        /// Ids, or a query.
        #[arg(required = true, value_name = "QUERY|ID")]
        what: Vec<String>,
        /// Take the tag off instead.
        #[arg(long)]
        remove: bool,
    },
    /// Hide what a query means, now and whenever it comes; `is:muted` finds it.
    Mute {
        /// What to hide; words that change with time or reading (`newer:`, `is:`) cannot be in it.
        #[arg(required_unless_present_any = ["list", "remove"])]
        query: Vec<String>,
        /// Only say what would be hidden.
        #[arg(long, conflicts_with_all = ["list", "remove"])]
        dry_run: bool,
        /// Print the rules with their numbers and how much each hides.
        #[arg(long, conflicts_with_all = ["query", "remove"])]
        list: bool,
        /// Remove the rule of this number and bring back what it hid.
        #[arg(long, value_name = "NUMBER", conflicts_with = "query")]
        remove: Option<i64>,
    },
    /// Passages from the cache that answer a question, with citations.
    Ask {
        #[arg(required = true)]
        question: Vec<String>,
        /// Look in this article first.
        #[arg(long, value_name = "ID")]
        article: Option<String>,
        /// Only articles of this age, `7d`.
        #[arg(long, value_name = "AGE")]
        newer: Option<String>,
    },
    /// The stories of the last day, grouped, each with its brief.
    Digest {
        /// How far back, `12h`, `1d`, `2w`.
        #[arg(long, value_name = "AGE", default_value = "1d")]
        newer: String,
        /// Stories at most; those that most sources tell come first.
        #[arg(long, default_value_t = 20)]
        limit: usize,
        #[command(flatten)]
        form: DigestForm,
    },
    /// Take in OPML, newsboat's files, starred.json or an `export json`.
    Import {
        #[arg(value_name = "FILE|-", required = true)]
        files: Vec<String>,
    },
    /// Print the subscriptions (opml), or everything (json, markdown).
    Export { format: ExportFormat },
    /// Look at paths, terminal, store and feeds, and say what is wrong.
    Doctor {
        /// Read all of the store: compare rows, counts and the search index, and mend what is derived.
        #[arg(long)]
        deep: bool,
        /// Make the search index again from the store; the present one answers until then.
        #[arg(long)]
        rebuild_index: bool,
    },
    /// Let old texts go, as the settings say, and tidy the store.
    Maintain {
        /// Only say what would go.
        #[arg(long)]
        dry_run: bool,
    },
    /// Copy the store to a new file while it is in use.
    Backup { file: PathBuf },
}

/// Commands that need no store.
#[derive(Debug, Subcommand)]
pub(super) enum Plain {
    /// Put a backup in the place of the store, which is kept beside it.
    Restore { file: PathBuf },
    /// Brief and questions of a text, an HTML file or a page.
    Insight {
        /// A file, an address, or `-` for standard input.
        #[arg(value_name = "FILE|URL|-", required_unless_present = "batch")]
        input: Option<String>,
        /// One JSON object a line with `id`, `title` and `text`; the answers come one a line in the same order.
        #[arg(long, value_name = "IN.jsonl", conflicts_with = "input")]
        batch: Option<PathBuf>,
    },
    /// What squelch makes of a feed document.
    Parse {
        #[arg(value_name = "FILE|-")]
        file: String,
        #[arg(long, value_name = "TYPE")]
        content_type: Option<String>,
        /// Address the document came from, for relative links.
        #[arg(long, value_name = "URL", default_value = "https://feed.invalid/")]
        base: String,
    },
    /// The feeds behind an address, the main one first; or those that a page on disk names.
    Discover {
        /// An address, with or without `https://`, a file, or `-` for standard input.
        #[arg(value_name = "URL|FILE|-")]
        input: String,
        /// Address the file came from, for relative links.
        #[arg(long, value_name = "URL", default_value = "https://feed.invalid/")]
        base: String,
    },
    /// What squelch takes for the article of a page.
    Extract {
        #[arg(value_name = "FILE|-")]
        file: String,
        /// Address of the page, for relative links.
        #[arg(long, value_name = "URL")]
        base: Option<String>,
    },
    /// What squelch makes of an HTML fragment.
    Render {
        #[arg(value_name = "FILE|-")]
        file: String,
        #[arg(long, default_value_t = 84, value_parser = clap::value_parser!(u16).range(1..))]
        width: u16,
        #[arg(long, value_name = "URL")]
        base: Option<String>,
    },
    /// The settings: where they are, what they are, whether they are right.
    Config {
        #[command(subcommand)]
        action: ConfigAction,
    },
    /// List commands and keys.
    Keys,
    /// Print a completion script.
    Completions { shell: Shell },
    /// Print the manual page.
    Man,
}

#[derive(Debug, Clone, Copy, Args)]
#[group(multiple = false)]
#[expect(clippy::struct_excessive_bools, reason = "at most one of them is set")]
pub(super) struct Part {
    /// Only the brief.
    #[arg(long)]
    pub(super) brief: bool,
    /// Only the questions.
    #[arg(long)]
    pub(super) questions: bool,
    /// Only the text, without wrapping.
    #[arg(long)]
    pub(super) text: bool,
    /// The whole article as Markdown.
    #[arg(long)]
    pub(super) markdown: bool,
    /// What its feed changed since it came, the latest change first: `[-removed-]`, `{+added+}`.
    #[arg(long)]
    pub(super) versions: bool,
}

#[derive(Debug, Clone, Copy, Args)]
#[group(multiple = false)]
pub(super) struct DigestForm {
    /// As Markdown.
    #[arg(long)]
    pub(super) markdown: bool,
    /// As a page of its own, for a mail or a browser.
    #[arg(long)]
    pub(super) html: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MarkName {
    Read,
    Unread,
    Bookmark,
    Unbookmark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// The subscriptions, for any reader.
    Opml,
    /// Everything, one JSON object a line; `import` takes it in again without loss.
    Json,
    /// Every article with its brief and questions, one after the other.
    Markdown,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum ConfigAction {
    /// Print where the settings file is.
    Path,
    /// Print the settings in force.
    Show,
    /// Read the settings file and say what is wrong with it.
    Check,
    /// Write a commented settings file where there is none.
    Init,
}

/// Commands that take a query.
const QUERIES: [&str; 5] = ["list", "search", "mark", "tag", "mute"];
/// Switches of one letter, which may stand together.
const SWITCHES: &str = "qvhV";

/// Returns the arguments with `-word` of a query in parentheses, where it means the same and is no switch to clap.
pub(super) fn with_negations(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut is_query = false;
    let mut is_over = false;
    arguments
        .map(|argument| {
            let Some(text) = argument.to_str() else {
                return argument;
            };
            let word = text.strip_prefix('-').unwrap_or_default();
            let is_word = !word.is_empty()
                && !word.starts_with('-')
                && !word.chars().all(|letter| SWITCHES.contains(letter))
                && word.parse::<f64>().is_err();
            is_over |= text == "--";
            if is_query && is_word && !is_over {
                return format!("({text})").into();
            }
            is_query |= QUERIES.contains(&text);
            argument
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn words_that_must_not_be_there_are_no_switches() {
        let cases = [
            ("list -strike", "list (-strike)"),
            (
                "-q search port -feed:wire -v",
                "-q search port (-feed:wire) -v",
            ),
            ("list --limit -5 -qv", "list --limit -5 -qv"),
            ("show -strike", "show -strike"),
            ("list -- -strike", "list -- -strike"),
        ];
        for (given, expected) in cases {
            let words = with_negations(given.split(' ').map(OsString::from));
            assert_eq!(words.join(std::ffi::OsStr::new(" ")), expected, "{given}");
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
