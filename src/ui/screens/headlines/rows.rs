//! What the sources pane lists: smart views, saved searches, then feeds in their folders.

use std::collections::BTreeSet;

use crate::domain::FeedId;
use crate::ui::Library;
use crate::ui::library::{Shelf, ancestors};

/// One line of the sources pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceRow {
    /// A smart view or a saved search.
    View(Shelf),
    Gap,
    Folder {
        path: String,
        depth: u16,
        is_folded: bool,
    },
    Feed {
        id: FeedId,
        depth: u16,
    },
}

impl SourceRow {
    /// Returns the list this row stands for.
    pub fn shelf(&self) -> Option<Shelf> {
        match self {
            Self::View(shelf) => Some(shelf.clone()),
            Self::Gap => None,
            Self::Folder { path, .. } => Some(Shelf::Folder(path.clone())),
            Self::Feed { id, .. } => Some(Shelf::Feed(*id)),
        }
    }
}

/// Returns the lines of the sources pane, top to bottom.
pub fn rows(library: &Library, folded: &BTreeSet<String>) -> Vec<SourceRow> {
    let mut rows: Vec<SourceRow> = library.views().map(SourceRow::View).collect();
    rows.extend(
        library
            .saved_searches
            .iter()
            .map(|(name, _)| SourceRow::View(Shelf::Saved(name.clone()))),
    );
    if !library.feeds.is_empty() {
        rows.push(SourceRow::Gap);
    }
    // Feeds come sorted by folder, so each folder's line is due when it first appears.
    let mut open: Vec<&str> = Vec::new();
    for feed in &library.feeds {
        let path: Vec<&str> = ancestors(&feed.folder).collect();
        let shared = open.iter().zip(&path).take_while(|(a, b)| a == b).count();
        open.truncate(shared);
        for folder in path.iter().skip(shared) {
            if !is_hidden(&open, folded) {
                rows.push(SourceRow::Folder {
                    path: (*folder).to_owned(),
                    depth: depth(open.len()),
                    is_folded: folded.contains(*folder),
                });
            }
            open.push(folder);
        }
        if !is_hidden(&open, folded) {
            rows.push(SourceRow::Feed {
                id: feed.id,
                depth: depth(open.len()),
            });
        }
    }
    rows
}

fn is_hidden(open: &[&str], folded: &BTreeSet<String>) -> bool {
    open.iter().any(|folder| folded.contains(*folder))
}

fn depth(levels: usize) -> u16 {
    u16::try_from(levels).unwrap_or(u16::MAX)
}

/// Returns the line of a shelf: its own, else that of the outermost folded folder it is hidden in.
pub fn position(rows: &[SourceRow], library: &Library, shelf: &Shelf) -> Option<usize> {
    let own = rows
        .iter()
        .position(|row| row.shelf().as_ref() == Some(shelf));
    if own.is_some() {
        return own;
    }
    let folder = match shelf {
        Shelf::Feed(id) => library.feed(*id)?.folder.as_str(),
        Shelf::Folder(path) => path.as_str(),
        _ => return None,
    };
    ancestors(folder).find_map(|path| {
        rows.iter().position(|row| {
            matches!(row, SourceRow::Folder { path: listed, is_folded: true, .. } if listed == path)
        })
    })
}
