//! The keys, from the command table.

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The first line drawn.
    pub offset: usize,
}
