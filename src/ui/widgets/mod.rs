//! Pieces several screens are made of. They know nothing of [`super::State`].

pub mod line_edit;
pub mod pane;
pub mod popup;
pub mod rich;
pub mod scroll;
pub mod story;
pub mod text;
pub mod typing;
pub mod wrap;
