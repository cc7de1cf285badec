//! OFD files (GB/T 33190-2016) with text → [`Document`]: characters with their places and ruled lines,
//! as of a PDF, whose rooms make lines and tables of them.
//!
//! **Deliberately absent**: pictures; annotations and seals; composite drawings; fonts, since a
//! character stands in the file as itself; actions. Nothing is run.

mod content;
mod numbers;
mod paint;
mod parts;

use self::content::{Budget, sheet};
use self::parts::{KIND, pages};
use super::contents::{Contents, Packed};
use super::format::{Container, Format};
use super::package::Package;
use super::pdf;
use crate::Unreadable;
use gongkai_model::document::Document;

/// The fixed-layout format of Chinese offices.
pub(super) const FORMAT: Format =
    Format { name: "ofd", called: KIND, endings: &["ofd"], container: Container::Zip, is, read };

fn is(file: &Contents<'_>) -> bool {
    matches!(file.packed, Packed::Zip(_)) && file.has("OFD.xml")
}

/// Reads a file that has text.
fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, KIND)?;
    let mut budget = Budget::default();
    let mut sheets = Vec::new();
    for page in pages(&mut package)? {
        sheets.push(sheet(&page, &mut budget)?);
    }
    pdf::document(sheets, KIND).map_err(|cause| match cause {
        Unreadable::Scanned => Unreadable::NotSupported(" OFD 扫描件，里面只有图片、没有文字"),
        other => other,
    })
}

#[cfg(test)]
mod tests;
