//! The screen as a person sees it: keys in, picture out, no store and no terminal.

mod drawing;
mod moving;
mod muting;
mod piping;
mod running;
mod saving;
mod similar;
mod tagging;
mod versions;
mod world;
