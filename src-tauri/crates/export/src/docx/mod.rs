//! Document → a Word file as offices expect it in Word and WPS: page and grid of GB/T 9704-2012,
//! fonts by name, heading styles, indents of two characters, tables with merged cells and fixed
//! widths, page numbers outside on odd and even pages.
//!
//! It comes to the pages of the layout, which tells what a word processor would do otherwise
//! ([`Plan`]): where a title parts, how high rows are, with which row a page begins, where signature
//! and date stand. The few parts of the file are written as they are: a library would hide the very
//! settings the standard asks for.

mod body;
mod styles;
mod table;
mod xml;

use self::xml::{HEAD, OFFICE};
use crate::error::NotWritten;
use crate::format::{FileFormat, Source};
use crate::verify::document::{checked, same};
use gongkai_layout::PageOptions;
use gongkai_layout::fonts::FontSet;
use gongkai_layout::plan::{ClosingLine, Plan, plan};
use gongkai_model::document::{Block, Document, Paragraph, Role, SIGNATORY};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::{SimpleFileOptions, ZipWriter};

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A Word file with the pages of the official one.
pub(crate) const FORMAT: FileFormat =
    FileFormat { name: "docx", called: "Word", endings: &["docx"], write };

fn write(source: &Source<'_>) -> Result<Vec<u8>, NotWritten> {
    docx(&source.document, source.options, source.fonts)
}

/// Writes the file, with the same choices for the page as the PDF; `fonts` are those the layout
/// measures with. What was written has been read back and compared.
///
/// # Errors
/// When what is read back differs from the document.
pub fn docx(
    document: &Document,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Vec<u8>, NotWritten> {
    let plan = plan(document, options, fonts);
    let mut parts = vec![
        ("styles", styles::styles()),
        ("settings", styles::settings()),
        ("fontTable", styles::fonts()),
        ("footer", styles::footer("right")),
        ("footer", styles::footer("left")),
    ];
    if let Some(says) = options.mark() {
        parts.push(("header", styles::mark(says)));
    }
    // The parts in this order are rId1, rId2 …
    let names: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(at, (kind, _))| match *kind {
            "footer" | "header" => format!("{kind}{}.xml", at + 1),
            kind => format!("{kind}.xml"),
        })
        .collect();
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut types = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{main}.document.main+xml\"/>"
    );
    for ((kind, _), name) in parts.iter().zip(&names) {
        let _ = write!(
            types,
            "<Override PartName=\"/word/{name}\" ContentType=\"{main}.{kind}+xml\"/>"
        );
    }
    types.push_str("</Types>");
    let related: Vec<(&str, &str)> =
        parts.iter().map(|(kind, _)| *kind).zip(names.iter().map(String::as_str)).collect();
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), relations(&[("officeDocument", "word/document.xml")])),
        ("word/_rels/document.xml.rels".to_owned(), relations(&related)),
        ("word/document.xml".to_owned(), body::body(document, &plan, options)),
    ];
    let named = names.iter().map(|name| format!("word/{name}"));
    files.extend(named.zip(parts.into_iter().map(|(_, text)| text)));
    let bytes = packed(&files).map_err(|_| NotWritten::File)?;
    let written = as_written(document, &plan);
    checked(bytes, gongkai_read::docx::read, |read| same(&written, read))
}

fn relations(all: &[(&str, &str)]) -> String {
    let mut out = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (at, (kind, target)) in all.iter().enumerate() {
        let id = at + 1;
        let _ = write!(
            out,
            "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"
        );
    }
    out + "</Relationships>"
}

fn packed(parts: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The document as it stands in the file: titles in their lines, labels once on each page they
/// reach, signature and date behind everything else.
fn as_written(document: &Document, plan: &Plan) -> Document {
    let mut blocks = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Table(whole) => {
                let parts = table::parted(whole, plan.tables.get(&at));
                blocks.extend(parts.into_iter().map(Block::Table));
            }
            Block::Paragraph(paragraph) if !plan.closes(at) => {
                let text = plan.titles.get(&at).map(|lines| lines.join("\n"));
                let text = text.unwrap_or_else(|| paragraph.text.clone());
                blocks.push(Block::Paragraph(Paragraph::new(paragraph.role, text)));
            }
            Block::Paragraph(_) => {}
        }
    }
    if plan.closing.iter().any(|line| matches!(line, ClosingLine::Signatory { .. })) {
        blocks.push(Block::Paragraph(Paragraph::new(Role::Body, SIGNATORY)));
    }
    for lines in plan.closing.chunk_by(ClosingLine::same_block) {
        if let [ClosingLine::Of { block, role, .. }, ..] = lines {
            let text = body::closing_text(document, *block, lines);
            blocks.push(Block::Paragraph(Paragraph::new(*role, text)));
        }
    }
    Document { blocks, ..Document::default() }
}

#[cfg(test)]
mod tests;
