//! Report → [`Document`](crate::document::Document) → pages, files.

mod document;
mod fonts;
mod markdown;

pub use document::document;
pub use fonts::{BadFont, Font, FontBytes, FontRole, FontSet, Substitution};
pub use markdown::markdown;
