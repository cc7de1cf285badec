//! The signature's side of a PDF: its fields, what is appended to sign one, what it shows.
//!
//! **Deliberately absent**: keys and messages; judgement of what is found.

mod appearance;
mod fields;
mod outlines;
mod picture;
mod update;

pub(crate) use appearance::Shown;
pub(crate) use fields::{Signature, free_field, signatures, traces};
pub use picture::SealPicture;
pub(crate) use update::{Wanted, prepare};
