//! A written file against the document it was made from, by the reader of its kind.

use crate::error::NotWritten;
use gongkai_model::document::{Block, Document, normalize};
use gongkai_read::Unreadable;

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

fn first_difference(written: &[String], read: &[String]) -> Result<(), String> {
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
