//! A written PDF as a screen reader hears it: part by part along the tree of its structure, each
//! with the characters the pages mark as its own.

use super::page::PageContent;
use super::text::{different, visible};
use crate::error::NotPrinted;
use gongkai_model::document::accessibility::Scope;
use gongkai_model::document::{Block, Document, Paragraph, Role, Table, TableCell};
use lopdf::{Dictionary, Document as File, Object, ObjectId};
use std::collections::HashMap;

/// The characters of each numbered piece of a page.
type Pieces = HashMap<(ObjectId, i64), String>;

/// Compares what is heard with the document: every part under its tag, in its place, with its
/// spans; and nothing that is heard twice or not at all.
pub(super) fn compare(
    file: &File,
    sheets: &[PageContent<'_>],
    document: &Document,
    extra: &str,
) -> Result<(), NotPrinted> {
    let mut pieces = Pieces::new();
    for (page, sheet) in file.page_iter().zip(sheets) {
        for character in &sheet.characters {
            if let Some(piece) = character.piece {
                pieces.entry((page, piece)).or_default().push_str(character.text);
            }
        }
    }
    let mut hearing = Hearing { file, pieces };
    let parts = hearing.document().ok_or(NotPrinted::File)?;
    let (fields, parts): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.tag == b"Form");
    if fields.len() != fields_to_fill_in(file) {
        return Err(different("朗读的签名处"));
    }
    let mut parts = parts.into_iter();
    let mut next = |place: &str| parts.next().ok_or_else(|| different(place));
    let mut extra = Some(extra).filter(|extra| !extra.is_empty());
    let mut line = |next: &mut dyn FnMut(&str) -> Result<Part, NotPrinted>| match extra.take() {
        Some(extra) => same(next(extra)?, "P", extra),
        None => Ok(()),
    };
    for (block, level) in document.blocks.iter().zip(document.spoken_levels()) {
        match block {
            Block::Paragraph(Paragraph { role, text, .. }) => {
                if matches!(role, Role::Signature | Role::Date) {
                    line(&mut next)?;
                }
                let tag = level.map_or_else(|| "P".to_owned(), |level| format!("H{level}"));
                same(next(text)?, &tag, text)?;
            }
            Block::Table(table) => same_table(next("表格")?, table)?,
        }
    }
    line(&mut next)?;
    match (parts.next(), hearing.pieces.is_empty()) {
        (None, true) => Ok(()),
        _ => Err(different("多出文字")),
    }
}

fn fields_to_fill_in(file: &File) -> usize {
    let form = file.catalog().and_then(|catalog| catalog.get_deref(b"AcroForm", file));
    let fields = form.and_then(Object::as_dict).and_then(|form| form.get_deref(b"Fields", file));
    fields.and_then(Object::as_array).map_or(0, Vec::len)
}

/// A part of the document as heard.
struct Part {
    tag: Vec<u8>,
    text: String,
    attributes: Attributes,
    parts: Vec<Part>,
}

#[derive(Debug, PartialEq)]
struct Attributes {
    scope: Option<Scope>,
    row_span: i64,
    column_span: i64,
}

fn same(part: Part, tag: &str, text: &str) -> Result<(), NotPrinted> {
    if part.tag == tag.as_bytes() && visible(&part.text) == visible(text) {
        return Ok(());
    }
    let start: String = text.chars().take(12).collect();
    Err(different(format!("朗读“{start}”一段")))
}

fn same_table(part: Part, table: &Table) -> Result<(), NotPrinted> {
    let rows = table.cells.chunk_by(|a, b| a.row == b.row);
    if part.tag != b"Table" || part.parts.len() != rows.count() {
        return Err(different("朗读的表格"));
    }
    let heard = part.parts.into_iter().flat_map(|row| row.parts);
    let mut heard = heard.collect::<Vec<_>>().into_iter();
    for cell in &table.cells {
        let part = heard.next();
        if !part.is_some_and(|part| is_cell(&part, table, cell)) {
            return Err(different(format!("朗读表格第{}行第{}列", cell.row + 1, cell.column + 1)));
        }
    }
    if heard.next().is_none() { Ok(()) } else { Err(different("朗读的表格")) }
}

fn is_cell(part: &Part, table: &Table, cell: &TableCell) -> bool {
    let attributes = Attributes {
        scope: cell.label.then(|| table.scope(cell)),
        row_span: i64::from(cell.row_span.max(1)),
        column_span: i64::from(cell.column_span.max(1)),
    };
    part.tag == if cell.label { b"TH" } else { b"TD" }
        && part.attributes == attributes
        && visible(&part.text) == visible(&cell.text)
}

struct Hearing<'f> {
    file: &'f File,
    /// Those not heard yet.
    pieces: Pieces,
}

impl Hearing<'_> {
    fn document(&mut self) -> Option<Vec<Part>> {
        let root = self.file.catalog().ok()?.get_deref(b"StructTreeRoot", self.file).ok()?;
        let whole = root.as_dict().ok()?.get_deref(b"K", self.file).ok()?.as_dict().ok()?;
        if whole.get(b"S").ok()?.as_name().ok()? != b"Document" {
            return None;
        }
        Some(self.part(whole)?.parts)
    }

    fn part(&mut self, element: &Dictionary) -> Option<Part> {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let mut part = Part {
            tag: element.get(b"S").ok()?.as_name().ok()?.to_vec(),
            text: String::new(),
            attributes: attributes(element)?,
            parts: Vec::new(),
        };
        let kids = match element.get(b"K") {
            Ok(Object::Array(kids)) => kids.as_slice(),
            Ok(kid) => std::slice::from_ref(kid),
            Err(_) => &[],
        };
        for kid in kids {
            match kid {
                Object::Integer(number) => part.text += &self.pieces.remove(&(page?, *number))?,
                Object::Dictionary(piece) if piece.has_type(b"OBJR") => {
                    let field = piece.get_deref(b"Obj", self.file).ok()?.as_dict().ok()?;
                    field.get_deref(b"TU", self.file).ok()?.as_str().ok()?;
                }
                Object::Dictionary(piece) => {
                    let page = piece.get(b"Pg").ok()?.as_reference().ok()?;
                    let number = piece.get(b"MCID").ok()?.as_i64().ok()?;
                    part.text += &self.pieces.remove(&(page, number))?;
                }
                Object::Reference(id) => {
                    let element = self.file.get_dictionary(*id).ok()?;
                    part.parts.push(self.part(element)?);
                }
                _ => return None,
            }
        }
        Some(part)
    }
}

fn attributes(element: &Dictionary) -> Option<Attributes> {
    let mut out = Attributes { scope: None, row_span: 1, column_span: 1 };
    let Ok(said) = element.get(b"A") else { return Some(out) };
    let said = said.as_dict().ok()?;
    out.scope = match said.get(b"Scope").and_then(Object::as_name) {
        Ok(b"Row") => Some(Scope::Row),
        Ok(b"Column") => Some(Scope::Column),
        Ok(_) => return None,
        Err(_) => None,
    };
    let span = |name: &[u8]| said.get(name).and_then(Object::as_i64).unwrap_or(1);
    (out.row_span, out.column_span) = (span(b"RowSpan"), span(b"ColSpan"));
    Some(out)
}
