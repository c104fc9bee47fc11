//! Hint letters over the links of the article.

#[derive(Debug, Clone, Default)]
pub struct State {
    /// The letters typed so far.
    pub typed: String,
}
