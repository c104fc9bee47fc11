//! What a row of the table holds.

use serde::Serialize;

use super::{Command, Scope};

/// The heading a command stands under in help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Move,
    Panes,
    Read,
    Mark,
    Insights,
    Find,
    Sources,
    Program,
}

impl Group {
    pub const ALL: [Self; 8] = [
        Self::Move,
        Self::Panes,
        Self::Read,
        Self::Mark,
        Self::Insights,
        Self::Find,
        Self::Sources,
        Self::Program,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Panes => "Panes",
            Self::Read => "Read",
            Self::Mark => "Mark",
            Self::Insights => "Brief and questions",
            Self::Find => "Find",
            Self::Sources => "Sources",
            Self::Program => "Program",
        }
    }
}

/// What may follow a command's name on the command line of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Argument {
    None,
    Optional(Subject),
    Required(Subject),
}

impl Argument {
    pub const fn subject(self) -> Option<Subject> {
        match self {
            Self::None => None,
            Self::Optional(subject) | Self::Required(subject) => Some(subject),
        }
    }
}

/// What an argument is about; completion offers values of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    Address,
    /// A feed, folder or view, by name.
    Feed,
    File,
    Folder,
    Number,
    Query,
    Question,
    /// A command for the system's shell.
    Shell,
    Sort,
    Tag,
    Theme,
    Title,
}

impl Subject {
    /// Returns the placeholder shown after the command's name.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Address => "ADDRESS",
            Self::Feed => "NAME",
            Self::File => "FILE",
            Self::Folder => "FOLDER",
            Self::Number => "NUMBER",
            Self::Query => "QUERY",
            Self::Question => "QUESTION",
            Self::Shell => "COMMAND",
            Self::Sort => "newest|oldest|relevance",
            Self::Tag => "TAG|-TAG",
            Self::Theme => "THEME",
            Self::Title => "TITLE",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    pub command: Command,
    /// Kebab-case; how config file, command line and palette call it.
    pub name: &'static str,
    pub group: Group,
    pub scope: Scope,
    /// Default keys of the preset `vim`, in the notation of `config::keymap`, the most common first.
    pub vim: &'static [&'static str],
    pub newsboat: &'static [&'static str],
    pub arrows: &'static [&'static str],
    pub argument: Argument,
    /// Place in the footer: greater comes first, 0 is never shown.
    pub footer: u8,
    /// One or two words for the footer.
    pub short: &'static str,
    /// What it does, in one line, without a full stop.
    pub summary: &'static str,
}

impl Spec {
    /// Returns whether the command is about briefs, questions or answers, which a person can switch off.
    pub fn is_about_insight(&self) -> bool {
        self.group == Group::Insights || self.command == Command::FocusInsights
    }
}
