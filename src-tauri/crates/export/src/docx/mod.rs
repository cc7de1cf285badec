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
use crate::escape::escaped;
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

/// What a copy for review has besides the report.
#[derive(Clone, Copy, Debug)]
pub struct ReviewCopy<'a> {
    /// Behind 草稿 on each page: which version it is, and of when.
    pub line: &'a str,
    /// The list behind the report.
    pub list: &'a Document,
    /// By which the file is known when it comes back.
    pub mark: &'a str,
}

/// Writes a copy for review: the pages of the report, further to the left so that there is room for notes
/// on the right, and the list behind them. What was written has been read back and compared.
///
/// # Errors
/// As [`docx`].
pub fn review_docx(
    document: &Document,
    review: &ReviewCopy<'_>,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Vec<u8>, NotWritten> {
    written(document, Some(review), options, fonts)
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
    written(document, None, options, fonts)
}

fn written(
    document: &Document,
    review: Option<&ReviewCopy<'_>>,
    options: &PageOptions,
    fonts: &FontSet,
) -> Result<Vec<u8>, NotWritten> {
    let plan = plan(document, options, fonts);
    let behind = review.map(|review| (review.list, list_plan(review.list, options, fonts)));
    let mut parts = vec![
        ("styles", styles::styles()),
        ("settings", styles::settings()),
        ("fontTable", styles::fonts()),
        ("footer", styles::footer("right")),
        ("footer", styles::footer("left")),
    ];
    if let Some(says) = options.mark() {
        parts.push(("header", styles::mark(says, review.map_or("", |review| review.line))));
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
    if review.is_some() {
        let kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
        let _ = write!(types, "<Override PartName=\"/{PROPERTIES}\" ContentType=\"{kind}\"/>");
    }
    types.push_str("</Types>");
    let related: Vec<(&str, &str)> =
        parts.iter().map(|(kind, _)| *kind).zip(names.iter().map(String::as_str)).collect();
    let mut whole = vec![("officeDocument", "word/document.xml")];
    whole.extend(review.map(|_| ("custom-properties", PROPERTIES)));
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), relations(&whole)),
        ("word/_rels/document.xml.rels".to_owned(), relations(&related)),
        ("word/document.xml".to_owned(), body::body((document, &plan), behind.as_ref(), options)),
    ];
    files.extend(review.map(|review| (PROPERTIES.to_owned(), properties(review.mark))));
    let named = names.iter().map(|name| format!("word/{name}"));
    files.extend(named.zip(parts.into_iter().map(|(_, text)| text)));
    let bytes = packed(&files).map_err(|_| NotWritten::File)?;
    let mut written = as_written(document, &plan);
    if let Some((list, plan)) = &behind {
        written.blocks.extend(as_written(list, plan).blocks);
    }
    checked(bytes, gongkai_read::docx::read, |read| same(&written, read))
}

/// Where the properties of a copy for review stand.
const PROPERTIES: &str = "docProps/custom.xml";

/// The list begins a page of its own.
fn list_plan(list: &Document, options: &PageOptions, fonts: &FontSet) -> Plan {
    let without = PageOptions { signature_line: false, ..*options };
    let mut plan = plan(list, &without, fonts);
    plan.turns.insert(0);
    plan
}

/// A property that programs keep as it is.
fn properties(mark: &str) -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">\
         <property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"{}\">\
         <vt:lpwstr>{}</vt:lpwstr></property></Properties>",
        gongkai_read::docx::REVIEW_MARK,
        escaped(mark, &[])
    )
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
