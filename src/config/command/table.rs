//! The rows, and a command found by its name.

use std::fmt;
use std::str::FromStr;

use super::{Argument, Group, Scope, Spec, Subject};

macro_rules! commands {
    ($($group:ident {
        $($command:ident $name:literal $scope:ident
            $vim:tt $newsboat:tt $arrows:tt
            ($argument:expr) $footer:literal $short:literal $summary:literal;)*
    })*) => {
        /// Everything a person can tell the screen to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command {
            $($(#[doc = $summary] $command,)*)*
        }

        /// All commands, in the order help shows them.
        pub const COMMANDS: &[Spec] = &[$($(Spec {
            command: Command::$command,
            name: $name,
            group: Group::$group,
            scope: Scope::$scope,
            vim: &$vim,
            newsboat: &$newsboat,
            arrows: &$arrows,
            argument: $argument,
            footer: $footer,
            short: $short,
            summary: $summary,
        },)*)*];
    };
}

// Columns: command, name, scope, keys of vim / newsboat / arrows, argument, footer weight, footer word, summary.
commands! {
    Move {
        Down "down" Everywhere ["j", "down"] ["down", "j"] ["down"]
            (Argument::None) 0 "down" "Move down";
        Up "up" Everywhere ["k", "up"] ["up", "k"] ["up"]
            (Argument::None) 0 "up" "Move up";
        First "first" Everywhere ["g g", "home"] ["home", "g g"] ["home"]
            (Argument::None) 0 "first" "Go to the first line";
        Last "last" Everywhere ["G", "end"] ["end"] ["end"]
            (Argument::None) 0 "last" "Go to the last line";
        HalfPageDown "half-page-down" Everywhere ["ctrl-d"] ["ctrl-d"] ["ctrl-down"]
            (Argument::None) 0 "half down" "Move down half a page";
        HalfPageUp "half-page-up" Everywhere ["ctrl-u"] ["ctrl-u"] ["ctrl-up"]
            (Argument::None) 0 "half up" "Move up half a page";
        PageDown "page-down" Everywhere ["ctrl-f", "pagedown"] ["pagedown"] ["pagedown"]
            (Argument::None) 0 "page down" "Move down a page";
        PageUp "page-up" Everywhere ["ctrl-b", "pageup"] ["pageup"] ["pageup"]
            (Argument::None) 0 "page up" "Move up a page";
        ReadOn "read-on" Reading ["space"] ["space"] ["space"]
            (Argument::None) 90 "read on" "Read on: a page down, then the next unread story";
        NextUnread "next-unread" Reading ["n"] ["n"] ["n"]
            (Argument::None) 60 "next unread" "Go to the next unread story; in one a search found, to the next match";
        PreviousUnread "previous-unread" Reading ["N"] ["p"] ["p"]
            (Argument::None) 0 "previous unread" "Go to the previous unread story, or match";
        NextArticle "next-article" Story ["J"] ["J"] ["ctrl-right", "J"]
            (Argument::None) 0 "next" "Go to the next story of the list";
        PreviousArticle "previous-article" Story ["K"] ["K"] ["ctrl-left", "K"]
            (Argument::None) 0 "previous" "Go to the previous story of the list";
    }
    Panes {
        Open "open" Everywhere ["enter", "l", "right"] ["enter", "right"] ["enter", "right"]
            (Argument::None) 100 "open" "Open what is selected, or go in";
        Back "back" Everywhere ["h", "left"] ["left"] ["left", "backspace"]
            (Argument::None) 0 "back" "Go back";
        Close "close" Everywhere ["q"] ["q"] ["q"]
            (Argument::None) 5 "back" "Go back; at the top, quit";
        Cancel "cancel" Everywhere ["esc"] ["esc"] ["esc"]
            (Argument::None) 0 "cancel" "Close what is open, stop a refresh, or go back";
        NextPane "next-pane" Everywhere ["tab"] ["tab"] ["tab"]
            (Argument::None) 0 "next pane" "Go to the next pane; in an article, to the next link";
        PreviousPane "previous-pane" Everywhere ["shift-tab"] ["shift-tab"] ["shift-tab"]
            (Argument::None) 0 "previous pane" "Go to the previous pane; in an article, to the link before";
        FocusSources "sources" Screens ["g f"] ["g f"] ["alt-1"]
            (Argument::None) 0 "sources" "Go to the sources";
        FocusHeadlines "headlines" Screens ["g l"] ["g l"] ["alt-2"]
            (Argument::None) 0 "headlines" "Go to the headlines";
        FocusArticle "article" Screens ["g a"] ["g a"] ["alt-3"]
            (Argument::None) 0 "article" "Open the selected story";
        FocusInsights "insights" Screens ["g i"] ["g i"] ["alt-4"]
            (Argument::None) 0 "insights" "Go to the brief and the questions";
        WholePane "whole-pane" Panes ["z z"] ["z z"] ["f11", "z"]
            (Argument::None) 0 "whole pane" "Give this pane the whole screen, or give it back";
    }
    Read {
        Browse "browser" Screens ["o"] ["o"] ["o"]
            (Argument::None) 50 "browser" "Open the story, or the source's site, in the browser";
        Links "links" Article ["f"] ["u", "f"] ["f"]
            (Argument::None) 70 "links" "Show a letter at each link; the letter opens it";
        FullText "full-text" Story ["x"] ["x"] ["x"]
            (Argument::None) 20 "full text" "Take the full text from the story's page, or change back to the feed's text";
        Versions "versions" StoryAndVersions ["D"] ["V"] ["D"]
            (Argument::None) 18 "versions" "Show what changed in a story since it came; Tab and n step through it";
        CopyLink "copy-link" Story ["y"] ["y"] ["y", "ctrl-y"]
            (Argument::None) 40 "copy link" "Copy the story's link";
        CopyTitleAndLink "copy-title-and-link" Story ["Y"] ["Y"] ["Y"]
            (Argument::None) 0 "copy title" "Copy the story's title and link";
        Save "save" Story ["w"] ["s", "w"] ["w", "ctrl-s"]
            (Argument::Optional(Subject::File)) 0 "save" "Save the story as Markdown, in a file of its own";
        Pipe "pipe" Story ["|"] ["|"] ["|"]
            (Argument::Optional(Subject::Shell)) 0 "pipe" "Give the story as Markdown to a command and show what that prints";
    }
    Mark {
        Bookmark "bookmark" Story ["b", "s"] ["ctrl-b", "b"] ["b"]
            (Argument::None) 80 "bookmark" "Set or clear the bookmark";
        ToggleRead "toggle-read" Story ["m"] ["N", "m"] ["m"]
            (Argument::None) 45 "read/unread" "Mark the story read or unread";
        Tag "tag" Story ["t"] ["t"] ["t"]
            (Argument::Optional(Subject::Tag)) 0 "tag" "Give the story a tag, or with `-` before it take one off";
        Mute "mute" Story ["M"] ["M"] ["M"]
            (Argument::Optional(Subject::Query)) 30 "mute" "Mute what is like this story; among the noise, take away the rule that hides it";
        MarkListRead "mark-list-read" Panes ["A"] ["A"] ["A"]
            (Argument::None) 20 "all read" "Mark everything in this list read";
        MarkAllRead "mark-all-read" Panes ["C"] ["C"] ["C"]
            (Argument::None) 0 "everything read" "Mark everything of every source read";
        Undo "undo" Everywhere ["u", "ctrl-z"] ["ctrl-z"] ["ctrl-z", "u"]
            (Argument::None) 0 "undo" "Take the last change back";
        Redo "redo" Everywhere ["ctrl-r"] ["ctrl-r"] ["ctrl-r"]
            (Argument::None) 0 "redo" "Make a change again that was taken back";
    }
    Insights {
        Question "question" Story ["1-9"] ["1-9"] ["1-9"]
            (Argument::Required(Subject::Number)) 75 "ask" "Ask the insight question with this number";
        OwnQuestion "ask" Reading ["@"] ["@"] ["@"]
            (Argument::Optional(Subject::Question)) 0 "own question" "Ask a question of your own";
        InsightsPane "insights-pane" Panes ["i"] ["i"] ["i"]
            (Argument::None) 0 "insights" "Show or hide the brief and the questions";
        MakeInsights "make-insights" Story ["I"] ["I"] ["I"]
            (Argument::None) 0 "make again" "Make the brief and the questions again";
    }
    Find {
        Search "search" Screens ["/"] ["/"] ["/", "ctrl-f"]
            (Argument::Optional(Subject::Query)) 65 "search" "Search everything that is cached";
        Similar "similar" Story ["g m"] ["g m"] ["alt-l"]
            (Argument::None) 0 "more like this" "Show the cached stories that are most like this one";
        Filter "filter" Panes ["="] ["F", "="] ["="]
            (Argument::Optional(Subject::Query)) 25 "filter" "Narrow this list by a query";
        UnreadOnly "unread-only" Panes ["U"] ["l", "U"] ["U"]
            (Argument::None) 15 "unread only" "Show unread stories only, or all";
        Sort "sort" Panes ["S"] ["S"] ["S"]
            (Argument::Optional(Subject::Sort)) 0 "sort" "Sort newest or oldest first; a search, best or newest first";
        SaveSearch "save-search" Panes ["c s"] ["c s"] ["f7"]
            (Argument::Optional(Subject::Title)) 0 "save search" "Keep this search or filter as a source of its own";
        OpenFeed "open-feed" Screens [] [] []
            (Argument::Required(Subject::Feed)) 0 "go to" "Go to a source, folder or view by its name";
    }
    Sources {
        Refresh "refresh" Screens ["r"] ["r"] ["r"]
            (Argument::None) 30 "refresh" "Fetch this source now";
        RefreshAll "refresh-all" Screens ["R"] ["R"] ["R", "f5"]
            (Argument::None) 28 "refresh all" "Fetch every source now";
        Add "add" Screens ["a"] ["a"] ["a"]
            (Argument::Optional(Subject::Address)) 35 "add" "Add a source: the address of a feed or of a site";
        Remove "remove" Source ["d d"] ["d d"] ["delete"]
            (Argument::None) 12 "remove" "Remove this source; bookmarks stay";
        Rename "rename" Source ["c w"] ["c w"] ["f2"]
            (Argument::Optional(Subject::Title)) 10 "rename" "Give this source another title";
        MoveToFolder "folder" Source ["c f"] ["c f"] ["f6"]
            (Argument::Optional(Subject::Folder)) 0 "folder" "Put this source into a folder";
        ChangeAddress "address" Source ["c a"] ["c a"] ["f9"]
            (Argument::Optional(Subject::Address)) 4 "address" "Give this source another address; its stories stay";
        Pause "pause" Source ["c p"] ["c p"] ["f8"]
            (Argument::None) 6 "pause" "Do not fetch this source any more, or fetch it again";
        FeedSettings "feed-settings" Source ["c e"] ["c e"] ["f4"]
            (Argument::None) 0 "settings" "How this source is fetched: how often, full text, User-Agent, password, proxy";
        Import "import" Screens ["g o"] ["g o"] ["alt-o"]
            (Argument::Optional(Subject::File)) 0 "import" "Import sources from an OPML file";
        Export "export" Everywhere [] [] []
            (Argument::Required(Subject::File)) 0 "export" "Write all sources to an OPML file";
        Starters "starters" Screens ["g s"] ["g s"] ["alt-s"]
            (Argument::None) 0 "starter packs" "Choose sources from the starter packs";
        NextFailing "next-failing" Panes ["e"] ["e"] ["e"]
            (Argument::None) 0 "next failing" "Go to the next failing source";
        Health "health" Screens ["E"] ["E"] ["E"]
            (Argument::None) 0 "health" "Show the failing sources and why they fail";
    }
    Program {
        CommandLine "command-line" Everywhere [":"] [":"] [":"]
            (Argument::None) 8 "command" "Type a command by its name";
        Palette "palette" Everywhere ["ctrl-p"] ["ctrl-p"] ["ctrl-p"]
            (Argument::None) 0 "palette" "Find a command or a source by a few letters";
        Help "help" Everywhere ["?", "f1"] ["?", "f1"] ["f1", "?"]
            (Argument::None) 95 "keys" "Show the keys";
        Messages "messages" Everywhere ["g M"] ["g M"] ["alt-m"]
            (Argument::None) 0 "messages" "Show what was said on the bottom line";
        Theme "theme" Everywhere [] [] []
            (Argument::Required(Subject::Theme)) 0 "theme" "Change the colours until the end of this session";
        Quit "quit" Everywhere ["Q", "ctrl-c"] ["Q", "ctrl-c"] ["ctrl-q", "ctrl-c"]
            (Argument::None) 0 "quit" "Quit";
    }
}

impl Command {
    /// Returns the row of this command.
    pub fn spec(self) -> &'static Spec {
        // Rows and variants come from one list, so the position is the discriminant.
        &COMMANDS[self as usize]
    }

    pub fn name(self) -> &'static str {
        self.spec().name
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No command is called that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no command `{name}`{}", nearest.map(|command| format!("; did you mean `{command}`?")).unwrap_or_default())]
pub struct UnknownCommand {
    pub name: String,
    pub nearest: Option<Command>,
}

impl FromStr for Command {
    type Err = UnknownCommand;

    /// Reads a command's full name.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        COMMANDS
            .iter()
            .find(|spec| spec.name == name)
            .map(|spec| spec.command)
            .ok_or_else(|| UnknownCommand {
                name: name.to_owned(),
                nearest: crate::config::nearest(name, COMMANDS.iter().map(|spec| spec.name))
                    .and_then(|name| COMMANDS.iter().find(|spec| spec.name == name))
                    .map(|spec| spec.command),
            })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = COMMANDS.iter().map(|spec| spec.name).collect();
        assert_eq!(names.len(), COMMANDS.len());
        for name in names {
            assert!(
                !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{name}"
            );
            assert!(!name.starts_with('-') && !name.ends_with('-'), "{name}");
        }
    }

    #[test]
    fn every_command_finds_its_own_row() {
        for spec in COMMANDS {
            assert_eq!(spec.command.spec().name, spec.name);
            assert_eq!(spec.name.parse(), Ok(spec.command));
            assert!(!spec.summary.ends_with('.'), "{}", spec.name);
        }
    }
}
