//! Every feed and how it is doing, failing ones first.

#[derive(Debug, Clone, Default)]
pub struct State {
    pub selected: usize,
    pub offset: usize,
}
