//! PDF files with a text layer → [`Document`]: characters with their places, lines rebuilt from
//! baselines, tables rebuilt from ruled lines. A cell's lines are joined again, and a table that goes
//! on on the next page is one table.
//!
//! **Deliberately absent**: pictures, and text recognised under them (a figure nobody can see is no
//! figure); scripts; links. Nothing is run.

mod annotations;
mod blocks;
mod content_stream;
mod fonts;
mod lines;
mod load;
mod paint;
mod paths;
mod repair;
mod ruled_lines;
mod visible;

pub(super) use self::content_stream::{Mark, Matrix, Sheet, Way, way};
pub(super) use self::paint::{Piece, rectangles};

use self::load::KIND;
pub use self::load::load;
use super::contents::{Contents, Packed};
use super::format::{Container, Format};
use crate::Unreadable;
use gongkai_model::document::Document;

/// PDF with a text layer.
pub(super) const FORMAT: Format =
    Format { name: "pdf", called: KIND, endings: &["pdf"], container: Container::Pdf, is, read };
/// Most pages read.
const MOST_PAGES: usize = 200;

fn is(file: &Contents<'_>) -> bool {
    matches!(file.packed, Packed::Pdf)
}

/// Reads a PDF that has text.
///
/// # Errors
/// Where it is damaged, locked, empty, or more than any report.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let file = match load::load(bytes) {
        Ok(file) if file.page_iter().next().is_some() => file,
        Ok(_) | Err(Unreadable::Damaged(_)) => {
            let repaired = repair::repaired(bytes).ok_or(Unreadable::Damaged(KIND))?;
            load::load(&repaired)?
        }
        Err(other) => return Err(other),
    };
    if file.is_encrypted() {
        return Err(Unreadable::Password(KIND));
    }
    let mut budget = content_stream::Budget::default();
    let mut fonts = fonts::Fonts::default();
    let mut sheets = Vec::new();
    for page in file.page_iter().take(MOST_PAGES) {
        sheets.push(content_stream::sheet(&file, page, &mut fonts, &mut budget)?);
    }
    document(sheets, KIND)
}

/// The document that stands on these pages, whatever kind of file they are of.
pub(super) fn document(mut sheets: Vec<Sheet>, kind: &'static str) -> Result<Document, Unreadable> {
    let mut passed_over = Vec::new();
    for sheet in &mut sheets {
        visible::only_seen(sheet)?;
        passed_over.append(&mut sheet.passed_over);
    }
    if sheets.is_empty() {
        return Err(Unreadable::Damaged(kind));
    }
    if sheets.iter().map(|sheet| sheet.marks.len()).sum::<usize>() == 0 {
        let broken = sheets.iter().any(|sheet| sheet.broken);
        return Err(if broken { Unreadable::Damaged(kind) } else { Unreadable::Scanned });
    }
    let unknown = sheets.iter().flat_map(|sheet| &sheet.marks);
    let unknown = unknown.filter(|mark| mark.text == fonts::UNKNOWN).count();
    if unknown * 2 > sheets.iter().map(|sheet| sheet.marks.len()).sum() {
        return Err(Unreadable::NotSupported("字体没有写明是什么字的 PDF 文件"));
    }
    if unknown > 0 {
        passed_over.push(format!(
            "有 {unknown} 个字，文件的字体没有写明是什么字，没有读，写作“{}”",
            fonts::UNKNOWN
        ));
    }
    let blocks = blocks::blocks(sheets)?;
    if blocks.is_empty() {
        return Err(Unreadable::Scanned);
    }
    Ok(Document { blocks, broken_lines: true, passed_over, ..Document::default() })
}

#[cfg(test)]
mod tests;
