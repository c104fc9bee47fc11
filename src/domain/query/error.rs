//! What is wrong with a query, and where.

use std::ops::Range;

/// A query that cannot be understood: a plain sentence and the place to underline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// Bytes of the query's text, on character boundaries; never outside of it, perhaps empty at its end.
    pub span: Range<usize>,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// What to write instead, when there is a good guess.
    pub hint: Option<String>,
}

impl QueryError {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            hint: None,
        }
    }

    #[must_use]
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
