//! The engine that is always there: sentences chosen, questions built and passages ranked by rules alone.

mod ask;
mod boilerplate;
mod brief;
mod document;
mod patterns;
mod questions;
mod selection;
mod stories;
mod terms;

pub use ask::ask;
pub use stories::{Piece, group};

use super::{ENGINE, Insight, Story};
use crate::text::language;
use document::Document;

/// Makes brief and questions of a story. Milliseconds; bounded for texts of any size.
pub fn make(story: Story<'_>) -> Insight {
    let language = language::detect(story.text, story.language);
    let document = Document::read(&story, language);
    let mut notes = Vec::new();
    let brief = brief::choose(&document).unwrap_or_else(|missing| {
        notes.push(missing.to_string());
        Vec::new()
    });
    let asked = match language {
        Some(_) if document.is_english() => questions::raise(&document),
        Some(language) if patterns::are_known(language.code()) => patterns::raise(&document),
        // English patterns round foreign nouns would be worse than none.
        Some(_) => {
            notes.push("questions in this language need a model".to_owned());
            Ok(Vec::new())
        }
        None => Ok(Vec::new()),
    };
    let questions = asked.unwrap_or_else(|missing| {
        notes.push(missing.to_string());
        Vec::new()
    });
    Insight {
        title: story.title.to_owned(),
        brief,
        questions,
        engine: ENGINE.to_owned(),
        language: language
            .map(|found| found.code().to_owned())
            .unwrap_or_default(),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    }
}
