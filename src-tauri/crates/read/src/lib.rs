//! From the bytes of a file to a recognised report, in two steps: a reader makes a [`Document`] of
//! the bytes and knows nothing of reports; [`recognise`] finds the report in it by its labels.
//!
//! **Deliberately absent**: opening files. Bytes come in.

#![warn(missing_docs, clippy::indexing_slicing, clippy::string_slice)]
#![cfg_attr(
    test,
    allow(clippy::indexing_slicing, clippy::string_slice, reason = "a test may fail")
)]

mod draft;
mod figures;
mod formats;
mod limits;
mod pasted;
mod pattern;
mod recognise;
mod unreadable;

pub use draft::{Doubt, Draft};
pub use formats::{
    Container, FORMATS, Format, doc, docx, endings, html, pdf, readable, text, xls, xlsx,
};
pub use pasted::pasted_table;
pub use recognise::{PastedTable, recognise};
pub use unreadable::{LARGEST, Unreadable};

use gongkai_model::document::Document;
use gongkai_model::form::Forms;

/// Reads a file of up to [`LARGEST`] bytes. What it is is told by its content; `name` only helps
/// where the content does not say.
///
/// # Errors
/// Where it is nothing that is read, damaged, locked, empty, or more than any report.
pub fn document(bytes: &[u8], name: &str) -> Result<Document, Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    formats::read(bytes, &ending)
}

/// Reads the report in a file of up to [`LARGEST`] bytes.
///
/// # Errors
/// As [`document`] and [`recognise`].
pub fn report(bytes: &[u8], name: &str, forms: &Forms) -> Result<Draft, Unreadable> {
    recognise(&document(bytes, name)?, forms)
}
