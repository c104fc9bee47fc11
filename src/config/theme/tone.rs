//! What the pieces of the screen mean; a theme says how each of them looks.

macro_rules! tones {
    ($($(#[$doc:meta])* $tone:ident $name:literal,)*) => {
        /// What a piece of the screen means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Tone {
            $($(#[$doc])* $tone,)*
        }

        impl Tone {
            /// All tones with their names in theme files.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$tone, $name),)*];
        }
    };
}

tones! {
    /// The whole screen, under everything.
    Base "base",
    /// The lines at top and bottom.
    Bar "bar",
    /// The program's name.
    Brand "brand",
    /// What opens over the rest.
    Popup "popup",
    Text "text",
    /// Said more quietly: ages, sources, hints.
    Muted "muted",
    Accent "accent",
    Border "border",
    BorderFocused "border-focused",
    PaneTitle "pane-title",
    PaneTitleFocused "pane-title-focused",
    /// The chosen row of the focused pane; laid over other tones.
    Selection "selection",
    /// The chosen row of a pane without focus.
    SelectionIdle "selection-idle",
    Unread "unread",
    Read "read",
    /// Numbers of unread stories.
    Count "count",
    Bookmark "bookmark",
    /// An article's title.
    Title "title",
    /// The mark before a sentence of a brief.
    Bullet "bullet",
    /// Numbers of questions and citations.
    Number "number",
    Question "question",
    /// The name of a key.
    Key "key",
    /// What is being typed.
    Input "input",
    Success "success",
    Warning "warning",
    Error "error",
    /// Words that were searched for, the sentence that answers.
    Match "match",
    /// The one of them that was gone to.
    MatchCurrent "match-current",
    /// The letter that opens a link.
    Hint "hint",
    Heading1 "heading-1",
    Heading2 "heading-2",
    Heading3 "heading-3",
    /// Laid over other tones.
    Strong "strong",
    /// Laid over other tones.
    Emphasis "emphasis",
    Link "link",
    Code "code",
    Quote "quote",
    Caption "caption",
    /// Bullets, bars, rules and table borders of an article.
    Furniture "furniture",
    /// What a feed put into a story that it changed.
    Added "added",
    /// What it took out.
    Removed "removed",
}
