//! `tag`: what a person calls articles.

use super::articles::selection;
use super::exit::{Done, Failed, Result};
use super::output::Output;
use super::session::Session;
use crate::text::printable;

/// Tags what is meant, or with `is_off` takes the tag off.
pub(super) async fn tag(
    session: &Session,
    output: &mut Output,
    tag: &str,
    what: &[String],
    is_off: bool,
) -> Result {
    let tag = printable::line(tag).trim().to_owned();
    if tag.is_empty() {
        return Err(Failed::usage("a tag needs a name".to_owned()));
    }
    let what = selection(session, what).await?;
    let change = session.desk.store.tag(what, tag, !is_off).await?;
    output.changed(change)?;
    Ok(Done::All)
}
