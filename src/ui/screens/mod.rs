//! One folder for each screen and overlay. See [`super`] for the functions a screen has.

pub mod article;
pub mod ask;
pub mod choose;
pub mod command_line;
pub mod headlines;
pub mod health;
pub mod help;
pub mod links;
pub mod palette;
pub mod prompt;
pub mod search;
pub mod similar;
pub mod versions;
