//! Settings, the command table, keys, themes and paths.
