//! Pieces several screens are made of. They know nothing of [`super::State`].

pub mod line_edit;
