//! The engine that is always there: sentences chosen, questions built and passages ranked by rules alone.

mod ask;
mod boilerplate;
mod brief;
mod document;
mod questions;
mod selection;
mod terms;

pub use ask::ask;

use super::{ENGINE, Insight, Story};
use crate::text::language;
use document::Document;

/// Makes brief and questions of a story. Milliseconds; bounded for texts of any size.
pub fn make(story: Story<'_>) -> Insight {
    let language = language::detect(story.text, story.language);
    let document = Document::read(&story, language);
    let (brief, note) = match brief::choose(&document) {
        Ok(brief) => (brief, None),
        Err(reason) => (Vec::new(), Some(reason.to_string())),
    };
    let questions = if document.is_english() {
        questions::raise(&document)
    } else {
        Vec::new()
    };
    Insight {
        title: story.title.to_owned(),
        brief,
        questions,
        engine: ENGINE.to_owned(),
        language: language
            .map(|found| found.code().to_owned())
            .unwrap_or_default(),
        note,
    }
}
