//! A written PDF against the document it was made from: every paragraph, every cell, and the tree of
//! its parts.

use super::codes::codings;
use super::page::sheets;
use super::{pages, tags};
use crate::error::NotPrinted;
use gongkai_model::document::Document;
use lopdf::Document as File;

/// Compares a written PDF with its document: every paragraph, every cell. `extra` stands between
/// the text and the signature without being part of the document.
pub(crate) fn compare(pdf: &[u8], document: &Document, extra: &str) -> Result<(), NotPrinted> {
    let file = File::load_mem(pdf).map_err(|_| NotPrinted::File)?;
    let codings = codings(&file).ok_or(NotPrinted::File)?;
    let sheets = sheets(&file, &codings).ok_or(NotPrinted::File)?;
    pages::compare(&sheets, document, extra)?;
    tags::compare(&file, &sheets, document, extra)
}
