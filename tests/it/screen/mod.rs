//! The screen as a person sees it: keys in, picture out, no store and no terminal.

mod drawing;
mod moving;
mod muting;
mod piping;
mod running;
mod saving;
mod searching;
mod session;
mod similar;
mod sources;
mod stories;
mod tagging;
mod versions;
mod world;
