//! A written file against the document it was made from, by the reader of its kind.

use crate::error::NotWritten;
use gongkai_model::document::{Block, Document, normalize};
use gongkai_model::form::CellId;
use gongkai_model::report::{Cell, Report};
use gongkai_read::Unreadable;
use std::collections::HashMap;

/// Reads what was written and hands it out when `compare` finds no difference.
pub(crate) fn checked(
    bytes: Vec<u8>,
    read: impl Fn(&[u8]) -> Result<Document, Unreadable>,
    compare: impl Fn(&Document) -> Result<(), String>,
) -> Result<Vec<u8>, NotWritten> {
    let back = read(&bytes).map_err(|_| NotWritten::File)?;
    compare(&back).map_err(|place| NotWritten::Different { place })?;
    Ok(bytes)
}

/// Whether every figure and note of a report stands in the document that is written; the first that
/// does not. A table of which nothing was read may be missing.
pub(crate) fn whole(report: &Report, document: &Document) -> Result<(), String> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let shown: HashMap<&CellId, &str> = tables
        .flat_map(|table| &table.cells)
        .filter_map(|cell| Some((cell.figure.as_ref()?, cell.text.as_str())))
        .collect();
    let said = |cell: &Cell| cell.figure.number().is_some() || cell.note.is_some();
    let dropped = |(id, cell): &(&CellId, &Cell)| {
        said(cell) && shown.get(id).is_none_or(|text| *text != cell.printed())
    };
    match report.cells.iter().find(dropped) {
        Some((id, _)) => Err(id.to_string()),
        None => Ok(()),
    }
}

/// Compares text by text, figure by figure, span by span; the first place that differs.
pub(crate) fn same(written: &Document, read: &Document) -> Result<(), String> {
    first_difference(&pieces(&written.blocks), &pieces(&read.blocks))
}

/// The same for the tables alone.
pub(crate) fn same_tables(written: &Document, read: &Document) -> Result<(), String> {
    let tables = |document: &Document| {
        let tables = document.blocks.iter().filter(|block| matches!(block, Block::Table(_)));
        pieces(&tables.cloned().collect::<Vec<_>>())
    };
    first_difference(&tables(written), &tables(read))
}

/// The first line that differs of what was written and what was read.
pub(crate) fn first_difference(written: &[String], read: &[String]) -> Result<(), String> {
    let mut pairs = written.iter().zip(read);
    match pairs.find(|(written, read)| written != read) {
        Some((written, _)) => Err(written.chars().take(30).collect()),
        None if written.len() != read.len() => Err("篇末".to_owned()),
        None => Ok(()),
    }
}

fn pieces(blocks: &[Block]) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let lines = paragraph.text.lines().map(normalize::text);
                out.extend(lines.filter(|line| !line.is_empty()));
            }
            Block::Table(table) => {
                out.extend(table.cells.iter().map(|cell| {
                    let place = [cell.row, cell.column, cell.row_span, cell.column_span];
                    format!("{}{place:?}", normalize::text(&cell.text))
                }));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::reports;

    #[test]
    fn a_difference_is_found_and_named() {
        let [document, _] = reports().try_into().unwrap();
        assert_eq!(same(&document, &document), Ok(()));
        let mut other = document.clone();
        let Some(Block::Table(table)) =
            other.blocks.iter_mut().find(|block| matches!(block, Block::Table(_)))
        else {
            panic!("no table")
        };
        let cell = table.cells.iter_mut().find(|cell| !cell.label && cell.text == "0").unwrap();
        cell.text = "1".into();
        assert!(same(&document, &other).unwrap_err().starts_with('0'));
        other.blocks.truncate(3);
        assert_eq!(same(&other, &document), Err("篇末".into()));
    }
}
