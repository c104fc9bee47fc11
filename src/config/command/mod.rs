//! The one table of commands: keymap, footer, help, palette, command line, `squelch keys` and README come from it.
//!
//! A command without a row cannot exist, because `enum Command` and the rows come from one macro: see `table`. `spec`
//! says what a row holds, `place` where a command works, `line` reads one that was typed. What a command *does* is
//! decided in `ui`; this module only names it, binds it and says where it works.

mod line;
mod place;
mod spec;
mod table;

pub use line::{Invocation, LineError};
pub use place::{Place, Scope};
pub use spec::{Argument, Group, Spec, Subject};
pub use table::{COMMANDS, Command, UnknownCommand};
