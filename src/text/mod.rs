//! Text as such: hostile characters, words, sentences, languages. Pure functions, no I/O.

pub mod english;
pub mod entities;
pub mod hidden;
pub mod language;
pub mod plain;
pub mod printable;
pub mod revision;
pub mod sentences;
pub mod tag;
pub mod tags;
pub mod words;
